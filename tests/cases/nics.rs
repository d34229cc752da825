//! What is shown and asked of NICs, switches, teams and the ways of the host, where it once said something else than what is.

use iovsh::backend::model::InterfaceName;

use crate::Host;

const TEAM: &str = "New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true -AllowManagementOS $false -WarningAction Ignore | Out-Null";

fn name(text: &str) -> InterfaceName {
    text.parse().unwrap()
}

fn mtu(host: &Host, device: &str) -> u32 {
    host.state().link(&name(device)).unwrap().mtu
}

/// An adapter whose VF goes with its NIC goes on by the other member of the team.
#[test]
fn a_team_that_works_without_a_nic_loses_nobody() {
    let host = Host::plain();
    host.does(TEAM);
    host.does(
        "Connect-VMNetworkAdapter web1 -SwitchName lan
         Set-VMNetworkAdapter web1 -IovWeight 100
         Start-VM web1",
    );
    let down = "Disable-NetAdapter enp1s0f0 -Confirm:$false";
    let said = host.does(down).warnings;
    assert!(
        !said.iter().any(|s| s.contains("reach the wire")),
        "{said:?}"
    );
    // The last one that works takes everybody along.
    let said = host.does(&down.replace("f0", "f1")).warnings;
    assert!(
        said.iter().any(|s| s.contains("reach the wire: web1")),
        "{said:?}"
    );
}

/// The way that the host has stays the first, unless somebody says otherwise.
#[test]
fn a_default_route_that_comes_second_is_the_second() {
    for line in [
        "New-NetIPAddress -InterfaceAlias enp1s0f1 -IPAddress 198.51.100.3 -PrefixLength 24 -DefaultGateway 198.51.100.1",
        "New-NetIPAddress -InterfaceAlias enp1s0f1 -IPAddress 198.51.100.3 -PrefixLength 24 | Out-Null
         New-NetRoute 0.0.0.0/0 -InterfaceAlias enp1s0f1 -NextHop 198.51.100.1",
    ] {
        let host = Host::plain();
        let said = host.does(line).warnings;
        assert!(
            said.iter().any(|s| s.contains("'eno1'") && s.contains("101")),
            "{said:?}"
        );
        let first = host.does(
            "Get-NetRoute 0.0.0.0/0 | Sort-Object RouteMetric | ForEach-Object { \"$($_.InterfaceAlias) $($_.RouteMetric)\" }",
        );
        assert_eq!(first.objects, ["eno1 100", "enp1s0f1 101"]);
    }
    let host = Host::plain();
    let said = host.does(
        "New-NetIPAddress -InterfaceAlias enp1s0f1 -IPAddress 198.51.100.3 -PrefixLength 24 | Out-Null
         New-NetRoute 0.0.0.0/0 -InterfaceAlias enp1s0f1 -NextHop 198.51.100.1 -RouteMetric 5",
    );
    assert!(
        said.warnings
            .iter()
            .any(|s| s.contains("whose metric 5 is lower")),
        "{:?}",
        said.warnings
    );
}

/// Jumbo frames of an adapter of the host, by each of the ways that scripts take: both ends of its pair, and for good.
#[test]
fn the_mtu_of_an_adapter_of_the_host_is_that_of_both_ends() {
    let with = || {
        let host = Host::plain();
        host.does(TEAM);
        host.does("Add-VMNetworkAdapter -ManagementOS -Name Sto -SwitchName lan");
        host
    };
    for line in [
        "Set-VMNetworkAdapter -ManagementOS -Name Sto -Mtu 9000",
        "Set-NetAdapterAdvancedProperty 'vEthernet (Sto)' -RegistryKeyword '*JumboPacket' -RegistryValue 9014",
        "Set-NetIPInterface -InterfaceAlias 'vEthernet (Sto)' -NlMtuBytes 9000",
        "Set-VMSwitch lan -Mtu 9000",
    ] {
        let host = with();
        host.does(line);
        let both = || ["vh-sto", "vp-sto"].map(|end| mtu(&host, end));
        assert_eq!(both(), [9000, 9000], "{line}");
        assert_eq!(host.repair(), Vec::<String>::new(), "{line}");
        host.edit(|world| {
            for link in &mut world.state.links {
                if link.name == name("vh-sto") {
                    link.mtu = 1500;
                }
            }
        });
        host.repair();
        assert_eq!(both(), [9000, 9000], "{line}");
        let shown = host.does(
            "(Get-NetAdapterAdvancedProperty 'vEthernet (Sto)' -RegistryKeyword '*JumboPacket').RegistryValue",
        );
        assert_eq!(shown.text(), "9014", "{line}");
    }
    // More than the wire takes is said, with what helps.
    let said = with()
        .does("Set-VMNetworkAdapter -ManagementOS -Name Sto -Mtu 9000")
        .warnings;
    assert!(
        said.iter()
            .any(|s| s.contains("Set-VMSwitch lan -Mtu 9000")),
        "{said:?}"
    );
    let host = Host::plain();
    host.does("New-VMSwitch lan -NetAdapterName enp1s0f0 | Out-Null");
    let refused = host.refuses("Set-VMNetworkAdapter -ManagementOS -Name lan -Mtu 9000");
    assert_eq!(refused.0, "HostAdapter.Unfit");
}

/// A mapping of an adapter of the host has its effect and no warning; of the bridge itself it has none, which is said.
#[test]
fn a_mapping_of_an_adapter_of_the_host_is_no_empty_word() {
    let host = Host::plain();
    host.does(&TEAM.replace("-AllowManagementOS $false", ""));
    host.does("Add-VMNetworkAdapter -ManagementOS -Name Sto -SwitchName lan");
    let map = "Set-VMNetworkAdapterTeamMapping -ManagementOS -VMNetworkAdapterName Sto -PhysicalNetAdapterName enp1s0f1";
    assert!(host.does(map).warnings.is_empty());
    let of_bridge = host.does(&map.replace("Sto", "lan")).warnings;
    assert_eq!(of_bridge.len(), 1, "{of_bridge:?}");
    // It outlasts its member, and both say so.
    let shown = "(Get-VMNetworkAdapterTeamMapping -ManagementOS -Name Sto).IsInForce";
    assert_eq!(host.does(shown).text(), "True");
    let gone = host.does("Remove-VMSwitchTeamMember lan -NetAdapterName enp1s0f1");
    assert!(
        gone.warnings
            .iter()
            .any(|s| s.contains("'Sto' of the host")),
        "{:?}",
        gone.warnings
    );
    assert_eq!(host.does(shown).text(), "False");
    host.does("Add-VMSwitchTeamMember lan -NetAdapterName enp1s0f1");
    assert_eq!(host.does(shown).text(), "True");
}

/// A pattern finds what has the feature; one that is named and has it not is told so.
#[test]
fn a_pattern_that_finds_nothing_is_no_error() {
    let host = Host::plain();
    host.does("New-VMSwitch i -SwitchType Internal | Out-Null");
    for noun in [
        "Rdma",
        "Qos",
        "Rss",
        "PowerManagement",
        "Sriov",
        "Lso",
        "Vmq",
    ] {
        for pattern in ["*", "e*", "vs-*"] {
            host.does(&format!("Get-NetAdapter{noun} {pattern} | Out-Null"));
        }
    }
    let (id, text) = host.refuses("Get-NetAdapterRdma eno1");
    assert_eq!(id, "CmdletizationQuery_NotFound_Name");
    assert!(text.contains("'eno1'"), "{text}");
}

#[test]
fn a_name_that_two_nics_have_is_not_taken_for_both() {
    let host = Host::plain();
    host.does(TEAM);
    let described =
        "-NetAdapterInterfaceDescription (Get-NetAdapter enp1s0f0).InterfaceDescription";
    for cmdlet in [
        "Set-VMSwitchTeam",
        "Remove-VMSwitchTeamMember",
        "Add-VMSwitchTeamMember",
    ] {
        let (id, text) = host.refuses(&format!("{cmdlet} lan {described}"));
        assert_eq!(id, "InvalidParameter", "{cmdlet}");
        assert!(text.contains("fits several network adapters"), "{text}");
    }
    let shown = "(Get-VMSwitch lan).NetAdapterInterfaceDescription";
    assert_eq!(host.does(shown).text(), "Teamed-Interface");
}

/// What a cmdlet cannot do is not said of a parameter.
#[test]
fn a_cmdlet_that_does_nothing_here_is_named_as_one() {
    let host = Host::plain();
    host.does(TEAM);
    for line in [
        "New-NetSwitchTeam -Name a -TeamMembers enp1s0f0",
        "Remove-NetSwitchTeam -Name lan",
    ] {
        let (id, text) = host.refuses(line);
        assert_eq!(id, "NotSupported");
        assert!(!text.starts_with('-'), "{text}");
    }
}

#[test]
fn windows_names_of_what_a_nic_has() {
    let host = Host::plain();
    let shown = host.does(
        "$n = Get-NetAdapter enp1s0f0
         $n.MediaType; $n.PhysicalMediaType; $n.ifName; $n.LinkLayerAddress; $n.DriverFileName; $n.DriverVersion -eq $n.DriverVersionString; $null -eq $n.NdisVersion
         @(Get-NetAdapter | Where-Object PhysicalMediaType -eq '802.3').Count",
    );
    assert_eq!(
        shown.objects,
        [
            "802.3",
            "802.3",
            "enp1s0f0",
            "A0-36-9F-00-10-00",
            "igb",
            "True",
            "True",
            "3"
        ]
    );
    let shown = host.does(
        "(Get-Counter '\\Network Interface(enp1s0f0)\\Bytes Total/sec', '\\Network Interface(enp1s0f0)\\Packets Received Discarded').CounterSamples.Count
         @((Get-Counter -ListSet 'Hyper-V Virtual Network Adapter').Counter -like '*Bytes Total*').Count",
    );
    assert_eq!(shown.objects, ["2", "0"]);
}

/// SR-IOV comes before the number of virtual functions, which has no effect without it.
#[test]
fn settings_that_are_put_back_together_are_put_back_in_order() {
    let host = Host::plain();
    host.does("Disable-NetAdapterSriov enp1s0f0 -Confirm:$false -WarningAction Ignore");
    let said = host.does("Reset-NetAdapterAdvancedProperty enp1s0f0 -DisplayName '*'");
    assert!(
        !said
            .warnings
            .iter()
            .any(|s| s.contains("takes effect with")),
        "{:?}",
        said.warnings
    );
    let vfs = host.does(
        "(Get-NetAdapterSriov enp1s0f0 | ForEach-Object { \"$($_.SriovEnabled) $($_.NumVFs)\" })",
    );
    assert!(vfs.text().ends_with(" 7"), "{:?}", vfs.objects);
}

/// An event names the switch that it has to do with, and can be asked for by it.
#[test]
fn an_event_has_its_switch() {
    let host = Host::plain();
    host.does(
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
         New-VMSwitch other -SwitchType Internal | Out-Null
         Add-VMNetworkAdapter -ManagementOS -Name Sto -SwitchName lan
         Connect-VMNetworkAdapter web1 -SwitchName lan
         Set-VMNetworkAdapter web1 -IovWeight 100
         Start-VM web1",
    );
    let of = |switch: &str| {
        host.does(&format!(
            "Get-WinEvent -FilterHashtable @{{ LogName = '*'; SwitchName = '{switch}' }} | ForEach-Object Message"
        ))
        .objects
    };
    let said = of("lan");
    for part in [
        "The switch 'lan' was made",
        "'Sto' was made",
        "VF 0 of enp1s0f0",
    ] {
        assert!(said.iter().any(|s| s.contains(part)), "{part}: {said:?}");
    }
    assert!(
        of("other").iter().all(|s| !s.contains("lan")),
        "{:?}",
        of("other")
    );
    host.does("Remove-VMSwitch other -Force");
    assert!(of("other").iter().any(|s| s.contains("removed")));
}

/// What is wrong with an adapter is told under the name that it was asked for by.
#[test]
fn errors_and_warnings_name_what_was_typed() {
    let host = Host::plain();
    host.does(TEAM);
    host.does("Add-VMNetworkAdapter -ManagementOS -Name Sto -SwitchName lan");
    let shown = "'vEthernet (Sto)'";
    for line in [
        "Enable-NetAdapterRdma",
        "Get-NetAdapterRdma",
        "Get-NetAdapterPowerManagement",
        "Enable-NetAdapterSriov",
        "Set-NetAdapterRss -NumberOfReceiveQueues 99 -Name",
    ] {
        let run = host.run(&format!("{line} {shown}"));
        let said: Vec<String> = run
            .errors
            .iter()
            .map(|(_, text)| text.clone())
            .chain(run.warnings)
            .collect();
        assert!(!said.is_empty(), "{line}");
        assert!(
            said.iter().all(|text| !text.contains("'vh-sto'")),
            "{line}: {said:?}"
        );
    }
}

/// Windows calls the interface of a team for a VLAN after both.
#[test]
fn the_interface_of_a_team_is_found_by_the_name_that_windows_gives_it() {
    let host = Host::plain();
    host.does(
        "New-NetLbfoTeam T1 -TeamMembers enp1s0f0, enp1s0f1 -Confirm:$false | Out-Null
         Add-NetLbfoTeamNic T1 42 -Confirm:$false | Out-Null",
    );
    assert_eq!(
        host.does("(Get-NetLbfoTeamNic 'T1 - VLAN 42').VlanID")
            .text(),
        "42"
    );
    host.does("Set-NetLbfoTeamNic 'T1 - VLAN 42' -VlanID 43 -Confirm:$false");
    assert_eq!(
        host.does("Get-NetLbfoTeamNic | ForEach-Object VlanID")
            .text()
            .trim(),
        "43"
    );
}

/// A virtual switch on which the host has no adapter is none in its lists either, as on Hyper-V; a bridge of somebody else's is one.
#[test]
fn a_virtual_switch_is_no_adapter_of_the_host() {
    let host = Host::plain();
    host.does(&format!(
        "{TEAM}
         New-VMSwitch own -SwitchType Private | Out-Null
         New-VMSwitch inner -SwitchType Internal | Out-Null"
    ));
    let listed = |line: &str| host.does(&format!("{line} | ForEach-Object Name")).objects;
    let lists = "Get-NetAdapter";
    assert_eq!(
        listed(lists),
        ["eno1", "enp1s0f0", "enp1s0f1", "vEthernet (inner)"]
    );
    assert_eq!(listed("Get-NetAdapterStatistics"), listed(lists));
    let all = listed("Get-NetAdapter -IncludeHidden");
    for device in ["vs-lan", "vt-lan", "vs-own"] {
        assert!(all.iter().any(|name| name == device), "{device}: {all:?}");
        assert_eq!(listed(&format!("Get-NetAdapter {device}")), [device]);
    }
    assert_eq!(
        host.does("(Get-NetAdapter vs-own).Hidden").objects,
        ["True"]
    );
    // With an adapter of the host on it the bridge is that adapter.
    host.does("Add-VMNetworkAdapter -ManagementOS -SwitchName lan");
    assert!(listed(lists).contains(&"vEthernet (lan)".to_owned()));
}

/// Who is on the link of an interface, and what only some of it can be made by hand.
#[test]
fn neighbors_are_named_and_forgotten() {
    const NEW: &str =
        "New-NetNeighbor 198.51.100.9 -InterfaceAlias enp1s0f0 -PolicyStore ActiveStore";
    let host = Host::plain();
    for (line, id) in [
        (NEW.to_owned(), "InvalidParameter"),
        (
            format!("{NEW} -LinkLayerAddress none"),
            "Adapter.MacInvalid",
        ),
        (
            format!("{NEW} -LinkLayerAddress 020000000009 -State Reachable"),
            "InvalidParameter",
        ),
        (
            format!("{NEW} -LinkLayerAddress 020000000009 -AddressFamily IPv6"),
            "InvalidParameter",
        ),
        (
            format!("{NEW} -LinkLayerAddress 000000000000"),
            "Neighbor.Invalid",
        ),
        (
            format!("{NEW} -LinkLayerAddress 020000000009").replace("Active", "Persistent"),
            "NotSupported",
        ),
        (
            "Remove-NetNeighbor -Confirm:$false".to_owned(),
            "NothingChosen",
        ),
    ] {
        assert_eq!(host.refuses(&line).0, id, "{line}");
    }
    let new = format!("{NEW} -LinkLayerAddress 02:00:00:00:00:09 -State Permanent");
    let said = host
        .does(&new.replace(" -PolicyStore ActiveStore", ""))
        .warnings;
    assert!(
        said.len() == 1 && said[0].contains("until the host starts again"),
        "{said:?}"
    );
    assert_eq!(host.refuses(&new).0, "Neighbor.Exists");
    let known = "Get-NetNeighbor -LinkLayerAddress 020000000009 | ForEach-Object { \"$($_.IPAddress) $($_.LinkLayerAddress) $($_.State) $($_.ifIndex)\" }";
    assert_eq!(
        host.does(known).objects,
        ["198.51.100.9 02-00-00-00-00-09 Permanent 3"]
    );
    // Whoever the host has found gives way, and is named in a warning.
    let said = host.does("New-NetNeighbor 192.0.2.1 -InterfaceIndex 2 -LinkLayerAddress 02-00-00-00-00-01 -PolicyStore ActiveStore");
    assert!(
        said.warnings
            .iter()
            .any(|told| told.contains("3c:ec:ef:10:20:01")),
        "{:?}",
        said.warnings
    );
    // Those that nobody named go too.
    let gone = host.does(
        "Get-NetNeighbor 192.0.2.* | Remove-NetNeighbor -PassThru -Confirm:$false | ForEach-Object { \"$($_.IPAddress) $($_.State)\" }",
    );
    assert_eq!(gone.objects, ["192.0.2.20 Stale", "192.0.2.1 Permanent"]);
    host.does("Remove-NetNeighbor -InterfaceAlias enp1s0f0 -State Permanent -Confirm:$false");
    assert_eq!(host.does("@(Get-NetNeighbor).Count").text(), "0");
}

/// The kernel forgets the neighbours of IPv4 with the last address; those of an interface go where its addresses go.
#[test]
fn neighbors_go_with_addresses_and_names() {
    let with = || {
        let host = Host::plain();
        host.does(
            "New-NetIPAddress 198.51.100.7 -InterfaceAlias enp1s0f0 -PrefixLength 24 -PolicyStore ActiveStore | Out-Null
             '198.51.100.9', '2001:db8::9' | ForEach-Object {
                 New-NetNeighbor $_ -InterfaceAlias enp1s0f0 -LinkLayerAddress 020000000009 -PolicyStore ActiveStore | Out-Null
             }",
        );
        host
    };
    let named = |host: &Host| {
        host.does("Get-NetNeighbor -State Permanent | ForEach-Object { \"$($_.InterfaceAlias) $($_.IPAddress)\" }")
            .objects
    };
    let host = with();
    host.does("Remove-NetIPAddress 198.51.100.7 -Confirm:$false");
    assert_eq!(named(&host), ["enp1s0f0 2001:db8::9"]);
    let host = with();
    host.does("Rename-NetAdapter enp1s0f0 -NewName wan0");
    assert_eq!(named(&host), ["wan0 198.51.100.9", "wan0 2001:db8::9"]);
    let host = with();
    host.does("New-VMSwitch lan -NetAdapterName enp1s0f0 | Out-Null");
    assert_eq!(
        named(&host),
        [
            "vEthernet (lan) 198.51.100.9",
            "vEthernet (lan) 2001:db8::9"
        ]
    );
}
