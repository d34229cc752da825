//! The files of NetworkManager: keyfiles (`man 5 nm-settings-keyfile`).

use std::collections::BTreeMap;

use super::settings_file::{Dialect, SettingsFile};
use super::{BondOption, DescribedNic, DescribedSwitch, DescribedTeam, NOTE, NetworkTool, named};
use crate::model::{InterfaceName, MacAddress, Team, Uuid, VlanId};

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
    if let Some(team) = &nic.team {
        files.insert(named(TOOL, nic.name, ".nmconnection"), member(nic, team));
        files.insert(named(TOOL, team.device, ".nmconnection"), host_team(team));
        if let Some(switch) = &team.switch {
            files.insert(named(TOOL, switch.bridge, ".nmconnection"), bridge(switch));
        }
        for (name, vlan) in &team.nics {
            files.insert(
                named(TOOL, name, ".nmconnection"),
                vlan_device(name, *vlan, team),
            );
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
    with_vfs(file, nic)
}

fn with_vfs(file: SettingsFile, nic: &DescribedNic<'_>) -> String {
    if nic.vfs == 0 {
        return file.finish();
    }
    file.section("sriov")
        .entry("autoprobe-drivers", 0)
        .entry("total-vfs", nic.vfs)
        .finish()
}

/// A member: the higher its priority, the earlier it is taken in.
fn member(nic: &DescribedNic<'_>, team: &DescribedTeam<'_>) -> String {
    let priority = 100_usize.saturating_sub(team.rank_of(nic.name));
    let file = profile(nic.name, other_id(team.id, nic.mac), "ethernet")
        .entry("autoconnect-priority", priority)
        .entry("master", team.device)
        .entry("slave-type", "bond")
        .section("ethernet")
        .entry("mac-address", nic.mac);
    with_vfs(file, nic)
}

/// A team of the host. IPv6 is left to the kernel, as on a team that iovsh makes by itself; a port of a bridge has no addresses at all.
fn host_team(team: &DescribedTeam<'_>) -> String {
    let mut file = profile(team.device, team.id, "bond").entry("interface-name", team.device);
    if let Some(switch) = &team.switch {
        file = file
            .entry("master", switch.bridge)
            .entry("slave-type", "bridge");
    }
    if let Some(mac) = team.mac {
        file = file.section("ethernet").entry("cloned-mac-address", mac);
    }
    file = file
        .section("bond")
        .entry("mode", team.settings.mode.word())
        .entry("miimon", 100);
    for (option, word) in team.options() {
        file = match option {
            BondOption::Hash => file.entry("xmit_hash_policy", word),
            BondOption::Dynamic => file.entry("tlb_dynamic_lb", word),
            BondOption::LacpRate => file.entry("lacp_rate", word),
            BondOption::FailOverMac => file.entry("fail_over_mac", word),
            BondOption::Reselect => file.entry("primary_reselect", word),
        };
    }
    if let Some(primary) = team.primary {
        file = file.entry("primary", primary);
    }
    match team.switch {
        Some(_) => file.finish(),
        None => no_addresses(file),
    }
}

fn vlan_device(name: &InterfaceName, vlan: VlanId, team: &DescribedTeam<'_>) -> String {
    let id = Uuid::of_text(&format!("{} vlan {vlan}", team.id));
    let file = profile(name, id, "vlan")
        .entry("interface-name", name)
        .section("vlan")
        .entry("id", vlan)
        .entry("parent", team.device);
    no_addresses(file)
}

fn no_addresses(file: SettingsFile) -> String {
    file.section("ipv4")
        .entry("method", "disabled")
        .section("ipv6")
        .entry("method", "ignore")
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
    use super::super::tests::{by_hash, hostile_name, lacp, nic, switch, team};
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

    #[test]
    fn a_team_of_the_host_under_a_switch() {
        let one = "enp1s0f0".parse().unwrap();
        let found = files(&DescribedNic {
            team: Some(DescribedTeam {
                switch: Some(switch(&[])),
                ..team(&[&one], lacp())
            }),
            ..nic(&one, None)
        });
        let folder = "/etc/NetworkManager/system-connections/iovsh-";
        let bond = read(
            &found[&format!("{folder}team-1.nmconnection")],
            Dialect::Keyfile,
        );
        assert_eq!(bond["connection/master"], "vs-lan");
        assert_eq!(bond["connection/slave-type"], "bridge");
        assert!(!bond.keys().any(|key| key.starts_with("ipv")));
        assert!(found[&format!("{folder}vs-lan.nmconnection")].contains("type=bridge"));
    }

    #[test]
    fn a_team_of_the_host_and_its_interface() {
        let (one, two) = ("enp1s0f0".parse().unwrap(), "enp1s0f1".parse().unwrap());
        let described = |name, settings| DescribedNic {
            vfs: 0,
            team: Some(team(&[&one, &two], settings)),
            ..nic(name, None)
        };
        let folder = "/etc/NetworkManager/system-connections/iovsh-";
        let found = files(&described(&two, lacp()));
        assert_eq!(
            found[&format!("{folder}team-1.nmconnection")],
            "# Written by iovsh, which changes and removes it.\n[connection]\nid=iovsh-team-1\n\
             uuid=00000000-0000-0000-0000-000000000000\ntype=bond\ninterface-name=team-1\n\n[ethernet]\n\
             cloned-mac-address=a0:36:9f:00:10:00\n\n[bond]\nmode=802.3ad\nmiimon=100\nxmit_hash_policy=layer3+4\n\
             lacp_rate=fast\n\n[ipv4]\nmethod=disabled\n\n[ipv6]\nmethod=ignore\n"
        );
        let vlan = read(
            &found[&format!("{folder}team-1.42.nmconnection")],
            Dialect::Keyfile,
        );
        assert_eq!((&*vlan["vlan/id"], &*vlan["vlan/parent"]), ("42", "team-1"));
        let priority = |name, found: &BTreeMap<String, String>| {
            let path = format!("{folder}{name}.nmconnection");
            let port = read(&found[&path], Dialect::Keyfile);
            assert_eq!(port["connection/master"], "team-1");
            port["connection/autoconnect-priority"]
                .parse::<u32>()
                .unwrap()
        };
        let second = priority("enp1s0f1", &found);
        assert_eq!(found.len(), 3);
        let found = files(&described(&one, by_hash()));
        assert!(priority("enp1s0f0", &found) > second);
        let bond = read(
            &found[&format!("{folder}team-1.nmconnection")],
            Dialect::Keyfile,
        );
        assert_eq!(bond["bond/primary"], "enp1s0f0");
        assert_eq!(bond["bond/tlb_dynamic_lb"], "0");
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
