//! Teams of host NICs: Linux bonds.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::InterfaceName;

/// How the members of a team share the work, as far as iovsh makes such teams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub enum TeamMode {
    /// One member carries the traffic; the switch on the wire need not know.
    #[default]
    ActiveBackup,
    /// All members send, one receives; the switch on the wire need not know.
    BalanceTlb,
    /// All members send and receive; the switch on the wire has them in one group by hand.
    BalanceXor,
    /// The same, and both ends agree on the group by LACP.
    Lacp,
}

impl TeamMode {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::ActiveBackup,
        Self::BalanceTlb,
        Self::BalanceXor,
        Self::Lacp,
    ];

    /// The kernel's word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::ActiveBackup => Team::ACTIVE_BACKUP,
            Self::BalanceTlb => "balance-tlb",
            Self::BalanceXor => "balance-xor",
            Self::Lacp => "802.3ad",
        }
    }

    /// The mode that the kernel calls so; `None` for one that iovsh makes no teams of.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }

    /// The bond can judge its members by answers from beyond the wire (`arp_interval`): Linux offers that for two of these modes
    /// (`bond_options.c`), and in [`TeamMode::BalanceXor`] the switch on the wire sends all answers to one member, so that the
    /// others would seem dead.
    #[must_use]
    pub fn asks_targets(self) -> bool {
        self == Self::ActiveBackup
    }

    /// A bond that asks goes on asking when it gets this mode: the kernel ends it only in those that it is incompatible with
    /// (`bond_mode_uses_arp`).
    #[must_use]
    pub fn keeps_targets(self) -> bool {
        matches!(self, Self::ActiveBackup | Self::BalanceXor)
    }

    /// One member is better than the others: it carries the traffic whenever its link works.
    #[must_use]
    pub fn has_primary(self) -> bool {
        matches!(self, Self::ActiveBackup | Self::BalanceTlb)
    }
}

/// By what a member is chosen for a frame, in the modes in which several send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub enum TeamHash {
    /// The MAC addresses.
    #[default]
    Layer2,
    /// MAC and IP addresses.
    Layer23,
    /// IP addresses and ports.
    Layer34,
    /// The VLAN and the sender's MAC address: each port of a switch above has its member.
    SourceMac,
}

impl TeamHash {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Layer2, Self::Layer23, Self::Layer34, Self::SourceMac];

    /// The kernel's word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Layer2 => "layer2",
            Self::Layer23 => "layer2+3",
            Self::Layer34 => "layer3+4",
            Self::SourceMac => "vlan+srcmac",
        }
    }

    /// The policy that the kernel calls so.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hash| hash.word() == word)
    }
}

/// The settings of a team. Those that mean nothing in its mode are as [`TeamSettings::default`] has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct TeamSettings {
    /// The mode.
    pub mode: TeamMode,
    /// By what a member is chosen for a frame.
    pub hash: TeamHash,
    /// Of [`TeamMode::BalanceTlb`]: flows move between members with the load, instead of by the hash.
    pub dynamic: bool,
    /// Of [`TeamMode::Lacp`]: the partner is to speak every second instead of every thirty.
    pub lacp_fast: bool,
    /// Of [`TeamMode::ActiveBackup`]: every member keeps its own address. With one for all, a NIC would take frames for the team
    /// out of its switch although another member is the one that listens.
    pub own_addresses: bool,
}

impl TeamSettings {
    /// Those of embedded teams.
    pub const EMBEDDED: Self = Self {
        mode: TeamMode::ActiveBackup,
        hash: TeamHash::Layer2,
        dynamic: false,
        lacp_fast: false,
        own_addresses: true,
    };

    /// Members keep their own addresses; else they take the team's.
    #[must_use]
    pub fn keeps_addresses(&self) -> bool {
        self.mode == TeamMode::BalanceTlb || self.own_addresses
    }

    /// They differ in no more than the kernel changes under members.
    #[must_use]
    pub fn differ_in_hash_only(&self, other: &Self) -> bool {
        let mut same = self.clone();
        same.hash = other.hash;
        same == *other
    }
}

/// How a bond judges whether its members work. The kernel looks at their links, or it asks targets by them; doing the one ends the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamMonitor {
    /// It looks at their links so often, in milliseconds (`miimon`); 0: never.
    pub links_every: u32,
    /// A link counts when it has been up so long, in milliseconds (`updelay`, whole multiples of `miimon`).
    pub up_delay: u32,
    /// A link has failed when it has been down so long, in milliseconds (`downdelay`, whole multiples of `miimon`).
    pub down_delay: u32,
    /// It asks its targets so often, in milliseconds (`arp_interval`); 0: never.
    pub targets_every: u32,
    /// The kernel's word for the answers that count (`arp_validate`): `none`, `active`, `backup`, `all`, `filter`, `filter_active`,
    /// `filter_backup`.
    pub validate: String,
}

impl TeamMonitor {
    /// That of a team that iovsh makes: its members' links.
    #[must_use]
    pub fn links() -> Self {
        Self {
            links_every: 100,
            up_delay: 0,
            down_delay: 0,
            targets_every: 0,
            validate: "none".to_owned(),
        }
    }

    /// That of a team that iovsh lets ask: every second, and only answers to it count. A member that carries the traffic has failed after
    /// two without one.
    #[must_use]
    pub fn targets() -> Self {
        Self {
            links_every: 0,
            targets_every: 1000,
            validate: "all".to_owned(),
            ..Self::links()
        }
    }

    /// What iovsh chooses for a team that asks these hosts.
    #[must_use]
    pub fn of(targets: &[Ipv4Addr]) -> Self {
        match targets {
            [] => Self::links(),
            _ => Self::targets(),
        }
    }
}

/// A team of host NICs (a Linux bond).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// The bond device.
    pub name: InterfaceName,
    /// Its members.
    pub members: Vec<InterfaceName>,
    /// The kernel's bonding mode, for example `active-backup`.
    pub mode: String,
    /// The kernel's word for what a member is chosen by; `None` when it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// Flows move with the load (`tlb_dynamic_lb`); `None` when the kernel does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dynamic: Option<bool>,
    /// The partner is asked to speak every second (`lacp_rate fast`); `None` when the kernel does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lacp_fast: Option<bool>,
    /// Every member keeps its own address (`fail_over_mac active`); `None` when the kernel does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_addresses: Option<bool>,
    /// Hosts that are asked by ARP whether the way through a member works (`arp_ip_target`); none: the bond looks at the links of its members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arp_targets: Vec<Ipv4Addr>,
    /// How it judges its members; `None` when the kernel does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monitor: Option<TeamMonitor>,
    /// The member that carries the traffic whenever its link works, where one was chosen.
    #[serde(default)]
    pub primary: Option<InterfaceName>,
    /// In a mode with one active member: the one that carries the traffic now.
    #[serde(default)]
    pub active: Option<InterfaceName>,
    /// Up and with at least one working member.
    pub carrier: bool,
    /// How the kernel finds the members, as far as it says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<TeamMember>,
}

/// How the kernel finds a member of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// The member.
    pub name: InterfaceName,
    /// The bond takes its link for working (`MII_STATUS`), and the way beyond it where it asks targets.
    pub works: bool,
    /// It carries traffic, and is not in reserve.
    pub active: bool,
    /// With LACP: the group of ports that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregator: Option<u16>,
    /// With LACP: the other end answers and agrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<bool>,
}

impl Team {
    /// The mode of embedded teams: one member carries the traffic, the switch on the wire need not know.
    pub const ACTIVE_BACKUP: &'static str = "active-backup";

    /// As many targets a bond can have (`BOND_MAX_ARP_TARGETS`).
    pub const MOST_TARGETS: usize = 16;

    /// A team as it is right after it was made, without members.
    #[must_use]
    pub fn new(name: InterfaceName, settings: &TeamSettings) -> Self {
        let mut team = Self {
            name,
            members: Vec::new(),
            mode: String::new(),
            hash: None,
            dynamic: None,
            lacp_fast: None,
            own_addresses: None,
            arp_targets: Vec::new(),
            monitor: Some(TeamMonitor::links()),
            primary: None,
            active: None,
            carrier: false,
            states: Vec::new(),
        };
        team.set(settings);
        team
    }

    /// Gives the team these settings.
    pub fn set(&mut self, settings: &TeamSettings) {
        settings.mode.word().clone_into(&mut self.mode);
        self.hash = Some(settings.hash.word().to_owned());
        self.dynamic = Some(settings.dynamic);
        self.lacp_fast = Some(settings.lacp_fast);
        self.own_addresses = Some(settings.own_addresses);
    }

    /// Lets the team ask these hosts, and judge its members in this way; `None`: as iovsh chooses where that changes.
    pub fn ask(&mut self, targets: &[Ipv4Addr], monitor: Option<&TeamMonitor>) {
        if self.arp_targets == targets && monitor.is_none() {
            return;
        }
        self.arp_targets = targets.to_vec();
        self.monitor = Some(monitor.cloned().unwrap_or_else(|| TeamMonitor::of(targets)));
    }

    /// Its settings; `None` for a team in a mode that iovsh makes no teams of.
    #[must_use]
    pub fn settings(&self) -> Option<TeamSettings> {
        let mode = TeamMode::of_word(&self.mode)?;
        let hash = self.hash.as_deref().and_then(TeamHash::of_word);
        let tlb = mode == TeamMode::BalanceTlb;
        let dynamic = tlb && self.dynamic.unwrap_or(true);
        let hashed = mode != TeamMode::ActiveBackup && !dynamic;
        Some(TeamSettings {
            mode,
            hash: hash.filter(|_| hashed).unwrap_or_default(),
            dynamic,
            lacp_fast: mode == TeamMode::Lacp && self.lacp_fast.unwrap_or(false),
            own_addresses: mode == TeamMode::ActiveBackup && self.own_addresses.unwrap_or(true),
        })
    }

    /// No target answers by this member, while another member works. (When none answers by any it may be the targets.)
    #[must_use]
    pub fn is_cut_off(&self, member: &InterfaceName) -> bool {
        !self.arp_targets.is_empty()
            && self.states.iter().any(|state| state.works)
            && self.state_of(member).is_some_and(|state| !state.works)
    }

    /// What the kernel says of a member.
    #[must_use]
    pub fn state_of(&self, member: &InterfaceName) -> Option<&TeamMember> {
        self.states.iter().find(|state| state.name == *member)
    }
}
