//! `Get-VMNetworkAdapterIsolation`.

use crate::cmdlets::adapters::{AdapterQuery, Found};
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::reader::{Reader, SCOPE};
use crate::cmdlets::types::VmNetworkAdapterIsolationSetting;
use crate::shell::cmdlet::{Cmdlet, Emit};
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

/// Gets the isolation of virtual network adapters: a VLAN, or none.
///
/// It is another view of what Get-VMNetworkAdapterVlan shows of an access port.
///
/// # Examples
/// ```iovsh
/// PS> Set-VMNetworkAdapterVlan -VMName web1 -Access -VlanId 42
/// PS> Get-VMNetworkAdapterIsolation -VMName web1 | Format-List IsolationMode, DefaultIsolationID
/// IsolationMode      : Vlan
/// DefaultIsolationID : 42
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMNetworkAdapterIsolation", module = "Hyper-V", default_set = "VMName", output = VmNetworkAdapterIsolationSetting)]
pub struct GetVmNetworkAdapterIsolation {
    #[flatten]
    query: AdapterQuery,
}

impl Cmdlet for GetVmNetworkAdapterIsolation {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let reader = Reader::new(&state, computer_name(cx)?);
        for found in self.query.found(cx, &state, &reader)? {
            let setting = match found {
                Found::Vm(vm, adapter) => reader.isolation(vm, adapter),
                Found::Host(adapter) => reader.host_isolation(adapter),
            };
            cx.emit(setting.into_value())?;
        }
        Ok(())
    }
}
