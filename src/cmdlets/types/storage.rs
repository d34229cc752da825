//! `MSFT_Disk`, `MSFT_PhysicalDisk`, `MSFT_Partition` and `MSFT_Volume`: disks of the host and what is on them.

use iovsh_derive::PsObject;

use iovsh_backend::model::{DiskBus, DiskTable, HostDisk, HostPartition, Volume};
use iovsh_shell::value::Value;

/// A disk of the host, as the system uses it.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/Storage/MSFT_Disk",
    base = "Microsoft.Management.Infrastructure.CimInstance#MSFT_Disk",
    base = "Microsoft.Management.Infrastructure.CimInstance"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct Disk {
    pub partition_style: Option<&'static str>,
    #[then("HealthStatus" = Value::Null)]
    pub operational_status: &'static str,
    pub bus_type: Option<&'static str>,
    pub unique_id: Option<String>,
    pub allocated_size: Option<u64>,
    pub boot_from_disk: Option<bool>,
    pub firmware_version: Option<String>,
    pub friendly_name: String,
    pub guid: Option<String>,
    pub is_boot: Option<bool>,
    pub is_offline: bool,
    pub is_read_only: bool,
    pub is_system: Option<bool>,
    pub largest_free_extent: Option<u64>,
    pub location: Option<String>,
    pub logical_sector_size: Option<u32>,
    pub manufacturer: Option<String>,
    pub model: Option<String>,
    #[property(alias = "DiskNumber")]
    pub number: u32,
    pub number_of_partitions: u32,
    pub path: String,
    pub physical_sector_size: Option<u32>,
    pub serial_number: Option<String>,
    pub signature: Option<u32>,
    pub size: u64,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
    /// Linux only: the image that it shows (`Mount-VHD`).
    pub image_path: Option<String>,
    /// Linux only: what is there in place of a partition table.
    pub content: Option<String>,
}

/// What people know a disk by.
fn friendly_name(disk: &HostDisk) -> String {
    let name = disk.model.as_ref().or(disk.image.as_ref());
    let name = name.unwrap_or(&disk.device).as_str();
    match &disk.vendor {
        Some(vendor) if !name.starts_with(vendor.as_str()) => format!("{vendor} {name}"),
        _ => name.to_owned(),
    }
}

fn bus_type(disk: &HostDisk) -> Option<&'static str> {
    disk.bus.map(|bus| match bus {
        DiskBus::Nvme => "NVMe",
        DiskBus::Ata => "SATA",
        DiskBus::Scsi => "SCSI",
        DiskBus::Usb => "USB",
        DiskBus::Mmc => "MMC",
        DiskBus::File => "File Backed Virtual",
        // Windows has no word for a hypervisor's own.
        DiskBus::Virtual => "Unknown",
    })
}

impl Disk {
    /// The object for a disk of a computer.
    pub fn new(disk: &HostDisk, computer: &str) -> Self {
        let (style, id) = match &disk.table {
            Some(DiskTable::Gpt(id)) => (Some("GPT"), id.as_deref()),
            Some(DiskTable::Mbr(id)) => (Some("MBR"), id.as_deref()),
            Some(DiskTable::Nothing) => (Some("RAW"), None),
            Some(DiskTable::Other(_)) => (Some("Unknown"), None),
            None => (None, None),
        };
        let taken = disk.partitions.iter().map(|part| part.size).sum();
        Self {
            partition_style: style,
            operational_status: if disk.offline { "Offline" } else { "Online" },
            bus_type: bus_type(disk),
            unique_id: disk.unique_id.clone(),
            allocated_size: disk.table.as_ref().map(|table| match table {
                DiskTable::Other(_) => disk.size,
                _ => taken,
            }),
            boot_from_disk: disk.is_system,
            firmware_version: disk.firmware.clone(),
            friendly_name: friendly_name(disk),
            guid: id
                .filter(|_| style == Some("GPT"))
                .map(|id| format!("{{{id}}}")),
            is_boot: disk.is_boot,
            is_offline: disk.offline,
            is_read_only: disk.read_only,
            is_system: disk.is_system,
            largest_free_extent: disk.largest_free_extent(),
            location: disk.location.clone(),
            logical_sector_size: disk.sectors.map(|(logical, _)| logical),
            manufacturer: disk.vendor.clone(),
            model: disk.model.clone(),
            number: disk.number,
            number_of_partitions: u32::try_from(disk.partitions.len()).unwrap_or(u32::MAX),
            path: disk.device.clone(),
            physical_sector_size: disk.sectors.map(|(_, physical)| physical),
            serial_number: disk.serial.clone(),
            signature: id
                .filter(|_| style == Some("MBR"))
                .and_then(|id| u32::from_str_radix(id, 16).ok()),
            size: disk.size,
            computer_name: computer.to_owned(),
            image_path: disk.image.clone(),
            content: match &disk.table {
                Some(DiskTable::Other(content)) => Some(content.clone()),
                _ => None,
            },
        }
    }
}

/// A disk of the host, as a device.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/Storage/MSFT_PhysicalDisk",
    base = "Microsoft.Management.Infrastructure.CimInstance#MSFT_PhysicalDisk",
    base = "Microsoft.Management.Infrastructure.CimInstance"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct PhysicalDisk {
    #[then("HealthStatus" = Value::Null)]
    pub operational_status: &'static str,
    pub bus_type: Option<&'static str>,
    /// No disk can: Linux has no storage pools of Windows' kind.
    pub can_pool: bool,
    pub device_id: String,
    pub firmware_version: Option<String>,
    pub friendly_name: String,
    pub logical_sector_size: Option<u32>,
    pub manufacturer: Option<String>,
    pub media_type: Option<&'static str>,
    pub model: Option<String>,
    pub physical_location: Option<String>,
    pub physical_sector_size: Option<u32>,
    pub serial_number: Option<String>,
    pub size: u64,
    pub unique_id: Option<String>,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
    /// Linux only: the device.
    pub device: String,
}

impl PhysicalDisk {
    /// The object for a disk of a computer.
    pub fn new(disk: &HostDisk, computer: &str) -> Self {
        Self {
            operational_status: if disk.offline {
                "Lost Communication"
            } else {
                "OK"
            },
            bus_type: bus_type(disk),
            can_pool: false,
            device_id: disk.number.to_string(),
            firmware_version: disk.firmware.clone(),
            friendly_name: friendly_name(disk),
            logical_sector_size: disk.sectors.map(|(logical, _)| logical),
            manufacturer: disk.vendor.clone(),
            media_type: match (disk.bus, disk.rotational) {
                // What a hypervisor says of its own disks is no fact of a medium.
                (Some(DiskBus::Virtual), _) => Some("Unspecified"),
                (_, turns) => turns.map(|turns| if turns { "HDD" } else { "SSD" }),
            },
            model: disk.model.clone(),
            physical_location: disk.location.clone(),
            physical_sector_size: disk.sectors.map(|(_, physical)| physical),
            serial_number: disk.serial.clone(),
            size: disk.size,
            unique_id: disk.unique_id.clone(),
            computer_name: computer.to_owned(),
            device: disk.device.clone(),
        }
    }
}

/// A partition of a disk.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/Storage/MSFT_Partition",
    base = "Microsoft.Management.Infrastructure.CimInstance#MSFT_Partition",
    base = "Microsoft.Management.Infrastructure.CimInstance"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct Partition {
    #[property(name = "Type")]
    pub kind: Option<&'static str>,
    pub access_paths: Vec<String>,
    pub disk_path: String,
    pub disk_number: u32,
    #[then("DriveLetter" = Value::Null)]
    pub gpt_type: Option<String>,
    pub guid: Option<String>,
    pub is_active: Option<bool>,
    pub is_boot: bool,
    pub is_read_only: bool,
    pub is_system: bool,
    pub mbr_type: Option<u16>,
    pub offset: u64,
    pub partition_number: u32,
    pub size: u64,
    pub unique_id: Option<String>,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
    /// Linux only: its name in the table.
    pub name: Option<String>,
    /// Linux only: the device.
    pub device: String,
}

/// What types of partitions are called; the first three words are Windows' own.
const TYPES: &[(&str, &str)] = &[
    ("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "System"),
    ("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", "Basic"),
    ("e3c9e316-0b5c-4db8-817d-f92df00215ae", "Reserved"),
    ("0fc63daf-8483-4772-8e79-3d69d8477de4", "Linux"),
    ("0657fd6d-a4ab-43c4-84e5-0933c84b4f4f", "Linux swap"),
    ("e6d6d379-f507-44c2-a23c-238f2a3df928", "Linux LVM"),
    ("a19d880f-05fc-4d3b-a006-743f0f84911e", "Linux RAID"),
    (
        "4f68bce3-e8cd-4db1-96e7-fbcaf984b709",
        "Linux root (x86-64)",
    ),
    (
        "b921b045-1df0-41c3-af44-4c6f280d3fae",
        "Linux root (ARM 64)",
    ),
    ("21686148-6449-6e6f-744e-656564454649", "BIOS boot"),
    ("0xef", "System"),
    ("0x7", "IFS"),
    ("0xc", "FAT32"),
    ("0x5", "Extended"),
    ("0xf", "Extended"),
    ("0x83", "Linux"),
    ("0x82", "Linux swap"),
    ("0x8e", "Linux LVM"),
    ("0xfd", "Linux RAID"),
];

impl Partition {
    /// The object for a partition of a disk; `volumes` are all file systems of the computer.
    pub fn new(disk: &HostDisk, part: &HostPartition, volumes: &[Volume], computer: &str) -> Self {
        let of_table = |kind: &&String| {
            matches!(disk.table, Some(DiskTable::Gpt(_))) == !kind.starts_with("0x")
        };
        let kind = part.kind.as_ref().filter(of_table);
        let (gpt, mbr) = match kind {
            Some(kind) => match kind.strip_prefix("0x") {
                Some(digits) => (None, u16::from_str_radix(digits, 16).ok()),
                None => (Some(format!("{{{kind}}}")), None),
            },
            None => (None, None),
        };
        let word = |kind: &String| {
            let known = TYPES.iter().find(|(id, _)| id.eq_ignore_ascii_case(kind));
            known.map_or("Unknown", |(_, word)| word)
        };
        let mounted = volumes.iter().find(|volume| volume.device == part.device);
        let mounted = mounted
            .map(|volume| volume.mounted_at.clone())
            .unwrap_or_default();
        let is_at = |place: &str| mounted.iter().any(|at| at == place);
        Self {
            kind: kind.map(word),
            disk_path: disk.device.clone(),
            disk_number: disk.number,
            gpt_type: gpt,
            guid: part
                .id
                .as_ref()
                .filter(|_| mbr.is_none())
                .map(|id| format!("{{{id}}}")),
            is_active: part.active,
            is_boot: is_at("/"),
            is_read_only: part.read_only,
            is_system: is_at("/boot/efi") || is_at("/efi") || is_at("/boot"),
            mbr_type: mbr,
            offset: part.offset,
            partition_number: part.number,
            size: part.size,
            unique_id: part.id.clone(),
            computer_name: computer.to_owned(),
            name: part.name.clone(),
            device: part.device.clone(),
            access_paths: mounted,
        }
    }
}

/// A file system.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/Storage/MSFT_Volume",
    base = "Microsoft.Management.Infrastructure.CimInstance#MSFT_Volume",
    base = "Microsoft.Management.Infrastructure.CimInstance"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct StorageVolume {
    #[then("HealthStatus" = Value::Null, "OperationalStatus" = Value::Null)]
    pub drive_type: &'static str,
    #[property(alias = "FileSystem")]
    pub file_system_type: Option<String>,
    pub allocation_unit_size: Option<u64>,
    #[then("DriveLetter" = Value::Null)]
    pub file_system_label: Option<String>,
    pub path: String,
    pub size: Option<u64>,
    pub size_remaining: Option<u64>,
    pub unique_id: Option<String>,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
    /// Linux only: where it is mounted, the shortest path first.
    pub access_paths: Vec<String>,
    /// Linux only: the disks that it is on, by their devices.
    pub disk_paths: Vec<String>,
}

impl StorageVolume {
    /// The object for a file system of a computer.
    pub fn new(volume: &Volume, computer: &str) -> Self {
        Self {
            drive_type: match volume.removable {
                _ if volume.device.starts_with("/dev/sr") => "CD-ROM",
                true => "Removable",
                false => "Fixed",
            },
            file_system_type: volume.kind.clone(),
            allocation_unit_size: volume.block_size,
            file_system_label: volume.label.clone(),
            path: volume.device.clone(),
            size: volume.size,
            size_remaining: volume.free,
            unique_id: volume.id.clone(),
            computer_name: computer.to_owned(),
            access_paths: volume.mounted_at.clone(),
            disk_paths: volume.disks.clone(),
        }
    }
}
