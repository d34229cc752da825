//! `Move-ClusterVirtualMachineRole`.

use super::asked::Asked;
use super::moving::{How, go};
use super::rebalance::go_through;
use super::targets;
use super::within::Patience;
use crate::complete;
use crate::invalid;
use crate::types::{ClusterGroup, VmMigrationType};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Moves a virtual machine of a cluster to another node, while it runs.
///
/// What its target has against it is asked first: a cluster that cannot send a virtual machine stops it and starts it there. Without
/// -Node it goes to the node that suits it best: with the virtual functions that it wishes for, and with most of them free. That
/// there are none keeps it from nowhere.
///
/// # Examples
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv2
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Start-VM job1 -ComputerName hv1
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Move-ClusterVirtualMachineRole job1 hv2 -Cluster hv1
/// Name OwnerNode State
/// ---- --------- -----
/// job1 hv2       Online
/// ```
/// What would have its virtual functions elsewhere:
/// ```iovsh
/// PS> Move-ClusterVirtualMachineRole -Rebalance -WhatIf -Cluster hv1
/// ```
/// Shut down and started there, for a machine that cannot be sent while it runs:
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv2
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Start-VM job1 -ComputerName hv1
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> (Move-ClusterVirtualMachineRole job1 hv2 -MigrationType Shutdown -Cluster hv1).OwnerNode
/// hv2
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv2
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Start-VM job1 -ComputerName hv1
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Move-ClusterVirtualMachineRole job1 hv2 -Cluster hv1 -WhatIf
/// What if: Performing the operation "Move-ClusterVirtualMachineRole" on target "job1 to hv2".
///   # Move 'job1' to hv2
///     crm_resource --resource job1 --move --node hv2 --quiet
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Move", noun = "ClusterVirtualMachineRole", module = "FailoverClusters", should_process, output = ClusterGroup)]
pub struct MoveClusterVirtualMachineRole {
    /// The role.
    #[param(position = 0, not_null_or_empty)]
    name: Option<String>,
    /// The node that it is to go to.
    #[param(position = 1, not_null_or_empty, complete = complete::hosts)]
    node: Option<String>,
    #[param(
        refused = "a cluster of Pacemaker finishes a move that it has begun. Move it back when it has arrived."
    )]
    cancel: bool,
    /// How: `Live` with its memory, which is the default, or `Shutdown`: stopped here and started there.
    migration_type: Option<VmMigrationType>,
    #[param(no_effect = "no role is locked here.")]
    ignore_locked: bool,
    /// The id of the virtual machine.
    #[param(name = "VMId", by_property_name, not_null)]
    vm_id: Option<Guid>,
    /// How many seconds are waited for it; 0 for not at all.
    wait: Option<i32>,
    /// Linux only. Looks for roles that lack the virtual functions that they wish for and would have them on another node, and moves them
    /// there, each after a question.
    rebalance: bool,
    /// Linux only. How many roles -Rebalance moves at the most. 1 without it.
    #[param(range = 1..=1000)]
    limit: Option<u32>,
    /// Linux only. -Rebalance moves without a question.
    force: bool,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for MoveClusterVirtualMachineRole {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let how = match self.migration_type {
            None | Some(VmMigrationType::Live) => How::Live,
            Some(VmMigrationType::Shutdown) => How::Restart,
            Some(other) => return Err(no_such_move(other).into()),
        };
        let mut seen = self.asked.look(cx)?;
        if !self.rebalance && (self.force || self.limit.is_some()) {
            let text = "-Limit and -Force say how -Rebalance moves roles.";
            return Err(
                invalid::parameter(text, "Move-ClusterVirtualMachineRole -Rebalance").into(),
            );
        }
        if self.rebalance {
            if self.name.is_some() || self.node.is_some() || self.vm_id.is_some() {
                let text = "-Rebalance looks for the roles and their nodes itself.";
                let step = "Leave the names out; -WhatIf shows what it would move.";
                return Err(invalid::parameter(text, step).into());
            }
            let limit = usize::try_from(self.limit.unwrap_or(1)).unwrap_or(usize::MAX);
            let patience = Patience::seconds(self.wait);
            return go_through(cx, &mut seen, limit, self.force, patience);
        }
        let input = self.asked.input();
        let node = match &self.node {
            Some(node) => Some(targets::node_named(&seen, node)?.name.clone()),
            None => None,
        };
        let found = targets::one(cx, &seen, self.name.as_deref(), self.vm_id, &input)?;
        let found: Vec<Vec<_>> = found
            .into_iter()
            .map(|group| group.into_iter().cloned().collect())
            .collect();
        for group in &found {
            if let Some(other) = group.iter().find(|role| !role.is_vm()) {
                cx.error(targets::no_vm(other))?;
                continue;
            }
            let roles = group.iter().collect();
            let patience = Patience::seconds(self.wait);
            go(cx, &mut seen, &roles, node.as_deref(), how, patience)?;
        }
        Ok(())
    }
}

fn no_such_move(how: VmMigrationType) -> ShellError {
    let name = match how {
        VmMigrationType::TurnOff => "TurnOff",
        VmMigrationType::Quick => "Quick",
        VmMigrationType::ShutdownForce => "ShutdownForce",
        VmMigrationType::Shutdown | VmMigrationType::Live => "Live",
    };
    ShellError::new(
        "Cluster.MoveUnsupported",
        ErrorCategory::NotImplemented,
        format!("A cluster of Pacemaker moves no virtual machine by '{name}': its agent sends it, or shuts it down and starts it there."),
    )
    .exception("System.NotSupportedException")
    .help("Choose -MigrationType Live or Shutdown.")
}
