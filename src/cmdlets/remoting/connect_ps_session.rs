//! `Connect-PSSession`.

use iovsh_derive::Cmdlet;

use super::chosen::{Chosen, set_disconnected};
use super::sessions::{Kind, ScriptSession};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

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
        let given = self.session.iter().map(|s| s.0.clone()).collect();
        let found = self
            .chosen
            .given_or_found(cx, given, Kind::PowerShell, &[])?;
        set_disconnected(cx, found, false)
    }
}
