//! The files of netplan: YAML (`man 5 netplan`). netplan merges its files, so what belongs to all members of a team stands in a
//! file of its own.
//!
//! A name is always written as a scalar in double quotes: without them `on` is a truth value, `12` a number and `#x` nothing, and
//! one file that does not parse ends netplan for the whole host.

use std::collections::BTreeMap;

use super::{BondOption, DescribedNic, DescribedSwitch, DescribedTeam, NOTE, NetworkTool, named};
use crate::model::{InterfaceName, Team};

const TOOL: NetworkTool = NetworkTool::Netplan;

/// The files that describe a NIC, its VFs and its switch, by their paths.
pub(super) fn files(nic: &DescribedNic<'_>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    if nic.vfs == 0 && nic.switch.is_none() && nic.team.is_none() {
        return files;
    }
    files.insert(named(TOOL, nic.name, ".yaml"), nic_file(nic));
    if let Some(switch) = &nic.switch
        && let Some(team) = switch.team
    {
        files.insert(named(TOOL, team, ".yaml"), team_file(team, switch));
    }
    if let Some(team) = &nic.team {
        files.insert(named(TOOL, team.device, ".yaml"), host_team_file(team));
    }
    files
}

/// A text as a scalar of YAML that is this text for every reader. It is a string of JSON too, which is a part of YAML.
#[must_use]
pub fn scalar(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            // Line separators end a line in YAML 1.1, which libyaml reads; a byte order mark is one.
            '\u{2028}' | '\u{2029}' | '\u{feff}' => escape(&mut out, c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escape(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn escape(out: &mut String, c: char) {
    out.push_str(&format!("\\u{:04x}", u32::from(c)));
}

const NO_LEASES: &str = "      dhcp4: false\n      dhcp6: false\n";
const NO_ADDRESSES: &str = "      dhcp4: false\n      dhcp6: false\n      link-local: []\n";

fn nic_file(nic: &DescribedNic<'_>) -> String {
    let mut text = format!(
        "{NOTE}network:\n  version: 2\n  ethernets:\n    {}:\n",
        scalar(nic.name.as_str())
    );
    // netplan takes a name for a pattern, unless something else says which NIC is meant.
    if nic.name.as_str().contains(['*', '?', '[', '!']) {
        text.push_str(&format!(
            "      match:\n        macaddress: {}\n",
            scalar(&nic.mac.to_string())
        ));
    }
    if nic.vfs > 0 {
        text.push_str(&format!("      virtual-function-count: {}\n", nic.vfs));
    }
    if nic.switch.is_some() || nic.team.is_some() {
        text.push_str(NO_ADDRESSES);
    }
    if let Some(switch) = nic.switch.as_ref().filter(|switch| switch.team.is_none()) {
        text.push_str(&bridge(switch, nic.name));
    }
    text
}

fn bridge(switch: &DescribedSwitch<'_>, port: &InterfaceName) -> String {
    format!(
        "  bridges:\n    {}:\n      macaddress: {}\n      interfaces: [{}]\n{NO_ADDRESSES}      \
         parameters:\n        stp: false\n        forward-delay: 0\n",
        scalar(switch.bridge.as_str()),
        scalar(&switch.bridge_mac.to_string()),
        scalar(port.as_str()),
    )
}

/// A team of the host. IPv6 is left as it is by itself, as on a team that iovsh makes.
fn host_team_file(team: &DescribedTeam<'_>) -> String {
    let members: Vec<String> = team.members.iter().map(|m| scalar(m.as_str())).collect();
    let mut text = format!(
        "{NOTE}network:\n  version: 2\n  bonds:\n    {}:\n      interfaces: [{}]\n",
        scalar(team.device.as_str()),
        members.join(", ")
    );
    if let Some(mac) = team.mac {
        text.push_str(&format!("      macaddress: {}\n", scalar(&mac.to_string())));
    }
    text.push_str(match team.switch {
        Some(_) => NO_ADDRESSES,
        None => NO_LEASES,
    });
    text.push_str(&format!(
        "      parameters:\n        mode: {}\n        mii-monitor-interval: 100\n",
        scalar(team.settings.mode.word())
    ));
    for (option, word) in team.options() {
        let key = match option {
            BondOption::Hash => "transmit-hash-policy",
            BondOption::LacpRate => "lacp-rate",
            BondOption::FailOverMac => "fail-over-mac-policy",
            BondOption::Reselect => "primary-reselect-policy",
            // Refused beforehand: netplan has no word for it.
            BondOption::Dynamic => continue,
        };
        text.push_str(&format!("        {key}: {}\n", scalar(word)));
    }
    if let Some(primary) = team.primary {
        text.push_str(&format!("        primary: {}\n", scalar(primary.as_str())));
    }
    if let Some(switch) = &team.switch {
        text.push_str(&bridge(switch, team.device));
    }
    if !team.nics.is_empty() {
        text.push_str("  vlans:\n");
    }
    for (name, vlan) in &team.nics {
        text.push_str(&format!(
            "    {}:\n      id: {vlan}\n      link: {}\n{NO_LEASES}",
            scalar(name.as_str()),
            scalar(team.device.as_str())
        ));
    }
    text
}

/// A team without a fixed primary: names of NICs change.
fn team_file(team: &InterfaceName, switch: &DescribedSwitch<'_>) -> String {
    let members: Vec<String> = switch.members.iter().map(|m| scalar(m.as_str())).collect();
    format!(
        "{NOTE}network:\n  version: 2\n  bonds:\n    {}:\n      interfaces: [{}]\n{NO_ADDRESSES}      parameters:\n        \
         mode: {}\n        mii-monitor-interval: 100\n        fail-over-mac-policy: active\n{}",
        scalar(team.as_str()),
        members.join(", "),
        Team::ACTIVE_BACKUP,
        bridge(switch, team)
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{hostile_name, lacp, nic, switch, team};
    use super::*;

    /// What stands in the YAML, as paths with their values: `network/ethernets/NIC/dhcp4` is `false`. A reader of just what is
    /// written here, and strict: blanks for depth, quoted names, no anchors, tags, or plain names.
    fn read(text: &str) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut above: Vec<String> = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let rest = line.trim_start_matches(' ');
            let depth = (line.len() - rest.len()) / 2;
            let (key, value) = scalar_at(rest);
            let value = value.strip_prefix(':').expect("a colon");
            above.truncate(depth);
            assert_eq!(above.len(), depth, "{text}");
            above.push(key);
            if let Some(value) = value.strip_prefix(' ') {
                let value = match value.strip_prefix('[') {
                    Some(list) => list_of(list.strip_suffix(']').expect("an end")).join("|"),
                    None => {
                        let (value, rest) = scalar_at(value);
                        assert_eq!(rest, "");
                        value
                    }
                };
                found.insert(above.join("/"), value);
            } else {
                assert_eq!(value, "");
            }
        }
        found
    }

    fn scalar_at(text: &str) -> (String, &str) {
        if text.starts_with('"') {
            let mut reader = serde_json::Deserializer::from_str(text).into_iter::<String>();
            let value = reader.next().expect("a string").expect("a quoted string");
            return (value, &text[reader.byte_offset()..]);
        }
        let end = text.find([':', ',', ']']).unwrap_or(text.len());
        let plain = &text[..end];
        let ours = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(
            plain.chars().all(ours),
            "a plain scalar that is not ours: {plain}"
        );
        (plain.to_owned(), &text[end..])
    }

    fn list_of(mut text: &str) -> Vec<String> {
        let mut items = Vec::new();
        while !text.is_empty() {
            let (item, rest) = scalar_at(text);
            items.push(item);
            text = rest.strip_prefix(", ").unwrap_or(rest);
        }
        items
    }

    #[test]
    fn a_switch_and_its_nic() {
        let name: InterfaceName = "enp1s0f0".parse().unwrap();
        let files = files(&nic(&name, Some(switch(&[&name]))));
        let (path, text) = files.first_key_value().unwrap();
        assert_eq!(path, "/etc/netplan/95-iovsh-enp1s0f0.yaml");
        assert_eq!(
            text,
            "# Written by iovsh, which changes and removes it.\nnetwork:\n  version: 2\n  ethernets:\n    \"enp1s0f0\":\n      \
             virtual-function-count: 4\n      dhcp4: false\n      dhcp6: false\n      link-local: []\n  bridges:\n    \"vs-lan\":\n      \
             macaddress: \"a0:36:9f:00:10:00\"\n      interfaces: [\"enp1s0f0\"]\n      dhcp4: false\n      dhcp6: false\n      \
             link-local: []\n      parameters:\n        stp: false\n        forward-delay: 0\n"
        );
    }

    #[test]
    fn a_team_of_the_host_under_a_switch() {
        let one = "enp1s0f0".parse().unwrap();
        let described = DescribedNic {
            team: Some(DescribedTeam {
                switch: Some(switch(&[])),
                ..team(&[&one], lacp())
            }),
            ..nic(&one, None)
        };
        let files = files(&described);
        let team = read(&files["/etc/netplan/95-iovsh-team-1.yaml"]);
        for (key, value) in [
            ("bridges/vs-lan/interfaces", "team-1"),
            ("bridges/vs-lan/macaddress", "a0:36:9f:00:10:00"),
            ("bonds/team-1/link-local", ""),
            ("vlans/team-1.42/link", "team-1"),
        ] {
            assert_eq!(
                team.get(&format!("network/{key}")).map(String::as_str),
                Some(value),
                "{key}"
            );
        }
    }

    #[test]
    fn a_team_of_the_host_and_its_interface() {
        let (one, two) = ("enp1s0f0".parse().unwrap(), "enp1s0f1".parse().unwrap());
        let described = DescribedNic {
            vfs: 0,
            team: Some(team(&[&two, &one], lacp())),
            ..nic(&one, None)
        };
        let files = files(&described);
        assert_eq!(files.len(), 2);
        let team = read(&files["/etc/netplan/95-iovsh-team-1.yaml"]);
        let of_team = [
            ("bonds/team-1/interfaces", "enp1s0f1|enp1s0f0"),
            ("bonds/team-1/macaddress", "a0:36:9f:00:10:00"),
            ("bonds/team-1/dhcp4", "false"),
            ("bonds/team-1/dhcp6", "false"),
            ("bonds/team-1/parameters/mode", "802.3ad"),
            ("bonds/team-1/parameters/mii-monitor-interval", "100"),
            ("bonds/team-1/parameters/transmit-hash-policy", "layer3+4"),
            ("bonds/team-1/parameters/lacp-rate", "fast"),
            ("vlans/team-1.42/id", "42"),
            ("vlans/team-1.42/link", "team-1"),
            ("vlans/team-1.42/dhcp4", "false"),
            ("vlans/team-1.42/dhcp6", "false"),
            ("version", "2"),
        ];
        let of_team = of_team.map(|(key, value)| (format!("network/{key}"), value.to_owned()));
        assert_eq!(team, BTreeMap::from(of_team));
        let member = read(&files["/etc/netplan/95-iovsh-enp1s0f0.yaml"]);
        assert_eq!(member["network/ethernets/enp1s0f0/link-local"], "");
    }

    proptest! {
        #[test]
        fn every_name_is_read_back(name in hostile_name(), other in hostile_name()) {
            let mut switch = switch(&[&name, &other]);
            let alone = read(files(&nic(&name, Some(switch.clone()))).values().next().unwrap());
            prop_assert_eq!(&alone["network/bridges/vs-lan/interfaces"], name.as_str());
            let vfs = format!("network/ethernets/{name}/virtual-function-count");
            prop_assert_eq!(&alone[&vfs], "4");
            let team: InterfaceName = "vt-lan".parse().unwrap();
            switch.team = Some(&team);
            let files = files(&nic(&name, Some(switch)));
            let team = read(&files["/etc/netplan/95-iovsh-vt-lan.yaml"]);
            prop_assert_eq!(&team["network/bonds/vt-lan/interfaces"], &format!("{name}|{other}"));
        }

        #[test]
        fn any_text_is_a_scalar(text in any::<String>()) {
            let written = scalar(&text);
            let one_line = !written.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
            prop_assert!(one_line);
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
