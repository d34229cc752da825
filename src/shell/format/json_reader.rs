//! JSON as `ConvertFrom-Json` reads it: also with comments, single quotes, names without quotes and commas at the end.

use std::rc::Rc;

use chrono::{Offset, Utc};
use indexmap::IndexMap;

use crate::error::{ErrorCategory, ShellError};
use crate::types::TypeRef;
use crate::value::convert::{cast, parse_date};
use crate::value::{DateTimeKind, DateTimeValue, Hashtable, MemberKind, PsObject, Value};
use iovsh_base::interrupt;

/// How JSON is read.
#[derive(Clone, Copy, Debug)]
pub struct JsonReaderOptions {
    /// Objects become hashtables.
    pub as_hashtable: bool,
    /// The deepest nesting.
    pub depth: usize,
}

/// Reads one JSON text.
///
/// # Errors
/// `System.ArgumentException` when the text is not JSON or too deep, `EmptyKeyInJsonString`, and
/// `KeysWithDifferentCasingInJsonString` for names that only differ in case.
pub fn from_json(text: &str, options: JsonReaderOptions) -> Result<Value, ShellError> {
    let mut reader = Reader {
        text,
        at: 0,
        options,
    };
    reader.blanks()?;
    if reader.peek().is_none() {
        return Ok(Value::Null);
    }
    let value = reader.value(0)?;
    reader.blanks()?;
    match reader.peek() {
        None => Ok(value),
        Some(c) => Err(reader.refuse(&format!(
            "there is more text after the end, beginning with \"{c}\""
        ))),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    options: JsonReaderOptions,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn refuse(&self, what: &str) -> ShellError {
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        ShellError::new(
            "System.ArgumentException",
            ErrorCategory::NotSpecified,
            format!("Conversion from JSON failed in line {line}, column {column}: {what}."),
        )
        .exception("System.ArgumentException")
    }

    /// Steps over white space and comments.
    fn blanks(&mut self) -> Result<(), ShellError> {
        loop {
            match self.peek() {
                Some(c) if c.is_whitespace() || c == '\u{feff}' => {
                    self.next();
                }
                Some('/') if self.rest().starts_with("/*") => {
                    let Some(end) = self.rest().find("*/") else {
                        return Err(self.refuse("the comment does not end"));
                    };
                    self.at += end + 2;
                }
                Some('/') if self.rest().starts_with("//") => {
                    self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                }
                _ => return Ok(()),
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, ShellError> {
        interrupt::check()?;
        if depth > self.options.depth {
            return Err(self.refuse(&format!("it is nested deeper than {}", self.options.depth)));
        }
        match self.peek() {
            Some('{') => self.object(depth),
            Some('[') => self.array(depth),
            Some(quote @ ('"' | '\'')) => {
                let text = self.quoted(quote)?;
                Ok(date(&text)
                    .or_else(|| tick_date(&text))
                    .unwrap_or_else(|| Value::from(text)))
            }
            Some(c) if c.is_ascii_digit() || matches!(c, '-' | '+' | '.') => self.number(),
            Some(c) if c.is_alphabetic() => self.word(),
            Some(c) => Err(self.refuse(&format!("\"{c}\" is unexpected"))),
            None => Err(self.refuse("the text ends too early")),
        }
    }

    fn word(&mut self) -> Result<Value, ShellError> {
        let word: String = self
            .rest()
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .collect();
        let value = match word.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" | "undefined" => Value::Null,
            "NaN" => Value::Double(f64::NAN),
            "Infinity" => Value::Double(f64::INFINITY),
            _ => return Err(self.refuse(&format!("\"{word}\" is unexpected"))),
        };
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Value, ShellError> {
        let text: String = self
            .rest()
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.'))
            .collect();
        let value = match text.as_str() {
            "-Infinity" => Some(Value::Double(f64::NEG_INFINITY)),
            plain => number(plain),
        };
        match value {
            Some(value) => {
                self.at += text.len();
                Ok(value)
            }
            None => Err(self.refuse(&format!("\"{text}\" is not a number"))),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<String, ShellError> {
        self.next();
        let mut out = String::new();
        let mut pending: Option<u16> = None;
        loop {
            let c = match self.next() {
                None => return Err(self.refuse("the string does not end")),
                Some('\\') => match self.escape()? {
                    Escaped::Char(c) => c,
                    Escaped::Unit(unit) => {
                        let units: Vec<u16> = pending.take().into_iter().chain([unit]).collect();
                        if units.len() == 1 && (0xd800..0xdc00).contains(&unit) {
                            pending = Some(unit);
                        } else {
                            out.push_str(&String::from_utf16_lossy(&units));
                        }
                        continue;
                    }
                },
                Some(c) if c == quote => break,
                Some(c) => c,
            };
            if pending.take().is_some() {
                out.push(char::REPLACEMENT_CHARACTER);
            }
            out.push(c);
        }
        if pending.is_some() {
            out.push(char::REPLACEMENT_CHARACTER);
        }
        Ok(out)
    }

    fn escape(&mut self) -> Result<Escaped, ShellError> {
        Ok(Escaped::Char(match self.next() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('u') => {
                let digits = self.rest().get(..4).unwrap_or("");
                let Ok(unit) = u16::from_str_radix(digits, 16) else {
                    return Err(self.refuse("four hexadecimal digits are wanted after \\u"));
                };
                self.at += 4;
                return Ok(Escaped::Unit(unit));
            }
            Some(c @ ('"' | '\'' | '\\' | '/')) => c,
            Some(c) => return Err(self.refuse(&format!("\\{c} is not an escape sequence"))),
            None => return Err(self.refuse("the string does not end")),
        }))
    }

    fn array(&mut self, depth: usize) -> Result<Value, ShellError> {
        self.next();
        let mut items = Vec::new();
        loop {
            self.blanks()?;
            match self.peek() {
                Some(']') => {
                    self.next();
                    return Ok(Value::array(items));
                }
                Some(_) => items.push(self.value(depth + 1)?),
                None => return Err(self.refuse("the array does not end")),
            }
            self.blanks()?;
            match self.peek() {
                Some(',') => {
                    self.next();
                }
                Some(']') => {}
                _ => return Err(self.refuse("a comma or the end of the array is wanted")),
            }
        }
    }

    fn name(&mut self) -> Result<String, ShellError> {
        match self.peek() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote),
            Some(c) if c.is_alphabetic() || c == '_' || c == '$' => {
                let word: String = self
                    .rest()
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '-'))
                    .collect();
                self.at += word.len();
                Ok(word)
            }
            Some(c) => Err(self.refuse(&format!("a property name is wanted, not \"{c}\""))),
            None => Err(self.refuse("the object does not end")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, ShellError> {
        self.next();
        let mut entries: IndexMap<String, Value> = IndexMap::new();
        loop {
            self.blanks()?;
            if self.peek() == Some('}') {
                self.next();
                return self.finish(entries);
            }
            let name = self.name()?;
            self.blanks()?;
            if self.next() != Some(':') {
                return Err(self.refuse("a colon is wanted after the property name"));
            }
            self.blanks()?;
            let value = self.value(depth + 1)?;
            // Of a name that stands there twice the last value counts.
            entries.insert(name, value);
            self.blanks()?;
            match self.peek() {
                Some(',') => {
                    self.next();
                }
                Some('}') => {}
                _ => return Err(self.refuse("a comma or the end of the object is wanted")),
            }
        }
    }

    fn finish(&self, entries: IndexMap<String, Value>) -> Result<Value, ShellError> {
        if self.options.as_hashtable {
            // JSON tells names apart that differ in case only, and so must the table.
            let table = Hashtable {
                case_sensitive: true,
                ..Hashtable::default()
            };
            for (name, value) in entries {
                table.set_text(&name, value);
            }
            return Ok(Value::Hashtable(Rc::new(table)));
        }
        let object = PsObject::custom();
        for (name, value) in entries {
            let complaint = if name.is_empty() {
                (
                    "EmptyKeyInJsonString",
                    "The JSON text has a property with an empty name; it can only be read with -AsHashtable.".to_owned(),
                )
            } else if object.member(&name).is_some() {
                (
                    "KeysWithDifferentCasingInJsonString",
                    format!(
                        "The JSON text has properties that differ only in case (\"{name}\"); it can only be read with -AsHashtable."
                    ),
                )
            } else {
                object.push(name, MemberKind::Note(value));
                continue;
            };
            return Err(
                ShellError::new(complaint.0, ErrorCategory::InvalidOperation, complaint.1)
                    .exception("System.InvalidOperationException"),
            );
        }
        Ok(Value::object(object))
    }
}

enum Escaped {
    Char(char),
    Unit(u16),
}

fn number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.chars().all(|c| c.is_ascii_digit()) && !digits.is_empty() {
        if let Ok(number) = text.parse::<i64>() {
            return Some(Value::Long(number));
        }
        let big = crate::types::resolve("bigint");
        return big
            .and_then(|ty: TypeRef| cast(&Value::from(text), &ty).ok())
            .or_else(|| text.parse().ok().map(Value::Double));
    }
    if let Some(hex) = digits.strip_prefix("0x") {
        return i64::from_str_radix(hex, 16).ok().map(Value::Long);
    }
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    text.parse().ok().map(Value::Double)
}

/// Text in the form of an ISO 8601 instant is a date.
fn date(text: &str) -> Option<Value> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let shape = bytes.len() >= 19
        && [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18]
            .into_iter()
            .all(digit)
        && bytes.get(4) == Some(&b'-')
        && bytes.get(7) == Some(&b'-')
        && bytes.get(10) == Some(&b'T');
    if !shape {
        return None;
    }
    let mut date = parse_date(text)?;
    if text.ends_with('Z') {
        // The letter says that the time is UTC, and it stays that.
        date.time = date.time.with_timezone(&Utc.fix());
        date.kind = DateTimeKind::Utc;
    }
    Some(Value::DateTime(Rc::new(date)))
}

/// `/Date(1700000000000)/` and `/Date(1700000000000+0100)/`: milliseconds since 1970, the form of older writers.
fn tick_date(text: &str) -> Option<Value> {
    let inside = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let zone = inside.rfind(['+', '-']).filter(|at| *at > 0);
    let digits = inside.get(..zone.unwrap_or(inside.len()))?;
    let milliseconds: i64 = digits.parse().ok()?;
    let seconds = milliseconds.div_euclid(1000);
    let nanoseconds = u32::try_from(milliseconds.rem_euclid(1000)).ok()? * 1_000_000;
    let date = match zone {
        None => DateTimeValue::of_unix_universal(seconds, nanoseconds),
        Some(_) => DateTimeValue::of_unix(seconds, nanoseconds),
    };
    date.map(Value::from)
}
