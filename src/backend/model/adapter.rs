//! A VM's network adapter: what an admin asks for, and what is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::address::{ParseError, as_text};
use super::{AdapterVlan, ExtendedAcl, InterfaceName, MacAddress, PciAddress, PortAcl, Uuid};

/// The alias by which libvirt knows an adapter. Adapters made here have user aliases (`ua-` and 8 hex digits), which
/// the failover pair needs; adapters made by other tools may have `net0` and the like.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AdapterAlias(String);

impl AdapterAlias {
    /// The alias of the adapter with this id.
    #[must_use]
    pub fn of(id: Uuid) -> Self {
        let [a, b, c, d, ..] = *id.as_bytes();
        Self(format!("ua-{a:02x}{b:02x}{c:02x}{d:02x}"))
    }

    /// The alias that an adapter of this VM gets, which another tool made under `alias`, when it becomes half of a failover pair.
    #[must_use]
    pub fn paired(vm: Uuid, alias: &Self) -> Self {
        Self::of(Self::paired_id(vm, alias))
    }

    /// The id that goes with that alias.
    #[must_use]
    pub fn paired_id(vm: Uuid, alias: &Self) -> Uuid {
        Uuid::of_text(&format!("adapter {vm} {alias}"))
    }

    /// The alias as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True when libvirt will keep it (it starts with `ua-`), so that a VF can be paired with the adapter.
    #[must_use]
    pub fn is_user_defined(&self) -> bool {
        self.0.starts_with("ua-")
    }

    /// The alias of the VF device that is paired with this adapter.
    #[must_use]
    pub fn of_vf(&self) -> Self {
        Self(format!("{}-vf", self.0))
    }

    /// The tap device that an adapter made here has on the host: `io` and the alias' digits.
    #[must_use]
    pub fn tap(&self) -> Option<InterfaceName> {
        format!("io{}", self.0.strip_prefix("ua-")?).parse().ok()
    }
}

impl fmt::Display for AdapterAlias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for AdapterAlias {
    type Err = ParseError;
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let clean = text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if (1..=63).contains(&text.len()) && clean {
            Ok(Self(text.to_owned()))
        } else {
            Err(ParseError::new(
                "a device alias of letters, digits, - and _",
                text,
            ))
        }
    }
}

as_text!(AdapterAlias);

/// Hyper-V's `IovInterruptModerationValue`, with its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[repr(u16)]
pub enum InterruptModeration {
    /// The vendor decides.
    #[default]
    Default = 0,
    /// Follows traffic.
    Adaptive = 1,
    /// None.
    Off = 2,
    /// Few interrupts saved.
    Low = 100,
    /// Some.
    Medium = 200,
    /// Many.
    High = 300,
}

/// Hyper-V's `VMNetworkAdapterPortMirroringMode`, with its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[repr(u8)]
pub enum PortMirroring {
    /// Off.
    #[default]
    None = 0,
    /// Receives copies.
    Destination = 1,
    /// Is copied.
    Source = 2,
}

/// A bandwidth as it was asked for, in bits per second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bandwidth(pub u64);

impl Bandwidth {
    /// No limit, no guarantee.
    pub const NONE: Self = Self(0);

    /// So many Mbit/s.
    #[must_use]
    pub const fn of_megabits(count: u32) -> Self {
        Self(count as u64 * 1_000_000)
    }

    /// Whether nothing was asked for.
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    pub(crate) const fn is_nothing(&self) -> bool {
        self.0 == 0
    }

    /// As the kernel takes it: in whole Mbit/s, rounded up, so that a limit never becomes none.
    #[must_use]
    pub fn in_megabits(self) -> u32 {
        u32::try_from(self.0.div_ceil(1_000_000)).unwrap_or(u32::MAX)
    }
}

fn is_zero<T: Default + PartialEq>(number: &T) -> bool {
    *number == T::default()
}

/// What was asked for of the queues of an adapter's paravirtual path (Hyper-V's VMMQ and vRSS); what nobody asked for is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueSettings {
    /// The host may spread the adapter over several queues.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vmmq: Option<bool>,
    /// The guest may spread what it receives over its processors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vrss: Option<bool>,
    /// The most queue pairs, 1 or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<u32>,
}

impl QueueSettings {
    /// Hyper-V's `VrssMaxQueuePairs` where nobody chose another.
    pub const DEFAULT_MOST: u32 = 16;
    /// The most queues that a tap has (`MAX_TAP_QUEUES`, `drivers/net/tun.c`).
    pub const LIMIT: u32 = 256;

    /// Nothing was asked for.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The queue pairs that the device is to have; `None` when nothing was asked for. A guest uses no more of them than it has
    /// processors.
    #[must_use]
    pub fn wanted(&self) -> Option<u32> {
        if self.is_default() {
            None
        } else if self.vmmq == Some(false) || self.vrss == Some(false) {
            Some(1)
        } else {
            let most = self.most.unwrap_or(Self::DEFAULT_MOST);
            Some(most.clamp(1, Self::LIMIT))
        }
    }
}

/// What an admin set on an adapter. Lives in the domain's metadata, so that it moves with the VM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdapterSettings {
    /// Name, as Hyper-V shows it; `Network Adapter` unless chosen.
    pub name: String,
    /// Id; Hyper-V's adapter `Id` is made of the VM's and this one.
    pub id: Uuid,
    /// The switch that it is to be connected to.
    pub switch: Option<Uuid>,
    /// 0 is off; 1 to 100 asks for a VF, higher first when they are short.
    pub iov_weight: u8,
    /// Queue pairs asked for; 1 or more.
    pub iov_queue_pairs: u32,
    /// Interrupt moderation asked for.
    pub interrupt_moderation: InterruptModeration,
    /// May be part of a team inside the guest.
    pub allow_teaming: bool,
    /// The guest may send with other addresses.
    pub mac_spoofing: bool,
    /// The MAC comes from the host's pool and may be changed while the VM is off.
    pub dynamic_mac: bool,
    /// VLANs.
    pub vlan: AdapterVlan,
    /// Drops DHCP server messages from the guest.
    pub dhcp_guard: bool,
    /// Drops router advertisements from the guest.
    pub router_guard: bool,
    /// Mirroring.
    pub port_mirroring: PortMirroring,
    /// Cap.
    #[serde(rename = "maximum_bits")]
    pub maximum_bandwidth: Bandwidth,
    /// Guarantee.
    #[serde(rename = "minimum_bits")]
    pub minimum_bandwidth: Bandwidth,
    /// VMQ weight; stored and reported, it has no effect on KVM.
    pub vmq_weight: u8,
    /// Guarantee as a share of the uplink, 1 to 100 beside the weights of the switch's other adapters; 0 asks for none.
    #[serde(skip_serializing_if = "is_zero")]
    pub minimum_weight: u8,
    /// Broadcast and multicast frames that the guest may send in a second; 0 is no limit.
    #[serde(skip_serializing_if = "is_zero")]
    pub storm_limit: u32,
    /// Priority tags (IEEE 802.1p) that the guest puts on frames go on as they are; `Some(false)`: they are taken off. `None`: nobody
    /// said so, and they go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority_tags: Option<bool>,
    /// Queues of the paravirtual path.
    #[serde(skip_serializing_if = "QueueSettings::is_default")]
    pub queues: QueueSettings,
    /// The number by which firmware tells the guest which adapter this is (ACPI `_DSM` 7, systemd's `eno`*N*): 1 to 16383, 0 tells
    /// it none, `None` leaves what the definition says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub naming_index: Option<u32>,
    /// MTU that the guest is told, in bytes; 0 leaves it to the guest, `None` leaves what the definition says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mtu: Option<u32>,
    /// The member of the switch's team whose VFs it is to have, as long as its link works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_mapping: Option<InterfaceName>,
    /// Port ACLs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acls: Vec<PortAcl>,
    /// Extended port ACLs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extended_acls: Vec<ExtendedAcl>,
}

impl Default for AdapterSettings {
    fn default() -> Self {
        Self {
            name: "Network Adapter".to_owned(),
            id: Uuid::default(),
            switch: None,
            iov_weight: 0,
            iov_queue_pairs: 1,
            interrupt_moderation: InterruptModeration::Default,
            allow_teaming: false,
            mac_spoofing: false,
            dynamic_mac: true,
            vlan: AdapterVlan::Untagged,
            dhcp_guard: false,
            router_guard: false,
            port_mirroring: PortMirroring::None,
            maximum_bandwidth: Bandwidth::NONE,
            minimum_bandwidth: Bandwidth::NONE,
            vmq_weight: 100,
            minimum_weight: 0,
            storm_limit: 0,
            priority_tags: None,
            queues: QueueSettings::default(),
            naming_index: None,
            mtu: None,
            team_mapping: None,
            acls: Vec::new(),
            extended_acls: Vec::new(),
        }
    }
}

/// Where an adapter's MAC comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MacChoice {
    /// This one.
    Static(MacAddress),
    /// One from the host's pool; an adapter that has one keeps it.
    Dynamic,
}

/// What is to be changed on an adapter; `None` leaves a setting alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdapterChanges {
    /// 0 to 100.
    pub iov_weight: Option<u8>,
    /// 1 or more.
    pub iov_queue_pairs: Option<u32>,
    /// Interrupt moderation of the VF.
    pub interrupt_moderation: Option<InterruptModeration>,
    /// May be part of a team inside the guest.
    pub allow_teaming: Option<bool>,
    /// The member of the switch's team whose VFs it is to have; `Some(None)`: any.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::as_asked"
    )]
    pub team_mapping: Option<Option<InterfaceName>>,
    /// The guest may send with other addresses.
    pub mac_spoofing: Option<bool>,
    /// MAC.
    pub mac: Option<MacChoice>,
    /// VLANs.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "super::as_asked"
    )]
    pub vlan: Option<AdapterVlan>,
    /// DHCP guard.
    pub dhcp_guard: Option<bool>,
    /// Router guard.
    pub router_guard: Option<bool>,
    /// Mirroring.
    pub port_mirroring: Option<PortMirroring>,
    /// Cap.
    pub maximum_bandwidth: Option<Bandwidth>,
    /// Guarantee.
    pub minimum_bandwidth: Option<Bandwidth>,
    /// Guarantee as a weight, 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_weight: Option<u8>,
    /// VMQ weight.
    pub vmq_weight: Option<u8>,
    /// Broadcast and multicast frames in a second; 0 is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storm_limit: Option<u32>,
    /// Priority tags of the guest go on as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority_tags: Option<bool>,
    /// The host may spread it over several queues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vmmq: Option<bool>,
    /// The guest may spread what it receives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vrss: Option<bool>,
    /// The most queue pairs of the paravirtual path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_queues: Option<u32>,
    /// Firmware tells the guest which adapter this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_naming: Option<bool>,
    /// MTU that the guest is told; 0 leaves it to the guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mtu: Option<u32>,
    /// Port ACLs, all of them.
    pub acls: Option<Vec<PortAcl>>,
    /// Extended port ACLs, all of them.
    pub extended_acls: Option<Vec<ExtendedAcl>>,
}

impl AdapterChanges {
    /// Puts them into the settings of an adapter.
    pub(crate) fn apply_to(&self, settings: &mut AdapterSettings) {
        fn put<T>(slot: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *slot = value;
            }
        }
        put(
            &mut settings.iov_weight,
            self.iov_weight.map(|w| w.min(100)),
        );
        put(&mut settings.iov_queue_pairs, self.iov_queue_pairs);
        put(
            &mut settings.interrupt_moderation,
            self.interrupt_moderation,
        );
        put(&mut settings.allow_teaming, self.allow_teaming);
        put(&mut settings.mac_spoofing, self.mac_spoofing);
        put(
            &mut settings.dynamic_mac,
            self.mac.map(|m| m == MacChoice::Dynamic),
        );
        put(&mut settings.vlan, self.vlan.clone());
        put(&mut settings.dhcp_guard, self.dhcp_guard);
        put(&mut settings.router_guard, self.router_guard);
        put(&mut settings.port_mirroring, self.port_mirroring);
        put(&mut settings.maximum_bandwidth, self.maximum_bandwidth);
        put(&mut settings.minimum_bandwidth, self.minimum_bandwidth);
        put(
            &mut settings.minimum_weight,
            self.minimum_weight.map(|w| w.min(100)),
        );
        // What is asked for takes the place of the other kind of minimum.
        if self.minimum_weight.is_some_and(|weight| weight > 0) {
            settings.minimum_bandwidth = Bandwidth::NONE;
        } else if self.minimum_bandwidth.is_some_and(|bits| !bits.is_none()) {
            settings.minimum_weight = 0;
        }
        put(&mut settings.vmq_weight, self.vmq_weight);
        put(&mut settings.storm_limit, self.storm_limit);
        put(&mut settings.priority_tags, self.priority_tags.map(Some));
        put(&mut settings.queues.vmmq, self.vmmq.map(Some));
        put(&mut settings.queues.vrss, self.vrss.map(Some));
        put(&mut settings.queues.most, self.most_queues.map(Some));
        put(&mut settings.mtu, self.mtu.map(Some));
        put(&mut settings.team_mapping, self.team_mapping.clone());
        put(&mut settings.acls, self.acls.clone());
        put(&mut settings.extended_acls, self.extended_acls.clone());
    }
}

/// A VF that a VM has, as the running domain shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedVf {
    /// The VF's address on the host.
    pub address: PciAddress,
    /// The device's alias in the domain.
    pub alias: AdapterAlias,
}

/// What a guest says of one of its adapters; each is `None` where it does not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InsideGuest {
    /// A default route of the guest goes by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_route: Option<bool>,
    /// The driver that has its VF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vf_driver: Option<String>,
    /// The guest's frames go by the VF, and not by the paravirtual device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_vf: Option<bool>,
}

impl InsideGuest {
    /// The guest says nothing.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }
}

/// A virtual network adapter of a VM. Filled by [`super::Scope::vms`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adapter {
    /// libvirt's alias.
    pub alias: AdapterAlias,
    /// MAC address.
    pub mac: MacAddress,
    /// The bridge that it is a port of: while the VM runs the tap's master as the kernel says, else what the definition
    /// says. `None` when it is connected to nothing.
    #[serde(default)]
    pub bridge: Option<InterfaceName>,
    /// The tap device, while the VM runs.
    #[serde(default)]
    pub tap: Option<InterfaceName>,
    /// The virtual cable is in.
    #[serde(default = "yes")]
    pub link_up: bool,
    /// The definition says `<teaming type='persistent'/>`: a VF can join it.
    #[serde(default = "yes")]
    pub teaming: bool,
    /// It is a device that the guest sees as virtio (`false`: an emulated model such as e1000).
    #[serde(default = "yes")]
    pub virtio: bool,
    /// Queue pairs of the paravirtual path: of the running domain while it runs, else of the definition.
    #[serde(default = "one")]
    pub queues: u32,
    /// `<acpi index='n'/>`: the number that the guest's firmware tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub naming_index: Option<u32>,
    /// `<mtu size='n'/>`: what the guest is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mtu: Option<u32>,
    /// The VF that is paired with it.
    #[serde(default)]
    pub vf: Option<AttachedVf>,
    /// Addresses of the guest, when somebody tells them. Filled by [`super::Scope::guests`].
    #[serde(default)]
    pub ip_addresses: Vec<String>,
    /// Who told them; `None` without any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_source: Option<AddressSource>,
    /// What the guest says of it. Filled by [`super::Scope::guests`].
    #[serde(default, skip_serializing_if = "InsideGuest::is_unknown")]
    pub inside: InsideGuest,
    /// What was asked for; defaults for an adapter that another tool made.
    #[serde(default)]
    pub settings: AdapterSettings,
}

fn yes() -> bool {
    true
}

fn one() -> u32 {
    1
}

impl Adapter {
    /// The adapter as a device to define: as it stands now, and of what takes effect at the next start only as it was asked for.
    #[must_use]
    pub fn spec(&self) -> NicSpec {
        NicSpec {
            alias: self.alias.clone(),
            mac: self.mac,
            bridge: self.bridge.clone(),
            tap: self.alias.tap(),
            link_up: self.link_up,
            teaming: self.teaming,
            queues: self.settings.queues.wanted().unwrap_or(self.queues),
            naming_index: chosen(self.settings.naming_index, self.naming_index),
            mtu: chosen(self.settings.mtu, self.mtu),
            emulated: !self.virtio,
        }
    }

    /// An adapter that stands as `spec` says, with these settings, in a VM that is off.
    #[must_use]
    pub fn from_spec(spec: &NicSpec, settings: AdapterSettings) -> Self {
        Self {
            alias: spec.alias.clone(),
            mac: spec.mac,
            bridge: spec.bridge.clone(),
            tap: None,
            link_up: spec.link_up,
            teaming: spec.teaming,
            virtio: !spec.emulated,
            queues: if spec.emulated { 1 } else { spec.queues.max(1) },
            naming_index: spec.naming_index,
            mtu: spec.mtu,
            vf: None,
            ip_addresses: Vec::new(),
            address_source: None,
            inside: InsideGuest::default(),
            settings,
        }
    }
}

/// What was asked for, where 0 asks for none; else what is there.
fn chosen(asked: Option<u32>, there: Option<u32>) -> Option<u32> {
    asked.or(there).filter(|number| *number > 0)
}

/// Who told the addresses of an adapter, from the one who knows best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddressSource {
    /// The agent in the guest, of what the guest has.
    Agent,
    /// The DHCP server of a libvirt network, of what it has lent.
    Lease,
    /// The host's neighbour tables (ARP and NDP), of whom it has spoken with.
    Neighbour,
}

/// How an adapter is to stand in a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NicSpec {
    /// `<alias name='ua-…'/>`.
    pub alias: AdapterAlias,
    /// `<mac address='…'/>`.
    pub mac: MacAddress,
    /// `<interface type='bridge'><source bridge='…'/>`; `None`: `type='ethernet'`, a tap that is a port of nothing.
    pub bridge: Option<InterfaceName>,
    /// `<target dev='…'/>`.
    pub tap: Option<InterfaceName>,
    /// `<link state='up|down'/>`.
    pub link_up: bool,
    /// `<teaming type='persistent'/>` (virtio only).
    pub teaming: bool,
    /// Queue pairs of the paravirtual path: `<driver queues='n'/>`; 1 leaves the element out.
    pub queues: u32,
    /// `<acpi index='n'/>`; `None` leaves the element out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub naming_index: Option<u32>,
    /// `<mtu size='n'/>`; `None` leaves the element out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mtu: Option<u32>,
    /// A NIC that is emulated (e1000e), for guests without a virtio driver; no VF joins it.
    #[serde(default)]
    pub emulated: bool,
}

/// A VF as it is plugged into a running domain: a hostdev with `managed='no'`, transient (never in the definition).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VfDevice {
    /// The VF.
    pub address: PciAddress,
    /// `<alias name='…'/>`.
    pub alias: AdapterAlias,
    /// `<teaming type='transient' persistent='…'/>`: the adapter that it joins.
    pub persistent: AdapterAlias,
    /// The MAC, equal to the adapter's.
    pub mac: MacAddress,
}
