//! Members of truth values.

use super::common::COMPARE_TO;
use super::{Method, StaticMember, constant, method, static_method};
use crate::types::{ReferenceValue, enums};
use crate::value::Value;

/// Methods of truth values.
pub const METHODS: &[Method] = &[
    COMPARE_TO,
    method("GetTypeCode", 0, 0, "System.TypeCode GetTypeCode()", |_| {
        Ok(enums::value(&enums::TYPE_CODE, 3))
    }),
];

fn read(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// Static members of `[bool]`.
pub const STATICS: &[StaticMember] = &[
    constant("TrueString", |_, _| Value::from("True")),
    constant("FalseString", |_, _| Value::from("False")),
    static_method("Parse", 1, 1, "bool Parse(string value)", |call| {
        super::conversion::boolean(call.arg(0))
    }),
    static_method(
        "TryParse",
        2,
        2,
        "bool TryParse(string value, [ref] bool result)",
        |call| {
            let text = call.text(0)?;
            let found = read(&text);
            if let Some(place) = call.arg(1).downcast::<ReferenceValue>() {
                place.0.set(Value::Bool(found.unwrap_or(false)));
            }
            Ok(Value::Bool(found.is_some()))
        },
    ),
];
