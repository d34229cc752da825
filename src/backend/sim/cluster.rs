//! The cluster of a simulated fleet: what its engine keeps, and how it decides. Who carries that out is in `host/fleet_cluster.rs`.
//!
//! It is kept in the world of the first host of the fleet, as a CIB is on every node of a real one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{SimMachine, fleet};
use crate::cluster::{
    AGENT, ClusterChange, ClusterFailure, ClusterNetwork, ClusterNode, ClusterRole, ClusterState,
    NewRole, no_cluster,
};
use crate::model::Uuid;
use crate::{Category, HostError, Machine as _};

/// So often a role may fail on a node before it has to go elsewhere.
const THRESHOLD: u32 = 3;
/// Failures that are kept.
const MOST_FAILURES: usize = 100;
/// Lines of the log that are kept.
const MOST_LINES: usize = 1000;

/// What the engine of a simulated cluster keeps.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SimCluster {
    /// Its name.
    pub name: String,
    /// Nodes that run nothing.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub standby: BTreeSet<String>,
    /// Nodes that get nothing new.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub paused: BTreeSet<String>,
    /// Nodes whose power is cut.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub without_power: BTreeSet<String>,
    /// Nodes that do not answer are switched off.
    pub fences: bool,
    /// VFs that nodes have free, as they said last.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub free_vfs: BTreeMap<String, u32>,
    /// Roles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<SimRole>,
    /// Definitions of virtual machines.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub definitions: BTreeMap<Uuid, String>,
    /// What failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<ClusterFailure>,
    /// What was done, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<String>,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimRole {
    /// What it is.
    pub role: NewRole,
    /// Where it ran last.
    #[serde(default)]
    pub node: Option<String>,
    /// Where it was told to go.
    #[serde(default)]
    pub pulled_to: Option<String>,
    /// Nodes that it prefers.
    #[serde(default)]
    pub preferred: Vec<String>,
    /// Nodes on which it may not run.
    #[serde(default)]
    pub barred: Vec<String>,
    /// How often it failed, by node.
    #[serde(default)]
    pub failures: BTreeMap<String, u32>,
    /// It runs nowhere although it is to.
    #[serde(default)]
    pub failed: bool,
}

impl SimCluster {
    /// The nodes on which a role may run, the best first. `online` are those that answer.
    #[must_use]
    pub fn places(&self, role: &SimRole, online: &[String]) -> Vec<String> {
        let may = |node: &&String| {
            let failures = role.failures.get(*node).copied().unwrap_or(0);
            let is_open = !self.paused.contains(*node) || role.node.as_ref() == Some(*node);
            is_open
                && !self.standby.contains(*node)
                && !role.barred.contains(node)
                && failures < THRESHOLD
        };
        let mut places: Vec<(Points, String)> = online
            .iter()
            .filter(may)
            .map(|node| (self.points(role, node), node.clone()))
            .collect();
        places.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.cmp(y)));
        places.into_iter().map(|(_, node)| node).collect()
    }

    /// What speaks for a node: that the role was told to go there, that it is there, that it is preferred, that it has the VFs that the role wishes for, and more of them than others. Each counts more than all behind it.
    fn points(&self, role: &SimRole, node: &String) -> Points {
        let is_there = role.node.as_ref() == Some(node);
        let free = self.free_vfs.get(node).copied().unwrap_or(0);
        let wish = role.role.wish;
        let place = role.preferred.iter().position(|known| known == node);
        (
            role.pulled_to.as_ref() == Some(node),
            is_there,
            place.map_or(0, |place| role.preferred.len().saturating_sub(place)),
            if wish > 0 && free >= wish { free } else { 0 },
        )
    }

    fn role_mut(&mut self, id: &str) -> Result<&mut SimRole, HostError> {
        let found = self.roles.iter_mut().find(|known| known.role.id == id);
        found.ok_or_else(|| {
            HostError::new(
                "Cluster.NotFound",
                Category::ObjectNotFound,
                format!("The cluster has no resource '{id}'."),
            )
            .target(id)
            .next_step("See what there is: Get-ClusterResource")
        })
    }

    /// Something failed: it is counted.
    pub fn fail(&mut self, id: &str, node: &str, action: &str, reason: &str) {
        if let Ok(role) = self.role_mut(id) {
            let count = role.failures.entry(node.to_owned()).or_default();
            *count = count.saturating_add(1);
        }
        self.say(format!("{node}: {action} of {id} failed: {reason}"));
        let failure = ClusterFailure {
            role: id.to_owned(),
            node: node.to_owned(),
            action: action.to_owned(),
            reason: reason.to_owned(),
        };
        self.failures.retain(|known| *known != failure);
        self.failures.push(failure);
        let over = self.failures.len().saturating_sub(MOST_FAILURES);
        self.failures.drain(..over);
    }

    /// A line for the log.
    pub fn say(&mut self, line: String) {
        self.log.push(line);
        let over = self.log.len().saturating_sub(MOST_LINES);
        self.log.drain(..over);
    }

    fn apply(&mut self, nodes: &[String], change: &ClusterChange) -> Result<(), HostError> {
        let set = |set: &mut BTreeSet<String>, node: &str, on: bool| {
            let known = nodes.iter().find(|known| known.eq_ignore_ascii_case(node));
            let known = known.ok_or_else(|| no_node(node))?;
            match on {
                true => set.insert(known.clone()),
                false => set.remove(known),
            };
            Ok(())
        };
        let all_are = |named: &[String]| match named.iter().find(|node| !nodes.contains(node)) {
            Some(node) => Err(no_node(node)),
            None => Ok(()),
        };
        match change {
            ClusterChange::AddRole(new) => match self.role_mut(&new.id) {
                Ok(known) => known.role = new.clone(),
                Err(_) => self.roles.push(SimRole {
                    role: new.clone(),
                    node: None,
                    pulled_to: None,
                    preferred: Vec::new(),
                    barred: Vec::new(),
                    failures: BTreeMap::new(),
                    failed: false,
                }),
            },
            ClusterChange::RemoveRole { id, .. } => {
                self.role_mut(id)?;
                self.roles.retain(|known| known.role.id != *id);
                self.failures.retain(|known| known.role != *id);
            }
            ClusterChange::SetWanted { id, wanted } => self.role_mut(id)?.role.wanted = *wanted,
            ClusterChange::Move { id, node } => {
                all_are(std::slice::from_ref(node))?;
                self.role_mut(id)?.pulled_to = Some(node.clone());
            }
            ClusterChange::EndMove { id } => self.role_mut(id)?.pulled_to = None,
            ClusterChange::Forgive { id } => {
                let role = self.role_mut(id)?;
                role.failures.clear();
                role.failed = false;
                self.failures.retain(|known| known.role != *id);
            }
            ClusterChange::SetStandby { node, on } => set(&mut self.standby, node, *on)?,
            ClusterChange::SetPaused { node, on } => set(&mut self.paused, node, *on)?,
            ClusterChange::Prefer { id, nodes, .. } => {
                all_are(nodes)?;
                self.role_mut(id)?.preferred.clone_from(nodes);
            }
            ClusterChange::Bar { id, nodes, .. } => {
                all_are(nodes)?;
                self.role_mut(id)?.barred.clone_from(nodes);
            }
            ClusterChange::Publish { node, free_vfs } => {
                all_are(std::slice::from_ref(node))?;
                self.free_vfs.insert(node.clone(), *free_vfs);
            }
            ClusterChange::KeepDefinition { vm, text } => {
                self.definitions.insert(*vm, text.clone());
            }
            ClusterChange::ForgetDefinition { vm } => {
                self.definitions.remove(vm);
            }
        }
        if !matches!(
            change,
            ClusterChange::Publish { .. } | ClusterChange::KeepDefinition { .. }
        ) {
            self.say(format!("{}.", change.sentence()));
        }
        Ok(())
    }
}

/// See [`SimCluster::points`].
type Points = (bool, bool, usize, u32);

fn no_node(node: &str) -> HostError {
    HostError::new(
        "Cluster.NodeNotFound",
        Category::ObjectNotFound,
        format!("The cluster has no node '{node}'."),
    )
    .target(node)
    .next_step("See which there are: Get-ClusterNode")
}

/// The hosts of the fleet that a machine is of; empty for one that is alone.
pub(super) fn members(machine: &SimMachine) -> Vec<SimMachine> {
    let Some(root) = &machine.root else {
        let peers = machine.peers.lock();
        return peers
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone();
    };
    let specs = fleet(machine.spec.as_deref().unwrap_or_default());
    let opened = specs.iter().map(|(_, spec)| match spec {
        spec if machine.spec.as_ref() == Some(spec) => Ok(machine.clone()),
        spec => SimMachine::open(spec, root),
    });
    // One whose file is damaged is a node that does not answer.
    opened.filter_map(Result::ok).collect()
}

/// The host whose world has the cluster.
fn keeper(machine: &SimMachine) -> Result<SimMachine, HostError> {
    let mut all = members(machine);
    all.push(machine.clone());
    let mut all = all.into_iter();
    let has_it = |machine: &SimMachine| {
        let inner = machine.fresh();
        inner.is_ok_and(|inner| inner.world.cluster.is_some())
    };
    all.find(has_it).ok_or_else(|| {
        no_cluster(machine.name()).next_step(
            "Simulated hosts with a cluster are those of --host sim:fleet; on real ones Pacemaker runs it: docs/cluster.md.",
        )
    })
}

fn names(members: &[SimMachine], machine: &SimMachine) -> Vec<String> {
    match members {
        [] => vec![machine.name().to_owned()],
        members => members.iter().map(|m| m.name().to_owned()).collect(),
    }
}

/// The cluster, as its engine has it.
pub(super) fn observe(machine: &SimMachine) -> Result<ClusterState, HostError> {
    let members = members(machine);
    let kept = keeper(machine)?.fresh()?.world.cluster.clone();
    let Some(cluster) = kept else {
        return Err(no_cluster(machine.name()));
    };
    let online = |name: &String| !cluster.without_power.contains(name);
    let names = names(&members, machine);
    let up = names.iter().filter(|name| online(name)).count();
    let mut state = ClusterState {
        name: cluster.name.clone(),
        engine: "Simulated cluster".to_owned(),
        here: machine.name().to_owned(),
        coordinator: names.iter().find(|name| online(name)).cloned(),
        has_quorum: Some(up.saturating_mul(2) > names.len()),
        fences: Some(cluster.fences),
        fencing_devices: Vec::new(),
        maintenance: false,
        nodes: Vec::new(),
        networks: Some(vec![ClusterNetwork {
            link: 0,
            addresses: (1_u32..)
                .zip(&names)
                .map(|(id, name)| (name.clone(), format!("198.51.100.{id}")))
                .collect(),
            reached: Some(names.iter().filter(|name| online(name)).cloned().collect()),
        }]),
        roles: cluster.roles.iter().map(role).collect(),
        failures: cluster.failures.clone(),
        is_settled: true,
    };
    for (id, name) in (1_u32..).zip(&names) {
        state.nodes.push(ClusterNode {
            id: id.to_string(),
            online: online(name),
            standby: cluster.standby.contains(name),
            paused: cluster.paused.contains(name),
            free_vfs: cluster.free_vfs.get(name).copied().filter(|_| online(name)),
            name: name.clone(),
            ..ClusterNode::default()
        });
    }
    state.roles.sort_by_key(|role| role.name.to_lowercase());
    Ok(state)
}

fn role(known: &SimRole) -> ClusterRole {
    ClusterRole {
        id: known.role.id.clone(),
        name: known.role.name.clone(),
        group: None,
        agent: AGENT.to_owned(),
        vm: Some(known.role.vm),
        vm_name: known.role.vm_name.clone(),
        wish: known.role.wish,
        wanted: known.role.wanted,
        managed: true,
        failed: known.failed,
        pending: false,
        running_on: known.node.iter().cloned().collect(),
        preferred: known.preferred.clone(),
        barred: known.barred.clone(),
        pulled_to: known.pulled_to.clone(),
        failures: known.failures.values().fold(0, |a, b| a.saturating_add(*b)),
    }
}

/// Carries out a change of what the engine keeps.
pub(super) fn apply(machine: &SimMachine, change: &ClusterChange) -> Result<(), HostError> {
    let names = names(&members(machine), machine);
    edit(machine, |cluster| cluster.apply(&names, change))?
}

/// Reads or changes what the engine of the cluster keeps.
pub(super) fn edit<T>(
    machine: &SimMachine,
    work: impl FnOnce(&mut SimCluster) -> T,
) -> Result<T, HostError> {
    let name = machine.name().to_owned();
    keeper(machine)?.edit_world(|world| {
        let cluster = world.cluster.as_mut();
        cluster.map(work).ok_or_else(|| no_cluster(&name))
    })?
}

/// The virtual machines that are roles; none where there is no cluster.
pub(super) fn virtual_machines(machine: &SimMachine) -> BTreeSet<Uuid> {
    let roles = read(machine)
        .map(|cluster| cluster.roles)
        .unwrap_or_default();
    roles.into_iter().map(|role| role.role.vm).collect()
}

/// What the engine keeps, as it is.
pub(super) fn read(machine: &SimMachine) -> Result<SimCluster, HostError> {
    let kept = keeper(machine)?.fresh()?.world.cluster.clone();
    kept.ok_or_else(|| no_cluster(machine.name()))
}
