//! What is known of interfaces beyond their links: slots and counters.

use crate::HostError;
use crate::model::{InterfaceName, LinkCounters, NicDetails, NicSettings, PciAddress, RdmaDevice};

use super::super::netlink::link::LinkRead;
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
        settings: settings(look, link),
    });
    Ok(each.collect())
}

/// What the driver of an interface tells of its settings. Taps and other virtual devices that come and go with machines are not asked.
fn settings(look: &Look<'_>, link: &LinkRead) -> NicSettings {
    let asked = matches!(
        link.kind.as_deref(),
        None | Some("veth" | "dummy" | "bridge" | "bond" | "vlan")
    );
    if !asked {
        return NicSettings::default();
    }
    let (host, name) = (look.host, &link.name);
    let pci = links::pci_of(look, link);
    let bridging = pci
        .and_then(|_| host.dcb.read(name).ok())
        .filter(|(dcb, _)| dcb.classes > 0);
    let (dcb, applications) = bridging.unzip();
    NicSettings {
        ipv6: host.sysfs.text(&ipv6_switch(name)).map(|text| text == "0"),
        rdma: pci.and_then(|pci| rdma(&host.sysfs, pci, name)),
        applications,
        dcb,
        ..host.ethtool.settings(name)
    }
}

/// The file that switches IPv6 of an interface off.
pub(in crate::linux) fn ipv6_switch(name: &InterfaceName) -> String {
    format!("/proc/sys/net/ipv6/conf/{name}/disable_ipv6")
}

/// The RDMA device of a port. A device with several ports names its interface per port (`ports/1/gid_attrs/ndevs`); where that is not
/// told, the device of the same PCI function is its.
fn rdma(sysfs: &Sysfs, pci: PciAddress, name: &InterfaceName) -> Option<RdmaDevice> {
    let folder = format!("/sys/bus/pci/devices/{pci}/infiniband");
    let mut devices = sysfs.names(&folder);
    devices.sort();
    let of_port = |device: &String| {
        let ports = format!("{folder}/{device}/ports");
        sysfs.names(&ports).into_iter().find_map(|port| {
            let port = format!("{ports}/{port}");
            let named = sysfs.text(&format!("{port}/gid_attrs/ndevs/0"));
            let own = named.is_none_or(|named| named == name.as_str());
            let state = sysfs.text(&format!("{port}/state")).unwrap_or_default();
            own.then(|| RdmaDevice {
                name: device.clone(),
                active: state.ends_with("ACTIVE"),
            })
        })
    };
    devices.iter().find_map(of_port)
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
