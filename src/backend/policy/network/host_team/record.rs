//! Which team is meant, and whether it may be changed.

use crate::model::{InterfaceName, NicIdentity, State, Team, TeamHash, Uuid, VisibleName, VlanId};
use crate::plan::{DesiredChange, PlanBuilder};
use crate::policy::guard;
use crate::policy::word::pattern;
use crate::state::{DesiredEdit, DesiredSwitch, DesiredTeam, TeamAlgorithm, TeamNic, TeamingMode};
use crate::{Category, HostError};

/// The bond of this name, which may be missing where it was asked for. A team is called as its device, or as users call it.
pub(super) fn device(state: &State, name: &str) -> Result<InterfaceName, HostError> {
    let wanted = state.desired.teams.iter();
    let wanted = wanted.map(|team| (&team.device, team.shown().to_owned()));
    let there = state.teams.iter();
    let there = there.map(|team| (&team.name, state.shown(&team.name)));
    let all: Vec<(&InterfaceName, String)> = wanted.chain(there).collect();
    let first = |is: &dyn Fn(&InterfaceName, &str) -> bool| {
        let mut all = all.iter();
        all.find(|(device, shown)| is(device, shown))
            .map(|(device, _)| (*device).clone())
    };
    first(&|device, _| device.as_str() == name)
        .or_else(|| first(&|_, shown| shown == name))
        .or_else(|| first(&|_, shown| shown.eq_ignore_ascii_case(name)))
        .or_else(|| first(&|device, _| device.as_str().eq_ignore_ascii_case(name)))
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
    let shown = state.shown(device);
    let refuse = |id, category, message: String, next: String| {
        Err(HostError::new(id, category, message)
            .target(shown.clone())
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
            format!("{tools} manages the team '{shown}'."),
            format!("Change it there, or add -Force; {tools} may undo what is done to it."),
        ),
        None => (
            format!("The team '{shown}' was not made by iovsh."),
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
            alias: link.alias.clone(),
        })
    });
    let found = settings.unwrap_or_default();
    Ok(DesiredTeam {
        id: Uuid::of_text(&format!("team {device}")),
        device: device.clone(),
        name: None,
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
        arp_targets: (!team.arp_targets.is_empty()).then(|| team.arp_targets.clone()),
        members,
        nics: nics.collect(),
        persist: None,
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

/// How a team, or an interface of one, is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Called {
    /// Its device.
    pub device: InterfaceName,
    /// The name that was asked for, where the device cannot have it.
    pub name: Option<String>,
}

/// The longest text that the kernel keeps with a device (`IFALIASZ`, which counts the byte at its end).
const LONGEST_NAME: usize = 255;

/// A device for a name that nothing has yet. A device whose name other programs could misread is not made: one with blanks or quotes,
/// one that looks like an option, one that the kernel's own settings are called (`net.ipv4.conf.all`).
/// `own`: the device that is to be called so, which has its own name already.
pub(super) fn called(
    state: &State,
    name: &str,
    own: Option<&InterfaceName>,
) -> Result<Called, HostError> {
    VisibleName::parse(name, "Team.NameInvalid", "team")?;
    if name.len() > LONGEST_NAME {
        return Err(HostError::new(
            "Team.NameInvalid",
            Category::InvalidArgument,
            format!(
                "A name of {} bytes is too long for an interface.",
                name.len()
            ),
        )
        .target(name)
        .next_step(format!("Choose a name of at most {LONGEST_NAME} bytes.")));
    }
    is_free(state, name, own)?;
    if let Some(device) = as_device(name) {
        return Ok(Called { device, name: None });
    }
    let plain = guard::plain_device(name);
    let first = as_device(&plain).map_or("team", |_| plain.as_str());
    let device = match own {
        Some(own) => own.clone(),
        None => guard::free_device(state, first)?,
    };
    Ok(Called {
        device,
        name: Some(name.to_owned()),
    })
}

/// The name as that of a device, where every program takes it for one.
pub(super) fn as_device(name: &str) -> Option<InterfaceName> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let begins = name.starts_with(|c: char| c.is_ascii_alphanumeric());
    let of_kernel = matches!(name, "all" | "default" | "lo");
    let fits = begins && name.chars().all(is_plain) && !of_kernel;
    name.parse().ok().filter(|_| fits)
}

/// Names are compared without case, as on Windows, where they are not those of devices.
fn is_free(state: &State, name: &str, own: Option<&InterfaceName>) -> Result<(), HostError> {
    let takes = |(shown, device): &(&str, &InterfaceName)| {
        let alike = *shown != device.as_str() && shown.eq_ignore_ascii_case(name);
        own != Some(*device) && (device.as_str() == name || alike)
    };
    let there = state.links.iter();
    let there = there.map(|link| (link.shown(), &link.name));
    let wanted = state.desired.teams.iter().flat_map(|team| {
        let nics = team.nics.iter().map(|nic| (nic.shown(), &nic.name));
        nics.chain([(team.shown(), &team.device)])
    });
    let Some((taken, _)) = there.chain(wanted).find(takes) else {
        return Ok(());
    };
    Err(HostError::new(
        "Team.NameInUse",
        Category::ResourceExists,
        format!("There is an interface '{taken}' already."),
    )
    .target(name)
    .next_step("Choose another name; 'Get-NetAdapter -IncludeHidden' lists those that are taken."))
}

/// Writes a team down.
pub(super) fn remember(plan: &mut PlanBuilder, team: &DesiredTeam) {
    plan.step(
        format!("Remember the team {}", team.shown()),
        DesiredChange::Set {
            edit: DesiredEdit::PutTeam(team.clone()),
        },
    );
}
