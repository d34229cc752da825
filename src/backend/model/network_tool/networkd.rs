//! The files of systemd-networkd and udev (`man 5 systemd.link`, `systemd.netdev`, `systemd.network`). A NIC is found by its
//! address there; only the names of iovsh's own devices are written.

use std::collections::BTreeMap;

use super::settings_file::{Dialect, SettingsFile};
use super::{DescribedNic, DescribedSwitch, NOTE, NetworkTool, named};
use crate::model::{InterfaceName, Team};

const TOOL: NetworkTool = NetworkTool::Networkd;

/// The files that describe a NIC, its VFs and its switch, by their paths.
pub(super) fn files(nic: &DescribedNic<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    if nic.vfs > 0 {
        files.insert(named(TOOL, nic.name, ".link"), link(nic));
    }
    if let Some(switch) = &nic.switch {
        files.insert(named(TOOL, switch.bridge, ".netdev"), bridge(switch));
        files.insert(
            named(TOOL, switch.bridge, ".network"),
            bridge_network(switch),
        );
        files.insert(named(TOOL, nic.name, ".network"), port(nic, switch));
        if let Some(name) = switch.team {
            files.insert(named(TOOL, name, ".netdev"), team(name));
            files.insert(named(TOOL, name, ".network"), team_port(name, switch));
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::settings_file::read;
    use super::super::tests::{hostile_name, nic, switch};
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
