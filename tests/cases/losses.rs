//! What the host itself lives on is not taken from it, wherever it hangs on a NIC.

use iovsh::backend::model::{InterfaceName, LinkKind, NetAdapter};

use crate::Host;
use iovsh::backend::agent::Report;

const SWITCH: &str = "New-VMSwitch lan -NetAdapterName nic0 -EnableIov $true";

fn link(host: &Host, name: &str) -> NetAdapter {
    let state = host.state();
    let mut links = state.links.iter();
    links
        .find(|link| link.name.as_str() == name)
        .expect("an interface")
        .clone()
}

#[test]
fn a_vf_that_the_host_uses_is_not_taken() {
    for script in [
        "Set-NetAdapterSriov nic0 -NumVFs 2",
        "Disable-NetAdapterSriov nic0",
        "Set-NetAdapterSriov nic0 -Enabled $false",
    ] {
        let host = Host::of("host-uses-vf");
        let (id, text) = host.refuses(script);
        assert_eq!(id, "Iov.VfInUse", "{script}");
        assert!(
            text.contains("nic0v0 is up and has the host's default route"),
            "{text}"
        );
        assert!(link(&host, "nic0v0").default_route);
        host.does(&format!("{script} -Force"));
        assert!(
            host.state()
                .links
                .iter()
                .all(|link| link.name.as_str() != "nic0v0")
        );
    }
}

#[test]
fn a_program_that_may_have_a_vf_keeps_it() {
    let host = Host::of("vfs-on-vfio-pci");
    for script in [
        "Set-NetAdapterSriov nic0 -NumVFs 2",
        "Disable-NetAdapterSriov nic0",
    ] {
        let (id, text) = host.refuses(script);
        assert_eq!(id, "Iov.VfInUse", "{script}");
        assert!(text.contains("is bound to vfio-pci"), "{text}");
    }
    assert_eq!(host.state().functions[0].num_vfs, 3);
}

#[test]
fn an_address_on_a_vlan_of_the_nic_is_seen() {
    let host = Host::of("vlan-on-nic-has-default-route");
    let (id, text) = host.refuses(SWITCH);
    assert_eq!(id, "NetAdapter.ManagementPath");
    assert!(text.contains("nic0.100"), "{text}");
    assert_eq!(
        host.refuses("Set-NetAdapterSriov nic0 -NumVFs 2").0,
        "NetAdapter.ManagementPath"
    );
    assert!(host.state().desired.switches.is_empty());
}

/// Devices between the NIC and the address, from the NIC on: a name, its kind, and whether the NIC is part of it or below it.
type Tower = (&'static str, &'static [(&'static str, LinkKind, bool)]);

#[test]
fn an_address_anywhere_above_the_nic_is_seen() {
    let towers: [Tower; 6] = [
        (
            "a VLAN on a bridge",
            &[
                ("br0", LinkKind::Bridge, true),
                ("br0.7", LinkKind::Vlan, false),
            ],
        ),
        (
            "a bridge on a bond",
            &[
                ("bond0", LinkKind::Bond, true),
                ("br0", LinkKind::Bridge, true),
            ],
        ),
        (
            "a bridge on a VLAN on a bond",
            &[
                ("bond0", LinkKind::Bond, true),
                ("bond0.7", LinkKind::Vlan, false),
                ("br7", LinkKind::Bridge, true),
            ],
        ),
        ("a macvlan", &[("mv0", LinkKind::Other, false)]),
        (
            "a VLAN in a VLAN",
            &[
                ("nic0.5", LinkKind::Vlan, false),
                ("inner", LinkKind::Vlan, false),
            ],
        ),
        ("a team", &[("team0", LinkKind::Bond, true)]),
    ];
    for (name, tower) in towers {
        let host = Host::of("vlan-on-nic-has-default-route");
        host.edit(|world| {
            world
                .state
                .links
                .retain(|link| link.name.as_str() != "nic0.100");
            let mut below: InterfaceName = "nic0".parse().unwrap();
            for (at, (device, kind, is_part)) in (0..).zip(tower) {
                let device: InterfaceName = device.parse().unwrap();
                if *is_part {
                    let mut links = world.state.links.iter_mut();
                    links.find(|link| link.name == below).unwrap().master = Some(device.clone());
                }
                world.state.links.push(NetAdapter {
                    name: device.clone(),
                    index: 100 + at,
                    kind: *kind,
                    up: true,
                    carrier: true,
                    lower: (!is_part).then_some(below),
                    ..NetAdapter::default()
                });
                below = device;
            }
            let top = world.state.links.last_mut().unwrap();
            (top.default_route, top.addresses) = (true, vec!["192.0.2.10/24".to_owned()]);
        });
        let (id, text) = host.refuses(SWITCH);
        assert_eq!(id, "NetAdapter.ManagementPath", "{name}");
        assert!(text.contains(tower.last().unwrap().0), "{name}: {text}");
        assert_eq!(
            host.refuses("Set-NetAdapterSriov nic0 -NumVFs 2").0,
            "NetAdapter.ManagementPath",
            "{name}"
        );
    }
}

#[test]
fn a_bond_with_another_member_keeps_the_host_reachable() {
    let host = Host::of("vlan-on-nic-has-default-route");
    host.edit(|world| {
        world
            .state
            .links
            .retain(|link| link.name.as_str() != "nic0.100");
        for nic in &mut world.state.links {
            if nic.name.as_str().starts_with("nic") {
                nic.master = Some("bond0".parse().unwrap());
            }
        }
        world.state.links.push(NetAdapter {
            name: "bond0".parse().unwrap(),
            index: 100,
            kind: LinkKind::Bond,
            up: true,
            carrier: true,
            default_route: true,
            addresses: vec!["192.0.2.10/24".to_owned()],
            ..NetAdapter::default()
        });
    });
    host.does("Set-NetAdapterSriov nic0 -NumVFs 2");
    assert_eq!(host.refuses(SWITCH).0, "NetAdapter.HasMaster");
}

#[test]
fn the_hosts_addresses_go_with_the_nic_and_come_back() {
    let host = Host::of("forced-out-of-the-hosts-bridge");
    let (id, text) = host.refuses(SWITCH);
    assert_eq!(id, "NetAdapter.ManagementPath");
    assert!(text.contains("br0"), "{text}");
    host.does(&format!("{SWITCH} -AllowManagementOS $true -Force"));
    let (old, new) = (link(&host, "br0"), link(&host, "vs-lan"));
    assert!(old.addresses.is_empty() && !old.default_route);
    assert_eq!(
        (new.addresses, new.default_route),
        (vec!["192.0.2.20/24".to_owned()], true)
    );
    host.does("Remove-VMSwitch lan -Force");
    let old = link(&host, "br0");
    assert_eq!(
        (old.addresses, old.default_route),
        (vec!["192.0.2.20/24".to_owned()], true)
    );
    assert_eq!(link(&host, "nic0").master.unwrap().as_str(), "br0");
}

#[test]
fn what_stays_behind_is_told() {
    let host = Host::of("forced-out-of-the-hosts-bridge");
    let run = host.does(&format!("{SWITCH} -AllowManagementOS $false -Force"));
    let told = |warning: &String| warning.contains("'br0' carries the host's default route");
    assert!(run.warnings.iter().any(told), "{:?}", run.warnings);
}

#[test]
fn the_number_of_vfs_of_the_management_nic_needs_force() {
    let host = Host::of("vf-count-on-management-nic");
    assert_eq!(
        host.refuses("Set-NetAdapterSriov nic0 -NumVFs 4").0,
        "NetAdapter.ManagementPath"
    );
    host.does("Set-NetAdapterSriov nic0 -NumVFs 4 -Force");
    for script in [
        "Disable-NetAdapterSriov nic0",
        "Set-NetAdapterSriov nic0 -Reset",
    ] {
        assert_eq!(
            host.refuses(script).0,
            "NetAdapter.ManagementPath",
            "{script}"
        );
    }
    host.does("Disable-NetAdapterSriov nic0 -Force; Enable-NetAdapterSriov nic0 -Force");
    assert_eq!(host.state().functions[0].num_vfs, 4);
}

#[test]
fn all_vfs_come_back_before_the_host_goes_down() {
    let host = Host::of("rate-refused");
    host.does(&format!("{}; Start-VM web1", crate::set_up("")));
    assert_eq!(host.state().desired.claims.len(), 1);
    let told = host.take_back();
    assert!(!told.is_empty());
    let state = host.state();
    let vm = state.vm_named("web1").unwrap();
    assert!(vm.state.is_active() && vm.adapters[0].vf.is_none());
    assert!(state.desired.claims.is_empty());
    assert!(host.take_back().is_empty(), "there is none left");
    host.does("Save-VM web1");
}

#[test]
fn a_machine_that_keeps_its_vf_when_the_host_goes_down_is_named() {
    let host = Host::of("rate-refused");
    host.does(&format!(
        "{}; Start-VM web1; Suspend-VM web1",
        crate::set_up("")
    ));
    let told = host.take_back();
    let names_it = |report: &Report| matches!(report, Report::Warning(text) if text.contains("'web1'") && text.contains("paused"));
    assert!(told.iter().any(names_it), "{told:?}");
    assert_eq!(host.state().desired.claims.len(), 1);
}
