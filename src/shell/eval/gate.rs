//! What a limited session may run: one cmdlet at a time, with plain words, as far as its gate lets it through.
//!
//! A session with a gate has no language. No text becomes script in it, whoever asks for that, and nothing but a cmdlet becomes the stage
//! of a pipeline, whatever name it was found by. So what a cmdlet may do is decided in one place, when all that it was called with is
//! bound: under the names of the declaration, whether it was given by name, by position, by alias or by the beginning of a name.

use std::rc::Rc;

use super::command::CommandInfo;
use super::session::Session;
use crate::cmdlet::CmdletSpec;
use crate::error::{Flow, ShellError};
use crate::value::Value;

/// Decides what a limited session may run.
pub trait Gate {
    /// Whether the cmdlet may run with these values, each under its parameter's own name.
    ///
    /// # Errors
    /// Why not.
    fn may_run(&self, cmdlet: &'static CmdletSpec, bound: &[(Rc<str>, Value)]) -> Flow;

    /// The error for what is no cmdlet: a line of script, a function, a program.
    fn no_language(&self) -> ShellError;
}

impl Session {
    /// From now on nothing runs here but what the gate lets through. There is no way back, and a second gate replaces none.
    pub fn limit(&mut self, gate: Rc<dyn Gate>) {
        self.gate.get_or_insert(gate);
        self.job_sessions = None;
        self.takes_input = false;
    }

    /// Whether the session is limited.
    pub fn is_limited(&self) -> bool {
        self.gate.is_some()
    }

    /// Whether text may become script.
    pub(super) fn may_run_text(&self) -> Flow {
        match &self.gate {
            Some(gate) => Err(gate.no_language().into()),
            None => Ok(()),
        }
    }

    /// Whether a command may become the stage of a pipeline at all.
    pub(super) fn may_call(&self, command: &CommandInfo) -> Flow {
        match (&self.gate, command) {
            (None, _) | (Some(_), CommandInfo::Cmdlet(_)) => Ok(()),
            (
                Some(gate),
                CommandInfo::Function(_)
                | CommandInfo::Block(_)
                | CommandInfo::Script(_)
                | CommandInfo::Application(_),
            ) => Err(gate.no_language().into()),
        }
    }

    /// Whether a cmdlet may run with what was bound.
    pub(super) fn may_run(&self, cmdlet: &'static CmdletSpec, bound: &[(Rc<str>, Value)]) -> Flow {
        match &self.gate {
            Some(gate) => gate.may_run(cmdlet, bound),
            None => Ok(()),
        }
    }
}
