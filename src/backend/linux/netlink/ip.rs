//! Addresses and routes: who carries the default route, and moving an interface's configuration to a bridge.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::codec::{Message, Reply, attributes, find, read_u32};
use super::{CREATE, EXCLUSIVE, Netlink, NetlinkError, Result};

const NEW_ADDRESS: u16 = 20;
const DELETE_ADDRESS: u16 = 21;
const GET_ADDRESS: u16 = 22;
const NEW_ROUTE: u16 = 24;
const DELETE_ROUTE: u16 = 25;
const GET_ROUTE: u16 = 26;

const INET: u8 = 2;
const INET6: u8 = 10;
const SCOPE_GLOBAL: u8 = 0;
const SCOPE_SITE: u8 = 200;
const PROTOCOL_KERNEL: u8 = 2;
const ROUTE_UNICAST: u8 = 1;
const TABLE_LOCAL: u32 = 255;
const TABLE_MAIN: u32 = 254;

const IFA_ADDRESS: u16 = 1;
const IFA_LOCAL: u16 = 2;
const IFA_LABEL: u16 = 3;
const IFA_FLAGS: u16 = 8;
const FLAG_NO_DAD: u32 = 2;

const RTA_OIF: u16 = 4;
const RTA_MULTIPATH: u16 = 9;
const RTA_CACHE_INFO: u16 = 12;
const RTA_TABLE: u16 = 15;
const RTA_PREFERENCE: u16 = 20;

/// EEXIST.
const EXISTS: i32 = 17;
/// ESRCH: the route is not there.
const NO_SUCH_ROUTE: i32 = 3;
/// EADDRNOTAVAIL: the address is not there.
const NO_SUCH_ADDRESS: i32 = 99;

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

/// The configuration of one interface that [`Netlink::move_ip`] moves: messages as the kernel listed them.
#[derive(Clone, Debug, Default)]
struct Configuration {
    addresses: Vec<Reply>,
    routes: Vec<Reply>,
}

fn ip(bytes: &[u8]) -> Option<IpAddr> {
    match bytes.len() {
        4 => Some(IpAddr::from(<[u8; 4]>::try_from(bytes).ok()?)),
        16 => Some(IpAddr::from(<[u8; 16]>::try_from(bytes).ok()?)),
        _ => None,
    }
}

fn index_of_address(reply: &Reply) -> Option<u32> {
    reply.body.get(4..).and_then(read_u32)
}

fn is_global(reply: &Reply) -> bool {
    matches!(reply.body.get(3), Some(&(SCOPE_GLOBAL | SCOPE_SITE)))
}

fn read_address(reply: &Reply) -> Option<AddressRead> {
    let all = reply.body.get(8..)?;
    // On a point-to-point link ADDRESS is the other end's.
    let own = find(all, IFA_LOCAL).or_else(|| find(all, IFA_ADDRESS))?;
    Some(AddressRead {
        index: index_of_address(reply)?,
        address: ip(own)?,
        prefix: reply.body.get(1).copied()?,
        global: is_global(reply),
    })
}

fn route_attributes(reply: &Reply) -> &[u8] {
    reply.body.get(12..).unwrap_or(&[])
}

fn table(reply: &Reply) -> u32 {
    find(route_attributes(reply), RTA_TABLE)
        .and_then(read_u32)
        .or_else(|| reply.body.get(4).copied().map(u32::from))
        .unwrap_or(0)
}

/// Indexes of the interfaces that a route leaves through.
fn outputs(reply: &Reply) -> Vec<u32> {
    let all = route_attributes(reply);
    let single = find(all, RTA_OIF).and_then(read_u32);
    let mut several = Vec::new();
    let mut hops = find(all, RTA_MULTIPATH).unwrap_or(&[]);
    // Each hop: length (2), flags, weight, interface (4), attributes.
    while let (Some(length), Some(index)) = (
        super::codec::read_u16(hops).map(usize::from),
        hops.get(4..).and_then(read_u32),
    ) {
        several.push(index);
        hops = hops
            .get(length.max(8).saturating_add(3) & !3..)
            .unwrap_or(&[]);
    }
    single.into_iter().chain(several).collect()
}

impl Netlink {
    /// All addresses of all interfaces.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn addresses(&self) -> Result<Vec<AddressRead>> {
        let replies = self.dump("listing addresses", GET_ADDRESS, &Message::new(&[0; 8]))?;
        Ok(replies.iter().filter_map(read_address).collect())
    }

    /// Indexes of the interfaces that carry a default route, IPv4 or IPv6.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn default_route_links(&self) -> Result<BTreeSet<u32>> {
        let routes = self.dump("listing routes", GET_ROUTE, &Message::new(&[0; 12]))?;
        Ok(routes
            .iter()
            .filter(|reply| {
                let to_all = reply.body.get(1) == Some(&0);
                let unicast = reply.body.get(7) == Some(&ROUTE_UNICAST);
                to_all && unicast && table(reply) == TABLE_MAIN
            })
            .flat_map(outputs)
            .collect())
    }

    /// Moves the global addresses of one interface, and the routes that lead through it, to another. What cannot be moved
    /// whole is put back.
    ///
    /// # Errors
    /// The kernel's refusal; EOPNOTSUPP for a route of several hops, which cannot be moved in part.
    pub fn move_ip(&self, from: u32, to: u32) -> Result<()> {
        let what = format!("moving addresses from interface {from} to {to}");
        let configuration = self.configuration(from)?;
        if configuration
            .routes
            .iter()
            .any(|route| find(route_attributes(route), RTA_MULTIPATH).is_some())
        {
            return Err(NetlinkError {
                what,
                errno: 95,
                text: Some("a route with several next hops leads through it".to_owned()),
            });
        }
        let moved = self
            .add_addresses(&what, &configuration, to)
            .and_then(|()| self.remove_all(&what, &configuration))
            .and_then(|()| self.add_routes(&what, &configuration, to));
        if moved.is_err() {
            // Whatever was done is undone as far as it goes; the refusal is what is reported.
            let _ = self.remove_from(&what, &configuration, to);
            let _ = self.add_addresses(&what, &configuration, from);
            let _ = self.add_routes(&what, &configuration, from);
        }
        moved
    }

    fn configuration(&self, index: u32) -> Result<Configuration> {
        let addresses = self.dump("listing addresses", GET_ADDRESS, &Message::new(&[0; 8]))?;
        let routes = self.dump("listing routes", GET_ROUTE, &Message::new(&[0; 12]))?;
        Ok(Configuration {
            addresses: addresses
                .into_iter()
                .filter(|reply| index_of_address(reply) == Some(index) && is_global(reply))
                .collect(),
            routes: routes
                .into_iter()
                .filter(|reply| {
                    // Those that the kernel makes of an address come with the address.
                    outputs(reply).contains(&index)
                        && reply.body.get(5) != Some(&PROTOCOL_KERNEL)
                        && reply.body.get(7) == Some(&ROUTE_UNICAST)
                        && table(reply) != TABLE_LOCAL
                })
                .collect(),
        })
    }

    fn add_addresses(&self, what: &str, configuration: &Configuration, to: u32) -> Result<()> {
        for address in &configuration.addresses {
            let message = address_message(address, to, true);
            ignore(
                self.change(what, NEW_ADDRESS, CREATE | EXCLUSIVE, message),
                EXISTS,
            )?;
        }
        Ok(())
    }

    fn add_routes(&self, what: &str, configuration: &Configuration, to: u32) -> Result<()> {
        // A gateway must be reachable before a route goes through it: routes without one first.
        let mut routes: BTreeMap<bool, Vec<&Reply>> = BTreeMap::new();
        for route in &configuration.routes {
            const RTA_GATEWAY: u16 = 5;
            let has_gateway = find(route_attributes(route), RTA_GATEWAY).is_some();
            routes.entry(has_gateway).or_default().push(route);
        }
        for route in routes.into_values().flatten() {
            let message = route_message(route, to);
            ignore(
                self.change(what, NEW_ROUTE, CREATE | EXCLUSIVE, message),
                EXISTS,
            )?;
        }
        Ok(())
    }

    /// Removes a configuration from the interface that it was listed on.
    fn remove_all(&self, what: &str, configuration: &Configuration) -> Result<()> {
        let index = configuration.addresses.first().and_then(index_of_address);
        let index = index.or_else(|| {
            let route = configuration.routes.first()?;
            outputs(route).first().copied()
        });
        match index {
            Some(index) => self.remove_from(what, configuration, index),
            None => Ok(()),
        }
    }

    fn remove_from(&self, what: &str, configuration: &Configuration, index: u32) -> Result<()> {
        for route in &configuration.routes {
            let message = route_message(route, index);
            ignore(self.change(what, DELETE_ROUTE, 0, message), NO_SUCH_ROUTE)?;
        }
        for address in &configuration.addresses {
            let message = address_message(address, index, false);
            ignore(
                self.change(what, DELETE_ADDRESS, 0, message),
                NO_SUCH_ADDRESS,
            )?;
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

fn address_message(address: &Reply, index: u32, add: bool) -> Message {
    let mut fixed: Vec<u8> = address.body.iter().copied().take(8).collect();
    for (place, byte) in fixed.iter_mut().skip(4).zip(index.to_ne_bytes()) {
        *place = byte;
    }
    let is_v6 = address.body.first() == Some(&INET6);
    attributes(address.body.get(8..).unwrap_or(&[])).fold(
        Message::new(&fixed),
        |message, (kind, value)| match kind {
            // A label begins with the old interface's name.
            IFA_LABEL => message,
            // The address was in use a moment ago, by this host: no need to ask the network for duplicates.
            IFA_FLAGS if is_v6 && add => {
                message.u32(kind, read_u32(value).unwrap_or(0) | FLAG_NO_DAD)
            }
            _ => message.bytes(kind, value),
        },
    )
}

fn route_message(route: &Reply, index: u32) -> Message {
    let mut fixed: Vec<u8> = route.body.iter().copied().take(12).collect();
    // Flags that the kernel reports (dead, link down, ...) are not for setting; "on link" is.
    const ON_LINK: u32 = 4;
    let flags = fixed.get(8..).and_then(read_u32).unwrap_or(0) & ON_LINK;
    for (place, byte) in fixed.iter_mut().skip(8).zip(flags.to_ne_bytes()) {
        *place = byte;
    }
    attributes(route_attributes(route)).fold(Message::new(&fixed), |message, (kind, value)| {
        match kind {
            RTA_OIF => message.u32(kind, index),
            RTA_CACHE_INFO => message,
            // Only IPv6 has it, and IPv4 refuses it.
            RTA_PREFERENCE if route.body.first() == Some(&INET) => message,
            _ => message.bytes(kind, value),
        }
    })
}
