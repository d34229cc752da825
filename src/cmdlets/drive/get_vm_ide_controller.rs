//! `Get-VMIdeController`.

use super::targets::{Checkpoint, look, machines};
use crate::complete;
use crate::host_access::computer_name;
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmIdeController};
use crate::unsupported::CHECKPOINT_CONTROLLERS;
use iovsh_backend::model::{ControllerKind, Drive, Vm};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::{Cmdlet, Emit as _};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gets the IDE controllers of virtual machines, with their drives: two in a machine of generation 1, and in others those that have drives.
///
/// A q35 machine has SATA in their place: its first four ports are IDE 0:0 to 1:1.
///
/// # Examples
/// ```iovsh
/// PS> (Get-VMIdeController web1 | Measure-Object).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMIdeController", module = "Hyper-V", default_set = "VMName", output = VmIdeController)]
pub struct GetVmIdeController {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    #[param(
        set = "VMSnapshot",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMCheckpoint",
        refused = CHECKPOINT_CONTROLLERS
    )]
    vm_snapshot: Checkpoint,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Only the controller with this number.
    #[param(position = 1, not_null)]
    controller_number: Nullable<i32>,
    #[flatten(set = "VMName")]
    remote: Remote,
}

/// The numbers of a machine's IDE controllers.
fn numbers(vm: &Vm) -> Vec<u32> {
    let places = vm
        .facts
        .drives
        .iter()
        .filter(|drive| drive.bus != "fdc")
        .map(Drive::place);
    let ide = places.filter(|place| place.kind == ControllerKind::Ide);
    let mut numbers: Vec<u32> = ide.map(|place| place.number).collect();
    if vm.settings().generation == 1 {
        numbers.extend([0, 1]);
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

impl Cmdlet for GetVmIdeController {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = look(cx)?;
        let computer = computer_name(cx)?;
        let found = machines(cx, &state, &self.vm_name, &self.vm)?;
        for vm in found {
            for number in numbers(vm) {
                let object = VmIdeController::new(vm, number, &computer);
                if self
                    .controller_number
                    .is_none_or(|n| n == object.controller_number)
                {
                    cx.emit(object.into_value())?;
                }
            }
        }
        Ok(())
    }
}
