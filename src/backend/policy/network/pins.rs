//! Paravirtual ports that are kept to a member of a team which is not the active one: the one that was asked for
//! (`Set-VMNetworkAdapterTeamMapping`), or, where an agent watches the host, one that follows from the port's address, so that the
//! ports are spread over the members (`HyperVPort`). Without an agent nobody would lead a port back from a member that fails.
//!
//! The bond sends everything by its active member, and takes nothing that comes by another. Filters of traffic control make the
//! exception, for one address each: what the port sends and the bond is to send goes out by its member; what comes by that member for
//! the port is taken as if the bond had; and what the port has sent to all and the wire brings back by the other members is dropped, as
//! nobody but the guest has that address. Broadcasts of others still come by the active member alone, and nothing is asked of the switch on
//! the wire. The active member still takes what comes for the port: until the wire has learned where the port is now nothing is lost, and a
//! frame that it floods meanwhile comes twice. A member that has lost its link, or its way, keeps nobody: then the bond decides as ever.

use crate::model::{
    Direction, FilterAction, FrameMatch, InterfaceName, LinkKind, MacAddress, PortFilter, State,
    Team,
};
use crate::plan::{FilterChange, PlanBuilder};
use crate::policy::network::host_adapter::record::as_adapters;
use crate::state::DesiredSwitch;

/// The addresses of a switch's paravirtual ports that are kept to a member other than the active one, with that member.
pub(in crate::policy) fn of_switch(
    state: &State,
    switch: &DesiredSwitch,
) -> Vec<(MacAddress, InterfaceName)> {
    let Some(team) = team_of(state, switch) else {
        return Vec::new();
    };
    let Some(active) = &team.active else {
        return Vec::new();
    };
    let works = |nic: &InterfaceName| {
        let link = state.link(nic);
        team.members.contains(nic)
            && nic != active
            && link.is_some_and(|link| link.up && link.carrier)
            && !team.is_cut_off(nic)
    };
    let spread = state.watched;
    let running = state.vms.iter().filter(|vm| vm.state.is_active());
    let of_vms = running.flat_map(|vm| &vm.adapters).filter(|adapter| {
        // The address of a guest on a virtual function is at the function's own port.
        let vf = adapter.vf.as_ref().and_then(|v| state.vf(v.address));
        adapter.tap.is_some() && vf.is_none_or(|v| v.driven != Some(true))
    });
    let of_host = as_adapters(state);
    let of_host = of_host.iter().filter(|(own, _)| !own.is_bridge());
    let mut pins: Vec<_> = of_vms
        .chain(of_host.map(|(_, adapter)| adapter))
        .filter(|adapter| adapter.bridge.as_ref() == Some(&switch.bridge))
        .filter_map(|adapter| {
            let asked = adapter.settings.team_mapping.clone();
            let nic = asked.or_else(|| spread.then(|| by_address(team, adapter.mac))?)?;
            works(&nic).then_some((adapter.mac, nic))
        })
        .collect();
    pins.sort();
    pins.dedup_by_key(|(mac, _)| *mac);
    pins
}

/// The member of a port without a mapping: the addresses that a host gives out follow each other, so that each member gets as many.
fn by_address(team: &Team, mac: MacAddress) -> Option<InterfaceName> {
    let mut members: Vec<&InterfaceName> = team.members.iter().collect();
    members.sort_unstable();
    let sum: usize = mac.0.iter().map(|byte| usize::from(*byte)).sum();
    let at = sum.checked_rem(members.len())?;
    members.get(at).map(|nic| (*nic).clone())
}

fn team_of<'s>(state: &'s State, switch: &DesiredSwitch) -> Option<&'s Team> {
    let device = switch.team.as_ref().filter(|_| !switch.on_host_team)?;
    let team = state.team(device)?;
    (team.mode == Team::ACTIVE_BACKUP).then_some(team)
}

/// What a device needs for these pins: the bond, or one of its members.
fn filters(
    team: &Team,
    device: &InterfaceName,
    pins: &[(MacAddress, InterfaceName)],
) -> Vec<PortFilter> {
    let from = |mac| FrameMatch {
        source: Some(mac),
        ..FrameMatch::default()
    };
    let to = |mac| FrameMatch {
        destination: Some(mac),
        ..FrameMatch::default()
    };
    let mut all = Vec::new();
    for (mac, nic) in pins {
        if *device == team.name {
            all.push(PortFilter {
                direction: Direction::ToGuest,
                frame: from(*mac),
                action: FilterAction::Send(nic.clone()),
            });
            continue;
        }
        all.push(PortFilter {
            direction: Direction::FromGuest,
            frame: from(*mac),
            action: FilterAction::Drop,
        });
        if device == nic {
            all.push(PortFilter {
                direction: Direction::FromGuest,
                frame: to(*mac),
                action: FilterAction::Receive(team.name.clone()),
            });
        }
    }
    all
}

/// Keeps ports to their members. Of bonds and NICs all filters of ours are about that.
pub(in crate::policy) fn sync(plan: &mut PlanBuilder) {
    let state = plan.state();
    let mut wanted = Vec::new();
    for switch in &state.desired.switches {
        let Some(team) = team_of(state, switch) else {
            continue;
        };
        let pins = of_switch(state, switch);
        // The ways in before the way out.
        for device in team.members.iter().chain([&team.name]) {
            wanted.push((device.clone(), filters(team, device, &pins)));
        }
    }
    let is_ours = |device: &InterfaceName| {
        let kind = state.link(device).map(|link| link.kind);
        matches!(kind, Some(LinkKind::Physical | LinkKind::Bond))
    };
    let standing = state.filters.iter().map(|port| &port.device);
    let left: Vec<_> = standing
        .filter(|device| is_ours(device) && !wanted.iter().any(|(known, _)| known == *device))
        .map(|device| (device.clone(), Vec::new()))
        .collect();
    for (device, filters) in left.into_iter().chain(wanted) {
        plan.best_effort(|plan| set(plan, &device, filters));
    }
}

fn set(plan: &mut PlanBuilder, device: &InterfaceName, filters: Vec<PortFilter>) {
    if plan.state().filters_of(device) == filters.as_slice() {
        return;
    }
    let sent = |filter: &&PortFilter| matches!(filter.action, FilterAction::Send(_));
    let what = match (filters.is_empty(), filters.iter().filter(sent).count()) {
        (true, _) => format!("Keep no port to {device}"),
        (false, 0) => format!("Let {device} know the ports that are kept to a member"),
        (false, 1) => format!("Send what one port sends by its member of {device}"),
        (false, n) => format!("Send what {n} ports send by their members of {device}"),
    };
    let port = device.clone();
    plan.step(what, FilterChange::Set { port, filters });
}

/// Before a member leaves, or the bond goes: nothing is sent by it any more, and the undo knows what was.
pub(in crate::policy) fn forget(plan: &mut PlanBuilder, team: &InterfaceName) {
    let members = plan.state().team(team).map(|team| team.members.clone());
    // The way out before the ways in.
    for device in [team.clone()]
        .into_iter()
        .chain(members.unwrap_or_default())
    {
        set(plan, &device, Vec::new());
    }
}
