//! Pipeline objects: by value and by property name, first as they are and then converted.
//!
//! Which parameters are asked, and what follows from the ones that got a value, is worked out once for a command and not
//! again for each object ([`Intake`]).

use std::rc::Rc;

use super::advice;
use super::convert::Refused;
use super::meta::{CommandMeta, ParameterMeta, SetMeta};
use super::runtime::{Call, Runtime};
use super::{Binding, State, errors};
use crate::error::{Flow, Interrupt, ShellError};
use crate::value::{ScriptBlock, Value, members};

/// Values of parameters, by their place among them.
pub type Values = Vec<(usize, Value)>;

/// What binding a pipeline object gave.
pub enum PipelineBound {
    /// Values of parameters.
    Values,
    /// The object fits no parameter.
    Nothing(Box<ShellError>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Value,
    Property,
}

/// The passes over each object, in PowerShell's order: from where, and whether it is converted.
const PASSES: [(Source, bool); 4] = [
    (Source::Value, false),
    (Source::Property, false),
    (Source::Value, true),
    (Source::Property, true),
];

/// A parameter that takes pipeline input.
#[derive(Clone, Copy)]
struct Taker {
    /// Its place among the parameters.
    at: usize,
    /// The sets in which it does, as bits.
    sets: u32,
}

/// What every pipeline object is asked for: worked out after the command line was bound.
pub(super) struct Intake {
    /// The free parameters that take whole objects, in the order in which they are tried: the last declared first.
    by_value: Vec<Taker>,
    /// The same for those that take the property of their name.
    by_property: Vec<Taker>,
    /// The parameters that were given a script block which is called for each object.
    delayed: Vec<(usize, Rc<ScriptBlock>)>,
    /// What was found of the sets for the last object that was bound.
    settled: Option<Settled>,
}

/// What follows when these parameters got their values while these sets were possible. The next object is mostly like the
/// last.
struct Settled {
    valid: u32,
    bound: u64,
    /// The sets that are left.
    chosen: u32,
    /// The name of the set.
    name: Rc<str>,
    /// Whether nothing is missing in it.
    complete: bool,
}

impl Intake {
    fn of(binding: &Binding) -> Self {
        let takers = |takes: fn(&SetMeta) -> bool| -> Vec<Taker> {
            let free = binding.meta.parameters.iter().enumerate().rev();
            free.filter(|(at, _)| !binding.is_bound(*at))
                .map(|(at, parameter)| Taker {
                    at,
                    sets: parameter
                        .sets
                        .iter()
                        .filter(|set| takes(set))
                        .fold(0, |sets, set| sets | set.mask),
                })
                .filter(|taker| taker.sets != 0)
                .collect()
        };
        let states = binding.states.iter().enumerate();
        Intake {
            by_value: takers(|set| set.from_pipeline),
            by_property: takers(|set| set.by_property_name),
            delayed: states
                .filter_map(|(at, state)| match state {
                    State::Delayed(block) => Some((at, Rc::clone(block))),
                    _ => None,
                })
                .collect(),
            settled: None,
        }
    }

    fn takers(&self, source: Source) -> &[Taker] {
        match source {
            Source::Value => &self.by_value,
            Source::Property => &self.by_property,
        }
    }
}

/// Parameters as bits; `None` where there are too many for that.
fn as_bits(found: &[(usize, Value)]) -> Option<u64> {
    found.iter().try_fold(0, |bits, (at, _)| {
        Some(bits | 1_u64.checked_shl(u32::try_from(*at).ok()?)?)
    })
}

impl Binding {
    /// Binds one pipeline object; the values go into `found`, which is empty where it fits no parameter.
    pub fn bind_input(
        &mut self,
        inner: &mut dyn Runtime,
        call: &dyn Call,
        input: &Value,
        found: &mut Values,
    ) -> Flow<PipelineBound> {
        let mut intake = match self.intake.take() {
            Some(intake) => intake,
            None => Box::new(Intake::of(self)),
        };
        found.clear();
        let bound = self.take_in(inner, call, input, &mut intake, found);
        self.intake = Some(intake);
        if let Ok(true) = bound {
            return Ok(PipelineBound::Values);
        }
        self.forget(found);
        found.clear();
        let help = advice::said_twice(self, input)
            .or_else(|| advice::what_gives_input(&self.meta, input, inner, call));
        bound.map(|_| PipelineBound::Nothing(Box::new(errors::input_not_bound(input, call, help))))
    }

    /// The parameters that the last pipeline object had set are free again: before the next.
    pub fn forget(&mut self, found: &[(usize, Value)]) {
        for (at, _) in found {
            if let Some(state) = self.states.get_mut(*at)
                && matches!(state, State::FromInput)
            {
                *state = State::Unbound;
            }
        }
    }

    /// Finds the values for an object; whether it fits.
    fn take_in(
        &mut self,
        inner: &mut dyn Runtime,
        call: &dyn Call,
        input: &Value,
        intake: &mut Intake,
        found: &mut Values,
    ) -> Flow<bool> {
        self.valid = self.valid_before_input;
        // Script block arguments come first: they are evaluated for each object.
        self.run_delayed(inner, call, input, intake, found)?;
        let meta = Rc::clone(&self.meta);
        let default = meta.default_set;
        for (source, coerce) in PASSES {
            let takers = intake.takers(source);
            if takers.is_empty() {
                continue;
            }
            let pass = Pass {
                meta: &meta,
                takers,
                source,
                coerce,
            };
            let mut open = self.valid;
            if default != 0 && open & default != 0 {
                if self.bind_pass(inner, call, input, &pass, default, found)? {
                    continue;
                }
                open &= !default;
            }
            if open != 0 {
                self.bind_pass(inner, call, input, &pass, open, found)?;
            }
        }
        if found.is_empty() {
            return Ok(false);
        }
        self.settle(call, found, &mut intake.settled)
    }

    /// Which set the values mean, and whether nothing is missing in it.
    fn settle(
        &mut self,
        call: &dyn Call,
        found: &[(usize, Value)],
        known: &mut Option<Settled>,
    ) -> Flow<bool> {
        let (valid, bound) = (self.valid, as_bits(found));
        if let Some(known) = known
            && known.valid == valid
            && Some(known.bound) == bound
        {
            self.valid = known.chosen;
            self.set_name = Rc::clone(&known.name);
            return Ok(known.complete);
        }
        let complete = self.settle_input(call)?;
        *known = bound.map(|bound| Settled {
            valid,
            bound,
            chosen: self.valid,
            name: Rc::clone(&self.set_name),
            complete,
        });
        Ok(complete)
    }

    fn run_delayed(
        &mut self,
        inner: &mut dyn Runtime,
        call: &dyn Call,
        input: &Value,
        intake: &Intake,
        found: &mut Values,
    ) -> Flow {
        for (at, block) in &intake.delayed {
            let Some(meta) = self.meta.parameters.get(*at).cloned() else {
                continue;
            };
            let value = match inner.strict_block_value(block, Some(input.clone())) {
                Ok(value) => value,
                Err(Interrupt::Error(error)) => {
                    return Err(errors::block_failed(&meta, *error, call).into());
                }
                Err(other) => return Err(other),
            };
            let value = meta.bind_value(inner, &self.meta, &value, true, call, None)?;
            self.valid &= meta.mask;
            found.push((*at, value));
        }
        Ok(())
    }

    /// Tries the parameters that take input in one of these sets; whether one of them got a value.
    fn bind_pass(
        &mut self,
        inner: &mut dyn Runtime,
        call: &dyn Call,
        input: &Value,
        pass: &Pass<'_>,
        sets: u32,
        found: &mut Values,
    ) -> Flow<bool> {
        let mut any = false;
        for taker in pass.takers {
            if taker.sets & sets == 0 || self.is_bound(taker.at) {
                continue;
            }
            let Some(parameter) = pass.meta.parameters.get(taker.at) else {
                continue;
            };
            if parameter.mask & self.valid == 0 {
                continue;
            }
            let property;
            let value = match pass.source {
                Source::Value => input,
                Source::Property => match property_for(inner, input, parameter)? {
                    Some(value) => {
                        property = value;
                        &property
                    }
                    None => continue,
                },
            };
            if !pass.coerce && !super::convert::fits(&parameter.kind, value) {
                continue;
            }
            let is_left_open =
                pass.source == Source::Property && parameter.allow_null_property && value.is_null();
            let bound = match is_left_open {
                true => Ok(Value::Null),
                false => parameter.bind_value(inner, pass.meta, value, pass.coerce, call, None),
            };
            match bound {
                Ok(value) => {
                    self.valid &= parameter.mask;
                    if let Some(state) = self.states.get_mut(taker.at) {
                        *state = State::FromInput;
                    }
                    found.push((taker.at, value));
                    any = true;
                }
                // An object that cannot be converted may still fit another way; a property that cannot is wrong.
                Err(Refused::Conversion(_)) if pass.source == Source::Value || !pass.coerce => {}
                Err(refused) => return Err(refused.into()),
            }
        }
        Ok(any)
    }
}

/// One of the passes over an object.
struct Pass<'a> {
    meta: &'a CommandMeta,
    takers: &'a [Taker],
    source: Source,
    coerce: bool,
}

/// The property of an object that has the parameter's name, or one of its aliases.
fn property_for(
    inner: &mut dyn Runtime,
    input: &Value,
    meta: &ParameterMeta,
) -> Flow<Option<Value>> {
    if input.is_null()
        || matches!(input.base(), Value::Hashtable(_)) && !matches!(input, Value::Object(_))
    {
        return Ok(None);
    }
    for name in std::iter::once(&meta.name).chain(&meta.aliases) {
        if !members::has_property(input, name) {
            continue;
        }
        if let Some(value) = members::get_property(input, name, inner)? {
            return Ok(Some(value));
        }
    }
    Ok(None)
}
