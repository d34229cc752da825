//! Settings of a VM as a whole.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::model::{CheckpointType, State};
use crate::plan::{AutostartChange, DomainChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::{Category, HostError};

/// What is to be changed; `None` leaves a setting alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Notes of the admin.
    pub notes: Option<String>,
    /// Which checkpoints are taken of it.
    pub checkpoint_type: Option<CheckpointType>,
    /// The folder for what its next checkpoints need; an empty text is none.
    pub checkpoint_folder: Option<String>,
    /// It starts with the host.
    pub autostart: Option<bool>,
}

/// Changes a VM's settings. It may run meanwhile.
///
/// # Errors
/// `Vm.NotFound`; `Vm.PathInvalid` for a folder that is not named from the root on.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &str,
    changes: &Changes,
) -> Result<Focus, HostError> {
    let vm = guard::vm_named(state, vm)?;
    plan.about(
        format!("Change the settings of '{}'", vm.name),
        vm.name.clone(),
    );
    let mut settings = vm.settings();
    if let Some(notes) = &changes.notes {
        settings.notes.clone_from(notes);
    }
    if let Some(chosen) = changes.checkpoint_type {
        settings.checkpoint_type = chosen;
    }
    if let Some(folder) = &changes.checkpoint_folder {
        if !folder.is_empty() && !Path::new(folder).is_absolute() {
            return Err(HostError::new(
                "Vm.PathInvalid",
                Category::InvalidArgument,
                format!("'{folder}' does not say where on the host it is."),
            )
            .target(folder.clone())
            .next_step("Name the folder from the root on, for example /srv/checkpoints."));
        }
        settings.checkpoint_folder = Some(folder.clone()).filter(|folder| !folder.is_empty());
    }
    if settings != vm.settings() {
        plan.step(
            format!("Write down the settings of '{}'", vm.name),
            DomainChange::SetMetadata {
                vm: vm.id,
                settings: Some(settings),
            },
        );
    }
    if let Some(on) = changes.autostart {
        let what = if on {
            format!("Let '{}' start with the host", vm.name)
        } else {
            format!("Do not let '{}' start with the host", vm.name)
        };
        plan.step(what, AutostartChange::Set { vm: vm.id, on });
    }
    Ok(Focus::default())
}
