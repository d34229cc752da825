//! `-FilterXml`: a list of queries, as the viewer of event logs writes it (Microsoft, "Query Schema").

use iovsh_backend::journal::{Entry, kind_of};
use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::wildcard::WildcardPattern;

use super::xpath::XPath;

/// A part of a query: the log that it looks into, and what must hold there.
#[derive(Debug, Clone)]
struct Part {
    /// The log; empty for all of them.
    log: String,
    condition: XPath,
}

/// A query: what is selected, and what of it is left out again.
#[derive(Debug, Clone, Default)]
struct Query {
    select: Vec<Part>,
    suppress: Vec<Part>,
}

/// The queries of a list. An event is meant where one of them has it.
#[derive(Debug, Clone, Default)]
pub struct XmlFilter(Vec<Query>);

impl Part {
    fn is_match(&self, entry: &Entry, computer: &str) -> bool {
        let log = kind_of(entry.id).map_or("", |kind| kind.channel);
        (self.log.is_empty() || WildcardPattern::new(&self.log).is_match(log))
            && self.condition.is_match(entry, computer)
    }
}

impl XmlFilter {
    /// Reads a list of queries.
    ///
    /// # Errors
    /// `InvalidXmlQuery`: it is no such list; `InvalidXPath`; `BadFilterKey`: it looks into a file.
    pub fn parse(text: &str) -> Result<Self, ShellError> {
        let document = roxmltree::Document::parse(text).map_err(|error| bad(&error.to_string()))?;
        let root = document.root_element();
        let is = |node: &roxmltree::Node<'_, '_>, name: &str| {
            node.is_element() && node.tag_name().name() == name
        };
        if !is(&root, "QueryList") {
            return Err(bad("its root is no <QueryList>"));
        }
        let mut queries = Vec::new();
        for node in root.children().filter(roxmltree::Node::is_element) {
            if !is(&node, "Query") {
                return Err(bad(&format!(
                    "<{}> stands where a <Query> is to be",
                    node.tag_name().name()
                )));
            }
            let mut query = Query::default();
            for part in node.children().filter(roxmltree::Node::is_element) {
                let log = part.attribute("Path").or_else(|| node.attribute("Path"));
                let log = log.unwrap_or_default();
                if log.contains("://") {
                    return Err(ShellError::new(
                        "BadFilterKey",
                        ErrorCategory::InvalidArgument,
                        "There are no files of event logs here.",
                    )
                    .exception("System.Exception")
                    .target(log)
                    .help(
                        "Give the name of a log as Path; 'Get-WinEvent -ListLog *' shows them.",
                    ));
                }
                let own = part.text().unwrap_or_default().trim();
                let own = if own.is_empty() { "*" } else { own };
                let read = Part {
                    log: log.to_owned(),
                    condition: XPath::parse(own)?,
                };
                match part.tag_name().name() {
                    "Select" => query.select.push(read),
                    "Suppress" => query.suppress.push(read),
                    other => {
                        return Err(bad(&format!(
                            "<{other}> stands where a <Select> or <Suppress> is to be"
                        )));
                    }
                }
            }
            queries.push(query);
        }
        if queries.iter().all(|query| query.select.is_empty()) {
            return Err(bad("it selects nothing"));
        }
        Ok(Self(queries))
    }

    /// The logs that it names, each once.
    pub fn logs(&self) -> Vec<&str> {
        let parts = self.0.iter().flat_map(|query| &query.select);
        let mut logs: Vec<&str> = parts.map(|part| part.log.as_str()).collect();
        logs.retain(|log| !log.is_empty());
        logs.sort_unstable();
        logs.dedup();
        logs
    }

    /// Whether an entry is meant.
    pub fn is_match(&self, entry: &Entry, computer: &str) -> bool {
        let any = |parts: &[Part]| parts.iter().any(|part| part.is_match(entry, computer));
        let mut queries = self.0.iter();
        queries.any(|query| any(&query.select) && !any(&query.suppress))
    }
}

fn bad(why: &str) -> ShellError {
    ShellError::new(
        "InvalidXmlQuery",
        ErrorCategory::InvalidArgument,
        format!("The specified query is invalid: {why}."),
    )
    .exception("System.Diagnostics.Eventing.Reader.EventLogException")
    .help("A query is written <QueryList><Query><Select Path=\"iovsh/Operational\">*[System[EventID=100]]</Select></Query></QueryList>.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<u32> {
        let filter = XmlFilter::parse(text).unwrap();
        let entries = [100, 110, 12_584, 12_588, 12_590, 18_500].map(|id| Entry {
            id,
            vm_name: (id > 12_000).then(|| "web1".to_owned()),
            ..Entry::default()
        });
        let found = entries.iter().filter(|e| filter.is_match(e, "hv1"));
        found.map(|entry| entry.id).collect()
    }

    #[test]
    fn lists_of_queries_select_and_leave_out() {
        const NIC: &str = "Microsoft-Windows-Hyper-V-SynthNic-Admin";
        let of = |inner: &str| {
            format!("<QueryList><Query Id=\"0\" Path=\"{NIC}\">{inner}</Query></QueryList>")
        };
        let select = |text: &str| of(&format!("<Select Path=\"{NIC}\">{text}</Select>"));
        assert_eq!(ids(&select("*")), [12_584, 12_588, 12_590]);
        assert_eq!(
            ids(&select("*[System[(EventID=12584 or EventID=12590)]]")),
            [12_584, 12_590]
        );
        // The signs of comparisons are written as XML wants them.
        assert_eq!(
            ids(&select("*[System[EventID &gt;= 12588]]")),
            [12_588, 12_590]
        );
        assert_eq!(
            ids(&of(
                "<Select>*[EventData[Data[@Name='VMName']='web1']]</Select><Suppress>*[System[EventID=12588]]</Suppress>"
            )),
            [12_584, 12_590]
        );
        // Several queries, and a log that the query itself has not.
        let two = "<QueryList><Query><Select Path='iovsh/Operational'>*[System[EventID=100]]</Select></Query><Query><Select Path='*Worker*'>*</Select></Query></QueryList>";
        assert_eq!(ids(two), [100, 18_500]);
        // What a Suppress leaves out counts in its own query alone.
        let both = "<QueryList><Query><Select Path='iovsh/Operational'>*</Select><Suppress Path='iovsh/Operational'>*[System[EventID=100]]</Suppress></Query><Query><Select Path='iovsh/Operational'>*[System[EventID=100]]</Select></Query></QueryList>";
        assert_eq!(ids(both), [100, 110]);
    }

    #[test]
    fn what_is_no_query_is_said() {
        for (text, id) in [
            ("<QueryList>", "InvalidXmlQuery"),
            ("<Query/>", "InvalidXmlQuery"),
            ("<QueryList/>", "InvalidXmlQuery"),
            (
                "<QueryList><Query><Pick>*</Pick></Query></QueryList>",
                "InvalidXmlQuery",
            ),
            (
                "<QueryList><Select>*</Select></QueryList>",
                "InvalidXmlQuery",
            ),
            (
                "<QueryList><Query><Select>*[</Select></Query></QueryList>",
                "InvalidXPath",
            ),
            (
                "<QueryList><Query><Select Path='file://C:\\a.evtx'>*</Select></Query></QueryList>",
                "BadFilterKey",
            ),
            (
                "<!DOCTYPE a [<!ENTITY b 'c'>]><QueryList/>",
                "InvalidXmlQuery",
            ),
        ] {
            assert_eq!(
                XmlFilter::parse(text).unwrap_err().id.as_ref(),
                id,
                "{text}"
            );
        }
    }
}
