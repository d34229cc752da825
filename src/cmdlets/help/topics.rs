//! What help there is beside that of commands: the documentation as `about_*` topics, and the entries of its tables of error
//! and event ids. The texts are the files of `docs/`; nothing of them is read before somebody asks.

use super::markdown;

/// A topic of the documentation.
pub struct Topic {
    /// `about_Limits`.
    pub name: &'static str,
    /// The file in `docs/` that it is.
    pub file: &'static str,
    /// Its text, in Markdown.
    pub text: &'static str,
}

macro_rules! topics {
    ($($name:literal $file:literal;)*) => {
        /// All topics, by name.
        pub const TOPICS: &[Topic] = &[$(Topic {
            name: $name,
            file: $file,
            text: include_str!(concat!("../../../docs/", $file)),
        }),*];
    };
}

topics! {
    "about_Agent" "agent.md";
    "about_Architecture" "architecture.md";
    "about_Command_Line" "command-line.md";
    "about_Drivers" "drivers.md";
    "about_Error_Ids" "error-ids.md";
    "about_Events" "events.md";
    "about_Language" "language.md";
    "about_Limits" "limits.md";
    "about_Performance" "performance.md";
    "about_Prompt" "prompt.md";
    "about_Security" "security.md";
    "about_Simulated_Host" "simulated-host.md";
    "about_SRIOV" "sr-iov.md";
    "about_Test_Plans" "test-plans.md";
}

/// The files whose tables have an entry for each id, and what an entry is.
const ENTRIES: &[(&str, &str)] = &[("error-ids.md", "Error"), ("events.md", "Event")];

impl Topic {
    /// The first sentence of the text.
    pub fn synopsis(&self) -> String {
        let paragraph = self
            .text
            .split("\n\n")
            .find(|part| !part.trim_start().starts_with(['#', '<', '|']))
            .unwrap_or_default();
        let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = markdown::inline(&line, topic_of);
        let end = [". ", ": ", "; "]
            .iter()
            .filter_map(|end| line.find(end))
            .min();
        let sentence = end.map_or(&*line, |end| &line[..end]);
        format!("{}.", sentence.trim_end_matches(['.', ':']))
    }

    /// The whole text for a screen of this width.
    pub fn lines(&self, width: usize) -> Vec<String> {
        let mut lines = vec![
            "TOPIC".to_owned(),
            format!("    {}", self.name),
            String::new(),
        ];
        lines.extend(markdown::render(self.text, width, "", topic_of));
        lines
    }
}

/// The topic that a file of the documentation is.
pub fn topic_of(file: &str) -> Option<&'static str> {
    TOPICS
        .iter()
        .find(|topic| topic.file == file)
        .map(|topic| topic.name)
}

/// An entry of the table of error ids or of events.
pub struct Entry {
    /// The id.
    pub id: String,
    /// `Error` or `Event`.
    pub kind: &'static str,
    /// The other cells of its row, each with the heading of its column.
    pub facts: Vec<(String, String)>,
}

impl Entry {
    /// What it means, in a few words: the longest of the cells.
    pub fn synopsis(&self) -> String {
        let longest = self.facts.iter().max_by_key(|(_, text)| text.len());
        longest.map_or_else(String::new, |(_, text)| text.clone())
    }

    /// The entry as a page for a screen of this width.
    pub fn lines(&self, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let id = [(format!("{} id", self.kind), self.id.clone())];
        for (heading, text) in id
            .iter()
            .chain(&self.facts)
            .filter(|(_, text)| !text.is_empty())
        {
            lines.push(heading.to_uppercase());
            lines.extend(iovsh_shell::format::wrap::words(
                text, width, "    ", "    ",
            ));
            lines.push(String::new());
        }
        let about = if self.kind == "Event" {
            "about_Events"
        } else {
            "about_Error_Ids"
        };
        lines.push(format!("Get-Help {about} has all of them."));
        lines
    }
}

/// The entries whose ids `fits` accepts.
pub fn entries(fits: impl Fn(&str) -> bool) -> Vec<Entry> {
    let mut found = Vec::new();
    for (file, kind) in ENTRIES {
        let Some(topic) = TOPICS.iter().find(|topic| topic.file == *file) else {
            continue;
        };
        let mut headings: Vec<String> = Vec::new();
        for line in topic.text.lines() {
            if !line.starts_with('|') {
                headings.clear();
            } else if headings.is_empty() {
                headings = markdown::cells(line);
            } else if !markdown::is_rule(line) {
                let mut cells = markdown::cells(line)
                    .into_iter()
                    .map(|cell| markdown::inline(&cell, topic_of));
                let Some(id) = cells.next().filter(|id| is_id(id) && fits(id)) else {
                    continue;
                };
                let facts = headings.iter().skip(1).cloned().zip(cells).collect();
                found.push(Entry { id, kind, facts });
            }
        }
    }
    found
}

/// Whether a cell is an id: `Iov.VfInUse`, or the number of an event.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && (text.chars().all(|c| c.is_ascii_digit())
            || (text.contains('.') && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_topic_can_be_read_at_any_width() {
        for topic in TOPICS {
            assert!(topic.name.starts_with("about_"));
            assert!(
                topic.synopsis().len() > 20,
                "{}: {}",
                topic.name,
                topic.synopsis()
            );
            for width in [20, 80, 200] {
                let lines = topic.lines(width);
                assert!(
                    lines.len() > 10 && !lines.iter().any(|line| line.contains("](")),
                    "{}",
                    topic.name
                );
            }
        }
        assert!(TOPICS.is_sorted_by_key(|topic| topic.name.to_lowercase()));
    }

    #[test]
    fn an_id_has_its_entry() {
        let entry = entries(|id| id == "Iov.VfInUse").pop().unwrap();
        let page = entry.lines(80).join("\n");
        assert!(
            page.contains("ERROR ID\n    Iov.VfInUse") && page.contains("ResourceBusy"),
            "{page}"
        );
        assert!(
            entries(|id| id == "12614")
                .pop()
                .is_some_and(|event| event.kind == "Event")
        );
        assert!(entries(|_| true).len() > 80);
    }
}
