//! What must be away from a VM while its memory is written, whether it is saved or a checkpoint of it is made.

use crate::model::{State, Vm, VmState};
use crate::plan::PlanBuilder;
use crate::policy::guard;
use crate::policy::vf::allocation;
use crate::policy::word::pattern;
use crate::{Category, HostError};

/// Refuses where the memory of a running VM cannot be written: it has a device that stays, or a VF that its guest, which holds still,
/// cannot let go. `act` is what is to be done (`save`).
///
/// # Errors
/// `Vm.InvalidState`, `Vm.HasDevices`, `Vm.NotRun`.
pub(in crate::policy) fn may_be_written(vm: &Vm, act: &str) -> Result<(), HostError> {
    match vm.state {
        VmState::Running => {}
        // A paused guest cannot let its VF go.
        VmState::Paused if vm.adapters.iter().all(|a| a.vf.is_none()) => {
            guard::keeps_its_clock(vm)?;
        }
        VmState::Paused => return Err(guard::invalid_state(vm, act)),
        VmState::Off | VmState::Stopping | VmState::Saved => {
            return Err(guard::invalid_state(vm, act).next_step(format!(
                "It must run for that: Start-VM {}.",
                pattern(&vm.name)
            )));
        }
    }
    let mut devices = vm.assigned.iter().map(|d| &d.address);
    let Some(address) = devices.next().or_else(|| vm.other_devices.first()) else {
        return Ok(());
    };
    Err(HostError::new(
        "Vm.HasDevices",
        Category::InvalidOperation,
        format!(
            "The memory of '{}' cannot be written: what its device {address} knows cannot be.",
            vm.name
        ),
    )
    .target(vm.name.clone())
    .next_step(format!(
        "Shut it down instead: Stop-VM {}.",
        pattern(&vm.name)
    )))
}

/// Takes the VFs of a VM back: what they know cannot be written, and QEMU would wait without end for a guest whose processors
/// stand still. When the steps behind fail, the VM gets them back.
pub(in crate::policy) fn take_vfs_away(state: &State, plan: &mut PlanBuilder, vm: &Vm) {
    for claim in state.desired.claims.iter().filter(|c| c.vm == vm.id) {
        allocation::release(plan, claim);
    }
}
