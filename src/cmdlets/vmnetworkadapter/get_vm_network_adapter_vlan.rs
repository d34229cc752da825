//! `Get-VMNetworkAdapterVlan`.

use crate::cmdlets::adapters::{AdapterQuery, Found};
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::reader::{Reader, SCOPE};
use crate::cmdlets::types::VmNetworkAdapterVlanSetting;
use crate::shell::cmdlet::{Cmdlet, Emit};
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

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
    #[flatten]
    query: AdapterQuery,
}

impl Cmdlet for GetVmNetworkAdapterVlan {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let reader = Reader::new(&state, computer_name(cx)?);
        for found in self.query.found(cx, &state, &reader)? {
            let setting = match found {
                Found::Vm(vm, adapter) => reader.vlan(vm, adapter),
                Found::Host(adapter) => reader.host_vlan(adapter),
            };
            cx.emit(setting.into_value())?;
        }
        Ok(())
    }
}
