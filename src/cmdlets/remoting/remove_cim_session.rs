//! `Remove-CimSession`.

use iovsh_derive::Cmdlet;

use super::chosen::{Chosen, remove};
use super::sessions::{CimSessionObject, Kind};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Forgets sessions that New-CimSession made.
///
/// # Examples
/// ```iovsh
/// PS> New-CimSession hv2 | Remove-CimSession
/// PS> (Get-CimSession).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "CimSession",
    module = "CimCmdlets",
    default_set = "CimSessionSet",
    impact = Low,
    alias("rcms")
)]
pub struct RemoveCimSession {
    /// The sessions.
    #[param(set = "CimSessionSet", position = 0, mandatory, from_pipeline)]
    cim_session: Vec<CimSessionObject>,
    /// Their hosts. Wildcards are allowed.
    #[param(
        set = "ComputerNameSet",
        mandatory,
        by_property_name,
        alias("CN", "ServerName"),
        not_null_or_empty
    )]
    computer_name: Vec<String>,
    #[flatten]
    chosen: Chosen,
}

impl Cmdlet for RemoveCimSession {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let given = self.cim_session.iter().map(|s| s.0.clone()).collect();
        let found = self
            .chosen
            .given_or_found(cx, given, Kind::Cim, &self.computer_name)?;
        remove(cx, found)
    }
}
