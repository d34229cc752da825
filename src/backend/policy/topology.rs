//! What hangs on what: ports of the wire, switches, virtual functions and paravirtual ports, virtual machines.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::{Adapter, AdapterVlan, LinkKind, NetAdapter, State, Uuid, Vm, VmState};
use crate::policy::vf::status::adapter_status;
use crate::policy::vf::support::switch_view;

/// The picture of a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Topology {
    /// The host.
    pub host: String,
    /// Its switches, by name.
    pub switches: Vec<SwitchNode>,
    /// NICs of no switch, by index.
    pub spare: Vec<PortNode>,
}

/// A switch with all that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SwitchNode {
    /// Name.
    pub name: String,
    /// `External`, `Internal`, `Private`.
    pub kind: String,
    /// It is in IOV mode.
    pub iov: bool,
    /// The bridge device.
    pub bridge: String,
    /// The team device over its ports.
    pub team: Option<String>,
    /// Its ports to the wire.
    pub ports: Vec<PortNode>,
    /// Adapters of the host itself that are set up: those with a device, a name or a VLAN of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub host: Vec<HostNode>,
    /// Adapters of virtual machines, by the names of their machines. Where they are many, those with something the matter come first.
    pub adapters: Vec<AdapterNode>,
    /// Adapters that are left out.
    pub folded: Option<Folded>,
}

/// What is left out of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Folded {
    /// How many adapters.
    pub adapters: usize,
    /// Those among them that are on their virtual function.
    pub on_vf: usize,
    /// Those among them that have not what they asked for.
    pub degraded: usize,
}

/// A NIC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PortNode {
    /// Interface name.
    pub name: String,
    /// Product name.
    pub description: String,
    /// Mbit/s.
    pub speed: Option<u32>,
    /// How its link is.
    pub link: LinkState,
    /// Place on the PCI bus.
    pub pci: Option<String>,
    /// VFs that exist; `None` for a NIC without SR-IOV.
    pub vfs: Option<u32>,
    /// VFs that virtual machines have.
    pub vfs_in_use: usize,
    /// Numbers of those that nobody has.
    pub free: Vec<u32>,
}

/// A network adapter of the host on a switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostNode {
    /// What users call its interface.
    pub name: String,
    /// The interface.
    pub device: String,
    /// Its VLANs, in words; none where its frames have no tag.
    pub vlan: Option<String>,
    /// Its addresses.
    pub addresses: Vec<String>,
    /// How its link is.
    pub link: LinkState,
}

/// How a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum LinkState {
    /// It works.
    Up,
    /// It is switched on, and there is nobody at the other end.
    NoLink,
    /// It is switched off.
    Disabled,
}

impl LinkState {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::NoLink => "no link",
            Self::Disabled => "disabled",
        }
    }
}

/// An adapter of a virtual machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdapterNode {
    /// The machine.
    pub vm: String,
    /// The adapter.
    pub name: String,
    /// Its address, as 12 digits.
    pub mac: String,
    /// Which way its traffic goes.
    pub path: Path,
    /// Its tap device, while the machine runs.
    pub tap: Option<String>,
    /// The NIC of its virtual function.
    pub nic: Option<String>,
    /// The number of its virtual function.
    pub vf: Option<u32>,
    /// Where the virtual function is on the PCI bus.
    pub pci: Option<String>,
    /// Hyper-V's name of the reason why it has not what it asked for.
    pub reason: Option<String>,
}

/// Which way the traffic of an adapter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Path {
    /// Over its virtual function.
    VirtualFunction,
    /// Over tap and bridge.
    Paravirtual,
    /// It has a virtual function, and this user may not see whether the guest uses it.
    Unseen,
    /// Nowhere: the machine is off.
    Off,
}

/// The picture, of these switches and VMs by their names; `None` is all. It takes a state of [`Scope::PLAN`](crate::Scope::PLAN).
#[must_use]
pub fn topology(
    state: &State,
    switches: Option<&BTreeSet<String>>,
    vms: Option<&BTreeSet<String>>,
) -> Topology {
    let meant = |vm: &Vm| vms.is_none_or(|names| names.contains(&vm.name));
    let mut drawn = Vec::new();
    for wanted in &state.desired.switches {
        let view = switch_view(state, wanted);
        let mut adapters = Vec::new();
        for vm in state.vms.iter().filter(|vm| meant(vm)) {
            let here = vm
                .adapters
                .iter()
                .filter(|a| a.bridge.as_ref() == Some(&wanted.bridge));
            adapters.extend(here.map(|adapter| adapter_node(state, vm, adapter)));
        }
        let named = switches.is_none_or(|names| names.contains(&wanted.name));
        if !named || (vms.is_some() && adapters.is_empty()) {
            continue;
        }
        let ports = view.uplinks.iter().filter_map(|name| state.link(name));
        drawn.push(SwitchNode {
            name: wanted.name.clone(),
            kind: format!("{:?}", wanted.switch_type),
            iov: wanted.iov_enabled,
            bridge: wanted.bridge.to_string(),
            team: wanted.team.as_ref().map(ToString::to_string),
            ports: ports.map(|link| port_node(state, link)).collect(),
            host: host_nodes(state, wanted.id),
            adapters,
            folded: None,
        });
    }
    drawn.sort_by(|a, b| a.name.cmp(&b.name));
    let whole = switches.is_none() && vms.is_none();
    let spare = state.links.iter().filter(|link| {
        whole
            && link.kind == LinkKind::Physical
            && state.desired.switch_using(&link.identity).is_none()
    });
    Topology {
        host: state.host.name.clone(),
        switches: drawn,
        spare: spare.map(|link| port_node(state, link)).collect(),
    }
}

impl Topology {
    /// With no more adapters of each switch than these: those with something the matter stay first.
    #[must_use]
    pub fn folded(mut self, most: usize) -> Self {
        for switch in &mut self.switches {
            if switch.adapters.len() <= most {
                continue;
            }
            switch
                .adapters
                .sort_by_key(|adapter| (adapter.reason.is_none(), adapter.path));
            let rest = switch.adapters.split_off(most);
            switch.folded = Some(Folded {
                adapters: rest.len(),
                on_vf: rest
                    .iter()
                    .filter(|a| a.path == Path::VirtualFunction)
                    .count(),
                degraded: rest.iter().filter(|a| a.reason.is_some()).count(),
            });
        }
        self
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

fn port_node(state: &State, link: &NetAdapter) -> PortNode {
    let function = state.function_of(&link.name);
    let vfs = function.map(|f| f.vfs.as_slice()).unwrap_or_default();
    PortNode {
        name: link.name.to_string(),
        description: link.description.clone(),
        speed: link.speed.filter(|speed| *speed > 0),
        link: link_state(link),
        pci: link.pci.map(|pci| pci.to_string()),
        vfs: function.map(|f| f.num_vfs),
        vfs_in_use: vfs.iter().filter(|vf| vf.owner.is_some()).count(),
        free: vfs
            .iter()
            .filter(|vf| vf.owner.is_none())
            .map(|vf| vf.index)
            .collect(),
    }
}

fn link_state(link: &NetAdapter) -> LinkState {
    match (link.up, link.carrier) {
        (false, _) => LinkState::Disabled,
        (true, false) => LinkState::NoLink,
        (true, true) => LinkState::Up,
    }
}

fn host_nodes(state: &State, switch: Uuid) -> Vec<HostNode> {
    let own = state.desired.host_adapters.iter();
    own.filter(|own| own.settings.switch == Some(switch))
        .map(|own| {
            let link = state.link(&own.device);
            HostNode {
                name: own.shown(),
                device: own.device.to_string(),
                vlan: match &own.settings.vlan {
                    AdapterVlan::Untagged => None,
                    AdapterVlan::Access(id) => Some(format!("VLAN {id}")),
                    AdapterVlan::Trunk { allowed, .. } => Some(format!("VLANs {allowed}")),
                },
                addresses: link.map_or_else(Vec::new, |link| link.addresses.clone()),
                link: link.map_or(LinkState::NoLink, link_state),
            }
        })
        .collect()
}

fn adapter_node(state: &State, vm: &Vm, adapter: &Adapter) -> AdapterNode {
    let status = adapter_status(state, vm, adapter);
    let vf = adapter.vf.as_ref().and_then(|vf| state.vf(vf.address));
    let nic = vf.and_then(|vf| state.function(vf.pf)?.interface.as_ref());
    AdapterNode {
        vm: vm.name.clone(),
        name: adapter.settings.name.clone(),
        mac: adapter.mac.plain(),
        path: match (vm.state, status.vf_data_path_active) {
            (VmState::Off | VmState::Saved, _) => Path::Off,
            (_, true) => Path::VirtualFunction,
            (_, false) if status.vf_data_path_unseen => Path::Unseen,
            (_, false) => Path::Paravirtual,
        },
        tap: adapter.tap.as_ref().map(ToString::to_string),
        nic: nic.map(ToString::to_string),
        vf: vf.map(|vf| vf.index),
        pci: vf.map(|vf| vf.address.to_string()),
        reason: status.reason.map(|reason| reason.name().to_owned()),
    }
}
