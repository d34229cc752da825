//! `New-Event`.

use iovsh_derive::Cmdlet;

use super::state::{self, Happened};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Makes an event of the script's own: who subscribed to its name is told, or it waits for Get-Event and Wait-Event.
///
/// # Examples
/// ```iovsh
/// PS> [void](New-Event lab.step -MessageData 'one'); (Get-Event lab.step).MessageData
/// one
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Event",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Management.Automation.PSEventArgs"
)]
pub struct NewEvent {
    /// The name.
    #[param(position = 0, mandatory)]
    source_identifier: String,
    /// Who tells.
    #[param(position = 1)]
    sender: Value,
    /// What it is told with.
    #[param(position = 2)]
    event_arguments: Vec<Value>,
    /// What it carries.
    #[param(position = 3)]
    message_data: Value,
}

impl Cmdlet for NewEvent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let events = state::of(cx.session());
        let listeners = events.listening_to(&self.source_identifier);
        let happened = Happened {
            identifier: self.source_identifier.clone(),
            sender: self.sender.clone(),
            arguments: std::mem::take(&mut self.event_arguments),
            message: self.message_data.clone(),
        };
        let event = events.raise(&mut cx.interpreter(), happened, &listeners)?;
        cx.emit(event)
    }
}
