//! Settings of a VM as a whole.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::model::{
    CheckpointType, LateStart, Metering, Service, State, StopAction, Vm, VmRef, VmSettings,
};
use crate::plan::{AutostartChange, DomainChange, HardwareChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::vm::hardware;
use crate::{Category, HostError};

/// What is to be changed; `None` leaves a setting alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Changes {
    /// Notes of the admin.
    pub notes: Option<String>,
    /// Which checkpoints are taken of it.
    pub checkpoint_type: Option<CheckpointType>,
    /// The folder for what its next checkpoints need; an empty text is none.
    pub checkpoint_folder: Option<String>,
    /// It starts with the host.
    pub autostart: Option<bool>,
    /// It starts with the host only if it ran when the host went down; goes with [`Changes::autostart`].
    pub start_if_running: bool,
    /// It ran when the host went down.
    pub ran: Option<bool>,
    /// Seconds that it waits before it is started with the host.
    pub start_delay: Option<u32>,
    /// What is done with it when the host goes down.
    pub stop_action: Option<StopAction>,
    /// Services between its guest and the host, on or off.
    pub services: Vec<(Service, bool)>,
    /// Since when its use is counted; `Some(None)`: it is not counted any more.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::model::as_asked"
    )]
    pub metering: Option<Option<Metering>>,
    /// What it is made of.
    pub hardware: hardware::Changes,
}

/// Changes a VM's settings. It may run meanwhile.
///
/// # Errors
/// `Vm.NotFound`; `Vm.PathInvalid` for a folder that is not named from the root on.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &VmRef,
    changes: &Changes,
) -> Result<Focus, HostError> {
    let vm = guard::vm_meant(state, vm)?;
    plan.about(
        format!("Change the settings of '{}'", vm.name),
        vm.name.clone(),
    );
    let mut settings = vm.settings();
    write_down(changes, &mut settings)?;
    let autostart = start_with_host(vm, changes, &mut settings);
    let parts = hardware::parts(state, vm, &changes.hardware, &mut settings)?;
    if settings != vm.settings() {
        plan.step(
            format!("Write down the settings of '{}'", vm.name),
            DomainChange::SetMetadata {
                vm: vm.id,
                settings: Some(settings),
            },
        );
    }
    if let Some(on) = autostart {
        let what = if on {
            format!("Let '{}' start with the host", vm.name)
        } else {
            format!("Do not let '{}' start with the host", vm.name)
        };
        plan.step(what, AutostartChange::Set { vm: vm.id, on });
    }
    hardware::warn(state, plan, vm, &parts);
    for (what, part) in parts {
        plan.step(what, HardwareChange::Set { vm: vm.id, part });
    }
    Ok(Focus::default())
}

/// Who starts the VM with the host: libvirt, which knows no delay and not what ran, or the service that does. `Some` with what libvirt is told.
fn start_with_host(vm: &Vm, changes: &Changes, settings: &mut VmSettings) -> Option<bool> {
    if changes.autostart.is_none() && changes.start_delay.is_none() {
        return None;
    }
    let life = &mut settings.life;
    let always = vm.autostart || life.starts == Some(LateStart::Always);
    let (always, if_ran) = match changes.autostart {
        Some(on) => (on, changes.start_if_running),
        None => (always, life.starts == Some(LateStart::IfRan)),
    };
    life.starts = match (always, if_ran, life.start_delay) {
        (true, _, 1..) => Some(LateStart::Always),
        (false, true, _) => Some(LateStart::IfRan),
        _ => None,
    };
    let by_libvirt = always && life.starts.is_none();
    (changes.autostart.is_some() || by_libvirt != vm.autostart).then_some(by_libvirt)
}

/// Edits what iovsh keeps of the VM.
fn write_down(changes: &Changes, settings: &mut VmSettings) -> Result<(), HostError> {
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
    let life = &mut settings.life;
    life.start_delay = changes.start_delay.unwrap_or(life.start_delay);
    life.ran = changes.ran.unwrap_or(life.ran);
    life.stop_action = changes.stop_action.or(life.stop_action);
    for (service, on) in &changes.services {
        settings.services.switch(*service, *on);
    }
    if let Some(metering) = &changes.metering {
        settings.metering.clone_from(metering);
    }
    Ok(())
}
