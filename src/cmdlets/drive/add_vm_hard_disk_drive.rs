//! `Add-VMHardDiskDrive`.

use super::output::{HandedOn, add_each};
use super::targets::{look, place, places};
use crate::complete;
use crate::types::{
    AnyController, CacheAttributes, CimInstance, CimSession, ControllerType, Credential,
    HardDiskDrive, ImageFormat, VirtualMachine,
};
use crate::unsupported::{POOL_OF_DISKS, QOS_POLICY};
use crate::vhd::host_path;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::storage::drive::NewDrive;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gives a disk image to virtual machines as a hard disk, while they run too.
///
/// Places are Hyper-V's: a controller's kind, its number and the place at it. What is left out is chosen: the first free place of a SCSI
/// controller (virtio-scsi), or of IDE in a machine of generation 1 that is off. An image that is not there, or that another
/// machine writes to, is refused before anything is changed.
///
/// # Examples
/// A second disk for a machine that runs:
/// ```iovsh
/// PS> Start-VM web1
/// PS> New-VHD /var/lib/libvirt/images/data.qcow2 -SizeBytes 20GB | Out-Null
/// PS> Add-VMHardDiskDrive web1 -Path /var/lib/libvirt/images/data.qcow2
/// PS> Get-VMHardDiskDrive web1 | Format-Table ControllerType, ControllerNumber, ControllerLocation, Path
/// ControllerType ControllerNumber ControllerLocation Path
/// -------------- ---------------- ------------------ ----
///           SCSI                0                  0 /var/lib/libvirt/images/web1.qcow2
///           SCSI                0                  1 /var/lib/libvirt/images/data.qcow2
/// ```
/// At a place of your choice:
/// ```iovsh
/// PS> New-VHD /var/lib/libvirt/images/data.qcow2 -SizeBytes 20GB | Out-Null
/// PS> Add-VMHardDiskDrive web1 SCSI 0 5 /var/lib/libvirt/images/data.qcow2
/// PS> (Get-VMHardDiskDrive web1).ControllerLocation
/// 0
/// 5
/// ```
/// With a limit, for a disk that must not starve the others:
/// ```iovsh
/// PS> New-VHD /var/lib/libvirt/images/data.qcow2 -SizeBytes 20GB | Out-Null
/// PS> Add-VMHardDiskDrive web1 -Path /var/lib/libvirt/images/data.qcow2 -MaximumIOPS 500 -Passthru | Format-List Path, MaximumIOPS
/// Path        : /var/lib/libvirt/images/data.qcow2
/// MaximumIOPS : 500
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "VMHardDiskDrive", module = "Hyper-V", default_set = "VMName", impact = Medium, output = HardDiskDrive)]
pub struct AddVmHardDiskDrive {
    /// Sessions with other hosts, of New-CimSession.
    #[param(set = "VMName", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(set = "VMName", alias = "PSComputerName", not_null_or_empty, complete = complete::hosts)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set = "VMName", not_null_or_empty)]
    credential: Vec<Credential>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// A controller that Get-VMScsiController or Get-VMIdeController gave.
    #[param(set = "VMDriveController", position = 0, mandatory, from_pipeline)]
    vm_drive_controller: Option<AnyController>,
    /// The kind of controller: SCSI, where disks come and go while the machine runs, or IDE.
    #[param(set = "VMName", set = "VMObject", position = 1)]
    controller_type: Nullable<ControllerType>,
    /// The controller's number.
    #[param(set = "VMName", set = "VMObject", position = 2)]
    controller_number: Nullable<i32>,
    /// The place at the controller: 0 to 63, of IDE 0 and 1.
    #[param(position = 3)]
    controller_location: Nullable<i32>,
    /// The image, or a block device of the host.
    #[param(position = 4)]
    path: Option<String>,
    #[param(
        by_property_name,
        alias = "Number",
        refused = "disks of the host have no numbers on Linux: give the block device with -Path, for example /dev/sdb."
    )]
    disk_number: Option<u32>,
    #[param(no_effect = POOL_OF_DISKS)]
    resource_pool_name: Option<String>,
    /// Other machines may have it too and write to it (a shareable disk): they have to agree among themselves.
    #[param(alias = "ShareVirtualDisk")]
    support_persistent_reservations: bool,
    #[param(no_effect = "paths are looked at on the host, always.")]
    allow_unverified_paths: bool,
    /// The most requests a second; 0: no limit.
    #[param(name = "MaximumIOPS")]
    maximum_iops: Nullable<u64>,
    #[param(
        name = "MinimumIOPS",
        no_effect = "QEMU limits disks and reserves nothing for them."
    )]
    minimum_iops: Nullable<u64>,
    #[param(name = "QoSPolicyID", refused = QOS_POLICY)]
    qos_policy_id: Option<String>,
    #[param(name = "QoSPolicy", refused = QOS_POLICY)]
    qos_policy: Option<CimInstance>,
    /// Hands on the new disk.
    passthru: bool,
    #[param(no_effect = "the guest itself asks for what it wants hardened; QEMU obeys that.")]
    override_cache_attributes: Nullable<CacheAttributes>,
    /// Linux only: the image's format, where it is not to be read from the image itself.
    format: Option<ImageFormat>,
    #[state]
    handed: HandedOn,
}

impl Cmdlet for AddVmHardDiskDrive {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(path) = &self.path else {
            return Err(crate::invalid::parameter(
                "A hard disk needs an image.",
                "Make one with New-VHD, and give it with -Path.",
            )
            .into());
        };
        let path = host_path(cx, path)?;
        let wanted = place(
            *self.controller_type,
            *self.controller_number,
            *self.controller_location,
        )?;
        let state = look(cx)?;
        let controllers: Vec<AnyController> = self.vm_drive_controller.iter().cloned().collect();
        let found = places(cx, &state, &self.vm_name, &self.vm, &controllers, wanted)?;
        let new = |(vm, place): &(&iovsh_backend::model::Vm, _)| {
            Intent::AddDrive(Box::new(NewDrive {
                vm: vm.id,
                optical: false,
                path: Some(path.clone()),
                format: self.format.map(Into::into),
                place: *place,
                maximum_iops: *self.maximum_iops,
                shared: self.support_persistent_reservations,
            }))
        };
        let intents = found.iter().map(new).collect();
        let machines = found.iter().map(|(vm, _)| vm.id).collect();
        add_each(
            cx,
            &self.handed,
            vec![path.clone()],
            machines,
            intents,
            self.passthru,
        )
    }
}
