//! `Set-VMNetworkAdapterTeamMapping`.

use super::{OneAdapter, refuse};
use crate::cmdlets::complete;
use crate::cmdlets::types::DisableOnFailoverFeature;
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

/// Not supported: the member of a team that an adapter uses.
///
/// It is there so that scripts get a clear answer: a switch has one network adapter, so there is nothing to choose from.
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMNetworkAdapterTeamMapping", module = "Hyper-V", default_set = "VMName", impact = Medium)]
pub struct SetVmNetworkAdapterTeamMapping {
    /// The adapter's name.
    #[param(set = "VMObject", set = "VMName", set = "ManagementOS", complete = complete::adapters)]
    vm_network_adapter_name: Option<String>,
    /// The member of the team.
    #[param(mandatory, complete = complete::nics)]
    physical_net_adapter_name: Option<String>,
    /// What is turned off when the member fails.
    disable_on_failover: Option<DisableOnFailoverFeature>,
    /// The switch of the host's own adapter.
    #[param(set = "ManagementOS", complete = complete::switches)]
    switch_name: Option<String>,
    #[flatten]
    adapters: OneAdapter,
}

impl Cmdlet for SetVmNetworkAdapterTeamMapping {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        refuse(
            "Set-VMNetworkAdapterTeamMapping",
            "a switch has one network adapter, so there is nothing to choose from.",
        )
    }
}
