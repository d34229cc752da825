//! Port ACLs and extended port ACLs of adapters.

use crate::model::{
    AclDirection, AdapterAlias, AdapterSettings, ExtendedAcl, PortAcl, State, Uuid,
};
use crate::plan::PlanBuilder;
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::network::host_adapter::{change, record};
use crate::policy::vm::adapter::{self, Changes};
use crate::{Category, HostError};

/// What an adapter has, and how messages name it: of a VM, or of the host.
fn found(
    state: &State,
    vm: Uuid,
    alias: &AdapterAlias,
) -> Result<(String, AdapterSettings), HostError> {
    if vm == Uuid::HOST {
        let own = record::found(state, alias)?;
        return Ok((own.settings.name.clone(), own.settings));
    }
    let vm = guard::vm_by_id(state, vm)?;
    let adapter = guard::adapter_by_alias(vm, alias)?;
    let name = format!("{}: {}", vm.name, adapter.settings.name);
    Ok((name, adapter.settings.clone()))
}

fn refused(id: &'static str, category: Category, target: &str, text: &str) -> HostError {
    HostError::new(id, category, text.to_owned()).target(target)
}

/// Adds port ACLs to an adapter.
///
/// # Errors
/// `Vm.NotFound`, `Adapter.NotFound`; `Acl.Exists` when it has one of them already.
pub(in crate::policy) fn add(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    alias: &AdapterAlias,
    new: &[PortAcl],
) -> Result<Focus, HostError> {
    let (target, settings) = found(state, vm, alias)?;
    let mut acls = settings.acls;
    for acl in new {
        if acls.contains(acl) {
            return Err(refused(
                "Acl.Exists",
                Category::ResourceExists,
                &target,
                "The network adapter already has this ACL.",
            )
            .next_step("'Get-VMNetworkAdapterAcl' lists those that it has."));
        }
        acls.push(*acl);
    }
    put(state, plan, vm, alias, acls)
}

/// Removes port ACLs from an adapter.
///
/// # Errors
/// `Vm.NotFound`, `Adapter.NotFound`; `Acl.NotFound` when it lacks one of them.
pub(in crate::policy) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    alias: &AdapterAlias,
    old: &[PortAcl],
) -> Result<Focus, HostError> {
    let (target, settings) = found(state, vm, alias)?;
    let mut acls = settings.acls;
    for acl in old {
        let at = acls.iter().position(|present| present == acl);
        acls.remove(at.ok_or_else(|| none_such(&target))?);
    }
    put(state, plan, vm, alias, acls)
}

fn none_such(target: &str) -> HostError {
    let text = "The network adapter has no such ACL.";
    refused("Acl.NotFound", Category::ObjectNotFound, target, text)
        .next_step("'Get-VMNetworkAdapterAcl' and 'Get-VMNetworkAdapterExtendedAcl' list them.")
}

fn set(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    alias: &AdapterAlias,
    changes: &Changes,
) -> Result<Focus, HostError> {
    if vm == Uuid::HOST {
        return change::set(state, plan, alias, changes);
    }
    adapter::set(state, plan, vm, alias, changes)
}

fn put(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    alias: &AdapterAlias,
    acls: Vec<PortAcl>,
) -> Result<Focus, HostError> {
    let changes = Changes {
        acls: Some(acls),
        ..Changes::default()
    };
    set(state, plan, vm, alias, &changes)
}

/// Adds an extended port ACL to an adapter.
///
/// # Errors
/// `Vm.NotFound`, `Adapter.NotFound`; `Acl.WeightInUse` when another one of that direction has its weight.
pub(in crate::policy) fn add_extended(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    alias: &AdapterAlias,
    new: &ExtendedAcl,
) -> Result<Focus, HostError> {
    let (target, settings) = found(state, vm, alias)?;
    let mut acls = settings.extended_acls;
    if acls.iter().any(|acl| is(acl, new.direction, new.weight)) {
        return Err(refused(
            "Acl.WeightInUse",
            Category::ResourceExists,
            &target,
            "The network adapter already has an extended ACL of this direction and weight.",
        )
        .next_step("Choose another -Weight; higher ones are looked at first."));
    }
    acls.push(new.clone());
    put_extended(state, plan, vm, alias, acls)
}

/// Removes the extended port ACL of a direction and weight from an adapter.
///
/// # Errors
/// `Vm.NotFound`, `Adapter.NotFound`, `Acl.NotFound`.
pub(in crate::policy) fn remove_extended(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    alias: &AdapterAlias,
    direction: AclDirection,
    weight: u16,
) -> Result<Focus, HostError> {
    let (target, settings) = found(state, vm, alias)?;
    let mut acls = settings.extended_acls;
    let at = acls.iter().position(|acl| is(acl, direction, weight));
    acls.remove(at.ok_or_else(|| none_such(&target))?);
    put_extended(state, plan, vm, alias, acls)
}

fn is(acl: &ExtendedAcl, direction: AclDirection, weight: u16) -> bool {
    acl.direction == direction && acl.weight == weight
}

fn put_extended(
    state: &State,
    plan: &mut PlanBuilder,
    vm: Uuid,
    alias: &AdapterAlias,
    acls: Vec<ExtendedAcl>,
) -> Result<Focus, HostError> {
    let changes = Changes {
        extended_acls: Some(acls),
        ..Changes::default()
    };
    set(state, plan, vm, alias, &changes)
}
