//! Filters as attributes of messages, and back.
//!
//! What is read was written by any program, so it is taken from the bytes and what is not understood is left out; the typed
//! library refuses whole answers for one attribute that it does not know.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_packet_core::DefaultNla;
use netlink_packet_route::tc::{
    TcAction, TcActionAttribute, TcActionOption, TcAttribute, TcFilterFlowerOption as Flower,
    TcFilterMatchAllOption as MatchAll, TcOption,
};

use crate::model::{
    FilterAction, FrameMatch, InterfaceName, IpFamily, IpPrefix, MacAddress, PacketMatch,
    PortFilter, PortRange, Share,
};

use super::raw::{attributes, find, read_text};

/// What marks an action as ours (`TCA_ACT_COOKIE`, up to 16 bytes, Linux 4.11).
const COOKIE: &[u8] = b"iovsh-port";

/// `ETH_P_ALL` and `ETH_P_8021Q`.
const ALL: u16 = 0x0003;
const TAGGED: u16 = 0x8100;

/// `TC_ACT_UNSPEC`: the next filter decides. `TC_ACT_OK`, `TC_ACT_SHOT`, `TC_ACT_STOLEN`: it went another way.
const CONTINUE: i32 = -1;
const OK: i32 = 0;
const SHOT: i32 = 2;
const STOLEN: i32 = 4;

/// `TCA_EGRESS_REDIR`, `TCA_EGRESS_MIRROR` and `TCA_INGRESS_REDIR`.
const EGRESS_REDIRECT: i32 = 1;
const EGRESS_MIRROR: i32 = 2;
const INGRESS_REDIRECT: i32 = 3;

/// `TCA_VLAN_ACT_POP`.
const POP: i32 = 1;

/// The attributes' numbers that are read (`linux/pkt_cls.h`, `linux/tc_act/*.h`).
mod at {
    pub const KIND: u16 = 1;
    pub const OPTIONS: u16 = 2;
    pub const ACT_KIND: u16 = 1;
    pub const ACT_OPTIONS: u16 = 2;
    pub const ACT_STATS: u16 = 4;
    pub const ACT_COOKIE: u16 = 6;
    pub const STATS_BASIC: u16 = 1;
    pub const GACT_PARMS: u16 = 2;
    pub const MIRRED_PARMS: u16 = 2;
    pub const POLICE_TBF: u16 = 1;
    pub const POLICE_RATE: u16 = 2;
    pub const POLICE_RESULT: u16 = 5;
    pub const POLICE_RATE64: u16 = 8;
    pub const POLICE_FRAMES: u16 = 10;
    pub const POLICE_FRAMES_BURST: u16 = 11;
    pub const VLAN_PARMS: u16 = 2;
    pub const SKBEDIT_PARMS: u16 = 2;
    pub const SKBEDIT_PRIORITY: u16 = 3;
    pub const MATCHALL_ACT: u16 = 2;
    pub const FLOWER_ACT: u16 = 3;
    pub const ETH_DST: u16 = 4;
    pub const ETH_DST_MASK: u16 = 5;
    pub const ETH_SRC: u16 = 6;
    pub const ETH_TYPE: u16 = 8;
    pub const IP_PROTO: u16 = 9;
    pub const IPV4_SRC: u16 = 10;
    pub const IPV4_DST: u16 = 12;
    pub const IPV6_SRC: u16 = 14;
    pub const IPV6_DST: u16 = 16;
    pub const TCP_SRC: u16 = 18;
    pub const TCP_DST: u16 = 19;
    pub const UDP_SRC: u16 = 20;
    pub const UDP_DST: u16 = 21;
    pub const VLAN_ID: u16 = 23;
    pub const ICMPV4_TYPE: u16 = 51;
    pub const ICMPV6_TYPE: u16 = 55;
    pub const PORT_SRC_MIN: u16 = 87;
    pub const PORT_SRC_MAX: u16 = 88;
    pub const PORT_DST_MIN: u16 = 89;
    pub const PORT_DST_MAX: u16 = 90;
}

/// The bit of an address that stands for a group.
const GROUP: [u8; 6] = [1, 0, 0, 0, 0, 0];

const TCP: u8 = 6;
const ICMP: u8 = 1;

/// A filter that was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    pub frame: FrameMatch,
    pub action: FilterAction,
    pub bytes: u64,
}

/// The protocol and the attributes of a filter; `None` when a copy is to go to a device that is not there.
pub fn write(
    filter: &PortFilter,
    index: &dyn Fn(&InterfaceName) -> Option<u32>,
) -> Option<(u16, Vec<TcAttribute>)> {
    let actions = vec![write_action(&filter.action, index)?];
    let frame = &filter.frame;
    if *frame == FrameMatch::default() {
        let options = vec![TcOption::MatchAll(MatchAll::Action(actions))];
        return Some((ALL, kind("matchall", options)));
    }
    let mut keys = vec![Flower::Actions(actions)];
    if let Some(mac) = frame.source {
        keys.extend([Flower::EthSrc(mac.0), Flower::EthSrcMask([0xff; 6])]);
    }
    if let Some(mac) = frame.destination {
        keys.extend([Flower::EthDst(mac.0), Flower::EthDstMask([0xff; 6])]);
    } else if frame.group {
        keys.extend([Flower::EthDst(GROUP), Flower::EthDstMask(GROUP)]);
    }
    let mut protocol = ALL;
    if let Some(packet) = &frame.packet {
        protocol = packet.family.ethertype();
        if frame.tagged {
            keys.extend([Flower::EthType(TAGGED), Flower::VlanEthType(protocol)]);
            protocol = TAGGED;
        } else {
            keys.push(Flower::EthType(protocol));
        }
        write_packet(packet, &mut keys);
    } else if frame.priority_tag {
        keys.extend([Flower::EthType(TAGGED), Flower::VlanId(0)]);
        protocol = TAGGED;
    }
    let options = keys.into_iter().map(TcOption::Flower).collect();
    Some((protocol, kind("flower", options)))
}

fn kind(name: &str, options: Vec<TcOption>) -> Vec<TcAttribute> {
    vec![
        TcAttribute::Kind(name.to_owned()),
        TcAttribute::Options(options),
    ]
}

fn write_packet(packet: &PacketMatch, keys: &mut Vec<Flower>) {
    if let Some(number) = packet.protocol {
        keys.push(Flower::IpProto(number));
    }
    if let Some(prefix) = packet.source {
        keys.extend(match (prefix.address(), mask(prefix)) {
            (IpAddr::V4(address), IpAddr::V4(mask)) => {
                [Flower::Ipv4Src(address), Flower::Ipv4SrcMask(mask)]
            }
            (address, mask) => [Flower::Ipv6Src(v6(address)), Flower::Ipv6SrcMask(v6(mask))],
        });
    }
    if let Some(prefix) = packet.destination {
        keys.extend(match (prefix.address(), mask(prefix)) {
            (IpAddr::V4(address), IpAddr::V4(mask)) => {
                [Flower::Ipv4Dst(address), Flower::Ipv4DstMask(mask)]
            }
            (address, mask) => [Flower::Ipv6Dst(v6(address)), Flower::Ipv6DstMask(v6(mask))],
        });
    }
    let tcp = packet.protocol == Some(TCP);
    if let Some(ports) = packet.source_ports {
        match (ports.first == ports.last, tcp) {
            (true, true) => keys.push(Flower::TcpSrc(ports.first)),
            (true, false) => keys.push(Flower::UdpSrc(ports.first)),
            (false, _) => keys.extend([
                Flower::PortSrcMin(ports.first),
                Flower::PortSrcMax(ports.last),
            ]),
        }
    }
    if let Some(ports) = packet.destination_ports {
        match (ports.first == ports.last, tcp) {
            (true, true) => keys.push(Flower::TcpDst(ports.first)),
            (true, false) => keys.push(Flower::UdpDst(ports.first)),
            (false, _) => keys.extend([
                Flower::PortDstMin(ports.first),
                Flower::PortDstMax(ports.last),
            ]),
        }
    }
    if let Some(number) = packet.icmp_type {
        keys.extend(if packet.protocol == Some(ICMP) {
            [Flower::Icmpv4Type(number), Flower::Icmpv4TypeMask(u8::MAX)]
        } else {
            [Flower::Icmpv6Type(number), Flower::Icmpv6TypeMask(u8::MAX)]
        });
    }
}

fn v6(address: IpAddr) -> Ipv6Addr {
    match address {
        IpAddr::V6(address) => address,
        IpAddr::V4(address) => address.to_ipv6_mapped(),
    }
}

/// The bits that count, as an address.
fn mask(prefix: IpPrefix) -> IpAddr {
    let ones = match prefix.address() {
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::BROADCAST),
        IpAddr::V6(_) => IpAddr::V6(u128::MAX.into()),
    };
    IpPrefix::new(ones, prefix.length()).address()
}

fn option(number: u16, value: Vec<u8>) -> TcActionOption {
    TcActionOption::Other(DefaultNla::new(number, value))
}

/// `struct tc_gen`: index, capabilities, what becomes of the frame, two counters.
fn generic(becomes: i32) -> Vec<u8> {
    let mut bytes = vec![0; 8];
    bytes.extend(becomes.to_ne_bytes());
    bytes.extend([0; 8]);
    bytes
}

/// `struct tc_mirred`: what every action has, which way, and the device's index.
fn mirred(becomes: i32, way: i32, index: u32) -> (&'static str, Vec<TcActionOption>) {
    let mut value = generic(becomes);
    value.extend(way.to_ne_bytes());
    value.extend(index.to_ne_bytes());
    ("mirred", vec![option(at::MIRRED_PARMS, value)])
}

fn write_action(
    action: &FilterAction,
    index: &dyn Fn(&InterfaceName) -> Option<u32>,
) -> Option<TcAction> {
    let (kind, options) = match action {
        FilterAction::Pass => ("gact", vec![option(at::GACT_PARMS, generic(OK))]),
        FilterAction::Drop => ("gact", vec![option(at::GACT_PARMS, generic(SHOT))]),
        FilterAction::Count => ("gact", vec![option(at::GACT_PARMS, generic(CONTINUE))]),
        FilterAction::Limit(megabits) => ("police", police(*megabits)),
        FilterAction::LimitFrames(count) => ("police", police_frames(*count)),
        FilterAction::Share(class) => {
            let priority = u32::from(Share::MAJOR) << 16 | u32::from(*class);
            let options = vec![
                option(at::SKBEDIT_PARMS, generic(CONTINUE)),
                option(at::SKBEDIT_PRIORITY, priority.to_ne_bytes().to_vec()),
            ];
            ("skbedit", options)
        }
        FilterAction::Untag => {
            // `struct tc_vlan`: what every action has, and which it is.
            let mut value = generic(CONTINUE);
            value.extend(POP.to_ne_bytes());
            ("vlan", vec![option(at::VLAN_PARMS, value)])
        }
        FilterAction::Copy(to) => mirred(CONTINUE, EGRESS_MIRROR, index(to)?),
        FilterAction::Send(to) => mirred(STOLEN, EGRESS_REDIRECT, index(to)?),
        FilterAction::Receive(to) => mirred(STOLEN, INGRESS_REDIRECT, index(to)?),
    };
    let mut action = TcAction::default();
    action.attributes = vec![
        TcActionAttribute::Kind(kind.to_owned()),
        TcActionAttribute::Cookie(COOKIE.to_vec()),
        TcActionAttribute::Options(options),
    ];
    Some(action)
}

/// The kernel's clock of traffic control: 64 ns.
const TICK: u64 = 64;
/// Longer frames than this are above the limit: more than the 64 KiB of a frame that the guest has left uncut.
const LONGEST: u32 = 128 << 10;

/// A limit of frames in a second (Linux 5.12), all of which may come at once.
fn police_frames(count: u32) -> Vec<TcActionOption> {
    const SECOND: u64 = 1_000_000_000 / TICK;
    let mut value = Vec::with_capacity(56);
    value.extend(0u32.to_ne_bytes()); // index
    value.extend(SHOT.to_ne_bytes());
    value.extend([0; 8]); // limit, burst
    value.extend(LONGEST.to_ne_bytes());
    value.extend([0; 12]); // no rate
    value.extend([0; 12]); // no peak rate
    value.extend([0; 12]); // counters, capabilities
    vec![
        option(at::POLICE_TBF, value),
        option(at::POLICE_RESULT, CONTINUE.to_ne_bytes().to_vec()),
        option(at::POLICE_FRAMES, u64::from(count).to_ne_bytes().to_vec()),
        option(at::POLICE_FRAMES_BURST, SECOND.to_ne_bytes().to_vec()),
    ]
}

/// `struct tc_police`, and what comes with it. The table of rates, which kernels want and no longer use, is empty.
fn police(megabits: u32) -> Vec<TcActionOption> {
    /// At least so much passes in one go: two of them.
    const LEAST_BURST: u64 = 256 << 10;
    let rate = u64::from(megabits.max(1)) * 125_000;
    // What comes in 50 ms: TCP needs some, or it stays far below the limit.
    let burst = (rate / 20).max(LEAST_BURST);
    let ticks = burst.saturating_mul(1_000_000_000) / rate / TICK;
    let mut value = Vec::with_capacity(56);
    value.extend(0u32.to_ne_bytes()); // index
    value.extend(SHOT.to_ne_bytes());
    value.extend(0u32.to_ne_bytes()); // limit
    value.extend(u32::try_from(ticks).unwrap_or(u32::MAX).to_ne_bytes());
    value.extend(LONGEST.to_ne_bytes());
    // `struct tc_ratespec`: cells of 512 bytes, Ethernet, no overhead, alignment or least size.
    value.extend([9, 1, 0, 0, 0, 0, 0, 0]);
    value.extend(u32::try_from(rate).unwrap_or(u32::MAX).to_ne_bytes());
    value.extend([0; 12]); // no peak rate
    value.extend([0; 12]); // counters, capabilities
    let mut options = vec![
        option(at::POLICE_TBF, value),
        option(at::POLICE_RATE, vec![0; 1024]),
        option(at::POLICE_RESULT, CONTINUE.to_ne_bytes().to_vec()),
    ];
    if rate > u64::from(u32::MAX) {
        options.push(option(at::POLICE_RATE64, rate.to_ne_bytes().to_vec()));
    }
    options
}

/// Reads a filter of ours from the attributes of an answer; `None` is another's, or the head of a list.
pub fn read(
    answer: &[u8],
    protocol: u16,
    name: &dyn Fn(u32) -> Option<InterfaceName>,
) -> Option<Found> {
    let options = find(answer, at::OPTIONS)?;
    let (actions, frame) = match read_text(find(answer, at::KIND)?).as_str() {
        "matchall" => (find(options, at::MATCHALL_ACT)?, FrameMatch::default()),
        "flower" => (
            find(options, at::FLOWER_ACT)?,
            read_frame(options, protocol)?,
        ),
        _ => return None,
    };
    let first = attributes(actions).next()?;
    let action = first.value();
    if find(action, at::ACT_COOKIE) != Some(COOKIE) {
        return None;
    }
    let stats = find(action, at::ACT_STATS).and_then(|stats| find(stats, at::STATS_BASIC));
    let bytes = stats.and_then(|s| Some(u64::from_ne_bytes(s.get(..8)?.try_into().ok()?)));
    Some(Found {
        frame,
        action: read_action(action, name)?,
        bytes: bytes.unwrap_or(0),
    })
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_ne_bytes(four.try_into().ok()?))
}

fn read_action(action: &[u8], name: &dyn Fn(u32) -> Option<InterfaceName>) -> Option<FilterAction> {
    let options = find(action, at::ACT_OPTIONS)?;
    match read_text(find(action, at::ACT_KIND)?).as_str() {
        "gact" => match u32_at(find(options, at::GACT_PARMS)?, 8)?.cast_signed() {
            OK => Some(FilterAction::Pass),
            SHOT => Some(FilterAction::Drop),
            CONTINUE => Some(FilterAction::Count),
            _ => None,
        },
        "mirred" => {
            let parameters = find(options, at::MIRRED_PARMS)?;
            let index = u32_at(parameters, 24)?;
            let to = name(index).or_else(|| format!("gone{index}").parse().ok())?;
            match u32_at(parameters, 20)?.cast_signed() {
                EGRESS_MIRROR => Some(FilterAction::Copy(to)),
                EGRESS_REDIRECT => Some(FilterAction::Send(to)),
                INGRESS_REDIRECT => Some(FilterAction::Receive(to)),
                _ => None,
            }
        }
        "skbedit" => {
            let priority = u32_at(find(options, at::SKBEDIT_PRIORITY)?, 0)?;
            let ours = priority >> 16 == u32::from(Share::MAJOR);
            let class = u16::try_from(priority & 0xffff).ok()?;
            ours.then_some(FilterAction::Share(class))
        }
        "vlan" => {
            let pops = u32_at(find(options, at::VLAN_PARMS)?, 20)?.cast_signed() == POP;
            pops.then_some(FilterAction::Untag)
        }
        "police" => {
            if let Some(frames) = find(options, at::POLICE_FRAMES) {
                let count = u64::from_ne_bytes(frames.try_into().ok()?);
                return Some(FilterAction::LimitFrames(u32::try_from(count).ok()?));
            }
            let wide = find(options, at::POLICE_RATE64)
                .and_then(|v| Some(u64::from_ne_bytes(v.try_into().ok()?)));
            let rate = match wide {
                Some(rate) => rate,
                None => u64::from(u32_at(find(options, at::POLICE_TBF)?, 28)?),
            };
            Some(FilterAction::Limit(u32::try_from(rate / 125_000).ok()?))
        }
        _ => None,
    }
}

fn read_frame(keys: &[u8], protocol: u16) -> Option<FrameMatch> {
    let mac = |number| {
        let bytes = find(keys, number)?;
        bytes.try_into().ok().map(MacAddress)
    };
    let group = find(keys, at::ETH_DST_MASK) == Some(&GROUP[..]);
    let tagged = protocol == TAGGED;
    let inner = find(keys, at::ETH_TYPE).and_then(be16);
    let family = match if tagged { inner } else { Some(protocol) } {
        Some(0x0800) => Some(IpFamily::V4),
        Some(0x86dd) => Some(IpFamily::V6),
        _ => None,
    };
    let packet = match family {
        Some(family) => Some(read_packet(keys, family)?),
        None => None,
    };
    Some(FrameMatch {
        source: mac(at::ETH_SRC),
        destination: mac(at::ETH_DST).filter(|_| !group),
        group,
        tagged: tagged && packet.is_some(),
        priority_tag: tagged && packet.is_none() && find(keys, at::VLAN_ID).is_some(),
        packet,
    })
}

fn be16(bytes: &[u8]) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(..2)?.try_into().ok()?))
}

fn read_packet(keys: &[u8], family: IpFamily) -> Option<PacketMatch> {
    let byte = |number| find(keys, number).and_then(|v| v.first().copied());
    let prefix = |v4, v6| {
        let number = match family {
            IpFamily::V4 => v4,
            IpFamily::V6 => v6,
        };
        // The mask's number follows that of its key.
        read_prefix(find(keys, number)?, find(keys, number.saturating_add(1))?)
    };
    let ports = |minimum, maximum, tcp, udp| {
        let port = |number| find(keys, number).and_then(be16);
        let single = port(tcp).or_else(|| port(udp)).map(|p| (p, p));
        let (first, last) = single.or_else(|| Some((port(minimum)?, port(maximum)?)))?;
        Some(PortRange { first, last })
    };
    Some(PacketMatch {
        family,
        source: prefix(at::IPV4_SRC, at::IPV6_SRC),
        destination: prefix(at::IPV4_DST, at::IPV6_DST),
        protocol: byte(at::IP_PROTO),
        source_ports: ports(at::PORT_SRC_MIN, at::PORT_SRC_MAX, at::TCP_SRC, at::UDP_SRC),
        destination_ports: ports(at::PORT_DST_MIN, at::PORT_DST_MAX, at::TCP_DST, at::UDP_DST),
        icmp_type: byte(match family {
            IpFamily::V4 => at::ICMPV4_TYPE,
            IpFamily::V6 => at::ICMPV6_TYPE,
        }),
    })
}

fn read_prefix(address: &[u8], mask: &[u8]) -> Option<IpPrefix> {
    let length = mask.iter().map(|byte| byte.count_ones()).sum::<u32>();
    let address = match address.len() {
        4 => IpAddr::from(<[u8; 4]>::try_from(address).ok()?),
        _ => IpAddr::from(<[u8; 16]>::try_from(address).ok()?),
    };
    Some(IpPrefix::new(address, u8::try_from(length).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Direction;
    use netlink_packet_core::Emitable;
    use proptest::prelude::*;

    /// A filter as it comes back when the kernel keeps what it was given.
    fn there_and_back(filter: &PortFilter) -> Option<Found> {
        let (protocol, attributes) = write(filter, &|name| match name.as_str() {
            "vnet7" => Some(7),
            _ => None,
        })?;
        let mut bytes = vec![0; attributes.as_slice().buffer_len()];
        attributes.as_slice().emit(&mut bytes);
        read(&bytes, protocol, &|index| {
            (index == 7).then(|| "vnet7".parse().unwrap())
        })
    }

    fn prefix(family: IpFamily) -> impl Strategy<Value = Option<IpPrefix>> {
        let any = any::<(u128, u8)>().prop_map(move |(bits, length)| match family {
            IpFamily::V4 => IpPrefix::new(IpAddr::V4((bits as u32).into()), length % 32 + 1),
            IpFamily::V6 => IpPrefix::new(IpAddr::V6(bits.into()), length % 128 + 1),
        });
        proptest::option::of(any)
    }

    fn ports() -> impl Strategy<Value = Option<PortRange>> {
        let any = any::<(u16, u16)>().prop_map(|(a, b)| PortRange {
            first: a.min(b).max(1),
            last: a.max(b).max(1),
        });
        proptest::option::of(any)
    }

    fn packet() -> impl Strategy<Value = PacketMatch> {
        any::<bool>().prop_flat_map(|four| {
            let family = if four { IpFamily::V4 } else { IpFamily::V6 };
            let inside = prop_oneof![
                Just((None, None, None, None)),
                (ports(), ports()).prop_map(|(a, b)| (Some(6), a, b, None)),
                (ports(), ports()).prop_map(|(a, b)| (Some(17), a, b, None)),
                any::<u8>().prop_map(move |t| (
                    Some(if four { 1 } else { 58 }),
                    None,
                    None,
                    Some(t)
                )),
            ];
            (prefix(family), prefix(family), inside).prop_map(move |(source, destination, i)| {
                PacketMatch {
                    family,
                    source,
                    destination,
                    protocol: i.0,
                    source_ports: i.1,
                    destination_ports: i.2,
                    icmp_type: i.3,
                }
            })
        })
    }

    fn action() -> impl Strategy<Value = FilterAction> {
        prop_oneof![
            Just(FilterAction::Pass),
            Just(FilterAction::Drop),
            Just(FilterAction::Count),
            (1..1_000_000u32).prop_map(FilterAction::Limit),
            (1..u32::MAX).prop_map(FilterAction::LimitFrames),
            (2..u16::MAX).prop_map(FilterAction::Share),
            Just(FilterAction::Untag),
            Just(FilterAction::Copy("vnet7".parse().unwrap())),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            packet in proptest::option::of(packet()),
            source in proptest::option::of(any::<[u8; 6]>()),
            destination in proptest::option::of(any::<[u8; 6]>()),
            tagged in any::<bool>(),
            group in any::<bool>(),
            priority_tag in any::<bool>(),
            action in action(),
        ) {
            // The kernel turns what is behind a tag around when it answers; the lab sees to that.
            let tagged = tagged && packet.is_none();
            let frame = FrameMatch {
                source: source.map(MacAddress),
                destination: destination.map(MacAddress),
                group: group && destination.is_none(),
                tagged: tagged && packet.is_some(),
                priority_tag: priority_tag && packet.is_none(),
                packet,
            };
            let filter = PortFilter { direction: Direction::FromGuest, frame: frame.clone(), action: action.clone() };
            let found = there_and_back(&filter);
            prop_assert_eq!(found, Some(Found { frame, action, bytes: 0 }));
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in any::<Vec<u8>>(), protocol in any::<u16>()) {
            let _ = read(&bytes, protocol, &|_| None);
        }
    }

    #[test]
    fn a_copy_to_nobody_is_not_written() {
        let filter = PortFilter {
            direction: Direction::ToGuest,
            frame: FrameMatch::default(),
            action: FilterAction::Copy("vnet8".parse().unwrap()),
        };
        assert_eq!(there_and_back(&filter), None);
    }
}
