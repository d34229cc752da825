//! What a diagnosis is about: the whole host, or what has to do with some of its parts.

use std::collections::BTreeSet;

use crate::model::{State, Uuid};
use crate::policy::diagnosis::finding::{Finding, Layer};
use crate::state::DesiredSwitch;

/// The parts of the host that are meant; the platform belongs to each of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Names of NICs; `None`: all.
    nics: Option<BTreeSet<String>>,
    /// Names of switches; `None`: all.
    switches: Option<BTreeSet<String>>,
    /// VMs; `None`: all.
    vms: Option<BTreeSet<Uuid>>,
    /// The VMs were named, and not found by what they are on.
    by_vm: bool,
}

impl About {
    /// The whole host.
    #[must_use]
    pub fn everything() -> Self {
        Self::default()
    }

    /// These NICs, and the switches on them.
    #[must_use]
    pub fn nics(state: &State, names: BTreeSet<String>) -> Self {
        let on_them =
            |switch: &&DesiredSwitch| uplinks(state, switch).iter().any(|nic| names.contains(nic));
        let switches = state.desired.switches.iter().filter(on_them);
        Self {
            switches: Some(switches.map(|switch| switch.name.clone()).collect()),
            nics: Some(names),
            vms: Some(BTreeSet::new()),
            by_vm: false,
        }
    }

    /// These switches, the NICs under them, and the VMs at them.
    #[must_use]
    pub fn switches(state: &State, names: BTreeSet<String>) -> Self {
        let meant: Vec<&DesiredSwitch> = state
            .desired
            .switches
            .iter()
            .filter(|switch| names.contains(&switch.name))
            .collect();
        let at_them = state.vms.iter().filter(|vm| {
            let mut bridges = vm
                .adapters
                .iter()
                .filter_map(|adapter| adapter.bridge.as_ref());
            bridges.any(|bridge| meant.iter().any(|switch| switch.bridge == *bridge))
        });
        Self {
            nics: Some(
                meant
                    .iter()
                    .flat_map(|switch| uplinks(state, switch))
                    .collect(),
            ),
            vms: Some(at_them.map(|vm| vm.id).collect()),
            switches: Some(names),
            by_vm: false,
        }
    }

    /// These VMs, the switches that they are at, and the NICs under those.
    #[must_use]
    pub fn vms(state: &State, ids: BTreeSet<Uuid>) -> Self {
        let vms = state.vms.iter().filter(|vm| ids.contains(&vm.id));
        let bridges: Vec<_> = vms
            .flat_map(|vm| &vm.adapters)
            .filter_map(|adapter| adapter.bridge.as_ref())
            .collect();
        let meant: Vec<&DesiredSwitch> = state
            .desired
            .switches
            .iter()
            .filter(|switch| bridges.contains(&&switch.bridge))
            .collect();
        Self {
            nics: Some(
                meant
                    .iter()
                    .flat_map(|switch| uplinks(state, switch))
                    .collect(),
            ),
            switches: Some(meant.iter().map(|switch| switch.name.clone()).collect()),
            vms: Some(ids),
            by_vm: true,
        }
    }

    /// Whether this VM is meant.
    pub(super) fn has_vm(&self, id: Uuid) -> bool {
        self.vms.as_ref().is_none_or(|ids| ids.contains(&id))
    }

    /// Whether the VMs were named.
    pub(super) fn names_vms(&self) -> bool {
        self.by_vm
    }

    /// Whether a finding is about what is meant. What is about the host as a whole always is.
    pub(super) fn has(&self, state: &State, finding: &Finding) -> bool {
        let among = |names: &Option<BTreeSet<String>>| {
            finding.target == state.host.name
                || names
                    .as_ref()
                    .is_none_or(|names| names.contains(&finding.target))
        };
        match finding.layer {
            Layer::Platform | Layer::Adapter | Layer::Vm | Layer::Guest => true,
            Layer::Nic | Layer::Driver => among(&self.nics),
            Layer::Switch => among(&self.switches),
        }
    }
}

fn uplinks(state: &State, switch: &DesiredSwitch) -> Vec<String> {
    let links = switch.uplinks.iter().filter_map(|nic| state.link_of(nic));
    links.map(|link| link.name.to_string()).collect()
}
