//! `-match` and `-replace`.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Case, filter};
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::types::regex::{
    Captures, IGNORE_CASE, Pattern, RegexValue, compile, match_value, substitute,
};
use crate::value::convert::{to_text, to_text_in};
use crate::value::members::enumerate;
use crate::value::{BlockCall, Engine, Hashtable, Value};

/// The pattern of an operator: a `[regex]` value keeps its own options.
fn pattern_of(value: &Value, case: Case) -> Result<Rc<Pattern>, ShellError> {
    if let Some(regex) = value.downcast::<RegexValue>() {
        return Ok(regex.pattern.clone());
    }
    let options = match case {
        Case::Ignore => IGNORE_CASE,
        Case::Respect => 0,
    };
    match value {
        Value::Str(text) => compile(text, options),
        other => compile(&to_text(other), options),
    }
}

/// The table that `$Matches` is set to.
pub fn match_table(text: &str, captures: &Captures) -> Value {
    let table = Hashtable::default();
    for capture in captures {
        if let Some((from, to)) = capture.span {
            let found = Value::from(text.get(from..to).unwrap_or(""));
            match &capture.name {
                Some(name) => table.set_text(name, found),
                None => table.set(
                    &Value::Int(i32::try_from(capture.number).unwrap_or(i32::MAX)),
                    found,
                ),
            }
        }
    }
    Value::Hashtable(Rc::new(table))
}

/// `-match` and `-notmatch`. A scalar on the left sets `$Matches` when the pattern was found.
pub fn match_operator(
    left: &Value,
    right: &Value,
    case: Case,
    negate: bool,
    engine: &mut dyn Engine,
) -> Flow<Value> {
    let pattern = pattern_of(right, case)?;
    if enumerate(left).is_some() {
        return Ok(filter(left, |item| {
            Ok(pattern.is_match(&to_text(item))? != negate)
        })?);
    }
    let text = to_text_in(left, engine)?;
    let found = pattern.captures_at(&text, 0)?;
    if let Some(captures) = &found {
        engine.set_matches(match_table(&text, captures));
    }
    Ok(Value::Bool(found.is_some() != negate))
}

/// `-replace`: `right` is a pattern, or an array of a pattern and a replacement (text or a script block).
pub fn replace_operator(
    left: &Value,
    right: &Value,
    case: Case,
    engine: &mut dyn Engine,
) -> Flow<Value> {
    let (pattern, replacement) = match enumerate(right).as_deref() {
        None => (right.clone(), Value::from("")),
        Some([]) => (Value::from(""), Value::from("")),
        Some([pattern]) => (pattern.clone(), Value::from("")),
        Some([pattern, replacement]) => (pattern.clone(), replacement.clone()),
        Some(many) => {
            let operator = match case {
                Case::Ignore => "-ireplace",
                Case::Respect => "-creplace",
            };
            return Err(ShellError::new(
                "BadReplaceArgument",
                ErrorCategory::InvalidOperation,
                format!(
                    "The {operator} operator allows only two elements to follow it, not {}.",
                    many.len()
                ),
            )
            .target(right.clone())
            .into());
        }
    };
    let pattern = pattern_of(&pattern, case)?;
    match enumerate(left) {
        None => {
            let text = to_text_in(left, engine)?;
            Ok(Value::Str(replace_text(
                &pattern,
                &text,
                &replacement,
                usize::MAX,
                engine,
            )?))
        }
        Some(items) => {
            let mut replaced = Vec::with_capacity(items.len());
            for item in items {
                let text = to_text(&item);
                replaced.push(Value::Str(replace_text(
                    &pattern,
                    &text,
                    &replacement,
                    usize::MAX,
                    engine,
                )?));
            }
            Ok(Value::array(replaced))
        }
    }
}

/// Replaces the matches of a pattern by text with `$1`-like parts, or by what a script block writes for each match.
pub fn replace_text(
    pattern: &Rc<Pattern>,
    text: &Rc<str>,
    replacement: &Value,
    limit: usize,
    engine: &mut dyn Engine,
) -> Flow<Rc<str>> {
    let replaced = match replacement.base() {
        Value::ScriptBlock(block) => {
            let engine = RefCell::new(engine);
            pattern.replace_with(text, limit, |captures| {
                let found = match_value(pattern, text, Some(captures.clone()));
                let mut engine = engine.borrow_mut();
                let written = engine.run_block(
                    block,
                    BlockCall {
                        item: Some(found.clone()),
                        this: None,
                        args: &[found],
                    },
                )?;
                let text = match written.as_slice() {
                    [one] => to_text(one),
                    many => to_text(&Value::array(many.to_vec())),
                };
                Flow::Ok(text.to_string())
            })?
        }
        other => {
            let replacement = to_text_in(other, engine)?;
            pattern.replace_with(text, limit, |captures| {
                Flow::Ok(substitute(&replacement, text, captures))
            })?
        }
    };
    Ok(match replaced {
        Some(replaced) => replaced.into(),
        None => text.clone(),
    })
}
