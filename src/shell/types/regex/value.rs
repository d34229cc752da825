//! `Regex`, `Match`, `Group` and their collections as values.

use std::any::Any;
use std::rc::Rc;

use super::{Captures, Pattern, compile};
use crate::error::ShellError;
use crate::types::enums::{self, REGEX_OPTIONS};
use crate::value::{Name, Native, Value, utf16};

/// `System.Text.RegularExpressions.Regex`.
#[derive(Debug)]
pub struct RegexValue {
    /// The compiled pattern.
    pub pattern: Rc<Pattern>,
}

impl RegexValue {
    /// Compiles a pattern with `RegexOptions` as bits.
    pub fn new(text: &str, options: i64) -> Result<Self, ShellError> {
        Ok(Self {
            pattern: compile(text, options)?,
        })
    }
}

impl Native for RegexValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Text.RegularExpressions.Regex", "System.Object"]
    }
    fn to_text(&self) -> String {
        self.pattern.text.to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "options" => Some(enums::value(&REGEX_OPTIONS, self.pattern.options)),
            "righttoleft" => Some(Value::Bool(
                self.pattern.options & super::RIGHT_TO_LEFT != 0,
            )),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["Options", "RightToLeft"].map(Name::Static).to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Text.RegularExpressions.Match`; also what a failed match is (`Success` is false).
#[derive(Debug)]
pub struct MatchValue {
    /// The pattern, for `NextMatch()`.
    pub pattern: Rc<Pattern>,
    /// The text that was searched.
    pub text: Rc<str>,
    /// What was found; `None` for a failed match.
    pub captures: Option<Captures>,
}

/// The value of a match.
pub fn match_value(pattern: &Rc<Pattern>, text: &Rc<str>, captures: Option<Captures>) -> Value {
    Value::native(MatchValue {
        pattern: pattern.clone(),
        text: text.clone(),
        captures,
    })
}

impl MatchValue {
    /// Where the whole match stands, in bytes.
    pub fn span(&self) -> Option<(usize, usize)> {
        self.captures.as_ref()?.first()?.span
    }

    /// The groups.
    pub fn groups(&self) -> GroupCollectionValue {
        let groups = match &self.captures {
            Some(captures) => captures
                .iter()
                .map(|capture| {
                    let name = match &capture.name {
                        Some(name) => name.clone(),
                        None => capture.number.to_string().into(),
                    };
                    (
                        name,
                        GroupValue::new(
                            &self.text,
                            capture.span,
                            capture
                                .name
                                .clone()
                                .unwrap_or_else(|| capture.number.to_string().into()),
                        ),
                    )
                })
                .collect(),
            None => vec![("0".into(), GroupValue::new(&self.text, None, "0".into()))],
        };
        GroupCollectionValue { groups }
    }
}

fn piece(text: &str, span: Option<(usize, usize)>) -> &str {
    span.and_then(|(from, to)| text.get(from..to)).unwrap_or("")
}

fn capture_property(text: &str, span: Option<(usize, usize)>, name: &str) -> Option<Value> {
    let from = span.map_or(0, |(from, _)| utf16::position(text, from));
    Some(match name {
        "value" => Value::from(piece(text, span)),
        "success" => Value::Bool(span.is_some()),
        "index" => int(from),
        "length" => int(utf16::len(piece(text, span))),
        _ => return None,
    })
}

fn int(n: usize) -> Value {
    Value::Int(i32::try_from(n).unwrap_or(i32::MAX))
}

impl Native for MatchValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Text.RegularExpressions.Match",
            "System.Text.RegularExpressions.Group",
            "System.Text.RegularExpressions.Capture",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        piece(&self.text, self.span()).to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "groups" => Some(Value::native(self.groups())),
            "captures" => Some(Value::native(CaptureCollectionValue {
                items: match self.span() {
                    Some(span) => vec![Value::native(GroupValue::new(
                        &self.text,
                        Some(span),
                        "0".into(),
                    ))],
                    None => Vec::new(),
                },
            })),
            "name" => Some(Value::from("0")),
            other => capture_property(&self.text, self.span(), other),
        }
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "Groups", "Success", "Name", "Captures", "Index", "Length", "Value",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Text.RegularExpressions.Group`.
#[derive(Debug)]
pub struct GroupValue {
    text: Rc<str>,
    span: Option<(usize, usize)>,
    name: Rc<str>,
}

impl GroupValue {
    fn new(text: &Rc<str>, span: Option<(usize, usize)>, name: Rc<str>) -> Self {
        Self {
            text: text.clone(),
            span,
            name,
        }
    }
}

impl Native for GroupValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Text.RegularExpressions.Group",
            "System.Text.RegularExpressions.Capture",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        piece(&self.text, self.span).to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "name" => Some(Value::Str(self.name.clone())),
            "captures" => Some(Value::native(CaptureCollectionValue {
                items: match self.span {
                    Some(span) => vec![Value::native(Self::new(
                        &self.text,
                        Some(span),
                        self.name.clone(),
                    ))],
                    None => Vec::new(),
                },
            })),
            other => capture_property(&self.text, self.span, other),
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["Success", "Name", "Captures", "Index", "Length", "Value"]
            .map(Name::Static)
            .to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Text.RegularExpressions.GroupCollection`: by number and by name.
#[derive(Debug)]
pub struct GroupCollectionValue {
    groups: Vec<(Rc<str>, GroupValue)>,
}

impl GroupCollectionValue {
    fn group(&self, at: usize) -> Option<Value> {
        self.groups.get(at).map(|(_, group)| {
            Value::native(GroupValue::new(&group.text, group.span, group.name.clone()))
        })
    }
}

impl Native for GroupCollectionValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Text.RegularExpressions.GroupCollection",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Text.RegularExpressions.GroupCollection".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "count" => Some(int(self.groups.len())),
            "keys" => Some(Value::strings(
                self.groups.iter().map(|(name, _)| name.clone()),
            )),
            "values" => self.items().map(Value::array),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("Count")]
    }
    fn items(&self) -> Option<Vec<Value>> {
        Some(
            (0..self.groups.len())
                .filter_map(|at| self.group(at))
                .collect(),
        )
    }
    fn index(&self, key: &Value) -> Option<Value> {
        let found = match key.base() {
            Value::Str(name) => self.groups.iter().position(|(known, _)| known == name),
            other => crate::value::convert::to_int(other)
                .ok()
                .and_then(|at| usize::try_from(at).ok()),
        };
        let missing = || match self.groups.first() {
            Some((_, group)) => Value::native(GroupValue::new(&group.text, None, "".into())),
            None => Value::Null,
        };
        Some(found.and_then(|at| self.group(at)).unwrap_or_else(missing))
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Text.RegularExpressions.CaptureCollection`.
#[derive(Debug)]
pub struct CaptureCollectionValue {
    items: Vec<Value>,
}

impl Native for CaptureCollectionValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Text.RegularExpressions.CaptureCollection",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Text.RegularExpressions.CaptureCollection".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Count")
            .then(|| int(self.items.len()))
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("Count")]
    }
    fn items(&self) -> Option<Vec<Value>> {
        Some(self.items.clone())
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Text.RegularExpressions.MatchCollection`.
#[derive(Debug)]
pub struct MatchCollectionValue {
    /// The matches.
    pub items: Vec<Value>,
}

impl Native for MatchCollectionValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Text.RegularExpressions.MatchCollection",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Text.RegularExpressions.MatchCollection".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Count")
            .then(|| int(self.items.len()))
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("Count")]
    }
    fn items(&self) -> Option<Vec<Value>> {
        Some(self.items.clone())
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
