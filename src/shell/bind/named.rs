//! Named and positional arguments, defaults from `$PSDefaultParameterValues`, and what is left over.

use std::collections::VecDeque;
use std::rc::Rc;

use super::convert::Refused;
use super::errors;
use super::meta::{CommandMeta, Kind, ParameterMeta, SetMeta};
use super::other_form;
use super::runtime::{Call, Runtime};
use super::{Argument, Binding};
use crate::error::{Flow, Interrupt};
use crate::value::{Value, convert};
use crate::wildcard::WildcardPattern;

/// What a name on the command line stands for.
enum Match {
    /// This parameter.
    One(usize),
    /// Several.
    Several(Vec<Rc<str>>),
    /// None.
    None,
}

impl CommandMeta {
    fn find(&self, name: &str) -> Match {
        let name = name.trim_end_matches(':');
        let parameters = &self.parameters;
        let exact = parameters.iter().position(|parameter| {
            parameter.name.eq_ignore_ascii_case(name)
                || parameter
                    .aliases
                    .iter()
                    .any(|alias| alias.eq_ignore_ascii_case(name))
        });
        if let Some(at) = exact {
            return Match::One(at);
        }
        let begins = |candidate: &str| {
            candidate
                .get(..name.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(name))
        };
        let mut found: Vec<usize> = Vec::new();
        for (at, parameter) in parameters.iter().enumerate() {
            if begins(&parameter.name) || parameter.aliases.iter().any(|alias| begins(alias)) {
                found.push(at);
            }
        }
        // A command's own parameters win over the common ones, and those that are always there over dynamic ones.
        let weaker: [fn(&ParameterMeta) -> bool; 2] = [
            |parameter| parameter.common.is_some(),
            |parameter| parameter.dynamic,
        ];
        let mut meant = found.clone();
        for is_weaker in weaker {
            let is_strong = |at: &usize| parameters.get(*at).is_some_and(|it| !is_weaker(it));
            let strong: Vec<usize> = meant.iter().copied().filter(is_strong).collect();
            if !strong.is_empty() {
                meant = strong;
            }
        }
        if meant.len() == 1 {
            found = meant;
        }
        match found.as_slice() {
            [] => Match::None,
            [only] => Match::One(*only),
            several => Match::Several(
                several
                    .iter()
                    .filter_map(|at| parameters.get(*at))
                    .map(|parameter| Rc::clone(&parameter.name))
                    .collect(),
            ),
        }
    }

    /// The place of the parameter that a name means: its name, an alias, or a beginning that fits one only.
    pub(crate) fn parameter_named(&self, name: &str) -> Option<usize> {
        match self.find(name) {
            Match::One(at) => Some(at),
            Match::Several(_) | Match::None => None,
        }
    }
}

impl Binding {
    /// Binds the named arguments; what is left is positional, or unknown.
    pub(super) fn bind_named(
        &mut self,
        inner: &mut dyn Runtime,
        call: &dyn Call,
        arguments: Vec<Argument>,
    ) -> Flow<Vec<Argument>> {
        let mut left = Vec::new();
        let mut later = Vec::new();
        let mut queue: VecDeque<Argument> = arguments.into();
        while let Some(argument) = queue.pop_front() {
            let Argument::Named {
                name,
                value,
                colon,
                mut span,
                splatted,
                text,
            } = argument
            else {
                left.push(argument);
                continue;
            };
            let at = match self.meta.find(&name) {
                Match::One(at) => at,
                Match::Several(names) => {
                    let mut error = errors::ambiguous(&name, &names, call, span.as_ref());
                    let next = match queue.front() {
                        Some(Argument::Value { value, .. }) => Some(value),
                        _ => None,
                    };
                    error.help = other_form::advice(&name, value.as_ref().or(next), call);
                    return Err(error.into());
                }
                Match::None => {
                    left.push(Argument::Named {
                        name,
                        value,
                        colon,
                        span,
                        splatted,
                        text,
                    });
                    continue;
                }
            };
            let Some(meta) = self.meta.parameters.get(at).cloned() else {
                continue;
            };
            let value = match value {
                Some(value) => value,
                None if matches!(meta.kind, Kind::Switch) && !colon => Value::Bool(true),
                None => match queue.front() {
                    Some(Argument::Value { .. }) => match queue.pop_front() {
                        Some(Argument::Value {
                            value, span: place, ..
                        }) => {
                            // What may be wrong now is the value, not the name before it.
                            span = place.or(span);
                            value
                        }
                        _ => Value::Null,
                    },
                    // `-Name -Other`: what looks like a parameter but is none of ours is still no value.
                    _ => {
                        return Err(errors::missing_argument(
                            &meta,
                            &self.meta,
                            call,
                            span.as_ref(),
                        )
                        .into());
                    }
                },
            };
            if splatted {
                later.push((at, meta, value, span));
                continue;
            }
            self.bind_one(inner, call, at, &meta, &value, span.as_ref())?;
        }
        for (at, meta, value, span) in later {
            // An argument on the line wins over one of `@table`.
            if self.is_bound(at) {
                continue;
            }
            self.bind_one(inner, call, at, &meta, &value, span.as_ref())?;
        }
        Ok(left)
    }

    fn bind_one(
        &mut self,
        inner: &mut dyn Runtime,
        call: &dyn Call,
        at: usize,
        meta: &ParameterMeta,
        value: &Value,
        span: Option<&crate::error::Position>,
    ) -> Flow {
        if self.is_bound(at) {
            return Err(errors::already_bound(&meta.name, call, span).into());
        }
        self.set(inner, call, at, value, true, span)?;
        if self.meta.advanced && self.valid == 0 {
            return Err(self.no_single_set(call).into());
        }
        Ok(())
    }

    /// The positions whose parameters are still free, in order.
    fn positions(&self) -> Vec<i32> {
        let mut found: Vec<i32> = Vec::new();
        for (at, parameter) in self.meta.parameters.iter().enumerate() {
            if self.is_bound(at) {
                continue;
            }
            for position in parameter.sets.iter().filter_map(SetMeta::place) {
                if !found.contains(&position) {
                    found.push(position);
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// Whether the parameter has this position in one of the sets.
    fn has_position(&self, at: usize, position: i32, sets: u32) -> bool {
        self.meta.parameters.get(at).is_some_and(|parameter| {
            parameter
                .sets
                .iter()
                .any(|set| set.place() == Some(position) && set.mask & sets != 0)
        })
    }

    /// Whether two parameters that are still free stand at the same place of the same set. Only a script can have that.
    fn shares_a_place(&self) -> bool {
        let mut taken: Vec<(i32, u32)> = Vec::new();
        for (at, parameter) in self.meta.parameters.iter().enumerate() {
            if self.is_bound(at) {
                continue;
            }
            let before = taken.len();
            for set in &parameter.sets {
                let Some(position) = set.place().filter(|_| set.mask & self.valid != 0) else {
                    continue;
                };
                // A parameter of every set and one of a named set do not meet.
                let meets = |(place, mask): &(i32, u32)| {
                    *place == position
                        && match (*mask == u32::MAX, set.mask == u32::MAX) {
                            (true, true) => true,
                            (false, false) => mask & set.mask != 0,
                            _ => false,
                        }
                };
                if taken.iter().take(before).any(meets) {
                    return true;
                }
                taken.push((position, set.mask));
            }
        }
        false
    }

    /// Binds arguments without a name.
    pub(super) fn bind_positional(
        &mut self,
        inner: &mut dyn Runtime,
        call: &dyn Call,
        left: &mut Vec<Argument>,
    ) -> Flow {
        if !left
            .iter()
            .any(|argument| matches!(argument, Argument::Value { .. }))
        {
            return Ok(());
        }
        if self.meta.is_script && self.shares_a_place() {
            return Err(errors::shared_place(call).into());
        }
        let simple = !self.meta.advanced;
        for position in self.positions() {
            let Some(next) = left
                .iter()
                .position(|argument| matches!(argument, Argument::Value { .. }))
            else {
                break;
            };
            // In a simple function what follows an unknown parameter is not ours to take.
            if simple
                && left
                    .iter()
                    .take(next)
                    .any(|argument| matches!(argument, Argument::Named { .. }))
            {
                break;
            }
            let Some(Argument::Value { value, span, .. }) = left.get(next).cloned() else {
                break;
            };
            let default = self.meta.default_set;
            let others = self.valid & !default;
            let mut bound = false;
            // What is told when nothing fits: what the first parameter that was tried with conversion says.
            let mut failure: Option<(Interrupt, bool)> = None;
            let passes: [(u32, bool); 4] = [
                (default & self.valid, false),
                (others, false),
                (default & self.valid, true),
                (others, true),
            ];
            'passes: for (sets, coerce) in passes {
                if sets == 0 {
                    continue;
                }
                for at in 0..self.meta.parameters.len() {
                    if self.is_bound(at) || !self.has_position(at, position, sets) {
                        continue;
                    }
                    let Some(meta) = self.meta.parameters.get(at).cloned() else {
                        continue;
                    };
                    // Nothing is refused by the first parameter of the place that refuses it: it is the one that was meant.
                    let refused = value.is_null() && meta.refuses_null();
                    if !coerce && !refused && !super::convert::fits(&meta.kind, &value) {
                        continue;
                    }
                    match self.set(inner, call, at, &value, coerce, span.as_ref()) {
                        Ok(()) => {
                            bound = true;
                            self.by_position.push(at);
                            break 'passes;
                        }
                        // What was refused is not tried again in another way: it is the parameter that is meant, and this
                        // is no value for it. A pattern may say which of two parameters of a cmdlet is meant: Add-Member
                        // has a name or the kind of a member in the same place.
                        Err(Refused::Check(refusal))
                            if self.meta.is_script || !meta.has_pattern() =>
                        {
                            return Err(refusal);
                        }
                        Err(refused) => match Interrupt::from(refused) {
                            error @ Interrupt::Error(_) => {
                                if failure
                                    .as_ref()
                                    .is_none_or(|(_, coerced)| coerce && !coerced)
                                {
                                    failure = Some((error, coerce));
                                }
                            }
                            other => return Err(other),
                        },
                    }
                }
            }
            if bound {
                left.remove(next);
                if self.meta.advanced && self.valid == 0 {
                    return Err(self.no_single_set(call).into());
                }
            } else if let Some((failure, _)) = failure {
                // A value that came here because the name before it is that of no parameter: it is the name that is wrong.
                let is_name = |argument: &Argument| matches!(argument, Argument::Named { .. });
                if !self.meta.is_script && left.iter().take(next).any(is_name) && !self.takes_rest()
                {
                    self.refuse_left(inner, call, left)?;
                }
                return Err(failure);
            }
        }
        Ok(())
    }

    /// Gives what is left to the parameter that takes the rest, or says what is wrong with it.
    pub(super) fn bind_remaining(
        &mut self,
        inner: &mut dyn Runtime,
        call: &dyn Call,
        left: &mut Vec<Argument>,
    ) -> Flow {
        let taker = self
            .meta
            .parameters
            .iter()
            .enumerate()
            .find(|(at, parameter)| {
                !self.is_bound(*at)
                    && parameter
                        .sets
                        .iter()
                        .any(|set| set.remaining && set.mask & self.valid != 0)
            })
            .map(|(at, _)| at);
        if let Some(at) = taker
            && !left.is_empty()
        {
            let mut values = Vec::with_capacity(left.len());
            for argument in left.drain(..) {
                match argument {
                    Argument::Value { value, .. } => values.push(value),
                    Argument::Named { value, text, .. } => {
                        values.push(Value::Str(text));
                        values.extend(value);
                    }
                }
            }
            // A collection that is given as the only argument is the list itself.
            let value = match values.as_slice() {
                [only] if crate::value::members::is_enumerable(only) => only.clone(),
                _ => list_value(values),
            };
            self.set(inner, call, at, &value, true, None)?;
        }
        Ok(())
    }

    /// Whether a parameter takes all that has no place, names too.
    fn takes_rest(&self) -> bool {
        let parameters = self.meta.parameters.iter();
        parameters.flat_map(|p| &p.sets).any(|set| set.remaining)
    }

    /// What is left over has no place.
    pub(super) fn refuse_left(
        &self,
        inner: &mut dyn Runtime,
        call: &dyn Call,
        left: &[Argument],
    ) -> Flow {
        let named = left
            .iter()
            .find(|argument| matches!(argument, Argument::Named { .. }));
        match named.or(left.first()) {
            None => Ok(()),
            Some(Argument::Named {
                name, value, span, ..
            }) => {
                let next = left.iter().find_map(|argument| match argument {
                    Argument::Value { value, .. } => Some(value),
                    Argument::Named { .. } => None,
                });
                // What follows the name may have found a place of its own.
                let form = other_form::advice(name, value.as_ref().or(next), call).or_else(|| {
                    self.among_words(&Value::Null, |word| {
                        other_form::advice(name, Some(&Value::from(word)), call)
                    })
                });
                let maker = self.maker(inner, call, name);
                let error = errors::no_such_parameter(
                    &self.meta,
                    name,
                    maker.as_deref(),
                    call,
                    span.as_ref(),
                );
                let setter = || self.setter(inner, call, name);
                if let Some(form) = form.filter(|_| !self.meta.is_script) {
                    return Err(error.help(form).into());
                }
                Err(match (self.sibling(inner, call, name), setter()) {
                    (Some(sibling), _) => error.help(format!(
                        "{sibling} is for that: 'Get-Help {sibling} -Examples' shows how."
                    )),
                    (None, Some(setter)) => error.help(format!(
                        "{setter} has -{name}: run {} without it first, then {setter} with it.",
                        call.command_name()
                    )),
                    (None, None) => error,
                }
                .into())
            }
            Some(Argument::Value { value, span, .. }) => {
                let mut error = errors::no_position(&self.meta, value, call, span.as_ref());
                if let Some(help) = self.with_one_dash(value, call) {
                    error = error.help(help);
                } else if let Some(sign) = self.sign_of_comparison() {
                    error = error.help(format!(
                        "'{sign}' compares nothing here: -eq, -ne, -gt, -ge, -lt and -le do."
                    ));
                } else if let Some(name) = self.name_without_dash(value) {
                    error = error.help(format!("A parameter's name begins with a dash: -{name}."));
                } else if self.by_position.len() > 1 {
                    error.help = self.taken_by_position(call).or(error.help);
                } else if let Some(number) = self.free_for_number(value) {
                    error = error.help(format!(
                        "A number is for a parameter with its name before it: -{number} {}.",
                        convert::to_text(value)
                    ));
                } else if let Some((at, list)) = self.list_before() {
                    let given = self.values.iter().find(|(known, _)| *known == at);
                    let several = errors::with_commas(given.map(|(_, value)| value), value);
                    let mut help = format!(
                        "Several values for -{} are written with commas: {several}.",
                        list.name
                    );
                    if !several.contains(['\'', '"', '`']) {
                        help.push_str(&format!(
                            " One with blanks in it stands in quotes: '{}'.",
                            several.replace(',', " ")
                        ));
                    }
                    if let Some(name) = self.free_for_name() {
                        let value = convert::to_text(value);
                        help.push_str(&format!(
                            " What is for another parameter has its name before it: -{name} {}.",
                            crate::syntax::quote::quote_argument(&value)
                        ));
                    }
                    if let Some(renames) = self.renamer(inner, call, list) {
                        help.push_str(&format!(" Another name is given by {renames}."));
                    }
                    error = error.help(help);
                }
                Err(error.into())
            }
        }
    }

    /// The command for a part of what this one is for, when that was taken for a parameter: `Set-VM -Firmware` for `Set-VMFirmware`.
    fn sibling(
        &self,
        inner: &dyn Runtime,
        call: &dyn Call,
        parameter: &str,
    ) -> Option<&'static str> {
        if self.meta.is_script || parameter.len() < 3 {
            return None;
        }
        let lower = parameter.to_ascii_lowercase();
        let part = lower.strip_suffix("id").unwrap_or(&lower);
        inner.cmdlet_called(&format!("{}{part}", call.command_name()))
    }

    /// A sign of other languages that compares, where it was taken for a value.
    fn sign_of_comparison(&self) -> Option<&'static str> {
        const SIGNS: [&str; 6] = ["=", "==", "===", "!=", "<>", "=~"];
        SIGNS.into_iter().find(|sign| {
            let mut values = self.values.iter();
            values.any(|(_, value)| matches!(value.base(), Value::Str(text) if &**text == *sign))
        })
    }

    /// The name of a parameter that was written without its dash, and so was taken for a value: this one, or one before it.
    fn name_without_dash(&self, value: &Value) -> Option<Rc<str>> {
        self.among_words(value, |word| self.name_of(word))
    }

    /// What to write for a name that was written as in bash, `--vm-name`, and so was taken for a value.
    fn with_one_dash(&self, value: &Value, call: &dyn Call) -> Option<String> {
        self.among_words(value, |word| {
            let name = word.strip_prefix("--")?.replace('-', "");
            let known = self.name_of(&name).map(|name| {
                format!("Two dashes are for bash, one is for the prompt and scripts: -{name}.")
            });
            known.or_else(|| other_form::advice(&name, Some(value), call))
        })
    }

    /// The name of a parameter as it is declared.
    fn name_of(&self, text: &str) -> Option<Rc<str>> {
        let mut parameters = self.meta.parameters.iter();
        let found = parameters
            .find(|parameter| !parameter.hidden && parameter.name.eq_ignore_ascii_case(text));
        found.map(|parameter| Rc::clone(&parameter.name))
    }

    /// The first answer for one of the texts that were bound by their place, or for this value, which has none.
    fn among_words<T>(&self, value: &Value, answer: impl Fn(&str) -> Option<T>) -> Option<T> {
        let before = self.by_position.iter().filter_map(|at| {
            let mut values = self.values.iter();
            values
                .find(|(known, _)| known == at)
                .map(|(_, value)| value)
        });
        before.chain([value]).find_map(|value| {
            let first =
                crate::value::members::enumerate(value).and_then(|all| all.into_iter().next());
            match first.as_ref().unwrap_or(value).base() {
                Value::Str(text) => answer(text),
                _ => None,
            }
        })
    }

    /// The cmdlet that changes what this one makes, if it has the parameter that this one lacks.
    fn setter(&self, inner: &dyn Runtime, call: &dyn Call, parameter: &str) -> Option<String> {
        let name = call.command_name();
        let noun = name
            .strip_prefix("Add-")
            .or_else(|| name.strip_prefix("New-"));
        let setter = format!("Set-{}", noun.filter(|_| !self.meta.is_script)?);
        inner
            .cmdlet_has_parameter(&setter, parameter)
            .then_some(setter)
    }

    /// The command that makes what this one changes, if that has the parameter: what is chosen once and for all.
    fn maker(&self, inner: &dyn Runtime, call: &dyn Call, parameter: &str) -> Option<String> {
        let name = call.command_name();
        let noun = name.strip_prefix("Set-").filter(|_| !self.meta.is_script)?;
        let maker = format!("New-{noun}");
        inner
            .cmdlet_has_parameter(&maker, parameter)
            .then_some(maker)
    }

    /// The cmdlet that gives another name to what this one changes, when a name was written for what is to be changed.
    fn renamer(
        &self,
        inner: &dyn Runtime,
        call: &dyn Call,
        list: &ParameterMeta,
    ) -> Option<String> {
        let name = call.command_name();
        let renames = format!("Rename-{}", name.strip_prefix("Set-")?);
        let fits = !self.meta.is_script
            && list.name.eq_ignore_ascii_case("Name")
            && inner.cmdlet_has_parameter(&renames, "NewName");
        fits.then_some(renames)
    }

    /// The list that a value without a place was probably meant for: one that got its own values by their position.
    fn list_before(&self) -> Option<(usize, &ParameterMeta)> {
        self.meta
            .parameters
            .iter()
            .enumerate()
            .find(|(at, parameter)| {
                self.is_bound(*at)
                    && parameter.kind.is_collection()
                    && parameter.sets.iter().any(|set| set.position.is_some())
            })
            .map(|(at, parameter)| (at, Rc::as_ref(parameter)))
    }

    /// The parameters of the command that nothing is bound to and that fit the sets which are left.
    fn free(&self) -> impl Iterator<Item = &ParameterMeta> {
        let parameters = self.meta.parameters.iter().enumerate();
        parameters
            .filter(move |(at, meta)| {
                let own = meta.common.is_none() && !meta.hidden;
                own && meta.mask & self.valid != 0 && !self.is_bound(*at)
            })
            .map(|(_, meta)| Rc::as_ref(meta))
    }

    /// The parameter that a number without a place was probably meant for.
    fn free_for_number(&self, value: &Value) -> Option<Rc<str>> {
        let is_number = match value.base() {
            Value::Int(_) | Value::Long(_) | Value::Double(_) => true,
            Value::Str(text) => text.parse::<f64>().is_ok(),
            _ => false,
        };
        let mut free = self.free().filter(|_| is_number && !self.meta.is_script);
        let found = free.find(|meta| meta.kind.is_number())?;
        Some(Rc::clone(&found.name))
    }

    /// The list of names that a name without a place may have been meant for.
    fn free_for_name(&self) -> Option<Rc<str>> {
        let mut free = self.free().filter(|_| !self.meta.is_script);
        let found = free.find(|meta| {
            let places = ["ComputerName", "CimSession", "Credential"];
            let is_place = places.contains(&&*meta.name);
            meta.kind.is_collection() && meta.name.ends_with("Name") && !is_place
        })?;
        Some(Rc::clone(&found.name))
    }

    /// `$PSDefaultParameterValues`.
    pub(super) fn apply_defaults(&mut self, inner: &mut dyn Runtime, call: &dyn Call) -> Flow {
        if !self.meta.advanced {
            return Ok(());
        }
        let Value::Hashtable(table) = inner.default_parameter_values() else {
            return Ok(());
        };
        if table.is_empty()
            || table
                .get_text("Disabled")
                .is_some_and(|off| convert::to_bool(&off))
        {
            return Ok(());
        }
        let command = call.command_name();
        let entries: Vec<(Rc<str>, Value)> = table
            .entries()
            .iter()
            .map(|(key, value)| (convert::to_text(key.value()), value.clone()))
            .collect();
        for (key, value) in entries {
            let Some((pattern, parameter)) = key.rsplit_once(':') else {
                continue;
            };
            let pattern = pattern.trim().trim_matches(['"', '\'']);
            let matches = WildcardPattern::new(pattern).is_match(&command)
                || WildcardPattern::new(pattern).is_match(call.name());
            if !matches {
                continue;
            }
            let parameter = parameter.trim();
            let at = match self.meta.find(parameter) {
                Match::One(at) => at,
                _ => continue,
            };
            let Some(meta) = self.meta.parameters.get(at).cloned() else {
                continue;
            };
            if self.is_bound(at) || meta.mask & self.valid == 0 {
                continue;
            }
            let value = match &value {
                Value::ScriptBlock(block) => inner.block_value(block, None)?,
                other => other.clone(),
            };
            // A default that does not fit is left out: it was not written for this call.
            match self
                .set(inner, call, at, &value, true, None)
                .map_err(Interrupt::from)
            {
                Ok(()) => {}
                Err(Interrupt::Error(error)) => self.warnings.push(format!(
                    "The binding of default value '{}' to parameter '{}' failed: {}",
                    convert::to_text(&value),
                    meta.name,
                    error.message
                )),
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }
}

/// A `List[Object]`, which is what the remaining arguments are.
fn list_value(items: Vec<Value>) -> Value {
    Value::List(Rc::new(crate::value::List {
        element: Some("System.Object".into()),
        items: items.into(),
    }))
}
