//! Network adapters of the host, and the virtual switches built on them.

use serde::{Deserialize, Serialize};

use super::{HostReason, InterfaceName, MacAddress, NicIdentity, PciAddress, SriovSupport, Uuid};

/// What kind of device a network interface is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub enum LinkKind {
    /// A piece of hardware (PCI, USB, platform, virtio).
    #[default]
    Physical,
    /// A virtual function of this host that a network driver is bound to.
    VirtualFunction,
    /// The host's end of a VF or of another function of a NIC in switchdev mode.
    Representor,
    /// A Linux bridge.
    Bridge,
    /// A bond.
    Bond,
    /// A VLAN interface.
    Vlan,
    /// A tap device, usually of a VM.
    Tap,
    /// Any other virtual device.
    Other,
}

/// A network interface of the host. Filled by [`super::Scope::links`]; loopback is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NetAdapter {
    /// Interface name.
    pub name: InterfaceName,
    /// Interface index.
    pub index: u32,
    /// Present MAC address.
    pub mac: MacAddress,
    /// Identity that survives renaming. Its `permanent_mac` is [`NetAdapter::mac`] when the driver gives none.
    pub identity: NicIdentity,
    /// Kind of device.
    pub kind: LinkKind,
    /// Product name as the PCI database gives it, or the driver's name.
    pub description: String,
    /// The driver behind it.
    pub driver: Option<String>,
    /// PCI function behind it.
    pub pci: Option<PciAddress>,
    /// Administratively up.
    pub up: bool,
    /// The link works (`IFF_LOWER_UP`).
    pub carrier: bool,
    /// Speed in Mbit/s; `None` when unknown or the link is down.
    pub speed: Option<u32>,
    /// MTU in bytes.
    pub mtu: u32,
    /// The device that it is a port or member of.
    pub master: Option<InterfaceName>,
    /// The device that it stands on: of a VLAN interface, a macvlan and their like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower: Option<InterfaceName>,
    /// Global IP addresses with prefix length, as text.
    pub addresses: Vec<String>,
    /// It carries a default route (IPv4 or IPv6).
    pub default_route: bool,
    /// The caller's ssh session comes in through it.
    pub session: bool,
    /// The host reaches disks through it: the server of a mounted NFS file system or of an iSCSI session is in one of its subnets.
    pub storage: bool,
    /// Other tools that manage it, for example `NetworkManager` or `systemd-networkd`.
    pub managed_by: Vec<String>,
    /// Full duplex; `None` when the driver does not say.
    pub full_duplex: Option<bool>,
    /// The version of the driver: its module's own, else that of the kernel that it is part of.
    pub driver_version: Option<String>,
    /// It takes in frames for other addresses too (a port of a bridge does); `None` when the kernel does not say.
    pub promiscuous: Option<bool>,
    /// Of a VLAN interface: the device that it stands on, and the VLAN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vlan: Option<(InterfaceName, u16)>,
    /// Of one end of a veth pair: the other end, where that is in the same network namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peer: Option<InterfaceName>,
    /// The text that the kernel keeps with it for people (`ip link set alias`, `IFLA_IFALIAS`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What it is called as a network adapter of the host on a switch, `vEthernet (NAME)`, or as a team whose name a device cannot have;
    /// worked out by [`super::State::derive_aliases`], not observed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// It is the bridge or the team of a virtual switch, and no adapter of the host on it; worked out with the alias.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub of_switch: bool,
}

impl NetAdapter {
    /// An id that stays: of a piece of hardware the one of its [identity](NicIdentity::id), of other devices made of the name.
    #[must_use]
    pub fn id(&self) -> Uuid {
        match self.kind {
            LinkKind::Physical => self.identity.id(),
            kind => Uuid::of_text(&format!("{kind:?} {}", self.name)),
        }
    }

    /// What users call it: the name of a network adapter of the host on a switch or of a team, else that of the interface.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.alias.as_deref().unwrap_or(self.name.as_str())
    }

    /// A device behind other devices, which nobody chooses by hand: a tap, a representor.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.alias.is_none()
            && matches!(
                self.kind,
                LinkKind::Tap | LinkKind::Other | LinkKind::Representor
            )
    }

    /// Whether lists show it unasked: it is neither hidden nor a virtual switch itself, which Hyper-V's hosts have no adapter for.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        !self.is_hidden() && !self.of_switch
    }
}

impl Default for NetAdapter {
    fn default() -> Self {
        Self {
            name: InterfaceName::placeholder(),
            index: 0,
            mac: MacAddress::ZERO,
            identity: NicIdentity::default(),
            kind: LinkKind::Physical,
            description: String::new(),
            driver: None,
            pci: None,
            up: false,
            carrier: false,
            speed: None,
            mtu: 1500,
            master: None,
            lower: None,
            addresses: Vec::new(),
            default_route: false,
            session: false,
            storage: false,
            managed_by: Vec::new(),
            full_duplex: None,
            driver_version: None,
            promiscuous: None,
            vlan: None,
            peer: None,
            note: None,
            alias: None,
            of_switch: false,
        }
    }
}

/// Hyper-V's `VMSwitchType`, with its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum SwitchType {
    /// VMs only.
    Private = 0,
    /// VMs and the host.
    Internal = 1,
    /// VMs, the wire, and the host if asked.
    External = 2,
}

/// A virtual switch: what was asked for and how it stands. Worked out by [`crate::policy::switches`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switch {
    /// Name.
    pub name: String,
    /// Id.
    pub id: Uuid,
    /// Type.
    pub switch_type: SwitchType,
    /// The bridge device behind it.
    pub bridge: InterfaceName,
    /// The bridge exists.
    pub present: bool,
    /// The team device between the bridge and the NICs (embedded teaming).
    pub team: Option<InterfaceName>,
    /// What users call the team of the host that it stands on, which hides SR-IOV.
    pub host_team: Option<String>,
    /// The host NICs under it that were found, in the order in which they were given.
    pub uplinks: Vec<InterfaceName>,
    /// Product names of those NICs.
    pub uplink_descriptions: Vec<String>,
    /// Ids of those NICs ([`NetAdapter::id`]).
    pub uplink_ids: Vec<Uuid>,
    /// NICs that are not there at present.
    pub missing_uplinks: Vec<NicIdentity>,
    /// The host has its own port.
    pub allow_management_os: bool,
    /// IOV mode was asked for when it was made.
    pub iov_enabled: bool,
    /// SR-IOV can work on this host and at least one of these NICs.
    pub iov_support: bool,
    /// Why not: the platform's reasons.
    pub host_reasons: Vec<HostReason>,
    /// Why not: the NICs' reasons.
    pub adapter_reasons: Vec<(InterfaceName, SriovSupport)>,
    /// Why not: SR-IOV was switched off on these NICs.
    pub disabled_uplinks: Vec<InterfaceName>,
    /// VFs that exist on its NICs.
    pub vf_count: u32,
    /// VFs that VMs have.
    pub vfs_in_use: u32,
    /// Notes of the admin.
    pub notes: String,
    /// What was asked for of its bandwidth and its MTU.
    pub settings: crate::state::SwitchSettings,
}

impl Switch {
    /// The switch has a team of its own (embedded teaming).
    #[must_use]
    pub fn has_own_team(&self) -> bool {
        self.team.is_some()
    }

    /// All reasons as text, in Hyper-V's words where it has any. Of a team that can, those of the members that cannot.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        let host = self.host_reasons.iter().map(|r| r.text().to_owned());
        let nics = self
            .adapter_reasons
            .iter()
            .map(|(_, r)| r.text().to_owned());
        let missing = self
            .missing_uplinks
            .iter()
            .map(|_| "The network adapter of the switch is missing.".to_owned());
        let disabled = self.disabled_uplinks.iter().map(|nic| {
            format!("SR-IOV is disabled on the network adapter {nic}; Enable-NetAdapterSriov {nic} enables it.")
        });
        let team = self.host_team.iter().map(|team| {
            format!("{team} is a team of the host, which hides SR-IOV from a switch above it; a team in the switch keeps it: New-VMSwitch -NetAdapterName with all of its network adapters.")
        });
        host.chain(team)
            .chain(nics)
            .chain(missing)
            .chain(disabled)
            .collect()
    }
}
