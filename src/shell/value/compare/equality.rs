//! `-eq`, `-contains`, and the keys of dictionaries and groups.

use std::fmt::Write as _;
use std::rc::Rc;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::Case;
use crate::types::{TypeRef, type_of};
use crate::value::convert::{self, number_from_text, to_bool, to_text};
use crate::value::members::enumerate;
use crate::value::{Name, Value};

/// Whether two texts are the same.
pub fn same_text(a: &str, b: &str, case: Case) -> bool {
    match case {
        Case::Respect => a == b,
        Case::Ignore => {
            if a.is_ascii() && b.is_ascii() {
                a.eq_ignore_ascii_case(b)
            } else {
                let fold = |text: &str| {
                    text.chars()
                        .flat_map(char::to_lowercase)
                        .collect::<String>()
                };
                a == b || fold(a) == fold(b)
            }
        }
    }
}

/// `left -eq right` for one value on the left.
pub fn equals(left: &Value, right: &Value, case: Case) -> bool {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => return a == b,
        (Value::Str(a), Value::Str(b)) => return same_text(a, b, case),
        (Value::Null, other) | (other, Value::Null) => return other.is_null(),
        _ => {}
    }
    let (l, r) = (left.base(), right.base());
    match l {
        Value::Str(text) => match r {
            Value::Null => false,
            Value::Str(other) => same_text(text, other, case),
            other => same_text(text, &to_text(other), case),
        },
        Value::Bool(b) => *b == to_bool(r),
        Value::Char(c) => match r {
            Value::Char(other) => same_text(&c.to_string(), &other.to_string(), case),
            Value::Str(text) => same_text(&c.to_string(), text, case),
            other => compare_numbers(l, other).is_some_and(std::cmp::Ordering::is_eq),
        },
        Value::Enum(member) => match r {
            Value::Enum(other) => member.number == other.number,
            Value::Str(_) => match convert::try_cast(r, &TypeRef::Enum(member.ty)) {
                Some(Value::Enum(other)) => member.number == other.number,
                _ => false,
            },
            other => compare_numbers(l, other).is_some_and(std::cmp::Ordering::is_eq),
        },
        Value::DateTime(a) => match as_same_type(l, r) {
            Some(Value::DateTime(b)) => convert::ticks_of(a) == convert::ticks_of(&b),
            _ => false,
        },
        Value::TimeSpan(a) => matches!(as_same_type(l, r), Some(Value::TimeSpan(b)) if *a == b),
        Value::Guid(a) => matches!(as_same_type(l, r), Some(Value::Guid(b)) if *a == b),
        Value::Array(a) => matches!(r, Value::Array(b) if Rc::ptr_eq(a, b)),
        Value::List(a) => matches!(r, Value::List(b) if Rc::ptr_eq(a, b)),
        Value::Hashtable(a) => matches!(r, Value::Hashtable(b) if Rc::ptr_eq(a, b)),
        Value::ScriptBlock(a) => matches!(r, Value::ScriptBlock(b) if Rc::ptr_eq(a, b)),
        Value::Object(a) => matches!(r, Value::Object(b) if Rc::ptr_eq(a, b)),
        Value::Native(a) => {
            if let Value::Native(b) = r
                && Rc::ptr_eq(a, b)
            {
                return true;
            }
            if a.equals(r) {
                return true;
            }
            matches!(r, Value::Str(_) | Value::Bool(_))
                && as_same_type(l, r).is_some_and(|converted| a.equals(&converted))
        }
        number => compare_numbers(number, r).is_some_and(std::cmp::Ordering::is_eq),
    }
}

/// The right side in the type of the left one.
pub(super) fn as_same_type(left: &Value, right: &Value) -> Option<Value> {
    convert::try_cast(right, &type_of(left))
}

/// Compares a number with what may stand for one. `None` when the right side does not.
pub(super) fn compare_numbers(left: &Value, right: &Value) -> Option<std::cmp::Ordering> {
    let parsed;
    let right = match right {
        Value::Str(text) => {
            parsed = number_from_text(text)?;
            &parsed
        }
        other => other,
    };
    match (whole(left), whole(right)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => {
            if matches!(left, Value::Decimal(_)) || matches!(right, Value::Decimal(_)) {
                return Some(decimal(left)?.cmp(&decimal(right)?));
            }
            let (a, b) = (real(left)?, real(right)?);
            // NaN is below every number, and equal to nothing but the same reading of it.
            a.partial_cmp(&b).or(if a.is_nan() && !b.is_nan() {
                Some(std::cmp::Ordering::Less)
            } else if b.is_nan() && !a.is_nan() {
                Some(std::cmp::Ordering::Greater)
            } else {
                None
            })
        }
    }
}

fn whole(value: &Value) -> Option<i128> {
    Some(match value {
        Value::Bool(b) => i128::from(*b),
        Value::Char(c) => i128::from(u32::from(*c)),
        Value::SByte(n) => i128::from(*n),
        Value::Byte(n) => i128::from(*n),
        Value::Int16(n) => i128::from(*n),
        Value::UInt16(n) => i128::from(*n),
        Value::Int(n) => i128::from(*n),
        Value::UInt32(n) => i128::from(*n),
        Value::Long(n) => i128::from(*n),
        Value::ULong(n) => i128::from(*n),
        Value::Enum(member) => i128::from(member.number),
        Value::Native(_) => return convert::whole_number(value),
        _ => return None,
    })
}

fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Single(n) => Some(f64::from(*n)),
        Value::Double(n) => Some(*n),
        Value::Decimal(n) => n.to_f64(),
        other => whole(other).map(|n| n as f64),
    }
}

fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Decimal(n) => Some(*n),
        Value::Single(n) => convert::decimal_from_f64(f64::from(*n)),
        Value::Double(n) => convert::decimal_from_f64(*n),
        other => whole(other).and_then(Decimal::from_i128),
    }
}

/// `collection -contains value`.
pub fn contains(collection: &Value, value: &Value, case: Case) -> bool {
    match collection {
        Value::Array(array) => array
            .items
            .borrow()
            .iter()
            .any(|item| equals(item, value, case)),
        other => match enumerate(other) {
            Some(items) => items.iter().any(|item| equals(item, value, case)),
            None => equals(other, value, case),
        },
    }
}

/// The text by which a dictionary knows a key that is not a string: a tag for the type, and the value.
pub fn fold(value: &Value, case_sensitive: bool) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = match value.base() {
        Value::Null => write!(out, "0"),
        Value::Str(text) if case_sensitive => write!(out, "s{text}"),
        Value::Str(text) => write!(out, "s{}", text.to_lowercase()),
        Value::Bool(b) => write!(out, "b{b}"),
        Value::Char(c) if case_sensitive => write!(out, "c{c}"),
        Value::Char(c) => write!(out, "c{}", c.to_lowercase()),
        Value::SByte(n) => write!(out, "i1:{n}"),
        Value::Byte(n) => write!(out, "u1:{n}"),
        Value::Int16(n) => write!(out, "i2:{n}"),
        Value::UInt16(n) => write!(out, "u2:{n}"),
        Value::Int(n) => write!(out, "i4:{n}"),
        Value::UInt32(n) => write!(out, "u4:{n}"),
        Value::Long(n) => write!(out, "i8:{n}"),
        Value::ULong(n) => write!(out, "u8:{n}"),
        Value::Single(n) => write!(out, "f4:{n}"),
        Value::Double(n) => write!(out, "f8:{n}"),
        Value::Decimal(n) => write!(out, "m{}", n.normalize()),
        Value::TimeSpan(ticks) => write!(out, "t{ticks}"),
        Value::DateTime(date) => write!(out, "d{}", convert::ticks_of(date)),
        Value::Guid(bytes) => write!(out, "g{}", convert::guid_text(bytes, 'N')),
        Value::Enum(member) => write!(out, "e{}:{}", member.ty.name, member.number),
        Value::Array(array) => write!(out, "p{:p}", Rc::as_ptr(array)),
        Value::List(list) => write!(out, "p{:p}", Rc::as_ptr(list)),
        Value::Hashtable(table) => write!(out, "p{:p}", Rc::as_ptr(table)),
        Value::ScriptBlock(block) => write!(out, "p{:p}", Rc::as_ptr(block)),
        Value::Object(object) => write!(out, "p{:p}", Rc::as_ptr(object)),
        Value::Native(native) => {
            // Values are keys by what they say; things that change are keys by what they are.
            if native.compare(value).is_some() || native.equals(value) {
                write!(out, "n{}:{}", type_of(value).full_name(), native.to_text())
            } else {
                write!(out, "p{:p}", Rc::as_ptr(native).cast::<()>())
            }
        }
    };
    out
}

/// The text by which `Group-Object` and `Get-Unique` know equal values: 1 and `'1'` are one group.
pub fn group_key(value: &Value, case: Case) -> Name {
    match value.base() {
        Value::Str(text) if case == Case::Respect => Name::Shared(text.clone()),
        base => {
            let text = to_text(base);
            Name::Shared(match case {
                Case::Respect => text,
                Case::Ignore => text.to_lowercase().into(),
            })
        }
    }
}
