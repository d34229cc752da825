//! The source before a virtual machine leaves.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::HostError;
use crate::model::{CheckpointCopy, State, Uuid, VmState};
use crate::plan::{AutostartChange, DesiredChange, PlanBuilder, SnapshotChange};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::migration::rules::{closed, refusal};
use crate::policy::vf::allocation;
use crate::state::{DesiredEdit, Migration, ReservedVf, Side};

/// A virtual machine is to leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departure {
    /// The migration.
    pub id: Uuid,
    /// The virtual machine.
    pub vm: Uuid,
    /// The target's own name.
    pub other: String,
    /// How the target is reached from here; empty where that is not known.
    pub address: String,
    /// Its checkpoints, parents before what builds on them.
    #[serde(default)]
    pub checkpoints: Vec<CheckpointCopy>,
    /// When the migration began, in seconds since 1970.
    pub began: u64,
}

/// Writes down that a VM leaves, and takes its VFs from it: its traffic goes on over the paravirtual path. The VFs are kept for it
/// until it has arrived.
///
/// # Errors
/// `Vm.NotFound`, `Vm.Migrating`, `Vm.InvalidState` of a paused VM with a VF: a guest that stands still lets nothing go;
/// `Vm.NotRun` of a paused one whose clock would be lost; `Migration.Disabled`, `Migration.LimitReached`.
pub(in crate::policy) fn depart(
    state: &State,
    plan: &mut PlanBuilder,
    departure: &Departure,
) -> Result<Focus, HostError> {
    let vm = guard::vm_by_id(state, departure.vm)?;
    plan.about(
        format!("Let '{}' leave for {}", vm.name, departure.other),
        vm.name.clone(),
    );
    if let Some(reason) = closed(state, Side::Source) {
        return Err(refusal(&vm.name, &departure.other, &reason));
    }
    if vm.state == VmState::Paused && vm.adapters.iter().any(|a| a.vf.is_some()) {
        guard::guest_can_let_go(vm)?;
    }
    guard::keeps_its_clock(vm)?;
    let claims = state.desired.claims.iter().filter(|c| c.vm == vm.id);
    let claims: Vec<_> = claims.collect();
    let reserved = claims.iter().map(|claim| ReservedVf {
        adapter: claim.adapter.clone(),
        pf: claim.pf.clone(),
        index: claim.index,
    });
    plan.step(
        format!("Remember that '{}' leaves for {}", vm.name, departure.other),
        DesiredChange::Set {
            edit: DesiredEdit::PutMigration(Migration {
                id: departure.id,
                vm: vm.id,
                name: vm.name.clone(),
                side: Side::Source,
                other: departure.other.clone(),
                address: departure.address.clone(),
                state: vm.state,
                autostart: vm.autostart,
                reserved: reserved.collect(),
                addresses: vm.adapters.iter().map(|a| a.mac).collect(),
                checkpoints: departure.checkpoints.clone(),
                // Where it stays it has the network that it had.
                wired: Vec::new(),
                began: departure.began,
            }),
        },
    );
    if vm.autostart {
        // A host that comes back meanwhile must not start what may run elsewhere by then.
        plan.step(
            format!("Start '{}' with this host no longer", vm.name),
            AutostartChange::Set {
                vm: vm.id,
                on: false,
            },
        );
    }
    for claim in claims {
        allocation::release(plan, claim);
    }
    // libvirt sends no VM of whose checkpoints it knows. What builds on another one goes first.
    for copy in departure.checkpoints.iter().rev() {
        plan.step(
            format!("Take the checkpoint '{}' along", copy.checkpoint.name),
            SnapshotChange::Forget {
                copy: Box::new(copy.clone()),
            },
        );
    }
    // What it lacks from here on is told where it arrives.
    Ok(Focus {
        told: BTreeSet::new(),
        ..Focus::on_vm(vm.id)
    })
}
