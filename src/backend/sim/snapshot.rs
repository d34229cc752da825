//! Snapshots of domains of the simulated machine, as libvirt and QEMU refuse and carry out. External ones are told apart by what libvirt
//! refuses to do with them; images are not simulated, so disks keep their paths.

use super::domain::{check_start, end_process, find, passes_through};
use super::refusal::libvirt;
use super::storage::plain;
use super::world::{MACHINE, World};
use crate::domain_xml::{memory_file, snapshot_document};
use crate::model::{
    Adapter, Checkpoint, CheckpointContent, CheckpointCopy, ImageFormat, Uuid, Vm, VmState,
};
use crate::plan::{NewSnapshot, SnapshotChange, SnapshotContent};
use crate::{Category, HostError};

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &SnapshotChange) -> Result<(), HostError> {
    match change {
        SnapshotChange::Create { vm, snapshot } => create(world, *vm, snapshot),
        SnapshotChange::Revert { vm, label } => revert(world, *vm, label),
        SnapshotChange::Delete { vm, label } => delete(world, *vm, label),
        SnapshotChange::Rename { vm, label, name } => {
            let at = position(world, *vm, label)?;
            if let Some(found) = world.state.checkpoints.get_mut(at) {
                found.name.clone_from(name);
            }
            Ok(())
        }
        SnapshotChange::Forget { copy } => {
            let (id, label) = (copy.checkpoint.vm, &copy.checkpoint.label);
            position(world, id, label)?;
            remove(world, id, label);
            Ok(())
        }
        SnapshotChange::Describe { copy } => describe(world, &copy.checkpoint),
    }
}

/// libvirt takes the word of whoever describes one, as far as it is about this domain and builds on one that is known.
fn describe(world: &mut World, checkpoint: &Checkpoint) -> Result<(), HostError> {
    let vm = find(world, checkpoint.vm)?;
    let parent = checkpoint.parent.as_deref();
    if let Some(parent) = parent.filter(|label| world.state.checkpoint(vm.id, label).is_none()) {
        let text = format!(
            "invalid argument: parent {parent} for moment {} not found",
            checkpoint.label
        );
        return Err(libvirt(Category::InvalidArgument, &vm.name, &text));
    }
    let id = vm.id;
    let all = &mut world.state.checkpoints;
    all.retain(|c| c.vm != id || c.label != checkpoint.label);
    for other in all.iter_mut().filter(|c| c.vm == id) {
        other.current &= !checkpoint.current;
    }
    all.push(checkpoint.clone());
    all.sort_by(Checkpoint::by_age);
    Ok(())
}

/// Where a snapshot stands in the list.
fn position(world: &World, vm: Uuid, label: &str) -> Result<usize, HostError> {
    let domain = find(world, vm)?;
    let mut all = world.state.checkpoints.iter();
    all.position(|c| c.vm == vm && c.label == label)
        .ok_or_else(|| {
            let text = format!(
                "Domain snapshot not found: no domain snapshot with matching name '{label}'"
            );
            libvirt(Category::ObjectNotFound, &domain.name, text)
        })
}

/// What libvirt wants of a domain before it makes a snapshot of it.
fn check_create(world: &World, vm: &Vm, snapshot: &NewSnapshot) -> Result<(), HostError> {
    let refuse = |category, text: &str| Err(libvirt(category, &vm.name, text));
    let label = snapshot.label.to_string();
    if world.state.checkpoint(vm.id, &label).is_some() {
        let text = format!("internal error: unexpected domain moment {label} already exists");
        return refuse(Category::DeviceError, &text);
    }
    // A disc is no disk that could be written to.
    let has_disks = vm
        .facts
        .drives
        .iter()
        .any(|d| !d.optical && d.path.is_some());
    match (snapshot.content, vm.state.is_active()) {
        (SnapshotContent::Memory, false) => refuse(
            Category::InvalidData,
            "XML error: memory state cannot be saved with offline or disk-only snapshot",
        ),
        (SnapshotContent::Memory, true) if passes_through(vm) => refuse(
            Category::InvalidOperation,
            "Requested operation is not valid: cannot migrate a domain with a hostdev",
        ),
        (SnapshotContent::Memory, true) if !snapshot.external && !has_disks => refuse(
            Category::InvalidOperation,
            "unsupported configuration: internal and full system snapshots require all disks to be selected for snapshot",
        ),
        (SnapshotContent::Memory, true) => Ok(()),
        (SnapshotContent::Disks, false) if !has_disks => refuse(
            Category::InvalidOperation,
            "unsupported configuration: nothing selected for snapshot",
        ),
        (SnapshotContent::Disks, false) => Ok(()),
        (SnapshotContent::Disks, true) if !has_disks => refuse(
            Category::InvalidOperation,
            "unsupported configuration: disk-only snapshots require at least one disk to be selected for snapshot",
        ),
        (SnapshotContent::Disks, true) if vm.facts.agent != Some(true) => refuse(
            Category::DeviceError,
            "Guest agent is not responding: QEMU guest agent is not connected",
        ),
        (SnapshotContent::Disks, true) if vm.state != VmState::Running => refuse(
            Category::InvalidOperation,
            "Requested operation is not valid: domain is not running",
        ),
        (SnapshotContent::Disks, true) => Ok(()),
    }
}

fn create(world: &mut World, id: Uuid, snapshot: &NewSnapshot) -> Result<(), HostError> {
    let vm = find(world, id)?;
    check_create(world, vm, snapshot)?;
    let content = match (snapshot.content, vm.state.is_active()) {
        (SnapshotContent::Memory, _) => CheckpointContent::Memory,
        (SnapshotContent::Disks, true) => CheckpointContent::RunningDisks,
        (SnapshotContent::Disks, false) => CheckpointContent::Disks,
    };
    let mut machine = Checkpoint::machine_of(vm, content);
    let kind = machine.facts.machine.take();
    machine.facts.machine = kind.or_else(|| Some(MACHINE.to_owned()));
    let defined = world.guests.get(&id).and_then(|g| g.defined.clone());
    if let (CheckpointContent::RunningDisks, Some(defined)) = (content, defined) {
        // Without memory it is put back to the definition of that moment.
        machine.adapters = defined;
    }
    let before = world.state.checkpoints.iter();
    let current = before.clone().find(|c| c.vm == id && c.current);
    let parent = current.map(|c| c.label.clone());
    for other in world.state.checkpoints.iter_mut().filter(|c| c.vm == id) {
        other.current = false;
    }
    let memory_file = memory_file(snapshot);
    if let Some(path) = &memory_file {
        let memory = plain(ImageFormat::Raw, machine.memory, machine.memory);
        world.storage.images.insert(path.clone(), memory);
    }
    world.state.checkpoints.push(Checkpoint {
        vm: id,
        label: snapshot.label.to_string(),
        id: snapshot.label,
        name: snapshot.name.clone(),
        created: world.clock,
        parent,
        current: true,
        content,
        external: snapshot.external,
        memory_file,
        stuck: None,
        machine,
    });
    world.state.checkpoints.sort_by(Checkpoint::by_age);
    Ok(())
}

fn revert(world: &mut World, id: Uuid, label: &str) -> Result<(), HostError> {
    let at = position(world, id, label)?;
    let vm = find(world, id)?;
    let Some(snapshot) = world.state.checkpoints.get(at).cloned() else {
        return Ok(());
    };
    let wakes = snapshot.content == CheckpointContent::Memory;
    if !vm.persistent && !wakes {
        let text = "Requested operation is not valid: transient domain needs to request run or pause to revert to inactive snapshot";
        return Err(libvirt(Category::InvalidOperation, &vm.name, text));
    }
    let wanted = Vm {
        name: vm.name.clone(),
        persistent: vm.persistent,
        autostart: vm.autostart,
        state: VmState::Off,
        ..*snapshot.machine
    };
    if wakes {
        check_start(world, &wanted)?;
    }
    if vm.state.is_active() {
        // Its process ends; the domain itself stays, whether it has a definition or not.
        if let Some(vm) = world.vm_mut(id) {
            vm.persistent = true;
        }
        end_process(world, id, VmState::Off);
    }
    let adapters = wanted.adapters.len();
    let defined: Vec<Adapter> = wanted.adapters.clone();
    let Some(vm) = world.vm_mut(id) else {
        return Ok(());
    };
    *vm = wanted;
    for other in world.state.checkpoints.iter_mut().filter(|c| c.vm == id) {
        other.current = other.label == label;
    }
    if !wakes {
        return Ok(());
    }
    // libvirt's `--paused`.
    let clock = world.clock;
    let guest = world.guests.entry(id).or_default();
    guest.started = clock;
    guest.has_run = false;
    guest.defined = Some(defined);
    world.set_vm_state(id, VmState::Paused);
    for at in 0..adapters {
        world.plug_tap(id, at);
    }
    Ok(())
}

/// What libvirt cannot do with files that build on each other.
fn check_delete(world: &World, vm: &Vm, snapshot: &Checkpoint) -> Result<(), HostError> {
    if !snapshot.external {
        return Ok(());
    }
    let all = &world.state.checkpoints;
    let of_vm = || all.iter().filter(|c| c.vm == vm.id);
    let children = of_vm()
        .filter(|c| c.parent.as_ref() == Some(&snapshot.label))
        .count();
    let refuse = |text: &str| Err(libvirt(Category::InvalidOperation, &vm.name, text));
    if snapshot.current && children > 0 {
        return refuse(
            "unsupported configuration: deletion of active external snapshot that is not a leaf snapshot is not supported",
        );
    }
    let mut above = snapshot.parent.as_ref();
    let mut builds_on_current = false;
    // A chain is no longer than the list, whatever a fixture says.
    for _ in 0..all.len() {
        let Some(found) = above.and_then(|label| of_vm().find(|c| c.label == *label)) else {
            break;
        };
        builds_on_current |= found.current;
        above = found.parent.as_ref();
    }
    if builds_on_current && children > 0 {
        return refuse(
            "unsupported configuration: deletion of non-leaf external snapshot that is not in active chain is not supported",
        );
    }
    if children > 1 {
        return refuse(
            "unsupported configuration: deletion of external disk snapshot with multiple children snapshots not supported",
        );
    }
    Ok(())
}

fn delete(world: &mut World, id: Uuid, label: &str) -> Result<(), HostError> {
    let at = position(world, id, label)?;
    if let Some(snapshot) = world.state.checkpoints.get(at) {
        check_delete(world, find(world, id)?, snapshot)?;
        if let Some(memory) = snapshot.memory_file.clone() {
            world.storage.images.remove(&memory);
        }
    }
    remove(world, id, label);
    Ok(())
}

/// What is known of it; what builds on it builds on its parent.
fn remove(world: &mut World, id: Uuid, label: &str) {
    let all = &mut world.state.checkpoints;
    let Some(at) = all.iter().position(|c| c.vm == id && c.label == label) else {
        return;
    };
    let gone = all.remove(at);
    for other in world.state.checkpoints.iter_mut().filter(|c| c.vm == id) {
        if other.parent.as_ref() == Some(&gone.label) {
            other.parent.clone_from(&gone.parent);
        }
        if gone.current && gone.parent.as_ref() == Some(&other.label) {
            other.current = true;
        }
    }
}

/// What goes with a VM to another host: libvirt's text of it says what its document says, and no plan reads more.
pub(super) fn copy(checkpoint: Checkpoint) -> CheckpointCopy {
    let content = match checkpoint.content {
        CheckpointContent::Memory => SnapshotContent::Memory,
        CheckpointContent::Disks | CheckpointContent::RunningDisks => SnapshotContent::Disks,
    };
    let document = NewSnapshot {
        label: checkpoint.id,
        name: checkpoint.name.clone(),
        content,
        external: checkpoint.external,
        folder: None,
    };
    CheckpointCopy {
        text: snapshot_document(&document, &[]),
        checkpoint,
    }
}

impl World {
    /// What was known of the snapshots of domains that are gone is gone.
    pub(super) fn forget_snapshots(&mut self) {
        let vms = &self.state.vms;
        let there = |c: &Checkpoint| vms.iter().any(|vm| vm.id == c.vm);
        self.state.checkpoints.retain(there);
    }
}
