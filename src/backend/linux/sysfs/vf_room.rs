//! What the port above a physical function leaves for its virtual ones: forwarding of requests (ARI), and memory.
//!
//! Register layouts are those of the PCI Express Base Specification, flags of resources those of the kernel's `ioport.h`, the order of
//! lines in `resource` that of its `pci.h`: 0 to 5 the BARs, 6 the ROM, 7 to 12 the BARs of the VFs, 14 and 15 the windows of a bridge
//! for memory and for memory that can be prefetched.

use std::fs;

use crate::model::{Ari, MemoryWindow, PciAddress, VfMemory};

use super::super::kernel_log::KernelLog;
use super::pci::{CAP_EXPRESS, EXT_ARI, PciFunction, capability, extended_capability};
use super::{Sysfs, names_at, text_at};

/// Extended capability: SR-IOV.
const EXT_SRIOV: u16 = 0x10;
/// Where the first BAR of the VFs stands in it.
const VF_BARS: usize = 0x24;
/// Bit of a BAR: what is behind it can be prefetched.
const BAR_PREFETCHABLE: u8 = 1 << 3;
/// Flag of a resource: memory that can be prefetched (`IORESOURCE_PREFETCH`).
const PREFETCHABLE: u64 = 0x2000;
/// Flag of a resource: it has no address so far (`IORESOURCE_UNSET`).
const UNSET: u64 = 0x2000_0000;
/// Lines of `resource` that are the VFs' BARs.
const VF_LINES: std::ops::Range<usize> = 7..13;
/// The line of a bridge's window for memory.
const MEMORY_LINE: usize = 14;
/// The line of its window for memory that can be prefetched.
const PREFETCHABLE_LINE: usize = 15;
/// Bit of the registers Device Capabilities 2 and Device Control 2: ARI forwarding.
const ARI_FORWARDING: u32 = 1 << 5;

/// A line of `resource`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Resource {
    first: u64,
    last: u64,
    flags: u64,
}

impl Resource {
    fn read(line: &str) -> Option<Self> {
        let mut fields = line
            .split_whitespace()
            .map(|field| u64::from_str_radix(field.trim_start_matches("0x"), 16).ok());
        Some(Self {
            first: fields.next()??,
            last: fields.next()??,
            flags: fields.next()??,
        })
    }

    /// Bytes; none of one that is not there.
    fn size(&self) -> u64 {
        match (self.first, self.last) {
            (0, 0) => 0,
            (first, last) => last.checked_sub(first).map_or(0, |d| d.saturating_add(1)),
        }
    }

    /// It has an address.
    fn is_placed(&self) -> bool {
        self.first != 0 && self.size() > 0 && self.flags & UNSET == 0
    }
}

impl PciFunction {
    fn resources(&self) -> Vec<Resource> {
        let text = text_at(&self.file("resource")).unwrap_or_default();
        text.lines().filter_map(Resource::read).collect()
    }

    /// The port above; none for a function on a root bus.
    pub fn port_above(&self, sysfs: &Sysfs) -> Option<PciFunction> {
        let real = fs::canonicalize(self.folder()).ok()?;
        let above = real.parent()?.file_name()?.to_str()?;
        Some(sysfs.pci_function(above.parse::<PciAddress>().ok()?))
    }

    /// Whether its VFs have memory: every BAR of theirs has an address. None if that cannot be read.
    pub fn has_vf_bar_space(&self) -> Option<bool> {
        let all = self.resources();
        let bars = all.get(VF_LINES)?;
        let is_short = |bar: &Resource| bar.size() > 0 && !bar.is_placed();
        Some(bars.iter().any(Resource::is_placed) && !bars.iter().any(is_short))
    }

    /// What the way to it says of requests to functions beyond the eighth.
    pub fn ari(&self, sysfs: &Sysfs) -> Ari {
        let own = self.config(4096);
        let port = self.port_above(sysfs);
        let registers = port
            .as_ref()
            .and_then(|port| express_registers(&port.config(256)));
        // The kernel says to everybody whether it has switched it on.
        let told = self.count("ari_enabled").map(|on| on != 0);
        Ari {
            device: (own.len() > 256).then(|| extended_capability(&own, EXT_ARI).is_some()),
            port_can: registers.map(|(abilities, _)| abilities & ARI_FORWARDING != 0),
            forwards: registers
                .map(|(_, control)| control & ARI_FORWARDING != 0)
                .or(told)
                .filter(|_| port.is_some()),
            port: port.map(|port| port.address),
        }
    }

    /// What its VFs lack of memory, and where it would come from.
    pub fn vf_memory(&self, sysfs: &Sysfs, log: &KernelLog) -> VfMemory {
        let all = self.resources();
        let bars = all.get(VF_LINES).unwrap_or_default();
        let short: Vec<&Resource> = bars
            .iter()
            .filter(|bar| bar.size() > 0 && !bar.is_placed())
            .collect();
        let size: u64 = short
            .iter()
            .fold(0, |sum, bar| sum.saturating_add(bar.size()));
        let said = log.vf_memory(self.address);
        let prefetchable = match short.first() {
            Some(bar) => bar.flags & PREFETCHABLE != 0,
            None => said
                .as_ref()
                .and_then(|said| said.prefetchable)
                .or_else(|| self.vf_bars_are_prefetchable())
                .unwrap_or(false),
        };
        let port = self.port_above(sysfs);
        VfMemory {
            needed: (size > 0)
                .then_some(size)
                .or_else(|| said.as_ref().and_then(|said| said.bytes)),
            prefetchable,
            window: port.as_ref().and_then(|port| window(port, prefetchable)),
            port: port.map(|port| port.address),
            log: said.map(|said| said.line),
        }
    }

    /// What the SR-IOV capability says of the kind of the VFs' memory; none without root.
    fn vf_bars_are_prefetchable(&self) -> Option<bool> {
        let config = self.config(4096);
        let at = extended_capability(&config, EXT_SRIOV)?;
        Some(config.get(at.checked_add(VF_BARS)?)? & BAR_PREFETCHABLE != 0)
    }
}

/// Device Capabilities 2 and Device Control 2 of the PCI Express capability; none where only root may read them.
fn express_registers(config: &[u8]) -> Option<(u32, u32)> {
    let at = capability(config, CAP_EXPRESS)?;
    let word = |at: usize| Some(u32::from_le_bytes(*config.get(at..)?.first_chunk()?));
    // The first version of the capability ends before them, and those bytes belong to something else.
    let version = config.get(at.checked_add(2)?)? & 0xf;
    if version < 2 {
        return Some((0, 0));
    }
    let control = word(at.checked_add(0x28)?)?;
    Some((word(at.checked_add(0x24)?)?, control & 0xffff))
}

/// The window of a port out of which its devices get memory of this kind. Without one for what can be prefetched it is the other.
fn window(port: &PciFunction, prefetchable: bool) -> Option<MemoryWindow> {
    let all = port.resources();
    let at = |line: usize| all.get(line).copied().filter(Resource::is_placed);
    let window = at(PREFETCHABLE_LINE)
        .filter(|_| prefetchable)
        .or_else(|| at(MEMORY_LINE))?;
    let real = fs::canonicalize(port.folder()).ok()?;
    let names = names_at(&real);
    let behind = names
        .iter()
        .filter_map(|name| Some(PciFunction::in_folder(name.parse().ok()?, real.join(name))));
    let taken = behind
        // The memory of VFs is part of their PF's.
        .filter(|function| function.physical_function().is_none())
        .flat_map(|function| function.resources())
        .filter(|r| r.is_placed() && (window.first..=window.last).contains(&r.first))
        .fold(0_u64, |sum, r| sum.saturating_add(r.size()));
    Some(MemoryWindow {
        first: window.first,
        last: window.last,
        free: window.size().saturating_sub(taken),
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::Tree;
    use super::*;

    const NIC: &str = "0000:01:00.0";
    const PORT: &str = "0000:00:10.0";
    const NONE: &str = "0x0000000000000000 0x0000000000000000 0x0000000000000000\n";

    fn nic(tree: &Tree) -> PciFunction {
        tree.sysfs().pci_function(NIC.parse().unwrap())
    }

    /// A configuration space with the PCI Express capability of a version, and the two registers.
    fn express(version: u8, abilities: u32, control: u16) -> Vec<u8> {
        let mut bytes = vec![0; 256];
        (bytes[6], bytes[0x34]) = (0x10, 0x40);
        (bytes[0x40], bytes[0x42]) = (CAP_EXPRESS, version);
        bytes[0x64..0x68].copy_from_slice(&abilities.to_le_bytes());
        bytes[0x68..0x6a].copy_from_slice(&control.to_le_bytes());
        bytes
    }

    fn put(tree: &Tree, address: &str, bytes: &[u8]) {
        let place = tree.path(&format!("/sys/bus/pci/devices/{address}/config"));
        fs::write(place, bytes).unwrap();
    }

    fn resource(bars: &[(usize, &str)], lines: usize) -> String {
        let line = |at| bars.iter().find(|(place, _)| *place == at);
        let each = (0..lines).map(|at| line(at).map_or(NONE, |(_, text)| text));
        each.collect()
    }

    #[test]
    fn forwarding_is_read_at_the_port_above() {
        let tree = Tree::two_ports(0);
        for (version, abilities, control, can, does) in [
            (2, 0, 0, false, false),
            (2, ARI_FORWARDING, 0, true, false),
            (2, ARI_FORWARDING, 1 << 5, true, true),
            // Another capability begins where the registers would be.
            (1, ARI_FORWARDING, 1 << 5, false, false),
        ] {
            put(&tree, PORT, &express(version, abilities, control));
            let ari = nic(&tree).ari(&tree.sysfs());
            assert_eq!((ari.port_can, ari.forwards), (Some(can), Some(does)));
            assert_eq!(ari.port, Some(PORT.parse().unwrap()));
        }
    }

    #[test]
    fn without_root_only_the_kernels_word_is_known() {
        let tree = Tree::two_ports(0);
        put(&tree, PORT, &express(2, ARI_FORWARDING, 1 << 5)[..64]);
        put(&tree, NIC, &[0; 64]);
        let ari = nic(&tree).ari(&tree.sysfs());
        assert_eq!((ari.device, ari.port_can, ari.forwards), (None, None, None));
        tree.pci_file(NIC, "ari_enabled", "0\n");
        assert_eq!(nic(&tree).ari(&tree.sysfs()).forwards, Some(false));
        tree.pci_file(NIC, "ari_enabled", "1\n");
        assert_eq!(nic(&tree).ari(&tree.sysfs()).forwards, Some(true));
    }

    #[test]
    fn memory_that_is_short_is_measured_against_the_window() {
        let tree = Tree::two_ports(0);
        // A BAR of the NIC itself; one of the VFs with its size and no address; a window of 1 MiB that holds the first.
        let own = "0x00000000fe800000 0x00000000fe87ffff 0x0000000000040200\n";
        let unset = "0x0000000000000000 0x00000000001bffff 0x0000000020140204\n";
        let memory = "0x00000000fe800000 0x00000000fe8fffff 0x0000000000000200\n";
        tree.pci_file(NIC, "resource", &resource(&[(0, own), (7, unset)], 13));
        tree.pci_file(PORT, "resource", &resource(&[(14, memory)], 17));
        assert_eq!(nic(&tree).has_vf_bar_space(), Some(false));
        let found = nic(&tree).vf_memory(&tree.sysfs(), &KernelLog::default());
        assert_eq!(found.needed, Some(0x1c_0000));
        let window = found.window.unwrap();
        assert_eq!((window.size(), window.free), (0x10_0000, 0x8_0000));
        assert_eq!(found.missing(), Some(0x14_0000));
        assert_eq!(found.port, Some(PORT.parse().unwrap()));
    }

    #[test]
    fn what_can_be_prefetched_has_a_window_of_its_own() {
        let tree = Tree::two_ports(0);
        let unset = "0x0000000000000000 0x00000000001bffff 0x000000002014220c\n";
        let memory = "0x00000000fe800000 0x00000000fe8fffff 0x0000000000000200\n";
        let high = "0x0000380000000000 0x00003800000fffff 0x0000000000102201\n";
        tree.pci_file(NIC, "resource", &resource(&[(7, unset)], 13));
        tree.pci_file(PORT, "resource", &resource(&[(14, memory), (15, high)], 17));
        let found = nic(&tree).vf_memory(&tree.sysfs(), &KernelLog::default());
        assert!(found.prefetchable);
        assert_eq!(found.window.unwrap().first, 0x3800_0000_0000);
        tree.pci_file(PORT, "resource", &resource(&[(14, memory)], 17));
        let found = nic(&tree).vf_memory(&tree.sysfs(), &KernelLog::default());
        assert_eq!(found.window.unwrap().first, 0xfe80_0000);
        // Without any window all of it is missing.
        tree.pci_file(PORT, "resource", &resource(&[], 17));
        let found = nic(&tree).vf_memory(&tree.sysfs(), &KernelLog::default());
        assert_eq!((found.window, found.missing()), (None, Some(0x1c_0000)));
    }

    #[test]
    fn sizes_that_the_kernel_forgot_are_in_its_log() {
        let tree = Tree::two_ports(0);
        tree.pci_file(NIC, "resource", &resource(&[], 13));
        assert_eq!(nic(&tree).has_vf_bar_space(), Some(false));
        let log = KernelLog::of(&[
            "pci 0000:01:00.0: BAR 7: no space for [mem size 0x000e0000 64bit pref]",
            "pci 0000:01:00.0: BAR 7: failed to assign [mem size 0x000e0000 64bit pref]",
            "pci 0000:01:00.0: BAR 10: no space for [mem size 0x00010000 64bit pref]",
        ]);
        let found = nic(&tree).vf_memory(&tree.sysfs(), &log);
        assert_eq!((found.needed, found.prefetchable), (Some(0xf_0000), true));
        assert!(found.log.unwrap().contains("BAR 7: no space"));
        let found = nic(&tree).vf_memory(&tree.sysfs(), &KernelLog::default());
        assert_eq!((found.needed, found.log), (None, None));
    }

    #[test]
    fn bars_of_which_one_has_no_address_are_not_enough() {
        let tree = Tree::two_ports(0);
        let placed = "0x00000000fe840000 0x00000000fe85bfff 0x0000000000140204\n";
        let unset = "0x0000000000000000 0x000000000001bfff 0x0000000020140204\n";
        tree.pci_file(NIC, "resource", &resource(&[(7, placed), (10, unset)], 13));
        assert_eq!(nic(&tree).has_vf_bar_space(), Some(false));
        tree.pci_file(NIC, "resource", &resource(&[(7, placed)], 13));
        assert_eq!(nic(&tree).has_vf_bar_space(), Some(true));
        tree.pci_file(NIC, "resource", &resource(&[], 7));
        assert_eq!(nic(&tree).has_vf_bar_space(), None);
    }
}
