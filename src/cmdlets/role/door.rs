//! The door of the host of a limited session: whoever comes here may look, and change only what a cmdlet was let through for.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use iovsh_backend::cluster::{ClusterChange, ClusterState};
use iovsh_backend::commit::{Decided, Options, Recovery};
use iovsh_backend::host::{Answer, Comparison, Preview, Trust};
use iovsh_backend::journal::Entry;
use iovsh_backend::model::{
    GuestAnswer, GuestQuestion, MigratingVm, OwnFile, Presence, Sending, Sent, Service, State, Uuid,
};
use iovsh_backend::policy::Intent;
use iovsh_backend::state::{JournalRead, Migration, RepairSource};
use iovsh_backend::{Category, Events, Host, HostError, Scope};

/// What the cmdlet that runs was let through for.
#[derive(Debug, Default)]
pub(super) struct Grant(AtomicBool);

impl Grant {
    /// Whether the host may be changed from now on.
    pub(super) fn set(&self, changes: bool) {
        self.0.store(changes, Ordering::SeqCst);
    }

    fn to_change(&self) -> Result<(), HostError> {
        if self.0.load(Ordering::SeqCst) {
            return Ok(());
        }
        Err(HostError::new(
            "Role.NotGranted",
            Category::PermissionDenied,
            "The role grants no change of the host here.",
        )
        .next_step("Ask whoever wrote the role's file."))
    }
}

/// A host behind the door.
pub(super) fn guarded(host: Arc<dyn Host>, grant: Arc<Grant>) -> Arc<dyn Host> {
    Arc::new(Guarded { host, grant })
}

struct Guarded {
    host: Arc<dyn Host>,
    grant: Arc<Grant>,
}

impl Host for Guarded {
    fn name(&self) -> &str {
        self.host.name()
    }

    fn snapshot(&self, scope: &Scope) -> Result<State, HostError> {
        self.host.snapshot(scope)
    }

    fn preview(&self, scope: &Scope, intent: &Intent) -> Result<Preview, HostError> {
        self.grant.to_change()?;
        self.host.preview(scope, intent)
    }

    fn transact(
        &self,
        scope: &Scope,
        intents: &[Intent],
        options: &mut Options<'_>,
    ) -> Result<Answer, HostError> {
        self.grant.to_change()?;
        self.host.transact(scope, intents, options)
    }

    fn may_change(&self) -> Result<(), HostError> {
        self.host.may_change()
    }

    /// What was cut off is finished or undone whoever comes next: it was granted when it began.
    fn recover(&self) -> Result<Option<Recovery>, HostError> {
        self.host.recover()
    }

    fn note_refusal(&self, error: &HostError) {
        self.host.note_refusal(error);
    }

    fn events(&self, scope: &Scope) -> Result<Events, HostError> {
        self.host.events(scope)
    }

    fn journal(&self) -> Result<JournalRead, HostError> {
        self.host.journal()
    }

    fn newest_entries(&self, most: usize) -> Result<Vec<Entry>, HostError> {
        self.host.newest_entries(most)
    }

    fn has_file(&self, path: &Path) -> Result<bool, HostError> {
        self.grant.to_change()?;
        self.host.has_file(path)
    }

    fn own_files(&self) -> Option<Vec<OwnFile>> {
        self.host.own_files()
    }

    fn ask_guest(
        &self,
        vm: Uuid,
        service: Option<Service>,
        question: &GuestQuestion,
    ) -> Result<GuestAnswer, HostError> {
        self.grant.to_change()?;
        self.host.ask_guest(vm, service, question)
    }

    fn trust(&self) -> Result<Trust, HostError> {
        self.host.trust()
    }

    fn describe(&self, vm: Uuid) -> Result<MigratingVm, HostError> {
        self.host.describe(vm)
    }

    fn compare(&self, guest: &MigratingVm) -> Result<Comparison, HostError> {
        self.host.compare(guest)
    }

    fn presence(&self, vm: Uuid) -> Result<Presence, HostError> {
        self.host.presence(vm)
    }

    fn send(
        &self,
        sending: &Sending,
        watch: &mut dyn FnMut(&Sent),
        cancel: &AtomicBool,
    ) -> Result<Sent, HostError> {
        self.grant.to_change()?;
        self.host.send(sending, watch, cancel)
    }

    fn adopt(&self) -> Result<Vec<Migration>, HostError> {
        self.grant.to_change()?;
        self.host.adopt()
    }

    fn let_go(&self, migrations: &[Uuid]) {
        self.host.let_go(migrations);
    }

    fn cluster(&self) -> Result<ClusterState, HostError> {
        self.host.cluster()
    }

    fn change_cluster(&self, change: &ClusterChange) -> Result<(), HostError> {
        self.grant.to_change()?;
        self.host.change_cluster(change)
    }

    fn cluster_log(&self, lines: usize) -> Result<Vec<String>, HostError> {
        self.host.cluster_log(lines)
    }

    fn decide(&self, source: RepairSource) -> Result<Decided, HostError> {
        self.grant.to_change()?;
        self.host.decide(source)
    }
}
