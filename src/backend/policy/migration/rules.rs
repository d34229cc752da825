//! What holds at both ends of a migration.

use crate::model::{AdapterAlias, State, Uuid, Vm};
use crate::policy::guard;
use crate::policy::word::word;
use crate::state::Side;
use crate::{Category, HostError};

/// The VM that is to leave.
///
/// # Errors
/// `Vm.NotFound`, `Vm.Migrating`, `Vm.Unreadable`.
pub fn leaving(state: &State, vm: Uuid) -> Result<&Vm, HostError> {
    let vm = guard::vm_by_id(state, vm)?;
    vm.refusal().map_or(Ok(vm), Err)
}

/// Names of the switches that the adapters of a VM are connected to.
#[must_use]
pub fn switch_names(state: &State, vm: &Vm) -> Vec<(AdapterAlias, String)> {
    let connected = vm.adapters.iter().filter_map(|adapter| {
        let by_bridge = adapter.bridge.as_ref();
        let switch = state.desired.switch_on(by_bridge?)?;
        Some((adapter.alias.clone(), switch.name.clone()))
    });
    connected.collect()
}

/// Refuses one more migration than the host allows. Those that come and those that leave count alike.
pub(in crate::policy) fn has_room(state: &State) -> Result<(), HostError> {
    let most = state.desired.migration.maximum;
    let under_way = state.desired.migrations.len();
    if u32::try_from(under_way).unwrap_or(u32::MAX) < most {
        return Ok(());
    }
    Err(HostError::new(
        "Migration.LimitReached",
        Category::LimitsExceeded,
        format!(
            "{} has {under_way} virtual machines on their way, and allows {most}.",
            state.host.name
        ),
    )
    .target(state.host.name.clone())
    .next_step("Wait until one has arrived, or allow more: Set-VMHost -MaximumVirtualMachineMigrations NUMBER."))
}

/// Refuses migrations where nobody has allowed them.
pub(in crate::policy) fn is_enabled(state: &State, side: Side) -> Result<(), HostError> {
    if state.desired.migration.enabled {
        return Ok(());
    }
    let name = &state.host.name;
    let what = match side {
        Side::Source => "leave",
        Side::Target => "come to",
    };
    Err(HostError::new(
        "Migration.Disabled",
        Category::NotEnabled,
        format!("Virtual machines may not {what} {name} by migration."),
    )
    .target(name.clone())
    .next_step(format!(
        "Allow it: Enable-VMMigration -ComputerName {}",
        word(name)
    )))
}
