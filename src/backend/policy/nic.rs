//! What is known and wanted of one NIC of the host.

use crate::model::{InterfaceName, NetAdapter, NicIdentity, PhysicalFunction, State};
use crate::plan::{DesiredChange, PlanBuilder};
use crate::policy::losses;
use crate::policy::vf::support;
use crate::state::{DesiredEdit, DesiredNic, DesiredSwitch, DesiredTeam, NicOriginals};

/// The record of a NIC that is about to be managed: how it was found.
pub(in crate::policy) fn record_of(state: &State, nic: &NetAdapter) -> DesiredNic {
    let function = state.function_of(&nic.name);
    DesiredNic {
        identity: nic.identity.clone(),
        interface: nic.name.clone(),
        sriov_enabled: true,
        num_vfs: None,
        disabled: false,
        persist: None,
        originals: NicOriginals {
            up: nic.up,
            master: nic.master.clone(),
            addresses_of: losses::addresses_above(state, nic).map(|above| above.name.clone()),
            num_vfs: function.map_or(0, |f| f.num_vfs),
            autoprobe: function.map(|f| f.autoprobe),
            mtu: Some(nic.mtu),
        },
    }
}

/// Whether an admin has switched a NIC off, so that nothing brings it up but who asks for that.
pub(in crate::policy) fn is_disabled(state: &State, name: &InterfaceName) -> bool {
    let link = state.link(name);
    let record = link.and_then(|link| state.desired.nic(&link.identity));
    record.is_some_and(|record| record.disabled)
}

/// What is written down of NICs follows them: a driver that begins to name its ports, a new name, another slot.
pub(in crate::policy) fn refresh_records(plan: &mut PlanBuilder) {
    let state = plan.state();
    let now = |known: &NicIdentity| {
        let link = state.link_of(known)?;
        Some((followed(known, &link.identity), link.name.clone()))
    };
    let mut edits = Vec::new();
    for nic in &state.desired.nics {
        let Some((identity, interface)) = now(&nic.identity) else {
            continue;
        };
        edits.push(DesiredEdit::PutNic(DesiredNic {
            identity,
            interface,
            ..nic.clone()
        }));
    }
    for switch in &state.desired.switches {
        let uplinks = switch.uplinks.iter();
        let uplinks = uplinks.map(|known| now(known).map_or_else(|| known.clone(), |(new, _)| new));
        edits.push(DesiredEdit::PutSwitch(DesiredSwitch {
            uplinks: uplinks.collect(),
            ..switch.clone()
        }));
    }
    for team in &state.desired.teams {
        let follow = |known: &Vec<NicIdentity>| {
            let known = known.iter();
            known
                .map(|one| now(one).map_or_else(|| one.clone(), |(new, _)| new))
                .collect()
        };
        edits.push(DesiredEdit::PutTeam(DesiredTeam {
            members: follow(&team.members),
            standby: follow(&team.standby),
            ..team.clone()
        }));
    }
    for edit in edits {
        plan.best_effort(|plan| {
            plan.step(
                "Note how a network adapter is recognised now",
                DesiredChange::Set { edit },
            );
        });
    }
}

/// How a NIC is recognised now; what is not seen at the moment is kept.
fn followed(known: &NicIdentity, seen: &NicIdentity) -> NicIdentity {
    let (known_path, seen_path) = (&known.pci_path, &seen.pci_path);
    NicIdentity {
        pci_path: if seen_path.is_empty() {
            known_path
        } else {
            seen_path
        }
        .clone(),
        permanent_mac: if seen.permanent_mac.is_usable() {
            seen.permanent_mac
        } else {
            known.permanent_mac
        },
        port_name: seen.port_name.clone().or_else(|| known.port_name.clone()),
    }
}

/// How many VFs a NIC should have now: what an admin asked for, or all as soon as a switch in IOV mode uses it.
pub(in crate::policy) fn wanted_vfs(state: &State, function: &PhysicalFunction) -> u32 {
    let record = state.desired.nic(&function.identity);
    if record.is_some_and(|r| !r.sriov_enabled)
        || !support::adapter_support(state, function).is_usable()
    {
        return 0;
    }
    if let Some(count) = record.and_then(|r| r.num_vfs) {
        return count.min(function.most_vfs());
    }
    let iov = state
        .desired
        .switch_using(&function.identity)
        .is_some_and(|s| s.iov_enabled);
    match record.map_or(function.num_vfs, |r| r.originals.num_vfs) {
        // VFs that were there before the NIC was taken are used as they are.
        found if found > 0 => found.min(function.most_vfs()),
        _ if iov => function.most_vfs(),
        _ => 0,
    }
}
