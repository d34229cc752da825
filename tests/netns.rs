//! rtnetlink against the running kernel, in a network namespace of its own.
//!
//! Each test runs itself again inside a new namespace (`unshare`, from util-linux, as root or in a user namespace). Skipped, with
//! the reason printed, where that is not permitted.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

#[path = "laws/kernel.rs"]
mod kernel;

use std::process::Command;

use iovsh::backend::linux::LinuxMachine;
use iovsh::backend::linux::libvirt::Endpoint;
use iovsh::backend::linux::netlink::{LinkMonitor, Moved, Netlink};
use iovsh::backend::linux::sysfs::Sysfs;
use iovsh::backend::model::{
    Cidr, FdbEntry, FdbPlace, InterfaceName, MacAddress, Nat, NatMapping, NeighborState,
    NicSetting, PortProtocol, PortVlans, Share, VfAttributes, VlanId,
};
use iovsh::backend::plan::{
    BridgeChange, Change, FdbChange, FilterChange, IpChange, LinkChange, NatChange, NeighborRef,
    NeighborSpec, NicChange, VethChange,
};
use iovsh::backend::state::Store;
use iovsh::backend::{Machine, Scope, State};

const INSIDE: &str = "IOVSH_TEST_INSIDE_NAMESPACE";
const EEXIST: i32 = 17;
const ENODEV: i32 = 19;
const EINVAL: i32 = 22;
const EOPNOTSUPP: i32 = 95;

/// True inside the namespace. Outside it runs the test of this name there and answers false.
fn inside(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    if Command::new("ip").arg("-V").output().is_err() {
        eprintln!("SKIPPED: iproute2 is not installed");
        return false;
    }
    let probe = |options: &[&str]| {
        Command::new("unshare")
            .args(options)
            .arg("true")
            .output()
            .is_ok_and(|output| output.status.success())
    };
    let Some(options) = [&["-n"][..], &["-r", "-n"][..]]
        .into_iter()
        .find(|options| probe(options))
    else {
        eprintln!("SKIPPED: a network namespace cannot be made here");
        return false;
    };
    let output = Command::new("unshare")
        .args(options)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "inside the namespace: {text}");
    for line in text.lines().filter(|line| line.starts_with("SKIPPED")) {
        eprintln!("{line}");
    }
    false
}

fn name(text: &str) -> InterfaceName {
    text.parse().unwrap()
}

fn mac(last: u8) -> MacAddress {
    MacAddress([0x52, 0x54, 0, 0, 0, last])
}

fn ip(arguments: &str) {
    let status = Command::new("ip")
        .args(arguments.split_whitespace())
        .status()
        .expect("iproute2 is installed");
    assert!(status.success(), "ip {arguments}");
}

fn shown(arguments: &str) -> String {
    let output = Command::new("ip")
        .args(arguments.split_whitespace())
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_new_namespace_has_the_loopback_device_only() {
    if !inside("a_new_namespace_has_the_loopback_device_only") {
        return;
    }
    let links = Netlink::route().links().unwrap();
    assert!(
        links
            .iter()
            .any(|link| link.loopback && link.name.as_str() == "lo")
    );
    assert!(links.iter().all(|link| link.pci.is_none()));
}

#[test]
fn a_bridge_and_its_ports() {
    if !inside("a_bridge_and_its_ports") {
        return;
    }
    let netlink = Netlink::route();
    netlink.create_bridge(&name("br0"), mac(1), false).unwrap();
    let again = netlink
        .create_bridge(&name("br0"), mac(1), false)
        .unwrap_err();
    assert_eq!(again.errno, EEXIST);
    let bridge = netlink.link(&name("br0")).unwrap();
    assert_eq!(bridge.kind.as_deref(), Some("bridge"));
    assert_eq!((bridge.mac, bridge.up), (mac(1), false));
    ip("link add p0 type veth peer name p1");
    let port = netlink.link(&name("p0")).unwrap();
    netlink.set_master(port.index, Some(bridge.index)).unwrap();
    netlink.set_up(bridge.index, true).unwrap();
    netlink.set_up(port.index, true).unwrap();
    let port = netlink.link(&name("p0")).unwrap();
    assert_eq!(port.master, Some(bridge.index));
    assert!(port.up);
    assert!(netlink.link(&name("br0")).unwrap().up);
    // The bridge keeps its own address whatever ports come.
    assert_eq!(netlink.link(&name("br0")).unwrap().mac, mac(1));
    netlink.set_master(port.index, None).unwrap();
    assert_eq!(netlink.link(&name("p0")).unwrap().master, None);
    netlink.delete_link(bridge.index).unwrap();
    assert_eq!(netlink.link(&name("br0")).unwrap_err().errno, ENODEV);
}

#[test]
fn the_kernels_own_words_about_a_refusal() {
    if !inside("the_kernels_own_words_about_a_refusal") {
        return;
    }
    let netlink = Netlink::route();
    ip("link add p0 type veth peer name p1");
    let port = netlink.link(&name("p0")).unwrap();
    let error = netlink.set_mtu(port.index, 1).unwrap_err();
    assert_eq!(error.errno, EINVAL);
    assert!(error.words().contains("mtu"), "{error}");
    netlink.set_mtu(port.index, 9000).unwrap();
    assert_eq!(netlink.link(&name("p0")).unwrap().mtu, 9000);
}

#[test]
fn a_device_without_vfs_refuses_every_knob() {
    if !inside("a_device_without_vfs_refuses_every_knob") {
        return;
    }
    let netlink = Netlink::route();
    ip("link add p0 type veth peer name p1");
    let port = netlink.link(&name("p0")).unwrap();
    assert!(netlink.vfs(port.index, true).unwrap().is_empty());
    let wishes = [
        VfAttributes {
            mac: Some(mac(9)),
            ..VfAttributes::default()
        },
        VfAttributes {
            spoof_check: Some(true),
            ..VfAttributes::default()
        },
        VfAttributes {
            vlan: Some(Default::default()),
            ..VfAttributes::default()
        },
    ];
    for wish in wishes {
        let error = netlink.set_vf(port.index, 0, &wish).unwrap_err();
        assert_eq!(error.errno, EOPNOTSUPP, "{error}");
    }
}

#[test]
fn links_that_come_are_heard_of() {
    if !inside("links_that_come_are_heard_of") {
        return;
    }
    let mut monitor = LinkMonitor::open().unwrap();
    ip("link add p0 type veth peer name p1");
    let mut heard = std::collections::BTreeSet::new();
    while heard.len() < 2 {
        match monitor.wait().unwrap() {
            Moved::Link(name) => heard.insert(name),
            Moved::Lost => panic!("messages were lost"),
        };
    }
    assert!(heard.contains("p0") && heard.contains("p1"), "{heard:?}");
}

#[test]
fn addresses_in_a_devices_own_filter() {
    if !inside("addresses_in_a_devices_own_filter") {
        return;
    }
    let netlink = Netlink::route();
    ip("link add p0 type veth peer name p1");
    ip("link add p2 type veth peer name p3");
    let (port, other) = (
        netlink.link(&name("p0")).unwrap(),
        netlink.link(&name("p2")).unwrap(),
    );
    assert_eq!(netlink.fdb(port.index).unwrap(), []);
    netlink.add_fdb(port.index, mac(3)).unwrap();
    netlink.add_fdb(port.index, mac(2)).unwrap();
    netlink.add_fdb(other.index, mac(4)).unwrap();
    assert_eq!(
        netlink.add_fdb(port.index, mac(2)).unwrap_err().errno,
        EEXIST
    );
    assert_eq!(netlink.fdb(port.index).unwrap(), [mac(2), mac(3)]);
    netlink.remove_fdb(port.index, mac(3)).unwrap();
    assert!(netlink.remove_fdb(port.index, mac(3)).is_err());
    assert_eq!(netlink.fdb(port.index).unwrap(), [mac(2)]);
    assert_eq!(netlink.fdb(other.index).unwrap(), [mac(4)]);
}

#[test]
fn a_ports_vlan_on_a_filtering_bridge() {
    if !inside("a_ports_vlan_on_a_filtering_bridge") {
        return;
    }
    let netlink = Netlink::route();
    match netlink.create_bridge(&name("br0"), mac(1), true) {
        Ok(()) => {}
        Err(error) if error.errno == EOPNOTSUPP => {
            eprintln!("SKIPPED: this kernel has no bridge VLAN filtering");
            return;
        }
        Err(error) => panic!("{error}"),
    }
    let bridge = netlink.link(&name("br0")).unwrap();
    assert!(bridge.vlan_filtering);
    ip("link add p0 type veth peer name p1");
    let port = netlink.link(&name("p0")).unwrap();
    netlink.set_master(port.index, Some(bridge.index)).unwrap();
    for wanted in [
        PortVlans {
            untagged: VlanId::try_from(100).ok(),
            tagged: "1-3,200".parse().unwrap(),
        },
        PortVlans::default(),
    ] {
        netlink.set_port_vlans(port.index, false, &wanted).unwrap();
        let all = netlink.port_vlans().unwrap();
        assert_eq!(all[&port.index].vlans(), wanted);
    }
}

#[test]
fn addresses_and_routes_move_to_a_bridge_and_back() {
    if !inside("addresses_and_routes_move_to_a_bridge_and_back") {
        return;
    }
    let netlink = Netlink::route();
    ip("link add p0 type veth peer name p1");
    ip("link set p0 up");
    ip("link set p1 up");
    ip("addr add 192.0.2.10/24 dev p0");
    ip("addr add 198.51.100.1/32 dev p0");
    ip("route add default via 192.0.2.1 dev p0 metric 50");
    ip("route add 203.0.113.0/24 via 192.0.2.2 dev p0");
    netlink.create_bridge(&name("br0"), mac(1), false).unwrap();
    let (port, bridge) = (
        netlink.link(&name("p0")).unwrap(),
        netlink.link(&name("br0")).unwrap(),
    );
    netlink.set_master(port.index, Some(bridge.index)).unwrap();
    netlink.set_up(bridge.index, true).unwrap();
    let routes = |device: &str| {
        let mut lines: Vec<String> = shown(&format!("-4 route show dev {device}"))
            .lines()
            .map(|line| line.replace("linkdown", "").trim().to_owned())
            .collect();
        lines.sort();
        lines
    };
    let before = routes("p0");
    assert_eq!(before.len(), 3);
    assert_eq!(
        netlink
            .default_route_links()
            .unwrap()
            .into_iter()
            .collect::<Vec<_>>(),
        [port.index]
    );
    for (from, to, from_name, to_name) in [
        (port.index, bridge.index, "p0", "br0"),
        (bridge.index, port.index, "br0", "p0"),
    ] {
        netlink.move_ip(from, to).unwrap();
        assert_eq!(routes(to_name), before);
        assert_eq!(routes(from_name), Vec::<String>::new());
        let global: Vec<(u32, String)> = netlink
            .addresses()
            .unwrap()
            .into_iter()
            .filter(|address| {
                address.global && address.address.is_ipv4() && !address.address.is_loopback()
            })
            .map(|address| {
                (
                    address.index,
                    format!("{}/{}", address.address, address.prefix),
                )
            })
            .collect();
        assert_eq!(
            global,
            [
                (to, "192.0.2.10/24".to_owned()),
                (to, "198.51.100.1/32".to_owned())
            ]
        );
    }
}

#[test]
fn what_is_taken_down_and_brought_up_has_its_addresses_and_routes() {
    if !inside("what_is_taken_down_and_brought_up_has_its_addresses_and_routes") {
        return;
    }
    ip("link add one type veth peer name two");
    ip("link set one up");
    ip("link set two up");
    ip("address add 192.0.2.5/24 dev one");
    ip("address add 2001:db8::5/64 dev one nodad");
    ip("route add 198.51.100.0/24 via 192.0.2.1");
    ip("-6 route add 2001:db8:1::/48 via 2001:db8::1");
    let machine = LinuxMachine::with(
        Sysfs::at("/"),
        Store::in_memory(),
        Endpoint::at(std::path::Path::new("/nonexistent"), "qemu:///system"),
    );
    let set = |up| {
        Change::Link(LinkChange::Set {
            interface: name("one"),
            up,
        })
    };
    machine.apply(&set(false)).unwrap();
    let down = shown("-6 address show dev one") + &shown("route show");
    assert!(
        !down.contains("2001:db8::5") && !down.contains("198.51.100"),
        "{down}"
    );
    machine.apply(&set(true)).unwrap();
    let up = shown("address show dev one") + &shown("route show") + &shown("-6 route show");
    for wanted in [
        "192.0.2.5/24",
        "2001:db8::5/64",
        "198.51.100.0/24 via",
        "2001:db8:1::/48 via",
    ] {
        assert!(up.contains(wanted), "{wanted} is gone: {up}");
    }
}

#[test]
fn what_cannot_be_moved_stays() {
    if !inside("what_cannot_be_moved_stays") {
        return;
    }
    let netlink = Netlink::route();
    ip("link add p0 type veth peer name p1");
    ip("link set p0 up");
    ip("link set p1 up");
    ip("addr add 192.0.2.10/24 dev p0");
    ip("route add default via 192.0.2.1 dev p0");
    // This one is down: a route through it is refused.
    netlink.create_bridge(&name("br0"), mac(1), false).unwrap();
    let (port, bridge) = (
        netlink.link(&name("p0")).unwrap(),
        netlink.link(&name("br0")).unwrap(),
    );
    let before = (shown("-4 addr show dev p0"), shown("-4 route"));
    assert!(netlink.move_ip(port.index, bridge.index).is_err());
    assert_eq!((shown("-4 addr show dev p0"), shown("-4 route")), before);
    assert_eq!(shown("-4 addr show dev br0"), "");
}

/// A pair of devices for an adapter of the host, with the text that says what it is called.
fn pairs(done: &dyn Fn(Change)) {
    let (end, port) = (name("vh-storage1"), name("vp-storage1"));
    done(
        VethChange::Create {
            name: end.clone(),
            mac: mac(9),
            port: port.clone(),
        }
        .into(),
    );
    let made = Netlink::route().link(&end).unwrap();
    let other = Netlink::route().link(&port).unwrap();
    assert_eq!((made.peer, made.lower), (Some(other.index), None));
    assert!(made.carrier && other.carrier && made.mac != other.mac);
    for note in [Some("vEthernet (Storage1)"), None] {
        done(
            LinkChange::SetNote {
                interface: end.clone(),
                note: note.map(str::to_owned),
            }
            .into(),
        );
        assert_eq!(Netlink::route().link(&end).unwrap().note.as_deref(), note);
    }
    for up in [false, true] {
        let interface = port.clone();
        done(LinkChange::Set { interface, up }.into());
    }
    done(VethChange::Delete { name: end, port }.into());
}

/// The primitives that need neither SR-IOV nor libvirt, each carried out on the running kernel.
#[test]
fn settings_of_an_interface_are_changed_and_read_back() {
    if !inside("settings_of_an_interface_are_changed_and_read_back") {
        return;
    }
    ip("link add p0 type veth peer name p1");
    let folder = tempfile::tempdir().unwrap();
    let host = LinuxMachine::with(
        Sysfs::at("/"),
        Store::in_memory(),
        Endpoint::at(&folder.path().join("nothing"), "qemu:///system"),
    );
    let scope = Scope {
        nics: true,
        ..Scope::LINKS
    };
    let before = host.observe(&scope).unwrap();
    let features = &before.nic(&name("p0")).unwrap().settings.features;
    assert!(features.len() > 20, "ethtool tells features: {features:?}");
    assert!(
        before
            .nic(&name("p0"))
            .unwrap()
            .settings
            .is_changeable("tx-tcp-segmentation")
    );
    let feature = |name: &str, on| NicSetting::Feature {
        name: name.to_owned(),
        on,
    };
    for setting in [
        feature("tx-tcp-segmentation", false),
        feature("tx-tcp-segmentation", true),
        feature("rx-gro", false),
        feature("rx-gro", true),
        // TCP's segmentation goes with it, and comes back.
        feature("tx-scatter-gather", false),
        feature("tx-scatter-gather", true),
        feature("tx-checksum-ip-generic", false),
        feature("tx-checksum-ip-generic", true),
        NicSetting::Ipv6(false),
        NicSetting::Ipv6(true),
    ] {
        let mut expected = host.observe(&scope).unwrap();
        if expected
            .nic(&name("p0"))
            .unwrap()
            .setting(&setting)
            .is_none()
        {
            eprintln!("SKIPPED: this kernel does not tell {setting:?}");
            continue;
        }
        let change = Change::from(NicChange::Set {
            interface: name("p0"),
            setting: setting.clone(),
        });
        change.effect(&mut expected);
        host.apply(&change).unwrap();
        let after = host.observe(&scope).unwrap();
        assert_eq!(change.is_satisfied(&after), Some(true), "{setting:?}");
        for needed in [
            "tx-tcp-segmentation",
            "tx-tcp6-segmentation",
            "tx-generic-segmentation",
        ] {
            let is_on = |state: &State| state.nic(&name("p0")).unwrap().settings.is_on(needed);
            assert_eq!(
                is_on(&expected),
                is_on(&after),
                "{needed} after {setting:?}"
            );
        }
    }
    let refused = host
        .apply(
            &NicChange::Set {
                interface: name("nobody"),
                setting: feature("rx-gro", false),
            }
            .into(),
        )
        .unwrap_err();
    assert_eq!(refused.errno(), Some(ENODEV));
}

#[test]
fn the_kernel_does_what_a_change_predicts() {
    if !inside("the_kernel_does_what_a_change_predicts") {
        return;
    }
    ip("link add p0 type veth peer name p1");
    ip("link add p2 type veth peer name p3");
    ip("address add 192.0.2.1/24 dev p2");
    let folder = tempfile::tempdir().unwrap();
    let host = LinuxMachine::with(
        Sysfs::at("/"),
        Store::in_memory(),
        Endpoint::at(&folder.path().join("nothing"), "qemu:///system"),
    );
    let done = |change: Change| match kernel::carry_out(&host, &change) {
        Ok(differences) => assert!(differences.is_empty(), "{change:?}: {differences:#?}"),
        Err(error) if error.errno() == Some(EOPNOTSUPP) => {
            eprintln!("SKIPPED: this kernel has no {}", change.name());
        }
        Err(error) => panic!("{change:?}: {error}"),
    };
    let set_link = |interface: &str, up: bool| {
        LinkChange::Set {
            interface: name(interface),
            up,
        }
        .into()
    };
    let (bridge, port) = (name("br0"), name("p0"));
    done(
        LinkChange::SetMac {
            interface: port.clone(),
            mac: mac(7),
        }
        .into(),
    );
    for (from, to) in [("p0", "wan0"), ("wan0", "p0")] {
        let (from, to) = (name(from), name(to));
        done(LinkChange::Rename { from, to }.into());
    }
    done(
        BridgeChange::Create {
            name: bridge.clone(),
            mac: mac(1),
            vlan_filtering: false,
        }
        .into(),
    );
    pairs(&done);
    done(set_link("p0", true));
    done(
        BridgeChange::AddPort {
            bridge: bridge.clone(),
            port: port.clone(),
        }
        .into(),
    );
    done(
        LinkChange::SetMtu {
            interface: port.clone(),
            mtu: 1400,
        }
        .into(),
    );
    assert_eq!(Netlink::route().link(&bridge).unwrap().mtu, 1400);
    // Shares come, change and go, and what they were made with is read back.
    let share = |class, minimum, quantum| Share {
        class,
        minimum,
        quantum,
    };
    let rest = share(Share::REST, 1, 5 * Share::SMALLEST_TURN);
    for shares in [
        vec![share(2, 100, Share::SMALLEST_TURN), rest],
        vec![
            share(2, 1, Share::SMALLEST_TURN),
            share(0x4711, 40_000, 3 * Share::SMALLEST_TURN),
            rest,
        ],
        vec![share(7, 5, Share::SMALLEST_TURN), rest],
        Vec::new(),
    ] {
        let device = port.clone();
        done(FilterChange::Share { device, shares }.into());
    }
    for on in [true, false, true] {
        let bridge = bridge.clone();
        done(BridgeChange::SetVlanFiltering { bridge, on }.into());
    }
    let vlans = PortVlans {
        untagged: Some(VlanId::try_from(10).unwrap()),
        tagged: [VlanId::try_from(20).unwrap()].into_iter().collect(),
    };
    // The bridge itself is the host's own port.
    let own = PortVlans {
        untagged: Some(VlanId::try_from(30).unwrap()),
        ..PortVlans::default()
    };
    for vlans in [own, PortVlans::default()] {
        let port = bridge.clone();
        done(BridgeChange::SetPortVlans { port, vlans }.into());
    }
    for vlans in [vlans, PortVlans::default()] {
        let port = port.clone();
        done(BridgeChange::SetPortVlans { port, vlans }.into());
    }
    for last in [7, 8] {
        let entry = FdbEntry {
            device: port.clone(),
            mac: mac(last),
            place: FdbPlace::Bridge,
        };
        done(
            FdbChange::Add {
                entry: entry.clone(),
            }
            .into(),
        );
        if last == 7 {
            done(FdbChange::Remove { entry }.into());
        }
    }
    // The address that is pinned to the port goes with the port.
    let leave = BridgeChange::RemovePort {
        bridge: bridge.clone(),
        port: port.clone(),
    };
    done(leave.into());
    done(set_link("p2", true));
    neighbors(&done);
    done(set_link("br0", false));
    done(set_link("br0", true));
    done(
        LinkChange::MoveIp {
            from: name("p2"),
            to: bridge.clone(),
        }
        .into(),
    );
    // Whoever was named is named at the bridge, and stays over what makes the kernel forget.
    let named = || shown("neigh show dev br0 nud permanent");
    let both = |text: String| text.contains("192.0.2.9 ") && text.contains("2001:db8::9 ");
    assert!(both(named()), "{}", named());
    assert_eq!(shown("neigh show dev p2 nud permanent"), "");
    done(
        LinkChange::SetMac {
            interface: bridge.clone(),
            mac: mac(2),
        }
        .into(),
    );
    assert!(both(named()), "{}", named());
    done(set_link("br0", false));
    done(set_link("br0", true));
    assert!(both(named()), "{}", named());
    let join = BridgeChange::AddPort {
        bridge: bridge.clone(),
        port,
    };
    done(join.into());
    done(BridgeChange::Delete { name: bridge }.into());
    done(set_link("p0", false));
}

/// Neighbours of both families: named, named otherwise, forgotten, and found by the kernel itself.
fn neighbors(done: &dyn Fn(Change)) {
    let spec = |address: &str, last| NeighborSpec {
        interface: name("p2"),
        address: address.parse().unwrap(),
        mac: mac(last),
    };
    let forget = |address: &str| {
        let neighbor = NeighborRef {
            interface: name("p2"),
            address: address.parse().unwrap(),
        };
        done(IpChange::RemoveNeighbor { neighbor }.into());
    };
    for address in ["192.0.2.9", "2001:db8::9"] {
        for last in [8, 9] {
            let neighbor = spec(address, last);
            done(IpChange::AddNeighbor { neighbor }.into());
        }
        forget(address);
        // One that is not there is as wished.
        forget(address);
    }
    ip("neigh replace 192.0.2.9 lladdr 52:54:00:00:00:0a dev p2 nud stale");
    forget("192.0.2.9");
    assert_eq!(shown("neigh show 192.0.2.9"), "");
    ip("neigh replace 192.0.2.9 lladdr 52:54:00:00:00:0a dev p2 nud stale");
    for address in ["192.0.2.9", "2001:db8::9"] {
        let neighbor = spec(address, 9);
        done(IpChange::AddNeighbor { neighbor }.into());
    }
}

/// What the kernel knows of each neighbour is told; what it works out without a question is left out.
#[test]
fn the_states_of_neighbors_are_read() {
    if !inside("the_states_of_neighbors_are_read") {
        return;
    }
    ip("link add p0 type veth peer name p1");
    ip("link set p0 up");
    ip("link set p1 up");
    for (last, state) in [
        (2, "noarp"),
        (3, "stale"),
        (4, "reachable"),
        (5, "permanent"),
        (6, "failed"),
    ] {
        ip(&format!(
            "neigh replace 192.0.2.{last} lladdr 52:54:00:00:00:0{last} dev p0 nud {state}"
        ));
    }
    let netlink = Netlink::route();
    let index = netlink.link(&name("p0")).unwrap().index;
    let names = [(index, name("p0"))].into();
    let mut found: Vec<_> = netlink
        .neighbors(&names)
        .unwrap()
        .into_iter()
        .filter(|known| known.address.is_ipv4())
        .map(|known| (known.address.to_string(), known.mac, known.state))
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(
        found,
        [
            ("192.0.2.3".to_owned(), Some(mac(3)), NeighborState::Stale),
            (
                "192.0.2.4".to_owned(),
                Some(mac(4)),
                NeighborState::Reachable
            ),
            (
                "192.0.2.5".to_owned(),
                Some(mac(5)),
                NeighborState::Permanent
            ),
            // The kernel tells no address of one that does not answer.
            ("192.0.2.6".to_owned(), None, NeighborState::Unreachable),
        ]
    );
}

/// The rules of address translation, as nft takes them and lists them again.
#[test]
fn networks_are_translated_and_no_more() {
    if !inside("networks_are_translated_and_no_more") {
        return;
    }
    if Command::new("nft")
        .args(["list", "tables"])
        .output()
        .is_err()
    {
        eprintln!("SKIPPED: nftables is not installed");
        return;
    }
    let machine = LinuxMachine::with(
        Sysfs::at("/"),
        Store::in_memory(),
        Endpoint::at(std::path::Path::new("/nonexistent"), "qemu:///system"),
    );
    let nat = |inside: &str, mappings| Nat {
        name: "lab net".to_owned(),
        inside: Cidr::parse(inside).unwrap(),
        mappings,
    };
    let mapping = |number, outside| NatMapping {
        number,
        protocol: PortProtocol::Tcp,
        outside,
        outside_port: 8079 + u16::try_from(number).unwrap(),
        inside: [192, 168, 100, 5].into(),
        inside_port: 80,
    };
    let mapped = vec![mapping(1, None), mapping(2, Some([192, 0, 2, 1].into()))];
    let seen = || {
        machine
            .observe(&Scope {
                bridges: true,
                ..Scope::LINKS
            })
            .unwrap()
            .nat
            .nats
    };
    assert!(seen().is_empty());
    for nats in [
        vec![nat("192.168.100.0/24", mapped)],
        vec![nat("192.168.100.7/32", Vec::new())],
        Vec::new(),
        Vec::new(),
    ] {
        let change = Change::from(NatChange::Set { nats: nats.clone() });
        machine.apply(&change).unwrap();
        assert_eq!(seen(), nats);
        let state = machine.observe(&change.scope()).unwrap();
        assert_eq!(change.is_satisfied(&state), Some(true));
    }
}
