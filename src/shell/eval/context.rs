//! What a running cmdlet sees of the shell.

use std::any::Any;
use std::rc::Rc;

use crate::shell::cmdlet::CmdletSpec;
use crate::shell::environment::Environment;
use crate::shell::error::{Flow, ShellError};
use crate::shell::location::Locations;
use crate::shell::value::{ScriptBlock, Value};

/// A shell session: variables, functions, aliases, `$Error`, preferences, and the services that cmdlets were given.
pub struct Session {
    /// Where it is, and the drives that it knows: what every relative path is resolved against.
    pub locations: Locations,
    /// What `$env:` reads and writes, and what programs that it starts are given.
    pub environment: Environment,
}

/// What `Write-Progress` reports.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Which activity; activities nest by `parent`.
    pub id: i32,
    /// The activity it belongs to.
    pub parent: Option<i32>,
    /// What is going on.
    pub activity: String,
    /// How far it is.
    pub status: String,
    /// The step.
    pub operation: String,
    /// 0 to 100; `None` when unknown.
    pub percent: Option<u8>,
    /// Whether it is over.
    pub completed: bool,
}

/// What a running cmdlet sees of the shell: the pipeline it writes to, the streams, and how it was called.
pub struct Context<'a> {
    session: &'a mut Session,
}

#[allow(unused_variables, missing_docs, clippy::unimplemented)]
impl Context<'_> {
    /// Hands an object to the next command. `Err` when that one needs no more; pass it on with `?`.
    pub fn emit(&mut self, value: impl Into<Value>) -> Flow {
        unimplemented!()
    }
    /// Hands each element of a collection to the next command.
    pub fn emit_all(&mut self, values: impl IntoIterator<Item = Value>) -> Flow {
        unimplemented!()
    }
    /// Writes a non-terminating error. `Err` when `-ErrorAction Stop` makes it terminating.
    pub fn error(&mut self, error: ShellError) -> Flow {
        unimplemented!()
    }
    /// Writes a warning. `Err` when `-WarningAction Stop`.
    pub fn warning(&mut self, text: impl Into<String>) -> Flow {
        unimplemented!()
    }
    /// Writes to the verbose stream; nothing is formatted when nobody listens, so ask [`Context::is_verbose`] first for costly text.
    pub fn verbose(&mut self, text: impl Into<String>) -> Flow {
        unimplemented!()
    }
    /// Whether verbose text is shown.
    pub fn is_verbose(&self) -> bool {
        unimplemented!()
    }
    pub fn debug(&mut self, text: impl Into<String>) -> Flow {
        unimplemented!()
    }
    /// Writes to the information stream (`Write-Information`, `Write-Host`).
    pub fn information(&mut self, data: Value, tags: &[&str]) -> Flow {
        unimplemented!()
    }
    pub fn progress(&mut self, progress: Progress) -> Flow {
        unimplemented!()
    }
    /// Whether to go on with a change: says `What if:` under `-WhatIf`, asks under `-Confirm` or when the impact is high.
    pub fn should_process(&mut self, target: &str, action: &str) -> Flow<bool> {
        unimplemented!()
    }
    /// Asks a second question that only `-Force` answers beforehand.
    pub fn should_continue(&mut self, query: &str, caption: &str) -> Flow<bool> {
        unimplemented!()
    }
    /// Whether `-WhatIf` is in force.
    pub fn is_what_if(&self) -> bool {
        unimplemented!()
    }
    /// Writes a line straight to the host, past redirection: the `What if:` lines of a plan.
    pub fn host_line(&mut self, text: &str) -> Flow {
        unimplemented!()
    }
    /// Whether the parameter was given, by name, position or pipeline.
    pub fn is_bound(&self, parameter: &str) -> bool {
        unimplemented!()
    }
    /// The parameter set that was chosen.
    pub fn parameter_set(&self) -> &str {
        unimplemented!()
    }
    /// The declaration of the running cmdlet.
    pub fn spec(&self) -> &'static CmdletSpec {
        unimplemented!()
    }
    /// Whether Ctrl+C was pressed. Long work asks between steps.
    pub fn is_cancelled(&self) -> bool {
        unimplemented!()
    }
    /// Runs a script block with `$_` set to `item` and gives back what it wrote.
    pub fn invoke(
        &mut self,
        block: &Rc<ScriptBlock>,
        item: Option<Value>,
        args: &[Value],
    ) -> Flow<Vec<Value>> {
        unimplemented!()
    }
    /// The session, for cmdlets that read or change it (variables, aliases, functions, history).
    pub fn session(&mut self) -> &mut Session {
        self.session
    }
    /// The services that `main` put into the session: for iovsh, the hosts. The language never looks inside.
    pub fn services(&self) -> Rc<dyn Any> {
        unimplemented!()
    }
}
