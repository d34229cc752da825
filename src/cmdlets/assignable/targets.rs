//! Which devices, and which virtual machines with devices, a user means.

use std::sync::Arc;

use crate::types::{VirtualMachine, VmAssignedDevice, uuid};
use crate::{invalid, selection};
use iovsh_backend::State;
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;

/// The device that was named one way or the other.
pub fn named(instance: Option<&str>, location: Option<&str>) -> Result<String, ShellError> {
    location.or(instance).map(str::to_owned).ok_or_else(|| {
        invalid::parameter(
            "Which device is meant was not said.",
            "Name it with -LocationPath, by its location path or its PCI address.",
        )
    })
}

pub fn is_named(device: &VmAssignedDevice, name: &str) -> bool {
    [
        &device.location_path,
        &device.instance_id,
        &device.pci_address,
    ]
    .iter()
    .any(|text| text.eq_ignore_ascii_case(name))
}

pub fn machines<'s>(
    cx: &mut Context,
    state: &'s State,
    names: &[String],
    objects: &[Arc<VirtualMachine>],
) -> Flow<Vec<&'s iovsh_backend::model::Vm>> {
    if objects.is_empty() {
        return selection::by_name(cx, &state.vms, names);
    }
    let found = objects
        .iter()
        .filter_map(|object| state.vm(uuid(object.id)));
    Ok(found.collect())
}
