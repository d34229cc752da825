//! `[math]`.

use super::{Call, StaticMember, constant, static_method};
use crate::error::Flow;
use crate::types::{ReferenceValue, type_of};
use crate::value::compare::{Case, order};
use crate::value::convert::{self, raise};
use crate::value::{Value, arithmetic};

/// Static members of `[math]`.
pub const STATICS: &[StaticMember] = &[
    constant("PI", |_, _| Value::Double(std::f64::consts::PI)),
    constant("E", |_, _| Value::Double(std::f64::consts::E)),
    constant("Tau", |_, _| Value::Double(std::f64::consts::TAU)),
    static_method("Abs", 1, 1, "double Abs(double value)", abs),
    static_method("Max", 2, 2, "double Max(double val1, double val2)", max),
    static_method("Min", 2, 2, "double Min(double val1, double val2)", min),
    static_method(
        "Clamp",
        3,
        3,
        "double Clamp(double value, double min, double max)",
        clamp,
    ),
    static_method(
        "Round",
        1,
        3,
        "double Round(double a), double Round(double value, int digits)",
        round,
    ),
    static_method("Floor", 1, 1, "double Floor(double d)", |call| {
        whole(call, f64::floor, |d| d.floor())
    }),
    static_method("Ceiling", 1, 1, "double Ceiling(double a)", |call| {
        whole(call, f64::ceil, |d| d.ceil())
    }),
    static_method("Truncate", 1, 1, "double Truncate(double d)", |call| {
        whole(call, f64::trunc, |d| d.trunc())
    }),
    static_method("Sign", 1, 1, "int Sign(double value)", sign),
    static_method("Pow", 2, 2, "double Pow(double x, double y)", |call| {
        let x = call.double(0, "x")?;
        Ok(Value::Double(x.powf(call.double(1, "y")?)))
    }),
    static_method("Sqrt", 1, 1, "double Sqrt(double d)", |call| {
        real(call, f64::sqrt)
    }),
    static_method("Cbrt", 1, 1, "double Cbrt(double d)", |call| {
        real(call, f64::cbrt)
    }),
    static_method("Exp", 1, 1, "double Exp(double d)", |call| {
        real(call, f64::exp)
    }),
    static_method(
        "Log",
        1,
        2,
        "double Log(double d), double Log(double a, double newBase)",
        log,
    ),
    static_method("Log10", 1, 1, "double Log10(double d)", |call| {
        real(call, f64::log10)
    }),
    static_method("Log2", 1, 1, "double Log2(double x)", |call| {
        real(call, f64::log2)
    }),
    static_method("Sin", 1, 1, "double Sin(double a)", |call| {
        real(call, f64::sin)
    }),
    static_method("Cos", 1, 1, "double Cos(double d)", |call| {
        real(call, f64::cos)
    }),
    static_method("Tan", 1, 1, "double Tan(double a)", |call| {
        real(call, f64::tan)
    }),
    static_method("Asin", 1, 1, "double Asin(double d)", |call| {
        real(call, f64::asin)
    }),
    static_method("Acos", 1, 1, "double Acos(double d)", |call| {
        real(call, f64::acos)
    }),
    static_method("Atan", 1, 1, "double Atan(double d)", |call| {
        real(call, f64::atan)
    }),
    static_method("Sinh", 1, 1, "double Sinh(double value)", |call| {
        real(call, f64::sinh)
    }),
    static_method("Cosh", 1, 1, "double Cosh(double value)", |call| {
        real(call, f64::cosh)
    }),
    static_method("Tanh", 1, 1, "double Tanh(double value)", |call| {
        real(call, f64::tanh)
    }),
    static_method("Atan2", 2, 2, "double Atan2(double y, double x)", |call| {
        let y = call.double(0, "y")?;
        Ok(Value::Double(y.atan2(call.double(1, "x")?)))
    }),
    static_method(
        "DivRem",
        2,
        3,
        "int DivRem(int a, int b, [ref] int result)",
        div_rem,
    ),
    static_method("BigMul", 2, 2, "long BigMul(int a, int b)", |call| {
        let a = i64::from(call.int(0, "a")?);
        Ok(Value::Long(a.saturating_mul(i64::from(call.int(1, "b")?))))
    }),
    static_method(
        "IEEERemainder",
        2,
        2,
        "double IEEERemainder(double x, double y)",
        |call| {
            let x = call.double(0, "x")?;
            let y = call.double(1, "y")?;
            Ok(Value::Double(x - y * (x / y).round_ties_even()))
        },
    ),
];

fn real(call: &mut Call<'_>, f: fn(f64) -> f64) -> Flow<Value> {
    Ok(Value::Double(f(call.double(0, "d")?)))
}

/// The argument as a number that keeps its own type; text becomes a double.
fn number(call: &mut Call<'_>, at: usize) -> Flow<Value> {
    let value = call.arg(at).base().clone();
    Ok(match value {
        Value::SByte(_)
        | Value::Byte(_)
        | Value::Int16(_)
        | Value::UInt16(_)
        | Value::Int(_)
        | Value::UInt32(_)
        | Value::Long(_)
        | Value::ULong(_)
        | Value::Single(_)
        | Value::Double(_)
        | Value::Decimal(_) => value,
        _ => Value::Double(call.double(at, "value")?),
    })
}

/// `Abs`, in the type of the argument.
pub fn abs(call: &mut Call<'_>) -> Flow<Value> {
    let value = number(call, 0)?;
    let negative = order(&value, &Value::Int(0), Case::Ignore)?.is_lt();
    if !negative {
        return Ok(value);
    }
    if matches!(value, Value::Int(i32::MIN) | Value::Long(i64::MIN)) {
        return Err(raise(
            "System.OverflowException",
            "Negating the minimum value of a twos complement number is invalid.",
        )
        .into());
    }
    let ty = type_of(&value);
    Ok(convert::cast(&arithmetic::negate(&value)?, &ty)?)
}

/// The second argument takes the type of the first, as overload choice does.
fn pair(call: &mut Call<'_>) -> Flow<(Value, Value)> {
    let a = number(call, 0)?;
    let b = convert::cast(call.arg(1), &type_of(&a));
    match b {
        Ok(b) => Ok((a, b)),
        Err(_) => Ok((
            Value::Double(call.double(0, "val1")?),
            Value::Double(call.double(1, "val2")?),
        )),
    }
}

/// `Max`.
pub fn max(call: &mut Call<'_>) -> Flow<Value> {
    let (a, b) = pair(call)?;
    Ok(if order(&a, &b, Case::Ignore)?.is_ge() {
        a
    } else {
        b
    })
}

/// `Min`.
pub fn min(call: &mut Call<'_>) -> Flow<Value> {
    let (a, b) = pair(call)?;
    Ok(if order(&a, &b, Case::Ignore)?.is_le() {
        a
    } else {
        b
    })
}

fn clamp(call: &mut Call<'_>) -> Flow<Value> {
    let value = number(call, 0)?;
    let ty = type_of(&value);
    let low = call.cast(1, "min", &ty)?;
    let high = call.cast(2, "max", &ty)?;
    Ok(if order(&value, &low, Case::Ignore)?.is_lt() {
        low
    } else if order(&value, &high, Case::Ignore)?.is_gt() {
        high
    } else {
        value
    })
}

fn whole(
    call: &mut Call<'_>,
    f: fn(f64) -> f64,
    g: fn(rust_decimal::Decimal) -> rust_decimal::Decimal,
) -> Flow<Value> {
    if let Value::Decimal(d) = call.arg(0).base() {
        return Ok(Value::Decimal(g(*d)));
    }
    real(call, f)
}

fn sign(call: &mut Call<'_>) -> Flow<Value> {
    let value = number(call, 0)?;
    Ok(Value::Int(
        order(&value, &Value::Int(0), Case::Ignore)? as i32
    ))
}

fn log(call: &mut Call<'_>) -> Flow<Value> {
    let value = call.double(0, "d")?;
    Ok(Value::Double(if call.count() == 2 {
        let base = call.double(1, "newBase")?;
        // The two bases whose logarithms are exact are asked directly.
        if base == 2.0 {
            value.log2()
        } else if base == 10.0 {
            value.log10()
        } else {
            value.ln() / base.ln()
        }
    } else {
        value.ln()
    }))
}

fn round(call: &mut Call<'_>) -> Flow<Value> {
    if let value @ Value::Decimal(_) = call.arg(0).base().clone() {
        return super::number::round_decimal(call, &value);
    }
    let value = call.double(0, "a")?;
    let (digits, mode) = super::number::rounding(call)?;
    if digits > 15 {
        return Err(raise(
            "System.ArgumentOutOfRangeException",
            "Rounding digits must be between 0 and 15, inclusive. (Parameter 'digits')",
        )
        .into());
    }
    if value.abs() >= 1e16 {
        return Ok(Value::Double(value));
    }
    let power = 10f64.powi(i32::try_from(digits).unwrap_or(0));
    let scaled = value * power;
    let rounded = match mode {
        1 => scaled.round(),
        2 => scaled.trunc(),
        3 => scaled.floor(),
        4 => scaled.ceil(),
        _ => scaled.round_ties_even(),
    };
    Ok(Value::Double(rounded / power))
}

fn div_rem(call: &mut Call<'_>) -> Flow<Value> {
    let a = call.long(0, "a")?;
    let b = call.long(1, "b")?;
    let (Some(quotient), Some(rest)) = (a.checked_div(b), a.checked_rem(b)) else {
        return Err(raise(
            "System.DivideByZeroException",
            "Attempted to divide by zero.",
        )
        .into());
    };
    let long = matches!(call.arg(0).base(), Value::Long(_))
        || matches!(call.arg(1).base(), Value::Long(_));
    let shaped = |n: i64| match i32::try_from(n) {
        Ok(n) if !long => Value::Int(n),
        _ => Value::Long(n),
    };
    if let Some(place) = call.arg(2).downcast::<ReferenceValue>() {
        place.0.set(shaped(rest));
    }
    Ok(shaped(quotient))
}
