//! The objects of devices that cmdlets hand on.

use std::sync::Arc;

use super::targets::{is_named, machines};
use crate::backend::Scope;
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::types::{VirtualMachine, VmAssignedDevice, VmHostAssignableDevice};
use crate::shell::cmdlet::Emit;
use crate::shell::error::Flow;
use crate::shell::eval::Context;

/// Emits a device of the host as it is now.
pub fn emit(cx: &mut Context, name: &str) -> Flow {
    let state = cx.snapshot(&Scope::ASSIGN)?;
    let computer = computer_name(cx)?;
    match crate::backend::policy::assign::device_named(&state, name) {
        Ok(device) => cx.emit(VmHostAssignableDevice::new(&state, device, &computer).into_value()),
        Err(_) => Ok(()),
    }
}

/// Emits what these machines have, or one device of them.
pub fn emit_assigned(
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
