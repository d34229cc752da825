//! What running domains have used.

use std::collections::HashMap;

use crate::model::State;

use super::Look;

/// Fills in what the VMs that are in `state` already have used. What libvirt does not say stays unknown.
pub(super) fn observe(look: &Look<'_>, state: &mut State) {
    let Ok(all) = look.host.libvirt.usages() else {
        return;
    };
    let mut all: HashMap<[u8; 16], _> = all.into_iter().collect();
    for vm in state.vms.iter_mut().filter(|vm| vm.state.is_active()) {
        vm.facts.usage = all.remove(vm.id.as_bytes());
    }
}
