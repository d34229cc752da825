//! Which member of a switch's team an adapter is kept to.

mod get_vm_network_adapter_team_mapping;
mod remove_vm_network_adapter_team_mapping;
mod set_vm_network_adapter_team_mapping;

use crate::backend::model::InterfaceName;
use crate::backend::policy::adapter::{self, Changes};
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::portacl::change;
use crate::cmdlets::reader::{Reader, SCOPE};
use crate::cmdlets::vmnetworkadapter::Target;
use crate::shell::cmdlet::{CmdletSpec, Declared, Emit};
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::value::Value;

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_vm_network_adapter_team_mapping::GetVmNetworkAdapterTeamMapping::SPEC,
    set_vm_network_adapter_team_mapping::SetVmNetworkAdapterTeamMapping::SPEC,
    remove_vm_network_adapter_team_mapping::RemoveVmNetworkAdapterTeamMapping::SPEC,
];

/// Keeps adapters to a member, or no longer to any; gives those that were changed.
fn map(cx: &mut Context, targets: Vec<Target>, member: Option<InterfaceName>) -> Flow<Vec<Target>> {
    let edit = Changes {
        team_mapping: Some(member),
        ..Changes::default()
    };
    change(cx, targets, &|state, vm, alias| {
        adapter::set(state, vm, alias, &edit)
    })
}

/// The mapping of each adapter that has one, as an object.
fn mappings(cx: &mut Context, targets: &[Target]) -> Flow<Vec<Value>> {
    let state = cx.snapshot(&SCOPE)?;
    let reader = Reader::new(&state, computer_name(cx)?);
    let mapping = |target: &Target| {
        let vm = state.vm(target.vm)?;
        reader.team_mapping(vm, vm.adapter(&target.alias)?)
    };
    Ok(targets
        .iter()
        .filter_map(mapping)
        .map(Emit::into_value)
        .collect())
}
