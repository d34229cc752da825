//! A machine: what can be seen of it, and the primitives that change it.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::cluster::{ClusterChange, ClusterState, no_cluster};
use crate::model::{
    Checkpoint, GuestAnswer, GuestQuestion, Incompatibility, MigratingVm, OwnFile, Presence, Scope,
    Sending, Sent, State, Uuid, Vm,
};
use crate::plan::Change;
use crate::sim::SimMachine;
use crate::state::{JournalRead, Store};
use crate::{Category, Events, HostError, journal};

/// A machine: facts and primitives, the only door between the decisions and what they are about.
///
/// An implementation is a thin mapping. It observes facts and carries out primitives; it decides nothing, keeps no
/// state of its own, never prints and never asks. All calls are synchronous and may be made from any thread.
pub trait Machine: Send + Sync {
    /// The host's name, as `Get-VMHost` shows it. Must be cheap: no connection, no scan.
    fn name(&self) -> &str;

    /// Where this host's desired state, lock and intent record live.
    fn store(&self) -> &Store;

    /// The facts as they are now, at least those that `scope` asks for (each field of [`Scope`] says which fields of
    /// [`State`] it fills). More may be filled when it costs nothing; what was not asked for may be empty.
    /// [`State::desired`] and [`crate::model::VirtualFunction::owner`] are left alone: [`Machine::snapshot`] fills them.
    ///
    /// # Errors
    /// A fact that is missing is `None`, not an error. An error is for a source that cannot be read at all: no libvirt
    /// (`Host.LibvirtUnavailable`), no permission (`Host.PermissionDenied`), a broken answer (`Host.BadAnswer`).
    fn observe(&self, scope: &Scope) -> Result<State, HostError>;

    /// Carries out one primitive. Returns when its effect can be observed (a detach waits for the removal event, a VF
    /// count for the last `virtfnN`), or with the kernel's or libvirt's own words in `HostError`'s `cause`.
    /// [`Change::Desired`] never comes here: [`crate::commit`] writes it to [`Machine::store`].
    ///
    /// # Errors
    /// The refusal, with errno where there is one. A refused change must have changed nothing; the one exception is
    /// [`crate::plan::VfChange::Set`] with several knobs, which may stop half way (whoever commits puts back what was set).
    fn apply(&self, change: &Change) -> Result<(), HostError>;

    /// Takes away what a change leaves behind whose process died in the middle, where no look at the host shows it: a file that it was
    /// working in. What cannot be taken away stays.
    fn tidy(&self, _change: &Change) {}

    /// Whether there is a file of this name on the host: the image that a VM's disk is to be.
    fn has_file(&self, path: &Path) -> bool {
        path.exists()
    }

    /// All files and folders, in order of their paths, of a machine whose storage is its own; `None`: its files are this computer's.
    fn own_files(&self) -> Option<Vec<OwnFile>> {
        None
    }

    /// What has to be known of a VM that is to go to another host, as far as only this machine can say it: its disks and who sees
    /// them, its processor, what keeps it here. [`MigratingVm::switches`] and [`MigratingVm::host`] are left empty.
    ///
    /// # Errors
    /// There is no such VM; libvirt cannot be asked.
    fn describe(&self, vm: &Vm, _checkpoints: Vec<Checkpoint>) -> Result<MigratingVm, HostError> {
        Err(stays_put(&vm.name))
    }

    /// What libvirt and the file system here say against a VM of another host. Numbers are those of [`crate::policy::migration::ids`].
    ///
    /// # Errors
    /// They cannot be asked.
    fn check(&self, guest: &MigratingVm) -> Result<Vec<Incompatibility>, HostError> {
        Err(stays_put(&guest.vm.name))
    }

    /// The socket of libvirt's daemon, which the daemon of another host is to speak to; empty where there is none.
    fn daemon(&self) -> String {
        String::new()
    }

    /// The files that QEMU here lacks to receive memory under TLS.
    fn lacking_certificates(&self) -> Vec<String> {
        Vec::new()
    }

    /// Makes ready for a VM that is to come: a folder for the sockets, and images for the disks that are copied.
    ///
    /// # Errors
    /// They cannot be made; none of them is left.
    fn receive(&self, _migration: Uuid, _guest: &MigratingVm) -> Result<(), HostError> {
        Ok(())
    }

    /// A migration is over at this end: what a process that died has left of it is taken away, and the images that were made for a VM
    /// that is not here in the end.
    fn sweep(&self, _migration: Uuid, _is_here: bool) {}

    /// Where a VM is, as this end of a migration sees it.
    ///
    /// # Errors
    /// libvirt cannot be asked.
    fn presence(&self, vm: Uuid) -> Result<Presence, HostError> {
        Err(stays_put(&vm.to_string()))
    }

    /// Sends a VM to another host: with its memory when it runs, as its configuration otherwise. It has no VF. One that runs stands still
    /// when it has arrived, until somebody lets it go there. `watch` is told how far it is; when `cancel` becomes true it stays where it
    /// is, as long as that can be had. When this ends with an error, [`Machine::presence`] at both ends says where it is.
    ///
    /// # Errors
    /// libvirt's refusal; the target cannot be reached.
    fn send(
        &self,
        sending: &Sending,
        _watch: &mut dyn FnMut(&Sent),
        _cancel: &AtomicBool,
    ) -> Result<Sent, HostError> {
        Err(stays_put(&sending.name))
    }

    /// Asks the agent in the guest of a VM, and waits for its answer.
    ///
    /// # Errors
    /// The agent's refusal; there is none.
    fn ask_guest(&self, vm: Uuid, _question: &GuestQuestion) -> Result<GuestAnswer, HostError> {
        Err(stays_put(&vm.to_string()))
    }

    /// The cluster that this host belongs to.
    ///
    /// # Errors
    /// `Cluster.None`; its engine cannot be asked.
    fn cluster(&self) -> Result<ClusterState, HostError> {
        Err(no_cluster(self.name()))
    }

    /// Changes what the engine of the cluster was told. It carries that out by itself, some time later.
    ///
    /// # Errors
    /// `Cluster.None`; the engine's refusal.
    fn change_cluster(&self, _change: &ClusterChange) -> Result<(), HostError> {
        Err(no_cluster(self.name()))
    }

    /// The definition of a virtual machine that the cluster keeps; `None`: it keeps none.
    ///
    /// # Errors
    /// `Cluster.None`; its engine cannot be asked.
    fn kept_definition(&self, _vm: Uuid) -> Result<Option<String>, HostError> {
        Err(no_cluster(self.name()))
    }

    /// The last lines of what the engine of the cluster wrote on this host.
    ///
    /// # Errors
    /// `Cluster.None`, `Cluster.NoLog`.
    fn cluster_log(&self, _lines: usize) -> Result<Vec<String>, HostError> {
        Err(no_cluster(self.name()))
    }

    /// The hosts of the simulated fleet that this is one of. Nothing else runs their cluster: whoever asks one of them lets its engine
    /// work first. Empty for a host that is alone, and for every real one.
    fn fleet(&self) -> Vec<SimMachine> {
        Vec::new()
    }

    /// Hints that something in `scope` moved.
    ///
    /// # Errors
    /// The event source cannot be opened.
    fn watch(&self, scope: &Scope) -> Result<Events, HostError>;

    /// Keeps entries about what was done, and gives them their numbers. Called under the host's lock.
    ///
    /// # Errors
    /// `State.WriteFailed`: what cannot be kept is lost. An act never fails because nobody can write about it; it is a warning.
    fn append_journal(&self, entries: &mut [journal::Entry]) -> Result<(), HostError> {
        self.store().append_journal(entries)
    }

    /// The entries that were kept, oldest first; the oldest are forgotten in time.
    ///
    /// # Errors
    /// `State.ReadFailed`, `State.Unsafe`.
    fn journal(&self) -> Result<JournalRead, HostError> {
        self.store().journal()
    }

    /// The newest of the entries that were kept, oldest first, `most` of them at the most.
    ///
    /// # Errors
    /// Those of [`Machine::journal`].
    fn newest_entries(&self, most: usize) -> Result<Vec<journal::Entry>, HostError> {
        self.store().newest_entries(most)
    }

    /// [`Machine::observe`] together with the desired state, and with every VF's owner worked out from the running
    /// domains. This is what cmdlets and policy read.
    ///
    /// # Errors
    /// Those of [`Machine::observe`]. A desired state that cannot be relied upon is [`State::distrust`].
    fn snapshot(&self, scope: &Scope) -> Result<State, HostError> {
        let mut state = self.observe(scope)?;
        let loaded = self.store().load();
        state.desired = loaded.desired;
        state.distrust = loaded.distrust;
        let mut switches = state.desired.switches.iter();
        state.watched = switches.any(|switch| switch.team.is_some()) && self.store().has_agent();
        if let Some(vm) = state.vm_with_traces().filter(|_| loaded.fresh) {
            state.distrust = Some(missing(self.store(), &vm.name));
        }
        state.derive_owners();
        state.derive_aliases();
        Ok(state)
    }
}

/// A machine whose VMs nobody can reach sends none and receives none.
fn stays_put(vm: &str) -> HostError {
    HostError::new(
        "Migration.NoMachine",
        Category::NotEnabled,
        format!("The virtual machine {vm} can neither be sent nor received here: libvirt is not reached."),
    )
    .target(vm)
    .next_step("See whether libvirt runs: systemctl status virtqemud libvirtd.")
}

/// There is no desired state, and never was one in this place, but a VM runs that has what only iovsh gives.
fn missing(store: &Store, vm: &str) -> HostError {
    let place = store
        .directory()
        .map_or_else(String::new, |folder| format!(" in {}", folder.display()));
    HostError::new(
        "State.Missing",
        Category::InvalidData,
        format!(
            "There is no desired state{place}, although the running VM '{vm}' has a VF or filters of iovsh's. Nothing is changed."
        ),
    )
    .next_step(
        "Set IOVSH_STATE_DIR to where the state is, if it is elsewhere; or run 'Repair-IovshState -Source Empty' if this host is to start without one.",
    )
}
