//! The picture of a host: what hangs on what, as text, Graphviz, Mermaid and SVG.

mod dot;
mod mermaid;
mod show_vm_network_topology;
mod svg;
mod text;

use iovsh_backend::policy::topology::{
    AdapterNode, Folded, HostNode, LinkState, Path, PortNode, SwitchNode,
};
use iovsh_shell::cmdlet::{CmdletSpec, Declared};
use iovsh_shell::visible::visible_line;

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[show_vm_network_topology::ShowVmNetworkTopology::SPEC];

/// A name in one line, without what a terminal would obey.
fn name(text: &str) -> String {
    visible_line(text).into_owned()
}

/// A text of no more than so many characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// `lan (External, IOV mode)`.
fn switch_label(switch: &SwitchNode) -> String {
    let iov = if switch.iov { ", IOV mode" } else { "" };
    format!("{} ({}{iov})", name(&switch.name), switch.kind)
}

/// `enp1s0f0, 1 Gbit/s, up, 1 of 7 VFs in use`.
fn port_label(port: &PortNode) -> String {
    let speed = match port.speed {
        Some(speed) if speed % 1000 == 0 => format!(", {} Gbit/s", speed / 1000),
        Some(speed) => format!(", {speed} Mbit/s"),
        None => String::new(),
    };
    let vfs = match port.vfs {
        None => String::new(),
        Some(0) => ", no VFs".to_owned(),
        Some(vfs) => format!(", {} of {vfs} VFs in use", port.vfs_in_use),
    };
    format!("{}{speed}, {}{vfs}", name(&port.name), port.link.word())
}

/// `web1: Network Adapter`.
fn adapter_label(adapter: &AdapterNode) -> String {
    format!("{}: {}", name(&adapter.vm), name(&adapter.name))
}

/// `host: vEthernet (Storage1), VLAN 20, 10.0.20.11/24`.
fn host_label(own: &HostNode) -> String {
    let vlan = own.vlan.iter().map(|vlan| format!(", {vlan}"));
    let rest: String = vlan
        .chain(own.addresses.iter().map(|cidr| format!(", {cidr}")))
        .collect();
    format!("host: {}{rest}", name(&own.name))
}

/// `VF 0 of enp1s0f0 (0000:01:10.0)`.
fn vf_label(adapter: &AdapterNode) -> Option<String> {
    let place = adapter.pci.as_deref().unwrap_or_default();
    let nic = adapter.nic.as_deref().unwrap_or("?");
    Some(format!("VF {} of {} ({place})", adapter.vf?, name(nic)))
}

/// What its state is, in a word or two.
fn state_label(adapter: &AdapterNode) -> String {
    match (&adapter.reason, adapter.path) {
        (Some(reason), _) => reason.clone(),
        (None, Path::VirtualFunction) => "active".to_owned(),
        (None, Path::Paravirtual) => "paravirtual".to_owned(),
        (None, Path::Unseen) => "not seen".to_owned(),
        (None, Path::Off) => "off".to_owned(),
    }
}

/// `and 188 adapters more: 150 on VFs, 3 degraded`.
fn folded_label(folded: Folded) -> String {
    format!(
        "and {} adapters more: {} on VFs, {} degraded",
        folded.adapters, folded.on_vf, folded.degraded
    )
}

/// Numbers as ranges: `1-6, 9`.
fn ranges(numbers: &[u32]) -> String {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match parts.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*number) => *last = *number,
            _ => parts.push((*number, *number)),
        }
    }
    let shown = parts.into_iter().map(|(first, last)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// How a thing is coloured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    /// All is well.
    Good,
    /// It has not what it asked for.
    Bad,
    /// Nothing is asked of it.
    Quiet,
}

fn adapter_tone(adapter: &AdapterNode) -> Tone {
    match (&adapter.reason, adapter.path) {
        (Some(_), _) => Tone::Bad,
        (None, Path::VirtualFunction) => Tone::Good,
        (None, Path::Paravirtual | Path::Unseen | Path::Off) => Tone::Quiet,
    }
}

fn port_tone(port: &PortNode) -> Tone {
    link_tone(port.link)
}

fn host_tone(own: &HostNode) -> Tone {
    link_tone(own.link)
}

fn link_tone(link: LinkState) -> Tone {
    match link {
        LinkState::Up => Tone::Good,
        LinkState::NoLink => Tone::Bad,
        LinkState::Disabled => Tone::Quiet,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_in_ranges() {
        assert_eq!(ranges(&[]), "");
        assert_eq!(ranges(&[0, 1, 2, 5, 7, 8]), "0-2, 5, 7-8");
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("abcd", 4), "abcd");
    }
}
