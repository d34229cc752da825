//! `Remove-NetSwitchTeamMember`.

use super::change::Run;
use super::switch_members::{Edit, change};
use crate::complete;
use crate::types::NetSwitchTeamMember;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes a network adapter out of the team of a switch, as Remove-VMSwitchTeamMember does. The last one cannot go.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Remove-NetSwitchTeamMember enp1s0f1 lan
/// PS> (Get-NetSwitchTeam lan).Members
/// enp1s0f0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "NetSwitchTeamMember",
    module = "NetSwitchTeam",
    output = NetSwitchTeamMember
)]
pub struct RemoveNetSwitchTeamMember {
    /// The member's interface name.
    #[param(position = 0, mandatory, complete = complete::nics)]
    name: String,
    /// The switch's name.
    #[param(position = 1, mandatory, complete = complete::switches)]
    team: String,
    #[flatten]
    run: Run,
}

impl Cmdlet for RemoveNetSwitchTeamMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        change(cx, &self.team, &self.name, Edit::Remove)
    }
}
