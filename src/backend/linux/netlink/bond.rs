//! Bonds: what the kernel says of them and of their members, and how they are made and changed.

use std::net::Ipv4Addr;

use netlink_packet_route::link::{
    BondArpValidate, BondFailOverMac, BondLacpRate, BondMode, BondPortState, BondPrimaryReselect,
    BondXmitHashPolicy, InfoBond, InfoBondPort, InfoData, LacpState, LinkAttribute, LinkInfo,
    MiiStatus,
};
use rtnetlink::{LinkBond, LinkMessageBuilder, LinkUnspec};

use crate::model::{InterfaceName, TeamHash, TeamMode, TeamSettings};

use super::link::LinkRead;
use super::{Netlink, Result};

/// How often a bond looks at its members' links, in milliseconds.
const LOOKS_EVERY: u32 = 100;

/// How often a bond asks its targets, in milliseconds. A member that carries the traffic has failed after two without an answer.
const ASKS_EVERY: u32 = 1000;

/// What the kernel says of a bond.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BondRead {
    /// The kernel's name of its mode.
    pub mode: Option<String>,
    /// The kernel's name of what a member is chosen by.
    pub hash: Option<String>,
    /// `tlb_dynamic_lb`.
    pub dynamic: Option<bool>,
    /// `lacp_rate fast`.
    pub lacp_fast: Option<bool>,
    /// `fail_over_mac active`.
    pub own_addresses: Option<bool>,
    /// `arp_interval`, in milliseconds; 0: it looks at links.
    pub arp_interval: u32,
    /// `arp_ip_target`.
    pub arp_targets: Vec<Ipv4Addr>,
    /// Index of its primary member.
    pub primary: Option<u32>,
    /// Index of the member that carries the traffic.
    pub active: Option<u32>,
}

impl BondRead {
    /// One of the settings here is another one there.
    fn adds_to(&self, other: &Self) -> bool {
        let differs = |ours: &Option<bool>, theirs: &Option<bool>| ours.is_some() && ours != theirs;
        (self.mode.is_some() && self.mode != other.mode)
            || (self.hash.is_some() && self.hash != other.hash)
            || differs(&self.dynamic, &other.dynamic)
            || differs(&self.lacp_fast, &other.lacp_fast)
            || differs(&self.own_addresses, &other.own_addresses)
    }

    pub(super) fn of(settings: Vec<InfoBond>) -> Self {
        let mut read = Self::default();
        for setting in settings {
            match setting {
                InfoBond::Mode(BondMode::Other(_)) => {}
                InfoBond::Mode(mode) => read.mode = Some(mode.to_string()),
                InfoBond::XmitHashPolicy(BondXmitHashPolicy::Other(_)) => {}
                InfoBond::XmitHashPolicy(hash) => read.hash = Some(hash.to_string()),
                InfoBond::TlbDynamicLb(on) => read.dynamic = Some(on),
                InfoBond::AdLacpRate(rate) => read.lacp_fast = Some(rate == BondLacpRate::Fast),
                InfoBond::FailOverMac(which) => {
                    read.own_addresses = Some(which == BondFailOverMac::Active);
                }
                InfoBond::ArpInterval(interval) => read.arp_interval = interval,
                InfoBond::ArpIpTarget(targets) => read.arp_targets = targets,
                InfoBond::Primary(index) => read.primary = Some(index),
                InfoBond::ActivePort(index) => read.active = Some(index),
                _ => {}
            }
        }
        read
    }
}

/// What the kernel says of a member of a bond.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberRead {
    /// The bond takes its link for working.
    pub works: bool,
    /// It carries traffic.
    pub active: bool,
    /// With LACP: the group of ports that it is in.
    pub aggregator: Option<u16>,
    /// With LACP: the other end's port is in step, and collects and distributes.
    pub partner: Option<bool>,
}

impl MemberRead {
    pub(super) fn of(facts: Vec<InfoBondPort>) -> Self {
        let mut read = Self::default();
        for fact in facts {
            match fact {
                InfoBondPort::MiiStatus(status) => read.works = status == MiiStatus::Up,
                InfoBondPort::BondPortState(state) => {
                    read.active = state == BondPortState::Active;
                }
                InfoBondPort::AdAggregatorId(id) => read.aggregator = Some(id),
                InfoBondPort::AdPartnerOperPortState(state) => {
                    let agreed = LacpState::SYNCHRONIZATION | LacpState::COLLECTING;
                    read.partner = Some(state.contains(agreed));
                }
                _ => {}
            }
        }
        read
    }
}

fn hash(hash: TeamHash) -> BondXmitHashPolicy {
    match hash {
        TeamHash::Layer2 => BondXmitHashPolicy::Layer2,
        TeamHash::Layer23 => BondXmitHashPolicy::Layer23,
        TeamHash::Layer34 => BondXmitHashPolicy::Layer34,
        TeamHash::SourceMac => BondXmitHashPolicy::VlanSrcMac,
    }
}

/// The attributes that say this: the kernel refuses those that mean nothing in the mode.
fn attributes(settings: &TeamSettings) -> Vec<InfoBond> {
    match settings.mode {
        TeamMode::ActiveBackup => {
            let which = if settings.own_addresses {
                BondFailOverMac::Active
            } else {
                BondFailOverMac::None
            };
            vec![
                InfoBond::Mode(BondMode::ActiveBackup),
                InfoBond::FailOverMac(which),
            ]
        }
        TeamMode::BalanceTlb => vec![
            InfoBond::Mode(BondMode::BalanceTlb),
            InfoBond::XmitHashPolicy(hash(settings.hash)),
            InfoBond::TlbDynamicLb(settings.dynamic),
        ],
        TeamMode::BalanceXor => vec![
            InfoBond::Mode(BondMode::BalanceXor),
            InfoBond::XmitHashPolicy(hash(settings.hash)),
        ],
        TeamMode::Lacp => vec![
            InfoBond::Mode(BondMode::Ieee8023Ad),
            InfoBond::XmitHashPolicy(hash(settings.hash)),
            InfoBond::AdLacpRate(if settings.lacp_fast {
                BondLacpRate::Fast
            } else {
                BondLacpRate::Slow
            }),
        ],
    }
}

impl Netlink {
    /// Makes a bond. Where every member keeps its own address the bond takes that of its active one; else it has that of
    /// `primary`, and so have its members.
    ///
    /// # Errors
    /// EEXIST, EOPNOTSUPP when the kernel has no bonding, EINVAL for a hash that it does not know (`vlan+srcmac` before 5.12), ...
    pub fn create_bond(
        &self,
        name: &InterfaceName,
        primary: &LinkRead,
        settings: &TeamSettings,
    ) -> Result<()> {
        let mut bond = LinkMessageBuilder::<LinkBond>::new(name.as_str());
        for attribute in attributes(settings) {
            bond = bond.append_info_data(attribute);
        }
        bond = bond.miimon(LOOKS_EVERY);
        if settings.mode.has_primary() {
            bond = bond
                .primary(primary.index)
                .primary_reselect(BondPrimaryReselect::Always);
        }
        if !settings.own_addresses {
            bond = bond.address(primary.mac.0.to_vec());
        }
        self.change(&format!("creating bond {name}"), |handle| {
            handle.link().add(bond.build()).execute()
        })
    }

    fn set_bond(&self, what: &str, index: u32, attributes: Vec<InfoBond>) -> Result<()> {
        let change = LinkUnspec::new_with_index(index).append_extra_attribute(
            LinkAttribute::LinkInfo(vec![
                LinkInfo::Kind(netlink_packet_route::link::InfoKind::Bond),
                LinkInfo::Data(InfoData::Bond(attributes)),
            ]),
        );
        self.change_link(what, change)
    }

    /// Changes how a bond shares the work. What is so already is not written: the kernel refuses it under members all the same.
    ///
    /// # Errors
    /// The kernel's refusal: all but the hash needs a bond that is down and has no members.
    pub fn configure_bond(&self, bond: &LinkRead, settings: &TeamSettings) -> Result<()> {
        let what = format!("changing bond {}", bond.name);
        let mut changed = attributes(settings);
        changed.retain(|attribute| BondRead::of(vec![attribute.clone()]).adds_to(&bond.bond));
        self.set_bond(&what, bond.index, changed)
    }

    /// Lets a bond ask these hosts by ARP whether the way through a member works; without any it looks at the links of its members
    /// again. The kernel forgets the one when it is told the other (`bond_options.c`).
    ///
    /// # Errors
    /// The kernel's refusal: EACCES in a mode that cannot, EINVAL for an address that is none of a host.
    pub fn set_bond_targets(&self, index: u32, targets: &[Ipv4Addr]) -> Result<()> {
        let what = format!("choosing by what bond {index} judges its members");
        let attributes = if targets.is_empty() {
            vec![
                InfoBond::MiiMon(LOOKS_EVERY),
                InfoBond::ArpIpTarget(Vec::new()),
            ]
        } else {
            vec![
                InfoBond::ArpInterval(ASKS_EVERY),
                InfoBond::ArpIpTarget(targets.to_vec()),
                InfoBond::ArpValidate(BondArpValidate::All),
            ]
        };
        self.set_bond(&what, index, attributes)
    }

    /// Chooses the member that carries the traffic whenever its link works; `None`: any.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn set_bond_primary(&self, index: u32, member: Option<u32>) -> Result<()> {
        let what = format!("choosing the primary member of bond {index}");
        // The kernel takes the number of nothing for "none".
        let primary = InfoBond::Primary(member.unwrap_or(0));
        self.set_bond(&what, index, vec![primary])
    }
}
