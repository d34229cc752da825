//! `-Persist`: what was made of a NIC is also written into the files of the tool that owns the network of this host, so that
//! the tool makes the same at the next start instead of something else. iovsh's own restore (`--restore`) finds it done then.

use std::collections::BTreeMap;

use crate::model::{
    DescribedNic, DescribedSwitch, InterfaceName, NetAdapter, NetworkTool, PhysicalFunction, State,
    driver_traits,
};
use crate::plan::{DesiredChange, FileChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::nic::{record_of, wanted_vfs};
use crate::state::{DesiredEdit, DesiredNic, DesiredSwitch};
use crate::{Category, HostError};

/// Chooses the tool whose files describe a NIC; `None`: none, the files are removed.
///
/// # Errors
/// `NetAdapter.NotFound`; `Persist.NeedsSwitch`, `Persist.HostAddresses`.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &str,
    tool: Option<NetworkTool>,
) -> Result<Focus, HostError> {
    let nic = guard::nic_named(state, nic)?;
    let switch = state.desired.switch_using(&nic.identity);
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

/// Writes, changes and removes files until they say what was asked for. While a NIC is not there nothing is removed: what
/// describes it is to be there when it comes back.
pub(in crate::policy) fn sync(plan: &mut PlanBuilder) {
    let state = plan.state();
    let mut wanted = BTreeMap::new();
    let mut missing = false;
    for record in &state.desired.nics {
        let Some(tool) = record.persist else { continue };
        match state.link_of(&record.identity) {
            Some(link) => {
                wanted.extend(tool.files(&described(state, record, link)));
            }
            None => missing = true,
        }
    }
    let mut changes = Vec::new();
    for path in state.files.keys() {
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
    }
}

fn joins_with_vfs(state: &State, function: &PhysicalFunction) -> bool {
    let traits = function.driver.as_deref().map(driver_traits);
    traits.is_none_or(|traits| traits.joins_with_vfs(&state.host.kernel))
}

fn members<'s>(state: &'s State, switch: &'s DesiredSwitch) -> Vec<&'s InterfaceName> {
    let links = switch.uplinks.iter().filter_map(|u| state.link_of(u));
    links.map(|link| &link.name).collect()
}
