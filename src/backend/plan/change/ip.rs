//! IP addresses, routes and neighbours of interfaces.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::snapshot::made_anew_with;
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{
    AddressOrigin, AddressState, Cidr, InterfaceAddress, InterfaceName, MacAddress, NameServer,
    Neighbor, NeighborState, Route, RouteOrigin, Scope, State,
};
use crate::plan::shell_line::{ShellLine, words};

/// An address that an interface is to have, or to lose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressSpec {
    /// The interface.
    pub interface: InterfaceName,
    /// The address.
    pub cidr: Cidr,
    /// Seconds that it is valid; `None` for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<u32>,
    /// Seconds that it is taken for new connections; `None` for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred: Option<u32>,
}

/// A route that is to be there, or to go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteSpec {
    /// The network that it leads to.
    pub destination: Cidr,
    /// The next hop; `None` where the network is on the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway: Option<IpAddr>,
    /// The interface that it leaves through.
    pub interface: InterfaceName,
    /// Of two to one network the one with the lower metric is taken; `None`: as the kernel chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<u32>,
}

impl RouteSpec {
    /// What makes a route that is there again.
    #[must_use]
    pub fn of(route: &Route) -> Self {
        Self {
            destination: route.destination,
            gateway: route.gateway,
            interface: route.interface.clone(),
            metric: Some(route.metric),
        }
    }

    /// Whether a route is this one.
    #[must_use]
    pub fn is(&self, route: &Route) -> bool {
        (self.destination, self.gateway, &self.interface)
            == (route.destination, route.gateway, &route.interface)
            && self.metric.is_none_or(|metric| metric == route.metric)
    }
}

/// A neighbour that is named for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeighborSpec {
    /// The interface on whose link it is.
    pub interface: InterfaceName,
    /// Its IP address.
    pub address: IpAddr,
    /// The address of its adapter.
    pub mac: MacAddress,
}

impl NeighborSpec {
    /// What makes a neighbour that is there again; `None` for one that nobody named, which the kernel finds by itself.
    #[must_use]
    pub fn of(neighbor: &Neighbor) -> Option<Self> {
        let mac = neighbor.mac.filter(|_| neighbor.is_permanent())?;
        Some(Self {
            interface: neighbor.interface.clone(),
            address: neighbor.address,
            mac,
        })
    }
}

/// Which neighbour is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeighborRef {
    /// The interface on whose link it is.
    pub interface: InterfaceName,
    /// Its IP address.
    pub address: IpAddr,
}

/// A change of addresses, routes or neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum IpChange {
    /// Gives an interface an address.
    #[serde(rename = "AddIpAddress")]
    AddAddress {
        /// The address.
        address: AddressSpec,
    },
    /// Takes an address from an interface. With its last one of a family the kernel forgets all routes of that family through it.
    #[serde(rename = "RemoveIpAddress")]
    RemoveAddress {
        /// The address.
        address: AddressSpec,
    },
    /// Makes a route in the main table.
    #[serde(rename = "AddRoute")]
    AddRoute {
        /// The route.
        route: RouteSpec,
    },
    /// Removes a route from the main table.
    #[serde(rename = "RemoveRoute")]
    RemoveRoute {
        /// The route.
        route: RouteSpec,
    },
    /// Says who is asked for names.
    #[serde(rename = "SetNameServers")]
    SetNameServers {
        /// The interface through which they are asked; `None`: the one list of the host.
        interface: Option<InterfaceName>,
        /// The servers, in the order in which they are asked.
        servers: Vec<NameServer>,
    },
    /// Names the adapter of a neighbour for good, in place of what is known of it.
    #[serde(rename = "AddNeighbor")]
    AddNeighbor {
        /// The neighbour.
        neighbor: NeighborSpec,
    },
    /// Forgets a neighbour, whoever named it. One that the host speaks with comes back by itself, found anew.
    #[serde(rename = "RemoveNeighbor")]
    RemoveNeighbor {
        /// The neighbour.
        neighbor: NeighborRef,
    },
}

impl IpChange {
    /// The interface that it is about.
    pub(crate) fn interface(&self) -> Option<&InterfaceName> {
        match self {
            Self::AddAddress { address } | Self::RemoveAddress { address } => {
                Some(&address.interface)
            }
            Self::AddRoute { route } | Self::RemoveRoute { route } => Some(&route.interface),
            Self::SetNameServers { interface, .. } => interface.as_ref(),
            Self::AddNeighbor { neighbor } => Some(&neighbor.interface),
            Self::RemoveNeighbor { neighbor } => Some(&neighbor.interface),
        }
    }
}

impl Facts for IpChange {
    fn name(&self) -> &'static str {
        match self {
            Self::AddAddress { .. } => "AddIpAddress",
            Self::RemoveAddress { .. } => "RemoveIpAddress",
            Self::AddRoute { .. } => "AddRoute",
            Self::RemoveRoute { .. } => "RemoveRoute",
            Self::SetNameServers { .. } => "SetNameServers",
            Self::AddNeighbor { .. } => "AddNeighbor",
            Self::RemoveNeighbor { .. } => "RemoveNeighbor",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::AddAddress { address } | Self::RemoveAddress { address } => {
                Subject::IpAddress(address.interface.clone(), address.cidr)
            }
            Self::AddRoute { route } | Self::RemoveRoute { route } => {
                Subject::Route(route.interface.clone(), route.destination, route.gateway)
            }
            Self::SetNameServers { interface, .. } => Subject::NameServers(interface.clone()),
            Self::AddNeighbor { neighbor } => {
                Subject::Neighbor(neighbor.interface.clone(), neighbor.address)
            }
            Self::RemoveNeighbor { neighbor } => {
                Subject::Neighbor(neighbor.interface.clone(), neighbor.address)
            }
        }
    }

    fn scope(&self) -> Scope {
        let neighbors = match self {
            Self::AddAddress { .. }
            | Self::RemoveAddress { .. }
            | Self::AddRoute { .. }
            | Self::RemoveRoute { .. }
            | Self::SetNameServers { .. } => false,
            Self::AddNeighbor { .. } | Self::RemoveNeighbor { .. } => true,
        };
        Scope {
            links: true,
            ip: !neighbors,
            neighbors,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        let has = |address: &AddressSpec| {
            state.link(&address.interface)?;
            let mut all = state.ip.addresses.iter();
            Some(all.any(|a| a.interface == address.interface && a.cidr == address.cidr))
        };
        let leads = |route: &RouteSpec| {
            state.link(&route.interface)?;
            Some(state.ip.routes.iter().any(|known| route.is(known)))
        };
        match self {
            Self::AddAddress { address } => has(address),
            Self::RemoveAddress { address } => has(address).map(|has| !has),
            Self::AddRoute { route } => leads(route),
            Self::RemoveRoute { route } => leads(route).map(|leads| !leads),
            Self::SetNameServers { interface, servers } => {
                if let Some(interface) = interface {
                    state.link(interface)?;
                }
                Some(state.ip.name_servers_of(interface.as_ref()) == servers)
            }
            Self::AddNeighbor { neighbor } => {
                state.link(&neighbor.interface)?;
                let known = neighbor_at(state, &neighbor.interface, neighbor.address);
                Some(known.and_then(NeighborSpec::of).as_ref() == Some(neighbor))
            }
            Self::RemoveNeighbor { neighbor } => {
                state.link(&neighbor.interface)?;
                match neighbor_at(state, &neighbor.interface, neighbor.address) {
                    None => Some(true),
                    Some(known) if known.is_permanent() => Some(false),
                    // The host may have found it anew since: whether this is the one that was to go cannot be told.
                    Some(_) => None,
                }
            }
        }
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::AddAddress { address } => add_address(state, address),
            Self::RemoveAddress { address } => remove_address(state, address),
            Self::AddRoute { route } => {
                let index = state.link(&route.interface).map_or(0, |link| link.index);
                state.ip.routes.push(Route {
                    destination: route.destination,
                    gateway: route.gateway,
                    interface: route.interface.clone(),
                    index,
                    metric: route.metric.unwrap_or_default(),
                    origin: RouteOrigin::Manual,
                });
                follow_default(state, &route.interface);
            }
            Self::RemoveRoute { route } => {
                state.ip.routes.retain(|known| !route.is(known));
                follow_default(state, &route.interface);
            }
            Self::SetNameServers { interface, servers } => {
                state.ip.set_name_servers(interface.as_ref(), servers);
            }
            Self::AddNeighbor { neighbor } => {
                let NeighborSpec {
                    interface,
                    address,
                    mac,
                } = neighbor;
                let Some(index) = state.link(interface).map(|link| link.index) else {
                    return;
                };
                let all = &mut state.neighbors;
                all.retain(|known| !known.is_at(interface, *address));
                all.push(Neighbor {
                    interface: interface.clone(),
                    index,
                    address: *address,
                    mac: Some(*mac),
                    state: NeighborState::Permanent,
                });
            }
            Self::RemoveNeighbor { neighbor } => {
                let all = &mut state.neighbors;
                all.retain(|known| !known.is_at(&neighbor.interface, neighbor.address));
            }
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self {
            Self::AddAddress { address } => Self::RemoveAddress {
                address: address.clone(),
            },
            Self::RemoveAddress { address } => {
                let mut all = before.ip.addresses.iter();
                let had =
                    all.find(|a| a.interface == address.interface && a.cidr == address.cidr)?;
                Self::AddAddress {
                    address: AddressSpec {
                        valid: had.valid,
                        preferred: had.preferred,
                        ..address.clone()
                    },
                }
            }
            Self::AddRoute { route } => Self::RemoveRoute {
                route: route.clone(),
            },
            Self::RemoveRoute { route } => {
                let had = before.ip.routes.iter().find(|known| route.is(known))?;
                Self::AddRoute {
                    route: RouteSpec::of(had),
                }
            }
            Self::SetNameServers { interface, .. } => Self::SetNameServers {
                interface: interface.clone(),
                servers: before.ip.name_servers_of(interface.as_ref()).to_vec(),
            },
            Self::AddNeighbor { neighbor } => {
                let had = neighbor_at(before, &neighbor.interface, neighbor.address);
                match had.and_then(NeighborSpec::of) {
                    Some(neighbor) => Self::AddNeighbor { neighbor },
                    None => Self::RemoveNeighbor {
                        neighbor: NeighborRef {
                            interface: neighbor.interface.clone(),
                            address: neighbor.address,
                        },
                    },
                }
            }
            // One that nobody named the host finds by itself.
            Self::RemoveNeighbor { neighbor } => Self::AddNeighbor {
                neighbor: neighbor_at(before, &neighbor.interface, neighbor.address)
                    .and_then(NeighborSpec::of)?,
            },
        };
        Some(back.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        let (verb, mut argv) = match self {
            Self::AddAddress { address } => ("add", address_words(address, true)),
            Self::RemoveAddress { address } => ("del", address_words(address, false)),
            Self::AddRoute { route } => ("add", route_words(route)),
            Self::RemoveRoute { route } => ("del", route_words(route)),
            Self::SetNameServers { interface, servers } => {
                return vec![name_servers_line(interface.as_ref(), servers)];
            }
            Self::AddNeighbor { neighbor } => {
                let mut argv = neighbor_words(&neighbor.interface, neighbor.address);
                argv.extend(["lladdr".to_owned(), neighbor.mac.to_string()]);
                argv.extend(words("nud permanent"));
                ("replace", argv)
            }
            Self::RemoveNeighbor { neighbor } => {
                let argv = neighbor_words(&neighbor.interface, neighbor.address);
                ("del", argv)
            }
        };
        argv.insert(2, verb.to_owned());
        vec![ShellLine::run(argv)]
    }

    fn depends_on(&self, state: &State) -> Vec<Subject> {
        let Some(interface) = self.interface() else {
            return Vec::new();
        };
        // The kernel takes routes and IPv6 addresses from what goes down; addresses move with their bridge.
        let mut subjects = vec![
            Subject::Link(interface.clone()),
            Subject::Master(interface.clone()),
        ];
        subjects.extend(made_anew_with(state, interface));
        let others = state.links.iter().filter(|link| link.name != *interface);
        subjects.extend(others.map(|other| {
            let (first, second) = (interface.min(&other.name), interface.max(&other.name));
            Subject::IpConfiguration(first.clone(), second.clone())
        }));
        // With the last address of a family the routes go, with that of IPv4 the neighbours too.
        if matches!(
            self,
            Self::AddRoute { .. }
                | Self::RemoveRoute { .. }
                | Self::AddNeighbor { .. }
                | Self::RemoveNeighbor { .. }
        ) {
            let own = state.ip.addresses.iter();
            let own = own.filter(|address| address.interface == *interface);
            subjects.extend(own.map(|address| Subject::IpAddress(interface.clone(), address.cidr)));
        }
        subjects
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        self.interface().cloned().map(Lifetime::Interface)
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        match self {
            Self::AddAddress { .. }
            | Self::RemoveAddress { .. }
            | Self::AddRoute { .. }
            | Self::RemoveRoute { .. }
            | Self::SetNameServers { .. }
            | Self::AddNeighbor { .. }
            | Self::RemoveNeighbor { .. } => None,
        }
    }
}

fn neighbor_at<'s>(
    state: &'s State,
    interface: &InterfaceName,
    address: IpAddr,
) -> Option<&'s Neighbor> {
    let mut all = state.neighbors.iter();
    all.find(|known| known.is_at(interface, address))
}

/// Addresses, routes and neighbours that were named for good move from an interface to another.
pub(super) fn move_routes(state: &mut State, from: &InterfaceName, to: &InterfaceName) {
    let index = state.link(to).map_or(0, |link| link.index);
    let own = state.ip.addresses.iter_mut();
    for address in own.filter(|known| known.interface == *from && known.cidr.is_global()) {
        address.interface = to.clone();
        address.index = index;
    }
    let through = state.ip.routes.iter_mut();
    for route in through.filter(|route| route.interface == *from) {
        route.interface = to.clone();
        route.index = index;
    }
    let all = std::mem::take(&mut state.neighbors);
    let (own, mut others): (Vec<Neighbor>, Vec<Neighbor>) =
        all.into_iter().partition(|known| known.interface == *from);
    for neighbor in own.into_iter().filter(Neighbor::is_permanent) {
        others.retain(|known| !known.is_at(to, neighbor.address));
        others.push(Neighbor {
            interface: to.clone(),
            index,
            ..neighbor
        });
    }
    state.neighbors = others;
}

fn add_address(state: &mut State, address: &AddressSpec) {
    let Some(link) = state.links.iter_mut().find(|l| l.name == address.interface) else {
        return;
    };
    state.ip.addresses.push(InterfaceAddress {
        interface: address.interface.clone(),
        index: link.index,
        cidr: address.cidr,
        origin: AddressOrigin::Manual,
        state: match address.preferred {
            Some(0) => AddressState::Deprecated,
            _ => AddressState::Preferred,
        },
        valid: address.valid,
        preferred: address.preferred,
    });
    if address.cidr.is_global() {
        link.addresses.push(address.cidr.to_string());
    }
}

fn remove_address(state: &mut State, address: &AddressSpec) {
    let (interface, cidr) = (&address.interface, address.cidr);
    let addresses = &mut state.ip.addresses;
    addresses.retain(|known| known.interface != *interface || known.cidr != cidr);
    let of_family = |known: &Cidr| known.address.is_ipv4() == cidr.address.is_ipv4();
    let mut left = addresses
        .iter()
        .filter(|known| known.interface == *interface);
    let is_last = !left.any(|known| of_family(&known.cidr));
    if is_last {
        let routes = &mut state.ip.routes;
        routes.retain(|route| route.interface != *interface || !of_family(&route.destination));
    }
    if is_last && cidr.address.is_ipv4() {
        // As long as the interface is up, neighbours of IPv6 stay without an address.
        let neighbors = &mut state.neighbors;
        neighbors.retain(|known| known.interface != *interface || !known.address.is_ipv4());
    }
    let text = cidr.to_string();
    if let Some(link) = state.links.iter_mut().find(|l| l.name == *interface) {
        link.addresses.retain(|known| *known != text);
    }
    if is_last {
        follow_default(state, interface);
    }
}

/// Whether an interface carries a default route follows from the routes.
fn follow_default(state: &mut State, interface: &InterfaceName) {
    let mut routes = state.ip.routes.iter();
    let carries = routes.any(|route| route.interface == *interface && route.is_default());
    if let Some(link) = state.links.iter_mut().find(|l| l.name == *interface) {
        link.default_route = carries;
    }
}

fn address_words(address: &AddressSpec, lifetimes: bool) -> Vec<String> {
    let mut argv = words("ip address");
    argv.extend([address.cidr.to_string(), "dev".to_owned()]);
    argv.push(address.interface.to_string());
    let times = [
        ("valid_lft", address.valid),
        ("preferred_lft", address.preferred),
    ];
    for (word, seconds) in times.into_iter().filter(|_| lifetimes) {
        if let Some(seconds) = seconds {
            argv.extend([word.to_owned(), seconds.to_string()]);
        }
    }
    argv
}

fn name_servers_line(interface: Option<&InterfaceName>, servers: &[NameServer]) -> ShellLine {
    let servers = servers.iter().map(ToString::to_string);
    match interface {
        Some(interface) => {
            let mut argv = words("resolvectl dns");
            argv.push(interface.to_string());
            argv.extend(servers);
            if argv.len() == 3 {
                argv.push(String::new());
            }
            ShellLine::run(argv)
        }
        None => {
            let mut argv = words("sed -i -e /^nameserver/d");
            for server in servers {
                argv.extend(["-e".to_owned(), format!("$anameserver {server}")]);
            }
            argv.push("/etc/resolv.conf".to_owned());
            ShellLine::run(argv)
        }
    }
}

fn neighbor_words(interface: &InterfaceName, address: IpAddr) -> Vec<String> {
    let mut argv = words("ip neigh");
    argv.extend([address.to_string(), "dev".to_owned()]);
    argv.push(interface.to_string());
    argv
}

fn route_words(route: &RouteSpec) -> Vec<String> {
    let mut argv = words("ip route");
    argv.push(route.destination.to_string());
    if let Some(gateway) = route.gateway {
        argv.extend(["via".to_owned(), gateway.to_string()]);
    }
    argv.extend(["dev".to_owned(), route.interface.to_string()]);
    if let Some(metric) = route.metric {
        argv.extend(["metric".to_owned(), metric.to_string()]);
    }
    argv
}
