//! `System.Globalization.CultureInfo`: a name, and how numbers, dates and words are written by it. The session itself is always en-US.

use std::any::Any;
use std::rc::Rc;

use super::culture_calendar::CalendarValue;
use super::culture_formats::{DateFormatValue, NumberFormatValue};
use crate::value::culture::{Culture, EN_US};
use crate::value::{Name, Native, Value};

/// A culture by its name; empty for the invariant one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CultureValue {
    name: Rc<str>,
    /// How it writes; of the invariant culture where the name is not in the table.
    data: &'static Culture,
}

impl CultureValue {
    /// A culture by its name, in letters of any case.
    pub fn new(name: &str) -> Self {
        let data = Culture::of(name);
        let name = if data.name.eq_ignore_ascii_case(name) {
            data.name
        } else {
            name
        };
        Self {
            name: name.into(),
            data,
        }
    }

    /// How it writes.
    pub fn data(&self) -> &'static Culture {
        self.data
    }

    /// Whether the name alone is known of it.
    fn is_unknown(&self) -> bool {
        self.data.name.is_empty() && !self.name.is_empty()
    }
}

/// The culture that one of the arguments names (a culture, or the formats of one); en-US where none does.
pub fn culture_among(args: &[Value]) -> &'static Culture {
    args.iter()
        .find_map(|arg| {
            arg.downcast::<CultureValue>()
                .map(CultureValue::data)
                .or_else(|| arg.downcast::<NumberFormatValue>().map(|value| value.0))
                .or_else(|| arg.downcast::<DateFormatValue>().map(|value| value.0))
        })
        .unwrap_or(&EN_US)
}

impl Native for CultureValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Globalization.CultureInfo", "System.Object"]
    }
    fn to_text(&self) -> String {
        self.name.to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let name_or = |text: &'static str| match self.is_unknown() {
            true => Value::Str(self.name.clone()),
            false => Value::from(text),
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "name" | "ietflanguagetag" => Value::Str(self.name.clone()),
            "displayname" | "englishname" => name_or(self.data.english),
            "nativename" => name_or(self.data.native),
            "lcid" => Value::Int(if self.is_unknown() {
                4096
            } else {
                self.data.lcid
            }),
            "twoletterisolanguagename" => Value::from(if self.name.is_empty() {
                "iv"
            } else {
                self.name.get(..2).unwrap_or("")
            }),
            "isneutralculture" => Value::Bool(!self.name.is_empty() && !self.name.contains('-')),
            "numberformat" => Value::native(NumberFormatValue(self.data)),
            "datetimeformat" => Value::native(DateFormatValue(self.data)),
            "textinfo" => Value::native(TextInfoValue(self.clone())),
            "calendar" => Value::native(CalendarValue),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "LCID",
            "Name",
            "DisplayName",
            "EnglishName",
            "NativeName",
            "TwoLetterISOLanguageName",
            "IetfLanguageTag",
            "IsNeutralCulture",
            "Calendar",
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
            "listseparator" => Value::from(self.0.data.list),
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
