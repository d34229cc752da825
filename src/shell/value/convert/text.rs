//! Values as text.

use std::fmt::Write as _;
use std::rc::Rc;

use rust_decimal::Decimal;

use super::dates;
use crate::error::Flow;
use crate::types::type_of;
use crate::value::{BlockCall, Engine, MemberKind, PsObject, Value, format_string};

/// How deep objects inside objects are written before they are cut off: they may hold themselves.
const MAX_DEPTH: u32 = 16;

/// The text of a value, elements joined by a space: the culture-independent form that `"$x"` and `[string]` give.
pub fn to_text(value: &Value) -> Rc<str> {
    to_text_with(value, " ")
}

/// The text of a value, elements joined by `separator`.
pub fn to_text_with(value: &Value, separator: &str) -> Rc<str> {
    match value {
        Value::Str(text) => text.clone(),
        Value::Null => "".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        _ => {
            let mut out = String::new();
            write_text(&mut out, value, separator);
            out.into()
        }
    }
}

/// The text of a value with the session's `$OFS`, and the `ToString` that a script gave an object.
pub fn to_text_in(value: &Value, engine: &mut dyn Engine) -> Flow<Rc<str>> {
    match value {
        Value::Str(text) => return Ok(text.clone()),
        Value::Object(object) => {
            if let Some(class) = &object.class
                && !class.methods("ToString", false).is_empty()
                && let Some(Some(text)) = engine.class_method(value, class, "ToString", &[])?
            {
                return Ok(to_text(&text));
            }
            if let Some(MemberKind::Method(block)) = object.member("ToString") {
                let call = BlockCall {
                    this: Some(value.clone()),
                    ..BlockCall::default()
                };
                let written = engine.run_block(&block, call)?;
                return Ok(match written.as_slice() {
                    [one] => to_text(one),
                    many => to_text(&Value::array(many.to_vec())),
                });
            }
        }
        _ => {}
    }
    Ok(match engine.output_field_separator() {
        Some(separator) => to_text_with(value, &separator),
        None => to_text(value),
    })
}

/// Appends the text of a value.
pub fn write_text(out: &mut String, value: &Value, separator: &str) {
    match value {
        Value::Array(array) => write_items(out, &array.items.borrow(), separator),
        Value::List(list) => write_items(out, &list.items.borrow(), separator),
        Value::Native(native) => match native.items() {
            Some(items) => write_items(out, &items, separator),
            None => out.push_str(&native.to_text()),
        },
        Value::Object(object) => match (&object.text, &object.base) {
            (Some(text), _) => out.push_str(text),
            (None, Some(base)) => write_text(out, base, separator),
            (None, None) => write_object(out, object, 0),
        },
        other => write_scalar(out, other),
    }
}

fn write_items(out: &mut String, items: &[Value], separator: &str) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        write_nested(out, item, 0);
    }
}

/// A value inside another one: collections are not opened again.
fn write_nested(out: &mut String, value: &Value, depth: u32) {
    match value.base() {
        base @ (Value::Array(_) | Value::List(_)) => out.push_str(&type_of(base).full_name()),
        Value::Object(object) => write_object(out, object, depth),
        Value::Native(native) => out.push_str(&native.to_text()),
        other => write_scalar(out, other),
    }
}

fn write_object(out: &mut String, object: &PsObject, depth: u32) {
    if let Some(text) = &object.text {
        out.push_str(text);
        return;
    }
    let names = object.type_names();
    let custom = names
        .iter()
        .any(|name| name == "System.Management.Automation.PSCustomObject");
    if !custom {
        out.push_str(names.first());
        return;
    }
    if depth >= MAX_DEPTH {
        out.push_str("...");
        return;
    }
    let members = object.members();
    if members.is_empty() {
        return;
    }
    out.push_str("@{");
    let mut first = true;
    for member in &members {
        let value = match &member.kind {
            MemberKind::Property(value) | MemberKind::Note(value) => Some(value.clone()),
            MemberKind::Alias(_) => object.get(&member.name),
            MemberKind::Script(..) => None,
            MemberKind::Method(_) | MemberKind::Display(_) => continue,
        };
        if !first {
            out.push_str("; ");
        }
        first = false;
        let _ = write!(out, "{}=", member.name);
        if let Some(value) = value {
            write_nested(out, &value, depth + 1);
        }
    }
    out.push('}');
}

/// The text of everything that is no collection and no object.
fn write_scalar(out: &mut String, value: &Value) {
    // Writing to a String cannot fail.
    let _ = match value {
        Value::Bool(true) => out.write_str("True"),
        Value::Bool(false) => out.write_str("False"),
        Value::Char(c) => out.write_char(*c),
        Value::SByte(n) => write!(out, "{n}"),
        Value::Byte(n) => write!(out, "{n}"),
        Value::Int16(n) => write!(out, "{n}"),
        Value::UInt16(n) => write!(out, "{n}"),
        Value::Int(n) => write!(out, "{n}"),
        Value::UInt32(n) => write!(out, "{n}"),
        Value::Long(n) => write!(out, "{n}"),
        Value::ULong(n) => write!(out, "{n}"),
        Value::Single(n) => out.write_str(&double_g(f64::from(*n), 7)),
        Value::Double(n) => out.write_str(&double_g(*n, 15)),
        Value::Decimal(n) => out.write_str(&decimal_text(n)),
        Value::Str(text) => out.write_str(text),
        Value::Hashtable(table) => {
            out.write_str(&type_of(&Value::Hashtable(table.clone())).full_name())
        }
        Value::Enum(member) => out.write_str(&member.text()),
        Value::ScriptBlock(block) => out.write_str(block_text(block.ast.text())),
        Value::DateTime(date) => out.write_str(&format_string::date_text(date)),
        Value::TimeSpan(ticks) => out.write_str(&dates::format_time_span_constant(*ticks)),
        Value::Guid(bytes) => out.write_str(&guid_text(bytes, 'D')),
        Value::Native(native) => out.write_str(&native.to_text()),
        Value::Null | Value::Array(_) | Value::List(_) | Value::Object(_) => Ok(()),
    };
}

/// A script block's text is what stands between its braces.
fn block_text(text: &str) -> &str {
    text.strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'))
        .unwrap_or(text)
}

/// The text that a person sees in a table or list: like [`to_text`], but numbers and dates the en-US way.
pub fn to_display(value: &Value) -> Rc<str> {
    if let Value::Object(object) = value
        && let Some(text) = &object.text
    {
        // A value that came from elsewhere with the text that it had there: the name of an enumeration's member.
        return text.clone();
    }
    match value.base() {
        Value::Double(n) if n.is_infinite() => infinity(*n > 0.0).into(),
        Value::Single(n) if n.is_infinite() => infinity(*n > 0.0).into(),
        Value::DateTime(date) => format_string::date_display(date).into(),
        Value::Native(native) if native.items().is_none() => native.dotnet_text().into(),
        other => to_text(other),
    }
}

fn infinity(positive: bool) -> &'static str {
    if positive { "∞" } else { "-∞" }
}

/// A decimal with all the digits that it carries.
pub fn decimal_text(value: &Decimal) -> String {
    value.to_string()
}

/// A floating-point number with at most `precision` significant digits (.NET's `G15`, `G7`).
pub fn double_g(value: f64, precision: usize) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if value == 0.0 {
        return if value.is_sign_negative() { "-0" } else { "0" }.to_owned();
    }
    // A run-time precision, but never more than 39 digits.
    let digits = precision.clamp(1, 40) - 1;
    let scientific = format!("{value:.digits$e}");
    layout(&scientific, precision)
}

/// The shortest text that reads back as the same double: what `ToString()` without a format gives.
pub fn double_shortest(value: f64) -> String {
    if !value.is_finite() || value == 0.0 {
        return double_g(value, 15);
    }
    layout(&format!("{value:e}"), 15)
}

/// The shortest text that reads back as the same single.
pub fn single_shortest(value: f32) -> String {
    if !value.is_finite() || value == 0.0 {
        return double_g(f64::from(value), 7);
    }
    layout(&format!("{value:e}"), 7)
}

/// Lays out Rust's `d.ddde±x` as .NET does: scientific when the point would stand more than `limit` digits in, or five
/// zeros or more would follow it.
fn layout(scientific: &str, limit: usize) -> String {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let negative = mantissa.starts_with('-');
    let mut digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    while digits.len() > 1 && digits.ends_with('0') {
        digits.pop();
    }
    let mut out = String::new();
    if negative {
        out.push('-');
    }
    let limit = i32::try_from(limit).unwrap_or(i32::MAX);
    if exponent >= limit || exponent < -4 {
        let (first, rest) = digits.split_at(1);
        out.push_str(first);
        if !rest.is_empty() {
            out.push('.');
            out.push_str(rest);
        }
        let sign = if exponent < 0 { '-' } else { '+' };
        let _ = write!(out, "E{sign}{:02}", exponent.unsigned_abs());
        return out;
    }
    if exponent < 0 {
        out.push_str("0.");
        for _ in 0..(-exponent - 1) {
            out.push('0');
        }
        out.push_str(&digits);
        return out;
    }
    let point = exponent as usize + 1;
    if digits.len() <= point {
        out.push_str(&digits);
        for _ in digits.len()..point {
            out.push('0');
        }
    } else {
        let (whole, fraction) = digits.split_at(point);
        out.push_str(whole);
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A guid in one of .NET's forms: `N`, `D`, `B`, `P`.
pub fn guid_text(bytes: &[u8; 16], form: char) -> String {
    let hex: String = bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    if form.eq_ignore_ascii_case(&'N') {
        return hex;
    }
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or("");
    let dashed = format!(
        "{}-{}-{}-{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32)
    );
    match form.to_ascii_uppercase() {
        'B' => format!("{{{dashed}}}"),
        'P' => format!("({dashed})"),
        _ => dashed,
    }
}
