//! The `tc` commands that give a port its filters.

use super::shell_line::{ShellLine, words};
use crate::model::{
    Direction, FilterAction, FrameMatch, InterfaceName, IpFamily, PacketMatch, PortFilter,
};

/// The commands. What takes the old filters away may find none.
pub(super) fn lines(port: &InterfaceName, filters: &[PortFilter]) -> Vec<ShellLine> {
    let start = |verb: &str, object: &str| {
        let mut argv = words("tc");
        argv.extend([object.to_owned(), verb.to_owned(), "dev".to_owned()]);
        argv.push(port.to_string());
        argv
    };
    let clsact = |verb: &str| {
        let mut argv = start(verb, "qdisc");
        argv.push("clsact".to_owned());
        argv
    };
    if filters.is_empty() {
        return vec![ShellLine::run(clsact("del"))];
    }
    let mut lines = vec![ShellLine::Try(clsact("del")), ShellLine::run(clsact("add"))];
    for (at, filter) in filters.iter().enumerate() {
        let mut argv = start("add", "filter");
        argv.push(
            match filter.direction {
                Direction::FromGuest => "ingress",
                Direction::ToGuest => "egress",
            }
            .to_owned(),
        );
        argv.extend(["pref".to_owned(), (at + 1).to_string()]);
        argv.extend(matches(&filter.frame));
        argv.extend(action(&filter.action));
        lines.push(ShellLine::run(argv));
    }
    lines
}

fn matches(frame: &FrameMatch) -> Vec<String> {
    if *frame == FrameMatch::default() {
        return words("matchall");
    }
    let ip = frame.packet.as_ref().map(|packet| match packet.family {
        IpFamily::V4 => "ip",
        IpFamily::V6 => "ipv6",
    });
    let mut found = match ip {
        None => words("protocol all flower"),
        Some(ip) if frame.tagged => words(&format!("protocol 802.1q flower vlan_ethtype {ip}")),
        Some(ip) => words(&format!("protocol {ip} flower")),
    };
    let mut key = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            found.extend([name.to_owned(), value]);
        }
    };
    key("src_mac", frame.source.map(|mac| mac.to_string()));
    key("dst_mac", frame.destination.map(|mac| mac.to_string()));
    if let Some(packet) = &frame.packet {
        packet_keys(packet, &mut key);
    }
    found
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

fn action(action: &FilterAction) -> Vec<String> {
    match action {
        FilterAction::Pass => words("action pass"),
        FilterAction::Drop => words("action drop"),
        FilterAction::Count => words("action continue"),
        FilterAction::Limit(megabits) => words(&format!(
            "action police rate {megabits}mbit burst 256k conform-exceed drop/continue"
        )),
        FilterAction::Copy(to) => {
            let mut argv = words("action mirred egress mirror dev");
            argv.push(to.to_string());
            argv.extend(words("action continue"));
            argv
        }
    }
}
