//! `-Persist`: what was made of a NIC is also written into the files of the tool that owns the network of this host, so that
//! the tool makes the same at the next start instead of something else. iovsh's own restore (`--restore`) finds it done then.

use std::collections::BTreeMap;

use crate::model::{
    DescribedNic, DescribedSwitch, DescribedTeam, InterfaceName, MacAddress, NetAdapter,
    NetworkTool, NicIdentity, PhysicalFunction, State, driver_traits,
};
use crate::plan::{DesiredChange, FileChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::losses;
use crate::policy::nic::{record_of, wanted_vfs};
use crate::policy::word::pattern;
use crate::state::{DesiredEdit, DesiredNic, DesiredSwitch, DesiredTeam};
use crate::{Category, HostError};

/// Chooses the tool whose files describe a NIC; `None`: none, the files are removed.
///
/// # Errors
/// `NetAdapter.NotFound`; `Persist.OfTeam`, `Persist.NeedsSwitch`, `Persist.HostAddresses`.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &str,
    tool: Option<NetworkTool>,
) -> Result<Focus, HostError> {
    let nic = guard::nic_named(state, nic)?;
    let switch = state.desired.switch_using(&nic.identity);
    if let Some(team) = team_described(state, &nic.identity).filter(|team| team.persist != tool) {
        return Err(HostError::new(
            "Persist.OfTeam",
            Category::InvalidOperation,
            format!(
                "'{}' is described with its team '{}'.",
                nic.name,
                team.shown()
            ),
        )
        .target(nic.name.to_string())
        .next_step(format!(
            "Say it of the team: Set-NetLbfoTeam {} -Persist {}.",
            pattern(team.shown()),
            tool.map_or("None", NetworkTool::parameter)
        )));
    }
    if let Some(tool) = tool {
        let has_addresses = !nic.addresses.is_empty()
            || switch
                .and_then(|s| state.link(&s.bridge))
                .is_some_and(|l| !l.addresses.is_empty());
        check(tool, &nic.name, switch.is_some(), has_addresses)?;
    }
    let title = match tool {
        Some(tool) => format!("Describe {} in the files of {}", nic.name, tool.name()),
        None => format!("Remove what describes {} in other tools' files", nic.name),
    };
    plan.about(title.clone(), nic.name.to_string());
    let record = state.desired.nic(&nic.identity).cloned();
    if record.is_some() || tool.is_some() {
        let record = DesiredNic {
            persist: tool,
            ..record.unwrap_or_else(|| record_of(state, nic))
        };
        plan.step(
            title,
            DesiredChange::Set {
                edit: DesiredEdit::PutNic(record),
            },
        );
    }
    Ok(Focus::on_network())
}

/// What a tool's files cannot say.
pub(in crate::policy) fn check(
    tool: NetworkTool,
    nic: &InterfaceName,
    in_switch: bool,
    has_addresses: bool,
) -> Result<(), HostError> {
    let refuse = |id, message: String, next: &str| {
        Err(HostError::new(id, Category::InvalidOperation, message)
            .target(nic.to_string())
            .next_step(next))
    };
    if has_addresses {
        return refuse(
            "Persist.HostAddresses",
            format!(
                "'{nic}' has IP addresses, whose origin (DHCP, a file of {}) iovsh does not know.",
                tool.name()
            ),
            "Give the host's addresses to another adapter, or leave out -Persist and describe the switch's bridge in the tool yourself.",
        );
    }
    if !in_switch && tool == NetworkTool::NetworkManager {
        return refuse(
            "Persist.NeedsSwitch",
            format!(
                "A profile of NetworkManager says everything about '{nic}' or nothing, and no switch uses it."
            ),
            "Make a switch on it with New-VMSwitch -Persist NetworkManager, or add 'sriov.total-vfs' to its own profile with nmcli.",
        );
    }
    Ok(())
}

/// What a tool's files cannot say of NICs that are to be members of a team of the host.
///
/// # Errors
/// `Persist.HostAddresses`.
pub(in crate::policy) fn check_team(
    tool: NetworkTool,
    team: &str,
    nics: &[NetAdapter],
) -> Result<(), HostError> {
    let mut devices = nics.iter();
    let Some(holder) = devices.find(|link| !link.addresses.is_empty()) else {
        return Ok(());
    };
    Err(HostError::new(
        "Persist.HostAddresses",
        Category::InvalidOperation,
        format!(
            "'{}' has IP addresses, whose origin (DHCP, a file of {}) iovsh does not know.",
            holder.shown(),
            tool.name()
        ),
    )
    .target(team)
    .next_step(
        "Take the addresses away first and give them in the tool's own files afterwards, or leave out -Persist: iovsh makes the team again at every start of the host.",
    ))
}

/// Chooses the tool whose files describe a team of the host, and the switch that comes to stand on it.
///
/// # Errors
/// `Persist.HostAddresses`, `Persist.NoWord`.
pub(in crate::policy) fn describe_team(
    state: &State,
    plan: &mut PlanBuilder,
    team: &DesiredTeam,
    tool: NetworkTool,
) -> Result<(), HostError> {
    check_whole_team(state, tool, team)?;
    let described = DesiredTeam {
        persist: Some(tool),
        ..team.clone()
    };
    check_settings(&described)?;
    if team.persist != Some(tool) {
        plan.step(
            format!(
                "Describe the team '{}' in the files of {}",
                team.shown(),
                tool.name()
            ),
            DesiredChange::Set {
                edit: DesiredEdit::PutTeam(described),
            },
        );
    }
    Ok(())
}

/// A team that iovsh did not make is described where it was made; two descriptions of one bond would fight.
pub(in crate::policy) fn team_of_others(bond: &NetAdapter, tool: NetworkTool) -> HostError {
    let name = bond.shown();
    let error = HostError::new(
        "Persist.HostTeam",
        Category::InvalidOperation,
        format!(
            "The team '{name}' is not iovsh's, and whoever made it describes it and what stands on it."
        ),
    );
    error.target(name).next_step(format!(
        "Leave out -Persist: iovsh makes the switch again at every start of the host. Or have iovsh look after the team from now on: Set-NetLbfoTeam {} -Persist {} -Force.",
        pattern(name),
        tool.parameter()
    ))
}

/// The same of a team that is there, with all that stands on it.
///
/// # Errors
/// `Persist.HostAddresses`.
pub(in crate::policy) fn check_whole_team(
    state: &State,
    tool: NetworkTool,
    team: &DesiredTeam,
) -> Result<(), HostError> {
    let members = team.members.iter().filter_map(|m| state.link_of(m));
    let bond = state.link(&team.device).into_iter();
    let above = bond.flat_map(|bond| losses::standing_on(state, bond));
    let all: Vec<NetAdapter> = members.chain(above).cloned().collect();
    check_team(tool, team.shown(), &all)
}

/// Refuses settings of a team that the files in which it is described have no words for.
///
/// # Errors
/// `Persist.NoWord`.
pub(in crate::policy) fn check_settings(team: &DesiredTeam) -> Result<(), HostError> {
    let Some(tool) = team.persist else {
        return Ok(());
    };
    let Some(what) = tool.cannot_say(&team.settings()) else {
        return Ok(());
    };
    Err(HostError::new(
        "Persist.NoWord",
        Category::InvalidOperation,
        format!("The files of {} have no word for {what}.", tool.name()),
    )
    .target(team.shown())
    .next_step(
        "Choose another -LoadBalancingAlgorithm (Dynamic, where the team is SwitchIndependent), or another tool with -Persist.",
    ))
}

/// Writes, changes and removes files until they say what was asked for. While a NIC is not there nothing is removed: what
/// describes it is to be there when it comes back.
pub(in crate::policy) fn sync(plan: &mut PlanBuilder) {
    let state = plan.state();
    let mut wanted = BTreeMap::new();
    let mut missing = false;
    for record in &state.desired.nics {
        let Some(tool) = record.persist else { continue };
        if team_described(state, &record.identity).is_some() {
            continue;
        }
        match state.link_of(&record.identity) {
            Some(link) => {
                wanted.extend(tool.files(&described(state, record, link)));
            }
            None => missing = true,
        }
    }
    for team in &state.desired.teams {
        let Some(tool) = team.persist else { continue };
        for member in &team.members {
            let Some(nic) = described_member(state, team, member) else {
                missing = true;
                continue;
            };
            let files = tool.files(&nic);
            if state.link_of(member).is_some() {
                wanted.extend(files);
                continue;
            }
            // How many VFs it is to have is not known now, so that what its files say stays.
            missing = true;
            let new = files
                .into_iter()
                .filter(|(path, _)| !state.files.contains_key(path));
            for (path, text) in new {
                wanted.entry(path).or_insert(text);
            }
        }
    }
    let mut changes = Vec::new();
    // One of modprobe describes no NIC.
    let describe = state
        .files
        .keys()
        .filter(|path| NetworkTool::of(path).is_some());
    for path in describe {
        if !missing && !wanted.contains_key(path) {
            changes.push((path.clone(), None));
        }
    }
    for (path, text) in wanted {
        if state.files.get(&path) != Some(&text) {
            changes.push((path, Some(text)));
        }
    }
    for (path, text) in changes {
        let what = match text {
            Some(_) => format!("Write {path}"),
            None => format!("Remove {path}"),
        };
        plan.step(what, FileChange::Set { path, text });
    }
}

/// What a tool's files are to say of a NIC.
fn described<'s>(
    state: &'s State,
    record: &'s DesiredNic,
    link: &'s NetAdapter,
) -> DescribedNic<'s> {
    let switch = state.desired.switch_using(&record.identity);
    let first = switch.and_then(|s| s.uplinks.first());
    let mac = link.identity.permanent_mac;
    DescribedNic {
        name: &link.name,
        mac,
        // VFs that are there before the NIC is part of its switch would keep it out: the restore makes them afterwards.
        vfs: state
            .function_of(&link.name)
            .filter(|f| switch.is_none() || joins_with_vfs(state, f))
            .map_or(0, |f| wanted_vfs(state, f)),
        switch: switch.map(|switch| DescribedSwitch {
            id: switch.id,
            bridge: &switch.bridge,
            bridge_mac: first.map_or(mac, |first| first.permanent_mac),
            vlan_filtering: switch.vlan_filtering,
            team: switch.team.as_ref(),
            members: members(state, switch),
        }),
        primary: first.is_some_and(|first| first.matches(&record.identity)),
        team: None,
    }
}

/// The team of the host that this NIC is described with.
fn team_described<'s>(state: &'s State, nic: &NicIdentity) -> Option<&'s DesiredTeam> {
    let team = state.desired.team_using(nic);
    team.filter(|team| team.persist.is_some())
}

/// A member of a team of the host, also one that is not there; `None` where nothing says what it was called.
fn described_member<'s>(
    state: &'s State,
    team: &'s DesiredTeam,
    identity: &'s NicIdentity,
) -> Option<DescribedNic<'s>> {
    let name = name_of(state, identity)?;
    let function = state
        .link_of(identity)
        .and_then(|link| state.function_of(&link.name));
    Some(DescribedNic {
        name,
        mac: identity.permanent_mac,
        vfs: function
            .filter(|f| joins_with_vfs(state, f))
            .map_or(0, |f| wanted_vfs(state, f)),
        switch: None,
        primary: false,
        team: Some(described_team(state, team)),
    })
}

/// A team, with the switch that stands on it.
fn described_team<'s>(state: &'s State, team: &'s DesiredTeam) -> DescribedTeam<'s> {
    let settings = team.settings();
    let mut switches = state.desired.switches.iter();
    let switch = switches.find(|s| s.on_host_team && s.team.as_ref() == Some(&team.device));
    let first = team.first();
    let mac: Option<MacAddress> = first.map(|first| first.permanent_mac);
    let names = team.members.iter();
    DescribedTeam {
        id: team.id,
        device: &team.device,
        mac: mac.filter(|_| !settings.own_addresses),
        primary: first
            .and_then(|first| name_of(state, first))
            .filter(|_| settings.mode.has_primary()),
        settings,
        members: names.filter_map(|m| name_of(state, m)).collect(),
        nics: team.nics.iter().map(|nic| (&nic.name, nic.vlan)).collect(),
        switch: switch.map(|switch| DescribedSwitch {
            id: switch.id,
            bridge: &switch.bridge,
            bridge_mac: mac.unwrap_or(MacAddress::ZERO),
            vlan_filtering: switch.vlan_filtering,
            team: None,
            members: Vec::new(),
        }),
    }
}

/// What a NIC is called, or was called when it was last seen.
fn name_of<'s>(state: &'s State, identity: &NicIdentity) -> Option<&'s InterfaceName> {
    let now = state.link_of(identity).map(|link| &link.name);
    now.or_else(|| state.desired.nic(identity).map(|record| &record.interface))
}

fn joins_with_vfs(state: &State, function: &PhysicalFunction) -> bool {
    let traits = function.driver.as_deref().map(driver_traits);
    traits.is_none_or(|traits| traits.joins_with_vfs(&state.host.kernel))
}

fn members<'s>(state: &'s State, switch: &'s DesiredSwitch) -> Vec<&'s InterfaceName> {
    let links = switch.uplinks.iter().filter_map(|u| state.link_of(u));
    links.map(|link| &link.name).collect()
}
