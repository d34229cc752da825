//! `Get-VMNetworkAdapterTeamMapping`.

use super::mapping;
use crate::adapters::{OneAdapter, emit};
use crate::complete;
use crate::types::VmNetworkAdapterTeamMappingSetting;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the member of a team that a virtual network adapter is kept to; nothing for one that is kept to none.
///
/// A mapping outlasts its member: IsInForce says whether that is a member now and works.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter -VMName web1 -SwitchName lan
/// PS> Set-VMNetworkAdapterTeamMapping -VMName web1 -PhysicalNetAdapterName enp1s0f1
/// PS> (Get-VMNetworkAdapterTeamMapping -VMName web1).NetAdapterName
/// enp1s0f1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMNetworkAdapterTeamMapping", module = "Hyper-V", default_set = "VMName", output = VmNetworkAdapterTeamMappingSetting)]
pub struct GetVmNetworkAdapterTeamMapping {
    /// The adapter's name.
    #[param(set = "VMObject", set = "VMName", set = "ManagementOS", alias = "VMNetworkAdapterName", complete = complete::adapters)]
    name: Given<String>,
    /// The switch of the host's own adapter.
    #[param(set = "ManagementOS", complete = complete::switches, not_null_or_empty)]
    switch_name: Given<String>,
    #[flatten]
    adapters: OneAdapter,
}

impl Cmdlet for GetVmNetworkAdapterTeamMapping {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let targets =
            self.adapters
                .chosen(cx, self.name.as_deref(), self.switch_name.as_deref())?;
        emit(cx, &targets, &mapping)
    }
}
