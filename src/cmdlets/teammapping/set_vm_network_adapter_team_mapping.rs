//! `Set-VMNetworkAdapterTeamMapping`.

use super::{map, mapping};
use crate::adapters::{Handed, OneAdapter};
use crate::types::{DisableOnFailoverFeature, VmNetworkAdapterTeamMappingSetting};
use crate::{complete, unsupported};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Keeps a virtual network adapter to one member of the team under its switch.
///
/// Its virtual function is one of that member. While the member has no link, one of another member does. Without a mapping the
/// member with the fewest virtual functions in use is taken. On the paravirtual path its frames come and go by that member too; while
/// that one does not work, and for adapters without a mapping, by the member that is active.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter -VMName web1 -SwitchName lan
/// PS> Set-VMNetworkAdapter -VMName web1 -IovWeight 100
/// PS> Set-VMNetworkAdapterTeamMapping -VMName web1 -PhysicalNetAdapterName enp1s0f1
/// PS> Start-VM web1
/// PS> Get-NetAdapterSriovVf | Where-Object VmFriendlyName | Format-Table Name, FunctionID, VmFriendlyName
/// Name     FunctionID VmFriendlyName
/// ----     ---------- --------------
/// enp1s0f1          0 web1
/// ```
/// With -Passthru the mapping comes back:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter -VMName web1 -SwitchName lan
/// PS> Set-VMNetworkAdapterTeamMapping -VMName web1 -PhysicalNetAdapterName enp1s0f1 -Passthru | ForEach-Object NetAdapterName
/// enp1s0f1
/// ```
/// Without a virtual function its frames go by that member too, past the one that is active:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 | Out-Null
/// PS> Connect-VMNetworkAdapter -VMName web1 -SwitchName lan
/// PS> Start-VM web1
/// PS> Set-VMNetworkAdapterTeamMapping -VMName web1 -PhysicalNetAdapterName enp1s0f1
/// PS> (Get-VMSwitchTeam lan).ActiveNetAdapterName
/// enp1s0f0
/// PS> (Get-VMNetworkAdapterTeamMapping -VMName web1).NetAdapterName
/// enp1s0f1
/// ```
/// Two machines on two network adapters:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter -VMName web1, web2 -SwitchName lan
/// PS> Set-VMNetworkAdapterTeamMapping -VMName web1 -PhysicalNetAdapterName enp1s0f0
/// PS> Set-VMNetworkAdapterTeamMapping -VMName web2 -PhysicalNetAdapterName enp1s0f1
/// PS> 'web1', 'web2' | ForEach-Object { (Get-VMNetworkAdapterTeamMapping -VMName $_).NetAdapterName }
/// enp1s0f0
/// enp1s0f1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMNetworkAdapterTeamMapping", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapterTeamMappingSetting)]
pub struct SetVmNetworkAdapterTeamMapping {
    /// The adapter's name.
    #[param(set = "VMObject", set = "VMName", set = "ManagementOS", complete = complete::adapters)]
    vm_network_adapter_name: Given<String>,
    /// Interface name of the member of the team.
    #[param(mandatory, complete = complete::nics)]
    physical_net_adapter_name: Option<String>,
    /// What is turned off when the member fails; only None.
    #[param(not_null_or_empty)]
    disable_on_failover: Option<DisableOnFailoverFeature>,
    /// The switch of the host's own adapter.
    #[param(set = "ManagementOS", complete = complete::switches, not_null_or_empty)]
    switch_name: Given<String>,
    #[flatten]
    adapters: OneAdapter,
}

impl Cmdlet for SetVmNetworkAdapterTeamMapping {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.disable_on_failover == Some(DisableOnFailoverFeature::Rdma) {
            unsupported::refuse("DisableOnFailover", "there is no RDMA of adapters here.")?;
        }
        let name = self
            .physical_net_adapter_name
            .as_deref()
            .unwrap_or_default();
        let member = name.parse().map_err(|_| {
            ShellError::new(
                "Switch.NotMember",
                ErrorCategory::InvalidArgument,
                format!("'{name}' is not the name of a network adapter."),
            )
            .target(name)
            .help("'Get-NetAdapter -Physical' lists them.")
        })?;
        let targets = self.adapters.chosen(
            cx,
            self.vm_network_adapter_name.as_deref(),
            self.switch_name.as_deref(),
        )?;
        let passthru = self.adapters.passes_thru();
        map(cx, targets, Some(member), Handed::after(passthru, mapping))
    }
}
