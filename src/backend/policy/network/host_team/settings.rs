//! The settings of a team, and its name.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::model::State;
use crate::plan::{DesiredChange, LinkChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::losses::{self, Deed};
use crate::policy::network::link::kernel_is_at_least;
use crate::policy::network::targets;
use crate::policy::network::team::set_link;
use crate::policy::word::pattern;
use crate::state::{DesiredEdit, DesiredSwitch, DesiredTeam, TeamAlgorithm, TeamingMode};
use crate::{Category, HostError};

use crate::policy::network::host_team::record::{self, free_name, remember};

/// What is to be changed of a team; `None` leaves one alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// What the switch on the wire has to do for it.
    pub mode: Option<TeamingMode>,
    /// By what a member is chosen.
    pub algorithm: Option<TeamAlgorithm>,
    /// With LACP: the partner is to speak every second.
    pub lacp_fast: Option<bool>,
    /// Hosts beyond the wire that are asked whether the way through a member works; none of them: its link is looked at.
    #[serde(default)]
    pub arp_targets: Option<Vec<Ipv4Addr>>,
}

/// The timer is one of LACP.
pub(super) fn lacp_fits(
    team: &str,
    mode: TeamingMode,
    lacp_fast: Option<bool>,
) -> Result<(), HostError> {
    if lacp_fast.is_none() || mode == TeamingMode::Lacp {
        return Ok(());
    }
    Err(HostError::new(
        "Team.LacpOnly",
        Category::InvalidArgument,
        "Only a team in the mode Lacp has a timer.",
    )
    .target(team)
    .next_step("Leave out -LacpTimer, or add -TeamingMode Lacp."))
}

/// Only a bond of which one member carries everything can ask: see [`crate::model::TeamMode::asks_targets`].
pub(super) fn targets_fit(
    team: &str,
    mode: TeamingMode,
    targets: &[Ipv4Addr],
) -> Result<(), HostError> {
    if targets.is_empty() || mode == TeamingMode::SwitchIndependent {
        return Ok(());
    }
    let word_of_mode = match mode {
        TeamingMode::Lacp => "By LACP its partner says itself whether it works",
        TeamingMode::Static | TeamingMode::SwitchIndependent => {
            "The switch on the wire sends all answers to one of its members"
        }
    };
    Err(HostError::new(
        "Team.TargetsMode",
        Category::InvalidArgument,
        format!("'{team}' cannot ask targets. {word_of_mode}."),
    )
    .target(team)
    .next_step("Leave out -ArpTarget (or end it: -ArpTarget @()), or choose -TeamingMode SwitchIndependent."))
}

/// An algorithm means nothing where one member carries everything.
pub(super) fn warn_of_one(
    plan: &mut PlanBuilder,
    team: &DesiredTeam,
    asked_for: Option<TeamAlgorithm>,
) {
    if asked_for.is_none() || !team.one_carries() {
        return;
    }
    let why = if team.standby.is_empty() {
        "it asks targets"
    } else {
        "another waits in reserve"
    };
    let message = format!(
        "One member of '{}' carries everything as long as {why}; nothing is shared by an algorithm.",
        team.device
    );
    plan.warn("Team.OneCarries", message);
}

/// Flows move with the load only where the switch on the wire is not told which ports belong together.
pub(super) fn warn_of_dynamic(
    plan: &mut PlanBuilder,
    team: &DesiredTeam,
    asked_for: Option<TeamAlgorithm>,
) {
    if asked_for == Some(TeamAlgorithm::Dynamic) && team.mode != TeamingMode::SwitchIndependent {
        let message = format!(
            "'{}' shares its work by TransportPorts: Linux moves flows with the load only in teams that are SwitchIndependent.",
            team.device
        );
        plan.warn("Team.NotDynamic", message);
    }
}

/// Changes how a team shares the work. All but the algorithm of a team takes its members out for a moment.
pub(super) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    mut team: DesiredTeam,
    changes: &Changes,
    force: bool,
) -> Result<Focus, HostError> {
    team.mode = changes.mode.unwrap_or(team.mode);
    team.algorithm = changes.algorithm.unwrap_or(team.algorithm);
    lacp_fits(team.device.as_str(), team.mode, changes.lacp_fast)?;
    team.lacp_fast = changes.lacp_fast.unwrap_or(team.lacp_fast);
    if let Some(asked) = &changes.arp_targets {
        let device = team.device.clone();
        team.arp_targets = targets::fit(state, (&device, device.as_str()), &[], asked)?;
    }
    targets_fit(team.device.as_str(), team.mode, &team.arp_targets)?;
    if team.mode != TeamingMode::SwitchIndependent && !team.standby.is_empty() {
        return Err(standby_mode(&team));
    }
    plan.about(
        format!("Change the team '{}'", team.device),
        team.device.to_string(),
    );
    warn_of_dynamic(plan, &team, changes.algorithm);
    warn_of_one(plan, &team, changes.algorithm);
    may_configure(state, &team, force)?;
    remember(plan, &team);
    Ok(Focus::on_built_team(team.id))
}

/// A member in reserve there is only where the switch on the wire knows nothing of the team.
pub(super) fn standby_mode(team: &DesiredTeam) -> HostError {
    let device = pattern(team.device.as_str());
    HostError::new(
        "Team.StandbyMode",
        Category::InvalidOperation,
        format!(
            "A member of '{}' waits in reserve, which only a team in the mode SwitchIndependent can have.",
            team.device
        ),
    )
    .target(team.device.to_string())
    .next_step(format!(
        "Make its members active (Set-NetLbfoTeamMember -Team {device} -AdministrativeMode Active), or choose the mode: Set-NetLbfoTeam {device} -TeamingMode SwitchIndependent."
    ))
}

/// Refuses to take the bond down for a moment where the host has addresses by it, unless forced: its routes are lost, and IPv6
/// addresses.
pub(super) fn may_configure(
    state: &State,
    team: &DesiredTeam,
    force: bool,
) -> Result<(), HostError> {
    let bond = state.team(&team.device);
    let Some(now) = bond.map(crate::model::Team::settings) else {
        return Ok(());
    };
    let wanted = team.settings();
    let disturbs = now.is_none_or(|now| !now.differ_in_hash_only(&wanted));
    if !disturbs || force {
        return Ok(());
    }
    let Some(link) = state.link(&team.device) else {
        return Ok(());
    };
    losses::host_stays_reachable(state, link, Deed::Down)?;
    let stands = |l: &&crate::model::NetAdapter| l.lower.as_ref() == Some(&link.name);
    let uppers = state.links.iter().filter(stands);
    let mut devices = uppers.chain([link]);
    let Some(holder) = devices.find(|l| !l.addresses.is_empty()) else {
        return Ok(());
    };
    Err(HostError::new(
        "Team.HostAddresses",
        Category::ResourceBusy,
        format!(
            "The team goes down for a moment for this, and '{}' has the host's address {}: its routes and its IPv6 addresses are lost then.",
            holder.name,
            holder.addresses.join(", ")
        ),
    )
    .target(team.device.to_string())
    .next_step("Add -Force when what configures the addresses sets them again, or take them away first."))
}

/// Gives a team another name.
pub(super) fn rename(
    state: &State,
    plan: &mut PlanBuilder,
    mut team: DesiredTeam,
    new_name: &str,
    force: bool,
) -> Result<Focus, HostError> {
    let from = team.device.clone();
    plan.about(format!("Rename {from} to {new_name}"), from.to_string());
    if from.as_str() == new_name {
        return Ok(Focus::on_records());
    }
    let to = free_name(state, new_name)?;
    // From 6.2 on the kernel renames an interface that is up.
    let is_up = state.link(&from).is_some_and(|link| link.up);
    let takes_down = is_up && !kernel_is_at_least(&state.host.kernel, (6, 2));
    if let Some(link) = state.link(&from).filter(|_| takes_down && !force) {
        losses::host_stays_reachable(state, link, Deed::Down)?;
    }
    if state.link(&from).is_some() {
        if takes_down {
            set_link(plan, &from, false);
        }
        plan.step(
            format!("Name {from} {to}"),
            LinkChange::Rename {
                from: from.clone(),
                to: to.clone(),
            },
        );
        if takes_down {
            set_link(plan, &to, true);
        }
    }
    if let Some(switch) = record::team_on_switch(state, &from) {
        let edit = DesiredEdit::PutSwitch(DesiredSwitch {
            team: Some(to.clone()),
            ..switch.clone()
        });
        plan.step(
            format!("Remember that '{}' stands on {to}", switch.name),
            DesiredChange::Set { edit },
        );
    }
    team.device = to;
    remember(plan, &team);
    Ok(Focus::on_built_team(team.id))
}
