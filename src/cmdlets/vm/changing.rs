//! What the cmdlets that change virtual machines have in common.

use std::sync::Arc;

use crate::backend::model::{Uuid, VmDetail};
use crate::backend::{HostError, Plan, Scope, State};
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::reader::{Reader, SCOPE};
use crate::cmdlets::selection;
use crate::cmdlets::types::{VirtualMachine, uuid};
use crate::shell::cmdlet::Emit;
use crate::shell::error::Flow;
use crate::shell::eval::Context;

/// The ids of the machines with these names, or behind these objects.
pub fn each(
    cx: &mut Context,
    names: &[String],
    objects: &[Arc<VirtualMachine>],
) -> Flow<Vec<Uuid>> {
    if !objects.is_empty() {
        return Ok(objects.iter().map(|vm| uuid(vm.id)).collect());
    }
    let state = cx.snapshot(&Scope {
        vms: VmDetail::Full,
        ..Scope::default()
    })?;
    let found = selection::by_name(cx, &state.vms, names)?;
    Ok(found.into_iter().map(|vm| vm.id).collect())
}

/// Changes each of these machines by one plan, and emits it afterwards where that was asked for.
pub fn change_each(
    cx: &mut Context,
    names: &[String],
    objects: &[Arc<VirtualMachine>],
    passthru: bool,
    planner: impl Fn(&State, &str) -> Result<Plan, HostError>,
) -> Flow {
    for id in each(cx, names, objects)? {
        let outcome = cx.change(&Scope::PLAN, &mut |state| {
            planner(state, &name_of(state, id))
        })?;
        if outcome.is_done() && passthru {
            emit(cx, id)?;
        }
    }
    Ok(())
}

/// A machine as it is now.
pub fn object(cx: &mut Context, id: Uuid) -> Flow<Option<VirtualMachine>> {
    let state = cx.snapshot(&SCOPE)?;
    let reader = Reader::new(&state, computer_name(cx)?);
    Ok(state.vm(id).map(|vm| reader.vm(vm)))
}

/// Emits a machine as it is now.
pub fn emit(cx: &mut Context, id: Uuid) -> Flow {
    match object(cx, id)? {
        Some(vm) => cx.emit(vm.into_value()),
        None => Ok(()),
    }
}

/// The name that a machine has now; its id as text when it is gone, which nothing is called.
pub fn name_of(state: &State, id: Uuid) -> String {
    state
        .vm(id)
        .map_or_else(|| id.to_string(), |vm| vm.name.clone())
}
