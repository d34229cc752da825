//! What has to be done so that the host is as was asked for. Level-triggered: it looks at how things are, never at how they
//! came to be so, and right after it was carried out it finds nothing to do.

use crate::backend::model::{InterfaceName, NetAdapter, State, VmState};
use crate::backend::plan::{Plan, PlanBuilder};
use crate::backend::policy::network::filters;
use crate::backend::policy::network::persist;
use crate::backend::policy::network::ports;
use crate::backend::policy::network::switch;
use crate::backend::policy::network::vlan;
use crate::backend::policy::pci::assign;
use crate::backend::policy::vf::count;
use crate::backend::policy::vf::handout;
use crate::backend::policy::vf::status::{eligible, is_used_by_host};
use crate::backend::state::{DesiredNic, DesiredSwitch};

/// The repairs that the host needs: VFs of VMs that are gone are taken back, switches that lost their bridge are rebuilt,
/// VFs that went are made, adapters that wait get a VF, and the NICs' address filters follow the data paths. Every repair
/// is a wish of its own, so that one that fails does not keep the others back. Dismounted devices are held again where the
/// state tells of PCI devices.
#[must_use]
pub fn reconcile(state: &State) -> Plan {
    let mut plan = PlanBuilder::new("Repair what differs from what was asked for", "host", state);
    // Before a VF is taken back: what the settings forbid does not get through in between.
    filters::keep(&mut plan);
    take_back(&mut plan);
    rebuild_switches(&mut plan);
    let running: Vec<_> = state
        .vms
        .iter()
        .filter(|v| v.state.is_active())
        .map(|v| v.id)
        .collect();
    plan.wish(vlan::keep_switches);
    for vm in running {
        plan.wish(|plan| vlan::keep_taps(plan, vm));
    }
    handout::hand_out(&mut plan, None);
    ports::keep(&mut plan, &[]);
    plan.wish(persist::keep);
    if !plan.state().pci.is_empty() {
        assign::hold_again(&mut plan);
    }
    plan.finish()
}

/// Claims whose VM does not run, does not have the VF, or may no longer have it.
fn take_back(plan: &mut PlanBuilder) {
    let state = plan.state();
    let mut stale = Vec::new();
    for claim in &state.desired.claims {
        // What a VM has that cannot be read is not known: no reason to take it away.
        if state.vm(claim.vm).is_some_and(|vm| vm.unreadable.is_some()) {
            continue;
        }
        let adapter = state
            .vm(claim.vm)
            .filter(|v| v.state.is_active())
            .and_then(|v| v.adapter(&claim.adapter));
        let keeps = adapter.is_some_and(|a| {
            let held = a.vf.as_ref().and_then(|v| state.vf(v.address));
            let Some(vf) = held.filter(|v| {
                let function = state.function(v.pf);
                v.index == claim.index && function.is_some_and(|f| f.identity.matches(&claim.pf))
            }) else {
                return false;
            };
            // A guest that holds still lets nothing go; its turn comes when it goes on.
            let paused = state
                .vm(claim.vm)
                .is_some_and(|v| v.state == VmState::Paused);
            let may_have = || eligible(state, a).is_ok_and(|pfs| pfs.contains(&vf.pf));
            paused || a.settings.iov_weight > 0 && may_have()
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
        let nics = uplinks(plan, wanted);
        plan.wish(|plan| {
            switch::build_devices(plan, wanted, &nics);
            for nic in nics.iter().filter(|_| wanted.iov_enabled) {
                make_unused_vfs(plan, &nic.name);
            }
            switch::define_network(plan, wanted);
        });
    }
    for name in nics_with_chosen_count(plan.state()) {
        plan.wish(|plan| make_unused_vfs(plan, &name));
    }
}

/// The NICs under a switch; one that is missing is a warning, and the rest of the switch is there without it.
fn uplinks(plan: &mut PlanBuilder, wanted: &DesiredSwitch) -> Vec<NetAdapter> {
    let mut found = Vec::new();
    for identity in &wanted.uplinks {
        let state = plan.state();
        if let Some(nic) = state.link_of(identity) {
            found.push(nic.clone());
            continue;
        }
        let name = state
            .desired
            .nic(identity)
            .map(|n| format!(" '{}'", n.interface))
            .unwrap_or_default();
        let message = format!(
            "The network adapter{name} of the switch '{}' is not there.",
            wanted.name
        );
        plan.warn("Switch.NicMissing", message);
    }
    found
}

/// NICs for which an admin chose a number of VFs, by the names that they have now.
fn nics_with_chosen_count(state: &State) -> Vec<InterfaceName> {
    let chosen = |n: &&DesiredNic| n.sriov_enabled && n.num_vfs.is_some();
    state
        .desired
        .nics
        .iter()
        .filter(chosen)
        .filter_map(|n| Some(state.link_of(&n.identity)?.name.clone()))
        .collect()
}

/// Makes a NIC's VFs as many as they should be, unless a VM or the host uses one: the kernel changes the number only by way
/// of zero, and a repair never takes a VF from anybody.
fn make_unused_vfs(plan: &mut PlanBuilder, nic: &InterfaceName) {
    let state = plan.state();
    let in_use = state.function_of(nic).is_some_and(|f| {
        f.vfs
            .iter()
            .any(|v| v.owner.is_some() || is_used_by_host(state, v))
    });
    if !in_use {
        count::make_vfs(plan, nic);
    }
}

/// What a host needs after it has started, before libvirt starts the VMs: VFs with autoprobe off, the bridges of the
/// switches, and the dismounted devices away from their drivers. Needs no libvirt, and therefore a `state` of [`Scope::BOOT`](crate::backend::Scope::BOOT): which VM has which
/// VF is not known there, so VFs are made only on a NIC that has none, and claims are left to the first [`reconcile`].
#[must_use]
pub fn restore(state: &State) -> Plan {
    let mut plan = PlanBuilder::new("Restore what was asked for", "host", state);
    let switches = state.desired.switches.clone();
    let make = |plan: &mut PlanBuilder, nic: &InterfaceName| {
        if plan
            .state()
            .function_of(nic)
            .is_some_and(|f| f.num_vfs == 0)
        {
            count::make_vfs(plan, nic);
        }
    };
    for wanted in &switches {
        let nics = uplinks(&mut plan, wanted);
        plan.wish(|plan| switch::build_devices(plan, wanted, &nics));
        for nic in nics.iter().filter(|_| wanted.iov_enabled) {
            // A wish of its own: without VFs the switch still carries the paravirtual paths.
            plan.wish(|plan| make(plan, &nic.name));
        }
    }
    for name in nics_with_chosen_count(state) {
        plan.wish(|plan| make(plan, &name));
    }
    assign::hold_again(&mut plan);
    plan.finish()
}
