//! `Suspend-ClusterNode`.

use super::asked::{Asked, Seen};
use super::moving::{How, send};
use super::targets::{self, Group};
use super::within::{Patience, carry_out, may};
use crate::complete;
use crate::types::ClusterNode;
use iovsh_backend::cluster::{ClusterChange, ClusterRole};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Pauses a node of a cluster, for maintenance.
///
/// Without -Drain it keeps what it runs and gets nothing new. With -Drain its roles go to others first:
/// virtual machines with their memory, while they run. Resume-ClusterNode takes that back.
///
/// # Examples
/// ```iovsh
/// PS> Enable-VMMigration -ComputerName hv1, hv2
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Start-VM job1 -ComputerName hv1
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Suspend-ClusterNode hv1 -Drain -TargetNode hv2 -Wait -Cluster hv1
/// Name ID State
/// ---- -- -----
/// hv1  1  Paused
/// PS> (Get-ClusterGroup job1 -Cluster hv1).OwnerNode
/// hv2
/// PS> (Resume-ClusterNode hv1 -Cluster hv1).State
/// Up
/// ```
/// What runs there stays; nothing new comes:
/// ```iovsh
/// PS> Suspend-ClusterNode hv1 -Cluster hv1 | ForEach-Object State
/// Paused
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Suspend-ClusterNode hv1 -Drain -Cluster hv1 -WhatIf
/// What if: Performing the operation "Suspend-ClusterNode" on target "hv1".
///   # Send the roles of hv1 away
///     crm_attribute --node hv1 --name standby --lifetime forever --update on
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Suspend", noun = "ClusterNode", module = "FailoverClusters", should_process, output = ClusterNode)]
pub struct SuspendClusterNode {
    /// The nodes.
    #[param(position = 0, not_null_or_empty, complete = complete::hosts)]
    name: Given<Vec<String>>,
    /// Its roles go to other nodes.
    drain: bool,
    #[param(
        no_effect = "a role that cannot be moved is stopped and started elsewhere by Pacemaker in any case."
    )]
    force_drain: bool,
    /// Waits until its roles have gone.
    wait: bool,
    /// The node that they go to.
    #[param(position = 1, not_null_or_empty, complete = complete::hosts)]
    target_node: Option<String>,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for SuspendClusterNode {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut seen = self.asked.look(cx)?;
        let input = self.asked.input();
        let target = match &self.target_node {
            Some(_) if !self.drain => return Err(target_without_drain().into()),
            Some(node) => Some(targets::node_named(&seen, node)?.name.clone()),
            None => None,
        };
        let names = named(&seen, self.name.as_deref(), &input);
        let nodes = targets::nodes(cx, &seen, names.as_deref(), &input)?;
        let nodes: Vec<String> = nodes.into_iter().map(|node| node.name.clone()).collect();
        for node in nodes {
            let change = match self.drain {
                true => ClusterChange::SetStandby {
                    node: node.clone(),
                    on: true,
                },
                false => ClusterChange::SetPaused {
                    node: node.clone(),
                    on: true,
                },
            };
            if !may(cx, &node, std::slice::from_ref(&change), false)? {
                continue;
            }
            if let Some(target) = &target {
                send_all(cx, &mut seen, &node, target)?;
            }
            let patience = Patience::whole(self.wait);
            if carry_out(cx, &mut seen, &[change], patience)?
                && let Some(known) = seen.state.node(&node)
            {
                cx.emit(ClusterNode::new(&seen.state, known, seen.place).into_value())?;
            }
        }
        Ok(())
    }
}

/// The nodes that are named; the one that was asked where none is, as Microsoft's cmdlet has it.
pub fn named(
    seen: &Seen,
    names: Option<&[String]>,
    input: &super::asked::Input,
) -> Option<Vec<String>> {
    match (names, input) {
        (Some(names), _) => Some(names.to_vec()),
        (None, super::asked::Input::None | super::asked::Input::Cluster) => {
            Some(vec![seen.state.here.clone()])
        }
        (None, _) => None,
    }
}

/// Sends the virtual machines of a node to another one; what cannot go there the cluster sends elsewhere afterwards.
fn send_all(cx: &mut Context, seen: &mut Seen, from: &str, to: &str) -> Flow {
    let there: Vec<ClusterRole> = seen
        .state
        .roles
        .iter()
        .filter(|role| role.is_vm() && role.running_on.iter().any(|at| at == from))
        .cloned()
        .collect();
    for role in &there {
        let group: Group = vec![role];
        send(cx, seen, &group, Some(to), How::Live, Patience::whole(true))?;
    }
    Ok(())
}

fn target_without_drain() -> ShellError {
    ShellError::new(
        "Cluster.TargetWithoutDrain",
        ErrorCategory::InvalidArgument,
        "-TargetNode says where roles go, and without -Drain they stay.",
    )
    .help("Add -Drain.")
}
