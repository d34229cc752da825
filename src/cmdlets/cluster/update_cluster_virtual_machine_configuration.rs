//! `Update-ClusterVirtualMachineConfiguration`.

use super::asked::{Asked, Input};
use super::machine::{self, Which};
use super::targets;
use super::within::{Patience, carry_out, may};
use crate::types::uuid;
use iovsh_backend::cluster::{ClusterChange, NewRole, wished_vfs};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Tells the cluster what a virtual machine is now: after a change of its settings, or of how many VFs it wishes for.
///
/// The cluster keeps the definition for the node that has to start it when its own has lost its power.
///
/// # Examples
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Set-VMNetworkAdapter job1 -IovWeight 100 -ComputerName hv1
/// PS> Update-ClusterVirtualMachineConfiguration job1 -Cluster hv1
/// PS> (Get-ClusterGroup job1 -Cluster hv1).WishedVFs
/// 1
/// ```
/// Of all machines of the cluster:
/// ```iovsh
/// PS> 1..2 | ForEach-Object { New-VM "job$_" -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null; Add-ClusterVirtualMachineRole "job$_" -Cluster hv1 | Out-Null }
/// PS> Get-ClusterGroup -Cluster hv1 | ForEach-Object { Update-ClusterVirtualMachineConfiguration $_.Name -Cluster hv1 }
/// ```
/// One that is known by its id:
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Update-ClusterVirtualMachineConfiguration -VMId (Get-VM job1 -ComputerName hv1).Id -Cluster hv1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Update",
    noun = "ClusterVirtualMachineConfiguration",
    module = "FailoverClusters",
    should_process
)]
pub struct UpdateClusterVirtualMachineConfiguration {
    /// The role.
    #[param(position = 0, not_null_or_empty)]
    name: Option<String>,
    /// The id of the virtual machine.
    #[param(name = "VMId", by_property_name, not_null)]
    vm_id: Option<Guid>,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for UpdateClusterVirtualMachineConfiguration {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut seen = self.asked.look(cx)?;
        let input: Input = self.asked.input();
        let found = targets::one(cx, &seen, self.name.as_deref(), self.vm_id, &input)?;
        let roles: Vec<_> = found.into_iter().flatten().cloned().collect();
        for role in roles {
            let Some(id) = role.vm.or(self.vm_id.map(uuid)) else {
                cx.error(targets::no_vm(&role))?;
                continue;
            };
            let Some(found) = machine::find(cx, &seen, &Which::Id(id))? else {
                continue;
            };
            let changes = [
                ClusterChange::KeepDefinition {
                    vm: id,
                    text: found.kept,
                },
                ClusterChange::AddRole(NewRole {
                    id: role.id.clone(),
                    name: role.name.clone(),
                    vm: id,
                    vm_name: found.vm.name.clone(),
                    wish: wished_vfs(&found.vm),
                    wanted: role.wanted,
                }),
            ];
            if may(cx, &role.name, &changes, false)? {
                carry_out(cx, &mut seen, &changes, Patience::whole(true))?;
            }
        }
        Ok(())
    }
}
