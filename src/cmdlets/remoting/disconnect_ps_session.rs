//! `Disconnect-PSSession`.

use iovsh_derive::Cmdlet;

use super::chosen::{Chosen, set_disconnected};
use super::sessions::{Kind, ScriptSession};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

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
        let given = self.session.iter().map(|s| s.0.clone()).collect();
        let found = self
            .chosen
            .given_or_found(cx, given, Kind::PowerShell, &[])?;
        set_disconnected(cx, found, true)
    }
}
