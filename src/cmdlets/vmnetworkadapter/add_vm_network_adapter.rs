//! `Add-VMNetworkAdapter`.

use super::targets;
use crate::backend::Scope;
use crate::backend::model::Uuid;
use crate::backend::policy::adapter::{self, MacChoice, NewAdapter};
use crate::cmdlets::door::Hosts;
use crate::cmdlets::remote::{self, CimSession, Credential};
use crate::cmdlets::types::{OnOffState, VirtualMachine, VmNetworkAdapter};
use crate::cmdlets::{complete, unsupported};
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::{ErrorCategory, Flow, ShellError};
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;
use std::sync::Arc;

/// Adds a virtual network adapter to virtual machines.
///
/// It works on a running machine. With -ManagementOS the host gets a port of its own on a switch.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMNetworkAdapter -VMName web1 -Name storage -Passthru | Format-List Name, VMName, SwitchName
/// Name       : storage
/// VMName     : web1
/// SwitchName :
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "VMNetworkAdapter", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapter)]
pub struct AddVmNetworkAdapter {
    /// Sessions to other hosts. Only the selected host can be managed so far.
    #[param(set = "ManagementOS", set = "VMName")]
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
    /// Gives the host a port of its own on the switch.
    #[param(set = "ManagementOS")]
    management_os: bool,
    /// The switch that it is connected to; nothing when it is not given.
    #[param(complete = complete::switches)]
    switch_name: Option<String>,
    /// Accepted; emulated adapters are refused.
    #[param(set = "VMName", set = "VMObject")]
    is_legacy: Option<bool>,
    /// The adapter's name; 'Network Adapter' when it is not given.
    #[param(alias = "VMNetworkAdapterName")]
    name: Option<String>,
    /// Takes an address from the host's pool.
    dynamic_mac_address: bool,
    /// Accepted; virtual functions on the machine's NUMA node are always preferred.
    numa_aware_placement: Option<bool>,
    /// The MAC address: 12 hexadecimal digits, also with hyphens or colons.
    static_mac_address: Option<String>,
    /// Hands on the object that was changed.
    passthru: bool,
    /// Accepted; there are no resource pools.
    #[param(set = "VMObject", set = "VMName")]
    resource_pool_name: Option<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Accepted, without effect on KVM.
    device_naming: Option<OnOffState>,
}

const NO_EFFECT: unsupported::Reasons = &[
    (
        "NumaAwarePlacement",
        "virtual functions on the machine's NUMA node are always preferred.",
    ),
    ("ResourcePoolName", unsupported::POOL),
    (
        "DeviceNaming",
        "the guest names its devices by their place on the PCI bus.",
    ),
];

impl Cmdlet for AddVmNetworkAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        remote::check(cx, &self.computer_name, &self.cim_session)?;
        unsupported::warn(cx, NO_EFFECT)?;
        if self.management_os {
            return targets::host_port(cx, self.switch_name.as_deref(), true);
        }
        if self.is_legacy == Some(true) {
            return Err(ShellError::new(
                "NotSupported",
                ErrorCategory::NotImplemented,
                "Emulated adapters are not made here: a virtual function needs a virtio adapter beside it.",
            )
            .help("Leave -IsLegacy out.")
            .into());
        }
        let mac = match &self.static_mac_address {
            Some(text) => Some(targets::mac(text)?),
            None => None,
        };
        for vm in targets::machines(cx, &self.vm_name, &self.vm)? {
            let wish = NewAdapter {
                vm,
                id: Uuid::random(),
                name: self
                    .name
                    .clone()
                    .unwrap_or_else(|| "Network Adapter".to_owned()),
                switch: self.switch_name.clone(),
                mac: mac.map_or(MacChoice::Dynamic, MacChoice::Static),
            };
            let outcome = cx.change(&Scope::PLAN, &mut |state| adapter::add(state, &wish))?;
            if outcome.is_done() && self.passthru {
                targets::emit(cx, &targets::Target::of(vm, wish.id))?;
            }
        }
        Ok(())
    }
}
