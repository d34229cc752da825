//! `Invoke-History`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Runs a line again that was typed in this session.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "History",
    module = "Microsoft.PowerShell.Core",
    alias("ihy", "r"),
    impact = Medium
)]
pub struct InvokeHistory {
    /// The number of the line, or its beginning; the last line without it.
    #[param(position = 0, from_pipeline)]
    id: String,
}

impl Cmdlet for InvokeHistory {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let history = &cx.session().history;
        let found = match (self.id.as_str(), self.id.parse::<u64>()) {
            ("", _) => history.entries().next_back(),
            (_, Ok(id)) => history.entries().find(|entry| entry.id == id),
            (beginning, Err(_)) => history
                .entries()
                .rev()
                .find(|entry| entry.line.starts_with(beginning)),
        };
        let Some(line) = found.map(|entry| entry.line.clone()) else {
            return cx.error(
                ShellError::new(
                    "InvokeHistoryNoHistoryForId",
                    ErrorCategory::ObjectNotFound,
                    format!("Cannot locate the history for \"{}\".", self.id),
                )
                .exception("System.ArgumentException")
                .target(self.id.as_str()),
            );
        };
        if !cx.should_process(&line, "Invoke-History")? {
            return Ok(());
        }
        cx.host_line(&line)?;
        cx.session().history.invoke(&line);
        cx.run_script(&line)
    }
}
