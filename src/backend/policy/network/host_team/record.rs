//! Which team is meant, and whether it may be changed.

use crate::model::{InterfaceName, NicIdentity, State, Team, TeamHash, Uuid, VlanId};
use crate::plan::{DesiredChange, PlanBuilder};
use crate::policy::word::pattern;
use crate::state::{DesiredEdit, DesiredSwitch, DesiredTeam, TeamAlgorithm, TeamNic, TeamingMode};
use crate::{Category, HostError};

/// The bond of this name, which may be missing where it was asked for.
pub(super) fn device(state: &State, name: &str) -> Result<InterfaceName, HostError> {
    let there = state.teams.iter().map(|team| &team.name);
    let wanted = state.desired.teams.iter().map(|team| &team.device);
    let all: Vec<&InterfaceName> = there.chain(wanted).collect();
    let exact = all.iter().find(|device| device.as_str() == name);
    let folded = || {
        let is = |device: &&&InterfaceName| device.as_str().eq_ignore_ascii_case(name);
        all.iter().find(is)
    };
    exact
        .or_else(folded)
        .map(|device| (*device).clone())
        .ok_or_else(|| {
            HostError::new(
                "Team.NotFound",
                Category::ObjectNotFound,
                format!("There is no team named '{name}'."),
            )
            .target(name)
            .next_step("List them with Get-NetLbfoTeam.")
        })
}

/// The switch that stands on a team of the host.
pub(super) fn team_on_switch<'s>(
    state: &'s State,
    device: &InterfaceName,
) -> Option<&'s DesiredSwitch> {
    let mut switches = state.desired.switches.iter();
    switches.find(|switch| switch.team.as_ref() == Some(device))
}

/// Refuses the team of a switch, and what others made unless that is forced.
pub(super) fn may_change(
    state: &State,
    device: &InterfaceName,
    force: bool,
) -> Result<(), HostError> {
    let refuse = |id, category, message: String, next: String| {
        Err(HostError::new(id, category, message)
            .target(device.to_string())
            .next_step(next))
    };
    if let Some(switch) = team_on_switch(state, device).filter(|switch| !switch.on_host_team) {
        let name = pattern(&switch.name);
        return refuse(
            "Team.OfSwitch",
            Category::InvalidOperation,
            format!("'{device}' is the team of the switch '{}'.", switch.name),
            format!(
                "Change it with Set-VMSwitchTeam {name}, or remove the switch: Remove-VMSwitch {name}."
            ),
        );
    }
    if state.desired.team_on(device).is_some() || force {
        return Ok(());
    }
    let tools = state.link(device).map(|link| link.managed_by.join(", "));
    let tools = tools.filter(|tools| !tools.is_empty());
    let (who, step) = match &tools {
        Some(tools) => (
            format!("{tools} manages the team '{device}'."),
            format!("Change it there, or add -Force; {tools} may undo what is done to it."),
        ),
        None => (
            format!("The team '{device}' was not made by iovsh."),
            "Change it with what made it (ifupdown, a script), or add -Force.".to_owned(),
        ),
    };
    refuse("Team.MadeByOther", Category::PermissionDenied, who, step)
}

/// The record of a team, or what a record of it would be. `mode`: the one that it is about to get.
pub(super) fn record(
    state: &State,
    device: &InterfaceName,
    mode: Option<TeamingMode>,
) -> Result<DesiredTeam, HostError> {
    if let Some(team) = state.desired.team_on(device) {
        return Ok(team.clone());
    }
    let team = state.team(device);
    let mode = team.and_then(mode_of).or(mode);
    let (Some(team), Some(mode)) = (team, mode) else {
        let word_of_kernel = team.map_or("unknown", |team| team.mode.as_str());
        return Err(HostError::new(
            "Team.ModeUnknown",
            Category::InvalidOperation,
            format!("The team '{device}' is in the mode '{word_of_kernel}', in which iovsh makes no teams."),
        )
        .target(device.to_string())
        .next_step(format!(
            "Choose a mode first: Set-NetLbfoTeam {} -TeamingMode SwitchIndependent -Force.",
            pattern(device.as_str())
        )));
    };
    let identity = |name: &InterfaceName| state.link(name).map(|link| link.identity.clone());
    let members: Vec<NicIdentity> = team.members.iter().filter_map(identity).collect();
    let carries = team.primary.as_ref().or(team.active.as_ref());
    let reserve = |name: &&InterfaceName| carries.is_some_and(|first| first != *name);
    let settings = team.settings();
    let one_carries = team.mode == Team::ACTIVE_BACKUP;
    let standby = team.members.iter().filter(reserve).filter_map(identity);
    let nics = state.links.iter().filter_map(|link| {
        let (lower, vlan) = link.vlan.as_ref()?;
        let vlan = VlanId::try_from(*vlan).ok()?;
        (lower == device).then(|| TeamNic {
            name: link.name.clone(),
            vlan,
        })
    });
    let found = settings.unwrap_or_default();
    Ok(DesiredTeam {
        id: Uuid::of_text(&format!("team {device}")),
        device: device.clone(),
        mode,
        algorithm: match found.hash {
            _ if found.dynamic || one_carries => TeamAlgorithm::Dynamic,
            TeamHash::Layer2 => TeamAlgorithm::MacAddresses,
            TeamHash::Layer23 => TeamAlgorithm::IpAddresses,
            TeamHash::Layer34 => TeamAlgorithm::TransportPorts,
            TeamHash::SourceMac => TeamAlgorithm::HyperVPort,
        },
        lacp_fast: found.lacp_fast,
        own_addresses: one_carries && found.own_addresses,
        standby: if one_carries {
            standby.collect()
        } else {
            Vec::new()
        },
        arp_targets: team.arp_targets.clone(),
        members,
        nics: nics.collect(),
    })
}

fn mode_of(team: &Team) -> Option<TeamingMode> {
    match team.mode.as_str() {
        Team::ACTIVE_BACKUP | "balance-tlb" => Some(TeamingMode::SwitchIndependent),
        "balance-xor" => Some(TeamingMode::Static),
        "802.3ad" => Some(TeamingMode::Lacp),
        _ => None,
    }
}

/// The name as that of an interface that is not there yet.
pub(super) fn free_name(state: &State, name: &str) -> Result<InterfaceName, HostError> {
    let device: InterfaceName = name.parse().map_err(|_| {
        HostError::new(
            "Team.NameInvalid",
            Category::InvalidArgument,
            format!("A team cannot be called '{name}': its interface has its name."),
        )
        .target(name)
        .next_step("Choose a name of 1 to 15 bytes without blanks, slashes and colons.")
    })?;
    let wanted = state
        .desired
        .teams
        .iter()
        .any(|team| team.device == device || team.nics.iter().any(|nic| nic.name == device));
    if state.link(&device).is_none() && !wanted {
        return Ok(device);
    }
    Err(HostError::new(
        "Team.NameInUse",
        Category::ResourceExists,
        format!("There is an interface '{name}' already."),
    )
    .target(name)
    .next_step("Choose another name; 'Get-NetAdapter -IncludeHidden' lists those that are taken."))
}

/// Writes a team down.
pub(super) fn remember(plan: &mut PlanBuilder, team: &DesiredTeam) {
    plan.step(
        format!("Remember the team {}", team.device),
        DesiredChange::Set {
            edit: DesiredEdit::PutTeam(team.clone()),
        },
    );
}
