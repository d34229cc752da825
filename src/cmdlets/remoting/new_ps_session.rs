//! `New-PSSession`.

use iovsh_derive::Cmdlet;

use super::chosen::{SshWords, open, targets};
use super::enter_ps_session::NO_SESSION;
use super::sessions::{FarSessionValue, FarSessions};
use crate::complete;
use crate::types::Credential;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Opens sessions with other hosts, in which Invoke-Command runs scripts.
///
/// A host is reached by ssh, as the user's own configuration says, and needs iovsh. What a script sets in a session is there for the
/// next one. A host of a simulated fleet needs neither.
///
/// # Examples
/// ```iovsh
/// PS> $session = New-PSSession hv2
/// PS> Invoke-Command $session { $names = Get-VM | ForEach-Object Name }
/// PS> Invoke-Command $session { "$names" }
/// build1
/// PS> Remove-PSSession $session
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "PSSession",
    module = "Microsoft.PowerShell.Core",
    default_set = "ComputerName",
    alias("nsn"),
    output = "System.Management.Automation.Runspaces.PSSession"
)]
pub struct NewPsSession {
    /// The hosts; the host of this session when none is named.
    #[param(set = "ComputerName", position = 0, from_pipeline, by_property_name, alias("Cn"), complete = complete::hosts, not_null_or_empty)]
    computer_name: Vec<String>,
    /// Names that ssh knows.
    #[param(set = "SSHHost", mandatory, complete = complete::hosts, not_null_or_empty)]
    host_name: Vec<String>,
    #[flatten(set = "SSHHost")]
    ssh: SshWords,
    /// Virtual machines of the host.
    #[param(set = "VMName", mandatory, complete = complete::vms, not_null_or_empty, refused = NO_SESSION)]
    vm_name: Vec<String>,
    /// Virtual machines of the host, by their ids.
    #[param(name = "VMId", set = "VMId", mandatory, alias("VMGuid"), not_null_or_empty, refused = NO_SESSION)]
    vm_id: Vec<Guid>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set = "ComputerName")]
    credential: Option<Credential>,
    /// Names for the sessions.
    name: Vec<String>,
    /// How many hosts at once; 32 without it, or with 0.
    #[param(range = 0..=2147483647)]
    throttle_limit: i32,
}

impl Cmdlet for NewPsSession {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let hosts = self.host_name.iter().map(|name| self.ssh.whole(name));
        let mut names: Vec<String> = self.computer_name.iter().cloned().chain(hosts).collect();
        if names.is_empty() {
            names.push("localhost".to_owned());
        }
        let targets = targets(cx, &names)?;
        let sessions = open(cx, targets, &self.name, self.throttle_limit)?;
        let kept = FarSessions::of(cx.session());
        for session in sessions {
            kept.keep(&session);
            cx.emit(Value::native(FarSessionValue(session)))?;
        }
        Ok(())
    }
}
