//! `Get-VMNetworkAdapterAcl`.

use crate::adapters::AdapterQuery;
use crate::host_access::{HostAccess, computer_name};
use crate::reader::{Reader, SCOPE};
use crate::types::VmNetworkAdapterAclSetting;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the port ACLs of virtual network adapters.
///
/// Without parameters: of the host and of all virtual machines. Of an ACL that meters, MeteredMegabytes is what it has counted since the
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
            for acl in &found.settings().acls {
                cx.emit(reader.acl(&found, acl).into_value())?;
            }
        }
        Ok(())
    }
}
