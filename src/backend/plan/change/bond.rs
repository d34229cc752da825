//! Bonds and their members.

use serde::{Deserialize, Serialize};

use super::link::{add_link, delete, remove_links, set, set_master};
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{InterfaceName, LinkKind, MacAddress, Scope, State, Team};
use crate::plan::shell_line::{ShellLine, words};

/// A change of a bond, or of a member of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BondChange {
    /// Makes a bond of which one member carries the traffic (`active-backup`; a link is looked at every 100 ms) and every
    /// member keeps its own address, and brings it up.
    #[serde(rename = "CreateBond")]
    Create {
        /// Name.
        name: InterfaceName,
        /// The member that carries the traffic whenever its link works.
        primary: InterfaceName,
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

impl Facts for BondChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Create { .. } => "CreateBond",
            Self::Delete { .. } => "DeleteBond",
            Self::AddMember { .. } => "AddBondMember",
            Self::RemoveMember { .. } => "RemoveBondMember",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Create { name, .. } | Self::Delete { name } => Subject::Bond(name.clone()),
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
        match self {
            Self::Create { name, .. } => Some(state.team(name).is_some()),
            Self::Delete { name } => Some(state.team(name).is_none()),
            Self::AddMember { bond, member } => Some(state.team(bond)?.members.contains(member)),
            Self::RemoveMember { bond, member } => {
                Some(!state.team(bond)?.members.contains(member))
            }
        }
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Create { name, primary } => {
                state.teams.push(Team {
                    name: name.clone(),
                    members: Vec::new(),
                    mode: Team::ACTIVE_BACKUP.to_owned(),
                    primary: Some(primary.clone()),
                    active: None,
                    carrier: false,
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
                let mtu = state.link(bond).map(|l| l.mtu);
                for link in state.links.iter_mut().filter(|l| &l.name == member) {
                    (link.master, link.up) = (Some(bond.clone()), true);
                    link.mtu = mtu.unwrap_or(link.mtu);
                }
            }
            Self::RemoveMember { member, .. } => detach_member(state, member),
        }
        elect(state);
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self.clone() {
            Self::Create { name, .. } => Self::Delete { name },
            Self::Delete { name } => {
                let primary = before.team(&name)?.primary.clone()?;
                Self::Create { name, primary }
            }
            Self::AddMember { bond, member } => Self::RemoveMember { bond, member },
            Self::RemoveMember { bond, member } => Self::AddMember { bond, member },
        };
        Some(back.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        vec![match self {
            Self::Create { name, primary } => {
                let mut argv = words("ip link add name");
                argv.push(name.to_string());
                argv.extend(words(
                    "up type bond mode active-backup miimon 100 fail_over_mac active primary",
                ));
                argv.push(primary.to_string());
                argv.extend(words("primary_reselect always"));
                ShellLine::run(argv)
            }
            Self::Delete { name } => delete(name, "bond"),
            Self::AddMember { bond, member } => set_master(member, bond),
            Self::RemoveMember { member, .. } => set(member, "nomaster"),
        }]
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        Vec::new()
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        match self {
            Self::Create { .. } | Self::Delete { .. } => None,
            Self::AddMember { member, .. } | Self::RemoveMember { member, .. } => {
                Some(Lifetime::Interface(member.clone()))
            }
        }
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        match self {
            Self::Create { .. }
            | Self::Delete { .. }
            | Self::AddMember { .. }
            | Self::RemoveMember { .. } => None,
        }
    }
}

/// The kernel closes what leaves a bond.
fn detach_member(state: &mut State, member: &InterfaceName) {
    for team in &mut state.teams {
        team.members.retain(|m| m != member);
    }
    for link in state.links.iter_mut().filter(|l| &l.name == member) {
        (link.master, link.up, link.carrier) = (None, false, false);
    }
}

/// Which member of each team carries the traffic, now that links have changed: the primary when its link works, else the one
/// that does already, else any whose link works.
pub(super) fn elect(state: &mut State) {
    let links = &state.links;
    let works = |name: &&InterfaceName| links.iter().any(|l| l.name == **name && l.up && l.carrier);
    for team in state
        .teams
        .iter_mut()
        .filter(|t| t.mode == Team::ACTIVE_BACKUP)
    {
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
