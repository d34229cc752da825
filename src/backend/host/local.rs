//! The host that is a machine of this process: the kernel and libvirt here, or a simulated machine.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::fleet_cluster;
use super::{Answer, Comparison, Host, Preview, Trust, transact};
use crate::cluster::{ClusterChange, ClusterState};
use crate::commit::{self, Decided, NoObserver, Options, Recovery};
use crate::journal::Entry;
use crate::model::{
    Checkpoint, GuestAnswer, GuestQuestion, MigratingVm, OwnFile, Presence, Scope, Sending, Sent,
    Service, State, Uuid, VmDetail,
};
use crate::policy::vm::guest::may_ask;
use crate::policy::{Intent, migration};
use crate::state::{JournalRead, Lock, Migration, MigrationAuthentication, RepairSource};
use crate::{Events, HostError, Machine};

/// A machine with the commit engine around it.
#[derive(Clone)]
pub struct LocalHost {
    machine: Arc<dyn Machine>,
    /// The migrations that this process is at.
    held: Arc<Mutex<BTreeMap<Uuid, Lock>>>,
}

impl LocalHost {
    /// A host around a machine.
    #[must_use]
    pub fn new(machine: Arc<dyn Machine>) -> Self {
        Self {
            machine,
            held: Arc::default(),
        }
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<Uuid, Lock>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the migrations that intents begin, before anybody else can see them.
    fn hold(&self, intents: &[Intent]) -> Result<(), HostError> {
        for intent in intents {
            let id = match intent {
                Intent::PrepareArrival(arrival) => arrival.id,
                Intent::PrepareDeparture(departure) => departure.id,
                _ => continue,
            };
            if let Some(lock) = self.machine.store().hold_migration(id)? {
                self.held().insert(id, lock);
            }
        }
        Ok(())
    }

    /// Makes ready for what is to come. That this cannot be done is the end of what was asked for; whoever asked ends the migration.
    fn make_ready(&self, intents: &[Intent], answer: &mut Answer) {
        for (place, intent) in (0..).zip(intents) {
            let Intent::PrepareArrival(arrival) = intent else {
                continue;
            };
            let outcome = answer.outcomes.get_mut(&place);
            if let Some(outcome) = outcome.filter(|outcome| outcome.is_ok()) {
                *outcome = self.machine.receive(arrival.id, &arrival.vm);
            }
        }
    }

    /// Takes away what is left of migrations that are over here.
    fn sweep(&self, intents: &[Intent], answer: &Answer) {
        for (place, intent) in (0..).zip(intents) {
            let Intent::EndMigration(ending) = intent else {
                continue;
            };
            if ending.forgets && answer.outcomes.get(&place).is_some_and(Result::is_ok) {
                self.machine.sweep(ending.id, ending.stays);
            }
        }
    }

    /// Lets go of the migrations that are over.
    fn release(&self) {
        let mut held = self.held();
        if held.is_empty() {
            return;
        }
        let under_way = self.machine.store().load().desired.migrations;
        let over = |id: &Uuid| !under_way.iter().any(|m| m.id == *id);
        let ids: Vec<Uuid> = held.keys().copied().filter(over).collect();
        for id in ids {
            held.remove(&id);
            // What stays is an empty file.
            let _ = self.machine.store().forget_migration(id);
        }
    }
}

impl Host for LocalHost {
    fn name(&self) -> &str {
        self.machine.name()
    }

    fn snapshot(&self, scope: &Scope) -> Result<State, HostError> {
        self.machine.snapshot(scope)
    }

    fn preview(&self, scope: &Scope, intent: &Intent) -> Result<Preview, HostError> {
        let state = self.machine.snapshot(scope)?;
        // Before a question is asked whose answer would lead nowhere.
        if let Some(why) = state.distrust {
            return Err(why);
        }
        Ok(Preview {
            plan: intent.plan(&state),
            unread: state.unread,
        })
    }

    fn transact(
        &self,
        scope: &Scope,
        intents: &[Intent],
        options: &mut Options<'_>,
    ) -> Result<Answer, HostError> {
        self.may_change()?;
        self.hold(intents)?;
        let mut answer = transact(&*self.machine, scope, intents, options);
        if let Ok(answer) = &mut answer {
            self.make_ready(intents, answer);
            self.sweep(intents, answer);
        }
        self.release();
        answer
    }

    fn may_change(&self) -> Result<(), HostError> {
        self.machine.store().may_change()
    }

    fn recover(&self) -> Result<Option<Recovery>, HostError> {
        commit::recover(&*self.machine, &mut NoObserver)
    }

    fn note_refusal(&self, error: &HostError) {
        commit::note_refusal(&*self.machine, error);
    }

    fn events(&self, scope: &Scope) -> Result<Events, HostError> {
        self.machine.watch(scope)
    }

    fn describe(&self, vm: Uuid) -> Result<MigratingVm, HostError> {
        let state = self.machine.snapshot(&Scope::CHECKPOINTS)?;
        if let Some(why) = state.distrust {
            return Err(why);
        }
        let known = migration::leaving(&state, vm)?;
        Ok(MigratingVm {
            switches: migration::switch_names(&state, known),
            wired: migration::wired(&state, known),
            host: state.host.name.clone(),
            ..self.machine.describe(known, parents_first(&state, vm))?
        })
    }

    fn compare(&self, guest: &MigratingVm) -> Result<Comparison, HostError> {
        let state = self.machine.snapshot(&Scope::CHECKPOINTS)?;
        if let Some(why) = state.distrust {
            return Err(why);
        }
        let mut incompatibilities = migration::compare(guest, &state);
        incompatibilities.extend(self.machine.check(guest)?);
        let connections = migration::connections(guest, &state);
        let reached_at = match migration::reached_at(&state) {
            Ok(address) => address,
            Err(reason) => {
                incompatibilities.push(reason);
                None
            }
        };
        let (settings, name) = (state.desired.migration, state.host.name);
        let lacks = self.machine.lacking_certificates();
        incompatibilities.extend(migration::certificates(guest, &settings, &name, &lacks));
        incompatibilities.sort_by_key(|i| i.id >= migration::ids::NOTES);
        Ok(Comparison {
            incompatibilities,
            connections,
            certificate: (settings.authentication == MigrationAuthentication::Kerberos)
                .then(|| state.host.fqdn.unwrap_or_else(|| name.clone())),
            settings,
            reached_at,
            daemon: self.machine.daemon(),
            host: name,
        })
    }

    fn presence(&self, vm: Uuid) -> Result<Presence, HostError> {
        self.machine.presence(vm)
    }

    fn send(
        &self,
        sending: &Sending,
        watch: &mut dyn FnMut(&Sent),
        cancel: &AtomicBool,
    ) -> Result<Sent, HostError> {
        self.machine.send(sending, watch, cancel)
    }

    fn adopt(&self) -> Result<Vec<Migration>, HostError> {
        self.may_change()?;
        let loaded = self.machine.store().load();
        if let Some(why) = loaded.distrust {
            return Err(why);
        }
        let mut adopted = Vec::new();
        for migration in loaded.desired.migrations {
            // What this process holds already it is at itself.
            if self.held().contains_key(&migration.id) {
                continue;
            }
            if let Some(lock) = self.machine.store().hold_migration(migration.id)? {
                self.held().insert(migration.id, lock);
                adopted.push(migration);
            }
        }
        Ok(adopted)
    }

    fn let_go(&self, migrations: &[Uuid]) {
        self.held().retain(|id, _| !migrations.contains(id));
    }

    fn journal(&self) -> Result<JournalRead, HostError> {
        self.machine.journal()
    }

    fn newest_entries(&self, most: usize) -> Result<Vec<Entry>, HostError> {
        self.machine.newest_entries(most)
    }

    fn has_file(&self, path: &Path) -> Result<bool, HostError> {
        Ok(self.machine.has_file(path))
    }

    fn own_files(&self) -> Option<Vec<OwnFile>> {
        self.machine.own_files()
    }

    fn ask_guest(
        &self,
        vm: Uuid,
        service: Option<Service>,
        question: &GuestQuestion,
    ) -> Result<GuestAnswer, HostError> {
        // Whether it may be asked was seen with the first piece of a file.
        if !question.goes_on() {
            let scope = Scope {
                vms: VmDetail::Full,
                ..Scope::NOTHING
            };
            let state = self.machine.observe(&scope)?;
            may_ask(&state, vm, service)?;
        }
        self.machine.ask_guest(vm, question)
    }

    fn trust(&self) -> Result<Trust, HostError> {
        let store = self.machine.store();
        let loaded = store.load();
        // A host that cannot be observed can have its state repaired all the same: what the file says does not depend on it.
        let distrust = match loaded.distrust {
            None if loaded.fresh => {
                let state = self.machine.snapshot(&Scope::PLAN).ok();
                state.and_then(|state| state.distrust)
            }
            distrust => distrust,
        };
        Ok(Trust {
            desired: loaded.desired,
            distrust,
            choices: store.assess(),
        })
    }

    fn cluster(&self) -> Result<ClusterState, HostError> {
        fleet_cluster::settle(&self.machine.fleet())?;
        self.machine.cluster()
    }

    fn change_cluster(&self, change: &ClusterChange) -> Result<(), HostError> {
        self.may_change()?;
        self.machine.change_cluster(change)
    }

    fn cluster_log(&self, lines: usize) -> Result<Vec<String>, HostError> {
        fleet_cluster::settle(&self.machine.fleet())?;
        self.machine.cluster_log(lines)
    }

    fn decide(&self, source: RepairSource) -> Result<Decided, HostError> {
        self.may_change()?;
        commit::decide(&*self.machine, source)
    }
}

/// The checkpoints of a VM, each after the one that it builds on.
fn parents_first(state: &State, vm: Uuid) -> Vec<Checkpoint> {
    let mut left: Vec<&Checkpoint> = state.checkpoints_of(vm).collect();
    let mut sorted: Vec<Checkpoint> = Vec::new();
    while !left.is_empty() {
        let before = left.len();
        left.retain(|checkpoint| {
            let parent = checkpoint.parent.as_ref();
            let waits = parent.is_some_and(|label| !sorted.iter().any(|c| c.label == *label));
            if !waits {
                sorted.push((*checkpoint).clone());
            }
            waits
        });
        if left.len() == before {
            // Their parents are nowhere: libvirt has the last word.
            sorted.extend(left.drain(..).cloned());
        }
    }
    sorted
}
