//! The pages about switches and the host's network adapters.

use iovsh_backend::model::{NetAdapter, State, Switch};
use iovsh_backend::policy;

use super::machine::vlan_word;
use super::{Line, yes};
use crate::listing::{Mood, link_word, path, sriov_of, type_word};

pub(super) fn switch(switch: &Switch) -> Vec<Line> {
    let uplinks: Vec<String> = switch.uplinks.iter().map(ToString::to_string).collect();
    let mut lines = vec![
        Line::of("Name", &switch.name),
        Line::of("Type", type_word(switch.switch_type)),
        Line::of("Bridge", switch.bridge.to_string()),
        Line::of("Network adapters", uplinks.join(", ")),
        Line::of("Shared with host", yes(switch.allow_management_os)),
        Line::of("SR-IOV (IovEnabled)", yes(switch.iov_enabled)),
        Line::of("IovSupport", yes(switch.iov_support)),
        Line::of(
            "Virtual functions",
            format!("{} ({} in use)", switch.vf_count, switch.vfs_in_use),
        ),
    ];
    if let Some(team) = &switch.team {
        lines.push(Line::of("Embedded team", team.to_string()));
    }
    if !switch.notes.is_empty() {
        lines.push(Line::of("Notes", &switch.notes));
    }
    for reason in switch.reasons() {
        lines.push(Line::text(format!("! {reason}")).mood(Mood::Bad));
    }
    lines
}

pub(super) fn adapters_of(state: &State, switch: &Switch) -> Vec<Line> {
    let mut lines = Vec::new();
    for own in state.desired.host_adapters_on(switch.id) {
        let text = format!(
            "{}: {}  {}",
            own.settings.name,
            vlan_word(&own.settings.vlan),
            own.device
        );
        lines.push(Line::of("Host", text));
    }
    for vm in &state.vms {
        let on = |a: &&iovsh_backend::model::Adapter| a.bridge.as_ref() == Some(&switch.bridge);
        for adapter in vm.adapters.iter().filter(on) {
            let status = policy::adapter_status(state, vm, adapter);
            let word = match vm.state.is_active() {
                true => format!("{} {}", path(state, vm, adapter), status.description()),
                false => "machine is off".to_owned(),
            };
            let text = format!(
                "{}: {}  {}",
                adapter.settings.name,
                vlan_word(&adapter.settings.vlan),
                word
            );
            let mood = match status.is_degraded() {
                true => Mood::Bad,
                false => Mood::Plain,
            };
            // A name from outside may be long: the column is as wide as it is elsewhere.
            lines.push(Line::of(&crate::shown::shown(&vm.name), text).mood(mood));
        }
    }
    match lines.is_empty() {
        true => vec![
            Line::text("No adapter of a machine or of the host is on this switch.")
                .mood(Mood::Quiet),
        ],
        false => lines,
    }
}

pub(super) fn nic(state: &State, link: &NetAdapter) -> Vec<Line> {
    let mut lines = vec![
        Line::of("Name", link.name.to_string()),
        Line::of("Description", &link.description),
        Line::of("Link", link_word(link)),
        Line::of("MAC address", link.mac.hyphenated()),
        Line::of("Driver", link.driver.as_deref().unwrap_or_default()),
        Line::of("MTU", link.mtu.to_string()),
        Line::of("Addresses", link.addresses.join(", ")),
    ];
    if let Some(pci) = link.pci {
        lines.push(Line::of("PCI", pci.to_string()));
    }
    if let Some(master) = &link.master {
        let switch = state.desired.switch_on(master).map(|s| s.name.clone());
        let word = switch.map_or_else(|| master.to_string(), |name| format!("switch {name}"));
        lines.push(Line::of("Used by", word));
    }
    if !link.managed_by.is_empty() {
        lines.push(Line::of("Managed by", link.managed_by.join(", ")));
    }
    if link.default_route {
        lines.push(Line::text("It carries the default route of the host."));
    }
    lines
}

pub(super) fn sriov(state: &State, link: &NetAdapter) -> Vec<Line> {
    if policy::lacks_sriov(state, link) {
        let text = "It has no SR-IOV capability.";
        return vec![Line::of("SriovSupport", text)];
    }
    let support = policy::link_support(state, link);
    let mood = match support.is_usable() {
        true => Mood::Good,
        false => Mood::Bad,
    };
    let mut lines = vec![Line::of("SriovSupport", support.name()).mood(mood)];
    if !support.is_usable() {
        lines.push(Line::text(format!("! {}", support.text())).mood(mood));
        lines.push(Line::text(format!("  Next step: {}", support.next_step())));
    }
    let Some(sriov) = sriov_of(state, link) else {
        return lines;
    };
    lines.push(Line::of("Enabled", yes(sriov.enabled)));
    lines.push(Line::of(
        "Virtual functions",
        format!(
            "{} of {} exist, {} in use",
            sriov.existing_vfs, sriov.total_vfs, sriov.vfs_in_use
        ),
    ));
    if let Some(switch) = &sriov.switch {
        lines.push(Line::of("Switch", switch));
    }
    for vf in state.function_of(&link.name).iter().flat_map(|f| &f.vfs) {
        let owner = match &vf.owner {
            Some(owner) => owner.vm_name.clone(),
            None => "free".to_owned(),
        };
        let text = format!(
            "{}  {}  {owner}",
            vf.address,
            vf.driver.as_deref().unwrap_or("no driver")
        );
        lines.push(Line::of(&format!("VF {}", vf.index), text));
    }
    lines
}
