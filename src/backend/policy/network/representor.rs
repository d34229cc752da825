//! NICs in switchdev mode: what a VF sends comes out of its representor, an interface of the host. Without it in the bridge of
//! the adapter's switch the VF reaches nobody, so it goes in with the VF, in the adapter's VLANs, and out with it. The bridge
//! learns which of the adapter's two ports its guest speaks from.

use crate::model::{Adapter, AdapterAlias, InterfaceName, PciAddress, State, Uuid};
use crate::plan::{BridgeChange, LinkChange, PlanBuilder};

/// The representor of an adapter's VF.
pub(in crate::policy) fn of<'s>(state: &'s State, adapter: &Adapter) -> Option<&'s InterfaceName> {
    let vf = state.vf(adapter.vf.as_ref()?.address)?;
    vf.representor.as_ref()
}

/// Puts the representor of a VF that an adapter is to have into the adapter's bridge.
pub(in crate::policy) fn join(
    plan: &mut PlanBuilder,
    vm: Uuid,
    alias: &AdapterAlias,
    vf: PciAddress,
) {
    let state = plan.state();
    let representor = state.vf(vf).and_then(|v| v.representor.clone());
    let adapter = state.vm(vm).and_then(|v| v.adapter(alias));
    let (Some(port), Some(adapter)) = (representor, adapter) else {
        return;
    };
    let Some(bridge) = adapter.bridge.as_ref().and_then(|b| state.bridge(b)) else {
        return;
    };
    let (vlans, filtering, bridge) = (
        adapter.settings.vlan.port(),
        bridge.vlan_filtering,
        bridge.name.clone(),
    );
    leave_other(plan, &port, &bridge);
    plan.step(
        format!("Bring {port} up"),
        LinkChange::Set {
            interface: port.clone(),
            up: true,
        },
    );
    plan.step(
        format!("Make {port} a port of {bridge}"),
        BridgeChange::AddPort {
            bridge,
            port: port.clone(),
        },
    );
    if filtering {
        plan.step(
            format!("Put {port} into the VLANs of its adapter"),
            BridgeChange::SetPortVlans { port, vlans },
        );
    }
}

/// Takes the representor of a VF out of the bridge that it is in.
pub(in crate::policy) fn leave(plan: &mut PlanBuilder, vf: PciAddress) {
    let state = plan.state();
    let Some(port) = state.vf(vf).and_then(|v| v.representor.clone()) else {
        return;
    };
    if let Some(bridge) = state.link(&port).and_then(|l| l.master.clone()) {
        part(plan, port, bridge);
    }
}

fn leave_other(plan: &mut PlanBuilder, port: &InterfaceName, but: &InterfaceName) {
    let master = plan.state().link(port).and_then(|l| l.master.clone());
    if let Some(bridge) = master.filter(|m| m != but) {
        part(plan, port.clone(), bridge);
    }
}

fn part(plan: &mut PlanBuilder, port: InterfaceName, bridge: InterfaceName) {
    plan.step(
        format!("Take {port} out of {bridge}"),
        BridgeChange::RemovePort { bridge, port },
    );
}

/// Puts right which representors are in bridges of ours: those of VFs that adapters have, and no others.
pub(in crate::policy) fn sync(plan: &mut PlanBuilder) {
    let state = plan.state();
    let switchdev = state.functions.iter().filter(|f| f.is_switchdev());
    let mut missing = Vec::new();
    let mut left_over = Vec::new();
    for vf in switchdev.flat_map(|f| &f.vfs) {
        let Some(port) = &vf.representor else {
            continue;
        };
        let master = state.link(port).and_then(|l| l.master.as_ref());
        let users = state.vms.iter().filter(|vm| vm.state.is_active());
        let user = users
            .flat_map(|vm| vm.adapters.iter().map(move |a| (vm.id, a)))
            .find(|(_, a)| a.vf.as_ref().is_some_and(|v| v.address == vf.address));
        let ours = |name: &InterfaceName| state.desired.switches.iter().any(|s| s.bridge == *name);
        let wanted = user.filter(|(_, a)| a.bridge.as_ref().is_some_and(ours));
        if let Some((vm, adapter)) = wanted {
            if master != adapter.bridge.as_ref() {
                missing.push((vm, adapter.alias.clone(), vf.address));
            }
        } else if master.is_some_and(ours) {
            left_over.push(vf.address);
        }
    }
    for (vm, alias, vf) in missing {
        plan.best_effort(|plan| join(plan, vm, &alias, vf));
    }
    for vf in left_over {
        plan.best_effort(|plan| leave(plan, vf));
    }
}
