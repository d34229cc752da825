//! Discrete device assignment: whole PCI devices for virtual machines.

mod add_vm_assignable_device;
mod dismount_vm_host_assignable_device;
mod get_vm_assignable_device;
mod get_vm_host_assignable_device;
mod mount_vm_host_assignable_device;
mod output;
mod remove_vm_assignable_device;
mod targets;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_vm_host_assignable_device::GetVmHostAssignableDevice::SPEC,
    dismount_vm_host_assignable_device::DismountVmHostAssignableDevice::SPEC,
    mount_vm_host_assignable_device::MountVmHostAssignableDevice::SPEC,
    get_vm_assignable_device::GetVmAssignableDevice::SPEC,
    add_vm_assignable_device::AddVmAssignableDevice::SPEC,
    remove_vm_assignable_device::RemoveVmAssignableDevice::SPEC,
];
