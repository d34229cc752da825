//! Facts about the machine as a whole.

use serde::{Deserialize, Serialize};

use super::MacAddress;

/// What `Get-VMHost` shows. Filled by [`super::Scope::host`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct HostFacts {
    /// Short host name.
    pub name: String,
    /// Fully qualified name, when it is known without a network query.
    pub fqdn: Option<String>,
    /// Kernel release, as `uname -r` prints it.
    pub kernel: String,
    /// Logical processors that are online.
    pub processors: u32,
    /// Installed memory in bytes.
    pub memory: u64,
    /// NUMA nodes with memory or processors; 1 when the machine has no NUMA.
    pub numa_nodes: u16,
    /// True when `/dev/kvm` exists. Without it there are no VMs worth a VF.
    pub kvm: bool,
    /// Second level address translation in use (`ept` or `npt` of the KVM module); `None` when it cannot be told.
    pub slat: Option<bool>,
    /// Huge pages that are set aside for machines that ask for them; `None` when it cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub huge_pages: Option<HugePages>,
    /// The pool that dynamic MAC addresses come from.
    pub mac_pool: MacPool,
}

/// Huge pages of the usual size (`/proc/meminfo`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HugePages {
    /// Those that are set aside.
    pub total: u64,
    /// Those that nobody uses.
    pub free: u64,
    /// Bytes of one.
    pub size: u64,
}

/// First and last address of a pool, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MacPool {
    /// First address that may be given out.
    pub minimum: MacAddress,
    /// Last address that may be given out.
    pub maximum: MacAddress,
}

impl MacPool {
    /// The pool of a host with this machine id and a NIC with this address: Hyper-V's prefix `00-15-5D`, two bytes of the host, 256
    /// addresses. Hosts that were made from one image often share the id, never the NIC.
    #[must_use]
    pub fn of_machine(machine_id: &str, nic: Option<MacAddress>) -> Self {
        let nic = nic.map(|mac| mac.0).unwrap_or_default();
        let hash = machine_id.bytes().chain(nic).fold(0x811c_9dc5_u32, |h, b| {
            (h ^ u32::from(b)).wrapping_mul(0x0100_0193)
        });
        let [_, _, high, low] = (hash ^ (hash >> 16)).to_be_bytes();
        Self {
            minimum: MacAddress([0x00, 0x15, 0x5d, high, low, 0x00]),
            maximum: MacAddress([0x00, 0x15, 0x5d, high, low, 0xff]),
        }
    }
}

impl Default for MacPool {
    fn default() -> Self {
        Self::of_machine("", None)
    }
}

/// What the platform says about DMA and interrupt remapping and about PCI Express. Filled by [`super::Scope::host`].
///
/// `None` means "cannot be told" (a file that only root may read, a kernel log that has wrapped) and counts as good:
/// a reason is only given for what is known to be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct IommuFacts {
    /// Names under `/sys/class/iommu`, for example `dmar0`. Empty: the kernel uses no IOMMU.
    pub units: Vec<String>,
    /// The firmware describes an IOMMU (an ACPI table DMAR, IVRS, IORT or VIOT is there).
    pub firmware_table: Option<bool>,
    /// The kernel was told not to use the IOMMU (`intel_iommu=off`, `amd_iommu=off`, `iommu=off`).
    pub disabled_on_command_line: bool,
    /// Interrupt remapping is on.
    pub interrupt_remapping: Option<bool>,
    /// The kernel found the firmware's remapping tables wrong and said so.
    pub firmware_broken: Option<bool>,
    /// The machine has a PCI Express bus at all.
    pub pci_express: Option<bool>,
    /// The firmware kept PCI Express control (`_OSC` refused).
    pub osc_denied: Option<bool>,
    /// At least one PCI Express root port has Access Control Services, or groups prove isolation.
    pub acs: Option<bool>,
    /// `vfio_iommu_type1.allow_unsafe_interrupts` is set: someone accepted the risk of missing interrupt remapping.
    pub unsafe_interrupts_allowed: bool,
    /// The `vfio-pci` driver is loaded or can be loaded.
    pub vfio_pci: Option<bool>,
    /// Active kernel lockdown mode (`integrity`, `confidentiality`); `None` when off.
    pub lockdown: Option<String>,
}
