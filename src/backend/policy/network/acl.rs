//! Port ACLs and extended port ACLs of adapters.

use crate::model::{AclDirection, Adapter, AdapterAlias, ExtendedAcl, PortAcl, State, Uuid, Vm};
use crate::plan::PlanBuilder;
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::vm::adapter::{self, Changes};
use crate::{Category, HostError};

fn found<'a>(
    state: &'a State,
    vm: Uuid,
    alias: &AdapterAlias,
) -> Result<(&'a Vm, &'a Adapter), HostError> {
    let vm = guard::vm_by_id(state, vm)?;
    Ok((vm, guard::adapter_by_alias(vm, alias)?))
}

fn refused(
    id: &'static str,
    category: Category,
    vm: &Vm,
    adapter: &Adapter,
    text: &str,
) -> HostError {
    HostError::new(id, category, text.to_owned())
        .target(format!("{}: {}", vm.name, adapter.settings.name))
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
    let (owner, adapter) = found(state, vm, alias)?;
    let mut acls = adapter.settings.acls.clone();
    for acl in new {
        if acls.contains(acl) {
            return Err(refused(
                "Acl.Exists",
                Category::ResourceExists,
                owner,
                adapter,
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
    let (owner, adapter) = found(state, vm, alias)?;
    let mut acls = adapter.settings.acls.clone();
    for acl in old {
        let at = acls.iter().position(|present| present == acl);
        acls.remove(at.ok_or_else(|| none_such(owner, adapter))?);
    }
    put(state, plan, vm, alias, acls)
}

fn none_such(vm: &Vm, adapter: &Adapter) -> HostError {
    let text = "The network adapter has no such ACL.";
    refused("Acl.NotFound", Category::ObjectNotFound, vm, adapter, text)
        .next_step("'Get-VMNetworkAdapterAcl' and 'Get-VMNetworkAdapterExtendedAcl' list them.")
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
    adapter::set(state, plan, vm, alias, &changes)
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
    let (owner, adapter) = found(state, vm, alias)?;
    let mut acls = adapter.settings.extended_acls.clone();
    if acls.iter().any(|acl| is(acl, new.direction, new.weight)) {
        return Err(refused(
            "Acl.WeightInUse",
            Category::ResourceExists,
            owner,
            adapter,
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
    let (owner, adapter) = found(state, vm, alias)?;
    let mut acls = adapter.settings.extended_acls.clone();
    let at = acls.iter().position(|acl| is(acl, direction, weight));
    acls.remove(at.ok_or_else(|| none_such(owner, adapter))?);
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
    adapter::set(state, plan, vm, alias, &changes)
}
