//! Teams of the host (Linux bonds) and, as the older module shows them, of switches.

mod get_net_lbfo_team;
mod get_net_lbfo_team_member;
mod get_net_lbfo_team_nic;
mod get_net_switch_team;
mod get_net_switch_team_member;
mod targets;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_net_lbfo_team::GetNetLbfoTeam::SPEC,
    get_net_lbfo_team_member::GetNetLbfoTeamMember::SPEC,
    get_net_lbfo_team_nic::GetNetLbfoTeamNic::SPEC,
    get_net_switch_team::GetNetSwitchTeam::SPEC,
    get_net_switch_team_member::GetNetSwitchTeamMember::SPEC,
];
