//! Which virtual machines a user means, and one change of each of them.

use std::sync::Arc;

use super::output::emit;
pub use crate::adapters::machines as each;
use crate::complete;
use crate::host_access::{HostAccess, Outcome};
use crate::remote::Remote;
use crate::types::{VirtualMachine, uuid};
use iovsh_backend::model::{Uuid, VmDetail};
use iovsh_backend::policy::Intent;
use iovsh_backend::{Scope, State};
use iovsh_derive::Parameters;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::WildcardPattern;

/// What finding machines takes.
pub const MACHINES: Scope = Scope {
    vms: VmDetail::Full,
    ..Scope::NOTHING
};

/// Virtual machines that are started, saved, paused or resumed.
#[derive(Parameters)]
pub struct Machines {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "VMName", complete = complete::vms)]
    name: Vec<String>,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Hands on the object that was changed.
    passthru: bool,
    #[flatten(set = "Name")]
    remote: Remote,
}

impl Machines {
    /// Whether a machine with this id and name is meant.
    pub fn mean(&self, id: Uuid, name: &str) -> bool {
        let by_name = |text: &String| WildcardPattern::new(text).is_match(name);
        self.vm.iter().any(|vm| uuid(vm.id) == id) || self.name.iter().any(by_name)
    }

    /// Changes each of the machines by one plan.
    pub fn change(&self, cx: &mut Context, intent: impl Fn(Uuid) -> Intent) -> Flow {
        self.change_those(cx, |_, machines| Ok(machines), intent)
    }

    /// Changes each of the machines that `among` leaves of them, by one plan.
    pub fn change_those(
        &self,
        cx: &mut Context,
        among: impl FnOnce(&mut Context, Vec<Uuid>) -> Flow<Vec<Uuid>>,
        intent: impl Fn(Uuid) -> Intent,
    ) -> Flow {
        let machines = each(cx, &self.name, &self.vm)?;
        let machines = among(cx, machines)?;
        change_each(cx, machines, false, self.passthru, intent)
    }
}

/// Changes each of these machines as `intent` says of its id, without a question where `force` is set, and emits those where it
/// was done when that was asked for.
pub fn change_each(
    cx: &mut Context,
    machines: Vec<Uuid>,
    force: bool,
    passthru: bool,
    intent: impl Fn(Uuid) -> Intent,
) -> Flow {
    let wanted = machines.into_iter().map(|id| (id, ())).collect();
    let then = move |cx: &mut Context, done: &[Uuid]| {
        if passthru { emit(cx, done) } else { Ok(()) }
    };
    change_as_wanted(cx, wanted, force, |id, ()| intent(id), then)
}

/// Changes each of these machines as `intent` makes of its id and what is wanted of it; `then` gets those where it was done.
pub fn change_as_wanted<T>(
    cx: &mut Context,
    wanted: Vec<(Uuid, T)>,
    force: bool,
    intent: impl Fn(Uuid, T) -> Intent,
    then: impl FnOnce(&mut Context, &[Uuid]) -> Flow + 'static,
) -> Flow {
    let machines: Vec<Uuid> = wanted.iter().map(|(id, _)| *id).collect();
    let intents = wanted.into_iter();
    let intents = intents.map(|(id, wanted)| intent(id, wanted)).collect();
    let then = move |cx: &mut Context, outcomes: &[Outcome]| {
        let done = machines.into_iter().zip(outcomes);
        let done: Vec<Uuid> = done
            .filter_map(|(id, o)| o.is_done().then_some(id))
            .collect();
        then(cx, &done)
    };
    cx.change_all(&Scope::PLAN, force, intents, Box::new(then))
}

/// The names that machines have now.
pub fn names_of(cx: &mut Context, machines: &[Uuid]) -> Flow<Vec<String>> {
    let state = cx.snapshot(&MACHINES)?;
    Ok(machines.iter().map(|id| name_of(&state, *id)).collect())
}

/// The name that a machine has now; its id as text when it is gone, which nothing is called.
fn name_of(state: &State, id: Uuid) -> String {
    state
        .vm(id)
        .map_or_else(|| id.to_string(), |vm| vm.name.clone())
}
