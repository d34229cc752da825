//! `Add-VMNetworkAdapterAcl`.

use super::addresses::{Addresses, acls};
use crate::adapters::{Adapters, Handed, change_each};
use crate::types::{AclAction, AclDirection, VmNetworkAdapterAclSetting};
use iovsh_backend::policy;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Adds port ACLs to virtual network adapters.
///
/// An ACL allows, denies or meters what goes to or comes from an address. The most precise one that fits decides, a denial
/// before a permission; what fits none passes. Local is the virtual machine, remote is whom it talks with.
///
/// ACLs are filters at the adapter's port and take effect at once. A virtual function would go around them, so an adapter
/// that has ACLs stays on the paravirtual path.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMNetworkAdapterAcl -VMName web1 -RemoteIPAddress ANY -Direction Inbound -Action Deny -Passthru
/// VMName VMNetworkAdapterName Direction Address    Action
/// ------ -------------------- --------- -------    ------
/// web1   Network Adapter      Inbound   Remote ANY Deny
/// PS> Add-VMNetworkAdapterAcl -VMName web1 -RemoteIPAddress 192.0.2.0/24 -Direction Inbound -Action Allow
/// ```
/// Counting what goes to one subnet:
/// ```iovsh
/// PS> Add-VMNetworkAdapterAcl -VMName web1 -RemoteIPAddress 192.0.2.0/24 -Direction Both -Action Meter
/// PS> Get-VMNetworkAdapterAcl -VMName web1 | ForEach-Object Action
/// Meter
/// Meter
/// ```
/// An ACL keeps the adapter off a virtual function, and the adapter says so:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter web1 -SwitchName lan
/// PS> Set-VMNetworkAdapter web1 -IovWeight 100
/// PS> Add-VMNetworkAdapterAcl -VMName web1 -RemoteIPAddress ANY -Direction Inbound -Action Deny -WarningAction SilentlyContinue
/// PS> Start-VM web1 -WarningAction SilentlyContinue
/// PS> (Get-VMNetworkAdapter web1).IovReason
/// IovBlockedByPolicy
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Add", noun = "VMNetworkAdapterAcl", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapterAclSetting)]
pub struct AddVmNetworkAdapterAcl {
    /// Allow, Deny, or Meter to count.
    #[param(mandatory)]
    action: Option<AclAction>,
    /// Seen from the virtual machine: Inbound, Outbound or Both.
    #[param(mandatory)]
    direction: Option<AclDirection>,
    /// Addresses of the virtual machine, also with a prefix length: 192.0.2.1, 192.0.2.0/24, fd00::/8; ANY is all.
    #[param(name = "LocalIPAddress", not_null_or_empty)]
    local_ip_address: Vec<String>,
    /// MAC addresses of the virtual machine; ANY is all.
    #[param(not_null_or_empty)]
    local_mac_address: Vec<String>,
    /// Addresses of whom it talks with, also with a prefix length; ANY is all.
    #[param(name = "RemoteIPAddress", not_null_or_empty)]
    remote_ip_address: Vec<String>,
    /// MAC addresses of whom it talks with; ANY is all.
    #[param(not_null_or_empty)]
    remote_mac_address: Vec<String>,
    /// Hands on the ACLs that were added.
    passthru: bool,
    #[flatten]
    adapters: Adapters,
}

impl Cmdlet for AddVmNetworkAdapterAcl {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let addresses = Addresses {
            local_ip: &self.local_ip_address,
            local_mac: &self.local_mac_address,
            remote_ip: &self.remote_ip_address,
            remote_mac: &self.remote_mac_address,
        };
        let wanted = acls(self.action, self.direction, addresses)?;
        let shown = wanted.clone();
        let targets = self.adapters.chosen(cx)?;
        change_each(
            cx,
            targets,
            &|target| policy::Intent::AddAcls {
                vm: target.vm,
                adapter: target.alias.clone(),
                acls: wanted.to_vec(),
            },
            Handed::after(self.passthru, move |reader, found, _| {
                let object = |acl| reader.acl(found, acl).into_value();
                shown.iter().map(object).collect()
            }),
        )
    }
}
