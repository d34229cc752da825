//! Keeping a legacy-mode NIC informed: its switch forwards to the PF only the addresses that the PF has asked for, so every
//! paravirtual port behind the PF has its address there, exactly while its traffic takes that way. And its address is pinned to
//! its port of the bridge meanwhile: some NICs (QEMU's `igb` for one) hand the PF its own broadcasts back, and a bridge that learns from them
//! looks for the guest on the wire from then on.

use std::collections::{BTreeSet, HashSet};

use crate::backend::model::{EswitchMode, FdbEntry, FdbPlace, MacAddress, State};
use crate::backend::plan::{Change, PlanBuilder};

/// The entries that should be there.
fn wanted(state: &State) -> BTreeSet<FdbEntry> {
    let mut entries = BTreeSet::new();
    for function in state
        .functions
        .iter()
        .filter(|f| f.num_vfs > 0 && f.eswitch == EswitchMode::Legacy)
    {
        let Some(device) = &function.interface else {
            continue;
        };
        let Some(switch) = state.desired.switch_using(&function.identity) else {
            continue;
        };
        let running = state
            .vms
            .iter()
            .filter(|v| v.state.is_active())
            .flat_map(|v| &v.adapters);
        for adapter in running.filter(|a| a.bridge.as_ref() == Some(&switch.bridge)) {
            let vf = adapter.vf.as_ref().and_then(|v| state.vf(v.address));
            if vf.is_none_or(|v| v.driven != Some(true)) {
                entries.insert(FdbEntry {
                    device: device.clone(),
                    mac: adapter.mac,
                    place: FdbPlace::Filter,
                });
                entries.extend(adapter.tap.iter().map(|tap| FdbEntry {
                    device: tap.clone(),
                    mac: adapter.mac,
                    place: FdbPlace::Bridge,
                }));
            }
        }
    }
    entries
}

/// Adds what is missing and removes what is left over. Only addresses of VMs are removed, and only from NICs that a switch
/// of ours uses: the rest is someone else's. `gone` are addresses of adapters that the plan has removed.
pub(super) fn keep(plan: &mut PlanBuilder, gone: &[MacAddress]) {
    let wanted = wanted(plan.state());
    let state = plan.state();
    let known: HashSet<MacAddress> = state
        .vms
        .iter()
        .flat_map(|v| &v.adapters)
        .map(|a| a.mac)
        .chain(gone.iter().copied())
        .collect();
    let ours = |entry: &&FdbEntry| {
        let of_nic = |e: &FdbEntry| {
            let identity = state.link(&e.device).map(|l| &l.identity);
            identity.is_some_and(|i| state.desired.nic(i).is_some())
        };
        let of_tap = |e: &FdbEntry| {
            let adapters = state.vms.iter().flat_map(|v| &v.adapters);
            adapters
                .filter_map(|a| a.tap.as_ref())
                .any(|tap| *tap == e.device)
        };
        known.contains(&entry.mac)
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
        let change = Change::RemoveFdbEntry { entry };
        if last {
            // Nobody will know this address afterwards, so it has to go now.
            plan.step(what, change);
        } else {
            plan.wish(|plan| plan.step(what, change));
        }
    }
    for entry in wanted {
        plan.wish(|plan| {
            plan.step(describe(&entry), Change::AddFdbEntry { entry });
        });
    }
}

fn describe(entry: &FdbEntry) -> String {
    match entry.place {
        FdbPlace::Filter => format!("Let {} accept frames for {}", entry.device, entry.mac),
        FdbPlace::Bridge => format!("Pin {} to {}", entry.mac, entry.device),
    }
}

/// Makes sure that frames for an adapter find its paravirtual port before its VF is taken away.
pub(super) fn before_release(
    plan: &mut PlanBuilder,
    function: crate::backend::model::PciAddress,
    mac: MacAddress,
) {
    let device = plan
        .state()
        .function(function)
        .filter(|f| f.eswitch == EswitchMode::Legacy && f.num_vfs > 0);
    if let Some(device) = device.and_then(|f| f.interface.clone()) {
        let entry = FdbEntry {
            device,
            mac,
            place: FdbPlace::Filter,
        };
        plan.step(describe(&entry), Change::AddFdbEntry { entry });
    }
}
