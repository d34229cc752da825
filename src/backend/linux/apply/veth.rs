//! Pairs of virtual Ethernet devices.

use crate::HostError;
use crate::model::{InterfaceName, MacAddress};
use crate::plan::VethChange;

use super::super::machine::LinuxMachine;
use super::link::{bring_up, delete, refused};

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &VethChange) -> Result<(), HostError> {
    match change {
        VethChange::Create { name, mac, port } => create(host, name, *mac, port),
        VethChange::Delete { name, .. } => delete(host, name, "veth"),
    }
}

fn create(
    host: &LinuxMachine,
    name: &InterfaceName,
    mac: MacAddress,
    port: &InterfaceName,
) -> Result<(), HostError> {
    let of_port = crate::plan::port_mac(mac);
    let made = host.netlink.create_veth(name, mac, port, of_port);
    made.map_err(refused(name))?;
    bring_up(host, port)?;
    bring_up(host, name)
}
