//! The `tc` commands that give a port its filters and a NIC its shares.

use super::shell_line::{ShellLine, words};
use crate::model::{
    Direction, FilterAction, FrameMatch, InterfaceName, IpFamily, PacketMatch, PortFilter, Share,
};

/// The bit of an address that stands for a group.
const GROUP: &str = "01:00:00:00:00:00";

/// The commands that divide a NIC. What ends the division that there is may find none.
pub(super) fn share_lines(device: &InterfaceName, shares: &[Share]) -> Vec<ShellLine> {
    let start = |object: &str, verb: &str, rest: &str| {
        let mut argv = vec!["tc".to_owned(), object.to_owned(), verb.to_owned()];
        argv.extend(["dev".to_owned(), device.to_string()]);
        argv.extend(words(rest));
        argv
    };
    if shares.is_empty() {
        return vec![ShellLine::run(start("qdisc", "del", "root"))];
    }
    let (major, root, rest) = (Share::MAJOR, Share::ROOT, Share::REST);
    let qdisc = format!("root handle {major:x}: htb default {rest:x}");
    let above = format!("parent {major:x}: classid {major:x}:{root:x} htb rate 1tbit");
    let mut lines = vec![
        ShellLine::Try(start("qdisc", "del", "root")),
        ShellLine::run(start("qdisc", "add", &qdisc)),
        ShellLine::run(start("class", "add", &above)),
    ];
    for share in shares {
        let text = format!(
            "parent {major:x}:{root:x} classid {major:x}:{:x} htb rate {}mbit ceil 1tbit quantum {}",
            share.class, share.minimum, share.quantum
        );
        lines.push(ShellLine::run(start("class", "add", &text)));
    }
    lines
}

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
        None if frame.priority_tag => words("protocol 802.1q flower vlan_id 0"),
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
    let group = frame.group.then(|| format!("{GROUP}/{GROUP}"));
    key("dst_mac", group);
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
        FilterAction::LimitFrames(count) => words(&format!(
            "action police pkts_rate {count} pkts_burst {count} conform-exceed drop/continue"
        )),
        FilterAction::Share(class) => words(&format!(
            "action skbedit priority {:x}:{class:x} continue",
            Share::MAJOR
        )),
        FilterAction::Untag => words("action vlan pop continue"),
        FilterAction::Copy(to) => {
            let mut argv = words("action mirred egress mirror dev");
            argv.push(to.to_string());
            argv.extend(words("action continue"));
            argv
        }
        FilterAction::Send(to) => {
            let mut argv = words("action mirred egress redirect dev");
            argv.push(to.to_string());
            argv
        }
        FilterAction::Receive(to) => {
            let mut argv = words("action mirred ingress redirect dev");
            argv.push(to.to_string());
            argv
        }
    }
}
