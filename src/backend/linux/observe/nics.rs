//! What is known of interfaces beyond their links: slots and counters.

use crate::HostError;
use crate::model::{InterfaceName, LinkCounters, NicDetails};

use super::super::sysfs::Sysfs;
use super::{Look, links};

/// Of all interfaces but the loopback device, in order of index.
pub(super) fn observe(look: &Look<'_>) -> Result<Vec<NicDetails>, HostError> {
    let (sysfs, ethtool) = (&look.host.sysfs, &look.host.ethtool);
    let each = look.links()?.iter().map(|link| NicDetails {
        interface: link.name.clone(),
        slot: links::pci_of(look, link).map(|pci| sysfs.pci_function(pci).slot(sysfs)),
        max_mtu: link.max_mtu,
        counters: counters(sysfs, &link.name),
        // A driver that does not tell, or an old kernel: it is not known.
        queues: link.pci.and_then(|_| ethtool.queues(&link.name).ok()),
        spreading: link.pci.and_then(|_| ethtool.spreading(&link.name).ok()),
    });
    Ok(each.collect())
}

/// The counters of an interface; none where the kernel shows none.
fn counters(sysfs: &Sysfs, name: &InterfaceName) -> Option<LinkCounters> {
    let folder = format!("/sys/class/net/{name}/statistics");
    let count = |file: &str| sysfs.text(&format!("{folder}/{file}"))?.parse().ok();
    Some(LinkCounters {
        rx_bytes: count("rx_bytes")?,
        rx_packets: count("rx_packets")?,
        rx_errors: count("rx_errors")?,
        rx_dropped: count("rx_dropped")?,
        multicast: count("multicast")?,
        tx_bytes: count("tx_bytes")?,
        tx_packets: count("tx_packets")?,
        tx_errors: count("tx_errors")?,
        tx_dropped: count("tx_dropped")?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::Tree;
    use super::*;

    #[test]
    fn counters_are_all_there_or_unknown() {
        let tree = Tree::two_ports(0);
        let name: InterfaceName = "enp1s0".parse().unwrap();
        assert_eq!(counters(&tree.sysfs(), &name), None);
        let files = [
            "rx_bytes",
            "rx_packets",
            "rx_errors",
            "rx_dropped",
            "multicast",
            "tx_bytes",
            "tx_packets",
            "tx_errors",
            "tx_dropped",
        ];
        for (value, file) in files.iter().enumerate() {
            tree.file(
                &format!("/sys/class/net/enp1s0/statistics/{file}"),
                &format!("{value}\n"),
            );
        }
        let counters = counters(&tree.sysfs(), &name).unwrap();
        assert_eq!(
            (counters.rx_bytes, counters.multicast, counters.tx_dropped),
            (0, 4, 8)
        );
    }
}
