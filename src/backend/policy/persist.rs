//! `-Persist`: what was made of a NIC is also written into the files of the tool that owns the network of this host, so that
//! the tool makes the same at the next start instead of something else. iovsh's own restore (`--restore`) finds it done then.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::guard;
use super::vf_count::{record_of, wanted_vfs};
use crate::backend::model::{InterfaceName, MacAddress, NetworkTool, State, Uuid};
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
                let nic = Nic {
                    name: &link.name,
                    mac: link.identity.permanent_mac,
                    vfs: function.map_or(0, |f| wanted_vfs(state, f)),
                    switch: state.desired.switch_using(&record.identity),
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
            }
        }
        NetworkTool::NetworkManager => {
            if let Some(switch) = nic.switch {
                let bridge = &switch.bridge;
                files.insert(named(bridge, ".nmconnection"), keyfile_bridge(nic, switch));
                files.insert(named(nic.name, ".nmconnection"), keyfile_port(nic, switch));
            }
        }
        NetworkTool::Netplan if nic.vfs > 0 || nic.switch.is_some() => {
            files.insert(named(nic.name, ".yaml"), netplan(nic));
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
        switch.bridge, nic.mac
    )
}

fn networkd_network(switch: &DesiredSwitch) -> String {
    format!(
        "{NOTE}[Match]\nName={}\n\n[Network]\nLinkLocalAddressing=no\nConfigureWithoutCarrier=yes\n",
        switch.bridge
    )
}

fn networkd_port(nic: &Nic<'_>, switch: &DesiredSwitch) -> String {
    format!(
        "{NOTE}[Match]\nPermanentMACAddress={}\n\n[Network]\nBridge={}\nLinkLocalAddressing=no\n",
        nic.mac, switch.bridge
    )
}

fn keyfile_bridge(nic: &Nic<'_>, switch: &DesiredSwitch) -> String {
    format!(
        "{NOTE}[connection]\nid=iovsh-{bridge}\nuuid={id}\ntype=bridge\ninterface-name={bridge}\n\n\
         [bridge]\nmac-address={mac}\nstp=false\nvlan-filtering={filtering}\n\n\
         [ipv4]\nmethod=disabled\n\n[ipv6]\nmethod=disabled\n",
        bridge = switch.bridge,
        id = switch.id,
        mac = nic.mac,
        filtering = switch.vlan_filtering,
    )
}

fn keyfile_port(nic: &Nic<'_>, switch: &DesiredSwitch) -> String {
    let mut text = format!(
        "{NOTE}[connection]\nid=iovsh-{name}\nuuid={id}\ntype=ethernet\nautoconnect-priority=100\n\
         master={bridge}\nslave-type=bridge\n\n[ethernet]\nmac-address={mac}\n",
        name = nic.name,
        id = other_id(switch.id),
        bridge = switch.bridge,
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

/// The id of a switch's second profile: the same every time, and not the switch's own.
fn other_id(id: Uuid) -> Uuid {
    let mut bytes = *id.as_bytes();
    for byte in bytes.iter_mut().rev().take(1) {
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
    let _ = write!(
        text,
        "      dhcp4: false\n      dhcp6: false\n      link-local: []\n  bridges:\n    {bridge}:\n      macaddress: \"{mac}\"\n      \
         interfaces: [{name}]\n      dhcp4: false\n      dhcp6: false\n      link-local: []\n      parameters:\n        stp: false\n        \
         forward-delay: 0\n",
        bridge = switch.bridge,
        mac = nic.mac,
        name = nic.name,
    );
    text
}
