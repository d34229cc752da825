//! IP addresses and routes of the host's interfaces, and their neighbours.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::{InterfaceName, MacAddress, PortProtocol};

/// Addresses and routes. Filled by [`super::Scope::ip`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IpState {
    /// Addresses, those of the loopback device and of single links too.
    pub addresses: Vec<InterfaceAddress>,
    /// Unicast routes of the main table.
    pub routes: Vec<Route>,
    /// Who is asked for names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub name_servers: Vec<NameServers>,
    /// Who keeps them; `None` where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolver: Option<Resolver>,
    /// Where the host's own programs answer to others, sorted; not those that only the host itself reaches.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub listeners: Vec<Listener>,
}

/// The servers that are asked for names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameServers {
    /// The interface that they belong to; `None`: the host has one list for all.
    pub interface: Option<InterfaceName>,
    /// The servers, in the order in which they are asked.
    pub servers: Vec<NameServer>,
}

/// A server that is asked for names, as systemd-resolved and the C library write it: an address, behind which a port (`:853`), an interface
/// (`%eno1`) and the name that its certificate has (`#dns.example`) may stand. All of it is kept: an undo puts back what was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NameServer {
    address: IpAddr,
    text: String,
}

impl NameServer {
    /// Reads one; `None` where no address is in it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bare = text.split(['#', '%']).next()?;
        let inside = bare
            .strip_prefix('[')
            .and_then(|rest| rest.split(']').next());
        let bare = inside.unwrap_or(bare);
        let address = bare.parse().ok().or_else(|| {
            let (address, _port) = bare.rsplit_once(':')?;
            address.parse().ok()
        })?;
        Some(Self {
            address,
            text: text.to_owned(),
        })
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.address
    }
}

impl From<IpAddr> for NameServer {
    fn from(address: IpAddr) -> Self {
        Self {
            address,
            text: address.to_string(),
        }
    }
}

impl TryFrom<String> for NameServer {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not the address of a server")
    }
}

impl From<NameServer> for String {
    fn from(server: NameServer) -> Self {
        server.text
    }
}

impl fmt::Display for NameServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A port of the host at which one of its own programs answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Listener {
    /// The protocol.
    pub protocol: PortProtocol,
    /// The port.
    pub port: u16,
}

/// Who keeps the name servers of a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resolver {
    /// systemd-resolved: each interface has its own.
    PerInterface,
    /// `/etc/resolv.conf`, a file that nobody writes by himself.
    HostFile,
    /// `/etc/resolv.conf`, which this tool writes.
    Tool(String),
}

impl IpState {
    /// The servers that are asked through an interface, or by the host as a whole.
    #[must_use]
    pub fn name_servers_of(&self, interface: Option<&InterfaceName>) -> &[NameServer] {
        let mut all = self.name_servers.iter();
        let own = all.find(|known| known.interface.as_ref() == interface);
        own.map_or(&[], |known| &known.servers)
    }

    /// Sets them; a list without servers is none.
    pub fn set_name_servers(&mut self, interface: Option<&InterfaceName>, servers: &[NameServer]) {
        self.name_servers
            .retain(|known| known.interface.as_ref() != interface);
        if !servers.is_empty() {
            self.name_servers.push(NameServers {
                interface: interface.cloned(),
                servers: servers.to_vec(),
            });
            self.name_servers
                .sort_by(|a, b| a.interface.cmp(&b.interface));
        }
    }
}

/// An address with the length of its network's prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cidr {
    /// The address.
    pub address: IpAddr,
    /// Bits of the prefix.
    pub prefix: u8,
}

impl Cidr {
    /// Reads `192.0.2.1/24`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        let cidr = Self {
            address: address.parse().ok()?,
            prefix: prefix.parse().ok()?,
        };
        (cidr.prefix <= cidr.bits()).then_some(cidr)
    }

    /// Bits of an address of this family.
    #[must_use]
    pub fn bits(self) -> u8 {
        if self.address.is_ipv4() { 32 } else { 128 }
    }

    /// The network that the address is in: the bits behind the prefix are 0.
    #[must_use]
    pub fn network(self) -> Self {
        let off = u32::from(self.bits().saturating_sub(self.prefix));
        let address = match self.address {
            IpAddr::V4(address) => {
                let mask = u32::MAX.checked_shl(off).unwrap_or(0);
                IpAddr::V4((u32::from(address) & mask).into())
            }
            IpAddr::V6(address) => {
                let mask = u128::MAX.checked_shl(off).unwrap_or(0);
                IpAddr::V6((u128::from(address) & mask).into())
            }
        };
        Self { address, ..self }
    }

    /// Whether it is meant for more than its own link.
    #[must_use]
    pub fn is_global(self) -> bool {
        match self.address {
            IpAddr::V4(address) => !address.is_loopback(),
            IpAddr::V6(address) => !address.is_loopback() && !address.is_unicast_link_local(),
        }
    }

    /// Whether an address is in the network.
    #[must_use]
    pub fn has(self, address: IpAddr) -> bool {
        let other = Self { address, ..self };
        self.address.is_ipv4() == address.is_ipv4() && self.network() == other.network()
    }
}

impl std::fmt::Display for Cidr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

/// Who gave an interface an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddressOrigin {
    /// An admin, or a tool of one.
    Manual,
    /// It is made of something that everybody knows: the loopback address, the address of a link.
    WellKnown,
    /// A lease.
    Dhcp,
    /// The announcement of a router.
    RouterAdvertisement,
}

/// Whether an address may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddressState {
    /// It is being asked whether another has it.
    Tentative,
    /// Another has it.
    Duplicate,
    /// It is not taken for new connections.
    Deprecated,
    /// It is in use.
    Preferred,
}

/// An address of an interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterfaceAddress {
    /// The interface.
    pub interface: InterfaceName,
    /// Its index.
    pub index: u32,
    /// The address.
    pub cidr: Cidr,
    /// Where it comes from.
    pub origin: AddressOrigin,
    /// Whether it may be used.
    pub state: AddressState,
    /// Seconds that it is still valid; `None` for good.
    pub valid: Option<u32>,
    /// Seconds that it is still taken for new connections; `None` for good.
    pub preferred: Option<u32>,
}

/// Who made a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RouteOrigin {
    /// The kernel, of an address.
    Address,
    /// An admin, or a tool of one.
    Manual,
    /// A lease.
    Dhcp,
    /// The announcement of a router.
    RouterAdvertisement,
    /// A program that speaks a routing protocol.
    Protocol,
}

/// A route of the main table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// The network that it leads to.
    pub destination: Cidr,
    /// The next hop; `None` where the network is on the link.
    pub gateway: Option<IpAddr>,
    /// The interface that it leaves through.
    pub interface: InterfaceName,
    /// The index of that.
    pub index: u32,
    /// Of two to one network the one with the lower metric is taken.
    pub metric: u32,
    /// Where it comes from.
    pub origin: RouteOrigin,
}

impl Route {
    /// Whether it leads to everything that no other leads to.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.destination.prefix == 0
    }

    /// Whether this is another's way to the same network, whatever the metric and the origin.
    #[must_use]
    pub fn is_same_way(&self, other: &Self) -> bool {
        (self.destination, self.gateway, &self.interface)
            == (other.destination, other.gateway, &other.interface)
    }
}

/// What the kernel knows of how a neighbour is reached, as RFC 4861 and `ip neigh` name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NeighborState {
    /// It did not answer (`FAILED`).
    Unreachable,
    /// It was asked and has not answered yet.
    Incomplete,
    /// It is being asked whether it is still there.
    Probe,
    /// It is about to be asked.
    Delay,
    /// It answered some time ago.
    Stale,
    /// It answered a moment ago.
    Reachable,
    /// Somebody named its address for good; nobody is asked.
    Permanent,
}

/// Who has an IP address on the link of an interface. What the kernel works out without a question (`NOARP`: multicast, tunnels) is
/// none, as `ip neigh` has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbor {
    /// The interface on whose link it is.
    pub interface: InterfaceName,
    /// The index of that.
    pub index: u32,
    /// Its IP address.
    pub address: IpAddr,
    /// The address of its adapter; `None` where it has not answered, and on links whose addresses are no MAC addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<MacAddress>,
    /// How it is reached.
    pub state: NeighborState,
}

impl Neighbor {
    /// Whether somebody named it for good.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.state == NeighborState::Permanent
    }

    /// Whether it is of this interface and has this address.
    #[must_use]
    pub fn is_at(&self, interface: &InterfaceName, address: IpAddr) -> bool {
        self.interface == *interface && self.address == address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_the_addresses_that_begin_as_it_does() {
        let cidr = |text: &str| Cidr::parse(text).unwrap();
        assert_eq!(cidr("192.0.2.77/24").network(), cidr("192.0.2.0/24"));
        assert_eq!(cidr("192.0.2.77/0").network(), cidr("0.0.0.0/0"));
        assert_eq!(cidr("2001:db8::5/32").network(), cidr("2001:db8::/32"));
        assert!(cidr("10.1.2.3/8").has("10.9.9.9".parse().unwrap()));
        assert!(!cidr("10.1.2.3/32").has("10.1.2.4".parse().unwrap()));
        assert!(!cidr("0.0.0.0/0").has("::1".parse().unwrap()));
        assert_eq!(Cidr::parse("192.0.2.1/33"), None);
        assert_eq!(Cidr::parse("192.0.2.1"), None);
    }
}
