//! The drives of a virtual machine and where they are plugged in.

use serde::{Deserialize, Serialize};

/// The kind of controller, in Hyper-V's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ControllerKind {
    /// IDE of a PC, SATA of a q35: a drive comes and goes while the VM is off.
    Ide,
    /// virtio-scsi, and virtio block devices, which count as places of controller 0: a drive comes and goes while the VM runs.
    Scsi,
}

/// Where a drive is plugged in, in Hyper-V's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DrivePlace {
    /// The kind of controller.
    pub kind: ControllerKind,
    /// The controller's number, from 0.
    pub number: u32,
    /// The place at it, from 0.
    pub location: u32,
}

impl DrivePlace {
    /// Places of an IDE controller, of which there are two.
    pub const IDE_PLACES: u32 = 2;
    /// Places of a SCSI controller that are given out: as many as Hyper-V's has.
    pub const SCSI_PLACES: u32 = 64;
    /// The most SCSI controllers of a VM: as Hyper-V.
    pub const SCSI_CONTROLLERS: u32 = 4;
}

impl std::fmt::Display for DrivePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = match self.kind {
            ControllerKind::Ide => "IDE",
            ControllerKind::Scsi => "SCSI",
        };
        write!(f, "{kind} {}:{}", self.number, self.location)
    }
}

/// libvirt's address of a drive at a controller (`<address type='drive'>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriveAddress {
    /// Index of the controller.
    pub controller: u32,
    /// Bus of the controller.
    pub bus: u32,
    /// Target on the bus.
    pub target: u32,
    /// Unit of the target.
    pub unit: u32,
}

/// A drive of a VM.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Drive {
    /// The image or the block device; `None` for an empty drive.
    pub path: Option<String>,
    /// It is a disc drive.
    #[serde(default)]
    pub optical: bool,
    /// The bus that it is on: `virtio`, `sata`, `scsi`, `ide`, `fdc`.
    pub bus: String,
    /// libvirt's name of its place there, for example `vda`.
    pub target: String,
    /// QEMU's name of the image's format, where it is said: `raw`, `qcow2`, `vpc`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The guest may not write.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub read_only: bool,
    /// Several VMs may write to it at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
    /// Where it is at its controller; `None` on a bus without controllers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<DriveAddress>,
    /// The most requests a second, of 8 KiB each as Hyper-V counts; `None`: no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_iops: Option<u64>,
    /// The image that QEMU is copying it into, while it runs; `None`: nobody copies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copied_to: Option<String>,
    /// libvirt's element of it, as it was read: what is said there of caches, serial numbers and the like stays when the drive is plugged in
    /// elsewhere, or again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
}

impl Drive {
    /// It is a hard disk.
    #[must_use]
    pub fn is_disk(&self) -> bool {
        !self.optical && self.bus != "fdc"
    }

    /// Its machine may write to what is in it.
    #[must_use]
    pub fn writes(&self) -> bool {
        !(self.read_only || self.optical)
    }

    /// Where it is plugged in. A drive without an address is counted by its letters (`vdb` is the second).
    #[must_use]
    pub fn place(&self) -> DrivePlace {
        let letters = self.target.get(2..).unwrap_or_default();
        let counted = letters
            .bytes()
            .filter(u8::is_ascii_lowercase)
            .fold(0_u32, |sum, letter| {
                sum.saturating_mul(26)
                    .saturating_add(u32::from(letter - b'a') + 1)
            })
            .saturating_sub(1);
        let ide = |at: u32| DrivePlace {
            kind: ControllerKind::Ide,
            number: at / DrivePlace::IDE_PLACES,
            location: at % DrivePlace::IDE_PLACES,
        };
        match (self.bus.as_str(), self.address) {
            ("scsi", Some(at)) => DrivePlace {
                kind: ControllerKind::Scsi,
                number: at.controller,
                // libvirt's other controllers have one unit for each target.
                location: at.unit.saturating_add(at.target),
            },
            ("ide", Some(at)) => DrivePlace {
                kind: ControllerKind::Ide,
                number: at.bus.saturating_add(at.controller.saturating_mul(2)),
                location: at.unit,
            },
            ("sata", Some(at)) => ide(at.unit.saturating_add(at.controller.saturating_mul(6))),
            ("sata" | "ide" | "fdc", None) => ide(counted),
            _ => DrivePlace {
                kind: ControllerKind::Scsi,
                number: 0,
                location: counted,
            },
        }
    }
}

/// libvirt's letters for a number: 0 is `a`, 26 is `aa`.
#[must_use]
pub fn drive_letters(number: u32) -> String {
    let mut left = number;
    let mut letters = Vec::new();
    loop {
        let letter = u8::try_from(left % 26).unwrap_or(0);
        letters.push(char::from(b'a'.saturating_add(letter)));
        left = match (left / 26).checked_sub(1) {
            Some(left) => left,
            None => break,
        };
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_on_behind_z() {
        for (number, letters) in [
            (0, "a"),
            (25, "z"),
            (26, "aa"),
            (27, "ab"),
            (701, "zz"),
            (702, "aaa"),
        ] {
            assert_eq!(drive_letters(number), letters);
            let drive = Drive {
                bus: "virtio".to_owned(),
                target: format!("vd{letters}"),
                ..Drive::default()
            };
            assert_eq!(drive.place().location, number);
        }
    }

    #[test]
    fn an_address_says_where_a_drive_is() {
        let at = |bus: &str, controller, unit| Drive {
            bus: bus.to_owned(),
            target: "sdz".to_owned(),
            address: Some(DriveAddress {
                controller,
                bus: 0,
                target: 0,
                unit,
            }),
            ..Drive::default()
        };
        assert_eq!(at("scsi", 1, 5).place().to_string(), "SCSI 1:5");
        assert_eq!(at("sata", 0, 3).place().to_string(), "IDE 1:1");
        assert_eq!(at("ide", 0, 1).place().to_string(), "IDE 0:1");
    }
}
