//! `Get-VMNetworkAdapterTeamMapping`.

use super::{OneAdapter, refuse};
use crate::cmdlets::complete;
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

/// Not supported: the member of a team that an adapter uses.
///
/// It is there so that scripts get a clear answer: a switch has one network adapter, so there is nothing to choose from.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "VMNetworkAdapterTeamMapping",
    module = "Hyper-V",
    default_set = "VMName"
)]
pub struct GetVmNetworkAdapterTeamMapping {
    /// The adapter's name.
    #[param(set = "VMObject", set = "VMName", set = "ManagementOS", alias = "VMNetworkAdapterName", complete = complete::adapters)]
    name: Option<String>,
    /// The switch of the host's own adapter.
    #[param(set = "ManagementOS", complete = complete::switches)]
    switch_name: Option<String>,
    #[flatten]
    adapters: OneAdapter,
}

impl Cmdlet for GetVmNetworkAdapterTeamMapping {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        refuse(
            "Get-VMNetworkAdapterTeamMapping",
            "a switch has one network adapter, so there is nothing to choose from.",
        )
    }
}
