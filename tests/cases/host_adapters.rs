//! Network adapters that the host itself has on a switch: several of them, with VLANs, limits and addresses, and what becomes of them.

use iovsh::backend::model::{FdbPlace, InterfaceName, PortVlans, State, VlanId};
use iovsh::backend::{Change, plan::VethChange};

use crate::Host;

const SWITCH: &str = "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -AllowManagementOS $false -WarningAction Ignore | Out-Null";
const TEAM: &str = "New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableEmbeddedTeaming $true -EnableIov $true -AllowManagementOS $false -WarningAction Ignore | Out-Null";

fn name(text: &str) -> InterfaceName {
    text.parse().unwrap()
}

fn vlan(id: u16) -> PortVlans {
    PortVlans {
        untagged: Some(VlanId::try_from(id).unwrap()),
        ..PortVlans::default()
    }
}

fn addresses(state: &State, device: &str) -> Vec<String> {
    let link = state.link(&name(device));
    link.map_or_else(Vec::new, |link| link.addresses.clone())
}

/// A switch on a team, and on it the networks of a host: two with VLANs and addresses.
fn converged() -> Host {
    let host = Host::plain();
    host.does(TEAM);
    for (own, id, address) in [
        ("Storage1", 20, "10.0.20.11"),
        ("Storage2", 30, "10.0.30.11"),
    ] {
        host.does(&format!(
            "Add-VMNetworkAdapter -ManagementOS -Name {own} -SwitchName lan
             Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName {own} -Access -VlanId {id}
             New-NetIPAddress {address} -InterfaceAlias 'vEthernet ({own})' -PrefixLength 24 | Out-Null"
        ));
    }
    host
}

#[test]
fn each_has_a_pair_of_devices_in_its_vlan() {
    let state = converged().state();
    let bridge = state.bridge(&name("vs-lan")).unwrap();
    for (device, port, id) in [
        ("vh-storage1", "vp-storage1", 20),
        ("vh-storage2", "vp-storage2", 30),
    ] {
        let link = state.link(&name(device)).unwrap();
        assert_eq!(link.peer, Some(name(port)));
        assert!(link.up && link.carrier && link.master.is_none());
        assert!(bridge.ports.contains(&name(port)));
        assert_eq!(bridge.vlans_of(&name(port)), vlan(id));
        assert_eq!(addresses(&state, device), [format!("10.0.{id}.11/24")]);
    }
    let wire = bridge.vlans_of(&name("vt-lan")).tagged.to_string();
    assert_eq!(wire, "20,30");
    // What the team's active member has to hand on to the bridge.
    let own = state.link(&name("vh-storage1")).unwrap().mac;
    let known = state.fdb.iter().filter(|entry| entry.mac == own).count();
    assert_eq!(known, 2, "{:?}", state.fdb);
}

#[test]
fn a_repair_after_all_is_as_asked_has_nothing_to_do() {
    let host = converged();
    assert_eq!(host.repair(), Vec::<String>::new());
}

#[test]
fn what_somebody_takes_away_comes_back_with_all_it_had() {
    let asked = converged().state();
    for gone in ["vh-storage1", "vs-lan"] {
        let host = converged();
        host.edit(|world| {
            let change: Change = match gone {
                "vs-lan" => iovsh::backend::plan::BridgeChange::Delete { name: name(gone) }.into(),
                end => VethChange::Delete {
                    name: name(end),
                    port: name("vp-storage1"),
                }
                .into(),
            };
            world.apply(&change).unwrap();
        });
        host.repair();
        let now = host.state();
        let (was, is) = (
            asked.bridge(&name("vs-lan")).unwrap(),
            now.bridge(&name("vs-lan")).unwrap(),
        );
        assert_eq!((&is.ports, &is.port_vlans), (&was.ports, &was.port_vlans));
        for device in ["vh-storage1", "vh-storage2"] {
            assert_eq!(addresses(&now, device), addresses(&asked, device), "{gone}");
        }
    }
}

#[test]
fn a_start_of_the_host_brings_them_back_before_libvirt_runs() {
    let host = converged();
    let asked = host.state();
    host.edit(|world| {
        let ends = [
            ("vh-storage1", "vp-storage1"),
            ("vh-storage2", "vp-storage2"),
        ];
        for (end, port) in ends {
            let change = VethChange::Delete {
                name: name(end),
                port: name(port),
            };
            world.apply(&change.into()).unwrap();
        }
        let change = iovsh::backend::plan::BridgeChange::Delete {
            name: name("vs-lan"),
        };
        world.apply(&change.into()).unwrap();
    });
    host.restore();
    let now = host.state();
    let (was, is) = (
        asked.bridge(&name("vs-lan")).unwrap(),
        now.bridge(&name("vs-lan")).unwrap(),
    );
    assert_eq!((&is.ports, &is.port_vlans), (&was.ports, &was.port_vlans));
    assert_eq!(addresses(&now, "vh-storage1"), ["10.0.20.11/24"]);
    assert_eq!(
        now.link(&name("vh-storage1")).unwrap().mac,
        asked.link(&name("vh-storage1")).unwrap().mac
    );
}

#[test]
fn another_vlan_takes_no_address_away() {
    let host = converged();
    host.does(
        "Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName Storage1 -Access -VlanId 40",
    );
    let state = host.state();
    let bridge = state.bridge(&name("vs-lan")).unwrap();
    assert_eq!(bridge.vlans_of(&name("vp-storage1")), vlan(40));
    assert_eq!(addresses(&state, "vh-storage1"), ["10.0.20.11/24"]);
    assert_eq!(bridge.vlans_of(&name("vt-lan")).tagged.to_string(), "30,40");
}

#[test]
fn the_first_may_be_the_bridge_itself() {
    let host = Host::plain();
    host.does(SWITCH);
    host.does("Add-VMNetworkAdapter -ManagementOS -SwitchName lan");
    host.does(
        "Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName lan -Access -VlanId 10",
    );
    let state = host.state();
    let bridge = state.bridge(&name("vs-lan")).unwrap();
    assert_eq!(bridge.vlans_of(&name("vs-lan")), vlan(10));
    assert_eq!(bridge.vlans_of(&name("enp1s0f0")).tagged.to_string(), "10");
    host.does("Rename-VMNetworkAdapter -ManagementOS -Name lan -NewName Management");
    let run = host.does("(Get-NetAdapter 'vEthernet (Management)').InterfaceDescription");
    assert_eq!(run.objects, ["Hyper-V Virtual Ethernet Adapter"]);
    host.does("Remove-VMNetworkAdapter -ManagementOS -Name Management");
    let state = host.state();
    assert!(state.desired.host_adapters.is_empty());
    assert!(!state.desired.switches[0].allow_management_os);
}

#[test]
fn filters_stand_where_the_frames_of_the_host_pass() {
    use iovsh::backend::model::{Direction, FilterAction};
    for (own, port, direction) in [
        ("Storage1", "vp-storage1", Direction::FromGuest),
        // A bridge sees from above what a port sees from below.
        ("lan", "vs-lan", Direction::ToGuest),
    ] {
        let host = Host::plain();
        host.does(SWITCH);
        host.does(&format!(
            "Add-VMNetworkAdapter -ManagementOS -Name {own} -SwitchName lan"
        ));
        host.does(&format!(
            "Set-VMNetworkAdapter -ManagementOS -Name {own} -MaximumBandwidth 100000000"
        ));
        let state = host.state();
        let filters = state.filters_of(&name(port));
        let limit = filters
            .iter()
            .find(|f| f.action == FilterAction::Limit(100));
        assert_eq!(
            limit.map(|f| f.direction),
            Some(direction),
            "{own}: {filters:?}"
        );
        host.does(&format!(
            "Add-VMNetworkAdapterAcl -ManagementOS -VMNetworkAdapterName {own} -RemoteIPAddress 10.0.0.0/8 -Direction Outbound -Action Deny"
        ));
        let run = host.does("Get-VMNetworkAdapterAcl -ManagementOS | % { \"$($_.ParentAdapter.Name) $($_.Action)\" }");
        assert_eq!(run.objects, [format!("{own} Deny")]);
        host.does("Get-VMNetworkAdapterAcl -ManagementOS | Remove-VMNetworkAdapterAcl");
        host.does(&format!(
            "Set-VMNetworkAdapter -ManagementOS -Name {own} -MaximumBandwidth 0"
        ));
        assert!(host.state().filters_of(&name(port)).is_empty());
    }
}

#[test]
fn one_that_the_host_is_reached_by_is_not_removed() {
    let scripts = [
        "Remove-VMNetworkAdapter -ManagementOS -Name Storage1",
        "Set-VMSwitch lan -AllowManagementOS $false",
        "Remove-VMSwitch lan -Force",
    ];
    for script in scripts {
        let host = converged();
        host.edit(|world| {
            let mut links = world.state.links.iter_mut();
            let own = links.find(|l| l.name.as_str() == "vh-storage1").unwrap();
            own.default_route = true;
        });
        let before = host.state();
        let (id, text) = host.refuses(script);
        assert_eq!(id, "NetAdapter.ManagementPath", "{script}");
        assert!(text.contains("default route"), "{text}");
        assert_eq!(host.state(), before, "{script}");
    }
}

#[test]
fn the_nic_below_is_not_taken_from_what_stands_on_the_switch() {
    let host = Host::plain();
    host.does(SWITCH);
    host.does("Add-VMNetworkAdapter -ManagementOS -Name Storage1 -SwitchName lan");
    host.edit(|world| {
        let mut links = world.state.links.iter_mut();
        let own = links.find(|l| l.name.as_str() == "vh-storage1").unwrap();
        own.default_route = true;
    });
    let (id, text) = host.refuses("Disable-NetAdapter enp1s0f0 -Confirm:$false");
    assert_eq!(id, "NetAdapter.ManagementPath");
    assert!(text.contains("vh-storage1"), "{text}");
}

#[test]
fn removing_them_leaves_nothing() {
    let host = Host::plain();
    let before = host.state();
    host.does(SWITCH);
    host.does("Add-VMNetworkAdapter -ManagementOS -Name a -SwitchName lan; Add-VMNetworkAdapter -ManagementOS -Name b -SwitchName lan");
    host.does(
        "New-NetIPAddress 10.0.20.11 -InterfaceAlias 'vEthernet (a)' -PrefixLength 24 | Out-Null",
    );
    host.does("Remove-VMNetworkAdapter -ManagementOS -Name b");
    host.does("Set-VMSwitch lan -AllowManagementOS $false");
    let state = host.state();
    assert!(state.desired.host_adapters.is_empty());
    assert!(state.links.iter().all(|link| link.peer.is_none()));
    let run = host.does("@(Get-NetIPAddress | ? InterfaceAlias -like '*(a)*').Count");
    assert_eq!(run.objects, ["0"]);
    host.does("Remove-VMSwitch lan -Force; Set-NetAdapterSriov enp1s0f0 -NumVFs 0");
    let after = host.state();
    let names = |state: &State| {
        state
            .links
            .iter()
            .map(|l| l.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&after), names(&before));
}

#[test]
fn a_switch_that_is_removed_takes_the_addresses_of_its_adapters_from_the_nics() {
    for switch in [SWITCH, TEAM] {
        let host = Host::plain();
        host.does(switch);
        host.does(
            "Add-VMNetworkAdapter -ManagementOS -Name Storage -SwitchName lan
             Add-VMNetworkAdapter -ManagementOS -Name Management -SwitchName lan",
        );
        let filters = |state: &State| {
            let places = state.fdb.iter().map(|entry| entry.place);
            places.filter(|place| *place == FdbPlace::Filter).count()
        };
        assert!(filters(&host.state()) >= 2);
        host.does("Remove-VMSwitch lan -Force");
        assert_eq!(host.state().fdb, [], "{switch}");
    }
}

#[test]
fn what_cannot_be_on_one_is_refused_and_changes_nothing() {
    let host = converged();
    let before = host.state().desired;
    for (script, wanted) in [
        (
            "Set-VMNetworkAdapter -ManagementOS -Name Storage1 -IovWeight 50",
            "HostAdapter.Unfit",
        ),
        (
            "Set-VMNetworkAdapter -ManagementOS -Name Storage1 -AllowTeaming On",
            "HostAdapter.Unfit",
        ),
        (
            "Add-VMNetworkAdapter -ManagementOS -Name storage1 -SwitchName lan",
            "Adapter.NameInUse",
        ),
        (
            "Rename-VMNetworkAdapter -ManagementOS -Name Storage1 -NewName STORAGE2",
            "Adapter.NameInUse",
        ),
        (
            "Rename-NetAdapter 'vEthernet (Storage1)' enp1s0f0",
            "NetAdapter.NameInUse",
        ),
        (
            "Rename-NetAdapter 'vEthernet (Storage1)' 'vEthernet (Storage2)'",
            "NetAdapter.NameInUse",
        ),
        (
            "Set-VMNetworkAdapterTeamMapping -ManagementOS -VMNetworkAdapterName Storage1 -PhysicalNetAdapterName eno1",
            "InvalidParameter",
        ),
        (
            "Add-VMNetworkAdapter -ManagementOS -Name x -SwitchName none",
            "ObjectNotFound",
        ),
        (
            "Set-VMNetworkAdapter -ManagementOS -Name none -MaximumBandwidth 5000000",
            "ObjectNotFound",
        ),
        (
            "Get-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName none",
            "ObjectNotFound",
        ),
        (
            "Remove-VMNetworkAdapter -ManagementOS -Name $null",
            "ObjectNotFound",
        ),
        (
            "Add-VMNetworkAdapter -ManagementOS -Name x -SwitchName lan -StaticMacAddress 01005E000001",
            "InvalidParameter",
        ),
    ] {
        let errors = host.run(script).errors;
        let ids: Vec<&str> = errors
            .iter()
            .filter_map(|(id, _)| id.split(',').next())
            .collect();
        assert_eq!(ids, [wanted], "{script}: {errors:?}");
        assert_eq!(host.state().desired, before, "{script}");
    }
}

#[test]
fn an_interface_is_found_by_each_of_its_names() {
    let host = converged();
    host.does("Rename-NetAdapter 'vEthernet (Storage2)' SMB2");
    for (given, shown) in [
        ("'vEthernet (Storage1)'", "vEthernet (Storage1)"),
        ("vh-storage1", "vEthernet (Storage1)"),
        ("'VETHERNET (storage1)'", "vEthernet (Storage1)"),
        ("smb2", "SMB2"),
    ] {
        let run = host.does(&format!("(Get-NetAdapter {given}).Name; (Get-NetIPAddress -InterfaceAlias {given}).InterfaceAlias"));
        assert_eq!(run.objects, [shown, shown], "{given}");
    }
    let run = host.does("@(Get-NetAdapter 'vEthernet*').Count; @(Get-NetAdapter | ? InterfaceDescription -like 'Hyper-V*').Count");
    assert_eq!(run.objects, ["1", "2"]);
    let note = host
        .state()
        .link(&name("vh-storage2"))
        .unwrap()
        .note
        .clone();
    assert_eq!(note.as_deref(), Some("SMB2"));
    let run = host.does("(Get-VMNetworkAdapter -ManagementOS | sort Name).Name");
    assert_eq!(run.objects, ["Storage1", "Storage2"]);
}

#[test]
fn a_pair_does_not_make_the_switch_slower() {
    let host = Host::plain();
    host.does("Set-NetAdapterAdvancedProperty enp1s0f0 -RegistryKeyword '*JumboPacket' -RegistryValue 9014 -WarningAction Ignore");
    host.does(SWITCH);
    host.does("Add-VMNetworkAdapter -ManagementOS -Name a -SwitchName lan");
    let state = host.state();
    let mtu = |device: &str| state.link(&name(device)).unwrap().mtu;
    assert_eq!(mtu("vh-a"), mtu("enp1s0f0"));
    assert_eq!(mtu("vp-a"), mtu("enp1s0f0"));
}

const MANAGED: &str =
    "New-VMSwitch mg -NetAdapterName eno1 -AllowManagementOS $true -Force | Out-Null";

/// The bridge of a switch is an adapter of the host too: its addresses would go to a port of the switch.
#[test]
fn the_bridge_that_the_host_is_reached_by_is_not_removed() {
    for script in [
        "Set-VMSwitch mg -AllowManagementOS $false",
        "Get-VMNetworkAdapter -ManagementOS | Remove-VMNetworkAdapter -Confirm:$false",
    ] {
        let host = Host::plain();
        host.does(MANAGED);
        let before = host.state();
        let (id, text) = host.refuses(script);
        assert_eq!(id, "NetAdapter.ManagementPath", "{script}");
        assert!(text.contains("'vEthernet (mg)' carries"), "{text}");
        assert_eq!(host.state().links, before.links, "{script}");
        // Without the switch the network adapter is free, and has its addresses again.
        host.does("Remove-VMSwitch mg -Force");
        let state = host.state();
        let nic = state.link(&name("eno1")).unwrap();
        assert!(nic.default_route && nic.master.is_none());
    }
}

#[test]
fn a_plain_address_that_nobody_reaches_any_more_is_told() {
    let host = Host::plain();
    host.does("New-VMSwitch lan -NetAdapterName enp1s0f0 -AllowManagementOS $true -WarningAction Ignore | Out-Null; New-NetIPAddress 10.9.9.9 -InterfaceAlias 'vEthernet (lan)' -PrefixLength 24 | Out-Null");
    let run = host.does("Set-VMSwitch lan -AllowManagementOS $false");
    let told = |warning: &String| warning.contains("10.9.9.9/24 goes to enp1s0f0");
    assert!(run.warnings.iter().any(told), "{:?}", run.warnings);
    let host = Host::plain();
    let run = host.does(&MANAGED.replace("$true", "$false"));
    let told = |warning: &String| warning.contains("'eno1' carries the host's default route");
    assert!(run.warnings.iter().any(told), "{:?}", run.warnings);
}

#[test]
fn another_vlan_for_what_the_host_is_reached_by_is_told() {
    let host = Host::plain();
    host.does(MANAGED);
    let set = "Set-VMNetworkAdapterVlan -ManagementOS -Access -VlanId 7";
    let told = |warning: &String| warning.contains("'vEthernet (mg)' carries the host's");
    let run = host.does(set);
    assert!(run.warnings.iter().any(told), "{:?}", run.warnings);
    let again = host.does(set);
    assert!(!again.warnings.iter().any(told), "{:?}", again.warnings);
}
