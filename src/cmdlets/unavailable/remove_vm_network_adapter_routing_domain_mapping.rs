//! `Remove-VMNetworkAdapterRoutingDomainMapping`.

use super::refuse;
use crate::adapters::Adapters;
use crate::types::RoutingDomain;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Not supported: routing domains of network virtualization.
///
/// It is there so that scripts get a clear answer: routing domains belong to network virtualization, which this host does not have.
#[derive(Cmdlet)]
#[cmdlet(unsupported, verb = "Remove", noun = "VMNetworkAdapterRoutingDomainMapping", module = "Hyper-V", default_set = "VMName", impact = Medium, output = "Microsoft.HyperV.PowerShell.VMNetworkAdapterRoutingDomainSetting")]
pub struct RemoveVmNetworkAdapterRoutingDomainMapping {
    /// Mappings that Get-VMNetworkAdapterRoutingDomainMapping gave.
    #[param(
        set = "InputObjectParameter",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    input_object: Vec<RoutingDomain>,
    /// The domain's id.
    #[param(
        name = "RoutingDomainID",
        set = "ResourceObject",
        set = "VMName",
        set = "VMObject",
        set = "ManagementOS"
    )]
    routing_domain_id: Option<Guid>,
    /// The domain's name.
    #[param(
        set = "ResourceObject",
        set = "VMName",
        set = "VMObject",
        set = "ManagementOS"
    )]
    routing_domain_name: Option<String>,
    /// Hands on what was changed.
    passthru: bool,
    #[flatten]
    adapters: Adapters,
}

impl Cmdlet for RemoveVmNetworkAdapterRoutingDomainMapping {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        refuse(
            "Remove-VMNetworkAdapterRoutingDomainMapping",
            "routing domains belong to network virtualization, which this host does not have.",
        )
    }
}
