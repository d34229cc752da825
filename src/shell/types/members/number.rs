//! Members of numbers.

use super::common::COMPARE_TO;
use super::{Call, Method, StaticMember, constant, method, static_method};
use crate::error::Flow;
use crate::types::enums::{self, MIDPOINT_ROUNDING, NUMBER_STYLES, TYPE_CODE};
use crate::types::{BigIntegerValue, Known, ReferenceValue, TypeRef, culture_among, type_of};
use crate::value::convert::{self, raise};
use crate::value::culture::Culture;
use crate::value::{Value, format_string};

/// Methods of numbers.
pub const METHODS: &[Method] = &[
    method(
        "ToString",
        0,
        2,
        "string ToString(), string ToString(string format)",
        to_string,
    ),
    COMPARE_TO,
    method(
        "GetTypeCode",
        0,
        0,
        "System.TypeCode GetTypeCode()",
        |call| {
            let name = type_of(call.this).name();
            Ok(enums::value(
                &TYPE_CODE,
                TYPE_CODE.number(&name).unwrap_or(1),
            ))
        },
    ),
];

/// `ToString(format)` of everything that has formats.
pub fn to_string(call: &mut Call<'_>) -> Flow<Value> {
    let format = match call.arg(0) {
        Value::Str(format) => format.to_string(),
        _ => String::new(),
    };
    let culture = culture_among(call.args);
    format_string::to_string_in(call.this.base(), &format, culture)
        .map(Value::from)
        .map_err(|reason| raise("System.FormatException", reason).into())
}

fn limit(ty: &TypeRef, upper: bool) -> Value {
    let pick = |low: Value, high: Value| if upper { high } else { low };
    let TypeRef::Known(known) = ty else {
        return Value::Null;
    };
    match known {
        Known::SByte => pick(Value::SByte(i8::MIN), Value::SByte(i8::MAX)),
        Known::Byte => pick(Value::Byte(0), Value::Byte(u8::MAX)),
        Known::Int16 => pick(Value::Int16(i16::MIN), Value::Int16(i16::MAX)),
        Known::UInt16 => pick(Value::UInt16(0), Value::UInt16(u16::MAX)),
        Known::Int32 => pick(Value::Int(i32::MIN), Value::Int(i32::MAX)),
        Known::UInt32 => pick(Value::UInt32(0), Value::UInt32(u32::MAX)),
        Known::Int64 => pick(Value::Long(i64::MIN), Value::Long(i64::MAX)),
        Known::UInt64 => pick(Value::ULong(0), Value::ULong(u64::MAX)),
        Known::Single => pick(Value::Single(f32::MIN), Value::Single(f32::MAX)),
        Known::Double => pick(Value::Double(f64::MIN), Value::Double(f64::MAX)),
        Known::Decimal => pick(
            Value::Decimal(rust_decimal::Decimal::MIN),
            Value::Decimal(rust_decimal::Decimal::MAX),
        ),
        _ => Value::Null,
    }
}

/// Static members of the integer types.
pub const STATICS: &[StaticMember] = &[
    constant("MaxValue", |ty, _| limit(ty, true)),
    constant("MinValue", |ty, _| limit(ty, false)),
    static_method("Parse", 1, 3, "int Parse(string s)", parse),
    static_method(
        "TryParse",
        2,
        4,
        "bool TryParse(string s, [ref] int result)",
        try_parse,
    ),
    static_method("Max", 2, 2, "int Max(int x, int y)", super::math::max),
    static_method("Min", 2, 2, "int Min(int x, int y)", super::math::min),
    static_method("Abs", 1, 1, "int Abs(int value)", super::math::abs),
];

/// Static members of `[double]` and `[single]`, beside those of all numbers.
pub const REAL_STATICS: &[StaticMember] = &[
    constant("PositiveInfinity", |ty, _| real(ty, f64::INFINITY)),
    constant("NegativeInfinity", |ty, _| real(ty, f64::NEG_INFINITY)),
    constant("NaN", |ty, _| real(ty, f64::NAN)),
    constant("Epsilon", |ty, _| match ty {
        TypeRef::Known(Known::Single) => Value::Single(f32::from_bits(1)),
        _ => Value::Double(f64::from_bits(1)),
    }),
    static_method("IsNaN", 1, 1, "bool IsNaN(double d)", |call| {
        Ok(Value::Bool(call.double(0, "d")?.is_nan()))
    }),
    static_method("IsInfinity", 1, 1, "bool IsInfinity(double d)", |call| {
        Ok(Value::Bool(call.double(0, "d")?.is_infinite()))
    }),
    static_method("IsFinite", 1, 1, "bool IsFinite(double d)", |call| {
        Ok(Value::Bool(call.double(0, "d")?.is_finite()))
    }),
];

/// Static members of `[bigint]`, beside those of all numbers.
pub const BIG_STATICS: &[StaticMember] = &[
    constant("Zero", |_, _| Value::native(BigIntegerValue(0))),
    constant("One", |_, _| Value::native(BigIntegerValue(1))),
    constant("MinusOne", |_, _| Value::native(BigIntegerValue(-1))),
    static_method(
        "Pow",
        2,
        2,
        "bigint Pow(bigint value, int exponent)",
        |call| {
            let value = call.cast(0, "value", &TypeRef::Known(Known::BigInteger))?;
            let exponent = u32::try_from(call.int(1, "exponent")?)
                .map_err(|_| super::out_of_range("exponent"))?;
            let number = value
                .downcast::<BigIntegerValue>()
                .map_or(0, |value| value.0);
            number
                .checked_pow(exponent)
                .map(|power| Value::native(BigIntegerValue(power)))
                .ok_or_else(|| {
                    raise(
                        "System.OverflowException",
                        "Whole numbers have 127 bits at the most here.",
                    )
                    .into()
                })
        },
    ),
];

/// Static members of `[decimal]`, beside those of all numbers.
pub const DECIMAL_STATICS: &[StaticMember] = &[
    constant("Zero", |_, _| Value::Decimal(rust_decimal::Decimal::ZERO)),
    constant("One", |_, _| Value::Decimal(rust_decimal::Decimal::ONE)),
    constant("MinusOne", |_, _| {
        Value::Decimal(rust_decimal::Decimal::NEGATIVE_ONE)
    }),
    static_method(
        "Round",
        1,
        3,
        "decimal Round(decimal d, int decimals)",
        |call| {
            let value = call.cast(0, "d", &TypeRef::Known(Known::Decimal))?;
            round_decimal(call, &value)
        },
    ),
    static_method("Floor", 1, 1, "decimal Floor(decimal d)", |call| {
        decimal(call, |d| d.floor())
    }),
    static_method("Ceiling", 1, 1, "decimal Ceiling(decimal d)", |call| {
        decimal(call, |d| d.ceil())
    }),
    static_method("Truncate", 1, 1, "decimal Truncate(decimal d)", |call| {
        decimal(call, |d| d.trunc())
    }),
    static_method("ToInt32", 1, 1, "int ToInt32(decimal d)", |call| {
        decimal(call, |d| d.trunc()).and_then(|value| Ok(Value::Int(convert::to_int(&value)?)))
    }),
];

fn real(ty: &TypeRef, n: f64) -> Value {
    match ty {
        #[allow(clippy::cast_possible_truncation)] // Infinities and NaN keep their meaning.
        TypeRef::Known(Known::Single) => Value::Single(n as f32),
        _ => Value::Double(n),
    }
}

fn decimal(
    call: &mut Call<'_>,
    f: fn(rust_decimal::Decimal) -> rust_decimal::Decimal,
) -> Flow<Value> {
    match call.cast(0, "d", &TypeRef::Known(Known::Decimal))? {
        Value::Decimal(d) => Ok(Value::Decimal(f(d))),
        other => Ok(other),
    }
}

/// Rounds a decimal by the call's second and third argument.
pub fn round_decimal(call: &mut Call<'_>, value: &Value) -> Flow<Value> {
    use rust_decimal::RoundingStrategy as Strategy;
    let Value::Decimal(d) = value else {
        return Ok(value.clone());
    };
    let (digits, mode) = rounding(call)?;
    let strategy = match mode {
        1 => Strategy::MidpointAwayFromZero,
        2 => Strategy::ToZero,
        3 => Strategy::ToNegativeInfinity,
        4 => Strategy::ToPositiveInfinity,
        _ => Strategy::MidpointNearestEven,
    };
    Ok(Value::Decimal(d.round_dp_with_strategy(digits, strategy)))
}

/// Digits and mode out of `Round`'s arguments.
pub fn rounding(call: &mut Call<'_>) -> Flow<(u32, i64)> {
    let mut digits = 0;
    let mut mode = 0;
    for at in 1..call.count() {
        match call.arg(at).base() {
            Value::Enum(member) => mode = member.number,
            Value::Str(text) if text.parse::<i32>().is_err() => {
                mode = call.enumeration(at, "mode", &MIDPOINT_ROUNDING)?;
            }
            _ => {
                digits = u32::try_from(call.int(at, "digits")?)
                    .ok()
                    .filter(|digits| *digits <= 28)
                    .ok_or_else(|| {
                        raise(
                            "System.ArgumentOutOfRangeException",
                            "Rounding digits must be between 0 and 15, inclusive. (Parameter 'digits')",
                        )
                    })?;
            }
        }
    }
    Ok((digits, mode))
}

/// A number as a culture writes it, with the marks of en-US.
fn with_plain_marks(text: &str, culture: &Culture) -> String {
    text.chars()
        .map(|c| {
            let mut buffer = [0; 4];
            match &*c.encode_utf8(&mut buffer) {
                mark if mark == culture.decimal => '.',
                mark if mark == culture.group => ',',
                mark if mark == culture.minus => '-',
                // Who types it has no narrow space at hand.
                " " if culture.group.trim().is_empty() => ',',
                _ => c,
            }
        })
        .collect()
}

/// Text as a number of the type, as `Parse` reads it: no suffixes, no blanks inside, hexadecimal only when asked for.
fn read(
    text: &str,
    ty: &TypeRef,
    styles: i64,
    culture: &Culture,
) -> Result<Value, crate::error::ShellError> {
    let bad = || {
        raise(
            "System.FormatException",
            format!("The input string '{text}' was not in a correct format."),
        )
    };
    let plain = with_plain_marks(text.trim(), culture);
    let trimmed = plain.as_str();
    if styles & 512 != 0 {
        let bits = u64::from_str_radix(trimmed, 16).map_err(|_| bad())?;
        return match ty {
            TypeRef::Known(Known::Int32) => u32::try_from(bits)
                .map(|bits| Value::Int(bits.cast_signed()))
                .map_err(|_| overflow(ty)),
            TypeRef::Known(Known::Int64) => Ok(Value::Long(bits.cast_signed())),
            TypeRef::Known(Known::Byte) => u8::try_from(bits)
                .map(Value::Byte)
                .map_err(|_| overflow(ty)),
            _ => convert::cast(&Value::ULong(bits), ty),
        };
    }
    let plain = trimmed.replace(',', "");
    let fractional = matches!(
        ty,
        TypeRef::Known(Known::Double | Known::Single | Known::Decimal)
    );
    let body = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
    let digits_only = !body.is_empty() && body.bytes().all(|byte| byte.is_ascii_digit());
    if fractional {
        if let "Infinity" | "∞" | "-Infinity" | "-∞" | "NaN" = trimmed {
            return convert::cast(&Value::from(trimmed), ty);
        }
        let valid = body.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && body.bytes().all(|byte| {
                byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-')
            });
        if !valid || plain.parse::<f64>().is_err() {
            return Err(bad());
        }
        // A decimal number keeps the zeros at its end.
        if matches!(ty, TypeRef::Known(Known::Decimal))
            && let Ok(exact) = plain.parse::<rust_decimal::Decimal>()
        {
            return Ok(Value::Decimal(exact));
        }
        return convert::cast(&Value::from(plain), ty);
    }
    if !digits_only || trimmed.contains(',') && styles & 64 == 0 {
        return Err(bad());
    }
    convert::cast(&Value::from(plain), ty).map_err(|_| overflow(ty))
}

fn overflow(ty: &TypeRef) -> crate::error::ShellError {
    let noun = match &*ty.name() {
        "Byte" => "an unsigned byte".to_owned(),
        "SByte" => "a signed byte".to_owned(),
        name if name.starts_with("UInt") => format!("a {name}"),
        name => format!("an {name}"),
    };
    raise(
        "System.OverflowException",
        format!("Value was either too large or too small for {noun}."),
    )
}

fn styles(call: &mut Call<'_>, from: usize, to: usize) -> Flow<i64> {
    for at in from..to {
        match call.arg(at).base() {
            Value::Enum(member) => return Ok(member.number),
            Value::Str(_) => return call.enumeration(at, "style", &NUMBER_STYLES),
            _ => {}
        }
    }
    Ok(0)
}

fn parse(call: &mut Call<'_>) -> Flow<Value> {
    if call.arg(0).is_null() {
        return Err(super::null_argument("s").into());
    }
    let text = call.text(0)?;
    let styles = styles(call, 1, call.count())?;
    Ok(read(&text, call.ty, styles, culture_among(call.args))?)
}

fn try_parse(call: &mut Call<'_>) -> Flow<Value> {
    let text = call.text(0)?;
    let last = call.count().saturating_sub(1);
    let styles = styles(call, 1, last)?;
    let found = read(&text, call.ty, styles, culture_among(call.args)).ok();
    if let Some(place) = call.arg(last).downcast::<ReferenceValue>() {
        let zero = || convert::cast(&Value::Null, call.ty).unwrap_or_default();
        place.0.set(found.clone().unwrap_or_else(zero));
    }
    Ok(Value::Bool(found.is_some()))
}
