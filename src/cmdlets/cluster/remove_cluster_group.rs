//! `Remove-ClusterGroup`.

use super::asked::Asked;
use super::targets;
use super::within::{Patience, carry_out, may};
use iovsh_backend::cluster::{ClusterChange, ClusterRole};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::{Given, Guid};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Takes a virtual machine out of a cluster. The virtual machine stays, off, on the node where it was last.
///
/// A role is stopped first: Pacemaker stops what leaves it.
///
/// # Examples
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Remove-ClusterGroup job1 -RemoveResources -Force -Cluster hv1
/// PS> @(Get-ClusterGroup -Cluster hv1).Count
/// 0
/// ```
/// The machine itself stays:
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Remove-ClusterGroup job1 -RemoveResources -Force -Cluster hv1
/// PS> (Get-VM job1 -ComputerName hv1).Name
/// job1
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Remove-ClusterGroup job1 -RemoveResources -Cluster hv1 -WhatIf
/// What if: Performing the operation "Remove-ClusterGroup" on target "job1".
///   # Take 'job1' out of the cluster
///     crm_resource --clear --resource job1 && cibadmin --delete --scope constraints --xml-text '<rsc_location id="iovsh-vfs-job1"/>' && cibadmin --delete --scope constraints --xml-text '<rsc_location id="iovsh-paused-job1"/>' && cibadmin --delete --scope resources --xml-text '<primitive id="job1"/>'
///   # Forget the definition of AN-ID
///     cibadmin --delete --scope crm_config --xml-text '<nvpair id="iovsh-definition-AN-ID"/>'
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "ClusterGroup",
    module = "FailoverClusters",
    impact = High
)]
pub struct RemoveClusterGroup {
    /// The id of the virtual machine.
    #[param(name = "VMId", by_property_name, not_null)]
    vm_id: Option<Guid>,
    /// The roles. Wildcards are allowed.
    #[param(position = 0, not_null_or_empty)]
    name: Given<Vec<String>>,
    /// Without a question.
    force: bool,
    /// With its resource: a role of a virtual machine always has one.
    remove_resources: bool,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for RemoveClusterGroup {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut seen = self.asked.look(cx)?;
        let input = self.asked.input();
        let names = self.name.as_deref();
        if names.is_none() {
            // Nothing named must not mean everything.
            targets::one(cx, &seen, None, self.vm_id, &input)?;
        }
        let found = targets::chosen(cx, &seen, names, self.vm_id, &input)?;
        let roles: Vec<ClusterRole> = found.into_iter().flatten().cloned().collect();
        for role in roles {
            if let Some(error) = refused(&role, self.remove_resources) {
                cx.error(error)?;
                continue;
            }
            let mut changes = vec![ClusterChange::RemoveRole {
                id: role.id.clone(),
                preferred: role.preferred.clone(),
                barred: role.barred.clone(),
            }];
            changes.extend(role.vm.map(|vm| ClusterChange::ForgetDefinition { vm }));
            if may(cx, &role.name, &changes, self.force)? {
                carry_out(cx, &mut seen, &changes, Patience::whole(true))?;
            }
        }
        Ok(())
    }
}

fn refused(role: &ClusterRole, with_resources: bool) -> Option<ShellError> {
    if !role.is_vm() {
        return Some(targets::no_vm(role));
    }
    let (id, message, help) = if !role.running_on.is_empty() {
        (
            "Cluster.GroupOnline",
            format!(
                "'{}' runs, and Pacemaker would stop what leaves it.",
                role.name
            ),
            "Stop it first: Stop-ClusterGroup NAME",
        )
    } else if with_resources {
        return None;
    } else {
        (
            "Cluster.GroupNotEmpty",
            format!("'{}' has a resource: its virtual machine.", role.name),
            "Take that out of the cluster too: -RemoveResources. The virtual machine itself stays.",
        )
    };
    Some(
        ShellError::new(id, ErrorCategory::InvalidOperation, message)
            .target(&*role.name)
            .help(help),
    )
}
