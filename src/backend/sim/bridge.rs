//! Bridges of the simulated machine, as `net/bridge` refuses and carries out.

use super::link::existing;
use super::refusal::{EADDRNOTAVAIL, EBUSY, EEXIST, ELOOP, EOPNOTSUPP, kernel};
use super::world::World;
use crate::HostError;
use crate::model::{
    Bridge, FdbEntry, FdbPlace, InterfaceName, LinkKind, MacAddress, NetAdapter, PortVlans, State,
    driver_traits,
};
use crate::plan::BridgeChange;

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &BridgeChange) -> Result<(), HostError> {
    match change {
        BridgeChange::Create {
            name,
            mac,
            vlan_filtering,
        } => create(world, name, *mac, *vlan_filtering),
        BridgeChange::Delete { name } => delete(world, name),
        BridgeChange::AddPort { bridge, port } => add_port(world, bridge, port),
        BridgeChange::RemovePort { bridge, port } => remove_port(world, bridge, port),
        BridgeChange::ReturnPort {
            bridge,
            port,
            vlans,
            pinned,
        } => {
            add_port(world, bridge, port)?;
            set_port_vlans(world, port, vlans)?;
            for mac in pinned {
                let entry = FdbEntry {
                    device: port.clone(),
                    mac: *mac,
                    place: FdbPlace::Bridge,
                };
                if let Err(at) = world.state.fdb.binary_search(&entry) {
                    world.state.fdb.insert(at, entry);
                }
            }
            Ok(())
        }
        BridgeChange::SetVlanFiltering { bridge, on } => {
            bridge_mut(&mut world.state, bridge)?.vlan_filtering = *on;
            Ok(())
        }
        BridgeChange::SetPortVlans { port, vlans } => set_port_vlans(world, port, vlans),
    }
}

fn bridge_mut<'s>(state: &'s mut State, name: &InterfaceName) -> Result<&'s mut Bridge, HostError> {
    existing(state, name)?;
    let found = state.bridges.iter_mut().find(|b| b.name == *name);
    found.ok_or_else(|| kernel(EOPNOTSUPP, name.as_str(), ""))
}

fn create(
    world: &mut World,
    name: &InterfaceName,
    mac: MacAddress,
    vlan_filtering: bool,
) -> Result<(), HostError> {
    if world.state.link(name).is_some() {
        return Err(kernel(EEXIST, name.as_str(), ""));
    }
    if !mac.is_usable() {
        return Err(kernel(EADDRNOTAVAIL, name.as_str(), ""));
    }
    let bridges = &mut world.state.bridges;
    let at = bridges.partition_point(|b| b.name < *name);
    let made = Bridge {
        name: name.clone(),
        mac,
        up: true,
        vlan_filtering,
        ports: Vec::new(),
        port_vlans: Vec::new(),
    };
    bridges.insert(at, made);
    world.add_interface(NetAdapter {
        name: name.clone(),
        mac,
        kind: LinkKind::Bridge,
        up: true,
        ..NetAdapter::default()
    });
    Ok(())
}

fn delete(world: &mut World, name: &InterfaceName) -> Result<(), HostError> {
    let ports = std::mem::take(&mut bridge_mut(&mut world.state, name)?.ports);
    for port in &ports {
        world.leave_bridge(port);
    }
    world.remove_interface(name);
    world.state.bridges.retain(|b| b.name != *name);
    Ok(())
}

/// Some drivers keep a PF with VFs out of bridges and bonds, by a receive handler of their own.
pub(super) fn joins_with_vfs(world: &World, port: &InterfaceName) -> Result<(), HostError> {
    let function = world.state.function_of(port).filter(|f| f.num_vfs > 0);
    let driver = function.and_then(|f| f.driver.as_deref());
    let kernel_release = &world.state.host.kernel;
    match driver.map(driver_traits) {
        Some(traits) if !traits.joins_with_vfs(kernel_release) => {
            Err(kernel(EBUSY, port.as_str(), ""))
        }
        _ => Ok(()),
    }
}

fn add_port(
    world: &mut World,
    bridge: &InterfaceName,
    port: &InterfaceName,
) -> Result<(), HostError> {
    existing(&world.state, bridge)?;
    let found = existing(&world.state, port)?;
    if world.state.bridge(port).is_some() {
        let words = "Can not enslave a bridge to a bridge";
        return Err(kernel(ELOOP, port.as_str(), words));
    }
    if world.state.bridge(bridge).is_none() {
        return Err(kernel(EOPNOTSUPP, bridge.as_str(), ""));
    }
    if found.master.as_ref().is_some_and(|master| master != bridge) {
        return Err(kernel(EBUSY, port.as_str(), ""));
    }
    joins_with_vfs(world, port)?;
    world.join_bridge(bridge, port);
    Ok(())
}

fn remove_port(
    world: &mut World,
    bridge: &InterfaceName,
    port: &InterfaceName,
) -> Result<(), HostError> {
    let found = existing(&world.state, port)?;
    // It is no port of this bridge: as wished. That of another bridge stays.
    if found.master.as_ref().is_none_or(|master| master == bridge) {
        world.leave_bridge(port);
    }
    Ok(())
}

fn set_port_vlans(
    world: &mut World,
    port: &InterfaceName,
    vlans: &PortVlans,
) -> Result<(), HostError> {
    let link = existing(&world.state, port)?;
    if link.master.is_none() && link.kind != LinkKind::Bridge {
        return Err(kernel(EOPNOTSUPP, port.as_str(), ""));
    }
    let mut bridges = world.state.bridges.iter_mut();
    if let Some(bridge) = bridges.find(|b| b.ports.contains(port) || b.name == *port) {
        bridge.port_vlans.retain(|(name, _)| name != port);
        if *vlans != PortVlans::default() {
            let at = bridge.port_vlans.partition_point(|(name, _)| name < port);
            bridge.port_vlans.insert(at, (port.clone(), vlans.clone()));
        }
    }
    Ok(())
}

impl World {
    /// Makes an interface a port; the adapter behind a tap is in that bridge then.
    pub(super) fn join_bridge(&mut self, bridge: &InterfaceName, port: &InterfaceName) {
        let Some(found) = self.state.bridges.iter_mut().find(|b| b.name == *bridge) else {
            return;
        };
        if let Err(at) = found.ports.binary_search(port) {
            found.ports.insert(at, port.clone());
        }
        self.set_bridge_of(port, Some(bridge));
    }

    /// Takes a port out of its bridge: its VLANs, and the addresses that were pinned to it, go with it.
    pub(super) fn leave_bridge(&mut self, port: &InterfaceName) {
        for bridge in &mut self.state.bridges {
            bridge.ports.retain(|name| name != port);
            bridge.port_vlans.retain(|(name, _)| name != port);
        }
        self.state
            .fdb
            .retain(|e| e.place == FdbPlace::Filter || e.device != *port);
        self.set_bridge_of(port, None);
    }

    fn set_bridge_of(&mut self, port: &InterfaceName, bridge: Option<&InterfaceName>) {
        if let Some(link) = self.link_mut(port) {
            link.master = bridge.cloned();
        }
        let running = self.state.vms.iter_mut().filter(|v| v.state.is_active());
        for adapter in running.flat_map(|v| &mut v.adapters) {
            if adapter.tap.as_ref() == Some(port) {
                adapter.bridge = bridge.cloned();
            }
        }
    }
}
