//! Answers to parameters that are accepted for the sake of scripts and have no meaning here.

use super::context::Context;
use crate::cmdlet::Answer;
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::value::Value;

impl Context<'_> {
    /// Whether `what` is said for the first time in this command, however many pipeline objects it has.
    pub fn first_time(&self, what: &'static str) -> bool {
        let mut said = self.call.said.borrow_mut();
        let first = !said.contains(&what);
        if first {
            said.push(what);
        }
        first
    }

    /// Warns of the parameters that were given and have no effect, and refuses those without which the command would do
    /// something else than was asked.
    pub(super) fn answer(&mut self) -> Flow {
        for parameter in self.spec().parameters {
            let Some(answer) = parameter.answer else {
                continue;
            };
            // A switch that is off asks for nothing.
            match self.bound(parameter.name) {
                None | Some(Value::Bool(false)) if parameter.is_switch() => continue,
                None => continue,
                Some(_) => {}
            }
            match answer {
                Answer::NoEffect(reason) => {
                    if self.first_time(parameter.name) {
                        self.warning(format!(
                            "NotSupported: -{} has no effect on this host: {reason}",
                            parameter.name
                        ))?;
                    }
                }
                Answer::Refused(reason) => {
                    return Err(refusal(parameter.name, reason).into());
                }
            }
        }
        Ok(())
    }
}

/// The error for a parameter that cannot be obeyed.
pub fn refusal(parameter: &'static str, reason: &str) -> ShellError {
    ShellError::new(
        "NotSupported",
        ErrorCategory::NotImplemented,
        format!("-{parameter} is not supported on this host: {reason}"),
    )
    .exception("System.NotSupportedException")
    .target(parameter)
}
