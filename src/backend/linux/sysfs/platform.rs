//! The machine as a whole: processors, memory, virtualization, remapping of DMA and interrupts, PCI Express.

use crate::model::{HostFacts, HugePages, IommuFacts, MacAddress, MacPool, VFIO_PCI};

use super::super::kernel_log::KernelLog;
use super::Sysfs;

/// ACPI tables by which firmware describes an IOMMU.
const TABLES: [&str; 4] = ["DMAR", "IVRS", "IORT", "VIOT"];
/// Bit of VT-d's extended capability register: interrupt remapping.
const ECAP_INTERRUPT_REMAPPING: u64 = 1 << 3;

impl Sysfs {
    /// Logical processors that are online.
    pub fn processors(&self) -> u32 {
        self.text("/sys/devices/system/cpu/online")
            .map_or(1, |text| count_list(&text).max(1))
    }

    /// The host's name without its domain.
    pub fn host_name(&self) -> String {
        let full = self.full_name();
        full.split('.').next().unwrap_or(&full).to_owned()
    }

    fn full_name(&self) -> String {
        self.text("/proc/sys/kernel/hostname")
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| "localhost".to_owned())
    }

    /// What `Get-VMHost` shows, without libvirt's part.
    ///
    /// `nic` is the lowest address that is burnt into a NIC of this host.
    pub fn host_facts(&self, nic: Option<MacAddress>) -> HostFacts {
        let full = self.full_name();
        let flag = |path: &str| {
            self.text(path)
                .map(|text| matches!(text.as_str(), "Y" | "1"))
        };
        HostFacts {
            name: self.host_name(),
            fqdn: full.contains('.').then_some(full),
            kernel: self.text("/proc/sys/kernel/osrelease").unwrap_or_default(),
            processors: self.processors(),
            memory: self.memory(),
            numa_nodes: self
                .text("/sys/devices/system/node/online")
                .and_then(|text| u16::try_from(count_list(&text)).ok())
                .unwrap_or(1)
                .max(1),
            kvm: self.exists("/dev/kvm"),
            slat: flag("/sys/module/kvm_intel/parameters/ept")
                .or_else(|| flag("/sys/module/kvm_amd/parameters/npt")),
            huge_pages: self.huge_pages(),
            mac_pool: MacPool::of_machine(&self.text("/etc/machine-id").unwrap_or_default(), nic),
        }
    }

    fn memory(&self) -> u64 {
        self.meminfo("MemTotal:").unwrap_or(0).saturating_mul(1024)
    }

    fn huge_pages(&self) -> Option<HugePages> {
        Some(HugePages {
            total: self.meminfo("HugePages_Total:")?,
            free: self.meminfo("HugePages_Free:")?,
            size: self.meminfo("Hugepagesize:")?.saturating_mul(1024),
        })
    }

    /// A number of `/proc/meminfo`, in KiB where it is one of bytes.
    fn meminfo(&self, name: &str) -> Option<u64> {
        let text = self.text("/proc/meminfo")?;
        let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
        rest.split_whitespace().next()?.parse().ok()
    }

    /// What the platform says about remapping and PCI Express.
    pub fn iommu_facts(&self, log: &KernelLog) -> IommuFacts {
        let command_line = self.text("/proc/cmdline").unwrap_or_default();
        let asked = |word: &str| command_line.split_whitespace().any(|w| w == word);
        let units = self.names("/sys/class/iommu");
        let functions = self.pci_functions();
        let acs: Vec<bool> = functions
            .iter()
            .filter(|function| function.is_bridge())
            .filter_map(super::pci::PciFunction::root_port_has_acs)
            .collect();
        let alone = || {
            functions.iter().any(|function| {
                // In one group with its port it is alone there only until it has virtual functions.
                function.total_vfs().is_some()
                    && function.is_isolated(self) == Some(true)
                    && !function.shares_group_with_port(self)
            })
        };
        IommuFacts {
            firmware_table: self.exists("/sys/firmware/acpi/tables").then(|| {
                TABLES
                    .iter()
                    .any(|table| self.exists(&format!("/sys/firmware/acpi/tables/{table}")))
            }),
            disabled_on_command_line: units.is_empty()
                && ["intel_iommu=off", "amd_iommu=off", "iommu=off"]
                    .iter()
                    .any(|word| asked(word)),
            interrupt_remapping: self.interrupt_remapping(&units, asked("intremap=off")),
            firmware_broken: log.firmware_tables_wrong(),
            pci_express: (!functions.is_empty()).then(|| {
                functions
                    .iter()
                    .any(|function| function.file("max_link_speed").exists())
            }),
            osc_denied: log.osc_denied(),
            acs: if acs.contains(&true) || alone() {
                Some(true)
            } else {
                acs.first().map(|_| false)
            },
            unsafe_interrupts_allowed: self
                .text("/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts")
                .is_some_and(|text| matches!(text.as_str(), "Y" | "1")),
            vfio_pci: self.has_driver(VFIO_PCI),
            lockdown: self
                .text("/sys/kernel/security/lockdown")
                .and_then(|text| bracketed(&text))
                .filter(|mode| mode != "none"),
            units,
        }
    }

    /// Interrupt remapping: an interrupt that goes through it shows in `/proc/interrupts` by the `IR-` before its chip's name.
    fn interrupt_remapping(&self, units: &[String], off: bool) -> Option<bool> {
        if off || units.is_empty() {
            return Some(false);
        }
        let interrupts = self.text("/proc/interrupts").unwrap_or_default();
        let words = || interrupts.split_whitespace();
        if words().any(|word| word.starts_with("IR-")) {
            return Some(true);
        }
        let intel: Vec<u64> = units
            .iter()
            .filter_map(|unit| self.text(&format!("/sys/class/iommu/{unit}/intel-iommu/ecap")))
            .filter_map(|text| u64::from_str_radix(text.trim_start_matches("0x"), 16).ok())
            .collect();
        if intel
            .iter()
            .any(|ecap| ecap & ECAP_INTERRUPT_REMAPPING == 0)
        {
            return Some(false);
        }
        // An x86 machine whose interrupts are all unremapped. Other architectures remap in the interrupt controller.
        words().any(|word| word == "IO-APIC").then_some(false)
    }

    /// Whether a PCI driver is there or can be loaded; none if the modules cannot be listed.
    pub fn has_driver(&self, driver: &str) -> Option<bool> {
        if self.exists(&format!("/sys/bus/pci/drivers/{driver}")) {
            return Some(true);
        }
        let release = self.text("/proc/sys/kernel/osrelease")?;
        let module = format!("/{driver}.ko");
        let listed = |list: &str| {
            self.text(&format!("/lib/modules/{release}/{list}"))
                .map(|text| text.lines().any(|line| line.contains(&module)))
        };
        match (listed("modules.dep"), listed("modules.builtin")) {
            (None, None) => None,
            (dep, builtin) => Some(dep == Some(true) || builtin == Some(true)),
        }
    }
}

/// How many numbers a list such as `0-3,5` has.
fn count_list(text: &str) -> u32 {
    text.split(',')
        .filter_map(|part| {
            let (first, last) = part
                .trim()
                .split_once('-')
                .unwrap_or((part.trim(), part.trim()));
            let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
            last.checked_sub(first)?.checked_add(1)
        })
        .fold(0, u32::saturating_add)
}

fn bracketed(text: &str) -> Option<String> {
    let (_, rest) = text.split_once('[')?;
    let (word, _) = rest.split_once(']')?;
    Some(word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::Tree;
    use super::*;

    fn facts(tree: &Tree) -> IommuFacts {
        tree.sysfs().iommu_facts(&KernelLog::default())
    }

    #[test]
    fn numbers_of_a_list() {
        assert_eq!(count_list("0-3,5"), 5);
        assert_eq!(count_list("0"), 1);
        assert_eq!(count_list("7-3,x,,1-"), 0);
        assert_eq!(count_list("0-4294967295"), 0);
    }

    #[test]
    fn a_bare_tree_knows_nothing_and_claims_nothing() {
        let tree = Tree::empty();
        let host = tree.sysfs().host_facts(None);
        assert_eq!((host.name.as_str(), host.processors), ("localhost", 1));
        assert_eq!((host.kvm, host.slat), (false, None));
        let iommu = facts(&tree);
        assert!(iommu.units.is_empty());
        assert_eq!(iommu.firmware_table, None);
        assert_eq!(
            (iommu.acs, iommu.pci_express, iommu.vfio_pci),
            (None, None, None)
        );
        assert_eq!(iommu.lockdown, None);
    }

    #[test]
    fn an_intel_host() {
        let tree = Tree::two_ports(0);
        tree.file("/proc/sys/kernel/hostname", "lab-a.example.org\n");
        tree.file("/proc/meminfo", "MemTotal:        2048 kB\nMemFree: 1 kB\n");
        tree.file("/sys/devices/system/cpu/online", "0-1\n");
        tree.file("/sys/module/kvm_amd/parameters/npt", "Y\n");
        tree.file("/sys/class/iommu/dmar0/intel-iommu/ecap", "f0000a\n");
        tree.file("/sys/firmware/acpi/tables/DMAR", "");
        tree.file(
            "/proc/interrupts",
            " 24: 5 0 IR-PCI-MSI-0000:01:00.0 enp1s0\n",
        );
        tree.file(
            "/sys/kernel/security/lockdown",
            "none [integrity] confidentiality\n",
        );
        tree.file("/proc/sys/kernel/osrelease", "6.12.1\n");
        tree.file(
            "/lib/modules/6.12.1/modules.dep",
            "kernel/drivers/vfio/pci/vfio-pci.ko.xz: x\n",
        );
        tree.pci_file("0000:01:00.0", "max_link_speed", "8.0 GT/s PCIe\n");
        let host = tree.sysfs().host_facts(None);
        assert_eq!(
            (host.name.as_str(), host.fqdn.as_deref()),
            ("lab-a", Some("lab-a.example.org"))
        );
        assert_eq!(
            (host.memory, host.processors, host.slat),
            (2 << 20, 2, Some(true))
        );
        let iommu = facts(&tree);
        assert_eq!(iommu.units, ["dmar0"]);
        assert_eq!(iommu.firmware_table, Some(true));
        assert_eq!(iommu.interrupt_remapping, Some(true));
        assert_eq!((iommu.acs, iommu.pci_express), (Some(true), Some(true)));
        assert_eq!(iommu.vfio_pci, Some(true));
        assert_eq!(iommu.lockdown.as_deref(), Some("integrity"));
    }

    #[test]
    fn a_card_in_one_group_with_its_port_proves_no_isolation() {
        let tree = Tree::two_ports(0);
        assert_eq!(facts(&tree).acs, Some(true));
        for (group, address, port) in [
            (1, "0000:01:00.0", "0000:00:10.0"),
            (2, "0000:02:00.0", "0000:00:11.0"),
        ] {
            tree.group(group + 40, &[address, port]);
            // A root port (version 2 of the capability, type 4) without any extended capability.
            let mut config = vec![0; 4096];
            (config[6], config[0x34]) = (0x10, 0x40);
            (config[0x40], config[0x42]) = (0x10, 0x42);
            let place = tree.path(&format!("/sys/bus/pci/devices/{port}/config"));
            std::fs::write(place, config).unwrap();
        }
        assert_eq!(facts(&tree).acs, Some(false));
    }

    #[test]
    fn interrupts_without_remapping_are_told_and_not_guessed() {
        let tree = Tree::empty();
        tree.file("/sys/class/iommu/dmar0/intel-iommu/ecap", "0\n");
        assert_eq!(facts(&tree).interrupt_remapping, Some(false));
        let tree = Tree::empty();
        tree.file("/sys/class/iommu/smmu3.0/x", "");
        assert_eq!(facts(&tree).interrupt_remapping, None);
        let tree = Tree::empty();
        tree.file("/proc/cmdline", "quiet intel_iommu=off\n");
        assert!(facts(&tree).disabled_on_command_line);
    }
}
