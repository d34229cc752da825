//! The objects of devices that cmdlets hand on.

use std::sync::Arc;

use super::targets::{is_named, machines};
use crate::host_access::{HostAccess, computer_name};
use crate::types::{VirtualMachine, VmAssignedDevice, VmHostAssignableDevice};
use iovsh_backend::Scope;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Emits a device of the host as it is now.
pub fn emit(cx: &mut Context, name: &str) -> Flow {
    let state = cx.snapshot(&Scope::ASSIGN)?;
    let computer = computer_name(cx)?;
    match iovsh_backend::policy::assign::device_named(&state, name) {
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
