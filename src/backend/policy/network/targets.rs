//! Hosts beyond the wire that a team asks by ARP whether the way through its members works: a link that is up says nothing of the
//! switch behind it. The bond does so itself (`arp_interval`, `arp_validate all`), with the host's own address as the asker's: an answer
//! counts only when it comes to that address, so that the chatter of others behind a switch that is cut off is no sign of life.

use std::net::{IpAddr, Ipv4Addr};

use crate::model::{Cidr, InterfaceName, NetAdapter, State, Team, TeamMode, TeamMonitor};
use crate::plan::{BondChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::word::pattern;
use crate::{Category, HostError};

/// The interfaces from which the bond can ask: itself, the bridge that it is a port of, and VLAN interfaces on either
/// (`bond_arp_send_all` of `bond_main.c` looks for them above the bond). A bridge that puts the host into a VLAN of its own is none:
/// the bond would ask without it.
fn askers<'s>(state: &'s State, device: &InterfaceName) -> Vec<&'s NetAdapter> {
    let bridges = state.bridges.iter().filter(|bridge| {
        let same = bridge.vlans_of(&bridge.name).untagged == bridge.vlans_of(device).untagged;
        bridge.ports.contains(device) && (same || !bridge.vlan_filtering)
    });
    let own: Vec<_> = bridges.map(|b| &b.name).chain([device]).collect();
    let is_own = |link: &&NetAdapter| {
        let lower = link.vlan.as_ref().map(|(lower, _)| lower);
        own.contains(&&link.name) || lower.is_some_and(|lower| own.contains(&lower))
    };
    state.links.iter().filter(is_own).collect()
}

/// The host's addresses on these interfaces.
fn addresses<'s>(links: impl IntoIterator<Item = &'s NetAdapter>) -> Vec<Cidr> {
    let texts = links.into_iter().flat_map(|link| &link.addresses);
    texts.filter_map(|text| Cidr::parse(text)).collect()
}

fn is_near(addresses: &[Cidr], target: Ipv4Addr) -> bool {
    let target = IpAddr::V4(target);
    addresses
        .iter()
        .any(|own| own.has(target) && own.address != target)
}

/// The targets, each once. `joining`: NICs whose addresses the team takes over.
///
/// # Errors
/// `Team.TargetInvalid`, `Team.TooManyTargets`, `Team.TargetNotNear`.
pub(in crate::policy) fn fit(
    state: &State,
    (device, word): (&InterfaceName, &str),
    joining: &[NetAdapter],
    targets: &[Ipv4Addr],
) -> Result<Vec<Ipv4Addr>, HostError> {
    let mut known = Vec::new();
    for target in targets {
        if !known.contains(target) {
            known.push(*target);
        }
    }
    let refuse = |id, message: String, step: String| {
        let error = HostError::new(id, Category::InvalidArgument, message);
        Err(error.target(word).next_step(step))
    };
    if known.len() > Team::MOST_TARGETS {
        let most = Team::MOST_TARGETS;
        return refuse(
            "Team.TooManyTargets",
            format!(
                "A Linux bond asks {most} hosts at the most; these are {}.",
                known.len()
            ),
            format!(
                "Name {most} or fewer with -ArpTarget; two that do not fail together are enough."
            ),
        );
    }
    let own = addresses(askers(state, device).into_iter().chain(joining));
    for target in &known {
        let is_host = !target.is_unspecified()
            && !target.is_broadcast()
            && !target.is_multicast()
            && !target.is_loopback();
        if !is_host || own.iter().any(|own| own.address == IpAddr::V4(*target)) {
            let why = if is_host {
                "is the host's own address"
            } else {
                "is not the address of one host"
            };
            return refuse(
                "Team.TargetInvalid",
                format!("{target} {why}: nobody beyond the wire would answer."),
                "Name hosts on the far side of the switch on the wire, for example the gateway."
                    .to_owned(),
            );
        }
        if !is_near(&own, *target) {
            return refuse(
                "Team.TargetNotNear",
                format!(
                    "The host has no address by '{word}' in the network of {target}, from which it could ask."
                ),
                format!(
                    "Get-NetIPAddress shows the host's addresses; give it one of that network by the team's own interface first (New-NetIPAddress -InterfaceAlias {}), or name a host that is near.",
                    pattern(own_interface(state, device).as_str())
                ),
            );
        }
    }
    Ok(known)
}

/// The interface that has the host's addresses by a team.
fn own_interface<'s>(state: &'s State, device: &'s InterfaceName) -> &'s InterfaceName {
    let above = state.bridges.iter().find(|b| b.ports.contains(device));
    above.map_or(device, |bridge| &bridge.name)
}

/// Lets every team ask what it was told to; one that was never told goes on as it does. Where the host has lost the address from
/// which it asks, the bond looks at links again: it would take all members for dead.
pub(in crate::policy) fn sync(plan: &mut PlanBuilder, focus: &Focus) {
    let desired = &plan.state().desired;
    let mut all: Vec<(InterfaceName, Vec<Ipv4Addr>, bool)> = Vec::new();
    for switch in desired.switches.iter().filter(|s| !s.on_host_team) {
        if let (Some(device), Some(wanted)) = (&switch.team, &switch.arp_targets) {
            let meant = focus.must_build(switch.id);
            all.push((device.clone(), wanted.clone(), meant));
        }
    }
    for team in &desired.teams {
        if let Some(wanted) = &team.arp_targets {
            let meant = focus.built_teams.contains(&team.id);
            all.push((team.device.clone(), wanted.clone(), meant));
        }
    }
    for (device, wanted, meant) in all {
        let state = plan.state();
        let Some(team) = state.team(&device) else {
            continue;
        };
        let can = TeamMode::of_word(&team.mode).is_some_and(TeamMode::asks_targets);
        let own = addresses(askers(state, &device));
        let near = |target: &&Ipv4Addr| can && is_near(&own, **target);
        let targets: Vec<Ipv4Addr> = wanted.iter().filter(near).copied().collect();
        if focus.repair && targets.len() < wanted.len() {
            let far = wanted.iter().filter(|target| !targets.contains(target));
            let far: Vec<String> = far.map(ToString::to_string).collect();
            let message = format!(
                "'{device}' does not ask {}: the host has no address by it from which it could.",
                far.join(", ")
            );
            plan.warn("Team.TargetNotAsked", message);
        }
        plan.required_if(meant, |plan| set(plan, &device, targets, None));
    }
}

fn set(
    plan: &mut PlanBuilder,
    device: &InterfaceName,
    targets: Vec<Ipv4Addr>,
    monitor: Option<TeamMonitor>,
) {
    let what = if targets.is_empty() {
        format!("Judge the members of {device} by their links")
    } else {
        let all: Vec<String> = targets.iter().map(ToString::to_string).collect();
        format!(
            "Judge the members of {device} by answers of {}",
            all.join(", ")
        )
    };
    let name = device.clone();
    plan.step(
        what,
        BondChange::SetTargets {
            name,
            targets,
            monitor,
        },
    );
}

/// Before a bond gets a mode in which it can ask nobody: the undo has to know whom it asked.
pub(in crate::policy) fn forget(plan: &mut PlanBuilder, device: &InterfaceName) {
    let team = plan.state().team(device);
    if team.is_some_and(|team| !team.arp_targets.is_empty()) {
        set(plan, device, Vec::new(), None);
    }
}

/// Before a bond goes: the undo makes one that looks at links every 100 ms, and has to know what this one did.
pub(in crate::policy) fn forget_all(plan: &mut PlanBuilder, device: &InterfaceName) {
    let made = TeamMonitor::links();
    let Some(team) = plan.state().team(device) else {
        return;
    };
    let is_as_made = team.monitor.as_ref().is_none_or(|now| *now == made);
    if !team.arp_targets.is_empty() || !is_as_made {
        set(plan, device, Vec::new(), Some(made));
    }
}
