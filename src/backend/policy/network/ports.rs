//! What the ports of a switch need besides being there: filters, and NICs that know their addresses.

use crate::model::MacAddress;
use crate::plan::PlanBuilder;
use crate::policy::focus::Focus;
use crate::policy::network::fdb;
use crate::policy::network::filters;
use crate::policy::network::guest_team;
use crate::policy::network::mtu;
use crate::policy::network::pins;
use crate::policy::network::representor;
use crate::policy::network::shares;
use crate::policy::network::vlan;

/// Brings filters and forwarding entries of all ports up to date. `gone` are addresses of adapters that the plan has removed.
pub(in crate::policy) fn sync(plan: &mut PlanBuilder, gone: &[MacAddress]) {
    // What says which share is its own needs the share.
    shares::sync(plan);
    filters::sync(plan);
    representor::sync(plan);
    fdb::sync(plan, gone);
    pins::sync(plan);
}

/// The ports of paravirtual paths get their VLANs, filters and forwarding entries. This comes before a VF is released: what the
/// settings forbid must not pass through the port meanwhile.
pub(in crate::policy) fn sync_all(plan: &mut PlanBuilder, focus: &Focus) {
    let host = !focus.host_adapters.is_empty();
    plan.required_if(host || !focus.vms.is_empty(), |plan| {
        vlan::sync_switches(plan, false);
    });
    plan.required_if(host, vlan::sync_host);
    let active = plan.state().vms.iter().filter(|v| v.state.is_active());
    for vm in active.map(|v| v.id).collect::<Vec<_>>() {
        plan.required_if(focus.vms.contains(&vm), |plan| {
            vlan::sync_taps(plan, vm);
        });
    }
    mtu::of_taps(plan);
    guest_team::sync(plan, focus);
    sync(plan, &focus.removed);
}

/// The ports of the host's own adapters get what they need while nothing is known of VMs, as when the host starts.
pub(in crate::policy) fn sync_host(plan: &mut PlanBuilder) {
    if plan.state().desired.host_adapters.is_empty() {
        return;
    }
    plan.best_effort(|plan| vlan::sync_switches(plan, true));
    plan.best_effort(vlan::sync_host);
    shares::sync(plan);
    filters::sync(plan);
    fdb::sync(plan, &[]);
}
