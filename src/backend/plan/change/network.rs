//! libvirt networks.

use serde::{Deserialize, Serialize};

use super::{Change, Facts, Lifetime, Names, Subject};
use crate::domain_xml;
use crate::journal::Entry;
use crate::model::{InterfaceName, LibvirtNetwork, Scope, State, Uuid};
use crate::plan::shell_line::ShellLine;
use crate::plan::virsh::{INPUT, virsh};

/// A change of a libvirt network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NetworkChange {
    /// Defines, starts and marks for autostart a libvirt network that leads to a bridge (`<forward mode='bridge'/>`).
    #[serde(rename = "DefineNetwork")]
    Define {
        /// Name.
        name: String,
        /// Id.
        id: Uuid,
        /// The bridge.
        bridge: InterfaceName,
    },
    /// Stops and undefines a libvirt network.
    #[serde(rename = "UndefineNetwork")]
    Undefine {
        /// Name.
        name: String,
        /// Id.
        id: Uuid,
    },
}

impl Facts for NetworkChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Define { .. } => "DefineNetwork",
            Self::Undefine { .. } => "UndefineNetwork",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Define { id, .. } | Self::Undefine { id, .. } => Subject::Network(*id),
        }
    }

    fn scope(&self) -> Scope {
        Scope {
            networks: true,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        match self {
            Self::Define { id, name, bridge } => {
                let network = state.networks.iter().find(|n| n.id == *id);
                Some(network.is_some_and(|n| {
                    &n.name == name && n.bridge.as_ref() == Some(bridge) && n.active
                }))
            }
            Self::Undefine { id, .. } => Some(!state.networks.iter().any(|n| n.id == *id)),
        }
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Define { name, id, bridge } => {
                state.networks.retain(|n| n.id != *id);
                state.networks.push(LibvirtNetwork {
                    name: name.clone(),
                    id: *id,
                    bridge: Some(bridge.clone()),
                    pool: Vec::new(),
                    active: true,
                    autostart: true,
                });
                state.networks.sort_by(|a, b| a.name.cmp(&b.name));
            }
            Self::Undefine { id, .. } => state.networks.retain(|n| n.id != *id),
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self.clone() {
            Self::Define { name, id, .. } => Self::Undefine { name, id },
            Self::Undefine { name, id } => {
                let network = before.networks.iter().find(|n| n.id == id)?;
                let bridge = network.bridge.clone()?;
                Self::Define { name, id, bridge }
            }
        };
        Some(back.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        match self {
            Self::Define { name, id, bridge } => vec![
                ShellLine::reading(
                    ["virsh", "net-define", INPUT],
                    domain_xml::bridge_network(name, *id, bridge.as_str()),
                ),
                virsh("net-start", "", name),
                virsh("net-autostart", "", name),
            ],
            Self::Undefine { name, .. } => vec![
                virsh("net-destroy", "", name),
                virsh("net-undefine", "", name),
            ],
        }
    }

    fn depends_on(&self, _state: &State) -> Vec<Subject> {
        Vec::new()
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        None
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        match self {
            Self::Define { .. } | Self::Undefine { .. } => None,
        }
    }
}
