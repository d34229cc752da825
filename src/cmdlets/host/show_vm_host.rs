//! `Show-VMHost`.

use iovsh_derive::Cmdlet;

use crate::host_access::HostAccess;
use crate::services::Services;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Shows the full-screen manager of the host, and comes back to the prompt when it is left.
///
/// It is that of `iovsh manager`: the host with its virtual machines, switches and network adapters, live, and dialogs that run cmdlets. -ComputerName
/// has others beside it. What is run there is in the history of the prompt afterwards. Linux only; Hyper-V has no such command.
///
/// # Examples
/// In a script there is no screen for it:
/// ```iovsh
/// PS> try { Show-VMHost } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
/// Manager.NoScreen
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Show", noun = "VMHost", module = "Iovsh")]
pub struct ShowVmHost {
    /// Other hosts, which stand beside this one.
    #[param(position = 0, not_null_or_empty, alias("Cn"), complete = crate::complete::hosts)]
    computer_name: Vec<String>,
}

impl Cmdlet for ShowVmHost {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let services = Services::from_any(&cx.services());
        let Some((services, show)) =
            services.and_then(|services| Some((services.clone(), services.manager()?)))
        else {
            return Err(no_screen().into());
        };
        let place = services.here();
        let host = place.address.as_ref();
        let host = host.map_or_else(|| "local".to_owned(), ToString::to_string);
        show(&host, &self.computer_name).map_err(not_shown)?;
        // What was done there is not known here.
        cx.look_anew()
    }
}

fn not_shown((message, next_step): (String, Option<String>)) -> ShellError {
    let error = ShellError::new("Manager.NotShown", ErrorCategory::InvalidArgument, message);
    match next_step {
        Some(step) => error.help(step),
        None => error,
    }
}

fn no_screen() -> ShellError {
    ShellError::new(
        "Manager.NoScreen",
        ErrorCategory::InvalidOperation,
        "The manager is shown at the prompt alone: a script has no screen for it.",
    )
    .help("From another shell it is: iovsh manager")
}
