//! Teams of the host (Linux bonds) and, as the older module shows them, of switches.

mod add_net_lbfo_team_member;
mod add_net_lbfo_team_nic;
mod add_net_switch_team_member;
mod change;
mod get_net_lbfo_team;
mod get_net_lbfo_team_member;
mod get_net_lbfo_team_nic;
mod get_net_switch_team;
mod get_net_switch_team_member;
mod new_net_lbfo_team;
mod new_net_switch_team;
mod remove_net_lbfo_team;
mod remove_net_lbfo_team_member;
mod remove_net_lbfo_team_nic;
mod remove_net_switch_team;
mod remove_net_switch_team_member;
mod rename_net_lbfo_team;
mod rename_net_switch_team;
mod set_net_lbfo_team;
mod set_net_lbfo_team_member;
mod set_net_lbfo_team_nic;
mod switch_members;
mod targets;

pub use targets::host_teams;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_net_lbfo_team::GetNetLbfoTeam::SPEC,
    get_net_lbfo_team_member::GetNetLbfoTeamMember::SPEC,
    get_net_lbfo_team_nic::GetNetLbfoTeamNic::SPEC,
    new_net_lbfo_team::NewNetLbfoTeam::SPEC,
    set_net_lbfo_team::SetNetLbfoTeam::SPEC,
    rename_net_lbfo_team::RenameNetLbfoTeam::SPEC,
    remove_net_lbfo_team::RemoveNetLbfoTeam::SPEC,
    add_net_lbfo_team_member::AddNetLbfoTeamMember::SPEC,
    set_net_lbfo_team_member::SetNetLbfoTeamMember::SPEC,
    remove_net_lbfo_team_member::RemoveNetLbfoTeamMember::SPEC,
    add_net_lbfo_team_nic::AddNetLbfoTeamNic::SPEC,
    set_net_lbfo_team_nic::SetNetLbfoTeamNic::SPEC,
    remove_net_lbfo_team_nic::RemoveNetLbfoTeamNic::SPEC,
    get_net_switch_team::GetNetSwitchTeam::SPEC,
    get_net_switch_team_member::GetNetSwitchTeamMember::SPEC,
    new_net_switch_team::NewNetSwitchTeam::SPEC,
    rename_net_switch_team::RenameNetSwitchTeam::SPEC,
    remove_net_switch_team::RemoveNetSwitchTeam::SPEC,
    add_net_switch_team_member::AddNetSwitchTeamMember::SPEC,
    remove_net_switch_team_member::RemoveNetSwitchTeamMember::SPEC,
];
