//! A role goes to another node.

use super::asked::Seen;
use super::targets::{Group, name_of};
use super::within::{Patience, carry_out, may, refusal, tell};
use crate::host_access::services;
use crate::types::ClusterGroup;
use iovsh_backend::HostError;
use iovsh_backend::cluster::{ClusterChange, ClusterNode, ClusterRole};
use iovsh_backend::host::migrate::{Ends, compare};
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_argument;

/// What a role is to be moved as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// With its memory.
    Live,
    /// Stopped here, started there.
    Restart,
}

/// Moves a role to a node, or to the best one, and emits it.
pub fn go(
    cx: &mut Context,
    seen: &mut Seen,
    group: &Group,
    node: Option<&str>,
    how: How,
    patience: Patience,
) -> Flow {
    if let Some(id) = send(cx, seen, group, node, how, patience)? {
        emit(cx, seen, &id)?;
    }
    Ok(())
}

/// Moves a role; gives the engine's id of it where it was moved, or was to be found there.
pub fn send(
    cx: &mut Context,
    seen: &mut Seen,
    group: &Group,
    node: Option<&str>,
    how: How,
    patience: Patience,
) -> Flow<Option<String>> {
    let name = name_of(group);
    let Some(first) = group.first().map(|role| (*role).clone()) else {
        return Ok(None);
    };
    let Some(at) = first.running_on.first().cloned() else {
        return cx.error(not_running(&name)).map(|()| None);
    };
    let to = match node {
        Some(node) => node.to_owned(),
        None => match best(seen, &first) {
            Some(node) => node.name.clone(),
            None => return cx.error(nowhere(&name)).map(|()| None),
        },
    };
    if at.eq_ignore_ascii_case(&to) {
        cx.warning(format!("'{name}' is on {at} already."))?;
        return Ok(Some(first.id));
    }
    if let Some(error) = closed(seen, &first, &to) {
        return cx.error(error).map(|()| None);
    }
    if how == How::Live
        && first.is_vm()
        && let Some(error) = against(cx, &first, &at, &to)?
    {
        return cx.error(error).map(|()| None);
    }
    // A group moves as its first resource does: the others follow it.
    let id = first.group.clone().unwrap_or_else(|| first.id.clone());
    let pulled = ClusterChange::Move {
        id: id.clone(),
        node: to.clone(),
    };
    let wanted = |wanted| ClusterChange::SetWanted {
        id: id.clone(),
        wanted,
    };
    let shown = match how {
        How::Live => vec![pulled.clone()],
        How::Restart => vec![wanted(false), pulled.clone(), wanted(true)],
    };
    if !may(cx, &format!("{name} to {to}"), &shown, false)? {
        return Ok(None);
    }
    let done = match how {
        How::Live => carry_out(cx, seen, &[pulled], patience)?,
        How::Restart => {
            // It has to be off before it is told to run there.
            carry_out(cx, seen, &[wanted(false)], Patience::whole(true))?
                && tell(cx, seen, std::slice::from_ref(&pulled))?
                && carry_out(cx, seen, &[wanted(true), pulled], patience)?
        }
    };
    // What it was told counts for this once; that it stays there its stickiness sees to.
    let arrived = seen
        .state
        .role(&first.id)
        .is_some_and(|role| role.running_on == [to.clone()]);
    if arrived || !done {
        tell(cx, seen, &[ClusterChange::EndMove { id }])?;
    }
    Ok(done.then_some(first.id))
}

fn emit(cx: &mut Context, seen: &mut Seen, id: &str) -> Flow {
    let known = seen.state.role(id);
    let roles: Vec<&ClusterRole> = seen
        .state
        .roles
        .iter()
        .filter(|role| {
            role.id == id || known.is_some_and(|k| k.group.is_some() && k.group == role.group)
        })
        .collect();
    match ClusterGroup::new(&seen.state, &roles, seen.place) {
        Some(group) => cx.emit(group.into_value()),
        None => Ok(()),
    }
}

/// The node that suits a role best beside the one that it is on: with the VFs that it wishes for, and with most of them free.
pub fn best<'s>(seen: &'s Seen, role: &ClusterRole) -> Option<&'s ClusterNode> {
    let may = |node: &&ClusterNode| {
        node.takes_roles()
            && !role.running_on.contains(&node.name)
            && !role.barred.contains(&node.name)
    };
    let points = |node: &&ClusterNode| {
        let free = node.free_vfs.unwrap_or(0);
        let preferred = role.preferred.iter().rposition(|name| *name == node.name);
        (
            std::cmp::Reverse(preferred.unwrap_or(usize::MAX)),
            role.wish > 0 && free >= role.wish,
            free,
        )
    };
    // Of equal ones the first by name.
    let nodes = seen.state.nodes.iter().rev();
    nodes.filter(may).max_by_key(points)
}

/// Why a node takes it not.
fn closed(seen: &Seen, role: &ClusterRole, to: &str) -> Option<ShellError> {
    let node = seen.state.node(to)?;
    let why = if role.barred.contains(&node.name) {
        (
            format!("'{}' may not run on {to}.", role.name),
            "Let it: Set-ClusterOwnerNode -Resource NAME -Owners NODE, NODE".to_owned(),
        )
    } else if !node.online || node.pending || node.unclean {
        (
            format!("{to} takes no part in the cluster now."),
            "See Get-ClusterNode".to_owned(),
        )
    } else if node.standby || node.paused {
        (
            format!("{to} is paused."),
            format!(
                "Let it run roles again: Resume-ClusterNode {}",
                quote_argument(to)
            ),
        )
    } else {
        return None;
    };
    Some(
        ShellError::new("Cluster.NodeClosed", ErrorCategory::InvalidOperation, why.0)
            .target(to)
            .help(why.1),
    )
}

/// What the target has against it. A cluster that cannot send a virtual machine stops it and starts it there, so that is asked first.
fn against(cx: &mut Context, role: &ClusterRole, at: &str, to: &str) -> Flow<Option<ShellError>> {
    let Some(vm) = role.vm else {
        return Ok(None);
    };
    let services = services(cx)?;
    let open = |name: &str| {
        let place = services.named(name, None)?;
        services.place(place).host()
    };
    let compared = open(at).and_then(|source| {
        let target = open(to)?;
        let ends = Ends {
            source: &*source,
            target: &*target,
            to: "",
            from: "",
        };
        compare(ends, vm, &|_| ())
    });
    match compared {
        Ok(compared) => Ok(compared.against().next().map(|reason| {
            let error = HostError::new(
                "Cluster.CannotMove",
                iovsh_backend::Category::InvalidOperation,
                format!("'{}' cannot go to {to}: {}", role.name, reason.message),
            )
            .target(&*role.name);
            refusal(&match &reason.next_step {
                Some(step) => error.next_step(step.clone()),
                None => error.next_step(
                    "See all that is against it: Test-Cluster. With a restart it may go: -MigrationType Shutdown",
                ),
            })
        })),
        Err(error) => {
            cx.verbose(format!(
                "What {to} has against '{}' is not known: {error}",
                role.name
            ))?;
            Ok(None)
        }
    }
}

fn not_running(name: &str) -> ShellError {
    ShellError::new(
        "Cluster.NotRunning",
        ErrorCategory::InvalidOperation,
        format!("'{name}' does not run, and is on no node."),
    )
    .target(name)
    .help("Say where it is to run, and start it: Set-ClusterOwnerNode -Group NAME -Owners NODE; Start-ClusterGroup NAME")
}

fn nowhere(name: &str) -> ShellError {
    ShellError::new(
        "Cluster.NowhereToGo",
        ErrorCategory::InvalidOperation,
        format!("No other node takes '{name}'."),
    )
    .target(name)
    .help("See which nodes are up: Get-ClusterNode; and where it may run: Get-ClusterOwnerNode -Resource NAME")
}
