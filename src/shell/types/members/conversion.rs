//! `[convert]` and `[BitConverter]`.

use super::{Call, StaticMember, constant, static_method};
use crate::error::{Flow, ShellError};
use crate::types::{Known, TypeRef};
use crate::value::convert::{cast, raise, to_bool, to_text};
use crate::value::{Value, format_string};
use iovsh_base::base64::{base64, from_base64};

/// Static members of `[convert]`.
pub const STATICS: &[StaticMember] = &[
    static_method(
        "ToInt32",
        1,
        2,
        "int ToInt32(System.Object value), int ToInt32(string value, int fromBase)",
        |call| integer(call, Known::Int32),
    ),
    static_method(
        "ToInt16",
        1,
        2,
        "short ToInt16(System.Object value)",
        |call| integer(call, Known::Int16),
    ),
    static_method(
        "ToInt64",
        1,
        2,
        "long ToInt64(System.Object value)",
        |call| integer(call, Known::Int64),
    ),
    static_method(
        "ToUInt32",
        1,
        2,
        "uint ToUInt32(System.Object value)",
        |call| integer(call, Known::UInt32),
    ),
    static_method(
        "ToUInt16",
        1,
        2,
        "ushort ToUInt16(System.Object value)",
        |call| integer(call, Known::UInt16),
    ),
    static_method(
        "ToUInt64",
        1,
        2,
        "ulong ToUInt64(System.Object value)",
        |call| integer(call, Known::UInt64),
    ),
    static_method("ToByte", 1, 2, "byte ToByte(System.Object value)", |call| {
        integer(call, Known::Byte)
    }),
    static_method(
        "ToSByte",
        1,
        2,
        "sbyte ToSByte(System.Object value)",
        |call| integer(call, Known::SByte),
    ),
    static_method(
        "ToDouble",
        1,
        2,
        "double ToDouble(System.Object value)",
        |call| plain(call, Known::Double),
    ),
    static_method(
        "ToSingle",
        1,
        2,
        "float ToSingle(System.Object value)",
        |call| plain(call, Known::Single),
    ),
    static_method(
        "ToDecimal",
        1,
        2,
        "decimal ToDecimal(System.Object value)",
        |call| {
            let text = call.arg(0).base().as_str().map(str::trim);
            let plain_digits = text.filter(|text| {
                let mut signs = text.chars();
                signs.all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))
            });
            match plain_digits.map(str::parse) {
                // A text keeps the zeros behind the point.
                Some(Ok(exact)) => Ok(Value::Decimal(exact)),
                _ => plain(call, Known::Decimal),
            }
        },
    ),
    static_method("ToChar", 1, 2, "char ToChar(System.Object value)", |call| {
        plain(call, Known::Char)
    }),
    static_method(
        "ToDateTime",
        1,
        2,
        "datetime ToDateTime(string value)",
        |call| plain(call, Known::DateTime),
    ),
    static_method(
        "ToBoolean",
        1,
        2,
        "bool ToBoolean(System.Object value)",
        |call| boolean(call.arg(0)),
    ),
    static_method(
        "ToString",
        1,
        2,
        "string ToString(System.Object value), string ToString(int value, int toBase)",
        to_string,
    ),
    static_method(
        "ToBase64String",
        1,
        3,
        "string ToBase64String(byte[] inArray)",
        |call| {
            let bytes = super::various::bytes(call.arg(0))?;
            Ok(Value::from(base64(&bytes)))
        },
    ),
    static_method(
        "FromBase64String",
        1,
        1,
        "byte[] FromBase64String(string s)",
        |call| {
            let text = call.text(0)?;
            match from_base64(&text) {
            Some(bytes) => Ok(Value::typed_array("System.Byte", bytes.into_iter().map(Value::Byte).collect())),
            None => Err(raise("System.FormatException", "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.").into()),
        }
        },
    ),
    static_method(
        "ToHexString",
        1,
        1,
        "string ToHexString(byte[] inArray)",
        |call| {
            let bytes = super::various::bytes(call.arg(0))?;
            Ok(Value::from(
                bytes
                    .iter()
                    .map(|byte| format!("{byte:02X}"))
                    .collect::<String>(),
            ))
        },
    ),
    static_method(
        "FromHexString",
        1,
        1,
        "byte[] FromHexString(string s)",
        |call| {
            let text = call.text(0)?;
            let bytes: Option<Vec<Value>> = (0..text.len() / 2)
                .map(|at| {
                    u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16)
                        .ok()
                        .map(Value::Byte)
                })
                .collect();
            match bytes {
                Some(bytes) if text.len() % 2 == 0 => Ok(Value::typed_array("System.Byte", bytes)),
                _ => Err(raise(
                    "System.FormatException",
                    "The input is not a valid hex string as it contains a non-hex character.",
                )
                .into()),
            }
        },
    ),
    static_method(
        "ChangeType",
        2,
        3,
        "System.Object ChangeType(System.Object value, type conversionType)",
        |call| match call.arg(1).downcast::<crate::types::TypeValue>() {
            Some(ty) => Ok(cast(call.arg(0), &ty.0)?),
            None => Err(call.wrong_count()),
        },
    ),
    constant("DBNull", |_, _| Value::Null),
];

fn plain(call: &mut Call<'_>, known: Known) -> Flow<Value> {
    let value = call.arg(0).clone();
    cast(&value, &TypeRef::Known(known)).map_err(|error| unwrapped(error).into())
}

/// The .NET exception inside a conversion error: `[convert]` throws that itself.
fn unwrapped(error: ShellError) -> ShellError {
    let mut inner = error;
    while let Some(next) = inner.inner.take() {
        inner = *next;
    }
    inner
}

/// `true` and `false` as text; other values by their truth.
pub fn boolean(value: &Value) -> Flow<Value> {
    match value.base() {
        Value::Str(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(raise(
                "System.FormatException",
                format!("String '{text}' was not recognized as a valid Boolean."),
            )
            .into()),
        },
        other => Ok(Value::Bool(to_bool(other))),
    }
}

fn integer(call: &mut Call<'_>, known: Known) -> Flow<Value> {
    if call.count() < 2 || !matches!(call.arg(1).base(), Value::Int(_) | Value::Long(_)) {
        let value = call.arg(0).base().clone();
        if let Value::Str(text) = &value {
            // No suffixes, no hexadecimal, no fractions here.
            let body = text.trim();
            let body = body.strip_prefix(['-', '+']).unwrap_or(body);
            if body.is_empty() || !body.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(raise(
                    "System.FormatException",
                    format!("The input string '{text}' was not in a correct format."),
                )
                .into());
            }
        }
        return plain(call, known);
    }
    let text = call.text(0)?;
    let radix = call.int(1, "fromBase")?;
    if !matches!(radix, 2 | 8 | 10 | 16) {
        return Err(raise("System.ArgumentException", "Invalid Base.").into());
    }
    if radix == 10 {
        return cast(&Value::Str(text), &TypeRef::Known(known))
            .map_err(|error| unwrapped(error).into());
    }
    let digits = match radix {
        16 => text
            .strip_prefix("0x")
            .or_else(|| text.strip_prefix("0X"))
            .unwrap_or(&text),
        _ => &text,
    };
    if digits.is_empty() {
        return Err(raise("System.ArgumentOutOfRangeException", "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'startIndex')").into());
    }
    let bits =
        u64::from_str_radix(digits, radix.unsigned_abs()).map_err(|error| match error.kind() {
            std::num::IntErrorKind::PosOverflow => overflow(known),
            _ if digits
                .chars()
                .next()
                .is_some_and(|c| c.is_digit(radix.unsigned_abs())) =>
            {
                raise(
                    "System.FormatException",
                    "Additional non-parsable characters are at the end of the string.",
                )
            }
            _ => raise(
                "System.FormatException",
                "Could not find any recognizable digits.",
            ),
        })?;
    let value = match known {
        Known::Int32 => u32::try_from(bits)
            .ok()
            .map(|bits| Value::Int(bits.cast_signed())),
        Known::Int16 => u16::try_from(bits)
            .ok()
            .map(|bits| Value::Int16(bits.cast_signed())),
        Known::SByte => u8::try_from(bits)
            .ok()
            .map(|bits| Value::SByte(bits.cast_signed())),
        Known::Int64 => Some(Value::Long(bits.cast_signed())),
        Known::Byte => u8::try_from(bits).ok().map(Value::Byte),
        Known::UInt16 => u16::try_from(bits).ok().map(Value::UInt16),
        Known::UInt32 => u32::try_from(bits).ok().map(Value::UInt32),
        _ => Some(Value::ULong(bits)),
    };
    value.ok_or_else(|| overflow(known).into())
}

fn overflow(known: Known) -> ShellError {
    let name = known.info().full_name.trim_start_matches("System.");
    raise(
        "System.OverflowException",
        format!(
            "Value was either too large or too small for {}.",
            if name.starts_with('U') || name == "Byte" {
                format!("a {name}")
            } else {
                format!("an {name}")
            }
        ),
    )
}

fn to_string(call: &mut Call<'_>) -> Flow<Value> {
    if call.count() == 2 && matches!(call.arg(1).base(), Value::Int(_)) {
        let radix = call.int(1, "toBase")?;
        let n = call.long(0, "value")?;
        let narrow = matches!(
            call.arg(0).base(),
            Value::Int(_) | Value::Int16(_) | Value::Byte(_) | Value::SByte(_)
        );
        let bits = if narrow {
            u64::from(i32::try_from(n).unwrap_or(0).cast_unsigned())
        } else {
            n.cast_unsigned()
        };
        return Ok(Value::from(match radix {
            2 => format!("{bits:b}"),
            8 => format!("{bits:o}"),
            16 => format!("{bits:x}"),
            10 => n.to_string(),
            _ => return Err(raise("System.ArgumentException", "Invalid Base.").into()),
        }));
    }
    Ok(match call.arg(0) {
        Value::Null => Value::from(""),
        other => Value::Str(format_string::to_string(other)),
    })
}

/// Static members of `BitConverter`.
pub const BIT_STATICS: &[StaticMember] = &[
    constant("IsLittleEndian", |_, _| Value::Bool(true)),
    static_method("ToString", 1, 3, "string ToString(byte[] value)", |call| {
        let bytes = super::various::bytes(call.arg(0))?;
        Ok(Value::from(
            bytes
                .iter()
                .map(|byte| format!("{byte:02X}"))
                .collect::<Vec<_>>()
                .join("-"),
        ))
    }),
    static_method("GetBytes", 1, 1, "byte[] GetBytes(int value)", |call| {
        let bytes: Vec<u8> = match call.arg(0).base() {
            Value::Int(n) => n.to_le_bytes().to_vec(),
            Value::UInt32(n) => n.to_le_bytes().to_vec(),
            Value::Long(n) => n.to_le_bytes().to_vec(),
            Value::ULong(n) => n.to_le_bytes().to_vec(),
            Value::Int16(n) => n.to_le_bytes().to_vec(),
            Value::UInt16(n) => n.to_le_bytes().to_vec(),
            Value::Double(n) => n.to_le_bytes().to_vec(),
            Value::Single(n) => n.to_le_bytes().to_vec(),
            Value::Bool(b) => vec![u8::from(*b)],
            other => to_text(other)
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .take(2)
                .collect(),
        };
        Ok(Value::typed_array(
            "System.Byte",
            bytes.into_iter().map(Value::Byte).collect(),
        ))
    }),
    static_method(
        "ToInt32",
        2,
        2,
        "int ToInt32(byte[] value, int startIndex)",
        |call| Ok(Value::Int(i32::from_le_bytes(four(call)?))),
    ),
    static_method(
        "ToUInt32",
        2,
        2,
        "uint ToUInt32(byte[] value, int startIndex)",
        |call| Ok(Value::UInt32(u32::from_le_bytes(four(call)?))),
    ),
];

fn four(call: &mut Call<'_>) -> Flow<[u8; 4]> {
    let start = call.index(1, "startIndex")?;
    let bytes = super::various::bytes(call.arg(0))?;
    start
        .checked_add(4)
        .and_then(|end| bytes.get(start..end))
        .and_then(|part| part.try_into().ok())
        .ok_or_else(|| super::out_of_range("startIndex").into())
}
