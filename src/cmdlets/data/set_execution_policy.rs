use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Says which scripts may run. On Linux every script may, so a policy that lets fewer run changes nothing, and a warning says so.
///
/// # Examples
/// ```iovsh
/// PS> Set-ExecutionPolicy Bypass -Scope Process -Force
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "ExecutionPolicy",
    module = "Microsoft.PowerShell.Security",
    should_process
)]
pub struct SetExecutionPolicy {
    /// Which scripts may run.
    #[param(
        mandatory,
        position = 0,
        by_property_name,
        validate_set(
            "Unrestricted",
            "RemoteSigned",
            "AllSigned",
            "Restricted",
            "Default",
            "Bypass",
            "Undefined"
        )
    )]
    execution_policy: String,
    /// For whom.
    #[param(
        position = 1,
        by_property_name,
        validate_set(
            "Process",
            "CurrentUser",
            "LocalMachine",
            "UserPolicy",
            "MachinePolicy"
        )
    )]
    scope: Option<String>,
    /// Does not ask.
    force: bool,
}

impl Cmdlet for SetExecutionPolicy {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let is_so = ["unrestricted", "bypass", "undefined", "default"]
            .contains(&self.execution_policy.to_ascii_lowercase().as_str());
        if is_so {
            return cx.verbose("Every script may run on Linux.");
        }
        cx.warning(format!(
            "The policy {} changes nothing: every script may run on Linux, and who may change the host is decided by its users.",
            self.execution_policy
        ))
    }
}
