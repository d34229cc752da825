//! Files and folders of a host whose storage is its own: what New-Item and Remove-Item ask for there.

use crate::model::{State, Stored, VmState};
use crate::plan::{ImageChange, PlanBuilder, StoredChange};
use crate::policy::export::folders;
use crate::policy::focus::Focus;
use crate::policy::storage::look;
use crate::policy::word::{pattern, word};
use crate::{Category, HostError};

/// Makes a folder, with those on the way to it.
///
/// # Errors
/// `Vhd.Exists`; those of [`folders::make`].
pub(in crate::policy) fn make_folder(
    state: &State,
    plan: &mut PlanBuilder,
    path: &str,
) -> Result<Focus, HostError> {
    plan.about(format!("Make the folder '{path}'"), path);
    if state
        .stored
        .get(path)
        .is_some_and(|found| *found != Stored::Nothing)
    {
        let error = HostError::new(
            "Vhd.Exists",
            Category::ResourceExists,
            format!("There is something at '{path}' already, which is not written over."),
        );
        return Err(error.target(path).next_step(format!(
            "Choose another name, or see what is there: Get-Item {}",
            word(path)
        )));
    }
    folders::make(state, plan, path)?;
    Ok(Focus::on_records())
}

/// Removes a file, or a folder with nothing in it.
///
/// # Errors
/// `Vhd.NotFound`; `Vhd.InUse`: a VM has the image, or one that builds on it, or the host shows it.
pub(in crate::policy) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    path: &str,
) -> Result<Focus, HostError> {
    look::named(path)?;
    plan.about(format!("Remove '{path}'"), path);
    let change = match state.stored.get(path) {
        Some(Stored::Folder | Stored::Link { folder: true }) => {
            let path = path.to_owned();
            plan.step(
                format!("Remove the folder '{path}'"),
                StoredChange::RemoveFolder { path },
            );
            return Ok(Focus::on_records());
        }
        Some(Stored::Text(_)) => StoredChange::Remove {
            path: path.to_owned(),
        }
        .into(),
        Some(Stored::File | Stored::Link { .. } | Stored::Unreadable(_)) => {
            let path = path.to_owned();
            crate::plan::Change::from(ImageChange::Delete { path })
        }
        Some(Stored::Nothing) | None => {
            let error = HostError::new(
                "Vhd.NotFound",
                Category::ObjectNotFound,
                format!("There is no file '{path}' on the host."),
            );
            return Err(error.target(path).next_step(
                "See where the machines have their disks: Get-VM | Get-VMHardDiskDrive",
            ));
        }
    };
    look::is_at_rest(state, path)?;
    let mut users = state.users_of_image(path);
    if let Some(vm) = users.find(|vm| vm.state == VmState::Off) {
        let error = HostError::new(
            "Vhd.InUse",
            Category::ResourceBusy,
            format!(
                "'{}' has '{path}', or a disk that builds on it, and would not start without it.",
                vm.name
            ),
        );
        return Err(error.target(path).next_step(format!(
            "Take it out first: Get-VMHardDiskDrive {0} | Remove-VMHardDiskDrive; or remove the machine with its disks: Remove-VM {0} -RemoveDisks",
            pattern(&vm.name)
        )));
    }
    plan.step(format!("Remove '{path}'"), change);
    Ok(Focus::on_records())
}
