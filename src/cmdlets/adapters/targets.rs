//! Which adapters a user means: by machine and name, or by objects.

use std::sync::Arc;

use super::Target;
use crate::host_access::HostAccess;
use crate::selection::{self, missing, not_found};
use crate::types::{AnyAdapter, VirtualMachine, VmNetworkAdapter, uuid};
use iovsh_backend::model::{AdapterAlias, Uuid, Vm, VmDetail};
use iovsh_backend::{Scope, State};
use iovsh_base::names::NameExt as _;
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

const VMS: Scope = Scope {
    vms: VmDetail::Full,
    ..Scope::NOTHING
};

/// Whether a name fits the one that was written; everything does when none was.
pub fn fits(pattern: Option<&str>, name: &str) -> bool {
    pattern.is_none_or(|pattern| {
        pattern.is_same_name(name) || WildcardPattern::new(pattern).is_match(name)
    })
}

/// The error for an adapter that a machine does not have.
pub fn no_adapter(vm: &Vm, name: &str) -> ShellError {
    let mut error = missing(
        "Adapter.NotFound",
        "network adapter",
        name,
        vm.adapters
            .iter()
            .map(|adapter| adapter.settings.name.as_str()),
    );
    error.message = format!(
        "The virtual machine '{}' has no network adapter with the name '{name}'.",
        vm.name
    );
    error
}

/// The machines behind objects; one that is gone is an error that is written.
pub fn of_objects<'a>(
    cx: &mut Context,
    state: &'a State,
    objects: &[Arc<VirtualMachine>],
) -> Flow<Vec<&'a Vm>> {
    let mut found = Vec::new();
    for object in objects {
        match state.vm(uuid(object.id)) {
            Some(vm) => found.push(vm),
            None => cx.error(not_found::<Vm>(
                &object.name,
                state.vms.iter().map(|vm| vm.name.as_str()),
            ))?,
        }
    }
    Ok(found)
}

/// The ids of the machines with these names, or behind these objects.
pub fn machines(
    cx: &mut Context,
    names: &[String],
    objects: &[Arc<VirtualMachine>],
) -> Flow<Vec<Uuid>> {
    let state = cx.snapshot(&VMS)?;
    let found = found(cx, &state, names, objects)?;
    Ok(found.into_iter().map(|vm| vm.id).collect())
}

/// The machines with these names, or behind these objects, in what was seen of the host. One that is not there is an error that is
/// written.
pub fn found<'s>(
    cx: &mut Context,
    state: &'s State,
    names: &[String],
    objects: &[Arc<VirtualMachine>],
) -> Flow<Vec<&'s Vm>> {
    match objects {
        [] => selection::by_name(cx, &state.vms, names),
        objects => of_objects(cx, state, objects),
    }
}

/// The adapters of machines (by name or object) with a name, or behind objects.
pub fn chosen(
    cx: &mut Context,
    vm_names: &[String],
    vms: &[Arc<VirtualMachine>],
    adapters: &[AnyAdapter],
    name: Option<&str>,
) -> Flow<Vec<Target>> {
    if !adapters.is_empty() {
        return behind(adapters);
    }
    let state = cx.snapshot(&VMS)?;
    let found = found(cx, &state, vm_names, vms)?;
    let names: Option<Vec<String>> = name.map(|name| vec![name.to_owned()]);
    named(cx, &found, names.as_deref())
}

/// The adapters of machines with one of these names (all when no name was written), or behind objects.
pub fn chosen_by_names(
    cx: &mut Context,
    vm_names: &[String],
    adapters: &[Arc<VmNetworkAdapter>],
    names: Option<&[String]>,
) -> Flow<Vec<Target>> {
    if !adapters.is_empty() {
        let targets = adapters.iter().map(|adapter| Target::to_change(adapter));
        return Ok(targets.collect::<Result<_, _>>()?);
    }
    let state = cx.snapshot(&VMS)?;
    let found = selection::by_name(cx, &state.vms, vm_names)?;
    named(cx, &found, names)
}

/// The adapters behind objects.
fn behind(adapters: &[AnyAdapter]) -> Flow<Vec<Target>> {
    adapters
        .iter()
        .map(|adapter| match adapter {
            AnyAdapter::Vm(adapter) => Ok(Target::to_change(adapter)?),
            AnyAdapter::Host(adapter) => Ok(Target::of_host(adapter)),
        })
        .collect()
}

/// The error for an adapter that the host does not have.
pub fn no_host_adapter(name: &str, known: &[String]) -> ShellError {
    let known = known.iter().map(String::as_str);
    missing(
        "Adapter.NotFound",
        "network adapter of the host",
        name,
        known,
    )
}

/// The host's own adapters with a name, on a switch; all of them where neither was written. One that is not there is an error that is
/// written.
pub fn of_host(cx: &mut Context, name: Option<&str>, switch: Option<&str>) -> Flow<Vec<Target>> {
    let state = cx.snapshot(&Scope::default())?;
    let mut found = Vec::new();
    let mut known = Vec::new();
    for own in state.desired.all_host_adapters() {
        let on = own.settings.switch.and_then(|id| state.desired.switch(id));
        let on = on.map_or("", |switch| switch.name.as_str());
        if fits(name, &own.settings.name) && fits(switch, on) {
            found.push(Target {
                vm: Uuid::HOST,
                alias: own.handle(),
            });
        }
        known.push(own.settings.name);
    }
    let mut wanted = [name, switch].into_iter().flatten();
    if let Some(wanted) = wanted.find(|wanted| !has_wildcards(wanted))
        && found.is_empty()
    {
        cx.error(no_host_adapter(wanted, &known))?;
    }
    Ok(found)
}

/// The adapters of these machines with one of these names; all of them when no name was written, none for an empty list.
fn named(cx: &mut Context, vms: &[&Vm], names: Option<&[String]>) -> Flow<Vec<Target>> {
    let mut targets = Vec::new();
    for vm in vms {
        let target = |alias: &AdapterAlias| Target {
            vm: vm.id,
            alias: alias.clone(),
        };
        let Some(names) = names else {
            targets.extend(vm.adapters.iter().map(|adapter| target(&adapter.alias)));
            continue;
        };
        for name in names {
            let before = targets.len();
            let hits = vm
                .adapters
                .iter()
                .filter(|adapter| fits(Some(name), &adapter.settings.name));
            targets.extend(hits.map(|adapter| target(&adapter.alias)));
            if targets.len() == before && !has_wildcards(name) {
                cx.error(no_adapter(vm, name))?;
            }
        }
    }
    Ok(targets)
}

/// The names of adapters of machines, in quotes.
pub fn names(cx: &mut Context, targets: &[Target]) -> Flow<Vec<String>> {
    let state = cx.snapshot(&VMS)?;
    let found = targets.iter().filter_map(|target| target.find(&state));
    Ok(found
        .map(|(_, adapter)| format!("'{}'", adapter.settings.name))
        .collect())
}
