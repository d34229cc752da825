//! [`Host`] for the machine that the program runs on.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, OnceLock};

use crate::cluster::{ClusterChange, ClusterState};
use crate::journal::Entry;
use crate::model::{
    Checkpoint, GuestAnswer, GuestQuestion, Incompatibility, MigratingVm, Presence, Scope, Sending,
    Sent, State, Uuid, Vm,
};
use crate::plan::Change;
use crate::state::Store;
use crate::{Events, HostError, Machine};

use super::cpu::CpuClock;
use super::kernel_log::KernelLog;
use super::libvirt::{Client, Endpoint};
use super::netlink::Netlink;
use super::netlink::dcb::Dcbnl;
use super::netlink::devlink::Devlink;
use super::netlink::ethtool::Ethtool;
use super::netlink::ip::Configuration;
use super::sysfs::Sysfs;
use super::{apply, cluster, journald, migration, observe, watch};

/// Where the desired state of this machine lives, unless `IOVSH_STATE_DIR` says otherwise.
const STATE: &str = "/var/lib/iovsh";

/// This machine. Making one costs nothing: every connection is opened when it is first needed.
#[derive(Debug)]
pub struct LinuxMachine {
    name: String,
    store: Store,
    pub(super) sysfs: Sysfs,
    pub(super) netlink: Netlink,
    pub(super) devlink: Devlink,
    pub(super) ethtool: Ethtool,
    pub(super) dcb: Dcbnl,
    pub(super) libvirt: Client,
    pub(super) cpu: CpuClock,
    /// What interfaces lost that were taken down, by their indexes: they get it back when they are brought up.
    pub(super) lost: Mutex<BTreeMap<u32, Configuration>>,
    /// What the kernel said while it started does not change: it is read once.
    pub(super) kernel_log: OnceLock<KernelLog>,
}

impl LinuxMachine {
    /// This machine, with its state in the usual place.
    #[must_use]
    pub fn local() -> Self {
        let directory = std::env::var_os("IOVSH_STATE_DIR")
            .filter(|directory| !directory.is_empty())
            .map_or_else(
                || PathBuf::from(STATE),
                |base| PathBuf::from(base).join("local"),
            );
        Self::with(
            Sysfs::default(),
            Store::in_directory(directory),
            Endpoint::from_environment(),
        )
    }

    /// This machine with another tree of files, store or libvirt.
    #[must_use]
    pub fn with(sysfs: Sysfs, store: Store, libvirt: Endpoint) -> Self {
        Self {
            name: sysfs.host_name(),
            store,
            sysfs,
            netlink: Netlink::route(),
            devlink: Devlink::default(),
            ethtool: Ethtool::default(),
            dcb: Dcbnl::default(),
            libvirt: Client::new(libvirt),
            cpu: CpuClock::default(),
            lost: Mutex::default(),
            kernel_log: OnceLock::new(),
        }
    }
}

impl Machine for LinuxMachine {
    fn name(&self) -> &str {
        &self.name
    }

    fn store(&self) -> &Store {
        &self.store
    }

    fn observe(&self, scope: &Scope) -> Result<State, HostError> {
        observe::observe(self, scope)
    }

    fn apply(&self, change: &Change) -> Result<(), HostError> {
        apply::apply(self, change)
    }

    fn tidy(&self, change: &Change) {
        apply::tidy(change);
    }

    fn append_journal(&self, entries: &mut [Entry]) -> Result<(), HostError> {
        let kept = self.store.append_journal(entries);
        journald::send(entries);
        kept
    }

    fn describe(&self, vm: &Vm, checkpoints: Vec<Checkpoint>) -> Result<MigratingVm, HostError> {
        migration::describe(self, vm, checkpoints)
    }

    fn check(&self, guest: &MigratingVm) -> Result<Vec<Incompatibility>, HostError> {
        migration::check(self, guest)
    }

    fn cluster(&self) -> Result<ClusterState, HostError> {
        cluster::observe(&self.name)
    }

    fn change_cluster(&self, change: &ClusterChange) -> Result<(), HostError> {
        cluster::apply(&self.name, change)
    }

    fn kept_definition(&self, vm: Uuid) -> Result<Option<String>, HostError> {
        cluster::definition(&self.name, vm)
    }

    fn cluster_log(&self, lines: usize) -> Result<Vec<String>, HostError> {
        cluster::log(&self.name, lines)
    }

    fn daemon(&self) -> String {
        self.libvirt.endpoint().there()
    }

    fn lacking_certificates(&self) -> Vec<String> {
        migration::lacking_certificates(self)
    }

    fn receive(&self, migration: Uuid, guest: &MigratingVm) -> Result<(), HostError> {
        migration::receive(&self.store, migration, guest)
    }

    fn sweep(&self, migration: Uuid, is_here: bool) {
        migration::sweep(migration);
        migration::sweep_images(&self.store, migration, is_here);
    }

    fn presence(&self, vm: Uuid) -> Result<Presence, HostError> {
        migration::presence(self, vm)
    }

    fn send(
        &self,
        sending: &Sending,
        watch: &mut dyn FnMut(&Sent),
        cancel: &AtomicBool,
    ) -> Result<Sent, HostError> {
        migration::send(self, sending, watch, cancel)
    }

    fn ask_guest(&self, vm: Uuid, question: &GuestQuestion) -> Result<GuestAnswer, HostError> {
        super::guest::ask(self, vm, question)
    }

    fn watch(&self, scope: &Scope) -> Result<Events, HostError> {
        watch::watch(scope, self.libvirt.endpoint())
    }
}
