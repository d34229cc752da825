//! Network interfaces: up or down, and their IP addresses.

use serde::{Deserialize, Serialize};

use super::bond::elect;
use super::ip::move_routes;
use super::snapshot::made_anew_with;
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{
    FdbEntry, FdbPlace, InterfaceName, LinkKind, MacAddress, NetAdapter, Scope, State, VlanId,
};
use crate::plan::shell_line::{ShellLine, words};

/// A change of an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkChange {
    /// Sets an interface administratively up or down.
    #[serde(rename = "SetLink")]
    Set {
        /// The interface.
        interface: InterfaceName,
        /// Up.
        up: bool,
    },
    /// Sets the MTU of an interface. That of a bond is that of its members, and a bridge takes the smallest of its ports.
    #[serde(rename = "SetMtu")]
    SetMtu {
        /// The interface.
        interface: InterfaceName,
        /// Bytes.
        mtu: u32,
    },
    /// Sets the address of an interface.
    #[serde(rename = "SetMacAddress")]
    SetMac {
        /// The interface.
        interface: InterfaceName,
        /// The address.
        mac: MacAddress,
    },
    /// Gives an interface another name.
    #[serde(rename = "RenameLink")]
    Rename {
        /// The name that it has.
        from: InterfaceName,
        /// The name that it gets.
        to: InterfaceName,
    },
    /// Makes an interface for one VLAN of a device, which must be up, and brings it up. It has the device's address and MTU.
    #[serde(rename = "CreateVlanInterface")]
    CreateVlan {
        /// Name.
        name: InterfaceName,
        /// The device that it stands on.
        lower: InterfaceName,
        /// The VLAN.
        vlan: VlanId,
    },
    /// Deletes an interface for a VLAN.
    #[serde(rename = "DeleteVlanInterface")]
    DeleteVlan {
        /// Name.
        name: InterfaceName,
    },
    /// Sets the text that the kernel keeps with an interface for people, or takes it away.
    #[serde(rename = "SetInterfaceNote")]
    SetNote {
        /// The interface.
        interface: InterfaceName,
        /// The text, at most 255 bytes; `None`: none.
        note: Option<String>,
    },
    /// Moves global IP addresses, the routes that lead through the device, and the neighbours that were named for good, from one
    /// interface to another.
    #[serde(rename = "MoveIpConfiguration")]
    MoveIp {
        /// The interface that has them.
        from: InterfaceName,
        /// The interface that gets them.
        to: InterfaceName,
    },
}

impl Facts for LinkChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Set { .. } => "SetLink",
            Self::SetMtu { .. } => "SetMtu",
            Self::SetMac { .. } => "SetMacAddress",
            Self::Rename { .. } => "RenameLink",
            Self::CreateVlan { .. } => "CreateVlanInterface",
            Self::DeleteVlan { .. } => "DeleteVlanInterface",
            Self::SetNote { .. } => "SetInterfaceNote",
            Self::MoveIp { .. } => "MoveIpConfiguration",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Set { interface, .. } => Subject::Link(interface.clone()),
            Self::SetMtu { interface, .. } => Subject::Mtu(interface.clone()),
            Self::SetMac { interface, .. } => Subject::Address(interface.clone()),
            Self::Rename { from, to } => Subject::Name(from.min(to).clone(), from.max(to).clone()),
            Self::CreateVlan { name, .. } | Self::DeleteVlan { name } => {
                Subject::VlanInterface(name.clone())
            }
            Self::SetNote { interface, .. } => Subject::Note(interface.clone()),
            Self::MoveIp { from, to } => {
                Subject::IpConfiguration(from.min(to).clone(), from.max(to).clone())
            }
        }
    }

    fn scope(&self) -> Scope {
        Scope {
            links: true,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        match self {
            Self::Set { interface, up } => state.link(interface).map(|l| l.up == *up),
            Self::SetMtu { interface, mtu } => state.link(interface).map(|l| l.mtu == *mtu),
            Self::SetMac { interface, mac } => state.link(interface).map(|l| l.mac == *mac),
            Self::Rename { from, to } => match (state.link(from), state.link(to)) {
                (None, Some(_)) => Some(true),
                (Some(_), None) => Some(false),
                // Another interface may have been given the old name since.
                (Some(_), Some(_)) | (None, None) => None,
            },
            Self::CreateVlan { name, lower, vlan } => {
                let wanted = (lower.clone(), vlan.get());
                Some(
                    state
                        .link(name)
                        .is_some_and(|l| l.vlan.as_ref() == Some(&wanted)),
                )
            }
            Self::DeleteVlan { name } => Some(state.link(name).is_none()),
            Self::SetNote { interface, note } => state.link(interface).map(|l| l.note == *note),
            Self::MoveIp { from, .. } => state.link(from).map(|l| l.addresses.is_empty()),
        }
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Set { interface, up } => {
                if let Some(link) = state.links.iter_mut().find(|l| l.name == *interface) {
                    link.up = *up;
                    link.carrier = *up;
                }
                follow_peer(state, interface);
                elect(state);
                let kind = state.link(interface).map(|l| l.kind);
                if !up && kind == Some(LinkKind::VirtualFunction) {
                    // The driver of a VF forgets its filters when the interface goes down, a PF's keeps them.
                    let lost = |e: &FdbEntry| e.place == FdbPlace::Filter && e.device == *interface;
                    state.fdb.retain(|e| !lost(e));
                }
                if let Some(bridge) = state.bridges.iter_mut().find(|b| b.name == *interface) {
                    bridge.up = *up;
                }
            }
            Self::SetMtu { interface, mtu } => set_mtu(state, interface, *mtu),
            Self::SetMac { interface, mac } => {
                if let Some(link) = state.links.iter_mut().find(|l| l.name == *interface) {
                    link.mac = *mac;
                }
            }
            Self::Rename { from, to } => state.rename_interface(from, to),
            Self::CreateVlan { name, lower, vlan } => {
                let Some((mac, mtu)) = state.link(lower).map(|l| (l.mac, l.mtu)) else {
                    return;
                };
                add_link(state, name, LinkKind::Vlan, mac);
                if let Some(made) = state.links.last_mut() {
                    made.mtu = mtu;
                    made.lower = Some(lower.clone());
                    made.vlan = Some((lower.clone(), vlan.get()));
                }
            }
            Self::DeleteVlan { name } => remove_links(state, std::slice::from_ref(name)),
            Self::SetNote { interface, note } => {
                if let Some(link) = state.links.iter_mut().find(|l| l.name == *interface) {
                    link.note.clone_from(note);
                }
            }
            Self::MoveIp { from, to } => move_ip(state, from, to),
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self {
            Self::Set { interface, .. } => Self::Set {
                interface: interface.clone(),
                up: before.link(interface)?.up,
            },
            Self::SetMtu { interface, .. } => Self::SetMtu {
                interface: interface.clone(),
                mtu: before.link(interface)?.mtu,
            },
            Self::SetMac { interface, .. } => Self::SetMac {
                interface: interface.clone(),
                mac: before.link(interface)?.mac,
            },
            Self::Rename { from, to } => Self::Rename {
                from: to.clone(),
                to: from.clone(),
            },
            Self::CreateVlan { name, .. } => Self::DeleteVlan { name: name.clone() },
            Self::DeleteVlan { name } => {
                let (lower, vlan) = before.link(name)?.vlan.clone()?;
                Self::CreateVlan {
                    name: name.clone(),
                    lower,
                    vlan: vlan.try_into().ok()?,
                }
            }
            Self::SetNote { interface, .. } => Self::SetNote {
                interface: interface.clone(),
                note: before.link(interface)?.note.clone(),
            },
            Self::MoveIp { from, to } => Self::MoveIp {
                from: to.clone(),
                to: from.clone(),
            },
        };
        Some(back.into())
    }

    fn equivalent(&self, state: &State) -> Vec<ShellLine> {
        match self {
            Self::Set { interface, up } => vec![set(interface, if *up { "up" } else { "down" })],
            Self::SetMtu { interface, mtu } => vec![set(interface, &format!("mtu {mtu}"))],
            Self::SetMac { interface, mac } => vec![set(interface, &format!("address {mac}"))],
            Self::Rename { from, to } => vec![named(from, to)],
            Self::CreateVlan { name, lower, vlan } => {
                let mut argv = words("ip link add link");
                argv.extend([lower.to_string(), "name".to_owned(), name.to_string()]);
                argv.extend(words("up type vlan id"));
                argv.push(vlan.to_string());
                vec![ShellLine::run(argv)]
            }
            Self::DeleteVlan { name } => vec![delete(name, "vlan")],
            Self::SetNote { interface, note } => {
                let mut argv = words("ip link set dev");
                argv.extend([interface.to_string(), "alias".to_owned()]);
                argv.push(note.clone().unwrap_or_default());
                vec![ShellLine::run(argv)]
            }
            Self::MoveIp { from, to } => move_addresses(from, to, state),
        }
    }

    fn depends_on(&self, state: &State) -> Vec<Subject> {
        match self {
            // The kernel brings up what joins a bond, and takes down what leaves one.
            Self::Set { interface, .. } => {
                let anew = made_anew_with(state, interface).into_iter();
                anew.chain([Subject::Master(interface.clone())]).collect()
            }
            // What joins a bond gets the bond's MTU, and what leaves one gets its own back.
            Self::SetMtu { interface, .. } => {
                let anew = made_anew_with(state, interface).into_iter();
                anew.chain([Subject::Master(interface.clone())]).collect()
            }
            Self::SetMac { interface, .. } => {
                let anew = made_anew_with(state, interface).into_iter();
                anew.chain([Subject::Master(interface.clone())]).collect()
            }
            Self::Rename { .. } => Vec::new(),
            // With the device below it goes too.
            Self::CreateVlan { lower, .. } => vec![Subject::Bond(lower.clone())],
            Self::DeleteVlan { .. } => Vec::new(),
            Self::SetNote { interface, .. } => {
                made_anew_with(state, interface).into_iter().collect()
            }
            Self::MoveIp { from, to } => {
                let each = [from, to].into_iter();
                each.filter_map(|name| made_anew_with(state, name))
                    .collect()
            }
        }
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        match self {
            Self::CreateVlan { lower, .. } => Some(Lifetime::Interface(lower.clone())),
            Self::Set { .. }
            | Self::SetMtu { .. }
            | Self::SetMac { .. }
            | Self::Rename { .. }
            | Self::DeleteVlan { .. }
            | Self::SetNote { .. }
            | Self::MoveIp { .. } => None,
        }
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        match self {
            Self::Set { .. }
            | Self::SetMtu { .. }
            | Self::SetMac { .. }
            | Self::Rename { .. }
            | Self::CreateVlan { .. }
            | Self::DeleteVlan { .. }
            | Self::SetNote { .. }
            | Self::MoveIp { .. } => None,
        }
    }
}

/// One end of a veth pair has a carrier while both are up.
fn follow_peer(state: &mut State, interface: &InterfaceName) {
    let Some(own) = state.link(interface) else {
        return;
    };
    let Some(peer) = own.peer.clone() else { return };
    let works = own.up && state.link(&peer).is_some_and(|peer| peer.up);
    for link in &mut state.links {
        if link.name == *interface || link.name == peer {
            link.carrier = works;
        }
    }
}

/// An interface that is made, up.
pub(super) fn add_link(state: &mut State, name: &InterfaceName, kind: LinkKind, mac: MacAddress) {
    let last = state.links.iter().map(|l| l.index).max().unwrap_or(0);
    state.links.push(NetAdapter {
        name: name.clone(),
        index: last.saturating_add(1),
        mac,
        kind,
        up: true,
        carrier: true,
        ..NetAdapter::default()
    });
}

/// Interfaces that are no more, and are part of nothing. What stands on them goes with them.
pub(super) fn remove_links(state: &mut State, gone: &[InterfaceName]) {
    if gone.is_empty() {
        return;
    }
    let gone = &with_uppers(state, gone);
    state.links.retain(|link| !gone.contains(&link.name));
    for bridge in &mut state.bridges {
        bridge.ports.retain(|port| !gone.contains(port));
        bridge.port_vlans.retain(|(port, _)| !gone.contains(port));
    }
    for team in &mut state.teams {
        team.members.retain(|member| !gone.contains(member));
    }
    state.fdb.retain(|entry| !gone.contains(&entry.device));
    state.filters.retain(|port| !gone.contains(&port.device));
    state.shares.retain(|one| !gone.contains(&one.device));
    state.nics.retain(|nic| !gone.contains(&nic.interface));
    let neighbors = &mut state.neighbors;
    neighbors.retain(|known| !gone.contains(&known.interface));
    let ip = &mut state.ip;
    ip.addresses
        .retain(|address| !gone.contains(&address.interface));
    ip.routes.retain(|route| !gone.contains(&route.interface));
    ip.name_servers.retain(|known| {
        let own = known.interface.as_ref();
        own.is_none_or(|name| !gone.contains(name))
    });
}

/// These interfaces and those that stand on them.
fn with_uppers(state: &State, names: &[InterfaceName]) -> Vec<InterfaceName> {
    let mut all = names.to_vec();
    let mut at = 0;
    while let Some(lower) = all.get(at).cloned() {
        let stands = |link: &&NetAdapter| link.lower.as_ref() == Some(&lower);
        let uppers: Vec<_> = state
            .links
            .iter()
            .filter(stands)
            .map(|l| l.name.clone())
            .collect();
        all.extend(uppers.into_iter().filter(|name| !names.contains(name)));
        at += 1;
        if at > state.links.len() {
            break;
        }
    }
    all
}

/// An MTU, and those that follow it.
fn set_mtu(state: &mut State, interface: &InterfaceName, mtu: u32) {
    let members = state.team(interface).map(|team| team.members.clone());
    let members = members.unwrap_or_default();
    for link in &mut state.links {
        if link.name == *interface || members.contains(&link.name) {
            link.mtu = mtu;
        }
    }
    let touched = |port: &InterfaceName| port == interface || members.contains(port);
    let bridges = state.bridges.iter();
    let bridges = bridges.filter(|bridge| bridge.ports.iter().any(touched));
    for (bridge, ports) in bridges
        .map(|b| (b.name.clone(), b.ports.clone()))
        .collect::<Vec<_>>()
    {
        let smallest = ports
            .iter()
            .filter_map(|port| state.link(port))
            .map(|l| l.mtu)
            .min();
        if let Some(link) = state.links.iter_mut().find(|l| l.name == bridge) {
            link.mtu = smallest.unwrap_or(link.mtu);
        }
    }
}

fn move_ip(state: &mut State, from: &InterfaceName, to: &InterfaceName) {
    if state.link(to).is_none() {
        return;
    }
    let Some(source) = state.links.iter_mut().find(|l| &l.name == from) else {
        return;
    };
    let addresses = std::mem::take(&mut source.addresses);
    let (default_route, session) = (source.default_route, source.session);
    (source.default_route, source.session) = (false, false);
    if let Some(target) = state.links.iter_mut().find(|l| &l.name == to) {
        target.addresses.extend(addresses);
        target.default_route |= default_route;
        target.session |= session;
    }
    move_routes(state, from, to);
}

/// `ip link set` of an interface. `ip` takes what stands behind `dev` as a name, whatever it begins with.
pub(super) fn set(interface: &InterfaceName, what: &str) -> ShellLine {
    let mut argv = words("ip link set dev");
    argv.push(interface.to_string());
    argv.extend(words(what));
    ShellLine::run(argv)
}

/// The line that gives an interface another name.
fn named(from: &InterfaceName, to: &InterfaceName) -> ShellLine {
    let mut argv = words("ip link set dev");
    argv.extend([from.to_string(), "name".to_owned(), to.to_string()]);
    ShellLine::run(argv)
}

/// The line that makes an interface a port of another.
pub(super) fn set_master(port: &InterfaceName, master: &InterfaceName) -> ShellLine {
    let mut argv = words("ip link set dev");
    argv.extend([port.to_string(), "master".to_owned(), master.to_string()]);
    ShellLine::run(argv)
}

/// The line that deletes a device of a kind.
pub(super) fn delete(name: &InterfaceName, kind: &str) -> ShellLine {
    let mut argv = words("ip link delete dev");
    argv.extend([name.to_string(), "type".to_owned(), kind.to_owned()]);
    ShellLine::run(argv)
}

fn move_addresses(from: &InterfaceName, to: &InterfaceName, state: &State) -> Vec<ShellLine> {
    let addresses = state.link(from).map(|l| l.addresses.as_slice());
    let mut lines = Vec::new();
    for address in addresses.unwrap_or_default() {
        for (verb, device) in [("del", from), ("add", to)] {
            let mut argv = words("ip address");
            argv.extend([verb.to_owned(), address.to_string(), "dev".to_owned()]);
            argv.push(device.to_string());
            lines.push(ShellLine::run(argv));
        }
    }
    lines
}
