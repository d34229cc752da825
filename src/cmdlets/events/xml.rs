//! What an event is as XML: the schema of event logs (Microsoft, "Event Schema"), with the data by its names.

use std::rc::Rc;

use chrono::DateTime;
use iovsh_backend::journal::{Entry, kind_of};
use iovsh_shell::types::xml::{Kind, Node, XmlNodeValue};
use iovsh_shell::value::{Native, Value};

use super::selection::DATA;

/// The namespace of the elements.
const SCHEMA: &str = "http://schemas.microsoft.com/win/2004/08/events/event";

/// What an event is as XML.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name.
    pub name: &'static str,
    /// Its attributes, by name.
    pub attributes: Vec<(&'static str, String)>,
    /// Its text.
    pub text: String,
    /// The elements in it.
    pub children: Vec<Element>,
}

impl Element {
    fn with_text(name: &'static str, text: impl ToString) -> Self {
        Self {
            name,
            text: text.to_string(),
            ..Self::default()
        }
    }

    fn with_attribute(name: &'static str, attribute: &'static str, value: impl ToString) -> Self {
        Self {
            name,
            attributes: vec![(attribute, value.to_string())],
            ..Self::default()
        }
    }

    /// The event that an entry of the journal of `computer` is.
    pub fn of(entry: &Entry, computer: &str) -> Self {
        let kind = kind_of(entry.id);
        let system = Self {
            name: "System",
            children: vec![
                Self::with_attribute("Provider", "Name", kind.map_or("", |kind| kind.provider)),
                Self::with_text("EventID", entry.id),
                Self::with_text("Version", 0),
                Self::with_text("Level", kind.map_or(4, |kind| kind.level as u32)),
                Self::with_text("Task", 0),
                Self::with_text("Opcode", 0),
                Self::with_text("Keywords", "0x0"),
                Self::with_attribute("TimeCreated", "SystemTime", written(entry.time)),
                Self::with_text("EventRecordID", entry.record),
                Self {
                    name: "Correlation",
                    ..Self::default()
                },
                Self {
                    name: "Execution",
                    attributes: vec![
                        ("ProcessID", entry.process.to_string()),
                        ("ThreadID", "0".to_owned()),
                    ],
                    ..Self::default()
                },
                Self::with_text("Channel", kind.map_or("", |kind| kind.channel)),
                Self::with_text("Computer", computer),
                Self::with_attribute("Security", "UserID", &entry.user),
            ],
            ..Self::default()
        };
        let data = DATA.iter().filter_map(|(name, field)| {
            Some(Self {
                name: "Data",
                attributes: vec![("Name", (*name).to_owned())],
                text: field(entry)?.to_owned(),
                children: Vec::new(),
            })
        });
        Self {
            name: "Event",
            children: vec![
                system,
                Self {
                    name: "EventData",
                    children: data.collect(),
                    ..Self::default()
                },
            ],
            ..Self::default()
        }
    }
}

impl Element {
    /// The text of an event, in the schema of event logs.
    pub fn to_xml(&self) -> String {
        let node = self.node();
        // What stands before the name of an element is inherited by those in it.
        node.set_attribute("xmlns", SCHEMA);
        match XmlNodeValue(node).property("OuterXml") {
            Some(Value::Str(text)) => text.to_string(),
            _ => String::new(),
        }
    }

    fn node(&self) -> Rc<Node> {
        let node = Node::new(Kind::Element, self.name, "");
        for (name, value) in &self.attributes {
            node.add_attribute(name, &sayable(value));
        }
        for child in &self.children {
            node.append(&child.node());
        }
        if !self.text.is_empty() {
            node.append(&Node::new(Kind::Text, "#text", sayable(&self.text)));
        }
        node
    }
}

/// The text without the characters that XML has no way to say.
fn sayable(text: &str) -> String {
    let can = |c: char| {
        !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}') || matches!(c, '\t' | '\n' | '\r')
    };
    let each = text.chars().map(|c| if can(c) { c } else { '\u{fffd}' });
    each.collect()
}

/// A point in time as an event log writes it: `2026-11-29T21:04:05.678Z`. It is given in milliseconds since 1970.
pub fn written(milliseconds: u64) -> String {
    // A damaged journal may name any time; after the year 9999 there is none.
    let milliseconds = milliseconds.min(253_402_300_799_999);
    i64::try_from(milliseconds)
        .ok()
        .and_then(DateTime::from_timestamp_millis)
        .map(|time| time.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_read_back_as_it_is() {
        let entry = Entry {
            id: 12_588,
            record: 7,
            time: 1_700_000_000_000,
            vm_name: Some("a<b> & \"c\"\u{1}".to_owned()),
            nic: Some("enp1s0f0".to_owned()),
            process: 42,
            ..Entry::default()
        };
        let text = Element::of(&entry, "hv1").to_xml();
        let document = roxmltree::Document::parse(&text).unwrap();
        let root = document.root_element();
        assert_eq!(root.tag_name().namespace(), Some(SCHEMA));
        let find = |name: &str| {
            root.descendants()
                .find(|node| node.tag_name().name() == name)
                .unwrap()
        };
        assert_eq!(find("EventID").text(), Some("12588"));
        assert_eq!(find("Level").text(), Some("4"));
        assert_eq!(find("Computer").text(), Some("hv1"));
        assert_eq!(
            find("Provider").attribute("Name"),
            Some("Microsoft-Windows-Hyper-V-SynthNic")
        );
        assert_eq!(
            find("TimeCreated").attribute("SystemTime"),
            Some("2023-11-14T22:13:20.000Z")
        );
        assert_eq!(find("Execution").attribute("ProcessID"), Some("42"));
        let data = |name: &str| {
            root.descendants()
                .find(|node| node.attribute("Name") == Some(name))
                .and_then(|node| node.text().map(str::to_owned))
        };
        // A character that XML cannot say is a mark that something stood there.
        assert_eq!(data("VMName").unwrap(), "a<b> & \"c\"\u{fffd}");
        assert_eq!(data("NetAdapterName").unwrap(), "enp1s0f0");
        assert_eq!(data("SwitchName"), None);
        assert_eq!(written(u64::MAX), "9999-12-31T23:59:59.999Z");
    }
}
