//! Pairs of virtual Ethernet devices: what goes into one end comes out of the other. One end is the host's, the other is a port of a
//! bridge.

use serde::{Deserialize, Serialize};

use super::link::{add_link, remove_links};
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{InterfaceName, LinkKind, MacAddress, Scope, State};
use crate::plan::shell_line::{ShellLine, words};

/// A change of a veth pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum VethChange {
    /// Makes a pair and brings both ends up.
    #[serde(rename = "CreateVethPair")]
    Create {
        /// The host's end.
        name: InterfaceName,
        /// The address of the host's end. The other end has one that is [made of it](port_mac).
        mac: MacAddress,
        /// The other end.
        port: InterfaceName,
    },
    /// Deletes a pair.
    #[serde(rename = "DeleteVethPair")]
    Delete {
        /// The host's end.
        name: InterfaceName,
        /// The other end.
        port: InterfaceName,
    },
}

/// The address of the end that is a port: the same with a first byte of fe, as libvirt gives to taps. It is higher than any that a
/// bridge would take for its own, and differs from the host's end, whose frames the bridge would keep to itself otherwise.
#[must_use]
pub fn port_mac(mac: MacAddress) -> MacAddress {
    let [first, rest @ ..] = mac.0;
    let [b, c, d, e, f] = rest;
    let first = if first == 0xfe { 0xfa } else { 0xfe };
    MacAddress([first, b, c, d, e, f])
}

impl Facts for VethChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Create { .. } => "CreateVethPair",
            Self::Delete { .. } => "DeleteVethPair",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Create { name, .. } | Self::Delete { name, .. } => {
                Subject::VethPair(name.clone())
            }
        }
    }

    fn scope(&self) -> Scope {
        Scope {
            links: true,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        Some(match self {
            Self::Create { name, port, .. } => state
                .link(name)
                .is_some_and(|link| link.peer.as_ref() == Some(port)),
            Self::Delete { name, port } => state.link(name).is_none() && state.link(port).is_none(),
        })
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Create { name, mac, port } => {
                // The kernel makes the other end first.
                add_link(state, port, LinkKind::Other, port_mac(*mac));
                if let Some(made) = state.links.last_mut() {
                    made.peer = Some(name.clone());
                }
                add_link(state, name, LinkKind::Other, *mac);
                if let Some(made) = state.links.last_mut() {
                    made.peer = Some(port.clone());
                }
            }
            Self::Delete { name, port } => remove_links(state, &[name.clone(), port.clone()]),
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self {
            Self::Create { name, port, .. } => Self::Delete {
                name: name.clone(),
                port: port.clone(),
            },
            Self::Delete { name, port } => Self::Create {
                name: name.clone(),
                mac: before.link(name)?.mac,
                port: port.clone(),
            },
        };
        Some(back.into())
    }

    fn equivalent(&self, _state: &State) -> Vec<ShellLine> {
        let up = |name: &InterfaceName| super::link::set(name, "up");
        match self {
            Self::Create { name, mac, port } => {
                let mut argv = words("ip link add name");
                argv.extend([name.to_string(), "address".to_owned(), mac.to_string()]);
                argv.extend(words("type veth peer name"));
                argv.extend([port.to_string(), "address".to_owned()]);
                argv.push(port_mac(*mac).to_string());
                vec![ShellLine::run(argv), up(port), up(name)]
            }
            Self::Delete { name, .. } => vec![super::link::delete(name, "veth")],
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
            Self::Create { .. } | Self::Delete { .. } => None,
        }
    }
}
