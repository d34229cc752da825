//! Bonds and their members.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::link::{add_link, delete, remove_links, set, set_master};
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{
    InterfaceName, LinkKind, MacAddress, Scope, State, Team, TeamMode, TeamMonitor, TeamSettings,
};
use crate::plan::shell_line::{ShellLine, words};

/// A change of a bond, or of a member of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BondChange {
    /// Makes a bond that looks at its members' links every 100 ms, and brings it up.
    #[serde(rename = "CreateBond")]
    Create {
        /// Name.
        name: InterfaceName,
        /// The member whose address the bond has at first; in a mode with one active member the one that carries the traffic
        /// whenever its link works.
        primary: InterfaceName,
        /// How it shares the work. Records from before there was a choice have none: an embedded team.
        #[serde(default = "embedded")]
        settings: TeamSettings,
    },
    /// Changes how a bond shares the work. All but the hash the kernel changes only while the bond is down and without members.
    #[serde(rename = "ConfigureBond")]
    Configure {
        /// Name.
        name: InterfaceName,
        /// How it is to share the work.
        settings: TeamSettings,
    },
    /// Chooses the member that carries the traffic whenever its link works.
    #[serde(rename = "SetBondPrimary")]
    SetPrimary {
        /// Name.
        name: InterfaceName,
        /// The member; `None`: any.
        primary: Option<InterfaceName>,
    },
    /// Lets a bond judge its members by the answers of these hosts instead of by their links: an ARP request every second, and only
    /// answers to it count. Without any it looks at the links again.
    #[serde(rename = "SetBondTargets")]
    SetTargets {
        /// Name.
        name: InterfaceName,
        /// The hosts, 16 at the most.
        targets: Vec<Ipv4Addr>,
        /// How the bond is to judge its members then, where it is not as above: as it did before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        monitor: Option<TeamMonitor>,
    },
    /// Deletes a bond.
    #[serde(rename = "DeleteBond")]
    Delete {
        /// Name.
        name: InterfaceName,
    },
    /// Makes an interface that is down a member of a bond. The kernel brings it up.
    #[serde(rename = "AddBondMember")]
    AddMember {
        /// The bond.
        bond: InterfaceName,
        /// The interface.
        member: InterfaceName,
    },
    /// Takes a member out of its bond. The kernel takes it down.
    #[serde(rename = "RemoveBondMember")]
    RemoveMember {
        /// The bond.
        bond: InterfaceName,
        /// The member.
        member: InterfaceName,
    },
}

/// The interface whose address a bond has that no member is in any more.
fn gave_its_address(state: &State, bond: &InterfaceName) -> Option<InterfaceName> {
    let mac = state.link(bond)?.mac;
    let mut links = state.links.iter();
    let own = links.find(|link| link.kind == LinkKind::Physical && link.mac == mac)?;
    Some(own.name.clone())
}

fn embedded() -> TeamSettings {
    TeamSettings::EMBEDDED
}

impl Facts for BondChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Create { .. } => "CreateBond",
            Self::Configure { .. } => "ConfigureBond",
            Self::SetPrimary { .. } => "SetBondPrimary",
            Self::SetTargets { .. } => "SetBondTargets",
            Self::Delete { .. } => "DeleteBond",
            Self::AddMember { .. } => "AddBondMember",
            Self::RemoveMember { .. } => "RemoveBondMember",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Create { name, .. } | Self::Delete { name } => Subject::Bond(name.clone()),
            Self::Configure { name, .. } => Subject::BondSettings(name.clone()),
            Self::SetPrimary { name, .. } => Subject::BondPrimary(name.clone()),
            Self::SetTargets { name, .. } => Subject::BondTargets(name.clone()),
            Self::AddMember { member, .. } | Self::RemoveMember { member, .. } => {
                Subject::Master(member.clone())
            }
        }
    }

    fn scope(&self) -> Scope {
        Scope {
            links: true,
            bridges: true,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        // A team that is not there has no settings and no members: what was to be so of it is not so.
        let is_so = |name, is_so: &dyn Fn(&Team) -> bool| state.team(name).is_some_and(is_so);
        Some(match self {
            Self::Create { name, .. } => state.team(name).is_some(),
            Self::Delete { name } => state.team(name).is_none(),
            Self::Configure { name, settings } => {
                is_so(name, &|team| team.settings().as_ref() == Some(settings))
            }
            Self::SetPrimary { name, primary } => is_so(name, &|team| team.primary == *primary),
            Self::SetTargets {
                name,
                targets,
                monitor,
            } => is_so(name, &|team| {
                let judges = monitor.is_none() || team.monitor == *monitor;
                judges && team.arp_targets == *targets
            }),
            Self::AddMember { bond, member } => is_so(bond, &|team| team.members.contains(member)),
            Self::RemoveMember { bond, member } => {
                !is_so(bond, &|team| team.members.contains(member))
            }
        })
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Create {
                name,
                primary,
                settings,
            } => {
                let primary_of = settings.mode.has_primary().then(|| primary.clone());
                state.teams.push(Team {
                    primary: primary_of,
                    ..Team::new(name.clone(), settings)
                });
                state.teams.sort_by(|a, b| a.name.cmp(&b.name));
                let mac = state.link(primary).map_or(MacAddress::ZERO, |l| l.mac);
                add_link(state, name, LinkKind::Bond, mac);
            }
            Self::Delete { name } => {
                let members = state.team(name).map(|t| t.members.clone());
                for member in members.into_iter().flatten() {
                    detach_member(state, &member);
                }
                state.teams.retain(|t| &t.name != name);
                remove_links(state, std::slice::from_ref(name));
            }
            Self::AddMember { bond, member } => {
                if let Some(team) = state.teams.iter_mut().find(|t| &t.name == bond) {
                    team.members.push(member.clone());
                    team.members.sort();
                }
                let shared = !keeps_addresses(state, bond);
                let of_bond = state.link(bond).map(|l| (l.mtu, l.mac));
                for link in state.links.iter_mut().filter(|l| &l.name == member) {
                    (link.master, link.up) = (Some(bond.clone()), true);
                    if let Some((mtu, mac)) = of_bond {
                        link.mtu = mtu;
                        link.mac = if shared { mac } else { link.mac };
                    }
                }
            }
            Self::RemoveMember { member, .. } => detach_member(state, member),
            Self::Configure { name, settings } => {
                for team in state.teams.iter_mut().filter(|t| &t.name == name) {
                    team.set(settings);
                    team.primary.take_if(|_| !settings.mode.has_primary());
                    if !settings.mode.keeps_targets() {
                        team.ask(&[], None);
                    }
                }
            }
            Self::SetTargets {
                name,
                targets,
                monitor,
            } => {
                for team in state.teams.iter_mut().filter(|t| &t.name == name) {
                    team.ask(targets, monitor.as_ref());
                }
            }
            Self::SetPrimary { name, primary } => {
                for team in state.teams.iter_mut().filter(|t| &t.name == name) {
                    team.primary.clone_from(primary);
                }
            }
        }
        elect(state);
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self.clone() {
            Self::Create { name, .. } => Self::Delete { name },
            Self::Delete { name } => {
                let team = before.team(&name)?;
                Self::Create {
                    primary: team
                        .primary
                        .clone()
                        .or_else(|| team.members.first().cloned())
                        .or_else(|| gave_its_address(before, &name))?,
                    settings: team.settings()?,
                    name,
                }
            }
            Self::Configure { name, .. } => {
                let settings = before.team(&name)?.settings()?;
                Self::Configure { name, settings }
            }
            Self::SetPrimary { name, .. } => {
                let primary = before.team(&name)?.primary.clone();
                Self::SetPrimary { name, primary }
            }
            Self::SetTargets { name, .. } => {
                let team = before.team(&name)?;
                Self::SetTargets {
                    targets: team.arp_targets.clone(),
                    monitor: team.monitor.clone(),
                    name,
                }
            }
            Self::AddMember { bond, member } => Self::RemoveMember { bond, member },
            Self::RemoveMember { bond, member } => Self::AddMember { bond, member },
        };
        Some(back.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        vec![match self {
            Self::Create {
                name,
                primary,
                settings,
            } => {
                let mut argv = words("ip link add name");
                argv.push(name.to_string());
                argv.extend(words("up type bond"));
                argv.extend(options(settings));
                argv.extend(words("miimon 100"));
                if settings.mode.has_primary() {
                    argv.extend(["primary".to_owned(), primary.to_string()]);
                    argv.extend(words("primary_reselect always"));
                }
                ShellLine::run(argv)
            }
            Self::Configure { name, settings } => {
                let mut argv = set_bond(name);
                argv.extend(options(settings));
                ShellLine::run(argv)
            }
            Self::SetPrimary { name, primary } => {
                let mut argv = set_bond(name);
                let primary = primary.as_ref().map_or("", |p| p.as_str());
                argv.extend(["primary".to_owned(), primary.to_owned()]);
                ShellLine::run(argv)
            }
            Self::SetTargets {
                name,
                targets,
                monitor,
            } => ShellLine::run(judge(name, targets, monitor.as_ref())),
            Self::Delete { name } => delete(name, "bond"),
            Self::AddMember { bond, member } => set_master(member, bond),
            Self::RemoveMember { member, .. } => set(member, "nomaster"),
        }]
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        match self {
            Self::Create { .. } | Self::Delete { .. } | Self::RemoveMember { .. } => Vec::new(),
            Self::AddMember { bond, .. } => vec![Subject::Bond(bond.clone())],
            Self::Configure { name, .. } => vec![Subject::Bond(name.clone())],
            Self::SetTargets { name, .. } => vec![
                Subject::Bond(name.clone()),
                Subject::BondSettings(name.clone()),
            ],
            Self::SetPrimary { name, primary } => {
                let bond = [
                    Subject::Bond(name.clone()),
                    Subject::BondSettings(name.clone()),
                ];
                // A member that leaves is no primary any more.
                let member = primary.clone().map(Subject::Master);
                bond.into_iter().chain(member).collect()
            }
        }
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        match self {
            Self::Create { .. } | Self::Delete { .. } => None,
            Self::Configure { .. } | Self::SetPrimary { .. } | Self::SetTargets { .. } => None,
            Self::AddMember { member, .. } | Self::RemoveMember { member, .. } => {
                Some(Lifetime::Interface(member.clone()))
            }
        }
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        match self {
            Self::Create { .. }
            | Self::Delete { .. }
            | Self::Configure { .. }
            | Self::SetPrimary { .. }
            | Self::SetTargets { .. }
            | Self::AddMember { .. }
            | Self::RemoveMember { .. } => None,
        }
    }
}

fn set_bond(name: &InterfaceName) -> Vec<String> {
    let mut argv = words("ip link set dev");
    argv.push(name.to_string());
    argv.extend(words("type bond"));
    argv
}

/// What `ip` is told for the bond to ask these hosts, or to look at the links.
fn judge(name: &InterfaceName, targets: &[Ipv4Addr], monitor: Option<&TeamMonitor>) -> Vec<String> {
    let mut argv = set_bond(name);
    let monitor = monitor.cloned().unwrap_or_else(|| TeamMonitor::of(targets));
    let mut say = |word: &str, value: String| argv.extend([word.to_owned(), value]);
    let all = || {
        let all: Vec<String> = targets.iter().map(ToString::to_string).collect();
        all.join(",")
    };
    match (monitor.links_every, monitor.targets_every) {
        (0, 0) => {
            say("arp_interval", 0.to_string());
            say("miimon", 0.to_string());
        }
        (0, every) => {
            say("arp_interval", every.to_string());
            say("arp_ip_target", all());
            say("arp_validate", monitor.validate);
        }
        (every, _) => {
            say("miimon", every.to_string());
            say("updelay", monitor.up_delay.to_string());
            say("downdelay", monitor.down_delay.to_string());
        }
    }
    argv
}

/// What `ip` is told of a bond's settings: those that mean something in its mode.
fn options(settings: &TeamSettings) -> Vec<String> {
    let mut argv = vec!["mode".to_owned(), settings.mode.word().to_owned()];
    let hash = ["xmit_hash_policy", settings.hash.word()].map(str::to_owned);
    match settings.mode {
        TeamMode::ActiveBackup if settings.own_addresses => {
            argv.extend(words("fail_over_mac active"));
        }
        TeamMode::ActiveBackup => {}
        TeamMode::BalanceTlb if settings.dynamic => argv.extend(words("tlb_dynamic_lb 1")),
        TeamMode::BalanceTlb => argv.extend(words("tlb_dynamic_lb 0").into_iter().chain(hash)),
        TeamMode::BalanceXor => argv.extend(hash),
        TeamMode::Lacp => {
            argv.extend(hash);
            let rate = if settings.lacp_fast { "fast" } else { "slow" };
            argv.extend(["lacp_rate".to_owned(), rate.to_owned()]);
        }
    }
    argv
}

/// A bond whose members have addresses of their own. Of one in a mode that is none of ours, one address is all that is common.
fn keeps_addresses(state: &State, bond: &InterfaceName) -> bool {
    let settings = state.team(bond).and_then(Team::settings);
    settings.is_some_and(|settings| settings.keeps_addresses())
}

/// The kernel closes what leaves a bond, and gives its own address back.
fn detach_member(state: &mut State, member: &InterfaceName) {
    let bond = state.link(member).and_then(|link| link.master.clone());
    let shared = bond.is_some_and(|bond| !keeps_addresses(state, &bond));
    for team in &mut state.teams {
        team.members.retain(|m| m != member);
        team.states.retain(|m| m.name != *member);
    }
    for link in state.links.iter_mut().filter(|l| &l.name == member) {
        (link.master, link.up, link.carrier) = (None, false, false);
        if shared {
            link.mac = link.identity.permanent_mac;
        }
    }
}

/// Which member of each team carries the traffic, now that links have changed: the primary when its link works, else the one
/// that does already, else any whose link works.
pub(super) fn elect(state: &mut State) {
    let links = &state.links;
    let works = |name: &&InterfaceName| links.iter().any(|l| l.name == **name && l.up && l.carrier);
    for team in &mut state.teams {
        if team.mode != Team::ACTIVE_BACKUP && team.mode != TeamMode::BalanceTlb.word() {
            team.carrier = team.members.iter().any(|name| works(&name));
            continue;
        }
        let candidates = team.primary.iter().chain(&team.active).chain(&team.members);
        let mut candidates = candidates.filter(|name| team.members.contains(name));
        team.active = candidates.find(works).cloned();
        team.carrier = team.active.is_some();
    }
    let teams = &state.teams;
    for link in state.links.iter_mut().filter(|l| l.kind == LinkKind::Bond) {
        if let Some(team) = teams.iter().find(|t| t.name == link.name) {
            link.carrier = link.up && team.carrier;
        }
    }
}
