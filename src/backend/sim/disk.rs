//! Drives of the simulated machine's domains, as libvirt and QEMU refuse and carry out. Images are looked at when a QEMU process opens them:
//! a definition may name one that is not there.

use super::domain::find;
use super::refusal::libvirt;
use super::world::World;
use crate::model::{ControllerKind, Drive, Uuid, Vm, VmState};
use crate::plan::{Content, DiskChange};
use crate::{Category, HostError};

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &DiskChange) -> Result<(), HostError> {
    match change {
        DiskChange::Attach { vm, drive } => attach(world, *vm, drive),
        DiskChange::Detach { vm, drive, .. } => detach(world, *vm, &drive.target),
        DiskChange::SetMedia { vm, target, path } => set_media(world, *vm, target, path.as_ref()),
        DiskChange::SetLimit {
            vm,
            target,
            maximum_iops,
        } => {
            has_drive(find(world, *vm)?, target)?;
            edit(world, *vm, target, |drive| {
                drive.maximum_iops = *maximum_iops
            });
            Ok(())
        }
        DiskChange::Move {
            vm,
            target,
            to,
            format,
            content,
            ..
        } => move_to(world, *vm, (target, to), format.as_ref(), *content),
        DiskChange::AttachController { vm, number } => {
            let domain = find(world, *vm)?;
            if domain.facts.scsi_controllers.contains(number) {
                let text = format!("operation failed: target scsi:{number} already exists");
                return refuse(domain, Category::ResourceExists, text);
            }
            if let Some(vm) = world.vm_mut(*vm) {
                let numbers = &mut vm.facts.scsi_controllers;
                numbers.push(*number);
                numbers.sort_unstable();
            }
            Ok(())
        }
        DiskChange::DetachController { vm, number, .. } => detach_controller(world, *vm, *number),
    }
}

fn refuse(vm: &Vm, category: Category, text: impl Into<String>) -> Result<(), HostError> {
    Err(libvirt(category, &vm.name, text))
}

fn has_drive<'v>(vm: &'v Vm, target: &str) -> Result<&'v Drive, HostError> {
    let found = vm.facts.drives.iter().find(|drive| drive.target == target);
    found.ok_or_else(|| {
        let text = format!("device not found: disk '{target}' not found");
        libvirt(Category::ObjectNotFound, &vm.name, text)
    })
}

fn edit(world: &mut World, id: Uuid, target: &str, change: impl FnOnce(&mut Drive)) {
    let drives = world.vm_mut(id).map(|vm| &mut vm.facts.drives);
    let found = drives.and_then(|all| all.iter_mut().find(|drive| drive.target == target));
    if let Some(drive) = found {
        change(drive);
    }
}

/// What QEMU wants of an image that it opens. `but` is the domain that opens it.
pub(super) fn may_open(world: &World, vm: &Vm, drive: &Drive) -> Result<(), HostError> {
    let Some(path) = &drive.path else {
        return Ok(());
    };
    let Some(image) = world.storage.images.get(path) else {
        let text = format!("Cannot access storage file '{path}': No such file or directory");
        return refuse(vm, Category::ObjectNotFound, text);
    };
    let is_raw = drive.format.as_deref() == Some("raw");
    let built_on = match is_raw || image.backing.is_none() {
        true => Vec::new(),
        false => chain_below(world, path),
    };
    let missing = |below: &&&String| !world.storage.images.contains_key(**below);
    if let Some(missing) = built_on.iter().find(missing) {
        let text = format!(
            "Cannot access backing file '{missing}' of storage file '{path}': No such file or directory"
        );
        return refuse(vm, Category::ObjectNotFound, text);
    }
    // Who writes needs that nobody minds, and who is not told to share the image minds (QEMU's blkconf_apply_backend_options).
    let writes = drive.writes();
    let locked = |other: &Drive| writes && !other.shared && other.path.as_ref() == Some(path);
    let minded =
        |other: &Drive| other.writes() && !drive.shared && other.path.as_ref() == Some(path);
    let others = || {
        let all = world.state.vms.iter();
        all.filter(|v| v.id != vm.id && v.state.is_active())
    };
    let builds_on = |other: &Drive| {
        let it = other.path.as_ref();
        let reads = other.format.as_deref() != Some("raw");
        writes && reads && it.is_some_and(|it| chain_below(world, it).contains(&path))
    };
    let is_held = |v: &Vm| v.facts.drives.iter().any(|d| locked(d) || builds_on(d));
    if others().any(is_held) || image.attached.is_some() {
        return refuse(vm, Category::ResourceBusy, no_lock("\"write\"", path));
    }
    if others().any(|v| v.facts.drives.iter().any(minded)) {
        let text = no_lock("shared \"write\"", path);
        return refuse(vm, Category::ResourceBusy, text);
    }
    // Who reads an image below its own lets nobody write to it (QEMU's bdrv_default_perms_for_cow).
    let written = |below: &&&String| {
        let writes = |d: &Drive| d.path.as_ref() == Some(**below) && d.writes();
        others().any(|v| v.facts.drives.iter().any(writes))
    };
    match built_on.iter().find(written) {
        Some(below) => {
            let text = no_lock("shared \"write\"", below);
            refuse(vm, Category::ResourceBusy, text)
        }
        None => Ok(()),
    }
}

fn no_lock(kind: &str, path: &str) -> String {
    format!(
        "internal error: process exited while connecting to monitor: Failed to get {kind} lock: Is another process using the image [{path}]?"
    )
}

/// The images that this one builds on.
fn chain_below<'w>(world: &'w World, path: &str) -> Vec<&'w String> {
    let images = &world.storage.images;
    let mut found: Vec<&String> = Vec::new();
    let mut next = images.get(path).and_then(|image| image.backing.as_ref());
    while let Some(backing) = next {
        if found.contains(&&backing.path) {
            break;
        }
        found.push(&backing.path);
        next = images
            .get(&backing.path)
            .and_then(|image| image.backing.as_ref());
    }
    found
}

fn attach(world: &mut World, id: Uuid, drive: &Drive) -> Result<(), HostError> {
    let vm = find(world, id)?;
    if vm.facts.drives.iter().any(|d| d.target == drive.target) {
        let text = format!("operation failed: target {} already exists", drive.target);
        return refuse(vm, Category::ResourceExists, text);
    }
    if drive.bus == "scsi"
        && let Some(at) = drive.address
        && !vm.facts.scsi_controllers.contains(&at.controller)
    {
        let text = format!(
            "internal error: no SCSI controller with index {}",
            at.controller
        );
        return refuse(vm, Category::ObjectNotFound, text);
    }
    let is_taken = |other: &Drive| {
        other.bus == drive.bus && other.address.is_some() && other.address == drive.address
    };
    if vm.facts.drives.iter().any(is_taken) {
        let text = "operation failed: domain already contains a disk with that address";
        return refuse(vm, Category::ResourceExists, text);
    }
    if vm.state.is_active() {
        if drive.place().kind == ControllerKind::Ide {
            let text = format!(
                "Operation not supported: disk bus '{}' cannot be hotplugged.",
                drive.bus
            );
            return refuse(vm, Category::InvalidOperation, text);
        }
        may_open(world, vm, drive)?;
    }
    if let Some(vm) = world.vm_mut(id) {
        vm.facts.drives.push(drive.clone());
    }
    Ok(())
}

/// A guest lets a disk go, or it stays.
fn guest_releases(world: &World, vm: &Vm) -> Result<(), HostError> {
    let guest = world.guests.get(&vm.id);
    let keeps = guest.is_some_and(|g| !g.releases_devices) || vm.state == VmState::Paused;
    if vm.state.is_active() && keeps {
        let text = format!(
            "The guest of '{}' did not let the device go in time.",
            vm.name
        );
        let error = HostError::new("Vm.DetachTimeout", Category::OperationTimeout, text);
        return Err(error
            .target(vm.name.clone())
            .next_step("Look at the guest's log, or stop the VM."));
    }
    Ok(())
}

fn detach(world: &mut World, id: Uuid, target: &str) -> Result<(), HostError> {
    let vm = find(world, id)?;
    let drive = has_drive(vm, target)?;
    if vm.state.is_active() && drive.place().kind == ControllerKind::Ide {
        let text = "Operation not supported: This type of disk cannot be hot unplugged";
        return refuse(vm, Category::InvalidOperation, text);
    }
    guest_releases(world, vm)?;
    if let Some(vm) = world.vm_mut(id) {
        vm.facts.drives.retain(|drive| drive.target != target);
    }
    Ok(())
}

fn set_media(
    world: &mut World,
    id: Uuid,
    target: &str,
    path: Option<&String>,
) -> Result<(), HostError> {
    let vm = find(world, id)?;
    let drive = has_drive(vm, target)?;
    if !drive.optical {
        let text = format!("unsupported configuration: disk '{target}' has no removable media");
        return refuse(vm, Category::InvalidOperation, text);
    }
    if vm.state.is_active() {
        let new = Drive {
            path: path.cloned(),
            ..drive.clone()
        };
        may_open(world, vm, &new)?;
    }
    edit(world, id, target, |drive| drive.path = path.cloned());
    Ok(())
}

/// A running domain's disk is copied into the image that is there.
fn move_to(
    world: &mut World,
    id: Uuid,
    (target, to): (&str, &str),
    format: Option<&String>,
    content: Content,
) -> Result<(), HostError> {
    let vm = find(world, id)?;
    let drive = has_drive(vm, target)?;
    let refused = match content {
        Content::Mirrored if !vm.state.is_active() => {
            Some("Requested operation is not valid: domain is not running")
        }
        Content::Other if vm.state.is_active() => {
            Some("Requested operation is not valid: domain is running")
        }
        _ => None,
    };
    if let Some(text) = refused {
        return refuse(vm, Category::InvalidOperation, text);
    }
    if vm.state.is_active() {
        let from = drive.path.clone().unwrap_or_default();
        let new = Drive {
            path: Some(to.to_owned()),
            ..drive.clone()
        };
        may_open(world, vm, &new)?;
        let is_raw = drive.format.as_deref() == Some("raw");
        let mut taken = 0_u64;
        let mut next = Some(from);
        for _ in 0..=world.storage.images.len() {
            let Some(image) = next.take().and_then(|path| world.storage.images.get(&path)) else {
                break;
            };
            taken = taken.saturating_add(image.allocated);
            let below = image.backing.as_ref().filter(|_| !is_raw);
            next = below.map(|backing| backing.path.clone());
        }
        let has = world
            .storage
            .images
            .get(to)
            .map_or(0, |image| image.allocated);
        world.storage.grow(to, taken.saturating_sub(has))?;
    }
    edit(world, id, target, |drive| {
        drive.path = Some(to.to_owned());
        if let Some(format) = format {
            drive.format = Some(format.clone());
        }
    });
    Ok(())
}

fn detach_controller(world: &mut World, id: Uuid, number: u32) -> Result<(), HostError> {
    let vm = find(world, id)?;
    if !vm.facts.scsi_controllers.contains(&number) {
        let text = format!("device not found: controller scsi:{number} not found");
        return refuse(vm, Category::ObjectNotFound, text);
    }
    let uses = |drive: &Drive| drive.bus == "scsi" && drive.place().number == number;
    if vm.facts.drives.iter().any(uses) {
        let text = "operation failed: device cannot be detached: device is busy";
        return refuse(vm, Category::ResourceBusy, text);
    }
    guest_releases(world, vm)?;
    if let Some(vm) = world.vm_mut(id) {
        vm.facts.scsi_controllers.retain(|n| *n != number);
    }
    Ok(())
}
