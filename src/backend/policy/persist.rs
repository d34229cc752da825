//! `-Persist`: what was made of a NIC is also written into the files of the tool that owns the network of this host, so that
//! the tool makes the same at the next start instead of something else. iovsh's own restore (`--restore`) finds it done then.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::guard;
use super::vf_count::{record_of, wanted_vfs};
use crate::backend::model::{InterfaceName, MacAddress, NetworkTool, State, Team, Uuid};
use crate::backend::plan::{Change, Plan, PlanBuilder};
use crate::backend::state::{DesiredEdit, DesiredNic, DesiredSwitch};
use crate::backend::{Category, HostError};

const NOTE: &str = "# Written by iovsh, which changes and removes it.\n";

/// What a NIC's files say.
struct Nic<'s> {
    name: &'s InterfaceName,
    mac: MacAddress,
    vfs: u32,
    switch: Option<&'s DesiredSwitch>,
    /// The address of the switch's bridge: that of its first NIC.
    bridge_mac: MacAddress,
    /// Of a team: the one that carries the traffic whenever its link works.
    primary: bool,
    /// The NICs of its switch, by the names that they have now.
    members: Vec<&'s InterfaceName>,
}

/// Chooses the tool whose files describe a NIC; `None`: none, the files are removed.
///
/// # Errors
/// `NetAdapter.NotFound`; `Persist.NeedsSwitch`, `Persist.HostAddresses`.
pub fn set(state: &State, nic: &str, tool: Option<NetworkTool>) -> Result<Plan, HostError> {
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
    let mut plan = PlanBuilder::new(title.clone(), nic.name.to_string(), state);
    let record = state.desired.nic(&nic.identity).cloned();
    if record.is_some() || tool.is_some() {
        let record = DesiredNic {
            persist: tool,
            ..record.unwrap_or_else(|| record_of(state, nic))
        };
        plan.step(
            title,
            Change::SetDesired {
                edit: DesiredEdit::PutNic(record),
            },
        );
    }
    keep(&mut plan);
    Ok(plan.finish())
}

/// What a tool's files cannot say.
pub(super) fn check(
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
pub(super) fn keep(plan: &mut PlanBuilder) {
    let state = plan.state();
    let mut wanted = BTreeMap::new();
    let mut missing = false;
    for record in &state.desired.nics {
        let Some(tool) = record.persist else { continue };
        match state.link_of(&record.identity) {
            Some(link) => {
                let function = state.function_of(&link.name);
                let switch = state.desired.switch_using(&record.identity);
                let first = switch.and_then(|s| s.uplinks.first());
                let mac = link.identity.permanent_mac;
                let nic = Nic {
                    name: &link.name,
                    mac,
                    vfs: function.map_or(0, |f| wanted_vfs(state, f)),
                    switch,
                    bridge_mac: first.map_or(mac, |first| first.permanent_mac),
                    primary: first.is_some_and(|first| first.matches(&record.identity)),
                    members: members(state, switch),
                };
                wanted.extend(files(tool, &nic));
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
        plan.step(what, Change::SetFile { path, text });
    }
}

fn members<'s>(state: &'s State, switch: Option<&'s DesiredSwitch>) -> Vec<&'s InterfaceName> {
    let uplinks = switch.into_iter().flat_map(|s| &s.uplinks);
    let links = uplinks.filter_map(|u| state.link_of(u));
    links.map(|link| &link.name).collect()
}

/// The files of a tool that describe a NIC, its VFs and its switch, by their paths.
fn files(tool: NetworkTool, nic: &Nic<'_>) -> BTreeMap<String, String> {
    let named = |name: &InterfaceName, suffix: &str| {
        format!("{}/{}{name}{suffix}", tool.folder(), tool.prefix())
    };
    let mut files = BTreeMap::new();
    match tool {
        NetworkTool::Networkd => {
            if nic.vfs > 0 {
                files.insert(named(nic.name, ".link"), networkd_link(nic));
            }
            if let Some(switch) = nic.switch {
                let bridge = &switch.bridge;
                files.insert(named(bridge, ".netdev"), networkd_bridge(nic, switch));
                files.insert(named(bridge, ".network"), networkd_network(switch));
                files.insert(named(nic.name, ".network"), networkd_port(nic, switch));
                if let Some(team) = &switch.team {
                    files.insert(named(team, ".netdev"), networkd_team(team));
                    files.insert(named(team, ".network"), networkd_team_port(team, switch));
                }
            }
        }
        NetworkTool::NetworkManager => {
            if let Some(switch) = nic.switch {
                let bridge = &switch.bridge;
                files.insert(named(bridge, ".nmconnection"), keyfile_bridge(nic, switch));
                files.insert(named(nic.name, ".nmconnection"), keyfile_port(nic, switch));
                if let Some(team) = &switch.team {
                    files.insert(named(team, ".nmconnection"), keyfile_team(team, switch));
                }
            }
        }
        NetworkTool::Netplan if nic.vfs > 0 || nic.switch.is_some() => {
            files.insert(named(nic.name, ".yaml"), netplan(nic));
            // netplan merges its files: what belongs to all members stands in one of its own.
            if let Some((switch, team)) = nic.switch.and_then(|s| Some((s, s.team.as_ref()?))) {
                files.insert(named(team, ".yaml"), netplan_team(team, switch, nic));
            }
        }
        NetworkTool::Netplan => {}
    }
    files
}

/// Takes the place of systemd's `99-default.link` for this NIC, so it says what that one says too.
fn networkd_link(nic: &Nic<'_>) -> String {
    format!(
        "{NOTE}[Match]\nPermanentMACAddress={}\n\n[Link]\nNamePolicy=keep kernel database onboard slot path\n\
         AlternativeNamesPolicy=database onboard slot path mac\nMACAddressPolicy=persistent\n\
         SR-IOVVirtualFunctions={}\n",
        nic.mac, nic.vfs
    )
}

fn networkd_bridge(nic: &Nic<'_>, switch: &DesiredSwitch) -> String {
    let filtering = if switch.vlan_filtering { "yes" } else { "no" };
    format!(
        "{NOTE}[NetDev]\nName={}\nKind=bridge\nMACAddress={}\n\n[Bridge]\nSTP=no\nForwardDelaySec=0\n\
         VLANFiltering={filtering}\n",
        switch.bridge, nic.bridge_mac
    )
}

fn networkd_team(team: &InterfaceName) -> String {
    format!(
        "{NOTE}[NetDev]\nName={team}\nKind=bond\n\n[Bond]\nMode={}\nMIIMonitorSec=100ms\nFailOverMACPolicy=active\n\
         PrimaryReselectPolicy=always\n",
        Team::ACTIVE_BACKUP
    )
}

fn networkd_team_port(team: &InterfaceName, switch: &DesiredSwitch) -> String {
    format!(
        "{NOTE}[Match]\nName={team}\n\n[Network]\nBridge={}\nLinkLocalAddressing=no\nConfigureWithoutCarrier=yes\n",
        switch.bridge
    )
}

fn networkd_network(switch: &DesiredSwitch) -> String {
    format!(
        "{NOTE}[Match]\nName={}\n\n[Network]\nLinkLocalAddressing=no\nConfigureWithoutCarrier=yes\n",
        switch.bridge
    )
}

fn networkd_port(nic: &Nic<'_>, switch: &DesiredSwitch) -> String {
    let master = match &switch.team {
        Some(team) if nic.primary => format!("Bond={team}\nPrimarySlave=yes"),
        Some(team) => format!("Bond={team}"),
        None => format!("Bridge={}", switch.bridge),
    };
    format!(
        "{NOTE}[Match]\nPermanentMACAddress={}\n\n[Network]\n{master}\nLinkLocalAddressing=no\n",
        nic.mac
    )
}

fn keyfile_bridge(nic: &Nic<'_>, switch: &DesiredSwitch) -> String {
    format!(
        "{NOTE}[connection]\nid=iovsh-{bridge}\nuuid={id}\ntype=bridge\ninterface-name={bridge}\n\n\
         [bridge]\nmac-address={mac}\nstp=false\nvlan-filtering={filtering}\n\n\
         [ipv4]\nmethod=disabled\n\n[ipv6]\nmethod=disabled\n",
        bridge = switch.bridge,
        id = switch.id,
        mac = nic.bridge_mac,
        filtering = switch.vlan_filtering,
    )
}

/// A port without a fixed primary: NetworkManager knows one by its name only, and names change.
fn keyfile_team(team: &InterfaceName, switch: &DesiredSwitch) -> String {
    format!(
        "{NOTE}[connection]\nid=iovsh-{team}\nuuid={id}\ntype=bond\ninterface-name={team}\nmaster={bridge}\n\
         slave-type=bridge\n\n[bond]\nmode={mode}\nmiimon=100\nfail_over_mac=active\n",
        id = other_id(switch.id, MacAddress::ZERO),
        bridge = switch.bridge,
        mode = Team::ACTIVE_BACKUP,
    )
}

fn keyfile_port(nic: &Nic<'_>, switch: &DesiredSwitch) -> String {
    let (master, kind) = match &switch.team {
        Some(team) => (team, "bond"),
        None => (&switch.bridge, "bridge"),
    };
    let mut text = format!(
        "{NOTE}[connection]\nid=iovsh-{name}\nuuid={id}\ntype=ethernet\nautoconnect-priority=100\n\
         master={master}\nslave-type={kind}\n\n[ethernet]\nmac-address={mac}\n",
        name = nic.name,
        id = other_id(switch.id, nic.mac),
        mac = nic.mac,
    );
    if nic.vfs > 0 {
        let _ = write!(
            text,
            "\n[sriov]\nautoprobe-drivers=0\ntotal-vfs={}\n",
            nic.vfs
        );
    }
    text
}

/// The id of a switch's other profiles, one for each NIC: the same every time, and not the switch's own.
fn other_id(id: Uuid, nic: MacAddress) -> Uuid {
    let mut bytes = *id.as_bytes();
    let mut salt = nic.0.into_iter().rev();
    for byte in bytes.iter_mut().rev().take(6) {
        *byte ^= salt.next().unwrap_or_default();
    }
    for byte in bytes.iter_mut().take(1) {
        *byte ^= 1;
    }
    Uuid::from_bytes(bytes)
}

fn netplan(nic: &Nic<'_>) -> String {
    let mut text = format!(
        "{NOTE}network:\n  version: 2\n  ethernets:\n    {}:\n",
        nic.name
    );
    if nic.vfs > 0 {
        let _ = writeln!(text, "      virtual-function-count: {}", nic.vfs);
    }
    let Some(switch) = nic.switch else {
        return text;
    };
    text.push_str(NO_ADDRESSES);
    if switch.team.is_none() {
        text.push_str(&netplan_bridge(switch, nic.mac, nic.name));
    }
    text
}

const NO_ADDRESSES: &str = "      dhcp4: false\n      dhcp6: false\n      link-local: []\n";

fn netplan_bridge(switch: &DesiredSwitch, mac: MacAddress, port: &InterfaceName) -> String {
    format!(
        "  bridges:\n    {}:\n      macaddress: \"{mac}\"\n      interfaces: [{port}]\n{NO_ADDRESSES}      \
         parameters:\n        stp: false\n        forward-delay: 0\n",
        switch.bridge
    )
}

/// A team without a fixed primary, as for NetworkManager.
fn netplan_team(team: &InterfaceName, switch: &DesiredSwitch, nic: &Nic<'_>) -> String {
    let members: Vec<&str> = nic.members.iter().map(|name| name.as_str()).collect();
    format!(
        "{NOTE}network:\n  version: 2\n  bonds:\n    {team}:\n      interfaces: [{}]\n{NO_ADDRESSES}      parameters:\n        \
         mode: {}\n        mii-monitor-interval: 100\n        fail-over-mac-policy: active\n{}",
        members.join(", "),
        Team::ACTIVE_BACKUP,
        netplan_bridge(switch, nic.bridge_mac, team)
    )
}
