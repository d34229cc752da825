//! libvirt networks of the simulated machine.

use super::refusal::libvirt;
use super::world::World;
use crate::model::{InterfaceName, LibvirtNetwork, Uuid};
use crate::plan::NetworkChange;
use crate::{Category, HostError};

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &NetworkChange) -> Result<(), HostError> {
    match change {
        NetworkChange::Define { name, id, bridge } => define(world, name, *id, bridge),
        NetworkChange::Undefine { name, id } => undefine(world, name, *id),
    }
}

fn define(
    world: &mut World,
    name: &str,
    id: Uuid,
    bridge: &InterfaceName,
) -> Result<(), HostError> {
    let networks = &mut world.state.networks;
    if let Some(other) = networks.iter().find(|n| n.name == name && n.id != id) {
        let text = format!(
            "operation failed: network '{name}' already exists with uuid {}",
            other.id
        );
        return Err(libvirt(Category::ResourceExists, name, text));
    }
    networks.retain(|n| n.id != id);
    let at = networks.partition_point(|n| n.name.as_str() < name);
    let defined = LibvirtNetwork {
        name: name.to_owned(),
        id,
        bridge: Some(bridge.clone()),
        pool: Vec::new(),
        active: true,
        autostart: true,
    };
    networks.insert(at, defined);
    Ok(())
}

fn undefine(world: &mut World, name: &str, id: Uuid) -> Result<(), HostError> {
    let networks = &mut world.state.networks;
    let Some(at) = networks.iter().position(|n| n.id == id) else {
        let text = format!("Network not found: no network with matching uuid '{id}'");
        return Err(libvirt(Category::ObjectNotFound, name, text));
    };
    networks.remove(at);
    Ok(())
}
