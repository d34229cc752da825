//! A prediction against a real kernel and libvirt: a change is carried out, and what is seen then is what `effect` said.

use std::collections::{BTreeMap, BTreeSet};

use iovsh::backend::plan::{Change, VfChange};
use iovsh::backend::{HostError, Machine, State};

/// The facts of a state that a prediction speaks of, each by its name.
fn facts(state: &State, change: &Change) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    let mut say = |name: String, value: String| facts.insert(name, value);
    for link in &state.links {
        let master = link.master.as_ref().map(ToString::to_string);
        let addresses = link.addresses.join(" ");
        let text = format!("up {} master {master:?} addresses {addresses}", link.up);
        say(format!("link {}", link.name), text);
    }
    for known in state.neighbors.iter().filter(|known| known.is_permanent()) {
        say(
            format!("neighbor {} of {}", known.address, known.interface),
            format!("{:?}", known.mac),
        );
    }
    for bridge in &state.bridges {
        let mut text = format!("up {} ports {:?}", bridge.up, bridge.ports);
        if bridge.vlan_filtering {
            text.push_str(&format!(" vlans {:?}", bridge.port_vlans));
        }
        say(format!("bridge {}", bridge.name), text);
    }
    for team in &state.teams {
        let text = format!(
            "{} members {:?} primary {:?}",
            team.mode, team.members, team.primary
        );
        say(format!("team {}", team.name), text);
    }
    for entry in &state.fdb {
        say(format!("entry {entry:?}"), "there".to_owned());
    }
    for one in &state.shares {
        say(
            format!("shares {}", one.device),
            format!("{:?}", one.shares),
        );
    }
    for port in &state.filters {
        say(
            format!("filters {}", port.device),
            format!("{:?}", port.filters),
        );
    }
    // What a driver gives a new VF, and which driver takes it, is known when it is there.
    let are_new = matches!(change, Change::Vf(VfChange::SetCount { .. }));
    for function in &state.functions {
        let text = format!("vfs {} autoprobe {}", function.num_vfs, function.autoprobe);
        say(format!("function {}", function.address), text);
        for vf in function.vfs.iter().filter(|_| !are_new) {
            say(
                format!("vf {}", vf.address),
                format!("{:?} {:?}", vf.driver, vf.admin),
            );
        }
    }
    for network in &state.networks {
        let text = format!("{:?} active {}", network.bridge, network.active);
        say(format!("network {}", network.name), text);
    }
    for vm in &state.vms {
        let adapters = vm.adapters.iter().map(|a| {
            let vf = a.vf.as_ref().map(|vf| vf.address);
            format!("{} {} link {} vf {vf:?}", a.alias, a.mac, a.link_up)
        });
        let adapters: Vec<_> = adapters.collect();
        let text = format!("{:?} persistent {} {adapters:?}", vm.state, vm.persistent);
        say(format!("vm {}", vm.name), text);
    }
    for (path, text) in &state.files {
        say(format!("file {path}"), text.clone());
    }
    facts
}

/// Carries a change out. Gives the facts that are not as `effect` said.
///
/// # Errors
/// The refusal.
pub fn carry_out(host: &dyn Machine, change: &Change) -> Result<Vec<String>, HostError> {
    let scope = change.scope();
    let mut predicted = host.observe(&scope)?;
    change.effect(&mut predicted);
    host.apply(change)?;
    let after = host.observe(&scope)?;
    assert_ne!(change.is_satisfied(&after), Some(false), "{change:?}");
    let (said, seen) = (facts(&predicted, change), facts(&after, change));
    let names: BTreeSet<_> = said.keys().chain(seen.keys()).collect();
    let differ = names
        .into_iter()
        .filter(|name| said.get(*name) != seen.get(*name));
    let told = |name: &String| {
        format!(
            "{name}: {:?} predicted, {:?} seen",
            said.get(name),
            seen.get(name)
        )
    };
    Ok(differ.map(told).collect())
}
