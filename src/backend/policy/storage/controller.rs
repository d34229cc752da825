//! The SCSI controllers of VMs.

use crate::model::{ControllerKind, Drive, DrivePlace, State, Uuid, Vm};
use crate::plan::{DiskChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::storage::place::{RELEASE, scsi_controllers, vm_of};
use crate::policy::word::pattern;
use crate::{Category, HostError};

/// Steps for a controller that a drive needs and that is not there.
pub(super) fn ensure_controller(plan: &mut PlanBuilder, vm: &Vm, number: u32) {
    for number in 0..=number {
        let there = plan
            .state()
            .vm(vm.id)
            .is_some_and(|vm| vm.facts.scsi_controllers.contains(&number));
        if !there {
            plan.step(
                format!("Add SCSI controller {number} to '{}'", vm.name),
                DiskChange::AttachController { vm: vm.id, number },
            );
        }
    }
}

/// Adds a SCSI controller, with the next number.
///
/// # Errors
/// `Controller.TooMany`.
pub(in crate::policy) fn add(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
) -> Result<Focus, HostError> {
    let vm = vm_of(state, vm)?;
    let numbers = scsi_controllers(vm);
    let free = (0..DrivePlace::SCSI_CONTROLLERS).find(|number| !numbers.contains(number));
    let Some(number) = free else {
        let error = HostError::new(
            "Controller.TooMany",
            Category::LimitsExceeded,
            format!(
                "'{}' has {} SCSI controllers, and more there cannot be.",
                vm.name,
                numbers.len()
            ),
        );
        return Err(error
            .target(vm.name.clone())
            .next_step("Each has 64 places: use those."));
    };
    plan.about(
        format!("Add SCSI controller {number} to '{}'", vm.name),
        vm.name.clone(),
    );
    ensure_controller(plan, vm, number);
    Ok(Focus::default())
}

/// Removes a SCSI controller that nothing is plugged into.
///
/// # Errors
/// `Controller.NotFound`, `Controller.HasDrives`, `Controller.BuiltIn`.
pub(in crate::policy) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    number: u32,
) -> Result<Focus, HostError> {
    let vm = vm_of(state, vm)?;
    let refuse = |id, category, text: String, step: String| {
        Err(HostError::new(id, category, text)
            .target(vm.name.clone())
            .next_step(step))
    };
    if !scsi_controllers(vm).contains(&number) {
        return refuse(
            "Controller.NotFound",
            Category::ObjectNotFound,
            format!("'{}' has no SCSI controller {number}.", vm.name),
            format!("List them: Get-VMScsiController {}", pattern(&vm.name)),
        );
    }
    let at = |drive: &&Drive| {
        let place = drive.place();
        place.kind == ControllerKind::Scsi && place.number == number
    };
    if let Some(drive) = vm.facts.drives.iter().find(at) {
        return refuse(
            "Controller.HasDrives",
            Category::ResourceBusy,
            format!(
                "SCSI controller {number} of '{}' has a drive at {}.",
                vm.name,
                drive.place()
            ),
            format!(
                "Remove its drives first: Get-VMHardDiskDrive {} -ControllerType SCSI -ControllerNumber {number} | Remove-VMHardDiskDrive",
                pattern(&vm.name)
            ),
        );
    }
    if !vm.facts.scsi_controllers.contains(&number) {
        return refuse(
            "Controller.BuiltIn",
            Category::InvalidOperation,
            format!(
                "SCSI controller {number} of '{}' is made when the first drive is plugged into it: there is nothing to remove.",
                vm.name
            ),
            "Leave it as it is.".to_owned(),
        );
    }
    plan.about(
        format!("Remove SCSI controller {number} from '{}'", vm.name),
        vm.name.clone(),
    );
    plan.step(
        format!("Remove SCSI controller {number} from '{}'", vm.name),
        DiskChange::DetachController {
            vm: vm.id,
            number,
            timeout: RELEASE,
        },
    );
    Ok(Focus::default())
}
