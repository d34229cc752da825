//! Filters of a port, in every form that the policy uses.

use iovsh::backend::Change;
use iovsh::backend::model::{
    Direction, FilterAction, FrameMatch, InterfaceName, IpFamily, MacAddress, PacketMatch,
    PortFilter,
};
use iovsh::backend::plan::{BridgeChange, FilterChange};

use super::bench::Bench;

const ENODEV: i32 = 19;
const GUEST: MacAddress = MacAddress([0x00, 0x15, 0x5d, 0x0a, 0x0b, 0x0c]);

fn name(text: &str) -> InterfaceName {
    text.parse().expect("a name")
}

fn bridge(bench: &Bench, name: &InterfaceName) {
    bench.apply(BridgeChange::Create {
        name: name.clone(),
        mac: GUEST,
        vlan_filtering: false,
    });
}

fn filter(direction: Direction, frame: FrameMatch, action: FilterAction) -> PortFilter {
    PortFilter {
        direction,
        frame,
        action,
    }
}

fn packet(packet: PacketMatch) -> FrameMatch {
    FrameMatch {
        packet: Some(packet),
        ..FrameMatch::default()
    }
}

fn tagged(inside: PacketMatch) -> FrameMatch {
    FrameMatch {
        tagged: true,
        ..packet(inside)
    }
}

/// One filter of every form.
fn all_forms(copies_to: &InterfaceName) -> Vec<PortFilter> {
    use Direction::{FromGuest, ToGuest};
    let udp_from = |family, port: &str| PacketMatch {
        protocol: Some(17),
        source_ports: Some(port.parse().expect("a port")),
        ..PacketMatch::of(family)
    };
    let icmp = |family, protocol, kind| PacketMatch {
        protocol: Some(protocol),
        icmp_type: Some(kind),
        ..PacketMatch::of(family)
    };
    let own = FrameMatch {
        source: Some(GUEST),
        ..FrameMatch::default()
    };
    vec![
        filter(
            FromGuest,
            tagged(udp_from(IpFamily::V4, "67")),
            FilterAction::Drop,
        ),
        filter(
            FromGuest,
            packet(udp_from(IpFamily::V4, "67")),
            FilterAction::Drop,
        ),
        filter(
            FromGuest,
            tagged(udp_from(IpFamily::V6, "547")),
            FilterAction::Drop,
        ),
        filter(
            FromGuest,
            packet(udp_from(IpFamily::V6, "547")),
            FilterAction::Drop,
        ),
        filter(
            FromGuest,
            tagged(icmp(IpFamily::V6, 58, 134)),
            FilterAction::Drop,
        ),
        filter(
            FromGuest,
            packet(icmp(IpFamily::V6, 58, 134)),
            FilterAction::Drop,
        ),
        filter(
            FromGuest,
            packet(icmp(IpFamily::V4, 1, 5)),
            FilterAction::Drop,
        ),
        filter(
            FromGuest,
            FrameMatch::default(),
            FilterAction::Copy(copies_to.clone()),
        ),
        filter(
            ToGuest,
            FrameMatch::default(),
            FilterAction::Copy(copies_to.clone()),
        ),
        filter(
            ToGuest,
            packet(PacketMatch {
                source: "10.0.0.0/8".parse().ok(),
                ..PacketMatch::of(IpFamily::V4)
            }),
            FilterAction::Count,
        ),
        filter(FromGuest, FrameMatch::default(), FilterAction::Limit(100)),
        filter(ToGuest, FrameMatch::default(), FilterAction::Limit(100_000)),
        filter(
            ToGuest,
            packet(PacketMatch {
                source: "fd00::/8".parse().ok(),
                destination: "fd00::1".parse().ok(),
                protocol: Some(6),
                destination_ports: "22".parse().ok(),
                ..PacketMatch::of(IpFamily::V6)
            }),
            FilterAction::Pass,
        ),
        filter(
            FromGuest,
            FrameMatch {
                source: Some(GUEST),
                ..packet(PacketMatch {
                    destination: "192.0.2.1".parse().ok(),
                    protocol: Some(17),
                    source_ports: "1024-65535".parse().ok(),
                    destination_ports: "5000-5010".parse().ok(),
                    ..PacketMatch::of(IpFamily::V4)
                })
            },
            FilterAction::Pass,
        ),
        filter(
            ToGuest,
            FrameMatch {
                destination: Some(MacAddress([0x52, 0x54, 0, 1, 2, 3])),
                ..FrameMatch::default()
            },
            FilterAction::Drop,
        ),
        filter(
            FromGuest,
            FrameMatch {
                priority_tag: true,
                ..FrameMatch::default()
            },
            FilterAction::Untag,
        ),
        filter(FromGuest, own, FilterAction::Pass),
        filter(FromGuest, FrameMatch::default(), FilterAction::Drop),
    ]
}

pub fn filters_of_a_port(bench: &Bench) {
    let (port, other) = (name("ct-br0"), name("ct-br1"));
    bridge(bench, &port);
    bridge(bench, &other);
    let set = |filters: Vec<PortFilter>| {
        Change::Filter(FilterChange::Set {
            port: port.clone(),
            filters,
        })
    };
    let stand = || bench.state().filters_of(&port).to_vec();
    let all = all_forms(&other);
    bench.apply(set(all.clone()));
    let there = stand();
    for (at, wanted) in all.iter().enumerate() {
        assert_eq!(there.get(at), Some(wanted), "filter {at}");
    }
    assert_eq!(there.len(), all.len());
    // In the same place, the other way round, and fewer.
    let turned: Vec<_> = all.iter().rev().take(5).cloned().collect();
    bench.apply(set(turned.clone()));
    assert_eq!(stand(), turned);
    // A list with one that cannot be had changes nothing.
    let mut broken = all;
    broken.push(filter(
        Direction::ToGuest,
        FrameMatch::default(),
        FilterAction::Copy(name("ct-none")),
    ));
    assert_eq!(bench.refused(set(broken)).errno(), Some(ENODEV));
    assert_eq!(stand(), turned);
    bench.apply(set(Vec::new()));
    assert_eq!(stand(), []);
    bench.apply(set(turned));
    for gone in [port.clone(), other] {
        bench.apply(BridgeChange::Delete { name: gone });
    }
    assert_eq!(stand(), []);
    assert_eq!(bench.refused(set(Vec::new())).errno(), Some(ENODEV));
}
