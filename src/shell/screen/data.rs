//! Objects as data for other programs: JSON, lines of JSON, CSV, YAML.

use std::rc::Rc;

use super::Objects;
use crate::error::Flow;
use crate::format::json::{Escape, JsonOptions, to_json};
use crate::format::{Access, csv, yaml};
use crate::value::{Name, Value};

/// How deep objects are written: an adapter of a switch of a host, with its settings.
const DEPTH: usize = 6;

/// What writes the objects of a run as data.
pub(super) struct Data {
    objects: Objects,
    /// What is written as one when the run ends.
    kept: Vec<Value>,
    /// The columns of a table of text, once the first object has said them.
    columns: Option<Rc<[Name]>>,
    written: bool,
}

impl Data {
    /// The writer for a format of data; `None` for those that are made for people.
    pub fn of(objects: Objects) -> Option<Self> {
        let is_data = match objects {
            Objects::Views | Objects::Table | Objects::List | Objects::Markdown => false,
            Objects::Json | Objects::JsonLines | Objects::Sent | Objects::Csv | Objects::Yaml => {
                true
            }
        };
        is_data.then(|| Self {
            objects,
            kept: Vec::new(),
            columns: None,
            written: false,
        })
    }

    /// What is to be written when this object comes.
    ///
    /// # Errors
    /// The object cannot be written so.
    pub fn push(&mut self, value: Value, access: &mut dyn Access) -> Flow<String> {
        let text = match self.objects {
            Objects::Sent if !is_composite(&value) => format!("{}\n", access.text(&value)),
            Objects::JsonLines | Objects::Sent => {
                format!("{}\n", json(&value, Manner::Line, access)?)
            }
            Objects::Csv => self.row(&value, access),
            Objects::Yaml => yaml::item(&json(&value, Manner::Plain, access)?),
            _ => {
                self.kept.push(value);
                String::new()
            }
        };
        self.written = true;
        Ok(text)
    }

    /// Whether anything came.
    pub fn is_empty(&self) -> bool {
        !self.written
    }

    /// What is to be written when the run ends.
    ///
    /// # Errors
    /// An object cannot be written so.
    pub fn finish(&mut self, access: &mut dyn Access) -> Flow<String> {
        let written = std::mem::take(&mut self.written);
        self.columns = None;
        Ok(match self.objects {
            Objects::Json => {
                let array = Value::array(std::mem::take(&mut self.kept));
                json(&array, Manner::Whole, access)? + "\n"
            }
            Objects::Yaml if !written => "[]\n".to_owned(),
            _ => String::new(),
        })
    }

    fn row(&mut self, value: &Value, access: &mut dyn Access) -> String {
        let mut out = String::new();
        let columns = match &self.columns {
            Some(columns) => Rc::clone(columns),
            None => {
                let columns: Rc<[Name]> = access.property_names(value).into();
                if !columns.is_empty() {
                    out.push_str(&csv::heading(&columns));
                }
                self.columns = Some(Rc::clone(&columns));
                columns
            }
        };
        out.push_str(&csv::row(value, &columns, access));
        out
    }
}

/// Whether it has properties of its own that its text does not say.
fn is_composite(value: &Value) -> bool {
    matches!(
        value,
        Value::Object(_) | Value::Native(_) | Value::Hashtable(_)
    )
}

/// How JSON is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Over several lines.
    Whole,
    /// In one line.
    Plain,
    /// In one line, with the type of the object.
    Line,
}

fn json(value: &Value, manner: Manner, access: &mut dyn Access) -> Flow<String> {
    let options = JsonOptions {
        depth: DEPTH,
        compress: manner != Manner::Whole,
        enums_as_strings: true,
        escape: Escape::AllControls,
        no_way_back: true,
        says_type: manner == Manner::Line,
    };
    Ok(to_json(value, options, access)?.0)
}
