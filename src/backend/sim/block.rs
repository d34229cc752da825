//! Disks of the simulated machine, worked out from its file systems: one drive for the system, and one for each file system that is
//! mounted at a folder of its own; what it shows of images beside them.

use super::storage::Storage;
use crate::model::{DiskBus, DiskTable, HostDisk, HostPartition, Volume, number_of_shown_image};

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;
/// The partition that the firmware starts from.
const OF_FIRMWARE: u64 = 512 * MIB;
const EFI: &str = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";
const LINUX: &str = "0fc63daf-8483-4772-8e79-3d69d8477de4";

/// A drive that is filled from its beginning.
fn drive(number: u32, device: &str, bus: DiskBus) -> HostDisk {
    HostDisk {
        device: device.to_owned(),
        number,
        model: Some("iovsh simulated disk".to_owned()),
        serial: Some(format!("SIM{number:05}")),
        firmware: Some("1.0".to_owned()),
        unique_id: Some(format!("eui.51a0000000{number:06}")),
        bus: Some(bus),
        sectors: Some((512, 4096)),
        rotational: Some(false),
        table: Some(DiskTable::Gpt(Some(id(number, 0)))),
        is_boot: Some(false),
        is_system: Some(false),
        ..HostDisk::default()
    }
}

fn id(disk: u32, part: u32) -> String {
    format!("51a00000-0000-4000-8000-{disk:06x}{part:06x}")
}

/// Adds a partition behind the others; gives its device.
fn add(disk: &mut HostDisk, size: u64, kind: &str, name: &str) -> String {
    let number = u32::try_from(disk.partitions.len()).unwrap_or(0) + 1;
    let end = |part: &HostPartition| part.offset + part.size;
    let p = if disk.device.ends_with(|c: char| c.is_ascii_digit()) {
        "p"
    } else {
        ""
    };
    let device = format!("{}{p}{number}", disk.device);
    disk.partitions.push(HostPartition {
        number,
        device: device.clone(),
        offset: disk.partitions.last().map_or(MIB, end),
        size,
        read_only: false,
        kind: Some(kind.to_owned()),
        id: Some(id(disk.number, number)),
        name: Some(name.to_owned()),
        active: None,
    });
    device
}

impl Storage {
    /// The disks by number, and the file systems by device.
    pub(super) fn disks(&self) -> (Vec<HostDisk>, Vec<Volume>) {
        let mut system = drive(0, "/dev/nvme0n1", DiskBus::Nvme);
        (system.is_boot, system.is_system) = (Some(true), Some(true));
        let firmware = add(&mut system, OF_FIRMWARE, EFI, "EFI System Partition");
        let mut volumes = vec![Volume {
            device: firmware,
            disks: vec![system.device.clone()],
            kind: Some("vfat".to_owned()),
            id: Some("51A0-0001".to_owned()),
            mounted_at: vec!["/boot/efi".to_owned()],
            size: Some(OF_FIRMWARE - MIB),
            free: Some(OF_FIRMWARE - 8 * MIB),
            block_size: Some(4096),
            ..Volume::default()
        }];
        let mut others = Vec::new();
        for (place, filesystem) in &self.filesystems {
            let label = match place.rsplit('/').next() {
                Some("") | None => "root",
                Some(name) => name,
            };
            let is_own = place != "/" && !place.starts_with("/var/") && !place.starts_with("/home");
            let number = u32::try_from(others.len()).unwrap_or(0) + 1;
            let mut own = drive(number, &format!("/dev/sd{}", letters(number)), DiskBus::Ata);
            let disk = if is_own { &mut own } else { &mut system };
            let device = add(disk, filesystem.size, LINUX, label);
            volumes.push(Volume {
                disks: vec![disk.device.clone()],
                id: Some(id(
                    disk.number,
                    0xf_0000 + u32::try_from(disk.partitions.len()).unwrap_or(0),
                )),
                device,
                kind: Some("ext4".to_owned()),
                label: Some(label.to_owned()),
                mounted_at: vec![place.clone()],
                size: Some(filesystem.size),
                free: Some(self.free(place)),
                block_size: Some(4096),
                removable: false,
            });
            if is_own {
                others.push(own);
            }
        }
        let mut disks = vec![system];
        disks.append(&mut others);
        for disk in &mut disks {
            let used = disk
                .partitions
                .last()
                .map_or(0, |part| part.offset + part.size);
            // A drive is as large as what is on it, and what its table takes at its end.
            disk.size = (used + MIB).next_multiple_of(GIB);
        }
        disks.extend(self.shown());
        volumes.sort_by(|a, b| a.device.cmp(&b.device));
        (disks, volumes)
    }

    /// Images that are shown as block devices. What guests have written there nobody looks at.
    fn shown(&self) -> Vec<HostDisk> {
        let shown = self.images.iter().filter_map(|(path, image)| {
            let device = image.attached.clone()?;
            Some(HostDisk {
                number: number_of_shown_image(&device)?,
                device,
                size: image.size,
                bus: Some(DiskBus::File),
                sectors: image.sectors.or(Some((512, 512))),
                read_only: image.shown_read_only,
                is_boot: Some(false),
                is_system: Some(false),
                image: Some(path.clone()),
                ..HostDisk::default()
            })
        });
        let mut shown: Vec<HostDisk> = shown.collect();
        shown.sort_by_key(|disk| disk.number);
        shown
    }
}

/// The letters of a SATA drive: `a`, `b` ... `z`, `aa`.
fn letters(number: u32) -> String {
    crate::model::drive_letters(number.saturating_sub(1))
}
