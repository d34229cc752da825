//! The slot of a PCI function: its link, its interrupts, and what the ports on the way to the root can do.
//!
//! Register layouts are those of the PCI Express Base Specification; numbers of capabilities as in the kernel's `pci_regs.h`.

use std::fs;

use crate::model::{Interrupts, PciAddress, PciSlot};

use super::pci::{
    CAP_EXPRESS, CAP_MSIX, EXT_ACS, EXT_ARI, PciFunction, capability, extended_capability,
};
use super::{Sysfs, text_at};

/// Capability: message-signalled interrupts.
const CAP_MSI: u8 = 0x05;
/// Extended capability: Address Translation Services.
const EXT_ATS: u16 = 0x0f;
/// The part of the configuration space that everybody may read.
const WORLD_READABLE: usize = 64;
/// Where the interrupt pin stands.
const INTERRUPT_PIN: usize = 0x3d;

impl PciFunction {
    /// Its slot.
    pub fn slot(&self, sysfs: &Sysfs) -> PciSlot {
        let config = self.config(4096);
        let mut slot = PciSlot {
            number: self.slot_number(sysfs),
            label: text_at(&self.file("label")),
            label_index: self.count("index").or_else(|| self.count("acpi_index")),
            numa: self.numa(),
            speed: self.speed("current_link_speed"),
            max_speed: self.speed("max_link_speed"),
            width: self.lanes("current_link_width"),
            max_width: self.lanes("max_link_width"),
            dma_64_bit: self.count("dma_mask_bits").map(|bits| bits == 64),
            ..PciSlot::default()
        };
        if config.len() > WORLD_READABLE {
            slot.line_interrupt = config.get(INTERRUPT_PIN).map(|pin| *pin != 0);
            slot.msi = Some(msi(&config));
            slot.msix = Some(msix(&config));
            read_express(&mut slot, &config);
        }
        if config.len() > 256 {
            slot.ari = Some(extended_capability(&config, EXT_ARI).is_some());
            slot.ats = Some(extended_capability(&config, EXT_ATS).is_some());
        }
        slot.acs = self.is_isolated_by_ports(sysfs);
        slot
    }

    /// Whether every port from here to the root has Access Control Services; none if one of them cannot be read.
    fn is_isolated_by_ports(&self, sysfs: &Sysfs) -> Option<bool> {
        let real = fs::canonicalize(self.folder()).ok()?;
        let above = real.ancestors().skip(1);
        let ports = above.map_while(|path| path.file_name()?.to_str()?.parse::<PciAddress>().ok());
        let mut seen = false;
        for port in ports {
            let config = sysfs.pci_function(port).config(4096);
            if config.len() <= 256 {
                return None;
            }
            seen = true;
            if extended_capability(&config, EXT_ACS).is_none() {
                return Some(false);
            }
        }
        seen.then_some(true)
    }

    /// `8.0 GT/s PCIe` in MT/s; `Unknown` is none.
    fn speed(&self, file: &str) -> Option<u32> {
        let text = text_at(&self.file(file))?;
        let (whole, tenths) = text.split_whitespace().next()?.split_once('.')?;
        let tenths: u32 = tenths.get(..1)?.parse().ok()?;
        let whole: u32 = whole.parse().ok()?;
        whole.checked_mul(1000)?.checked_add(tenths * 100)
    }

    /// Lanes; the 0 and the 255 of a device that does not say are none.
    fn lanes(&self, file: &str) -> Option<u16> {
        let lanes = self.count(file).filter(|lanes| (1..=32).contains(lanes))?;
        u16::try_from(lanes).ok()
    }

    /// The slot that the firmware says this device is in.
    fn slot_number(&self, sysfs: &Sysfs) -> Option<u32> {
        let device = self.address.to_string();
        let (device, _) = device.rsplit_once('.')?;
        let names = sysfs.names("/sys/bus/pci/slots");
        let is_here = |name: &&String| {
            let place = sysfs.text(&format!("/sys/bus/pci/slots/{name}/address"));
            place.as_deref() == Some(device)
        };
        let name = names.iter().find(is_here)?;
        // Slots with one number have a suffix: `3-1`.
        name.split('-').next()?.parse().ok()
    }
}

fn word(config: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*config.get(at..)?.first_chunk()?))
}

fn msi(config: &[u8]) -> Interrupts {
    let control = capability(config, CAP_MSI).and_then(|at| word(config, at + 2));
    control.map_or_else(Interrupts::default, |control| Interrupts {
        enabled: control & 1 != 0,
        messages: 1 << (control >> 1 & 7).min(5),
    })
}

fn msix(config: &[u8]) -> Interrupts {
    let control = capability(config, CAP_MSIX).and_then(|at| word(config, at + 2));
    control.map_or_else(Interrupts::default, |control| Interrupts {
        enabled: control & 0x8000 != 0,
        messages: u32::from(control & 0x7ff) + 1,
    })
}

fn read_express(slot: &mut PciSlot, config: &[u8]) {
    let Some(at) = capability(config, CAP_EXPRESS) else {
        return;
    };
    let bytes = |code: u16| 128_u32 << (code & 7);
    slot.express_version = word(config, at + 2).and_then(|flags| u8::try_from(flags & 0xf).ok());
    slot.max_payload = word(config, at + 4).map(bytes);
    let control = word(config, at + 8);
    slot.payload = control.map(|control| bytes(control >> 5));
    slot.max_read_request = control.map(|control| bytes(control >> 12));
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::Tree;
    use super::*;
    use proptest::prelude::*;

    const NIC: &str = "0000:01:00.0";
    const PORT: &str = "0000:00:10.0";

    /// A configuration space with a list of capabilities; each is its number and its bytes behind the head.
    fn config(plain: &[(u8, &[u8])], extended: &[u16]) -> Vec<u8> {
        let mut bytes = vec![0; 4096];
        bytes[6] = 0x10;
        bytes[0x34] = 0x40;
        bytes[INTERRUPT_PIN] = 1;
        let mut at = 0x40;
        for (number, body) in plain {
            bytes[at] = *number;
            bytes[at + 2..at + 2 + body.len()].copy_from_slice(body);
            let next = at + 0x20;
            bytes[at + 1] = u8::try_from(next).unwrap();
            at = next;
        }
        for (place, number) in extended.iter().enumerate() {
            let at = 0x100 + place * 0x40;
            let next = if place + 1 == extended.len() {
                0
            } else {
                at + 0x40
            };
            let head = u32::from(*number) | 1 << 16 | u32::try_from(next).unwrap() << 20;
            bytes[at..at + 4].copy_from_slice(&head.to_le_bytes());
        }
        bytes
    }

    fn write(tree: &Tree, address: &str, bytes: &[u8]) {
        let place = tree.path(&format!("/sys/bus/pci/devices/{address}/config"));
        fs::write(place, bytes).unwrap();
    }

    fn slot(tree: &Tree) -> PciSlot {
        let sysfs = tree.sysfs();
        sysfs.pci_function(NIC.parse().unwrap()).slot(&sysfs)
    }

    #[test]
    fn a_slot_is_read_out_of_files_and_registers() {
        let tree = Tree::two_ports(0);
        tree.pci_file(NIC, "current_link_speed", "5.0 GT/s PCIe\n");
        tree.pci_file(NIC, "max_link_speed", "16.0 GT/s PCIe\n");
        tree.pci_file(NIC, "current_link_width", "4\n");
        tree.pci_file(NIC, "max_link_width", "8\n");
        tree.pci_file(NIC, "dma_mask_bits", "64\n");
        tree.file("/sys/bus/pci/slots/3-1/address", "0000:01:00\n");
        // Express: version 2, 512 bytes at most, 256 now, reads of 4096. MSI-X: 25 entries, on. MSI: 4 messages, off.
        let express = [0x02, 0, 0x02, 0, 0, 0, 0x20, 0x50];
        let nic = config(
            &[(0x10, &express), (0x11, &[24, 0x80]), (5, &[4, 0])],
            &[EXT_ARI, 0x10],
        );
        write(&tree, NIC, &nic);
        write(&tree, PORT, &config(&[], &[EXT_ACS]));
        let slot = slot(&tree);
        assert_eq!(
            (slot.number, slot.speed, slot.max_speed),
            (Some(3), Some(5000), Some(16_000))
        );
        assert_eq!((slot.width, slot.max_width), (Some(4), Some(8)));
        assert_eq!(
            (slot.payload, slot.max_payload, slot.max_read_request),
            (Some(256), Some(512), Some(4096))
        );
        assert_eq!(slot.express_version, Some(2));
        let on = |enabled, messages| Some(Interrupts { enabled, messages });
        assert_eq!((slot.msix, slot.msi), (on(true, 25), on(false, 4)));
        assert_eq!(
            (slot.ari, slot.ats, slot.acs),
            (Some(true), Some(false), Some(true))
        );
        assert_eq!(
            (slot.line_interrupt, slot.dma_64_bit),
            (Some(true), Some(true))
        );
    }

    #[test]
    fn a_port_without_access_control_is_told_and_one_that_cannot_be_read_is_not() {
        let tree = Tree::two_ports(0);
        write(&tree, PORT, &config(&[], &[EXT_ARI]));
        assert_eq!(slot(&tree).acs, Some(false));
        write(&tree, PORT, &[0; 64]);
        assert_eq!(slot(&tree).acs, None);
    }

    #[test]
    fn without_root_only_what_everybody_may_read_is_known() {
        let tree = Tree::two_ports(0);
        tree.pci_file(NIC, "current_link_speed", "Unknown\n");
        tree.pci_file(NIC, "current_link_width", "255\n");
        write(&tree, NIC, &config(&[], &[])[..64]);
        let slot = slot(&tree);
        assert_eq!(slot, PciSlot::default());
    }

    proptest! {
        #[test]
        fn any_configuration_space_is_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let mut slot = PciSlot::default();
            read_express(&mut slot, &bytes);
            let _ = (msi(&bytes), msix(&bytes));
        }
    }
}
