//! A team is taken apart.

use crate::model::{InterfaceName, NetAdapter, NicIdentity, State};
use crate::plan::{BondChange, DesiredChange, LinkChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::losses::{self, Deed};
use crate::policy::network::bare;
use crate::policy::network::team::{leave, set_link};
use crate::policy::network::{switch, targets};
use crate::policy::word::pattern;
use crate::state::{DesiredEdit, TeamNic};
use crate::{Category, HostError};

use crate::policy::network::host_team::build::take_addresses;
use crate::policy::network::host_team::{nic, record};

/// Removes a team, and puts its members back as they were found. What the host has by the team it has by the first member then.
pub(super) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    device: &InterfaceName,
    force: bool,
) -> Result<Focus, HostError> {
    let shown = state.desired.team_on(device);
    let shown = shown.map_or_else(|| state.shown(device), |team| team.shown().to_owned());
    if let Some(switch) = record::team_on_switch(state, device) {
        return Err(HostError::new(
            "Team.InUse",
            Category::ResourceBusy,
            format!("The switch '{}' stands on the team '{shown}'.", switch.name),
        )
        .target(shown)
        .next_step(format!(
            "Remove the switch first: Remove-VMSwitch {}.",
            pattern(&switch.name)
        )));
    }
    let link = state.link(device);
    if let Some(link) = link.filter(|_| !force) {
        losses::host_stays_reachable(state, link, Deed::Take)?;
        if let Some(master) = &link.master {
            return Err(HostError::new(
                "NetAdapter.HasMaster",
                Category::ResourceBusy,
                format!("'{shown}' is part of '{master}'."),
            )
            .target(shown)
            .next_step(format!("Take it out of '{master}' first, or add -Force.")));
        }
    }
    plan.about(format!("Remove the team '{shown}'"), shown.clone());
    let wanted = state.desired.team_on(device).cloned();
    targets::forget_all(plan, device);
    for nic in vlans(state, device) {
        nic::delete(plan, &nic);
    }
    let members = state.team(device).map(|team| team.members.clone());
    let members = members.unwrap_or_default();
    if let Some(master) = link.and_then(|link| link.master.clone()) {
        leave(plan, device, &master);
    }
    for member in &members {
        leave(plan, member, device);
    }
    let has_addresses = link.is_some_and(|link| !link.addresses.is_empty());
    if let Some(first) = members.first().filter(|_| has_addresses) {
        set_link(plan, first, true);
        take_addresses(plan, device, first);
    }
    if link.is_some() {
        bare::take_note(plan, device);
        plan.step(
            format!("Delete the team {device}"),
            BondChange::Delete {
                name: device.clone(),
            },
        );
    }
    let Some(wanted) = wanted else {
        return Ok(Focus::on_network());
    };
    plan.step(
        format!("Forget the team {shown}"),
        DesiredChange::Set {
            edit: DesiredEdit::RemoveTeam(wanted.id),
        },
    );
    for identity in &wanted.members {
        let nic = state.link_of(identity).cloned();
        switch::let_go(plan, identity, nic.as_ref());
        if has_addresses && members.first() == nic.as_ref().map(|nic| &nic.name) {
            stays_up(plan, identity, nic.as_ref());
        }
    }
    Ok(Focus::on_network())
}

/// What has the host's addresses now is up, however it was found.
fn stays_up(plan: &mut PlanBuilder, identity: &NicIdentity, nic: Option<&NetAdapter>) {
    let name = nic.map(|nic| nic.name.clone());
    let name = name.or_else(|| plan.state().link_of(identity).map(|l| l.name.clone()));
    if let Some(name) = name {
        plan.step(
            format!("Bring {name} up"),
            LinkChange::Set {
                interface: name.clone(),
                up: true,
            },
        );
    }
}

/// The interfaces for VLANs that stand on a bond.
fn vlans(state: &State, device: &InterfaceName) -> Vec<TeamNic> {
    let links = state.links.iter().filter_map(|link| {
        let (lower, vlan) = link.vlan.as_ref()?;
        let vlan = (*vlan).try_into().ok()?;
        (lower == device).then(|| TeamNic {
            name: link.name.clone(),
            vlan,
            alias: link.alias.clone(),
        })
    });
    links.collect()
}
