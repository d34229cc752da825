//! A host: what those who read and change it may ask, wherever it is.
//!
//! A [`Machine`](crate::Machine) has facts and primitives; a host has lock, plan, record and undo around them. Everything that crosses
//! this border can be written down and sent: what is asked for is an [`Intent`], what comes of it an [`Answer`].

mod address;
mod fleet_cluster;
mod local;
pub mod migrate;
pub mod ocf;
pub mod remote;
mod serve;
mod transact;
mod way;

use std::path::Path;
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use crate::cluster::{ClusterChange, ClusterState};
use crate::commit::{Decided, Options, Recovery};
use crate::journal::Entry;
use crate::model::{
    Connection, GuestAnswer, GuestQuestion, Incompatibility, MigratingVm, OwnFile, Presence, Scope,
    Sending, Sent, Service, State, Uuid,
};
use crate::policy::Intent;
use crate::state::{Assessment, Desired, JournalRead, Migration, MigrationSettings, RepairSource};
use crate::{Events, HostError, Plan};

pub use address::HostAddress;
pub use local::LocalHost;
pub use serve::{serve, serve_as};
pub use transact::{Answer, transact};
pub use way::Way;

/// What would be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// What could not be read of the host.
    pub unread: Vec<HostError>,
    /// The plan, or why there is none.
    pub plan: Result<Plan, HostError>,
}

/// What is known about the desired state, for whoever is to decide what becomes of one that is damaged or gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trust {
    /// What is asked for now, as far as it is known.
    pub desired: Desired,
    /// Why it cannot be relied upon.
    pub distrust: Option<HostError>,
    /// What could be used instead.
    pub choices: Assessment,
}

/// What is against a VM of another host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The name of the host that was asked.
    pub host: String,
    /// What is against it, and notes.
    pub incompatibilities: Vec<Incompatibility>,
    /// How its adapters would be connected.
    pub connections: Vec<Connection>,
    /// How this host takes part in migrations.
    pub settings: MigrationSettings,
    /// Its address in the network that it has chosen for migrations; `None`: any will do.
    pub reached_at: Option<std::net::IpAddr>,
    /// The name that its certificate says, where memory is to travel under TLS.
    #[serde(default)]
    pub certificate: Option<String>,
    /// The socket of its libvirt; empty where there is none.
    pub daemon: String,
}

/// A host: the only door through which cmdlets read and change one. All calls are synchronous and may be made from any thread.
pub trait Host: Send + Sync {
    /// The host's name, as `Get-VMHost` shows it. Must be cheap: no connection, no scan.
    fn name(&self) -> &str;

    /// The facts that `scope` asks for, with the desired state and the owners of VFs.
    ///
    /// # Errors
    /// A source cannot be read at all. A desired state that cannot be relied upon is [`State::distrust`].
    fn snapshot(&self, scope: &Scope) -> Result<State, HostError>;

    /// What an intent would do, as the host is now. Nothing is changed.
    ///
    /// # Errors
    /// The host or its desired state cannot be read. That the intent is refused is [`Preview::plan`].
    fn preview(&self, scope: &Scope, intent: &Intent) -> Result<Preview, HostError>;

    /// Carries intents out, each a target of its own, in one transaction.
    ///
    /// # Errors
    /// Those of [`transact`]: nothing was changed.
    fn transact(
        &self,
        scope: &Scope,
        intents: &[Intent],
        options: &mut Options<'_>,
    ) -> Result<Answer, HostError>;

    /// Whether this process may change the host at all. Must be cheap: nothing is looked at. A host behind ssh says it when it is
    /// asked for a change; iovsh runs there as root.
    ///
    /// # Errors
    /// `Host.PermissionDenied`: it may look, and no more.
    fn may_change(&self) -> Result<(), HostError> {
        Ok(())
    }

    /// Finishes or undoes what a command left that was cut off; `None` when there is nothing of the kind, or when somebody else has
    /// the lock.
    ///
    /// # Errors
    /// Those of [`crate::commit::recover`].
    fn recover(&self) -> Result<Option<Recovery>, HostError>;

    /// Writes about an intent that was refused before it could be carried out.
    fn note_refusal(&self, error: &HostError);

    /// Hints that something in `scope` moved.
    ///
    /// # Errors
    /// The event source cannot be opened.
    fn events(&self, scope: &Scope) -> Result<Events, HostError>;

    /// What was done on the host, oldest first.
    ///
    /// # Errors
    /// `State.ReadFailed`, `State.Unsafe`.
    fn journal(&self) -> Result<JournalRead, HostError>;

    /// What was done on the host last, oldest first, `most` entries at the most: who looks often need not read all of it.
    ///
    /// # Errors
    /// Those of [`Host::journal`].
    fn newest_entries(&self, most: usize) -> Result<Vec<Entry>, HostError>;

    /// Whether there is a file of this name on the host: the image that a VM's disk is to be.
    ///
    /// # Errors
    /// The host cannot be asked.
    fn has_file(&self, path: &Path) -> Result<bool, HostError>;

    /// All files and folders, in order of their paths, of a host whose storage is its own, and not that of a computer: a simulated one of
    /// this process. `None`: it is none.
    fn own_files(&self) -> Option<Vec<OwnFile>> {
        None
    }

    /// Asks the agent in the guest of a VM for something that this service is for, and waits for its answer.
    ///
    /// # Errors
    /// Those of [`crate::policy::vm::guest::may_ask`]; the agent's refusal.
    fn ask_guest(
        &self,
        vm: Uuid,
        service: Option<Service>,
        question: &GuestQuestion,
    ) -> Result<GuestAnswer, HostError>;

    /// Whether the desired state can be relied upon, and what could be used instead.
    ///
    /// # Errors
    /// The host cannot be asked.
    fn trust(&self) -> Result<Trust, HostError>;

    /// What has to be known of a VM that is to go to another host.
    ///
    /// # Errors
    /// `Vm.NotFound`, `Vm.Migrating`; the host cannot be asked.
    fn describe(&self, vm: Uuid) -> Result<MigratingVm, HostError>;

    /// What is against a VM of another host here, and how it would be connected.
    ///
    /// # Errors
    /// The host cannot be asked.
    fn compare(&self, guest: &MigratingVm) -> Result<Comparison, HostError>;

    /// Where a VM is, as this end of a migration sees it.
    ///
    /// # Errors
    /// The host cannot be asked.
    fn presence(&self, vm: Uuid) -> Result<Presence, HostError>;

    /// Sends a VM to another host: see [`crate::Machine::send`]. The host's lock is free meanwhile; that the VM is on its way was written
    /// down before, by [`Intent::PrepareDeparture`].
    ///
    /// # Errors
    /// Those of [`crate::Machine::send`].
    fn send(
        &self,
        sending: &Sending,
        watch: &mut dyn FnMut(&Sent),
        cancel: &AtomicBool,
    ) -> Result<Sent, HostError>;

    /// Migrations of this host that nobody is at: whoever was has ended. They are held for the caller from now on, until
    /// [`Intent::EndMigration`] or until the caller lets go of this host.
    ///
    /// # Errors
    /// The host cannot be asked.
    fn adopt(&self) -> Result<Vec<Migration>, HostError>;

    /// Lets go of migrations that were [adopted](Host::adopt) and cannot be ended now.
    fn let_go(&self, migrations: &[Uuid]);

    /// The cluster that this host belongs to.
    ///
    /// # Errors
    /// `Cluster.None`; its engine cannot be asked.
    fn cluster(&self) -> Result<ClusterState, HostError>;

    /// Changes what the engine of the cluster was told. It carries that out by itself: [`ClusterChange::is_satisfied`] says when it has.
    ///
    /// # Errors
    /// `Cluster.None`; the engine's refusal.
    fn change_cluster(&self, change: &ClusterChange) -> Result<(), HostError>;

    /// The last lines of what the engine of the cluster wrote on this host.
    ///
    /// # Errors
    /// `Cluster.None`, `Cluster.NoLog`.
    fn cluster_log(&self, lines: usize) -> Result<Vec<String>, HostError>;

    /// Makes the copy that `source` names the desired state.
    ///
    /// # Errors
    /// Those of [`crate::commit::decide`].
    fn decide(&self, source: RepairSource) -> Result<Decided, HostError>;
}
