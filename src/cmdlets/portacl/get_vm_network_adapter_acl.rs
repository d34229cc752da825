//! `Get-VMNetworkAdapterAcl`.

use crate::cmdlets::adapters::{AdapterQuery, Found};
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::reader::{Reader, SCOPE};
use crate::cmdlets::types::VmNetworkAdapterAclSetting;
use crate::shell::cmdlet::{Cmdlet, Emit};
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

/// Gets the port ACLs of virtual network adapters.
///
/// Without parameters: of all virtual machines. Of an ACL that meters, MeteredMegabytes is what it has counted since the
/// machine was started.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMNetworkAdapterAcl -VMName web1 -RemoteIPAddress 10.0.0.0/8 -Direction Both -Action Deny
/// PS> Get-VMNetworkAdapterAcl -VMName web1
/// VMName VMNetworkAdapterName Direction Address           Action
/// ------ -------------------- --------- -------           ------
/// web1   Network Adapter      Inbound   Remote 10.0.0.0/8 Deny
/// web1   Network Adapter      Outbound  Remote 10.0.0.0/8 Deny
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMNetworkAdapterAcl", module = "Hyper-V", default_set = "VMName", output = VmNetworkAdapterAclSetting)]
pub struct GetVmNetworkAdapterAcl {
    #[flatten]
    query: AdapterQuery,
}

impl Cmdlet for GetVmNetworkAdapterAcl {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let reader = Reader::new(&state, computer_name(cx)?);
        for found in self.query.found(cx, &state, &reader)? {
            // The host's own port has none.
            if let Found::Vm(vm, adapter) = found {
                for acl in &adapter.settings.acls {
                    cx.emit(reader.acl(vm, adapter, acl).into_value())?;
                }
            }
        }
        Ok(())
    }
}
