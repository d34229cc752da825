//! `-band -bor -bxor -bnot -shl -shr`.

use std::rc::Rc;

use super::no_operator;
use super::numeric::{is_number, operand};
use crate::error::ShellError;
use crate::types::{Known, TypeRef};
use crate::value::convert;
use crate::value::{EnumValue, Value};

/// A value as bits, with the width that the result has.
#[derive(Clone, Copy)]
enum Bits {
    Int(i32),
    UInt(u32),
    Long(i64),
    ULong(u64),
}

fn bits(value: &Value, method: &str) -> Result<Bits, ShellError> {
    let number = match value.base() {
        Value::Enum(member) => Value::Long(member.number),
        other => operand(&Value::Int(0), other, method)?,
    };
    Ok(match &number {
        Value::UInt32(n) => Bits::UInt(*n),
        Value::Long(n) => match i32::try_from(*n) {
            Ok(small) if matches!(value.base(), Value::Enum(_)) => Bits::Int(small),
            _ => Bits::Long(*n),
        },
        Value::ULong(n) => Bits::ULong(*n),
        Value::Single(_) | Value::Double(_) | Value::Decimal(_) => {
            if convert::to_double(&number)? < 0.0 {
                Bits::Long(convert::to_long(&number)?)
            } else {
                match convert::cast(&number, &TypeRef::Known(Known::UInt64))? {
                    Value::ULong(n) => Bits::ULong(n),
                    other => return Err(no_operator(&other, method)),
                }
            }
        }
        other if is_number(other) => Bits::Int(convert::to_int(other)?),
        other => return Err(no_operator(other, method)),
    })
}

fn wide(bits: Bits) -> i128 {
    match bits {
        Bits::Int(n) => i128::from(n),
        Bits::UInt(n) => i128::from(n),
        Bits::Long(n) => i128::from(n),
        Bits::ULong(n) => i128::from(n),
    }
}

fn apply(
    left: &Value,
    right: &Value,
    method: &str,
    f: fn(i128, i128) -> i128,
) -> Result<Value, ShellError> {
    let (a, b) = (bits(left, method)?, bits(right, method)?);
    let result = f(wide(a), wide(b));
    if let Value::Enum(member) = left.base() {
        return Ok(Value::Enum(Rc::new(EnumValue {
            ty: member.ty,
            number: i64::try_from(result).unwrap_or(member.number),
        })));
    }
    let value = match (a, b) {
        (Bits::Int(_), Bits::Int(_)) => i32::try_from(result).ok().map(Value::Int),
        (Bits::Int(_) | Bits::UInt(_), Bits::Int(_) | Bits::UInt(_)) => {
            u32::try_from(result).ok().map(Value::UInt32)
        }
        (Bits::ULong(_), _) | (_, Bits::ULong(_)) => u64::try_from(result).ok().map(Value::ULong),
        _ => None,
    };
    Ok(value.unwrap_or_else(|| {
        i64::try_from(result).map_or_else(
            |_| Value::ULong(u64::try_from(result).unwrap_or(u64::MAX)),
            Value::Long,
        )
    }))
}

/// `left -band right`.
pub fn bit_and(left: &Value, right: &Value) -> Result<Value, ShellError> {
    apply(left, right, "op_BitwiseAnd", |a, b| a & b)
}

/// `left -bor right`.
pub fn bit_or(left: &Value, right: &Value) -> Result<Value, ShellError> {
    apply(left, right, "op_BitwiseOr", |a, b| a | b)
}

/// `left -bxor right`.
pub fn bit_xor(left: &Value, right: &Value) -> Result<Value, ShellError> {
    apply(left, right, "op_ExclusiveOr", |a, b| a ^ b)
}

/// `-bnot value`.
pub fn bit_not(value: &Value) -> Result<Value, ShellError> {
    Ok(match bits(value, "op_OnesComplement")? {
        Bits::Int(n) => Value::Int(!n),
        Bits::UInt(n) => Value::UInt32(!n),
        Bits::Long(n) => Value::Long(!n),
        Bits::ULong(n) => Value::ULong(!n),
    })
}

fn shift_count(right: &Value) -> Result<u32, ShellError> {
    // Only the low bits count, as on the processor: the mask below is at most 63.
    Ok((convert::to_int(right.base())? & 63).unsigned_abs())
}

/// `left -shl right`.
pub fn shift_left(left: &Value, right: &Value) -> Result<Value, ShellError> {
    let count = shift_count(right)?;
    Ok(match bits(left, "op_LeftShift")? {
        Bits::Int(n) => Value::Int(n.wrapping_shl(count)),
        Bits::UInt(n) => Value::UInt32(n.wrapping_shl(count)),
        Bits::Long(n) => Value::Long(n.wrapping_shl(count)),
        Bits::ULong(n) => Value::ULong(n.wrapping_shl(count)),
    })
}

/// `left -shr right`.
pub fn shift_right(left: &Value, right: &Value) -> Result<Value, ShellError> {
    let count = shift_count(right)?;
    Ok(match bits(left, "op_RightShift")? {
        Bits::Int(n) => Value::Int(n.wrapping_shr(count)),
        Bits::UInt(n) => Value::UInt32(n.wrapping_shr(count)),
        Bits::Long(n) => Value::Long(n.wrapping_shr(count)),
        Bits::ULong(n) => Value::ULong(n.wrapping_shr(count)),
    })
}
