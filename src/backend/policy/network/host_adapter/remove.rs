//! A network adapter of the host goes, alone.

use crate::HostError;
use crate::model::{AdapterAlias, State};
use crate::plan::PlanBuilder;
use crate::policy::focus::Focus;
use crate::policy::network::host_adapter::leave::{may_remove, take_away};
use crate::policy::network::host_adapter::record::found;
use crate::policy::network::switch::{self, SetSwitch};

/// Removes an adapter. Addresses of a bridge go back to its network adapter; those of a pair of devices go with it.
///
/// # Errors
/// `Adapter.NotFound`; `NetAdapter.ManagementPath` while the host needs it.
pub(in crate::policy) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    handle: &AdapterAlias,
) -> Result<Focus, HostError> {
    let own = found(state, handle)?;
    let name = own.settings.name.clone();
    may_remove(state, &own)?;
    let focus = if own.is_bridge() {
        let switch = own.settings.switch.and_then(|id| state.desired.switch(id));
        let settings = SetSwitch {
            allow_management_os: Some(false),
            ..SetSwitch::default()
        };
        let switch = switch.map(|switch| switch.name.clone()).unwrap_or_default();
        switch::share(state, plan, &switch, &settings)?
    } else {
        let gone = take_away(plan, &own);
        Focus {
            network: true,
            ..Focus::removing(gone.into_iter().collect())
        }
    };
    plan.about(
        format!("Remove the network adapter '{name}' of the host"),
        name,
    );
    Ok(focus)
}
