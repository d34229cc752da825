//! Members of a team come, go, and wait in reserve.

use crate::model::{InterfaceName, NicIdentity, State};
use crate::plan::PlanBuilder;
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::losses::{self, Deed};
use crate::policy::network::{persist, switch, team as bond};
use crate::policy::word::pattern;
use crate::state::{DesiredTeam, TeamingMode};
use crate::{Category, HostError};

use crate::policy::network::host_team::record::remember;
use crate::policy::network::host_team::settings;

/// A NIC joins.
pub(super) fn add(
    state: &State,
    plan: &mut PlanBuilder,
    mut team: DesiredTeam,
    nic: &InterfaceName,
    standby: bool,
    force: bool,
) -> Result<Focus, HostError> {
    let nic = guard::nic_named(state, nic.as_str())?.clone();
    guard::may_take(state, &nic, force)?;
    bond::may_join(state, &nic)?;
    if let Some(tool) = team.persist {
        persist::check_team(tool, team.shown(), std::slice::from_ref(&nic))?;
    }
    team.members.push(nic.identity.clone());
    if standby {
        put_in_reserve(state, &mut team, &nic.identity)?;
    }
    plan.about(
        format!("Add {} to the team '{}'", nic.name, team.shown()),
        team.shown().to_owned(),
    );
    settings::may_configure(state, &team, force)?;
    switch::remember(plan, &nic, None);
    guard::warn_of_other_tools(plan, &nic);
    warn_of_idle(state, plan, &team);
    remember(plan, &team);
    Ok(Focus::on_built_team(team.id))
}

/// A member gets another role.
pub(super) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    mut team: DesiredTeam,
    nic: &InterfaceName,
    standby: bool,
    force: bool,
) -> Result<Focus, HostError> {
    let identity = member(state, &team, nic)?;
    if standby && !team.is_standby(&identity) {
        put_in_reserve(state, &mut team, &identity)?;
    } else if !standby {
        team.standby.retain(|s| !s.matches(&identity));
    }
    let word = if standby { "in reserve" } else { "active" };
    plan.about(
        format!("Make {nic} {word} in the team '{}'", team.shown()),
        team.shown().to_owned(),
    );
    settings::may_configure(state, &team, force)?;
    warn_of_idle(state, plan, &team);
    remember(plan, &team);
    Ok(Focus::on_built_team(team.id))
}

/// A member goes, and is as it was before it came.
pub(super) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    mut team: DesiredTeam,
    nic: &InterfaceName,
    force: bool,
) -> Result<Focus, HostError> {
    let identity = member(state, &team, nic)?;
    if team.members.len() == 1 {
        return Err(HostError::new(
            "Team.LastMember",
            Category::InvalidOperation,
            format!("'{nic}' is the last member of the team '{}'.", team.shown()),
        )
        .target(nic.to_string())
        .next_step(format!(
            "Add another first, or remove the team: Remove-NetLbfoTeam {}.",
            pattern(team.shown())
        )));
    }
    let link = state.link_of(&identity).cloned();
    if let Some(link) = link.as_ref().filter(|_| !force) {
        losses::host_stays_reachable(state, link, Deed::Take)?;
    }
    team.members.retain(|m| !m.matches(&identity));
    team.standby.retain(|s| !s.matches(&identity));
    if team.members.iter().all(|m| team.is_standby(m)) {
        team.standby.clear();
    }
    plan.about(
        format!("Take {nic} out of the team '{}'", team.shown()),
        team.shown().to_owned(),
    );
    settings::may_configure(state, &team, force)?;
    remember(plan, &team);
    if let Some(link) = &link {
        let is_in = link.master.as_ref() == Some(&team.device);
        if is_in {
            bond::leave(plan, &link.name, &team.device);
        }
    }
    switch::let_go(plan, &identity, link.as_ref());
    Ok(Focus::on_built_team(team.id))
}

fn put_in_reserve(
    state: &State,
    team: &mut DesiredTeam,
    nic: &NicIdentity,
) -> Result<(), HostError> {
    let name = state.link_of(nic).map(|link| link.name.to_string());
    let name = name.unwrap_or_default();
    let refuse = |id, message: String, step: String| {
        let error = HostError::new(id, Category::InvalidOperation, message);
        Err(error.target(name.clone()).next_step(step))
    };
    if team.mode != TeamingMode::SwitchIndependent {
        return Err(settings::standby_mode(team));
    }
    if let Some(other) = team.standby.first() {
        let other = state.link_of(other).map(|link| link.name.to_string());
        let other = other.unwrap_or_else(|| "another".to_owned());
        return refuse(
            "Team.SecondStandby",
            format!("'{other}' waits in reserve already, and a team has one such member at most."),
            format!(
                "Make that one active first: Set-NetLbfoTeamMember {} -AdministrativeMode Active.",
                pattern(&other)
            ),
        );
    }
    if team.members.len() < 2 {
        return refuse(
            "Team.LastMember",
            format!("'{name}' is the only member of '{}'.", team.shown()),
            "Add another member first: Add-NetLbfoTeamMember.".to_owned(),
        );
    }
    team.standby.push(nic.clone());
    Ok(())
}

/// Where a member waits in reserve one of the others carries everything.
fn warn_of_idle(state: &State, plan: &mut PlanBuilder, team: &DesiredTeam) {
    let idle = team.members.len() - team.standby.len().min(team.members.len());
    if team.standby.is_empty() || idle < 2 {
        return;
    }
    let first = team.first().and_then(|m| state.link_of(m));
    let first = first.map_or("one member", |link| link.name.as_str());
    let message = format!(
        "A Linux bond with a member in reserve has one that carries everything ({first}); the other active members of '{}' wait too.",
        team.shown()
    );
    plan.warn("Team.OneCarries", message);
}

/// The member of this name; one that is not there goes by the name that it had.
fn member(
    state: &State,
    team: &DesiredTeam,
    nic: &InterfaceName,
) -> Result<NicIdentity, HostError> {
    let name_of = |identity: &NicIdentity| {
        let link = state.link_of(identity).map(|link| &link.name);
        link.or_else(|| state.desired.nic(identity).map(|n| &n.interface))
    };
    let found = team.members.iter().find(|m| name_of(m) == Some(nic));
    found.cloned().ok_or_else(|| {
        let members = team.members.iter().filter_map(name_of);
        let members: Vec<String> = members.map(|name| format!("'{name}'")).collect();
        HostError::new(
            "Team.NotMember",
            Category::InvalidArgument,
            format!("'{nic}' is no member of the team '{}'.", team.shown()),
        )
        .target(nic.to_string())
        .next_step(format!("There are: {}.", members.join(", ")))
    })
}
