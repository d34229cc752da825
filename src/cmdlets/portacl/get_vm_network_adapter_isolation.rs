//! `Get-VMNetworkAdapterIsolation`.

use crate::adapters::AdapterQuery;
use crate::host_access::{HostAccess, computer_name};
use crate::reader::{Reader, SCOPE};
use crate::types::VmNetworkAdapterIsolationSetting;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

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
            cx.emit(reader.isolation(&found).into_value())?;
        }
        Ok(())
    }
}
