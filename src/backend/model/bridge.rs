//! Linux bridges, forwarding entries and libvirt networks: what a switch is made of.

use serde::{Deserialize, Serialize};

use super::{InterfaceName, MacAddress, PortVlans, Uuid};

/// A Linux bridge. Filled by [`super::Scope::bridges`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bridge {
    /// The bridge device.
    pub name: InterfaceName,
    /// Its address.
    pub mac: MacAddress,
    /// Administratively up.
    #[serde(default)]
    pub up: bool,
    /// `vlan_filtering` is on.
    #[serde(default)]
    pub vlan_filtering: bool,
    /// Devices whose master it is, sorted by name.
    #[serde(default)]
    pub ports: Vec<InterfaceName>,
    /// Ports that are in other VLANs than the bridge's default (1, untagged), sorted by name. Known only while it filters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub port_vlans: Vec<(InterfaceName, PortVlans)>,
}

impl Bridge {
    /// The VLANs that a port is in.
    #[must_use]
    pub fn vlans_of(&self, port: &InterfaceName) -> PortVlans {
        let found = self.port_vlans.iter().find(|(name, _)| name == port);
        found.map(|(_, vlans)| vlans.clone()).unwrap_or_default()
    }
}

/// Where a forwarding entry stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
pub enum FdbPlace {
    /// In the device's own filter: `bridge fdb add MAC dev DEVICE self permanent`.
    #[default]
    Filter,
    /// In the table of the bridge whose port the device is, where no other port can learn the address:
    /// `bridge fdb replace MAC dev DEVICE master static sticky`.
    Bridge,
}

/// A unicast address that was added to a PF's filter, or pinned to a port of a bridge. A device's own address is left out.
/// Filled by [`super::Scope::bridges`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FdbEntry {
    /// The PF's interface, or the port.
    pub device: InterfaceName,
    /// The address.
    pub mac: MacAddress,
    /// Where it stands.
    #[serde(default)]
    pub place: FdbPlace,
}

/// A libvirt network. Filled by [`super::Scope::networks`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibvirtNetwork {
    /// Name.
    pub name: String,
    /// Id.
    pub id: Uuid,
    /// The bridge that it leads to.
    pub bridge: Option<InterfaceName>,
    /// NICs whose VFs it hands out by itself (`<forward mode='hostdev'>`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pool: Vec<InterfaceName>,
    /// It runs.
    pub active: bool,
    /// It is started with the daemon.
    pub autostart: bool,
}
