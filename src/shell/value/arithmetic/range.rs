//! `1..10` and `'a'..'z'`.

use crate::error::ShellError;
use crate::value::convert::{self, raise};
use crate::value::{Value, limits};

/// The two ends of a range, both included; it may run downwards. A loop over it need not make an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Numbers.
    Int(i32, i32),
    /// Characters.
    Char(char, char),
}

impl Range {
    /// How many elements there are.
    pub fn len(&self) -> usize {
        let (a, b) = match *self {
            Self::Int(a, b) => (i64::from(a), i64::from(b)),
            Self::Char(a, b) => (i64::from(u32::from(a)), i64::from(u32::from(b))),
        };
        usize::try_from(a.abs_diff(b))
            .unwrap_or(usize::MAX)
            .saturating_add(1)
    }

    /// A range always holds its two ends.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The elements one after the other.
    pub fn iter(self) -> Box<dyn Iterator<Item = Value>> {
        match self {
            Self::Int(a, b) if a <= b => Box::new((a..=b).map(Value::Int)),
            Self::Int(a, b) => Box::new((b..=a).rev().map(Value::Int)),
            Self::Char(a, b) if a <= b => Box::new((a..=b).map(Value::Char)),
            Self::Char(a, b) => Box::new((b..=a).rev().map(Value::Char)),
        }
    }
}

fn single_char(value: &Value) -> Option<char> {
    match value {
        Value::Char(c) => Some(*c),
        Value::Str(text) => {
            let mut chars = text.chars();
            let only = chars.next()?;
            chars.next().is_none().then_some(only)
        }
        _ => None,
    }
}

/// The ends of `left..right`.
pub fn range_bounds(left: &Value, right: &Value) -> Result<Range, ShellError> {
    if let (Value::Int(a), Value::Int(b)) = (left, right) {
        return Ok(Range::Int(*a, *b));
    }
    let (left, right) = (left.base(), right.base());
    if let (Some(a), Some(b)) = (single_char(left), single_char(right)) {
        let digits = a.is_ascii_digit() && b.is_ascii_digit();
        let text = matches!(left, Value::Str(_)) && matches!(right, Value::Str(_));
        if !(digits && text) {
            return Ok(Range::Char(a, b));
        }
    }
    Ok(Range::Int(end(left)?, end(right)?))
}

fn end(value: &Value) -> Result<i32, ShellError> {
    match value {
        Value::Str(text) if convert::number_from_text(text).is_none() => Err(raise(
            "System.FormatException",
            format!("The input string '{text}' was not in a correct format."),
        )),
        other => convert::to_int(other),
    }
}

/// `left..right` as an array.
pub fn range(left: &Value, right: &Value) -> Result<Value, ShellError> {
    let range = range_bounds(left, right)?;
    limits::items(range.len())?;
    Ok(Value::array(range.iter().collect()))
}
