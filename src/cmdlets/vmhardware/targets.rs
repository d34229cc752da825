//! Whose processors, memory, firmware or devices a user means, and one change of each.

use std::sync::Arc;

use crate::adapters::of_objects;
use crate::door::{Hosts, Outcome, computer_name};
use crate::remote::Remote;
use crate::types::{Owner, VirtualMachine, VmSnapshot, uuid};
use crate::vm::{each, named};
use crate::{complete, selection};
use iovsh_backend::model::{Uuid, VmDetail};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_backend::{Scope, State};
use iovsh_derive::Parameters;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// What finding machines and showing their parts takes.
pub const MACHINES: Scope = Scope {
    vms: VmDetail::Full,
    ..Scope::NOTHING
};

/// Virtual machines whose parts are meant.
#[derive(Parameters)]
pub struct Owners {
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Owners {
    /// The ids of the machines, or of those that these objects are of.
    pub fn ids(&self, cx: &mut Context, objects: impl Iterator<Item = Uuid>) -> Flow<Vec<Uuid>> {
        let of_objects: Vec<Uuid> = objects.collect();
        if of_objects.is_empty() {
            return each(cx, &self.vm_name, &self.vm);
        }
        Ok(of_objects)
    }

    /// The machines, as they are now.
    pub fn now(&self, cx: &mut Context) -> Flow<Vec<Owner>> {
        let state = cx.snapshot(&MACHINES)?;
        let found = match self.vm.as_slice() {
            [] => selection::by_name(cx, &state.vms, &self.vm_name)?,
            objects => of_objects(cx, &state, objects)?,
        };
        let computer = computer_name(cx)?;
        let of = |vm: &iovsh_backend::model::Vm| Owner {
            vm: vm.clone(),
            checkpoint: None,
            computer: computer.clone(),
        };
        Ok(found.into_iter().map(of).collect())
    }

    /// The machines as they are now, or the one that this checkpoint is of, as it was put down.
    pub fn or_checkpoint(
        &self,
        cx: &mut Context,
        checkpoint: Option<&Arc<VmSnapshot>>,
    ) -> Flow<Vec<Owner>> {
        let Some(object) = checkpoint else {
            return self.now(cx);
        };
        let scope = Scope {
            checkpoints: true,
            ..MACHINES
        };
        let state = cx.snapshot(&scope)?;
        let found = state.checkpoint(uuid(object.vm_id), &object.label);
        let computer = computer_name(cx)?;
        let of = |checkpoint: &iovsh_backend::model::Checkpoint| Owner {
            vm: (*checkpoint.machine).clone(),
            checkpoint: Some((checkpoint.id, checkpoint.name.clone())),
            computer: computer.clone(),
        };
        Ok(found.into_iter().map(of).collect())
    }
}

/// Makes an object of an owner; `None` where it has no such part.
pub type Show = fn(&Owner) -> Vec<Value>;

/// Emits a part of each of these machines.
pub fn emit(cx: &mut Context, owners: &[Owner], show: Show) -> Flow {
    let mut objects = owners.iter().flat_map(show);
    objects.try_for_each(|object| cx.emit(object))
}

/// Changes each of these machines in the same way, and emits the part of those where it was done, when that was asked for.
pub fn change(
    cx: &mut Context,
    machines: Vec<Uuid>,
    changes: &Changes,
    passthru: bool,
    show: Show,
) -> Flow {
    let intents = named(cx, &machines)?.into_iter().map(|name| Intent::SetVm {
        name,
        changes: Box::new(changes.clone()),
    });
    let intents = intents.collect();
    let then = move |cx: &mut Context, outcomes: &[Outcome]| {
        if !passthru {
            return Ok(());
        }
        let done = machines.iter().zip(outcomes);
        let done: Vec<Uuid> = done
            .filter_map(|(id, o)| o.is_done().then_some(*id))
            .collect();
        let owners = owners_of(cx, &done)?;
        emit(cx, &owners, show)
    };
    cx.change_all(&Scope::PLAN, false, intents, Box::new(then))
}

/// These machines as they are now; one that is gone is left out.
fn owners_of(cx: &mut Context, ids: &[Uuid]) -> Flow<Vec<Owner>> {
    let state: Arc<State> = cx.snapshot(&MACHINES)?;
    let computer = computer_name(cx)?;
    let found = ids.iter().filter_map(|id| state.vm(*id));
    Ok(found
        .map(|vm| Owner {
            vm: vm.clone(),
            checkpoint: None,
            computer: computer.clone(),
        })
        .collect())
}
