//! The bond of a team as it was asked for.

use crate::model::{InterfaceName, NetAdapter, TeamSettings};
use crate::plan::{BondChange, LinkChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::network::targets;
use crate::policy::network::team::{add_member, leave, set_link, share_mtu};
use crate::state::DesiredTeam;

/// The bonds of all teams of the host: what is missing of them is made again. How a bond that is there shares the work is changed only
/// where the command is about it, as that takes its members out for a moment.
pub(in crate::policy) fn build_all(plan: &mut PlanBuilder, focus: &Focus) {
    for team in plan.state().desired.teams.clone() {
        let state = plan.state();
        let there = |m| state.link_of(m).cloned();
        let nics: Vec<NetAdapter> = team.members.iter().filter_map(there).collect();
        if focus.repair {
            warn_of_missing(plan, &team);
        }
        let is_meant = focus.built_teams.contains(&team.id);
        plan.required_if(is_meant, |plan| build(plan, &team, &nics, is_meant));
    }
}

/// A member that is not there is told; the rest of the team is there without it.
fn warn_of_missing(plan: &mut PlanBuilder, team: &DesiredTeam) {
    let state = plan.state();
    let mut missing = Vec::new();
    for identity in &team.members {
        if state.link_of(identity).is_none() {
            let known = state.desired.nic(identity).map(|n| n.interface.to_string());
            missing.push(known.unwrap_or_else(|| identity.permanent_mac.to_string()));
        }
    }
    for name in missing {
        let message = format!(
            "The member '{name}' of the team '{}' is not there.",
            team.shown()
        );
        plan.warn("Team.NicMissing", message);
    }
}

/// Makes the bond of a team as it was asked for, with these of its members, which are there.
fn build(plan: &mut PlanBuilder, team: &DesiredTeam, nics: &[NetAdapter], configures: bool) {
    let device = &team.device;
    let settings = team.settings();
    let first = team.first().and_then(|m| plan.state().link_of(m));
    let Some(first) = first.or(nics.first()).map(|nic| nic.name.clone()) else {
        return;
    };
    if plan.state().team(device).is_none() {
        plan.step(
            format!("Create the team {device}"),
            BondChange::Create {
                name: device.clone(),
                primary: first.clone(),
                settings: settings.clone(),
            },
        );
    } else if configures {
        configure(plan, device, &settings);
    }
    if let Some(name) = &team.name {
        note(plan, device, name);
    }
    share_mtu(plan, device, nics);
    for nic in nics {
        // Before the NIC goes down to join: a device that is down has no routes to move.
        take_addresses(plan, &nic.name, device);
    }
    for nic in nics {
        add_member(plan, device, &nic.name);
    }
    if settings.mode.has_primary() {
        plan.step(
            format!("Let {first} carry the traffic of {device} first"),
            BondChange::SetPrimary {
                name: device.clone(),
                primary: Some(first),
            },
        );
    }
    for nic in &team.nics {
        plan.step(
            format!("Create the interface {} for VLAN {}", nic.name, nic.vlan),
            LinkChange::CreateVlan {
                name: nic.name.clone(),
                lower: device.clone(),
                vlan: nic.vlan,
            },
        );
        if let Some(alias) = &nic.alias {
            note(plan, &nic.name, alias);
        }
    }
}

/// Lets other tools see what a device is called, too.
fn note(plan: &mut PlanBuilder, device: &InterfaceName, name: &str) {
    plan.step(
        format!("Note what {device} is called"),
        LinkChange::SetNote {
            interface: device.clone(),
            note: Some(name.to_owned()),
        },
    );
}

/// The kernel changes the hash at any time, the rest while the bond is down and without members.
fn configure(plan: &mut PlanBuilder, device: &InterfaceName, settings: &TeamSettings) {
    let Some(team) = plan.state().team(device).cloned() else {
        return;
    };
    let now = team.settings();
    let change = BondChange::Configure {
        name: device.clone(),
        settings: settings.clone(),
    };
    let what = format!("Change how {device} shares the work");
    if now
        .as_ref()
        .is_some_and(|now| now.differ_in_hash_only(settings))
    {
        plan.step(what, change);
        return;
    }
    if !settings.mode.asks_targets() {
        targets::forget(plan, device);
    }
    if team.primary.is_some() {
        // The kernel forgets it with the member that leaves.
        plan.step(
            format!("Let any member carry the traffic of {device} first"),
            BondChange::SetPrimary {
                name: device.clone(),
                primary: None,
            },
        );
    }
    for member in &team.members {
        leave(plan, member, device);
    }
    set_link(plan, device, false);
    plan.step(what, change);
    set_link(plan, device, true);
}

/// Moves what the host has by a NIC to the team that it joins.
pub(super) fn take_addresses(plan: &mut PlanBuilder, from: &InterfaceName, to: &InterfaceName) {
    let has_some = |name| {
        plan.state()
            .link(name)
            .is_some_and(|l| !l.addresses.is_empty())
    };
    if has_some(from) && plan.state().link(to).is_some() {
        plan.step(
            format!("Move the IP configuration of {from} to {to}"),
            LinkChange::MoveIp {
                from: from.clone(),
                to: to.clone(),
            },
        );
    }
}
