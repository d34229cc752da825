//! `Connect-PSSession`.

use iovsh_derive::Cmdlet;

use super::chosen::Chosen;
use super::sessions::{FarSessionValue, Kind, ScriptSession};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Takes sessions up again that Disconnect-PSSession left alone.
///
/// One whose connection was lost cannot be taken up again; New-PSSession opens another.
///
/// # Examples
/// ```iovsh
/// PS> $session = New-PSSession hv2 | Disconnect-PSSession
/// PS> Connect-PSSession $session | ForEach-Object State
/// Opened
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Connect",
    noun = "PSSession",
    module = "Microsoft.PowerShell.Core",
    default_set = "Session",
    impact = Low,
    alias("cnsn"),
    output = "System.Management.Automation.Runspaces.PSSession"
)]
pub struct ConnectPsSession {
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

impl Cmdlet for ConnectPsSession {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let found = match self.session.is_empty() {
            true => self.chosen.find(cx, Kind::PowerShell, &[])?,
            false => self.session.iter().map(|s| s.0.clone()).collect(),
        };
        for session in found {
            if cx.should_process(&session.name, "Connect-PSSession")? {
                session.is_disconnected.set(false);
                cx.emit(Value::native(FarSessionValue(session)))?;
            }
        }
        Ok(())
    }
}
