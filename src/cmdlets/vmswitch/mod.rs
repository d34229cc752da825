//! Virtual switches.

mod add_vm_switch_team_member;
pub mod external;
mod get_vm_switch;
mod get_vm_switch_extension;
mod get_vm_switch_team;
mod members;
mod new_vm_switch;
mod output;
mod remove_vm_switch;
mod remove_vm_switch_team_member;
mod rename_vm_switch;
mod set_vm_switch;
mod set_vm_switch_team;
mod targets;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_vm_switch::GetVmSwitch::SPEC,
    get_vm_switch_extension::GetVmSwitchExtension::SPEC,
    new_vm_switch::NewVmSwitch::SPEC,
    set_vm_switch::SetVmSwitch::SPEC,
    rename_vm_switch::RenameVmSwitch::SPEC,
    remove_vm_switch::RemoveVmSwitch::SPEC,
    get_vm_switch_team::GetVmSwitchTeam::SPEC,
    set_vm_switch_team::SetVmSwitchTeam::SPEC,
    add_vm_switch_team_member::AddVmSwitchTeamMember::SPEC,
    remove_vm_switch_team_member::RemoveVmSwitchTeamMember::SPEC,
];
