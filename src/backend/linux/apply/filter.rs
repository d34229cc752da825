//! Filters of ports.

use crate::HostError;
use crate::model::{InterfaceName, PortFilter};
use crate::plan::FilterChange;

use super::super::machine::LinuxMachine;
use super::link::{link, refused};

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &FilterChange) -> Result<(), HostError> {
    match change {
        FilterChange::Set { port, filters } => set_port_filters(host, port, filters),
        FilterChange::Share { device, shares } => {
            let found = link(host, device)?;
            host.netlink
                .set_shares(found.index, shares)
                .map_err(refused(device))
        }
    }
}

fn set_port_filters(
    host: &LinuxMachine,
    port: &InterfaceName,
    filters: &[PortFilter],
) -> Result<(), HostError> {
    let found = link(host, port)?;
    let index = |name: &InterfaceName| host.netlink.link(name).ok().map(|link| link.index);
    host.netlink
        .set_port_filters(found.index, filters, &index)
        .map_err(refused(port))
}
