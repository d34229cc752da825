//! Adapter settings that are filters on the paravirtual path: that they are there, that they mean what the settings say, and
//! that they go again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "simulated/plans.rs"]
mod plans;

use iovsh::backend::Change;
use iovsh::backend::model::{
    AclAction, AclAddress, AclDirection, AclSide, AdapterVlan, Bandwidth, Direction, ExtendedAcl,
    FilterAction, IovReason, IpFamily, IpPrefix, MacAddress, PortAcl, PortFilter, PortMirroring,
    Share,
};
use iovsh::backend::plan::{DeviceChange, FilterChange};
use iovsh::backend::policy::adapter::Changes;
use iovsh::backend::policy::{self, adapter_status};
use iovsh::backend::sim::SimMachine;
use plans::{Planner, assert_sound, busy_host, changes, first_alias, run, settle, start, state};
use proptest::prelude::*;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The filters of a VM's first adapter.
fn filters(host: &SimMachine, vm: &str) -> Vec<PortFilter> {
    let state = state(host);
    let adapter = &state.vm_named(vm).expect("the VM").adapters[0];
    let tap = adapter.tap.as_ref().expect("it runs");
    state.filters_of(tap).to_vec()
}

fn tap(host: &SimMachine, vm: &str) -> iovsh::backend::model::InterfaceName {
    state(host).vm_named(vm).unwrap().adapters[0]
        .tap
        .clone()
        .unwrap()
}

fn mac(host: &SimMachine, vm: &str) -> MacAddress {
    state(host).vm_named(vm).unwrap().adapters[0].mac
}

/// A frame, as a guest sends or gets it.
#[derive(Debug, Clone)]
struct Frame {
    direction: Direction,
    source: MacAddress,
    destination: MacAddress,
    tagged: bool,
    packet: Option<Packet>,
}

#[derive(Debug, Clone)]
struct Packet {
    source: IpAddr,
    destination: IpAddr,
    protocol: u8,
    ports: (u16, u16),
    icmp: u8,
}

const OTHER: MacAddress = MacAddress([0x52, 0x54, 0, 0, 0, 9]);

fn within(prefix: IpPrefix, address: IpAddr) -> bool {
    IpPrefix::new(address, prefix.length()) == prefix
}

/// Whether the kernel would take a filter for this frame, by what flower's keys mean.
fn fits(filter: &PortFilter, frame: &Frame) -> bool {
    let wanted = &filter.frame;
    let packet = wanted.packet.as_ref().is_none_or(|wanted_packet| {
        let Some(packet) = &frame.packet else {
            return false;
        };
        let family = match packet.source {
            IpAddr::V4(_) => IpFamily::V4,
            IpAddr::V6(_) => IpFamily::V6,
        };
        let port = |range: Option<iovsh::backend::model::PortRange>, port| {
            range.is_none_or(|r| {
                [6, 17].contains(&packet.protocol) && r.first <= port && port <= r.last
            })
        };
        frame.tagged == wanted.tagged
            && family == wanted_packet.family
            && wanted_packet
                .source
                .is_none_or(|p| within(p, packet.source))
            && wanted_packet
                .destination
                .is_none_or(|p| within(p, packet.destination))
            && wanted_packet.protocol.is_none_or(|p| p == packet.protocol)
            && port(wanted_packet.source_ports, packet.ports.0)
            && port(wanted_packet.destination_ports, packet.ports.1)
            && wanted_packet
                .icmp_type
                .is_none_or(|kind| kind == packet.icmp)
    });
    filter.direction == frame.direction
        && !wanted.priority_tag
        && wanted.source.is_none_or(|mac| mac == frame.source)
        && wanted
            .destination
            .is_none_or(|mac| mac == frame.destination)
        && packet
}

/// Whether a frame passes: the first filter that decides does.
fn passes(filters: &[PortFilter], frame: &Frame) -> bool {
    for filter in filters.iter().filter(|filter| fits(filter, frame)) {
        match filter.action {
            FilterAction::Pass => return true,
            FilterAction::Drop => return false,
            _ => {}
        }
    }
    true
}

fn udp(host: &SimMachine, family: IpFamily, ports: (u16, u16), tagged: bool) -> Frame {
    let (source, destination) = addresses(family);
    Frame {
        direction: Direction::FromGuest,
        source: mac(host, "web1"),
        destination: OTHER,
        tagged,
        packet: Some(Packet {
            source,
            destination,
            protocol: 17,
            ports,
            icmp: 0,
        }),
    }
}

fn addresses(family: IpFamily) -> (IpAddr, IpAddr) {
    match family {
        IpFamily::V4 => (
            Ipv4Addr::new(192, 0, 2, 1).into(),
            Ipv4Addr::new(192, 0, 2, 2).into(),
        ),
        IpFamily::V6 => (
            Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 1).into(),
            Ipv6Addr::LOCALHOST.into(),
        ),
    }
}

fn icmp(host: &SimMachine, family: IpFamily, kind: u8) -> Frame {
    let mut frame = udp(host, family, (0, 0), false);
    let packet = frame.packet.as_mut().unwrap();
    packet.protocol = if family == IpFamily::V4 { 1 } else { 58 };
    packet.icmp = kind;
    frame
}

#[test]
fn a_guest_sends_with_its_own_address_only_unless_it_may() {
    let host = busy_host();
    let own = udp(&host, IpFamily::V4, (5000, 5000), false);
    let forged = Frame {
        source: OTHER,
        ..own.clone()
    };
    assert!(passes(&filters(&host, "web1"), &own));
    assert!(!passes(&filters(&host, "web1"), &forged));
    for free in [
        Changes {
            mac_spoofing: Some(true),
            ..Changes::default()
        },
        Changes {
            mac_spoofing: Some(false),
            allow_teaming: Some(true),
            ..Changes::default()
        },
    ] {
        run(&host, &changes("web1", free));
        assert!(passes(&filters(&host, "web1"), &forged));
    }
}

#[test]
fn guards_drop_what_servers_and_routers_say() {
    let host = busy_host();
    let guarded = |dhcp, router| Changes {
        dhcp_guard: Some(dhcp),
        router_guard: Some(router),
        ..Changes::default()
    };
    let offers = [
        udp(&host, IpFamily::V4, (67, 68), false),
        udp(&host, IpFamily::V4, (67, 68), true),
        udp(&host, IpFamily::V6, (547, 546), false),
    ];
    let routes = [
        icmp(&host, IpFamily::V6, 134),
        icmp(&host, IpFamily::V6, 137),
        icmp(&host, IpFamily::V4, 5),
        icmp(&host, IpFamily::V4, 9),
    ];
    let harmless = [
        udp(&host, IpFamily::V4, (68, 67), false),
        udp(&host, IpFamily::V6, (546, 547), true),
        icmp(&host, IpFamily::V6, 128),
        icmp(&host, IpFamily::V6, 135),
        icmp(&host, IpFamily::V4, 8),
    ];
    for (dhcp, router) in [(true, false), (false, true), (true, true), (false, false)] {
        run(&host, &changes("web1", guarded(dhcp, router)));
        let now = filters(&host, "web1");
        assert!(offers.iter().all(|frame| passes(&now, frame) != dhcp));
        assert!(routes.iter().all(|frame| passes(&now, frame) != router));
        assert!(harmless.iter().all(|frame| passes(&now, frame)));
    }
    // Who has the role gets what he needs: only what the guest sends is looked at.
    run(&host, &changes("web1", guarded(true, true)));
    let mut inward = offers[0].clone();
    inward.direction = Direction::ToGuest;
    assert!(passes(&filters(&host, "web1"), &inward));
}

#[test]
fn a_limit_and_copies_decide_nothing_else() {
    let host = busy_host();
    let limited = Changes {
        maximum_bandwidth: Some(Bandwidth::of_megabits(100)),
        ..Changes::default()
    };
    run(&host, &changes("web1", limited));
    let now = filters(&host, "web1");
    let at = |wanted: &FilterAction| now.iter().position(|f| &f.action == wanted);
    let limit = at(&FilterAction::Limit(100)).expect("the limit");
    assert_eq!(now[limit].direction, Direction::FromGuest);
    assert!(limit < at(&FilterAction::Pass).expect("the guest's own address"));
}

#[test]
fn a_storm_is_limited_and_nothing_else() {
    let host = busy_host();
    let limited = Changes {
        storm_limit: Some(200),
        ..Changes::default()
    };
    run(&host, &changes("web1", limited));
    let now = filters(&host, "web1");
    let storm: Vec<&PortFilter> = now
        .iter()
        .filter(|f| f.action == FilterAction::LimitFrames(200))
        .collect();
    assert_eq!(storm.len(), 1);
    assert!(storm[0].frame.group && storm[0].direction == Direction::FromGuest);
    // Neighbours are looked for by broadcast: below the limit they are found.
    assert!(passes(&now, &udp(&host, IpFamily::V4, (1, 2), false)));
    // No VF could hold to it.
    let now = state(&host);
    let vm = now.vm_named("web1").unwrap();
    assert!(vm.adapters[0].vf.is_none());
    run(
        &host,
        &changes(
            "web1",
            Changes {
                storm_limit: Some(0),
                ..Changes::default()
            },
        ),
    );
    assert!(!filters(&host, "web1").iter().any(|f| f.frame.group));
}

#[test]
fn priority_tags_are_taken_off_where_that_was_said_and_nowhere_else() {
    let host = busy_host();
    let tags = |on| Changes {
        priority_tags: Some(on),
        ..Changes::default()
    };
    let taken_off = |host: &SimMachine| {
        let now = filters(host, "web1");
        now.iter()
            .filter(|f| f.action == FilterAction::Untag)
            .map(|f| (f.direction, f.frame.priority_tag))
            .collect::<Vec<_>>()
    };
    let has_vf = |host: &SimMachine| {
        state(host).vm_named("web1").unwrap().adapters[0]
            .vf
            .is_some()
    };
    assert_eq!(taken_off(&host), [], "nobody said anything");
    let had_vf = has_vf(&host);
    run(&host, &changes("web1", tags(true)));
    assert_eq!(taken_off(&host), []);
    assert_eq!(has_vf(&host), had_vf, "a VF passes them too");
    run(&host, &changes("web1", tags(false)));
    assert_eq!(taken_off(&host), [(Direction::FromGuest, true)]);
    // What is behind the tag is looked at by all other filters.
    assert_eq!(filters(&host, "web1")[0].action, FilterAction::Untag);
    let now = state(&host);
    let vm = now.vm_named("web1").unwrap();
    assert!(vm.adapters[0].vf.is_none(), "a VF would pass them");
    let why = adapter_status(&now, vm, &vm.adapters[0]);
    assert!(
        why.explanation.contains("IeeePriorityTag"),
        "{}",
        why.explanation
    );
    // Of a VF in a VLAN the NIC puts the tag.
    let vlan = Changes {
        vlan: Some(AdapterVlan::Access(9.try_into().unwrap())),
        ..Changes::default()
    };
    run(&host, &changes("web1", vlan));
    settle(&host);
    let now = state(&host);
    let vm = now.vm_named("web1").unwrap();
    let why = adapter_status(&now, vm, &vm.adapters[0]);
    assert!(
        !why.explanation.contains("IeeePriorityTag"),
        "{}",
        why.explanation
    );
    assert_eq!(taken_off(&host), [(Direction::FromGuest, true)]);
    run(&host, &changes("web1", tags(true)));
    assert_eq!(taken_off(&host), []);
}

/// Where what was asked for has no effect, that is said.
#[test]
fn a_tag_that_cannot_be_had_is_warned_of() {
    let host = busy_host();
    let asked = |vlan: AdapterVlan, on: bool| {
        let both = Changes {
            vlan: Some(vlan),
            priority_tags: Some(on),
            iov_weight: Some(100),
            ..Changes::default()
        };
        let plan = changes("web1", both)(&state(&host)).unwrap();
        let mut warnings = plan.warnings.iter();
        warnings.any(|warning| warning.id == "Adapter.PriorityTags")
    };
    let access = || AdapterVlan::Access(9.try_into().unwrap());
    let trunk = || AdapterVlan::Trunk {
        native: None,
        allowed: "5-9".parse().unwrap(),
    };
    assert!(asked(access(), true) && asked(trunk(), false));
    assert!(!asked(access(), false) && !asked(trunk(), true));
    assert!(!asked(AdapterVlan::Untagged, true) && !asked(AdapterVlan::Untagged, false));
}

#[test]
fn shares_of_the_uplink_come_and_go_with_those_who_ask() {
    let host = busy_host();
    let uplink = |host: &SimMachine| {
        let state = state(host);
        let switch = &state.desired.switches[0];
        let nic = state.link_of(&switch.uplinks[0]).unwrap().name.clone();
        state.shares_of(&nic).to_vec()
    };
    assert_eq!(uplink(&host), []);
    let weight = |weight| Changes {
        minimum_weight: Some(weight),
        ..Changes::default()
    };
    run(&host, &changes("web1", weight(20)));
    let class = |host: &SimMachine, vm: &str| {
        let mut classes = filters(host, vm)
            .into_iter()
            .filter_map(|f| match f.action {
                FilterAction::Share(class) => Some((f.direction, class)),
                _ => None,
            });
        let found = classes.next();
        assert_eq!(classes.next(), None, "{vm} has one");
        found.map(|(direction, class)| {
            assert_eq!(direction, Direction::FromGuest);
            class
        })
    };
    let first = class(&host, "web1").expect("a share");
    assert_eq!(class(&host, "web2"), None);
    let shares = uplink(&host);
    let of = |class| shares.iter().find(|s| s.class == class).unwrap();
    // 20 of 100, and the rest has 80.
    assert_eq!(of(Share::REST).quantum, of(first).quantum * 4);
    assert_eq!(shares.len(), 2);
    let rate = Changes {
        minimum_bandwidth: Some(Bandwidth::of_megabits(300)),
        ..Changes::default()
    };
    run(&host, &changes("web2", rate));
    assert_eq!(class(&host, "web1"), Some(first), "it keeps its class");
    let second = class(&host, "web2").expect("a share");
    let shares = uplink(&host);
    let rates: Vec<_> = shares.iter().map(|s| (s.class, s.minimum)).collect();
    assert!(
        rates.contains(&(second, 300)) && rates.contains(&(first, 1)),
        "{rates:?}"
    );
    // Somebody else takes it away: the next look puts it back.
    host.edit_world(|world| world.state.shares.clear()).unwrap();
    settle(&host);
    assert_eq!(uplink(&host), shares);
    run(&host, &changes("web1", weight(0)));
    run(
        &host,
        &changes(
            "web2",
            Changes {
                minimum_bandwidth: Some(Bandwidth::NONE),
                ..Changes::default()
            },
        ),
    );
    assert_eq!(uplink(&host), [], "nobody asks, nobody pays");
    assert_sound(&host, "shares");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever adapters ask for, each has a class of its own, all packets have one, and weights are to each other as was asked.
    #[test]
    fn each_share_is_what_was_asked(weights in proptest::collection::vec(0_u8..=100, 2), rest in 0_u8..=100) {
        let host = busy_host();
        let asked = |weight| Changes { minimum_weight: Some(weight), ..Changes::default() };
        run(&host, &changes("web1", asked(weights[0])));
        run(&host, &changes("web2", asked(weights[1])));
        let settings = policy::switch::SetSwitch {
            rest_weight: Some(rest),
            ..policy::switch::SetSwitch::default()
        };
        let set = move |s: &iovsh::backend::State| {
            policy::Intent::SetSwitch { name: "lan".to_owned(), settings: settings.clone() }.plan(s)
        };
        run(&host, &(Box::new(set) as Planner));
        let state = state(&host);
        let nic = state.link_of(&state.desired.switches[0].uplinks[0]).unwrap().name.clone();
        let shares = state.shares_of(&nic);
        let askers = weights.iter().filter(|w| **w > 0).count();
        prop_assert_eq!(shares.len(), if askers == 0 { 0 } else { askers + 1 });
        let sum: u32 = weights.iter().map(|w| u32::from(*w)).sum();
        let left = if rest > 0 { u32::from(rest) } else { 100_u32.saturating_sub(sum).max(1) };
        for share in shares {
            prop_assert!(share.quantum >= Share::SMALLEST_TURN && share.minimum >= 1);
        }
        if let Some(of_rest) = shares.iter().find(|s| s.class == Share::REST) {
            let mut all: Vec<u32> = weights.iter().filter(|w| **w > 0).map(|w| u32::from(*w)).collect();
            all.push(left);
            let smallest = all.iter().min().unwrap();
            prop_assert_eq!(of_rest.quantum, Share::SMALLEST_TURN * left / smallest);
        }
    }
}

#[test]
fn copies_follow_those_who_get_them() {
    let host = busy_host();
    let mirror = |mode| Changes {
        port_mirroring: Some(mode),
        ..Changes::default()
    };
    run(&host, &changes("web1", mirror(PortMirroring::Source)));
    let copies = |host: &SimMachine| -> Vec<_> {
        let copy = |f: PortFilter| match f.action {
            FilterAction::Copy(to) => Some((f.direction, to)),
            _ => None,
        };
        filters(host, "web1").into_iter().filter_map(copy).collect()
    };
    assert_eq!(copies(&host), []);
    run(&host, &changes("web2", mirror(PortMirroring::Destination)));
    let there = tap(&host, "web2");
    assert_eq!(
        copies(&host),
        [
            (Direction::FromGuest, there.clone()),
            (Direction::ToGuest, there)
        ]
    );
    run(
        &host,
        &(Box::new(|s: &_| {
            policy::Intent::StopVm {
                vm: "web2".into(),
                how: policy::vm::Stop::TurnOff,
            }
            .plan(s)
        }) as Planner),
    );
    assert_eq!(copies(&host), []);
    run(&host, &start("web2"));
    assert_eq!(copies(&host).len(), 2);
    run(&host, &changes("web2", mirror(PortMirroring::None)));
    assert_eq!(copies(&host), []);
    assert_sound(&host, "after mirroring");
}

#[test]
fn acls_withhold_the_vf_and_say_so() {
    let host = busy_host();
    let reason = |host: &SimMachine| {
        let state = state(host);
        let vm = state.vm_named("web1").unwrap().clone();
        let status = adapter_status(&state, &vm, &vm.adapters[0]);
        (status.reason, status.explanation)
    };
    assert_eq!(reason(&host).0, None);
    let (vm, alias) = first_alias(&state(&host), "web1");
    let acl = PortAcl {
        action: AclAction::Deny,
        direction: AclDirection::Inbound,
        side: AclSide::Remote,
        address: AclAddress::AnyIp,
    };
    let add: Planner = {
        let alias = alias.clone();
        Box::new(move |s| {
            policy::Intent::AddAcls {
                vm,
                adapter: alias.clone(),
                acls: vec![acl],
            }
            .plan(s)
        })
    };
    run(&host, &add);
    let (why, words) = reason(&host);
    assert_eq!(why, Some(IovReason::IovBlockedByPolicy));
    assert!(words.contains("Acl"), "{words}");
    let again = policy::Intent::AddAcls {
        vm,
        adapter: alias.clone(),
        acls: vec![acl],
    }
    .plan(&state(&host))
    .expect_err("twice");
    assert_eq!(again.id, "Acl.Exists");
    let remove: Planner = {
        let alias = alias.clone();
        Box::new(move |s| {
            policy::Intent::RemoveAcls {
                vm,
                adapter: alias.clone(),
                acls: vec![acl],
            }
            .plan(s)
        })
    };
    run(&host, &remove);
    assert_eq!(reason(&host).0, None);
    let gone = policy::Intent::RemoveAcls {
        vm,
        adapter: alias.clone(),
        acls: vec![acl],
    }
    .plan(&state(&host))
    .expect_err("gone");
    assert_eq!(gone.id, "Acl.NotFound");
}

#[test]
fn what_others_do_to_filters_is_made_good_and_their_vms_are_left_alone() {
    let host = busy_host();
    let before = filters(&host, "web1");
    host.edit_world(|world| world.state.filters.clear())
        .unwrap();
    assert_eq!(filters(&host, "web1"), []);
    settle(&host);
    assert_eq!(filters(&host, "web1"), before);
    // A VM that iovsh never touched.
    host.edit_world(|world| {
        world.state.filters.clear();
        for vm in &mut world.state.vms {
            vm.settings = None;
        }
    })
    .unwrap();
    let mut plan = policy::reconcile(&state(&host));
    plan.steps
        .retain(|s| matches!(s.change, Change::Filter(FilterChange::Set { .. })));
    assert_eq!(plan.steps, []);
}

/// A few addresses, so that prefixes of them meet.
fn address() -> impl Strategy<Value = IpAddr> {
    prop_oneof![
        (0..4u8, 0..4u8).prop_map(|(a, b)| IpAddr::from([10, a, b, 1])),
        (0..4u16, 0..4u16).prop_map(|(a, b)| IpAddr::from([0xfd00, a, b, 0, 0, 0, 0, 1])),
    ]
}

fn prefix() -> impl Strategy<Value = IpPrefix> {
    (address(), 0..4u8).prop_map(|(address, precision)| {
        let lengths: [u8; 4] = if address.is_ipv4() {
            [0, 16, 24, 32]
        } else {
            [0, 32, 48, 128]
        };
        IpPrefix::new(address, lengths[usize::from(precision)])
    })
}

fn acl() -> impl Strategy<Value = PortAcl> {
    let to = prop_oneof![
        4 => prefix().prop_map(AclAddress::Ip),
        1 => Just(AclAddress::AnyIp),
    ];
    (any::<bool>(), any::<bool>(), any::<bool>(), to).prop_map(|(allow, inward, local, address)| {
        PortAcl {
            action: if allow {
                AclAction::Allow
            } else {
                AclAction::Deny
            },
            direction: if inward {
                AclDirection::Inbound
            } else {
                AclDirection::Outbound
            },
            side: if local {
                AclSide::Local
            } else {
                AclSide::Remote
            },
            address,
        }
    })
}

/// What an ACL says of a packet, in the words of Microsoft's reference.
fn says(acl: &PortAcl, inward: bool, local: IpAddr, remote: IpAddr) -> Option<(u8, bool)> {
    let address = match acl.side {
        AclSide::Local => local,
        AclSide::Remote => remote,
    };
    let fits = match acl.address {
        AclAddress::Ip(prefix) => within(prefix, address),
        _ => true,
    };
    let this_way = (acl.direction == AclDirection::Inbound) == inward;
    let bits = match acl.address {
        AclAddress::Ip(p) if p.family() == IpFamily::V4 => p.length() * 4,
        AclAddress::Ip(p) => p.length(),
        _ => 0,
    };
    (fits && this_way).then_some((bits, acl.action == AclAction::Allow))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_most_precise_acl_decides(
        acls in proptest::collection::vec(acl(), 0..8),
        packets in proptest::collection::vec((address(), address(), any::<bool>(), any::<bool>()), 12),
    ) {
        let host = busy_host();
        let set = Changes { acls: Some(acls.clone()), ..Changes::default() };
        run(&host, &changes("web1", set));
        let filters = filters(&host, "web1");
        for (local, remote, inward, tagged) in packets {
            if local.is_ipv4() != remote.is_ipv4() {
                continue;
            }
            let guest = mac(&host, "web1");
            let ends = ((guest, local), (OTHER, remote));
            let ((source, from), (destination, to)) = if inward { (ends.1, ends.0) } else { ends };
            let frame = Frame {
                direction: if inward { Direction::ToGuest } else { Direction::FromGuest },
                source,
                destination,
                tagged,
                packet: Some(Packet { source: from, destination: to, protocol: 6, ports: (1, 2), icmp: 0 }),
            };
            // A denial wins among equals.
            let verdict = acls
                .iter()
                .filter_map(|acl| says(acl, inward, local, remote))
                .max_by_key(|(bits, allowed)| (*bits, !*allowed));
            prop_assert_eq!(passes(&filters, &frame), verdict.is_none_or(|(_, allowed)| allowed));
            // No permission lets a guest send with another's address.
            let forged = Frame { source: OTHER, ..frame };
            prop_assert!(inward || !passes(&filters, &forged));
        }
    }

    #[test]
    fn the_extended_acl_with_the_highest_weight_decides(
        rules in proptest::collection::vec((any::<bool>(), proptest::option::of(prefix()), proptest::option::of(1..4u16), any::<bool>()), 0..6),
        packets in proptest::collection::vec((address(), 1..4u16, any::<bool>()), 12),
    ) {
        let host = busy_host();
        let acls: Vec<ExtendedAcl> = rules.iter().enumerate().map(|(at, (allow, remote, port, tcp))| ExtendedAcl {
            action: if *allow { AclAction::Allow } else { AclAction::Deny },
            direction: AclDirection::Outbound,
            local: None,
            remote: *remote,
            local_port: None,
            remote_port: port.map(|p| iovsh::backend::model::PortRange { first: p, last: p + 1 }),
            protocol: (port.is_some() || *tcp).then_some(6),
            weight: 100 - u16::try_from(at).unwrap(),
        }).collect();
        let set = Changes { extended_acls: Some(acls.into_iter().rev().collect()), ..Changes::default() };
        run(&host, &changes("web1", set));
        let filters = filters(&host, "web1");
        for (remote, port, tcp) in packets {
            let mut frame = udp(&host, IpFamily::V4, (9, port), false);
            let packet = frame.packet.as_mut().unwrap();
            packet.protocol = if tcp { 6 } else { 17 };
            (packet.source, packet.destination) = (remote, remote);
            let first = rules.iter().find(|(_, to, range, only_tcp)| {
                to.is_none_or(|to| within(to, remote))
                    && range.is_none_or(|first| (first..=first + 1).contains(&port))
                    && (tcp || range.is_none() && !only_tcp)
            });
            prop_assert_eq!(passes(&filters, &frame), first.is_none_or(|(allow, ..)| *allow));
        }
    }
}

#[test]
fn filters_stand_before_a_vf_is_given_up() {
    let host = busy_host();
    let state = state(&host);
    let (vm, alias) = first_alias(&state, "web1");
    let guarded = Changes {
        dhcp_guard: Some(true),
        ..Changes::default()
    };
    let plan = policy::Intent::SetAdapter {
        vm,
        adapter: alias.clone(),
        changes: Box::new(guarded.clone()),
    }
    .plan(&state)
    .expect("a plan");
    let at = |wanted: fn(&Change) -> bool| plan.steps.iter().position(|s| wanted(&s.change));
    let filters = at(|c| matches!(c, Change::Filter(FilterChange::Set { .. }))).expect("filters");
    let detach =
        at(|c| matches!(c, Change::Device(DeviceChange::Detach { .. }))).expect("the VF goes");
    assert!(filters < detach);
}
