//! One cmdlet with its arguments, as data, and the door through which it is run.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A switch parameter: it is there.
    Flag,
    /// `$true` or `$false`.
    Bool(bool),
    /// A number.
    Number(u64),
    /// Text as it stands.
    Text(String),
    /// Names of things that are there. What they have of wildcards means itself.
    Names(Vec<String>),
}

/// A cmdlet with its arguments. No text is made of it but by a [`Commander`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// The cmdlet.
    pub name: &'static str,
    /// The parameters in the order in which they are shown.
    pub arguments: Vec<(&'static str, Argument)>,
}

impl Command {
    /// A cmdlet without arguments.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            arguments: Vec::new(),
        }
    }

    /// With a parameter.
    #[must_use]
    pub fn with(mut self, parameter: &'static str, argument: Argument) -> Self {
        self.arguments.push((parameter, argument));
        self
    }

    /// With the name of something that is there.
    #[must_use]
    pub fn on(self, parameter: &'static str, name: &str) -> Self {
        self.with(parameter, Argument::Names(vec![name.to_owned()]))
    }

    /// With text.
    #[must_use]
    pub fn text(self, parameter: &'static str, text: impl Into<String>) -> Self {
        self.with(parameter, Argument::Text(text.into()))
    }

    /// With a switch parameter.
    #[must_use]
    pub fn flag(self, parameter: &'static str) -> Self {
        self.with(parameter, Argument::Flag)
    }

    /// Whether something is given but what names the thing.
    #[must_use]
    pub fn is_more_than(&self, names: usize) -> bool {
        self.arguments.len() > names
    }

    /// The same on another host of the session.
    #[must_use]
    pub fn at(mut self, host: Option<&str>) -> Self {
        if let Some(host) = host {
            // The cmdlets for NICs know other hosts by their sessions.
            let parameter = if self.name.contains("-NetAdapter") {
                "CimSession"
            } else {
                "ComputerName"
            };
            self.arguments
                .push((parameter, Argument::Text(host.to_owned())));
        }
        self
    }

    /// The same with nothing carried out: what would be done is said.
    #[must_use]
    pub fn preview(mut self) -> Self {
        self.arguments.push(("WhatIf", Argument::Flag));
        self
    }
}

/// What a cmdlet that runs has to say.
#[derive(Clone, Debug)]
pub enum Said {
    /// It has begun; setting this cancels it, and what it did is undone.
    Began(Arc<AtomicBool>),
    /// How far it is.
    Progress(String),
    /// A line of its results, or of what is told on the way.
    Line(String),
    /// A line of a warning or an error.
    Complaint(String),
}

/// What runs cmdlets: the binder and the one door for changes. Calls come from threads of their own.
pub trait Commander: Send + Sync {
    /// A sentence of another host, the commands of whose next step name that host.
    fn told_of(&self, _host: &str, sentence: &str) -> String {
        sentence.to_owned()
    }

    /// The line that somebody would type at the prompt to run this.
    fn typed(&self, command: &Command) -> String;

    /// Runs it, with the lines no wider than this, and tells what it says; true when it succeeded.
    fn run(&self, command: &Command, width: u16, said: &mut dyn FnMut(Said)) -> bool;

    /// Puts a line that is run into the history of the prompt.
    ///
    /// # Errors
    /// It could not be, and why. This is told once.
    fn remember(&self, line: &str) -> Result<(), String>;
}
