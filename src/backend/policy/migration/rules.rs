//! What holds at both ends of a migration.

use crate::model::{AdapterAlias, Incompatibility, MigratingVm, State, Uuid, Vm};
use crate::policy::guard;
use crate::policy::migration::ids;
use crate::policy::word::{pattern, word};
use crate::state::{MigrationAuthentication, MigrationSettings, Side};
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

/// What closes a host to one more migration: nobody has allowed any, or as many as it allows are under way. Those that come and those
/// that leave count alike.
pub(in crate::policy) fn closed(state: &State, side: Side) -> Option<Incompatibility> {
    let (settings, name) = (&state.desired.migration, &state.host.name);
    if !settings.enabled {
        let what = match side {
            Side::Source => "leave",
            Side::Target => "come to",
        };
        return Some(Incompatibility {
            id: ids::DISABLED,
            message: format!("Virtual machines may not {what} {name} by migration."),
            adapter: None,
            next_step: Some(format!(
                "Allow it: Enable-VMMigration -ComputerName {}",
                word(name)
            )),
        });
    }
    let (most, under_way) = (settings.maximum, state.desired.migrations.len());
    (u32::try_from(under_way).unwrap_or(u32::MAX) >= most).then(|| Incompatibility {
        id: ids::LIMIT,
        message: format!("{name} has {under_way} virtual machines on their way, and allows {most}."),
        adapter: None,
        next_step: Some(format!(
            "Wait until one has arrived, or allow more: Set-VMHost -MaximumVirtualMachineMigrations NUMBER -ComputerName {}",
            word(name)
        )),
    })
}

/// What keeps memory from travelling under TLS, where a target asks for that: files that QEMU lacks at the source, and here. A VM that
/// does not run has no memory to send.
#[must_use]
pub fn certificates(
    guest: &MigratingVm,
    settings: &MigrationSettings,
    target: &str,
    lacks: &[String],
) -> Vec<Incompatibility> {
    let asks = settings.authentication == MigrationAuthentication::Kerberos;
    if !asks || !guest.vm.state.is_active() {
        return Vec::new();
    }
    let ends = [(guest.host.as_str(), &guest.lacks[..]), (target, lacks)];
    let lacking = ends.into_iter().filter(|(_, files)| !files.is_empty());
    lacking
        .map(|(host, files)| Incompatibility {
            id: ids::CERTIFICATE,
            message: format!(
                "Memory is to travel to {target} under TLS, and {host} lacks {}.",
                files.join(", ")
            ),
            adapter: None,
            next_step: Some(format!(
                "Put the certificates there (Get-Help Set-VMHost); or let ssh carry it: Set-VMHost -VirtualMachineMigrationAuthenticationType CredSSP -ComputerName {}",
                word(target)
            )),
        })
        .collect()
}

/// The error for all reasons against a migration: the id is of the first, and each is named with what to do about it. `None` without any.
pub fn refusals<'r>(
    vm: &str,
    target: &str,
    reasons: impl Iterator<Item = &'r Incompatibility>,
) -> Option<HostError> {
    let reasons: Vec<&Incompatibility> = reasons.collect();
    let (first, others) = reasons.split_first()?;
    let error = refusal(vm, target, first);
    if others.is_empty() {
        return Some(error);
    }
    let also: Vec<&str> = others
        .iter()
        .map(|reason| reason.message.as_str())
        .collect();
    let words = format!("{} Also: {}", error.message, also.join(" "));
    let mut steps: Vec<&str> = Vec::new();
    for step in reasons.iter().filter_map(|r| r.next_step.as_deref()) {
        let step = step.trim_end_matches('.');
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    let all = see_all(vm, target);
    let next = match steps.is_empty() {
        true => all,
        false => format!("{}. {all}", steps.join(". ")),
    };
    Some(error.with_message(words).next_step(next))
}

fn see_all(vm: &str, target: &str) -> String {
    format!(
        "See all there is against it: Compare-VM {} -DestinationHost {}",
        pattern(vm),
        word(target)
    )
}

/// The error for the first reason against a migration.
#[must_use]
pub fn refusal(vm: &str, target: &str, reason: &Incompatibility) -> HostError {
    let (id, category, message) = match reason.id {
        ids::DISABLED => (
            "Migration.Disabled",
            Category::NotEnabled,
            reason.message.clone(),
        ),
        ids::LIMIT => (
            "Migration.LimitReached",
            Category::LimitsExceeded,
            reason.message.clone(),
        ),
        _ => (
            "Migration.Incompatible",
            Category::InvalidOperation,
            format!("'{vm}' cannot migrate to {target}: {}", reason.message),
        ),
    };
    HostError::new(id, category, message).target(vm).next_step(
        reason
            .next_step
            .clone()
            .unwrap_or_else(|| see_all(vm, target)),
    )
}
