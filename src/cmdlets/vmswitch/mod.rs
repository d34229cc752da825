//! Virtual switches.

mod get_vm_switch;
mod new_vm_switch;
mod output;
mod remove_vm_switch;
mod rename_vm_switch;
mod set_vm_switch;
mod targets;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_vm_switch::GetVmSwitch::SPEC,
    new_vm_switch::NewVmSwitch::SPEC,
    set_vm_switch::SetVmSwitch::SPEC,
    rename_vm_switch::RenameVmSwitch::SPEC,
    remove_vm_switch::RemoveVmSwitch::SPEC,
];
