//! The vocabulary of cmdlets: what is declared of one, and what one can do.
//!
//! A cmdlet is a struct with `#[derive(Cmdlet)]`. The derive writes a [`CmdletSpec`] and an [`Instance`]; binding,
//! help, completion, man pages and the reference are all read from the spec.

pub use super::declaration::*;
use super::error::{Flow, ShellError};
use super::eval::Context;
use super::value::Value;

/// What a cmdlet is declared to be.
#[derive(Debug)]
pub struct CmdletSpec {
    /// `Get-VMSwitch`.
    pub name: &'static str,
    /// The module that it belongs to: `Hyper-V`, `NetAdapter`, `Microsoft.PowerShell.Utility` ...
    pub module: &'static str,
    /// What the ids of its errors end in, after the comma: `Microsoft.PowerShell.Commands.GetContentCommand`. The same
    /// as `name` for a cmdlet that is a function in Microsoft's module.
    pub class: &'static str,
    /// Other names of it.
    pub aliases: &'static [&'static str],
    /// One sentence.
    pub synopsis: &'static str,
    /// The rest of the doc comment, without examples.
    pub description: &'static str,
    /// The examples: a title (may be empty), and prompt lines (`PS> ...`) with the output that they give.
    pub examples: &'static [Example],
    /// The parameters, in the order of declaration.
    pub parameters: &'static [ParameterSpec],
    /// The parameter set that is taken when nothing else decides; empty for none.
    pub default_set: &'static str,
    /// The parameter set that is taken when several are left and the default one is not among them; empty for none.
    pub fallback_set: &'static str,
    /// Whether `-WhatIf` and `-Confirm` are there.
    pub should_process: bool,
    /// Whether it does what it is called; if not, it is there so that scripts get a clear answer.
    pub supported: bool,
    /// Whether `-AsJob` is the cmdlet's own business: it makes jobs of its own kind. Else the shell runs it in a job.
    pub own_jobs: bool,
    /// How much a wrong use can hurt.
    pub impact: Impact,
    /// The type names of what it emits.
    pub outputs: &'static [&'static str],
    /// Makes an instance with no parameter set.
    pub new: fn() -> Box<dyn Instance>,
}

/// One use of a cmdlet in one pipeline: what `#[derive(Cmdlet)]` wraps around the struct.
pub trait Instance {
    /// Sets a parameter by its index in [`CmdletSpec::parameters`]. The value has been converted and validated.
    fn set(&mut self, parameter: usize, value: &Value) -> Result<(), ShellError>;
    /// Puts a parameter back to its default: between two pipeline objects.
    fn reset(&mut self, parameter: usize);
    /// Called once, before the first pipeline object.
    fn begin(&mut self, cx: &mut Context) -> Flow;
    /// Called for each pipeline object, or once when there is no pipeline.
    fn process(&mut self, cx: &mut Context) -> Flow;
    /// Called once, after the last.
    fn end(&mut self, cx: &mut Context) -> Flow;
}

/// What a cmdlet does. The parameters are the fields of the struct.
pub trait Cmdlet {
    /// Called once, before the first pipeline object. Parameters that come from the pipeline are not there yet.
    fn begin(&mut self, _cx: &mut Context) -> Flow {
        Ok(())
    }
    /// Called for each pipeline object, or once when there is no pipeline.
    fn process(&mut self, cx: &mut Context) -> Flow;
    /// Called once, after the last.
    fn end(&mut self, _cx: &mut Context) -> Flow {
        Ok(())
    }
}

/// The declaration behind a cmdlet struct.
pub trait Declared {
    /// What was declared.
    const SPEC: &'static CmdletSpec;
}
