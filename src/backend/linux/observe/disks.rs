//! Disks, partitions and file systems: sysfs has the devices, udev's database (`/run/udev/data`) what is written on them, as `lsblk` reads it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::images::shown_images;
use crate::linux::sysfs::Sysfs;
use crate::model::{DiskBus, DiskTable, HostDisk, HostPartition, Volume, number_of_shown_image};

/// sysfs counts in these, whatever the device has.
const SECTOR: u64 = 512;
/// So deep one device may lie on another: a file system on LVM on LUKS on RAID on partitions.
const DEEPEST: usize = 16;

/// The disks by number, and the file systems by device.
pub(super) fn observe(sysfs: &Sysfs) -> (Vec<HostDisk>, Vec<Volume>) {
    let look = Look::new(sysfs);
    let mut disks: Vec<HostDisk> = look.disks.iter().map(|name| look.disk(name)).collect();
    let volumes = look.volumes();
    // What is mounted, by the folders: `None` where the root is on no block device that is known.
    let on = |place: &str| {
        let at = |volume: &&Volume| volume.mounted_at.iter().any(|at| at == place);
        volumes.iter().find(at).map(|volume| &volume.disks)
    };
    let root = on("/");
    let system = on("/boot/efi")
        .or_else(|| on("/efi"))
        .or_else(|| on("/boot"))
        .or(root);
    let mut numbers = 0..;
    for disk in &mut disks {
        disk.is_boot = root.map(|disks| disks.contains(&disk.device));
        disk.is_system = system.map(|disks| disks.contains(&disk.device));
        let of_image = number_of_shown_image(&disk.device);
        disk.number = of_image.or_else(|| numbers.next()).unwrap_or_default();
    }
    disks.sort_by_key(|disk| disk.number);
    (disks, volumes)
}

/// A name in the order of people: `nvme2n1` before `nvme10n1`, `sdz` before `sdaa`.
fn order(name: &str) -> Vec<(usize, String)> {
    let mut parts: Vec<(usize, String)> = Vec::new();
    let mut was_digit = None;
    for c in name.chars() {
        let digit = c.is_ascii_digit();
        match parts.last_mut() {
            Some((length, part)) if was_digit == Some(digit) => {
                part.push(c);
                *length += 1;
            }
            _ => parts.push((1, c.to_string())),
        }
        was_digit = Some(digit);
    }
    // The first letters say the driver, whose names differ in length.
    let driver = name.get(..2).unwrap_or(name).to_owned();
    parts.insert(0, (0, driver));
    parts
}

/// What udev wrote down of a device.
#[derive(Default)]
struct Noted(HashMap<String, String>);

impl Noted {
    fn of(sysfs: &Sysfs, numbers: &str) -> Option<Self> {
        let text = sysfs.text(&format!("/run/udev/data/b{numbers}"))?;
        let lines = text
            .lines()
            .filter_map(|line| line.strip_prefix("E:")?.split_once('='));
        Some(Self(
            lines
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
        ))
    }

    fn get(&self, key: &str) -> Option<&str> {
        let value = self.0.get(key)?.trim();
        (!value.is_empty()).then_some(value)
    }

    fn own(&self, key: &str) -> Option<String> {
        self.get(key).map(str::to_owned)
    }

    /// A value of which udev keeps a form with every letter in it.
    fn spelled(&self, key: &str) -> Option<String> {
        let whole = self.get(&format!("{key}_ENC")).map(decoded);
        whole
            .map(|text| text.trim().to_owned())
            .or_else(|| self.own(key))
    }
}

/// `\x20` is a blank.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, behind @ ..] = rest {
        let code = match (byte, behind) {
            (b'\\', [b'x', high, low, ..]) => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).ok();
                digits.and_then(|digits| u8::from_str_radix(digits, 16).ok())
            }
            _ => None,
        };
        bytes.push(code.unwrap_or(*byte));
        rest = match code {
            Some(_) => behind.get(3..).unwrap_or(&[]),
            None => behind,
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The kernel writes blanks and the like in `mountinfo` as `\040`.
fn from_octal(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, behind @ ..] = rest {
        let code = match (byte, behind.get(..3)) {
            (b'\\', Some(digits)) => std::str::from_utf8(digits)
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 8).ok()),
            _ => None,
        };
        bytes.push(code.unwrap_or(*byte));
        rest = match code {
            Some(_) => behind.get(3..).unwrap_or(&[]),
            None => behind,
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

struct Look<'a> {
    sysfs: &'a Sysfs,
    /// Whole disks, in their order.
    disks: Vec<String>,
    /// Partitions by the disk, with their numbers.
    partitions: BTreeMap<String, Vec<(u32, String)>>,
    /// All block devices, by their numbers (`8:1`).
    names: BTreeMap<String, String>,
    images: HashMap<String, String>,
}

impl<'a> Look<'a> {
    fn new(sysfs: &'a Sysfs) -> Self {
        let mut look = Self {
            sysfs,
            disks: Vec::new(),
            partitions: BTreeMap::new(),
            names: BTreeMap::new(),
            images: HashMap::new(),
        };
        for name in sysfs.names("/sys/block") {
            let folder = format!("/sys/block/{name}");
            let mut parts: Vec<(u32, String)> = Vec::new();
            for part in sysfs.names(&folder) {
                if let Some(number) = look.number(&format!("{folder}/{part}/partition")) {
                    look.note_numbers(&format!("{folder}/{part}"), &part);
                    parts.push((u32::try_from(number).unwrap_or(0), part));
                }
            }
            parts.sort();
            look.note_numbers(&folder, &name);
            if look.is_disk(&name) {
                look.disks.push(name.clone());
            }
            look.partitions.insert(name, parts);
        }
        look.disks.sort_by_key(|name| order(name));
        let shown = shown_images(sysfs).into_iter();
        look.images = shown.map(|shown| (shown.device, shown.path)).collect();
        look
    }

    fn note_numbers(&mut self, folder: &str, name: &str) {
        if let Some(numbers) = self.sysfs.text(&format!("{folder}/dev")) {
            self.names.insert(numbers, name.to_owned());
        }
    }

    fn number(&self, path: &str) -> Option<u64> {
        self.sysfs.text(path)?.parse().ok()
    }

    fn size(&self, folder: &str) -> u64 {
        let sectors = self.number(&format!("{folder}/size")).unwrap_or(0);
        sectors.saturating_mul(SECTOR)
    }

    /// Whether a block device is a disk as a whole: there is hardware behind it, or an image that is shown. What is made of other
    /// devices (LVM, RAID), in memory or of a file that is mounted (`loop`) is none, and neither are optical drives and floppies.
    fn is_disk(&self, name: &str) -> bool {
        let folder = format!("/sys/block/{name}");
        let shows_image = name.starts_with("nbd") && self.sysfs.exists(&format!("{folder}/pid"));
        let is_hardware = self.sysfs.exists(&format!("{folder}/device"))
            && !["sr", "fd", "nbd"]
                .iter()
                .any(|kind| name.starts_with(kind))
            && !(name.starts_with("mmcblk") && (name.contains("boot") || name.contains("rpmb")))
            && self.sysfs.text(&format!("{folder}/hidden")).as_deref() != Some("1");
        (shows_image || is_hardware) && self.size(&folder) > 0
    }

    fn disk(&self, name: &str) -> HostDisk {
        let folder = format!("/sys/block/{name}");
        let text = |file: &str| {
            let text = self.sysfs.text(&format!("{folder}/{file}"))?;
            (!text.is_empty()).then_some(text)
        };
        let number = |file: &str| self.number(&format!("{folder}/{file}"));
        let noted = self.noted(&folder);
        let note = |key: &str| noted.as_ref().and_then(|noted| noted.spelled(key));
        let sector = |file: &str| u32::try_from(number(file)?).ok();
        let device = format!("/dev/{name}");
        let place = std::fs::canonicalize(self.sysfs.path(&folder)).ok();
        let place = place.map(|place| place.to_string_lossy().into_owned());
        // Below the root of the tree, as the kernel names it.
        let place = place.and_then(|place| Some(place.get(place.find("/devices/")?..)?.to_owned()));
        HostDisk {
            number: 0,
            size: self.size(&folder),
            model: text("device/model").or_else(|| note("ID_MODEL")),
            // SCSI names ATA as the vendor of every drive behind it.
            vendor: text("device/vendor")
                .filter(|vendor| vendor != "ATA" && !vendor.starts_with("0x")),
            serial: text("device/serial")
                .or_else(|| text("serial"))
                .or_else(|| note("ID_SERIAL_SHORT")),
            firmware: text("device/firmware_rev").or_else(|| text("device/rev")),
            unique_id: text("wwid")
                .or_else(|| text("device/wwid"))
                .or_else(|| note("ID_WWN")),
            bus: bus(name, place.as_deref()),
            location: place,
            sectors: sector("queue/logical_block_size").zip(sector("queue/physical_block_size")),
            rotational: number("queue/rotational").map(|turns| turns == 1),
            read_only: number("ro") == Some(1),
            removable: number("removable") == Some(1),
            offline: matches!(
                text("device/state").as_deref(),
                Some("offline" | "transport-offline" | "dead")
            ),
            table: noted.as_ref().map(|noted| self.table(name, noted)),
            is_boot: None,
            is_system: None,
            image: self.images.get(&device).cloned(),
            partitions: (self.partitions.get(name).into_iter().flatten())
                .map(|(number, part)| self.partition(name, *number, part))
                .collect(),
            device,
        }
    }

    fn noted(&self, folder: &str) -> Option<Noted> {
        Noted::of(self.sysfs, &self.sysfs.text(&format!("{folder}/dev"))?)
    }

    fn table(&self, name: &str, noted: &Noted) -> DiskTable {
        let id = noted.own("ID_PART_TABLE_UUID");
        match noted.get("ID_PART_TABLE_TYPE") {
            Some("gpt") => DiskTable::Gpt(id),
            Some("dos") => DiskTable::Mbr(id),
            Some(other) => DiskTable::Other(other.to_owned()),
            None => {
                let content = noted.own("ID_FS_TYPE");
                let is_part_of = self.sysfs.names(&format!("/sys/block/{name}/holders"));
                let has_parts = self
                    .partitions
                    .get(name)
                    .is_some_and(|parts| !parts.is_empty());
                match content.or_else(|| is_part_of.first().cloned()) {
                    Some(content) => DiskTable::Other(content),
                    None if has_parts => DiskTable::Other("partitions".to_owned()),
                    None => DiskTable::Nothing,
                }
            }
        }
    }

    fn partition(&self, disk: &str, number: u32, name: &str) -> HostPartition {
        let folder = format!("/sys/block/{disk}/{name}");
        let noted = self.noted(&folder);
        let note = |key: &str| noted.as_ref().and_then(|noted| noted.own(key));
        let start = self.number(&format!("{folder}/start")).unwrap_or(0);
        HostPartition {
            number,
            device: format!("/dev/{name}"),
            offset: start.saturating_mul(SECTOR),
            size: self.size(&folder),
            read_only: self.number(&format!("{folder}/ro")) == Some(1),
            kind: note("ID_PART_ENTRY_TYPE"),
            id: note("ID_PART_ENTRY_UUID"),
            name: noted
                .as_ref()
                .and_then(|_| note("ID_PART_ENTRY_NAME").map(|name| decoded(&name))),
            // Of a table of the old kind, 0x80 marks it.
            active: (note("ID_PART_ENTRY_SCHEME").as_deref() == Some("dos"))
                .then(|| note("ID_PART_ENTRY_FLAGS").as_deref() == Some("0x80")),
        }
    }

    /// The disks that a block device is on.
    fn disks_below(&self, name: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut next = vec![(name.to_owned(), 0)];
        while let Some((name, depth)) = next.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            if self.disks.contains(&name) {
                found.insert(format!("/dev/{name}"));
                continue;
            }
            let of = |(disk, parts): (&String, &Vec<(u32, String)>)| {
                parts
                    .iter()
                    .any(|(_, part)| *part == name)
                    .then(|| disk.clone())
            };
            let below = match self.partitions.iter().find_map(of) {
                Some(disk) => vec![disk],
                None => self.sysfs.names(&format!("/sys/block/{name}/slaves")),
            };
            if depth < DEEPEST {
                next.extend(below.into_iter().map(|name| (name, depth + 1)));
            }
        }
        found
    }

    /// Where block devices are mounted, by their names, with the type of the file system.
    fn mounts(&self) -> BTreeMap<String, (String, Vec<String>)> {
        let mut mounts: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
        for line in self
            .sysfs
            .text("/proc/self/mountinfo")
            .unwrap_or_default()
            .lines()
        {
            let Some((before, behind)) = line.split_once(" - ") else {
                continue;
            };
            let before: Vec<&str> = before.split(' ').collect();
            let behind: Vec<&str> = behind.split(' ').collect();
            let (&[_, _, numbers, root, place, ..], &[kind, source, ..]) =
                (before.as_slice(), behind.as_slice())
            else {
                continue;
            };
            // A file system over several devices (btrfs) has numbers of its own, and the device as its source.
            let by_source = || {
                let source = from_octal(source);
                let name = source.strip_prefix("/dev/")?;
                let mapped = name.strip_prefix("mapper/");
                self.names.values().find(|known| {
                    known.as_str() == name
                        || mapped.is_some()
                            && self
                                .sysfs
                                .text(&format!("/sys/block/{known}/dm/name"))
                                .as_deref()
                                == mapped
                })
            };
            // A folder that is mounted elsewhere too is no second place of the file system; a subvolume is.
            if root != "/" && kind != "btrfs" {
                continue;
            }
            if let Some(name) = self.names.get(numbers).or_else(by_source) {
                let (_, places) = mounts
                    .entry(name.clone())
                    .or_insert_with(|| (kind.to_owned(), Vec::new()));
                places.push(from_octal(place));
            }
        }
        for (_, places) in mounts.values_mut() {
            places.sort_by_key(|place| (place.len(), place.clone()));
            places.dedup();
        }
        mounts
    }

    fn volumes(&self) -> Vec<Volume> {
        let mut mounts = self.mounts();
        let mut volumes = Vec::new();
        let mut names: Vec<&String> = self.names.values().collect();
        names.sort_by_key(|name| order(name));
        for name in names {
            let numbers = self.names.iter().find(|(_, known)| *known == name);
            let noted = numbers.and_then(|(numbers, _)| Noted::of(self.sysfs, numbers));
            let noted = noted.unwrap_or_default();
            let mounted = mounts.remove(name);
            if mounted.is_none() && noted.get("ID_FS_USAGE") != Some("filesystem") {
                continue;
            }
            let (kind, mounted_at) = match mounted {
                Some((kind, places)) => (Some(kind), places),
                None => (noted.own("ID_FS_TYPE"), Vec::new()),
            };
            let room = mounted_at
                .first()
                .and_then(|place| rustix::fs::statvfs(self.sysfs.path(place)).ok());
            let bytes = |blocks: u64| {
                room.as_ref()
                    .map(|room| blocks.saturating_mul(room.f_frsize))
            };
            let disks = self.disks_below(name);
            volumes.push(Volume {
                device: format!("/dev/{name}"),
                removable: disks.iter().any(|disk| {
                    let name = disk.trim_start_matches("/dev/");
                    self.number(&format!("/sys/block/{name}/removable")) == Some(1)
                }),
                disks: disks.into_iter().collect(),
                kind,
                label: noted.spelled("ID_FS_LABEL"),
                id: noted.own("ID_FS_UUID"),
                size: bytes(room.as_ref().map_or(0, |room| room.f_blocks))
                    .or_else(|| noted.get("ID_FS_SIZE")?.parse().ok()),
                free: bytes(room.as_ref().map_or(0, |room| room.f_bavail)),
                block_size: (room.as_ref().map(|room| room.f_frsize))
                    .or_else(|| noted.get("ID_FS_BLOCKSIZE")?.parse().ok()),
                mounted_at,
            });
        }
        volumes
    }
}

/// How a disk is reached, by its name and by what it hangs from.
fn bus(name: &str, place: Option<&str>) -> Option<DiskBus> {
    let place = place.unwrap_or("");
    let through = |part: &str| place.split('/').any(|step| step.starts_with(part));
    let has_number = |part: &str| {
        let rest = |step: &str| step.strip_prefix(part).map(str::to_owned);
        let number = |rest: String| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
        place.split('/').filter_map(rest).any(number)
    };
    if name.starts_with("nbd") {
        Some(DiskBus::File)
    } else if name.starts_with("nvme") {
        Some(DiskBus::Nvme)
    } else if name.starts_with("mmcblk") {
        Some(DiskBus::Mmc)
    } else if name.starts_with("vd") || name.starts_with("xvd") {
        Some(DiskBus::Virtual)
    } else if has_number("usb") {
        Some(DiskBus::Usb)
    } else if has_number("ata") {
        Some(DiskBus::Ata)
    } else if name.starts_with("sd") && through("host") {
        Some(DiskBus::Scsi)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linux::fixture::Tree;

    fn add(root: &Tree, at: &str, numbers: &str, sectors: u64, noted: &[&str]) {
        root.file(&format!("/sys/block/{at}/dev"), numbers);
        root.file(&format!("/sys/block/{at}/size"), &sectors.to_string());
        if !noted.is_empty() {
            let lines: Vec<String> = noted.iter().map(|line| format!("E:{line}\n")).collect();
            root.file(&format!("/run/udev/data/b{numbers}"), &lines.concat());
        }
    }

    /// A drive with the root on LVM, an empty one, an optical drive, an image, and a card reader without a card.
    fn host() -> Tree {
        let root = Tree::empty();
        add(
            &root,
            "sda",
            "8:0",
            1_000_000,
            &[
                "ID_PART_TABLE_TYPE=gpt",
                "ID_PART_TABLE_UUID=u-1",
                "ID_SERIAL_SHORT=S1",
            ],
        );
        for (file, text) in [
            ("device/model", "WDC 9000  "),
            ("device/vendor", "ATA     "),
            ("device/state", "running"),
            ("queue/rotational", "0"),
            ("queue/logical_block_size", "512"),
            ("queue/physical_block_size", "4096"),
            ("sda1/partition", "1"),
            ("sda1/start", "2048"),
            ("sda2/partition", "2"),
            ("sda2/start", "8192"),
        ] {
            root.file(&format!("/sys/block/sda/{file}"), text);
        }
        add(
            &root,
            "sda/sda1",
            "8:1",
            4096,
            &[
                "ID_FS_USAGE=filesystem",
                "ID_FS_TYPE=vfat",
                "ID_FS_LABEL=E_F",
                "ID_FS_LABEL_ENC=E\\x20F",
                "ID_PART_ENTRY_TYPE=c12a7328-f81f-11d2-ba4b-00a0c93ec93b",
            ],
        );
        add(
            &root,
            "sda/sda2",
            "8:2",
            900_000,
            &["ID_FS_USAGE=raid", "ID_FS_TYPE=LVM2_member"],
        );
        add(
            &root,
            "dm-0",
            "253:0",
            800_000,
            &["ID_FS_USAGE=filesystem", "ID_FS_TYPE=ext4"],
        );
        root.file("/sys/block/dm-0/slaves/sda2/dev", "8:2");
        add(&root, "sdb", "8:16", 2_000_000, &["ID_MODEL=empty"]);
        root.file("/sys/block/sdb/device/state", "offline");
        root.file("/sys/block/sdb/removable", "1");
        add(&root, "sdc", "8:32", 0, &[]);
        root.file("/sys/block/sdc/device/state", "running");
        add(
            &root,
            "sr0",
            "11:0",
            4000,
            &["ID_FS_USAGE=filesystem", "ID_FS_TYPE=iso9660"],
        );
        root.file("/sys/block/sr0/device/state", "running");
        add(
            &root,
            "nbd2",
            "43:64",
            4096,
            &[
                "ID_FS_TYPE=ext4",
                "ID_FS_USAGE=filesystem",
                "ID_FS_SIZE=2000000",
            ],
        );
        root.file("/sys/block/nbd2/pid", "77");
        root.file("/proc/77/cmdline", "qemu-nbd\0--\0/srv/a.qcow2\0");
        add(&root, "nbd3", "43:96", 4096, &[]);
        add(&root, "loop0", "7:0", 4096, &[]);
        root.file(
            "/proc/self/mountinfo",
            "1 0 253:0 / / rw - ext4 /dev/mapper/v-root rw\n2 1 8:1 / /boot/efi rw shared:1 - vfat /dev/sda1 rw\n3 1 253:0 /srv /mnt/b\\040c rw - ext4 /dev/mapper/v-root rw\n4 1 0:5 / /proc rw - proc proc rw\n",
        );
        root
    }

    #[test]
    fn disks_are_told_with_what_is_on_them() {
        let (disks, _) = observe(&host().sysfs());
        let names: Vec<(u32, &str)> = disks
            .iter()
            .map(|disk| (disk.number, disk.device.as_str()))
            .collect();
        assert_eq!(
            names,
            [(0, "/dev/sda"), (1, "/dev/sdb"), (1002, "/dev/nbd2")]
        );
        let [first, empty, image] = disks.as_slice() else {
            panic!("{disks:?}");
        };
        assert_eq!(first.model.as_deref(), Some("WDC 9000"));
        assert_eq!(
            (first.vendor.as_deref(), first.serial.as_deref()),
            (None, Some("S1"))
        );
        assert_eq!(first.sectors, Some((512, 4096)));
        assert_eq!(first.rotational, Some(false));
        assert_eq!(first.table, Some(DiskTable::Gpt(Some("u-1".to_owned()))));
        assert_eq!((first.is_boot, first.is_system), (Some(true), Some(true)));
        let parts: Vec<_> = first
            .partitions
            .iter()
            .map(|part| (part.number, part.offset, part.size))
            .collect();
        assert_eq!(
            parts,
            [(1, 2048 * 512, 4096 * 512), (2, 8192 * 512, 900_000 * 512)]
        );
        assert!(empty.offline && empty.removable);
        assert_eq!(empty.table, Some(DiskTable::Nothing));
        assert_eq!(empty.is_boot, Some(false));
        assert_eq!(image.image.as_deref(), Some("/srv/a.qcow2"));
        assert_eq!(image.table, Some(DiskTable::Other("ext4".to_owned())));
    }

    #[test]
    fn file_systems_are_told_with_their_places_and_disks() {
        let (_, volumes) = observe(&host().sysfs());
        let found: Vec<_> = volumes
            .iter()
            .map(|volume| {
                (
                    volume.device.as_str(),
                    volume.kind.as_deref(),
                    volume.mounted_at.join(","),
                    volume.disks.join(","),
                )
            })
            .collect();
        let expected = [
            ("/dev/dm-0", "ext4", "/", "/dev/sda"),
            ("/dev/nbd2", "ext4", "", "/dev/nbd2"),
            ("/dev/sda1", "vfat", "/boot/efi", "/dev/sda"),
            ("/dev/sr0", "iso9660", "", ""),
        ];
        let expected = expected.map(|(device, kind, places, disks)| {
            (device, Some(kind), places.to_owned(), disks.to_owned())
        });
        assert_eq!(found, expected);
        assert_eq!(volumes[2].label.as_deref(), Some("E F"));
        assert_eq!((volumes[1].size, volumes[1].free), (Some(2_000_000), None));
    }

    /// Without udev's database nothing is said of what is written on a disk; without a root on a device nothing of what starts.
    #[test]
    fn what_cannot_be_told_is_not_told() {
        let root = Tree::empty();
        add(&root, "vda", "254:0", 1000, &[]);
        root.file("/sys/block/vda/device/vendor", "0x1af4");
        let (disks, volumes) = observe(&root.sysfs());
        assert_eq!(
            (disks[0].table.clone(), disks[0].is_boot, disks[0].is_system),
            (None, None, None)
        );
        assert_eq!(
            (disks[0].bus, disks[0].vendor.clone()),
            (Some(DiskBus::Virtual), None)
        );
        assert!(volumes.is_empty());
    }

    #[test]
    fn names_stand_in_the_order_of_people() {
        let mut names = vec!["sdaa", "nvme10n1", "sdb", "nvme2n1", "vda", "sda", "sdz"];
        names.sort_by_key(|name| order(name));
        assert_eq!(
            names,
            ["nvme2n1", "nvme10n1", "sda", "sdb", "sdz", "sdaa", "vda"]
        );
    }
}
