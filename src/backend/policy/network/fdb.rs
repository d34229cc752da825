//! Keeping a legacy-mode NIC informed: its switch forwards to the PF only the addresses that the PF has asked for, so every
//! paravirtual port behind the PF has its address there, exactly while its traffic takes that way. And its address is pinned to
//! its port of the bridge meanwhile: some NICs (QEMU's `igb` for one) hand the PF its own broadcasts back, and a bridge that learns from them
//! looks for the guest on the wire from then on.

use std::collections::{BTreeSet, HashSet};

use crate::model::{EswitchMode, FdbEntry, FdbPlace, InterfaceName, MacAddress, PciAddress, State};
use crate::plan::{Change, DesiredChange, FdbChange, PlanBuilder};
use crate::policy::network::host_adapter::record::as_adapters;
use crate::policy::network::{pins, team};
use crate::state::{DesiredEdit, DesiredSwitch};

/// The entries that should be there.
fn wanted(state: &State) -> BTreeSet<FdbEntry> {
    let mut entries = BTreeSet::new();
    for switch in &state.desired.switches {
        let pins = pins::of_switch(state, switch);
        let device = filter(state, switch);
        entries.extend(device.and_then(|device| host_port(state, switch, device)));
        // A NIC that is not the active one takes only what it was told of, also one without VFs.
        let nic_of = |mac: MacAddress| {
            let pin = pins.iter().find(|(pinned, _)| *pinned == mac);
            pin.map(|(_, nic)| nic).or(device)
        };
        let of_host = as_adapters(state);
        let of_host = of_host.iter().filter_map(|(own, adapter)| {
            let port = own.port.as_ref()?;
            Some((adapter, Some(port)))
        });
        let running = state.vms.iter().filter(|v| v.state.is_active());
        let of_vms = running.flat_map(|v| &v.adapters).filter(|adapter| {
            let vf = adapter.vf.as_ref().and_then(|v| state.vf(v.address));
            vf.is_none_or(|v| v.driven != Some(true))
        });
        let of_vms = of_vms.map(|adapter| (adapter, adapter.tap.as_ref()));
        for (adapter, port) in of_host.chain(of_vms) {
            let (Some(nic), true) = (
                nic_of(adapter.mac),
                adapter.bridge.as_ref() == Some(&switch.bridge),
            ) else {
                continue;
            };
            let filter = (nic, FdbPlace::Filter);
            let port = port.map(|port| (port, FdbPlace::Bridge));
            for (device, place) in [filter].into_iter().chain(port) {
                entries.insert(FdbEntry {
                    device: device.clone(),
                    mac: adapter.mac,
                    place,
                });
            }
        }
    }
    entries
}

/// The NIC that has to be told which addresses are behind it: of a team the active member alone, because another one would take
/// the frames and not hand them on.
fn filter<'s>(state: &'s State, switch: &DesiredSwitch) -> Option<&'s InterfaceName> {
    team::uplink_function(state, switch)
        .filter(|f| f.num_vfs > 0 && f.eswitch == EswitchMode::Legacy)?
        .interface
        .as_ref()
}

/// The address of the bridge is that of the first NIC, or one that was chosen; another NIC that is active has to be told of it.
fn host_port(state: &State, switch: &DesiredSwitch, device: &InterfaceName) -> Option<FdbEntry> {
    let mac = state.bridge(&switch.bridge)?.mac;
    let own = state.link(device).is_some_and(|l| l.mac == mac);
    (!own).then(|| FdbEntry {
        device: device.clone(),
        mac,
        place: FdbPlace::Filter,
    })
}

/// Adds what is missing and removes what is left over. Only addresses of VMs are removed, of those here and of those that have left for
/// other hosts, and only from NICs that a switch of ours uses: the rest is someone else's. `gone` are addresses of adapters that the plan has removed.
///
/// The address of a running VM stays pinned to its port, and known to the NIC, while the bridge that the port is in is none of our
/// switches: that a switch is not known is no order.
pub(in crate::policy) fn sync(plan: &mut PlanBuilder, gone: &[MacAddress]) {
    let wanted = wanted(plan.state());
    let state = plan.state();
    let of_host = as_adapters(state);
    let known: HashSet<MacAddress> = state
        .vms
        .iter()
        .flat_map(|v| &v.adapters)
        .map(|a| a.mac)
        .chain(gone.iter().copied())
        .chain(state.desired.departed.iter().copied())
        .chain(bridges(state))
        .chain(of_host.iter().map(|(_, adapter)| adapter.mac))
        .collect();
    let stranded = on_unknown_bridges(state);
    let ours = |entry: &&FdbEntry| {
        let of_nic = |e: &FdbEntry| {
            let Some(link) = state.link(&e.device) else {
                return false;
            };
            // A switch that goes may have taken the record of its NIC with it.
            let went = gone.contains(&e.mac) && link.mac != e.mac;
            went || state.desired.nic(&link.identity).is_some()
        };
        let of_tap = |e: &FdbEntry| {
            let adapters = state.vms.iter().flat_map(|v| &v.adapters);
            let taps = adapters.filter_map(|a| a.tap.as_ref());
            let ports = of_host.iter().filter_map(|(own, _)| own.port.as_ref());
            taps.chain(ports).any(|tap| *tap == e.device)
        };
        known.contains(&entry.mac)
            && !stranded.contains(&entry.mac)
            && match entry.place {
                FdbPlace::Filter => of_nic(entry),
                FdbPlace::Bridge => of_tap(entry),
            }
    };
    let left_over: Vec<FdbEntry> = state
        .fdb
        .iter()
        .filter(|e| !wanted.contains(*e))
        .filter(ours)
        .cloned()
        .collect();
    for entry in left_over {
        let what = format!("Forget {} on {}", entry.mac, entry.device);
        let last = gone.contains(&entry.mac);
        let change = Change::Fdb(FdbChange::Remove { entry });
        if last {
            // Nobody will know this address afterwards, so it has to go now.
            plan.step(what, change);
        } else {
            plan.best_effort(|plan| plan.step(what, change));
        }
    }
    for entry in wanted {
        plan.best_effort(|plan| {
            plan.step(describe(&entry), FdbChange::Add { entry });
        });
    }
}

/// Writes down that these addresses have left, which another tool than iovsh has taken away with their VMs or adapters, as far as a NIC of
/// ours still takes frames for them: then [`sync`] takes that from it. An address that is known here, or that a migration of iovsh's is
/// about, has not left, and none has while a VM cannot be read.
pub(in crate::policy) fn see_off(plan: &mut PlanBuilder, left: &[MacAddress]) {
    let state = plan.state();
    if state.vms.iter().any(|vm| vm.unreadable.is_some()) {
        return;
    }
    let still_taken = |mac: &MacAddress| {
        state.fdb.iter().any(|entry| {
            let link = state.link(&entry.device);
            entry.mac == *mac
                && entry.place == FdbPlace::Filter
                && link.is_some_and(|link| state.desired.nic(&link.identity).is_some())
        })
    };
    let known = |mac: &MacAddress| {
        let of_host = as_adapters(state);
        let mut own = state.vms.iter().flat_map(|vm| &vm.adapters);
        let mut migrations = state.desired.migrations.iter();
        own.any(|adapter| adapter.mac == *mac)
            || of_host.iter().any(|(_, adapter)| adapter.mac == *mac)
            || migrations.any(|migration| migration.addresses.contains(mac))
    };
    let mut departed = state.desired.departed.clone();
    let before = departed.len();
    for mac in left.iter().filter(|mac| still_taken(mac) && !known(mac)) {
        if !departed.contains(mac) {
            departed.push(*mac);
        }
    }
    if departed.len() > before {
        plan.best_effort(|plan| {
            plan.step(
                "Remember addresses that have left for another host",
                DesiredChange::Set {
                    edit: DesiredEdit::SetDeparted(departed),
                },
            );
        });
    }
}

/// Addresses of running adapters whose ports are in bridges that are none of our switches.
fn on_unknown_bridges(state: &State) -> HashSet<MacAddress> {
    let running = state.vms.iter().filter(|vm| vm.state.is_active());
    running
        .flat_map(|vm| &vm.adapters)
        .filter(|a| a.tap.is_some())
        .filter(|a| {
            let bridge = a.bridge.as_ref();
            bridge.is_some_and(|bridge| state.desired.switch_on(bridge).is_none())
        })
        .map(|a| a.mac)
        .collect()
}

fn bridges(state: &State) -> impl Iterator<Item = MacAddress> {
    let switches = state.desired.switches.iter();
    switches.filter_map(|s| Some(state.bridge(&s.bridge)?.mac))
}

fn describe(entry: &FdbEntry) -> String {
    match entry.place {
        FdbPlace::Filter => format!("Let {} accept frames for {}", entry.device, entry.mac),
        FdbPlace::Bridge => format!("Pin {} to {}", entry.mac, entry.device),
    }
}

/// Makes sure that frames for an adapter find its paravirtual port before its VF is taken away.
pub(in crate::policy) fn before_release(
    plan: &mut PlanBuilder,
    function: PciAddress,
    mac: MacAddress,
) {
    let state = plan.state();
    let identity = state.function(function).map(|f| &f.identity);
    let switch = identity.and_then(|i| state.desired.switch_using(i));
    if let Some(device) = switch.and_then(|s| filter(state, s)).cloned() {
        let entry = FdbEntry {
            device,
            mac,
            place: FdbPlace::Filter,
        };
        plan.step(describe(&entry), FdbChange::Add { entry });
    }
}
