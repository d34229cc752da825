//! `Remove-PSSession`.

use iovsh_derive::Cmdlet;

use super::chosen::Chosen;
use super::sessions::{FarSessions, Kind, ScriptSession};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Closes sessions with other hosts.
///
/// # Examples
/// ```iovsh
/// PS> New-PSSession hv2 | Remove-PSSession
/// PS> (Get-PSSession).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "PSSession",
    module = "Microsoft.PowerShell.Core",
    default_set = "Id",
    impact = Low,
    alias("rsn")
)]
pub struct RemovePsSession {
    /// The sessions.
    #[param(
        set = "Session",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    session: Vec<ScriptSession>,
    /// Their hosts. Wildcards are allowed.
    #[param(set = "ComputerName", mandatory, alias("Cn"), not_null_or_empty)]
    computer_name: Vec<String>,
    #[flatten]
    chosen: Chosen,
}

impl Cmdlet for RemovePsSession {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let found = match self.session.is_empty() {
            true => self
                .chosen
                .find(cx, Kind::PowerShell, &self.computer_name)?,
            false => self.session.iter().map(|s| s.0.clone()).collect(),
        };
        let kept = FarSessions::of(cx.session());
        for session in found {
            if cx.should_process(&session.name, "Remove-PSSession")? {
                kept.remove(&session);
            }
        }
        Ok(())
    }
}
