//! Paravirtual ports that are kept to a member of a team: which way they go, and what becomes of them when that member fails.

use iovsh::backend::model::{AdapterAlias, FdbPlace, InterfaceName, Uuid};

use crate::Host;

const TEAM: &str = "New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 | Out-Null
    Connect-VMNetworkAdapter web1, web2 -SwitchName lan
    Start-VM web1, web2";
const KEEP: &str = "Set-VMNetworkAdapterTeamMapping -VMName web2 -PhysicalNetAdapterName enp1s0f1";

fn name(text: &str) -> InterfaceName {
    text.parse().unwrap()
}

fn filters(host: &Host, device: &str) -> usize {
    host.state().filters_of(&name(device)).len()
}

/// The NICs whose filters know the address of this machine's adapter.
fn known_by(host: &Host, vm: &str) -> Vec<String> {
    let state = host.state();
    let mac = state.vm_named(vm).unwrap().adapters[0].mac;
    let entries = state.fdb.iter();
    let entries = entries.filter(|e| e.place == FdbPlace::Filter && e.mac == mac);
    entries.map(|e| e.device.to_string()).collect()
}

fn end(host: &Host, vm: &str) -> (Uuid, AdapterAlias) {
    let vm = host.state().vm_named(vm).unwrap().clone();
    (vm.id, vm.adapters[0].alias.clone())
}

fn kept() -> Host {
    let host = Host::plain();
    host.does(TEAM);
    host.does(KEEP);
    host
}

#[test]
fn a_port_goes_by_the_member_that_was_chosen() {
    let host = kept();
    let bond = host.state().teams[0].clone();
    assert_eq!(bond.active, Some(name("enp1s0f0")));
    assert_eq!(known_by(&host, "web2"), ["enp1s0f1"]);
    assert_eq!(host.way(end(&host, "web2")), Some(name("enp1s0f1")));
    assert_eq!(host.way(end(&host, "web1")), Some(name("enp1s0f0")));
    assert_eq!(host.repair(), Vec::<String>::new());
    // Without the mapping nothing is left of it.
    host.does("Remove-VMNetworkAdapterTeamMapping -VMName web2");
    for device in ["vt-lan", "enp1s0f0", "enp1s0f1"] {
        assert_eq!(filters(&host, device), 0, "{device}");
    }
    assert_eq!(host.way(end(&host, "web2")), Some(name("enp1s0f0")));
}

/// What waits for nothing needs no exception.
#[test]
fn the_active_member_keeps_whom_it_carries_anyway() {
    let host = Host::plain();
    host.does(TEAM);
    host.does(&KEEP.replace("enp1s0f1", "enp1s0f0"));
    assert_eq!(filters(&host, "vt-lan"), 0);
}

#[test]
fn a_member_that_fails_keeps_nobody() {
    let host = kept();
    host.edit(|world| world.set_carrier(&name("enp1s0f1"), false));
    assert_eq!(
        host.way(end(&host, "web2")),
        None,
        "it is lost until the agent looks"
    );
    host.repair();
    assert_eq!(host.way(end(&host, "web2")), Some(name("enp1s0f0")));
    host.edit(|world| world.set_carrier(&name("enp1s0f1"), true));
    host.repair();
    assert_eq!(host.way(end(&host, "web2")), Some(name("enp1s0f1")));
    // The active one fails: the other one carries all, and there is nothing left to tell apart.
    host.edit(|world| world.set_carrier(&name("enp1s0f0"), false));
    host.repair();
    assert_eq!(filters(&host, "vt-lan"), 0);
    assert_eq!(host.way(end(&host, "web1")), Some(name("enp1s0f1")));
    assert_eq!(host.way(end(&host, "web2")), Some(name("enp1s0f1")));
}

#[test]
fn a_member_that_leaves_keeps_nobody_and_has_no_filters() {
    let host = kept();
    host.does("Remove-VMSwitchTeamMember lan -NetAdapterName enp1s0f1");
    assert_eq!(filters(&host, "enp1s0f1") + filters(&host, "vt-lan"), 0);
    assert_eq!(host.way(end(&host, "web2")), Some(name("enp1s0f0")));
    host.does("Add-VMSwitchTeamMember lan -NetAdapterName enp1s0f1");
    assert_eq!(host.way(end(&host, "web2")), Some(name("enp1s0f1")));
    host.does("Stop-VM web1, web2 -TurnOff -Force; Remove-VMSwitch lan -Force");
    assert!(
        host.state().filters.is_empty(),
        "{:?}",
        host.state().filters
    );
}

/// The address of a guest on a virtual function is at that function's port: nothing that it sends to all may be dropped.
#[test]
fn a_virtual_function_needs_no_filter() {
    let host = Host::plain();
    host.does(
        "New-VMSwitch lan -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
         Connect-VMNetworkAdapter web2 -SwitchName lan
         Set-VMNetworkAdapter web2 -IovWeight 100",
    );
    host.does(KEEP);
    host.does("Start-VM web2");
    host.repair();
    assert_eq!(
        host.does("(Get-VMNetworkAdapter web2).IovUsage").text(),
        "1"
    );
    assert_eq!(filters(&host, "vt-lan") + filters(&host, "enp1s0f1"), 0);
    host.does("Set-VMNetworkAdapter web2 -IovWeight 0");
    host.repair();
    assert_eq!(host.way(end(&host, "web2")), Some(name("enp1s0f1")));
}

/// The host's own adapters can be kept to a member as well.
#[test]
fn an_adapter_of_the_host_is_kept_to_its_member() {
    let host = kept();
    host.does("Add-VMNetworkAdapter -ManagementOS -Name Storage -SwitchName lan
         Set-VMNetworkAdapterTeamMapping -ManagementOS -VMNetworkAdapterName Storage -PhysicalNetAdapterName enp1s0f1");
    assert_eq!(filters(&host, "vt-lan"), 2);
    assert_eq!(host.repair(), Vec::<String>::new());
    host.does("Remove-VMNetworkAdapter -ManagementOS -Name Storage");
    assert_eq!(filters(&host, "vt-lan"), 1);
}
