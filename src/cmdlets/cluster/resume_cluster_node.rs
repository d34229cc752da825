//! `Resume-ClusterNode`.

use super::asked::Asked;
use super::moving::{How, send};
use super::suspend_cluster_node::named;
use super::targets;
use super::within::{Patience, carry_out, may};
use crate::complete;
use crate::types::{ClusterNode, ResumeClusterNodeFailbackType};
use iovsh_backend::cluster::{ClusterChange, ClusterRole};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Lets a paused node run roles again.
///
/// What has gone from it stays where it is, unless -Failback Immediate brings back the roles that prefer it: Set-ClusterOwnerNode.
///
/// # Examples
/// ```iovsh
/// PS> Suspend-ClusterNode hv1 -Cluster hv1 | ForEach-Object State
/// Paused
/// PS> Resume-ClusterNode hv1 -Cluster hv1 | ForEach-Object State
/// Up
/// ```
/// Every node that is paused:
/// ```iovsh
/// PS> Suspend-ClusterNode hv1 -Cluster hv1 | Out-Null
/// PS> Get-ClusterNode -Cluster hv1 | Where-Object State -eq Paused | ForEach-Object { Resume-ClusterNode $_.Name -Cluster hv1 } | ForEach-Object Name
/// hv1
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Suspend-ClusterNode hv1 -Cluster hv1 | Out-Null
/// PS> Resume-ClusterNode hv1 -Cluster hv1 -WhatIf
/// What if: Performing the operation "Resume-ClusterNode" on target "hv1".
///   # Let new roles go to hv1 again
///     crm_attribute --node hv1 --name iovsh-paused --lifetime forever --delete
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Resume", noun = "ClusterNode", module = "FailoverClusters", should_process, output = ClusterNode)]
pub struct ResumeClusterNode {
    /// The nodes.
    #[param(position = 0, not_null_or_empty, complete = complete::hosts)]
    name: Given<Vec<String>>,
    /// What becomes of roles that prefer it: `Immediate` brings them back at once, the others leave them.
    #[param(position = 1)]
    failback: Option<ResumeClusterNodeFailbackType>,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for ResumeClusterNode {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut seen = self.asked.look(cx)?;
        let input = self.asked.input();
        if self.failback == Some(ResumeClusterNodeFailbackType::Policy) && cx.first_time("Failback")
        {
            cx.warning(
                "-Failback Policy has no effect: roles have no policy here; they stay until they are moved.",
            )?;
        }
        let names = named(&seen, self.name.as_deref(), &input);
        let nodes = targets::nodes(cx, &seen, names.as_deref(), &input)?;
        let nodes: Vec<(String, bool, bool)> = nodes
            .into_iter()
            .map(|node| (node.name.clone(), node.standby, node.paused))
            .collect();
        for (node, standby, paused) in nodes {
            let mut changes = Vec::new();
            if standby {
                changes.push(ClusterChange::SetStandby {
                    node: node.clone(),
                    on: false,
                });
            }
            if paused {
                changes.push(ClusterChange::SetPaused {
                    node: node.clone(),
                    on: false,
                });
            }
            if !may(cx, &node, &changes, false)?
                || !carry_out(cx, &mut seen, &changes, Patience::whole(true))?
            {
                continue;
            }
            if self.failback == Some(ResumeClusterNodeFailbackType::Immediate) {
                let back: Vec<ClusterRole> = seen
                    .state
                    .roles
                    .iter()
                    .filter(|role| {
                        role.preferred.first() == Some(&node)
                            && !role.running_on.is_empty()
                            && !role.running_on.contains(&node)
                    })
                    .cloned()
                    .collect();
                for role in &back {
                    let group = vec![role];
                    let patience = Patience::whole(true);
                    send(cx, &mut seen, &group, Some(&node), How::Live, patience)?;
                }
            }
            if let Some(known) = seen.state.node(&node) {
                cx.emit(ClusterNode::new(&seen.state, known, seen.place).into_value())?;
            }
        }
        Ok(())
    }
}
