//! Disks of the host, their partitions, and the file systems on them. Filled by [`super::Scope::disks`].

use serde::{Deserialize, Serialize};

/// Block devices that show images have numbers from here on, so that a real disk which comes later never has the same one.
const FIRST_NUMBER_OF_IMAGES: u32 = 1000;

/// The number of the disk that a network block device shows; `None` for every other device.
#[must_use]
pub fn number_of_shown_image(device: &str) -> Option<u32> {
    let number: u32 = device.strip_prefix("/dev/nbd")?.parse().ok()?;
    number.checked_add(FIRST_NUMBER_OF_IMAGES)
}

/// The network block device that shows the disk of a number.
#[must_use]
pub fn device_of_shown_image(number: u32) -> Option<String> {
    let number = number.checked_sub(FIRST_NUMBER_OF_IMAGES)?;
    Some(format!("/dev/nbd{number}"))
}

/// A disk as a whole: a drive, what a controller or a hypervisor shows as one, or an image that is shown as a block device.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HostDisk {
    /// The device, for example `/dev/nvme0n1`.
    pub device: String,
    /// Its number: the place of the device among the others by their names; of an image see [`number_of_shown_image`].
    pub number: u32,
    /// Bytes.
    pub size: u64,
    /// What its maker calls it.
    pub model: Option<String>,
    /// Who made it, as far as it says so.
    pub vendor: Option<String>,
    /// Its serial number.
    pub serial: Option<String>,
    /// The version of its firmware.
    pub firmware: Option<String>,
    /// A name that no other disk in the world has: WWN, EUI-64, NGUID.
    pub unique_id: Option<String>,
    /// How it is reached; `None` where that cannot be told.
    pub bus: Option<DiskBus>,
    /// Where it is plugged in, as a path below `/sys/devices`.
    pub location: Option<String>,
    /// Bytes of a logical and of a physical sector.
    pub sectors: Option<(u32, u32)>,
    /// Whether it turns.
    pub rotational: Option<bool>,
    /// It can be read and not written.
    pub read_only: bool,
    /// It can be taken out while the host runs.
    pub removable: bool,
    /// The kernel has given it up.
    pub offline: bool,
    /// Its partition table; `None` where that cannot be told.
    pub table: Option<DiskTable>,
    /// The file system of `/` is on it; `None` where that cannot be told.
    pub is_boot: Option<bool>,
    /// What the firmware starts is on it (`/boot/efi`, `/boot`, else `/`); `None` where that cannot be told.
    pub is_system: Option<bool>,
    /// The image that it shows.
    pub image: Option<String>,
    /// Its partitions, by number.
    pub partitions: Vec<HostPartition>,
}

/// How a disk is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DiskBus {
    /// NVM Express.
    Nvme,
    /// Serial or parallel ATA.
    Ata,
    /// SCSI of another kind: SAS, a RAID controller, `virtio-scsi`.
    Scsi,
    /// USB.
    Usb,
    /// A hypervisor's own device (`virtio-blk`, `xen-blkfront`).
    Virtual,
    /// An SD or MMC card.
    Mmc,
    /// A file of this host.
    File,
}

/// What the beginning of a disk says of its partitions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DiskTable {
    /// A GUID partition table, with its id.
    Gpt(Option<String>),
    /// A table of the old kind, with its id.
    Mbr(Option<String>),
    /// There is none, and nothing else that is known.
    Nothing,
    /// Something else is there: a file system without a table, a member of a RAID, another kind of table.
    Other(String),
}

/// A part of a disk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HostPartition {
    /// Its number in the table.
    pub number: u32,
    /// Its device, for example `/dev/nvme0n1p1`.
    pub device: String,
    /// Where it begins, in bytes.
    pub offset: u64,
    /// Bytes.
    pub size: u64,
    /// It can be read and not written.
    pub read_only: bool,
    /// Its type as the table has it: a GUID, or a number as `0x83`.
    pub kind: Option<String>,
    /// Its id.
    pub id: Option<String>,
    /// Its name in the table.
    pub name: Option<String>,
    /// The firmware begins with it; `None` where that cannot be told.
    pub active: Option<bool>,
}

/// A file system on a block device.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Volume {
    /// The device that it is on: a partition, a disk without a table, a logical volume.
    pub device: String,
    /// The disks that the device is on, by their devices.
    pub disks: Vec<String>,
    /// Its type by the kernel's name, for example `ext4`.
    pub kind: Option<String>,
    /// Its label.
    pub label: Option<String>,
    /// Its id.
    pub id: Option<String>,
    /// Where it is mounted, the shortest path first.
    pub mounted_at: Vec<String>,
    /// Bytes that it holds; `None` where it is not mounted and does not say so.
    pub size: Option<u64>,
    /// Bytes that can be written; `None` where it is not mounted.
    pub free: Option<u64>,
    /// Bytes of a block.
    pub block_size: Option<u64>,
    /// Its device can be taken out while the host runs.
    pub removable: bool,
}

impl HostDisk {
    /// Bytes of the longest piece that no partition has; `None` where the table is not one that says so.
    #[must_use]
    pub fn largest_free_extent(&self) -> Option<u64> {
        const EDGE: u64 = 1 << 20;
        match self.table {
            Some(DiskTable::Nothing) => return Some(0),
            Some(DiskTable::Gpt(_)) => {}
            _ => return None,
        }
        let mut parts: Vec<(u64, u64)> = (self.partitions.iter())
            .map(|part| (part.offset, part.offset.saturating_add(part.size)))
            .collect();
        parts.push((self.size.saturating_sub(EDGE), self.size));
        parts.sort_unstable();
        let (mut at, mut largest) = (EDGE, 0);
        for (from, to) in parts {
            largest = largest.max(from.saturating_sub(at));
            at = at.max(to);
        }
        // Partitions begin at whole mebibytes.
        Some(largest & !(EDGE - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_free_piece_is_between_partitions_and_not_over_them() {
        const MIB: u64 = 1 << 20;
        let part = |offset, size| HostPartition {
            offset: offset * MIB,
            size: size * MIB,
            ..HostPartition::default()
        };
        let mut disk = HostDisk {
            size: 1000 * MIB,
            table: Some(DiskTable::Gpt(None)),
            partitions: vec![part(501, 100), part(1, 100)],
            ..HostDisk::default()
        };
        assert_eq!(disk.largest_free_extent(), Some(400 * MIB));
        disk.partitions.push(part(101, 400));
        assert_eq!(disk.largest_free_extent(), Some(398 * MIB));
        disk.table = Some(DiskTable::Mbr(None));
        assert_eq!(disk.largest_free_extent(), None);
    }

    #[test]
    fn images_have_numbers_of_their_own() {
        assert_eq!(number_of_shown_image("/dev/nbd3"), Some(1003));
        assert_eq!(number_of_shown_image("/dev/sda"), None);
        assert_eq!(device_of_shown_image(1003).as_deref(), Some("/dev/nbd3"));
        assert_eq!(device_of_shown_image(3), None);
    }
}
