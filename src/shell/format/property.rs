//! A property as `-Property` takes it: a name, a wildcard, a script block, or a hashtable that says more.

use std::rc::Rc;

use super::Access;
use super::cells::Align;
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::value::{Name, ScriptBlock, Value};
use crate::wildcard::{WildcardPattern, has_wildcards};

/// Where the value comes from.
#[derive(Clone, Debug)]
pub enum Selector {
    /// The property of this name, or all that match when it has wildcards.
    Name(Rc<str>),
    /// What the script block gives with the object as `$_`.
    Block(Rc<ScriptBlock>),
}

/// One entry of `-Property`.
#[derive(Clone, Debug)]
pub struct PropertyArgument {
    /// Where the value comes from.
    pub selector: Selector,
    /// The name that was given with `Name` or `Label`.
    pub label: Option<Name>,
    /// `FormatString`.
    pub format: Option<Rc<str>>,
    /// `Width`, or 0.
    pub width: u16,
    /// `Alignment`.
    pub align: Align,
    /// `Ascending` or `Descending`, when given.
    pub descending: Option<bool>,
    /// `Depth`, when given.
    pub depth: Option<i32>,
}

/// What an argument stands for on an object.
#[derive(Debug)]
pub struct Found {
    /// The name for the result: the label, or the property's own spelling.
    pub name: Name,
    /// The value; `None` when there is no such property.
    pub value: Result<Option<Value>, ShellError>,
}

/// A key that a hashtable may have. Which ones a cmdlet takes is its own decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKey {
    /// `Expression`: what is mandatory.
    Expression,
    /// `Name`, `Label`.
    Label,
    /// `FormatString`.
    FormatString,
    /// `Width`.
    Width,
    /// `Alignment`.
    Alignment,
    /// `Ascending`.
    Ascending,
    /// `Descending`.
    Descending,
    /// `Depth`.
    Depth,
}

impl EntryKey {
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Expression => &["Expression"],
            Self::Label => &["Label", "Name"],
            Self::FormatString => &["FormatString"],
            Self::Width => &["Width"],
            Self::Alignment => &["Alignment"],
            Self::Ascending => &["Ascending"],
            Self::Descending => &["Descending"],
            Self::Depth => &["Depth"],
        }
    }
}

impl PropertyArgument {
    /// A plain name.
    pub fn named(name: impl Into<Rc<str>>) -> Self {
        Self::selecting(Selector::Name(name.into()))
    }

    fn selecting(selector: Selector) -> Self {
        Self {
            selector,
            label: None,
            format: None,
            width: 0,
            align: Align::Auto,
            descending: None,
            depth: None,
        }
    }

    /// What the column or property is called when the object does not decide.
    pub fn title(&self) -> Name {
        match (&self.label, &self.selector) {
            (Some(label), _) => label.clone(),
            (None, Selector::Name(name)) => Name::Shared(name.clone()),
            (None, Selector::Block(block)) => Name::from(block_text(block)),
        }
    }

    /// Name and value in the usual case, at one look: the argument is a name without wildcards, and the object has a property of
    /// that name that holds its value. `None` says nothing: [`PropertyArgument::read`] knows.
    pub fn plain(&self, value: &Value) -> Option<(Name, Value)> {
        let (Selector::Name(name), Value::Object(object)) = (&self.selector, value) else {
            return None;
        };
        // What follows the host is read by way of the session.
        if object.base.is_some() || object.read_at().is_some() {
            return None;
        }
        let (spelled, found) = object.plain(name)?;
        if has_wildcards(name) {
            return None;
        }
        Some((self.label.clone().unwrap_or(spelled), found))
    }

    /// The names and values that the argument stands for on an object. A name without wildcards always gives one, with no
    /// value when there is no such property; a script block that fails gives its error, which has been recorded.
    pub fn read(&self, value: &Value, access: &mut dyn Access) -> Flow<Vec<Found>> {
        match &self.selector {
            Selector::Block(block) => {
                let result = access.evaluate(block, value)?;
                Ok(vec![Found {
                    name: self.title(),
                    value: result.map(Some),
                }])
            }
            Selector::Name(name) if has_wildcards(name) => {
                let pattern = WildcardPattern::new(name);
                let names = access.property_names(value);
                Ok(names
                    .into_iter()
                    .filter(|name| pattern.is_match(name))
                    .map(|name| Found {
                        value: access.property(value, &name),
                        name: self.label.clone().unwrap_or(name),
                    })
                    .collect())
            }
            Selector::Name(name) => {
                let found = access.property(value, name);
                let shown = match (&self.label, &found) {
                    (Some(label), _) => label.clone(),
                    (None, Ok(None)) => Name::Shared(name.clone()),
                    (None, _) => spelling(value, name, access),
                };
                Ok(vec![Found {
                    name: shown,
                    value: found,
                }])
            }
        }
    }

    /// The first value that the argument gives on an object; `None` when there is no such property or it fails.
    pub fn first(&self, value: &Value, access: &mut dyn Access) -> Flow<Option<Value>> {
        if let Some((_, found)) = self.plain(value) {
            return Ok(Some(found));
        }
        match &self.selector {
            Selector::Name(name) if !has_wildcards(name) => {
                Ok(access.property(value, name).ok().flatten())
            }
            Selector::Block(block) => Ok(access.evaluate(block, value)?.ok()),
            Selector::Name(_) => {
                let found = self.read(value, access)?.into_iter().next();
                Ok(found.and_then(|found| found.value.ok().flatten()))
            }
        }
    }

    /// As [`PropertyArgument::first`], for cmdlets that say which object could not be evaluated: the error of a script
    /// block that fails is put among `failed`.
    pub fn key(
        &self,
        value: &Value,
        access: &mut dyn Access,
        failed: &mut Vec<ShellError>,
    ) -> Flow<Option<Value>> {
        let Selector::Block(block) = &self.selector else {
            return self.first(value, access);
        };
        Ok(match access.evaluate(block, value)? {
            Ok(value) => Some(value),
            Err(error) => {
                failed.push(
                    ShellError::new(
                        "ExpressionEvaluation",
                        ErrorCategory::InvalidResult,
                        error.message.clone(),
                    )
                    .exception(error.exception.clone())
                    .target(value.clone()),
                );
                None
            }
        })
    }

    /// Reads one element of `-Property`. `keys` are those that the cmdlet knows.
    ///
    /// Errors: `DictionaryKeyIllegal` for another key, `DictionaryKeyAmbiguous`, `DictionaryKeyMandatoryEntry` without an
    /// expression, `DictionaryKeyUnknownType` for a value of a wrong type, `WidthOutOfRange`, `InvalidEmptyString...`.
    pub fn parse(
        value: &Value,
        keys: &[EntryKey],
        access: &mut dyn Access,
    ) -> Result<Self, ShellError> {
        let value = match value {
            Value::Object(object) => object.base.as_ref().unwrap_or(value),
            other => other,
        };
        match value {
            Value::ScriptBlock(block) => Ok(Self::selecting(Selector::Block(block.clone()))),
            Value::Hashtable(table) => {
                let entries: Vec<(Value, Value)> = table
                    .entries()
                    .iter()
                    .map(|(key, value)| (key.value().clone(), value.clone()))
                    .collect();
                Self::parse_table(&entries, keys)
            }
            Value::Null => Err(refused(
                "DictionaryKeyUnknownType",
                "A property cannot be null.".into(),
            )),
            other => {
                let name = access.text(other);
                if name.is_empty() {
                    return Err(refused(
                        "ExpressionEmptyString1",
                        "The name of a property cannot be empty.".into(),
                    ));
                }
                Ok(Self::named(name))
            }
        }
    }

    fn parse_table(entries: &[(Value, Value)], keys: &[EntryKey]) -> Result<Self, ShellError> {
        let mut selector = None;
        let mut out = Self::selecting(Selector::Name("".into()));
        for (key, value) in entries {
            let Value::Str(key) = key else {
                return Err(refused(
                    "DictionaryKeyNonString",
                    "The keys of a calculated property must be strings.".into(),
                ));
            };
            match find_key(key, keys)? {
                EntryKey::Expression => selector = Some(expression(value)?),
                EntryKey::Label => out.label = Some(Name::from(expect_text(key, value)?)),
                EntryKey::FormatString => out.format = Some(expect_text(key, value)?),
                EntryKey::Width => out.width = expect_width(key, value)?,
                EntryKey::Alignment => out.align = expect_align(key, value)?,
                EntryKey::Ascending => out.descending = Some(!expect_bool(key, value)?),
                EntryKey::Descending => out.descending = Some(expect_bool(key, value)?),
                EntryKey::Depth => out.depth = Some(expect_int(key, value)?),
            }
        }
        out.selector = selector.ok_or_else(|| {
            refused(
                "DictionaryKeyMandatoryEntry",
                "A calculated property needs the key \"Expression\".".into(),
            )
        })?;
        Ok(out)
    }
}

/// A property's name as the object spells it.
fn spelling(value: &Value, name: &Rc<str>, access: &mut dyn Access) -> Name {
    access
        .property_names(value)
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(name))
        .unwrap_or_else(|| Name::Shared(name.clone()))
}

/// The text between the braces.
pub fn block_text(block: &ScriptBlock) -> String {
    let text = block.ast.text();
    let inner = text.strip_prefix('{').unwrap_or(text);
    inner.strip_suffix('}').unwrap_or(inner).to_owned()
}

fn find_key(key: &str, keys: &[EntryKey]) -> Result<EntryKey, ShellError> {
    let folded = key.to_lowercase();
    let mut found: Vec<EntryKey> = Vec::new();
    for &candidate in keys {
        for name in candidate.names() {
            let name = name.to_lowercase();
            if name == folded {
                return Ok(candidate);
            }
            if !folded.is_empty() && name.starts_with(&folded) && !found.contains(&candidate) {
                found.push(candidate);
            }
        }
    }
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(refused(
            "DictionaryKeyIllegal",
            format!("The key \"{key}\" is not known for a calculated property."),
        )),
        _ => Err(refused(
            "DictionaryKeyAmbiguous",
            format!("The key \"{key}\" stands for more than one key of a calculated property."),
        )),
    }
}

fn expression(value: &Value) -> Result<Selector, ShellError> {
    match value {
        Value::ScriptBlock(block) => Ok(Selector::Block(block.clone())),
        Value::Str(text) if text.is_empty() => Err(refused(
            "ExpressionEmptyString1",
            "The expression of a calculated property cannot be empty.".into(),
        )),
        Value::Str(text) => Ok(Selector::Name(text.clone())),
        _ => Err(wrong_type("Expression")),
    }
}

fn expect_text(key: &str, value: &Value) -> Result<Rc<str>, ShellError> {
    match value {
        Value::Str(text) if text.is_empty() => Err(refused(
            "EmptyFormatStringValue",
            format!("The value of the key \"{key}\" cannot be empty."),
        )),
        Value::Str(text) => Ok(text.clone()),
        _ => Err(wrong_type(key)),
    }
}

fn expect_int(key: &str, value: &Value) -> Result<i32, ShellError> {
    match value {
        Value::Int(number) => Ok(*number),
        _ => Err(wrong_type(key)),
    }
}

fn expect_bool(key: &str, value: &Value) -> Result<bool, ShellError> {
    match value {
        Value::Bool(value) => Ok(*value),
        _ => Err(wrong_type(key)),
    }
}

fn expect_width(key: &str, value: &Value) -> Result<u16, ShellError> {
    let number = expect_int(key, value)?;
    u16::try_from(number)
        .ok()
        .filter(|width| *width > 0)
        .ok_or_else(|| {
            refused(
                "WidthOutOfRange",
                format!("{number} is not a valid column width."),
            )
        })
}

fn expect_align(key: &str, value: &Value) -> Result<Align, ShellError> {
    let text = expect_text(key, value)?;
    [
        ("left", Align::Left),
        ("center", Align::Center),
        ("right", Align::Right),
    ]
    .into_iter()
    .find(|(name, _)| !text.is_empty() && name.starts_with(&text.to_lowercase()))
    .map(|(_, align)| align)
    .ok_or_else(|| {
        refused(
            "IllegalAlignmentValue",
            format!("\"{text}\" is not an alignment; use left, center or right."),
        )
    })
}

fn wrong_type(key: &str) -> ShellError {
    refused(
        "DictionaryKeyUnknownType",
        format!("The value of the key \"{key}\" has a type that cannot be used there."),
    )
}

fn refused(id: &'static str, message: String) -> ShellError {
    ShellError::new(id, ErrorCategory::InvalidArgument, message)
        .exception("System.NotSupportedException")
}
