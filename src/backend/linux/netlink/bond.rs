//! Bonds: what the kernel says of them and of their members, and how they are made and changed.

use std::net::Ipv4Addr;

use netlink_packet_route::link::{
    BondArpValidate, BondFailOverMac, BondLacpRate, BondMode, BondPortState, BondPrimaryReselect,
    BondXmitHashPolicy, InfoBond, InfoBondPort, InfoData, LacpState, LinkAttribute, LinkInfo,
    MiiStatus,
};
use rtnetlink::{LinkBond, LinkMessageBuilder, LinkUnspec};

use crate::model::{InterfaceName, TeamHash, TeamMode, TeamMonitor, TeamSettings};

use super::link::LinkRead;
use super::{Netlink, Result};

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
    /// `miimon`, in milliseconds; 0: it does not look at links.
    pub miimon: Option<u32>,
    /// `updelay`, in milliseconds.
    pub up_delay: u32,
    /// `downdelay`, in milliseconds.
    pub down_delay: u32,
    /// `arp_interval`, in milliseconds; 0: it asks nobody.
    pub arp_interval: u32,
    /// The kernel's name of the answers that count; `None` when it has none.
    pub arp_validate: Option<String>,
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

    /// How it judges its members; `None` when the kernel does not say, or says what has no name.
    pub fn monitor(&self) -> Option<TeamMonitor> {
        let links_every = self.miimon?;
        let none = TeamMonitor::links().validate;
        // Without targets there is nothing to validate.
        let validate = match self.arp_interval {
            0 => none,
            _ => self.arp_validate.clone()?,
        };
        Some(TeamMonitor {
            links_every,
            up_delay: self.up_delay,
            down_delay: self.down_delay,
            targets_every: self.arp_interval,
            validate,
        })
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
                InfoBond::MiiMon(interval) => read.miimon = Some(interval),
                InfoBond::UpDelay(delay) => read.up_delay = delay,
                InfoBond::DownDelay(delay) => read.down_delay = delay,
                InfoBond::ArpInterval(interval) => read.arp_interval = interval,
                InfoBond::ArpValidate(BondArpValidate::Other(_)) => {}
                InfoBond::ArpValidate(which) => read.arp_validate = Some(which.to_string()),
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

/// The attributes that say this. `asks`: it asks targets now. A mode that cannot refuses an interval of 0 too, and delays mean something only
/// while it looks at links.
fn judging(targets: &[Ipv4Addr], monitor: &TeamMonitor, asks: bool) -> Vec<InfoBond> {
    let mut said = Vec::new();
    match (monitor.links_every, monitor.targets_every) {
        (0, 0) => {
            said.extend(asks.then_some(InfoBond::ArpInterval(0)));
            said.push(InfoBond::MiiMon(0));
            said.push(InfoBond::ArpIpTarget(targets.to_vec()));
        }
        (0, every) => {
            said.push(InfoBond::ArpInterval(every));
            said.push(InfoBond::ArpIpTarget(targets.to_vec()));
            // The kernel refuses a number that it has no word for.
            let validate = monitor.validate.parse();
            let validate = validate.unwrap_or(BondArpValidate::Other(u32::MAX));
            said.push(InfoBond::ArpValidate(validate));
        }
        (every, _) => {
            // The kernel keeps delays as multiples of the interval, also while it asks targets.
            said.push(InfoBond::MiiMon(every));
            said.push(InfoBond::UpDelay(monitor.up_delay));
            said.push(InfoBond::DownDelay(monitor.down_delay));
            said.push(InfoBond::ArpIpTarget(targets.to_vec()));
        }
    }
    said
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
        bond = bond.miimon(TeamMonitor::links().links_every);
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

    /// Lets a bond ask these hosts by ARP whether the way through a member works, or look at the links of its members. The kernel forgets
    /// the one when it is told the other (`bond_options.c`).
    ///
    /// # Errors
    /// The kernel's refusal: EACCES in a mode that cannot, EINVAL for an address that is none of a host.
    pub fn set_bond_targets(
        &self,
        bond: &LinkRead,
        targets: &[Ipv4Addr],
        monitor: &TeamMonitor,
    ) -> Result<()> {
        let what = format!("choosing by what bond {} judges its members", bond.name);
        let attributes = judging(targets, monitor, bond.bond.arp_interval > 0);
        self.set_bond(&what, bond.index, attributes)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever another tool has chosen is read, and said again as it was.
    #[test]
    fn how_a_bond_judges_its_members_is_read_and_said_again() {
        let target = Ipv4Addr::new(192, 0, 2, 1);
        let looks = vec![
            InfoBond::MiiMon(50),
            InfoBond::UpDelay(200),
            InfoBond::DownDelay(100),
            InfoBond::ArpIpTarget(Vec::new()),
        ];
        let asks = |validate| {
            vec![
                InfoBond::ArpInterval(250),
                InfoBond::ArpIpTarget(vec![target]),
                InfoBond::ArpValidate(validate),
            ]
        };
        let none = vec![
            InfoBond::ArpInterval(0),
            InfoBond::MiiMon(0),
            InfoBond::ArpIpTarget(Vec::new()),
        ];
        for said in [
            looks,
            asks(BondArpValidate::None),
            asks(BondArpValidate::FilterBackup),
            none,
        ] {
            // The kernel always says both intervals.
            let both = [InfoBond::MiiMon(0), InfoBond::ArpInterval(0)];
            let read = BondRead::of(both.into_iter().chain(said.clone()).collect());
            let monitor = read.monitor().unwrap();
            assert_eq!(judging(&read.arp_targets, &monitor, true), said);
        }
        // Which answers count has a name that is not known: nothing is said of it.
        let unknown = [
            InfoBond::MiiMon(0),
            InfoBond::ArpInterval(250),
            InfoBond::ArpValidate(BondArpValidate::Other(99)),
        ];
        assert_eq!(BondRead::of(unknown.to_vec()).monitor(), None);
        assert_eq!(BondRead::default().monitor(), None);
    }
}
