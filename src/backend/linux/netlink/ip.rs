//! Addresses and routes: who carries the default route, and moving an interface's configuration to a bridge.

use std::collections::BTreeSet;
use std::net::IpAddr;

use netlink_packet_route::address::{AddressAttribute, AddressFlags, AddressMessage, AddressScope};
use netlink_packet_route::route::{
    RouteAttribute, RouteFlags, RouteHeader, RouteMessage, RouteProtocol, RouteType,
};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};

use super::{Netlink, NetlinkError, Result};
use crate::linux::errno;

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

    /// Moves the global addresses of one interface, and the routes that lead through it, to another. What cannot be moved
    /// whole is put back.
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
            .and_then(|()| self.add_routes(&what, &configuration, to));
        if moved.is_err() {
            // Whatever was done is undone as far as it goes; the refusal is what is reported.
            let _ = self.remove(&what, &configuration, to);
            let _ = self.add_addresses(&what, &configuration, from);
            let _ = self.add_routes(&what, &configuration, from);
        }
        moved
    }

    /// What an interface loses when it goes down: the kernel forgets all routes through it and its IPv6 addresses.
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
        self.add_routes(&what, configuration, to)
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
        Ok(Configuration { addresses, routes })
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
        Ok(())
    }
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
