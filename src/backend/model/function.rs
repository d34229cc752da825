//! Physical and virtual functions of SR-IOV adapters.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    AdapterAlias, Ari, InterfaceName, Knobs, MacAddress, NumaNode, PciAddress, Uuid, VFIO_PCI,
    VfMemory, VlanId, driver_traits,
};

/// What a NIC is recognised by when names and addresses have moved: PCI path, permanent MAC and port name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct NicIdentity {
    /// The chain of `device.function` from the root bus, for example `0000:00/10.0/00.0`; empty for a NIC that is not PCI.
    pub pci_path: String,
    /// The address burnt into the NIC; its present address when the NIC reports no permanent one.
    pub permanent_mac: MacAddress,
    /// `phys_port_name`, where the driver gives one.
    pub port_name: Option<String>,
}

impl NicIdentity {
    /// An id that is made of the address burnt in (of the path on the PCI bus where there is none) and the port name, so that it
    /// stays over renames and restarts.
    #[must_use]
    pub fn id(&self) -> Uuid {
        let place = if self.permanent_mac.is_usable() {
            self.permanent_mac.plain()
        } else {
            self.pci_path.clone()
        };
        let port = self.port_name.as_deref().unwrap_or_default();
        Uuid::of_text(&format!("nic {place} {port}"))
    }

    /// True when `other` may be the same port: see [`NicIdentity::rank`].
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.rank(other).is_some()
    }

    /// How well `other` agrees, 0 the best; `None` when it is another port. Of several that agree the best is meant.
    ///
    /// The address counts most, as NICs change slots; then the port's name, which tells ports of one address apart but appears only with
    /// some kernels and modes; then the path on the bus.
    #[must_use]
    pub fn rank(&self, other: &Self) -> Option<u8> {
        let names = (&self.port_name, &other.port_name);
        if let (Some(own), Some(others)) = names
            && own != others
        {
            return None;
        }
        let same_name = names.0 == names.1;
        let same_path = !self.pci_path.is_empty() && self.pci_path == other.pci_path;
        if self.permanent_mac.is_usable() && other.permanent_mac.is_usable() {
            return (self.permanent_mac == other.permanent_mac).then_some(
                match (same_name, same_path) {
                    (true, true) => 0,
                    (true, false) => 1,
                    (false, true) => 2,
                    (false, false) => 3,
                },
            );
        }
        same_path.then_some(if same_name { 4 } else { 5 })
    }

    /// The one of `all` that agrees best; of several that agree alike the first.
    pub fn best<'a, T>(
        &self,
        all: impl IntoIterator<Item = &'a T>,
        identity: impl Fn(&T) -> &Self,
    ) -> Option<&'a T> {
        let ranked = all.into_iter();
        let ranked = ranked.filter_map(|item| Some((self.rank(identity(item))?, item)));
        ranked.min_by_key(|(rank, _)| *rank).map(|(_, item)| item)
    }
}

/// How the NIC's embedded switch works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub enum EswitchMode {
    /// VEB: the NIC forwards between VFs and the PF by MAC and VLAN on its own. Drivers without devlink are in this mode.
    #[default]
    Legacy,
    /// Every VF has a representor on the host.
    Switchdev,
}

/// A PCI function with the SR-IOV capability (it has `sriov_totalvfs`), whatever its driver can do with it.
/// Filled by [`super::Scope::functions`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhysicalFunction {
    /// Where it is now.
    pub address: PciAddress,
    /// What it is.
    #[serde(default)]
    pub identity: NicIdentity,
    /// Its network interface; `None` when the driver gives it none (no driver, or `vfio-pci`).
    pub interface: Option<InterfaceName>,
    /// The bound driver.
    pub driver: Option<String>,
    /// PCI vendor id.
    #[serde(default)]
    pub vendor: u16,
    /// PCI device id.
    #[serde(default)]
    pub device: u16,
    /// `sriov_totalvfs`: the most VFs that can be made (the driver or firmware may have lowered it).
    pub total_vfs: u32,
    /// `sriov_numvfs`: VFs that exist.
    #[serde(default)]
    pub num_vfs: u32,
    /// `sriov_offset`: VF 0 lies this many routing ids after the PF; 0 when unknown.
    #[serde(default)]
    pub vf_offset: u16,
    /// `sriov_stride`: routing ids from one VF to the next; 0 when unknown.
    #[serde(default)]
    pub vf_stride: u16,
    /// `sriov_drivers_autoprobe`: new VFs get a host driver at once.
    #[serde(default = "yes")]
    pub autoprobe: bool,
    /// Mode of the embedded switch; `Legacy` also where it cannot be read.
    #[serde(default)]
    pub eswitch: EswitchMode,
    /// The mode cannot be read: only root may ask devlink. A field beside it, which a program that does not know it passes over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub eswitch_unread: bool,
    /// IOMMU group; `None` when no IOMMU covers the device.
    #[serde(default)]
    pub iommu_group: Option<u32>,
    /// NUMA node of the slot.
    #[serde(default)]
    pub numa: Option<NumaNode>,
    /// The firmware gave the VFs memory space (their BARs are not all zero); `None` when it cannot be read.
    #[serde(default)]
    pub vf_bar_space: Option<bool>,
    /// What they lack of it, where they have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vf_memory: Option<VfMemory>,
    /// Whether requests find functions beyond the eighth of the device; `None`: not looked at, which is so without
    /// [`super::Scope::pci`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ari: Option<Ari>,
    /// There are PCI bus numbers enough for all VFs.
    #[serde(default)]
    pub bus_numbers: Option<bool>,
    /// The last bus number that the port above leads on; `None` when it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_bus: Option<u8>,
    /// Interrupt vectors (MSI-X) that its driver can share out to VFs (`sriov_vf_total_msix`); `None`: it has no such hook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vector_pool: Option<u32>,
    /// The way up to the root is isolated by Access Control Services: the group holds nothing but this device's functions.
    #[serde(default)]
    pub isolated: Option<bool>,
    /// Its VFs that exist, in order of index, without gaps. Detail by [`super::Scope::functions`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vfs: Vec<VirtualFunction>,
}

fn yes() -> bool {
    true
}

impl PhysicalFunction {
    /// Every VF has a representor on the host.
    #[must_use]
    pub fn is_switchdev(&self) -> bool {
        self.eswitch == EswitchMode::Switchdev
    }

    /// The most VFs that can be made here: those that the hardware has and that there is a bus number for. Where the last bus is not
    /// known and not all have one, those on the PF's own bus.
    #[must_use]
    pub fn most_vfs(&self) -> u32 {
        if self.bus_numbers != Some(false) {
            return self.total_vfs;
        }
        let last_bus = self.last_bus.unwrap_or(self.address.bus);
        let has_number = |index: &u32| {
            let ahead = u32::from(self.vf_stride).checked_mul(*index);
            let ahead = ahead.and_then(|ahead| ahead.checked_add(u32::from(self.vf_offset)));
            let address = ahead.and_then(|ahead| self.address.offset_by(ahead));
            address.is_some_and(|vf| self.vf_offset > 0 && vf.bus <= last_bus)
        };
        let fitting = (0..self.total_vfs).take_while(has_number).count();
        u32::try_from(fitting).unwrap_or(self.total_vfs)
    }

    /// What can be set on its VFs in the present mode. In switchdev mode VLANs and the rest of the policy belong to the
    /// representor: drivers refuse the old calls (`esw->mode != MLX5_ESWITCH_LEGACY`, mellanox/mlx5/core/esw/legacy.c).
    #[must_use]
    pub fn knobs(&self) -> Knobs {
        // Without a driver there is nobody to set them, as with the one that hands the PF itself to a VM.
        let knobs = driver_traits(self.driver.as_deref().unwrap_or(VFIO_PCI)).knobs;
        if self.is_switchdev() {
            Knobs {
                vlan: false,
                spoof_check: false,
                trust: false,
                link_state: false,
                ..knobs
            }
        } else {
            knobs
        }
    }
}

/// A virtual function. (PF, index) is its identity; the BDF is where it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VirtualFunction {
    /// The PF's address.
    pub pf: PciAddress,
    /// Index on the PF, from 0; Hyper-V's `FunctionID`.
    pub index: u32,
    /// Where it is now.
    pub address: PciAddress,
    /// The bound driver; `None` when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driver: Option<String>,
    /// Its network interface on this host, when a network driver is bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interface: Option<InterfaceName>,
    /// The host's end of it, where the NIC is in switchdev mode: what the VF sends comes out of this interface.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representor: Option<InterfaceName>,
    /// IOMMU group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iommu_group: Option<u32>,
    /// Other endpoints in the same group (bridges and ports left out).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub group_peers: Vec<GroupPeer>,
    /// What the PF holds for it. `None` when not asked for, or unreadable (a PF without interface, a reply cut short).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin: Option<VfAdmin>,
    /// Someone drives it: bus mastering is on and MSI-X enabled in its config space. With the VF attached to a VM this
    /// means that the guest's driver is up. `None` when not asked for or unreadable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driven: Option<bool>,
    /// A function level reset is offered (`reset_method` holds `flr`); `None` when unreadable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flr: Option<bool>,
    /// Traffic counters, for drivers that offer them ([`super::Knobs::stats`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counters: Option<VfCounters>,
    /// The running VM that has it; worked out by [`super::State::derive_owners`], not observed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<VfOwner>,
}

/// Another endpoint in a device's IOMMU group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupPeer {
    /// Where it is.
    pub address: PciAddress,
    /// Its driver.
    pub driver: Option<String>,
}

impl GroupPeer {
    /// A driver of the host has it, so nobody else can use its group. The two that hold a device for others do not count.
    #[must_use]
    pub fn keeps_group(&self) -> bool {
        let driver = self.driver.as_deref();
        driver.is_some_and(|name| !matches!(name, VFIO_PCI | "pci-stub"))
    }
}

/// Which adapter of which VM has a VF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VfOwner {
    /// The VM's id.
    pub vm: Uuid,
    /// The VM's name.
    pub vm_name: String,
    /// The adapter's alias; `None` when the VF was given to the VM without an adapter (by another tool).
    pub adapter: Option<AdapterAlias>,
}

/// Link state that the PF forces on a VF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub enum VfLinkState {
    /// Follows the PF's link.
    #[default]
    Auto,
    /// Up whatever the PF's link does.
    Enable,
    /// Down.
    Disable,
}

/// The VLAN that the PF puts a VF in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct VfVlan {
    /// The VLAN, or `None` for untagged. Setting "untagged" is not the same as leaving it alone: some drivers turn an
    /// explicit 0 into a port VLAN policy that breaks trunks.
    pub id: Option<VlanId>,
    /// 802.1p priority, 0 to 7.
    pub qos: u8,
    /// The kind of tag.
    #[serde(skip_serializing_if = "VlanProtocol::is_customer")]
    pub protocol: VlanProtocol,
}

/// The kind of tag that stands for a VLAN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub enum VlanProtocol {
    /// 802.1Q, the common one.
    #[default]
    #[serde(rename = "802.1Q")]
    Customer,
    /// 802.1ad: a service tag, around the tags of a customer.
    #[serde(rename = "802.1ad")]
    Service,
}

impl VlanProtocol {
    /// The common one.
    #[must_use]
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
    pub fn is_customer(&self) -> bool {
        *self == Self::Customer
    }
}

/// Transmit rates in Mbit/s; 0 is "no limit" and "no guarantee".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct VfRate {
    /// Guaranteed.
    pub minimum: u32,
    /// Cap.
    pub maximum: u32,
}

/// What the PF holds for a VF, as the kernel reports it. `None`: the driver does not report the knob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct VfAdmin {
    /// Administrative MAC; zero when the PF never set one.
    pub mac: MacAddress,
    /// VLAN and priority.
    pub vlan: VfVlan,
    /// Anti-spoofing check.
    pub spoof_check: Option<bool>,
    /// The VF may change its MAC and go promiscuous.
    pub trust: Option<bool>,
    /// Rates.
    pub rate: VfRate,
    /// Forced link state.
    pub link_state: Option<VfLinkState>,
}

/// What is to be set on a VF: only what is `Some` is written, one knob a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct VfAttributes {
    /// Administrative MAC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mac: Option<MacAddress>,
    /// VLAN and priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vlan: Option<VfVlan>,
    /// Anti-spoofing check.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoof_check: Option<bool>,
    /// Trust.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust: Option<bool>,
    /// Rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<VfRate>,
    /// Link state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_state: Option<VfLinkState>,
}

impl VfAttributes {
    /// True when nothing is to be written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether `admin` holds every value that is to be written; `None` when the driver does not report one of them and
    /// the rest agrees.
    #[must_use]
    pub fn are_satisfied_by(&self, admin: &VfAdmin) -> Option<bool> {
        fn knob<T: PartialEq>(wanted: Option<T>, found: Option<T>) -> Option<bool> {
            match (wanted, found) {
                (None, _) => Some(true),
                (Some(_), None) => None,
                (wanted, found) => Some(wanted == found),
            }
        }
        let knobs = [
            knob(self.mac, Some(admin.mac)),
            knob(self.vlan, Some(admin.vlan)),
            knob(self.spoof_check, admin.spoof_check),
            knob(self.trust, admin.trust),
            knob(self.rate, Some(admin.rate)),
            knob(self.link_state, admin.link_state),
        ];
        if knobs.contains(&Some(false)) {
            return Some(false);
        }
        if knobs.contains(&None) {
            None
        } else {
            Some(true)
        }
    }

    /// The values that `admin` holds for the knobs that `self` writes: what undoes `self`.
    #[must_use]
    pub fn originals_in(&self, admin: &VfAdmin) -> Self {
        Self {
            mac: self.mac.map(|_| admin.mac),
            vlan: self.vlan.map(|_| admin.vlan),
            spoof_check: self.spoof_check.and(admin.spoof_check),
            trust: self.trust.and(admin.trust),
            rate: self.rate.map(|_| admin.rate),
            link_state: self.link_state.and(admin.link_state),
        }
    }
}

/// Traffic through a VF since its PF's driver was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct VfCounters {
    /// Bytes to the VF.
    pub rx_bytes: u64,
    /// Frames to the VF.
    pub rx_packets: u64,
    /// Bytes from the VF.
    pub tx_bytes: u64,
    /// Frames from the VF.
    pub tx_packets: u64,
}

impl VirtualFunction {
    /// The first endpoint of the group that is bound to a driver other than VFIO's and so keeps the group from VMs.
    #[must_use]
    pub fn group_blocker(&self) -> Option<&GroupPeer> {
        self.group_peers.iter().find(|peer| peer.keeps_group())
    }
}

impl fmt::Display for VirtualFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VF {} of {} ({})", self.index, self.pf, self.address)
    }
}
