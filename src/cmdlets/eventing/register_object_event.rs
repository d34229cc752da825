//! `Register-ObjectEvent`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::state::{self, Subscriber};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{ScriptBlock, Value};

/// Has the session told when something happens to an object: a timer's time has come, a file of a watched folder has changed, a process
/// or a job has ended.
///
/// An action runs between two statements of the script, and while the script waits. Without one the event waits for Get-Event and Wait-Event.
///
/// # Examples
/// ```iovsh
/// PS> $timer = [System.Timers.Timer]::new(20); $timer.AutoReset = $false
/// PS> [void](Register-ObjectEvent $timer Elapsed -SourceIdentifier tick); $timer.Start()
/// PS> (Wait-Event tick).SourceIdentifier
/// tick
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Register",
    noun = "ObjectEvent",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Management.Automation.PSEventJob"
)]
pub struct RegisterObjectEvent {
    /// The object: a timer, a watcher of files, a process, a job.
    #[param(position = 0, mandatory)]
    input_object: Value,
    /// Which event of it: Elapsed, Changed, Created, Deleted, Renamed, Exited, StateChanged.
    #[param(position = 1, mandatory)]
    event_name: String,
    /// The name of the subscription; one is made without it.
    #[param(position = 100)]
    source_identifier: Option<String>,
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

impl Cmdlet for RegisterObjectEvent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let known = state::events_of(&self.input_object);
        if !known
            .iter()
            .any(|name| name.eq_ignore_ascii_case(&self.event_name))
        {
            let error = ShellError::new(
                "INVALID_REGISTRATION",
                ErrorCategory::InvalidArgument,
                format!(
                    "Cannot register for the specified event. An event with the name '{}' does not exist.",
                    self.event_name
                ),
            )
            .exception("System.ArgumentException")
            .target(self.event_name.as_str());
            return Err(if known.is_empty() {
                error.help("Timers ([System.Timers.Timer]), watchers of files ([System.IO.FileSystemWatcher]), processes and jobs tell of events.")
            } else {
                error.help(format!("There are {}.", known.join(", ")))
            }
            .into());
        }
        let name = self
            .source_identifier
            .clone()
            .unwrap_or_else(super::made_up_name);
        let mut new = Subscriber::new(self.input_object.clone(), self.event_name.clone(), name);
        new.action.clone_from(&self.action);
        new.message = self.message_data.clone();
        new.is_support = self.support_event;
        new.left
            .set(self.max_trigger_count.filter(|count| *count > 0));
        super::subscribe(cx, new)
    }
}
