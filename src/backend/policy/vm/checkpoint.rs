//! Making, applying, removing and renaming checkpoints.

use serde::{Deserialize, Serialize};

use crate::model::{
    Checkpoint, CheckpointContent, CheckpointType, Service, State, Uuid, VisibleName, Vm, VmRef,
    VmState,
};
use crate::plan::virsh::virsh_vm_step;
use crate::plan::{DomainChange, NewSnapshot, PlanBuilder, SnapshotChange, SnapshotContent};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::network::ports;
use crate::policy::vm::memory;
use crate::policy::word::pattern;
use crate::{Category, HostError};

/// A checkpoint to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCheckpoint {
    /// Id, random unless chosen.
    pub id: Uuid,
    /// Its name, which need not be the only one of its kind.
    pub name: String,
}

fn refused(
    vm: &Vm,
    id: &'static str,
    category: Category,
    message: String,
    next_step: String,
) -> HostError {
    HostError::new(id, category, message)
        .target(vm.name.clone())
        .next_step(next_step)
}

/// Makes a checkpoint of a VM. Needs a state of [`crate::Scope::CHECKPOINTS`].
///
/// With memory the VFs of a running VM are taken back before, and allocated anew afterwards; of the disks alone they stay.
///
/// # Errors
/// `Vm.NotFound`, `Vm.InvalidState`, `Vm.HasDevices`, `Checkpoint.NameInvalid`, `Checkpoint.Disabled`, `Checkpoint.NotQuiesced`,
/// `Checkpoint.NothingToSave`.
pub(in crate::policy) fn create(
    state: &State,
    plan: &mut PlanBuilder,
    vm: &VmRef,
    new: &NewCheckpoint,
) -> Result<Focus, HostError> {
    let vm = guard::vm_meant(state, vm)?;
    VisibleName::parse(&new.name, "Checkpoint.NameInvalid", "checkpoint")?;
    plan.about(
        format!("Make a checkpoint of '{}'", vm.name),
        vm.name.clone(),
    );
    let content = content(plan, vm)?;
    if content == SnapshotContent::Memory {
        memory::may_be_written(vm, "make a checkpoint of")?;
        memory::take_vfs_away(state, plan, vm);
    }
    let snapshot = NewSnapshot {
        label: new.id,
        name: new.name.clone(),
        content,
        // libvirt does not mix the two kinds in one VM.
        external: state.checkpoints_of(vm.id).all(|c| c.external),
        folder: vm.settings().checkpoint_folder,
    };
    plan.step(
        format!("Make the checkpoint '{}' of '{}'", new.name, vm.name),
        SnapshotChange::Create {
            vm: vm.id,
            snapshot,
        },
    );
    Ok(Focus::telling(vm.id))
}

/// What a checkpoint of this VM is to hold, as it is now and by the type that was chosen for it.
fn content(plan: &mut PlanBuilder, vm: &Vm) -> Result<SnapshotContent, HostError> {
    let chosen = vm.settings().checkpoint_type;
    if chosen == CheckpointType::Disabled {
        let message = format!("Checkpoints of '{}' are turned off.", vm.name);
        return Err(refused(
            vm,
            "Checkpoint.Disabled",
            Category::NotEnabled,
            message,
            format!(
                "Turn them on: Set-VM {} -CheckpointType Production.",
                pattern(&vm.name)
            ),
        ));
    }
    let has_disks = vm
        .facts
        .drives
        .iter()
        .any(|drive| !drive.optical && drive.path.is_some());
    match vm.state {
        VmState::Running | VmState::Paused => {}
        VmState::Off if has_disks => return Ok(SnapshotContent::Disks),
        VmState::Off => {
            let message = format!(
                "There is nothing to make a checkpoint of: '{}' is off and has no hard disk.",
                vm.name
            );
            let step = format!(
                "Of a running one the memory is kept: Start-VM {}.",
                pattern(&vm.name)
            );
            let id = "Checkpoint.NothingToSave";
            return Err(refused(vm, id, Category::InvalidOperation, message, step));
        }
        VmState::Stopping | VmState::Saved => {
            return Err(guard::invalid_state(vm, "make a checkpoint of"));
        }
    }
    let obstacle = if !has_disks {
        Some("it has no hard disk")
    } else if vm.state == VmState::Paused {
        Some("it is paused, so its guest cannot bring its file systems to rest")
    } else if !vm.settings().services.has(Service::Checkpoints) {
        Some("the service that brings its file systems to rest is off")
    } else if vm.facts.agent != Some(true) {
        Some("no agent in its guest could bring its file systems to rest")
    } else {
        None
    };
    match (chosen, obstacle) {
        (CheckpointType::Production | CheckpointType::ProductionOnly, None) => {
            Ok(SnapshotContent::Disks)
        }
        (CheckpointType::ProductionOnly, Some(why)) => {
            let message = format!(
                "No production checkpoint of '{}' can be made: {why}.",
                vm.name
            );
            let step = format!(
                "Run qemu-guest-agent in the guest, or take one with memory: Set-VM {} -CheckpointType Standard.",
                pattern(&vm.name)
            );
            let id = "Checkpoint.NotQuiesced";
            Err(refused(vm, id, Category::NotEnabled, message, step))
        }
        (CheckpointType::Production, Some(why)) => {
            plan.warn(
                "Checkpoint.NotQuiesced",
                format!(
                    "The checkpoint of '{}' is a standard one, with memory: {why}.",
                    vm.name
                ),
            );
            Ok(SnapshotContent::Memory)
        }
        (CheckpointType::Standard | CheckpointType::Disabled, _) => Ok(SnapshotContent::Memory),
    }
}

/// A VM that can be read, and a checkpoint of it.
fn found<'s>(
    state: &'s State,
    vm: Uuid,
    label: &str,
) -> Result<(&'s Vm, &'s Checkpoint), HostError> {
    let vm = guard::vm_by_id(state, vm)?;
    vm.refusal().map_or(Ok(()), Err)?;
    let checkpoint = state.checkpoint(vm.id, label).ok_or_else(|| {
        let message = format!("'{}' has no checkpoint {label} any more.", vm.name);
        let step = format!("See which there are: Get-VMSnapshot {}.", pattern(&vm.name));
        let id = "Checkpoint.NotFound";
        refused(vm, id, Category::ObjectNotFound, message, step)
    })?;
    Ok((vm, checkpoint))
}

/// Puts a VM back to a checkpoint: what it is now is gone. With memory it goes on as it was then, and its
/// adapters get the VFs that can be had now. Needs a state of [`crate::Scope::CHECKPOINTS`].
///
/// # Errors
/// `Vm.NotFound`, `Checkpoint.NotFound`, `Checkpoint.CannotRestore`, `Checkpoint.SwitchMissing`.
pub(in crate::policy) fn restore(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    label: &str,
) -> Result<Focus, HostError> {
    let (vm, checkpoint) = found(state, vm, label)?;
    plan.about(
        format!("Put '{}' back to '{}'", vm.name, checkpoint.name),
        vm.name.clone(),
    );
    let wakes = checkpoint.content == CheckpointContent::Memory;
    // What can be known beforehand is: nobody wants a machine turned off for nothing.
    if let Some(why) = &checkpoint.stuck {
        let message = format!(
            "'{}' cannot be put back to '{}': {why}.",
            vm.name, checkpoint.name
        );
        let step =
            "Use a libvirt that can, or copy the disks by hand: docs/checkpoints.md.".to_owned();
        let id = "Checkpoint.CannotRestore";
        return Err(refused(vm, id, Category::NotEnabled, message, step));
    }
    let adapters = checkpoint.machine.adapters.iter();
    let mut bridges = adapters.filter_map(|a| a.bridge.as_ref());
    if let Some(gone) = bridges.find(|b| wakes && state.link(b).is_none()) {
        let message = format!(
            "'{}' cannot go on as in '{}': it was connected to {gone}, which is gone.",
            vm.name, checkpoint.name
        );
        let step =
            "Make the switch of that time again (New-VMSwitch), then repeat this.".to_owned();
        let id = "Checkpoint.SwitchMissing";
        return Err(refused(vm, id, Category::ObjectNotFound, message, step));
    }
    plan.step(
        format!("Put '{}' back to '{}'", vm.name, checkpoint.name),
        SnapshotChange::Revert {
            vm: vm.id,
            label: label.to_owned(),
        },
    );
    if wakes {
        // There is no way back from here, so nothing that follows may fail the whole. Nothing is to pass through its taps that its
        // settings forbid: it goes on only when all of that stands.
        let goes_on = checkpoint.machine.state != VmState::Paused;
        plan.best_effort(|plan| {
            ports::sync_all(plan, &Focus::on_vm(vm.id));
            if goes_on {
                plan.step(
                    format!("Resume '{}'", vm.name),
                    DomainChange::Resume { vm: vm.id },
                );
            }
        });
    }
    Ok(Focus::telling(vm.id))
}

/// Removes a checkpoint; the VM stays as it is. Needs a state of [`crate::Scope::CHECKPOINTS`].
///
/// # Errors
/// `Vm.NotFound`, `Checkpoint.NotFound`.
pub(in crate::policy) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    label: &str,
) -> Result<Focus, HostError> {
    let (vm, checkpoint) = found(state, vm, label)?;
    plan.about(
        format!("Remove the checkpoint '{}'", checkpoint.name),
        checkpoint.name.clone(),
    );
    plan.step(
        format!(
            "Remove the checkpoint '{}' of '{}'",
            checkpoint.name, vm.name
        ),
        SnapshotChange::Delete {
            vm: vm.id,
            label: label.to_owned(),
        },
    );
    Ok(Focus::default())
}

/// Gives a checkpoint another name. Needs a state of [`crate::Scope::CHECKPOINTS`].
///
/// # Errors
/// `Vm.NotFound`, `Checkpoint.NotFound`, `Checkpoint.NameInvalid`, `Checkpoint.NameFixed`.
pub(in crate::policy) fn rename(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    label: &str,
    name: &str,
) -> Result<Focus, HostError> {
    let (vm, checkpoint) = found(state, vm, label)?;
    VisibleName::parse(name, "Checkpoint.NameInvalid", "checkpoint")?;
    plan.about(
        format!("Rename the checkpoint '{}'", checkpoint.name),
        checkpoint.name.clone(),
    );
    if checkpoint.name != name && !checkpoint.has_free_name() {
        let message = format!(
            "The checkpoint '{}' of '{}' keeps its name: another tool made it, and libvirt itself calls it so.",
            checkpoint.name, vm.name
        );
        let step = format!(
            "With libvirt's own tool: {}",
            virsh_vm_step("snapshot-edit", "--rename", vm, &[&checkpoint.label])
        );
        let id = "Checkpoint.NameFixed";
        return Err(refused(vm, id, Category::InvalidOperation, message, step));
    }
    plan.step(
        format!("Call the checkpoint '{}' '{name}'", checkpoint.name),
        SnapshotChange::Rename {
            vm: vm.id,
            label: label.to_owned(),
            name: name.to_owned(),
        },
    );
    Ok(Focus::default())
}
