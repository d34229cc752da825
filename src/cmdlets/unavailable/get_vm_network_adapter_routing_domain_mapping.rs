//! `Get-VMNetworkAdapterRoutingDomainMapping`.

use super::refuse;
use crate::cmdlets::adapters::AdapterQuery;
use crate::shell::argument::Guid;
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

/// Not supported: routing domains of network virtualization.
///
/// It is there so that scripts get a clear answer: routing domains belong to network virtualization, which this host does not have.
#[derive(Cmdlet)]
#[cmdlet(
    unsupported,
    verb = "Get",
    noun = "VMNetworkAdapterRoutingDomainMapping",
    module = "Hyper-V",
    default_set = "VMName",
    output = "Microsoft.HyperV.PowerShell.VMNetworkAdapterRoutingDomainSetting"
)]
pub struct GetVmNetworkAdapterRoutingDomainMapping {
    /// The domain's id.
    #[param(name = "RoutingDomainID")]
    routing_domain_id: Option<Guid>,
    /// The domain's name.
    routing_domain_name: Option<String>,
    #[flatten]
    adapters: AdapterQuery,
}

impl Cmdlet for GetVmNetworkAdapterRoutingDomainMapping {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        refuse(
            "Get-VMNetworkAdapterRoutingDomainMapping",
            "routing domains belong to network virtualization, which this host does not have.",
        )
    }
}
