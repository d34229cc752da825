//! The one place that works out what follows from what was asked for, in one order.
//!
//! It is level-triggered: it looks at how things are and at what is asked for, never at how they came to differ, and right after
//! its plan was carried out it finds nothing to do. A command edits what is asked for and lets [`converge`] find the consequences;
//! the agent and the restore at boot do the same without an edit.

use std::collections::BTreeSet;

use crate::model::{NetAdapter, VmState};
use crate::plan::PlanBuilder;
use crate::policy::focus::Focus;
use crate::policy::network::{
    host_adapter, host_team, nat, nic_settings, persist, ports, switch, targets,
};
use crate::policy::nic;
use crate::policy::pci::assign;
use crate::policy::vf::obstacle::used_by_host;
use crate::policy::vf::status::eligible;
use crate::policy::vf::{allocation, count};
use crate::state::{DesiredNic, DesiredSwitch};

/// Adds the steps that make the host as it is asked for: lost devices of switches and of the host's adapters on them are made again, ports get their VLANs and
/// filters, VFs that an adapter may no longer have are released, NICs get the VFs that they should have, adapters that wait get
/// one, NICs learn the addresses behind them, other tools' files say the same, and dismounted devices are held again where the
/// state tells of PCI devices.
pub(in crate::policy) fn converge(plan: &mut PlanBuilder, focus: &Focus) {
    if focus.records_only {
        return;
    }
    nic::refresh_records(plan);
    host_team::build_all(plan, focus);
    build_switches(plan, focus);
    nic_settings::sync(plan);
    plan.best_effort(nat::sync);
    host_adapter::build::build_all(plan, focus);
    targets::sync(plan, focus);
    if focus.vms_unknown {
        ports::sync_host(plan);
    } else {
        ports::sync_all(plan, focus);
        release_stale_claims(plan, focus);
    }
    make_missing_vfs(plan, focus);
    if !focus.vms_unknown {
        reprogram_vfs(plan, focus);
        allocation::forget_refusals(plan);
        allocation::allocate(plan, focus);
        // Once more: which path an adapter's traffic takes may be another one now.
        ports::sync(plan, &focus.removed);
        plan.required_if(focus.network, persist::sync);
    }
    if focus.vms_unknown || !plan.state().pci.is_empty() {
        assign::rebind_vfio(plan);
    }
    for switch in &focus.new_switches {
        switch::warn_of_missing_vfs(plan, *switch);
    }
}

/// Claims whose VM does not run, does not have the VF, or may no longer have it.
fn release_stale_claims(plan: &mut PlanBuilder, focus: &Focus) {
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
        plan.required_if(focus.vms.contains(&claim.vm), |plan| {
            allocation::release(plan, &claim);
        });
    }
}

/// The devices and the libvirt network of every switch.
fn build_switches(plan: &mut PlanBuilder, focus: &Focus) {
    for wanted in plan.state().desired.switches.clone() {
        let nics = uplinks(plan, &wanted, focus);
        let bond = wanted
            .team
            .as_ref()
            .filter(|_| wanted.on_host_team && focus.repair);
        if let Some(bond) = bond.filter(|bond| plan.state().link(bond).is_none()) {
            let message = format!(
                "The team '{bond}' under the switch '{}' is not there.",
                wanted.name
            );
            plan.warn("Switch.NicMissing", message);
        }
        let is_new = focus.new_switches.contains(&wanted.id);
        plan.required_if(focus.must_build(wanted.id), |plan| {
            switch::build_devices(plan, &wanted, &nics);
        });
        if !focus.vms_unknown {
            plan.required_if(is_new, |plan| {
                switch::define_network(plan, &wanted);
            });
        }
    }
}

/// The NICs of switches in IOV mode, and those whose number of VFs was chosen, get the VFs that they should have, unless one is in
/// use: the kernel changes the number only by way of zero, and a repair never takes a VF from anybody.
fn make_missing_vfs(plan: &mut PlanBuilder, focus: &Focus) {
    let state = plan.state();
    let of_switches = state.desired.switches.iter().filter(|s| s.iov_enabled);
    let of_switches = of_switches.flat_map(|s| &s.uplinks);
    let chosen = |n: &&DesiredNic| n.sriov_enabled && n.num_vfs.is_some();
    let of_nics = state
        .desired
        .nics
        .iter()
        .filter(chosen)
        .map(|n| &n.identity);
    let nics: BTreeSet<_> = of_switches
        .chain(of_nics)
        .filter_map(|nic| Some(state.link_of(nic)?.name.clone()))
        .collect();
    for nic in nics {
        let state = plan.state();
        let may_change = state.function_of(&nic).is_some_and(|f| {
            let mut vfs = f.vfs.iter();
            if focus.vms_unknown {
                f.num_vfs == 0
            } else {
                !vfs.any(|v| v.owner.is_some() || used_by_host(state, v).is_some())
            }
        });
        if may_change {
            // A new switch is there without them too, and its warning says why it has none. Adapters of one that is there wait for
            // those of its new member.
            let waited_for = state.link(&nic).is_some_and(|link| {
                let switch = state.desired.switch_using(&link.identity);
                switch
                    .is_some_and(|s| focus.must_build(s.id) && !focus.new_switches.contains(&s.id))
            });
            plan.required_if(waited_for, |plan| count::make_vfs(plan, &nic));
        }
    }
}

/// The VFs that adapters keep are programmed as their settings ask, also where somebody else has written to them.
fn reprogram_vfs(plan: &mut PlanBuilder, focus: &Focus) {
    let state = plan.state();
    let mut kept = Vec::new();
    let mut waiting = Vec::new();
    for vm in state.vms.iter().filter(|v| v.state.is_active()) {
        for adapter in &vm.adapters {
            let Some(vf) = adapter.vf.as_ref().and_then(|v| state.vf(v.address)) else {
                continue;
            };
            let ours = state.desired.claim_of(vm.id, &adapter.alias).is_some();
            let may_have = eligible(state, adapter).is_ok_and(|pfs| pfs.contains(&vf.pf));
            if ours && may_have && adapter.settings.iov_weight > 0 {
                kept.push((vm.id, adapter.alias.clone()));
            } else if ours && vm.state == VmState::Paused && focus.vms.contains(&vm.id) {
                waiting.push(adapter.settings.name.clone());
            }
        }
    }
    for (vm, adapter) in kept {
        plan.required_if(focus.vms.contains(&vm), |plan| {
            allocation::reprogram(plan, vm, &adapter);
        });
    }
    for name in waiting {
        let message =
            format!("'{name}' gives its virtual function up when the virtual machine resumes.");
        plan.warn("Vm.Paused", message);
    }
}

/// The NICs under a switch; one that is missing is a warning, and the rest of the switch is there without it.
fn uplinks(plan: &mut PlanBuilder, wanted: &DesiredSwitch, focus: &Focus) -> Vec<NetAdapter> {
    let mut found = Vec::new();
    for identity in &wanted.uplinks {
        let state = plan.state();
        if let Some(nic) = state.link_of(identity) {
            found.push(nic.clone());
            continue;
        }
        if !focus.repair {
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
