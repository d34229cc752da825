//! A host as it is while it starts: libvirt is not there yet, and must not be waited for. Its socket may be open already; a
//! daemon that is to start after the restore would then never answer it.

use crate::model::{Scope, State, VmDetail};
use crate::plan::Change;
use crate::state::{JournalRead, Store};
use crate::{Category, Events, HostError, Machine, journal};

/// The host, without libvirt.
pub(super) struct EarlyMachine<'a>(pub(super) &'a dyn Machine);

fn needs_libvirt(scope: &Scope) -> bool {
    scope.networks || scope.vms > VmDetail::None
}

fn too_early() -> HostError {
    HostError::new(
        "Host.LibvirtUnavailable",
        Category::ResourceUnavailable,
        "A command that was cut off has to do with libvirt, which does not run yet.",
    )
    .next_step("The agent, or the next command, finishes or undoes it.")
}

impl Machine for EarlyMachine<'_> {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn store(&self) -> &Store {
        self.0.store()
    }

    fn observe(&self, scope: &Scope) -> Result<State, HostError> {
        if needs_libvirt(scope) {
            return Err(too_early());
        }
        self.0.observe(scope)
    }

    fn apply(&self, change: &Change) -> Result<(), HostError> {
        if needs_libvirt(&change.scope()) {
            return Err(too_early());
        }
        self.0.apply(change)
    }

    fn watch(&self, scope: &Scope) -> Result<Events, HostError> {
        self.0.watch(scope)
    }

    fn append_journal(&self, entries: &mut [journal::Entry]) -> Result<(), HostError> {
        self.0.append_journal(entries)
    }

    fn journal(&self) -> Result<JournalRead, HostError> {
        self.0.journal()
    }
}
