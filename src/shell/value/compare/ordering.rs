//! `-lt` and sorting.

use std::cmp::Ordering;

use super::equality::{as_same_type, compare_numbers};
use super::{Case, collate};
use crate::error::{ErrorCategory, ShellError};
use crate::types::{TypeRef, type_of};
use crate::value::Value;
use crate::value::convert::{self, to_bool, to_text};

/// How `left` stands to `right`.
///
/// # Errors
/// `ComparisonFailure` when the right side cannot be converted to the left one's type, `NotIcomparable` when the left
/// one has no order.
pub fn order(left: &Value, right: &Value, case: Case) -> Result<Ordering, ShellError> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => return Ok(a.cmp(b)),
        (Value::Str(a), Value::Str(b)) => return Ok(collate(a, b, case)),
        (Value::Null, Value::Null) => return Ok(Ordering::Equal),
        (Value::Null, other) => return Ok(null_against(other).reverse()),
        (other, Value::Null) => return Ok(null_against(other)),
        _ => {}
    }
    let (l, r) = (left.base(), right.base());
    let converted = |r: &Value| as_same_type(l, r).ok_or_else(|| failed(l, r));
    match l {
        Value::Str(text) => Ok(collate(text, &to_text(r), case)),
        Value::Bool(a) => Ok(a.cmp(&to_bool(r))),
        Value::Char(c) => match r {
            Value::Char(_) | Value::Str(_) => Ok(collate(&c.to_string(), &to_text(r), case)),
            other => compare_numbers(l, other).ok_or_else(|| failed(l, r)),
        },
        Value::Enum(member) => match r {
            Value::Str(_) => match convert::try_cast(r, &TypeRef::Enum(member.ty)) {
                Some(Value::Enum(other)) => Ok(member.number.cmp(&other.number)),
                _ => Err(failed(l, r)),
            },
            other => compare_numbers(l, other).ok_or_else(|| failed(l, r)),
        },
        Value::DateTime(a) => match converted(r)? {
            Value::DateTime(b) => Ok(convert::ticks_of(a).cmp(&convert::ticks_of(&b))),
            _ => Err(failed(l, r)),
        },
        Value::TimeSpan(a) => match converted(r)? {
            Value::TimeSpan(b) => Ok(a.cmp(&b)),
            _ => Err(failed(l, r)),
        },
        Value::Guid(a) => match converted(r)? {
            Value::Guid(b) => Ok(a.cmp(&b)),
            _ => Err(failed(l, r)),
        },
        Value::Native(a) => {
            if let Some(ordering) = a.compare(r) {
                return Ok(ordering);
            }
            if a.compare(l).is_none() {
                return Err(not_comparable(l));
            }
            a.compare(&converted(r)?).ok_or_else(|| failed(l, r))
        }
        Value::Hashtable(_) | Value::ScriptBlock(_) | Value::Object(_) => Err(not_comparable(l)),
        Value::Array(_) | Value::List(_) | Value::Null => Err(not_comparable(l)),
        number => compare_numbers(number, r).ok_or_else(|| failed(l, r)),
    }
}

/// Everything is greater than `$null`, but negative numbers are less.
fn null_against(other: &Value) -> Ordering {
    let negative = match other.base() {
        Value::SByte(n) => *n < 0,
        Value::Int16(n) => *n < 0,
        Value::Int(n) => *n < 0,
        Value::Long(n) => *n < 0,
        Value::Single(n) => *n < 0.0,
        Value::Double(n) => *n < 0.0,
        Value::Decimal(n) => n.is_sign_negative() && !n.is_zero(),
        _ => false,
    };
    if negative {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

fn failed(left: &Value, right: &Value) -> ShellError {
    let reason = match convert::cast(right, &type_of(left)) {
        Err(error) => error.message,
        Ok(_) => "The values have no common order.".to_owned(),
    };
    ShellError::new(
        "ComparisonFailure",
        ErrorCategory::InvalidOperation,
        format!(
            "Could not compare \"{}\" to \"{}\". Error: \"{reason}\"",
            to_text(left),
            to_text(right)
        ),
    )
}

fn not_comparable(value: &Value) -> ShellError {
    ShellError::new(
        "NotIcomparable",
        ErrorCategory::InvalidOperation,
        format!(
            "Cannot compare \"{}\" because it is not IComparable.",
            to_text(value)
        ),
    )
}

/// The order of `Sort-Object`: like `-lt` where that works in one direction or the other, else that of the texts.
pub fn compare_for_sort(left: &Value, right: &Value, case: Case) -> Ordering {
    match (left, right) {
        (Value::Null, Value::Null) => return Ordering::Equal,
        (Value::Null, _) => return Ordering::Less,
        (_, Value::Null) => return Ordering::Greater,
        _ => {}
    }
    if let Ok(ordering) = order(left, right, case) {
        return ordering;
    }
    if let Ok(ordering) = order(right, left, case) {
        return ordering.reverse();
    }
    collate(&to_text(left), &to_text(right), case)
}
