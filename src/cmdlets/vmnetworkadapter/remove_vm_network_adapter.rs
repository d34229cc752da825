//! `Remove-VMNetworkAdapter`.

use crate::adapters::{self, Handed, change_each};
use crate::complete;
use crate::remote::Remote;
use crate::types::{AnyAdapter, VirtualMachine, VmInternalNetworkAdapter, VmNetworkAdapter};
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Removes virtual network adapters: without -Name all that the virtual machine has.
///
/// -Name says which adapters are meant; wildcards are allowed. Without -Name every adapter of the virtual machine is removed, and
/// nobody is asked. -WhatIf shows first which these are, and -Confirm asks for each by itself.
///
/// With -ManagementOS an adapter of the host itself is removed, with the addresses on it, which a warning names; the addresses of a
/// switch's bridge go back to the network adapter below. One that carries the default route, the ssh session or the host's disks stays.
///
/// # Examples
/// One of two adapters:
/// ```iovsh
/// PS> Add-VMNetworkAdapter web1 -Name backup
/// PS> Remove-VMNetworkAdapter web1 -Name backup
/// PS> Get-VMNetworkAdapter web1 | ForEach-Object Name
/// Network Adapter
/// ```
/// All that a virtual machine has:
/// ```iovsh
/// PS> Add-VMNetworkAdapter web1 -Name backup
/// PS> Remove-VMNetworkAdapter web1
/// WARNING: Without -Name all network adapters are removed: 'Network Adapter', 'backup'.
/// PS> @(Get-VMNetworkAdapter web1).Count
/// 0
/// ```
/// What would be done:
/// ```iovsh
/// PS> Remove-VMNetworkAdapter -VMName web1 -WhatIf
/// What if: Performing the operation "Remove-VMNetworkAdapter" on target "web1: Network Adapter".
///   # Detach 'Network Adapter' from 'web1'
///     virsh detach-device-alias --config web1 ua-10010001
///   # Forget the settings of 'Network Adapter'
///     virsh metadata --config --key iovsh '--set=<vm>{"version":1,"generation":2,"notes":"","adapters":[]}</vm>' web1 urn:iovsh:vm:1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMNetworkAdapter", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapter, output = VmInternalNetworkAdapter, output = "Microsoft.HyperV.PowerShell.VMNetworkAdapterBase")]
pub struct RemoveVmNetworkAdapter {
    /// Adapters that Get-VMNetworkAdapter gave.
    #[param(set = "ResourceObject", position = 0, mandatory, from_pipeline)]
    vm_network_adapter: Vec<AnyAdapter>,
    /// Removes an adapter of the host itself.
    #[param(set = "ManagementOS", mandatory)]
    management_os: bool,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// The adapter's name. Wildcards are allowed. Without it all adapters of the virtual machine are meant.
    #[param(set = "ManagementOS", set = "VMName", set = "VMObject", alias = "VMNetworkAdapterName", complete = complete::adapters)]
    name: Given<String>,
    /// With -ManagementOS: the switch that it is on.
    #[param(set = "ManagementOS", complete = complete::switches, not_null_or_empty)]
    switch_name: Given<String>,
    /// Hands on the object that was changed.
    passthru: bool,
    #[flatten(set = "ManagementOS", set = "VMName")]
    remote: Remote,
}

impl Cmdlet for RemoveVmNetworkAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let targets = if self.management_os {
            if self.switch_name.is_none() && self.name.is_none() {
                return Err(ShellError::new(
                    "Switch.NameMissing",
                    ErrorCategory::InvalidArgument,
                    "Which adapter of the host is meant was not said.",
                )
                .help("Give its name with -Name or its switch with -SwitchName; Get-VMNetworkAdapter -ManagementOS lists them.")
                .into());
            }
            adapters::of_host(cx, self.name.as_deref(), self.switch_name.as_deref())?
        } else {
            adapters::chosen(
                cx,
                &self.vm_name,
                &self.vm,
                &self.vm_network_adapter,
                self.name.as_deref(),
            )?
        };
        let all_of_some = !self.management_os
            && self.name.is_none()
            && self.vm_network_adapter.is_empty()
            && targets
                .iter()
                .enumerate()
                .any(|(n, one)| targets.iter().take(n).any(|other| other.vm == one.vm));
        if all_of_some && !cx.is_what_if() {
            let names = adapters::names(cx, &targets)?;
            cx.warning(format!(
                "Without -Name all network adapters are removed: {}.",
                names.join(", ")
            ))?;
        }
        change_each(
            cx,
            targets,
            &|target| Intent::RemoveAdapter {
                vm: target.vm,
                adapter: target.alias.clone(),
            },
            Handed::before(self.passthru, adapters::adapter),
        )
    }
}
