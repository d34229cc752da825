//! `Move-ClusterGroup`.

use super::asked::Asked;
use super::moving::{How, go};
use super::targets;
use super::within::Patience;
use crate::complete;
use crate::types::ClusterGroup;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Moves a role of a cluster to another node. A virtual machine goes with its memory, while it runs.
///
/// # Examples
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv2
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Start-VM job1 -ComputerName hv1
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> (Move-ClusterGroup job1 -Node hv2 -Cluster hv1).OwnerNode
/// hv2
/// ```
/// To wherever there is most room:
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv2
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Start-VM job1 -ComputerName hv1
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> (Move-ClusterGroup job1 -Cluster hv1).OwnerNode -ne 'hv1'
/// True
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv2
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Start-VM job1 -ComputerName hv1
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Move-ClusterGroup job1 -Node hv2 -Cluster hv1 -WhatIf
/// What if: Performing the operation "Move-ClusterGroup" on target "job1 to hv2".
///   # Move 'job1' to hv2
///     crm_resource --resource job1 --move --node hv2 --quiet
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Move", noun = "ClusterGroup", module = "FailoverClusters", should_process, output = ClusterGroup)]
pub struct MoveClusterGroup {
    /// The role.
    #[param(position = 0, not_null_or_empty)]
    name: Option<String>,
    /// The node that it is to go to; the one that suits it best without it.
    #[param(position = 1, not_null_or_empty, complete = complete::hosts)]
    node: Option<String>,
    #[param(no_effect = "no role is locked here.")]
    ignore_locked: bool,
    /// How many seconds are waited for it; 0 for not at all.
    wait: Option<i32>,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for MoveClusterGroup {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut seen = self.asked.look(cx)?;
        let input = self.asked.input();
        let node = match &self.node {
            Some(node) => Some(targets::node_named(&seen, node)?.name.clone()),
            None => None,
        };
        let found = targets::one(cx, &seen, self.name.as_deref(), None, &input)?;
        let found: Vec<Vec<_>> = found
            .into_iter()
            .map(|group| group.into_iter().cloned().collect())
            .collect();
        for group in &found {
            let roles = group.iter().collect();
            let patience = Patience::seconds(self.wait);
            go(cx, &mut seen, &roles, node.as_deref(), How::Live, patience)?;
        }
        Ok(())
    }
}
