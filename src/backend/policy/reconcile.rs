//! What has to be done so that the host is as was asked for. Level-triggered: it looks at how things are, never at how they
//! came to be so, and right after it was carried out it finds nothing to do.

use super::status::eligible;
use super::{adapter, fdb, handout, switch, vf_count};
use crate::backend::model::State;
use crate::backend::plan::{Plan, PlanBuilder};

/// The repairs that the host needs: VFs of VMs that are gone are taken back, switches that lost their bridge are rebuilt,
/// VFs that went are made, adapters that wait get a VF, and the NICs' address filters follow the data paths. Every repair
/// is a wish of its own, so that one that fails does not keep the others back.
#[must_use]
pub fn reconcile(state: &State) -> Plan {
    let mut plan = PlanBuilder::new("Repair what differs from what was asked for", "host", state);
    take_back(&mut plan);
    rebuild_switches(&mut plan);
    let running: Vec<_> = state
        .vms
        .iter()
        .filter(|v| v.state.is_active())
        .map(|v| v.id)
        .collect();
    for vm in running {
        plan.wish(|plan| adapter::set_vlans(plan, vm));
    }
    handout::hand_out(&mut plan, None);
    fdb::keep(&mut plan, &[]);
    plan.finish()
}

/// Claims whose VM does not run, does not have the VF, or may no longer have it.
fn take_back(plan: &mut PlanBuilder) {
    let state = plan.state();
    let mut stale = Vec::new();
    for claim in &state.desired.claims {
        let adapter = state
            .vm(claim.vm)
            .filter(|v| v.state.is_active())
            .and_then(|v| v.adapter(&claim.adapter));
        let keeps = adapter.is_some_and(|a| {
            let has =
                a.vf.as_ref()
                    .and_then(|v| state.vf(v.address))
                    .is_some_and(|v| {
                        let function = state.function(v.pf);
                        v.index == claim.index
                            && function.is_some_and(|f| f.identity.matches(&claim.pf))
                    });
            has && a.settings.iov_weight > 0 && eligible(state, a).is_ok()
        });
        if !keeps {
            stale.push(claim.clone());
        }
    }
    for claim in stale {
        plan.wish(|plan| handout::release(plan, &claim));
    }
}

fn rebuild_switches(plan: &mut PlanBuilder) {
    let switches = plan.state().desired.switches.clone();
    for wanted in &switches {
        let nic = wanted
            .uplinks
            .iter()
            .find_map(|u| plan.state().link_of(u))
            .cloned();
        if nic.is_none() && !wanted.uplinks.is_empty() {
            plan.warn(
                "Switch.NicMissing",
                format!(
                    "The network adapter of the switch '{}' is not there.",
                    wanted.name
                ),
            );
        }
        plan.wish(|plan| switch::build(plan, wanted, nic.as_ref()));
    }
    let nics = plan.state().desired.nics.clone();
    for record in nics
        .iter()
        .filter(|n| n.sriov_enabled && n.num_vfs.is_some())
    {
        let Some(name) = plan
            .state()
            .link_of(&record.identity)
            .map(|l| l.name.clone())
        else {
            continue;
        };
        let in_use = plan
            .state()
            .function_of(&name)
            .is_some_and(|f| f.vfs.iter().any(|v| v.owner.is_some()));
        if !in_use {
            plan.wish(|plan| vf_count::make_vfs(plan, &name));
        }
    }
}
