//! Linux bridges and their ports.

use serde::{Deserialize, Serialize};

use super::domain::active_adapters;
use super::fdb::{FdbChange, unpin};
use super::link::{add_link, delete, remove_links, set, set_master};
use super::snapshot::made_anew_with;
use super::{Change, Facts, Lifetime, Names, Subject};
use crate::journal::Entry;
use crate::model::{
    Bridge, FdbEntry, FdbPlace, InterfaceName, LinkKind, MacAddress, PortVlans, Scope, State,
    VlanId, VlanSet,
};
use crate::plan::shell_line::{ShellLine, words};

/// A change of a bridge, or of a port of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BridgeChange {
    /// Makes a Linux bridge (STP off, forward delay 0) and brings it up.
    #[serde(rename = "CreateBridge")]
    Create {
        /// Name.
        name: InterfaceName,
        /// Address; the uplink's, so that it stays the same whatever ports come and go.
        mac: MacAddress,
        /// `vlan_filtering`.
        vlan_filtering: bool,
    },
    /// Deletes a bridge.
    #[serde(rename = "DeleteBridge")]
    Delete {
        /// Name.
        name: InterfaceName,
    },
    /// Makes an interface a port of a bridge.
    #[serde(rename = "AddBridgePort")]
    AddPort {
        /// The bridge.
        bridge: InterfaceName,
        /// The interface.
        port: InterfaceName,
    },
    /// Takes a port out of its bridge.
    #[serde(rename = "RemoveBridgePort")]
    RemovePort {
        /// The bridge.
        bridge: InterfaceName,
        /// The port.
        port: InterfaceName,
    },
    /// Makes an interface a port of a bridge again, with what it had there: the way back from [`Self::RemovePort`].
    #[serde(rename = "ReturnBridgePort")]
    ReturnPort {
        /// The bridge.
        bridge: InterfaceName,
        /// The interface.
        port: InterfaceName,
        /// The VLANs that it was in.
        vlans: PortVlans,
        /// The addresses that were pinned to it.
        pinned: Vec<MacAddress>,
    },
    /// Makes a bridge tell VLANs apart (`vlan_filtering`).
    SetVlanFiltering {
        /// The bridge.
        bridge: InterfaceName,
        /// It does.
        on: bool,
    },
    /// Puts a port of a VLAN-filtering bridge into these VLANs, and out of all others.
    SetPortVlans {
        /// The port, or the bridge itself, which is the host's own port on it.
        port: InterfaceName,
        /// The VLANs.
        vlans: PortVlans,
    },
}

fn has_port(state: &State, bridge: &InterfaceName, port: &InterfaceName) -> bool {
    let bridge = state.bridge(bridge);
    bridge.is_some_and(|bridge| bridge.ports.contains(port))
}

impl Facts for BridgeChange {
    fn name(&self) -> &'static str {
        match self {
            Self::Create { .. } => "CreateBridge",
            Self::Delete { .. } => "DeleteBridge",
            Self::AddPort { .. } => "AddBridgePort",
            Self::RemovePort { .. } => "RemoveBridgePort",
            Self::ReturnPort { .. } => "ReturnBridgePort",
            Self::SetVlanFiltering { .. } => "SetVlanFiltering",
            Self::SetPortVlans { .. } => "SetPortVlans",
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Create { name, .. } | Self::Delete { name } => Subject::Bridge(name.clone()),
            Self::AddPort { port, .. }
            | Self::RemovePort { port, .. }
            | Self::ReturnPort { port, .. } => Subject::Master(port.clone()),
            Self::SetVlanFiltering { bridge, .. } => Subject::VlanFiltering(bridge.clone()),
            Self::SetPortVlans { port, .. } => Subject::PortVlans(port.clone()),
        }
    }

    fn scope(&self) -> Scope {
        Scope {
            links: true,
            bridges: true,
            ..Scope::NOTHING
        }
    }

    fn is_satisfied(&self, state: &State) -> Option<bool> {
        match self {
            Self::Create { name, .. } => Some(state.bridge(name).is_some()),
            Self::Delete { name } => Some(state.bridge(name).is_none()),
            // A bridge that is not there has no ports.
            Self::AddPort { bridge, port } => Some(has_port(state, bridge, port)),
            Self::RemovePort { bridge, port } => Some(!has_port(state, bridge, port)),
            Self::ReturnPort {
                bridge,
                port,
                vlans,
                pinned,
            } => {
                let found = state.bridge(bridge)?;
                let in_place = |mac: &MacAddress| state.fdb.contains(&pin(port, *mac));
                Some(
                    found.ports.contains(port)
                        && (!found.vlan_filtering || found.vlans_of(port) == *vlans)
                        && pinned.iter().all(in_place),
                )
            }
            Self::SetVlanFiltering { bridge, on } => {
                Some(state.bridge(bridge)?.vlan_filtering == *on)
            }
            Self::SetPortVlans { port, vlans } => {
                let bridge = bridge_of(state, port)?;
                (bridge.vlan_filtering).then(|| bridge.vlans_of(port) == *vlans)
            }
        }
    }

    fn effect(&self, state: &mut State) {
        match self {
            Self::Create {
                name,
                mac,
                vlan_filtering,
            } => {
                state.bridges.push(Bridge {
                    name: name.clone(),
                    mac: *mac,
                    up: true,
                    vlan_filtering: *vlan_filtering,
                    ports: Vec::new(),
                    port_vlans: Vec::new(),
                });
                state.bridges.sort_by(|a, b| a.name.cmp(&b.name));
                add_link(state, name, LinkKind::Bridge, *mac);
            }
            Self::Delete { name } => remove(state, name),
            Self::AddPort { bridge, port } => join(state, bridge, port),
            Self::RemovePort { bridge, port } => leave(state, bridge, port),
            Self::ReturnPort {
                bridge,
                port,
                vlans,
                pinned,
            } => {
                join(state, bridge, port);
                put_into(state, port, vlans);
                state.fdb.extend(pinned.iter().map(|mac| pin(port, *mac)));
                state.fdb.sort();
                state.fdb.dedup();
            }
            Self::SetVlanFiltering { bridge, on } => {
                if let Some(bridge) = state.bridges.iter_mut().find(|b| &b.name == bridge) {
                    bridge.vlan_filtering = *on;
                }
            }
            Self::SetPortVlans { port, vlans } => put_into(state, port, vlans),
        }
    }

    fn inverse(&self, before: &State) -> Option<Change> {
        let back = match self.clone() {
            Self::Create { name, .. } => Self::Delete { name },
            Self::Delete { name } => {
                let bridge = before.bridge(&name)?;
                Self::Create {
                    name,
                    mac: bridge.mac,
                    vlan_filtering: bridge.vlan_filtering,
                }
            }
            Self::AddPort { bridge, port } | Self::ReturnPort { bridge, port, .. } => {
                Self::RemovePort { bridge, port }
            }
            Self::RemovePort { bridge, port } => back(before, bridge, port),
            Self::SetVlanFiltering { bridge, .. } => {
                let on = before.bridge(&bridge)?.vlan_filtering;
                Self::SetVlanFiltering { bridge, on }
            }
            Self::SetPortVlans { port, .. } => {
                let vlans = bridge_of(before, &port)?.vlans_of(&port);
                Self::SetPortVlans { port, vlans }
            }
        };
        Some(back.into())
    }

    fn equivalent(&self, state: &State) -> Vec<ShellLine> {
        vec![match self {
            Self::Create {
                name,
                mac,
                vlan_filtering,
            } => {
                let mut argv = words("ip link add name");
                argv.extend([name.to_string(), "address".to_owned(), mac.to_string()]);
                argv.extend(words(
                    "up type bridge stp_state 0 forward_delay 0 vlan_filtering",
                ));
                argv.push(u8::from(*vlan_filtering).to_string());
                ShellLine::run(argv)
            }
            Self::Delete { name } => delete(name, "bridge"),
            Self::AddPort { bridge, port } => set_master(port, bridge),
            Self::RemovePort { port, .. } => set(port, "nomaster"),
            Self::ReturnPort {
                bridge,
                port,
                vlans,
                pinned,
            } => {
                let mut lines = vec![set_master(port, bridge)];
                lines.extend(vlan_lines(port, vlans, state));
                for mac in pinned {
                    let entry = pin(port, *mac);
                    lines.extend(FdbChange::Add { entry }.equivalent(state));
                }
                return lines;
            }
            Self::SetVlanFiltering { bridge, on } => set(
                bridge,
                &format!("type bridge vlan_filtering {}", u8::from(*on)),
            ),
            Self::SetPortVlans { port, vlans } => return vlan_lines(port, vlans, state),
        }]
    }

    fn depends_on(&self, state: &State) -> Vec<Subject> {
        match self {
            Self::Create { .. } | Self::Delete { .. } | Self::SetVlanFiltering { .. } => Vec::new(),
            Self::AddPort { bridge, port } => {
                let anew = made_anew_with(state, port).into_iter();
                anew.chain([Subject::Bridge(bridge.clone())]).collect()
            }
            Self::RemovePort { port, .. } => made_anew_with(state, port).into_iter().collect(),
            // It leads to what others lead to as well.
            Self::ReturnPort { port, pinned, .. } => {
                let anew = made_anew_with(state, port).into_iter();
                let pins = pinned
                    .iter()
                    .map(|mac| Subject::Fdb(port.clone(), *mac, FdbPlace::Bridge));
                anew.chain([Subject::PortVlans(port.clone())])
                    .chain(pins)
                    .collect()
            }
            // What a port has in its bridge goes with it.
            Self::SetPortVlans { port, .. } => {
                let anew = made_anew_with(state, port).into_iter();
                anew.chain([Subject::Master(port.clone())]).collect()
            }
        }
    }

    fn vanishes_with(&self) -> Option<Lifetime> {
        match self {
            Self::Create { .. } | Self::Delete { .. } | Self::SetVlanFiltering { .. } => None,
            Self::AddPort { port, .. }
            | Self::RemovePort { port, .. }
            | Self::ReturnPort { port, .. }
            | Self::SetPortVlans { port, .. } => Some(Lifetime::Interface(port.clone())),
        }
    }

    fn event(&self, _names: &Names<'_>) -> Option<Entry> {
        match self {
            Self::Create { .. }
            | Self::Delete { .. }
            | Self::AddPort { .. }
            | Self::RemovePort { .. }
            | Self::ReturnPort { .. }
            | Self::SetVlanFiltering { .. }
            | Self::SetPortVlans { .. } => None,
        }
    }
}

fn bridge_of<'a>(state: &'a State, port: &InterfaceName) -> Option<&'a Bridge> {
    let mut bridges = state.bridges.iter();
    bridges.find(|b| b.ports.contains(port) || b.name == *port)
}

/// The entry of an address that is pinned to a port.
fn pin(port: &InterfaceName, mac: MacAddress) -> FdbEntry {
    FdbEntry {
        device: port.clone(),
        mac,
        place: FdbPlace::Bridge,
    }
}

/// What brings a port back that is taken out of its bridge: its VLANs and the addresses that are pinned to it go with the bridge.
fn back(before: &State, bridge: InterfaceName, port: InterfaceName) -> BridgeChange {
    let vlans = before.bridge(&bridge).map(|b| b.vlans_of(&port));
    let vlans = vlans.unwrap_or_default();
    let own = |e: &&FdbEntry| e.device == port && e.place == FdbPlace::Bridge;
    let pinned: Vec<MacAddress> = before.fdb.iter().filter(own).map(|e| e.mac).collect();
    if vlans == PortVlans::default() && pinned.is_empty() {
        return BridgeChange::AddPort { bridge, port };
    }
    BridgeChange::ReturnPort {
        bridge,
        port,
        vlans,
        pinned,
    }
}

fn put_into(state: &mut State, port: &InterfaceName, vlans: &PortVlans) {
    let mut bridges = state.bridges.iter_mut();
    let bridge = bridges.find(|b| b.ports.contains(port) || b.name == *port);
    if let Some(bridge) = bridge {
        bridge.port_vlans.retain(|(p, _)| p != port);
        if *vlans != PortVlans::default() {
            bridge.port_vlans.push((port.clone(), vlans.clone()));
            bridge.port_vlans.sort();
        }
    }
}

fn remove(state: &mut State, name: &InterfaceName) {
    let ports = state.bridge(name).map(|b| b.ports.clone());
    for port in ports.into_iter().flatten() {
        unpin(state, &port);
    }
    state.bridges.retain(|b| &b.name != name);
    remove_links(state, std::slice::from_ref(name));
    let orphaned = |link: &&mut crate::model::NetAdapter| link.master.as_ref() == Some(name);
    for link in state.links.iter_mut().filter(orphaned) {
        link.master = None;
    }
    for adapter in active_adapters(state).filter(|a| a.bridge.as_ref() == Some(name)) {
        adapter.bridge = None;
    }
}

/// Makes an interface a port of a bridge.
pub(super) fn join(state: &mut State, bridge: &InterfaceName, port: &InterfaceName) {
    let Some(found) = state.bridges.iter_mut().find(|b| &b.name == bridge) else {
        return;
    };
    if !found.ports.contains(port) {
        found.ports.push(port.clone());
        found.ports.sort();
    }
    for link in state.links.iter_mut().filter(|l| &l.name == port) {
        link.master = Some(bridge.clone());
    }
    for adapter in active_adapters(state).filter(|a| a.tap.as_ref() == Some(port)) {
        adapter.bridge = Some(bridge.clone());
    }
}

fn leave(state: &mut State, bridge: &InterfaceName, port: &InterfaceName) {
    unpin(state, port);
    if let Some(bridge) = state.bridges.iter_mut().find(|b| &b.name == bridge) {
        bridge.ports.retain(|p| p != port);
        bridge.port_vlans.retain(|(p, _)| p != port);
    }
    for link in state.links.iter_mut().filter(|l| &l.name == port) {
        link.master = None;
    }
    for adapter in active_adapters(state).filter(|a| a.tap.as_ref() == Some(port)) {
        adapter.bridge = None;
    }
}

/// The `bridge vlan` lines that bring a port from the VLANs that it is in to others.
fn vlan_lines(port: &InterfaceName, vlans: &PortVlans, state: &State) -> Vec<ShellLine> {
    let bridge = bridge_of(state, port);
    let before = bridge.map(|b| b.vlans_of(port)).unwrap_or_default();
    let untagged = |vlans: &PortVlans| vlans.untagged.map_or(1, VlanId::get);
    let on_itself = bridge.is_some_and(|b| b.name == *port);
    let range = |(first, last): &(VlanId, VlanId)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    let vlan = |verb: &str, vid: &str, flags: &str| {
        let mut argv = words("bridge vlan");
        argv.extend([verb.to_owned(), "dev".to_owned(), port.to_string()]);
        argv.extend(["vid".to_owned(), vid.to_owned()]);
        argv.extend(words(flags));
        argv.extend(on_itself.then(|| "self".to_owned()));
        ShellLine::run(argv)
    };
    let mut lines = Vec::new();
    if untagged(&before) != untagged(vlans) {
        lines.push(vlan("add", &untagged(vlans).to_string(), "pvid untagged"));
        if VlanId::try_from(untagged(&before)).is_ok_and(|id| !vlans.tagged.contains(id)) {
            lines.push(vlan("del", &untagged(&before).to_string(), ""));
        }
    }
    let new = vlans
        .tagged
        .iter()
        .filter(|id| !before.tagged.contains(*id));
    for added in new.collect::<VlanSet>().ranges() {
        lines.push(vlan("add", &range(added), ""));
    }
    let stays = |id: &VlanId| vlans.tagged.contains(*id) || id.get() == untagged(vlans);
    let old = before.tagged.iter().filter(|id| !stays(id));
    for removed in old.collect::<VlanSet>().ranges() {
        lines.push(vlan("del", &range(removed), ""));
    }
    lines
}
