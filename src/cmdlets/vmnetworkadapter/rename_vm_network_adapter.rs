//! `Rename-VMNetworkAdapter`.

use crate::adapters::{self, Handed, change_each};
use crate::complete;
use crate::remote::Remote;
use crate::types::{AnyAdapter, VirtualMachine, VmInternalNetworkAdapter, VmNetworkAdapter};
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Gives virtual network adapters another name.
///
/// The interface of an adapter of the host is called after it: `vEthernet (NAME)`, unless Rename-NetAdapter gave it a name of its own.
///
/// # Examples
/// ```iovsh
/// PS> Rename-VMNetworkAdapter -VMName web1 -NewName front -Passthru | Format-List Name, VMName
/// Name   : front
/// VMName : web1
/// ```
/// Through the pipeline:
/// ```iovsh
/// PS> Get-VMNetworkAdapter web1 | Rename-VMNetworkAdapter -NewName front
/// PS> (Get-VMNetworkAdapter web1).Name
/// front
/// ```
/// After the switch that each is on:
/// ```iovsh
/// PS> New-VMSwitch lan -SwitchType Private | Out-Null
/// PS> Connect-VMNetworkAdapter -VMName web* -SwitchName lan
/// PS> Get-VM web* | Get-VMNetworkAdapter | ForEach-Object { $_ | Rename-VMNetworkAdapter -NewName $_.SwitchName }
/// PS> Get-VM web* | Get-VMNetworkAdapter | ForEach-Object Name
/// lan
/// lan
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Rename", noun = "VMNetworkAdapter", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapter, output = VmInternalNetworkAdapter, output = "Microsoft.HyperV.PowerShell.VMNetworkAdapterBase")]
pub struct RenameVmNetworkAdapter {
    /// Adapters that Get-VMNetworkAdapter gave.
    #[param(set = "ResourceObject", position = 0, mandatory, from_pipeline)]
    vm_network_adapter: Vec<AnyAdapter>,
    /// The host's own adapters, not those of virtual machines.
    #[param(set = "ManagementOS", mandatory)]
    management_os: bool,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, complete = complete::vms)]
    vm_name: Vec<String>,
    /// The adapter's name. Wildcards are allowed.
    #[param(set = "VMName", set = "VMObject", set = "ManagementOS", position = 1, alias = "VMNetworkAdapterName", complete = complete::adapters)]
    name: Given<String>,
    /// The new name.
    #[param(position = 2, mandatory, not_null_or_empty)]
    new_name: Option<String>,
    /// Hands on the object that was changed.
    passthru: bool,
    #[flatten(set = "ManagementOS", set = "VMName")]
    remote: Remote,
}

impl Cmdlet for RenameVmNetworkAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let new_name = self.new_name.clone().unwrap_or_default();
        let targets = if self.management_os {
            adapters::of_host(cx, self.name.as_deref(), None)?
        } else {
            adapters::chosen(
                cx,
                &self.vm_name,
                &self.vm,
                &self.vm_network_adapter,
                self.name.as_deref(),
            )?
        };
        change_each(
            cx,
            targets,
            &|target| Intent::RenameAdapter {
                vm: target.vm,
                adapter: target.alias.clone(),
                new_name: new_name.to_string(),
            },
            Handed::after(self.passthru, adapters::adapter),
        )
    }
}
