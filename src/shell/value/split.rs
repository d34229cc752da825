//! `-split` and `-join`.

use std::rc::Rc;

use iovsh_base::interrupt::Pulse;

use super::compare::Case;
use super::convert::{self, to_bool, to_text, to_text_with};
use super::members::enumerate;
use super::{BlockCall, Engine, Value, limits};
use crate::error::{Flow, ShellError};
use crate::types::enums::SPLIT_OPTIONS;
use crate::types::regex::{
    EXPLICIT_CAPTURE, IGNORE_CASE, IGNORE_PATTERN_WHITESPACE, MULTILINE, RegexValue, SINGLELINE,
    compile,
};
use crate::types::{TypeRef, type_of};

const SIMPLE_MATCH: i64 = 1;

/// The texts that are split: the elements of a collection, or the one text.
fn subjects(left: &Value) -> Vec<Rc<str>> {
    match enumerate(left) {
        Some(items) => items.iter().map(to_text).collect(),
        None => vec![to_text(left)],
    }
}

/// `text -split pattern[, max[, options]]` and `text -split { condition }[, max]`.
pub fn split_operator(
    left: &Value,
    right: &Value,
    case: Case,
    engine: &mut dyn Engine,
) -> Flow<Value> {
    let arguments = enumerate(right).unwrap_or_else(|| vec![right.clone()]);
    let pattern = arguments.first().cloned().unwrap_or_default();
    let limit = match arguments.get(1) {
        Some(limit) => convert::to_int(limit)?,
        None => 0,
    };
    let options = match arguments.get(2) {
        Some(options) => match convert::cast(options, &TypeRef::Enum(&SPLIT_OPTIONS))? {
            Value::Enum(member) => member.number,
            _ => 0,
        },
        None => 0,
    };
    let mut parts = Vec::new();
    if let Value::ScriptBlock(block) = pattern.base() {
        for text in subjects(left) {
            split_by_block(&text, block, limit, engine, &mut parts)?;
        }
        return Ok(strings(parts));
    }
    let mut regex_options = match case {
        Case::Ignore => IGNORE_CASE,
        Case::Respect => 0,
    };
    for (bit, option) in [
        (8, IGNORE_PATTERN_WHITESPACE),
        (16, MULTILINE),
        (32, SINGLELINE),
        (64, IGNORE_CASE),
        (128, EXPLICIT_CAPTURE),
    ] {
        if options & bit != 0 {
            regex_options |= option;
        }
    }
    let pattern = match pattern.downcast::<RegexValue>() {
        Some(regex) => regex.pattern.clone(),
        None => {
            let text = to_text(&pattern);
            if options & SIMPLE_MATCH != 0 {
                compile(&crate::types::regex_escape(&text), regex_options)?
            } else {
                compile(&text, regex_options)?
            }
        }
    };
    for text in subjects(left) {
        if limit >= 0 {
            parts.extend(pattern.split(&text, limit.unsigned_abs() as usize)?);
        } else {
            parts.extend(split_from_right(
                &pattern,
                &text,
                limit.unsigned_abs() as usize,
            )?);
        }
    }
    Ok(strings(parts))
}

/// A negative limit counts from the right: the first part keeps the rest.
fn split_from_right(
    pattern: &crate::types::regex::Pattern,
    text: &str,
    limit: usize,
) -> Result<Vec<String>, ShellError> {
    let all = pattern.all_captures(text, usize::MAX)?;
    let keep = limit.saturating_sub(1);
    let skip = all.len().saturating_sub(keep);
    let mut parts = Vec::new();
    let mut from = 0;
    for captures in all.iter().skip(skip) {
        let Some((start, end)) = captures.first().and_then(|whole| whole.span) else {
            continue;
        };
        parts.push(text.get(from..start).unwrap_or("").to_owned());
        for group in captures.iter().skip(1) {
            if let Some((start, end)) = group.span {
                parts.push(text.get(start..end).unwrap_or("").to_owned());
            }
        }
        from = end;
    }
    parts.push(text.get(from..).unwrap_or("").to_owned());
    Ok(parts)
}

fn split_by_block(
    text: &str,
    block: &Rc<super::ScriptBlock>,
    limit: i32,
    engine: &mut dyn Engine,
    parts: &mut Vec<String>,
) -> Flow {
    let most = usize::try_from(limit).unwrap_or(0);
    let before = parts.len();
    let mut current = String::new();
    for c in text.chars() {
        let open = most == 0 || parts.len() - before + 1 < most;
        let splits = open && {
            let written = engine.run_block(
                block,
                BlockCall {
                    item: Some(Value::from(c.to_string())),
                    ..BlockCall::default()
                },
            )?;
            match written.as_slice() {
                [one] => to_bool(one),
                many => to_bool(&Value::array(many.to_vec())),
            }
        };
        if splits {
            parts.push(std::mem::take(&mut current));
        } else {
            current.push(c);
        }
    }
    parts.push(current);
    Ok(())
}

fn strings(parts: Vec<String>) -> Value {
    Value::strings(parts)
}

/// `-split text`: the words between blanks.
pub fn split_unary(operand: &Value, _engine: &mut dyn Engine) -> Value {
    let words: Vec<String> = subjects(operand)
        .iter()
        .flat_map(|text| {
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    strings(words)
}

/// `items -join separator`.
///
/// # Errors
/// `System.OutOfMemoryException` for a text that gets too long.
pub fn join_operator(
    left: &Value,
    right: &Value,
    _engine: &mut dyn Engine,
) -> Result<Value, ShellError> {
    join(left, &to_text(right))
}

/// `-join items`.
///
/// # Errors
/// `System.OutOfMemoryException` for a text that gets too long.
pub fn join_unary(operand: &Value, _engine: &mut dyn Engine) -> Result<Value, ShellError> {
    join(operand, "")
}

fn join(left: &Value, separator: &str) -> Result<Value, ShellError> {
    Ok(match enumerate(left) {
        // Elements that are collections themselves are not gone into.
        Some(items) => {
            let mut out = String::new();
            let mut pulse = Pulse::default();
            for (index, item) in items.iter().enumerate() {
                pulse.beat()?;
                if index > 0 {
                    out.push_str(separator);
                }
                match item {
                    Value::Str(text) => {
                        limits::text(out.len().saturating_add(text.len()))?;
                        out.push_str(text);
                    }
                    list @ (Value::Array(_) | Value::List(_)) => {
                        out.push_str(&type_of(list).full_name());
                    }
                    other => convert::write_text(&mut out, other, " "),
                }
                limits::text(out.len())?;
            }
            Value::from(out)
        }
        None => Value::Str(to_text_with(left, separator)),
    })
}
