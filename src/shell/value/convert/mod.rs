//! Conversions between values: to text, to truth, to numbers, and casts to a type.

mod cast;
pub(crate) mod collections;
pub(crate) mod dates;
mod failure;
mod number;
mod text;

pub use cast::{cast, cast_in, try_cast};
pub use dates::{
    MAX_TICKS, civil_ticks, date_from_ticks, date_value, format_time_span_constant, local_offset,
    parse_date, parse_date_exact, parse_date_exact_in, parse_date_in, parse_time_span, ticks_of,
};
pub use failure::{cast_failed, null_cast, raise};
pub use number::{
    decimal_from_f64, int_of_f64, number_from_text, parse_number, round_half_even, to_double,
    to_int, to_long, whole_number,
};
pub use text::{
    decimal_text, double_g, double_shortest, guid_text, single_shortest, to_display, to_text,
    to_text_in, to_text_with, write_text,
};

use super::Value;

/// What `if ($x)` sees.
pub fn to_bool(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(b) => *b,
        Value::Char(c) => *c != '\0',
        Value::SByte(n) => *n != 0,
        Value::Byte(n) => *n != 0,
        Value::Int16(n) => *n != 0,
        Value::UInt16(n) => *n != 0,
        Value::Int(n) => *n != 0,
        Value::UInt32(n) => *n != 0,
        Value::Long(n) => *n != 0,
        Value::ULong(n) => *n != 0,
        Value::Single(n) => *n != 0.0,
        Value::Double(n) => *n != 0.0,
        Value::Decimal(n) => !n.is_zero(),
        Value::Str(text) => !text.is_empty(),
        Value::Array(array) => truth_of_items(&array.items.borrow()),
        Value::List(list) => truth_of_items(&list.items.borrow()),
        Value::Object(object) => match &object.base {
            Some(base) => to_bool(base),
            None => true,
        },
        Value::Native(native) => match native.items() {
            Some(items) => truth_of_items(&items),
            None => native.truth(),
        },
        Value::Enum(member) => member.number != 0,
        _ => true,
    }
}

/// An empty collection is false, one of a single element is what that element is, a longer one is true.
fn truth_of_items(items: &[Value]) -> bool {
    match items {
        [] => false,
        // An element that is itself a list of one is not looked into again without end.
        [one] => match one.base() {
            Value::Array(inner) => !inner.items.borrow().is_empty(),
            Value::List(inner) => !inner.items.borrow().is_empty(),
            other => to_bool(other),
        },
        _ => true,
    }
}
