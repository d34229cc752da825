//! Comparison: the left operand's type decides, and a collection on the left is filtered.

mod collation;
mod equality;
mod ordering;
mod patterns;

pub use collation::collate;
pub use equality::{contains, equals, fold, group_key, same_text};
pub use ordering::{compare_for_sort, order};
pub use patterns::{match_operator, match_table, replace_operator, replace_text};

use iovsh_base::interrupt::Pulse;

use super::convert;
use super::members::enumerate;
use super::{Engine, Value};
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::types::{self, TypeRef, TypeValue, is_instance};
use crate::wildcard::WildcardPattern;

/// Whether upper and lower case differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `-eq`, `-ieq`: they do not.
    Ignore,
    /// `-ceq`: they do.
    Respect,
}

/// The four ordering operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `-lt`
    Less,
    /// `-le`
    LessOrEqual,
    /// `-gt`
    Greater,
    /// `-ge`
    GreaterOrEqual,
}

impl Relation {
    fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }
}

/// A collection on the left gives the elements for which `keep` holds; anything else gives a truth value.
fn filter(
    left: &Value,
    mut keep: impl FnMut(&Value) -> Result<bool, ShellError>,
) -> Result<Value, ShellError> {
    match enumerate(left) {
        None => Ok(Value::Bool(keep(left)?)),
        Some(items) => {
            let mut kept = Vec::new();
            let mut pulse = Pulse::default();
            for item in items {
                pulse.beat()?;
                if keep(&item)? {
                    kept.push(item);
                }
            }
            Ok(Value::array(kept))
        }
    }
}

/// `-eq` and `-ne` (`negate`).
///
/// # Errors
/// That the work is to end.
pub fn equal_operator(
    left: &Value,
    right: &Value,
    case: Case,
    negate: bool,
) -> Result<Value, ShellError> {
    match left {
        Value::Array(_) | Value::List(_) | Value::Native(_) | Value::Object(_) => {
            filter(left, |item| Ok(equals(item, right, case) != negate))
        }
        _ => Ok(Value::Bool(equals(left, right, case) != negate)),
    }
}

/// `-lt -le -gt -ge`.
pub fn order_operator(
    left: &Value,
    right: &Value,
    case: Case,
    relation: Relation,
) -> Result<Value, ShellError> {
    filter(left, |item| Ok(relation.holds(order(item, right, case)?)))
}

/// `-like` and `-notlike`.
pub fn like_operator(
    left: &Value,
    right: &Value,
    case: Case,
    negate: bool,
) -> Result<Value, ShellError> {
    let pattern = wildcard(&convert::to_text(right), case)?;
    filter(left, |item| {
        Ok(pattern.try_match(&convert::to_text(item))? != negate)
    })
}

/// A wildcard pattern that is refused when a bracket is not closed.
///
/// # Errors
/// `RuntimeException` (a `WildcardPatternException`).
pub fn wildcard(pattern: &str, case: Case) -> Result<WildcardPattern, ShellError> {
    WildcardPattern::checked(pattern, case == Case::Ignore).ok_or_else(|| {
        ShellError::new(
            "RuntimeException",
            ErrorCategory::NotSpecified,
            format!("The specified wildcard character pattern is not valid: {pattern}"),
        )
        .exception("System.Management.Automation.WildcardPatternException")
    })
}

/// The type that the right side of `-is` and `-as` stands for.
fn type_operand(right: &Value) -> Result<TypeRef, ShellError> {
    if let Some(TypeValue(ty)) = right.downcast::<TypeValue>() {
        return Ok(ty.clone());
    }
    let Value::Str(text) = right.base() else {
        return Err(convert::cast_failed(
            right,
            &TypeRef::Known(types::Known::Type),
        ));
    };
    types::resolve(text).ok_or_else(|| {
        ShellError::new(
            "RuntimeException",
            ErrorCategory::InvalidOperation,
            format!("Unable to find type [{text}]."),
        )
        .target(&**text)
    })
}

/// `left -is right`.
pub fn is_operator(left: &Value, right: &Value) -> Result<bool, ShellError> {
    Ok(is_instance(left, &type_operand(right)?))
}

/// `left -as right`: `$null` when it cannot be converted.
pub fn as_operator(left: &Value, right: &Value, engine: &mut dyn Engine) -> Flow<Value> {
    let ty = type_operand(right)?;
    Ok(convert::cast_in(left, &ty, engine).unwrap_or_default())
}
