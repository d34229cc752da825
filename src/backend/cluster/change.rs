//! What is changed of a cluster, as data: what it says, whether it is so already, and the commands that do it.

use serde::{Deserialize, Serialize};

use super::commands;
use super::state::ClusterState;
use crate::model::Uuid;
use crate::plan::{ShellLine, render};

/// A virtual machine that becomes a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewRole {
    /// The engine's id of the resource.
    pub id: String,
    /// The name of the role.
    pub name: String,
    /// The virtual machine.
    pub vm: Uuid,
    /// Its name.
    pub vm_name: String,
    /// VFs that it wishes for.
    pub wish: u32,
    /// It is to run.
    pub wanted: bool,
}

/// One change of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClusterChange {
    /// Makes a virtual machine a role.
    AddRole(NewRole),
    /// Forgets a role that does not run. The virtual machine stays as it is.
    RemoveRole {
        /// The engine's id.
        id: String,
        /// Nodes that it prefers.
        preferred: Vec<String>,
        /// Nodes that it is barred from.
        barred: Vec<String>,
    },
    /// Says whether a role is to run.
    SetWanted {
        /// The engine's id of the resource or of its group.
        id: String,
        /// It is to run.
        wanted: bool,
    },
    /// Tells a role to go to a node, with its memory where it can.
    Move {
        /// The engine's id.
        id: String,
        /// The node.
        node: String,
    },
    /// Forgets that a role was told to go somewhere.
    EndMove {
        /// The engine's id.
        id: String,
    },
    /// Forgets that a role failed, so that the engine tries again.
    Forgive {
        /// The engine's id.
        id: String,
    },
    /// Sends the roles of a node away, or takes that back.
    SetStandby {
        /// The node.
        node: String,
        /// It is to run nothing.
        on: bool,
    },
    /// Keeps new roles from a node, or takes that back.
    SetPaused {
        /// The node.
        node: String,
        /// It gets nothing new.
        on: bool,
    },
    /// Says which nodes a role prefers.
    Prefer {
        /// The engine's id.
        id: String,
        /// The nodes, the most preferred first; the others have no preference.
        nodes: Vec<String>,
        /// Those that were preferred before and are not any more.
        dropped: Vec<String>,
    },
    /// Says on which nodes a role may not run.
    Bar {
        /// The engine's id.
        id: String,
        /// The nodes.
        nodes: Vec<String>,
        /// Those that were barred before and are not any more.
        dropped: Vec<String>,
    },
    /// Says how many VFs a node can give away.
    Publish {
        /// The node.
        node: String,
        /// VFs that nobody has.
        free_vfs: u32,
    },
    /// Keeps the definition of a virtual machine in the cluster, for the node that has to start it when its own has lost its power.
    KeepDefinition {
        /// The virtual machine.
        vm: Uuid,
        /// The definition, as [`crate::model::Vm::definition`] has it.
        text: String,
    },
    /// Forgets the definition of a virtual machine.
    ForgetDefinition {
        /// The virtual machine.
        vm: Uuid,
    },
}

impl ClusterChange {
    /// What is done, as a sentence without a full stop.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::AddRole(role) => format!("Make '{}' a role of the cluster", role.name),
            Self::RemoveRole { id, .. } => format!("Take '{id}' out of the cluster"),
            Self::SetWanted { id, wanted: true } => format!("Start '{id}'"),
            Self::SetWanted { id, wanted: false } => format!("Stop '{id}'"),
            Self::Move { id, node } => format!("Move '{id}' to {node}"),
            Self::EndMove { id } => format!("Forget that '{id}' was moved by hand"),
            Self::Forgive { id } => format!("Forget that '{id}' failed"),
            Self::SetStandby { node, on: true } => format!("Send the roles of {node} away"),
            Self::SetStandby { node, on: false } => format!("Let {node} run roles again"),
            Self::SetPaused { node, on: true } => format!("Keep new roles from {node}"),
            Self::SetPaused { node, on: false } => format!("Let new roles go to {node} again"),
            Self::Prefer { id, nodes, .. } if nodes.is_empty() => {
                format!("Let '{id}' prefer no node")
            }
            Self::Prefer { id, nodes, .. } => {
                format!("Let '{id}' prefer {}", nodes.join(", then "))
            }
            Self::Bar { id, nodes, .. } if nodes.is_empty() => {
                format!("Let '{id}' run on every node")
            }
            Self::Bar { id, nodes, .. } => format!("Keep '{id}' from {}", nodes.join(", ")),
            Self::Publish { node, free_vfs } => format!("Say that {node} has {free_vfs} free VFs"),
            Self::KeepDefinition { vm, .. } => format!("Keep the definition of {vm}"),
            Self::ForgetDefinition { vm } => format!("Forget the definition of {vm}"),
        }
    }

    /// The commands of Pacemaker that do it.
    #[must_use]
    pub fn commands(&self) -> Vec<ShellLine> {
        commands::of(self)
    }

    /// The same as text that can be pasted into a shell.
    #[must_use]
    pub fn equivalent(&self) -> String {
        render(&self.commands())
    }

    /// Whether a cluster is as the change wants it; `None` when that cannot be told from what is known of it.
    #[must_use]
    pub fn is_satisfied(&self, state: &ClusterState) -> Option<bool> {
        let role = |id: &String| state.role(id);
        let runs_at = |id: &String, node: &String| {
            role(id).is_some_and(|role| {
                !role.pending
                    && role.running_on.len() == 1
                    && role
                        .running_on
                        .iter()
                        .all(|at| at.eq_ignore_ascii_case(node))
            })
        };
        Some(match self {
            Self::AddRole(new) => {
                role(&new.id).is_some_and(|role| role.vm == Some(new.vm) && !role.pending)
            }
            Self::RemoveRole { id, .. } => role(id).is_none(),
            Self::SetWanted { id, wanted } => {
                let mut members = state
                    .roles
                    .iter()
                    .filter(|role| role.id == *id || role.group.as_ref() == Some(id))
                    .peekable();
                members.peek()?;
                members.all(|role| !role.pending && role.running_on.is_empty() != *wanted)
            }
            Self::Move { id, node } => runs_at(id, node),
            Self::EndMove { id } => role(id)?.pulled_to.is_none(),
            Self::Forgive { id } => role(id)?.failures == 0,
            Self::SetStandby { node, on } => {
                let is_empty = state.roles.iter().all(|role| {
                    let mut at = role.running_on.iter();
                    !role.managed || !at.any(|at| at.eq_ignore_ascii_case(node))
                });
                state.node(node)?.standby == *on && (!on || is_empty)
            }
            Self::SetPaused { node, on } => state.node(node)?.paused == *on,
            Self::Prefer { id, nodes, .. } => role(id)?.preferred == *nodes,
            Self::Bar { id, nodes, .. } => {
                let barred = &role(id)?.barred;
                barred.len() == nodes.len() && nodes.iter().all(|node| barred.contains(node))
            }
            Self::Publish { node, free_vfs } => state.node(node)?.free_vfs == Some(*free_vfs),
            Self::KeepDefinition { .. } | Self::ForgetDefinition { .. } => return None,
        })
    }
}
