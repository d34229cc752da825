//! `-f` and `ToString(format)`: .NET's composite, number, date and time-span formats. `-f` and what names no culture write as en-US.

mod date;
mod number;
mod span;

use std::rc::Rc;

use super::convert::{guid_text, to_text, to_text_in};
use super::culture::{Culture, EN_US};
use super::members::enumerate;
use super::{DateTimeValue, Engine, Value, limits};
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::types::DateTimeOffsetValue;

pub use date::format_date_in;
pub use number::format_number_in;
pub use span::format_span;

/// A date in a format, as en-US writes it. The error is .NET's sentence.
pub fn format_date(date: &DateTimeValue, format: &str) -> Result<String, String> {
    format_date_in(date, format, &EN_US)
}

/// What a date is inside text: the invariant culture's `MM/dd/yyyy HH:mm:ss`.
pub fn date_text(date: &DateTimeValue) -> String {
    date.time
        .naive_local()
        .format("%m/%d/%Y %H:%M:%S")
        .to_string()
}

/// What a person sees of a date: en-US's `M/d/yyyy h:mm:ss tt`.
pub fn date_display(date: &DateTimeValue) -> String {
    format_date(date, "G").unwrap_or_default()
}

/// A number with zeros before it, at least `width` digits long. The formatting macros of Rust take widths of 16 bits only
/// and panic above that, so a width that is not written in the source never goes to one of them.
fn zeros(number: impl std::fmt::Display, width: usize) -> String {
    let digits = number.to_string();
    let missing = width.saturating_sub(digits.len());
    let mut out = String::with_capacity(missing + digits.len());
    out.extend(std::iter::repeat_n('0', missing));
    out.push_str(&digits);
    out
}

fn format_error(reason: &str) -> ShellError {
    let mut error = ShellError::new(
        "FormatError",
        ErrorCategory::InvalidOperation,
        format!("Error formatting a string: {reason}"),
    );
    error.inner = Some(Box::new(super::convert::raise(
        "System.FormatException",
        reason,
    )));
    error
}

/// `template -f arguments`.
pub fn format_operator(left: &Value, right: &Value, engine: &mut dyn Engine) -> Flow<Value> {
    let template = to_text_in(left, engine)?;
    let arguments = enumerate(right).unwrap_or_else(|| vec![right.clone()]);
    let text = composite(&template, &arguments, engine)?.map_err(|reason| format_error(&reason))?;
    Ok(Value::from(text))
}

/// Fills in a composite format as en-US writes its items. The inner error is .NET's sentence.
pub fn composite(
    template: &str,
    arguments: &[Value],
    engine: &mut dyn Engine,
) -> Flow<Result<String, String>> {
    composite_in(template, arguments, &EN_US, engine)
}

/// The same as a culture writes them.
pub fn composite_in(
    template: &str,
    arguments: &[Value],
    culture: &Culture,
    engine: &mut dyn Engine,
) -> Flow<Result<String, String>> {
    const UNFINISHED: &str = "Input string was not in a correct format.";
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(rest.get(..at).unwrap_or(""));
        let tail = rest.get(at..).unwrap_or("");
        if let Some(after) = tail.strip_prefix("{{") {
            out.push('{');
            rest = after;
            continue;
        }
        if let Some(after) = tail.strip_prefix("}}") {
            out.push('}');
            rest = after;
            continue;
        }
        let Some(body) = tail.strip_prefix('{') else {
            return Ok(Err(UNFINISHED.to_owned()));
        };
        let Some(end) = body.find('}') else {
            return Ok(Err(UNFINISHED.to_owned()));
        };
        let item = body.get(..end).unwrap_or("");
        rest = body.get(end + 1..).unwrap_or("");
        let (head, format) = match item.split_once(':') {
            Some((head, format)) => (head, Some(format)),
            None => (item, None),
        };
        let (index, width) = match head.split_once(',') {
            Some((index, width)) => (index, width.trim().parse::<i32>().ok()),
            None => (head, Some(0)),
        };
        let (Ok(index), Some(width)) = (index.trim_end().parse::<usize>(), width) else {
            return Ok(Err(UNFINISHED.to_owned()));
        };
        let Some(argument) = arguments.get(index) else {
            return Ok(Err(
                "Index (zero based) must be greater than or equal to zero and less than the size of the argument list."
                    .to_owned(),
            ));
        };
        let text = match format_value(argument, format.unwrap_or(""), culture, engine)? {
            Ok(text) => text,
            Err(reason) => return Ok(Err(reason)),
        };
        if width.unsigned_abs() >= MOST_PLACES {
            return Ok(Err(UNFINISHED.to_owned()));
        }
        pad(&mut out, &text, width);
        limits::text(out.len())?;
    }
    out.push_str(rest);
    Ok(Ok(out))
}

/// Fewer places than this a composite format may give to an item, as in .NET.
const MOST_PLACES: u32 = 1_000_000;

fn pad(out: &mut String, text: &str, width: i32) {
    let length = super::utf16::len(text);
    let missing = (width.unsigned_abs() as usize).saturating_sub(length);
    if width > 0 {
        out.extend(std::iter::repeat_n(' ', missing));
    }
    out.push_str(text);
    if width < 0 {
        out.extend(std::iter::repeat_n(' ', missing));
    }
}

/// One value in a format; collections are shown by their type, as .NET does.
fn format_value(
    value: &Value,
    format: &str,
    culture: &Culture,
    engine: &mut dyn Engine,
) -> Flow<Result<String, String>> {
    Ok(match value.base() {
        Value::Null => Ok(String::new()),
        base @ (Value::Array(_) | Value::List(_)) => {
            Ok(crate::types::type_of(base).full_name().to_string())
        }
        Value::Object(_) => Ok(to_text_in(value, engine)?.to_string()),
        base => to_string_in(base, format, culture),
    })
}

/// `value.ToString(format)`: what the types that can be formatted make of it, and the plain text of the others.
pub fn to_string_with(value: &Value, format: &str) -> Result<String, String> {
    to_string_in(value, format, &EN_US)
}

/// The same as a culture writes it: `value.ToString(format, culture)`.
pub fn to_string_in(value: &Value, format: &str, culture: &Culture) -> Result<String, String> {
    match value {
        Value::DateTime(date) => format_date_in(date, format, culture),
        Value::TimeSpan(ticks) => format_span(*ticks, format),
        Value::SByte(_)
        | Value::Byte(_)
        | Value::Int16(_)
        | Value::UInt16(_)
        | Value::Int(_)
        | Value::UInt32(_)
        | Value::Long(_)
        | Value::ULong(_)
        | Value::Single(_)
        | Value::Double(_)
        | Value::Decimal(_) => format_number_in(value, format, culture),
        Value::Guid(bytes) => match format.chars().next() {
            None => Ok(guid_text(bytes, 'D')),
            Some(form) if format.len() == 1 && "NDBPndbp".contains(form) => {
                Ok(guid_text(bytes, form))
            }
            Some(_) => Err("Format string can be only \"D\", \"d\", \"N\", \"n\", \"P\", \"p\", \"B\", \"b\", \"X\" or \"x\".".to_owned()),
        },
        Value::Enum(member) => match format {
            "d" | "D" => Ok(member.number.to_string()),
            "x" | "X" => Ok(format!("{:08X}", member.number)),
            _ => Ok(member.text()),
        },
        other => match other.downcast::<DateTimeOffsetValue>() {
            Some(date) if !format.is_empty() || culture != &EN_US => {
                date.format(format, culture).map_err(|error| error.message)
            }
            _ => Ok(match other {
                Value::Native(native) => native.dotnet_text(),
                other => to_text(other).to_string(),
            }),
        },
    }
}

/// `value.ToString()` of .NET, which shows doubles with all their digits.
pub fn to_string(value: &Value) -> Rc<str> {
    match value.base() {
        Value::Str(text) => text.clone(),
        base @ (Value::Double(_) | Value::Single(_)) => {
            to_string_with(base, "").unwrap_or_default().into()
        }
        Value::DateTime(date) => date_display(date).into(),
        base @ (Value::Array(_) | Value::List(_)) => crate::types::type_of(base).full_name(),
        Value::Native(native) => native.dotnet_text().into(),
        _ => to_text(value),
    }
}
