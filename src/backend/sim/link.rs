//! Interfaces of the simulated machine. Whether one has a carrier is a fact of its cable and of being up.

use std::collections::BTreeSet;

use super::nic::max_mtu;
use super::refusal::{EADDRNOTAVAIL, EEXIST, EINVAL, ENETDOWN, ENODEV, EOPNOTSUPP, kernel};
use super::world::World;
use crate::HostError;
use crate::model::{
    FdbPlace, InterfaceName, LinkKind, MacAddress, Neighbor, NetAdapter, State, Team, TeamMember,
    VlanId,
};
use crate::plan::LinkChange;

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &LinkChange) -> Result<(), HostError> {
    match change {
        LinkChange::Set { interface, up } => set(world, interface, *up),
        LinkChange::SetMtu { interface, mtu } => set_mtu(world, interface, *mtu),
        LinkChange::SetMac { interface, mac } => set_mac(world, interface, *mac),
        LinkChange::Rename { from, to } => rename(world, from, to),
        LinkChange::CreateVlan { name, lower, vlan } => create_vlan(world, name, lower, *vlan),
        LinkChange::DeleteVlan { name } => {
            if existing(&world.state, name)?.kind != LinkKind::Vlan {
                return Err(kernel(EOPNOTSUPP, name.as_str(), ""));
            }
            world.remove_interface(name);
            Ok(())
        }
        LinkChange::SetNote { interface, note } => set_note(world, interface, note.as_deref()),
        LinkChange::MoveIp { from, to } => move_ip(world, from, to),
    }
}

/// As `net/8021q/vlan.c`: a device has each VLAN once, and an interface on a device that is down does not come up.
fn create_vlan(
    world: &mut World,
    name: &InterfaceName,
    lower: &InterfaceName,
    vlan: VlanId,
) -> Result<(), HostError> {
    let below = existing(&world.state, lower)?;
    let (mac, mtu, up) = (below.mac, below.mtu, below.up);
    let own = Some((lower.clone(), vlan.get()));
    let taken = world
        .state
        .links
        .iter()
        .any(|l| l.name == *name || l.vlan == own);
    if taken {
        return Err(kernel(EEXIST, name.as_str(), ""));
    }
    if !up {
        return Err(kernel(ENETDOWN, name.as_str(), ""));
    }
    world.add_interface(NetAdapter {
        name: name.clone(),
        mac,
        mtu,
        kind: LinkKind::Vlan,
        up: true,
        lower: Some(lower.clone()),
        vlan: own,
        ..NetAdapter::default()
    });
    Ok(())
}

/// The interface of this name.
pub(super) fn existing<'s>(
    state: &'s State,
    name: &InterfaceName,
) -> Result<&'s NetAdapter, HostError> {
    let found = state.link(name);
    found.ok_or_else(|| kernel(ENODEV, name.as_str(), ""))
}

fn set(world: &mut World, interface: &InterfaceName, up: bool) -> Result<(), HostError> {
    existing(&world.state, interface)?;
    if let Some(link) = world.link_mut(interface) {
        link.up = up;
    }
    for bridge in &mut world.state.bridges {
        if bridge.name == *interface {
            bridge.up = up;
        }
    }
    let kind = world.state.link(interface).map(|l| l.kind);
    if !up && kind == Some(LinkKind::VirtualFunction) {
        // The driver of a VF forgets its filters over a link change; the kernel keeps those of other interfaces.
        world
            .state
            .fdb
            .retain(|e| e.place == FdbPlace::Bridge || e.device != *interface);
    }
    Ok(())
}

/// The driver's limits hold; a bond hands its MTU to its members, and a bridge takes the smallest of its ports.
fn set_mtu(world: &mut World, interface: &InterfaceName, mtu: u32) -> Result<(), HostError> {
    let most = max_mtu(existing(&world.state, interface)?);
    if mtu < 68 {
        return Err(kernel(
            EINVAL,
            interface.as_str(),
            "mtu less than device minimum",
        ));
    }
    if mtu > most {
        return Err(kernel(
            EINVAL,
            interface.as_str(),
            "mtu greater than device maximum",
        ));
    }
    let bond = world
        .state
        .teams
        .iter()
        .find(|team| team.name == *interface);
    let mut devices = bond.map_or_else(Vec::new, |bond| bond.members.clone());
    let fits = |name: &InterfaceName| world.state.link(name).is_none_or(|l| mtu <= max_mtu(l));
    if let Some(refusing) = devices.iter().find(|name| !fits(name)) {
        return Err(kernel(
            EINVAL,
            refusing.as_str(),
            "mtu greater than device maximum",
        ));
    }
    devices.push(interface.clone());
    for device in &devices {
        if let Some(link) = world.link_mut(device) {
            link.mtu = mtu;
        }
    }
    for at in 0..world.state.bridges.len() {
        let Some(bridge) = world.state.bridges.get(at) else {
            break;
        };
        if !bridge.ports.iter().any(|port| devices.contains(port)) {
            continue;
        }
        let of_ports = bridge
            .ports
            .iter()
            .filter_map(|port| world.state.link(port));
        let smallest = of_ports.map(|link| link.mtu).min();
        let name = bridge.name.clone();
        if let (Some(smallest), Some(link)) = (smallest, world.link_mut(&name)) {
            link.mtu = smallest;
        }
    }
    Ok(())
}

fn set_mac(world: &mut World, interface: &InterfaceName, mac: MacAddress) -> Result<(), HostError> {
    existing(&world.state, interface)?;
    if !mac.is_usable() {
        return Err(kernel(EADDRNOTAVAIL, interface.as_str(), ""));
    }
    if let Some(link) = world.link_mut(interface) {
        link.mac = mac;
    }
    Ok(())
}

/// As `dev_set_alias`: less than 256 bytes (`IFALIASZ`).
fn set_note(
    world: &mut World,
    interface: &InterfaceName,
    note: Option<&str>,
) -> Result<(), HostError> {
    existing(&world.state, interface)?;
    if note.is_some_and(|text| text.len() >= 256) {
        return Err(kernel(EINVAL, interface.as_str(), ""));
    }
    if let Some(link) = world.link_mut(interface) {
        link.note = note.filter(|text| !text.is_empty()).map(str::to_owned);
    }
    Ok(())
}

fn rename(world: &mut World, from: &InterfaceName, to: &InterfaceName) -> Result<(), HostError> {
    existing(&world.state, from)?;
    if world.state.link(to).is_some() {
        return Err(kernel(EEXIST, from.as_str(), ""));
    }
    world.state.rename_interface(from, to);
    if world.unplugged.remove(from) {
        world.unplugged.insert(to.clone());
    }
    if world.dead_paths.remove(from) {
        world.dead_paths.insert(to.clone());
    }
    Ok(())
}

fn move_ip(world: &mut World, from: &InterfaceName, to: &InterfaceName) -> Result<(), HostError> {
    existing(&world.state, from).and(existing(&world.state, to))?;
    let Some(source) = world.link_mut(from) else {
        return Ok(());
    };
    let moved = std::mem::take(&mut source.addresses);
    let default_route = std::mem::take(&mut source.default_route);
    let session = std::mem::take(&mut source.session);
    let beside = world.state.ip.addresses.iter_mut();
    for address in beside.filter(|known| known.interface == *from && known.cidr.is_global()) {
        address.interface = to.clone();
    }
    for route in &mut world.state.ip.routes {
        if route.interface == *from {
            route.interface = to.clone();
        }
    }
    // Whoever was named for good is named again at the other interface, in place of what is known there.
    let mut named = world.state.neighbors.clone();
    named.retain(|known| known.interface == *from && known.is_permanent());
    let is_replaced = |known: &Neighbor| {
        let mut moved = named.iter();
        moved.any(|neighbor| known.is_at(to, neighbor.address))
    };
    world
        .state
        .neighbors
        .retain(|known| known.interface != *from && !is_replaced(known));
    world
        .state
        .neighbors
        .extend(named.into_iter().map(|neighbor| Neighbor {
            interface: to.clone(),
            ..neighbor
        }));
    if let Some(target) = world.link_mut(to) {
        target.addresses.extend(moved);
        target.default_route |= default_route;
        target.session |= session;
    }
    Ok(())
}

impl World {
    /// Pulls the cable of a NIC, or plugs it in.
    pub fn set_carrier(&mut self, nic: &InterfaceName, works: bool) {
        if works {
            self.unplugged.remove(nic);
        } else {
            self.unplugged.insert(nic.clone());
        }
        self.follow_cables();
    }

    /// Cuts the way beyond the cable of a NIC, which keeps its link, or mends it.
    pub fn set_path(&mut self, nic: &InterfaceName, works: bool) {
        if works {
            self.dead_paths.remove(nic);
        } else {
            self.dead_paths.insert(nic.clone());
        }
        self.follow_cables();
    }

    /// What the state says of cables, by a fixture or by whoever edited it: a NIC that is up has a carrier or no cable.
    pub(super) fn read_cables(&mut self) {
        for link in &self.state.links {
            if link.kind != LinkKind::Physical || !link.up {
                continue;
            }
            if link.carrier {
                self.unplugged.remove(&link.name);
            } else {
                self.unplugged.insert(link.name.clone());
            }
        }
    }

    /// Carriers, and what follows them: the active member of each bond, and the bond's own carrier.
    pub(super) fn follow_cables(&mut self) {
        let up = self.state.links.iter().filter(|link| link.up);
        let up: BTreeSet<InterfaceName> = up.map(|link| link.name.clone()).collect();
        for link in &mut self.state.links {
            let plugged = match link.kind {
                LinkKind::Physical => !self.unplugged.contains(&link.name),
                LinkKind::VirtualFunction
                | LinkKind::Representor
                | LinkKind::Bridge
                | LinkKind::Vlan
                | LinkKind::Tap => true,
                // The other end of a veth pair is its cable.
                LinkKind::Other => link.peer.as_ref().is_none_or(|peer| up.contains(peer)),
                LinkKind::Bond => continue,
            };
            link.carrier = link.up && plugged;
        }
        for at in 0..self.state.teams.len() {
            self.follow_members(at);
        }
        self.follow_lower();
    }

    /// A VLAN on a bond has the bond's carrier (`netif_stacked_transfer_operstate` of `net/core/dev.c`).
    fn follow_lower(&mut self) {
        let bonds = self.state.links.iter().filter(|l| l.kind == LinkKind::Bond);
        let dead = bonds.filter(|bond| !bond.carrier);
        let dead: BTreeSet<InterfaceName> = dead.map(|bond| bond.name.clone()).collect();
        for link in &mut self.state.links {
            let on = link.vlan.as_ref().map(|(lower, _)| lower);
            if link.kind == LinkKind::Vlan && on.is_some_and(|lower| dead.contains(lower)) {
                link.carrier = false;
            }
        }
    }

    fn follow_members(&mut self, at: usize) {
        let Some(team) = self.state.teams.get(at) else {
            return;
        };
        let links = &self.state.links;
        // A bond that asks nobody takes a link for the whole way.
        let answers =
            |name: &InterfaceName| team.arp_targets.is_empty() || !self.dead_paths.contains(name);
        let works = |name: &InterfaceName| {
            team.members.contains(name)
                && answers(name)
                && links.iter().any(|l| l.name == *name && l.up && l.carrier)
        };
        let working = |name: &Option<InterfaceName>| name.clone().filter(|name| works(name));
        let any = team.members.iter().find(|name| works(name)).cloned();
        let carrier = any.is_some();
        // The primary takes over again as soon as its link works (`primary_reselect always`).
        let one = matches!(team.mode.as_str(), Team::ACTIVE_BACKUP | "balance-tlb");
        let active = working(&team.primary)
            .or_else(|| working(&team.active))
            .or(any)
            .filter(|_| one);
        let states = team.members.iter().map(|name| TeamMember {
            name: name.clone(),
            works: works(name),
            active: works(name)
                && (team.mode != Team::ACTIVE_BACKUP || active.as_ref() == Some(name)),
            aggregator: (team.mode == "802.3ad").then_some(1),
            // The switches of this world speak LACP.
            partner: (team.mode == "802.3ad").then(|| works(name)),
        });
        let states = states.collect();
        let name = team.name.clone();
        let mut own = self.state.links.iter_mut();
        let own = own.find(|l| l.name == name && l.kind == LinkKind::Bond);
        if let Some(bond) = own {
            bond.carrier = bond.up && carrier;
        }
        if let Some(team) = self.state.teams.get_mut(at) {
            (team.active, team.carrier, team.states) = (active, carrier, states);
        }
    }
}
