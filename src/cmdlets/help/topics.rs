//! What help there is beside that of commands: the documentation as `about_*` topics, and the entries of its tables of error
//! and event ids. The texts are the files of `docs/`; nothing of them is read before somebody asks.

use std::fmt::Write;

use super::{markdown, reasons};
use iovsh_shell::cmdlet::CmdletSpec;

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
    "about_Absent_Cmdlets" "absent-cmdlets.md";
    "about_Agent" "agent.md";
    "about_Architecture" "architecture.md";
    "about_Checkpoints" "checkpoints.md";
    "about_Cluster" "cluster.md";
    "about_Command_Line" "command-line.md";
    "about_Configuration" "configuration.md";
    "about_Debugging" "debugging.md";
    "about_Drivers" "drivers.md";
    "about_Error_Ids" "error-ids.md";
    "about_Events" "events.md";
    "about_Exports" "exports.md";
    "about_Host_Adapters" "host-adapters.md";
    "about_Hosts" "hosts.md";
    "about_Language" "language.md";
    "about_Limits" "limits.md";
    "about_Manager" "manager.md";
    "about_Metrics" "metrics.md";
    "about_Migration" "migration.md";
    "about_NICs" "nics.md";
    "about_Performance" "performance.md";
    "about_Plans" "plans.md";
    "about_Prompt" "prompt.md";
    "about_Reasons" "reasons.md";
    "about_Security" "security.md";
    "about_Several_Hosts" "several-hosts.md";
    "about_Simulated_Host" "simulated-host.md";
    "about_SR-IOV" "sr-iov.md";
    "about_SR-IOV_1_Why" "sr-iov/1-why.md";
    "about_SR-IOV_2_Hardware" "sr-iov/2-hardware.md";
    "about_SR-IOV_3_Drivers" "sr-iov/3-drivers.md";
    "about_SR-IOV_4_Firmware" "sr-iov/4-firmware.md";
    "about_SR-IOV_5_Configuration" "sr-iov/5-configuration.md";
    "about_SR-IOV_6_Migration" "sr-iov/6-migration.md";
    "about_SR-IOV_7_Teaming" "sr-iov/7-teaming.md";
    "about_SR-IOV_8_Debugging" "sr-iov/8-debugging.md";
    "about_Storage" "storage.md";
    "about_Teaming" "teaming.md";
    "about_Test_Plans" "test-plans.md";
    "about_Tour" "tour.md";
    "about_Virtual_Machines" "virtual-machines.md";
}

/// The files whose tables have an entry for each id, what an entry is, and how the heading of the ids ends.
const ENTRIES: &[(&str, &str, &str)] = &[
    ("error-ids.md", "Error", "id"),
    ("events.md", "Event", "id"),
    ("debugging.md", "Finding", "code"),
    ("language.md", "Keyword", "keyword"),
];

/// The topic of this name. Dashes and underscores are as good as left out: `about_SRIOV`, `about_Simulated-Host`.
pub fn topic_named(name: &str) -> Option<&'static Topic> {
    let plain = |name: &str| name.replace(['-', '_'], "").to_lowercase();
    let wanted = plain(name);
    TOPICS.iter().find(|topic| plain(topic.name) == wanted)
}

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
        .find(|topic| topic.file.rsplit('/').next() == Some(file))
        .map(|topic| topic.name)
}

/// Pages for those who work on the program, which are no help.
const WORKING_ON_IT: [(&str, &str); 3] = [
    ("Adding a cmdlet", "adding-a-cmdlet.md"),
    ("Adding a change", "adding-a-change.md"),
    ("Releasing", "releasing.md"),
];

/// The list of all pages for a reader of books (mdBook): `docs/SUMMARY.md`.
#[must_use]
pub fn summary(cmdlets: &[&'static CmdletSpec]) -> String {
    let mut page = "<!-- Generated; do not edit. -->\n# Summary\n\n".to_owned();
    let title = |text: &'static str| {
        let line = text.lines().find_map(|line| line.strip_prefix("# "));
        markdown::inline(line.unwrap_or_default(), topic_of)
    };
    // The tour first, then SR-IOV with its chapters, then the others.
    let first = |topic: &&Topic| topic.file == "tour.md" || topic.file.starts_with("sr-iov");
    let (mut leading, others): (Vec<&Topic>, Vec<&Topic>) = TOPICS.iter().partition(first);
    leading.sort_by_key(|topic| topic.file != "tour.md");
    for topic in leading.into_iter().chain(others) {
        let depth = if topic.file.contains('/') { "  " } else { "" };
        let _ = writeln!(page, "{depth}- [{}]({})", title(topic.text), topic.file);
    }
    page.push_str("- [Cmdlets](cmdlets/index.md)\n");
    let mut names: Vec<&str> = cmdlets.iter().map(|spec| spec.name).collect();
    names.sort_unstable();
    for name in names {
        let _ = writeln!(page, "  - [{name}](cmdlets/{name}.md)");
    }
    for (title, file) in WORKING_ON_IT {
        let _ = writeln!(page, "- [{title}]({file})");
    }
    page
}

/// An entry of a table of error ids, events or keywords, or a reason.
pub struct Entry {
    /// The id.
    pub id: String,
    /// `Error`, `Event`, `Finding`, `Reason` or `Keyword`.
    pub kind: &'static str,
    /// Hyper-V's number of it, where it is known by that too.
    pub number: Option<u32>,
    /// What is known of it, each with a heading: the other cells of its row.
    pub facts: Vec<(String, String)>,
}

impl Entry {
    /// What it means, in a few words: the cell that says so, else the longest.
    pub fn synopsis(&self) -> String {
        let mut facts = self.facts.iter();
        let meaning = facts.find(|(heading, _)| heading.eq_ignore_ascii_case("meaning"));
        let longest = || self.facts.iter().max_by_key(|(_, text)| text.len());
        let fact = meaning.or_else(longest);
        fact.map_or_else(String::new, |(_, text)| text.clone())
    }

    /// The entry as a page for a screen of this width.
    pub fn lines(&self, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let heading = match self.kind {
            kind @ ("Reason" | "Keyword" | "Finding") => kind.to_owned(),
            kind => format!("{kind} id"),
        };
        let id = [(heading, self.id.clone())];
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
        lines.push(
            match self.kind {
                "Event" => "Get-Help about_Events has all of them.",
                "Keyword" => "Get-Help about_Language has all of them.",
                "Finding" => "Test-VMHostIov says what to do about it; Get-Help about_Debugging has all of them.",
                "Reason" => "Get-Help about_Reasons has all of them.",
                _ => "Get-Help about_Error_Ids has all of them.",
            }
            .to_owned(),
        );
        lines
    }
}

/// The entries whose ids `fits` accepts. A reason is told once, by what knows most of it.
pub fn entries(fits: impl Fn(&str) -> bool) -> Vec<Entry> {
    let mut found: Vec<Entry> = reasons::entries().collect();
    found.extend(of_tables(|id| !found.iter().any(|known| known.id == id)));
    let by_number = |entry: &Entry| entry.number.is_some_and(|number| fits(&number.to_string()));
    // `Test-VMHostIov` has a reason of an adapter under the part that it is about.
    let by_code = |entry: &Entry| {
        let mut parts = ["Adapter", "Guest"].iter();
        entry.number.is_some() && parts.any(|part| fits(&format!("{part}.{}", entry.id)))
    };
    found.retain(|entry| fits(&entry.id) || by_number(entry) || by_code(entry));
    found
}

/// The rows of the tables whose ids `fits` accepts.
fn of_tables(fits: impl Fn(&str) -> bool) -> Vec<Entry> {
    let mut found = Vec::new();
    for (file, kind, heading_of_ids) in ENTRIES {
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
                if headings
                    .first()
                    .is_none_or(|heading| !heading.ends_with(heading_of_ids))
                {
                    continue;
                }
                let cells = markdown::cells(line);
                let Some((first, rest)) = cells.split_first() else {
                    continue;
                };
                let facts: Vec<(String, String)> = headings
                    .iter()
                    .skip(1)
                    .cloned()
                    .zip(rest.iter().map(|cell| markdown::inline(cell, topic_of)))
                    .collect();
                found.extend(ids(first).filter(|id| fits(id)).map(|id| Entry {
                    id: id.to_owned(),
                    kind,
                    number: None,
                    facts: facts.clone(),
                }));
            }
        }
    }
    found
}

/// The ids of a cell: the number of an event, or `Iov.VfInUse` and others that share the row.
fn ids(cell: &str) -> impl Iterator<Item = &str> {
    let is_id = |text: &&str| {
        text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
    };
    cell.split(['`', ',', ' ']).filter(is_id)
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
    fn every_page_of_the_documentation_is_a_topic() {
        let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
        for folder in ["", "sr-iov"] {
            for entry in std::fs::read_dir(docs.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                // How to work on iovsh is for those who have its source; the summary is the list of the others.
                let left_out = name.starts_with("adding-a-")
                    || ["SUMMARY.md", "releasing.md"].contains(&&*name);
                if name.ends_with(".md") && !left_out {
                    assert!(topic_of(&name).is_some(), "{name}");
                }
            }
        }
    }

    #[test]
    fn a_topic_is_found_however_its_words_are_joined() {
        for name in ["about_SRIOV", "About_sr-iov", "aboutSRIOV", "about-SR_IOV"] {
            assert_eq!(
                topic_named(name).map(|topic| topic.name),
                Some("about_SR-IOV")
            );
        }
        assert!(topic_named("about_Nothing").is_none());
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
        for code in ["Adapter.IovBlockedByPolicy", "Guest.IovGuestDriversNeeded"] {
            let reason = entries(|id| id == code).pop().unwrap();
            assert_eq!(reason.kind, "Reason", "{code}");
        }
    }

    #[test]
    fn every_id_that_a_table_names_has_a_card_of_its_own() {
        let all = entries(|_| true);
        for (file, _, end) in ENTRIES {
            let topic = TOPICS.iter().find(|topic| topic.file == *file).unwrap();
            let mut is_table_of_ids = false;
            for line in topic.text.lines() {
                if !line.starts_with('|') {
                    is_table_of_ids = false;
                    continue;
                }
                let first = line.split('|').nth(1).unwrap_or_default().trim();
                if first.ends_with(end) {
                    is_table_of_ids = true;
                } else if is_table_of_ids && !first.starts_with('-') {
                    let ids = first.split(", ").map(|id| id.trim_matches('`'));
                    // `Adapter.*` stands for the reasons, which have cards of their own.
                    for id in ids.filter(|id| !id.ends_with('*')) {
                        let known = all.iter().filter(|entry| entry.id == id);
                        assert!(known.count() >= 1, "{id} has no card");
                    }
                }
            }
        }
    }
}
