//! VLANs on the paravirtual path: the bridge filters, the adapter's tap is in the adapter's VLANs, and the NIC under the
//! switch lets through exactly the VLANs that some adapter asks for. (A NIC has few filters to share: 32 on Intel's.)

use crate::model::{Adapter, AdapterVlan, Bridge, InterfaceName, PortVlans, Uuid, VlanId, VlanSet};
use crate::plan::{BridgeChange, DesiredChange, PlanBuilder};
use crate::policy::network::bare;
use crate::policy::network::representor;
use crate::policy::network::team;
use crate::state::{DesiredEdit, DesiredSwitch};

/// Makes the switches ready for the VLANs of their adapters, also of those that are off. `vms_unknown`: which VLANs VMs need is not
/// known, so none is taken away.
pub(in crate::policy) fn sync_switches(plan: &mut PlanBuilder, vms_unknown: bool) {
    for switch in plan.state().desired.switches.clone() {
        sync_switch(plan, &switch, vms_unknown);
    }
}

fn sync_switch(plan: &mut PlanBuilder, switch: &DesiredSwitch, vms_unknown: bool) {
    let state = plan.state();
    let of_host = state.desired.host_adapters_on(switch.id);
    let adapters = || {
        let all = state.vms.iter().flat_map(|vm| &vm.adapters);
        all.filter(|adapter| is_on(adapter, switch))
    };
    let mut vlans = adapters()
        .map(|adapter| &adapter.settings.vlan)
        .chain(of_host.iter().map(|own| &own.settings.vlan));
    let needed = vlans.any(|vlan| *vlan != AdapterVlan::Untagged);
    if !needed && !switch.vlan_filtering {
        return;
    }
    let mut wire: VlanSet = adapters()
        .flat_map(|adapter| adapter.settings.vlan.on_wire())
        .chain(of_host.iter().flat_map(|own| own.settings.vlan.on_wire()))
        .collect();
    if !switch.vlan_filtering {
        let edit = DesiredEdit::PutSwitch(DesiredSwitch {
            vlan_filtering: true,
            ..switch.clone()
        });
        plan.step(
            format!("Remember that '{}' tells VLANs apart", switch.name),
            DesiredChange::Set { edit },
        );
    }
    if plan.state().bridge(&switch.bridge).is_none() {
        return;
    }
    plan.step(
        format!("Let {} tell VLANs apart", switch.bridge),
        BridgeChange::SetVlanFiltering {
            bridge: switch.bridge.clone(),
            on: true,
        },
    );
    let state = plan.state();
    let uplink = team::uplink_port(state, switch)
        .filter(|port| {
            state
                .link(port)
                .is_some_and(|l| l.master.as_ref() == Some(&switch.bridge))
        })
        .cloned();
    if let Some(port) = uplink {
        // What a VM needs that cannot be read is not known: no VLAN is taken away meanwhile.
        if vms_unknown || state.vms.iter().any(|vm| vm.unreadable.is_some()) {
            let now = state
                .bridge(&switch.bridge)
                .map(|bridge| bridge.vlans_of(&port).tagged);
            wire = wire
                .iter()
                .chain(now.iter().flat_map(VlanSet::iter))
                .collect();
        }
        let vlans = PortVlans {
            untagged: None,
            tagged: wire.clone(),
        };
        let what = if wire.is_empty() {
            format!("Let no VLAN through {port}")
        } else {
            format!("Let the VLANs {wire} through {port}")
        };
        plan.step(what, BridgeChange::SetPortVlans { port, vlans });
    }
}

/// Puts the taps of a VM's adapters, and the representors of their VFs, into the VLANs that their settings name.
pub(in crate::policy) fn sync_taps(plan: &mut PlanBuilder, vm: Uuid) {
    let state = plan.state();
    let Some(vm) = state.vm(vm) else { return };
    let mut changes = Vec::new();
    for adapter in &vm.adapters {
        let bridge = adapter.bridge.as_ref().and_then(|name| state.bridge(name));
        let Some(bridge) = bridge.filter(|b| b.vlan_filtering) else {
            continue;
        };
        let representor = representor::of(state, adapter).filter(|r| bridge.ports.contains(r));
        for port in adapter.tap.iter().chain(representor) {
            let vlans = adapter.settings.vlan.port();
            if bridge.vlans_of(port) != vlans {
                changes.push((port.clone(), vlans));
            }
        }
    }
    put(plan, changes);
}

/// The same for the ports of the host's own adapters.
pub(in crate::policy) fn sync_host(plan: &mut PlanBuilder) {
    let state = plan.state();
    let mut changes = Vec::new();
    for own in state.desired.all_host_adapters() {
        let port = own.switch_port();
        let is_of = |bridge: &&Bridge| bridge.ports.contains(port) || bridge.name == *port;
        let bridge = state.bridges.iter().find(is_of);
        let Some(bridge) = bridge.filter(|bridge| bridge.vlan_filtering) else {
            continue;
        };
        let vlans = own.settings.vlan.port();
        if bridge.vlans_of(port) != vlans {
            changes.push((port.clone(), vlans));
        }
    }
    put(plan, changes);
}

fn put(plan: &mut PlanBuilder, changes: Vec<(InterfaceName, PortVlans)>) {
    for (port, vlans) in changes {
        // A pinned address is pinned in the VLANs of the moment; it is pinned anew afterwards.
        bare::unpin(plan, &port);
        plan.step(
            describe(&port, &vlans),
            BridgeChange::SetPortVlans { port, vlans },
        );
    }
}

fn describe(port: &InterfaceName, vlans: &PortVlans) -> String {
    let native = vlans.untagged.map(VlanId::get);
    match (native, vlans.tagged.is_empty()) {
        (None, true) => format!("Take {port} out of its VLAN"),
        (Some(id), true) => format!("Put {port} into VLAN {id}"),
        (None, false) => format!("Let the VLANs {} through {port}", vlans.tagged),
        (Some(id), false) => {
            format!(
                "Let the VLANs {} through {port}, and {id} untagged",
                vlans.tagged
            )
        }
    }
}

fn is_on(adapter: &Adapter, switch: &DesiredSwitch) -> bool {
    adapter.settings.switch == Some(switch.id) || adapter.bridge.as_ref() == Some(&switch.bridge)
}
