//! Discrete device assignment: whole PCI devices for virtual machines.

mod add_vm_assignable_device;
mod dismount_vm_host_assignable_device;
mod get_vm_assignable_device;
mod get_vm_host_assignable_device;
mod mount_vm_host_assignable_device;
mod remove_vm_assignable_device;

use crate::backend::{Scope, State};
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::types::{VmAssignedDevice, VmHostAssignableDevice, uuid};
use crate::cmdlets::{selection, types::VirtualMachine};
use crate::shell::cmdlet::{CmdletSpec, Declared, Emit};
use crate::shell::error::{ErrorCategory, Flow, ShellError};
use crate::shell::eval::Context;
use std::sync::Arc;

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_vm_host_assignable_device::GetVmHostAssignableDevice::SPEC,
    dismount_vm_host_assignable_device::DismountVmHostAssignableDevice::SPEC,
    mount_vm_host_assignable_device::MountVmHostAssignableDevice::SPEC,
    get_vm_assignable_device::GetVmAssignableDevice::SPEC,
    add_vm_assignable_device::AddVmAssignableDevice::SPEC,
    remove_vm_assignable_device::RemoveVmAssignableDevice::SPEC,
];

/// The device that was named one way or the other.
fn named(instance: Option<&str>, location: Option<&str>) -> Result<String, ShellError> {
    location.or(instance).map(str::to_owned).ok_or_else(|| {
        ShellError::new(
            "InvalidParameter",
            ErrorCategory::InvalidArgument,
            "Which device is meant was not said.",
        )
        .help("Name it with -LocationPath, by its location path or its PCI address.")
    })
}

/// Emits a device of the host as it is now.
fn emit(cx: &mut Context, name: &str) -> Flow {
    let state = cx.snapshot(&Scope::ASSIGN)?;
    let computer = computer_name(cx)?;
    match crate::backend::policy::assign::device_named(&state, name) {
        Ok(device) => cx.emit(VmHostAssignableDevice::new(&state, device, &computer).into_value()),
        Err(_) => Ok(()),
    }
}

/// Emits what these machines have, or one device of them.
fn emit_assigned(
    cx: &mut Context,
    names: &[String],
    objects: &[Arc<VirtualMachine>],
    only: Option<&str>,
) -> Flow {
    let state = cx.snapshot(&Scope::ASSIGN)?;
    let computer = computer_name(cx)?;
    for vm in machines(cx, &state, names, objects)? {
        for device in &vm.assigned {
            let object = VmAssignedDevice::new(&state, vm, device.address, &computer);
            if only.is_none_or(|name| is_named(&object, name)) {
                cx.emit(object.into_value())?;
            }
        }
    }
    Ok(())
}

fn is_named(device: &VmAssignedDevice, name: &str) -> bool {
    [
        &device.location_path,
        &device.instance_id,
        &device.pci_address,
    ]
    .iter()
    .any(|text| text.eq_ignore_ascii_case(name))
}

fn machines<'s>(
    cx: &mut Context,
    state: &'s State,
    names: &[String],
    objects: &[Arc<VirtualMachine>],
) -> Flow<Vec<&'s crate::backend::model::Vm>> {
    if objects.is_empty() {
        return selection::by_name(cx, &state.vms, names);
    }
    let found = objects
        .iter()
        .filter_map(|object| state.vm(uuid(object.id)));
    Ok(found.collect())
}
