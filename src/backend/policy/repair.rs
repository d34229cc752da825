//! What a host needs when nothing new is asked for, and what is done before it goes down.

use crate::model::{MacAddress, State, VmState};
use crate::plan::{Plan, PlanBuilder};
use crate::policy::converge::converge;
use crate::policy::focus::Focus;
use crate::policy::network::{fdb, ports};
use crate::policy::vf::allocation;

/// The repairs that the host needs when nothing new is asked for.
#[must_use]
pub fn reconcile(state: &State) -> Plan {
    reconcile_after(state, &[])
}

/// The same where adapters with these addresses were seen here and are not any more: another tool has sent their VMs to another host, or
/// removed them.
#[must_use]
pub fn reconcile_after(state: &State, left: &[MacAddress]) -> Plan {
    let mut plan = PlanBuilder::new("Repair what differs from what was asked for", "host", state);
    fdb::see_off(&mut plan, left);
    converge(&mut plan, &Focus::on_repair());
    plan.finish()
}

/// The VFs of running VMs are taken back. They go on without; a start of the host gives them new ones.
pub(super) fn take_back(state: &State, plan: &mut PlanBuilder) -> Focus {
    plan.about("Take all virtual functions back", "host");
    for claim in state.desired.claims.clone() {
        let vm = state.vm(claim.vm);
        let keeps = vm.and_then(|vm| {
            if vm.unreadable.is_some() {
                Some((vm, "cannot be read"))
            } else if vm.state == VmState::Paused {
                Some((vm, "is paused, so that its guest cannot let go"))
            } else {
                None
            }
        });
        match keeps {
            Some((vm, why)) => plan.warn(
                "Vm.KeepsVf",
                format!("'{}' keeps its virtual function: it {why}.", vm.name),
            ),
            None => plan.best_effort(|plan| allocation::release(plan, &claim)),
        }
    }
    ports::sync(plan, &[]);
    // Nothing follows: what was taken would be given out again.
    Focus::on_records()
}
