//! What a VM uses.

use crate::model::{State, Usage, Vm};

/// What a running VM has used since it was started: what libvirt counts of it, and what its VFs have carried past the host, which the driver
/// of their PF counts. Needs a state with [`crate::Scope::usage`] and [`crate::VfDetail::Counters`].
#[must_use]
pub fn usage(state: &State, vm: &Vm) -> Option<Usage> {
    let mut usage = vm.facts.usage.clone()?;
    for adapter in &vm.adapters {
        let Some(attached) = &adapter.vf else {
            continue;
        };
        let mut vfs = state.functions.iter().flat_map(|function| &function.vfs);
        let found = vfs.find(|vf| vf.address == attached.address);
        if let Some(counters) = found.and_then(|vf| vf.counters) {
            usage.received = usage.received.saturating_add(counters.rx_bytes);
            usage.sent = usage.sent.saturating_add(counters.tx_bytes);
        }
    }
    Some(usage)
}

/// Adapters of a running VM that are on a VF whose traffic nobody counts.
#[must_use]
pub fn uncounted<'s>(state: &'s State, vm: &'s Vm) -> Vec<&'s str> {
    let counted = |address| {
        let mut vfs = state.functions.iter().flat_map(|function| &function.vfs);
        vfs.any(|vf| vf.address == address && vf.counters.is_some())
    };
    let on_vf = vm.adapters.iter().filter(|adapter| {
        let vf = adapter.vf.as_ref();
        vf.is_some_and(|vf| !counted(vf.address))
    });
    on_vf
        .map(|adapter| adapter.settings.name.as_str())
        .collect()
}
