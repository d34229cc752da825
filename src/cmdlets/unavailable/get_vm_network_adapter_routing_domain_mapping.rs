//! `Get-VMNetworkAdapterRoutingDomainMapping`.

use super::refuse;
use crate::adapters::AdapterQuery;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

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
