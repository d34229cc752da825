//! Addresses and routes.

use crate::HostError;
use crate::plan::IpChange;

use super::super::machine::LinuxMachine;
use super::link::{link, refused};

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &IpChange) -> Result<(), HostError> {
    let interface = match change {
        IpChange::AddAddress { address } | IpChange::RemoveAddress { address } => {
            &address.interface
        }
        IpChange::AddRoute { route } | IpChange::RemoveRoute { route } => &route.interface,
    };
    let index = link(host, interface)?.index;
    let netlink = &host.netlink;
    match change {
        IpChange::AddAddress { address } => netlink.add_address(index, address),
        IpChange::RemoveAddress { address } => netlink.remove_address(index, address.cidr),
        IpChange::AddRoute { route } => netlink.add_route(index, route),
        IpChange::RemoveRoute { route } => netlink.remove_route(index, route),
    }
    .map_err(refused(interface))
}
