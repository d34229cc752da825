//! `Remove-VMNetworkAdapterExtendedAcl`.

use crate::adapters::{Adapters, Handed, Target, change_each};
use crate::types::{AnyAdapter, ExtendedAclDirection, VmNetworkAdapterExtendedAclSetting};
use iovsh_backend::model::{AclDirection, ExtendedAcl};
use iovsh_backend::policy;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
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
/// All of a machine:
/// ```iovsh
/// PS> Add-VMNetworkAdapterExtendedAcl -VMName web1 -Action Deny -Direction Outbound -RemotePort 25 -Protocol TCP -Weight 10
/// PS> Get-VMNetworkAdapterExtendedAcl -VMName web1 | Remove-VMNetworkAdapterExtendedAcl -Passthru | ForEach-Object Weight
/// 10
/// ```
/// Those that nothing but a number tells apart:
/// ```iovsh
/// PS> 1..3 | ForEach-Object { Add-VMNetworkAdapterExtendedAcl -VMName web1 -Action Deny -Direction Inbound -LocalPort (8000 + $_) -Protocol TCP -Weight $_ }
/// PS> Get-VMNetworkAdapterExtendedAcl -VMName web1 | Where-Object Weight -gt 1 | Remove-VMNetworkAdapterExtendedAcl
/// PS> (Get-VMNetworkAdapterExtendedAcl -VMName web1).LocalPort
/// 8001
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
        let targets = if self.input_object.is_empty() {
            self.named(cx)?
        } else {
            self.behind_objects()?
        };
        change_each(
            cx,
            targets,
            &|(target, unwanted)| {
                let Unwanted { direction, weight } = *unwanted;
                policy::Intent::RemoveExtendedAcl {
                    vm: target.vm,
                    adapter: target.alias.clone(),
                    direction,
                    weight,
                }
            },
            Handed::before(
                self.passthru,
                move |reader, found, (_, unwanted): &(_, Unwanted)| {
                    let acls = found.settings().extended_acls.iter();
                    acls.filter(|acl| unwanted.is(acl))
                        .map(|acl| reader.extended_acl(found, acl).into_value())
                        .collect()
                },
            ),
        )
    }
}

/// What tells an extended ACL of an adapter from its others.
#[derive(Clone, Copy)]
struct Unwanted {
    direction: AclDirection,
    weight: u16,
}

impl Unwanted {
    fn new(direction: ExtendedAclDirection, weight: i32) -> Self {
        Self {
            direction: direction.into(),
            weight: u16::try_from(weight).unwrap_or(0),
        }
    }

    fn is(self, acl: &ExtendedAcl) -> bool {
        acl.direction == self.direction && acl.weight == self.weight
    }
}

impl RemoveVmNetworkAdapterExtendedAcl {
    /// The ACLs that the objects of the pipeline are, with their adapters.
    fn behind_objects(&self) -> Flow<Vec<(Target, Unwanted)>> {
        let of = |object: &Arc<VmNetworkAdapterExtendedAclSetting>| match &object.parent_adapter {
            Some(AnyAdapter::Vm(adapter)) => Some(
                Target::to_change(adapter)
                    .map(|target| (target, Unwanted::new(object.direction, object.weight))),
            ),
            Some(AnyAdapter::Host(adapter)) => Some(Ok((
                Target::of_host(adapter),
                Unwanted::new(object.direction, object.weight),
            ))),
            None => None,
        };
        let found = self.input_object.iter().filter_map(of);
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// The ACL that the parameters name, for each adapter that is meant.
    fn named(&self, cx: &mut Context) -> Flow<Vec<(Target, Unwanted)>> {
        let Some(direction) = self.direction else {
            return Ok(Vec::new());
        };
        let unwanted = Unwanted::new(direction, self.weight);
        let targets = self.adapters.chosen(cx)?.into_iter();
        Ok(targets.map(|target| (target, unwanted)).collect())
    }
}
