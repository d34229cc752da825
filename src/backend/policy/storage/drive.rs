//! Drives of VMs: adding, moving, limiting and removing them.

use serde::{Deserialize, Serialize};

use crate::model::{ControllerKind, Drive, DrivePlace, ImageFormat, State, Uuid, Vm, VmState};
use crate::plan::{Content, DiskChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::storage::controller::ensure_controller;
use crate::policy::storage::look;
use crate::policy::storage::place::{RELEASE, WantedPlace, choose, plugged, vm_of};
use crate::policy::word::{pattern, word};
use crate::{Category, HostError};

/// A drive that is to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDrive {
    /// The VM.
    pub vm: Uuid,
    /// It is a disc drive.
    pub optical: bool,
    /// The image; a disc drive may be empty.
    pub path: Option<String>,
    /// The image's format; `None`: what it says itself.
    pub format: Option<ImageFormat>,
    /// Where it is wanted.
    pub place: WantedPlace,
    /// The most requests a second; `None` or 0: no limit.
    pub maximum_iops: Option<u64>,
    /// Several VMs may write to it at once.
    pub shared: bool,
}

/// What is to be changed of a disk; `None` leaves a setting alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Another image.
    pub path: Option<String>,
    /// The most requests a second; 0: no limit.
    pub maximum_iops: Option<u64>,
    /// Several VMs may write to it at once.
    pub shared: Option<bool>,
    /// Another place.
    pub to: Option<WantedPlace>,
}

/// The drive of a VM that libvirt calls so, if it still is the one that was chosen: the names of those that go are given to others.
fn chosen<'v>(vm: &'v Vm, target: &str, has: Option<&str>) -> Result<&'v Drive, HostError> {
    let drive = drive_of(vm, target)?;
    if has.is_none() || drive.path.as_deref() == has {
        return Ok(drive);
    }
    let error = HostError::new(
        "Drive.Changed",
        Category::InvalidOperation,
        format!(
            "The drive {target} of '{}' is another one now, or has another image: {}, and not {}.",
            vm.name,
            drive.path.as_deref().unwrap_or("none"),
            has.unwrap_or("none"),
        ),
    );
    Err(error.target(vm.name.clone()).next_step(format!(
        "Get it anew: Get-VMHardDiskDrive {}",
        pattern(&vm.name)
    )))
}

/// The drive of a VM that libvirt calls so.
fn drive_of<'v>(vm: &'v Vm, target: &str) -> Result<&'v Drive, HostError> {
    let found = vm.facts.drives.iter().find(|drive| drive.target == target);
    found.ok_or_else(|| {
        HostError::new(
            "Drive.NotFound",
            Category::ObjectNotFound,
            format!("'{}' has no drive {target}.", vm.name),
        )
        .target(vm.name.clone())
        .next_step(format!(
            "List them: Get-VMHardDiskDrive {0}; Get-VMDvdDrive {0}",
            pattern(&vm.name)
        ))
    })
}

/// The image that a VM is to get, and in which format.
fn usable(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Option<&Vm>,
    new: &NewDrive,
    path: &str,
) -> Result<ImageFormat, HostError> {
    let image = look::image(state, path).map_err(not_found_for_a_vm)?;
    let format = new.format.unwrap_or_else(|| {
        if new.optical {
            ImageFormat::Raw
        } else {
            look::doubt(plan, path, &image);
            image.format
        }
    });
    if !new.optical && format == image.format {
        look::fits_a_vm(path, &image)?;
    }
    // Of a raw one nobody reads what it builds on.
    let mut chain = state.image_chain(path).split_off(1);
    if format == ImageFormat::Raw {
        chain.clear();
    }
    for below in chain {
        look::image(state, below).map_err(|error| {
            reworded(
                &error,
                "Vhd.BackingUnusable",
                format!("'{path}' builds on another image: {}", error.message),
            )
        })?;
    }
    look::is_not_shown(state, path)?;
    if new.optical {
        return Ok(format);
    }
    for other in state.users_of_image(path) {
        let same = |drive: &Drive| drive.path.as_deref() == Some(path);
        let shares = new.shared
            && other
                .facts
                .drives
                .iter()
                .filter(|d| same(d))
                .all(|d| d.shared);
        if shares {
            continue;
        }
        let own = vm.is_some_and(|vm| vm.id == other.id);
        if own || other.state != VmState::Off {
            let who = if own {
                format!(
                    "'{}' has it already, or a disk that builds on it",
                    other.name
                )
            } else {
                format!(
                    "'{}', which is {:?}, has it, or a disk that builds on it",
                    other.name, other.state
                )
            };
            let stop = match own {
                true => String::new(),
                false => format!("; or stop the other one: Stop-VM {}", pattern(&other.name)),
            };
            return Err(look::in_use(
                path,
                who,
                format!(
                    "Give each machine a disk of its own: New-VHD -ParentPath {} -Path /var/lib/libvirt/images/{}-2.qcow2{stop}",
                    word(path),
                    vm.map_or("vm", |vm| &vm.name)
                        .replace(|c: char| !c.is_ascii_alphanumeric(), "-")
                ),
            ));
        }
        plan.warn(
            "Vhd.SharedByAccident",
            format!(
                "'{}' has the image '{path}' too: only one of them can run at a time.",
                other.name
            ),
        );
    }
    Ok(format)
}

/// The format of an image that is to be the disk of a VM that is not there yet.
///
/// # Errors
/// Those of [`add`] about the image.
pub(in crate::policy) fn of_new_vm(
    state: &State,
    plan: &mut PlanBuilder,
    path: &str,
) -> Result<ImageFormat, HostError> {
    let new = NewDrive {
        vm: Uuid::default(),
        optical: false,
        path: Some(path.to_owned()),
        format: None,
        place: WantedPlace::default(),
        maximum_iops: None,
        shared: false,
    };
    usable(state, plan, None, &new, path)
}

/// Refuses a VHDX as the disk of a VM.
pub(in crate::policy) fn no_vhdx(path: &str) -> HostError {
    look::no_vhdx(path)
}

/// Gives a VM that was just defined a disc drive without a disc: at this place if it is free, else at the first one that is.
pub(in crate::policy) fn empty_disc_drive(plan: &mut PlanBuilder, id: Uuid, wanted: WantedPlace) {
    let Some(vm) = plan.state().vm(id).cloned() else {
        return;
    };
    let place = choose(&vm, wanted).or_else(|_| choose(&vm, WantedPlace::default()));
    let Ok(place) = place else {
        return;
    };
    if place.kind == ControllerKind::Scsi {
        ensure_controller(plan, &vm, place.number);
    }
    let (bus, target, address) = plugged(&vm, place, None);
    plan.step(
        format!("Add an empty DVD drive to '{}' at {place}", vm.name),
        DiskChange::Attach {
            vm: id,
            drive: Box::new(Drive {
                optical: true,
                bus,
                target,
                address: Some(address),
                ..Drive::default()
            }),
        },
    );
}

/// What Hyper-V's users know: the disk of a VM that is not there.
fn not_found_for_a_vm(error: HostError) -> HostError {
    if error.id == "Vhd.NotFound" {
        return reworded(&error, "Vm.DiskNotFound", error.message.clone());
    }
    error
}

/// An error in other words.
fn reworded(error: &HostError, id: &'static str, message: String) -> HostError {
    let mut new = HostError::new(id, error.category, message);
    if let Some(target) = &error.target {
        new = new.target(target.clone());
    }
    if let Some(step) = &error.next_step {
        new = new.next_step(step.clone());
    }
    new
}

/// Adds a drive to a VM, while it runs too.
///
/// # Errors
/// `Vm.DiskNotFound`, `Vhd.InUse`, `Vhd.FormatUnsupported`, `Vhd.Damaged`, `Drive.PlaceTaken`, `Drive.NoFreePlace`, `Drive.NeedsOff`,
/// `Controller.NotFound`.
pub(in crate::policy) fn add(
    state: &State,
    plan: &mut PlanBuilder,
    new: &NewDrive,
) -> Result<Focus, HostError> {
    let vm = vm_of(state, new.vm)?;
    let place = choose(vm, new.place)?;
    if place.kind == ControllerKind::Ide && vm.state.is_active() {
        return Err(needs_off(
            vm,
            "An IDE drive comes and goes while the machine is off",
        ));
    }
    let kind = if new.optical { "DVD drive" } else { "disk" };
    let title = match &new.path {
        Some(path) => format!("Add '{path}' to '{}' at {place}", vm.name),
        None => format!("Add an empty {kind} to '{}' at {place}", vm.name),
    };
    plan.about(title.clone(), vm.name.clone());
    let format = match &new.path {
        Some(path) => Some(usable(state, plan, Some(vm), new, path)?),
        None => None,
    };
    if place.kind == ControllerKind::Scsi {
        ensure_controller(plan, vm, place.number);
    }
    let (bus, target, address) = plugged(vm, place, None);
    let drive = Drive {
        path: new.path.clone(),
        optical: new.optical,
        bus,
        target,
        format: format.map(|format| format.name().to_owned()),
        read_only: false,
        shared: new.shared,
        address: Some(address),
        maximum_iops: new.maximum_iops.filter(|limit| *limit > 0),
        copied_to: None,
        element: None,
    };
    plan.step(
        title,
        DiskChange::Attach {
            vm: vm.id,
            drive: Box::new(drive),
        },
    );
    Ok(Focus::default())
}

fn needs_off(vm: &Vm, why: &str) -> HostError {
    HostError::new(
        "Drive.NeedsOff",
        Category::InvalidOperation,
        format!("{why}, and '{}' is {:?}.", vm.name, vm.state),
    )
    .target(vm.name.clone())
    .next_step(format!(
        "Stop it first (Stop-VM {}), or use a SCSI controller: -ControllerType SCSI.",
        pattern(&vm.name)
    ))
}

/// Takes a drive from a VM, while it runs too. The image stays.
///
/// # Errors
/// `Drive.NotFound`, `Drive.Changed`, `Drive.NeedsOff`, `Vm.InvalidState`.
pub(in crate::policy) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    (target, has): (&str, Option<&str>),
) -> Result<Focus, HostError> {
    let vm = vm_of(state, vm)?;
    let drive = chosen(vm, target, has)?;
    if vm.state.is_active() {
        if drive.place().kind == ControllerKind::Ide {
            return Err(needs_off(
                vm,
                "An IDE drive comes and goes while the machine is off",
            ));
        }
        guard::guest_can_let_go(vm)?;
    }
    let what = format!("Remove the drive at {} from '{}'", drive.place(), vm.name);
    plan.about(what.clone(), vm.name.clone());
    detach(plan, vm, drive, what);
    Ok(Focus::default())
}

fn detach(plan: &mut PlanBuilder, vm: &Vm, drive: &Drive, what: String) {
    plan.step(
        what,
        DiskChange::Detach {
            vm: vm.id,
            drive: Box::new(drive.clone()),
            timeout: RELEASE,
        },
    );
}

/// Changes a drive: its image or disc, its limits, its place.
///
/// # Errors
/// Those of [`add`]; `Drive.Changed`; `Drive.NeedsOff` where what is asked for cannot be had while the VM runs.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    (target, has): (&str, Option<&str>),
    changes: &Changes,
) -> Result<Focus, HostError> {
    let vm = vm_of(state, vm)?;
    let drive = chosen(vm, target, has)?;
    plan.about(
        format!("Change the drive at {} of '{}'", drive.place(), vm.name),
        vm.name.clone(),
    );
    let place = match changes.to {
        Some(wanted) => {
            // What is not said stays as it is.
            let now = drive.place();
            let wanted = WantedPlace {
                kind: Some(wanted.kind.unwrap_or(now.kind)),
                number: Some(wanted.number.unwrap_or(now.number)),
                location: wanted.location.or(Some(now.location)),
            };
            if wanted.fits(now) {
                None
            } else {
                Some(choose(vm, wanted)?)
            }
        }
        None => None,
    };
    // An empty path is none: a drive without a disc.
    let image = |path: Option<&String>| path.filter(|path| !path.is_empty()).cloned();
    let changes_image = changes.path.is_some() && image(changes.path.as_ref()) != drive.path;
    let changes_sharing = changes.shared.is_some_and(|shared| shared != drive.shared);
    let limit = match changes.maximum_iops {
        Some(limit) => Some(limit).filter(|limit| *limit > 0),
        None => drive.maximum_iops,
    };
    if place.is_none() && !changes_image && !changes_sharing {
        if changes.maximum_iops.is_some() {
            set_limit(plan, vm, drive, limit);
        }
        return Ok(Focus::default());
    }
    if drive.optical && place.is_none() && !changes_sharing {
        return insert(state, plan, vm, drive, changes.path.as_deref());
    }
    if vm.state.is_active() {
        return Err(HostError::new(
            "Drive.NeedsOff",
            Category::InvalidOperation,
            format!(
                "Another image, another place and sharing are for a machine that is off, and '{}' is {:?}.",
                vm.name, vm.state
            ),
        )
        .target(vm.name.clone())
        .next_step(format!(
            "Stop it first: Stop-VM {0}. Move-VMStorage {0} gives a running one its disks elsewhere.",
            pattern(&vm.name)
        )));
    }
    if let Some(path) = changes
        .path
        .as_ref()
        .filter(|_| place.is_none() && !changes_sharing)
    {
        return swap_image(state, plan, vm, drive, path, changes.maximum_iops);
    }
    replug(state, plan, vm, drive, changes, place, limit)
}

/// Gives a disk of a VM that is off another image. All else that its definition says of it stays.
fn swap_image(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &Vm,
    drive: &Drive,
    path: &str,
    limit: Option<u64>,
) -> Result<Focus, HostError> {
    let format = usable(state, plan, Some(vm), &with_image(vm, drive, path), path)?;
    if let Some(limit) = limit {
        set_limit(plan, vm, drive, Some(limit).filter(|limit| *limit > 0));
    }
    plan.step(
        format!("Give '{}' '{path}' at {}", vm.name, drive.place()),
        DiskChange::Move {
            vm: vm.id,
            target: drive.target.clone(),
            from: drive.path.clone().unwrap_or_default(),
            to: path.to_owned(),
            format: Some(format.name().to_owned()),
            content: Content::Other,
        },
    );
    Ok(Focus::default())
}

/// What a drive is to become with another image.
fn with_image(vm: &Vm, drive: &Drive, path: &str) -> NewDrive {
    NewDrive {
        vm: vm.id,
        optical: drive.optical,
        path: Some(path.to_owned()),
        format: None,
        place: WantedPlace::default(),
        maximum_iops: None,
        shared: drive.shared,
    }
}

fn set_limit(plan: &mut PlanBuilder, vm: &Vm, drive: &Drive, limit: Option<u64>) {
    plan.step(
        match limit {
            Some(limit) => format!(
                "Limit '{}' {} to {limit} requests a second",
                vm.name,
                drive.place()
            ),
            None => format!("Lift the limit of '{}' {}", vm.name, drive.place()),
        },
        DiskChange::SetLimit {
            vm: vm.id,
            target: drive.target.clone(),
            maximum_iops: limit,
        },
    );
}

/// Unplugs a drive, and plugs in one that is as wanted.
fn replug(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &Vm,
    drive: &Drive,
    changes: &Changes,
    place: Option<DrivePlace>,
    limit: Option<u64>,
) -> Result<Focus, HostError> {
    let mut new = Drive {
        shared: changes.shared.unwrap_or(drive.shared),
        maximum_iops: limit,
        ..drive.clone()
    };
    if changes.path.as_ref().is_some_and(String::is_empty) {
        (new.path, new.format) = (None, None);
    } else if let Some(path) = changes
        .path
        .as_ref()
        .filter(|path| drive.path.as_ref() != Some(path))
    {
        let wanted = NewDrive {
            shared: new.shared,
            ..with_image(vm, drive, path)
        };
        let format = usable(state, plan, Some(vm), &wanted, path)?;
        new.path = Some(path.clone());
        new.format = Some(format.name().to_owned());
    }
    let was = drive.place();
    detach(
        plan,
        vm,
        drive,
        format!("Take the drive at {was} out of '{}'", vm.name),
    );
    if let Some(place) = place {
        if place.kind == ControllerKind::Scsi {
            ensure_controller(plan, vm, place.number);
        }
        let (bus, target, address) = plugged(vm, place, Some(&drive.target));
        (new.bus, new.target, new.address) = (bus, target, Some(address));
    }
    let at = new.place();
    plan.step(
        format!("Put it back at {at}"),
        DiskChange::Attach {
            vm: vm.id,
            drive: Box::new(new),
        },
    );
    Ok(Focus::default())
}

/// Puts a disc into a drive, or takes it out; an empty path is none.
fn insert(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &Vm,
    drive: &Drive,
    path: Option<&str>,
) -> Result<Focus, HostError> {
    let path = path.filter(|path| !path.is_empty());
    if let Some(path) = path {
        look::image(state, path).map_err(not_found_for_a_vm)?;
    }
    plan.step(
        match path {
            Some(path) => format!(
                "Put '{path}' into the DVD drive of '{}' at {}",
                vm.name,
                drive.place()
            ),
            None => format!("Empty the DVD drive of '{}' at {}", vm.name, drive.place()),
        },
        DiskChange::SetMedia {
            vm: vm.id,
            target: drive.target.clone(),
            path: path.map(str::to_owned),
        },
    );
    Ok(Focus::default())
}
