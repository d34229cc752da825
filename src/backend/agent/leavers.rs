//! Adapters that another tool takes from this host, with their machines (`virsh migrate`) or alone: nothing on the host knows them
//! afterwards, but its NICs may still take frames for their addresses, which reach nobody then.

use std::collections::HashSet;

use crate::model::{FdbPlace, MacAddress, State};

/// The addresses of adapters that were here.
#[derive(Debug, Default)]
pub(super) struct Leavers {
    seen: HashSet<MacAddress>,
}

impl Leavers {
    /// The addresses that were here at an earlier look and are not now, as long as any NIC takes frames for them. What iovsh removes leaves
    /// none. Which adapters a machine has that cannot be read is not known: then nothing has left.
    pub(super) fn look(&mut self, state: &State) -> Vec<MacAddress> {
        if state.vms.iter().any(|vm| vm.unreadable.is_some()) {
            return Vec::new();
        }
        let adapters = state.vms.iter().flat_map(|vm| &vm.adapters);
        let here: HashSet<MacAddress> = adapters.map(|adapter| adapter.mac).collect();
        let taken = |mac: &&MacAddress| {
            let mut entries = state.fdb.iter();
            entries.any(|entry| entry.mac == **mac && entry.place == FdbPlace::Filter)
        };
        let mut left: Vec<MacAddress> =
            self.seen.difference(&here).filter(taken).copied().collect();
        left.sort();
        self.seen = here.into_iter().chain(left.iter().copied()).collect();
        left
    }
}
