//! `Get-Volume`.

use std::path::Path;
use std::sync::Arc;

use super::query::{SCOPE, fits, report_texts};
use crate::host_access::{HostAccess, computer_name};
use crate::netip::Common;
use crate::selection::absent;
use crate::types::{Disk, Partition, StorageVolume};
use crate::vhd::host_path;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the file systems on the host's disks.
///
/// AccessPaths says where each is mounted; there are no drive letters. Of one that is not mounted SizeRemaining is not known, and Size only where its type says it to
/// udev. DiskPaths are the disks below it, through LVM and RAID.
///
/// # Examples
/// ```iovsh
/// PS> Get-Volume -FilePath /var/lib/libvirt/images/web1.qcow2 | Format-Table Path, FileSystemType, AccessPaths
/// Path           FileSystemType AccessPaths
/// ----           -------------- -----------
/// /dev/nvme0n1p3 ext4           {/var/lib/libvirt/images}
/// ```
/// Where there is room for large images:
/// ```iovsh
/// PS> Get-Volume | Where-Object SizeRemaining -gt 400gb | Sort-Object SizeRemaining -Descending | ForEach-Object AccessPaths
/// /srv
/// /var/lib/libvirt/images
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "Volume", module = "Storage", default_set = "ByPath", output = StorageVolume)]
pub struct GetVolume {
    #[param(
        set = "ByDriveLetter",
        position = 0,
        mandatory,
        refused = "Linux has no drive letters: name a folder with -FilePath."
    )]
    drive_letter: Vec<String>,
    /// Ids of file systems. Wildcards are allowed.
    #[param(
        set = "ByUniqueId",
        mandatory,
        by_property_name,
        alias("Id", "ObjectId"),
        not_null
    )]
    unique_id: Given<Vec<String>>,
    /// Labels. Wildcards are allowed.
    #[param(
        set = "ByLabel",
        mandatory,
        by_property_name,
        alias = "FriendlyName",
        not_null
    )]
    file_system_label: Given<Vec<String>>,
    /// Devices: /dev/sda1. Wildcards are allowed.
    #[param(set = "ByPath", by_property_name, not_null)]
    path: Given<Vec<String>>,
    /// A file or folder: the file system that it is on, by its path. Symbolic links are not followed.
    #[param(set = "ByFilePath", mandatory, not_null_or_empty)]
    file_path: Vec<String>,
    /// Partitions, of Get-Partition.
    #[param(set = "ByPartition", mandatory, from_pipeline)]
    partition: Given<Vec<Arc<Partition>>>,
    /// Linux only: disks, of Get-Disk, for all file systems that lie on them.
    #[param(set = "ByDisk", mandatory, from_pipeline)]
    disk: Given<Vec<Arc<Disk>>>,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetVolume {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        let all: Vec<StorageVolume> = (state.volumes.iter())
            .map(|volume| StorageVolume::new(volume, &computer))
            .collect();
        let mut on = Vec::new();
        for path in &self.file_path {
            let path = host_path(cx, path)?;
            match place_of(&all, &path) {
                Some(volume) => on.push(volume.path.clone()),
                None => cx.error(absent("FilePath", &path, "Get-Volume"))?,
            }
        }
        const LIST: &str = "Get-Volume";
        report_texts(
            cx,
            "FileSystemLabel",
            &self.file_system_label,
            LIST,
            &all,
            |volume| volume.file_system_label.as_deref(),
        )?;
        report_texts(cx, "Path", &self.path, LIST, &all, |volume| {
            Some(&volume.path)
        })?;
        report_texts(cx, "UniqueId", &self.unique_id, LIST, &all, |volume| {
            volume.unique_id.as_deref()
        })?;
        for volume in all {
            let is_named = self.file_path.is_empty() || on.contains(&volume.path);
            if is_named && self.means(&volume) {
                cx.emit(volume.into_value())?;
            }
        }
        Ok(())
    }
}

/// The file system that a path is on: the one that is mounted nearest above it.
fn place_of<'v>(all: &'v [StorageVolume], path: &str) -> Option<&'v StorageVolume> {
    let depth = |volume: &StorageVolume| {
        let above = |at: &&String| Path::new(path).starts_with(at);
        let places = volume.access_paths.iter().filter(above);
        places.map(|at| Path::new(at).components().count()).max()
    };
    let above = all
        .iter()
        .filter_map(|volume| Some((depth(volume)?, volume)));
    above
        .max_by_key(|(depth, _)| *depth)
        .map(|(_, volume)| volume)
}

impl GetVolume {
    fn means(&self, volume: &StorageVolume) -> bool {
        let partitions = self.partition.as_deref();
        let disks = self.disk.as_deref();
        partitions.is_none_or(|parts| parts.iter().any(|part| part.device == volume.path))
            && disks.is_none_or(|disks| {
                disks
                    .iter()
                    .any(|disk| volume.disk_paths.contains(&disk.path))
            })
            && fits(&self.unique_id, volume.unique_id.as_deref())
            && fits(&self.file_system_label, volume.file_system_label.as_deref())
            && fits(&self.path, Some(&volume.path))
    }
}
