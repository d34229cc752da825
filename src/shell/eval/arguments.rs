//! What stands behind the name of a command: the tree, the words of a command line, or a splatted value, as arguments.

use std::rc::Rc;

use super::command::CommandInfo;
use super::interpreter::Interpreter;
use crate::bind::{Argument, Kind};
use crate::error::{Flow, Position};
use crate::syntax::ast::{Command, CommandElement, Expression, ExpressionKind};
use crate::value::{MemberKind, PsObject, Value, convert};

/// The hidden member that says that an element of `$args` was written as a parameter.
const PARAMETER_MARK: &str = "<CommandParameterName>";

impl Interpreter<'_> {
    /// Adds the values of what stands behind the name of a command. `native`: it is for a program.
    pub(super) fn command_arguments(
        &mut self,
        command: &Command,
        native: bool,
        arguments: &mut Vec<Argument>,
    ) -> Flow {
        for element in command.elements.iter().skip(1) {
            match element {
                CommandElement::Parameter(parameter) => {
                    let value = match &parameter.argument {
                        Some(argument) => Some(self.eval(argument)?),
                        None => None,
                    };
                    let text = self
                        .source
                        .map_or("", |source| source.slice(parameter.name_span));
                    arguments.push(Argument::Named {
                        name: Rc::clone(&parameter.name),
                        value,
                        colon: parameter.argument.is_some() || text.ends_with(':'),
                        span: self.position(parameter.span),
                        splatted: false,
                        text: text.into(),
                    });
                }
                CommandElement::Argument(expression) => {
                    if let ExpressionKind::Variable(variable) = &expression.kind
                        && variable.splatted
                    {
                        let value = self.eval_splat(expression)?;
                        splat(&value, self.position(expression.span), arguments);
                        continue;
                    }
                    let quoted = !matches!(
                        &expression.kind,
                        ExpressionKind::StringConstant(text)
                            if text.kind == crate::syntax::ast::StringKind::BareWord
                    );
                    let value = self.eval(expression)?;
                    if native {
                        // A program gets the elements of a list one by one.
                        if let Value::Array(array) = &value {
                            if !matches!(expression.kind, ExpressionKind::ArrayLiteral(_)) {
                                for item in array.items.borrow().iter() {
                                    arguments.push(Argument::Value {
                                        value: item.clone(),
                                        span: self.position(expression.span),
                                        quoted,
                                    });
                                }
                                continue;
                            }
                            // `a,b` is a word with commas.
                            let text = self
                                .source
                                .map_or("", |source| source.slice(expression.span));
                            arguments.push(Argument::Value {
                                value: Value::str(text),
                                span: self.position(expression.span),
                                quoted,
                            });
                            continue;
                        }
                    }
                    arguments.push(Argument::Value {
                        value,
                        span: self.position(expression.span),
                        quoted,
                    });
                }
            }
        }
        Ok(())
    }

    /// The words of a command line as arguments of a script. A shell makes nothing of `$false`, so that a switch takes `-Confirm:false` too.
    pub(super) fn arguments_of_words(
        &mut self,
        command: &CommandInfo,
        words: &[String],
    ) -> Flow<Vec<Argument>> {
        let mut arguments = word_arguments(words);
        let truth_of = |value: &Value| match value {
            Value::Str(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::Str(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        for argument in &mut arguments {
            let Argument::Named {
                name,
                value: Some(value),
                ..
            } = argument
            else {
                continue;
            };
            let Some(truth) = truth_of(value) else {
                continue;
            };
            let meta = super::meta_for(self, command)?;
            let parameter = meta
                .parameter_named(name)
                .and_then(|at| meta.parameters.get(at));
            if parameter.is_some_and(|parameter| matches!(parameter.kind, Kind::Switch)) {
                *value = Value::Bool(truth);
            }
        }
        Ok(arguments)
    }

    fn eval_splat(&mut self, expression: &Expression) -> Flow<Value> {
        let ExpressionKind::Variable(variable) = &expression.kind else {
            return Ok(Value::Null);
        };
        self.variable(variable)
    }
}

/// Words of a command line as arguments: `-Name` is a parameter, `-Name:value` one with its value.
fn word_arguments(words: &[String]) -> Vec<Argument> {
    let mut arguments = Vec::with_capacity(words.len());
    for word in words {
        // What begins with a dash and is no name of a parameter is a value.
        let named = word.strip_prefix('-').filter(|rest| {
            let name = rest.split_once(':').map_or(*rest, |(name, _)| name);
            name.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '?'))
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '?' | '-'))
        });
        match named {
            Some(rest) => {
                let (name, value) = match rest.split_once(':') {
                    Some((name, value)) => (name, Some(word_value(value))),
                    None => (rest, None),
                };
                arguments.push(Argument::Named {
                    name: name.into(),
                    colon: value.is_some(),
                    value,
                    span: None,
                    splatted: false,
                    text: word.as_str().into(),
                });
            }
            None => arguments.push(Argument::Value {
                value: word_value(word),
                span: None,
                quoted: false,
            }),
        }
    }
    arguments
}

/// A word as a value: `$true`, `$false`, `$null` and numbers are what they look like, all else is text.
fn word_value(word: &str) -> Value {
    match word.to_ascii_lowercase().as_str() {
        "$true" => Value::Bool(true),
        "$false" => Value::Bool(false),
        "$null" => Value::Null,
        _ => Value::from(word),
    }
}

/// The arguments that `@name` stands for.
fn splat(value: &Value, span: Option<Position>, arguments: &mut Vec<Argument>) {
    match value.base() {
        Value::Hashtable(table) => {
            for (key, value) in table.entries().iter() {
                let name = convert::to_text(key.value());
                arguments.push(Argument::Named {
                    text: format!("-{name}:").into(),
                    name,
                    value: Some(value.clone()),
                    colon: true,
                    span: span.clone(),
                    splatted: true,
                });
            }
        }
        Value::Null => {}
        base => match super::enumerate(base) {
            Some(items) => {
                for item in items {
                    if let Value::Object(object) = &item
                        && let Some(name) = object.get(PARAMETER_MARK)
                    {
                        let text = convert::to_text(object.base.as_ref().unwrap_or(&Value::Null));
                        arguments.push(Argument::Named {
                            name: convert::to_text(&name),
                            value: None,
                            colon: text.ends_with(':'),
                            span: span.clone(),
                            splatted: true,
                            text,
                        });
                        continue;
                    }
                    arguments.push(Argument::Value {
                        value: item,
                        span: span.clone(),
                        quoted: true,
                    });
                }
            }
            None => arguments.push(Argument::Value {
                value: base.clone(),
                span,
                quoted: true,
            }),
        },
    }
}

/// A parameter among `$args`: its text, marked so that `@args` makes a parameter of it again.
pub(super) fn marked_parameter(text: &str, name: &str) -> Value {
    let mut object = PsObject::default();
    object.base = Some(Value::from(text));
    object.set(PARAMETER_MARK, MemberKind::Note(Value::from(name)));
    Value::object(object)
}
