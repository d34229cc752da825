//! Numbers with PowerShell's promotion: what overflows becomes a double.

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::no_operator;
use crate::error::{ErrorCategory, ShellError};
use crate::types::{BigIntegerValue, Known, TypeRef};
use crate::value::Value;
use crate::value::convert::{self, raise};

/// The five operations on numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// Whether arithmetic takes the value as it is.
pub(super) fn is_number(value: &Value) -> bool {
    matches!(
        value,
        Value::Bool(_)
            | Value::Char(_)
            | Value::SByte(_)
            | Value::Byte(_)
            | Value::Int16(_)
            | Value::UInt16(_)
            | Value::Int(_)
            | Value::UInt32(_)
            | Value::Long(_)
            | Value::ULong(_)
            | Value::Single(_)
            | Value::Double(_)
            | Value::Decimal(_)
    )
}

/// An operation on large whole numbers, when one of the two is one.
pub(super) fn big(
    left: &Value,
    right: &Value,
    operation: Operation,
) -> Option<Result<Value, ShellError>> {
    let is_big = |value: &Value| value.downcast::<BigIntegerValue>().is_some();
    if !is_big(left) && !is_big(right) {
        return None;
    }
    let ty = TypeRef::Known(Known::BigInteger);
    let whole = |value: &Value| {
        let converted = convert::cast(value, &ty)?;
        convert::whole_number(&converted).ok_or_else(|| convert::cast_failed(value, &ty))
    };
    Some(whole(left).and_then(|a| {
        let b = whole(right)?;
        if b == 0 && matches!(operation, Operation::Divide | Operation::Remainder) {
            return Err(division_by_zero());
        }
        let result = match operation {
            Operation::Add => a.checked_add(b),
            Operation::Subtract => a.checked_sub(b),
            Operation::Multiply => a.checked_mul(b),
            Operation::Divide => a.checked_div(b),
            Operation::Remainder => a.checked_rem(b),
        };
        result
            .map(|n| Value::native(BigIntegerValue(n)))
            .ok_or_else(|| {
                raise(
                    "System.OverflowException",
                    "The number has more than 127 bits, which is the most that is kept here.",
                )
            })
    }))
}

/// The right operand as a number.
pub(super) fn operand(left: &Value, right: &Value, method: &str) -> Result<Value, ShellError> {
    match right.base() {
        Value::Null => Ok(Value::Int(0)),
        base @ Value::Str(text) => match convert::number_from_text(text) {
            Some(number) => Ok(number),
            // The message and the id are those of a cast to the left operand's type.
            None => {
                let known = match left {
                    Value::Long(_) => Known::Int64,
                    Value::Double(_) | Value::Single(_) => Known::Double,
                    Value::Decimal(_) => Known::Decimal,
                    Value::UInt32(_) => Known::UInt32,
                    Value::ULong(_) => Known::UInt64,
                    _ => Known::Int32,
                };
                convert::cast(base, &TypeRef::Known(known))
            }
        },
        Value::Enum(member) => {
            Ok(i32::try_from(member.number).map_or(Value::Long(member.number), Value::Int))
        }
        base if is_number(base) => Ok(base.clone()),
        base => Err(no_operator(base, method)),
    }
}

/// The type in which an operation is carried out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Int,
    UInt,
    Long,
    ULong,
    Double,
    Decimal,
}

fn rank(value: &Value) -> Rank {
    match value {
        Value::UInt32(_) => Rank::UInt,
        Value::Long(_) => Rank::Long,
        Value::ULong(_) => Rank::ULong,
        Value::Single(_) | Value::Double(_) => Rank::Double,
        Value::Decimal(_) => Rank::Decimal,
        _ => Rank::Int,
    }
}

fn whole(value: &Value) -> i128 {
    match value {
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
        _ => 0,
    }
}

fn real(value: &Value) -> f64 {
    match value {
        Value::Single(n) => f64::from(*n),
        Value::Double(n) => *n,
        Value::Decimal(n) => n.to_f64().unwrap_or(f64::NAN),
        other => whole(other) as f64,
    }
}

fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Decimal(n) => Some(*n),
        Value::Single(n) => convert::decimal_from_f64(f64::from(*n)),
        Value::Double(n) => convert::decimal_from_f64(*n),
        other => Decimal::from_i128(whole(other)),
    }
}

/// Carries out an operation on two numbers.
pub(super) fn numeric(
    left: &Value,
    right: &Value,
    operation: Operation,
) -> Result<Value, ShellError> {
    let rank = rank(left).max(rank(right));
    match rank {
        Rank::Decimal => decimals(left, right, operation),
        Rank::Double => Ok(Value::Double(reals(real(left), real(right), operation))),
        _ => integers(whole(left), whole(right), rank, operation),
    }
}

fn reals(a: f64, b: f64, operation: Operation) -> f64 {
    match operation {
        Operation::Add => a + b,
        Operation::Subtract => a - b,
        Operation::Multiply => a * b,
        Operation::Divide => a / b,
        Operation::Remainder => a % b,
    }
}

/// Division by zero: a `RuntimeException` around .NET's own exception.
fn division_by_zero() -> ShellError {
    let message = "Attempted to divide by zero.";
    let mut error = ShellError::new("RuntimeException", ErrorCategory::NotSpecified, message);
    error.inner = Some(Box::new(raise("System.DivideByZeroException", message)));
    error
}

fn integers(a: i128, b: i128, rank: Rank, operation: Operation) -> Result<Value, ShellError> {
    let result = match operation {
        Operation::Add => a.checked_add(b),
        Operation::Subtract => a.checked_sub(b),
        Operation::Multiply => a.checked_mul(b),
        Operation::Divide | Operation::Remainder if b == 0 => return Err(division_by_zero()),
        Operation::Remainder => a.checked_rem(b),
        Operation::Divide => match a.checked_rem(b) {
            Some(0) => a.checked_div(b),
            _ => None,
        },
    };
    let rank = match rank {
        // A negative operand beside an unsigned one: the next wider signed type.
        Rank::UInt if a < 0 || b < 0 => Rank::Long,
        other => other,
    };
    let fitting = result.and_then(|result| match rank {
        Rank::Int => i32::try_from(result).ok().map(Value::Int),
        Rank::UInt => u32::try_from(result).ok().map(Value::UInt32),
        Rank::Long => i64::try_from(result).ok().map(Value::Long),
        Rank::ULong => u64::try_from(result).ok().map(Value::ULong),
        Rank::Double | Rank::Decimal => None,
    });
    Ok(fitting.unwrap_or_else(|| Value::Double(reals(a as f64, b as f64, operation))))
}

fn decimals(left: &Value, right: &Value, operation: Operation) -> Result<Value, ShellError> {
    let overflow = || {
        let message = "Value was either too large or too small for a Decimal.";
        let mut error = ShellError::new("RuntimeException", ErrorCategory::NotSpecified, message);
        error.inner = Some(Box::new(raise("System.OverflowException", message)));
        error
    };
    let (Some(a), Some(b)) = (decimal(left), decimal(right)) else {
        return Err(overflow());
    };
    if b.is_zero() && matches!(operation, Operation::Divide | Operation::Remainder) {
        return Err(division_by_zero());
    }
    let result = match operation {
        Operation::Add => a.checked_add(b),
        Operation::Subtract => a.checked_sub(b),
        Operation::Multiply => a.checked_mul(b),
        Operation::Divide => a.checked_div(b),
        Operation::Remainder => a.checked_rem(b),
    };
    result.map(Value::Decimal).ok_or_else(overflow)
}
