//! Text and numbers of other kinds as numbers.

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::failure;
use crate::error::ShellError;
use crate::types::{BigIntegerValue, Known, TypeRef};
use crate::value::Value;

/// A number as the language writes it: `42`, `0x1F`, `0b101`, `1.5`, `1e3`, `10GB`, `5L`, `1.5d`. `None` for other text.
pub fn parse_number(text: &str) -> Option<Value> {
    let (negative, body) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let lower = body.to_ascii_lowercase();
    let (lower, multiplier) = split_multiplier(&lower);
    if let Some(digits) = lower.strip_prefix("0x") {
        return radix_number(digits, 16, negative, multiplier);
    }
    if let Some(digits) = lower.strip_prefix("0b") {
        return radix_number(digits, 2, negative, multiplier);
    }
    let (digits, suffix) = split_suffix(lower);
    if !is_decimal_literal(digits) {
        return None;
    }
    let real = digits.contains(['.', 'e']);
    if suffix == "d" {
        let value = parse_decimal(digits)?;
        let value = value.checked_mul(Decimal::from(multiplier))?;
        return Some(Value::Decimal(if negative { -value } else { value }));
    }
    if real {
        let value: f64 = digits.parse().ok()?;
        let value = value * multiplier as f64;
        let value = if negative { -value } else { value };
        return match suffix {
            "" => Some(Value::Double(value)),
            _ => convert_suffix(Decimal::from_f64(value)?, suffix),
        };
    }
    let whole = digits.parse::<i128>().ok().and_then(|whole| {
        whole
            .checked_mul(i128::from(multiplier))
            .map(|whole| if negative { -whole } else { whole })
    });
    let Some(whole) = whole else {
        // More digits than any integer has.
        let value: f64 = digits.parse().ok()?;
        let value = value * multiplier as f64;
        return suffix
            .is_empty()
            .then_some(Value::Double(if negative { -value } else { value }));
    };
    if suffix.is_empty() {
        return Some(smallest_integer(whole));
    }
    convert_suffix(Decimal::from_i128(whole)?, suffix)
}

/// `Int32`, `Int64`, `Decimal` or `Double`, whichever holds the number first.
fn smallest_integer(whole: i128) -> Value {
    if let Ok(n) = i32::try_from(whole) {
        Value::Int(n)
    } else if let Ok(n) = i64::try_from(whole) {
        Value::Long(n)
    } else if let Some(n) = Decimal::from_i128(whole) {
        Value::Decimal(n)
    } else {
        Value::Double(whole as f64)
    }
}

fn split_multiplier(text: &str) -> (&str, i64) {
    // `0x1b` ends in a digit, not in a suffix; a suffix needs its unit letter.
    for (suffix, factor) in [
        ("kb", 1i64 << 10),
        ("mb", 1 << 20),
        ("gb", 1 << 30),
        ("tb", 1 << 40),
        ("pb", 1 << 50),
    ] {
        if let Some(rest) = text.strip_suffix(suffix)
            && !rest.is_empty()
        {
            return (rest, factor);
        }
    }
    (text, 1)
}

fn split_suffix(text: &str) -> (&str, &str) {
    for suffix in ["ul", "us", "uy", "u", "l", "s", "y", "d", "n"] {
        if let Some(digits) = text.strip_suffix(suffix)
            && !digits.is_empty()
        {
            return (digits, suffix);
        }
    }
    (text, "")
}

fn convert_suffix(value: Decimal, suffix: &str) -> Option<Value> {
    if !value.fract().is_zero() && suffix != "d" {
        return None;
    }
    Some(match suffix {
        "ul" => Value::ULong(value.to_u64()?),
        "us" => Value::UInt16(value.to_u16()?),
        "uy" => Value::Byte(value.to_u8()?),
        "u" => match value.to_u32() {
            Some(n) => Value::UInt32(n),
            None => Value::ULong(value.to_u64()?),
        },
        "l" => Value::Long(value.to_i64()?),
        "s" => Value::Int16(value.to_i16()?),
        "y" => Value::SByte(value.to_i8()?),
        "n" | "d" => Value::Decimal(value),
        _ => return None,
    })
}

fn is_decimal_literal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let mut points = 0;
    let mut digits = 0;
    for byte in mantissa.bytes() {
        match byte {
            b'.' => points += 1,
            b'0'..=b'9' => digits += 1,
            _ => return false,
        }
    }
    if points > 1 || digits == 0 {
        return false;
    }
    match exponent {
        None => true,
        Some(exponent) => {
            let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            !exponent.is_empty() && exponent.bytes().all(|byte| byte.is_ascii_digit())
        }
    }
}

/// Hex and binary digits fill the type from its sign bit down: `0xFFFFFFFF` is -1.
fn radix_number(digits: &str, radix: u32, negative: bool, multiplier: i64) -> Option<Value> {
    let (digits, suffix) = match split_suffix(digits) {
        // In hexadecimal `d` is a digit.
        (_, "d") => (digits, ""),
        (rest, suffix) if rest.chars().all(|c| c.is_digit(radix)) => (rest, suffix),
        _ => (digits, ""),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let bits_per_digit = if radix == 16 { 4 } else { 1 };
    let significant = digits.trim_start_matches('0');
    let raw = u128::from_str_radix(
        if significant.is_empty() {
            "0"
        } else {
            significant
        },
        radix,
    )
    .ok()?;
    let width = digits.len() * bits_per_digit;
    if suffix.starts_with('u') {
        return convert_suffix(Decimal::from_u128(raw)?, suffix);
    }
    let signed: i128 = if suffix == "l" {
        i128::from(u64::try_from(raw).ok()?.cast_signed())
    } else if radix == 2 && width <= 8 {
        i128::from(u8::try_from(raw).ok()?.cast_signed())
    } else if radix == 2 && width <= 16 {
        i128::from(u16::try_from(raw).ok()?.cast_signed())
    } else if let Ok(raw) = u32::try_from(raw) {
        i128::from(raw.cast_signed())
    } else if let Ok(raw) = u64::try_from(raw) {
        i128::from(raw.cast_signed())
    } else {
        i128::try_from(raw).ok()?
    };
    let value = signed.checked_mul(i128::from(multiplier))?;
    let value = if negative {
        value.checked_neg()?
    } else {
        value
    };
    match suffix {
        "" => Some(smallest_integer(value)),
        _ => convert_suffix(Decimal::from_i128(value)?, suffix),
    }
}

fn parse_decimal(digits: &str) -> Option<Decimal> {
    if digits.contains('e') {
        Decimal::from_scientific(digits).ok()
    } else {
        // A lone leading or trailing point is fine in the language.
        let padded;
        let digits = if digits.starts_with('.') || digits.ends_with('.') {
            padded = format!("0{}", digits.trim_end_matches('.'));
            &padded
        } else {
            digits
        };
        digits.parse().ok()
    }
}

/// The nearest integer, halves to the even one.
pub fn round_half_even(value: f64) -> f64 {
    value.round_ties_even()
}

/// A double rounded half to even, when it fits.
pub fn int_of_f64(value: f64, min: f64, max_exclusive: f64) -> Option<f64> {
    let rounded = round_half_even(value);
    (rounded >= min && rounded < max_exclusive).then_some(rounded)
}

/// A decimal of a double, with the 15 digits that .NET takes.
pub fn decimal_from_f64(value: f64) -> Option<Decimal> {
    if !value.is_finite() || value.abs() >= 7.922_816_251_426_434e28 {
        return None;
    }
    let text = format!("{value:.14e}");
    Decimal::from_scientific(&text)
        .ok()
        .map(|value| value.normalize())
}

/// The number that text stands for in arithmetic and casts: what the language writes, with blanks around it.
/// Empty text is 0.
pub fn number_from_text(text: &str) -> Option<Value> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Some(Value::Int(0));
    }
    if let Some(value) = parse_number(trimmed) {
        return Some(value);
    }
    match trimmed {
        "Infinity" | "∞" => Some(Value::Double(f64::INFINITY)),
        "-Infinity" | "-∞" => Some(Value::Double(f64::NEG_INFINITY)),
        "NaN" => Some(Value::Double(f64::NAN)),
        // Thousands separators, as .NET's `Any` style allows.
        _ if trimmed.contains(',') => {
            let plain = trimmed.replace(',', "");
            is_decimal_literal(plain.trim_start_matches(['-', '+']))
                .then(|| parse_number(&plain))
                .flatten()
        }
        _ => None,
    }
}

/// The integer types, with their limits and .NET's words for them.
struct IntegerType {
    min: i128,
    max: i128,
    noun: &'static str,
}

fn integer_type(known: Known) -> Option<IntegerType> {
    let (min, max, noun) = match known {
        Known::SByte => (i128::from(i8::MIN), i128::from(i8::MAX), "a signed byte"),
        Known::Byte => (0, i128::from(u8::MAX), "an unsigned byte"),
        Known::Int16 => (i128::from(i16::MIN), i128::from(i16::MAX), "an Int16"),
        Known::UInt16 => (0, i128::from(u16::MAX), "a UInt16"),
        Known::Int32 => (i128::from(i32::MIN), i128::from(i32::MAX), "an Int32"),
        Known::UInt32 => (0, i128::from(u32::MAX), "a UInt32"),
        Known::Int64 => (i128::from(i64::MIN), i128::from(i64::MAX), "an Int64"),
        Known::UInt64 => (0, i128::from(u64::MAX), "a UInt64"),
        Known::Char => (0, 0xFFFF, "a character"),
        _ => return None,
    };
    Some(IntegerType { min, max, noun })
}

/// The value of an integer type; the caller has checked the limits.
fn make_integer(known: Known, n: i128) -> Option<Value> {
    Some(match known {
        Known::SByte => Value::SByte(i8::try_from(n).ok()?),
        Known::Byte => Value::Byte(u8::try_from(n).ok()?),
        Known::Int16 => Value::Int16(i16::try_from(n).ok()?),
        Known::UInt16 => Value::UInt16(u16::try_from(n).ok()?),
        Known::Int32 => Value::Int(i32::try_from(n).ok()?),
        Known::UInt32 => Value::UInt32(u32::try_from(n).ok()?),
        Known::Int64 => Value::Long(i64::try_from(n).ok()?),
        Known::UInt64 => Value::ULong(u64::try_from(n).ok()?),
        Known::Char => Value::Char(
            char::from_u32(u32::try_from(n).ok()?).unwrap_or(char::REPLACEMENT_CHARACTER),
        ),
        _ => return None,
    })
}

/// What a numeric value is worth, exactly where possible.
pub(super) enum Worth {
    Whole(i128),
    Real(f64),
    Decimal(Decimal),
}

/// The worth of a value that is a number, a character, a truth value or an enumeration member.
pub(super) fn worth(value: &Value) -> Option<Worth> {
    Some(match value {
        Value::Bool(b) => Worth::Whole(i128::from(*b)),
        Value::Char(c) => Worth::Whole(i128::from(u32::from(*c))),
        Value::SByte(n) => Worth::Whole(i128::from(*n)),
        Value::Byte(n) => Worth::Whole(i128::from(*n)),
        Value::Int16(n) => Worth::Whole(i128::from(*n)),
        Value::UInt16(n) => Worth::Whole(i128::from(*n)),
        Value::Int(n) => Worth::Whole(i128::from(*n)),
        Value::UInt32(n) => Worth::Whole(i128::from(*n)),
        Value::Long(n) => Worth::Whole(i128::from(*n)),
        Value::ULong(n) => Worth::Whole(i128::from(*n)),
        Value::Single(n) => Worth::Real(f64::from(*n)),
        Value::Double(n) => Worth::Real(*n),
        Value::Decimal(n) => Worth::Decimal(*n),
        Value::Enum(member) => Worth::Whole(i128::from(member.number)),
        Value::Native(_) => Worth::Whole(value.downcast::<BigIntegerValue>()?.0),
        _ => return None,
    })
}

/// What a whole number is worth; `None` for other values.
pub fn whole_number(value: &Value) -> Option<i128> {
    match worth(value)? {
        Worth::Whole(n) => Some(n),
        Worth::Real(_) | Worth::Decimal(_) => None,
    }
}

/// A value as a `BigInteger`; fractions are cut off.
pub(super) fn to_big_integer(value: &Value) -> Result<i128, ShellError> {
    let ty = TypeRef::Known(Known::BigInteger);
    let parsed;
    let number = match value {
        Value::Null => return Ok(0),
        Value::Str(text) => {
            parsed = number_from_text(text).ok_or_else(|| failure::cast_failed(value, &ty))?;
            &parsed
        }
        other => other,
    };
    match worth(number) {
        Some(Worth::Whole(n)) => Ok(n),
        Some(Worth::Real(n)) if n.abs() < 1.7e38 => Ok(n.trunc() as i128),
        Some(Worth::Decimal(n)) => n
            .trunc()
            .to_i128()
            .ok_or_else(|| failure::cast_failed(value, &ty)),
        _ => Err(failure::cast_failed(value, &ty)),
    }
}

/// A number as an integer type, rounded half to even. `InvalidCastIConvertible` when it does not fit.
pub(super) fn number_to_integer(
    value: &Value,
    worth: &Worth,
    known: Known,
    id: &'static str,
) -> Result<Value, ShellError> {
    let ty = integer_type(known);
    let whole = match worth {
        Worth::Whole(n) => Some(*n),
        Worth::Real(n) => int_of_f64(*n, -1e30, 1e30).map(|n| n as i128),
        Worth::Decimal(n) => n.round().to_i128(),
    };
    let fits = ty
        .as_ref()
        .zip(whole)
        .filter(|(ty, n)| (ty.min..=ty.max).contains(n))
        .and_then(|(_, n)| make_integer(known, n));
    fits.ok_or_else(|| {
        let noun = ty.map_or("an Int32", |ty| ty.noun);
        failure::with_reason(
            id,
            value,
            &TypeRef::Known(known),
            "System.OverflowException",
            &format!("Value was either too large or too small for {noun}."),
        )
    })
}

/// A value as an integer type.
pub(super) fn to_integer(value: &Value, known: Known) -> Result<Value, ShellError> {
    match value {
        Value::Null => {
            make_integer(known, 0).ok_or_else(|| failure::null_cast(&TypeRef::Known(known)))
        }
        Value::Str(text) => {
            const ID: &str = "InvalidCastFromStringToInteger";
            match number_from_text(text) {
                Some(number) => match worth(&number) {
                    Some(worth) => number_to_integer(value, &worth, known, ID),
                    None => Err(failure::cast_failed(value, &TypeRef::Known(known))),
                },
                None => Err(failure::with_reason(
                    ID,
                    value,
                    &TypeRef::Known(known),
                    "System.FormatException",
                    &failure::bad_format(text),
                )),
            }
        }
        other => match worth(other) {
            Some(worth) => number_to_integer(value, &worth, known, "InvalidCastIConvertible"),
            None => Err(failure::cast_failed(value, &TypeRef::Known(known))),
        },
    }
}

/// A value as a `Double`, for `[double]` and `[single]`.
pub(super) fn to_real(value: &Value, known: Known) -> Result<f64, ShellError> {
    let ty = TypeRef::Known(known);
    match value {
        Value::Null => Ok(0.0),
        Value::Str(text) => number_from_text(text)
            .and_then(|number| worth(&number))
            .map(|worth| worth_as_f64(&worth))
            .ok_or_else(|| {
                failure::with_reason(
                    "InvalidCastFromStringToDoubleOrSingle",
                    value,
                    &ty,
                    "System.FormatException",
                    &failure::bad_format(text),
                )
            }),
        Value::Char(_) => Err(failure::with_reason(
            "InvalidCastIConvertible",
            value,
            &ty,
            "System.InvalidCastException",
            &format!("Invalid cast from 'Char' to '{}'.", ty.name()),
        )),
        other => worth(other)
            .map(|worth| worth_as_f64(&worth))
            .ok_or_else(|| failure::cast_failed(value, &ty)),
    }
}

pub(super) fn worth_as_f64(worth: &Worth) -> f64 {
    match worth {
        Worth::Whole(n) => *n as f64,
        Worth::Real(n) => *n,
        Worth::Decimal(n) => n.to_f64().unwrap_or(f64::NAN),
    }
}

/// A value as a `Decimal`.
pub(super) fn to_decimal(value: &Value) -> Result<Decimal, ShellError> {
    let ty = TypeRef::Known(Known::Decimal);
    let from_worth = |worth: Worth| match worth {
        Worth::Whole(n) => Decimal::from_i128(n),
        Worth::Real(n) => decimal_from_f64(n),
        Worth::Decimal(n) => Some(n),
    };
    match value {
        Value::Null => Ok(Decimal::ZERO),
        Value::Str(text) => {
            let trimmed = text.trim();
            let exact = is_decimal_literal(trimmed.trim_start_matches(['-', '+']))
                .then(|| trimmed.parse::<Decimal>().ok())
                .flatten()
                .map(|value| value.normalize());
            exact
                .or_else(|| {
                    number_from_text(text)
                        .and_then(|number| worth(&number))
                        .and_then(from_worth)
                        .map(|value| value.normalize())
                })
                .ok_or_else(|| {
                    failure::with_reason(
                        "InvalidCastFromStringToDecimal",
                        value,
                        &ty,
                        "System.FormatException",
                        &failure::bad_format(text),
                    )
                })
        }
        other => match worth(other) {
            Some(worth) => from_worth(worth).ok_or_else(|| {
                failure::with_reason(
                    "InvalidCastIConvertible",
                    value,
                    &ty,
                    "System.OverflowException",
                    "Value was either too large or too small for a Decimal.",
                )
            }),
            None => Err(failure::cast_failed(value, &ty)),
        },
    }
}

/// A value as `Int32`: for indexes, counts and arguments.
pub fn to_int(value: &Value) -> Result<i32, ShellError> {
    if let Value::Int(n) = value {
        return Ok(*n);
    }
    match to_integer(value.base(), Known::Int32)? {
        Value::Int(n) => Ok(n),
        _ => Err(failure::cast_failed(value, &TypeRef::Known(Known::Int32))),
    }
}

/// A value as `Int64`.
pub fn to_long(value: &Value) -> Result<i64, ShellError> {
    match value {
        Value::Int(n) => return Ok(i64::from(*n)),
        Value::Long(n) => return Ok(*n),
        _ => {}
    }
    match to_integer(value.base(), Known::Int64)? {
        Value::Long(n) => Ok(n),
        _ => Err(failure::cast_failed(value, &TypeRef::Known(Known::Int64))),
    }
}

/// A value as `Double`.
pub fn to_double(value: &Value) -> Result<f64, ShellError> {
    match value {
        Value::Double(n) => Ok(*n),
        Value::Int(n) => Ok(f64::from(*n)),
        other => to_real(other.base(), Known::Double),
    }
}
