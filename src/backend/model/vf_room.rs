//! What the way to a physical function leaves for its virtual ones: the numbers that requests find them by, and memory for their
//! registers.

use serde::{Deserialize, Serialize};

use super::{PciAddress, PhysicalFunction};

/// Alternative Routing-ID Interpretation (ARI): whether requests find functions beyond the eighth of a device (PCI Express Base
/// Specification, "Alternative Routing-ID Interpretation"). What only root may read is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Ari {
    /// The device has the extended capability 0x000e.
    pub device: Option<bool>,
    /// The port above the device; `None` for a device of the root complex, which needs no port.
    pub port: Option<PciAddress>,
    /// The port can hand such requests on ("ARI Forwarding Supported", Device Capabilities 2, bit 5).
    pub port_can: Option<bool>,
    /// It does ("ARI Forwarding Enable", Device Control 2, bit 5; the kernel's `ari_enabled`).
    pub forwards: Option<bool>,
}

/// Memory that the virtual functions of a NIC lack. It is there where [`PhysicalFunction::vf_bar_space`] is `Some(false)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct VfMemory {
    /// Bytes without an address: the size of each BAR of a VF times the number of VFs that the NIC has. `None`: the kernel has
    /// forgotten the sizes, and its log does not have them.
    pub needed: Option<u64>,
    /// It is to be in the window for memory that can be prefetched.
    pub prefetchable: bool,
    /// The port above.
    pub port: Option<PciAddress>,
    /// The window of the port out of which the memory comes; `None`: the port has none, or it cannot be read.
    pub window: Option<MemoryWindow>,
    /// What the kernel's log says of it.
    pub log: Option<String>,
}

impl VfMemory {
    /// Bytes by which the window is too small; `None` where that cannot be told.
    #[must_use]
    pub fn missing(&self) -> Option<u64> {
        let free = self.window.map_or(0, |window| window.free);
        let missing = self.needed?.saturating_sub(free);
        (missing > 0).then_some(missing)
    }
}

/// The addresses that a port hands on to what is behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemoryWindow {
    /// The first address.
    pub first: u64,
    /// The last address.
    pub last: u64,
    /// Bytes of it that nothing behind the port has.
    pub free: u64,
}

impl MemoryWindow {
    /// Bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }
}

impl PhysicalFunction {
    /// How many of its VFs no request would find: they have numbers beyond the eighth of its device, and the port above does not hand such
    /// requests on.
    #[must_use]
    pub fn unreachable_vfs(&self) -> u32 {
        let blocked = self
            .ari
            .as_ref()
            .is_some_and(|ari| ari.port.is_some() && ari.forwards == Some(false));
        if !blocked || self.vf_offset == 0 {
            return 0;
        }
        let beyond = |index: &u32| {
            let ahead = u32::from(self.vf_stride).saturating_mul(*index);
            let ahead = ahead.saturating_add(u32::from(self.vf_offset));
            let vf = self.address.offset_by(ahead);
            vf.is_some_and(|vf| vf.bus == self.address.bus && vf.device != self.address.device)
        };
        let count = (0..self.total_vfs).filter(beyond).count();
        u32::try_from(count).unwrap_or(self.total_vfs)
    }
}
