//! Settings of a NIC's driver, as `ethtool` tells and sets them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// What the driver of a NIC tells of its settings. What it does not tell is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct NicSettings {
    /// Offloads and their like (`ethtool -k`), by the kernel's names (`net/ethtool/common.c`, `netdev_features_strings`).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub features: BTreeMap<String, Feature>,
    /// Descriptor rings (`ethtool -g`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rings: Option<Rings>,
    /// Flow control by pause frames (`ethtool -a`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pause: Option<Pause>,
    /// Speed and duplex (`ethtool`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modes: Option<LinkModes>,
    /// What wakes the machine (`ethtool`, Wake-on).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wake: Option<Wake>,
    /// Adaptive interrupt moderation of what is received (`ethtool -c`, Adaptive RX).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adaptive_moderation: Option<bool>,
    /// Energy Efficient Ethernet (`ethtool --show-eee`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub energy_efficient: Option<bool>,
    /// IPv6 of the interface (`net.ipv6.conf.NAME.disable_ipv6` is 0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipv6: Option<bool>,
    /// The RDMA device of the port (`/sys/class/infiniband`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rdma: Option<RdmaDevice>,
    /// Data center bridging (`dcb`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dcb: Option<Dcb>,
    /// The priorities of applications (`dcb app`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applications: Option<BTreeSet<AppPriority>>,
}

/// A feature of a NIC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feature {
    /// It is in use.
    pub on: bool,
    /// It was asked for; the kernel switches it off where another feature that it needs is off.
    pub wanted: bool,
    /// It can be changed.
    pub changeable: bool,
}

/// The descriptor rings of a NIC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rings {
    /// Descriptors to receive with.
    pub receive: u32,
    /// The most of them.
    pub most_receive: u32,
    /// Descriptors to send with.
    pub transmit: u32,
    /// The most of them.
    pub most_transmit: u32,
}

/// Pause frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// They are negotiated with the other end.
    pub negotiated: bool,
    /// They are obeyed.
    pub receive: bool,
    /// They are sent.
    pub transmit: bool,
}

/// Speed and duplex of a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkModes {
    /// What the hardware can do, by the kernel's names (`1000baseT/Full`).
    pub supported: BTreeSet<String>,
    /// What is set; some drivers do not tell a fixed speed while there is no link.
    pub set: Option<Speed>,
}

/// How the speed of a link comes about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Speed {
    /// By negotiation, among these modes.
    Negotiated(BTreeSet<String>),
    /// It is fixed.
    Fixed {
        /// In Mbit/s.
        mbps: u32,
        /// Both ends send at the same time.
        full: bool,
    },
}

/// What wakes a machine, by the letters of `ethtool -s NAME wol`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Wake {
    /// What the hardware can wake by.
    pub supported: BTreeSet<WakeBy>,
    /// What it wakes by.
    pub on: BTreeSet<WakeBy>,
}

/// One cause to wake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WakeBy {
    /// The link changes.
    Phy,
    /// A unicast frame.
    Unicast,
    /// A multicast frame.
    Multicast,
    /// A broadcast frame.
    Broadcast,
    /// An ARP request.
    Arp,
    /// A magic packet.
    Magic,
    /// A magic packet with a password.
    SecureMagic,
    /// A frame that a filter fits.
    Filter,
}

impl WakeBy {
    /// All of them, in the order of the kernel's bits (`WAKE_PHY` and so on).
    pub const ALL: [Self; 8] = [
        Self::Phy,
        Self::Unicast,
        Self::Multicast,
        Self::Broadcast,
        Self::Arp,
        Self::Magic,
        Self::SecureMagic,
        Self::Filter,
    ];

    /// The letter of `ethtool -s NAME wol`.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Phy => 'p',
            Self::Unicast => 'u',
            Self::Multicast => 'm',
            Self::Broadcast => 'b',
            Self::Arp => 'a',
            Self::Magic => 'g',
            Self::SecureMagic => 's',
            Self::Filter => 'f',
        }
    }

    /// The kernel's name (`net/ethtool/common.c`, `wol_mode_names`).
    #[must_use]
    pub fn kernel_name(self) -> &'static str {
        match self {
            Self::Phy => "phy",
            Self::Unicast => "ucast",
            Self::Multicast => "mcast",
            Self::Broadcast => "bcast",
            Self::Arp => "arp",
            Self::Magic => "magic",
            Self::SecureMagic => "magicsecure",
            Self::Filter => "filter",
        }
    }
}

/// The RDMA device of a port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RdmaDevice {
    /// Its name (`mlx5_0`, `rocep1s0f0`).
    pub name: String,
    /// Its link is active.
    pub active: bool,
}

/// Data center bridging of a port: which priorities are lossless, and how the bandwidth is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Dcb {
    /// Priorities with priority flow control (802.1Qbb): one bit each.
    pub pfc: u8,
    /// The traffic class of each priority (802.1Qaz).
    pub class_of: [u8; 8],
    /// Percent of the bandwidth of each traffic class; 0 of those without a share.
    pub percent: [u8; 8],
    /// Whether each traffic class has a share (ETS), or goes before all others (strict).
    pub shared: [bool; 8],
    /// Traffic classes that the hardware has.
    pub classes: u8,
    /// The other end of the wire may say how the bandwidth is shared (802.1Qaz, the bit "willing").
    #[serde(default)]
    pub willing: bool,
}

/// The priority of the frames of an application (802.1Qaz, the application priority table).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AppPriority {
    /// What `number` is.
    pub kind: AppKind,
    /// A port, or the type of a frame.
    pub number: u16,
    /// The priority, 0 to 7.
    pub priority: u8,
}

/// What an application is told by (`include/uapi/linux/dcbnl.h`, `IEEE_8021QAZ_APP_SEL_*`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AppKind {
    /// The type of the frame (`ethtype-prio`); 0 is every frame that nothing else tells (`default-prio`).
    EtherType,
    /// A port of TCP or SCTP (`stream-port-prio`).
    Stream,
    /// A port of UDP (`dgram-port-prio`).
    Datagram,
    /// A port of either (`port-prio`).
    Any,
}

/// A setting of a NIC, with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NicSetting {
    /// A feature, on or off.
    Feature {
        /// The kernel's name.
        name: String,
        /// On.
        on: bool,
    },
    /// How many receive queues there are.
    ReceiveQueues(u32),
    /// The queue of each entry of the indirection table. How many queues there are is set before.
    Indirection(Vec<u32>),
    /// How many descriptors there are to receive with.
    ReceiveRing(u32),
    /// How many descriptors there are to send with.
    TransmitRing(u32),
    /// Pause frames.
    Pause(Pause),
    /// Speed and duplex.
    Speed(Speed),
    /// What wakes the machine.
    Wake(BTreeSet<WakeBy>),
    /// Adaptive interrupt moderation.
    AdaptiveModeration(bool),
    /// Energy Efficient Ethernet.
    EnergyEfficient(bool),
    /// IPv6 of the interface.
    Ipv6(bool),
    /// Data center bridging.
    Dcb(Dcb),
    /// The priorities of applications.
    Applications(BTreeSet<AppPriority>),
}

/// The key of [`NicSetting::ReceiveQueues`].
pub const RECEIVE_QUEUES: &str = "receive queues";

impl NicSetting {
    /// What is set, without the value: two settings with one key replace each other.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Feature { name, .. } => name,
            Self::ReceiveQueues(_) => RECEIVE_QUEUES,
            Self::Indirection(_) => "indirection table",
            Self::ReceiveRing(_) => "receive ring",
            Self::TransmitRing(_) => "transmit ring",
            Self::Pause(_) => "pause frames",
            Self::Speed(_) => "speed",
            Self::Wake(_) => "wake-on-LAN",
            Self::AdaptiveModeration(_) => "adaptive interrupt moderation",
            Self::EnergyEfficient(_) => "Energy Efficient Ethernet",
            Self::Ipv6(_) => "IPv6",
            Self::Dcb(_) => "data center bridging",
            Self::Applications(_) => "priorities of applications",
        }
    }
}

/// Features that are off while another one is (`netdev_fix_features` in `net/core/dev.c`): the one, and those of which it needs one.
pub const NEEDS: &[(&str, &[&str])] = &[
    ("tx-tcp-segmentation", &["tx-scatter-gather"]),
    ("tx-tcp6-segmentation", &["tx-scatter-gather"]),
    (
        "tx-tcp-segmentation",
        &["tx-checksum-ipv4", "tx-checksum-ip-generic"],
    ),
    (
        "tx-tcp6-segmentation",
        &["tx-checksum-ipv6", "tx-checksum-ip-generic"],
    ),
    ("tx-generic-segmentation", &["tx-scatter-gather"]),
    ("rx-gro-hw", &["rx-checksum"]),
];

impl NicSettings {
    /// Asks for a feature, or for its end; those that need it follow.
    pub fn ask_for(&mut self, name: &str, on: bool) {
        if let Some(feature) = self.features.get_mut(name) {
            (feature.wanted, feature.on) = (on, on);
        }
        for dependent in NEEDS.iter().map(|(dependent, _)| *dependent) {
            let needs = NEEDS.iter().filter(|(one, _)| *one == dependent);
            let met = needs
                .clone()
                .all(|(_, any)| any.iter().any(|need| self.is_on(need)));
            if let Some(feature) = self.features.get_mut(dependent) {
                feature.on = feature.wanted && met;
            }
        }
    }

    /// Whether a feature is in use.
    #[must_use]
    pub fn is_on(&self, name: &str) -> bool {
        self.features.get(name).is_some_and(|feature| feature.on)
    }

    /// Whether a feature can be changed.
    #[must_use]
    pub fn is_changeable(&self, name: &str) -> bool {
        let feature = self.features.get(name);
        feature.is_some_and(|feature| feature.changeable)
    }
}
