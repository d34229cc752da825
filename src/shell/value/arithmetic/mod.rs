//! `+ - * / %`, signs, `++` and `--`, bits, and ranges: the left operand decides what is done.

mod bits;
mod numeric;
mod range;

use std::cell::RefCell;
use std::rc::Rc;

pub use bits::{bit_and, bit_not, bit_or, bit_xor, shift_left, shift_right};
pub use range::{Range, range, range_bounds};

use numeric::{Operation, big, is_number, numeric, operand};

use super::convert::{self, raise};
use super::members::enumerate;
use super::{DateTimeValue, Engine, EnumValue, Hashtable, Value, limits};
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::types::{BigIntegerValue, Known, TypeRef, type_of};

fn no_operator(value: &Value, method: &str) -> ShellError {
    ShellError::new(
        "MethodNotFound",
        ErrorCategory::InvalidOperation,
        format!(
            "Method invocation failed because [{}] does not contain a method named '{method}'.",
            type_of(value).full_name()
        ),
    )
    .target(method)
}

/// `left + right`.
pub fn add(left: &Value, right: &Value, engine: &mut dyn Engine) -> Flow<Value> {
    if let (Value::Int(a), Value::Int(b)) = (left, right)
        && let Some(sum) = a.checked_add(*b)
    {
        return Ok(Value::Int(sum));
    }
    let (l, r) = (left.base(), right.base());
    Ok(match l {
        Value::Null => right.clone(),
        Value::Str(text) => {
            let more = match r {
                Value::Str(more) => Rc::clone(more),
                _ => convert::to_text_in(right, engine)?,
            };
            limits::text(text.len().saturating_add(more.len()))?;
            let mut joined = String::with_capacity(text.len() + more.len());
            joined.push_str(text);
            joined.push_str(&more);
            Value::from(joined)
        }
        Value::Char(c) => {
            let mut joined = String::from(*c);
            joined.push_str(&convert::to_text_in(right, engine)?);
            Value::from(joined)
        }
        Value::Array(_) | Value::List(_) => append(l, right)?,
        Value::Hashtable(table) => add_tables(table, r)?,
        Value::DateTime(date) => add_to_date(date, r, 1)?,
        Value::TimeSpan(ticks) => match r {
            Value::DateTime(date) => shift_date(date, *ticks)?,
            _ => Value::TimeSpan(span_sum(*ticks, span_operand(r)?, 1)?),
        },
        Value::Enum(member) => enum_result(member, r, Operation::Add)?,
        _ if is_number(l) || l.downcast::<BigIntegerValue>().is_some() => {
            plain(l, r, Operation::Add, "op_Addition")?
        }
        Value::Native(native) => match native.items() {
            Some(items) => append(&Value::array(items), right)?,
            None if let Some(sum) = offset_result(l, r, "Add") => sum?,
            None => return Err(no_operator(l, "op_Addition").into()),
        },
        _ => return Err(no_operator(l, "op_Addition").into()),
    })
}

fn append(left: &Value, right: &Value) -> Result<Value, ShellError> {
    let mut items = enumerate(left).unwrap_or_default();
    match enumerate(right) {
        Some(more) => {
            limits::items(items.len().saturating_add(more.len()))?;
            items.extend(more);
        }
        None => items.push(right.clone()),
    }
    Ok(Value::array(items))
}

fn add_tables(table: &Rc<Hashtable>, right: &Value) -> Result<Value, ShellError> {
    let Value::Hashtable(other) = right else {
        if right.is_null() {
            return Ok(Value::Hashtable(Rc::new(table.shallow_copy())));
        }
        return Err(ShellError::new(
            "AddHashTableToNonHashTable",
            ErrorCategory::InvalidOperation,
            "A hash table can only be added to another hash table.",
        ));
    };
    let sum = table.shallow_copy();
    for (key, value) in other.entries().iter() {
        if sum.contains_key(key.value()) {
            let text = convert::to_text(key.value());
            return Err(raise(
                "System.ArgumentException",
                format!(
                    "Item has already been added. Key in dictionary: '{text}'  Key being added: '{text}'"
                ),
            ));
        }
        sum.set(key.value(), value.clone());
    }
    Ok(Value::Hashtable(Rc::new(sum)))
}

fn out_of_date_range() -> ShellError {
    raise(
        "System.ArgumentOutOfRangeException",
        "The added or subtracted value results in an un-representable DateTime. (Parameter 't')",
    )
}

fn shift_date(date: &DateTimeValue, ticks: i64) -> Result<Value, ShellError> {
    convert::ticks_of(date)
        .checked_add(ticks)
        .and_then(|ticks| convert::date_from_ticks(ticks, date.kind))
        .map(Value::from)
        .ok_or_else(out_of_date_range)
}

fn add_to_date(date: &DateTimeValue, right: &Value, sign: i64) -> Result<Value, ShellError> {
    let ticks = span_operand(right)?
        .checked_mul(sign)
        .ok_or_else(out_of_date_range)?;
    shift_date(date, ticks)
}

fn span_operand(value: &Value) -> Result<i64, ShellError> {
    match convert::cast(value, &TypeRef::Known(Known::TimeSpan))? {
        Value::TimeSpan(ticks) => Ok(ticks),
        other => Err(no_operator(&other, "op_Addition")),
    }
}

fn span_sum(a: i64, b: i64, sign: i64) -> Result<i64, ShellError> {
    b.checked_mul(sign)
        .and_then(|b| a.checked_add(b))
        .ok_or_else(|| {
            raise(
                "System.OverflowException",
                "TimeSpan overflowed because the duration is too long.",
            )
        })
}

/// An enumeration's member plus or minus a number is a member again.
fn enum_result(
    member: &Rc<EnumValue>,
    right: &Value,
    operation: Operation,
) -> Result<Value, ShellError> {
    let left = Value::Long(member.number);
    let right = operand(&left, right, "op_Addition")?;
    let result = numeric(&left, &right, operation)?;
    Ok(match convert::to_long(&result) {
        Ok(number) if member.ty.member(number).is_some() => Value::Enum(Rc::new(EnumValue {
            ty: member.ty,
            number,
        })),
        _ => result,
    })
}

/// `left - right`.
pub fn subtract(left: &Value, right: &Value) -> Result<Value, ShellError> {
    if let (Value::Int(a), Value::Int(b)) = (left, right)
        && let Some(difference) = a.checked_sub(*b)
    {
        return Ok(Value::Int(difference));
    }
    let (l, r) = (left.base(), right.base());
    match (l, r) {
        (Value::DateTime(a), Value::DateTime(b)) => Ok(Value::TimeSpan(
            convert::ticks_of(a).saturating_sub(convert::ticks_of(b)),
        )),
        (Value::DateTime(a), Value::Str(text)) => match convert::parse_date(text) {
            Some(b) => Ok(Value::TimeSpan(
                convert::ticks_of(a).saturating_sub(convert::ticks_of(&b)),
            )),
            None => add_to_date(a, r, -1),
        },
        (Value::DateTime(a), _) => add_to_date(a, r, -1),
        (Value::TimeSpan(a), _) => Ok(Value::TimeSpan(span_sum(*a, span_operand(r)?, -1)?)),
        (Value::Enum(member), _) => enum_result(member, r, Operation::Subtract),
        _ if let Some(difference) = offset_result(l, r, "Subtract") => difference,
        _ => plain(l, r, Operation::Subtract, "op_Subtraction"),
    }
}

/// Sums and differences of `DateTimeOffset`; `None` for other values.
fn offset_result(left: &Value, right: &Value, method: &str) -> Option<Result<Value, ShellError>> {
    let offset = left.downcast::<crate::types::DateTimeOffsetValue>()?;
    let result = super::Native::call(offset, method, std::slice::from_ref(right))?;
    Some(result.map(Option::unwrap_or_default))
}

/// Numbers, and text that stands for numbers, on both sides.
fn plain(
    left: &Value,
    right: &Value,
    operation: Operation,
    method: &str,
) -> Result<Value, ShellError> {
    if let Some(result) = big(left, right, operation) {
        return result;
    }
    let left = match left {
        Value::Null => Value::Int(0),
        Value::Str(_) => operand(&Value::Int(0), left, method)?,
        other if is_number(other) => other.clone(),
        other => return Err(no_operator(other, method)),
    };
    numeric(&left, &operand(&left, right, method)?, operation)
}

fn repeat_count(right: &Value) -> Result<usize, ShellError> {
    let count = convert::to_int(right.base())?;
    usize::try_from(count).map_err(|_| {
        raise(
            "System.ArgumentOutOfRangeException",
            format!("times ('{count}') must be a non-negative value. (Parameter 'times')\nActual value was {count}."),
        )
    })
}

/// `left * right`.
pub fn multiply(left: &Value, right: &Value) -> Result<Value, ShellError> {
    if let (Value::Int(a), Value::Int(b)) = (left, right)
        && let Some(product) = a.checked_mul(*b)
    {
        return Ok(Value::Int(product));
    }
    let (l, r) = (left.base(), right.base());
    match l {
        Value::Null => Ok(Value::Null),
        Value::Str(text) => {
            let count = repeat_count(r)?;
            limits::text(text.len().saturating_mul(count))?;
            Ok(Value::from(text.repeat(count)))
        }
        Value::Array(_) | Value::List(_) => {
            let items = enumerate(l).unwrap_or_default();
            let count = repeat_count(r)?;
            limits::items(items.len().saturating_mul(count))?;
            let mut repeated = Vec::with_capacity(items.len() * count);
            for _ in 0..count {
                repeated.extend_from_slice(&items);
            }
            Ok(match l {
                Value::Array(array) => Value::typed_array(array.element.clone(), repeated),
                _ => Value::array(repeated),
            })
        }
        Value::TimeSpan(ticks) => scale_span(*ticks, convert::to_double(r)?),
        _ => match r {
            Value::TimeSpan(ticks) if is_number(l) => scale_span(*ticks, convert::to_double(l)?),
            _ => plain(l, r, Operation::Multiply, "op_Multiply"),
        },
    }
}

fn scale_span(ticks: i64, factor: f64) -> Result<Value, ShellError> {
    let scaled = (ticks as f64 * factor).round_ties_even();
    if scaled.is_nan() || scaled.abs() > i64::MAX as f64 {
        return Err(raise(
            "System.OverflowException",
            "TimeSpan overflowed because the duration is too long.",
        ));
    }
    Ok(Value::TimeSpan(scaled as i64))
}

/// `left / right`.
pub fn divide(left: &Value, right: &Value) -> Result<Value, ShellError> {
    let (l, r) = (left.base(), right.base());
    match (l, r) {
        (Value::TimeSpan(a), Value::TimeSpan(b)) => Ok(Value::Double(*a as f64 / *b as f64)),
        (Value::TimeSpan(a), _) => scale_span(*a, 1.0 / convert::to_double(r)?),
        _ => plain(l, r, Operation::Divide, "op_Division"),
    }
}

/// `left % right`.
pub fn remainder(left: &Value, right: &Value) -> Result<Value, ShellError> {
    plain(
        left.base(),
        right.base(),
        Operation::Remainder,
        "op_Modulus",
    )
}

/// `-value`.
pub fn negate(value: &Value) -> Result<Value, ShellError> {
    match value.base() {
        Value::Int(n) => Ok(n
            .checked_neg()
            .map_or_else(|| Value::Double(-f64::from(*n)), Value::Int)),
        Value::Double(n) => Ok(Value::Double(-n)),
        Value::Single(n) => Ok(Value::Single(-n)),
        Value::Decimal(n) => Ok(Value::Decimal(-*n)),
        Value::TimeSpan(ticks) => Ok(Value::TimeSpan(ticks.saturating_neg())),
        other => plain(
            &Value::Int(0),
            other,
            Operation::Subtract,
            "op_UnaryNegation",
        ),
    }
}

/// `+value`.
pub fn plus(value: &Value) -> Result<Value, ShellError> {
    match value.base() {
        Value::TimeSpan(_) => Ok(value.clone()),
        other => plain(&Value::Int(0), other, Operation::Add, "op_UnaryPlus"),
    }
}

fn step(value: &Value, operation: Operation, sign: &str) -> Result<Value, ShellError> {
    match value.base() {
        Value::Null => numeric(&Value::Int(0), &Value::Int(1), operation),
        base if is_number(base) && !matches!(base, Value::Bool(_) | Value::Char(_)) => {
            numeric(base, &Value::Int(1), operation)
        }
        base => Err(ShellError::new(
            "OperatorRequiresNumber",
            ErrorCategory::InvalidOperation,
            format!(
                "The '{sign}' operator works only on numbers. The operand is a '{}'.",
                type_of(base).full_name()
            ),
        )),
    }
}

/// `value + 1`, for `++`. `$null` counts as 0; text is refused.
pub fn increment(value: &Value) -> Result<Value, ShellError> {
    match value {
        Value::Int(n) if *n < i32::MAX => Ok(Value::Int(n + 1)),
        _ => step(value, Operation::Add, "++"),
    }
}

/// `value - 1`, for `--`.
pub fn decrement(value: &Value) -> Result<Value, ShellError> {
    match value {
        Value::Int(n) if *n > i32::MIN => Ok(Value::Int(n - 1)),
        _ => step(value, Operation::Subtract, "--"),
    }
}

/// Adds to an array that nobody else holds without copying it: `$a += $x` in a loop. `None` when it is shared or typed.
pub fn append_in_place(left: &mut Value, right: &Value) -> Option<()> {
    let Value::Array(array) = left else {
        return None;
    };
    let array = Rc::get_mut(array)?;
    if &*array.element != "System.Object" || !array.lengths.is_empty() {
        return None;
    }
    let items = RefCell::get_mut(&mut array.items);
    match enumerate(right) {
        Some(more) => items.extend(more),
        None => items.push(right.clone()),
    }
    Some(())
}
