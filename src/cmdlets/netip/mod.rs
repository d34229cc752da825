//! IP addresses, routes, neighbours and name servers of the host.

mod addresses;
mod get_dns_client_server_address;
mod get_net_ip_address;
mod get_net_ip_configuration;
mod get_net_ip_interface;
mod get_net_neighbor;
mod get_net_route;
mod neighbors;
mod new_net_ip_address;
mod new_net_neighbor;
mod new_net_route;
pub mod parse;
mod query;
mod remove_net_ip_address;
mod remove_net_neighbor;
mod remove_net_route;
mod set_dns_client_server_address;
mod set_net_ip_address;
mod set_net_ip_interface;
mod views;

pub use query::Common;
pub use views::VIEWS;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_net_ip_address::GetNetIpAddress::SPEC,
    new_net_ip_address::NewNetIpAddress::SPEC,
    set_net_ip_address::SetNetIpAddress::SPEC,
    remove_net_ip_address::RemoveNetIpAddress::SPEC,
    get_net_route::GetNetRoute::SPEC,
    new_net_route::NewNetRoute::SPEC,
    remove_net_route::RemoveNetRoute::SPEC,
    get_net_neighbor::GetNetNeighbor::SPEC,
    new_net_neighbor::NewNetNeighbor::SPEC,
    remove_net_neighbor::RemoveNetNeighbor::SPEC,
    get_net_ip_interface::GetNetIpInterface::SPEC,
    set_net_ip_interface::SetNetIpInterface::SPEC,
    get_net_ip_configuration::GetNetIpConfiguration::SPEC,
    get_dns_client_server_address::GetDnsClientServerAddress::SPEC,
    set_dns_client_server_address::SetDnsClientServerAddress::SPEC,
];
