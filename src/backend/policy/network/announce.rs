//! Telling the wire where the addresses of virtual machines are, after another member of a team carries their frames.
//!
//! The bond itself announces the host's own addresses only. QEMU sends the frames (`announce-self`): they come in at the tap, so that they
//! have the adapter's VLAN and the bridge sees them where it sees the guest. It does the same by itself after a migration.

use crate::model::{Adapter, AdapterAlias, InterfaceName, State, Uuid};
use crate::plan::{DomainChange, PlanBuilder};
use crate::policy::focus::Focus;

/// Announces the adapters behind this team whose frames go the paravirtual way. Where one cannot be announced the others are.
pub(in crate::policy) fn announce(
    state: &State,
    plan: &mut PlanBuilder,
    team: &InterfaceName,
) -> Focus {
    plan.about(
        format!("Announce the addresses behind {team}"),
        team.to_string(),
    );
    for (vm, adapters) in behind(state, team) {
        let name = state.vm(vm).map_or("", |vm| vm.name.as_str());
        let what = format!("Announce the addresses of '{name}' on the wire");
        plan.best_effort(|plan| plan.step(what, DomainChange::Announce { vm, adapters }));
    }
    Focus::on_records()
}

/// The adapters that send by this team, by machine.
pub(crate) fn behind(state: &State, team: &InterfaceName) -> Vec<(Uuid, Vec<AdapterAlias>)> {
    let bridge = state.link(team).and_then(|link| link.master.as_ref());
    let Some(bridge) = bridge else {
        return Vec::new();
    };
    let sends = |adapter: &&Adapter| {
        // A VF in use has its own way onto the wire, which the team knows nothing of.
        let on_vf = adapter.vf.as_ref().is_some_and(|vf| {
            let known = state.vf(vf.address);
            known.is_none_or(|vf| vf.driven != Some(false))
        });
        adapter.bridge.as_ref() == Some(bridge) && adapter.link_up && !on_vf
    };
    let running = state.vms.iter().filter(|vm| vm.state.is_active());
    let each = running.map(|vm| {
        let own = vm.adapters.iter().filter(sends);
        (vm.id, own.map(|adapter| adapter.alias.clone()).collect())
    });
    each.filter(|(_, adapters): &(Uuid, Vec<AdapterAlias>)| !adapters.is_empty())
        .collect()
}
