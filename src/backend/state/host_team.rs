//! A team of the host that was asked for, in Microsoft's words, and what a Linux bond makes of it.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::model::{
    InterfaceName, LinkKind, NetworkTool, NicIdentity, TeamHash, TeamMode, TeamSettings, Uuid,
    VlanId,
};

/// What the switch on the wire has to do for a team of the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub enum TeamingMode {
    /// It has the ports of the members in one group, by hand.
    Static,
    /// Nothing.
    #[default]
    SwitchIndependent,
    /// It agrees on the group with the host, by LACP.
    Lacp,
}

/// By what a member is chosen for a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub enum TeamAlgorithm {
    /// IP addresses and ports.
    TransportPorts,
    /// IP addresses.
    IpAddresses,
    /// MAC addresses.
    MacAddresses,
    /// The port of the switch above: the sender's MAC address.
    HyperVPort,
    /// The load.
    #[default]
    Dynamic,
}

impl TeamAlgorithm {
    /// What the kernel hashes for it; what moves with the load has no hash, and takes the finest where it cannot move.
    fn hash(self) -> TeamHash {
        match self {
            Self::TransportPorts | Self::Dynamic => TeamHash::Layer34,
            Self::IpAddresses => TeamHash::Layer23,
            Self::MacAddresses => TeamHash::Layer2,
            Self::HyperVPort => TeamHash::SourceMac,
        }
    }
}

/// An interface of a team for one VLAN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamNic {
    /// The device.
    pub name: InterfaceName,
    /// The VLAN.
    pub vlan: VlanId,
    /// What users call it, where that is not the device's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
}

impl TeamNic {
    /// What users call it.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.alias.as_deref().unwrap_or(self.name.as_str())
    }
}

/// A team of the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DesiredTeam {
    /// Id; stays the same when the team is renamed.
    pub id: Uuid,
    /// The bond, which is also the team's own interface.
    pub device: InterfaceName,
    /// What users call it, where that is not the device's name: a device has 15 bytes and no blanks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the switch on the wire has to do for it.
    pub mode: TeamingMode,
    /// By what a member is chosen for a frame.
    pub algorithm: TeamAlgorithm,
    /// With LACP: the partner is to speak every second.
    #[serde(default)]
    pub lacp_fast: bool,
    /// Every member keeps its own address also where one carries everything, as in some teams that others made.
    #[serde(default)]
    pub own_addresses: bool,
    /// Its NICs, in the order in which they came.
    pub members: Vec<NicIdentity>,
    /// Those of them that carry something only when no other can.
    #[serde(default)]
    pub standby: Vec<NicIdentity>,
    /// Hosts beyond the wire that are asked whether the way through a member works; none: its link is looked at. `None`: it was never
    /// told, and goes on as it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arp_targets: Option<Vec<Ipv4Addr>>,
    /// Its interfaces for VLANs.
    #[serde(default)]
    pub nics: Vec<TeamNic>,
    /// The tool in whose files it is described too, with its members and its interfaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persist: Option<NetworkTool>,
}

impl DesiredTeam {
    /// What users call it.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.name.as_deref().unwrap_or(self.device.as_str())
    }

    /// What its devices are called where that is not their own name.
    pub(super) fn aliases(&self) -> impl Iterator<Item = (&InterfaceName, LinkKind, &String)> {
        let own = self
            .name
            .iter()
            .map(|name| (&self.device, LinkKind::Bond, name));
        let nics = self.nics.iter().filter_map(|nic| {
            let alias = nic.alias.as_ref()?;
            Some((&nic.name, LinkKind::Vlan, alias))
        });
        own.chain(nics)
    }

    /// The settings of its bond.
    ///
    /// A team that the switch on the wire knows nothing of never is `balance-xor`: there all members send and receive under one
    /// address, so that the switch sees that address at several ports, and what the host sends to all comes back by another member.
    /// `balance-tlb` sends through all members, each with its own address, and takes in what comes to all by one of them.
    /// A member in reserve is known to `active-backup` alone, and so are targets to ask.
    #[must_use]
    pub fn settings(&self) -> TeamSettings {
        let hash = self.algorithm.hash();
        let plain = TeamSettings::default();
        match self.mode {
            TeamingMode::SwitchIndependent if self.one_carries() => TeamSettings {
                mode: TeamMode::ActiveBackup,
                own_addresses: self.own_addresses,
                ..plain
            },
            TeamingMode::SwitchIndependent if self.algorithm == TeamAlgorithm::Dynamic => {
                TeamSettings {
                    mode: TeamMode::BalanceTlb,
                    dynamic: true,
                    ..plain
                }
            }
            TeamingMode::SwitchIndependent => TeamSettings {
                mode: TeamMode::BalanceTlb,
                hash,
                ..plain
            },
            TeamingMode::Static => TeamSettings {
                mode: TeamMode::BalanceXor,
                hash,
                ..plain
            },
            TeamingMode::Lacp => TeamSettings {
                mode: TeamMode::Lacp,
                hash,
                lacp_fast: self.lacp_fast,
                ..plain
            },
        }
    }

    /// The member that carries the traffic whenever its link works, where one does: the first that is not in reserve.
    #[must_use]
    pub fn first(&self) -> Option<&NicIdentity> {
        let active = |m: &&NicIdentity| !self.is_standby(m);
        self.members.iter().find(active).or(self.members.first())
    }

    /// One member carries everything: another waits in reserve, or targets are asked.
    #[must_use]
    pub fn one_carries(&self) -> bool {
        !self.standby.is_empty() || !self.asked().is_empty()
    }

    /// The hosts that it was told to ask.
    #[must_use]
    pub fn asked(&self) -> &[Ipv4Addr] {
        self.arp_targets.as_deref().unwrap_or_default()
    }

    /// The member carries something only when no other can.
    #[must_use]
    pub fn is_standby(&self, member: &NicIdentity) -> bool {
        self.standby.iter().any(|s| s.matches(member))
    }
}
