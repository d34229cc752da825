//! `Add-VMNetworkAdapterRoutingDomainMapping`.

use super::refuse;
use crate::adapters::Adapters;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Not supported: routing domains of network virtualization.
///
/// It is there so that scripts get a clear answer: routing domains belong to network virtualization, which this host does not have.
#[derive(Cmdlet)]
#[cmdlet(unsupported, verb = "Add", noun = "VMNetworkAdapterRoutingDomainMapping", module = "Hyper-V", default_set = "VMName", impact = Medium, output = "Microsoft.HyperV.PowerShell.VMNetworkAdapterRoutingDomainSetting")]
pub struct AddVmNetworkAdapterRoutingDomainMapping {
    /// The domain's id.
    #[param(name = "RoutingDomainID", position = 1, mandatory)]
    routing_domain_id: Option<Guid>,
    /// The domain's name.
    #[param(position = 2, mandatory)]
    routing_domain_name: Option<String>,
    /// Subnets of the domain.
    #[param(name = "IsolationID", position = 3, mandatory)]
    isolation_id: Vec<i32>,
    /// Names of the subnets.
    #[param(position = 4)]
    isolation_name: Vec<String>,
    /// Hands on what was changed.
    passthru: bool,
    #[flatten]
    adapters: Adapters,
}

impl Cmdlet for AddVmNetworkAdapterRoutingDomainMapping {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        refuse(
            "Add-VMNetworkAdapterRoutingDomainMapping",
            "routing domains belong to network virtualization, which this host does not have.",
        )
    }
}
