//! The `tc` lines that give a port its filters.

use std::fmt::Write;

use crate::backend::model::{
    Direction, FilterAction, FrameMatch, InterfaceName, IpFamily, PacketMatch, PortFilter,
};

/// The lines, joined with `&&`.
pub(super) fn lines(port: &InterfaceName, filters: &[PortFilter]) -> String {
    let mut line = format!("tc qdisc del dev {port} clsact");
    if filters.is_empty() {
        return line;
    }
    line = format!("{line} ; tc qdisc add dev {port} clsact");
    for (at, filter) in filters.iter().enumerate() {
        let hook = match filter.direction {
            Direction::FromGuest => "ingress",
            Direction::ToGuest => "egress",
        };
        let _ = write!(
            line,
            " && tc filter add dev {port} {hook} pref {} {}{}",
            at + 1,
            matches(&filter.frame),
            action(&filter.action)
        );
    }
    line
}

fn matches(frame: &FrameMatch) -> String {
    if *frame == FrameMatch::default() {
        return "matchall".to_owned();
    }
    let mut text = String::new();
    let ip = frame.packet.as_ref().map(|packet| match packet.family {
        IpFamily::V4 => "ip",
        IpFamily::V6 => "ipv6",
    });
    match ip {
        None => text.push_str("protocol all flower"),
        Some(ip) if frame.tagged => {
            let _ = write!(text, "protocol 802.1q flower vlan_ethtype {ip}");
        }
        Some(ip) => {
            let _ = write!(text, "protocol {ip} flower");
        }
    }
    let mut key = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(text, " {name} {value}");
        }
    };
    key("src_mac", frame.source.map(|mac| mac.to_string()));
    key("dst_mac", frame.destination.map(|mac| mac.to_string()));
    if let Some(packet) = &frame.packet {
        packet_keys(packet, &mut key);
    }
    text
}

fn packet_keys(packet: &PacketMatch, key: &mut impl FnMut(&str, Option<String>)) {
    key("ip_proto", packet.protocol.map(|number| number.to_string()));
    key("src_ip", packet.source.map(|prefix| prefix.to_string()));
    key(
        "dst_ip",
        packet.destination.map(|prefix| prefix.to_string()),
    );
    key(
        "src_port",
        packet.source_ports.map(|ports| ports.to_string()),
    );
    key(
        "dst_port",
        packet.destination_ports.map(|ports| ports.to_string()),
    );
    key("type", packet.icmp_type.map(|number| number.to_string()));
}

fn action(action: &FilterAction) -> String {
    match action {
        FilterAction::Pass => " action pass".to_owned(),
        FilterAction::Drop => " action drop".to_owned(),
        FilterAction::Count => " action continue".to_owned(),
        FilterAction::Limit(megabits) => {
            format!(" action police rate {megabits}mbit burst 256k conform-exceed drop/continue")
        }
        FilterAction::Copy(to) => {
            format!(" action mirred egress mirror dev {to} action continue")
        }
    }
}
