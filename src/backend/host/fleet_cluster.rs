//! Runs the cluster of a simulated fleet: what Pacemaker's daemons do by themselves on real hosts is done here whenever somebody asks
//! one of the nodes, by the same resource agent.
//!
//! What is decided stands in `sim/cluster.rs`: where a role may run, and where best. As with Pacemaker a role that cannot be sent is
//! stopped and started at its target, and one that fails on a node three times is not tried there again until that is forgiven.

use std::sync::Arc;

use super::ocf::{Action, Code, Ended, OcfAgent, Parameters, runs};
use super::{Host, LocalHost};
use crate::cluster::{ClusterChange, free_vfs};
use crate::sim::{SimCluster, SimMachine, SimRole};
use crate::{Category, HostError, Machine as _, Scope};

/// So often all roles are gone through at most: each time one of them may have found a better place.
const ROUNDS: usize = 4;

/// Lets the cluster's engine work until nothing more is to be done. A fleet without a cluster is left alone.
///
/// # Errors
/// The state of a host cannot be read or written.
pub(super) fn settle(fleet: &[SimMachine]) -> Result<(), HostError> {
    let Some(any) = fleet.first() else {
        return Ok(());
    };
    if any
        .read_cluster()
        .is_err_and(|error| error.id == "Cluster.None")
    {
        return Ok(());
    }
    for _ in 0..ROUNDS {
        publish(fleet)?;
        let cluster = any.read_cluster()?;
        let mut moved = false;
        for known in &cluster.roles {
            moved |= Engine { fleet, any }.serve(&known.role.id)?;
        }
        if !moved {
            break;
        }
    }
    publish(fleet)
}

/// Each node says how many VFs it has free.
fn publish(fleet: &[SimMachine]) -> Result<(), HostError> {
    let Some(any) = fleet.first() else {
        return Ok(());
    };
    let cluster = any.read_cluster()?;
    for node in online(fleet, &cluster) {
        let state = node.snapshot(&Scope::PLAN)?;
        let free_vfs = free_vfs(&state);
        if cluster.free_vfs.get(node.name()) != Some(&free_vfs) {
            node.change_cluster(&ClusterChange::Publish {
                node: node.name().to_owned(),
                free_vfs,
            })?;
        }
    }
    Ok(())
}

fn online<'f>(fleet: &'f [SimMachine], cluster: &SimCluster) -> Vec<&'f SimMachine> {
    let up = |node: &&SimMachine| !cluster.without_power.contains(node.name());
    fleet.iter().filter(up).collect()
}

struct Engine<'f> {
    fleet: &'f [SimMachine],
    any: &'f SimMachine,
}

impl Engine<'_> {
    /// Does for one role what is to be done. True when something was done.
    fn serve(&self, id: &str) -> Result<bool, HostError> {
        let cluster = self.any.read_cluster()?;
        let Some(mut role) = cluster.roles.iter().find(|r| r.role.id == id).cloned() else {
            return Ok(false);
        };
        let online = online(self.fleet, &cluster);
        let names: Vec<String> = online.iter().map(|node| node.name().to_owned()).collect();
        let mut at = None;
        for node in &online {
            if runs(*node, role.role.vm)? {
                at = Some(*node);
                break;
            }
        }
        let before = role.node.clone();
        role.node = at.map(|node| node.name().to_owned());
        // As with Pacemaker one that failed counts as being where it was, so that it is started there again.
        let counts_at = role
            .node
            .clone()
            .or_else(|| before.clone().filter(|node| names.contains(node)));
        if role.node != before {
            let node = role.node.clone();
            self.note(id, move |role| role.node = node)?;
            // Who looks finds it gone: its node has lost its power, or its process was killed.
            if role.role.wanted
                && role.node.is_none()
                && let Some(node) = before.filter(|node| names.contains(node))
            {
                self.any
                    .edit_cluster(|c| c.fail(id, &node, "monitor", "not running"))?;
            }
        }
        if !role.role.wanted {
            return match at {
                Some(node) => self.stop(&role, node),
                None => Ok(false),
            };
        }
        // What failed just now counts.
        let cluster = self.any.read_cluster()?;
        let Some(known) = cluster.roles.iter().find(|r| r.role.id == id) else {
            return Ok(false);
        };
        let known = SimRole {
            node: counts_at,
            ..known.clone()
        };
        let places = cluster.places(&known, &names);
        let best = places.first().and_then(|name| self.node(name));
        match (at, best) {
            (Some(at), Some(best)) if at.name() == best.name() => {
                self.note(id, |role| role.failed = false)?;
                Ok(false)
            }
            (Some(at), Some(best)) => self.send(&role, at, best),
            (Some(at), None) => self.stop(&role, at),
            (None, Some(_)) => self.start(&role, &places),
            (None, None) => {
                let was = role.failed;
                self.note(id, |role| role.failed = true)?;
                Ok(!was)
            }
        }
    }

    fn node(&self, name: &str) -> Option<&SimMachine> {
        self.fleet.iter().find(|node| node.name() == name)
    }

    fn note(&self, id: &str, edit: impl FnOnce(&mut SimRole)) -> Result<(), HostError> {
        self.any.edit_cluster(|cluster| {
            let found = cluster.roles.iter_mut().find(|known| known.role.id == id);
            if let Some(role) = found {
                edit(role);
            }
        })
    }

    /// Asks the agent on a node. What fails is counted.
    fn ask(
        &self,
        role: &SimRole,
        node: &SimMachine,
        action: Action,
        target: Option<&SimMachine>,
    ) -> Result<bool, HostError> {
        let reach = |name: &str| reach(self.fleet, name);
        let agent = OcfAgent {
            machine: Arc::new(node.clone()),
            reach: &reach,
            address: &node.address(),
        };
        let parameters = Parameters {
            vm: role.role.vm.to_string(),
            timeout: None,
            target: target.map(|node| node.name().to_owned()),
        };
        let name = match action {
            Action::Start => "start",
            Action::Stop => "stop",
            Action::MigrateTo => "migrate_to",
            Action::MigrateFrom => "migrate_from",
            Action::Monitor | Action::ValidateAll | Action::MetaData => "monitor",
        };
        let Ended { code, reason } = agent.act(action, &parameters);
        let is_done = matches!(code, Code::Success | Code::Degraded);
        let id = &role.role.id;
        let why = reason.unwrap_or_else(|| format!("code {}", code as u8));
        self.any.edit_cluster(|cluster| match is_done {
            true => cluster.say(format!("{}: {name} of {id} succeeded.", node.name())),
            false => cluster.fail(id, node.name(), name, &why),
        })?;
        Ok(is_done)
    }

    fn stop(&self, role: &SimRole, at: &SimMachine) -> Result<bool, HostError> {
        let stopped = self.ask(role, at, Action::Stop, None)?;
        if stopped {
            self.note(&role.role.id, |role| role.node = None)?;
        }
        Ok(stopped)
    }

    /// Starts it at the best place where that can be done.
    fn start(&self, role: &SimRole, places: &[String]) -> Result<bool, HostError> {
        for name in places {
            let Some(node) = self.node(name) else {
                continue;
            };
            if self.ask(role, node, Action::Start, None)? {
                let at = name.clone();
                self.note(&role.role.id, |role| {
                    role.node = Some(at);
                    role.failed = false;
                })?;
                return Ok(true);
            }
        }
        self.note(&role.role.id, |role| role.failed = true)?;
        Ok(true)
    }

    /// Sends it with its memory; where that cannot be done it is stopped here and started there.
    fn send(&self, role: &SimRole, at: &SimMachine, to: &SimMachine) -> Result<bool, HostError> {
        if self.ask(role, at, Action::MigrateTo, Some(to))?
            && self.ask(role, to, Action::MigrateFrom, None)?
        {
            let node = to.name().to_owned();
            self.note(&role.role.id, |role| role.node = Some(node))?;
            return Ok(true);
        }
        if runs(at, role.role.vm)? && !self.stop(role, at)? {
            return Ok(false);
        }
        self.start(role, &[to.name().to_owned(), at.name().to_owned()])
    }
}

/// A node of a fleet by its name.
fn reach(fleet: &[SimMachine], name: &str) -> Result<(Arc<dyn Host>, String), HostError> {
    let node = fleet.iter().find(|node| node.name() == name);
    let node = node.ok_or_else(|| {
        HostError::new(
            "Cluster.NodeNotFound",
            Category::ObjectNotFound,
            format!("There is no node '{name}'."),
        )
        .target(name)
        .next_step("See which there are: Get-ClusterNode")
    })?;
    Ok((
        Arc::new(LocalHost::new(Arc::new(node.clone()))),
        node.address(),
    ))
}
