//! `Remove-VMHardDiskDrive`.

use super::output::remove_each;
use super::targets::{Kind, Target, look, one, place};
use crate::complete;
use crate::remote::Remote;
use crate::types::{ControllerType, HardDiskDrive};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Takes hard disks from virtual machines, while they run too. The images stay.
///
/// The guest of a machine that runs has to release the disk; one that does not keeps it, and that is said.
///
/// # Examples
/// ```iovsh
/// PS> Get-VMHardDiskDrive web1 | Remove-VMHardDiskDrive -Passthru | Format-List VMName, Path
/// VMName : web1
/// Path   : /var/lib/libvirt/images/web1.qcow2
/// PS> (Get-VMHardDiskDrive web1 | Measure-Object).Count
/// 0
/// ```
/// By its place; the image stays:
/// ```iovsh
/// PS> Remove-VMHardDiskDrive web1 SCSI 0 0
/// PS> Test-VHD /var/lib/libvirt/images/web1.qcow2
/// True
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Get-VMHardDiskDrive web1 | Remove-VMHardDiskDrive -WhatIf
/// What if: Performing the operation "Remove-VMHardDiskDrive" on target "web1".
///   # Remove the drive at SCSI 0:0 from 'web1'
///     virsh detach-disk --config web1 vda
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMHardDiskDrive", module = "Hyper-V", default_set = "VMHardDiskDrive", impact = Medium, output = HardDiskDrive)]
pub struct RemoveVmHardDiskDrive {
    /// The virtual machine.
    #[param(set = "VMName", position = 0, mandatory, complete = complete::vms)]
    vm_name: Option<String>,
    /// Disks that Get-VMHardDiskDrive gave.
    #[param(set = "VMHardDiskDrive", position = 0, mandatory, from_pipeline)]
    vm_hard_disk_drive: Vec<Arc<HardDiskDrive>>,
    /// The kind of its controller.
    #[param(set = "VMName", position = 1, mandatory)]
    controller_type: Nullable<ControllerType>,
    /// Its controller's number.
    #[param(set = "VMName", position = 2, mandatory)]
    controller_number: Nullable<i32>,
    /// Its place at the controller.
    #[param(set = "VMName", position = 3, mandatory)]
    controller_location: Nullable<i32>,
    /// Hands on what was removed.
    passthru: bool,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Cmdlet for RemoveVmHardDiskDrive {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let objects = self.vm_hard_disk_drive.iter();
        let objects = objects.map(|object| Target::of_disk(object));
        let mut targets = objects.collect::<Result<Vec<Target>, _>>()?;
        if let Some(name) = &self.vm_name {
            let wanted = place(
                *self.controller_type,
                *self.controller_number,
                *self.controller_location,
            )?;
            let state = look(cx)?;
            targets.extend(one(cx, &state, name, Kind::Disk, wanted)?);
        }
        remove_each(cx, targets, self.passthru)
    }
}
