//! `MSFT_NetIPAddress`, `MSFT_NetRoute`, `MSFT_NetIPInterface` and `NetIPConfiguration`: addresses and routes of the host.

use std::net::IpAddr;

use iovsh_derive::{PsEnum, PsObject};

use iovsh_backend::State;
use iovsh_backend::model::{
    self, AddressOrigin, Cidr, InterfaceAddress, NetAdapter, Route, RouteOrigin,
};
use iovsh_shell::argument::Ticks;
use iovsh_shell::value::convert::to_text;
use iovsh_shell::value::{PsObject, Value};

/// Ticks of a second.
const SECOND: i64 = 10_000_000;

/// A family of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(
    type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetIPAddress.AddressFamily"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum AddressFamily {
    #[psenum(name = "IPv4")]
    V4 = 2,
    #[psenum(name = "IPv6")]
    V6 = 23,
}

impl AddressFamily {
    /// That of an address.
    pub fn of(cidr: Cidr) -> Self {
        Self::of_address(cidr.address)
    }

    /// That of an address without a prefix.
    pub fn of_address(address: IpAddr) -> Self {
        if address.is_ipv4() {
            Self::V4
        } else {
            Self::V6
        }
    }
}

/// A kind of address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetIPAddress.Type")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum AddressType {
    Unicast = 1,
    Anycast = 2,
}

/// Where the prefix of an address comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetIPAddress.PrefixOrigin")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum PrefixOrigin {
    Other = 0,
    Manual = 1,
    WellKnown = 2,
    Dhcp = 3,
    RouterAdvertisement = 4,
}

/// Where the rest of an address comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetIPAddress.SuffixOrigin")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum SuffixOrigin {
    Other = 0,
    Manual = 1,
    WellKnown = 2,
    Dhcp = 3,
    Link = 4,
    Random = 5,
}

/// Whether an address may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetIPAddress.AddressState")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum IpAddressState {
    Invalid = 0,
    Tentative = 1,
    Duplicate = 2,
    Deprecated = 3,
    Preferred = 4,
}

/// Whether an interface has an address of a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetIPInterface.Dhcp")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum DhcpState {
    Disabled = 0,
    Enabled = 1,
}

/// Whether an interface has a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(
    type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetIPInterface.ConnectionState"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum ConnectionState {
    Disconnected = 0,
    Connected = 1,
}

/// An address as it stands in a list of them: the address.
fn address_text(object: &PsObject) -> String {
    text_of(object, "IPAddress")
}

/// A route as it stands in a list of gateways: where it leads.
fn next_hop_text(object: &PsObject) -> String {
    text_of(object, "NextHop")
}

fn text_of(object: &PsObject, property: &str) -> String {
    let value = object.get(property);
    value
        .map(|value| to_text(&value).to_string())
        .unwrap_or_default()
}

/// An address of an interface.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetIPAddress", text = address_text)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetIpAddress {
    #[property(name = "IPAddress")]
    pub ip_address: String,
    #[property(alias = "ifIndex")]
    pub interface_index: u32,
    #[property(alias = "ifAlias")]
    pub interface_alias: String,
    pub address_family: AddressFamily,
    #[property(name = "Type")]
    pub kind: AddressType,
    pub prefix_length: u8,
    pub prefix_origin: PrefixOrigin,
    pub suffix_origin: SuffixOrigin,
    pub address_state: IpAddressState,
    pub valid_lifetime: Ticks,
    pub preferred_lifetime: Ticks,
    #[then("PolicyStore" = "ActiveStore")]
    pub skip_as_source: bool,
    #[property(name = "IPv4Address")]
    pub ipv4_address: Option<String>,
    #[property(name = "IPv6Address")]
    pub ipv6_address: Option<String>,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
}

impl NetIpAddress {
    /// The object for an address.
    pub fn new(state: &State, known: &InterfaceAddress, computer: &str) -> Self {
        let text = known.cidr.address.to_string();
        let is_v4 = known.cidr.address.is_ipv4();
        let made =
            matches!(known.cidr.address, std::net::IpAddr::V6(a) if a.is_unicast_link_local());
        let ends = |seconds: Option<u32>| {
            let ticks = seconds.map(|seconds| i64::from(seconds).saturating_mul(SECOND));
            Ticks(ticks.unwrap_or(i64::MAX))
        };
        Self {
            interface_index: known.index,
            interface_alias: state.shown(&known.interface),
            address_family: AddressFamily::of(known.cidr),
            kind: AddressType::Unicast,
            prefix_length: known.cidr.prefix,
            prefix_origin: match known.origin {
                AddressOrigin::Manual => PrefixOrigin::Manual,
                AddressOrigin::WellKnown => PrefixOrigin::WellKnown,
                AddressOrigin::Dhcp => PrefixOrigin::Dhcp,
                AddressOrigin::RouterAdvertisement => PrefixOrigin::RouterAdvertisement,
            },
            suffix_origin: match known.origin {
                AddressOrigin::Manual => SuffixOrigin::Manual,
                AddressOrigin::WellKnown if made => SuffixOrigin::Link,
                AddressOrigin::WellKnown => SuffixOrigin::WellKnown,
                AddressOrigin::Dhcp => SuffixOrigin::Dhcp,
                AddressOrigin::RouterAdvertisement => SuffixOrigin::Link,
            },
            address_state: match known.state {
                model::AddressState::Tentative => IpAddressState::Tentative,
                model::AddressState::Duplicate => IpAddressState::Duplicate,
                model::AddressState::Deprecated => IpAddressState::Deprecated,
                model::AddressState::Preferred => IpAddressState::Preferred,
            },
            valid_lifetime: ends(known.valid),
            preferred_lifetime: ends(known.preferred),
            // Linux does not take it for what is begun by the host itself.
            skip_as_source: known.preferred == Some(0),
            ipv4_address: is_v4.then(|| text.clone()),
            ipv6_address: (!is_v4).then(|| text.clone()),
            ip_address: text,
            computer_name: computer.to_owned(),
        }
    }
}

/// A route of the main table.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetRoute", text = next_hop_text)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetRoute {
    pub destination_prefix: String,
    pub next_hop: String,
    #[property(alias = "ifIndex")]
    pub interface_index: u32,
    #[property(alias = "ifAlias")]
    pub interface_alias: String,
    #[then("InterfaceMetric" = Value::Null, "ifMetric" = Value::Null)]
    pub route_metric: u32,
    pub address_family: AddressFamily,
    /// `Local`: the kernel made it of an address; `NetMgmt`: an admin or a tool; `Dhcp`, `RouterAdvertisement`, `Other`.
    #[then("PolicyStore" = "ActiveStore")]
    pub protocol: &'static str,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
}

impl NetRoute {
    /// The object for a route.
    pub fn new(state: &State, route: &Route, computer: &str) -> Self {
        let is_v4 = route.destination.address.is_ipv4();
        let on_link = || if is_v4 { "0.0.0.0" } else { "::" }.to_owned();
        Self {
            destination_prefix: route.destination.to_string(),
            next_hop: route
                .gateway
                .map_or_else(on_link, |gateway| gateway.to_string()),
            interface_index: route.index,
            interface_alias: state.shown(&route.interface),
            route_metric: route.metric,
            address_family: AddressFamily::of(route.destination),
            protocol: match route.origin {
                RouteOrigin::Address => "Local",
                RouteOrigin::Manual => "NetMgmt",
                RouteOrigin::Dhcp => "Dhcp",
                RouteOrigin::RouterAdvertisement => "RouterAdvertisement",
                RouteOrigin::Protocol => "Other",
            },
            computer_name: computer.to_owned(),
        }
    }
}

/// An interface, as one family of addresses sees it.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetIPInterface")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetIpInterface {
    #[property(alias = "ifIndex")]
    pub interface_index: u32,
    #[property(alias = "ifAlias")]
    pub interface_alias: String,
    pub address_family: AddressFamily,
    #[property(name = "NlMtu", alias = "NlMtuBytes")]
    #[then("InterfaceMetric" = Value::Null)]
    pub nl_mtu: u32,
    pub dhcp: DhcpState,
    #[then("PolicyStore" = "ActiveStore")]
    pub connection_state: ConnectionState,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
}

impl NetIpInterface {
    /// The object for an interface and a family.
    pub fn new(state: &State, link: &NetAdapter, family: AddressFamily, computer: &str) -> Self {
        let leased = state.ip.addresses.iter().any(|known| {
            known.interface == link.name
                && AddressFamily::of(known.cidr) == family
                && known.origin == AddressOrigin::Dhcp
        });
        Self {
            interface_index: link.index,
            interface_alias: link.shown().to_owned(),
            address_family: family,
            nl_mtu: link.mtu,
            dhcp: if leased {
                DhcpState::Enabled
            } else {
                DhcpState::Disabled
            },
            connection_state: if link.up && link.carrier {
                ConnectionState::Connected
            } else {
                ConnectionState::Disconnected
            },
            computer_name: computer.to_owned(),
        }
    }
}

/// All that is known of an interface's addresses.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "NetIPConfiguration")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetIpConfiguration {
    #[then("CompartmentId" = 1_u32)]
    pub computer_name: String,
    pub interface_alias: String,
    pub interface_index: u32,
    pub interface_description: String,
    #[property(name = "IPv4Address")]
    pub ipv4_address: Vec<NetIpAddress>,
    #[property(name = "IPv6Address")]
    pub ipv6_address: Vec<NetIpAddress>,
    #[property(name = "IPv6LinkLocalAddress")]
    pub ipv6_link_local_address: Vec<NetIpAddress>,
    #[property(name = "IPv4DefaultGateway")]
    pub ipv4_default_gateway: Vec<NetRoute>,
    #[property(name = "IPv6DefaultGateway")]
    pub ipv6_default_gateway: Vec<NetRoute>,
    pub net_adapter: super::NetAdapter,
    #[property(name = "NetIPv4Interface")]
    pub net_ipv4_interface: NetIpInterface,
    #[property(name = "NetIPv6Interface")]
    pub net_ipv6_interface: NetIpInterface,
    #[property(name = "DNSServer")]
    pub dns_server: Vec<super::DnsClientServerAddress>,
}

impl NetIpConfiguration {
    /// The object for an interface.
    pub fn new(state: &State, link: &NetAdapter, computer: &str) -> Self {
        let own = |family: AddressFamily, global: bool| {
            let all = state.ip.addresses.iter().filter(move |known| {
                known.interface == link.name
                    && AddressFamily::of(known.cidr) == family
                    && known.cidr.is_global() == global
            });
            all.map(|known| NetIpAddress::new(state, known, computer))
                .collect()
        };
        let gateways = |family: AddressFamily| {
            let all = state.ip.routes.iter().filter(move |route| {
                route.interface == link.name
                    && route.is_default()
                    && AddressFamily::of(route.destination) == family
            });
            all.map(|route| NetRoute::new(state, route, computer))
                .collect()
        };
        let seen = |family| NetIpInterface::new(state, link, family, computer);
        Self {
            computer_name: computer.to_owned(),
            interface_alias: link.shown().to_owned(),
            interface_index: link.index,
            interface_description: link.description.clone(),
            ipv4_address: own(AddressFamily::V4, true),
            ipv6_address: own(AddressFamily::V6, true),
            ipv6_link_local_address: own(AddressFamily::V6, false),
            ipv4_default_gateway: gateways(AddressFamily::V4),
            ipv6_default_gateway: gateways(AddressFamily::V6),
            net_adapter: super::NetAdapter::new(link, &state.links, computer),
            net_ipv4_interface: seen(AddressFamily::V4),
            net_ipv6_interface: seen(AddressFamily::V6),
            dns_server: [AddressFamily::V6, AddressFamily::V4]
                .into_iter()
                .map(|family| super::DnsClientServerAddress::new(state, link, family, computer))
                .collect(),
        }
    }
}
