//! Whether domains of the simulated machine start with it.

use super::domain::find;
use super::refusal::libvirt;
use super::world::World;
use crate::plan::AutostartChange;
use crate::{Category, HostError};

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &AutostartChange) -> Result<(), HostError> {
    let AutostartChange::Set { vm, on } = change;
    let found = find(world, *vm)?;
    if !found.persistent {
        let text = "Requested operation is not valid: cannot set autostart for transient domain";
        return Err(libvirt(Category::InvalidOperation, &found.name, text));
    }
    if let Some(vm) = world.vm_mut(*vm) {
        vm.autostart = *on;
    }
    Ok(())
}
