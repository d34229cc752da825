//! The kernel's log, for the few facts that stand nowhere else. It wraps: what is not in it may still have happened.

use std::fs::OpenOptions;
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::model::PciAddress;

/// O_NONBLOCK on Linux (all architectures that have VFIO): the end of the log is then an end, not a wait.
const NON_BLOCKING: i32 = 0o4000;
/// Lines after which reading is given up.
const MOST_LINES: usize = 20_000;

/// The lines of the log that are there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KernelLog {
    lines: Vec<String>,
}

impl KernelLog {
    /// Reads `/dev/kmsg`; nothing if this user may not.
    pub fn read() -> Self {
        Self::read_from(Path::new("/dev/kmsg"))
    }

    fn read_from(path: &Path) -> Self {
        let mut options = OpenOptions::new();
        options.read(true).custom_flags(NON_BLOCKING);
        let Ok(mut file) = options.open(path) else {
            return Self::default();
        };
        let mut lines = Vec::new();
        let mut record = [0u8; 8192];
        for _ in 0..MOST_LINES {
            match file.read(&mut record) {
                Ok(0) => break,
                Ok(count) => {
                    let text = String::from_utf8_lossy(record.get(..count).unwrap_or(&[]));
                    // "level,number,time,flag;text", then lines of details that begin with a blank.
                    let line = text.split_once(';').map_or(&*text, |(_, rest)| rest);
                    lines.push(line.lines().next().unwrap_or_default().to_owned());
                }
                // A record that was overwritten while it was read: the next one follows.
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
                Err(_) => break,
            }
        }
        Self { lines }
    }

    /// A log of these lines.
    pub fn of(lines: &[&str]) -> Self {
        Self {
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        }
    }

    fn has_its_beginning(&self) -> bool {
        self.lines
            .iter()
            .any(|line| line.starts_with("Linux version "))
    }

    /// The kernel found the firmware's remapping tables wrong. None if the log is not whole.
    pub fn firmware_tables_wrong(&self) -> Option<bool> {
        let wrong = self.lines.iter().any(|line| {
            let about = line.contains("DMAR") || line.contains("AMD-Vi") || line.contains("IVRS");
            about && (line.contains("[Firmware Bug]") || line.contains("Your BIOS is broken"))
        });
        wrong
            .then_some(true)
            .or_else(|| self.has_its_beginning().then_some(false))
    }

    /// The firmware kept PCI Express control. None if the log does not say.
    pub fn osc_denied(&self) -> Option<bool> {
        let osc = || self.lines.iter().filter(|line| line.contains("_OSC"));
        if osc().any(|line| line.contains("OS now controls")) {
            return Some(false);
        }
        osc()
            .any(|line| line.contains("not requesting OS control") || line.contains("_OSC failed"))
            .then_some(true)
    }
}

/// What the log says of memory that the VFs of a NIC did not get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoRoom {
    /// The line.
    pub line: String,
    /// Bytes of all BARs that got none; `None` where no line has a size.
    pub bytes: Option<u64>,
    /// They are to be in a window for what can be prefetched.
    pub prefetchable: Option<bool>,
}

impl KernelLog {
    /// What it says of memory for the VFs of the function at this address; none if nothing.
    ///
    /// `pci_assign_resource` (drivers/pci/setup-res.c) writes "BAR 7: no space for [mem size 0x00080000 64bit]", since 6.9 "VF BAR 0
    /// [mem size 0x00080000 64bit]: can't assign; no space"; the BARs 7 to 12 are those of the VFs. `sriov_enable` (drivers/pci/iov.c)
    /// has only "not enough MMIO resources for SR-IOV".
    pub fn vf_memory(&self, address: PciAddress) -> Option<NoRoom> {
        let own = format!("{address}: ");
        let said = self.lines.iter().filter_map(|line| {
            let (_, rest) = line.split_once(&own)?;
            Some((line, rest))
        });
        let mut found: Option<NoRoom> = None;
        let mut counted: Vec<&str> = Vec::new();
        for (line, rest) in said {
            let is_short = ["no space", "failed to assign", "not enough MMIO resources"]
                .iter()
                .any(|words| rest.contains(words));
            let bar = vf_bar(rest);
            if !is_short || bar.is_none() && !rest.contains("SR-IOV") {
                continue;
            }
            let room = found.get_or_insert_with(|| NoRoom {
                line: line.clone(),
                bytes: None,
                prefetchable: None,
            });
            if let (Some(bar), Some(bytes)) = (bar, size_in(rest))
                && !counted.contains(&bar)
            {
                counted.push(bar);
                room.bytes = Some(room.bytes.unwrap_or(0).saturating_add(bytes));
                let is_prefetchable = rest.contains(" pref]");
                room.prefetchable.get_or_insert(is_prefetchable);
            }
        }
        found
    }
}

/// The name of the BAR that a line is about, where it is one of VFs.
fn vf_bar(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix("VF BAR ") {
        return rest.split([' ', ':']).next();
    }
    let number = text.strip_prefix("BAR ")?.split([' ', ':']).next()?;
    (7..13)
        .contains(&number.parse::<u8>().ok()?)
        .then_some(number)
}

/// The size in `[mem size 0x00080000 64bit pref]`.
fn size_in(text: &str) -> Option<u64> {
    let (_, rest) = text.split_once("[mem size 0x")?;
    let digits = rest.split([' ', ']']).next()?;
    u64::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_wrapped_proves_nothing() {
        let log = KernelLog::of(&["pci 0000:01:00.0: ready"]);
        assert_eq!(
            (log.firmware_tables_wrong(), log.osc_denied()),
            (None, None)
        );
        let whole = KernelLog::of(&[
            "Linux version 6.12.1",
            "acpi PNP0A08:00: _OSC: OS now controls [PCIeHotplug SHPCHotplug PME AER PCIeCapability]",
        ]);
        assert_eq!(
            (whole.firmware_tables_wrong(), whole.osc_denied()),
            (Some(false), Some(false))
        );
    }

    #[test]
    fn the_kernels_complaints() {
        let log = KernelLog::of(&[
            "[Firmware Bug]: AMD-Vi: IOAPIC[4] not in IVRS table",
            "acpi PNP0A08:00: _OSC: platform retains control of PCIe features (AE_NOT_FOUND)",
            "acpi PNP0A08:00: _OSC failed (AE_NOT_FOUND); disabling ASPM",
        ]);
        assert_eq!(
            (log.firmware_tables_wrong(), log.osc_denied()),
            (Some(true), Some(true))
        );
    }

    #[test]
    fn memory_that_virtual_functions_did_not_get() {
        let address: PciAddress = "0000:01:00.0".parse().unwrap();
        let old = KernelLog::of(&[
            "pci 0000:01:00.0: BAR 0: no space for [mem size 0x00020000]",
            "pci 0000:01:00.1: BAR 7: no space for [mem size 0x00080000 64bit]",
            "pci 0000:01:00.0: BAR 7: no space for [mem size 0x00070000 64bit]",
            "pci 0000:01:00.0: BAR 7: failed to assign [mem size 0x00070000 64bit]",
        ]);
        let room = old.vf_memory(address).unwrap();
        assert_eq!(
            (room.bytes, room.prefetchable),
            (Some(0x7_0000), Some(false))
        );
        let new = KernelLog::of(&[
            "pci 0000:01:00.0: VF BAR 0 [mem size 0x00070000 64bit pref]: can't assign; no space",
            "pci 0000:01:00.0: VF BAR 3 [mem size 0x00010000 64bit pref]: can't assign; no space",
        ]);
        let room = new.vf_memory(address).unwrap();
        assert_eq!(
            (room.bytes, room.prefetchable),
            (Some(0x8_0000), Some(true))
        );
        let late = KernelLog::of(&["igb 0000:01:00.0: not enough MMIO resources for SR-IOV"]);
        let room = late.vf_memory(address).unwrap();
        assert_eq!((room.bytes, room.prefetchable), (None, None));
        // A BAR of the NIC itself, and another one's, are no matter of its VFs.
        let other = KernelLog::of(&["pci 0000:01:00.0: BAR 0: no space for [mem size 0x00020000]"]);
        assert_eq!(other.vf_memory(address), None);
    }
}
