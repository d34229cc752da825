//! The files of systemd-networkd and udev (`man 5 systemd.link`, `systemd.netdev`, `systemd.network`). A NIC is found by its
//! address there; only the names of iovsh's own devices are written.

use std::collections::BTreeMap;

use super::settings_file::{Dialect, SettingsFile};
use super::{BondOption, DescribedNic, DescribedSwitch, DescribedTeam, NOTE, NetworkTool, named};
use crate::model::{InterfaceName, Team, VlanId};

const TOOL: NetworkTool = NetworkTool::Networkd;

/// The files that describe a NIC, its VFs and its switch, by their paths.
pub(super) fn files(nic: &DescribedNic<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    if nic.vfs > 0 {
        files.insert(named(TOOL, nic.name, ".link"), link(nic));
    }
    if let Some(switch) = &nic.switch {
        files.extend(bridge_files(switch));
        files.insert(named(TOOL, nic.name, ".network"), port(nic, switch));
        if let Some(name) = switch.team {
            files.insert(named(TOOL, name, ".netdev"), team(name));
            files.insert(named(TOOL, name, ".network"), team_port(name, switch));
        }
    }
    if let Some(team) = &nic.team {
        files.insert(named(TOOL, nic.name, ".network"), member(nic, team));
        files.insert(named(TOOL, team.device, ".netdev"), host_team(team));
        files.insert(
            named(TOOL, team.device, ".network"),
            host_team_network(team),
        );
        if let Some(switch) = &team.switch {
            files.extend(bridge_files(switch));
        }
        for (name, vlan) in &team.nics {
            files.insert(named(TOOL, name, ".netdev"), vlan_device(name, *vlan));
            files.insert(named(TOOL, name, ".network"), vlan_network(name));
        }
    }
    files
}

fn file(section: &str) -> SettingsFile {
    SettingsFile::new(Dialect::Systemd, NOTE).section(section)
}

fn yes_or_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// Takes the place of systemd's `99-default.link` for this NIC, so it says what that one says too.
fn link(nic: &DescribedNic<'_>) -> String {
    file("Match")
        .entry("PermanentMACAddress", nic.mac)
        .section("Link")
        .entry("NamePolicy", "keep kernel database onboard slot path")
        .entry("AlternativeNamesPolicy", "database onboard slot path mac")
        .entry("MACAddressPolicy", "persistent")
        .entry("SR-IOVVirtualFunctions", nic.vfs)
        .finish()
}

fn bridge_files(switch: &DescribedSwitch<'_>) -> [(String, String); 2] {
    let at = |suffix| named(TOOL, switch.bridge, suffix);
    [
        (at(".netdev"), bridge(switch)),
        (at(".network"), bridge_network(switch)),
    ]
}

fn bridge(switch: &DescribedSwitch<'_>) -> String {
    file("NetDev")
        .entry("Name", switch.bridge)
        .entry("Kind", "bridge")
        .entry("MACAddress", switch.bridge_mac)
        .section("Bridge")
        .entry("STP", "no")
        .entry("ForwardDelaySec", 0)
        .entry("VLANFiltering", yes_or_no(switch.vlan_filtering))
        .finish()
}

fn team(team: &InterfaceName) -> String {
    file("NetDev")
        .entry("Name", team)
        .entry("Kind", "bond")
        .section("Bond")
        .entry("Mode", Team::ACTIVE_BACKUP)
        .entry("MIIMonitorSec", "100ms")
        .entry("FailOverMACPolicy", "active")
        .entry("PrimaryReselectPolicy", "always")
        .finish()
}

fn team_port(team: &InterfaceName, switch: &DescribedSwitch<'_>) -> String {
    file("Match")
        .entry("Name", team)
        .section("Network")
        .entry("Bridge", switch.bridge)
        .entry("LinkLocalAddressing", "no")
        .entry("ConfigureWithoutCarrier", "yes")
        .finish()
}

fn bridge_network(switch: &DescribedSwitch<'_>) -> String {
    file("Match")
        .entry("Name", switch.bridge)
        .section("Network")
        .entry("LinkLocalAddressing", "no")
        .entry("ConfigureWithoutCarrier", "yes")
        .finish()
}

fn port(nic: &DescribedNic<'_>, switch: &DescribedSwitch<'_>) -> String {
    let file = file("Match")
        .entry("PermanentMACAddress", nic.mac)
        .section("Network");
    let file = match switch.team {
        Some(team) if nic.primary => file.entry("Bond", team).entry("PrimarySlave", "yes"),
        Some(team) => file.entry("Bond", team),
        None => file.entry("Bridge", switch.bridge),
    };
    file.entry("LinkLocalAddressing", "no").finish()
}

fn host_team(team: &DescribedTeam<'_>) -> String {
    let mut bond = file("NetDev")
        .entry("Name", team.device)
        .entry("Kind", "bond");
    if let Some(mac) = team.mac {
        bond = bond.entry("MACAddress", mac);
    }
    bond = bond
        .section("Bond")
        .entry("Mode", team.settings.mode.word())
        .entry("MIIMonitorSec", "100ms");
    for (option, word) in team.options() {
        bond = match option {
            BondOption::Hash => bond.entry("TransmitHashPolicy", word),
            BondOption::Dynamic => {
                bond.entry("DynamicTransmitLoadBalancing", yes_or_no(word == "1"))
            }
            BondOption::LacpRate => bond.entry("LACPTransmitRate", word),
            BondOption::FailOverMac => bond.entry("FailOverMACPolicy", word),
            BondOption::Reselect => bond.entry("PrimaryReselectPolicy", word),
        };
    }
    bond.finish()
}

/// A member. systemd-networkd takes members in as they appear; the one that carries the traffic first is named.
fn member(nic: &DescribedNic<'_>, team: &DescribedTeam<'_>) -> String {
    let file = file("Match")
        .entry("PermanentMACAddress", nic.mac)
        .section("Network")
        .entry("Bond", team.device);
    let file = match team.primary == Some(nic.name) {
        true => file.entry("PrimarySlave", "yes"),
        false => file,
    };
    file.entry("LinkLocalAddressing", "no").finish()
}

/// The team's own interface, a port of the bridge of the switch that stands on it.
fn host_team_network(team: &DescribedTeam<'_>) -> String {
    let mut file = file("Match").entry("Name", team.device).section("Network");
    for (name, _) in &team.nics {
        file = file.entry("VLAN", name);
    }
    match &team.switch {
        Some(switch) => file
            .entry("Bridge", switch.bridge)
            .entry("LinkLocalAddressing", "no")
            .entry("ConfigureWithoutCarrier", "yes")
            .finish(),
        None => stays(file),
    }
}

fn vlan_device(name: &InterfaceName, vlan: VlanId) -> String {
    file("NetDev")
        .entry("Name", name)
        .entry("Kind", "vlan")
        .section("VLAN")
        .entry("Id", vlan)
        .finish()
}

fn vlan_network(name: &InterfaceName) -> String {
    stays(file("Match").entry("Name", name).section("Network"))
}

/// What somebody else makes it a part of it stays a part of: `KeepMaster` says so.
fn stays(file: SettingsFile) -> String {
    file.entry("ConfigureWithoutCarrier", "yes")
        .entry("KeepMaster", "yes")
        .finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::settings_file::read;
    use super::super::tests::{by_hash, hostile_name, lacp, nic, switch, team};
    use super::*;

    #[test]
    fn a_nic_with_vfs_under_a_switch() {
        let name: InterfaceName = "enp1s0f0".parse().unwrap();
        let files = files(&nic(&name, Some(switch(&[&name]))));
        assert_eq!(
            files["/etc/systemd/network/05-iovsh-enp1s0f0.link"],
            "# Written by iovsh, which changes and removes it.\n[Match]\nPermanentMACAddress=a0:36:9f:00:10:00\n\n[Link]\n\
             NamePolicy=keep kernel database onboard slot path\nAlternativeNamesPolicy=database onboard slot path mac\n\
             MACAddressPolicy=persistent\nSR-IOVVirtualFunctions=4\n"
        );
        assert_eq!(
            files["/etc/systemd/network/05-iovsh-vs-lan.netdev"],
            "# Written by iovsh, which changes and removes it.\n[NetDev]\nName=vs-lan\nKind=bridge\nMACAddress=a0:36:9f:00:10:00\n\n\
             [Bridge]\nSTP=no\nForwardDelaySec=0\nVLANFiltering=yes\n"
        );
    }

    #[test]
    fn a_team_of_the_host_under_a_switch() {
        let one = "enp1s0f0".parse().unwrap();
        let mut described = nic(&one, None);
        described.team = Some(DescribedTeam {
            switch: Some(switch(&[])),
            ..team(&[&one], lacp())
        });
        let files = files(&described);
        let folder = "/etc/systemd/network/05-iovsh-";
        let port = read(&files[&format!("{folder}team-1.network")], Dialect::Systemd);
        assert_eq!(port["Network/Bridge"], "vs-lan");
        assert_eq!(port["Network/VLAN"], "team-1.42");
        assert!(!port.contains_key("Network/KeepMaster"));
        assert!(files[&format!("{folder}vs-lan.netdev")].contains("Kind=bridge"));
        assert!(files.contains_key(&format!("{folder}vs-lan.network")));
    }

    #[test]
    fn a_team_of_the_host_and_its_interface() {
        let (one, two) = ("enp1s0f0".parse().unwrap(), "enp1s0f1".parse().unwrap());
        let mut described = nic(&one, None);
        described.vfs = 0;
        described.team = Some(team(&[&one, &two], lacp()));
        let folder = "/etc/systemd/network/05-iovsh-";
        let found = files(&described);
        assert_eq!(
            found[&format!("{folder}team-1.netdev")],
            "# Written by iovsh, which changes and removes it.\n[NetDev]\nName=team-1\nKind=bond\nMACAddress=a0:36:9f:00:10:00\n\n\
             [Bond]\nMode=802.3ad\nMIIMonitorSec=100ms\nTransmitHashPolicy=layer3+4\nLACPTransmitRate=fast\n"
        );
        assert_eq!(
            found[&format!("{folder}team-1.network")],
            "# Written by iovsh, which changes and removes it.\n[Match]\nName=team-1\n\n[Network]\nVLAN=team-1.42\n\
             ConfigureWithoutCarrier=yes\nKeepMaster=yes\n"
        );
        let vlan = read(
            &found[&format!("{folder}team-1.42.netdev")],
            Dialect::Systemd,
        );
        assert_eq!((&*vlan["NetDev/Kind"], &*vlan["VLAN/Id"]), ("vlan", "42"));
        let port = read(
            &found[&format!("{folder}enp1s0f0.network")],
            Dialect::Systemd,
        );
        assert_eq!(port["Network/Bond"], "team-1");
        assert!(!port.contains_key("Network/PrimarySlave"), "{port:?}");
        assert_eq!(found.len(), 5);

        described.team = Some(team(&[&one, &two], by_hash()));
        let found = files(&described);
        let bond = read(&found[&format!("{folder}team-1.netdev")], Dialect::Systemd);
        assert_eq!(bond["Bond/DynamicTransmitLoadBalancing"], "no");
        assert_eq!(bond["Bond/PrimaryReselectPolicy"], "always");
        let port = read(
            &found[&format!("{folder}enp1s0f0.network")],
            Dialect::Systemd,
        );
        assert_eq!(port["Network/PrimarySlave"], "yes");
    }

    proptest! {
        #[test]
        fn a_nic_is_found_by_its_address(name in hostile_name()) {
            for (path, text) in files(&nic(&name, Some(switch(&[&name])))) {
                let found = read(&text, Dialect::Systemd);
                let by_address = found.get("Match/PermanentMACAddress");
                let ours = found.get("Match/Name").or(found.get("NetDev/Name"));
                prop_assert!(
                    by_address.is_some_and(|mac| mac == "a0:36:9f:00:10:00")
                        || ours.is_some_and(|name| name == "vs-lan"),
                    "{}: {:?}", path, found
                );
            }
        }
    }
}
