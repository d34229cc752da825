//! Network adapters of virtual machines as the targets of a cmdlet: it says which are meant (`targets`, `parameters`), which
//! plan changes one of them, and what is handed on; [`change_each`] carries that out.

mod output;
mod parameters;
mod targets;

pub use output::{Handed, adapter, emit};
pub use parameters::{AdapterQuery, Adapters, Found, OneAdapter};
pub use targets::{
    chosen, chosen_by_names, fits, found, machines, names, no_adapter, no_host_adapter, of_host,
    of_objects,
};

use crate::host_access::{HostAccess, Outcome};
use crate::reader::Reader;
use crate::types::{VmInternalNetworkAdapter, VmNetworkAdapter, live};
use iovsh_backend::model::{Adapter, AdapterAlias, Uuid, Vm};
use iovsh_backend::policy::Intent;
use iovsh_backend::{Scope, State};
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// An adapter that is meant.
#[derive(Clone, Debug)]
pub struct Target {
    /// The machine that it belongs to, or [`Uuid::HOST`].
    pub vm: Uuid,
    /// Its alias, or the handle of an adapter of the host.
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

    /// The same, to change the adapter.
    ///
    /// # Errors
    /// `Checkpoint.ReadOnly`.
    pub fn to_change(object: &VmNetworkAdapter) -> Result<Self, ShellError> {
        live(
            object.vm_id,
            (object.vm_snapshot_id, &object.vm_snapshot_name),
        )?;
        Ok(Self::behind(object))
    }

    /// The adapter of the host behind an object.
    pub fn of_host(object: &VmInternalNetworkAdapter) -> Self {
        Self {
            vm: Uuid::HOST,
            alias: object.own.handle(),
        }
    }

    /// The adapter as a state has it; `None` when it is gone.
    pub fn found<'s>(&self, state: &'s State, reader: &Reader<'_>) -> Option<Found<'s>> {
        if self.vm != Uuid::HOST {
            return self.find(state).map(|(vm, adapter)| Found::Vm(vm, adapter));
        }
        let mut all = reader.host_adapters().into_iter();
        let own = all.find(|adapter| adapter.own.handle() == self.alias)?;
        Some(Found::Host(Arc::new(own)))
    }

    /// The machine and the adapter in a state; `None` when one of them is gone.
    pub fn find<'s>(&self, state: &'s State) -> Option<(&'s Vm, &'s Adapter)> {
        let vm = state.vm(self.vm)?;
        let adapter = vm.adapter(&self.alias).or_else(|| {
            // It may have become half of a failover pair since.
            vm.adapter(&AdapterAlias::paired(self.vm, &self.alias))
        });
        Some((vm, adapter?))
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

/// Changes each of the targets as `intent` says, and hands on those where it was done. A refusal is written as an error of its
/// target; the others get their turn.
pub fn change_each<T: AsRef<Target> + 'static>(
    cx: &mut Context,
    targets: Vec<T>,
    intent: &dyn Fn(&T) -> Intent,
    handed: Handed<T>,
) -> Flow {
    // With an adapter of the host go the addresses on it.
    let of_host = targets
        .iter()
        .any(|target| target.as_ref().vm == Uuid::HOST);
    let scope = if of_host { Scope::IP } else { Scope::PLAN };
    let intents = targets.iter().map(intent).collect();
    let mut before = match &handed {
        Handed::Before(view) => output::objects(cx, &targets, view)?,
        Handed::After(_) | Handed::Nothing => Vec::new(),
    };
    let then = move |cx: &mut Context, outcomes: &[Outcome]| {
        let is_done = outcomes.iter().map(|outcome| outcome.is_done());
        match handed {
            Handed::Nothing => Ok(()),
            Handed::Before(_) => {
                let mut is_done = is_done;
                before.retain(|_| is_done.next() == Some(true));
                output::emit_all(cx, before.into_iter().flatten())
            }
            Handed::After(view) => {
                let done = targets.into_iter().zip(is_done);
                let done: Vec<T> = done.filter_map(|(t, done)| done.then_some(t)).collect();
                emit(cx, &done, &view)
            }
        }
    };
    cx.change_all(&scope, false, intents, Box::new(then))
}
