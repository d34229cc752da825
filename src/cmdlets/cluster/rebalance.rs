//! Roles that lack the VFs that they wish for, and the nodes that have them: proposed, and moved only when each was agreed to.

use std::collections::BTreeMap;

use super::asked::Seen;
use super::moving::{How, go};
use super::targets;
use super::within::Patience;
use crate::host_access::services;
use iovsh_backend::cluster::{ClusterRole, ClusterState};
use iovsh_backend::model::VmDetail;
use iovsh_backend::{Scope, State};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// What is looked at on each node.
const MACHINES: Scope = Scope {
    vms: VmDetail::Full,
    ..Scope::NOTHING
};

/// A role that would have all its VFs elsewhere.
#[derive(Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The engine's id.
    pub id: String,
    /// The name of the role.
    pub name: String,
    /// Where it runs.
    pub from: String,
    /// Where it would have them.
    pub to: String,
    /// VFs that it lacks.
    pub lacks: u32,
    /// VFs that are free there.
    pub free: u32,
}

/// Moves roles that lack VFs to nodes that have them, `limit` at the most, each when it was agreed to.
pub fn go_through(
    cx: &mut Context,
    seen: &mut Seen,
    limit: usize,
    force: bool,
    patience: Patience,
) -> Flow {
    let lacking = lacking(cx, &seen.state)?;
    let proposals = proposals(&seen.state, &lacking);
    if proposals.is_empty() {
        return cx.verbose(match lacking.values().any(|lacks| *lacks > 0) {
            true => "No node has the VFs that roles lack.",
            false => "Every role has the VFs that it wishes for, where it runs.",
        });
    }
    let left = proposals.len().saturating_sub(limit);
    for proposal in proposals.into_iter().take(limit) {
        let Proposal { name, from, to, .. } = &proposal;
        let query = format!(
            "'{name}' runs on {from} and lacks {} of its VFs. On {to} {} are free. Move it there?",
            proposal.lacks, proposal.free
        );
        cx.verbose(query.clone())?;
        if !force && !cx.is_what_if() && !cx.should_continue(&query, "Confirm")? {
            continue;
        }
        let groups = targets::groups(&seen.state);
        let holds = |group: &&targets::Group| group.iter().any(|role| role.id == proposal.id);
        let group = groups.iter().find(holds);
        let group: Vec<ClusterRole> = group
            .into_iter()
            .flatten()
            .map(|role| (*role).clone())
            .collect();
        let group = group.iter().collect();
        go(cx, seen, &group, Some(to.as_str()), How::Live, patience)?;
    }
    if left > 0 {
        cx.warning(format!(
            "{left} more would have their VFs on another node: -Limit says how many are moved at once."
        ))?;
    }
    Ok(())
}

/// How many VFs each role lacks where it runs, by the engine's id. A node that cannot be asked is a warning.
fn lacking(cx: &mut Context, cluster: &ClusterState) -> Flow<BTreeMap<String, u32>> {
    let mut lacking = BTreeMap::new();
    let services = services(cx)?;
    for node in cluster.nodes.iter().filter(|node| node.online) {
        let here = |role: &&ClusterRole| {
            role.is_vm() && role.wish > 0 && role.running_on == [node.name.clone()]
        };
        let mut roles = cluster.roles.iter().filter(here).peekable();
        if roles.peek().is_none() {
            continue;
        }
        let seen = services
            .named(&node.name, None)
            .and_then(|place| services.place(place).host())
            .and_then(|host| host.snapshot(&MACHINES));
        match seen {
            Ok(state) => lacking.extend(roles.map(|role| (role.id.clone(), lacks(&state, role)))),
            Err(error) => cx.warning(format!(
                "What the virtual machines of {} have is not known: {error}",
                node.name
            ))?,
        }
    }
    Ok(lacking)
}

/// Adapters of a role that wish for a VF and have none.
fn lacks(state: &State, role: &ClusterRole) -> u32 {
    let adapters = role.vm.and_then(|id| state.vm(id)).map(|vm| &vm.adapters);
    let without = adapters.into_iter().flatten();
    let without = without.filter(|a| a.settings.iov_weight > 0 && a.vf.is_none());
    u32::try_from(without.count()).unwrap_or(u32::MAX)
}

/// What would be better, the largest lack first. What was promised to one is not free for the next.
pub fn proposals(cluster: &ClusterState, lacking: &BTreeMap<String, u32>) -> Vec<Proposal> {
    let mut free: BTreeMap<&str, u32> = cluster
        .nodes
        .iter()
        .filter(|node| node.takes_roles())
        .map(|node| (node.name.as_str(), node.free_vfs.unwrap_or(0)))
        .collect();
    let mut roles: Vec<(&ClusterRole, u32)> = cluster
        .roles
        .iter()
        .filter(|role| role.managed && !role.pending)
        .filter_map(|role| Some((role, *lacking.get(&role.id)?)))
        .filter(|(_, lacks)| *lacks > 0)
        .collect();
    roles.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.name.cmp(&b.name)));
    let mut proposals = Vec::new();
    for (role, lacks) in roles {
        let Some(from) = role.running_on.first() else {
            continue;
        };
        let may = |(node, free): &(&&str, &mut u32)| {
            **node != from.as_str()
                && !role.barred.iter().any(|b| b == **node)
                && **free >= role.wish
        };
        let best = free
            .iter_mut()
            .filter(may)
            .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)));
        if let Some((node, there)) = best {
            proposals.push(Proposal {
                id: role.id.clone(),
                name: role.name.clone(),
                from: from.clone(),
                to: (*node).to_owned(),
                lacks,
                free: *there,
            });
            *there = there.saturating_sub(role.wish);
        }
    }
    proposals
}

#[cfg(test)]
mod tests {
    use super::*;
    use iovsh_backend::cluster::{AGENT, ClusterNode};

    fn node(name: &str, free: u32) -> ClusterNode {
        ClusterNode {
            name: name.to_owned(),
            online: true,
            free_vfs: Some(free),
            ..ClusterNode::default()
        }
    }

    fn role(id: &str, at: &str, wish: u32) -> ClusterRole {
        ClusterRole {
            id: id.to_owned(),
            name: id.to_owned(),
            agent: AGENT.to_owned(),
            managed: true,
            wish,
            running_on: vec![at.to_owned()],
            ..ClusterRole::default()
        }
    }

    fn moves(cluster: &ClusterState, lacking: &[(&str, u32)]) -> Vec<(String, String)> {
        let lacking = lacking
            .iter()
            .map(|(id, n)| ((*id).to_owned(), *n))
            .collect();
        let all = proposals(cluster, &lacking).into_iter();
        all.map(|p| (p.id, p.to)).collect()
    }

    #[test]
    fn vfs_are_promised_once() {
        let cluster = ClusterState {
            nodes: vec![node("a", 0), node("b", 2), node("c", 1)],
            roles: vec![
                role("one", "a", 1),
                role("two", "a", 2),
                role("three", "a", 1),
            ],
            ..ClusterState::default()
        };
        let all = [("one", 1), ("two", 2), ("three", 1)];
        assert_eq!(
            moves(&cluster, &all),
            [
                ("two".to_owned(), "b".to_owned()),
                ("one".to_owned(), "c".to_owned())
            ]
        );
    }

    #[test]
    fn who_lacks_nothing_or_may_not_go_there_stays() {
        let mut barred = role("one", "a", 1);
        barred.barred = vec!["b".to_owned()];
        let mut paused = node("c", 5);
        paused.paused = true;
        let cluster = ClusterState {
            nodes: vec![node("a", 9), node("b", 9), paused],
            roles: vec![barred, role("two", "a", 1)],
            ..ClusterState::default()
        };
        assert_eq!(moves(&cluster, &[("one", 1), ("two", 0)]), []);
    }
}
