//! `Disconnect-VMNetworkAdapter`.

use super::planned::reconnect;
use crate::adapters::{self, Handed, change_each};
use crate::complete;
use crate::remote::Remote;
use crate::types::VmNetworkAdapter;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Disconnects virtual network adapters from their switch.
///
/// # Examples
/// ```iovsh
/// PS> Disconnect-VMNetworkAdapter -VMName web1 -Passthru | Format-List Name, SwitchName, Connected
/// Name       : Network Adapter
/// SwitchName :
/// Connected  : False
/// ```
/// All that are on one switch:
/// ```iovsh
/// PS> New-VMSwitch lan -SwitchType Private | Out-Null
/// PS> Connect-VMNetworkAdapter -VMName web* -SwitchName lan
/// PS> Get-VM | Get-VMNetworkAdapter | Where-Object SwitchName -eq lan | Disconnect-VMNetworkAdapter
/// PS> @(Get-VM | Get-VMNetworkAdapter | Where-Object Connected).Count
/// 0
/// ```
/// One on a virtual function gives it back, and says why it has none:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter web1 -SwitchName lan
/// PS> Set-VMNetworkAdapter web1 -IovWeight 100
/// PS> Start-VM web1
/// PS> Disconnect-VMNetworkAdapter web1 -WarningAction SilentlyContinue
/// PS> Get-VMNetworkAdapter web1 | Format-List IovUsage, IovReasonDescription
/// IovUsage             : 0
/// IovReasonDescription : {The adapter is connected to no switch. Next step: Connect-VMNetworkAdapter -VMName
///                        web1 -SwitchName lan}
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disconnect", noun = "VMNetworkAdapter", module = "Hyper-V", default_set = "Name", impact = Medium, output = VmNetworkAdapter)]
pub struct DisconnectVmNetworkAdapter {
    /// Adapters that Get-VMNetworkAdapter gave.
    #[param(set = "Obj", position = 0, mandatory, from_pipeline)]
    vm_network_adapter: Vec<Arc<VmNetworkAdapter>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Names of adapters. Wildcards are allowed.
    #[param(set = "Name", position = 1, alias = "VMNetworkAdapterName", complete = complete::adapters, not_null_or_empty)]
    name: Given<Vec<String>>,
    /// Hands on the object that was changed.
    passthru: bool,
    #[flatten(set = "Name")]
    remote: Remote,
}

impl Cmdlet for DisconnectVmNetworkAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if reconnect(cx, &mut self.vm_network_adapter, None, self.passthru)? {
            return Ok(());
        }
        let objects = &self.vm_network_adapter;
        let targets = adapters::chosen_by_names(cx, &self.vm_name, objects, self.name.as_deref())?;
        change_each(
            cx,
            targets,
            &|target| Intent::DisconnectAdapter {
                vm: target.vm,
                adapter: target.alias.clone(),
            },
            Handed::after(self.passthru, adapters::adapter),
        )
    }
}
