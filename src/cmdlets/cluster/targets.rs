//! Which nodes, roles and resources of a cluster a user means.

use super::asked::{Input, Seen};
use crate::selection;
use crate::types::{group_name, network_name, resource_name, uuid};
use iovsh_backend::cluster::{ClusterNetwork, ClusterNode, ClusterRole, ClusterState};
use iovsh_backend::model::Uuid;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Argument as _;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Value, members};
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// A role: its resources.
pub type Group<'s> = Vec<&'s ClusterRole>;

/// All roles, by name.
pub fn groups(state: &ClusterState) -> Vec<Group<'_>> {
    let mut all: Vec<Group> = Vec::new();
    for role in &state.roles {
        let known = all.iter_mut().find(|group| {
            let first = group.first();
            role.group.is_some() && first.is_some_and(|first| first.group == role.group)
        });
        match known {
            Some(group) => group.push(role),
            None => all.push(vec![role]),
        }
    }
    all.sort_by_key(|group| name_of(group).to_lowercase());
    all
}

/// The name of a role.
pub fn name_of(group: &[&ClusterRole]) -> String {
    group.first().map_or("", |role| group_name(role)).to_owned()
}

/// What has these names; all without names. A name without wildcards that nothing has is an error that is written.
fn by_names<'s, T: Copy>(
    cx: &mut Context,
    all: &[T],
    names: Option<&[String]>,
    kind: (&'static str, &str),
    name_of: impl Fn(T) -> Vec<String> + 's,
) -> Flow<Vec<T>> {
    let Some(names) = names else {
        return Ok(all.to_vec());
    };
    let mut found = Vec::new();
    for name in names {
        let pattern = WildcardPattern::new(name);
        let hits: Vec<T> = all
            .iter()
            .copied()
            .filter(|item| name_of(*item).iter().any(|own| pattern.is_match(own)))
            .collect();
        if hits.is_empty() && !has_wildcards(name) {
            let known: Vec<String> = all
                .iter()
                .filter_map(|item| name_of(*item).into_iter().next())
                .collect();
            cx.error(selection::missing(
                kind.0,
                kind.1,
                name,
                known.iter().map(String::as_str),
            ))?;
        }
        found.extend(hits);
    }
    Ok(found)
}

/// The nodes that are meant.
pub fn nodes<'s>(
    cx: &mut Context,
    seen: &'s Seen,
    names: Option<&[String]>,
    input: &Input,
) -> Flow<Vec<&'s ClusterNode>> {
    let all: Vec<&ClusterNode> = seen.state.nodes.iter().collect();
    let of_input = match input {
        Input::Node(node) => Some(vec![node.name.clone()]),
        Input::Name(name) => Some(vec![name.clone()]),
        Input::Group(group) => group.owner_node.clone().map(|node| vec![node]),
        Input::Resource(resource) => resource.owner_node.clone().map(|node| vec![node]),
        Input::None | Input::Cluster | Input::Other(_) => None,
    };
    let names = names.map(<[String]>::to_vec).or(of_input);
    let kind = ("Cluster.NodeNotFound", "cluster node");
    by_names(cx, &all, names.as_deref(), kind, |node| {
        vec![node.name.clone()]
    })
}

/// The networks that are meant; none, with a warning, where nobody tells of them.
pub fn networks<'s>(
    cx: &mut Context,
    seen: &'s Seen,
    names: Option<&[String]>,
) -> Flow<Vec<&'s ClusterNetwork>> {
    let Some(all) = &seen.state.networks else {
        cx.warning(format!(
            "The host '{}' does not tell over which networks its cluster works: there is no list of nodes in its corosync.conf.",
            seen.state.here
        ))?;
        return Ok(Vec::new());
    };
    let all: Vec<&ClusterNetwork> = all.iter().collect();
    let kind = ("Cluster.NetworkNotFound", "cluster network");
    by_names(cx, &all, names, kind, |network| vec![network_name(network)])
}

/// The roles that are meant.
pub fn chosen<'s>(
    cx: &mut Context,
    seen: &'s Seen,
    names: Option<&[String]>,
    vm: Option<Guid>,
    input: &Input,
) -> Flow<Vec<Group<'s>>> {
    let all = groups(&seen.state);
    if let Some(id) = vm.map(uuid) {
        return of_vm(cx, &all, id);
    }
    let mut names = names.map(<[String]>::to_vec);
    match input {
        Input::Node(node) => {
            let at = |group: &Group| {
                let mut at = group.iter().flat_map(|role| &role.running_on);
                at.any(|at| *at == node.name)
            };
            let there: Vec<Group> = all.into_iter().filter(at).collect();
            return named(cx, &there, names.as_deref());
        }
        Input::Group(group) if names.is_none() => names = Some(vec![group.name.clone()]),
        Input::Resource(resource) if names.is_none() => {
            names = Some(vec![resource.owner_group.clone()]);
        }
        Input::Name(name) if names.is_none() => names = Some(vec![name.clone()]),
        Input::Other(value) if names.is_none() => {
            let id = vm_of(cx, value)?;
            return of_vm(cx, &all, id);
        }
        _ => {}
    }
    named(cx, &all, names.as_deref())
}

fn named<'s>(
    cx: &mut Context,
    all: &[Group<'s>],
    names: Option<&[String]>,
) -> Flow<Vec<Group<'s>>> {
    let numbers: Vec<usize> = (0..all.len()).collect();
    let kind = ("Cluster.GroupNotFound", "cluster group");
    let found = by_names(cx, &numbers, names, kind, |number| {
        let group = all.get(number);
        let name = group.map(|group| name_of(group)).unwrap_or_default();
        let ids = group.into_iter().flatten().map(|role| role.id.clone());
        std::iter::once(name).chain(ids).collect()
    })?;
    Ok(found
        .into_iter()
        .filter_map(|number| all.get(number).cloned())
        .collect())
}

fn of_vm<'s>(cx: &mut Context, all: &[Group<'s>], id: Uuid) -> Flow<Vec<Group<'s>>> {
    let is_it = |group: &&Group| group.iter().any(|role| role.vm == Some(id));
    let found: Vec<Group> = all.iter().filter(is_it).cloned().collect();
    if found.is_empty() {
        cx.error(
            ShellError::new(
                "Cluster.GroupNotFound",
                ErrorCategory::ObjectNotFound,
                format!("The virtual machine {id} is no role of the cluster."),
            )
            .target(id.to_string())
            .help("Make it one: Add-ClusterVirtualMachineRole -VMId ID"),
        )?;
    }
    Ok(found)
}

/// The id of the virtual machine that an object is, or belongs to.
pub fn vm_of(cx: &mut Context, value: &Value) -> Flow<Uuid> {
    for name in ["VMId", "Id"] {
        if let Some(found) = members::get_property(value, name, &mut cx.interpreter())?
            && let Ok(id) = Guid::from_value(&found)
        {
            return Ok(uuid(id));
        }
    }
    Err(ShellError::new(
        "Cluster.WrongObject",
        ErrorCategory::InvalidArgument,
        "The object is no cluster, node, role, resource or virtual machine.",
    )
    .help("Give what Get-ClusterGroup, Get-ClusterNode, Get-ClusterResource or Get-VM gives.")
    .into())
}

/// The resources that are meant.
pub fn resources<'s>(
    cx: &mut Context,
    seen: &'s Seen,
    names: Option<&[String]>,
    vm: Option<Guid>,
    input: &Input,
) -> Flow<Vec<&'s ClusterRole>> {
    if let (None, Input::Resource(resource)) = (names, input) {
        return resources(
            cx,
            seen,
            Some(std::slice::from_ref(&resource.id)),
            None,
            &Input::None,
        );
    }
    let narrowed = vm.is_some() || !matches!(input, Input::None | Input::Cluster | Input::Name(_));
    let all: Vec<&ClusterRole> = if narrowed {
        let groups = chosen(cx, seen, None, vm, input)?;
        groups.into_iter().flatten().collect()
    } else {
        seen.state.roles.iter().collect()
    };
    let of_input = match input {
        Input::Name(name) => Some(vec![name.clone()]),
        _ => None,
    };
    let names = names.map(<[String]>::to_vec).or(of_input);
    let kind = ("Cluster.ResourceNotFound", "cluster resource");
    by_names(cx, &all, names.as_deref(), kind, |role| {
        vec![resource_name(role), role.id.clone()]
    })
}

/// One role, for commands that take one: it has to be named.
pub fn one<'s>(
    cx: &mut Context,
    seen: &'s Seen,
    name: Option<&str>,
    vm: Option<Guid>,
    input: &Input,
) -> Flow<Vec<Group<'s>>> {
    if name.is_none() && vm.is_none() && matches!(input, Input::None | Input::Cluster) {
        return Err(ShellError::new(
            "Cluster.NoName",
            ErrorCategory::InvalidArgument,
            "No role is named.",
        )
        .help("Name one, or give it: Get-ClusterGroup NAME | ...")
        .into());
    }
    let names = name.map(|name| vec![name.to_owned()]);
    chosen(cx, seen, names.as_deref(), vm, input)
}

/// A node by the name that a user gave.
pub fn node_named<'s>(seen: &'s Seen, name: &str) -> Flow<&'s ClusterNode> {
    let node = seen.state.node(name.trim());
    node.ok_or_else(|| {
        let known = seen.state.nodes.iter().map(|node| node.name.as_str());
        selection::missing("Cluster.NodeNotFound", "cluster node", name, known).into()
    })
}

/// The error for a role that is no virtual machine.
pub fn no_vm(role: &ClusterRole) -> ShellError {
    ShellError::new(
        "Cluster.NoVirtualMachine",
        ErrorCategory::InvalidArgument,
        format!(
            "'{}' is no virtual machine that iovsh runs: {} does.",
            role.name, role.agent
        ),
    )
    .target(&*role.name)
    .help("Those that are: Get-ClusterResource | Where-Object ResourceType -eq 'Virtual Machine'")
}
