//! `Get-ClusterOwnerNode`.

use super::asked::{Asked, Input};
use super::targets;
use crate::types::{ClusterOwnerNodeList, resource_name};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Says which nodes a role prefers, or on which nodes a resource may run.
///
/// # Examples
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Set-ClusterOwnerNode -Group job1 -Owners hv2, hv1 -Cluster hv1
/// PS> Get-ClusterOwnerNode -Group job1 -Cluster hv1
/// ClusterObject OwnerNodes
/// ------------- ----------
/// job1          {hv2, hv1}
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "ClusterOwnerNode", module = "FailoverClusters", output = ClusterOwnerNodeList)]
pub struct GetClusterOwnerNode {
    /// The resource: on which nodes may it run?
    #[param(alias = "Res", not_null_or_empty)]
    resource: Option<String>,
    /// The role: which nodes does it prefer?
    #[param(not_null_or_empty)]
    group: Option<String>,
    #[param(
        alias = "ResType",
        refused = "agents are installed on a node or not: ls /usr/lib/ocf/resource.d/iovsh there."
    )]
    resource_type: Option<String>,
    #[flatten]
    asked: Asked,
}

/// What is asked about.
pub enum Which {
    /// A role.
    Group(Option<String>),
    /// A resource.
    Resource(Option<String>),
}

/// What is asked about, from what was named and what the pipeline gave.
pub fn which(group: Option<&String>, resource: Option<&String>, input: &Input) -> Flow<Which> {
    match (group, resource, input) {
        (Some(_), Some(_), _) => Err(one_of_them().into()),
        (Some(group), None, _) => Ok(Which::Group(Some(group.clone()))),
        (None, Some(resource), _) => Ok(Which::Resource(Some(resource.clone()))),
        (None, None, Input::Group(_)) => Ok(Which::Group(None)),
        (None, None, Input::Resource(_)) => Ok(Which::Resource(None)),
        (None, None, _) => Err(one_of_them().into()),
    }
}

fn one_of_them() -> ShellError {
    ShellError::new(
        "Cluster.NoName",
        ErrorCategory::InvalidArgument,
        "Either a role or a resource is to be named.",
    )
    .help("-Group NAME for the nodes that a role prefers, -Resource NAME for those on which a resource may run.")
}

impl Cmdlet for GetClusterOwnerNode {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let seen = self.asked.look(cx)?;
        let input = self.asked.input();
        let lists: Vec<ClusterOwnerNodeList> =
            match which(self.group.as_ref(), self.resource.as_ref(), &input)? {
                Which::Group(name) => {
                    let groups = targets::one(cx, &seen, name.as_deref(), None, &input)?;
                    let groups = groups.into_iter();
                    groups
                        .map(|group| ClusterOwnerNodeList {
                            cluster_object: targets::name_of(&group),
                            owner_nodes: group
                                .first()
                                .map(|role| role.preferred.clone())
                                .unwrap_or_default(),
                        })
                        .collect()
                }
                Which::Resource(name) => {
                    let names = name.map(|name| vec![name]);
                    let roles = targets::resources(cx, &seen, names.as_deref(), None, &input)?;
                    let may = |barred: &[String]| {
                        let nodes = seen.state.nodes.iter().map(|node| node.name.clone());
                        nodes.filter(|node| !barred.contains(node)).collect()
                    };
                    let roles = roles.into_iter();
                    roles
                        .map(|role| ClusterOwnerNodeList {
                            cluster_object: resource_name(role),
                            owner_nodes: may(&role.barred),
                        })
                        .collect()
                }
            };
        for list in lists {
            cx.emit(list.into_value())?;
        }
        Ok(())
    }
}
