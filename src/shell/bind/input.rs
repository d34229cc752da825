//! Pipeline objects: by value and by property name, first as they are and then converted.

use std::rc::Rc;

use super::{Binding, State, errors};
use crate::shell::error::{Flow, Interrupt, ShellError};
use crate::shell::eval::{Interpreter, Invocation};
use crate::shell::value::{Value, members};

/// What binding a pipeline object gave.
pub enum PipelineBound {
    /// Values of parameters.
    Values(Vec<(usize, Value)>),
    /// The object fits no parameter.
    Nothing(Box<ShellError>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Value,
    Property,
}

impl Binding {
    /// Binds one pipeline object.
    pub fn bind_input(
        &mut self,
        inner: &mut Interpreter<'_>,
        call: &Rc<Invocation>,
        input: &Value,
    ) -> Flow<PipelineBound> {
        self.valid = self.valid_before_input;
        let mut found: Vec<(usize, Value)> = Vec::new();
        // Script block arguments come first: they are evaluated for each object.
        let mut any = self.run_delayed(inner, call, input, &mut found)?;
        let order = [
            (Source::Value, false),
            (Source::Property, false),
            (Source::Value, true),
            (Source::Property, true),
        ];
        for (source, coerce) in order {
            let mut open = self.valid;
            let default = self.meta.default_set;
            let mut got = false;
            if default != 0 && open & default != 0 {
                got = self.bind_pass(inner, call, input, source, coerce, default, &mut found)?;
                if !got {
                    open &= !default;
                }
            }
            if !got && open != 0 {
                got = self.bind_pass(inner, call, input, source, coerce, open, &mut found)?;
            }
            any |= got;
        }
        if !any {
            self.put_back(&found);
            return Ok(PipelineBound::Nothing(Box::new(errors::input_not_bound(
                input, call,
            ))));
        }
        match self.settle_input(call) {
            Ok(true) => {
                for (at, value) in &found {
                    if let Some(meta) = self.meta.parameters.get(*at) {
                        call.set_bound(&meta.name, value);
                    }
                    self.reset.push(*at);
                }
                Ok(PipelineBound::Values(found))
            }
            Ok(false) => {
                self.put_back(&found);
                Ok(PipelineBound::Nothing(Box::new(errors::input_not_bound(
                    input, call,
                ))))
            }
            Err(interrupt) => {
                self.put_back(&found);
                Err(interrupt)
            }
        }
    }

    fn put_back(&mut self, found: &[(usize, Value)]) {
        for (at, _) in found {
            if let Some(state) = self.states.get_mut(*at)
                && matches!(state, State::FromInput)
            {
                *state = State::Unbound;
            }
        }
    }

    fn run_delayed(
        &mut self,
        inner: &mut Interpreter<'_>,
        call: &Rc<Invocation>,
        input: &Value,
        found: &mut Vec<(usize, Value)>,
    ) -> Flow<bool> {
        let mut any = false;
        for at in 0..self.states.len() {
            let Some(State::Delayed(block)) = self.states.get(at).cloned() else {
                continue;
            };
            let Some(meta) = self.meta.parameters.get(at).cloned() else {
                continue;
            };
            let saved = inner.set_propagate(true);
            let value = inner.block_value(&block, Some(input.clone()), &[]);
            inner.set_propagate(saved);
            let value = match value {
                Ok(value) => value,
                Err(Interrupt::Error(error)) => {
                    return Err(errors::block_failed(&meta, *error, call).into());
                }
                Err(other) => return Err(other),
            };
            let value = meta.bind_value(inner, &self.meta, &value, true, call, None)?;
            self.valid &= meta.mask;
            found.push((at, value));
            any = true;
        }
        Ok(any)
    }

    #[allow(clippy::too_many_arguments)] // One pass is told by all of these.
    fn bind_pass(
        &mut self,
        inner: &mut Interpreter<'_>,
        call: &Rc<Invocation>,
        input: &Value,
        source: Source,
        coerce: bool,
        sets: u32,
        found: &mut Vec<(usize, Value)>,
    ) -> Flow<bool> {
        let mut any = false;
        for at in (0..self.meta.parameters.len()).rev() {
            if self.is_bound(at) {
                continue;
            }
            let Some(meta) = self.meta.parameters.get(at).cloned() else {
                continue;
            };
            if meta.mask & self.valid == 0 {
                continue;
            }
            let takes = meta.sets.iter().any(|set| {
                set.mask & sets != 0
                    && match source {
                        Source::Value => set.from_pipeline,
                        Source::Property => set.by_property_name,
                    }
            });
            if !takes {
                continue;
            }
            let value = match source {
                Source::Value => input.clone(),
                Source::Property => match property_for(inner, input, &meta)? {
                    Some(value) => value,
                    None => continue,
                },
            };
            if !coerce && !super::convert::fits(&meta.kind, &value) {
                continue;
            }
            match meta.bind_value(inner, &self.meta, &value, coerce, call, None) {
                Ok(value) => {
                    self.valid &= meta.mask;
                    if let Some(state) = self.states.get_mut(at) {
                        *state = State::FromInput;
                    }
                    found.push((at, value));
                    any = true;
                }
                Err(Interrupt::Error(error)) => {
                    // An object that cannot be converted may still fit another way; a property that cannot is wrong.
                    let conversion =
                        error.id.contains("Transformation") || error.id.contains("CannotConvert");
                    if conversion && (source == Source::Value || !coerce) {
                        continue;
                    }
                    self.put_back(found);
                    return Err(Interrupt::Error(error));
                }
                Err(other) => return Err(other),
            }
        }
        Ok(any)
    }
}

/// The property of an object that has the parameter's name, or one of its aliases.
fn property_for(
    inner: &mut Interpreter<'_>,
    input: &Value,
    meta: &super::ParameterMeta,
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
