//! Interfaces of a team: its own one, which is the bond, and those for VLANs.

use crate::model::{InterfaceName, State, VlanId};
use crate::plan::{LinkChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::losses::{self, Deed};
use crate::policy::network::bare;
use crate::policy::word::{pattern, word};
use crate::state::{DesiredTeam, TeamNic};
use crate::{Category, HostError};

use crate::policy::network::host_team::record::{Called, as_device, called, remember};

/// An interface for a VLAN comes.
pub(super) fn add(
    state: &State,
    plan: &mut PlanBuilder,
    mut team: DesiredTeam,
    vlan: VlanId,
    name: Option<&str>,
) -> Result<Focus, HostError> {
    is_free(&team, vlan)?;
    let Called {
        device,
        name: alias,
    } = match name {
        Some(name) => called(state, name, None)?,
        None => by_itself(state, &team, vlan)?,
    };
    plan.about(
        format!("Add VLAN {vlan} to the team '{}'", team.shown()),
        team.shown().to_owned(),
    );
    team.nics.push(TeamNic {
        name: device,
        vlan,
        alias,
    });
    remember(plan, &team);
    Ok(Focus::on_built_team(team.id))
}

/// How the interface for a VLAN is called where nobody says: as the team, with the VLAN behind a dot. Where the team has a name that
/// is none of a device, or the two together are too long for one, it is called as on Windows, `TEAM - VLAN 42`.
fn by_itself(state: &State, team: &DesiredTeam, vlan: VlanId) -> Result<Called, HostError> {
    let plain = format!("{}.{vlan}", team.device);
    if team.name.is_none() && as_device(&plain).is_some() {
        return called(state, &plain, None);
    }
    let name = format!("{} - VLAN {vlan}", team.shown());
    let found = called(state, &name, None)?;
    let short: String = team.device.as_str().chars().take(10).collect();
    let first = format!("{short}.{vlan}");
    Ok(Called {
        device: guard::free_device(state, &first)?,
        ..found
    })
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
                word(team.shown())
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
                team.shown(),
                pattern(team.shown()),
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
        format!("Make {} the interface for VLAN {vlan}", old.shown()),
        old.shown().to_owned(),
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
        format!("Take VLAN {vlan} from the team '{}'", team.shown()),
        team.shown().to_owned(),
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
        format!("'{}' {holds}, which is lost with it.", link.shown()),
    )
    .target(link.shown())
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
            taken.shown(),
            team.shown()
        ),
    )
    .target(taken.shown())
    .next_step("Use that one, or choose another VLAN."))
}

fn not_found(team: &DesiredTeam, which: &str) -> HostError {
    HostError::new(
        "Team.NicNotFound",
        Category::ObjectNotFound,
        format!("The team '{}' has no interface {which}.", team.shown()),
    )
    .target(team.shown())
    .next_step(format!(
        "List them with Get-NetLbfoTeamNic -Team {}.",
        pattern(team.shown())
    ))
}

/// The team's own interface always is the one without a VLAN: it is the bond.
fn own(team: &DesiredTeam, step: String) -> HostError {
    HostError::new(
        "Team.OwnNic",
        Category::NotImplemented,
        format!(
            "The interface '{}' of the team is the bond itself, which takes what has no VLAN; no other can, and it can take nothing else.",
            team.shown()
        ),
    )
    .target(team.shown())
    .next_step(step)
}
