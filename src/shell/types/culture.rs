//! `System.Globalization.CultureInfo`: a name, and its `TextInfo`. Formatting is always that of en-US.

use std::any::Any;
use std::rc::Rc;

use super::culture_formats::{DateFormatValue, NumberFormatValue};
use crate::value::{Name, Native, Value};

/// A culture by its name; empty for the invariant one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CultureValue {
    name: Rc<str>,
}

impl CultureValue {
    /// A culture by its name.
    pub fn new(name: &str) -> Self {
        Self { name: name.into() }
    }
}

impl Native for CultureValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Globalization.CultureInfo", "System.Object"]
    }
    fn to_text(&self) -> String {
        self.name.to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let invariant = self.name.is_empty();
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(self.name.clone()),
            "displayname" | "englishname" | "nativename" => Value::from(match &*self.name {
                "" => "Invariant Language (Invariant Country)",
                "en-US" => "English (United States)",
                other => other,
            }),
            "lcid" => Value::Int(if invariant { 127 } else { 1033 }),
            "twoletterisolanguagename" => Value::from(if invariant {
                "iv"
            } else {
                self.name.get(..2).unwrap_or("")
            }),
            "numberformat" => Value::native(NumberFormatValue),
            "datetimeformat" => Value::native(DateFormatValue),
            "textinfo" => Value::native(TextInfoValue(self.clone())),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "LCID",
            "Name",
            "DisplayName",
            "DateTimeFormat",
            "NumberFormat",
            "TextInfo",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>() == Some(self)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// How a culture writes words: `System.Globalization.TextInfo`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextInfoValue(CultureValue);

impl TextInfoValue {
    /// The text with the first letter of each word large and the others small; words of large letters alone stay, as abbreviations.
    /// A number, a mark of punctuation but the apostrophe, and white space end a word.
    pub fn title_case(text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(char::is_alphabetic) {
            let (before, from) = rest.split_at(start);
            out.push_str(before);
            let is_part = |c: char| c.is_alphanumeric() || c == '\'';
            let end = from.find(|c| !is_part(c)).unwrap_or(from.len());
            let (word, behind) = from.split_at(end);
            let is_abbreviation =
                word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase);
            let mut letters = word.chars();
            match letters.next() {
                Some(first) if !is_abbreviation => {
                    out.extend(first.to_uppercase());
                    out.push_str(&letters.as_str().to_lowercase());
                }
                _ => out.push_str(word),
            }
            rest = behind;
        }
        out.push_str(rest);
        out
    }
}

impl Native for TextInfoValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Globalization.TextInfo", "System.Object"]
    }
    fn to_text(&self) -> String {
        format!("TextInfo - {}", self.0.name)
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "culturename" => Value::Str(self.0.name.clone()),
            "listseparator" => Value::from(","),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        ["CultureName", "ListSeparator"].map(Name::Static).to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
