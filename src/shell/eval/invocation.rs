//! How a function, script block or script was called: what `$MyInvocation`, `$PSBoundParameters` and `$PSCmdlet` show.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use super::command::CommandInfo;
use super::confirm::Inquired;
use super::deferred::Deferred;
use crate::bind::{Binding, CommandMeta, Values};
use crate::cmdlet::CmdletSpec;
use crate::error::Position;
use crate::error_record::CallSite;
use crate::types::{Known, TypeRef};
use crate::value::{Hashtable, Value};

/// The common parameters of one call that say how streams and questions are handled.
#[derive(Clone, Debug, Default)]
pub struct CommonParameters {
    /// `-ErrorAction`.
    pub error_action: Option<Action>,
    /// `-WarningAction`.
    pub warning_action: Option<Action>,
    /// `-InformationAction`.
    pub information_action: Option<Action>,
    /// `-Verbose`.
    pub verbose: Option<bool>,
    /// `-Debug`.
    pub debug: Option<bool>,
    /// `-WhatIf`.
    pub what_if: Option<bool>,
    /// `-Confirm`.
    pub confirm: Option<bool>,
}

/// `ActionPreference`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing is shown; the error is kept in `$Error`.
    SilentlyContinue,
    /// It ends the script.
    Stop,
    /// It is shown.
    Continue,
    /// The user is asked.
    Inquire,
    /// Nothing is shown, nothing kept.
    Ignore,
}

/// One call.
pub struct Invocation {
    /// What was called.
    pub command: CommandInfo,
    /// Its declaration, when it was bound by one.
    pub meta: Option<Rc<CommandMeta>>,
    /// The name that was used.
    pub name: Rc<str>,
    /// Where the call stands.
    pub position: Option<Position>,
    /// `$PSBoundParameters`.
    pub bound: OnceCell<Rc<Hashtable>>,
    /// What the command line bound, by name.
    pub bound_values: RefCell<Vec<(Rc<str>, Value)>>,
    /// What the current pipeline object bound, by the places of the parameters.
    input_values: RefCell<Values>,
    /// The pipeline object that is processed, as it came.
    pub input_object: RefCell<Value>,
    /// The parameter set.
    pub parameter_set: RefCell<Rc<str>>,
    /// The common parameters.
    pub common: RefCell<CommonParameters>,
    /// How many commands the pipeline has, and which one this is (from 1).
    pub pipeline: (i32, i32),
    /// Whether it gets pipeline input.
    pub expecting_input: bool,
    /// Whether what it writes goes straight to the screen.
    pub to_screen: bool,
    /// The number of its pipeline.
    pub number: u64,
    /// The number of its stage, for `StopUpstream`.
    pub stage: u64,
    /// Whether an error was written.
    pub failed: Cell<bool>,
    /// What is said once and not again for each pipeline object.
    pub said: RefCell<Vec<&'static str>>,
    /// Work that is done when all input has come.
    pub(super) deferred: RefCell<Option<Box<dyn Deferred>>>,
    /// The answer "yes to all" or "no to all" to confirmation.
    pub answer_to_all: Cell<Option<bool>>,
    /// What `Inquire` was answered "yes to all" about.
    pub(super) goes_on: RefCell<Vec<Inquired>>,
}

/// `$PSBoundParameters` of a call that nothing was given: a `Dictionary[string,object]` with a class of its own.
pub(super) fn bound_parameters() -> Hashtable {
    let pair = (TypeRef::Known(Known::String), TypeRef::Known(Known::Object));
    Hashtable {
        generic: Some(Rc::new(pair)),
        class: Some(Known::PsBoundParametersDictionary),
        ..Hashtable::default()
    }
}

impl std::fmt::Debug for Invocation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invocation")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Invocation {
    /// A call of `command` under `name`.
    pub fn new(command: CommandInfo, name: Rc<str>, position: Option<Position>) -> Self {
        Invocation {
            command,
            meta: None,
            name,
            position,
            bound: OnceCell::new(),
            bound_values: RefCell::default(),
            input_values: RefCell::default(),
            input_object: RefCell::default(),
            parameter_set: RefCell::new("__AllParameterSets".into()),
            common: RefCell::default(),
            pipeline: (1, 1),
            expecting_input: false,
            to_screen: false,
            number: 0,
            stage: 0,
            failed: Cell::new(false),
            said: RefCell::default(),
            deferred: RefCell::default(),
            answer_to_all: Cell::new(None),
            goes_on: RefCell::default(),
        }
    }

    /// The cmdlet's declaration, when it is one.
    pub fn spec(&self) -> Option<&'static CmdletSpec> {
        match &self.command {
            CommandInfo::Cmdlet(cmdlet) => Some(cmdlet.spec),
            _ => None,
        }
    }

    /// What ids of errors end in: the cmdlet's class, or the function's name; nothing for a script block.
    pub fn id_suffix(&self) -> Rc<str> {
        match &self.command {
            CommandInfo::Cmdlet(cmdlet) => cmdlet.spec.class.into(),
            CommandInfo::Function(function) => Rc::clone(&function.name),
            CommandInfo::Script(script) => Rc::clone(&script.name),
            CommandInfo::Application(path) => Rc::clone(path),
            CommandInfo::Block(_) => "".into(),
        }
    }

    /// `$PSBoundParameters`.
    pub fn bound_table(&self) -> Rc<Hashtable> {
        Rc::clone(self.bound.get_or_init(|| {
            let table = bound_parameters();
            self.for_each_bound(|name, value| table.set_text(name, value.clone()));
            Rc::new(table)
        }))
    }

    /// Calls `f` with every parameter that has a value: those of the command line, then those of the current pipeline object.
    pub fn for_each_bound(&self, mut f: impl FnMut(&Rc<str>, &Value)) {
        for (name, value) in self.bound_values.borrow().iter() {
            f(name, value);
        }
        for (at, value) in self.input_values.borrow().iter() {
            if let Some(name) = self.parameter_name(*at) {
                f(name, value);
            }
        }
    }

    /// The value of a parameter, when it has one. Names are compared without case.
    pub fn bound_value(&self, parameter: &str) -> Option<Value> {
        let line = self.bound_values.borrow();
        let known = line
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(parameter));
        if let Some((_, value)) = known {
            return Some(value.clone());
        }
        let input = self.input_values.borrow();
        let known = input.iter().find(|(at, _)| {
            self.parameter_name(*at)
                .is_some_and(|name| name.eq_ignore_ascii_case(parameter))
        });
        known.map(|(_, value)| value.clone())
    }

    fn parameter_name(&self, at: usize) -> Option<&Rc<str>> {
        let parameter = self.meta.as_ref()?.parameters.get(at)?;
        Some(&parameter.name)
    }

    /// Takes over what the command line bound.
    pub fn take_over(&self, binding: &mut Binding) {
        *self.bound_values.borrow_mut() = binding.take_bound();
        *self.parameter_set.borrow_mut() = Rc::clone(binding.set_name());
    }

    /// Notes what a pipeline object bound, and which set is meant.
    pub fn note_input(&self, values: Values, set: &Rc<str>) {
        if let Some(table) = self.bound.get() {
            for (at, value) in &values {
                if let Some(name) = self.parameter_name(*at) {
                    table.set_text(name, value.clone());
                }
            }
        }
        *self.input_values.borrow_mut() = values;
        let mut known = self.parameter_set.borrow_mut();
        if !Rc::ptr_eq(&known, set) {
            *known = Rc::clone(set);
        }
    }

    /// The pipeline object that is processed, as it came.
    pub fn note_object(&self, object: &Value) {
        *self.input_object.borrow_mut() = object.clone();
    }

    /// What the last pipeline object had bound has no value any more.
    pub fn take_input(&self) -> Values {
        let values = std::mem::take(&mut *self.input_values.borrow_mut());
        if let Some(table) = self.bound.get() {
            for (at, _) in &values {
                if let Some(name) = self.parameter_name(*at) {
                    table.remove_text(name);
                }
            }
        }
        values
    }

    /// The call as errors keep it.
    pub fn site(self: &Rc<Self>) -> CallSite {
        CallSite {
            invocation_name: Rc::clone(&self.name),
            command: self.command.to_value(),
            bound: Value::Hashtable(self.bound_table()),
            pipeline: self.pipeline,
            expecting_input: self.expecting_input,
            position: self.position.clone(),
        }
    }
}
