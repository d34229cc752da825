//! The target before a virtual machine arrives.

use serde::{Deserialize, Serialize};

use crate::HostError;
use crate::model::{MigratingVm, State, Uuid};
use crate::plan::{DesiredChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::migration::compare::{as_it_would_be, compare};
use crate::policy::migration::{ids, refusal};
use crate::policy::vf::allocation;
use crate::state::{DesiredEdit, Migration, ReservedVf, Side};

/// A virtual machine is to arrive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The migration.
    pub id: Uuid,
    /// The virtual machine, as its host describes it.
    pub vm: MigratingVm,
    /// How the source is reached from here; empty where that is not known.
    pub address: String,
    /// When the migration began, in seconds since 1970.
    pub began: u64,
}

/// Writes down that a VM arrives, and keeps a VF free for each of its adapters that asks for one. That there is none is no reason
/// to refuse it: it runs on over the paravirtual path.
///
/// # Errors
/// `Migration.Disabled`, `Migration.LimitReached`; `Migration.Incompatible` with the first of the reasons of
/// Hyper-V's and iovsh's own ([`ids`]).
pub(in crate::policy) fn arrive(
    state: &State,
    plan: &mut PlanBuilder,
    arrival: &Arrival,
) -> Result<Focus, HostError> {
    let guest = &arrival.vm;
    let (vm, from) = (&guest.vm, &guest.host);
    plan.about(
        format!("Let '{}' come from {from}", vm.name),
        vm.name.clone(),
    );
    // Under the lock once more: what was compared before may have changed.
    if let Some(reason) = compare(guest, state)
        .into_iter()
        .find(|i| i.id < ids::NOTES)
    {
        return Err(refusal(&vm.name, &state.host.name, &reason));
    }
    let arriving = as_it_would_be(guest, state);
    let reserved = match vm.state.is_active() {
        true => allocation::would_get(state, &arriving),
        false => Vec::new(),
    };
    let reserved =
        reserved
            .into_iter()
            .map(|(adapter, pf, index)| ReservedVf { adapter, pf, index });
    plan.step(
        format!("Remember that '{}' comes from {from}", vm.name),
        DesiredChange::Set {
            edit: DesiredEdit::PutMigration(Migration {
                id: arrival.id,
                vm: vm.id,
                name: vm.name.clone(),
                side: Side::Target,
                other: from.clone(),
                address: arrival.address.clone(),
                state: vm.state,
                autostart: vm.autostart,
                reserved: reserved.collect(),
                addresses: vm.adapters.iter().map(|a| a.mac).collect(),
                checkpoints: guest.checkpoints.clone(),
                began: arrival.began,
            }),
        },
    );
    Ok(Focus::default())
}
