//! `Enter-PSSession`.

use iovsh_derive::Cmdlet;

use super::chosen::{Chosen, SshWords, open, targets};
use super::sessions::{FarSessions, Kind, ScriptSession};
use crate::complete;
use crate::types::Credential;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Why a guest is not entered.
pub(super) const NO_SESSION: &str = "the agent in a guest runs one script at a time and keeps no session. Invoke-Command -VMName NAME { ... } runs one there, vmconnect NAME is the guest's console, and Enter-PSSession -HostName USER@ADDRESS enters a guest that has iovsh.";

/// Makes the prompt that of another host: lines that are typed run there, until exit or Exit-PSSession.
///
/// The prompt begins with the host's name in brackets, and so does what a command there asks.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Enter",
    noun = "PSSession",
    module = "Microsoft.PowerShell.Core",
    default_set = "ComputerName",
    alias("etsn")
)]
pub struct EnterPsSession {
    /// The host.
    #[param(set = "ComputerName", position = 0, mandatory, from_pipeline, by_property_name, alias("Cn"), complete = complete::hosts, not_null_or_empty)]
    computer_name: Option<String>,
    /// The session.
    #[param(
        set = "Session",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    session: Option<ScriptSession>,
    /// A name that ssh knows.
    #[param(set = "SSHHost", mandatory, complete = complete::hosts, not_null_or_empty)]
    host_name: Option<String>,
    #[flatten(set = "SSHHost")]
    ssh: SshWords,
    /// A virtual machine of the host.
    #[param(set = "VMName", mandatory, by_property_name, complete = complete::vms, not_null_or_empty, refused = NO_SESSION)]
    vm_name: Option<String>,
    /// A virtual machine of the host, by its id.
    #[param(name = "VMId", set = "VMId", mandatory, alias("VMGuid"), not_null_or_empty, refused = NO_SESSION)]
    vm_id: Option<Guid>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set = "ComputerName")]
    credential: Option<Credential>,
    #[flatten]
    chosen: Chosen,
}

impl Cmdlet for EnterPsSession {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let kept = FarSessions::of(cx.session());
        if !kept.at_prompt.get() {
            return Err(ShellError::new(
                "Session.NoPrompt",
                ErrorCategory::InvalidOperation,
                "Only the prompt of this computer can become that of another host: this is a script, or a line at a host that was entered.",
            )
            .help("exit leaves a host that was entered. A script runs lines there by Invoke-Command: Invoke-Command -ComputerName NAME { ... }")
            .into());
        }
        let host = self.host_name.as_ref().map(|name| self.ssh.whole(name));
        let (session, is_own) = if let Some(session) = &self.session {
            (session.0.clone(), false)
        } else if let Some(name) = self.computer_name.clone().or(host) {
            let targets = targets(cx, &[name])?;
            let Some(session) = open(cx, targets, &[], 0)?.into_iter().next() else {
                return Ok(());
            };
            (session, true)
        } else {
            let found = self.chosen.find(cx, Kind::PowerShell, &[])?;
            match found.as_slice() {
                [session] => (session.clone(), false),
                [] => return Ok(()),
                _ => {
                    return Err(ShellError::new(
                        "Session.NotOne",
                        ErrorCategory::InvalidArgument,
                        "That means more than one session.",
                    )
                    .help("Name one: Enter-PSSession -Id 1")
                    .into());
                }
            }
        };
        super::entered::enter(cx, session, is_own)
    }
}
