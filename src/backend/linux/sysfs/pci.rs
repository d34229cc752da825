//! PCI functions as sysfs shows them: identity, driver, SR-IOV, groups, resets, and what the configuration space adds.

use std::fs;
use std::path::{Path, PathBuf};

use crate::model::{GroupPeer, InterfaceName, NumaNode, PciAddress};

use super::{Sysfs, link_name_at, names_at, number_at, text_at};

/// Base class and sub-class of a PCI-to-PCI bridge.
const CLASS_BRIDGE: u64 = 0x0604;
/// Capability: PCI Express.
pub(super) const CAP_EXPRESS: u8 = 0x10;
/// Capability: MSI-X.
pub(super) const CAP_MSIX: u8 = 0x11;
/// Extended capability: Access Control Services.
pub(super) const EXT_ACS: u16 = 0x0d;
/// Extended capability: Alternative Routing-ID Interpretation.
pub(super) const EXT_ARI: u16 = 0x0e;

/// One PCI function.
#[derive(Clone, Debug)]
pub struct PciFunction {
    /// Its address.
    pub address: PciAddress,
    folder: PathBuf,
}

impl Sysfs {
    /// All PCI functions, sorted by address.
    pub fn pci_functions(&self) -> Vec<PciFunction> {
        let base = self.path("/sys/bus/pci/devices");
        let mut functions: Vec<PciFunction> = names_at(&base)
            .iter()
            .filter_map(|name| {
                Some(PciFunction {
                    address: name.parse().ok()?,
                    folder: base.join(name),
                })
            })
            .collect();
        functions.sort_unstable_by_key(|function| function.address);
        functions
    }

    /// The PCI function at this address; it need not exist.
    pub fn pci_function(&self, address: PciAddress) -> PciFunction {
        PciFunction {
            address,
            folder: self.path("/sys/bus/pci/devices").join(address.to_string()),
        }
    }

    /// The endpoints of an IOMMU group, without bridges and ports.
    pub fn group_members(&self, group: u32) -> Vec<PciFunction> {
        let folder = self.path(&format!("/sys/kernel/iommu_groups/{group}/devices"));
        names_at(&folder)
            .iter()
            .filter_map(|name| name.parse().ok())
            .map(|address| self.pci_function(address))
            .filter(|function| !function.is_bridge())
            .collect()
    }

    /// The regions of a group that hold memory for its firmware ("direct", not "direct-relaxable"): they keep its devices from
    /// guests.
    pub fn group_is_locked_by_firmware(&self, group: u32) -> bool {
        self.text(&format!(
            "/sys/kernel/iommu_groups/{group}/reserved_regions"
        ))
        .is_some_and(|text| {
            text.lines()
                .any(|line| line.split_whitespace().nth(2) == Some("direct"))
        })
    }
}

impl PciFunction {
    /// The function that sysfs keeps in this folder.
    pub(super) fn in_folder(address: PciAddress, folder: PathBuf) -> Self {
        Self { address, folder }
    }

    /// A file of this function.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// True if the kernel knows it.
    pub fn exists(&self) -> bool {
        self.folder.exists()
    }

    /// Vendor id.
    pub fn vendor(&self) -> Option<u16> {
        number_at(&self.file("vendor")).and_then(|n| u16::try_from(n).ok())
    }

    /// Device id.
    pub fn device(&self) -> Option<u16> {
        number_at(&self.file("device")).and_then(|n| u16::try_from(n).ok())
    }

    /// Class, sub-class and programming interface.
    pub fn class(&self) -> Option<u32> {
        number_at(&self.file("class")).and_then(|n| u32::try_from(n).ok())
    }

    /// True for a bridge of any kind, also to the host and to ISA.
    pub fn is_any_bridge(&self) -> bool {
        self.class().is_some_and(|class| class >> 16 == 0x06)
    }

    /// True for a PCI-to-PCI bridge or a PCI Express port.
    pub fn is_bridge(&self) -> bool {
        number_at(&self.file("class")).is_some_and(|class| class >> 8 == CLASS_BRIDGE)
    }

    /// The bound driver.
    pub fn driver(&self) -> Option<String> {
        link_name_at(&self.file("driver"))
    }

    /// `driver_override`, when one is set.
    pub fn driver_override(&self) -> Option<String> {
        text_at(&self.file("driver_override")).filter(|text| !text.is_empty() && text != "(null)")
    }

    /// IOMMU group.
    pub fn iommu_group(&self) -> Option<u32> {
        link_name_at(&self.file("iommu_group"))?.parse().ok()
    }

    /// NUMA node; -1 is none.
    pub fn numa(&self) -> Option<NumaNode> {
        text_at(&self.file("numa_node"))?.parse().ok().map(NumaNode)
    }

    /// Its first network interface. In switchdev mode a PF has those of the representors too (`pf0vf3`): they are not it.
    pub fn interface(&self) -> Option<InterfaceName> {
        let is_own = |name: &&String| {
            let port = text_at(&self.file(&format!("net/{name}/phys_port_name")));
            port.is_none_or(|port| !port.contains("pf"))
        };
        names_at(&self.file("net"))
            .iter()
            .find(is_own)?
            .parse()
            .ok()
    }

    /// The index of [`PciFunction::interface`].
    pub fn interface_index(&self) -> Option<u32> {
        let interface = self.interface()?;
        self.count(&format!("net/{interface}/ifindex"))
    }

    /// `sriov_totalvfs`; none for a function without the capability.
    pub fn total_vfs(&self) -> Option<u32> {
        self.count("sriov_totalvfs")
    }

    /// A number of 32 bits.
    pub fn count(&self, file: &str) -> Option<u32> {
        number_at(&self.file(file)).and_then(|n| u32::try_from(n).ok())
    }

    /// Addresses of its VFs that exist, in order of their number, up to the first that is missing.
    pub fn vfs(&self, count: u32) -> Vec<PciAddress> {
        (0..count)
            .map_while(|index| {
                link_name_at(&self.file(&format!("virtfn{index}")))?
                    .parse()
                    .ok()
            })
            .collect()
    }

    /// The PF, if this is a VF and the PF is on this machine.
    pub fn physical_function(&self) -> Option<PciAddress> {
        link_name_at(&self.file("physfn"))?.parse().ok()
    }

    /// The number of this VF on its PF: routing ids count from the PF by offset and stride.
    pub fn vf_index(&self, pf: &PciFunction) -> Option<u32> {
        let offset = pf.count("sriov_offset")?;
        let stride = pf.count("sriov_stride")?;
        let first = pf.address.offset_by(offset)?;
        let distance = self.address.routing_id().checked_sub(first.routing_id())?;
        match (u32::from(distance), stride) {
            (0, _) => Some(0),
            (_, 0) => None,
            (distance, stride) => (distance % stride == 0).then(|| distance / stride),
        }
    }

    /// The chain of device and function numbers from the root bus, e.g. `0000:00/10.0/00.0`. It stays the same when bus
    /// numbers move.
    pub fn path_from_root(&self) -> Option<String> {
        let real = fs::canonicalize(&self.folder).ok()?;
        let mut path: Option<String> = None;
        for part in real.components() {
            let part = part.as_os_str().to_string_lossy();
            if let Some(root) = part.strip_prefix("pci").filter(|rest| rest.contains(':')) {
                path = Some(root.to_owned());
            } else if let Some(path) = path.as_mut()
                && let Ok(address) = part.parse::<PciAddress>()
            {
                path.push_str(&format!("/{:02x}.{:x}", address.device, address.function));
            }
        }
        path
    }

    /// Whether it can be reset by itself, by whatever method; none if the kernel does not list methods (before 5.15).
    pub fn offers_reset(&self) -> Option<bool> {
        let methods = text_at(&self.file("reset_method"));
        methods.map(|text| text.split_whitespace().any(|method| method != "bus"))
    }

    /// Whether a function level reset is offered; none if it cannot be told.
    pub fn offers_flr(&self) -> Option<bool> {
        if let Some(methods) = text_at(&self.file("reset_method")) {
            return Some(methods.split_whitespace().any(|method| method == "flr"));
        }
        // Kernels before 5.15 do not list methods; the capability says it too, to root.
        let config = self.config(256);
        let express = capability(&config, CAP_EXPRESS)?;
        let abilities = u32::from_le_bytes(*config.get(express + 4..)?.first_chunk()?);
        Some(abilities & 1 << 28 != 0)
    }

    /// Someone drives it: bus mastering and MSI-X are on. None if the configuration space cannot be read that far.
    pub fn is_driven(&self) -> Option<bool> {
        let config = self.config(256);
        let command = u16::from_le_bytes(*config.get(4..)?.first_chunk()?);
        let msix = capability(&config, CAP_MSIX)?;
        let control = u16::from_le_bytes(*config.get(msix + 2..)?.first_chunk()?);
        Some(command & 4 != 0 && control & 0x8000 != 0)
    }

    /// Whether bus numbers suffice for `count` VFs: the last one must lie within the buses behind the port above.
    pub fn has_bus_numbers(&self, count: u32) -> Option<bool> {
        let offset = self.count("sriov_offset").filter(|offset| *offset != 0)?;
        let stride = self.count("sriov_stride")?;
        let last = count.saturating_sub(1).saturating_mul(stride);
        let Some(last) = self.address.offset_by(offset.saturating_add(last)) else {
            return Some(false);
        };
        if last.bus == self.address.bus {
            return Some(true);
        }
        Some(last.bus <= self.last_bus()?)
    }

    /// The last bus number behind the port above.
    pub fn last_bus(&self) -> Option<u8> {
        const SUBORDINATE_BUS: usize = 0x1a;
        let real = fs::canonicalize(&self.folder).ok()?;
        let above = real.parent()?;
        above
            .file_name()?
            .to_string_lossy()
            .parse::<PciAddress>()
            .ok()?;
        fs::read(above.join("config"))
            .ok()?
            .get(SUBORDINATE_BUS)
            .copied()
    }

    /// Whether the group of this function holds nothing but functions of its own device. None without a group.
    pub fn is_isolated(&self, sysfs: &Sysfs) -> Option<bool> {
        let members = sysfs.group_members(self.iommu_group()?);
        Some(members.iter().all(|other| {
            let same_device = (
                other.address.domain,
                other.address.bus,
                other.address.device,
            ) == (self.address.domain, self.address.bus, self.address.device);
            same_device || other.physical_function() == Some(self.address)
        }))
    }

    /// Whether a port is in its group with it: then nothing keeps apart what is behind that port.
    pub fn shares_group_with_port(&self, sysfs: &Sysfs) -> bool {
        let Some(group) = self.iommu_group() else {
            return false;
        };
        let names = sysfs.names(&format!("/sys/kernel/iommu_groups/{group}/devices"));
        let mut members = names.iter().filter_map(|name| name.parse().ok());
        members.any(|address| sysfs.pci_function(address).is_bridge())
    }

    /// The other endpoints of its group.
    pub fn group_peers(&self, sysfs: &Sysfs) -> Vec<GroupPeer> {
        let Some(group) = self.iommu_group() else {
            return Vec::new();
        };
        sysfs
            .group_members(group)
            .into_iter()
            .filter(|other| other.address != self.address)
            .map(|other| GroupPeer {
                address: other.address,
                driver: other.driver(),
            })
            .collect()
    }

    /// Whether this is a root port with Access Control Services; none if it is no root port or cannot be read.
    pub fn root_port_has_acs(&self) -> Option<bool> {
        const ROOT_PORT: u16 = 4;
        let config = self.config(4096);
        let express = capability(&config, CAP_EXPRESS)?;
        let flags = u16::from_le_bytes(*config.get(express + 2..)?.first_chunk()?);
        if flags >> 4 & 0xf != ROOT_PORT || config.len() <= 256 {
            return None;
        }
        Some(extended_capability(&config, EXT_ACS).is_some())
    }

    /// The beginning of the configuration space; others than root get 64 bytes of it.
    pub(super) fn config(&self, length: u64) -> Vec<u8> {
        use std::io::Read;
        let mut bytes = Vec::new();
        if let Ok(file) = fs::File::open(self.file("config")) {
            // What was read before an error is as good as what a shorter file gives.
            let _ = file.take(length).read_to_end(&mut bytes);
        }
        bytes
    }

    /// Where sysfs keeps it.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Where a capability begins in a configuration space.
pub(super) fn capability(config: &[u8], wanted: u8) -> Option<usize> {
    const HAS_LIST: u8 = 0x10;
    if config.get(6)? & HAS_LIST == 0 {
        return None;
    }
    let mut at = usize::from(*config.get(0x34)? & !3);
    // The list has at most 48 entries; a device that is gone reads as ones and would loop.
    for _ in 0..48 {
        if at < 0x40 {
            return None;
        }
        if *config.get(at)? == wanted {
            return Some(at);
        }
        at = usize::from(*config.get(at + 1)? & !3);
    }
    None
}

/// Where an extended capability begins in a configuration space.
pub(super) fn extended_capability(config: &[u8], wanted: u16) -> Option<usize> {
    let mut at = 0x100usize;
    for _ in 0..480 {
        let head = u32::from_le_bytes(*config.get(at..)?.first_chunk()?);
        if head == 0 || head == u32::MAX {
            return None;
        }
        if head & 0xffff == u32::from(wanted) {
            return Some(at);
        }
        at = usize::try_from(head >> 20).ok()? & !3;
        if at < 0x100 {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::Tree;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_representor_is_not_the_interface_of_its_nic() {
        let tree = Tree::two_ports(1);
        let pf = "0000:01:00.0";
        tree.pci_file(pf, "net/aaa0/phys_port_name", "pf0vf0\n");
        let function = tree.sysfs().pci_function(pf.parse().unwrap());
        assert_eq!(function.interface().unwrap().as_str(), "enp1s0");
        tree.pci_file(pf, "net/aaa0/phys_port_name", "p0\n");
        assert_eq!(function.interface().unwrap().as_str(), "aaa0");
    }

    #[test]
    fn a_physical_function_and_its_virtual_functions() {
        let tree = Tree::two_ports(3);
        let sysfs = tree.sysfs();
        let functions = sysfs.pci_functions();
        assert!(functions.windows(2).all(|w| w[0].address < w[1].address));
        let pf = sysfs.pci_function("0000:01:00.0".parse().unwrap());
        assert_eq!((pf.vendor(), pf.device()), (Some(0x8086), Some(0x10c9)));
        assert_eq!(pf.driver().as_deref(), Some("igb"));
        assert_eq!(pf.total_vfs(), Some(7));
        assert_eq!(pf.interface().unwrap().as_str(), "enp1s0");
        assert_eq!(pf.path_from_root().as_deref(), Some("0000:00/10.0/00.0"));
        assert_eq!(pf.has_vf_bar_space(), Some(true));
        assert_eq!(pf.has_bus_numbers(7), Some(true));
        assert_eq!(pf.is_isolated(&sysfs), Some(true));
        assert!(!pf.shares_group_with_port(&sysfs));
        assert_eq!(pf.numa(), None);
        let vfs = pf.vfs(7);
        assert_eq!(
            vfs.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["0000:01:10.0", "0000:01:10.2", "0000:01:10.4"]
        );
        let vf = sysfs.pci_function(vfs[1]);
        assert_eq!(vf.physical_function(), Some(pf.address));
        assert_eq!(vf.vf_index(&pf), Some(1));
        assert_eq!(vf.offers_flr(), Some(true));
        assert_eq!(vf.driver(), None);
        assert!(vf.group_peers(&sysfs).is_empty());
    }

    #[test]
    fn a_group_that_is_shared_names_its_endpoints_and_leaves_ports_out() {
        let tree = Tree::two_ports(0);
        tree.group(4, &["0000:01:00.0", "0000:00:10.0", "0000:02:00.0"]);
        let sysfs = tree.sysfs();
        let pf = sysfs.pci_function("0000:01:00.0".parse().unwrap());
        assert_eq!(pf.iommu_group(), Some(4));
        assert_eq!(pf.is_isolated(&sysfs), Some(false));
        assert!(pf.shares_group_with_port(&sysfs));
        let peers = pf.group_peers(&sysfs);
        assert_eq!(peers.len(), 1);
        assert_eq!(peers[0].address.to_string(), "0000:02:00.0");
        assert_eq!(peers[0].driver.as_deref(), Some("igb"));
    }

    #[test]
    fn msix_and_bus_mastering_mean_driven() {
        let tree = Tree::two_ports(1);
        let vf = tree.sysfs().pci_function("0000:01:10.0".parse().unwrap());
        let mut config = vec![0u8; 256];
        config[6] = 0x10;
        config[0x34] = 0x70;
        config[0x70] = CAP_MSIX;
        let put = |config: &[u8]| fs::write(vf.file("config"), config).unwrap();
        put(&config);
        assert_eq!(vf.is_driven(), Some(false));
        config[4] = 4;
        config[0x73] = 0x80;
        put(&config);
        assert_eq!(vf.is_driven(), Some(true));
        put(&config[..64]);
        assert_eq!(vf.is_driven(), None);
        put(&[0xff; 256]);
        assert_eq!(vf.is_driven(), None);
    }

    #[test]
    fn reserved_memory_locks_a_group_unless_it_is_relaxable() {
        let tree = Tree::two_ports(0);
        tree.group(9, &["0000:01:00.0"]);
        let sysfs = tree.sysfs();
        let regions = "/sys/kernel/iommu_groups/9/reserved_regions";
        tree.file(
            regions,
            "0x1000 0x2000 direct-relaxable\n0xfee00000 0xfeefffff msi\n",
        );
        assert!(!sysfs.group_is_locked_by_firmware(9));
        tree.file(regions, "0x1000 0x2000 direct\n");
        assert!(sysfs.group_is_locked_by_firmware(9));
    }

    proptest! {
        #[test]
        fn any_configuration_space_is_walked_without_a_panic(config in proptest::collection::vec(any::<u8>(), 0..600), wanted: u8) {
            let _ = capability(&config, wanted);
            let _ = extended_capability(&config, u16::from(wanted));
        }
    }
}
