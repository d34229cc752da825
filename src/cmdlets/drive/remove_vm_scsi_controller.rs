//! `Remove-VMScsiController`.

use super::targets::{MACHINES, look, machines};
use crate::complete;
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::remote::Remote;
use crate::types::{VmScsiController, live};
use iovsh_backend::Scope;
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit as _};
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Takes SCSI controllers without drives from virtual machines.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMScsiController web1
/// PS> Get-VMScsiController web1 1 | Remove-VMScsiController
/// PS> (Get-VMScsiController web1).ControllerNumber
/// 0
/// ```
/// By its number:
/// ```iovsh
/// PS> Add-VMScsiController web1
/// PS> Remove-VMScsiController web1 1 -Passthru | ForEach-Object ControllerNumber
/// 1
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Add-VMScsiController web1
/// PS> Remove-VMScsiController web1 1 -WhatIf
/// What if: Performing the operation "Remove-VMScsiController" on target "web1".
///   # Remove SCSI controller 1 from 'web1'
///     virsh detach-device --config web1 /dev/stdin <<'EOF'
/// <controller type='scsi' index='1' model='virtio-scsi'/>
/// EOF
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMScsiController", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmScsiController)]
pub struct RemoveVmScsiController {
    /// Controllers that Get-VMScsiController gave.
    #[param(set = "Object", position = 0, mandatory, from_pipeline)]
    vm_scsi_controller: Vec<Arc<VmScsiController>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, complete = complete::vms)]
    vm_name: Vec<String>,
    /// The controller's number.
    #[param(set = "VMName", position = 1, mandatory)]
    controller_number: i32,
    /// Hands on what was removed.
    passthru: bool,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for RemoveVmScsiController {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let unsigned = |number: i32| u32::try_from(number).unwrap_or(u32::MAX);
        let objects = self.vm_scsi_controller.iter();
        let objects = objects.map(|one| {
            let vm = live(one.vm_id, (one.vm_snapshot_id, &one.vm_snapshot_name))?;
            Ok::<_, ShellError>((vm, unsigned(one.controller_number)))
        });
        let mut targets = objects.collect::<Result<Vec<(Uuid, u32)>, _>>()?;
        if !self.vm_name.is_empty() {
            let state = look(cx)?;
            let found = machines(cx, &state, &self.vm_name, &[])?;
            let number = unsigned(self.controller_number);
            targets.extend(found.iter().map(|vm| (vm.id, number)));
        }
        let intents = targets
            .iter()
            .map(|(vm, number)| Intent::RemoveScsiController {
                vm: *vm,
                number: *number,
            });
        let intents = intents.collect();
        let mut before = Vec::new();
        if self.passthru {
            let state = cx.snapshot(&MACHINES)?;
            let computer = computer_name(cx)?;
            for (vm, number) in &targets {
                let found = state.vm(*vm);
                before.push(found.map(|vm| VmScsiController::new(vm, *number, &computer)));
            }
        }
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            let done = before.into_iter().zip(outcomes);
            let mut done = done.filter_map(|(object, o)| object.filter(|_| o.is_done()));
            done.try_for_each(|object| cx.emit(object.into_value()))
        };
        cx.change_all(&Scope::PLAN, false, intents, Box::new(then))
    }
}
