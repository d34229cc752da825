//! Moving the disks of a VM to other places on its host, while it runs.

use serde::{Deserialize, Serialize};

use crate::model::{State, Uuid, VmState};
use crate::plan::{Content, DiskChange, ImageChange, PlanBuilder};
use crate::policy::export::folders;
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::storage::{image, look};
use crate::policy::word::pattern;
use crate::{Category, HostError};

/// Where disks are to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relocation {
    /// The VM.
    pub vm: Uuid,
    /// The paths that its disks have, and those that they are to have.
    pub files: Vec<(String, String)>,
    /// What the disks had stays.
    pub keeps_source: bool,
}

/// Moves disks of a VM, to folders that are made where they are missing. One that runs goes on, with its VFs: its disks are copied by QEMU, and it goes on with the copies when they are equal.
///
/// # Errors
/// `Vm.NotFound`, `Drive.NotFound`, `Vhd.Exists`, `Export.NotAFolder`, `Vhd.NoSpace`, `Vhd.InUse`, `Storage.HasCheckpoints`. Needs a state with
/// checkpoints, and with the folders on the way to each file in [`Scope::stored`](crate::Scope::stored) and
/// [`Scope::images`](crate::Scope::images).
pub(in crate::policy) fn relocate(
    state: &State,
    plan: &mut PlanBuilder,
    wanted: &Relocation,
) -> Result<Focus, HostError> {
    let vm = guard::vm_by_id(state, wanted.vm)?;
    if let Some(error) = vm.refusal() {
        return Err(error);
    }
    plan.about(
        format!("Move the storage of '{}'", vm.name),
        vm.name.clone(),
    );
    if vm.state == VmState::Saved {
        return Err(guard::invalid_state(vm, "move the storage of"));
    }
    if state.checkpoints_of(vm.id).next().is_some() {
        let error = HostError::new(
            "Storage.HasCheckpoints",
            Category::InvalidOperation,
            format!(
                "'{}' has checkpoints, which name the places of its disks.",
                vm.name
            ),
        );
        return Err(error.target(vm.name.clone()).next_step(format!(
            "Remove them first: Get-VMSnapshot {} | Remove-VMSnapshot",
            pattern(&vm.name)
        )));
    }
    let runs = vm.state.is_active();
    for (from, to) in wanted.files.iter().filter(|(from, to)| from != to) {
        // As they are at this point of the plan: one disk is not moved twice.
        let drives = plan.state().vm(vm.id).map(|vm| vm.facts.drives.clone());
        let mut disks = drives.iter().flatten();
        let Some(disk) = disks.find(|d| d.is_disk() && d.path.as_ref() == Some(from)) else {
            let error = HostError::new(
                "Drive.NotFound",
                Category::ObjectNotFound,
                format!("'{}' has no disk '{from}'.", vm.name),
            );
            return Err(error.target(from.clone()).next_step(format!(
                "Its disks: Get-VMHardDiskDrive {} | Format-Table Path",
                pattern(&vm.name)
            )));
        };
        let mut others = state.users_of_image(from).filter(|other| other.id != vm.id);
        if let Some(other) = others.next() {
            return Err(look::in_use(
                from,
                format!("'{}' has it too, or a disk that builds on it", other.name),
                "Its place has to stay; move the others with -Vhds.",
            ));
        }
        look::is_not_shown(state, from)?;
        // As Hyper-V does it, the folder is made where it is missing and was looked at.
        let folder = to.rsplit_once('/').map_or("", |(folder, _)| folder);
        if state.stored.contains_key(folder) {
            folders::make(state, plan, folder)?;
        }
        let target = disk.target.clone();
        let format = image::relocate(state, plan, from, to, runs)?;
        plan.step(
            format!("Continue '{}' with '{to}'", vm.name),
            DiskChange::Move {
                vm: vm.id,
                target,
                from: from.clone(),
                to: to.clone(),
                format: Some(format.name().to_owned()),
                content: if runs {
                    Content::Mirrored
                } else {
                    Content::Copied
                },
            },
        );
        if !wanted.keeps_source {
            plan.step(
                format!("Remove '{from}'"),
                ImageChange::Delete { path: from.clone() },
            );
        }
    }
    Ok(Focus::default())
}
