use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Lists Windows's updates. A Linux host has none, so nothing is listed; one that is asked for by its id is not found.
///
/// # Examples
/// ```iovsh
/// PS> @(Get-HotFix).Count
/// 0
/// PS> if (Get-HotFix -Id KB3000850 -ErrorAction SilentlyContinue) { 'there' } else { 'not there' }
/// not there
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "HotFix",
    module = "Microsoft.PowerShell.Management",
    default_set = "Default"
)]
pub struct GetHotFix {
    /// The ids.
    #[param(set = "Default", position = 0, alias("HFID"))]
    id: Vec<String>,
    /// The kinds.
    #[param(set = "Description")]
    description: Vec<String>,
    /// Only this host can be asked.
    #[param(by_property_name, alias("CN", "__Server", "IPAddress"))]
    computer_name: Vec<String>,
}

impl Cmdlet for GetHotFix {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::this_host_only(&self.computer_name, "Updates")?;
        for id in &self.id {
            cx.error(
                ShellError::new(
                    "GetHotFixNoEntriesFound",
                    ErrorCategory::ObjectNotFound,
                    format!("Cannot find the requested hotfix '{id}': a Linux host has none of Windows's updates."),
                )
                .exception("System.ArgumentException")
                .target(id.as_str())
                .help("apt list --installed (rpm -qa --last on hosts with RPM) lists what is installed; uname -r shows the kernel."),
            )?;
        }
        Ok(())
    }
}
