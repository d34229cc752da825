//! `Get-VMNetworkAdapterVlan`.

use crate::adapters::AdapterQuery;
use crate::host_access::{HostAccess, computer_name};
use crate::reader::{Reader, SCOPE};
use crate::types::VmNetworkAdapterVlanSetting;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

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
            cx.emit(reader.vlan(&found).into_value())?;
        }
        Ok(())
    }
}
