//! Veth pairs of the simulated machine, as `drivers/net/veth.c` makes them.

use super::refusal::{EADDRNOTAVAIL, EEXIST, ENODEV, EOPNOTSUPP, kernel};
use super::world::World;
use crate::HostError;
use crate::model::{InterfaceName, LinkKind, MacAddress, NetAdapter};
use crate::plan::VethChange;

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &VethChange) -> Result<(), HostError> {
    match change {
        VethChange::Create { name, mac, port } => create(world, name, *mac, port),
        VethChange::Delete { name, .. } => delete(world, name),
    }
}

fn create(
    world: &mut World,
    name: &InterfaceName,
    mac: MacAddress,
    port: &InterfaceName,
) -> Result<(), HostError> {
    let taken = [name, port]
        .into_iter()
        .find(|name| world.state.link(name).is_some());
    if let Some(taken) = taken.or_else(|| (name == port).then_some(name)) {
        return Err(kernel(EEXIST, taken.as_str(), ""));
    }
    if !mac.is_usable() {
        return Err(kernel(EADDRNOTAVAIL, name.as_str(), ""));
    }
    // `veth_newlink` registers the peer before the device that was asked for.
    let of_port = crate::plan::port_mac(mac);
    for (name, mac, peer) in [(port, of_port, name), (name, mac, port)] {
        world.add_interface(NetAdapter {
            name: name.clone(),
            mac,
            kind: LinkKind::Other,
            up: true,
            peer: Some(peer.clone()),
            ..NetAdapter::default()
        });
    }
    Ok(())
}

/// With one end goes the other.
fn delete(world: &mut World, name: &InterfaceName) -> Result<(), HostError> {
    let Some(link) = world.state.link(name) else {
        return Err(kernel(ENODEV, name.as_str(), ""));
    };
    let Some(peer) = link.peer.clone() else {
        return Err(kernel(EOPNOTSUPP, name.as_str(), ""));
    };
    world.remove_interface(name);
    world.remove_interface(&peer);
    Ok(())
}
