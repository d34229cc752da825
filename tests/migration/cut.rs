//! A host at the other end of a wire that is cut at some moment: what was asked may have been done, and nobody hears of it. Or one whose
//! libvirt does not answer for a while.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use iovsh::backend::cluster::{ClusterChange, ClusterState};
use iovsh::backend::commit::{Decided, Options, Recovery};
use iovsh::backend::host::{Answer, Comparison, LocalHost, Preview, Trust};
use iovsh::backend::journal::Entry;
use iovsh::backend::model::{
    GuestAnswer, GuestQuestion, MigratingVm, Presence, Sending, Sent, Service, Uuid,
};
use iovsh::backend::policy::Intent;
use iovsh::backend::state::{JournalRead, Migration, RepairSource};
use iovsh::backend::{Category, Events, Host, HostError, Scope, State};

/// The host, and after how many calls its wire is cut.
pub struct Cut {
    host: LocalHost,
    left: AtomicUsize,
    /// The call at which it is cut is still carried out; its answer is lost.
    does_the_last: bool,
    /// It is not the wire that is cut: so many calls more are not answered by libvirt, and then all is well.
    silence: Option<AtomicUsize>,
}

impl Cut {
    pub fn after(host: LocalHost, calls: usize, does_the_last: bool) -> Self {
        Self {
            host,
            left: AtomicUsize::new(calls),
            does_the_last,
            silence: None,
        }
    }

    /// After so many calls its libvirt does not answer this many times.
    pub fn silent(host: LocalHost, calls: usize, times: usize) -> Self {
        Self {
            silence: Some(AtomicUsize::new(times)),
            ..Self::after(host, calls, false)
        }
    }

    /// Whether it was cut.
    pub fn is_cut(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }

    fn over<T>(&self, call: impl FnOnce() -> Result<T, HostError>) -> Result<T, HostError> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return match &self.silence {
                None => Err(lost()),
                Some(times) if times.load(Ordering::Relaxed) > 0 => {
                    times.fetch_sub(1, Ordering::Relaxed);
                    Err(silent())
                }
                Some(_) => call(),
            };
        }
        self.left.store(left - 1, Ordering::Relaxed);
        if self.silence.is_some() {
            return call();
        }
        if left > 1 {
            return call();
        }
        if self.does_the_last {
            let _ = call();
        }
        Err(lost())
    }
}

fn silent() -> HostError {
    HostError::new(
        "Host.LibvirtSilent",
        Category::OperationTimeout,
        "libvirt does not answer.",
    )
}

fn lost() -> HostError {
    HostError::new(
        "Host.ConnectionLost",
        Category::ConnectionError,
        "The wire was cut.",
    )
}

impl Host for Cut {
    fn name(&self) -> &str {
        self.host.name()
    }
    fn snapshot(&self, scope: &Scope) -> Result<State, HostError> {
        self.over(|| self.host.snapshot(scope))
    }
    fn preview(&self, scope: &Scope, intent: &Intent) -> Result<Preview, HostError> {
        self.over(|| self.host.preview(scope, intent))
    }
    fn transact(
        &self,
        scope: &Scope,
        intents: &[Intent],
        options: &mut Options<'_>,
    ) -> Result<Answer, HostError> {
        self.over(|| self.host.transact(scope, intents, options))
    }
    fn recover(&self) -> Result<Option<Recovery>, HostError> {
        self.over(|| self.host.recover())
    }
    fn note_refusal(&self, error: &HostError) {
        self.host.note_refusal(error);
    }
    fn events(&self, scope: &Scope) -> Result<Events, HostError> {
        self.over(|| self.host.events(scope))
    }
    fn journal(&self) -> Result<JournalRead, HostError> {
        self.over(|| self.host.journal())
    }
    fn newest_entries(&self, most: usize) -> Result<Vec<Entry>, HostError> {
        self.over(|| self.host.newest_entries(most))
    }
    fn has_file(&self, path: &Path) -> Result<bool, HostError> {
        self.over(|| self.host.has_file(path))
    }
    fn ask_guest(
        &self,
        vm: Uuid,
        service: Option<Service>,
        question: &GuestQuestion,
    ) -> Result<GuestAnswer, HostError> {
        self.over(|| self.host.ask_guest(vm, service, question))
    }
    fn trust(&self) -> Result<Trust, HostError> {
        self.over(|| self.host.trust())
    }
    fn describe(&self, vm: Uuid) -> Result<MigratingVm, HostError> {
        self.over(|| self.host.describe(vm))
    }
    fn compare(&self, guest: &MigratingVm) -> Result<Comparison, HostError> {
        self.over(|| self.host.compare(guest))
    }
    fn presence(&self, vm: Uuid) -> Result<Presence, HostError> {
        self.over(|| self.host.presence(vm))
    }
    fn send(
        &self,
        sending: &Sending,
        watch: &mut dyn FnMut(&Sent),
        cancel: &AtomicBool,
    ) -> Result<Sent, HostError> {
        self.over(|| self.host.send(sending, watch, cancel))
    }
    fn adopt(&self) -> Result<Vec<Migration>, HostError> {
        self.over(|| self.host.adopt())
    }
    fn let_go(&self, migrations: &[Uuid]) {
        self.host.let_go(migrations);
    }
    fn cluster(&self) -> Result<ClusterState, HostError> {
        self.over(|| self.host.cluster())
    }
    fn change_cluster(&self, change: &ClusterChange) -> Result<(), HostError> {
        self.over(|| self.host.change_cluster(change))
    }
    fn cluster_log(&self, lines: usize) -> Result<Vec<String>, HostError> {
        self.over(|| self.host.cluster_log(lines))
    }
    fn decide(&self, source: RepairSource) -> Result<Decided, HostError> {
        self.over(|| self.host.decide(source))
    }
}
