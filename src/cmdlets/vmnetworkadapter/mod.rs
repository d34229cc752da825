//! Virtual network adapters.

mod add_vm_network_adapter;
mod connect_vm_network_adapter;
mod disconnect_vm_network_adapter;
mod get_vm_network_adapter;
mod get_vm_network_adapter_vlan;
mod planned;
mod remove_vm_network_adapter;
mod rename_vm_network_adapter;
mod set_vm_network_adapter;
mod set_vm_network_adapter_vlan;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_vm_network_adapter::GetVmNetworkAdapter::SPEC,
    get_vm_network_adapter_vlan::GetVmNetworkAdapterVlan::SPEC,
    set_vm_network_adapter::SetVmNetworkAdapter::SPEC,
    set_vm_network_adapter_vlan::SetVmNetworkAdapterVlan::SPEC,
    add_vm_network_adapter::AddVmNetworkAdapter::SPEC,
    remove_vm_network_adapter::RemoveVmNetworkAdapter::SPEC,
    rename_vm_network_adapter::RenameVmNetworkAdapter::SPEC,
    connect_vm_network_adapter::ConnectVmNetworkAdapter::SPEC,
    disconnect_vm_network_adapter::DisconnectVmNetworkAdapter::SPEC,
];
