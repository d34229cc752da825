//! `XmlNamespaceManager`: what the prefixes of an XPath expression stand for.

use std::any::Any;
use std::cell::RefCell;

use crate::error::ShellError;
use crate::value::convert::{raise, to_text};
use crate::value::{Name, Native, Value};

/// `System.Xml.XmlNamespaceManager`.
#[derive(Debug, Default)]
pub struct NamespaceManagerValue {
    /// Prefix, namespace, and in which scope it was added.
    entries: RefCell<Vec<(String, String, usize)>>,
    depth: std::cell::Cell<usize>,
}

impl NamespaceManagerValue {
    /// The namespace that a prefix stands for.
    pub fn namespace(&self, prefix: &str) -> Option<String> {
        match prefix {
            "xml" => Some("http://www.w3.org/XML/1998/namespace".to_owned()),
            "xmlns" => Some("http://www.w3.org/2000/xmlns/".to_owned()),
            _ => {
                let entries = self.entries.borrow();
                let found = entries.iter().rev().find(|(known, _, _)| known == prefix);
                match found {
                    Some((_, namespace, _)) => Some(namespace.clone()),
                    None => prefix.is_empty().then(String::new),
                }
            }
        }
    }

    fn prefix(&self, namespace: &str) -> Option<String> {
        let entries = self.entries.borrow();
        let found = entries
            .iter()
            .rev()
            .find(|(_, known, _)| known == namespace);
        found.map(|(prefix, _, _)| prefix.clone())
    }

    fn add(&self, prefix: &str, namespace: &str) -> Result<Option<Value>, ShellError> {
        if matches!(prefix, "xml" | "xmlns") {
            return Err(raise(
                "System.ArgumentException",
                format!("Prefix \"{prefix}\" is reserved for use by XML. (Parameter 'prefix')"),
            ));
        }
        let depth = self.depth.get();
        let mut entries = self.entries.borrow_mut();
        entries.retain(|(known, _, at)| !(known == prefix && *at == depth));
        entries.push((prefix.to_owned(), namespace.to_owned(), depth));
        Ok(None)
    }
}

impl Native for NamespaceManagerValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Xml.XmlNamespaceManager", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Xml.XmlNamespaceManager".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "defaultnamespace" => Some(Value::str(self.namespace("").unwrap_or_default())),
            "nametable" => Some(super::name_table()),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["NameTable", "DefaultNamespace"].map(Name::Static).to_vec()
    }
    fn items(&self) -> Option<Vec<Value>> {
        let entries = self.entries.borrow();
        Some(
            entries
                .iter()
                .map(|(prefix, _, _)| Value::str(prefix.as_str()))
                .collect(),
        )
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        let text = |at: usize| args.get(at).map(|value| to_text(value).to_string());
        let found = |value: Option<String>| Ok(Some(value.map_or(Value::Null, Value::str)));
        Some(match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("addnamespace", 2) => self.add(&text(0)?, &text(1)?),
            ("removenamespace", 2) => {
                let (prefix, namespace) = (text(0)?, text(1)?);
                self.entries
                    .borrow_mut()
                    .retain(|(known, of, _)| !(*known == prefix && *of == namespace));
                Ok(None)
            }
            ("lookupnamespace", 1) => found(self.namespace(&text(0)?)),
            ("lookupprefix", 1) => found(self.prefix(&text(0)?)),
            ("hasnamespace", 1) => Ok(Some(Value::Bool(
                self.namespace(&text(0)?)
                    .is_some_and(|found| !found.is_empty()),
            ))),
            ("pushscope", 0) => {
                self.depth.set(self.depth.get() + 1);
                Ok(None)
            }
            ("popscope", 0) => {
                let depth = self.depth.get();
                self.entries.borrow_mut().retain(|(_, _, at)| *at < depth);
                self.depth.set(depth.saturating_sub(1));
                Ok(Some(Value::Bool(depth > 0)))
            }
            _ => return None,
        })
    }
    fn methods(&self) -> &'static [&'static str] {
        &[
            "AddNamespace",
            "RemoveNamespace",
            "LookupNamespace",
            "LookupPrefix",
            "HasNamespace",
            "PushScope",
            "PopScope",
        ]
    }
    fn truth(&self) -> bool {
        true
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
