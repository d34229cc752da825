//! Where frames go in the simulated network: enough to see whether two adapters can talk.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::{
    Adapter, AdapterAlias, Bridge, EswitchMode, FdbPlace, FilterAction, InterfaceName, MacAddress,
    State, Uuid, VirtualFunction, VlanId,
};

/// Which way an adapter's traffic goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DataPath {
    /// Through its VF.
    Vf,
    /// Through the paravirtual adapter and the bridge.
    Paravirtual,
}

fn adapter<'s>(state: &'s State, vm: Uuid, alias: &AdapterAlias) -> Option<&'s Adapter> {
    state.vm(vm).filter(|v| v.state.is_active())?.adapter(alias)
}

/// Whether frames go by a VF: its link follows its PF's, and the guest's failover pair follows the VF's.
pub(super) fn works(state: &State, vf: &VirtualFunction) -> bool {
    let pf = state.function(vf.pf).and_then(|f| f.interface.as_ref());
    let link = pf.and_then(|name| state.link(name));
    vf.driven == Some(true) && link.is_some_and(|link| link.up && link.carrier)
}

/// Which way the adapter's traffic goes now.
pub(super) fn path(state: &State, vm: Uuid, alias: &AdapterAlias) -> Option<DataPath> {
    let adapter = adapter(state, vm, alias)?;
    let vf = adapter.vf.as_ref().and_then(|v| state.vf(v.address));
    if vf.is_some_and(|vf| works(state, vf)) {
        return Some(DataPath::Vf);
    }
    (adapter.link_up && adapter.bridge.is_some()).then_some(DataPath::Paravirtual)
}

/// The port of the host's bridge through which an adapter's frames go: its tap, or in switchdev mode its VF's representor.
/// `None`: they meet the NIC's own switch.
fn port<'s>(state: &'s State, adapter: &'s Adapter, path: DataPath) -> Option<&'s InterfaceName> {
    match path {
        DataPath::Vf => state.vf(adapter.vf.as_ref()?.address)?.representor.as_ref(),
        DataPath::Paravirtual => adapter.tap.as_ref(),
    }
}

/// Whether an adapter's frames go by the host's bridge, and get into it.
fn is_on_bridge(state: &State, adapter: &Adapter, path: DataPath) -> bool {
    let bridge = adapter.bridge.as_ref().and_then(|b| state.bridge(b));
    port(state, adapter, path)
        .is_some_and(|port| bridge.is_some_and(|bridge| bridge.ports.contains(port)))
}

/// The PF interface that an adapter's frames meet on the way out, and whether they are inside the NIC already.
fn uplink(state: &State, adapter: &Adapter, path: DataPath) -> Option<InterfaceName> {
    match path {
        DataPath::Vf if port(state, adapter, path).is_none() => {
            let vf = state.vf(adapter.vf.as_ref()?.address)?;
            state.function(vf.pf)?.interface.clone()
        }
        DataPath::Vf if !is_on_bridge(state, adapter, path) => None,
        DataPath::Vf | DataPath::Paravirtual => {
            let bridge = state.bridge(adapter.bridge.as_ref()?)?;
            let (port, nic) = wire(state, bridge)?;
            if path == DataPath::Paravirtual {
                return kept(state, &port, adapter.mac, nic);
            }
            Some(nic)
        }
    }
}

/// The port of a bridge towards the wire, and the NIC behind it: of a team the member that carries the traffic.
fn wire(state: &State, bridge: &Bridge) -> Option<(InterfaceName, InterfaceName)> {
    bridge.ports.iter().find_map(|port| {
        let link = state.link(port)?;
        let nic = match state.team(port) {
            Some(team) => team.active.clone()?,
            None => link.name.clone(),
        };
        let physical = state.link(&nic).is_some_and(|l| l.pci.is_some() && l.up);
        (link.up && physical).then(|| (port.clone(), nic))
    })
}

/// The NIC by which the frames of this address go, where a filter of the team says so; `None` when they or the answers are lost.
fn kept(
    state: &State,
    team: &InterfaceName,
    mac: MacAddress,
    active: InterfaceName,
) -> Option<InterfaceName> {
    let mut out = state.filters_of(team).iter();
    let sent = out.find_map(|filter| match &filter.action {
        FilterAction::Send(to) if filter.frame.source == Some(mac) => Some(to.clone()),
        _ => None,
    });
    let Some(nic) = sent else { return Some(active) };
    let link = state.link(&nic)?;
    let mut ways_in = state.filters_of(&nic).iter();
    let taken = ways_in.any(|filter| {
        filter.frame.destination == Some(mac)
            && filter.action == FilterAction::Receive(team.clone())
    });
    let known = state
        .fdb
        .iter()
        .any(|e| e.place == FdbPlace::Filter && e.device == nic && e.mac == mac);
    (link.up && link.carrier && (nic == active || taken && known)).then_some(nic)
}

/// The VLAN that the guest's untagged frames are in, seen from outside.
fn vlan(state: &State, adapter: &Adapter, path: DataPath) -> Option<VlanId> {
    match path {
        DataPath::Vf if port(state, adapter, path).is_none() => {
            state.vf(adapter.vf.as_ref()?.address)?.admin?.vlan.id
        }
        DataPath::Vf | DataPath::Paravirtual => {
            let bridge = state.bridge(adapter.bridge.as_ref()?)?;
            let filters = bridge.vlan_filtering;
            filters.then(|| bridge.vlans_of(port(state, adapter, path)?).untagged)?
        }
    }
}

/// Whether frames of this VLAN get from a paravirtual adapter's bridge to the NIC under it.
fn gets_out(state: &State, adapter: &Adapter, id: Option<VlanId>) -> bool {
    let bridge = adapter.bridge.as_ref().and_then(|b| state.bridge(b));
    match (bridge, id) {
        (Some(bridge), Some(id)) => {
            wire(state, bridge).is_some_and(|(port, _)| bridge.vlans_of(&port).tagged.contains(id))
        }
        _ => true,
    }
}

/// The NIC by which an adapter's frames meet the wire.
pub(super) fn way(state: &State, vm: Uuid, alias: &AdapterAlias) -> Option<InterfaceName> {
    uplink(state, adapter(state, vm, alias)?, path(state, vm, alias)?)
}

/// Whether frames reach the other adapter and answers come back. `dead`: NICs behind whose link nothing works.
pub(super) fn reachable(
    state: &State,
    dead: &BTreeSet<InterfaceName>,
    from: (Uuid, &AdapterAlias),
    to: (Uuid, &AdapterAlias),
) -> bool {
    let both = (adapter(state, from.0, from.1), adapter(state, to.0, to.1));
    let (Some(a), Some(b)) = both else {
        return false;
    };
    let paths = (path(state, from.0, from.1), path(state, to.0, to.1));
    let (Some(way_a), Some(way_b)) = paths else {
        return false;
    };
    let id = vlan(state, a, way_a);
    if id != vlan(state, b, way_b) {
        return false;
    }
    let bridged = |x: &Adapter, way| match way {
        DataPath::Vf => is_on_bridge(state, x, way),
        DataPath::Paravirtual => true,
    };
    if bridged(a, way_a) && bridged(b, way_b) && a.bridge == b.bridge {
        return true;
    }
    let uplinks = (uplink(state, a, way_a), uplink(state, b, way_b));
    let (Some(port_a), Some(port_b)) = uplinks else {
        return false;
    };
    let out = |x: &Adapter, way| !bridged(x, way) || gets_out(state, x, id);
    if !out(a, way_a) || !out(b, way_b) {
        return false;
    }
    if port_a != port_b {
        if dead.contains(&port_a) || dead.contains(&port_b) {
            return false;
        }
        // Over the wire: every uplink of a simulated host is on one segment. But a NIC keeps to itself what it takes for its own:
        // an address in its filter is not looked for outside.
        let caught = |x: &Adapter, port: &InterfaceName| {
            let mut own = state.fdb.iter();
            own.any(|e| e.place == FdbPlace::Filter && e.device == *port && e.mac == x.mac)
        };
        return !caught(a, &port_b) && !caught(b, &port_a);
    }
    // Inside one NIC: its switch forwards to the PF only the addresses that the PF has asked for.
    let legacy = state
        .function_of(&port_a)
        .is_some_and(|f| f.eswitch == EswitchMode::Legacy);
    let known = |x: &Adapter, way| {
        way == DataPath::Vf
            || !legacy
            || state
                .fdb
                .iter()
                .any(|e| e.device == port_a && e.mac == x.mac)
    };
    known(a, way_a) && known(b, way_b)
}
