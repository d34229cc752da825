//! Addresses, routes, neighbours, and who is asked for names.

use rustix::fs::Mode;

use crate::HostError;
use crate::model::{InterfaceName, NameServer};
use crate::plan::IpChange;

use super::super::machine::LinuxMachine;
use super::super::{name_servers, refusal};
use super::file::replace;
use super::link::{link, refused};

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &IpChange) -> Result<(), HostError> {
    let netlink = &host.netlink;
    let index = |interface: &InterfaceName| link(host, interface).map(|link| link.index);
    match change {
        IpChange::AddAddress { address } => netlink
            .add_address(index(&address.interface)?, address)
            .map_err(refused(&address.interface)),
        IpChange::RemoveAddress { address } => netlink
            .remove_address(index(&address.interface)?, address.cidr)
            .map_err(refused(&address.interface)),
        IpChange::AddRoute { route } => netlink
            .add_route(index(&route.interface)?, route)
            .map_err(refused(&route.interface)),
        IpChange::RemoveRoute { route } => netlink
            .remove_route(index(&route.interface)?, route)
            .map_err(refused(&route.interface)),
        IpChange::SetNameServers {
            interface: Some(interface),
            servers,
        } => name_servers::tell(interface, servers),
        IpChange::SetNameServers {
            interface: None,
            servers,
        } => write(host, servers),
        IpChange::AddNeighbor { neighbor } => netlink
            .add_neighbor(index(&neighbor.interface)?, neighbor)
            .map_err(refused(&neighbor.interface)),
        IpChange::RemoveNeighbor { neighbor } => netlink
            .remove_neighbor(index(&neighbor.interface)?, neighbor.address)
            .map_err(refused(&neighbor.interface)),
    }
}

/// Writes the one list of the host.
fn write(host: &LinuxMachine, servers: &[NameServer]) -> Result<(), HostError> {
    let path = host.sysfs.path(name_servers::FILE);
    let text = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        other => other,
    };
    let written = text.and_then(|text| {
        let text = name_servers::edited(&text, servers);
        replace(&path, text.as_bytes(), Mode::from_raw_mode(0o644))
    });
    written.map_err(|error| refusal::io_error(name_servers::FILE, &error))
}
