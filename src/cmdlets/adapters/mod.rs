//! Network adapters of virtual machines as the targets of a cmdlet: it says which are meant (`targets`, `parameters`), which
//! plan changes one of them, and what is handed on; [`change_each`] carries that out.

mod output;
mod parameters;
mod targets;

pub use output::{Handed, adapter, emit};
pub use parameters::{AdapterQuery, Adapters, Found, OneAdapter};
pub use targets::{chosen, chosen_by_names, fits, machines, no_adapter, of_objects};

use crate::door::Hosts;
use crate::types::VmNetworkAdapter;
use iovsh_backend::model::{Adapter, AdapterAlias, Uuid, Vm};
use iovsh_backend::{HostError, Plan, Scope, State};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// An adapter that is meant.
#[derive(Clone, Debug)]
pub struct Target {
    /// The machine that it belongs to.
    pub vm: Uuid,
    /// Its alias.
    pub alias: AdapterAlias,
}

impl Target {
    /// The adapter with this id, of a machine.
    pub fn of(vm: Uuid, id: Uuid) -> Self {
        Self {
            vm,
            alias: AdapterAlias::of(id),
        }
    }

    /// The adapter behind an object.
    pub fn behind(object: &VmNetworkAdapter) -> Self {
        Self {
            vm: object.vm,
            alias: object.alias.clone(),
        }
    }

    /// The machine and the adapter in a state; `None` when one of them is gone.
    pub fn find<'s>(&self, state: &'s State) -> Option<(&'s Vm, &'s Adapter)> {
        let vm = state.vm(self.vm)?;
        Some((vm, vm.adapter(&self.alias)?))
    }
}

impl AsRef<Target> for Target {
    fn as_ref(&self) -> &Target {
        self
    }
}

/// A target with what is wanted of it, where that is not the same for all targets.
impl<T> AsRef<Target> for (Target, T) {
    fn as_ref(&self) -> &Target {
        &self.0
    }
}

/// The plan that changes one target: a pure function of the host's state, called under the lock.
pub type Edit<'a, T> = &'a dyn Fn(&State, &T) -> Result<Plan, HostError>;

/// Changes each of the targets, and hands on those where it was done. A refusal is written as an error of its target; the
/// others get their turn.
pub fn change_each<T: AsRef<Target>>(
    cx: &mut Context,
    targets: Vec<T>,
    edit: Edit<'_, T>,
    handed: Handed<'_, T>,
) -> Flow {
    let before = match handed {
        Handed::Before(view) => Some(output::objects(cx, &targets, view)?),
        _ => None,
    };
    let mut done = Vec::new();
    for (index, target) in targets.into_iter().enumerate() {
        let outcome = cx.change(&Scope::PLAN, &mut |state| edit(state, &target))?;
        if outcome.is_done() {
            done.push((index, target));
        }
    }
    if let Some(mut before) = before {
        for (index, _) in done {
            let objects = before.get_mut(index).map(std::mem::take);
            output::emit_all(cx, objects.into_iter().flatten())?;
        }
        return Ok(());
    }
    match handed {
        Handed::After(view) => {
            let done: Vec<T> = done.into_iter().map(|(_, target)| target).collect();
            emit(cx, &done, view)
        }
        _ => Ok(()),
    }
}
