//! Validation of arguments.

use std::rc::Rc;

use super::meta::ParameterMeta;
use super::runtime::Runtime;
use crate::declaration::Validation;
use crate::error::{Flow, Interrupt};
use crate::types::regex::RegexValue;
use crate::types::{TypeRef, type_of};
use crate::value::compare::{Case, order};
use crate::value::utf16;
use crate::value::{ScriptBlock, Value, convert, members};

/// The kinds of number that `ValidateRange('Positive')` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // PowerShell's own names.
pub enum RangeKind {
    Positive,
    NonNegative,
    Negative,
    NonPositive,
}

/// A check on an argument, after conversion.
#[derive(Clone, Debug)]
pub enum Check {
    /// `ValidateSet`.
    Set {
        /// What is allowed.
        values: Vec<Rc<str>>,
        /// Whether case matters.
        case: bool,
        /// Our own sentence, with `{0}` and `{1}`.
        message: Option<Rc<str>>,
    },
    /// `ValidateRange`, both included.
    Range(Value, Value),
    /// `ValidateRange` of a kind.
    RangeKind(RangeKind),
    /// `ValidateLength`.
    Length(i64, i64),
    /// `ValidateCount`.
    Count(i64, i64),
    /// `ValidatePattern`.
    Pattern {
        /// The expression.
        pattern: Rc<str>,
        /// Whether case matters.
        case: bool,
        /// Our own sentence.
        message: Option<Rc<str>>,
    },
    /// `ValidateScript`.
    Script(Rc<ScriptBlock>, Option<Rc<str>>),
    /// `ValidateNotNull`.
    NotNull,
    /// `ValidateNotNullOrEmpty`.
    NotNullOrEmpty,
    /// `ValidateNotNullOrWhiteSpace`.
    NotNullOrWhiteSpace,
}

/// Takes a validation of a cmdlet's declaration.
pub(super) fn of_validation(validation: &Validation, meta: &mut ParameterMeta) {
    meta.checks.push(match validation {
        Validation::Range(min, max) => Check::Range(Value::Long(*min), Value::Long(*max)),
        Validation::Set(values) => Check::Set {
            values: values.iter().map(|value| (*value).into()).collect(),
            case: false,
            message: None,
        },
        Validation::Pattern(regex) => Check::Pattern {
            pattern: (*regex).into(),
            case: false,
            message: None,
        },
        Validation::Length(min, max) => Check::Length(
            i64::try_from(*min).unwrap_or(i64::MAX),
            i64::try_from(*max).unwrap_or(i64::MAX),
        ),
        Validation::Count(min, max) => Check::Count(
            i64::try_from(*min).unwrap_or(i64::MAX),
            i64::try_from(*max).unwrap_or(i64::MAX),
        ),
        Validation::NotNull => Check::NotNull,
        Validation::NotNullOrEmpty => Check::NotNullOrEmpty,
        Validation::AllowNull => {
            meta.allow_null = true;
            return;
        }
        Validation::AllowNullProperty => {
            meta.allow_null_property = true;
            return;
        }
        Validation::AllowEmptyString => {
            meta.allow_empty_string = true;
            return;
        }
        Validation::AllowEmptyCollection => {
            meta.allow_empty_collection = true;
            return;
        }
    });
}

fn filled(template: &str, first: &str, second: &str) -> String {
    template.replace("{0}", first).replace("{1}", second)
}

impl Check {
    /// Runs the check; the inner error is the sentence that says what is wrong.
    pub(super) fn run(&self, inner: &mut dyn Runtime, value: &Value) -> Flow<Result<(), String>> {
        match self {
            Check::NotNull => Ok(if value.is_null() {
                Err("The argument is null. Provide a valid value for the argument, and then try running the command again.".to_owned())
            } else {
                Self::no_null_inside(value)
            }),
            Check::NotNullOrEmpty => Ok(Self::not_empty(value)),
            Check::NotNullOrWhiteSpace => Ok(match value.base() {
                Value::Str(text) if text.trim().is_empty() => {
                    Err("The argument is null, empty or consists of only white-space characters. Provide an argument that contains non white-space characters, and then try the command again.".to_owned())
                }
                _ => Self::not_empty(value),
            }),
            Check::Count(min, max) => {
                let count = match members::enumerate(value) {
                    Some(items) => i64::try_from(items.len()).unwrap_or(i64::MAX),
                    None => 1,
                };
                Ok(if count < *min || count > *max {
                    Err(format!(
                        "The parameter requires at least {min} value(s) and no more than {max} value(s) - {count} value(s) were provided."
                    ))
                } else {
                    Ok(())
                })
            }
            _ => {
                // The other checks look at every element.
                match members::enumerate(value) {
                    Some(items) => {
                        for item in items {
                            if let Err(reason) = self.run_one(inner, &item)? {
                                return Ok(Err(reason));
                            }
                        }
                        Ok(Ok(()))
                    }
                    None => self.run_one(inner, value),
                }
            }
        }
    }

    fn no_null_inside(value: &Value) -> Result<(), String> {
        match members::enumerate(value) {
            Some(items) if items.iter().any(Value::is_null) => Err(
                "The argument collection contains a null value. Provide a collection that does not contain any null values, and then try the command again."
                    .to_owned(),
            ),
            _ => Ok(()),
        }
    }

    fn not_empty(value: &Value) -> Result<(), String> {
        const EMPTY: &str = "The argument is null or empty. Provide an argument that is not null or empty, and then try the command again.";
        match value.base() {
            Value::Null => Err(EMPTY.to_owned()),
            Value::Str(text) if text.is_empty() => Err(EMPTY.to_owned()),
            Value::Hashtable(table) if table.is_empty() => Err(EMPTY.to_owned()),
            other => match members::enumerate(other) {
                Some(items) if items.is_empty() => Err(
                    "The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again."
                        .to_owned(),
                ),
                Some(items)
                    if items.iter().any(|item| match item {
                        Value::Null => true,
                        Value::Str(text) => text.is_empty(),
                        _ => false,
                    }) =>
                {
                    Err("The argument is null, empty, or an element of the argument collection contains a null value. Supply a collection that does not contain any null values and then try the command again.".to_owned())
                }
                _ => Ok(()),
            },
        }
    }

    fn run_one(&self, inner: &mut dyn Runtime, value: &Value) -> Flow<Result<(), String>> {
        Ok(match self {
            Check::Set {
                values,
                case,
                message,
            } => {
                let text = convert::to_text(value);
                let found = values.iter().any(|allowed| {
                    if *case {
                        **allowed == *text
                    } else {
                        allowed.to_lowercase() == text.to_lowercase()
                    }
                });
                if found {
                    Ok(())
                } else {
                    let list = values.join(",");
                    Err(match message {
                        Some(message) => filled(message, &text, &list),
                        None => format!(
                            "The argument \"{text}\" does not belong to the set \"{list}\" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again."
                        ),
                    })
                }
            }
            Check::Range(min, max) => {
                let text = convert::to_text(value);
                let other_type = || {
                    let (from, to) = (type_of(value).name(), type_of(min).name());
                    Err(format!(
                        "The argument cannot be validated because its type \"{from}\" is not the same type ({to}) as the maximum and minimum limits of the parameter. Make sure the argument is of type {to} and then try the command again."
                    ))
                };
                // A text is compared as what the limits are.
                let read = match (value.base(), min.base()) {
                    (Value::Str(_), Value::Str(_)) => None,
                    (Value::Str(_), _) => match convert::cast(value, &type_of(min)) {
                        Ok(read) => Some(read),
                        Err(_) => return Ok(other_type()),
                    },
                    _ => None,
                };
                let value = read.as_ref().unwrap_or(value);
                let below = order(value, min, Case::Ignore);
                let above = order(value, max, Case::Ignore);
                match (below, above) {
                    (Ok(low), Ok(high)) => {
                        if high.is_gt() {
                            let limit = convert::to_text(max);
                            Err(format!(
                                "The {text} argument is greater than the maximum allowed range of {limit}. Supply an argument that is less than or equal to {limit} and then try the command again."
                            ))
                        } else if low.is_lt() {
                            let limit = convert::to_text(min);
                            Err(format!(
                                "The {text} argument is less than the minimum allowed range of {limit}. Supply an argument that is greater than or equal to {limit} and then try the command again."
                            ))
                        } else {
                            Ok(())
                        }
                    }
                    _ => other_type(),
                }
            }
            Check::RangeKind(kind) => {
                let number = convert::to_double(value);
                let text = convert::to_text(value);
                let (fits, words) = match (kind, number) {
                    (RangeKind::Positive, Ok(n)) => (n > 0.0, "greater than zero"),
                    (RangeKind::NonNegative, Ok(n)) => (n >= 0.0, "greater than or equal to zero"),
                    (RangeKind::Negative, Ok(n)) => (n < 0.0, "less than zero"),
                    (RangeKind::NonPositive, Ok(n)) => (n <= 0.0, "less than or equal to zero"),
                    (_, Err(_)) => (false, "a number"),
                };
                if fits {
                    Ok(())
                } else {
                    Err(format!(
                        "The argument \"{text}\" cannot be validated because its value is not {words}."
                    ))
                }
            }
            Check::Length(min, max) => {
                let text = convert::to_text(value);
                if !matches!(value.base(), Value::Str(_)) {
                    return Ok(Err(
                        "The argument cannot be validated because its type is not string."
                            .to_owned(),
                    ));
                }
                let length = i64::try_from(utf16::len(&text)).unwrap_or(i64::MAX);
                if length < *min {
                    Err(format!(
                        "The character length ({length}) of the argument is too short. Specify an argument with a length that is greater than or equal to \"{min}\", and then try the command again."
                    ))
                } else if length > *max {
                    Err(format!(
                        "The character length of the {length} argument is too long. Shorten the character length of the argument so it is fewer than or equal to \"{max}\" characters, and then try the command again."
                    ))
                } else {
                    Ok(())
                }
            }
            Check::Pattern {
                pattern,
                case,
                message,
            } => {
                let text = convert::to_text(value);
                let case = if *case { Case::Respect } else { Case::Ignore };
                let found = crate::value::compare::match_operator(
                    &Value::Str(Rc::clone(&text)),
                    &Value::Str(Rc::clone(pattern)),
                    case,
                    false,
                    &mut crate::value::NoEngine,
                );
                match found {
                    Ok(found) if convert::to_bool(&found) => Ok(()),
                    Ok(_) => Err(match message {
                        Some(message) => filled(message, &text, pattern),
                        None => format!(
                            "The argument \"{text}\" does not match the \"{pattern}\" pattern. Supply an argument that matches \"{pattern}\" and try the command again."
                        ),
                    }),
                    // A pattern that cannot be read, or that takes too many steps, does not let the value through.
                    Err(Interrupt::Error(error)) => Err(error.message.clone()),
                    Err(other) => return Err(other),
                }
            }
            Check::Script(block, message) => {
                match inner.strict_block_value(block, Some(value.clone())) {
                    Ok(answer) if convert::to_bool(&answer) => Ok(()),
                    Ok(_) => {
                        let text = convert::to_text(value);
                        let body = block.body();
                        Err(match message {
                            Some(message) => filled(message, &text, body),
                            None => format!(
                                "The \"{body}\" validation script for the argument with value \"{text}\" did not return a result of True. Determine why the validation script failed, and then try the command again."
                            ),
                        })
                    }
                    Err(Interrupt::Error(error)) => Err(error.message.clone()),
                    Err(other) => return Err(other),
                }
            }
            Check::NotNull
            | Check::NotNullOrEmpty
            | Check::NotNullOrWhiteSpace
            | Check::Count(..) => Ok(()),
        })
    }
}

/// Whether a value is a type or regular expression that a check takes as it is.
pub(super) fn pattern_text(value: &Value) -> Rc<str> {
    match value.downcast::<RegexValue>() {
        Some(_) | None => convert::to_text(value),
    }
}

/// Brings the limits of a range to the parameter's type, when there is one.
pub(super) fn limit(value: Value, ty: Option<&TypeRef>) -> Value {
    match ty {
        Some(ty) => convert::try_cast(&value, ty).unwrap_or(value),
        None => value,
    }
}
