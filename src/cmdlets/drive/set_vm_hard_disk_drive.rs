//! `Set-VMHardDiskDrive`.

use super::output::set_each;
use super::targets::{Kind, Target, look, one, place};
use crate::complete;
use crate::types::{
    CacheAttributes, CimInstance, CimSession, ControllerType, Credential, HardDiskDrive,
};
use crate::unsupported::{POOL_OF_DISKS, QOS_POLICY};
use crate::vhd::host_path;
use iovsh_backend::policy::storage::drive::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Changes hard disks of virtual machines: their limits, their images, their places.
///
/// A limit is changed while the machine runs; another image and another place are for one that is off.
///
/// # Examples
/// ```iovsh
/// PS> Get-VMHardDiskDrive web1 | Set-VMHardDiskDrive -MaximumIOPS 500
/// PS> (Get-VMHardDiskDrive web1).MaximumIOPS
/// 500
/// PS> Set-VMHardDiskDrive web1 -ControllerType SCSI -ToControllerLocation 5 -Passthru | Format-List ControllerNumber, ControllerLocation, MaximumIOPS
/// ControllerNumber   : 0
/// ControllerLocation : 5
/// MaximumIOPS        : 500
/// ```
/// Another image in the same place:
/// ```iovsh
/// PS> New-VHD /srv/vms/empty.qcow2 -SizeBytes 20GB | Out-Null
/// PS> Set-VMHardDiskDrive web1 -ControllerType SCSI -Path /srv/vms/empty.qcow2
/// PS> (Get-VMHardDiskDrive web1).Path
/// /srv/vms/empty.qcow2
/// ```
/// A limit for every disk of the host:
/// ```iovsh
/// PS> Get-VM | Get-VMHardDiskDrive | Set-VMHardDiskDrive -MaximumIOPS 2000
/// PS> Get-VM | Get-VMHardDiskDrive | Group-Object MaximumIOPS | ForEach-Object { "$($_.Count) disks: $($_.Name)" }
/// 3 disks: 2000
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMHardDiskDrive", module = "Hyper-V", default_set = "VMName", impact = Medium, output = HardDiskDrive)]
pub struct SetVmHardDiskDrive {
    /// Sessions with other hosts, of New-CimSession.
    #[param(set = "VMName", set = "Object", by_property_name, allow_null_property)]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(set = "VMName", set = "Object", alias = "PSComputerName", not_null_or_empty, complete = complete::hosts)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set = "VMName", set = "Object")]
    credential: Vec<Credential>,
    /// Disks that Get-VMHardDiskDrive gave.
    #[param(set = "Object", position = 0, mandatory, from_pipeline)]
    vm_hard_disk_drive: Vec<Arc<HardDiskDrive>>,
    /// The virtual machine.
    #[param(set = "VMName", position = 0, mandatory, complete = complete::vms)]
    vm_name: Option<String>,
    /// The kind of its controller.
    #[param(set = "VMName", position = 1)]
    controller_type: Option<ControllerType>,
    /// Its controller's number.
    #[param(set = "VMName", position = 2)]
    controller_number: Nullable<i32>,
    /// Its place at the controller.
    #[param(set = "VMName", position = 3)]
    controller_location: Nullable<i32>,
    /// Another image.
    #[param(position = 4)]
    path: Option<String>,
    /// The kind of controller that it is to be plugged into.
    to_controller_type: Nullable<ControllerType>,
    /// The number of the controller that it is to be plugged into.
    to_controller_number: Nullable<i32>,
    /// The place that it is to have there.
    to_controller_location: Nullable<i32>,
    /// Not supported: disks of the host have no numbers on Linux.
    #[param(by_property_name, alias = "Number")]
    disk_number: Option<u32>,
    #[param(no_effect = POOL_OF_DISKS)]
    resource_pool_name: Option<String>,
    /// Other machines may have it too and write to it.
    #[param(alias = "ShareVirtualDisk")]
    support_persistent_reservations: Nullable<bool>,
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
    /// Hands on the disks as they are then.
    passthru: bool,
    #[param(no_effect = "the guest itself asks for what it wants hardened; QEMU obeys that.")]
    override_cache_attributes: Nullable<CacheAttributes>,
}

impl Cmdlet for SetVmHardDiskDrive {
    fn process(&mut self, cx: &mut Context) -> Flow {
        // A disk object brings a number along, which is none.
        if self
            .disk_number
            .is_some_and(|number| number > 0 || self.vm_name.is_some())
        {
            return crate::unsupported::refuse(
                "DiskNumber",
                "disks of the host have no numbers on Linux: give the block device with -Path, for example /dev/sdb.",
            );
        }
        let to = place(
            *self.to_controller_type,
            *self.to_controller_number,
            *self.to_controller_location,
        )?;
        let moves = self.to_controller_type.is_some()
            || self.to_controller_number.is_some()
            || self.to_controller_location.is_some();
        let objects = self.vm_hard_disk_drive.iter();
        let objects = objects.map(|object| Target::of_disk(object));
        let mut targets = objects.collect::<Result<Vec<Target>, _>>()?;
        if let Some(name) = &self.vm_name {
            let wanted = place(
                self.controller_type,
                *self.controller_number,
                *self.controller_location,
            )?;
            let state = look(cx)?;
            targets.extend(one(cx, &state, name, Kind::Disk, wanted)?);
        }
        let path = self
            .path
            .as_ref()
            .map(|path| host_path(cx, path))
            .transpose()?;
        let changes = Changes {
            path: path.clone(),
            maximum_iops: *self.maximum_iops,
            shared: *self.support_persistent_reservations,
            to: moves.then_some(to),
        };
        let intents = targets.iter().map(|target| target.set(&changes)).collect();
        set_each(
            cx,
            path.into_iter().collect(),
            targets,
            intents,
            self.passthru,
        )
    }
}
