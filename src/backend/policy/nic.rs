//! What is known and wanted of one NIC of the host.

use crate::model::{InterfaceName, NetAdapter, PhysicalFunction, SriovSupport, State};
use crate::policy::vf::support;
use crate::state::{DesiredNic, NicOriginals};

/// The record of a NIC that is about to be managed: how it was found.
pub(in crate::policy) fn record_of(state: &State, nic: &NetAdapter) -> DesiredNic {
    let function = state.function_of(&nic.name);
    DesiredNic {
        identity: nic.identity.clone(),
        interface: nic.name.clone(),
        sriov_enabled: true,
        num_vfs: None,
        disabled: false,
        persist: None,
        originals: NicOriginals {
            up: nic.up,
            master: nic.master.clone(),
            num_vfs: function.map_or(0, |f| f.num_vfs),
            autoprobe: function.map(|f| f.autoprobe),
            mtu: Some(nic.mtu),
        },
    }
}

/// Whether an admin has switched a NIC off, so that nothing brings it up but who asks for that.
pub(in crate::policy) fn is_disabled(state: &State, name: &InterfaceName) -> bool {
    let link = state.link(name);
    let record = link.and_then(|link| state.desired.nic(&link.identity));
    record.is_some_and(|record| record.disabled)
}

/// How many VFs a NIC should have now: what an admin asked for, or all as soon as a switch in IOV mode uses it.
pub(in crate::policy) fn wanted_vfs(state: &State, function: &PhysicalFunction) -> u32 {
    let record = state.desired.nic(&function.identity);
    if record.is_some_and(|r| !r.sriov_enabled)
        || support::adapter_support(state, function) != SriovSupport::Supported
    {
        return 0;
    }
    if let Some(count) = record.and_then(|r| r.num_vfs) {
        return count.min(function.total_vfs);
    }
    let iov = state
        .desired
        .switch_using(&function.identity)
        .is_some_and(|s| s.iov_enabled);
    match record.map_or(function.num_vfs, |r| r.originals.num_vfs) {
        // VFs that were there before the NIC was taken are used as they are.
        found if found > 0 => found.min(function.total_vfs),
        _ if iov => function.total_vfs,
        _ => 0,
    }
}
