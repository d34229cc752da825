//! Cmdlets of Microsoft's module about adapters that cannot mean anything on this host: each answers `NotSupported` with the reason.

mod add_vm_network_adapter_routing_domain_mapping;
mod get_vm_network_adapter_failover_configuration;
mod get_vm_network_adapter_rdma;
mod get_vm_network_adapter_routing_domain_mapping;
mod get_vm_network_adapter_team_mapping;
mod remove_vm_network_adapter_routing_domain_mapping;
mod remove_vm_network_adapter_team_mapping;
mod set_vm_network_adapter_failover_configuration;
mod set_vm_network_adapter_rdma;
mod set_vm_network_adapter_routing_domain_mapping;
mod set_vm_network_adapter_team_mapping;
mod test_vm_network_adapter;

use crate::cmdlets::complete;
use crate::cmdlets::remote::{CimSession, Credential};
use crate::cmdlets::types::{AnyAdapter, VirtualMachine};
use crate::shell::cmdlet::{CmdletSpec, Declared};
use crate::shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_derive::Parameters;
use std::sync::Arc;

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    add_vm_network_adapter_routing_domain_mapping::AddVmNetworkAdapterRoutingDomainMapping::SPEC,
    set_vm_network_adapter_routing_domain_mapping::SetVmNetworkAdapterRoutingDomainMapping::SPEC,
    remove_vm_network_adapter_routing_domain_mapping::RemoveVmNetworkAdapterRoutingDomainMapping::SPEC,
    get_vm_network_adapter_routing_domain_mapping::GetVmNetworkAdapterRoutingDomainMapping::SPEC,
    get_vm_network_adapter_team_mapping::GetVmNetworkAdapterTeamMapping::SPEC,
    set_vm_network_adapter_team_mapping::SetVmNetworkAdapterTeamMapping::SPEC,
    remove_vm_network_adapter_team_mapping::RemoveVmNetworkAdapterTeamMapping::SPEC,
    get_vm_network_adapter_rdma::GetVmNetworkAdapterRdma::SPEC,
    set_vm_network_adapter_rdma::SetVmNetworkAdapterRdma::SPEC,
    get_vm_network_adapter_failover_configuration::GetVmNetworkAdapterFailoverConfiguration::SPEC,
    set_vm_network_adapter_failover_configuration::SetVmNetworkAdapterFailoverConfiguration::SPEC,
    test_vm_network_adapter::TestVmNetworkAdapter::SPEC,
];

/// One adapter, as the cmdlets about its place in a team and its RDMA name it.
#[derive(Parameters)]
pub struct OneAdapter {
    /// The host's own adapter, not that of a virtual machine.
    #[param(set = "ManagementOS", mandatory)]
    management_os: bool,
    /// Sessions to other hosts.
    #[param(set = "VMName", set = "ManagementOS")]
    cim_session: Vec<CimSession>,
    /// The host.
    #[param(set = "VMName", set = "ManagementOS")]
    computer_name: Vec<String>,
    /// Credentials for another host.
    #[param(set = "VMName", set = "ManagementOS")]
    credential: Vec<Credential>,
    /// The virtual machine.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Option<String>,
    /// An adapter that Get-VMNetworkAdapter gave.
    #[param(set = "ResourceObject", position = 0, mandatory, from_pipeline)]
    vm_network_adapter: Option<AnyAdapter>,
    /// A virtual machine that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Option<Arc<VirtualMachine>>,
    /// Hands on what was changed.
    passthru: bool,
}

/// The answer.
fn refuse(cmdlet: &'static str, why: &str) -> Flow {
    Err(ShellError::new(
        "NotSupported",
        ErrorCategory::NotImplemented,
        format!("There is no such thing on this host: {why}"),
    )
    .exception("System.NotSupportedException")
    .target(cmdlet)
    .into())
}
