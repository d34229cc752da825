//! The kernel's log, for the few facts that stand nowhere else. It wraps: what is not in it may still have happened.

use std::fs::OpenOptions;
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

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
}
