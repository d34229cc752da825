//! What the host would lose with a NIC: one question over everything that stands on it, that it is part of, and that comes out of it.

use std::collections::{BTreeSet, VecDeque};

use crate::model::{InterfaceName, LinkKind, NetAdapter, PhysicalFunction, State};
use crate::policy::vf::obstacle::{Obstacle, used_by_host};
use crate::policy::word::pattern;
use crate::{Category, HostError};

/// What is done to a NIC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::policy) enum Deed {
    /// It becomes part of a switch, or goes to a VM.
    Take,
    /// Its link goes away for a while, as when VFs are made.
    Interrupt,
    /// An admin takes it down, or changes what makes it go down.
    Down,
}

/// What a device gives to the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Session,
    DefaultRoute,
    Storage,
    Addresses,
}

impl Need {
    /// Of a device; the gravest first.
    fn of(link: &NetAdapter) -> Option<Self> {
        if link.session {
            Some(Self::Session)
        } else if link.default_route {
            Some(Self::DefaultRoute)
        } else if link.storage {
            Some(Self::Storage)
        } else if link.addresses.is_empty() {
            None
        } else {
            Some(Self::Addresses)
        }
    }

    fn text(self, link: &NetAdapter) -> String {
        match self {
            Self::Session => "your ssh session".to_owned(),
            Self::DefaultRoute => "the host's default route".to_owned(),
            Self::Storage => "disks of the host (NFS or iSCSI)".to_owned(),
            Self::Addresses => format!("the host's address {}", link.addresses.join(", ")),
        }
    }
}

/// How a device hangs on a NIC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    /// It is the NIC.
    Itself,
    /// The NIC is a port or member of it, alone among those that work.
    Master,
    /// It stands on the NIC, or on something that the NIC is part of.
    Upper,
}

/// A device that depends on a NIC.
#[derive(Debug, Clone, Copy)]
struct Dependent<'s> {
    link: &'s NetAdapter,
    /// The device below it.
    below: &'s NetAdapter,
    hold: Hold,
}

/// The NIC and all that depends on it, the nearest first.
fn dependents<'s>(state: &'s State, nic: &'s NetAdapter) -> Vec<Dependent<'s>> {
    let mut seen = BTreeSet::from([&nic.name]);
    let mut found = vec![Dependent {
        link: nic,
        below: nic,
        hold: Hold::Itself,
    }];
    let mut next = VecDeque::from([(nic, Hold::Itself)]);
    while let Some((below, hold)) = next.pop_front() {
        let master = below.master.as_ref().and_then(|name| state.link(name));
        let master = master.filter(|master| !works_without(state, master, &below.name));
        let masters = master.into_iter().map(|link| (link, Hold::Master));
        let stands = |link: &&NetAdapter| {
            link.lower.as_ref() == Some(&below.name) || is_behind(state, link, below)
        };
        let uppers = state.links.iter().filter(stands);
        let uppers = uppers.map(|link| (link, Hold::Upper));
        for (link, way) in masters.chain(uppers) {
            if !seen.insert(&link.name) {
                continue;
            }
            // What stands on a VLAN of the NIC gets no untagged frames of it.
            let hold = if hold == Hold::Upper { hold } else { way };
            found.push(Dependent { link, below, hold });
            next.push_back((link, hold));
        }
    }
    found
}

/// One end of a veth pair reaches the wire by the bridge that the other end is a port of.
fn is_behind(state: &State, link: &NetAdapter, below: &NetAdapter) -> bool {
    let other = link.peer.as_ref().and_then(|peer| state.link(peer));
    below.kind == LinkKind::Bridge
        && other.is_some_and(|other| other.master.as_ref() == Some(&below.name))
}

/// The devices that work by way of a NIC, itself included: what stands on it, what it is alone part of, and so on.
pub(in crate::policy) fn standing_on<'s>(
    state: &'s State,
    nic: &'s NetAdapter,
) -> impl Iterator<Item = &'s NetAdapter> {
    dependents(state, nic)
        .into_iter()
        .map(|dependent| dependent.link)
}

/// Whether a bond or bridge has another way to the wire that works.
fn works_without(state: &State, master: &NetAdapter, port: &InterfaceName) -> bool {
    let others = state
        .links
        .iter()
        .filter(|link| link.master.as_ref() == Some(&master.name) && link.name != *port);
    let to_the_wire = |link: &NetAdapter| {
        matches!(
            link.kind,
            LinkKind::Physical | LinkKind::Bond | LinkKind::VirtualFunction
        )
    };
    let mut others = others.filter(|link| to_the_wire(link));
    master.kind == LinkKind::Bond && others.any(|link| link.up && link.carrier)
}

/// Whether a NIC is a member of a bond that works without it.
pub(in crate::policy) fn has_other_way(state: &State, nic: &NetAdapter) -> bool {
    let master = nic.master.as_ref().and_then(|name| state.link(name));
    master.is_some_and(|master| works_without(state, master, &nic.name))
}

/// Refuses what would take from the host what it needs of a NIC.
///
/// # Errors
/// `NetAdapter.ManagementPath`.
pub(in crate::policy) fn host_stays_reachable(
    state: &State,
    nic: &NetAdapter,
    deed: Deed,
) -> Result<(), HostError> {
    let lost = dependents(state, nic).into_iter().find_map(|dependent| {
        let need = Need::of(dependent.link)?;
        // Addresses of the NIC itself move to the switch; a link that is away for a second loses none.
        let counts = match (need, deed, dependent.hold) {
            (Need::Addresses, Deed::Interrupt | Deed::Down, _) => false,
            (Need::Addresses, Deed::Take, hold) => hold != Hold::Itself,
            _ => true,
        };
        counts.then_some((dependent, need))
    });
    let Some((dependent, need)) = lost else {
        return Ok(());
    };
    let name = &nic.name;
    let what = need.text(dependent.link);
    let (own, below) = (&dependent.link.name, &dependent.below.name);
    let says = match dependent.hold {
        Hold::Itself => format!("'{name}' carries {what}."),
        Hold::Master => {
            let word = if dependent.link.kind == LinkKind::Bond {
                "member"
            } else {
                "port"
            };
            format!("'{own}', which '{below}' is a {word} of, carries {what}.")
        }
        Hold::Upper => format!("'{own}', which stands on '{below}', carries {what}."),
    };
    let (message, next) = match deed {
        Deed::Take | Deed::Down => (
            says,
            "Choose another network adapter, or add -Force when you can reach the host another way.",
        ),
        Deed::Interrupt => (
            format!("{says} Its link is interrupted while virtual functions are made or taken."),
            "Add -Force when the host may be out of reach for some seconds, or can be reached another way.",
        ),
    };
    Err(HostError::new(
        "NetAdapter.ManagementPath",
        Category::SecurityError,
        message,
    )
    .target(name.to_string())
    .next_step(next))
}

/// Refuses to take VFs that the host uses, or a program of it may.
///
/// # Errors
/// `Iov.VfInUse`.
pub(in crate::policy) fn host_uses_no_vf(
    state: &State,
    function: &PhysicalFunction,
    nic: &NetAdapter,
) -> Result<(), HostError> {
    let users = vfs_of_host(state, function);
    if users.is_empty() {
        return Ok(());
    }
    Err(HostError::new(
        "Iov.VfInUse",
        Category::ResourceBusy,
        format!(
            "The host itself uses virtual functions of '{}': {}.",
            nic.name,
            users.join(", ")
        ),
    )
    .target(nic.name.to_string())
    .next_step(format!(
        "Look with Get-NetAdapterSriovVf {}; add -Force to take them all the same.",
        pattern(nic.name.as_str())
    )))
}

/// The VFs that the host itself uses, or another tool for one of its programs, in words.
pub(in crate::policy) fn vfs_of_host(state: &State, function: &PhysicalFunction) -> Vec<String> {
    let unclaimed = function.vfs.iter().filter(|vf| {
        vf.owner.is_none() && state.desired.claim(&function.identity, vf.index).is_none()
    });
    unclaimed
        .filter_map(|vf| {
            let index = vf.index;
            Some(match used_by_host(state, vf)? {
                Obstacle::OfHost(name) => {
                    let link = vf.interface.as_ref().and_then(|name| state.link(name));
                    let needed = link.and_then(|link| {
                        let all = dependents(state, link);
                        all.into_iter().find_map(|dependent| {
                            let what = Need::of(dependent.link)?.text(dependent.link);
                            Some(if dependent.hold == Hold::Itself {
                                format!("is up and has {what}")
                            } else {
                                format!("carries '{}' with {what}", dependent.link.name)
                            })
                        })
                    });
                    format!(
                        "{name} {}",
                        needed.unwrap_or_else(|| "is in use".to_owned())
                    )
                }
                Obstacle::OnDriver(driver) => {
                    format!("VF {index} ({}) is bound to {driver}", vf.address)
                }
                _ => format!("VF {index} ({}) is bound to vfio-pci", vf.address),
            })
        })
        .collect()
}

/// The bridge or bond whose addresses go to the switch with the NIC: the nearest that has some and has no other way to the wire.
pub(in crate::policy) fn addresses_above<'s>(
    state: &'s State,
    nic: &'s NetAdapter,
) -> Option<&'s NetAdapter> {
    let all = dependents(state, nic).into_iter();
    let mut masters = all.filter(|dependent| dependent.hold == Hold::Master);
    masters.find_map(|dependent| (!dependent.link.addresses.is_empty()).then_some(dependent.link))
}

/// What a device itself gives to the host beyond plain addresses, in words.
pub(in crate::policy) fn carried_by(link: &NetAdapter) -> Option<String> {
    let need = Need::of(link).filter(|need| *need != Need::Addresses)?;
    Some(need.text(link))
}

/// What the host loses although the NIC is taken: for a warning.
pub(in crate::policy) fn left_behind(
    state: &State,
    nic: &NetAdapter,
    addresses_move: bool,
) -> Vec<String> {
    let all = dependents(state, nic).into_iter();
    let lost = all.filter(|dependent| match dependent.hold {
        Hold::Itself | Hold::Master => !addresses_move,
        Hold::Upper => true,
    });
    lost.filter_map(|dependent| {
        let need = Need::of(dependent.link)?;
        let name = &dependent.link.name;
        Some(match dependent.hold {
            Hold::Upper => format!(
                "'{name}', which stands on '{}', carries {}; it stays where it is.",
                dependent.below.name,
                need.text(dependent.link)
            ),
            Hold::Itself => format!(
                "'{name}' carries {} and becomes a port of the switch: the host is not reached by it any more. With -AllowManagementOS $true its addresses move to the switch.",
                need.text(dependent.link)
            ),
            Hold::Master => format!(
                "'{name}' carries {} and has no other way to the wire: the host is not reached by it any more. With -AllowManagementOS $true its addresses move to the switch.",
                need.text(dependent.link)
            ),
        })
    })
    .collect()
}
