//! Cmdlets of Microsoft's module about adapters that cannot mean anything on this host: each answers `NotSupported` with the reason.

mod add_vm_network_adapter_routing_domain_mapping;
mod get_vm_network_adapter_failover_configuration;
mod get_vm_network_adapter_rdma;
mod get_vm_network_adapter_routing_domain_mapping;
mod remove_vm_network_adapter_routing_domain_mapping;
mod set_vm_network_adapter_failover_configuration;
mod set_vm_network_adapter_rdma;
mod set_vm_network_adapter_routing_domain_mapping;
mod test_vm_network_adapter;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    add_vm_network_adapter_routing_domain_mapping::AddVmNetworkAdapterRoutingDomainMapping::SPEC,
    set_vm_network_adapter_routing_domain_mapping::SetVmNetworkAdapterRoutingDomainMapping::SPEC,
    remove_vm_network_adapter_routing_domain_mapping::RemoveVmNetworkAdapterRoutingDomainMapping::SPEC,
    get_vm_network_adapter_routing_domain_mapping::GetVmNetworkAdapterRoutingDomainMapping::SPEC,
    get_vm_network_adapter_rdma::GetVmNetworkAdapterRdma::SPEC,
    set_vm_network_adapter_rdma::SetVmNetworkAdapterRdma::SPEC,
    get_vm_network_adapter_failover_configuration::GetVmNetworkAdapterFailoverConfiguration::SPEC,
    set_vm_network_adapter_failover_configuration::SetVmNetworkAdapterFailoverConfiguration::SPEC,
    test_vm_network_adapter::TestVmNetworkAdapter::SPEC,
];

/// The answer.
pub(super) fn refuse(cmdlet: &'static str, why: &str) -> Flow {
    Err(ShellError::new(
        "NotSupported",
        ErrorCategory::NotImplemented,
        format!("There is no such thing on this host: {why}"),
    )
    .exception("System.NotSupportedException")
    .target(cmdlet)
    .into())
}
