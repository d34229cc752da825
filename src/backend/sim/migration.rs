//! Migrations of the simulated machine: what libvirt and QEMU do between two hosts, phase by phase.
//!
//! The daemons do it by themselves: who asked for it may go away meanwhile. So what is half done in a world goes on as soon as somebody
//! looks, unless whoever drives it is alive.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use super::SimMachine;
use super::domain::{end_process, find};
use super::refusal::libvirt;
use super::snapshot;
use super::world::{SimGuest, World};
use crate::model::{
    Checkpoint, Connection, DiskReach, Image, Incompatibility, MigratingDisk, MigratingVm,
    Presence, Sending, Sent, State, Uuid, Vm, VmState,
};
use crate::policy::migration::{At, copies, ids};
use crate::{Category, HostError};

/// A migration of the simulated libvirt that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    /// The machine comes; otherwise it leaves.
    pub comes: bool,
    /// What is being sent; only where it leaves.
    pub sending: Option<Sending>,
    /// The process that drives it, and its number there.
    pub driver: (u32, u64),
}

/// Migrations that this process drives.
static DRIVEN: Mutex<BTreeSet<u64>> = Mutex::new(BTreeSet::new());

/// Drives a migration for as long as it lives.
struct Driver(u64);

impl Driver {
    fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut driven = DRIVEN.lock().unwrap_or_else(PoisonError::into_inner);
        driven.insert(number);
        Self(number)
    }

    fn mark(&self) -> (u32, u64) {
        (std::process::id(), self.0)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let mut driven = DRIVEN.lock().unwrap_or_else(PoisonError::into_inner);
        driven.remove(&self.0);
    }
}

fn is_driven((process, number): (u32, u64)) -> bool {
    if process == std::process::id() {
        let driven = DRIVEN.lock().unwrap_or_else(PoisonError::into_inner);
        return driven.contains(&number);
    }
    std::path::Path::new(&format!("/proc/{process}")).exists()
}

/// What has to be known of a machine that is to leave.
pub(super) fn describe(world: &World, vm: &Vm, checkpoints: Vec<Checkpoint>) -> MigratingVm {
    let drives = vm.facts.drives.iter().filter(|drive| !drive.optical);
    let disks = drives.filter_map(|drive| {
        let path = drive.path.clone()?;
        let shared = world.shared.iter().any(|folder| path.starts_with(folder));
        let image = world.storage.images.get(&path);
        Some(MigratingDisk {
            destination: path.clone(),
            target: drive.target.clone(),
            size: image.map(|image| image.size),
            allocated: image.map(|image| image.allocated),
            reach: if shared {
                DiskReach::Shared
            } else {
                DiskReach::Local
            },
            read_only: false,
            format: image.map_or("raw", |image| image.format.name()).to_owned(),
            builds_on_another: image.is_some_and(|image| image.backing.is_some()),
            copied: false,
            path,
        })
    });
    MigratingVm {
        disks: disks.collect(),
        files: Vec::new(),
        lacks: certificates(world, "client"),
        switches: Vec::new(),
        wired: Vec::new(),
        host: String::new(),
        processor: None,
        host_processor: world.processor.clone(),
        passes_processor: false,
        checkpoints: checkpoints.into_iter().map(snapshot::copy).collect(),
        blockers: Vec::new(),
        vm: vm.clone(),
    }
}

/// The certificates that QEMU lacks here, as a client or as a server.
pub(super) fn certificates(world: &World, role: &str) -> Vec<String> {
    if world.certificates {
        return Vec::new();
    }
    let names = ["ca".to_owned(), role.to_owned()];
    let paths = names.map(|name| format!("/etc/pki/qemu/{name}-cert.pem"));
    paths.to_vec()
}

/// What libvirt says against it here.
pub(super) fn check(world: &World, guest: &MigratingVm) -> Vec<Incompatibility> {
    let mut all = Vec::new();
    if guest.vm.state.is_active()
        && let (Some(own), Some(other)) = (&world.processor, &guest.host_processor)
        && own != other
    {
        all.push(Incompatibility {
            id: ids::PROCESSOR,
            message: format!(
                "'{}' is using processor-specific features not supported on host {}: it has {own}, and {} has {other}.",
                guest.vm.name, world.state.host.name, guest.host
            ),
            adapter: None,
            next_step: Some("Move it while it is off.".to_owned()),
        });
    }
    let unseen = guest.disks.iter().filter(|disk| {
        let mut shared = world.shared.iter();
        disk.reach == DiskReach::Shared
            && !disk.copied
            && !shared.any(|folder| disk.path.starts_with(folder))
    });
    all.extend(unseen.map(|disk| Incompatibility {
        id: ids::DISK,
        message: format!(
            "{} does not see the disk '{}'.",
            world.state.host.name, disk.path
        ),
        adapter: None,
        next_step: Some("Copy the disks too: -IncludeStorage.".to_owned()),
    }));
    let at = |path: &str| match (world.storage.has_folder(path), world.storage.holds(path)) {
        (true, _) => At::Folder,
        (false, true) => At::File,
        (false, false) => At::Nothing,
    };
    let free = |folder: &str| {
        let inside = format!("{}/x", folder.trim_end_matches('/'));
        world.storage.folder_of(&inside).map(|folder| folder.free)
    };
    all.extend(copies(guest, &world.state.host.name, &at, &free));
    all
}

/// Where a machine is. A migration that nobody drives any more has gone on by itself.
pub(super) fn presence(machine: &SimMachine, id: Uuid) -> Result<Presence, HostError> {
    let (seen, moving) = {
        let inner = machine.fresh()?;
        let guest = inner.world.guests.get(&id);
        let moving = guest.and_then(|guest| guest.moving.clone());
        (inner.world.state.vm(id).map(|vm| vm.state), moving)
    };
    let Some(state) = seen else {
        return Ok(Presence::Absent);
    };
    Ok(match (state, moving) {
        (_, Some(moving)) if is_driven(moving.driver) => match moving.comes {
            true => Presence::Coming,
            false => Presence::Leaving,
        },
        // Its source goes on with it when it is asked, or has given it up.
        (_, Some(Moving { comes: true, .. })) => Presence::Coming,
        (
            _,
            Some(Moving {
                sending: Some(sending),
                ..
            }),
        ) => {
            finish(machine, &machine.peer(&sending.to)?, &sending)?;
            return presence(machine, id);
        }
        (VmState::Off, _) => Presence::Off,
        (VmState::Saved, _) => Presence::Saved,
        (VmState::Paused, _) => Presence::Paused,
        (VmState::Running | VmState::Stopping, _) => Presence::Running,
    })
}

/// Sends a machine. One that runs is paused when it has arrived, until somebody lets it go.
pub(super) fn send(
    machine: &SimMachine,
    sending: &Sending,
    watch: &mut dyn FnMut(&Sent),
    cancel: &AtomicBool,
) -> Result<Sent, HostError> {
    let peer = machine.peer(&sending.to)?;
    let driver = Driver::new();
    let (vm, guest, known) = {
        let inner = machine.fresh()?;
        let vm = find(&inner.world, sending.vm)?.clone();
        let guest = inner.world.guests.get(&sending.vm).cloned();
        let known = inner.world.state.checkpoints_of(vm.id).count();
        (vm, guest.unwrap_or_default(), known)
    };
    may_leave(&vm, known)?;
    let active = vm.state.is_active();
    peer.phase("MigratePrepare")?;
    if active {
        // Known at the source before it is known at the target: whoever is killed in between leaves nothing that only comes.
        machine.edit_world(|world| {
            let guest = world.guests.entry(sending.vm).or_default();
            guest.moving = Some(Moving {
                comes: false,
                sending: Some(sending.clone()),
                driver: driver.mark(),
            });
        })?;
    }
    let images = {
        let inner = machine.fresh()?;
        let all = &inner.world.storage.images;
        let found = sending
            .disks
            .iter()
            .filter_map(|disk| Some((disk.clone(), all.get(&disk.path)?.clone())));
        found.collect::<Vec<_>>()
    };
    let is_saved = vm.state == VmState::Saved;
    if is_saved {
        watch(&Sent {
            percent: 50,
            status: "Copying its saved memory".to_owned(),
            downtime: None,
        });
        if cancel.load(Ordering::Relaxed) {
            return Err(ended(sending));
        }
    }
    let arrived = peer.edit_world(|world| {
        let before = world.storage.clone();
        let mark = active.then(|| driver.mark());
        let outcome = bring(world, images).and_then(|()| arrive(world, &vm, &guest, sending, mark));
        if outcome.is_err() {
            world.storage = before;
        }
        outcome
    })?;
    if let Err(refused) = arrived {
        stay(machine, sending, vm.state)?;
        return Err(refused);
    }
    if is_saved {
        // Its memory gets its place last. Who settles the migration throws the one at the source away.
        watch(&Sent {
            percent: 99,
            status: "Giving its saved memory its place".to_owned(),
            downtime: None,
        });
        peer.phase("MigrateMemory")?;
        peer.edit_world(|world| world.set_vm_state(sending.vm, VmState::Saved))?;
        return Ok(completed(None));
    }
    if !active {
        machine.phase("MigrateConfirm")?;
        return confirm(machine, sending);
    }
    for percent in (0..100).step_by(10) {
        watch(&Sent {
            percent,
            status: "Sending memory".to_owned(),
            downtime: None,
        });
        let refused = machine.phase("MigratePerform").err();
        let ended = cancel.load(Ordering::Relaxed).then(|| ended(sending));
        if let Some(error) = refused.or(ended) {
            give_up(machine, &peer, sending, vm.state)?;
            return Err(error);
        }
    }
    let mut tell = |status: &str| {
        watch(&Sent {
            percent: 99,
            status: status.to_owned(),
            downtime: None,
        });
    };
    tell("Stopping the processors");
    stand_still(machine, sending)?;
    tell("Sending the rest");
    hand_over(machine, &peer, sending, vm.state)?;
    tell("Forgetting it at the source");
    machine.phase("MigrateConfirm")?;
    confirm(machine, sending)
}

/// Somebody called it off.
fn ended(sending: &Sending) -> HostError {
    let text = "operation aborted: migration out job: canceled by client";
    libvirt(Category::OperationStopped, &sending.name, text)
}

/// The images of its disks: what both hosts see is there already; what is copied comes to its own place, whole.
fn bring(world: &mut World, images: Vec<(MigratingDisk, Image)>) -> Result<(), HostError> {
    for (disk, image) in images {
        if disk.copied {
            let whole = Image {
                backing: None,
                ..image
            };
            world.storage.add(&disk.destination, whole)?;
            world
                .storage
                .note_change(&disk.destination, false, world.clock);
        } else {
            let images = &mut world.storage.images;
            images.entry(disk.destination).or_insert(image);
        }
    }
    Ok(())
}

/// The processors of the source stand still.
fn stand_still(machine: &SimMachine, sending: &Sending) -> Result<(), HostError> {
    machine.edit_world(|world| {
        if let Some(vm) = world.vm_mut(sending.vm) {
            vm.state = VmState::Paused;
        }
    })
}

/// The target gets the rest, and has all.
fn hand_over(
    machine: &SimMachine,
    peer: &SimMachine,
    sending: &Sending,
    before: VmState,
) -> Result<(), HostError> {
    if let Err(error) = peer.phase("MigrateFinish") {
        give_up(machine, peer, sending, before)?;
        return Err(error);
    }
    let stays = |world: &mut World| {
        if let Some(guest) = world.guests.get_mut(&sending.vm) {
            guest.moving = None;
        }
    };
    peer.edit_world(stays)?;
    machine.edit_world(stays)
}

/// What a daemon does whose client is gone: it goes on to the end, or back where the target has not begun or has given up.
fn finish(machine: &SimMachine, peer: &SimMachine, sending: &Sending) -> Result<(), HostError> {
    if peer.fresh()?.world.state.vm(sending.vm).is_none() {
        return stay(machine, sending, VmState::Running);
    }
    stand_still(machine, sending)?;
    hand_over(machine, peer, sending, VmState::Running)?;
    confirm(machine, sending).map(drop)
}

fn confirm(machine: &SimMachine, sending: &Sending) -> Result<Sent, HostError> {
    machine.edit_world(|world| {
        if let Some(vm) = world.vm_mut(sending.vm) {
            vm.persistent = false;
        }
        end_process(world, sending.vm, VmState::Off);
        world.guests.remove(&sending.vm);
    })?;
    Ok(completed(Some(DOWNTIME)))
}

fn completed(downtime: Option<u64>) -> Sent {
    Sent {
        percent: 100,
        status: "Completed".to_owned(),
        downtime,
    }
}

/// How long a simulated machine stands still, in milliseconds: QEMU's limit.
const DOWNTIME: u64 = 300;

/// The target stops what has come; the source goes on.
fn give_up(
    machine: &SimMachine,
    peer: &SimMachine,
    sending: &Sending,
    before: VmState,
) -> Result<(), HostError> {
    peer.edit_world(|world| {
        if let Some(vm) = world.vm_mut(sending.vm) {
            vm.persistent = false;
        }
        end_process(world, sending.vm, VmState::Off);
        world.guests.remove(&sending.vm);
        for disk in sending.disks.iter().filter(|disk| disk.copied) {
            world.storage.images.remove(&disk.destination);
        }
    })?;
    stay(machine, sending, before)
}

/// The source goes on as it was.
fn stay(machine: &SimMachine, sending: &Sending, before: VmState) -> Result<(), HostError> {
    machine.edit_world(|world| {
        if let Some(vm) = world.vm_mut(sending.vm) {
            vm.state = before;
        }
        if let Some(guest) = world.guests.get_mut(&sending.vm) {
            guest.moving = None;
        }
    })
}

/// What libvirt refuses to send.
fn may_leave(vm: &Vm, snapshots: usize) -> Result<(), HostError> {
    if snapshots > 0 {
        let text = format!(
            "Requested operation is not valid: cannot migrate domain with {snapshots} snapshots"
        );
        return Err(libvirt(Category::InvalidOperation, &vm.name, &text));
    }
    let passes_through = !vm.assigned.is_empty()
        || !vm.other_devices.is_empty()
        || vm.adapters.iter().any(|a| a.vf.is_some());
    if passes_through {
        let text = "Requested operation is not valid: cannot migrate a domain with <hostdev mode='subsystem' type='pci'>";
        return Err(libvirt(Category::InvalidOperation, &vm.name, text));
    }
    Ok(())
}

/// A machine comes: it is defined, and when it runs its process is there, with its processors stopped.
fn arrive(
    world: &mut World,
    vm: &Vm,
    guest: &SimGuest,
    sending: &Sending,
    driver: Option<(u32, u64)>,
) -> Result<(), HostError> {
    let refuse = |category, text: String| Err(libvirt(category, &vm.name, text));
    if let Some(other) = world
        .state
        .vms
        .iter()
        .find(|v| v.name == vm.name || v.id == vm.id)
    {
        let text = format!(
            "operation failed: domain '{}' already exists with uuid {}",
            other.name, other.id
        );
        return refuse(Category::ResourceExists, text);
    }
    let mut vm = vm.clone();
    connect(&mut vm, &sending.connections);
    for disk in &sending.disks {
        let mut drives = vm.facts.drives.iter_mut();
        if let Some(drive) = drives.find(|drive| drive.target == disk.target) {
            drive.path = Some(disk.destination.clone());
        }
    }
    let mut guest = guest.clone();
    if let Some(defined) = &mut guest.defined {
        let mut of_definition = Vm {
            adapters: std::mem::take(defined),
            ..vm.clone()
        };
        connect(&mut of_definition, &sending.connections);
        *defined = of_definition.adapters;
    }
    if driver.is_some() {
        if !world.state.host.kvm {
            let text = "unsupported configuration: Emulator does not support virt type 'kvm'";
            return refuse(Category::NotEnabled, text.to_owned());
        }
        let lacking = |state: &State| {
            let mut bridges = vm.adapters.iter().filter_map(|a| a.bridge.clone());
            bridges.find(|bridge| state.link(bridge).is_none())
        };
        if let Some(bridge) = lacking(&world.state) {
            return refuse(
                Category::ObjectNotFound,
                format!("Cannot get interface MTU on '{bridge}': No such device"),
            );
        }
    }
    vm.persistent = true;
    vm.autostart = false;
    if vm.state == VmState::Saved {
        vm.state = VmState::Off;
    }
    if let Some(driver) = driver {
        vm.state = VmState::Paused;
        guest.started = world.clock.saturating_sub(vm.uptime);
        guest.has_run = false;
        guest.moving = Some(Moving {
            comes: true,
            sending: None,
            driver,
        });
    }
    let (id, count, active) = (vm.id, vm.adapters.len(), vm.state.is_active());
    for adapter in &mut vm.adapters {
        adapter.tap = None;
    }
    world.state.vms.push(vm);
    world.state.vms.sort_by(Vm::by_name);
    world.guests.insert(id, guest);
    if active {
        for at in 0..count {
            world.plug_tap(id, at);
        }
    }
    Ok(())
}

/// Connects its adapters as they are to be connected at the target.
fn connect(vm: &mut Vm, connections: &[Connection]) {
    for connection in connections {
        let switch = connection.switch.as_ref().map(|(id, _)| *id);
        let bridge = connection.bridge().cloned();
        if let Some(adapter) = vm
            .adapters
            .iter_mut()
            .find(|a| a.alias == connection.adapter)
        {
            adapter.settings.switch = switch;
            adapter.link_up &= bridge.is_some();
            adapter.bridge = bridge;
        }
        if let Some(settings) = &mut vm.settings
            && let Some(mut own) = settings.adapter(&connection.adapter).cloned()
        {
            own.switch = switch;
            settings.put(&connection.adapter, own);
        }
    }
}
