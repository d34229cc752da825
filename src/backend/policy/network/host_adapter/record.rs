//! What is written down of the host's network adapters, and how they stand.

use crate::model::{Adapter, AdapterAlias, InsideGuest, State};
use crate::plan::{DesiredChange, PlanBuilder};
use crate::state::{DesiredEdit, DesiredHostAdapter};
use crate::{Category, HostError};

/// The adapter with this handle.
///
/// # Errors
/// `Adapter.NotFound`.
pub(in crate::policy) fn found(
    state: &State,
    handle: &AdapterAlias,
) -> Result<DesiredHostAdapter, HostError> {
    state.desired.host_adapter(handle).ok_or_else(|| {
        HostError::new(
            "Adapter.NotFound",
            Category::ObjectNotFound,
            format!("The host has no network adapter {handle}."),
        )
        .target(handle.to_string())
        .next_step("List them with Get-VMNetworkAdapter -ManagementOS.")
    })
}

/// Writes an adapter down.
pub(in crate::policy) fn remember(
    plan: &mut PlanBuilder,
    what: String,
    adapter: DesiredHostAdapter,
) {
    let edit = DesiredEdit::PutHostAdapter(Box::new(adapter));
    plan.step(what, DesiredChange::Set { edit });
}

/// The adapters of the host as an adapter of a VM would stand, with their ports on switches: what is said of a port holds for both.
/// Those that are not there are left out.
pub(in crate::policy) fn as_adapters(state: &State) -> Vec<(DesiredHostAdapter, Adapter)> {
    let all = state.desired.all_host_adapters().into_iter();
    all.filter_map(|own| {
        let link = state.link(&own.device)?;
        let port = state.link(own.switch_port())?;
        let bridge = match own.is_bridge() {
            true => Some(own.device.clone()),
            false => port.master.clone(),
        };
        let adapter = Adapter {
            alias: own.handle(),
            mac: link.mac,
            bridge,
            tap: Some(port.name.clone()),
            link_up: true,
            teaming: false,
            virtio: true,
            vf: None,
            queues: 1,
            naming_index: None,
            mtu: None,
            ip_addresses: link.addresses.clone(),
            address_source: None,
            inside: InsideGuest::default(),
            settings: own.settings.clone(),
        };
        Some((own, adapter))
    })
    .collect()
}
