//! Where a drive of a VM goes: the controller, the place at it, and what libvirt calls that.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::{
    ControllerKind, Drive, DriveAddress, DrivePlace, State, Uuid, Vm, VmState, drive_letters,
};
use crate::policy::guard;
use crate::policy::word::pattern;
use crate::{Category, HostError};

/// How long a guest has to release a disk.
pub(super) const RELEASE: Duration = Duration::from_secs(30);

/// Where a drive is wanted; what is left open is chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedPlace {
    /// The kind of controller.
    pub kind: Option<ControllerKind>,
    /// The controller's number.
    pub number: Option<u32>,
    /// The place at it.
    pub location: Option<u32>,
}

impl WantedPlace {
    /// Whether a drive is where this says.
    #[must_use]
    pub fn fits(&self, place: DrivePlace) -> bool {
        self.kind.is_none_or(|kind| kind == place.kind)
            && self.number.is_none_or(|number| number == place.number)
            && self
                .location
                .is_none_or(|location| location == place.location)
    }
}

/// A VM whose drives and controllers may be changed.
pub(super) fn vm_of(state: &State, vm: Uuid) -> Result<&Vm, HostError> {
    let vm = guard::vm_by_id(state, vm)?;
    if let Some(error) = vm.refusal() {
        return Err(error);
    }
    if vm.state == VmState::Saved {
        return Err(guard::invalid_state(vm, "change the drives of"));
    }
    Ok(vm)
}

/// The numbers of a VM's SCSI controllers. Number 0 every VM has, as in Hyper-V: it is made when the first drive is plugged into it.
#[must_use]
pub fn scsi_controllers(vm: &Vm) -> Vec<u32> {
    let mut numbers = vm.facts.scsi_controllers.clone();
    let scsi = vm.facts.drives.iter().map(Drive::place);
    numbers.extend(
        scsi.filter(|p| p.kind == ControllerKind::Scsi)
            .map(|p| p.number),
    );
    numbers.push(0);
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The machine type has IDE of its own; a q35 has SATA instead.
fn has_ide(vm: &Vm) -> bool {
    let machine = vm.facts.machine.as_deref().unwrap_or_default();
    machine == "pc" || machine.starts_with("pc-i440fx")
}

/// The kind of controller for a drive that names none: as in Hyper-V the one that the generation boots from, but that a running VM takes
/// nothing on IDE.
fn usual_kind(vm: &Vm) -> ControllerKind {
    if vm.settings().generation == 1 && !vm.state.is_active() && has_free_ide(vm) {
        ControllerKind::Ide
    } else {
        ControllerKind::Scsi
    }
}

fn has_free_ide(vm: &Vm) -> bool {
    places(ControllerKind::Ide, 0..2).any(|place| !is_taken(vm, place))
}

fn places(
    kind: ControllerKind,
    numbers: impl IntoIterator<Item = u32>,
) -> impl Iterator<Item = DrivePlace> {
    let most = match kind {
        ControllerKind::Ide => DrivePlace::IDE_PLACES,
        ControllerKind::Scsi => DrivePlace::SCSI_PLACES,
    };
    let at = move |number| {
        (0..most).map(move |location| DrivePlace {
            kind,
            number,
            location,
        })
    };
    numbers.into_iter().flat_map(at)
}

fn is_taken(vm: &Vm, place: DrivePlace) -> bool {
    vm.facts.drives.iter().any(|drive| drive.place() == place)
}

/// Where a new drive goes.
pub(super) fn choose(vm: &Vm, wanted: WantedPlace) -> Result<DrivePlace, HostError> {
    let kind = wanted.kind.unwrap_or_else(|| {
        // A controller that IDE does not have is meant to be a SCSI one.
        match wanted.number {
            Some(number) if number > 1 => ControllerKind::Scsi,
            _ => usual_kind(vm),
        }
    });
    let numbers = match kind {
        ControllerKind::Ide => vec![0, 1],
        ControllerKind::Scsi => scsi_controllers(vm),
    };
    if let Some(number) = wanted.number.filter(|number| !numbers.contains(number)) {
        let error = HostError::new(
            "Controller.NotFound",
            Category::ObjectNotFound,
            format!(
                "'{}' has no {} controller {number}.",
                vm.name,
                name_of(kind)
            ),
        );
        return Err(error.target(vm.name.clone()).next_step(match kind {
            ControllerKind::Ide => "IDE controllers are 0 and 1.".to_owned(),
            ControllerKind::Scsi => format!(
                "Add one: Add-VMScsiController {0}; those that there are: Get-VMScsiController {0}",
                pattern(&vm.name)
            ),
        }));
    }
    let wanted = WantedPlace {
        kind: Some(kind),
        ..wanted
    };
    let all: Vec<DrivePlace> = places(kind, numbers)
        .filter(|place| wanted.fits(*place))
        .collect();
    match all.iter().find(|place| !is_taken(vm, **place)) {
        Some(place) => Ok(*place),
        None => Err(match all.first() {
            Some(place) if wanted.location.is_some() => HostError::new(
                "Drive.PlaceTaken",
                Category::ResourceExists,
                format!("'{}' has a drive at {place} already.", vm.name),
            )
            .target(vm.name.clone())
            .next_step(format!(
                "See what is where: Get-VMHardDiskDrive {0}; Get-VMDvdDrive {0}. Without -ControllerLocation the first free place is taken.",
                pattern(&vm.name)
            )),
            Some(_) => HostError::new(
                "Drive.NoFreePlace",
                Category::LimitsExceeded,
                format!("'{}' has no free place for a drive there.", vm.name),
            )
            .target(vm.name.clone())
            .next_step(format!("Add a SCSI controller: Add-VMScsiController {}", pattern(&vm.name))),
            None => HostError::new(
                "Drive.PlaceInvalid",
                Category::InvalidArgument,
                format!(
                    "A {} controller has no such place: its places are 0 to {}.",
                    name_of(kind),
                    match kind {
                        ControllerKind::Ide => DrivePlace::IDE_PLACES - 1,
                        ControllerKind::Scsi => DrivePlace::SCSI_PLACES - 1,
                    }
                ),
            )
            .target(vm.name.clone())
            .next_step("Leave -ControllerLocation out: the first free place is taken."),
        }),
    }
}

fn name_of(kind: ControllerKind) -> &'static str {
    match kind {
        ControllerKind::Ide => "IDE",
        ControllerKind::Scsi => "SCSI",
    }
}

/// libvirt's bus, name and address for a drive at this place. One that has a name already keeps it where it can: whoever chose it by that name
/// means it afterwards too.
pub(super) fn plugged(
    vm: &Vm,
    place: DrivePlace,
    own: Option<&str>,
) -> (String, String, DriveAddress) {
    let (bus, prefix, address) = match place.kind {
        ControllerKind::Scsi => ("scsi", "sd", (place.number, 0, place.location)),
        ControllerKind::Ide if has_ide(vm) => ("ide", "hd", (0, place.number, place.location)),
        ControllerKind::Ide => ("sata", "sd", (0, 0, place.number * 2 + place.location)),
    };
    let (controller, on_bus, unit) = address;
    let address = DriveAddress {
        controller,
        bus: on_bus,
        target: 0,
        unit,
    };
    let is_free = |name: &String| {
        let mut drives = vm.facts.drives.iter();
        own == Some(name) || !drives.any(|drive| drive.target == *name)
    };
    // An IDE drive's name is its place; the others' names are only names.
    let first = if bus == "ide" {
        place.number * 2 + place.location
    } else {
        0
    };
    let names = (first..).map(|number| format!("{prefix}{}", drive_letters(number)));
    let kept = own.filter(|own| bus != "ide" && own.starts_with(prefix));
    let target = kept
        .map(str::to_owned)
        .into_iter()
        .chain(names.take(1 << 12))
        .find(is_free)
        .unwrap_or_else(|| format!("{prefix}zzz"));
    (bus.to_owned(), target, address)
}
