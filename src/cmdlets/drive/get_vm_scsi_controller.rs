//! `Get-VMScsiController`.

use super::targets::{Checkpoint, look, machines};
use crate::complete;
use crate::host_access::computer_name;
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmScsiController};
use crate::unsupported::CHECKPOINT_CONTROLLERS;
use iovsh_backend::policy::storage::place::scsi_controllers;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::{Cmdlet, Emit as _};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gets the SCSI controllers of virtual machines, with their drives.
///
/// Number 0 is there in every machine of generation 2: virtio block devices are its drives too.
///
/// # Examples
/// ```iovsh
/// PS> Get-VMScsiController web1 | Format-Table VMName, ControllerNumber, @{ n = 'Disk'; e = { $_.Drives.Path } }
/// VMName ControllerNumber Disk
/// ------ ---------------- ----
/// web1                  0 /var/lib/libvirt/images/web1.qcow2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMScsiController", module = "Hyper-V", default_set = "VMName", output = VmScsiController)]
pub struct GetVmScsiController {
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
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for GetVmScsiController {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = look(cx)?;
        let computer = computer_name(cx)?;
        let found = machines(cx, &state, &self.vm_name, &self.vm)?;
        for vm in found {
            for number in scsi_controllers(vm) {
                let object = VmScsiController::new(vm, number, &computer);
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
