//! `Set-ClusterOwnerNode`.

use super::asked::Asked;
use super::get_cluster_owner_node::{Which, which};
use super::targets;
use super::within::{Patience, carry_out, may};
use crate::complete;
use iovsh_backend::cluster::{ClusterChange, ClusterRole};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Says which nodes a role prefers, or on which nodes a resource may run.
///
/// Of a role (-Group) the order counts: the first is preferred most. A resource (-Resource) runs on no other node, even if none of its
/// own is there; it leaves the one that it is on, if that is not among them.
///
/// # Examples
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Set-ClusterOwnerNode -Group job1 -Owners hv2 -Cluster hv1
/// PS> Start-ClusterGroup job1 -Cluster hv1 | ForEach-Object OwnerNode
/// hv2
/// ```
/// In an order: where it is to run first, and where else:
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Set-ClusterOwnerNode -Group job1 -Owners hv2, hv1 -Cluster hv1
/// PS> (Get-ClusterOwnerNode -Group job1 -Cluster hv1).OwnerNodes
/// hv2
/// hv1
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Set-ClusterOwnerNode -Group job1 -Owners hv2 -Cluster hv1 -WhatIf
/// What if: Performing the operation "Set-ClusterOwnerNode" on target "job1".
///   # Let 'job1' prefer hv2
///     cibadmin --modify --allow-create --scope constraints --xml-pipe <<'EOF'
/// <rsc_location id="iovsh-prefer-job1-on-hv2" rsc="job1" node="hv2" score="2000"/>
/// EOF
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "ClusterOwnerNode",
    module = "FailoverClusters",
    should_process
)]
pub struct SetClusterOwnerNode {
    /// The resource: where may it run?
    #[param(not_null_or_empty)]
    resource: Option<String>,
    /// The role: which nodes does it prefer?
    #[param(not_null_or_empty)]
    group: Option<String>,
    /// The nodes.
    #[param(mandatory, complete = complete::hosts)]
    owners: Vec<String>,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for SetClusterOwnerNode {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut seen = self.asked.look(cx)?;
        let input = self.asked.input();
        let mut owners: Vec<String> = Vec::new();
        for owner in &self.owners {
            let node = targets::node_named(&seen, owner)?.name.clone();
            if !owners.contains(&node) {
                owners.push(node);
            }
        }
        let (roles, is_group): (Vec<ClusterRole>, bool) =
            match which(self.group.as_ref(), self.resource.as_ref(), &input)? {
                Which::Group(name) => {
                    let groups = targets::one(cx, &seen, name.as_deref(), None, &input)?;
                    let first = groups.iter().filter_map(|group| group.first());
                    (first.map(|role| (*role).clone()).collect(), true)
                }
                Which::Resource(name) => {
                    let names = name.map(|name| vec![name]);
                    let roles = targets::resources(cx, &seen, names.as_deref(), None, &input)?;
                    (roles.into_iter().cloned().collect(), false)
                }
            };
        if !is_group && owners.is_empty() {
            return Err(nobody().into());
        }
        for role in roles {
            let gone = |before: &[String], now: &[String]| -> Vec<String> {
                let gone = before.iter().filter(|node| !now.contains(node));
                gone.cloned().collect()
            };
            let change = if is_group {
                ClusterChange::Prefer {
                    id: role.id.clone(),
                    dropped: gone(&role.preferred, &owners),
                    nodes: owners.clone(),
                }
            } else {
                let nodes = seen.state.nodes.iter().map(|node| node.name.clone());
                let barred: Vec<String> = nodes.filter(|node| !owners.contains(node)).collect();
                ClusterChange::Bar {
                    id: role.id.clone(),
                    dropped: gone(&role.barred, &barred),
                    nodes: barred,
                }
            };
            if may(cx, &role.name, std::slice::from_ref(&change), false)? {
                carry_out(cx, &mut seen, &[change], Patience::whole(true))?;
            }
        }
        Ok(())
    }
}

fn nobody() -> ShellError {
    ShellError::new(
        "Cluster.NoOwner",
        ErrorCategory::InvalidArgument,
        "A resource that may run on no node could never run.",
    )
    .help("Name nodes: -Owners NODE, NODE. To stop it: Stop-ClusterGroup NAME")
}
