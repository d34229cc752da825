//! Where programs of the host answer to others: the kernel's tables of sockets (`/proc/net/tcp` and its kin, proc_net_tcp.rst of the kernel).

use super::sysfs::Sysfs;
use crate::model::{Listener, PortProtocol};

/// `TCP_LISTEN` and `TCP_CLOSE` of `net/tcp_states.h`; a socket of UDP that waits for anybody is in the latter.
const TABLES: [(&str, PortProtocol, &str); 4] = [
    ("/proc/net/tcp", PortProtocol::Tcp, "0A"),
    ("/proc/net/tcp6", PortProtocol::Tcp, "0A"),
    ("/proc/net/udp", PortProtocol::Udp, "07"),
    ("/proc/net/udp6", PortProtocol::Udp, "07"),
];

/// All of them, sorted, each once.
pub(super) fn read(sysfs: &Sysfs) -> Vec<Listener> {
    let mut all = Vec::new();
    for (path, protocol, state) in TABLES {
        let text = sysfs.text(path).unwrap_or_default();
        let ports = text.lines().filter_map(|line| port(line, state));
        all.extend(ports.map(|port| Listener { protocol, port }));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The port of a line of a table, where the socket is in this state and others than the host itself reach it.
fn port(line: &str, state: &str) -> Option<u16> {
    /// `::1` as the kernel writes it, in words of the machine.
    const LOOPBACK_6: &str = "00000000000000000000000001000000";
    let mut words = line.split_whitespace().skip(1);
    let (address, port) = words.next()?.split_once(':')?;
    let is_own = match address.len() {
        8 => address.ends_with("7F"),
        _ => address == LOOPBACK_6,
    };
    let is_in_state = words.nth(1)? == state;
    (is_in_state && !is_own).then(|| u16::from_str_radix(port, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Tree;
    use super::*;

    #[test]
    fn who_listens_for_others_is_listed_once() {
        let tree = Tree::empty();
        tree.file(
            "/proc/net/tcp",
            "  sl  local_address rem_address   st tx_queue rx_queue\n   \
             0: 00000000:0016 00000000:0000 0A 00000000:00000000\n   \
             1: 0100007F:0277 00000000:0000 0A 00000000:00000000\n   \
             2: 0A00000A:0050 0B00000A:D431 01 00000000:00000000\n",
        );
        tree.file(
            "/proc/net/tcp6",
            "  sl  local_address rem_address st\n   \
             0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A\n   \
             1: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A\n",
        );
        tree.file(
            "/proc/net/udp",
            "  sl  local_address rem_address   st\n  \
             7: 00000000:0044 00000000:0000 07 00000000:00000000\n",
        );
        let all = read(&tree.sysfs());
        let found: Vec<_> = all.iter().map(|l| (l.protocol, l.port)).collect();
        assert_eq!(found, [(PortProtocol::Tcp, 22), (PortProtocol::Udp, 68)]);
    }
}
