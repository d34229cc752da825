//! IP addresses and routes of interfaces.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::snapshot::made_anew_with;
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{
    AddressOrigin, AddressState, Cidr, InterfaceAddress, InterfaceName, NameServer, Route,
    RouteOrigin, Scope, State,
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

/// A change of addresses or routes.
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
        }
    }

    fn scope(&self) -> Scope {
        Scope {
            links: true,
            ip: true,
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
        if matches!(self, Self::AddRoute { .. } | Self::RemoveRoute { .. }) {
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
            | Self::SetNameServers { .. } => None,
        }
    }
}

/// Addresses and routes that move from an interface to another.
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
