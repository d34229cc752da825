//! `Add-VMDvdDrive`.

use super::output::{HandedOn, add_each};
use super::targets::{look, place, places};
use crate::complete;
use crate::remote::Remote;
use crate::types::{AnyController, DvdDrive, VirtualMachine};
use crate::unsupported::POOL_OF_DISKS;
use crate::vhd::host_path;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::storage::drive::NewDrive;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gives DVD drives to virtual machines, with a disc image in them or empty.
///
/// Without -ControllerNumber a drive goes to a SCSI controller, or to IDE in a machine of generation 1 that is off.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMDvdDrive web1 -Path /var/lib/libvirt/images/debian-13.iso -Passthru | Format-List VMName, DvdMediaType, Path
/// VMName       : web1
/// DvdMediaType : ISO
/// Path         : /var/lib/libvirt/images/debian-13.iso
/// ```
/// An empty drive; a disc comes later:
/// ```iovsh
/// PS> Add-VMDvdDrive web1
/// PS> Set-VMDvdDrive web1 -Path /var/lib/libvirt/images/debian-13.iso
/// PS> (Get-VMDvdDrive web1).DvdMediaType
/// ISO
/// ```
/// The same disc for all web servers:
/// ```iovsh
/// PS> Get-VM web* | Add-VMDvdDrive -Path /var/lib/libvirt/images/debian-13.iso
/// PS> Get-VM web* | Get-VMDvdDrive | ForEach-Object VMName
/// web1
/// web2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "VMDvdDrive", module = "Hyper-V", default_set = "VMName", impact = Medium, output = DvdDrive)]
pub struct AddVmDvdDrive {
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Controllers that Get-VMScsiController or Get-VMIdeController gave.
    #[param(set = "VMDriveController", position = 0, mandatory, from_pipeline)]
    vm_drive_controller: Vec<AnyController>,
    /// The controller's number: of the kind that the machine's drives usually have.
    #[param(set = "VMName", set = "VMObject", position = 2)]
    controller_number: Nullable<i32>,
    /// The place at the controller.
    #[param(position = 3)]
    controller_location: Nullable<i32>,
    /// The disc image, or a drive of the host: /dev/sr0.
    #[param(position = 4)]
    path: Option<String>,
    #[param(no_effect = POOL_OF_DISKS)]
    resource_pool_name: Option<String>,
    #[param(no_effect = "paths are looked at on the host, always.")]
    allow_unverified_paths: bool,
    /// Hands on the new drive.
    passthru: bool,
    #[flatten(set = "VMName")]
    remote: Remote,
    #[state]
    handed: HandedOn,
}

impl Cmdlet for AddVmDvdDrive {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let path = self
            .path
            .as_ref()
            .map(|path| host_path(cx, path))
            .transpose()?;
        let wanted = place(None, *self.controller_number, *self.controller_location)?;
        let state = look(cx)?;
        let controllers = &self.vm_drive_controller;
        let found = places(cx, &state, &self.vm_name, &self.vm, controllers, wanted)?;
        let new = |(vm, place): &(&iovsh_backend::model::Vm, _)| {
            Intent::AddDrive(Box::new(NewDrive {
                vm: vm.id,
                optical: true,
                path: path.clone(),
                format: None,
                place: *place,
                maximum_iops: None,
                shared: false,
            }))
        };
        let intents = found.iter().map(new).collect();
        let machines = found.iter().map(|(vm, _)| vm.id).collect();
        add_each(
            cx,
            &self.handed,
            path.into_iter().collect(),
            machines,
            intents,
            self.passthru,
        )
    }
}
