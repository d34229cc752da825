//! `Get-Partition`.

use std::sync::Arc;

use super::query::{SCOPE, fits, report_numbers, report_texts};
use crate::host_access::{HostAccess, computer_name};
use crate::netip::Common;
use crate::types::{Disk, Partition, StorageVolume};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the partitions of the host's disks.
///
/// AccessPaths says where the file system of a partition is mounted; there are no drive letters. Type is empty where udev does not tell.
///
/// # Examples
/// ```iovsh
/// PS> Get-Partition -DiskNumber 0 | Format-Table PartitionNumber, Device, Type, AccessPaths
/// PartitionNumber Device         Type   AccessPaths
/// --------------- ------         ----   -----------
///               1 /dev/nvme0n1p1 System {/boot/efi}
///               2 /dev/nvme0n1p2 Linux  {/}
///               3 /dev/nvme0n1p3 Linux  {/var/lib/libvirt/images}
/// ```
/// The partition that the firmware starts from:
/// ```iovsh
/// PS> Get-Disk 0 | Get-Partition | Where-Object IsSystem | ForEach-Object Device
/// /dev/nvme0n1p1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "Partition", module = "Storage", default_set = "ByNumber", output = Partition)]
pub struct GetPartition {
    /// Numbers of disks.
    #[param(
        set = "ByNumber",
        position = 0,
        by_property_name,
        alias = "DeviceId",
        not_null
    )]
    disk_number: Given<Vec<u32>>,
    /// Numbers of partitions.
    #[param(
        set = "ByNumber",
        position = 1,
        by_property_name,
        alias = "Number",
        not_null
    )]
    partition_number: Given<Vec<u32>>,
    /// Disks, by their devices.
    #[param(set = "ById", by_property_name, not_null)]
    disk_id: Given<Vec<String>>,
    /// Where they begin, in bytes.
    #[param(set = "ById", by_property_name, not_null)]
    offset: Given<Vec<u64>>,
    #[param(
        set = "ByDriveLetter",
        mandatory,
        refused = "Linux has no drive letters: 'Get-Volume -FilePath /srv | Get-Partition' finds the partition of a folder."
    )]
    drive_letter: Vec<String>,
    /// Ids of partitions. Wildcards are allowed.
    #[param(
        set = "ByUniqueId",
        mandatory,
        by_property_name,
        alias = "Id",
        not_null
    )]
    unique_id: Given<Vec<String>>,
    /// Disks, of Get-Disk.
    #[param(set = "ByDisk", mandatory, from_pipeline)]
    disk: Given<Vec<Arc<Disk>>>,
    /// File systems, of Get-Volume.
    #[param(set = "ByVolume", mandatory, from_pipeline)]
    volume: Given<Vec<Arc<StorageVolume>>>,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetPartition {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        let all: Vec<Partition> = (state.disks.iter())
            .flat_map(|disk| {
                let parts = disk.partitions.iter();
                let made = |part| Partition::new(disk, part, &state.volumes, &computer);
                parts.map(made).collect::<Vec<_>>()
            })
            .collect();
        report_numbers(cx, "DiskNumber", &self.disk_number, "Get-Disk", |number| {
            state.disks.iter().any(|disk| disk.number == number)
        })?;
        report_numbers(
            cx,
            "PartitionNumber",
            &self.partition_number,
            "Get-Partition",
            |number| all.iter().any(|part| part.partition_number == number),
        )?;
        report_texts(
            cx,
            "DiskId",
            &self.disk_id,
            "Get-Disk",
            &state.disks,
            |disk| Some(&disk.device),
        )?;
        report_texts(
            cx,
            "UniqueId",
            &self.unique_id,
            "Get-Partition",
            &all,
            |part| part.unique_id.as_deref(),
        )?;
        for part in all.into_iter().filter(|part| self.means(part)) {
            cx.emit(part.into_value())?;
        }
        Ok(())
    }
}

impl GetPartition {
    fn means(&self, part: &Partition) -> bool {
        let of = |given: &Given<Vec<u32>>, number| {
            given
                .as_deref()
                .is_none_or(|numbers| numbers.contains(&number))
        };
        let disks = self.disk.as_deref();
        let volumes = self.volume.as_deref();
        let offsets = self.offset.as_deref();
        of(&self.disk_number, part.disk_number)
            && of(&self.partition_number, part.partition_number)
            && offsets.is_none_or(|offsets| offsets.contains(&part.offset))
            && disks.is_none_or(|disks| disks.iter().any(|disk| disk.path == part.disk_path))
            && volumes.is_none_or(|all| all.iter().any(|volume| volume.path == part.device))
            && fits(&self.disk_id, Some(&part.disk_path))
            && fits(&self.unique_id, part.unique_id.as_deref())
    }
}
