//! Addresses, routes and neighbours of the simulated machine. Addresses stand at the links; of routes the world keeps those that somebody
//! made, and the kernel's own follow from addresses.

use std::net::IpAddr;

use super::link::existing;
use super::refusal::{
    EADDRNOTAVAIL, EEXIST, EINVAL, ENETDOWN, ENETUNREACH, EOPNOTSUPP, ESRCH, kernel,
};
use super::world::World;
use crate::HostError;
use crate::model::{
    AddressOrigin, AddressState, Cidr, InterfaceAddress, InterfaceName, IpState, Listener,
    NameServer, Neighbor, NeighborState, NetAdapter, PortProtocol, Resolver, Route, RouteOrigin,
};
use crate::plan::{AddressSpec, IpChange, NeighborRef, NeighborSpec, RouteSpec};

/// The loopback device, which is no link of the host.
const LOOPBACK: (&str, u32) = ("lo", 1);

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &IpChange) -> Result<(), HostError> {
    match change {
        IpChange::AddAddress { address } => add_address(world, address),
        IpChange::RemoveAddress { address } => remove_address(world, address),
        IpChange::AddRoute { route } => add_route(world, route),
        IpChange::RemoveRoute { route } => remove_route(world, route),
        IpChange::SetNameServers { interface, servers } => {
            set_name_servers(world, interface.as_ref(), servers)
        }
        IpChange::AddNeighbor { neighbor } => add_neighbor(world, neighbor),
        IpChange::RemoveNeighbor { neighbor } => remove_neighbor(world, neighbor),
    }
}

/// As `neigh_add` of `net/core/neighbour.c`, which asks neither whether the interface is up nor whether the address is in one of its
/// networks.
fn add_neighbor(world: &mut World, wanted: &NeighborSpec) -> Result<(), HostError> {
    let link = existing(&world.state, &wanted.interface)?;
    let index = link.index;
    let nic = world.state.nic(&wanted.interface);
    let has_v6 = nic.and_then(|nic| nic.settings.ipv6);
    if wanted.address.is_ipv6() && has_v6 == Some(false) {
        return Err(kernel(
            EINVAL,
            wanted.interface.as_str(),
            "IPv6 is disabled on this device",
        ));
    }
    forget(world, &wanted.interface, wanted.address);
    world.state.neighbors.push(Neighbor {
        interface: wanted.interface.clone(),
        index,
        address: wanted.address,
        mac: Some(wanted.mac),
        state: NeighborState::Permanent,
    });
    Ok(())
}

/// What is not there is as wished.
fn remove_neighbor(world: &mut World, gone: &NeighborRef) -> Result<(), HostError> {
    existing(&world.state, &gone.interface)?;
    forget(world, &gone.interface, gone.address);
    Ok(())
}

fn forget(world: &mut World, interface: &InterfaceName, address: IpAddr) {
    let all = &mut world.state.neighbors;
    all.retain(|known| !known.is_at(interface, address));
}

/// As systemd-resolved does it, which keeps those of each interface; a fixture may say otherwise.
fn set_name_servers(
    world: &mut World,
    interface: Option<&InterfaceName>,
    servers: &[NameServer],
) -> Result<(), HostError> {
    let is_each = world.resolver() == Resolver::PerInterface;
    match interface {
        Some(interface) => {
            existing(&world.state, interface)?;
            if !is_each {
                return Err(kernel(EOPNOTSUPP, interface.as_str(), ""));
            }
        }
        None if world.resolver() == Resolver::HostFile => {}
        None => return Err(kernel(EOPNOTSUPP, "/etc/resolv.conf", "")),
    }
    world.state.ip.set_name_servers(interface, servers);
    Ok(())
}

fn add_address(world: &mut World, wanted: &AddressSpec) -> Result<(), HostError> {
    let name = wanted.interface.as_str();
    let link = existing(&world.state, &wanted.interface)?;
    // One IPv6 address has one prefix.
    let is_it = |known: InterfaceAddress| {
        known.cidr == wanted.cidr
            || (wanted.cidr.address.is_ipv6() && known.cidr.address == wanted.cidr.address)
    };
    if addresses_of(world, link).any(is_it) {
        return Err(kernel(EEXIST, name, "Address already assigned"));
    }
    if wanted.valid == Some(0) {
        return Err(kernel(EINVAL, name, "address lifetime invalid"));
    }
    let index = link.index;
    if wanted.cidr.is_global()
        && let Some(link) = world.link_mut(&wanted.interface)
    {
        link.addresses.push(wanted.cidr.to_string());
    }
    // What a link's text cannot say stands beside it.
    world.state.ip.addresses.push(InterfaceAddress {
        interface: wanted.interface.clone(),
        index,
        cidr: wanted.cidr,
        origin: AddressOrigin::Manual,
        state: match wanted.preferred {
            Some(0) => AddressState::Deprecated,
            _ => AddressState::Preferred,
        },
        valid: wanted.valid,
        preferred: wanted.preferred,
    });
    Ok(())
}

fn remove_address(world: &mut World, gone: &AddressSpec) -> Result<(), HostError> {
    let link = existing(&world.state, &gone.interface)?;
    if !addresses_of(world, link).any(|known| known.cidr == gone.cidr) {
        return Err(kernel(EADDRNOTAVAIL, gone.interface.as_str(), ""));
    }
    let before = world.ip().routes;
    let text = gone.cidr.to_string();
    if let Some(link) = world.link_mut(&gone.interface) {
        link.addresses.retain(|known| *known != text);
    }
    let is_it =
        |known: &InterfaceAddress| known.interface == gone.interface && known.cidr == gone.cidr;
    world.state.ip.addresses.retain(|known| !is_it(known));
    let is_v4 = gone.cidr.address.is_ipv4();
    let link = existing(&world.state, &gone.interface)?;
    let disabled = !addresses_of(world, link).any(|known| known.cidr.address.is_ipv4() == is_v4);
    if disabled {
        // Without an address the family is off on this interface, and its routes with it.
        let through = |route: &Route| {
            route.interface == gone.interface && route.destination.address.is_ipv4() == is_v4
        };
        world.state.ip.routes.retain(|route| !through(route));
        let mut still = before.iter().filter(|route| !through(route));
        let carries = still.any(|route| route.interface == gone.interface && route.is_default());
        if let Some(link) = world.link_mut(&gone.interface) {
            link.default_route = carries;
        }
        if is_v4 {
            // ARP ends with it; neighbours of IPv6 are those of the interface.
            let asked =
                |known: &Neighbor| known.interface == gone.interface && known.address.is_ipv4();
            world.state.neighbors.retain(|known| !asked(known));
        }
    }
    Ok(())
}

fn add_route(world: &mut World, wanted: &RouteSpec) -> Result<(), HostError> {
    let name = wanted.interface.as_str();
    let link = existing(&world.state, &wanted.interface)?;
    if !link.up {
        return Err(kernel(ENETDOWN, name, ""));
    }
    if wanted.destination != wanted.destination.network() {
        return Err(kernel(
            EINVAL,
            name,
            "Invalid prefix for given prefix length",
        ));
    }
    let on_link = |gateway: IpAddr| addresses_of(world, link).any(|own| own.cidr.has(gateway));
    let is_link_local =
        |gateway: IpAddr| matches!(gateway, IpAddr::V6(a) if a.is_unicast_link_local());
    if wanted
        .gateway
        .is_some_and(|gateway| !on_link(gateway) && !is_link_local(gateway))
    {
        return Err(kernel(ENETUNREACH, name, "Nexthop has invalid gateway"));
    }
    let metric = wanted.metric.unwrap_or_default();
    let taken = |route: &Route| route.destination == wanted.destination && route.metric == metric;
    let known = world.ip().routes;
    // IPv6 has several routes with one metric; two of IPv4 exclude each other.
    let clash = match wanted.destination.address.is_ipv4() {
        true => known.iter().any(taken),
        false => known.iter().any(|route| wanted.is(route)),
    };
    if clash {
        return Err(kernel(EEXIST, name, ""));
    }
    let index = link.index;
    world.state.ip.routes.push(Route {
        destination: wanted.destination,
        gateway: wanted.gateway,
        interface: wanted.interface.clone(),
        index,
        metric,
        origin: RouteOrigin::Manual,
    });
    if wanted.destination.prefix == 0
        && let Some(link) = world.link_mut(&wanted.interface)
    {
        link.default_route = true;
    }
    Ok(())
}

fn remove_route(world: &mut World, gone: &RouteSpec) -> Result<(), HostError> {
    existing(&world.state, &gone.interface)?;
    let all = world.ip().routes;
    if !all.iter().any(|route| gone.is(route)) {
        return Err(kernel(ESRCH, gone.interface.as_str(), ""));
    }
    world.state.ip.routes.retain(|route| !gone.is(route));
    let mut left = all.iter().filter(|route| !gone.is(route));
    let carries = left.any(|route| route.interface == gone.interface && route.is_default());
    if let Some(link) = world.link_mut(&gone.interface) {
        link.default_route = carries;
    }
    Ok(())
}

/// The addresses of an interface: those that stand at the link, with what is known of them beside.
fn addresses_of<'w>(
    world: &'w World,
    link: &'w NetAdapter,
) -> impl Iterator<Item = InterfaceAddress> + 'w {
    let own = move || {
        let beside = world.state.ip.addresses.iter();
        beside.filter(|known| known.interface == link.name)
    };
    let at_link = link.addresses.iter().filter_map(|text| Cidr::parse(text));
    let at_link = at_link.map(move |cidr| {
        let known = own().find(|known| known.cidr == cidr).cloned();
        known.unwrap_or_else(|| plain(&link.name, link.index, cidr, AddressOrigin::Manual))
    });
    let of_link = own().filter(|known| !known.cidr.is_global()).cloned();
    at_link.chain(of_link)
}

fn plain(
    interface: &InterfaceName,
    index: u32,
    cidr: Cidr,
    origin: AddressOrigin,
) -> InterfaceAddress {
    InterfaceAddress {
        interface: interface.clone(),
        index,
        cidr,
        origin,
        state: AddressState::Preferred,
        valid: None,
        preferred: None,
    }
}

impl World {
    /// Where its programs answer: what a fixture says, or that of a host which is reached by ssh.
    fn listeners(&self) -> Vec<Listener> {
        const SSH: Listener = Listener {
            protocol: PortProtocol::Tcp,
            port: 22,
        };
        match self.state.ip.listeners.as_slice() {
            [] => vec![SSH],
            known => known.to_vec(),
        }
    }

    /// All addresses and routes, as the kernel lists them.
    pub(super) fn ip(&self) -> IpState {
        let (name, index) = LOOPBACK;
        let loopback = name.parse::<InterfaceName>().ok();
        let of_loopback = ["127.0.0.1/8", "::1/128"].into_iter();
        let of_loopback = of_loopback.filter_map(|text| {
            let cidr = Cidr::parse(text)?;
            Some(plain(
                loopback.as_ref()?,
                index,
                cidr,
                AddressOrigin::WellKnown,
            ))
        });
        let mut found = IpState {
            addresses: of_loopback.collect(),
            routes: Vec::new(),
            name_servers: self.state.ip.name_servers.clone(),
            resolver: Some(self.resolver()),
            listeners: self.listeners(),
        };
        for link in &self.state.links {
            let own: Vec<InterfaceAddress> = addresses_of(self, link).collect();
            let connected = own
                .iter()
                .filter(|a| link.up && a.cidr.prefix < a.cidr.bits());
            let connected = connected.map(|address| Route {
                destination: address.cidr.network(),
                gateway: None,
                interface: link.name.clone(),
                index: link.index,
                metric: metric_of(address.cidr),
                origin: RouteOrigin::Address,
            });
            let mut made: Vec<Route> = self.state.ip.routes.clone();
            made.retain(|route| route.interface == link.name);
            made.iter_mut().for_each(|route| route.index = link.index);
            if link.default_route && !made.iter().any(Route::is_default) {
                found.routes.extend(first_route(link, &own));
            }
            found.routes.extend(made);
            found.routes.extend(connected);
            found.addresses.extend(own);
        }
        found
    }

    /// Its neighbours, as the kernel lists them: on an interface that is down it speaks with nobody, and those that were named come back
    /// when the interface does.
    pub(super) fn neighbors(&self) -> Vec<Neighbor> {
        let listed = self.state.neighbors.iter().filter_map(|known| {
            let link = self.state.link(&known.interface)?;
            (link.up || known.is_permanent()).then(|| Neighbor {
                index: link.index,
                ..known.clone()
            })
        });
        listed.collect()
    }

    /// Who keeps the name servers: systemd-resolved, unless the fixture says otherwise.
    fn resolver(&self) -> Resolver {
        let told = self.state.ip.resolver.clone();
        told.unwrap_or(Resolver::PerInterface)
    }

    /// What is known of addresses, routes and neighbours goes with the interface that they are of.
    pub(super) fn follow_links(&mut self) {
        let links = &self.state.links;
        let is_there = |name: &InterfaceName| links.iter().any(|link| link.name == *name);
        self.state
            .ip
            .routes
            .retain(|route| is_there(&route.interface));
        self.state
            .neighbors
            .retain(|known| is_there(&known.interface));
        self.state.ip.name_servers.retain(|known| {
            let own = known.interface.as_ref();
            own.is_none_or(is_there)
        });
        self.state.ip.addresses.retain(|address| {
            let text = address.cidr.to_string();
            let mut at = links.iter().filter(|link| link.name == address.interface);
            at.any(|link| !address.cidr.is_global() || link.addresses.contains(&text))
        });
    }
}

/// The default route that a fixture speaks of: by way of the first address of the first network.
fn first_route(link: &NetAdapter, own: &[InterfaceAddress]) -> Option<Route> {
    let address = own.iter().find(|address| address.cidr.is_global())?;
    let network = address.cidr.network().address;
    let (everything, gateway) = match network {
        IpAddr::V4(network) => (
            IpAddr::from([0; 4]),
            IpAddr::V4(u32::from(network).saturating_add(1).into()),
        ),
        IpAddr::V6(network) => (
            IpAddr::from([0; 16]),
            IpAddr::V6(u128::from(network).saturating_add(1).into()),
        ),
    };
    Some(Route {
        destination: Cidr {
            address: everything,
            prefix: 0,
        },
        gateway: Some(gateway),
        interface: link.name.clone(),
        index: link.index,
        metric: 100,
        origin: RouteOrigin::Manual,
    })
}

fn metric_of(cidr: Cidr) -> u32 {
    if cidr.address.is_ipv4() { 0 } else { 256 }
}
