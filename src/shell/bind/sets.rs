//! Which parameter set a call means, and what is missing in it.

use std::rc::Rc;

use super::meta::{Kind, ParameterMeta};
use super::runtime::{Call, Runtime};
use super::{Argument, Binding, errors};
use crate::error::{Flow, Interrupt, ShellError};
use crate::value::Value;

impl Binding {
    fn count(&self, valid: u32) -> u32 {
        if valid == u32::MAX {
            return 1;
        }
        (valid & self.meta.all_sets()).count_ones()
    }

    fn set_chosen(&mut self) {
        self.set_name = if self.valid == u32::MAX || self.count(self.valid) > 1 {
            self.meta.default_set_name()
        } else {
            self.meta.set_name(self.valid)
        };
    }

    /// Whether a parameter that is still free takes pipeline objects in one of the sets.
    fn input_possible(&self, valid: u32) -> bool {
        self.meta.parameters.iter().enumerate().any(|(at, meta)| {
            !self.is_bound(at)
                && meta
                    .sets
                    .iter()
                    .any(|set| (set.from_pipeline || set.by_property_name) && set.mask & valid != 0)
        })
    }

    /// The one set whose mandatory parameters are all there.
    fn resolve_by_mandatory(&mut self) -> bool {
        let mut remaining = self.valid;
        let mut all = 0;
        for parameter in &self.meta.parameters {
            for set in &parameter.sets {
                all |= set.mask;
            }
        }
        remaining &= all & self.meta.all_sets();
        for (at, parameter) in self.meta.parameters.iter().enumerate() {
            if self.is_bound(at) {
                continue;
            }
            for set in &parameter.sets {
                if set.mandatory {
                    remaining &= !set.mask;
                }
            }
        }
        if remaining.count_ones() == 1 {
            self.valid = remaining;
            return true;
        }
        false
    }

    /// The error for parameters that leave no set, or several. Two that are of no set together are named.
    pub(super) fn no_single_set(&self, call: &dyn Call) -> ShellError {
        let error = errors::ambiguous_set(call);
        let parameters = self.meta.parameters.iter().enumerate();
        let given: Vec<&Rc<ParameterMeta>> = parameters
            .filter(|(at, _)| self.is_bound(*at))
            .map(|(_, meta)| meta)
            .collect();
        let apart = given.iter().enumerate().find_map(|(at, one)| {
            let mut before = given.iter().take(at);
            before
                .find(|other| other.mask & one.mask == 0)
                .map(|other| (other, one))
        });
        match apart {
            Some((one, other)) => error.help(format!(
                "-{} and -{} do not go together: leave one of them out. 'Get-Command {} -Syntax' shows what does.",
                one.name,
                other.name,
                errors::typed(call)
            )),
            None => error,
        }
    }

    /// Narrows the sets down to one; how many are still possible.
    pub(super) fn validate_sets(
        &mut self,
        call: &dyn Call,
        before_input: bool,
        set_default: bool,
    ) -> Flow<u32> {
        let mut count = self.count(self.valid);
        let default = self.meta.default_set;
        let is_all = self.valid == u32::MAX;
        if count == 0 && !is_all {
            return Err(self.no_single_set(call).into());
        }
        if count > 1 {
            if default != 0 && self.valid & default != 0 {
                if set_default {
                    self.valid = default;
                    count = 1;
                }
            } else if before_input && self.input_possible(self.valid) {
                // The pipeline will tell.
            } else if self.resolve_by_mandatory() {
                count = 1;
            } else if self.valid & self.meta.fallback_set != 0 {
                self.valid = self.meta.fallback_set;
                count = 1;
            } else {
                return Err(self.no_single_set(call).into());
            }
        } else if is_all {
            let sets = u32::try_from(self.meta.set_names.len()).unwrap_or(u32::MAX);
            count = sets.max(1);
            if before_input && self.input_possible(self.valid) {
                // The pipeline will tell.
            } else if default != 0 {
                if set_default {
                    self.valid = default;
                    count = 1;
                }
            } else if count > 1 {
                if self.resolve_by_mandatory() {
                    count = 1;
                } else {
                    return Err(self.no_single_set(call).into());
                }
            }
        }
        self.set_chosen();
        Ok(count)
    }

    /// Chooses the set after the command line was bound, and looks for what is missing.
    pub(super) fn choose_set(
        &mut self,
        inner: &mut dyn Runtime,
        call: &dyn Call,
        expecting_input: bool,
        left: &mut Vec<Argument>,
    ) -> Flow {
        self.refuse_left(inner, call, left)?;
        left.clear();
        let mut count = if expecting_input {
            self.validate_sets(call, true, false)?
        } else {
            self.validate_sets(call, false, true)?
        };
        if count > 1 && expecting_input {
            let filtered = self.sets_with_input();
            if filtered != self.valid && filtered != 0 {
                self.valid = filtered;
                count = self.validate_sets(call, true, false)?;
            }
        }
        let missing = self.missing(count, expecting_input);
        if !missing.is_empty() {
            self.ask_for(inner, call, &missing)?;
        }
        self.set_chosen();
        Ok(())
    }

    /// The sets that can still take pipeline input.
    fn sets_with_input(&self) -> u32 {
        let mut found = 0;
        for (at, parameter) in self.meta.parameters.iter().enumerate() {
            let free =
                !self.is_bound(at) || matches!(self.states.get(at), Some(super::State::Delayed(_)));
            if !free {
                continue;
            }
            for set in &parameter.sets {
                if set.from_pipeline || set.by_property_name {
                    if set.mask == u32::MAX {
                        return self.valid;
                    }
                    found |= set.mask;
                }
            }
        }
        found & self.valid
    }

    /// Whether pipeline input can give all that is still missing of one of the open sets.
    fn input_can_complete_a_set(&self) -> bool {
        let open = self.valid & self.meta.all_sets();
        (0..u32::BITS)
            .filter_map(|at| 1_u32.checked_shl(at))
            .filter(|bit| open & bit != 0)
            .any(|bit| self.unfillable(bit).is_empty())
    }

    /// The mandatory parameters of a set that nobody gave and that do not come from the pipeline.
    fn unfillable(&self, set: u32) -> Vec<usize> {
        let lacks = |at: usize, parameter: &ParameterMeta| {
            !self.is_bound(at)
                && parameter.sets.iter().any(|member| {
                    member.mask & set != 0
                        && member.mandatory
                        && !member.from_pipeline
                        && !member.by_property_name
                })
        };
        self.meta
            .parameters
            .iter()
            .enumerate()
            .filter(|(at, parameter)| lacks(*at, parameter))
            .map(|(at, _)| at)
            .collect()
    }

    /// The mandatory parameters that nobody gave and the pipeline cannot give.
    fn missing(&self, count: u32, expecting_input: bool) -> Vec<usize> {
        let hopeless = expecting_input && count > 1 && !self.input_can_complete_a_set();
        if hopeless && self.valid & self.meta.default_set != 0 {
            return self.unfillable(self.meta.default_set);
        }
        let valid = if count > 1
            && self.meta.default_set != 0
            && self.valid & self.meta.default_set != 0
            && !expecting_input
        {
            self.meta.default_set
        } else {
            self.valid
        };
        let mut found = Vec::new();
        for (at, parameter) in self.meta.parameters.iter().enumerate() {
            if self.is_bound(at) {
                continue;
            }
            let concerned: Vec<_> = parameter
                .sets
                .iter()
                .filter(|set| set.mask & valid != 0)
                .collect();
            let mandatory = if count > 1 && valid != self.meta.default_set {
                // With several sets open only what all of them need is missing.
                concerned
                    .iter()
                    .any(|set| set.mandatory && set.mask == u32::MAX)
            } else {
                concerned.iter().any(|set| set.mandatory)
            };
            if !mandatory {
                continue;
            }
            let from_input = expecting_input
                && concerned
                    .iter()
                    .any(|set| set.from_pipeline || set.by_property_name);
            if !from_input {
                found.push(at);
            }
        }
        found
    }

    /// Where the arguments without names went, when they are not missing altogether: one of them may have been meant for what is
    /// missing.
    pub(super) fn taken_by_position(&self, call: &dyn Call) -> Option<String> {
        let taken: Vec<String> = self
            .by_position
            .iter()
            .filter_map(|at| self.meta.parameters.get(*at))
            .map(|meta| format!("-{}", meta.name))
            .collect();
        let went = match taken.as_slice() {
            [] => return None,
            [one] => format!("The argument without a name went to {one}"),
            several => format!(
                "The arguments without a name went to {}",
                several.join(", then ")
            ),
        };
        let name = errors::typed(call);
        let order = match name.is_empty() {
            true => ".".to_owned(),
            false => format!("; 'Get-Command {name} -Syntax' shows their order."),
        };
        Some(format!(
            "{went}. Write a parameter's name before what is meant for another{order}"
        ))
    }

    /// Whether several parameters are given without their names, so that one may be taken for another.
    fn has_order(&self) -> bool {
        let mut first = None;
        let sets = self.meta.parameters.iter().flat_map(|meta| &meta.sets);
        sets.filter_map(|set| set.position)
            .any(|position| *first.get_or_insert(position) != position)
    }

    /// The line with what is missing in it, and the switches that would do instead of all of it.
    fn what_to_write(&self, call: &dyn Call, missing: &[(usize, Rc<ParameterMeta>)]) -> String {
        let command = errors::typed(call);
        let placeholder = |meta: &ParameterMeta| {
            if matches!(meta.kind, Kind::Switch) {
                return format!("-{}", meta.name);
            }
            let name = meta.name.to_uppercase();
            let last = ["NAME", "PATH", "ID"];
            let word = last.into_iter().find(|word| name.ends_with(word));
            format!("-{} {}", meta.name, word.unwrap_or("VALUE"))
        };
        let line: Vec<String> = missing.iter().map(|(_, meta)| placeholder(meta)).collect();
        // The sets that what was written leaves open: more than those that are meant when nothing else is said.
        let given = self.meta.parameters.iter().enumerate();
        let open = given
            .filter(|(at, _)| self.is_bound(*at))
            .fold(self.meta.all_sets(), |open, (_, parameter)| {
                open & parameter.sets.iter().fold(0, |all, set| all | set.mask)
            });
        let instead: Vec<String> = (0..u32::BITS)
            .filter_map(|at| 1_u32.checked_shl(at))
            .filter(|bit| open & bit != 0)
            .filter_map(|bit| self.switch_that_completes(bit))
            .collect();
        let instead = match instead.as_slice() {
            [] => String::new(),
            switches => format!(" (or {} instead)", switches.join(" or ")),
        };
        format!(
            "Write {command} {}{instead}; 'Get-Help {command} -Examples' shows how it is used.",
            line.join(" ")
        )
    }

    /// The switch that is all that a set still needs.
    fn switch_that_completes(&self, set: u32) -> Option<String> {
        match self.unfillable(set).as_slice() {
            [at] => {
                let meta = self.meta.parameters.get(*at)?;
                matches!(meta.kind, Kind::Switch).then(|| format!("-{}", meta.name))
            }
            _ => None,
        }
    }

    /// Asks for mandatory parameters where somebody can be asked; else they are missing.
    fn ask_for(&mut self, inner: &mut dyn Runtime, call: &dyn Call, missing: &[usize]) -> Flow {
        let metas: Vec<(usize, Rc<ParameterMeta>)> = missing
            .iter()
            .filter_map(|at| Some((*at, self.meta.parameters.get(*at).cloned()?)))
            .collect();
        if !inner.can_ask() {
            let names: Vec<Rc<str>> = metas
                .iter()
                .map(|(_, meta)| Rc::clone(&meta.name))
                .collect();
            let error = errors::missing_mandatory(&names, call);
            let order = self.taken_by_position(call).filter(|_| self.has_order());
            let help = order.unwrap_or_else(|| self.what_to_write(call, &metas));
            return Err(error.help(help).into());
        }
        let name = call.name();
        let position = call.pipeline_position();
        inner.say(&format!(
            "
cmdlet {name} at command pipeline position {position}"
        ));
        inner.say("Supply values for the following parameters:");
        for (at, meta) in metas {
            let value = if meta.kind.is_collection() {
                let mut items = Vec::new();
                loop {
                    let text = format!("{}[{}]: ", meta.name, items.len());
                    match inner.ask(text)? {
                        Some(line) if !line.is_empty() => items.push(Value::from(line)),
                        Some(_) => break,
                        None => return Err(Interrupt::Cancelled),
                    }
                }
                Value::array(items)
            } else {
                let text = format!("{}: ", meta.name);
                let line = inner.ask(text)?;
                Value::from(line.ok_or(Interrupt::Cancelled)?)
            };
            self.set(inner, call, at, &value, true, None)?;
        }
        Ok(())
    }

    /// Checks, after a pipeline object was bound, that one set is meant and nothing is missing in it.
    pub(super) fn settle_input(&mut self, call: &dyn Call) -> Flow<bool> {
        let count = self.validate_sets(call, false, true)?;
        let missing = self.missing(count, false);
        self.set_chosen();
        Ok(missing.is_empty())
    }
}
