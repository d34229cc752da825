//! `Remove-VMNetworkAdapterAcl`.

use super::addresses::{Addresses, acls, change_acls};
use crate::cmdlets::types::{AclAction, AclDirection, AnyAdapter, VmNetworkAdapterAclSetting};
use crate::cmdlets::vmnetworkadapter::{Adapters, Target};
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;
use std::sync::Arc;

/// Removes port ACLs from virtual network adapters.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMNetworkAdapterAcl -VMName web1 -RemoteIPAddress 10.0.0.0/8 -Direction Both -Action Deny
/// PS> Remove-VMNetworkAdapterAcl -VMName web1 -RemoteIPAddress 10.0.0.0/8 -Direction Outbound -Action Deny
/// PS> Get-VMNetworkAdapterAcl -VMName web1 | Remove-VMNetworkAdapterAcl
/// PS> (Get-VMNetworkAdapterAcl -VMName web1).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMNetworkAdapterAcl", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapterAclSetting)]
pub struct RemoveVmNetworkAdapterAcl {
    /// ACLs that Get-VMNetworkAdapterAcl gave.
    #[param(
        set = "InputObjectParameter",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    input_object: Vec<Arc<VmNetworkAdapterAclSetting>>,
    /// What it does: Allow, Deny or Meter.
    #[param(
        set = "ResourceObject",
        set = "VMName",
        set = "VMObject",
        set = "ManagementOS",
        mandatory
    )]
    action: Option<AclAction>,
    /// Seen from the virtual machine: Inbound, Outbound or Both.
    #[param(
        set = "ResourceObject",
        set = "VMName",
        set = "VMObject",
        set = "ManagementOS",
        mandatory
    )]
    direction: Option<AclDirection>,
    /// Addresses of the virtual machine; ANY is the ACL for all.
    #[param(
        not_null_or_empty,
        name = "LocalIPAddress",
        set = "ResourceObject",
        set = "VMName",
        set = "VMObject",
        set = "ManagementOS"
    )]
    local_ip_address: Vec<String>,
    /// MAC addresses of the virtual machine; ANY is the ACL for all.
    #[param(
        not_null_or_empty,
        set = "ResourceObject",
        set = "VMName",
        set = "VMObject",
        set = "ManagementOS"
    )]
    local_mac_address: Vec<String>,
    /// Addresses of whom it talks with; ANY is the ACL for all.
    #[param(
        not_null_or_empty,
        name = "RemoteIPAddress",
        set = "ResourceObject",
        set = "VMName",
        set = "VMObject",
        set = "ManagementOS"
    )]
    remote_ip_address: Vec<String>,
    /// MAC addresses of whom it talks with; ANY is the ACL for all.
    #[param(
        not_null_or_empty,
        set = "ResourceObject",
        set = "VMName",
        set = "VMObject",
        set = "ManagementOS"
    )]
    remote_mac_address: Vec<String>,
    /// Hands on the ACLs that were removed.
    passthru: bool,
    #[flatten]
    adapters: Adapters,
}

impl Cmdlet for RemoveVmNetworkAdapterAcl {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if !self.input_object.is_empty() {
            for object in &self.input_object {
                if let Some(AnyAdapter::Vm(adapter)) = &object.parent_adapter {
                    let target = Target::behind(adapter);
                    change_acls(cx, vec![target], &[object.acl], false, self.passthru)?;
                }
            }
            return Ok(());
        }
        let addresses = Addresses {
            local_ip: &self.local_ip_address,
            local_mac: &self.local_mac_address,
            remote_ip: &self.remote_ip_address,
            remote_mac: &self.remote_mac_address,
        };
        let unwanted = acls(self.action, self.direction, addresses)?;
        let targets = self.adapters.chosen(cx)?;
        change_acls(cx, targets, &unwanted, false, self.passthru)
    }
}
