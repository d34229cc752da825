//! The files of NetworkManager: keyfiles (`man 5 nm-settings-keyfile`).

use std::collections::BTreeMap;

use super::settings_file::{Dialect, SettingsFile};
use super::{DescribedNic, DescribedSwitch, NOTE, NetworkTool, named};
use crate::model::{InterfaceName, MacAddress, Team, Uuid};

const TOOL: NetworkTool = NetworkTool::NetworkManager;

/// The files that describe a NIC, its VFs and its switch, by their paths; none without a switch: a profile says everything about
/// a NIC or nothing.
pub(super) fn files(nic: &DescribedNic<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    if let Some(switch) = &nic.switch {
        files.insert(named(TOOL, switch.bridge, ".nmconnection"), bridge(switch));
        files.insert(named(TOOL, nic.name, ".nmconnection"), port(nic, switch));
        if let Some(name) = switch.team {
            files.insert(named(TOOL, name, ".nmconnection"), team(name, switch));
        }
    }
    files
}

fn profile(device: &InterfaceName, id: Uuid, kind: &str) -> SettingsFile {
    SettingsFile::new(Dialect::Keyfile, NOTE)
        .section("connection")
        .entry("id", format!("iovsh-{device}"))
        .entry("uuid", id)
        .entry("type", kind)
}

fn bridge(switch: &DescribedSwitch<'_>) -> String {
    profile(switch.bridge, switch.id, "bridge")
        .entry("interface-name", switch.bridge)
        .section("bridge")
        .entry("mac-address", switch.bridge_mac)
        .entry("stp", false)
        .entry("vlan-filtering", switch.vlan_filtering)
        .section("ipv4")
        .entry("method", "disabled")
        .section("ipv6")
        .entry("method", "disabled")
        .finish()
}

/// A team without a fixed primary: NetworkManager knows one by its name only, and names change.
fn team(team: &InterfaceName, switch: &DescribedSwitch<'_>) -> String {
    profile(team, other_id(switch.id, MacAddress::ZERO), "bond")
        .entry("interface-name", team)
        .entry("master", switch.bridge)
        .entry("slave-type", "bridge")
        .section("bond")
        .entry("mode", Team::ACTIVE_BACKUP)
        .entry("miimon", 100)
        .entry("fail_over_mac", "active")
        .finish()
}

fn port(nic: &DescribedNic<'_>, switch: &DescribedSwitch<'_>) -> String {
    let (master, kind) = match switch.team {
        Some(team) => (team, "bond"),
        None => (switch.bridge, "bridge"),
    };
    let file = profile(nic.name, other_id(switch.id, nic.mac), "ethernet")
        .entry("autoconnect-priority", 100)
        .entry("master", master)
        .entry("slave-type", kind)
        .section("ethernet")
        .entry("mac-address", nic.mac);
    if nic.vfs == 0 {
        return file.finish();
    }
    file.section("sriov")
        .entry("autoprobe-drivers", 0)
        .entry("total-vfs", nic.vfs)
        .finish()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::settings_file::read;
    use super::super::tests::{hostile_name, nic, switch};
    use super::*;

    #[test]
    fn a_bridge_and_its_port() {
        let name: InterfaceName = "enp1s0f0".parse().unwrap();
        let files = files(&nic(&name, Some(switch(&[&name]))));
        let folder = "/etc/NetworkManager/system-connections";
        assert_eq!(
            files[&format!("{folder}/iovsh-vs-lan.nmconnection")],
            "# Written by iovsh, which changes and removes it.\n[connection]\nid=iovsh-vs-lan\n\
             uuid=00000000-0000-0000-0000-000000000000\ntype=bridge\ninterface-name=vs-lan\n\n[bridge]\n\
             mac-address=a0:36:9f:00:10:00\nstp=false\nvlan-filtering=true\n\n[ipv4]\nmethod=disabled\n\n[ipv6]\nmethod=disabled\n"
        );
        let port = &files[&format!("{folder}/iovsh-enp1s0f0.nmconnection")];
        assert!(
            port.ends_with("\n[sriov]\nautoprobe-drivers=0\ntotal-vfs=4\n"),
            "{port}"
        );
    }

    proptest! {
        #[test]
        fn every_name_is_read_back(name in hostile_name()) {
            let files = files(&nic(&name, Some(switch(&[&name]))));
            let port = files.iter().find(|(path, _)| path.ends_with(&format!("/iovsh-{name}.nmconnection")));
            let port = read(port.unwrap().1, Dialect::Keyfile);
            prop_assert_eq!(&port["connection/id"], &format!("iovsh-{name}"));
            prop_assert_eq!(&port["ethernet/mac-address"], "a0:36:9f:00:10:00");
        }
    }
}
