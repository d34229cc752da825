//! `MSFT_DNSClientServerAddress`: who is asked for names through an interface.

use iovsh_backend::State;
use iovsh_backend::model::{NetAdapter, Resolver};
use iovsh_derive::PsObject;

use super::AddressFamily;

/// The name servers of an interface, of one family of addresses.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_DNSClientServerAddress")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct DnsClientServerAddress {
    #[property(alias = "ifAlias")]
    pub interface_alias: String,
    #[property(alias = "ifIndex")]
    pub interface_index: u32,
    pub address_family: AddressFamily,
    pub server_addresses: Vec<String>,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
}

impl DnsClientServerAddress {
    /// The object for an interface and a family.
    pub fn new(state: &State, link: &NetAdapter, family: AddressFamily, computer: &str) -> Self {
        let is_v4 = family == AddressFamily::V4;
        // The one list of a host belongs to the way that leads out of it.
        let of = match state.ip.resolver {
            Some(Resolver::HostFile | Resolver::Tool(_)) => link.default_route.then_some(None),
            Some(Resolver::PerInterface) | None => Some(Some(&link.name)),
        };
        let servers = of.map_or(&[][..], |of| state.ip.name_servers_of(of));
        let servers = servers
            .iter()
            .filter(|server| server.address().is_ipv4() == is_v4);
        Self {
            interface_alias: link.shown().to_owned(),
            interface_index: link.index,
            address_family: family,
            server_addresses: servers.map(ToString::to_string).collect(),
            computer_name: computer.to_owned(),
        }
    }
}
