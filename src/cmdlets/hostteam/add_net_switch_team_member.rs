//! `Add-NetSwitchTeamMember`.

use super::change::Run;
use super::switch_members::{Edit, change};
use crate::complete;
use crate::types::NetSwitchTeamMember;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Adds a network adapter to the team of a switch, as Add-VMSwitchTeamMember does, which takes several.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableEmbeddedTeaming $true -EnableIov $true | Out-Null
/// PS> Add-NetSwitchTeamMember enp1s0f1 lan
/// PS> (Get-NetSwitchTeam lan).Members
/// enp1s0f0
/// enp1s0f1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Add",
    noun = "NetSwitchTeamMember",
    module = "NetSwitchTeam",
    output = NetSwitchTeamMember
)]
pub struct AddNetSwitchTeamMember {
    /// The network adapter's interface name.
    #[param(position = 0, mandatory, complete = complete::free_nics)]
    name: String,
    /// The switch's name.
    #[param(position = 1, mandatory, complete = complete::switches)]
    team: String,
    #[flatten]
    run: Run,
}

impl Cmdlet for AddNetSwitchTeamMember {
    fn process(&mut self, cx: &mut Context) -> Flow {
        change(cx, &self.team, &self.name, Edit::Add)
    }
}
