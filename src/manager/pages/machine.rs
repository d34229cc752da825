//! The pages about a virtual machine.

use std::collections::BTreeMap;

use iovsh_backend::model::{Adapter, AdapterVlan, State, Uuid, Vm};
use iovsh_backend::policy;

use super::{Line, yes};
use crate::listing::{Mood, bytes, path, state_word, time};
use crate::past::{Between, bars, rate};

/// What a machine and each of its adapters did over the last minutes.
#[derive(Default)]
pub(super) struct Over {
    pub machine: Vec<Between>,
    pub adapters: BTreeMap<Uuid, Vec<Between>>,
}

/// `past`: what it did over the last minutes.
pub(super) fn page(state: &State, vm: &Vm, tab: &str, past: &Over) -> Vec<Line> {
    match tab {
        "Memory" => memory(vm),
        "Networking" => networking(state, vm, past),
        "Storage" => storage(vm),
        "Checkpoints" => checkpoints(state, vm),
        _ => summary(state, vm, &past.machine),
    }
}

fn summary(state: &State, vm: &Vm, past: &[Between]) -> Vec<Line> {
    let settings = vm.settings();
    let mut lines = vec![
        Line::of("Name", &vm.name),
        Line::of("State", state_word(vm.state)),
        Line::of("Id", vm.id.to_string()),
        Line::of("Processors", vm.vcpus.to_string()),
        Line::of("Generation", settings.generation.to_string()),
    ];
    if vm.state.is_active() {
        let (hours, minutes) = (vm.uptime / 3600, vm.uptime / 60 % 60);
        lines.push(Line::of(
            "Uptime",
            format!("{hours:02}:{minutes:02}:{:02}", vm.uptime % 60),
        ));
    }
    if let Some(now) = past.last().and_then(|between| between.processor) {
        let known = past.iter().filter_map(|between| between.processor);
        let line = bars(known, 100);
        lines.push(Line::of("Processor use", format!("{line} {now}%")));
    }
    if let Some(machine) = &vm.facts.machine {
        lines.push(Line::of("Machine type", machine));
    }
    if let Some(node) = vm.numa {
        lines.push(Line::of("NUMA node", node.to_string()));
    }
    if !settings.notes.is_empty() {
        lines.push(Line::of("Notes", &settings.notes));
    }
    if let Some(why) = &vm.unreadable {
        lines.push(Line::text(format!("! {why}")).mood(Mood::Bad));
    }
    for adapter in &vm.adapters {
        let status = policy::adapter_status(state, vm, adapter);
        if status.is_degraded() {
            let text = format!("! {}: {}", adapter.settings.name, status.sentence());
            lines.push(Line::text(text).mood(Mood::Bad));
        }
    }
    lines
}

fn memory(vm: &Vm) -> Vec<Line> {
    let mut lines = vec![Line::of("Startup memory", bytes(vm.memory))];
    if let Some(now) = vm.facts.memory.filter(|_| vm.state.is_active()) {
        lines.push(Line::of("Assigned memory", bytes(now)));
    }
    if let Some(demand) = vm.facts.memory_demand {
        lines.push(Line::of("Memory demand", bytes(demand)));
    }
    let dynamic = vm.settings().dynamic_memory;
    lines.push(Line::of("Dynamic memory", yes(dynamic.is_some())));
    lines
}

/// `Access 42`.
pub(super) fn vlan_word(vlan: &AdapterVlan) -> String {
    match vlan {
        AdapterVlan::Untagged => "Untagged".to_owned(),
        AdapterVlan::Access(id) => format!("Access {}", id.get()),
        AdapterVlan::Trunk { .. } => "Trunk".to_owned(),
    }
}

/// What came and went by an adapter, or by all of a machine: columns over the last minutes, and the rate between the last two looks.
fn traffic(past: &[Between]) -> Vec<Line> {
    let Some(now) = past.last() else {
        return Vec::new();
    };
    let line = |label, rates: Vec<u64>, now| {
        let bars = bars(rates.iter().copied(), 0);
        Line::of(label, format!("{bars} {}", rate(now)))
    };
    let received = past.iter().map(|between| between.received).collect();
    let sent = past.iter().map(|between| between.sent).collect();
    vec![
        line("Receives", received, now.received),
        line("Sends", sent, now.sent),
    ]
}

fn networking(state: &State, vm: &Vm, past: &Over) -> Vec<Line> {
    if vm.adapters.is_empty() {
        return vec![Line::text("The machine has no network adapter.").mood(Mood::Quiet)];
    }
    // Of all together it is told where nobody counts for each.
    let of = |adapter: &Adapter| {
        past.adapters
            .get(&adapter.settings.id)
            .filter(|o| !o.is_empty())
    };
    let mut lines = match vm.adapters.iter().all(|adapter| of(adapter).is_some()) {
        true => Vec::new(),
        false => traffic(&past.machine),
    };
    for (number, adapter) in vm.adapters.iter().enumerate() {
        if number > 0 {
            lines.push(Line::text(""));
        }
        let over = of(adapter).map_or(&[][..], Vec::as_slice);
        networking_of(state, vm, adapter, over, &mut lines);
    }
    lines
}

fn networking_of(
    state: &State,
    vm: &Vm,
    adapter: &Adapter,
    past: &[Between],
    lines: &mut Vec<Line>,
) {
    let settings = &adapter.settings;
    let status = policy::adapter_status(state, vm, adapter);
    let switch = adapter
        .bridge
        .as_ref()
        .map(|bridge| match state.desired.switch_on(bridge) {
            Some(switch) => switch.name.clone(),
            None => format!("bridge {bridge}, which New-VMSwitch did not make"),
        });
    lines.push(Line::of("Adapter", &settings.name));
    let word = match vm.state.is_active() {
        true => status.description(),
        false => "",
    };
    let trouble = status.is_degraded() || status.without_link.is_some();
    let mood = match (trouble, status.vf_data_path_active) {
        (true, _) => Mood::Bad,
        (false, true) => Mood::Good,
        (false, false) => Mood::Plain,
    };
    lines.push(Line::of("Status", word).mood(mood));
    lines.push(Line::of(
        "Connection",
        switch.unwrap_or_else(|| "Not connected".to_owned()),
    ));
    lines.push(Line::of("MAC address", adapter.mac.hyphenated()));
    lines.push(Line::of("IP addresses", adapter.ip_addresses.join(", ")));
    lines.push(Line::of("VLAN", vlan_word(&settings.vlan)));
    let wish = match settings.iov_weight {
        0 => "off".to_owned(),
        weight => format!("asked for (weight {weight})"),
    };
    lines.push(Line::of("SR-IOV", wish));
    if let Some(vf) = &adapter.vf {
        let index = state.vf(vf.address).map(|f| f.index);
        let index = index.map_or_else(String::new, |index| format!("{index} "));
        lines.push(Line::of(
            "Virtual function",
            format!("{index}({})", vf.address),
        ));
    }
    lines.push(Line::of("Path", path(state, vm, adapter)));
    lines.extend(traffic(past));
    if vm.state.is_active() {
        lines.push(Line::text(status.explanation.clone()).mood(mood));
        if let Some(step) = &status.next_step {
            lines.push(Line::text(format!("Next step: {step}")).mood(mood));
        }
    }
}

fn storage(vm: &Vm) -> Vec<Line> {
    let lines: Vec<Line> = vm
        .facts
        .drives
        .iter()
        .map(|drive| {
            let kind = if drive.optical { "DVD" } else { "Disk" };
            let path = drive.path.as_deref().unwrap_or("(empty)");
            Line::of(&format!("{} {kind}", drive.place()), path)
        })
        .collect();
    match lines.is_empty() {
        true => vec![Line::text("The machine has no drives.").mood(Mood::Quiet)],
        false => lines,
    }
}

fn checkpoints(state: &State, vm: &Vm) -> Vec<Line> {
    let lines: Vec<Line> = state
        .checkpoints_of(vm.id)
        .map(|checkpoint| {
            let now = match checkpoint.current {
                true => "  (the machine is here)",
                false => "",
            };
            let created = match checkpoint.created {
                0 => String::new(),
                seconds => time(seconds.saturating_mul(1000)),
            };
            Line::of(&created, format!("{}{now}", checkpoint.name))
        })
        .collect();
    match lines.is_empty() {
        true => vec![Line::text("The machine has no checkpoints.").mood(Mood::Quiet)],
        false => lines,
    }
}
