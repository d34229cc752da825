//! `Rename-NetSwitchTeam`.

use super::change::Run;
use super::switch_members::team_named;
use crate::complete;
use crate::host_access::HostAccess;
use crate::types::NetSwitchTeam;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Renames the team of a switch. Both have one name, so it is Rename-VMSwitch.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Rename-NetSwitchTeam lan wan
/// PS> (Get-NetSwitchTeam).Name
/// wan
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Rename",
    noun = "NetSwitchTeam",
    module = "NetSwitchTeam",
    output = NetSwitchTeam
)]
pub struct RenameNetSwitchTeam {
    /// The switch's name.
    #[param(position = 0, mandatory, complete = complete::switches)]
    name: String,
    /// The name that it is to have.
    #[param(position = 1, mandatory)]
    new_name: String,
    #[flatten]
    run: Run,
}

impl Cmdlet for RenameNetSwitchTeam {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(name) = team_named(cx, &self.name)? else {
            return Ok(());
        };
        let new_name = self.new_name.clone();
        cx.change(&Scope::PLAN, &Intent::RenameSwitch { name, new_name })
            .map(|_| ())
    }
}
