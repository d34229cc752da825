//! Addresses and routes: who carries the default route, and moving an interface's configuration, named neighbours included, to a bridge.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

use netlink_packet_route::address::{
    AddressAttribute, AddressFlags, AddressMessage, AddressProtocol, AddressScope, CacheInfo,
};
use netlink_packet_route::route::{
    RouteAddress, RouteAttribute, RouteFlags, RouteHeader, RouteMessage, RouteProtocol, RouteScope,
    RouteType, RouteVia,
};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};
use rtnetlink::RouteMessageBuilder;

use super::neighbor::Named;
use super::{Netlink, NetlinkError, Result};
use crate::linux::errno;
use crate::model::{
    AddressOrigin, AddressState, Cidr, InterfaceAddress, InterfaceName, IpState, Route, RouteOrigin,
};
use crate::plan::{AddressSpec, RouteSpec};

const TABLE_LOCAL: u32 = 255;

/// An address of an interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressRead {
    /// The interface's index.
    pub index: u32,
    /// The address.
    pub address: IpAddr,
    /// Its prefix length.
    pub prefix: u8,
    /// It is meant for more than its own link.
    pub global: bool,
}

/// The configuration of one interface that [`Netlink::move_ip`] moves and [`Netlink::put_back`] puts back: messages as the kernel
/// listed them.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    addresses: Vec<AddressMessage>,
    routes: Vec<RouteMessage>,
    neighbors: Vec<Named>,
}

fn is_global(message: &AddressMessage) -> bool {
    matches!(
        message.header.scope,
        AddressScope::Universe | AddressScope::Site
    )
}

/// The interface's own address. On a point-to-point link `Address` is the other end's.
fn own(message: &AddressMessage) -> Option<IpAddr> {
    let local = message
        .attributes
        .iter()
        .find_map(|attribute| match attribute {
            AddressAttribute::Local(address) => Some(*address),
            _ => None,
        });
    local.or_else(|| {
        message
            .attributes
            .iter()
            .find_map(|attribute| match attribute {
                AddressAttribute::Address(address) => Some(*address),
                _ => None,
            })
    })
}

fn read(message: &AddressMessage) -> Option<AddressRead> {
    Some(AddressRead {
        index: message.header.index,
        address: own(message)?,
        prefix: message.header.prefix_len,
        global: is_global(message),
    })
}

fn table(route: &RouteMessage) -> u32 {
    let long = route
        .attributes
        .iter()
        .find_map(|attribute| match attribute {
            RouteAttribute::Table(table) => Some(*table),
            _ => None,
        });
    long.unwrap_or(u32::from(route.header.table))
}

/// Indexes of the interfaces that a route leaves through.
fn outputs(route: &RouteMessage) -> impl Iterator<Item = u32> {
    route
        .attributes
        .iter()
        .flat_map(|attribute| match attribute {
            RouteAttribute::Oif(index) => vec![*index],
            RouteAttribute::MultiPath(hops) => hops.iter().map(|hop| hop.interface_index).collect(),
            _ => Vec::new(),
        })
}

impl Netlink {
    /// All addresses of all interfaces.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn addresses(&self) -> Result<Vec<AddressRead>> {
        Ok(self.list_addresses()?.iter().filter_map(read).collect())
    }

    /// Indexes of the interfaces that carry a default route, IPv4 or IPv6.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn default_route_links(&self) -> Result<BTreeSet<u32>> {
        let routes = self.list_routes()?;
        Ok(routes
            .iter()
            .filter(|route| {
                route.header.destination_prefix_length == 0
                    && route.header.kind == RouteType::Unicast
                    && table(route) == u32::from(RouteHeader::RT_TABLE_MAIN)
            })
            .flat_map(outputs)
            .collect())
    }

    fn list_addresses(&self) -> Result<Vec<AddressMessage>> {
        let request = RouteNetlinkMessage::GetAddress(AddressMessage::default());
        self.dump("listing addresses", &request, |answer| match answer {
            RouteNetlinkMessage::NewAddress(address) => Some(address),
            _ => None,
        })
    }

    fn list_routes(&self) -> Result<Vec<RouteMessage>> {
        let request = RouteNetlinkMessage::GetRoute(RouteMessage::default());
        self.dump("listing routes", &request, |answer| match answer {
            RouteNetlinkMessage::NewRoute(route) => Some(route),
            _ => None,
        })
    }

    /// Moves the global addresses of one interface, the routes that lead through it, and the neighbours that were named for good, to
    /// another. What cannot be moved whole is put back.
    ///
    /// # Errors
    /// The kernel's refusal; EOPNOTSUPP for a route of several hops, which cannot be moved in part.
    pub fn move_ip(&self, from: u32, to: u32) -> Result<()> {
        let what = format!("moving addresses from interface {from} to {to}");
        let configuration = self.configuration(from)?;
        let several_hops = |route: &RouteMessage| {
            let mut attributes = route.attributes.iter();
            attributes.any(|attribute| matches!(attribute, RouteAttribute::MultiPath(_)))
        };
        if configuration.routes.iter().any(several_hops) {
            return Err(NetlinkError {
                what,
                errno: errno::NOT_SUPPORTED,
                text: Some("a route with several next hops leads through it".to_owned()),
            });
        }
        let moved = self
            .add_addresses(&what, &configuration, to)
            .and_then(|()| self.remove(&what, &configuration, from))
            .and_then(|()| self.add_routes(&what, &configuration, to))
            .and_then(|()| self.name_neighbors(to, &configuration.neighbors));
        if moved.is_err() {
            // Whatever was done is undone as far as it goes; the refusal is what is reported.
            let _ = self.remove(&what, &configuration, to);
            let _ = self.add_addresses(&what, &configuration, from);
            let _ = self.add_routes(&what, &configuration, from);
            let _ = self.name_neighbors(from, &configuration.neighbors);
        }
        moved
    }

    /// Addresses and routes of the interfaces with these indexes: all addresses, and the unicast routes of the main table.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn ip(&self, names: &HashMap<u32, InterfaceName>) -> Result<IpState> {
        let addresses = self.list_addresses()?;
        let addresses = addresses.iter().filter_map(|message| {
            let name = names.get(&message.header.index)?;
            interface_address(message, name)
        });
        let routes = self.list_routes()?;
        let main = routes.iter().filter(|route| {
            route.header.kind == RouteType::Unicast
                && table(route) == u32::from(RouteHeader::RT_TABLE_MAIN)
        });
        Ok(IpState {
            addresses: addresses.collect(),
            routes: main.flat_map(|message| ways(message, names)).collect(),
            ..IpState::default()
        })
    }

    /// Gives an interface an address.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn add_address(&self, index: u32, wanted: &AddressSpec) -> Result<()> {
        let what = format!("adding the address {} to interface {index}", wanted.cidr);
        self.change(&what, |handle| {
            let cidr = wanted.cidr;
            let mut request = handle.address().add(index, cidr.address, cidr.prefix);
            let message = request.message_mut();
            if !cidr.is_global() {
                message.header.scope = AddressScope::Link;
            }
            if wanted.valid.is_some() || wanted.preferred.is_some() {
                let mut times = CacheInfo::default();
                times.ifa_valid = wanted.valid.unwrap_or(FOREVER);
                times.ifa_preferred = wanted.preferred.unwrap_or(times.ifa_valid);
                message.attributes.push(AddressAttribute::CacheInfo(times));
            }
            request.execute()
        })
    }

    /// Takes an address from an interface.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn remove_address(&self, index: u32, cidr: Cidr) -> Result<()> {
        let what = format!("removing the address {cidr} of interface {index}");
        let found = self.list_addresses()?.into_iter().find(|message| {
            message.header.index == index
                && message.header.prefix_len == cidr.prefix
                && own(message) == Some(cidr.address)
        });
        let Some(message) = found else {
            return Err(NetlinkError {
                what,
                errno: errno::NO_SUCH_ADDRESS,
                text: None,
            });
        };
        self.change(&what, |handle| handle.address().del(message).execute())
    }

    /// Makes a route in the main table.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn add_route(&self, index: u32, route: &RouteSpec) -> Result<()> {
        let what = format!("adding the route to {}", route.destination);
        let message = route_message(index, route, &what)?;
        self.change(&what, |handle| handle.route().add(message).execute())
    }

    /// Removes a route from the main table.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn remove_route(&self, index: u32, route: &RouteSpec) -> Result<()> {
        let what = format!("removing the route to {}", route.destination);
        let mut message = route_message(index, route, &what)?;
        // Whoever made it: the kernel compares what is given and no more.
        message.header.protocol = RouteProtocol::Unspec;
        message.header.scope = RouteScope::NoWhere;
        self.change(&what, |handle| handle.route().del(message).execute())
    }

    /// What an interface loses when it goes down: the kernel forgets all routes through it, its IPv6 addresses and its neighbours.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn configuration_of(&self, index: u32) -> Result<Configuration> {
        let mut configuration = self.configuration(index)?;
        // Those that the network announced it announces again.
        let announced = |route: &RouteMessage| route.header.protocol == RouteProtocol::Ra;
        configuration.routes.retain(|route| !announced(route));
        Ok(configuration)
    }

    /// Gives an interface what it has lost; what it still has stays.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn put_back(&self, configuration: &Configuration, to: u32) -> Result<()> {
        let what = format!("putting addresses and routes of interface {to} back");
        self.add_addresses(&what, configuration, to)?;
        self.add_routes(&what, configuration, to)?;
        self.name_neighbors(to, &configuration.neighbors)
    }

    fn configuration(&self, index: u32) -> Result<Configuration> {
        let mut addresses = self.list_addresses()?;
        addresses.retain(|address| address.header.index == index && is_global(address));
        let mut routes = self.list_routes()?;
        routes.retain(|route| {
            // Those that the kernel makes of an address come with the address.
            outputs(route).any(|output| output == index)
                && route.header.protocol != RouteProtocol::Kernel
                && route.header.kind == RouteType::Unicast
                && table(route) != TABLE_LOCAL
        });
        // A gateway must be reachable before a route goes through it: routes without one first.
        routes.sort_by_key(|route| {
            let mut attributes = route.attributes.iter();
            attributes.any(|attribute| matches!(attribute, RouteAttribute::Gateway(_)))
        });
        Ok(Configuration {
            addresses,
            routes,
            neighbors: self.named_neighbors(index)?,
        })
    }

    fn add_addresses(&self, what: &str, configuration: &Configuration, to: u32) -> Result<()> {
        for address in &configuration.addresses {
            let Some(ip) = own(address) else { continue };
            let message = address_on(address, to, true);
            let added = self.change(what, |handle| {
                let mut request = handle.address().add(to, ip, message.header.prefix_len);
                *request.message_mut() = message;
                request.execute()
            });
            ignore(added, errno::EXISTS)?;
        }
        Ok(())
    }

    fn add_routes(&self, what: &str, configuration: &Configuration, to: u32) -> Result<()> {
        for route in &configuration.routes {
            let message = route_through(route, to);
            let added = self.change(what, |handle| handle.route().add(message).execute());
            ignore(added, errno::EXISTS)?;
        }
        Ok(())
    }

    fn remove(&self, what: &str, configuration: &Configuration, from: u32) -> Result<()> {
        for route in &configuration.routes {
            let message = route_through(route, from);
            let removed = self.change(what, |handle| handle.route().del(message).execute());
            ignore(removed, errno::NO_SUCH_ROUTE)?;
        }
        for address in &configuration.addresses {
            let message = address_on(address, from, false);
            let removed = self.change(what, |handle| handle.address().del(message).execute());
            ignore(removed, errno::NO_SUCH_ADDRESS)?;
        }
        self.remove_neighbors(from, &configuration.neighbors)
    }
}

/// Seconds that never end.
const FOREVER: u32 = u32::MAX;

fn interface_address(message: &AddressMessage, name: &InterfaceName) -> Option<InterfaceAddress> {
    let address = own(message)?;
    let mut flags = AddressFlags::from_bits_retain(u32::from(message.header.flags.bits()));
    let (mut valid, mut preferred, mut announced) = (None, None, false);
    for attribute in &message.attributes {
        match attribute {
            AddressAttribute::Flags(all) => flags |= *all,
            AddressAttribute::CacheInfo(info) => {
                let ends = |seconds: u32| (seconds != FOREVER).then_some(seconds);
                (valid, preferred) = (ends(info.ifa_valid), ends(info.ifa_preferred));
            }
            AddressAttribute::Protocol(AddressProtocol::RouterAnnouncement) => announced = true,
            _ => {}
        }
    }
    let lasts = flags.contains(AddressFlags::Permanent);
    let generated = flags.intersects(AddressFlags::Managetempaddr | AddressFlags::StablePrivacy);
    let cidr = Cidr {
        address,
        prefix: message.header.prefix_len,
    };
    let origin = if !cidr.is_global() {
        AddressOrigin::WellKnown
    } else if lasts {
        AddressOrigin::Manual
    } else if announced || generated {
        AddressOrigin::RouterAdvertisement
    } else {
        AddressOrigin::Dhcp
    };
    let state = if flags.contains(AddressFlags::Dadfailed) {
        AddressState::Duplicate
    } else if flags.contains(AddressFlags::Tentative) {
        AddressState::Tentative
    } else if flags.contains(AddressFlags::Deprecated) {
        AddressState::Deprecated
    } else {
        AddressState::Preferred
    };
    Some(InterfaceAddress {
        interface: name.clone(),
        index: message.header.index,
        cidr,
        origin,
        state,
        valid,
        preferred,
    })
}

/// A route with each of its next hops.
fn ways(message: &RouteMessage, names: &HashMap<u32, InterfaceName>) -> Vec<Route> {
    let (mut destination, mut gateway, mut metric) = (None, None, 0);
    let mut hops: Vec<(u32, Option<IpAddr>)> = Vec::new();
    for attribute in &message.attributes {
        match attribute {
            RouteAttribute::Destination(to) => destination = plain(to),
            RouteAttribute::Gateway(by) => gateway = plain(by),
            RouteAttribute::Via(RouteVia::Inet6(by)) => gateway = Some((*by).into()),
            RouteAttribute::Priority(priority) => metric = *priority,
            RouteAttribute::MultiPath(several) => hops.extend(several.iter().map(|hop| {
                let by = hop.attributes.iter().find_map(|attribute| match attribute {
                    RouteAttribute::Gateway(by) => plain(by),
                    RouteAttribute::Via(RouteVia::Inet6(by)) => Some((*by).into()),
                    _ => None,
                });
                (hop.interface_index, by)
            })),
            _ => {}
        }
    }
    if hops.is_empty() {
        hops.extend(outputs(message).map(|index| (index, gateway)));
    }
    let everything = match message.header.address_family {
        AddressFamily::Inet => IpAddr::from([0; 4]),
        _ => IpAddr::from([0; 16]),
    };
    let origin = match message.header.protocol {
        RouteProtocol::Kernel => RouteOrigin::Address,
        RouteProtocol::Dhcp => RouteOrigin::Dhcp,
        RouteProtocol::Ra => RouteOrigin::RouterAdvertisement,
        RouteProtocol::Boot | RouteProtocol::Static | RouteProtocol::Unspec => RouteOrigin::Manual,
        _ => RouteOrigin::Protocol,
    };
    let found = hops.into_iter().filter_map(|(index, gateway)| {
        Some(Route {
            destination: Cidr {
                address: destination.unwrap_or(everything),
                prefix: message.header.destination_prefix_length,
            },
            gateway,
            interface: names.get(&index)?.clone(),
            index,
            metric,
            origin,
        })
    });
    found.collect()
}

fn plain(address: &RouteAddress) -> Option<IpAddr> {
    match address {
        RouteAddress::Inet(address) => Some((*address).into()),
        RouteAddress::Inet6(address) => Some((*address).into()),
        _ => None,
    }
}

fn route_message(index: u32, route: &RouteSpec, what: &str) -> Result<RouteMessage> {
    let wrong = |text: String| NetlinkError {
        what: what.to_owned(),
        errno: errno::INVALID,
        text: Some(text),
    };
    let Cidr { address, prefix } = route.destination;
    let mut builder = RouteMessageBuilder::<IpAddr>::new()
        .destination_prefix(address, prefix)
        .map_err(|error| wrong(error.to_string()))?
        .output_interface(index);
    builder = match route.gateway {
        Some(gateway) => builder
            .gateway(gateway)
            .map_err(|error| wrong(error.to_string()))?,
        None => builder.scope(RouteScope::Link),
    };
    if let Some(metric) = route.metric {
        builder = builder.priority(metric);
    }
    Ok(builder.build())
}

fn ignore(result: Result<()>, errno: i32) -> Result<()> {
    match result {
        Err(error) if error.errno == errno => Ok(()),
        other => other,
    }
}

fn address_on(address: &AddressMessage, index: u32, add: bool) -> AddressMessage {
    let mut message = address.clone();
    message.header.index = index;
    // A label begins with the old interface's name.
    message
        .attributes
        .retain(|attribute| !matches!(attribute, AddressAttribute::Label(_)));
    if add && message.header.family == AddressFamily::Inet6 {
        for attribute in &mut message.attributes {
            if let AddressAttribute::Flags(flags) = attribute {
                // The address was in use a moment ago, by this host: no need to ask the network for duplicates.
                *flags |= AddressFlags::Nodad;
            }
        }
    }
    message
}

fn route_through(route: &RouteMessage, index: u32) -> RouteMessage {
    let mut message = route.clone();
    // Flags that the kernel reports (dead, link down, ...) are not for setting; "on link" is.
    message.header.flags &= RouteFlags::Onlink;
    let is_v4 = message.header.address_family == AddressFamily::Inet;
    message.attributes.retain(|attribute| match attribute {
        RouteAttribute::CacheInfo(_) => false,
        // Only IPv6 has it, and IPv4 refuses it.
        RouteAttribute::Preference(_) => !is_v4,
        _ => true,
    });
    for attribute in &mut message.attributes {
        if let RouteAttribute::Oif(output) = attribute {
            *output = index;
        }
    }
    message
}
