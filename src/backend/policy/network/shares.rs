//! Minimum bandwidth on the paravirtual path: the NICs under a switch are divided, and what comes in through a port whose adapter asks
//! for a share is told to count for it. A NIC is divided only while somebody asks, as all its packets go through one lock then.

use std::collections::BTreeMap;

use crate::model::{Adapter, AdapterSettings, Bandwidth, InterfaceName, Share, State, Uuid};
use crate::plan::{FilterChange, PlanBuilder};
use crate::state::DesiredSwitch;

/// Weights of the adapters of a switch are parts of this many; what they leave is of everything else.
const WHOLE: u32 = 100;

/// Who asks for a share of a switch's NICs.
struct Asker<'a> {
    port: &'a InterfaceName,
    minimum: Bandwidth,
    weight: u8,
}

/// Whether an adapter asks for a share.
pub(in crate::policy) fn asks(settings: &AdapterSettings) -> bool {
    !settings.minimum_bandwidth.is_none() || settings.minimum_weight > 0
}

/// The running adapters on a switch that ask, by their ports.
fn askers<'a>(state: &'a State, switch: &DesiredSwitch) -> Vec<Asker<'a>> {
    let running = state.vms.iter().filter(|vm| vm.state.is_active());
    let on_it = running.flat_map(|vm| &vm.adapters).filter(|adapter| {
        adapter.bridge.as_ref() == Some(&switch.bridge) && asks(&adapter.settings)
    });
    let mut askers: Vec<_> = on_it
        .filter_map(|adapter| {
            Some(Asker {
                port: adapter.tap.as_ref()?,
                minimum: adapter.settings.minimum_bandwidth,
                weight: adapter.settings.minimum_weight,
            })
        })
        .collect();
    let own = state.desired.host_adapters.iter();
    let own = own.filter(|own| own.settings.switch == Some(switch.id) && asks(&own.settings));
    let own = own.map(|own| Asker {
        port: own.switch_port(),
        minimum: own.settings.minimum_bandwidth,
        weight: own.settings.minimum_weight,
    });
    askers.extend(own.filter(|asker| state.link(asker.port).is_some()));
    askers.sort_by_key(|asker| asker.port);
    askers
}

/// The classes of those who ask. One keeps its class whoever comes and goes, unless two names fall on one number.
fn classes<'a>(askers: &[Asker<'a>]) -> BTreeMap<&'a InterfaceName, u16> {
    const FIRST: u16 = Share::ROOT + 1;
    let mut taken = BTreeMap::new();
    let mut of_ports = BTreeMap::new();
    for asker in askers {
        let mut class = place(asker.port.as_str());
        while taken.contains_key(&class) {
            class = if class + 1 < Share::REST {
                class + 1
            } else {
                FIRST
            };
        }
        taken.insert(class, ());
        of_ports.insert(asker.port, class);
    }
    of_ports
}

/// A number from the second class to the one before the last, made of a name (FNV-1a).
fn place(name: &str) -> u16 {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let places = u32::from(Share::REST - Share::ROOT - 1);
    u16::try_from(hash % places).unwrap_or(0) + Share::ROOT + 1
}

/// The share that counts for what comes in through a port of a switch with NICs.
pub(in crate::policy) fn class_of(
    state: &State,
    switch: Uuid,
    port: &InterfaceName,
) -> Option<u16> {
    let switch = state.desired.switches.iter().find(|s| s.id == switch)?;
    let divides = !switch.uplinks.is_empty();
    let askers = askers(state, switch);
    classes(&askers).get(port).copied().filter(|_| divides)
}

/// The shares of each NIC under a switch; none where nobody asks.
fn wanted(state: &State, switch: &DesiredSwitch) -> Vec<Share> {
    let askers = askers(state, switch);
    if askers.is_empty() {
        return Vec::new();
    }
    let weights: u32 = askers.iter().map(|asker| u32::from(asker.weight)).sum();
    let left = match u32::from(switch.settings.rest_weight) {
        0 if weights > 0 => WHOLE.saturating_sub(weights).max(1),
        // Where all ask in bits per second what is left belongs to all alike.
        0 => 1,
        chosen => chosen,
    };
    let weight = |asker: &Asker<'_>| u32::from(asker.weight).max(1);
    let smallest = askers.iter().map(weight).min().unwrap_or(1).min(left);
    let turn = |weight: u32| {
        let turn = u64::from(Share::SMALLEST_TURN) * u64::from(weight) / u64::from(smallest);
        u32::try_from(turn).unwrap_or(u32::MAX)
    };
    let classes = classes(&askers);
    let mut shares: Vec<Share> = askers
        .iter()
        .filter_map(|asker| {
            Some(Share {
                class: *classes.get(asker.port)?,
                minimum: asker.minimum.in_megabits().max(1),
                quantum: turn(weight(asker)),
            })
        })
        .collect();
    shares.push(Share {
        class: Share::REST,
        minimum: switch.settings.rest_minimum.in_megabits().max(1),
        quantum: turn(left),
    });
    shares.sort_by_key(|share| share.class);
    shares
}

/// Divides the NICs of all switches as their adapters ask, and ends the division of those that nobody asks of.
pub(in crate::policy) fn sync(plan: &mut PlanBuilder) {
    let state = plan.state();
    let mut asked: BTreeMap<InterfaceName, Vec<Share>> = BTreeMap::new();
    for one in &state.shares {
        asked.insert(one.device.clone(), Vec::new());
    }
    for switch in &state.desired.switches {
        let shares = wanted(state, switch);
        for nic in switch.uplinks.iter().filter_map(|nic| state.link_of(nic)) {
            asked.insert(nic.name.clone(), shares.clone());
        }
    }
    asked.retain(|device, shares| state.shares_of(device) != shares.as_slice());
    for (device, shares) in asked {
        let what = match shares.len() {
            0 => format!("Divide {device} no more"),
            // That of everything else is none that somebody asked for.
            2 => format!("Keep a share of {device} for what asks for it"),
            n => format!(
                "Keep {} shares of {device} for what asks for them",
                n.saturating_sub(1)
            ),
        };
        plan.best_effort(|plan| plan.step(what, FilterChange::Share { device, shares }));
    }
}

/// Says when what adapters are sure to get is more than a NIC can send.
pub(in crate::policy) fn warn_of_too_much(plan: &mut PlanBuilder, adapter: &Adapter) {
    let state = plan.state();
    let switch = adapter
        .bridge
        .as_ref()
        .and_then(|bridge| state.desired.switch_on(bridge));
    let Some(switch) = switch else { return };
    if switch.uplinks.is_empty() {
        let message = format!(
            "The switch '{}' has no network adapter, whose bandwidth alone is shared: a minimum bandwidth has no effect on it.",
            switch.name
        );
        plan.warn("Adapter.BandwidthUnshared", message);
        return;
    }
    let on_it = state.vms.iter().flat_map(|vm| &vm.adapters);
    let on_it = on_it.filter(|a| a.bridge.as_ref() == Some(&switch.bridge));
    let all = on_it.map(|a| u64::from(a.settings.minimum_bandwidth.in_megabits()));
    let sum: u64 = all.sum::<u64>() + u64::from(switch.settings.rest_minimum.in_megabits());
    let slow = switch.uplinks.iter().filter_map(|nic| state.link_of(nic));
    let slow = slow
        .filter_map(|nic| Some((nic.name.clone(), nic.speed.filter(|_| nic.carrier)?)))
        .find(|(_, speed)| sum > u64::from(*speed));
    if let Some((nic, speed)) = slow {
        let message = format!(
            "All that is sure on '{}' is {sum} Mbit/s together, and {nic} has {speed}: when all send at once each gets less.",
            switch.name
        );
        plan.warn("Adapter.BandwidthShort", message);
    }
}
