//! Virtual switches, teams, and what differs from what was asked for.

use std::collections::BTreeSet;

use crate::model::{InterfaceName, LinkKind, NetAdapter, State, SwitchType};
use crate::policy::diagnosis::about::About;
use crate::policy::diagnosis::finding::{Finding, Layer, Severity};
use crate::policy::guard::free_nics;
use crate::policy::intent::Intent;
use crate::policy::repair::reconcile;
use crate::policy::vf::support::{adapter_support, host_reasons, switch_view};
use crate::policy::word::pattern;
use crate::state::DesiredSwitch;

pub(super) fn findings(state: &State, about: &About) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(why) = &state.distrust {
        found.push(
            Finding::new(
                Layer::Switch,
                Severity::Obstacle,
                "Switch.StateUnknown",
                state.host.name.as_str(),
            )
            .says(why.message.clone())
            .shown_by(why.id.to_string())
            .then(
                why.next_step
                    .clone()
                    .unwrap_or_else(|| "Repair-IovshState -WhatIf".to_owned()),
            )
            .by_hand("What is to be the truth from now on is for you to say."),
        );
        return found;
    }
    let iov: Vec<&DesiredSwitch> = state
        .desired
        .switches
        .iter()
        .filter(|switch| switch.iov_enabled)
        .collect();
    for switch in &iov {
        of_switch(state, switch, &mut found);
    }
    let others = state.desired.switches.iter();
    let others = others.filter(|switch| !switch.iov_enabled && about.asks_about(switch));
    found.extend(others.map(not_in_iov_mode));
    host_teams(state, &mut found);
    host_adapters(state, &mut found);
    if host_reasons(state).is_empty() {
        match about.named_nics() {
            Some(names) => found.extend(free_of(state, names).map(unused)),
            None if iov.is_empty() => found.extend(no_switch(state)),
            None => {}
        }
    }
    found.extend(drift(state));
    found
}

fn of_switch(state: &State, switch: &DesiredSwitch, found: &mut Vec<Finding>) {
    let view = switch_view(state, switch);
    if !view.missing_uplinks.is_empty() {
        found.push(
            Finding::new(Layer::Switch, Severity::Obstacle, "Switch.NicMissing", switch.name.as_str())
                .says("A network adapter of the switch is not there.")
                .shown_by(format!("no interface has the address {}", view.missing_uplinks.first().map_or_else(String::new, |nic| nic.permanent_mac.to_string())))
                .then("See whether the card is seated and has its driver: Get-NetAdapter -Physical. Without the card, remove the switch and make it on another.")
                .by_hand("The card or its driver is not there."),
        );
    }
    for (nic, support) in &view.adapter_reasons {
        // A card without the capability was said nothing about so far; the others have their own finding.
        if state.function_of(nic).is_none() {
            found.push(
                Finding::new(Layer::Switch, Severity::Obstacle, "Switch.NicWithoutSriov", switch.name.as_str())
                    .says(format!("The switch is in IOV mode, and its network adapter '{nic}' cannot do SR-IOV. {}", support.text()))
                    .shown_by(format!("/sys/class/net/{nic}/device/sriov_totalvfs is not there"))
                    .then(support.next_step())
                    .by_hand("Another network adapter has to be found for the switch."),
            );
        }
    }
    let able = view.uplinks.iter().filter_map(|nic| state.function_of(nic));
    let able = able.filter(|f| adapter_support(state, f).is_usable());
    for function in able.filter(|f| f.num_vfs == 0) {
        let record = state.desired.nic(&function.identity);
        let Some(nic) = function.interface.as_ref() else {
            continue;
        };
        if record.is_some_and(|record| !record.sriov_enabled) {
            continue;
        }
        let count = function.most_vfs();
        found.push(
            Finding::new(
                Layer::Switch,
                Severity::Obstacle,
                "Switch.NoVfs",
                switch.name.as_str(),
            )
            .says(format!(
                "The network adapter '{nic}' of the switch has no virtual functions."
            ))
            .shown_by(format!(
                "/sys/bus/pci/devices/{}/sriov_numvfs is 0",
                function.address
            ))
            .then(format!(
                "Set-NetAdapterSriov {} -NumVFs {count}",
                pattern(nic.as_str())
            ))
            .repaired_by(Intent::SetVfCount {
                nic: nic.to_string(),
                count,
                force: false,
            }),
        );
    }
}

/// A bond of the host's own over NICs with SR-IOV: what is behind it has none.
fn host_teams(state: &State, found: &mut Vec<Finding>) {
    for team in &state.teams {
        let is_ours = state
            .desired
            .switches
            .iter()
            .any(|s| s.team.as_ref() == Some(&team.name));
        let hides = team
            .members
            .iter()
            .any(|member| state.function_of(member).is_some());
        let is_bond = state
            .link(&team.name)
            .is_some_and(|link| link.kind == LinkKind::Bond);
        if is_ours || !hides || !is_bond {
            continue;
        }
        let members: Vec<String> = team.members.iter().map(|m| pattern(m.as_str())).collect();
        found.push(
            Finding::new(Layer::Switch, Severity::Warning, "Switch.HostTeam", team.name.to_string())
                .says("A bond of the host hides SR-IOV: what stands on it gets no virtual functions.")
                .shown_by(format!("/proc/net/bonding/{}", team.name))
                .then(format!("Make a switch of its members instead, which keeps SR-IOV (embedded teaming): New-VMSwitch NAME -NetAdapterName {} -EnableIov $true -Force.", members.join(",")))
                .by_hand("The bond is not iovsh's own, and the host may be reached over it."),
        );
    }
}

/// Adapters of the host whose pair of interfaces is gone, or an end of it: what has its addresses there reaches nobody.
fn host_adapters(state: &State, found: &mut Vec<Finding>) {
    for own in &state.desired.host_adapters {
        let ends = std::iter::once(&own.device).chain(&own.port);
        let gone: Vec<&str> = ends
            .filter(|end| state.link(end).is_none())
            .map(|end| end.as_str())
            .collect();
        if gone.is_empty() || own.is_bridge() {
            continue;
        }
        found.push(
            Finding::new(
                Layer::Switch,
                Severity::Obstacle,
                "Switch.HostAdapterMissing",
                own.shown(),
            )
            .says(format!(
                "The host's network adapter '{}' is not there: {} {} removed.",
                own.settings.name,
                gone.join(" and "),
                if gone.len() == 1 { "was" } else { "were" }
            ))
            .shown_by(format!(
                "not there: {}",
                gone.iter()
                    .map(|end| format!("/sys/class/net/{end}"))
                    .collect::<Vec<_>>()
                    .join(", ")
            ))
            .then("'Test-VMHostIov -Fix' makes it anew, with its addresses; the agent does the same by itself.")
            .repaired_by(Intent::Repair),
        );
    }
}

/// A switch that was asked about, and gives nobody a virtual function.
fn not_in_iov_mode(switch: &DesiredSwitch) -> Finding {
    let name = pattern(&switch.name);
    let (why, step) = match switch.switch_type {
        SwitchType::External => (
            "The switch is not in IOV mode, which is chosen when a switch is made and cannot be changed.",
            format!(
                "Remove it and make it anew with IOV mode: Remove-VMSwitch {name}; New-VMSwitch {name} -NetAdapterName NIC -EnableIov $true."
            ),
        ),
        SwitchType::Internal | SwitchType::Private => (
            "The switch has no network adapter below it, and so nothing that could have virtual functions.",
            "Connect the virtual machines to an external switch: New-VMSwitch NAME -NetAdapterName NIC -EnableIov $true.".to_owned(),
        ),
    };
    Finding::new(
        Layer::Switch,
        Severity::Obstacle,
        "Switch.NotInIovMode",
        switch.name.as_str(),
    )
    .says(why)
    .shown_by(format!("Get-VMSwitch {name}: IovEnabled is False"))
    .then(step)
    .by_hand("What is connected to the switch would lose its network.")
}

/// The NICs that SR-IOV works with and that nothing uses.
fn able(state: &State) -> impl Iterator<Item = &NetAdapter> {
    let can = |name: &InterfaceName| {
        let function = state.function_of(name);
        function.is_some_and(|f| adapter_support(state, f).is_usable())
    };
    free_nics(state).filter(move |link| can(&link.name))
}

fn free_of<'s>(state: &'s State, names: &BTreeSet<String>) -> impl Iterator<Item = &'s NetAdapter> {
    able(state).filter(|link| names.contains(link.name.as_str()))
}

/// A NIC that was named, and that no switch uses so far.
fn unused(nic: &NetAdapter) -> Finding {
    Finding::new(
        Layer::Switch,
        Severity::Note,
        "Switch.NoIovSwitch",
        nic.name.to_string(),
    )
    .says("SR-IOV can work with this network adapter, and no virtual switch uses it so far.")
    .shown_by("Get-VMSwitch: none is on it")
    .then(format!(
        "New-VMSwitch iov -NetAdapterName {} -EnableIov $true",
        pattern(nic.name.as_str())
    ))
    .by_hand("Whether there is to be a switch on it is for you to say.")
}

fn no_switch(state: &State) -> Option<Finding> {
    let nic = able(state).next()?;
    Some(
        Finding::new(
            Layer::Switch,
            Severity::Note,
            "Switch.NoIovSwitch",
            state.host.name.as_str(),
        )
        .says("SR-IOV can work here, and no virtual switch uses it so far.")
        .shown_by("Get-VMSwitch: none has IovEnabled")
        .then(format!(
            "New-VMSwitch iov -NetAdapterName {} -EnableIov $true",
            pattern(nic.name.as_str())
        ))
        .by_hand(
            "Whether there is to be a switch, and on which network adapter, is for you to say.",
        ),
    )
}

/// What the agent would repair.
fn drift(state: &State) -> Option<Finding> {
    let plan = reconcile(state);
    let first = plan.steps.first()?;
    let more = plan.steps.len() - 1;
    let others = if more == 0 {
        String::new()
    } else {
        format!(" And {more} steps more.")
    };
    Some(
        Finding::new(Layer::Switch, Severity::Warning, "Switch.Drift", state.host.name.as_str())
            .says(format!("The host is not as it was asked for; to repair it: {}.{others}", first.what))
            .shown_by(first.equivalent.clone())
            .then("Test-VMHostIov -Fix -WhatIf shows the steps, and without -WhatIf it takes them; the agent does the same by itself.")
            .repaired_by(Intent::Repair),
    )
}
