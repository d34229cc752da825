//! `Remove-VMNetworkAdapterAcl`.

use super::addresses::{Addresses, acls};
use crate::adapters::{Adapters, Handed, Target, change_each};
use crate::types::{AclAction, AclDirection, AnyAdapter, VmNetworkAdapterAclSetting};
use iovsh_backend::model::PortAcl;
use iovsh_backend::policy;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
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
/// All of one kind:
/// ```iovsh
/// PS> Add-VMNetworkAdapterAcl -VMName web1 -RemoteIPAddress 192.0.2.0/24 -Direction Inbound -Action Deny
/// PS> Add-VMNetworkAdapterAcl -VMName web1 -RemoteIPAddress 192.0.2.0/24 -Direction Outbound -Action Allow
/// PS> Get-VMNetworkAdapterAcl -VMName web1 | Where-Object Action -eq Deny | Remove-VMNetworkAdapterAcl
/// PS> (Get-VMNetworkAdapterAcl -VMName web1).Action
/// Allow
/// ```
/// With -Passthru what was taken away comes back:
/// ```iovsh
/// PS> Add-VMNetworkAdapterAcl -VMName web1 -RemoteIPAddress 10.0.0.0/8 -Direction Inbound -Action Deny
/// PS> Get-VMNetworkAdapterAcl -VMName web1 | Remove-VMNetworkAdapterAcl -Passthru | ForEach-Object Action
/// Deny
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
        let targets = if self.input_object.is_empty() {
            self.named(cx)?
        } else {
            self.behind_objects()?
        };
        change_each(
            cx,
            targets,
            &|(target, acls)| policy::Intent::RemoveAcls {
                vm: target.vm,
                adapter: target.alias.clone(),
                acls: acls.to_vec(),
            },
            Handed::after(
                self.passthru,
                move |reader, found, (_, acls): &(_, Vec<PortAcl>)| {
                    let object = |acl| reader.acl(found, acl).into_value();
                    acls.iter().map(object).collect()
                },
            ),
        )
    }
}

impl RemoveVmNetworkAdapterAcl {
    /// The ACLs that the objects of the pipeline are, with their adapters.
    fn behind_objects(&self) -> Flow<Vec<(Target, Vec<PortAcl>)>> {
        let of = |object: &Arc<VmNetworkAdapterAclSetting>| match &object.parent_adapter {
            Some(AnyAdapter::Vm(adapter)) => {
                Some(Target::to_change(adapter).map(|target| (target, vec![object.acl])))
            }
            Some(AnyAdapter::Host(adapter)) => {
                Some(Ok((Target::of_host(adapter), vec![object.acl])))
            }
            None => None,
        };
        let found = self.input_object.iter().filter_map(of);
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The ACLs that the parameters stand for, for each adapter that is meant.
    fn named(&self, cx: &mut Context) -> Flow<Vec<(Target, Vec<PortAcl>)>> {
        let addresses = Addresses {
            local_ip: &self.local_ip_address,
            local_mac: &self.local_mac_address,
            remote_ip: &self.remote_ip_address,
            remote_mac: &self.remote_mac_address,
        };
        let unwanted = acls(self.action, self.direction, addresses)?;
        let targets = self.adapters.chosen(cx)?.into_iter();
        Ok(targets.map(|target| (target, unwanted.clone())).collect())
    }
}
