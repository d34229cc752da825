//! Groups of virtual machines.

mod add_vm_group_member;
mod get_vm_group;
mod members;
mod new_vm_group;
mod remove_vm_group;
mod remove_vm_group_member;
mod rename_vm_group;
mod targets;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    new_vm_group::NewVmGroup::SPEC,
    get_vm_group::GetVmGroup::SPEC,
    remove_vm_group::RemoveVmGroup::SPEC,
    rename_vm_group::RenameVmGroup::SPEC,
    add_vm_group_member::AddVmGroupMember::SPEC,
    remove_vm_group_member::RemoveVmGroupMember::SPEC,
];
