//! `Get-VMNetworkAdapter`.

use crate::adapters::{fits, no_adapter, no_host_adapter, of_objects};
use crate::host_access::{HostAccess, computer_name};
use crate::reader::{Reader, SCOPE, look};
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmInternalNetworkAdapter, VmNetworkAdapter, VmSnapshot};
use crate::{complete, selection};
use iovsh_backend::model::Vm;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::has_wildcards;
use std::sync::Arc;

/// Gets the virtual network adapters of virtual machines, or of the host.
///
/// `IovWeight` is the wish, the rest is what is: `IovUsage` is 1 when the adapter has a virtual function, `VFDataPathActive` is
/// True when the guest really sends through it. When a wish could not be met, `Status` is Degraded, `IovReason` (Linux only)
/// has Hyper-V's code for it and `StatusDescription` the sentence.
///
/// # Examples
/// ```iovsh
/// PS> Get-VMNetworkAdapter -VMName web1
/// Name            IsManagementOs VMName SwitchName MacAddress   Status IPAddresses
/// ----            -------------- ------ ---------- ----------   ------ -----------
/// Network Adapter False          web1              00155D100000 {}     {}
/// ```
/// Who asks for a virtual function, and who has one:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Get-VM web* | Get-VMNetworkAdapter | Connect-VMNetworkAdapter -SwitchName lan
/// PS> Get-VM web* | Set-VMNetworkAdapter -IovWeight 100
/// PS> Start-VM web1
/// PS> Get-VMNetworkAdapter * | Where-Object IovWeight -gt 0 | Format-Table VMName, IovWeight, IovUsage
/// VMName IovWeight IovUsage
/// ------ --------- --------
/// web1         100        1
/// web2         100        0
/// ```
/// The adapters of the host itself on switches, of which the first is called as the switch:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Get-VMNetworkAdapter -ManagementOS | Format-List Name, SwitchName, IsManagementOs
/// Name           : lan
/// SwitchName     : lan
/// IsManagementOs : True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMNetworkAdapter", module = "Hyper-V", default_set = "VMName", output = VmNetworkAdapter, output = VmInternalNetworkAdapter, output = "Microsoft.HyperV.PowerShell.VMNetworkAdapterBase")]
pub struct GetVmNetworkAdapter {
    /// Only emulated adapters, or only the others.
    #[param(set = "VMName", set = "VMObject")]
    is_legacy: Option<bool>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// The adapter's name. Wildcards are allowed.
    #[param(position = 1, alias = "VMNetworkAdapterName", complete = complete::adapters)]
    name: Given<String>,
    /// The adapters of all virtual machines and of the host.
    #[param(set = "All", mandatory)]
    all: bool,
    /// The host's own adapters, not those of virtual machines.
    #[param(set = "ManagementOS", mandatory)]
    management_os: bool,
    /// A checkpoint that Get-VMSnapshot gave: the adapters that the machine had then.
    #[param(
        set = "VMSnapshot",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMCheckpoint"
    )]
    vm_snapshot: Option<Arc<VmSnapshot>>,
    /// Only adapters on this switch.
    #[param(set = "ManagementOS", complete = complete::switches, not_null_or_empty)]
    switch_name: Given<String>,
    #[flatten(set = "All", set = "ManagementOS", set = "VMName")]
    remote: Remote,
}

impl Cmdlet for GetVmNetworkAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if let Some(checkpoint) = &self.vm_snapshot {
            let adapters = checkpoint.network_adapters.iter();
            let wanted = adapters.filter(|a| fits(self.name.as_deref(), &a.name));
            for adapter in wanted {
                cx.emit(adapter.clone().into_value())?;
            }
            return Ok(());
        }
        let state = if self.management_os || self.all {
            cx.snapshot(&SCOPE)?
        } else {
            look(cx)?
        };
        let reader = Reader::new(&state, computer_name(cx)?).told_in(cx);
        if self.management_os || self.all {
            let all = reader.host_adapters();
            let known: Vec<String> = all.iter().map(|own| own.name.clone()).collect();
            let mut seen = false;
            for adapter in all {
                if fits(self.name.as_deref(), &adapter.name)
                    && fits(self.switch_name.as_deref(), &adapter.switch_name)
                {
                    seen = true;
                    cx.emit(adapter.into_value())?;
                }
            }
            if let Some(name) = self.name.as_ref()
                && self.management_os
                && !seen
                && !has_wildcards(name)
            {
                cx.error(no_host_adapter(name, &known))?;
            }
        }
        if self.management_os {
            return Ok(());
        }
        let machines: Vec<&Vm> = if self.all {
            state.vms.iter().collect()
        } else if !self.vm.is_empty() {
            of_objects(cx, &state, &self.vm)?
        } else {
            selection::by_name(cx, &state.vms, &self.vm_name)?
        };
        for vm in machines {
            let functions = vm.other_devices.iter();
            let functions = functions.filter(|at| state.vf(**at).is_some()).count();
            if vm.adapters.is_empty() && functions > 0 && !self.all {
                cx.warning(format!(
                    "'{}' has no network adapter. Another tool gave it {functions} virtual functions as PCI devices. Next step: Get-NetAdapterSriovVf",
                    vm.name
                ))?;
            }
            let mut seen = false;
            for adapter in &vm.adapters {
                if fits(self.name.as_deref(), &adapter.settings.name) {
                    seen = true;
                    if self.is_legacy.is_none_or(|legacy| legacy != adapter.virtio) {
                        cx.emit(reader.adapter(vm, adapter).into_value())?;
                    }
                }
            }
            if let Some(name) = self.name.as_ref()
                && !seen
                && !self.all
                && !has_wildcards(name)
            {
                cx.error(no_adapter(vm, name))?;
            }
        }
        Ok(())
    }
}
