//! Port ACLs, extended port ACLs and isolation of virtual network adapters.

mod add_vm_network_adapter_acl;
mod add_vm_network_adapter_extended_acl;
mod addresses;
mod get_vm_network_adapter_acl;
mod get_vm_network_adapter_extended_acl;
mod get_vm_network_adapter_isolation;
mod remove_vm_network_adapter_acl;
mod remove_vm_network_adapter_extended_acl;
mod set_vm_network_adapter_isolation;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_vm_network_adapter_acl::GetVmNetworkAdapterAcl::SPEC,
    add_vm_network_adapter_acl::AddVmNetworkAdapterAcl::SPEC,
    remove_vm_network_adapter_acl::RemoveVmNetworkAdapterAcl::SPEC,
    get_vm_network_adapter_extended_acl::GetVmNetworkAdapterExtendedAcl::SPEC,
    add_vm_network_adapter_extended_acl::AddVmNetworkAdapterExtendedAcl::SPEC,
    remove_vm_network_adapter_extended_acl::RemoveVmNetworkAdapterExtendedAcl::SPEC,
    get_vm_network_adapter_isolation::GetVmNetworkAdapterIsolation::SPEC,
    set_vm_network_adapter_isolation::SetVmNetworkAdapterIsolation::SPEC,
];
