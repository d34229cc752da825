//! Interfaces of a team: its own one, which is the bond, and those for VLANs.

use crate::model::{InterfaceName, State, VlanId};
use crate::plan::{LinkChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::losses::{self, Deed};
use crate::policy::network::bare;
use crate::policy::word::{pattern, word};
use crate::state::{DesiredTeam, TeamNic};
use crate::{Category, HostError};

use crate::policy::network::host_team::record::{free_name, remember};

/// An interface for a VLAN comes.
pub(super) fn add(
    state: &State,
    plan: &mut PlanBuilder,
    mut team: DesiredTeam,
    vlan: VlanId,
    name: Option<&str>,
) -> Result<Focus, HostError> {
    is_free(&team, vlan)?;
    let name = name.map_or_else(|| format!("{}.{vlan}", team.device), str::to_owned);
    let name = free_name(state, &name)?;
    plan.about(
        format!("Add VLAN {vlan} to the team '{}'", team.device),
        team.device.to_string(),
    );
    team.nics.push(TeamNic { name, vlan });
    remember(plan, &team);
    Ok(Focus::on_built_team(team.id))
}

/// An interface is for another VLAN. The kernel knows no other way than to make it anew.
pub(super) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    mut team: DesiredTeam,
    nic: &InterfaceName,
    vlan: Option<VlanId>,
    force: bool,
) -> Result<Focus, HostError> {
    if *nic == team.device {
        let Some(vlan) = vlan else {
            return Ok(Focus::on_records());
        };
        return Err(own(
            &team,
            format!(
                "Add one for the VLAN: Add-NetLbfoTeamNic {} -VlanID {vlan}.",
                word(team.device.as_str())
            ),
        ));
    }
    let at = team.nics.iter().position(|n| n.name == *nic);
    let Some(old) = at.and_then(|at| team.nics.get(at)).cloned() else {
        return Err(not_found(&team, &format!("'{nic}'")));
    };
    let Some(vlan) = vlan else {
        return Err(own(
            &team,
            format!(
                "Use {}, or remove the interface for the VLAN: Remove-NetLbfoTeamNic {} -VlanID {}.",
                team.device,
                pattern(team.device.as_str()),
                old.vlan
            ),
        ));
    };
    if vlan == old.vlan {
        return Ok(Focus::on_records());
    }
    is_free(&team, vlan)?;
    may_go(state, nic, force)?;
    plan.about(
        format!("Make {nic} the interface for VLAN {vlan}"),
        nic.to_string(),
    );
    for known in team.nics.iter_mut().filter(|n| n.name == *nic) {
        known.vlan = vlan;
    }
    remember(plan, &team);
    delete(plan, &old);
    Ok(Focus::on_built_team(team.id))
}

/// The interface for a VLAN goes.
pub(super) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    mut team: DesiredTeam,
    vlan: VlanId,
    force: bool,
) -> Result<Focus, HostError> {
    let Some(nic) = team.nics.iter().find(|n| n.vlan == vlan).cloned() else {
        return Err(not_found(&team, &format!("for VLAN {vlan}")));
    };
    may_go(state, &nic.name, force)?;
    plan.about(
        format!("Take VLAN {vlan} from the team '{}'", team.device),
        team.device.to_string(),
    );
    team.nics.retain(|n| n.vlan != vlan);
    remember(plan, &team);
    delete(plan, &nic);
    Ok(Focus::on_built_team(team.id))
}

/// Deletes the interface for a VLAN.
pub(super) fn delete(plan: &mut PlanBuilder, nic: &TeamNic) {
    bare::take_note(plan, &nic.name);
    plan.step(
        format!("Delete the interface {} for VLAN {}", nic.name, nic.vlan),
        LinkChange::DeleteVlan {
            name: nic.name.clone(),
        },
    );
}

/// Refuses to delete an interface by which the host has addresses, or that is part of something, unless forced.
fn may_go(state: &State, nic: &InterfaceName, force: bool) -> Result<(), HostError> {
    let Some(link) = state.link(nic).filter(|_| !force) else {
        return Ok(());
    };
    losses::host_stays_reachable(state, link, Deed::Take)?;
    let holds = match &link.master {
        Some(master) => format!("is part of '{master}'"),
        None if !link.addresses.is_empty() => {
            format!("has the host's address {}", link.addresses.join(", "))
        }
        None => return Ok(()),
    };
    Err(HostError::new(
        "Team.HostAddresses",
        Category::ResourceBusy,
        format!("'{nic}' {holds}, which is lost with it."),
    )
    .target(nic.to_string())
    .next_step("Take that away first, or add -Force."))
}

fn is_free(team: &DesiredTeam, vlan: VlanId) -> Result<(), HostError> {
    let Some(taken) = team.nics.iter().find(|nic| nic.vlan == vlan) else {
        return Ok(());
    };
    Err(HostError::new(
        "Team.VlanInUse",
        Category::ResourceExists,
        format!(
            "'{}' is the interface of '{}' for VLAN {vlan} already.",
            taken.name, team.device
        ),
    )
    .target(taken.name.to_string())
    .next_step("Use that one, or choose another VLAN."))
}

fn not_found(team: &DesiredTeam, which: &str) -> HostError {
    HostError::new(
        "Team.NicNotFound",
        Category::ObjectNotFound,
        format!("The team '{}' has no interface {which}.", team.device),
    )
    .target(team.device.to_string())
    .next_step(format!(
        "List them with Get-NetLbfoTeamNic -Team {}.",
        pattern(team.device.as_str())
    ))
}

/// The team's own interface always is the one without a VLAN: it is the bond.
fn own(team: &DesiredTeam, step: String) -> HostError {
    HostError::new(
        "Team.OwnNic",
        Category::NotImplemented,
        format!(
            "The interface '{}' of the team is the bond itself, which takes what has no VLAN; no other can, and it can take nothing else.",
            team.device
        ),
    )
    .target(team.device.to_string())
    .next_step(step)
}
