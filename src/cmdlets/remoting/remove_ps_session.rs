//! `Remove-PSSession`.

use iovsh_derive::Cmdlet;

use super::chosen::{Chosen, remove};
use super::sessions::{Kind, ScriptSession};
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
        let given = self.session.iter().map(|s| s.0.clone()).collect();
        let found = self
            .chosen
            .given_or_found(cx, given, Kind::PowerShell, &self.computer_name)?;
        remove(cx, found)
    }
}
