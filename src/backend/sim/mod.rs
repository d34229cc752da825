//! The simulated host: a state machine that refuses what the kernel and libvirt refuse.
//!
//! It is a feature (learning, rehearsal, tests of scripts on machines without SR-IOV), so it keeps its state between
//! commands, can be loaded from a file, and can be told to fail. Where it differs from Linux, it is wrong: one suite of
//! scenarios runs on both.

mod anonymous;
mod autostart;
mod block;
mod bond;
mod bridge;
mod cluster;
mod device;
mod disk;

mod domain;
mod export;
mod fdb;
mod file;
mod filter;
mod fixture;
mod fleet;
mod guest;
mod hardware;
mod image;
mod ip;
mod kept;
mod link;
mod migration;
mod nat;
mod network;
mod nic;
mod nic_settings;
mod pci;
mod reach;
mod refusal;
mod settle;
mod snapshot;
mod storage;
mod stored;
#[cfg(test)]
mod tests;
mod veth;
mod vf;
mod world;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

pub use cluster::{SimCluster, SimRole};
pub use export::fixture_of;
pub use fixture::{NAMES as FIXTURES, check as check_fixture, fixture};
pub(crate) use fleet::first_of;
pub use fleet::{FLEET, fleet};
pub use migration::Moving;
pub use reach::DataPath;
pub use storage::{Filesystem, Storage};
pub use world::{Fault, SimGuest, WayFault, World};

use super::cluster::{ClusterChange, ClusterState};
use super::model::{
    AdapterAlias, Checkpoint, GuestAnswer, GuestQuestion, Incompatibility, InterfaceName,
    MigratingVm, OwnFile, PciDetail, Presence, Scope, Sending, Sent, State, Uuid, VfDetail, Vm,
    VmDetail, VmState,
};
use super::plan::Change;
use super::state::{
    Directory, Durability, FileVersion, Files as _, Held, MadeFile, Store, file_error, fingerprint,
};
use super::{Category, CauseSource, Event, Events, HostError, Machine};

const WORLD: &str = "world.json";
/// Held by whoever changes the world.
const WORLD_LOCK: &str = "world.lock";
/// So long another process may take for a change.
const ALONE_WITHIN: Duration = Duration::from_secs(30);

/// A simulated host. Clones share one world.
#[derive(Debug, Clone)]
pub struct SimMachine {
    name: String,
    store: Store,
    /// Where the world is kept between commands.
    folder: Option<Directory>,
    /// Where the hosts keep their worlds that can be reached from here.
    root: Option<PathBuf>,
    /// What names its fixture, for one that keeps its state.
    spec: Option<String>,
    /// Hosts in memory that can be reached from here, by name.
    peers: Arc<Mutex<Vec<SimMachine>>>,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug)]
struct Inner {
    world: World,
    /// Which version of the file `world` is.
    seen: Option<FileVersion>,
    /// Fails the change after this many more, once, with this errno.
    injected_error: Option<(usize, i32)>,
    /// Changes that were asked for since this value was made.
    asked: usize,
    /// How often the world was replaced or changed by way of this value: what [`Machine::watch`] looks at.
    moved: usize,
}

impl SimMachine {
    /// Opens the host that `spec` names: empty or `default`, another embedded fixture, or the path of a JSON file. The
    /// state is kept in a directory of its own under `state_directory`; on first use it is the fixture's.
    ///
    /// # Errors
    /// `Sim.NoSuchFixture`, `Sim.BadFixture`, or `State.Corrupt` when the kept state is damaged, until it is mended or
    /// [forgotten](Self::forget).
    pub fn open(spec: &str, state_directory: &Path) -> Result<Self, HostError> {
        let spec = if spec.is_empty() { "default" } else { spec };
        let spec = &fleet::first_of(spec);
        let directory = state_directory.join(directory_name(spec));
        let folder = Directory::new(&directory);
        let store = Store::in_directory(directory);
        let (world, seen) = match read_world(&folder)? {
            Some((world, version)) => (world, version),
            None => (first_world(spec, &store)?, None),
        };
        let mut machine = Self::assemble(world, seen, Some(folder), store);
        machine.root = Some(state_directory.to_owned());
        machine.spec = Some(spec.clone());
        Ok(machine)
    }

    /// A host that lives as long as this value and its clones.
    #[must_use]
    pub fn in_memory(world: World) -> Self {
        Self::assemble(world, None, None, Store::in_memory())
    }

    fn assemble(
        world: World,
        seen: Option<FileVersion>,
        folder: Option<Directory>,
        store: Store,
    ) -> Self {
        let name = world.state.host.name.clone();
        Self {
            name,
            store,
            folder,
            root: None,
            spec: None,
            peers: Arc::default(),
            inner: Arc::new(Mutex::new(Inner {
                world,
                seen,
                injected_error: None,
                asked: 0,
                moved: 0,
            })),
        }
    }

    /// Forgets the kept state of the host that `spec` names: the next command starts from the fixture.
    ///
    /// # Errors
    /// `State.WriteFailed` when the files cannot be removed.
    pub fn forget(spec: &str, state_directory: &Path) -> Result<(), HostError> {
        let spec = if spec.is_empty() { "default" } else { spec };
        let spec = &fleet::first_of(spec);
        let directory = state_directory.join(directory_name(spec));
        match fs::remove_dir_all(&directory) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(HostError::new(
                "State.WriteFailed",
                Category::WriteError,
                "The simulated host's state cannot be removed.",
            )
            .target(directory.display().to_string())
            .because_io(CauseSource::File, &error)
            .next_step("See who owns the directory, or set IOVSH_STATE_DIR to another one.")),
            _ => Ok(()),
        }
    }

    /// How `--host` names it on the other hosts of its fleet.
    #[must_use]
    pub fn address(&self) -> String {
        format!("sim:{}", self.spec.as_deref().unwrap_or(&self.name))
    }

    /// Lets these hosts in memory reach each other, by their names.
    pub fn join(machines: &[Self]) {
        for machine in machines {
            let mut peers = machine.peers.lock().unwrap_or_else(PoisonError::into_inner);
            *peers = machines.to_vec();
        }
    }

    /// The machine that an address means here, as `--host` takes it.
    pub(super) fn peer(&self, address: &str) -> Result<Self, HostError> {
        let spec = address
            .strip_prefix("sim:")
            .or((address == "sim").then_some(""));
        let unreachable = || {
            HostError::new(
                "Migration.Unreachable",
                Category::ConnectionError,
                format!(
                    "{} is a simulated host, and cannot reach '{address}'.",
                    self.name
                ),
            )
            .target(address)
            .next_step("Name a host of the same fleet: --host sim:fleet has four.")
        };
        let spec = spec.ok_or_else(unreachable)?;
        match &self.root {
            Some(root) => Self::open(spec, root),
            None => {
                let peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
                let mut peers = peers.iter();
                peers
                    .find(|peer| peer.name == spec)
                    .cloned()
                    .ok_or_else(unreachable)
            }
        }
    }

    /// Reads or changes what the engine of the cluster keeps that this host belongs to.
    ///
    /// # Errors
    /// `Cluster.None`; `State.WriteFailed` when the world cannot be saved.
    pub fn edit_cluster<T>(&self, work: impl FnOnce(&mut SimCluster) -> T) -> Result<T, HostError> {
        cluster::edit(self, work)
    }

    /// What the engine of the cluster keeps that this host belongs to.
    ///
    /// # Errors
    /// `Cluster.None`.
    pub fn read_cluster(&self) -> Result<SimCluster, HostError> {
        cluster::read(self)
    }

    /// A phase of a migration begins: it takes as long as the world says, or fails as it says.
    fn phase(&self, name: &'static str) -> Result<(), HostError> {
        let delay = self.fresh()?.world.delay_of(name);
        if !delay.is_zero() {
            std::thread::sleep(delay);
        }
        match self.edit_world(|world| world.hit_fault(name))? {
            Some(errno) => Err(refusal::kernel(errno, name, "injected fault")),
            None => Ok(()),
        }
    }

    /// The change after `skip` more fails, once, with `errno`.
    pub fn fail_after(&self, skip: usize, errno: i32) {
        self.lock().injected_error = Some((skip, errno));
    }

    /// Whether those who come to this host come over a connection on which something may go wrong.
    ///
    /// # Errors
    /// Its state cannot be read.
    pub fn has_way_fault(&self) -> Result<bool, HostError> {
        Ok(self.fresh()?.world.connection.is_some())
    }

    /// What goes wrong with the next connection, which counts as hit.
    ///
    /// # Errors
    /// Its state cannot be read or written.
    pub fn next_way_fault(&self) -> Result<Option<WayFault>, HostError> {
        let mut inner = self.fresh()?;
        let Some(fault) = inner.world.connection.clone() else {
            return Ok(None);
        };
        if fault.times == 0 {
            return Ok(Some(fault));
        }
        if fault.hits >= fault.times {
            return Ok(None);
        }
        self.change(&mut inner, |world| {
            if let Some(fault) = &mut world.connection {
                fault.hits = fault.hits.saturating_add(1);
            }
        })?;
        Ok(Some(fault))
    }

    /// How many changes were asked for since this value was made.
    #[must_use]
    pub fn changes_asked(&self) -> usize {
        self.lock().asked
    }

    /// Reads or changes the simulated world behind the host's back, as hardware, guests and other tools do.
    ///
    /// # Errors
    /// `State.WriteFailed` when the world cannot be saved.
    pub fn edit_world<T>(&self, edit_world: impl FnOnce(&mut World) -> T) -> Result<T, HostError> {
        let _alone = self.alone()?;
        let mut inner = self.fresh()?;
        self.change(&mut inner, edit_world)
    }

    /// Which way the traffic of a VM's adapter goes; `None` when it goes nowhere.
    #[must_use]
    pub fn path(&self, vm: Uuid, adapter: &AdapterAlias) -> Option<DataPath> {
        reach::path(&self.lock().world.state, vm, adapter)
    }

    /// The NIC by which the frames of a VM's adapter meet the wire; `None` when they get to none.
    #[must_use]
    pub fn way(&self, vm: Uuid, adapter: &AdapterAlias) -> Option<InterfaceName> {
        reach::way(&self.lock().world.state, vm, adapter)
    }

    /// Whether frames from one VM's adapter reach another's, and back.
    #[must_use]
    pub fn reachable(&self, from: (Uuid, &AdapterAlias), to: (Uuid, &AdapterAlias)) -> bool {
        let inner = self.lock();
        reach::reachable(&inner.world.state, &inner.world.dead_paths, from, to)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody else changes the world as long as the answer lives: what another process, or another value of this one, has written
    /// meanwhile would be lost. The host's own lock does not do that: guests and migrations change the world without it.
    fn alone(&self) -> Result<Option<Box<dyn Held>>, HostError> {
        let Some(folder) = &self.folder else {
            return Ok(None);
        };
        let until = Instant::now() + ALONE_WITHIN;
        loop {
            let held = folder.try_hold(WORLD_LOCK);
            let held = held.map_err(|error| {
                world_error("State.WriteFailed", "cannot be written", folder, error)
            })?;
            if held.is_some() {
                return Ok(held);
            }
            if Instant::now() >= until {
                let busy = std::io::Error::from(ErrorKind::WouldBlock);
                let busy = super::state::FileError::Io(busy);
                return Err(world_error(
                    "State.WriteFailed",
                    "is held by another process",
                    folder,
                    busy,
                ));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// The world as it is now: read again when another command has replaced the file.
    fn fresh(&self) -> Result<MutexGuard<'_, Inner>, HostError> {
        let mut inner = self.lock();
        if let Some(folder) = &self.folder {
            let now = folder.version(WORLD);
            let replaced = now.is_some() && now != inner.seen;
            if let Some((world, version)) =
                replaced.then(|| read_world(folder)).transpose()?.flatten()
            {
                inner.world = world;
                inner.seen = version;
            }
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            inner.world.moves_on_to(now.map_or(0, |now| now.as_secs()));
        }
        Ok(inner)
    }

    /// Changes the world, and keeps it. Where it cannot be kept it is as before: memory never runs ahead of the file.
    fn change<T>(
        &self,
        inner: &mut Inner,
        change: impl FnOnce(&mut World) -> T,
    ) -> Result<T, HostError> {
        let Some(folder) = &self.folder else {
            inner.moved = inner.moved.wrapping_add(1);
            return Ok(change(&mut inner.world));
        };
        let before = inner.world.clone();
        let result = change(&mut inner.world);
        if let Err(error) = write_world(folder, &inner.world) {
            inner.world = before;
            return Err(error);
        }
        inner.seen = folder.version(WORLD);
        inner.moved = inner.moved.wrapping_add(1);
        Ok(result)
    }
}

impl SimMachine {
    /// Notes the image that a change is about to make, as every machine does. One of the simulated host is known by its path alone.
    fn note_image(&self, change: &Change) -> Result<(), HostError> {
        let Some(path) = change.makes_image() else {
            return Ok(());
        };
        if self.fresh()?.world.storage.images.contains_key(path) {
            return Ok(());
        }
        self.store().note_made(&MadeFile {
            path: path.to_owned(),
            identity: path.to_owned(),
            displaces: false,
        })
    }
}

impl Machine for SimMachine {
    fn name(&self) -> &str {
        &self.name
    }

    fn store(&self) -> &Store {
        &self.store
    }

    fn has_file(&self, path: &Path) -> bool {
        let path = path.to_string_lossy();
        self.lock().world.storage.images.contains_key(&*path)
    }

    fn own_files(&self) -> Option<Vec<OwnFile>> {
        let inner = self.fresh().ok()?;
        let mut files = inner.world.storage_now().files();
        if !inner.world.is_outside() {
            // Its seconds are not those of any calendar.
            for file in &mut files {
                file.changed = None;
            }
        }
        Some(files)
    }

    fn observe(&self, scope: &Scope) -> Result<State, HostError> {
        let mut state = view(&self.fresh()?.world, scope);
        if !state.vms.is_empty() {
            let roles = cluster::virtual_machines(self);
            for vm in &mut state.vms {
                vm.facts.clustered = Some(roles.contains(&vm.id));
            }
        }
        Ok(state)
    }

    fn apply(&self, change: &Change) -> Result<(), HostError> {
        let mut inner = self.fresh()?;
        inner.asked = inner.asked.saturating_add(1);
        if let Some((skip, errno)) = inner.injected_error {
            inner.injected_error = skip.checked_sub(1).map(|left| (left, errno));
            if skip == 0 {
                return Err(refusal::injected_error(change, errno));
            }
        }
        let delay = inner.world.delay_of(change.name());
        if !delay.is_zero() {
            drop(inner);
            std::thread::sleep(delay);
        } else {
            drop(inner);
        }
        self.note_image(change)?;
        self.edit_world(|world| world.apply(change))?
    }

    fn cluster(&self) -> Result<ClusterState, HostError> {
        cluster::observe(self)
    }

    fn change_cluster(&self, change: &ClusterChange) -> Result<(), HostError> {
        cluster::apply(self, change)
    }

    fn kept_definition(&self, vm: Uuid) -> Result<Option<String>, HostError> {
        Ok(self.read_cluster()?.definitions.get(&vm).cloned())
    }

    fn cluster_log(&self, lines: usize) -> Result<Vec<String>, HostError> {
        let mut log = self.read_cluster()?.log;
        let first = log.len().saturating_sub(lines);
        Ok(log.split_off(first))
    }

    fn fleet(&self) -> Vec<SimMachine> {
        cluster::members(self)
    }

    fn describe(&self, vm: &Vm, checkpoints: Vec<Checkpoint>) -> Result<MigratingVm, HostError> {
        Ok(migration::describe(&self.fresh()?.world, vm, checkpoints))
    }

    fn lacking_certificates(&self) -> Vec<String> {
        let world = self.fresh().map(|inner| inner.world.clone());
        world.map_or_else(
            |_| Vec::new(),
            |world| migration::certificates(&world, "server"),
        )
    }

    fn check(&self, guest: &MigratingVm) -> Result<Vec<Incompatibility>, HostError> {
        Ok(migration::check(&self.fresh()?.world, guest))
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
        self.edit_world(|world| guest::ask(world, vm, question))?
    }

    fn watch(&self, _scope: &Scope) -> Result<Events, HostError> {
        let (last, moved, told) = {
            let inner = self.lock();
            let told = inner.world.deeds.last().map_or(0, |deed| deed.number);
            (inner.seen, inner.moved, told)
        };
        Ok(Box::new(Watch {
            host: self.clone(),
            last,
            moved,
            told,
        }))
    }
}

/// Waits for the next change of the world. What changed is not said: whoever is told observes again. What guests do is told by itself, as
/// no look shows it.
struct Watch {
    host: SimMachine,
    last: Option<FileVersion>,
    moved: usize,
    /// The last deed of a guest that was told.
    told: u64,
}

impl Watch {
    /// The next deed of a guest that was not told.
    fn deed(&mut self) -> Option<Event> {
        let inner = self.host.fresh().ok()?;
        let mut deeds = inner.world.deeds.iter();
        let next = deeds.find(|deed| deed.number > self.told)?.clone();
        drop(inner);
        self.told = next.number;
        Some(Event::Guest {
            vm: next.vm,
            name: next.name,
            deed: next.deed,
        })
    }
}

impl Iterator for Watch {
    type Item = Result<Event, HostError>;
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let folder = self.host.folder.as_ref();
            let now = folder.and_then(|folder| folder.version(WORLD));
            let moved = self.host.lock().moved;
            if now != self.last || moved != self.moved {
                if let Some(deed) = self.deed() {
                    return Some(Ok(deed));
                }
                (self.last, self.moved) = (now, moved);
                return Some(Ok(Event::Overrun));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// What a scope shows of the world.
fn view(world: &World, scope: &Scope) -> State {
    let all = &world.state;
    let mut state = State::default();
    if scope.host {
        state.host = all.host.clone();
        state.iommu = all.iommu.clone();
    }
    if scope.links {
        state.links = world.links();
    }
    if scope.nics {
        state.nics = world.nics();
    }
    if scope.ip {
        state.ip = world.ip();
    }
    if scope.neighbors {
        state.neighbors = world.neighbors();
    }
    if scope.functions > VfDetail::None {
        state.functions.clone_from(&all.functions);
        settle::settle_functions(&mut state.functions);
        for vf in state.functions.iter_mut().flat_map(|f| &mut f.vfs) {
            if scope.functions < VfDetail::Admin {
                (vf.admin, vf.driven) = (None, None);
            }
            if scope.functions < VfDetail::Counters {
                vf.counters = None;
            }
        }
    }
    if scope.bridges {
        state.bridges.clone_from(&all.bridges);
        state.fdb.clone_from(&all.fdb);
        state.filters.clone_from(&all.filters);
        state.shares.clone_from(&all.shares);
        state.teams.clone_from(&all.teams);
        state.nat.clone_from(&all.nat);
        // As a kernel begins.
        state.nat.forwarding.get_or_insert(false);
    }
    if scope.files {
        state.files.clone_from(&all.files);
    }
    if scope.machine_types {
        state.machine_types = world.machine_types();
    }
    if scope.networks {
        state.networks.clone_from(&all.networks);
    }
    if scope.vms == VmDetail::Named {
        let each = all.vms.iter();
        let each = each.map(|vm| Vm::named(vm.name.clone(), vm.id, vm.state));
        state.vms = each.collect();
    } else if scope.vms > VmDetail::None {
        state.vms = world.vms(
            scope.vms >= VmDetail::Definitions,
            |vm| scope.asks_guest_of(vm),
            scope.usage,
        );
    }
    if scope.checkpoints {
        state.checkpoints.clone_from(&all.checkpoints);
        if scope.checkpoint_definitions {
            let machines = state.checkpoints.iter_mut().map(|c| &mut c.machine);
            machines.for_each(|machine| machine.definition = definition_of(machine));
        }
    }
    if scope.disks {
        (state.disks, state.volumes) = world.storage.disks();
    }
    if let Some(paths) = &scope.images {
        state.images = world.storage_now().seen(paths, &state.vms);
        state.free_block_devices = world.storage.free_devices();
    }
    if let Some(paths) = &scope.stored {
        state.stored = world.storage_now().stored(paths);
    }
    if scope.pci > PciDetail::None {
        state.pci.clone_from(&all.pci);
    }
    state
}

/// The definition of a machine in a checkpoint, as the simulated libvirt writes it.
fn definition_of(machine: &Vm) -> Option<String> {
    let defined = Vm {
        state: VmState::Off,
        ..machine.clone()
    };
    serde_json::to_string(&defined).ok()
}

/// The world of a fixture. What was asked for on the host that it shows is what is asked for on this one, as long as nothing was.
fn first_world(spec: &str, store: &Store) -> Result<World, HostError> {
    let mut world = fixture(spec)?;
    let desired = std::mem::take(&mut world.state.desired);
    if desired != Default::default() && store.load().fresh {
        store.save(&desired)?;
    }
    Ok(world)
}

/// The directory of a host's state: the fixture's name, or the file's name and a mark of its path.
fn directory_name(spec: &str) -> String {
    if fixture::is_embedded(spec) {
        return format!("sim-{}", spec.replace('/', "-"));
    }
    let path = Path::new(spec);
    let full = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mark = fingerprint(full.to_string_lossy().as_bytes());
    let stem: String = full
        .file_stem()
        .map(|s| s.to_string_lossy().into_owned())
        .unwrap_or_default();
    let stem: String = stem
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(32)
        .collect();
    format!("sim-{stem}-{mark:016x}")
}

/// The world that a command left behind, and its version; `None` on first use.
fn read_world(folder: &Directory) -> Result<Option<(World, Option<FileVersion>)>, HostError> {
    // Taken first: one that is replaced in between is read again the next time.
    let version = folder.version(WORLD);
    let bytes = folder
        .read(WORLD)
        .map_err(|error| world_error("State.ReadFailed", "cannot be read", folder, error))?;
    let Some(bytes) = bytes else { return Ok(None) };
    match serde_json::from_slice(&bytes) {
        Ok(world) => Ok(Some((world, version))),
        Err(error) => {
            let file = folder.path().join(WORLD).display().to_string();
            Err(HostError::new(
                "State.Corrupt",
                Category::InvalidData,
                format!("The simulated host's state {file} is damaged: {error}."),
            )
            .target(file)
            .next_step(
                "Mend the file, or run 'Reset-SimulatedHost' to put the simulated host back to its fixture.",
            ))
        }
    }
}

fn write_world(folder: &Directory, world: &World) -> Result<(), HostError> {
    let text = serde_json::to_vec(world).map_err(|error| {
        HostError::new(
            "State.WriteFailed",
            Category::WriteError,
            "The simulated host's state cannot be saved.",
        )
        .because(CauseSource::File, error.to_string(), None)
    })?;
    folder
        .replace(WORLD, &text, Durability::Process)
        .map_err(|error| world_error("State.WriteFailed", "cannot be written", folder, error))
}

fn world_error(
    id: &'static str,
    what: &str,
    folder: &Directory,
    error: super::state::FileError,
) -> HostError {
    let file = folder.path().join(WORLD).display().to_string();
    file_error(id, what, &file, Some(folder.path()), error)
}
