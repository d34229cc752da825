//! `Get-VMNetworkAdapterExtendedAcl`.

use crate::adapters::AdapterQuery;
use crate::host_access::{HostAccess, computer_name};
use crate::reader::{Reader, SCOPE};
use crate::types::VmNetworkAdapterExtendedAclSetting;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the extended port ACLs of virtual network adapters.
///
/// Without parameters: of all virtual machines. Those that are looked at first come first.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMNetworkAdapterExtendedAcl -VMName web1 -Action Allow -Direction Inbound -LocalPort 80 -Protocol TCP -Weight 10
/// PS> Add-VMNetworkAdapterExtendedAcl -VMName web1 -Action Deny -Direction Inbound -Weight 1
/// PS> Get-VMNetworkAdapterExtendedAcl -VMName web1
/// VMName VMNetworkAdapterName Direction Action Weight Protocol LocalIPAddress LocalPort RemoteIPAddress
/// ------ -------------------- --------- ------ ------ -------- -------------- --------- ---------------
/// web1   Network Adapter      Inbound   Allow  10     TCP      ANY            80        ANY
/// web1   Network Adapter      Inbound   Deny   1      ANY      ANY            ANY       ANY
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMNetworkAdapterExtendedAcl", module = "Hyper-V", default_set = "VMName", output = VmNetworkAdapterExtendedAclSetting)]
pub struct GetVmNetworkAdapterExtendedAcl {
    #[flatten]
    query: AdapterQuery,
}

impl Cmdlet for GetVmNetworkAdapterExtendedAcl {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let reader = Reader::new(&state, computer_name(cx)?);
        for found in self.query.found(cx, &state, &reader)? {
            let mut acls: Vec<_> = found.settings().extended_acls.iter().collect();
            acls.sort_by_key(|acl| (acl.direction, std::cmp::Reverse(acl.weight)));
            for acl in acls {
                cx.emit(reader.extended_acl(&found, acl).into_value())?;
            }
        }
        Ok(())
    }
}
