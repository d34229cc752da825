//! The target before a virtual machine arrives.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::HostError;
use crate::model::{MigratingVm, State, Uuid};
use crate::plan::{DesiredChange, DomainChange, PlanBuilder};
use crate::policy::export::folders::{self, ways};
use crate::policy::focus::Focus;
use crate::policy::migration::compare::{as_it_would_be, compare, old_definition};
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

/// The folders that disks of a virtual machine are copied to, each once.
fn folders_of(guest: &MigratingVm) -> BTreeSet<String> {
    let copied = guest.disks.iter().filter(|disk| disk.copied);
    let folders = copied.filter_map(|disk| disk.destination.rsplit_once('/'));
    let folders = folders.filter(|(folder, _)| !folder.is_empty());
    folders.map(|(folder, _)| folder.to_owned()).collect()
}

/// The paths that are looked at on the target, beside what every migration needs to know.
pub(crate) fn looks_at(guest: &MigratingVm) -> Vec<String> {
    folders_of(guest).iter().flat_map(|f| ways(f)).collect()
}

/// Writes down that a VM arrives, makes the folders that its disks are copied to, and keeps a VF free for each of its adapters that asks for one. That there is none is no reason
/// to refuse it: it runs on over the paravirtual path.
///
/// # Errors
/// `Migration.Disabled`, `Migration.LimitReached`; `Migration.Incompatible` with the first of the reasons of
/// Hyper-V's and iovsh's own ([`ids`]); `Export.NotAFolder`.
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
    if let Some(old) = old_definition(guest, state) {
        plan.step(
            format!("Forget the old definition of '{}'", old.name),
            DomainChange::Undefine {
                name: old.name.clone(),
                id: old.id,
                // On shared storage they are those of the machine that arrives.
                kept_files: false,
            },
        );
    }
    let known = |folder: &String| state.stored.contains_key(folder);
    for folder in folders_of(guest).into_iter().filter(known) {
        folders::make(state, plan, &folder)?;
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
                wired: guest.wired.clone(),
                began: arrival.began,
            }),
        },
    );
    Ok(Focus::default())
}
