//! `Remove-VMNetworkAdapter`.

use super::targets;
use crate::backend::Scope;
use crate::backend::policy::adapter;
use crate::cmdlets::complete;
use crate::cmdlets::door::Hosts;
use crate::cmdlets::remote::{self, CimSession, Credential};
use crate::cmdlets::types::{AnyAdapter, VirtualMachine, VmNetworkAdapter};
use crate::shell::cmdlet::{Cmdlet, Emit};
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;
use std::sync::Arc;

/// Removes virtual network adapters.
///
/// # Examples
/// What would be done:
/// ```iovsh
/// PS> Remove-VMNetworkAdapter -VMName web1 -WhatIf
/// What if: Performing the operation "Remove-VMNetworkAdapter" on target "web1: Network Adapter".
///   Detach 'Network Adapter' from 'web1'
///     virsh detach-device-alias --config web1 ua-10010001
///   Forget the settings of 'Network Adapter'
///     virsh metadata --config --key iovsh '--set=<vm>{&quot;version&quot;:1,&quot;generation&quot;:2,&quot;notes&quot;:&quot;&quot;,&quot;adapters&quot;:[]}</vm>' web1 urn:iovsh:vm:1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMNetworkAdapter", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapter)]
pub struct RemoveVmNetworkAdapter {
    /// Adapters that Get-VMNetworkAdapter gave.
    #[param(set = "ResourceObject", position = 0, mandatory, from_pipeline)]
    vm_network_adapter: Vec<AnyAdapter>,
    /// Takes the host's port on a switch away.
    #[param(set = "ManagementOS", mandatory)]
    management_os: bool,
    /// Sessions to other hosts. Only the selected host can be managed so far.
    #[param(set = "VMName", set = "ManagementOS")]
    cim_session: Vec<CimSession>,
    /// The host. Only the selected one can be managed so far.
    #[param(set = "VMName", set = "ManagementOS")]
    computer_name: Vec<String>,
    /// Credentials for another host; the local host needs none.
    #[param(set = "VMName", set = "ManagementOS")]
    credential: Vec<Credential>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// The adapter's name. Wildcards are allowed.
    #[param(set = "ManagementOS", set = "VMName", set = "VMObject", alias = "VMNetworkAdapterName", complete = complete::adapters)]
    name: Option<String>,
    /// With -ManagementOS: the switch from which the host's port is taken away.
    #[param(set = "ManagementOS", complete = complete::switches)]
    switch_name: Option<String>,
    /// Hands on the object that was changed.
    passthru: bool,
}

impl Cmdlet for RemoveVmNetworkAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        remote::check(cx, &self.computer_name, &self.cim_session)?;
        if self.management_os {
            return targets::host_port(
                cx,
                self.switch_name.as_deref().or(self.name.as_deref()),
                false,
            );
        }
        for target in targets::chosen(
            cx,
            &self.vm_name,
            &self.vm,
            &self.vm_network_adapter,
            self.name.as_deref(),
        )? {
            let before = if self.passthru {
                targets::object(cx, &target)?
            } else {
                None
            };
            let outcome = cx.change(&Scope::PLAN, &mut |state| {
                adapter::remove(state, target.vm, &target.alias)
            })?;
            if outcome.is_done()
                && let Some(object) = before
            {
                cx.emit(object.into_value())?;
            }
        }
        Ok(())
    }
}
