//! `Remove-VMNetworkAdapterExtendedAcl`.

use super::addresses::{self, change};
use crate::backend::model;
use crate::backend::policy;
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::reader::{Reader, SCOPE};
use crate::cmdlets::types::{AnyAdapter, ExtendedAclDirection, VmNetworkAdapterExtendedAclSetting};
use crate::cmdlets::vmnetworkadapter::{Adapters, Target};
use crate::shell::cmdlet::{Cmdlet, Emit};
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;
use std::sync::Arc;

/// Removes extended port ACLs from virtual network adapters.
///
/// # Examples
/// ```iovsh
/// PS> Add-VMNetworkAdapterExtendedAcl -VMName web1 -Action Deny -Direction Outbound -RemotePort 25 -Protocol TCP -Weight 10
/// PS> Remove-VMNetworkAdapterExtendedAcl -VMName web1 -Direction Outbound -Weight 10
/// PS> (Get-VMNetworkAdapterExtendedAcl -VMName web1).Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "VMNetworkAdapterExtendedAcl", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmNetworkAdapterExtendedAclSetting)]
pub struct RemoveVmNetworkAdapterExtendedAcl {
    /// ACLs that Get-VMNetworkAdapterExtendedAcl gave.
    #[param(
        set = "InputObjectParameter",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    input_object: Vec<Arc<VmNetworkAdapterExtendedAclSetting>>,
    /// Its weight.
    #[param(set = "ResourceObject", set = "VMName", set = "VMObject", set = "ManagementOS", mandatory, range = 1..=65535)]
    weight: i32,
    /// Its direction: Inbound or Outbound.
    #[param(
        set = "ResourceObject",
        set = "VMName",
        set = "VMObject",
        set = "ManagementOS",
        mandatory
    )]
    direction: Option<ExtendedAclDirection>,
    /// Hands on the ACLs that were removed.
    passthru: bool,
    #[flatten]
    adapters: Adapters,
}

impl Cmdlet for RemoveVmNetworkAdapterExtendedAcl {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for object in &self.input_object {
            if let Some(AnyAdapter::Vm(adapter)) = &object.parent_adapter {
                let direction = addresses::direction(object.direction);
                self.remove(cx, Target::behind(adapter), direction, object.weight)?;
            }
        }
        if !self.input_object.is_empty() {
            return Ok(());
        }
        let Some(direction) = self.direction.map(addresses::direction) else {
            return Ok(());
        };
        for target in self.adapters.chosen(cx)? {
            self.remove(cx, target, direction, self.weight)?;
        }
        Ok(())
    }
}

impl RemoveVmNetworkAdapterExtendedAcl {
    fn remove(
        &self,
        cx: &mut Context,
        target: Target,
        direction: model::AclDirection,
        weight: i32,
    ) -> Flow {
        let weight = u16::try_from(weight).unwrap_or(0);
        let before = cx.snapshot(&SCOPE)?;
        let done = change(cx, vec![target], &|state, vm, alias| {
            policy::acl::remove_extended(state, vm, alias, direction, weight)
        })?;
        let reader = Reader::new(&before, computer_name(cx)?);
        for target in done.iter().filter(|_| self.passthru) {
            let found = before.vm(target.vm);
            let Some((vm, adapter)) = found.and_then(|vm| Some((vm, vm.adapter(&target.alias)?)))
            else {
                continue;
            };
            let acls = adapter.settings.extended_acls.iter();
            for acl in acls.filter(|a| a.direction == direction && a.weight == weight) {
                cx.emit(reader.extended_acl(vm, adapter, acl).into_value())?;
            }
        }
        Ok(())
    }
}
