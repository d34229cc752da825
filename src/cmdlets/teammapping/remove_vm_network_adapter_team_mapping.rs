//! `Remove-VMNetworkAdapterTeamMapping`.

use super::{map, mapping};
use crate::adapters::{Handed, OneAdapter};
use crate::complete;
use crate::types::VmNetworkAdapterTeamMappingSetting;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Keeps a virtual network adapter to no member of a team any more.
///
/// A virtual function that it has stays.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter -VMName web1 -SwitchName lan
/// PS> Set-VMNetworkAdapterTeamMapping -VMName web1 -PhysicalNetAdapterName enp1s0f1
/// PS> Remove-VMNetworkAdapterTeamMapping -VMName web1
/// PS> Get-VMNetworkAdapterTeamMapping -VMName web1
/// ```
/// With -Passthru what was taken away comes back:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter -VMName web1 -SwitchName lan
/// PS> Set-VMNetworkAdapterTeamMapping -VMName web1 -PhysicalNetAdapterName enp1s0f1
/// PS> Remove-VMNetworkAdapterTeamMapping -VMName web1 -Passthru | ForEach-Object NetAdapterName
/// enp1s0f1
/// ```
/// Through the pipeline:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter -VMName web1 -SwitchName lan
/// PS> Set-VMNetworkAdapterTeamMapping -VMName web1 -PhysicalNetAdapterName enp1s0f1
/// PS> Get-VMNetworkAdapter web1 | Remove-VMNetworkAdapterTeamMapping
/// PS> @(Get-VMNetworkAdapterTeamMapping -VMName web1).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMNetworkAdapterTeamMapping", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapterTeamMappingSetting)]
pub struct RemoveVmNetworkAdapterTeamMapping {
    /// The adapter's name.
    #[param(set = "VMObject", set = "VMName", set = "ManagementOS", alias = "VMNetworkAdapterName", complete = complete::adapters)]
    name: Given<String>,
    /// The switch of the host's own adapter.
    #[param(set = "ManagementOS", complete = complete::switches, not_null_or_empty)]
    switch_name: Given<String>,
    #[flatten]
    adapters: OneAdapter,
}

impl Cmdlet for RemoveVmNetworkAdapterTeamMapping {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let targets =
            self.adapters
                .chosen(cx, self.name.as_deref(), self.switch_name.as_deref())?;
        let passthru = self.adapters.passes_thru();
        map(cx, targets, None, Handed::before(passthru, mapping))
    }
}
