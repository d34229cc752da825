//! `-Persist`: what is made is described in the files of the tool that owns the host's network, for as long as it is there.

use iovsh::backend::Change;
use iovsh::backend::model::NetworkTool;
use iovsh::backend::plan::FileChange;
use iovsh::backend::policy;

use crate::bench::Bench;

/// iovsh's files, by their names without the folder.
fn files(bench: &Bench) -> Vec<(String, String)> {
    let state = bench.state();
    let name = |path: &String| path.rsplit('/').next().unwrap_or_default().to_owned();
    state
        .files
        .iter()
        .map(|(path, text)| (name(path), text.clone()))
        .collect()
}

/// Makes a switch that is described, gives its files with what differs from host to host replaced, and removes it.
fn described(bench: &Bench, tool: &str) -> Vec<(String, String)> {
    let nic = &bench.nic;
    bench.types(&format!(
        "New-VMSwitch ct-x -NetAdapterName {nic} -EnableIov $true -AllowManagementOS $false -Persist {tool} | Out-Null"
    ));
    let state = bench.state();
    let switch = state.desired.switch_named("ct-x").expect("the switch");
    let (id, bridge) = (switch.id.to_string(), switch.bridge.to_string());
    let (mac, vfs) = (bench.link().mac.to_string(), bench.function().num_vfs);
    let general = |text: String| {
        text.replace(&mac, "MAC")
            .replace(nic.as_str(), "NIC")
            .replace(&bridge, "BRIDGE")
            .replace(&id, "ID")
            .replace(&format!("={vfs}\n"), "=ALL\n")
            .replace(&format!("count: {vfs}\n"), "count: ALL\n")
    };
    let found = files(bench);
    bench.settle();
    assert_eq!(files(bench), found, "a repair has nothing to do");
    bench.drop_switch("ct-x");
    assert_eq!(files(bench), []);
    found
        .into_iter()
        .map(|(name, text)| (general(name), general(text)))
        .collect()
}

fn has(files: &[(String, String)], name: &str, lines: &[&str]) {
    let found = files.iter().find(|(n, _)| n == name);
    let (_, text) = found.unwrap_or_else(|| panic!("no {name} in {files:?}"));
    for line in lines {
        assert!(text.lines().any(|l| l.trim() == *line), "{line} in {text}");
    }
}

pub fn a_switch_is_described_for_networkd(bench: &Bench) {
    let files = described(bench, "Networkd");
    assert_eq!(files.len(), 4);
    has(
        &files,
        "05-iovsh-NIC.link",
        &["PermanentMACAddress=MAC", "SR-IOVVirtualFunctions=ALL"],
    );
    has(
        &files,
        "05-iovsh-NIC.network",
        &["PermanentMACAddress=MAC", "Bridge=BRIDGE"],
    );
    has(
        &files,
        "05-iovsh-BRIDGE.netdev",
        &["Name=BRIDGE", "Kind=bridge", "MACAddress=MAC", "STP=no"],
    );
    has(&files, "05-iovsh-BRIDGE.network", &["Name=BRIDGE"]);
}

pub fn a_switch_is_described_for_network_manager(bench: &Bench) {
    let files = described(bench, "NetworkManager");
    assert_eq!(files.len(), 2);
    has(
        &files,
        "iovsh-BRIDGE.nmconnection",
        &[
            "type=bridge",
            "interface-name=BRIDGE",
            "uuid=ID",
            "stp=false",
        ],
    );
    has(
        &files,
        "iovsh-NIC.nmconnection",
        &[
            "type=ethernet",
            "master=BRIDGE",
            "slave-type=bridge",
            "mac-address=MAC",
            "autoprobe-drivers=0",
            "total-vfs=ALL",
        ],
    );
    let ids = |text: &str| {
        text.lines()
            .find(|l| l.starts_with("uuid="))
            .map(str::to_owned)
    };
    assert_ne!(ids(&files[0].1), ids(&files[1].1), "two profiles");
}

pub fn a_switch_is_described_for_netplan(bench: &Bench) {
    let files = described(bench, "Netplan");
    assert_eq!(files.len(), 1);
    has(
        &files,
        "95-iovsh-NIC.yaml",
        &[
            "\"NIC\":",
            "virtual-function-count: ALL",
            "\"BRIDGE\":",
            "interfaces: [\"NIC\"]",
            "macaddress: \"MAC\"",
            "stp: false",
        ],
    );
}

/// A team of the host, its members in their order, its timer and its interface for a VLAN, in the files of each tool.
pub fn a_team_of_the_host_is_described(bench: &Bench) {
    let (first, second) = (&bench.nic.clone(), &bench.other_nic());
    let before = files(bench);
    let told = |tool: &str| {
        bench.types(&format!(
            "New-NetLbfoTeam 'ct Team' {second}, {first} -TeamingMode Lacp -LacpTimer Fast -LoadBalancingAlgorithm TransportPorts -Persist {tool}
             Add-NetLbfoTeamNic 'ct Team' 42"
        ));
        let found = files(bench);
        bench.settle();
        assert_eq!(files(bench), found, "a repair has nothing to do");
        bench.refuses(
            &format!("Set-NetAdapterSriov {first} -Persist None"),
            "Persist.OfTeam",
        );
        found
    };
    let untold = |left: &[&str]| {
        bench.types(&format!(
            "Remove-NetLbfoTeamMember {first} 'ct Team' -Confirm:$false"
        ));
        for (name, text) in files(bench).iter().filter(|file| !before.contains(file)) {
            let about = name.contains(first.as_str()) || text.contains(first.as_str());
            assert!(!about, "{name} is about {first}: {text}");
        }
        bench.types("Set-NetLbfoTeam 'ct Team' -TeamingMode Static");
        has(&files(bench), left[0], &left[1..]);
        bench.types("Set-NetLbfoTeam 'ct Team' -Persist None");
        assert_eq!(files(bench), before);
        bench.types("Remove-NetLbfoTeam 'ct Team' -Confirm:$false");
    };
    let found = told("Networkd");
    has(
        &found,
        "05-iovsh-ct-team.netdev",
        &[
            "Name=ct-team",
            "Kind=bond",
            "Mode=802.3ad",
            "LACPTransmitRate=fast",
            "TransmitHashPolicy=layer3+4",
        ],
    );
    has(
        &found,
        "05-iovsh-ct-team.network",
        &["Name=ct-team", "VLAN=ct-team.42"],
    );
    has(
        &found,
        "05-iovsh-ct-team.42.netdev",
        &["Kind=vlan", "Id=42"],
    );
    has(
        &found,
        &format!("05-iovsh-{first}.network"),
        &["Bond=ct-team", "LinkLocalAddressing=no"],
    );
    untold(&["05-iovsh-ct-team.netdev", "Mode=balance-xor"]);

    let found = told("NetworkManager");
    has(
        &found,
        "iovsh-ct-team.nmconnection",
        &["type=bond", "mode=802.3ad", "lacp_rate=fast"],
    );
    has(
        &found,
        "iovsh-ct-team.42.nmconnection",
        &["type=vlan", "id=42", "parent=ct-team"],
    );
    for (nic, priority) in [(second, 100), (first, 99)] {
        let priority = format!("autoconnect-priority={priority}");
        has(
            &found,
            &format!("iovsh-{nic}.nmconnection"),
            &["master=ct-team", "slave-type=bond", &priority],
        );
    }
    untold(&["iovsh-ct-team.nmconnection", "mode=balance-xor"]);

    let found = told("Netplan");
    has(
        &found,
        "95-iovsh-ct-team.yaml",
        &[
            &format!("interfaces: [\"{second}\", \"{first}\"]"),
            "mode: \"802.3ad\"",
            "lacp-rate: \"fast\"",
            "link: \"ct-team\"",
        ],
    );
    has(
        &found,
        &format!("95-iovsh-{first}.yaml"),
        &["link-local: []"],
    );
    bench.refuses(
        "Set-NetLbfoTeam 'ct Team' -TeamingMode SwitchIndependent",
        "Persist.NoWord",
    );
    untold(&["95-iovsh-ct-team.yaml", "mode: \"balance-xor\""]);
}

/// The bond is a port of the switch's bridge in the files of each tool, and no more when the switch is gone.
pub fn a_switch_on_a_team_of_the_host_is_described_with_it(bench: &Bench) {
    let (first, second) = (&bench.nic.clone(), &bench.other_nic());
    let before = files(bench);
    let team = format!("New-NetLbfoTeam ct-team {first}, {second} -TeamingMode Lacp");
    let switch = "New-VMSwitch ct-x -NetAdapterName ct-team -AllowManagementOS $false";
    for (tool, name, port) in [
        (
            "Networkd",
            "05-iovsh-ct-team.network",
            &["Bridge=BRIDGE"] as &[_],
        ),
        (
            "NetworkManager",
            "iovsh-ct-team.nmconnection",
            &["master=BRIDGE", "slave-type=bridge"],
        ),
        (
            "Netplan",
            "95-iovsh-ct-team.yaml",
            &["interfaces: [\"ct-team\"]", "link-local: []"],
        ),
    ] {
        // Said of the switch, and of the team before and after the switch.
        for lines in [
            format!("{team} | Out-Null; {switch} -Persist {tool} | Out-Null"),
            format!("{team} -Persist {tool} | Out-Null; {switch} | Out-Null"),
            format!(
                "{team} | Out-Null; {switch} | Out-Null; Set-NetLbfoTeam ct-team -Persist {tool}"
            ),
        ] {
            bench.types(&lines);
            let state = bench.state();
            let made = state.desired.switch_named("ct-x").expect("the switch");
            let bridge = made.bridge.to_string();
            let found = files(bench);
            bench.settle();
            assert_eq!(files(bench), found, "a repair has nothing to do");
            let general: Vec<(String, String)> = found
                .into_iter()
                .map(|(name, text)| (name, text.replace(&bridge, "BRIDGE")))
                .collect();
            has(&general, name, port);
            bench.drop_switch("ct-x");
            let left = files(bench);
            assert!(
                left.iter().any(|(file, _)| file == name),
                "the team stays described: {left:?}"
            );
            assert!(
                left.iter()
                    .all(|(name, text)| !name.contains(&bridge) && !text.contains(&bridge)),
                "{left:?}"
            );
            bench.types("Remove-NetLbfoTeam ct-team -Confirm:$false");
            assert_eq!(files(bench), before);
        }
    }
}

pub fn the_number_of_vfs_is_described(bench: &Bench) {
    let nic = &bench.nic;
    bench.types(&format!(
        "Set-NetAdapterSriov {nic} -NumVFs 3 -Persist Networkd"
    ));
    let link = format!("05-iovsh-{nic}.link");
    has(&files(bench), &link, &["SR-IOVVirtualFunctions=3"]);
    bench.types(&format!("Set-NetAdapterSriov {nic} -NumVFs 2"));
    has(&files(bench), &link, &["SR-IOVVirtualFunctions=2"]);
    bench.types(&format!("Disable-NetAdapterSriov {nic}"));
    assert_eq!(files(bench), []);
    bench.types(&format!("Enable-NetAdapterSriov {nic}"));
    has(&files(bench), &link, &["SR-IOVVirtualFunctions=2"]);
    bench.types(&format!("Set-NetAdapterSriov {nic} -Persist None"));
    assert_eq!(files(bench), []);
    bench.run(|s| {
        policy::Intent::ResetSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
}

pub fn another_tool_gets_the_description(bench: &Bench) {
    let nic = &bench.nic;
    bench.types(&format!(
        "New-VMSwitch ct-x -NetAdapterName {nic} -EnableIov $true -AllowManagementOS $false -Persist Networkd | Out-Null
         Set-NetAdapterSriov {nic} -Persist Netplan"
    ));
    let state = bench.state();
    assert_eq!(
        state.files.keys().collect::<Vec<_>>(),
        [&format!("/etc/netplan/95-iovsh-{nic}.yaml")]
    );
    bench.drop_switch("ct-x");
}

pub fn files_that_others_changed_are_put_right(bench: &Bench) {
    let nic = &bench.nic;
    bench.types(&format!(
        "New-VMSwitch ct-x -NetAdapterName {nic} -AllowManagementOS $false -Persist Networkd | Out-Null"
    ));
    let before = bench.state().files;
    let paths: Vec<_> = before.keys().cloned().collect();
    let set = |path: &String, text: Option<&str>| {
        bench.apply(FileChange::Set {
            path: path.clone(),
            text: text.map(str::to_owned),
        });
    };
    set(&paths[0], None);
    set(&paths[1], Some("[Match]\nName=elsewhere\n"));
    let folder = NetworkTool::Networkd.folder();
    set(&format!("{folder}/05-iovsh-gone.link"), Some("[Match]\n"));
    bench.settle();
    assert_eq!(bench.state().files, before);
    bench.drop_switch("ct-x");
    let elsewhere = Change::File(FileChange::Set {
        path: format!("{folder}/10-theirs.network"),
        text: None,
    });
    if bench.is_real() {
        assert_eq!(bench.refused(elsewhere).id, "Persist.NotOurs");
    }
}

pub fn what_cannot_be_described_is_refused(bench: &Bench) {
    let nic = &bench.nic;
    bench.refuses(
        "New-VMSwitch ct-p -SwitchType Private -Persist Netplan",
        "AmbiguousParameterSet",
    );
    bench.refuses(
        &format!("Set-NetAdapterSriov {nic} -Persist NetworkManager"),
        "Persist.NeedsSwitch",
    );
    bench.refuses(
        &format!("Set-NetAdapterSriov {nic} -Persist Systemd"),
        "CannotConvertArgumentNoMessage",
    );
    let own = bench.state().links.into_iter().find(|l| l.default_route);
    if let Some(own) = own {
        bench.refuses(
            &format!(
                "New-VMSwitch ct-x -NetAdapterName {} -Force -Persist Networkd",
                own.name
            ),
            "Persist.HostAddresses",
        );
    }
}
