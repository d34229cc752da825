//! `Add-VMScsiController`.

use super::targets::{MACHINES, look, machines};
use crate::complete;
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmScsiController};
use iovsh_backend::Scope;
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::storage::place::scsi_controllers;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit as _};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gives virtual machines a further SCSI controller (virtio-scsi), while they run too. A machine has four at most, with 64 places each.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMScsiController web1 -Passthru | Format-List VMName, ControllerNumber
/// VMName           : web1
/// ControllerNumber : 1
/// ```
/// For several machines:
/// ```iovsh
/// PS> Get-VM web* | Add-VMScsiController
/// PS> Get-VM web* | Get-VMScsiController | ForEach-Object { "$($_.VMName) $($_.ControllerNumber)" }
/// web1 0
/// web1 1
/// web2 0
/// web2 1
/// ```
/// With a disk on it at once:
/// ```iovsh
/// PS> New-VHD /var/lib/libvirt/images/data.qcow2 -SizeBytes 20GB | Out-Null
/// PS> $controller = Add-VMScsiController web1 -Passthru
/// PS> Add-VMHardDiskDrive web1 SCSI $controller.ControllerNumber -Path /var/lib/libvirt/images/data.qcow2
/// PS> Get-VMHardDiskDrive web1 | ForEach-Object ControllerNumber
/// 0
/// 1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "VMScsiController", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmScsiController)]
pub struct AddVmScsiController {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Hands on the new controller.
    passthru: bool,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for AddVmScsiController {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = look(cx)?;
        let found = machines(cx, &state, &self.vm_name, &self.vm)?;
        let before: Vec<(Uuid, Vec<u32>)> = found
            .iter()
            .map(|vm| (vm.id, scsi_controllers(vm)))
            .collect();
        let intents = found
            .iter()
            .map(|vm| Intent::AddScsiController { vm: vm.id });
        let intents = intents.collect();
        let passthru = self.passthru;
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            if !passthru {
                return Ok(());
            }
            let state = cx.snapshot(&MACHINES)?;
            let computer = computer_name(cx)?;
            for ((id, had), outcome) in before.iter().zip(outcomes) {
                let Some(vm) = state.vm(*id).filter(|_| outcome.is_done()) else {
                    continue;
                };
                for number in scsi_controllers(vm)
                    .into_iter()
                    .filter(|n| !had.contains(n))
                {
                    cx.emit(VmScsiController::new(vm, number, &computer).into_value())?;
                }
            }
            Ok(())
        };
        cx.change_all(&Scope::PLAN, false, intents, Box::new(then))
    }
}
