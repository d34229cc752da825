//! The operators, by the names that the syntax tree gives them.

use std::rc::Rc;

use super::arithmetic;
use super::compare::{self, Case};
use super::convert;
use super::{BlockCall, Engine, Value};
use super::{format_string, split};
use crate::error::Flow;
use crate::syntax::ast::{BinaryOperator, UnaryOperator};
use crate::types::{ClassType, TypeRef, TypeValue};

/// Applies a binary operator to two values that have been computed.
///
/// `-and`, `-or` and `??` are answered too, but an interpreter that leaves out the right side does so itself.
pub fn binary(
    operator: BinaryOperator,
    left: &Value,
    right: &Value,
    engine: &mut dyn Engine,
) -> Flow<Value> {
    use BinaryOperator as B;
    use Case::{Ignore, Respect};
    if let (Value::Int(a), Value::Int(b)) = (left, right)
        && let Some(value) = int_fast_path(operator, *a, *b)
    {
        return Ok(value);
    }
    if (class_of(left).is_some() || class_of(right).is_some())
        && let Some(value) = by_class(operator, left, right, engine)?
    {
        return Ok(value);
    }
    let value = match operator {
        B::And => Value::Bool(convert::to_bool(left) && convert::to_bool(right)),
        B::Or => Value::Bool(convert::to_bool(left) || convert::to_bool(right)),
        B::Xor => Value::Bool(convert::to_bool(left) ^ convert::to_bool(right)),
        B::QuestionQuestion => if left.is_null() { right } else { left }.clone(),
        B::Band => arithmetic::bit_and(left, right)?,
        B::Bor => arithmetic::bit_or(left, right)?,
        B::Bxor => arithmetic::bit_xor(left, right)?,
        B::Shl => arithmetic::shift_left(left, right)?,
        B::Shr => arithmetic::shift_right(left, right)?,
        B::Plus => arithmetic::add(left, right, engine)?,
        B::Minus => arithmetic::subtract(left, right)?,
        B::Multiply => arithmetic::multiply(left, right)?,
        B::Divide => arithmetic::divide(left, right)?,
        B::Rem => arithmetic::remainder(left, right)?,
        B::DotDot => arithmetic::range(left, right)?,
        B::Ieq => compare::equal_operator(left, right, Ignore, false)?,
        B::Ceq => compare::equal_operator(left, right, Respect, false)?,
        B::Ine => compare::equal_operator(left, right, Ignore, true)?,
        B::Cne => compare::equal_operator(left, right, Respect, true)?,
        B::Ilt => compare::order_operator(left, right, Ignore, compare::Relation::Less)?,
        B::Clt => compare::order_operator(left, right, Respect, compare::Relation::Less)?,
        B::Ile => compare::order_operator(left, right, Ignore, compare::Relation::LessOrEqual)?,
        B::Cle => compare::order_operator(left, right, Respect, compare::Relation::LessOrEqual)?,
        B::Igt => compare::order_operator(left, right, Ignore, compare::Relation::Greater)?,
        B::Cgt => compare::order_operator(left, right, Respect, compare::Relation::Greater)?,
        B::Ige => compare::order_operator(left, right, Ignore, compare::Relation::GreaterOrEqual)?,
        B::Cge => compare::order_operator(left, right, Respect, compare::Relation::GreaterOrEqual)?,
        B::Ilike => compare::like_operator(left, right, Ignore, false)?,
        B::Clike => compare::like_operator(left, right, Respect, false)?,
        B::Inotlike => compare::like_operator(left, right, Ignore, true)?,
        B::Cnotlike => compare::like_operator(left, right, Respect, true)?,
        B::Imatch => compare::match_operator(left, right, Ignore, false, engine)?,
        B::Cmatch => compare::match_operator(left, right, Respect, false, engine)?,
        B::Inotmatch => compare::match_operator(left, right, Ignore, true, engine)?,
        B::Cnotmatch => compare::match_operator(left, right, Respect, true, engine)?,
        B::Ireplace => compare::replace_operator(left, right, Ignore, engine)?,
        B::Creplace => compare::replace_operator(left, right, Respect, engine)?,
        B::Icontains => Value::Bool(compare::contains(left, right, Ignore)),
        B::Ccontains => Value::Bool(compare::contains(left, right, Respect)),
        B::Inotcontains => Value::Bool(!compare::contains(left, right, Ignore)),
        B::Cnotcontains => Value::Bool(!compare::contains(left, right, Respect)),
        B::Iin => Value::Bool(compare::contains(right, left, Ignore)),
        B::Cin => Value::Bool(compare::contains(right, left, Respect)),
        B::Inotin => Value::Bool(!compare::contains(right, left, Ignore)),
        B::Cnotin => Value::Bool(!compare::contains(right, left, Respect)),
        B::Isplit => split::split_operator(left, right, Ignore, engine)?,
        B::Csplit => split::split_operator(left, right, Respect, engine)?,
        B::Join => split::join_operator(left, right, engine)?,
        B::Format => format_string::format_operator(left, right, engine)?,
        B::Is => Value::Bool(compare::is_operator(left, right)?),
        B::IsNot => Value::Bool(!compare::is_operator(left, right)?),
        B::As => compare::as_operator(left, right, engine)?,
    };
    Ok(value)
}

/// The class of a script that a value is an instance of.
fn class_of(value: &Value) -> Option<&Rc<ClassType>> {
    match value {
        Value::Object(object) => object.class.as_ref(),
        _ => None,
    }
}

/// What a class of a script itself says of an operator: `op_Addition` and its kin, `Equals`, `CompareTo`. `None`: nothing.
fn by_class(
    operator: BinaryOperator,
    left: &Value,
    right: &Value,
    engine: &mut dyn Engine,
) -> Flow<Option<Value>> {
    use BinaryOperator as B;
    if matches!(left.base(), Value::Array(_) | Value::List(_)) {
        return Ok(None);
    }
    let method = match operator {
        B::Plus => "op_Addition",
        B::Minus => "op_Subtraction",
        B::Multiply => "op_Multiply",
        B::Divide => "op_Division",
        B::Rem => "op_Modulus",
        B::Ieq | B::Ceq | B::Ine | B::Cne => {
            let Some(class) = class_of(left) else {
                return Ok(None);
            };
            // Nothing equals null, and what the method does not take is another thing.
            if right.is_null() {
                return Ok(None);
            }
            let args = std::slice::from_ref(right);
            let answer = match engine.class_method(left, class, "Equals", args) {
                Err(crate::error::Interrupt::Error(error))
                    if error.id.starts_with("MethodArgumentConversion") =>
                {
                    return Ok(None);
                }
                other => other?,
            };
            let negate = matches!(operator, B::Ine | B::Cne);
            return Ok(answer
                .flatten()
                .map(|equal| Value::Bool(convert::to_bool(&equal) != negate)));
        }
        B::Ilt | B::Clt | B::Ile | B::Cle | B::Igt | B::Cgt | B::Ige | B::Cge => {
            let Some(order) = order_by_class(left, right, engine)? else {
                return Ok(None);
            };
            return Ok(Some(Value::Bool(match operator {
                B::Ilt | B::Clt => order.is_lt(),
                B::Ile | B::Cle => order.is_le(),
                B::Igt | B::Cgt => order.is_gt(),
                _ => order.is_ge(),
            })));
        }
        _ => return Ok(None),
    };
    let Some(class) = [left, right]
        .into_iter()
        .filter_map(class_of)
        .find(|class| !class.methods(method, true).is_empty())
    else {
        return Ok(None);
    };
    let ty = Value::native(TypeValue(TypeRef::Class(Rc::clone(class))));
    let call = engine.compile(&format!(
        "param($type, $left, $right) , $type::{method}($left, $right)"
    ))?;
    let given = engine.run_block(
        &call,
        BlockCall {
            item: None,
            this: Some(Value::Null),
            args: &[ty, left.clone(), right.clone()],
        },
    )?;
    Ok(given.into_iter().next())
}

/// The order of two values by the `CompareTo` of the class of the left one; `None` where it has none.
///
/// # Errors
/// What the method throws.
pub fn order_by_class(
    left: &Value,
    right: &Value,
    engine: &mut dyn Engine,
) -> Flow<Option<std::cmp::Ordering>> {
    let Some(class) = class_of(left) else {
        return Ok(None);
    };
    let args = std::slice::from_ref(right);
    let Some(answer) = engine
        .class_method(left, class, "CompareTo", args)?
        .flatten()
    else {
        return Ok(None);
    };
    Ok(Some(convert::to_int(&answer)?.cmp(&0)))
}

/// The operators of loops and filters on two integers: no conversion, no allocation.
fn int_fast_path(operator: BinaryOperator, a: i32, b: i32) -> Option<Value> {
    use BinaryOperator as B;
    Some(match operator {
        B::Plus => Value::Int(a.checked_add(b)?),
        B::Minus => Value::Int(a.checked_sub(b)?),
        B::Multiply => Value::Int(a.checked_mul(b)?),
        B::Rem => Value::Int(a.checked_rem(b)?),
        B::Divide => match a.checked_rem(b)? {
            0 => Value::Int(a.checked_div(b)?),
            _ => Value::Double(f64::from(a) / f64::from(b)),
        },
        B::Ieq | B::Ceq => Value::Bool(a == b),
        B::Ine | B::Cne => Value::Bool(a != b),
        B::Ilt | B::Clt => Value::Bool(a < b),
        B::Ile | B::Cle => Value::Bool(a <= b),
        B::Igt | B::Cgt => Value::Bool(a > b),
        B::Ige | B::Cge => Value::Bool(a >= b),
        B::Band => Value::Int(a & b),
        B::Bor => Value::Int(a | b),
        B::Bxor => Value::Int(a ^ b),
        _ => return None,
    })
}

/// Applies a unary operator. `++` and `--` give the new value; which value the expression has, and where the new one
/// is stored, is the interpreter's to decide (postfix on `$null` counts from 0).
pub fn unary(operator: UnaryOperator, operand: &Value, engine: &mut dyn Engine) -> Flow<Value> {
    use UnaryOperator as U;
    Ok(match operator {
        U::Not | U::Exclaim => Value::Bool(!convert::to_bool(operand)),
        U::Bnot => arithmetic::bit_not(operand)?,
        U::Plus => arithmetic::plus(operand)?,
        U::Minus => arithmetic::negate(operand)?,
        U::Join => split::join_unary(operand, engine)?,
        U::Isplit => split::split_unary(operand, engine),
        U::Csplit => split::split_unary(operand, engine),
        U::PlusPlus | U::PostfixPlusPlus => arithmetic::increment(operand)?,
        U::MinusMinus | U::PostfixMinusMinus => arithmetic::decrement(operand)?,
    })
}

/// The text of a value inside `"..."`, with `$OFS` between elements and a script's own `ToString`.
pub fn interpolate(value: &Value, engine: &mut dyn Engine) -> Flow<Rc<str>> {
    convert::to_text_in(value, engine)
}
