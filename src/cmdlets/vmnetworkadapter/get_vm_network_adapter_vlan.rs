//! `Get-VMNetworkAdapterVlan`.

use super::targets::{fits, no_adapter, of_objects};
use crate::backend::model::Vm;
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::reader::{Reader, SCOPE};
use crate::cmdlets::remote::{self, Checkpoint, CimSession, Credential};
use crate::cmdlets::types::{AnyAdapter, VirtualMachine, VmNetworkAdapterVlanSetting};
use crate::cmdlets::{complete, selection, unsupported};
use crate::shell::cmdlet::{Cmdlet, Emit};
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::wildcard::has_wildcards;
use iovsh_derive::Cmdlet;
use std::sync::Arc;

/// Gets the VLAN settings of virtual network adapters.
///
/// Without parameters: of all virtual machines and of the host. The host's own port is always untagged.
///
/// # Examples
/// ```iovsh
/// PS> Get-VMNetworkAdapterVlan -VMName web1
/// VMName VMNetworkAdapterName Mode     VlanList
/// ------ -------------------- ----     --------
/// web1   Network Adapter      Untagged
/// PS> Get-VMNetworkAdapter -VMName web1 | Get-VMNetworkAdapterVlan | Format-List OperationMode, AccessVlanId
/// OperationMode : Untagged
/// AccessVlanId  : 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMNetworkAdapterVlan", module = "Hyper-V", default_set = "VMName", output = VmNetworkAdapterVlanSetting)]
pub struct GetVmNetworkAdapterVlan {
    /// Accepted; checkpoints are not part of this version.
    #[param(
        set = "VMSnapshot",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "VMCheckpoint"
    )]
    vm_snapshot: Option<Checkpoint>,
    /// Virtual machines; all, and the host, when it is not given. Wildcards are allowed.
    #[param(set = "VMName", position = 0, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Adapters that Get-VMNetworkAdapter gave.
    #[param(set = "ResourceObject", position = 0, mandatory, from_pipeline)]
    vm_network_adapter: Vec<AnyAdapter>,
    /// The host's own adapters, not those of virtual machines.
    #[param(set = "ManagementOS", mandatory)]
    management_os: bool,
    /// The adapter's name. Wildcards are allowed.
    #[param(set = "VMObject", set = "VMName", set = "ManagementOS", complete = complete::adapters)]
    vm_network_adapter_name: Option<String>,
    /// Sessions to other hosts. Only the selected host can be managed so far.
    #[param(set = "VMName", set = "ManagementOS")]
    cim_session: Vec<CimSession>,
    /// The host. Only the selected one can be managed so far.
    #[param(set = "VMName", set = "ManagementOS")]
    computer_name: Vec<String>,
    /// Credentials for another host; the local host needs none.
    #[param(set = "ManagementOS", set = "VMName")]
    credential: Vec<Credential>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
}

impl Cmdlet for GetVmNetworkAdapterVlan {
    fn process(&mut self, cx: &mut Context) -> Flow {
        remote::check(cx, &self.computer_name, &self.cim_session)?;
        unsupported::refuse(cx, &[("VMSnapshot", unsupported::CHECKPOINT)])?;
        let state = cx.snapshot(&SCOPE)?;
        let reader = Reader::new(&state, computer_name(cx)?);
        if !self.vm_network_adapter.is_empty() {
            for object in &self.vm_network_adapter {
                match object {
                    AnyAdapter::Vm(object) => {
                        // One that went away since it was read has no settings any more.
                        let vm = state.vm(object.vm);
                        match vm.and_then(|vm| Some((vm, vm.adapter(&object.alias)?))) {
                            Some((vm, adapter)) => {
                                cx.emit(reader.vlan(vm, adapter).into_value())?
                            }
                            None => cx.error(selection::missing(
                                "Adapter.NotFound",
                                "network adapter",
                                &object.name,
                                std::iter::empty(),
                            ))?,
                        }
                    }
                    AnyAdapter::Host(object) => {
                        cx.emit(reader.host_vlan(object.as_ref().clone()).into_value())?;
                    }
                }
            }
            return Ok(());
        }
        let name = self.vm_network_adapter_name.as_deref();
        let everything = self.vm.is_empty() && self.vm_name.is_empty();
        let machines: Vec<&Vm> = if self.management_os {
            Vec::new()
        } else if everything {
            state.vms.iter().collect()
        } else if self.vm.is_empty() {
            selection::by_name(cx, &state.vms, &self.vm_name)?
        } else {
            of_objects(cx, &state, &self.vm)?
        };
        if everything {
            for adapter in reader.host_adapters() {
                if fits(name, &adapter.name) {
                    cx.emit(reader.host_vlan(adapter).into_value())?;
                }
            }
        }
        for vm in machines {
            let mut seen = false;
            for adapter in &vm.adapters {
                if fits(name, &adapter.settings.name) {
                    seen = true;
                    cx.emit(reader.vlan(vm, adapter).into_value())?;
                }
            }
            if let Some(name) = name
                && !seen
                && !everything
                && !has_wildcards(name)
            {
                cx.error(no_adapter(vm, name))?;
            }
        }
        Ok(())
    }
}
