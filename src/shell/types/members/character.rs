//! Methods of characters, and `[char]::IsDigit` and the like.

use super::common::COMPARE_TO;
use super::{Call, Method, StaticMember, constant, method, static_method};
use crate::error::Flow;
use crate::types::{Known, TypeRef, enums};
use crate::value::Value;

/// Methods of characters.
pub const METHODS: &[Method] = &[
    COMPARE_TO,
    method("GetTypeCode", 0, 0, "System.TypeCode GetTypeCode()", |_| {
        Ok(enums::value(&enums::TYPE_CODE, 4))
    }),
];

/// Static members of `[char]`.
pub const STATICS: &[StaticMember] = &[
    constant("MaxValue", |_, _| Value::Char('\u{FFFF}')),
    constant("MinValue", |_, _| Value::Char('\0')),
    static_method("IsDigit", 1, 2, "bool IsDigit(char c)", |call| {
        test(call, |c| c.is_ascii_digit())
    }),
    static_method("IsNumber", 1, 2, "bool IsNumber(char c)", |call| {
        test(call, char::is_numeric)
    }),
    static_method("IsLetter", 1, 2, "bool IsLetter(char c)", |call| {
        test(call, char::is_alphabetic)
    }),
    static_method(
        "IsLetterOrDigit",
        1,
        2,
        "bool IsLetterOrDigit(char c)",
        |call| test(call, char::is_alphanumeric),
    ),
    static_method("IsUpper", 1, 2, "bool IsUpper(char c)", |call| {
        test(call, char::is_uppercase)
    }),
    static_method("IsLower", 1, 2, "bool IsLower(char c)", |call| {
        test(call, char::is_lowercase)
    }),
    static_method("IsWhiteSpace", 1, 2, "bool IsWhiteSpace(char c)", |call| {
        test(call, char::is_whitespace)
    }),
    static_method("IsControl", 1, 2, "bool IsControl(char c)", |call| {
        test(call, char::is_control)
    }),
    static_method(
        "IsPunctuation",
        1,
        2,
        "bool IsPunctuation(char c)",
        |call| {
            test(call, |c| {
                c.is_ascii_punctuation() && !"$+<=>^`|~".contains(c)
            })
        },
    ),
    static_method("IsSymbol", 1, 2, "bool IsSymbol(char c)", |call| {
        test(call, |c| "$+<=>^`|~".contains(c))
    }),
    static_method("IsSeparator", 1, 2, "bool IsSeparator(char c)", |call| {
        test(call, |c| c == ' ' || c == '\u{a0}')
    }),
    static_method("ToUpper", 1, 2, "char ToUpper(char c)", |call| {
        map(call, |c| c.to_uppercase().next().unwrap_or(c))
    }),
    static_method(
        "ToUpperInvariant",
        1,
        1,
        "char ToUpperInvariant(char c)",
        |call| map(call, |c| c.to_uppercase().next().unwrap_or(c)),
    ),
    static_method("ToLower", 1, 2, "char ToLower(char c)", |call| {
        map(call, |c| c.to_lowercase().next().unwrap_or(c))
    }),
    static_method(
        "ToLowerInvariant",
        1,
        1,
        "char ToLowerInvariant(char c)",
        |call| map(call, |c| c.to_lowercase().next().unwrap_or(c)),
    ),
    static_method(
        "GetNumericValue",
        1,
        1,
        "double GetNumericValue(char c)",
        |call| {
            let c = the_char(call)?;
            Ok(Value::Double(c.to_digit(10).map_or(-1.0, f64::from)))
        },
    ),
    static_method("ToString", 1, 1, "string ToString(char c)", |call| {
        Ok(Value::from(the_char(call)?.to_string()))
    }),
    static_method("Parse", 1, 1, "char Parse(string s)", |call| {
        Ok(Value::Char(the_char(call)?))
    }),
    static_method(
        "ConvertFromUtf32",
        1,
        1,
        "string ConvertFromUtf32(int utf32)",
        |call| {
            let code = call.index(0, "utf32")?;
            match u32::try_from(code).ok().and_then(char::from_u32) {
                Some(c) => Ok(Value::from(c.to_string())),
                None => Err(super::out_of_range("utf32").into()),
            }
        },
    ),
];

fn the_char(call: &mut Call<'_>) -> Flow<char> {
    // `IsDigit(text, index)` looks into a text.
    if call.count() == 2
        && call
            .arg(0)
            .as_str()
            .is_some_and(|text| text.chars().count() != 1)
    {
        let text = call.text(0)?;
        let at = call.index(1, "index")?;
        return crate::value::utf16::char_at(&text, at)
            .ok_or_else(|| super::out_of_range("index").into());
    }
    match call.cast(0, "c", &TypeRef::Known(Known::Char))? {
        Value::Char(c) => Ok(c),
        _ => Ok('\0'),
    }
}

fn test(call: &mut Call<'_>, f: fn(char) -> bool) -> Flow<Value> {
    Ok(Value::Bool(f(the_char(call)?)))
}

fn map(call: &mut Call<'_>, f: fn(char) -> char) -> Flow<Value> {
    Ok(Value::Char(f(the_char(call)?)))
}
