//! `Register-EngineEvent`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::state::Subscriber;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{ScriptBlock, Value};

/// Has the session told of events that New-Event makes under a name.
///
/// # Examples
/// ```iovsh
/// PS> $job = Register-EngineEvent lab.done -Action { "done: $($Event.MessageData)" }
/// PS> [void](New-Event lab.done -MessageData web1); Receive-Job $job
/// done: web1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Register",
    noun = "EngineEvent",
    module = "Microsoft.PowerShell.Utility",
    class = "Microsoft.PowerShell.Commands.RegisterEngineEventCommand",
    output = "System.Management.Automation.PSEventJob"
)]
pub struct RegisterEngineEvent {
    /// The name of the events.
    #[param(position = 100, mandatory)]
    source_identifier: String,
    /// What runs then. It has $Event, $EventSubscriber, $Sender, $EventArgs, and what it writes is its job's.
    #[param(position = 101)]
    action: Option<Rc<ScriptBlock>>,
    /// What the events carry.
    message_data: Value,
    /// Leaves the subscription out of lists.
    support_event: bool,
    /// Tells another session: events of a session stay in it.
    #[param(no_effect = "events of a session stay in it.")]
    forward: bool,
    /// How often it is told; 0 is always.
    max_trigger_count: Option<i32>,
}

impl Cmdlet for RegisterEngineEvent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if ["PowerShell.Exiting", "PowerShell.OnIdle"]
            .iter()
            .any(|name| name.eq_ignore_ascii_case(&self.source_identifier))
        {
            cx.warning(format!(
                "The shell itself does not tell of '{}': do at the end of the script what is to be done then, in a finally block.",
                self.source_identifier
            ))?;
        }
        let mut new = Subscriber::new(Value::Null, String::new(), self.source_identifier.clone());
        new.action.clone_from(&self.action);
        new.message = self.message_data.clone();
        new.is_support = self.support_event;
        new.left
            .set(self.max_trigger_count.filter(|count| *count > 0));
        super::subscribe(cx, new)
    }
}
