//! `Get-Disk`.

use std::sync::Arc;

use super::query::{SCOPE, fits, report_numbers, report_texts};
use crate::host_access::{HostAccess, computer_name};
use crate::netip::Common;
use crate::types::{CimInstance, Disk, Partition};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the disks of the host.
///
/// A disk is a drive, what a controller or a hypervisor shows as one, or an image that Mount-VHD shows. Numbers follow the names of the devices and
/// change when drives come and go; those of images begin at 1000. PartitionStyle is `RAW` where nothing is on a disk, `Unknown` where something else
/// than a partition table is (Content says what), and empty where udev does not tell.
///
/// # Examples
/// ```iovsh
/// PS> Get-Disk | Format-Table Number, FriendlyName, Path, PartitionStyle
/// Number FriendlyName         Path         PartitionStyle
/// ------ ------------         ----         --------------
///      0 iovsh simulated disk /dev/nvme0n1 GPT
///      1 iovsh simulated disk /dev/sda     GPT
/// ```
/// Where the system starts from:
/// ```iovsh
/// PS> (Get-Disk | Where-Object IsBoot).Path
/// /dev/nvme0n1
/// ```
/// The disk of an image:
/// ```iovsh
/// PS> Mount-VHD /var/lib/libvirt/images/web1.qcow2 -ReadOnly -Passthru | Get-Disk | Format-List Number, Path, ImagePath, IsReadOnly
/// Number     : 1000
/// Path       : /dev/nbd0
/// ImagePath  : /var/lib/libvirt/images/web1.qcow2
/// IsReadOnly : True
/// PS> Dismount-VHD /var/lib/libvirt/images/web1.qcow2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "Disk", module = "Storage", default_set = "ByNumber", output = Disk)]
pub struct GetDisk {
    /// Numbers of disks.
    #[param(
        set = "ByNumber",
        position = 0,
        by_property_name,
        alias("DiskNumber", "DeviceId"),
        not_null
    )]
    number: Given<Vec<u32>>,
    /// The names that no other disks have. Wildcards are allowed.
    #[param(
        set = "ByUniqueId",
        mandatory,
        by_property_name,
        alias = "Id",
        not_null
    )]
    unique_id: Given<Vec<String>>,
    /// What they are called. Wildcards are allowed.
    #[param(set = "ByName", mandatory, by_property_name, not_null)]
    friendly_name: Given<Vec<String>>,
    /// Serial numbers. Wildcards are allowed.
    #[param(set = "BySerialNumber", mandatory, by_property_name, not_null)]
    serial_number: Given<Vec<String>>,
    /// Devices: /dev/sda. Wildcards are allowed.
    #[param(set = "ByPath", mandatory, by_property_name, not_null)]
    path: Given<Vec<String>>,
    /// Partitions, whose disks are meant.
    #[param(set = "ByPartition", mandatory, from_pipeline)]
    partition: Given<Vec<Arc<Partition>>>,
    #[param(
        set = "ByVirtualDisk",
        mandatory,
        refused = "Linux has no virtual disks of storage pools; what LVM and RAID make is a volume here."
    )]
    virtual_disk: CimInstance,
    #[param(
        set = "ByiSCSISession",
        mandatory,
        name = "iSCSISession",
        refused = "sessions of iSCSI are shown by: iscsiadm -m session -P 3."
    )]
    iscsi_session: CimInstance,
    #[param(
        set = "ByiSCSIConnection",
        mandatory,
        name = "iSCSIConnection",
        refused = "sessions of iSCSI are shown by: iscsiadm -m session -P 3."
    )]
    iscsi_connection: CimInstance,
    #[param(
        set = "ByStorageSubSystem",
        mandatory,
        refused = "Linux has no storage subsystems of Windows' kind."
    )]
    storage_sub_system: CimInstance,
    #[param(
        set = "ByStorageNode",
        mandatory,
        refused = "Linux has no storage nodes of Windows' kind."
    )]
    storage_node: CimInstance,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetDisk {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        let all: Vec<Disk> = (state.disks.iter())
            .map(|disk| Disk::new(disk, &computer))
            .collect();
        const LIST: &str = "Get-Disk";
        report_numbers(cx, "Number", &self.number, LIST, |number| {
            all.iter().any(|disk| disk.number == number)
        })?;
        report_texts(
            cx,
            "FriendlyName",
            &self.friendly_name,
            LIST,
            &all,
            |disk| Some(&disk.friendly_name),
        )?;
        report_texts(cx, "Path", &self.path, LIST, &all, |disk| Some(&disk.path))?;
        report_texts(cx, "UniqueId", &self.unique_id, LIST, &all, |disk| {
            disk.unique_id.as_deref()
        })?;
        report_texts(
            cx,
            "SerialNumber",
            &self.serial_number,
            LIST,
            &all,
            |disk| disk.serial_number.as_deref(),
        )?;
        for disk in all.into_iter().filter(|disk| self.means(disk)) {
            cx.emit(disk.into_value())?;
        }
        Ok(())
    }
}

impl GetDisk {
    fn means(&self, disk: &Disk) -> bool {
        let numbers = self.number.as_deref();
        let partitions = self.partition.as_deref();
        numbers.is_none_or(|numbers| numbers.contains(&disk.number))
            && partitions.is_none_or(|parts| parts.iter().any(|part| part.disk_path == disk.path))
            && fits(&self.unique_id, disk.unique_id.as_deref())
            && fits(&self.friendly_name, Some(&disk.friendly_name))
            && fits(&self.serial_number, disk.serial_number.as_deref())
            && fits(&self.path, Some(&disk.path))
    }
}
