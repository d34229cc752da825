//! Members of a switch's team come and go.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::model::{Adapter, InterfaceName, NetAdapter, NicIdentity, State};
use crate::plan::{DesiredChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::network::host_adapter::record::as_adapters;
use crate::policy::network::{fdb, persist, pins, switch, targets, team};
use crate::policy::vf::allocation;
use crate::policy::word::{pattern, word};
use crate::state::{DesiredEdit, DesiredSwitch};
use crate::{Category, HostError};

/// What is to become of the members of a switch's team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemberEdit {
    /// They stay as they are.
    Keep,
    /// These come beside those that are there.
    Add(Vec<InterfaceName>),
    /// These go.
    Remove(Vec<InterfaceName>),
    /// These are all there are, in this order: the first one carries the paravirtual traffic.
    Set(Vec<InterfaceName>),
}

/// Changes which NICs are under a switch with a team. A VF of a NIC that goes is released before, and the adapter gets one of
/// another member; no other adapter's VF is touched.
///
/// # Errors
/// `Switch.NotFound`, `Switch.NoTeam`, `Switch.LastMember`, `Switch.NotMember`, and those of a new switch about its NICs.
pub(in crate::policy) fn change(
    state: &State,
    plan: &mut PlanBuilder,
    name: &str,
    (edit, arp_targets): (&MemberEdit, Option<&[Ipv4Addr]>),
    force: bool,
) -> Result<Focus, HostError> {
    let old = guard::switch_named(state, name)?.clone();
    let device = team_of(&old)?.clone();
    let wanted = wanted(state, &old, edit)?;
    let arp_targets = match arp_targets {
        Some(asked) => Some(targets::fit(state, (&device, &old.name), &[], asked)?),
        None => old.arp_targets.clone(),
    };
    let is_old = |identity: &NicIdentity| old.uplinks.iter().any(|u| u.matches(identity));
    let mut new_nics = Vec::new();
    for identity in wanted.iter().filter(|identity| !is_old(identity)) {
        if let Some(nic) = state.link_of(identity) {
            guard::may_take(state, nic, force)?;
            team::may_join(state, nic)?;
            new_nics.push(nic.clone());
        }
    }
    // All NICs of a switch are described in the files of one tool, or none is.
    let records = old.uplinks.iter().filter_map(|u| state.desired.nic(u));
    let tool = records.filter_map(|record| record.persist).next();
    for nic in &new_nics {
        if let Some(tool) = tool {
            persist::check(tool, &nic.name, true, !nic.addresses.is_empty())?;
        }
    }
    plan.about(
        format!("Change the team of the switch '{}'", old.name),
        old.name.clone(),
    );
    for nic in &new_nics {
        switch::remember(plan, nic, tool);
        guard::warn_of_other_tools(plan, nic);
    }
    let gone: Vec<NicIdentity> = old
        .uplinks
        .iter()
        .filter(|u| !wanted.iter().any(|w| w.matches(u)))
        .cloned()
        .collect();
    let new = DesiredSwitch {
        uplinks: wanted,
        arp_targets,
        ..old.clone()
    };
    plan.step(
        match edit {
            MemberEdit::Keep => format!("Remember whom the team of '{}' asks", old.name),
            _ => format!("Remember the members of the team of '{}'", old.name),
        },
        DesiredChange::Set {
            edit: DesiredEdit::PutSwitch(new.clone()),
        },
    );
    if !gone.is_empty() {
        warn_of_mappings(state, plan, &old, &gone);
        pins::forget(plan, &device);
    }
    for identity in &gone {
        let nic = state.link_of(identity).cloned();
        if let Some(nic) = &nic {
            // As long as it is a member the guests' frames find the paravirtual way.
            for claim in plan.state().desired.claims_on(identity) {
                allocation::release(plan, &claim);
            }
            let master = plan.state().link(&nic.name).and_then(|l| l.master.clone());
            if master.as_ref() == Some(&device) {
                keeps_address(plan, &new, nic);
                team::leave(plan, &nic.name, &device);
            }
            // What it was told of addresses behind it is ours to take back as long as it is.
            fdb::sync(plan, &[]);
        }
        switch::let_go(plan, identity, nic.as_ref());
    }
    Ok(Focus::on_built_switch(old.id))
}

/// Says which adapters are kept to a member that goes.
fn warn_of_mappings(
    state: &State,
    plan: &mut PlanBuilder,
    switch: &DesiredSwitch,
    gone: &[NicIdentity],
) {
    let names: Vec<&InterfaceName> = gone
        .iter()
        .filter_map(|identity| Some(&state.link_of(identity)?.name))
        .collect();
    let is_kept = |adapter: &Adapter| {
        adapter.bridge.as_ref() == Some(&switch.bridge)
            && adapter
                .settings
                .team_mapping
                .as_ref()
                .is_some_and(|nic| names.contains(&nic))
    };
    let of_vms = state.vms.iter().flat_map(|vm| {
        let own = vm.adapters.iter().filter(|adapter| is_kept(adapter));
        own.map(move |adapter| format!("{}: {}", vm.name, adapter.settings.name))
    });
    let of_host = as_adapters(state);
    let of_host = of_host.iter().filter(|(_, adapter)| is_kept(adapter));
    let of_host = of_host.map(|(own, _)| format!("'{}' of the host", own.settings.name));
    let kept: Vec<String> = of_vms.chain(of_host).collect();
    if kept.is_empty() {
        return;
    }
    plan.warn(
        "Team.MappingWaits",
        format!(
            "Of the team of '{}' goes a member that adapters are kept to ({}): until it comes back they go by another one. Remove-VMNetworkAdapterTeamMapping forgets the mapping.",
            switch.name,
            kept.join(", ")
        ),
    );
}

/// The team of a switch.
pub(in crate::policy) fn team_of(switch: &DesiredSwitch) -> Result<&InterfaceName, HostError> {
    if let Some(team) = switch.team.as_ref().filter(|_| switch.on_host_team) {
        return Err(HostError::new(
            "Switch.NoTeam",
            Category::InvalidOperation,
            format!("The switch '{}' stands on '{team}', a team of the host.", switch.name),
        )
        .target(switch.name.clone())
        .next_step(format!(
            "Change that one with Set-NetLbfoTeam, Add-NetLbfoTeamMember and Remove-NetLbfoTeamMember -Team {}.",
            word(team.as_str())
        )));
    }
    switch.team.as_ref().ok_or_else(|| {
        HostError::new(
            "Switch.NoTeam",
            Category::InvalidOperation,
            format!("The switch '{}' has no team.", switch.name),
        )
        .target(switch.name.clone())
        .next_step(format!(
            "Whether a switch has a team is chosen when it is made: Remove-VMSwitch {}, then New-VMSwitch -NetAdapterName with all of its network adapters.",
            pattern(&switch.name)
        ))
    })
}

/// The NICs that the team is to have.
fn wanted(
    state: &State,
    old: &DesiredSwitch,
    edit: &MemberEdit,
) -> Result<Vec<NicIdentity>, HostError> {
    let wanted = match edit {
        MemberEdit::Keep => old.uplinks.clone(),
        MemberEdit::Add(names) => {
            let mut all = old.uplinks.clone();
            for identity in switch::distinct_nics(state, names)? {
                if !all.iter().any(|u| u.matches(&identity.identity)) {
                    all.push(identity.identity);
                }
            }
            all
        }
        MemberEdit::Set(names) => {
            let nics = switch::distinct_nics(state, names)?;
            nics.into_iter().map(|nic| nic.identity).collect()
        }
        MemberEdit::Remove(names) => {
            let mut all = old.uplinks.clone();
            for name in names {
                let at = all.iter().position(|u| is_called(state, u, name));
                let at = at.ok_or_else(|| no_member(state, old, name))?;
                all.remove(at);
            }
            all
        }
    };
    if wanted.is_empty() {
        return Err(HostError::new(
            "Switch.LastMember",
            Category::InvalidOperation,
            format!("The team of '{}' would have no member left.", old.name),
        )
        .target(old.name.clone())
        .next_step(format!(
            "Add another network adapter first (Add-VMSwitchTeamMember), or remove the switch: Remove-VMSwitch {}.",
            pattern(&old.name)
        )));
    }
    Ok(wanted)
}

/// A NIC that is not there goes by the name that it had when it was last seen.
fn is_called(state: &State, identity: &NicIdentity, name: &InterfaceName) -> bool {
    match state.link_of(identity) {
        Some(link) => link.name == *name,
        None => {
            let record = state.desired.nic(identity);
            record.is_some_and(|record| record.interface == *name)
        }
    }
}

fn no_member(state: &State, switch: &DesiredSwitch, name: &InterfaceName) -> HostError {
    let members = switch.uplinks.iter().filter_map(|u| state.link_of(u));
    let members: Vec<String> = members.map(|link| format!("'{}'", link.name)).collect();
    HostError::new(
        "Switch.NotMember",
        Category::InvalidArgument,
        format!("'{name}' is no member of the team of '{}'.", switch.name),
    )
    .target(name.to_string())
    .next_step(format!("There are: {}.", members.join(", ")))
}

/// The host's port on the switch has the address of the first NIC at the time the switch was made.
pub(super) fn keeps_address(plan: &mut PlanBuilder, switch: &DesiredSwitch, nic: &NetAdapter) {
    let bridge = plan.state().bridge(&switch.bridge);
    if bridge.is_none_or(|bridge| bridge.mac != nic.identity.permanent_mac) {
        return;
    }
    plan.warn(
        "Team.AddressStays",
        format!(
            "The host's port on '{}' keeps the address {} of {} until the host starts again; until then do not connect {} to the same network.",
            switch.name,
            nic.identity.permanent_mac.hyphenated(),
            nic.name,
            nic.name
        ),
    );
}
