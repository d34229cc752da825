//! `Get-VMDvdDrive`.

use super::output::object;
use super::targets::{Checkpoint, Kind, fits_checkpoint, look, place, places};
use crate::complete;
use crate::host_access::computer_name;
use crate::remote::Remote;
use crate::types::{AnyController, DvdDrive, VirtualMachine};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::{Cmdlet, Emit as _};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gets the DVD drives of virtual machines and of checkpoints.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMDvdDrive web1
/// PS> Get-VMDvdDrive web1
/// VMName ControllerType ControllerNumber ControllerLocation DvdMediaType Path
/// ------ -------------- ---------------- ------------------ ------------ ----
/// web1   SCSI           0                1                  None
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMDvdDrive", module = "Hyper-V", default_set = "VMName", output = DvdDrive)]
pub struct GetVmDvdDrive {
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Only the drive at this place of its controller.
    #[param(not_null)]
    controller_location: Nullable<i32>,
    /// Only drives of controllers with this number.
    #[param(set = "VMName", set = "VMObject", set = "VMSnapshot", not_null)]
    controller_number: Nullable<i32>,
    /// Controllers that Get-VMScsiController or Get-VMIdeController gave.
    #[param(set = "VMDriveController", position = 0, mandatory, from_pipeline)]
    vm_drive_controller: Vec<AnyController>,
    /// A checkpoint that Get-VMSnapshot gave: the drives that the machine had then.
    #[param(
        set = "VMSnapshot",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMCheckpoint"
    )]
    vm_snapshot: Checkpoint,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for GetVmDvdDrive {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let wanted = place(None, *self.controller_number, *self.controller_location)?;
        if let Some(checkpoint) = &self.vm_snapshot {
            for drive in &checkpoint.dvd_drives {
                let (kind, number) = (drive.controller_type, drive.controller_number);
                if fits_checkpoint(wanted, kind, number, drive.controller_location) {
                    cx.emit(drive.clone().into_value())?;
                }
            }
            return Ok(());
        }
        let state = look(cx)?;
        let computer = computer_name(cx)?;
        let controllers = &self.vm_drive_controller;
        let found = places(cx, &state, &self.vm_name, &self.vm, controllers, wanted)?;
        for (vm, wanted) in found {
            let drives = vm.facts.drives.iter().filter(|drive| Kind::Dvd.has(drive));
            for drive in drives.filter(|drive| wanted.fits(drive.place())) {
                cx.emit(object(vm, drive, &computer))?;
            }
        }
        Ok(())
    }
}
