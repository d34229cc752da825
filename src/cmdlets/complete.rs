//! Candidates for arguments: the names of what is on the host now.

use std::any::Any;

use crate::backend::model::{PciDetail, VfDetail, VmDetail};
use crate::backend::{Scope, State, policy};
use crate::cmdlets::services::Services;
use crate::shell::cmdlet::Candidate;

/// The state of the selected host, or nothing when it cannot be had: completion never fails.
fn state(services: &dyn Any, scope: &Scope) -> State {
    services
        .downcast_ref::<Services>()
        .and_then(|services| services.host().ok())
        .and_then(|host| host.snapshot(scope).ok())
        .unwrap_or_default()
}

/// The candidates that begin with `word`, without regard to case.
fn matching(word: &str, all: impl Iterator<Item = (String, String)>) -> Vec<Candidate> {
    let word = word.to_lowercase();
    let mut found: Vec<Candidate> = all
        .filter(|(text, _)| text.to_lowercase().starts_with(&word))
        .map(|(text, description)| Candidate { text, description })
        .collect();
    found.sort_by(|a, b| a.text.cmp(&b.text));
    found.dedup();
    found
}

/// Virtual machines.
pub fn vms(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let scope = Scope {
        vms: VmDetail::Full,
        ..Scope::default()
    };
    let state = state(services, &scope);
    matching(
        word,
        state
            .vms
            .iter()
            .map(|vm| (vm.name.clone(), format!("{:?}", vm.state))),
    )
}

/// Network adapters of virtual machines.
pub fn adapters(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let scope = Scope {
        vms: VmDetail::Full,
        ..Scope::default()
    };
    let state = state(services, &scope);
    matching(
        word,
        state
            .vms
            .iter()
            .flat_map(|vm| &vm.adapters)
            .map(|adapter| (adapter.settings.name.clone(), "network adapter".to_owned())),
    )
}

/// Virtual switches.
pub fn switches(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let state = state(services, &Scope::default());
    matching(
        word,
        state
            .desired
            .switches
            .iter()
            .map(|switch| (switch.name.clone(), format!("{:?}", switch.switch_type))),
    )
}

/// Network adapters of the host.
pub fn nics(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let state = state(services, &Scope::LINKS);
    matching(
        word,
        state
            .links
            .iter()
            .filter(|link| !link.is_hidden())
            .map(|link| (link.name.to_string(), link.description.clone())),
    )
}

/// Network adapters of the host that a switch can be made of.
pub fn free_nics(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let state = state(services, &Scope::LINKS);
    matching(
        word,
        policy::free_nics(&state).map(|link| (link.name.to_string(), link.description.clone())),
    )
}

/// Network adapters of the host that have SR-IOV.
pub fn sriov_nics(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let scope = Scope {
        functions: VfDetail::Inventory,
        ..Scope::default()
    };
    let state = state(services, &scope);
    matching(
        word,
        state.functions.iter().filter_map(|pf| {
            let name = pf.interface.as_ref()?;
            Some((
                name.to_string(),
                format!("{} of {} VFs", pf.num_vfs, pf.total_vfs),
            ))
        }),
    )
}

/// PCI devices of the host.
pub fn pci_devices(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let scope = Scope {
        pci: PciDetail::Named,
        ..Scope::default()
    };
    let state = state(services, &scope);
    matching(
        word,
        state
            .pci
            .iter()
            .map(|device| (device.address.to_string(), device.description.clone())),
    )
}

#[cfg(test)]
mod tests {
    use super::{nics, sriov_nics, switches, vms};
    use crate::cmdlets::services::Services;

    #[test]
    fn live_names_begin_with_the_word() {
        let services = Services::in_memory("default").unwrap();
        let texts = |found: Vec<crate::shell::cmdlet::Candidate>| {
            found.into_iter().map(|c| c.text).collect::<Vec<_>>()
        };
        assert_eq!(texts(vms(&services, "WEB")), ["web1", "web2"]);
        assert_eq!(
            texts(nics(&services, "en")),
            ["eno1", "enp1s0f0", "enp1s0f1"]
        );
        assert_eq!(texts(sriov_nics(&services, "")), ["enp1s0f0", "enp1s0f1"]);
        assert!(switches(&services, "").is_empty());
        assert!(vms(&42, "").is_empty());
    }
}
