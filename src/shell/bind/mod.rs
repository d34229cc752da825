//! The binder: from arguments and pipeline objects to the values of parameters.
//!
//! One binder serves cmdlets and functions. The order is PowerShell's: named arguments, then positional ones (first the
//! default set and without conversion), then `$PSDefaultParameterValues`, then the parameter set, then what is mandatory;
//! for each pipeline object its value and its properties, first as they are and then converted.

mod advice;
mod attributes;
mod check;
mod convert;
mod errors;
mod input;
mod meta;
mod named;
mod other_form;
mod runtime;
mod sets;
mod words;

use std::rc::Rc;

use convert::Refused;

pub use attributes::{script_meta, variable_meta};
pub use check::Check;
pub use input::{PipelineBound, Values};
pub use meta::{CommandMeta, Common, Kind, ParameterMeta, SetMeta, declared_meta};
pub use runtime::{Call, Runtime};
pub use words::word_arguments;

use crate::error::{Flow, Position};
use crate::value::Value;

/// An argument as it was written, with its value.
#[derive(Clone, Debug)]
pub enum Argument {
    /// `-Name`, `-Name:value`.
    Named {
        /// Without the dash.
        name: Rc<str>,
        /// The value after a colon.
        value: Option<Value>,
        /// Whether there was a colon.
        colon: bool,
        /// Where.
        span: Option<Position>,
        /// Whether it came from `@table`: a named argument on the line wins over it.
        splatted: bool,
        /// As it was written.
        text: Rc<str>,
    },
    /// Anything else.
    Value {
        /// The value.
        value: Value,
        /// Where.
        span: Option<Position>,
        /// Whether it was written in quotes or computed: a program gets it as it is.
        quoted: bool,
    },
}

impl Argument {
    /// `-Name:value`.
    pub fn named(name: &str, value: Value) -> Self {
        Argument::Named {
            name: name.into(),
            value: Some(value),
            colon: true,
            span: None,
            splatted: false,
            text: format!("-{name}:").into(),
        }
    }
}

/// What became of a parameter.
#[derive(Clone, Debug)]
pub(crate) enum State {
    /// Nothing yet.
    Unbound,
    /// It got a value from the command line.
    Bound,
    /// It got a value from the current pipeline object.
    FromInput,
    /// It got a script block that is called for each pipeline object.
    Delayed(Rc<crate::value::ScriptBlock>),
}

/// The state of binding one call.
pub struct Binding {
    pub(crate) meta: Rc<CommandMeta>,
    pub(crate) states: Vec<State>,
    values: Vec<(usize, Value)>,
    common: Vec<(Common, Value)>,
    /// The parameters that the command line gave a value, by name, in their order.
    bound: Vec<(Rc<str>, Value)>,
    /// The name of the set that is meant.
    set_name: Rc<str>,
    /// What is to be said of defaults that do not fit.
    warnings: Vec<String>,
    rest: Vec<Argument>,
    /// The parameters that got arguments by their position, in order.
    by_position: Vec<usize>,
    /// The sets that are still possible, as bits.
    pub(crate) valid: u32,
    /// The same after the command line was bound: each pipeline object starts from it.
    pub(crate) valid_before_input: u32,
    /// What each pipeline object is asked for, once the first has come.
    intake: Option<Box<input::Intake>>,
}

impl Binding {
    /// The values of the command line, by parameter. Common parameters are not among them.
    pub fn take_values(&mut self) -> Vec<(usize, Value)> {
        std::mem::take(&mut self.values)
    }

    /// The common parameters that were given.
    pub fn take_common(&mut self) -> Vec<(Common, Value)> {
        std::mem::take(&mut self.common)
    }

    /// All parameters that the command line gave a value, by name: `$PSBoundParameters`.
    pub fn bound(&self) -> &[(Rc<str>, Value)] {
        &self.bound
    }

    /// The same, for good.
    pub fn take_bound(&mut self) -> Vec<(Rc<str>, Value)> {
        std::mem::take(&mut self.bound)
    }

    /// The name of the parameter set that is meant, as far as is known by now.
    pub fn set_name(&self) -> &Rc<str> {
        &self.set_name
    }

    /// The warnings that binding gives: defaults of `$PSDefaultParameterValues` that do not fit.
    pub fn take_warnings(&mut self) -> Vec<String> {
        std::mem::take(&mut self.warnings)
    }

    /// What is left for `$args`.
    pub fn take_rest(&mut self) -> Vec<Argument> {
        std::mem::take(&mut self.rest)
    }

    pub(crate) fn is_bound(&self, at: usize) -> bool {
        !matches!(self.states.get(at), Some(State::Unbound) | None)
    }

    fn parameter(&self, at: usize) -> Option<&Rc<ParameterMeta>> {
        self.meta.parameters.get(at)
    }

    /// Gives a parameter its value: conversion, validation, and what follows for the sets.
    fn set(
        &mut self,
        inner: &mut dyn Runtime,
        call: &dyn Call,
        at: usize,
        value: &Value,
        coerce: bool,
        span: Option<&Position>,
    ) -> Result<(), Refused> {
        let Some(meta) = self.parameter(at).cloned() else {
            return Ok(());
        };
        let value = if matches!(value, Value::ScriptBlock(_))
            && call.expects_input()
            && meta.takes_input()
            && !meta.wants_blocks()
        {
            // `-Tag { $_.Name }`: called for each pipeline object.
            let Value::ScriptBlock(block) = value else {
                return Ok(());
            };
            if let Some(state) = self.states.get_mut(at) {
                *state = State::Delayed(Rc::clone(block));
            }
            self.valid &= meta.mask;
            return Ok(());
        } else {
            meta.bind_value(inner, &self.meta, value, coerce, call, span)?
        };
        if matches!(
            meta.common,
            Some(Common::ErrorAction | Common::WarningAction)
        ) && convert::is_reserved_action(&value)
        {
            let error = errors::reserved_action(&meta, &value, call, span);
            return Err(Refused::Check(error.into()));
        }
        self.valid &= meta.mask;
        if let Some(state) = self.states.get_mut(at) {
            *state = State::Bound;
        }
        if let Some(common) = meta.common {
            self.common.push((common, value.clone()));
        } else {
            self.values.push((at, value.clone()));
        }
        self.bound.push((Rc::clone(&meta.name), value));
        Ok(())
    }
}

/// Behind `--` nothing is the name of a parameter, and the dashes themselves are no argument.
fn after_dashes(mut arguments: Vec<Argument>) -> Vec<Argument> {
    let dashes = arguments.iter().position(|argument| match argument {
        Argument::Value { value, quoted, .. } => !quoted && value.as_str() == Some("--"),
        Argument::Named { text, .. } => &**text == "--",
    });
    let Some(dashes) = dashes else {
        return arguments;
    };
    let rest = arguments.split_off(dashes);
    arguments.extend(rest.into_iter().skip(1).map(|argument| match argument {
        Argument::Named {
            text,
            value: None,
            span,
            splatted: false,
            ..
        } => Argument::Value {
            value: Value::Str(text),
            span,
            quoted: true,
        },
        other => other,
    }));
    arguments
}

/// Binds the arguments of a call. Pipeline objects are bound later, one by one.
pub fn bind(
    inner: &mut dyn Runtime,
    call: &dyn Call,
    meta: &Rc<CommandMeta>,
    arguments: Vec<Argument>,
    expecting_input: bool,
) -> Flow<Binding> {
    let mut binding = Binding {
        meta: Rc::clone(meta),
        states: vec![State::Unbound; meta.parameters.len()],
        values: Vec::new(),
        common: Vec::new(),
        bound: Vec::new(),
        set_name: "__AllParameterSets".into(),
        warnings: Vec::new(),
        rest: Vec::new(),
        by_position: Vec::new(),
        valid: u32::MAX,
        valid_before_input: u32::MAX,
        intake: None,
    };
    let arguments = after_dashes(arguments);
    if meta.parameters.is_empty() && !meta.advanced {
        binding.rest = arguments;
        return Ok(binding);
    }
    let mut left = binding.bind_named(inner, call, arguments)?;
    binding.bind_positional(inner, call, &mut left)?;
    binding.apply_defaults(inner, call)?;
    if meta.advanced {
        binding.bind_remaining(inner, call, &mut left)?;
        binding.choose_set(inner, call, expecting_input, &mut left)?;
    } else {
        binding.bind_remaining(inner, call, &mut left)?;
    }
    binding.rest = left;
    binding.valid_before_input = binding.valid;
    Ok(binding)
}
