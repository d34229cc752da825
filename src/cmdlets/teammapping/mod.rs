//! Which member of a switch's team an adapter is kept to.

mod get_vm_network_adapter_team_mapping;
mod remove_vm_network_adapter_team_mapping;
mod set_vm_network_adapter_team_mapping;

use crate::adapters::{Found, Handed, Target, change_each};
use crate::reader::Reader;
use iovsh_backend::model::InterfaceName;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::adapter::Changes;
use iovsh_shell::cmdlet::{CmdletSpec, Declared, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_vm_network_adapter_team_mapping::GetVmNetworkAdapterTeamMapping::SPEC,
    set_vm_network_adapter_team_mapping::SetVmNetworkAdapterTeamMapping::SPEC,
    remove_vm_network_adapter_team_mapping::RemoveVmNetworkAdapterTeamMapping::SPEC,
];

/// Keeps adapters to this member of their switch's team, or to none.
fn map(
    cx: &mut Context,
    targets: Vec<Target>,
    member: Option<InterfaceName>,
    handed: Handed<Target>,
) -> Flow {
    let edit = Changes {
        team_mapping: Some(member),
        ..Changes::default()
    };
    let intent = &|target: &Target| Intent::SetAdapter {
        vm: target.vm,
        adapter: target.alias.clone(),
        changes: Box::new(edit.clone()),
    };
    change_each(cx, targets, intent, handed)
}

/// The mapping of an adapter, where it has one.
fn mapping(reader: &Reader<'_>, found: &Found<'_>, _: &Target) -> Vec<Value> {
    let mapping = reader.team_mapping(found);
    mapping.map(Emit::into_value).into_iter().collect()
}
