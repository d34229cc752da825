//! `Disconnect-PSSession`.

use iovsh_derive::Cmdlet;

use super::chosen::Chosen;
use super::sessions::{FarSessionValue, Kind, ScriptSession};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Leaves sessions with other hosts alone: they stay open, and no script runs in them until Connect-PSSession.
///
/// The connection of ssh stays as it is: a session of PowerShell that outlives its connection needs a service at the far end, which
/// iovsh has not.
///
/// # Examples
/// ```iovsh
/// PS> $session = New-PSSession hv2
/// PS> Disconnect-PSSession $session | ForEach-Object State
/// Disconnected
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Disconnect",
    noun = "PSSession",
    module = "Microsoft.PowerShell.Core",
    default_set = "Session",
    impact = Low,
    alias("dnsn"),
    output = "System.Management.Automation.Runspaces.PSSession"
)]
pub struct DisconnectPsSession {
    /// The sessions.
    #[param(
        set = "Session",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    session: Vec<ScriptSession>,
    #[flatten]
    chosen: Chosen,
}

impl Cmdlet for DisconnectPsSession {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let found = match self.session.is_empty() {
            true => self.chosen.find(cx, Kind::PowerShell, &[])?,
            false => self.session.iter().map(|s| s.0.clone()).collect(),
        };
        for session in found {
            if cx.should_process(&session.name, "Disconnect-PSSession")? {
                session.is_disconnected.set(true);
                cx.emit(Value::native(FarSessionValue(session)))?;
            }
        }
        Ok(())
    }
}
