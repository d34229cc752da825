//! Bridges and their ports.

use crate::HostError;
use crate::model::{InterfaceName, MacAddress, PortVlans};
use crate::plan::BridgeChange;

use super::super::machine::LinuxMachine;
use super::super::refusal::{self, errno};
use super::link::{bring_up, clear_master, delete, link, refused, set_master};

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &BridgeChange) -> Result<(), HostError> {
    match change {
        BridgeChange::Create {
            name,
            mac,
            vlan_filtering,
        } => create_bridge(host, name, *mac, *vlan_filtering),
        BridgeChange::Delete { name } => delete(host, name, "bridge"),
        BridgeChange::AddPort { bridge, port } => set_master(host, bridge, port),
        BridgeChange::RemovePort { bridge, port } => clear_master(host, bridge, port),
        BridgeChange::ReturnPort {
            bridge,
            port,
            vlans,
            pinned,
        } => return_port(host, bridge, port, vlans, pinned),
        BridgeChange::SetVlanFiltering { bridge, on } => set_vlan_filtering(host, bridge, *on),
        BridgeChange::SetPortVlans { port, vlans } => set_port_vlans(host, port, vlans),
    }
}

fn create_bridge(
    host: &LinuxMachine,
    name: &InterfaceName,
    mac: MacAddress,
    vlan_filtering: bool,
) -> Result<(), HostError> {
    host.netlink
        .create_bridge(name, mac, vlan_filtering)
        .map_err(refused(name))?;
    bring_up(host, name)
}

/// One that cannot have what it had stays out.
fn return_port(
    host: &LinuxMachine,
    bridge: &InterfaceName,
    port: &InterfaceName,
    vlans: &PortVlans,
    pinned: &[MacAddress],
) -> Result<(), HostError> {
    let was_out = link(host, port)?.master.is_none();
    set_master(host, bridge, port)?;
    let index = link(host, port)?.index;
    let furnish = || {
        set_port_vlans(host, port, vlans)?;
        for mac in pinned {
            let pin = host.netlink.pin(index, *mac);
            pin.map_err(refused(port))?;
        }
        Ok(())
    };
    furnish().inspect_err(|_| {
        if was_out {
            // The refusal is told; that the port is out again is what was before.
            let _ = clear_master(host, bridge, port);
        }
    })
}

fn set_vlan_filtering(
    host: &LinuxMachine,
    bridge: &InterfaceName,
    on: bool,
) -> Result<(), HostError> {
    host.netlink
        .set_vlan_filtering(bridge, on)
        .map_err(refused(bridge))
}

fn set_port_vlans(
    host: &LinuxMachine,
    port: &InterfaceName,
    vlans: &PortVlans,
) -> Result<(), HostError> {
    let found = link(host, port)?;
    let is_bridge = found.kind.as_deref() == Some("bridge");
    if found.master.is_none() && !is_bridge {
        let words = Some("it is not a port of a bridge");
        return Err(refusal::kernel(errno::NOT_SUPPORTED, port.as_str(), words));
    }
    host.netlink
        .set_port_vlans(found.index, is_bridge, vlans)
        .map_err(refused(port))
}
