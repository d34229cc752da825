//! The settings of a team, and its name.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::model::{InterfaceName, NetworkTool, State};
use crate::plan::{DesiredChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::losses::{self, Deed};
use crate::policy::network::{bare, persist, renaming, targets};
use crate::policy::word::pattern;
use crate::state::{DesiredEdit, DesiredSwitch, DesiredTeam, TeamAlgorithm, TeamingMode};
use crate::{Category, HostError};

use crate::policy::network::host_team::record::{self, Called, called, remember};

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
    /// In whose files it is to be described too.
    #[serde(default)]
    pub persist: Option<Described>,
}

/// In whose files a team is described.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Described {
    /// In none but iovsh's own.
    Nowhere,
    /// In those of this tool too.
    By(NetworkTool),
}

impl Described {
    /// The tool.
    #[must_use]
    pub fn tool(self) -> Option<NetworkTool> {
        match self {
            Self::Nowhere => None,
            Self::By(tool) => Some(tool),
        }
    }
}

impl From<Option<NetworkTool>> for Described {
    fn from(tool: Option<NetworkTool>) -> Self {
        tool.map_or(Self::Nowhere, Self::By)
    }
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
        team.shown()
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
            team.shown()
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
    lacp_fits(team.shown(), team.mode, changes.lacp_fast)?;
    team.lacp_fast = changes.lacp_fast.unwrap_or(team.lacp_fast);
    if let Some(asked) = &changes.arp_targets {
        let known = targets::fit(state, (&team.device, team.shown()), &[], asked)?;
        team.arp_targets = Some(known);
    }
    targets_fit(team.shown(), team.mode, team.asked())?;
    if team.mode != TeamingMode::SwitchIndependent && !team.standby.is_empty() {
        return Err(standby_mode(&team));
    }
    if let Some(described) = changes.persist {
        team.persist = described.tool();
        if let Some(tool) = team.persist {
            persist::check_whole_team(state, tool, &team)?;
        }
    }
    plan.about(
        format!("Change the team '{}'", team.shown()),
        team.shown().to_owned(),
    );
    warn_of_dynamic(plan, &team, changes.algorithm);
    warn_of_one(plan, &team, changes.algorithm);
    may_configure(state, &team, force)?;
    remember(plan, &team);
    Ok(Focus::on_built_team(team.id))
}

/// A member in reserve there is only where the switch on the wire knows nothing of the team.
pub(super) fn standby_mode(team: &DesiredTeam) -> HostError {
    let device = pattern(team.shown());
    HostError::new(
        "Team.StandbyMode",
        Category::InvalidOperation,
        format!(
            "A member of '{}' waits in reserve, which only a team in the mode SwitchIndependent can have.",
            team.shown()
        ),
    )
    .target(team.shown())
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
    persist::check_settings(team)?;
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
            holder.shown(),
            holder.addresses.join(", ")
        ),
    )
    .target(team.shown())
    .next_step("Add -Force when what configures the addresses sets them again, or take them away first."))
}

/// Gives a team another name. Its device has it too where a device can; else the device keeps its own.
pub(super) fn rename(
    state: &State,
    plan: &mut PlanBuilder,
    mut team: DesiredTeam,
    new_name: &str,
    force: bool,
) -> Result<Focus, HostError> {
    let from = team.device.clone();
    plan.about(
        format!("Rename {} to {new_name}", team.shown()),
        team.shown().to_owned(),
    );
    if team.shown() == new_name {
        return Ok(Focus::on_records());
    }
    let Called { device: to, name } = called(state, new_name, Some(&from))?;
    let had_name = team.name.is_some();
    if had_name && name.is_none() {
        bare::take_note(plan, &from);
    }
    if to != from {
        rename_device(state, plan, (&from, &to), force)?;
    }
    (team.device, team.name) = (to, name);
    remember(plan, &team);
    Ok(Focus::on_built_team(team.id))
}

/// Gives one of a team's interfaces for VLANs another name, in the same way.
pub(super) fn rename_nic(
    state: &State,
    plan: &mut PlanBuilder,
    mut team: DesiredTeam,
    nic: &InterfaceName,
    (new_name, force): (&str, bool),
) -> Result<Focus, HostError> {
    let shown = state.shown(nic);
    plan.about(format!("Rename {shown} to {new_name}"), shown.clone());
    if shown == new_name {
        return Ok(Focus::on_records());
    }
    let Called { device: to, name } = called(state, new_name, Some(nic))?;
    for known in team.nics.iter_mut().filter(|known| known.name == *nic) {
        if known.alias.is_some() && name.is_none() {
            bare::take_note(plan, nic);
        }
        (known.name, known.alias) = (to.clone(), name.clone());
    }
    if to != *nic {
        rename_device(state, plan, (nic, &to), force)?;
    }
    remember(plan, &team);
    Ok(Focus::on_built_team(team.id))
}

/// The device gets another name, and what is written down of a switch on it follows.
fn rename_device(
    state: &State,
    plan: &mut PlanBuilder,
    (from, to): (&InterfaceName, &InterfaceName),
    force: bool,
) -> Result<(), HostError> {
    if let Some(link) = state.link(from) {
        let takes_down = renaming::takes_down(state, link);
        if takes_down && !force {
            losses::host_stays_reachable(state, link, Deed::Down)?;
        }
        renaming::name(plan, (from, to), takes_down);
    }
    if let Some(switch) = record::team_on_switch(state, from) {
        let edit = DesiredEdit::PutSwitch(DesiredSwitch {
            team: Some(to.clone()),
            ..switch.clone()
        });
        plan.step(
            format!("Remember that '{}' stands on {to}", switch.name),
            DesiredChange::Set { edit },
        );
    }
    Ok(())
}
