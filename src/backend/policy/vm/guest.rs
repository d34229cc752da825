//! Whether a guest may be asked for something.

use crate::model::{Service, State, Uuid, Vm, VmState};
use crate::plan::virsh::virsh_vm_step;
use crate::policy::guard;
use crate::policy::word::pattern;
use crate::{Category, HostError};

/// Refuses what the guest of this VM cannot be asked for now.
///
/// # Errors
/// `Vm.InvalidState`, `Guest.ServiceDisabled`, `Guest.NoAgent`.
pub fn may_ask(state: &State, vm: Uuid, service: Option<Service>) -> Result<(), HostError> {
    let vm = guard::vm_by_id(state, vm)?;
    if vm.state != VmState::Running {
        let message = format!(
            "The guest of '{}' does not run: it is {:?}.",
            vm.name, vm.state
        );
        return Err(
            HostError::new("Vm.InvalidState", Category::InvalidOperation, message)
                .target(vm.name.clone())
                .next_step(format!("Start it first: Start-VM {}.", pattern(&vm.name))),
        );
    }
    if let Some(service) = service {
        is_on(vm, service)?;
    }
    if vm.facts.agent == Some(true) {
        return Ok(());
    }
    let (message, next) = match vm.facts.agent {
        None => (
            format!("'{}' has no channel for an agent in its guest.", vm.name),
            add_channel(vm),
        ),
        Some(_) => (
            format!("No agent answers in the guest of '{}'.", vm.name),
            "Install and start qemu-guest-agent in the guest.".to_owned(),
        ),
    };
    Err(
        HostError::new("Guest.NoAgent", Category::ResourceUnavailable, message)
            .target(vm.name.clone())
            .next_step(next),
    )
}

/// Refuses a service that was turned off.
///
/// # Errors
/// `Guest.ServiceDisabled`.
pub fn is_on(vm: &Vm, service: Service) -> Result<(), HostError> {
    if vm.settings().services.has(service) {
        return Ok(());
    }
    let message = format!("The service '{}' of '{}' is off.", service.name(), vm.name);
    Err(
        HostError::new("Guest.ServiceDisabled", Category::InvalidOperation, message)
            .target(vm.name.clone())
            .next_step(format!(
                "Turn it on: Enable-VMIntegrationService '{}' {}.",
                service.name(),
                pattern(&vm.name)
            )),
    )
}

/// A file in a folder that the guest does not have.
pub(crate) fn folder_missing(vm: &str, path: &str) -> HostError {
    let message = format!("The guest of '{vm}' has no folder for '{path}'.");
    HostError::new("Guest.FolderMissing", Category::ObjectNotFound, message)
        .target(path)
        .next_step("Have it made with -CreateFullPath, or name another one with -DestinationPath.")
}

/// A file that is in the guest already.
pub(crate) fn file_exists(vm: &str, path: &str) -> HostError {
    let message = format!("The guest of '{vm}' has a file '{path}'.");
    HostError::new("Guest.FileExists", Category::ResourceExists, message)
        .target(path)
        .next_step("Replace it with -Force, or name another one with -DestinationPath.")
}

/// How a machine gets a channel for the agent in its guest.
#[must_use]
pub fn add_channel(vm: &Vm) -> String {
    format!(
        "Add one to its XML ({}): <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>.",
        virsh_vm_step("edit", "", vm, &[])
    )
}
