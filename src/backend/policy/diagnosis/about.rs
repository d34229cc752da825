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
    /// What was named; the rest was found by what it is on.
    named: Named,
    /// The names of those switches or VMs.
    asked: BTreeSet<String>,
}

/// What a diagnosis was asked about by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Named {
    /// Nothing: it is about the whole host.
    #[default]
    Nothing,
    Nics,
    Switches,
    Vms,
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
        let switches = switches.map(|switch| switch.name.clone());
        // A bond of the host is among what is said of switches.
        let members = state
            .links
            .iter()
            .filter(|link| names.contains(link.name.as_str()));
        let masters = members.filter_map(|link| link.master.as_ref());
        Self {
            switches: Some(switches.chain(masters.map(ToString::to_string)).collect()),
            nics: Some(names),
            vms: Some(BTreeSet::new()),
            named: Named::Nics,
            asked: BTreeSet::new(),
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
            switches: Some(names.iter().cloned().chain(parts(state, &meant)).collect()),
            named: Named::Switches,
            asked: names,
        }
    }

    /// These VMs, the switches that they are at, and the NICs under those.
    #[must_use]
    pub fn vms(state: &State, ids: BTreeSet<Uuid>) -> Self {
        let vms = state.vms.iter().filter(|vm| ids.contains(&vm.id));
        let asked = vms.clone().map(|vm| vm.name.clone()).collect();
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
            switches: Some(
                meant
                    .iter()
                    .map(|switch| switch.name.clone())
                    .chain(
                        meant
                            .iter()
                            .filter_map(|switch| switch.team.as_ref().map(ToString::to_string)),
                    )
                    .collect(),
            ),
            vms: Some(ids),
            named: Named::Vms,
            asked,
        }
    }

    /// What was named, as people read it; `None` for the whole host.
    #[must_use]
    pub fn label(&self) -> Option<String> {
        let joined =
            |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(", ");
        match self.named {
            Named::Nothing => None,
            Named::Nics => self.nics.as_ref().map(joined),
            Named::Switches | Named::Vms => Some(joined(&self.asked)),
        }
    }

    /// Whether this VM is meant.
    pub(super) fn has_vm(&self, id: Uuid) -> bool {
        self.vms.as_ref().is_none_or(|ids| ids.contains(&id))
    }

    /// Whether the VMs were named.
    pub(super) fn names_vms(&self) -> bool {
        self.named == Named::Vms
    }

    /// The NICs, where they were named.
    pub(super) fn named_nics(&self) -> Option<&BTreeSet<String>> {
        self.nics.as_ref().filter(|_| self.named == Named::Nics)
    }

    /// Whether this switch was named, or a NIC under it was: what is asked is whether it can do SR-IOV.
    pub(super) fn asks_about(&self, switch: &DesiredSwitch) -> bool {
        let asks = matches!(self.named, Named::Nics | Named::Switches);
        let names = self.switches.as_ref();
        asks && names.is_some_and(|names| names.contains(&switch.name))
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
            Layer::Switch => {
                let of_nic = self.named_nics();
                among(&self.switches) || of_nic.is_some_and(|nics| nics.contains(&finding.target))
            }
        }
    }
}

/// What is told of under another name than that of its switch: its team, and the host's adapters on it.
fn parts(state: &State, switches: &[&DesiredSwitch]) -> Vec<String> {
    let teams = switches.iter().filter_map(|switch| switch.team.as_ref());
    let own = switches
        .iter()
        .flat_map(|switch| state.desired.host_adapters_on(switch.id));
    let own = own.map(|adapter| adapter.shown());
    teams.map(ToString::to_string).chain(own).collect()
}

fn uplinks(state: &State, switch: &DesiredSwitch) -> Vec<String> {
    let links = switch.uplinks.iter().filter_map(|nic| state.link_of(nic));
    links.map(|link| link.name.to_string()).collect()
}
