//! Drives of virtual machines and the controllers that they are plugged into.

mod add_vm_dvd_drive;
mod add_vm_hard_disk_drive;
mod add_vm_scsi_controller;
mod get_vm_dvd_drive;
mod get_vm_hard_disk_drive;
mod get_vm_ide_controller;
mod get_vm_scsi_controller;
mod output;
mod remove_vm_dvd_drive;
mod remove_vm_hard_disk_drive;
mod remove_vm_scsi_controller;
mod set_vm_dvd_drive;
mod set_vm_hard_disk_drive;
mod targets;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

pub use targets::MACHINES;

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    add_vm_hard_disk_drive::AddVmHardDiskDrive::SPEC,
    get_vm_hard_disk_drive::GetVmHardDiskDrive::SPEC,
    set_vm_hard_disk_drive::SetVmHardDiskDrive::SPEC,
    remove_vm_hard_disk_drive::RemoveVmHardDiskDrive::SPEC,
    add_vm_dvd_drive::AddVmDvdDrive::SPEC,
    get_vm_dvd_drive::GetVmDvdDrive::SPEC,
    set_vm_dvd_drive::SetVmDvdDrive::SPEC,
    remove_vm_dvd_drive::RemoveVmDvdDrive::SPEC,
    add_vm_scsi_controller::AddVmScsiController::SPEC,
    get_vm_scsi_controller::GetVmScsiController::SPEC,
    remove_vm_scsi_controller::RemoveVmScsiController::SPEC,
    get_vm_ide_controller::GetVmIdeController::SPEC,
];
