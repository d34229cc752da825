//! Other tools that have a hand on a NIC. What they leave in their folders tells, without asking them.

use std::collections::HashMap;

use crate::linux::sysfs::Sysfs;
use crate::model::PciAddress;

/// The tools that manage interfaces, by interface index.
///
/// - NetworkManager: `/run/NetworkManager/devices/INDEX` says `managed=true` (`man 5 NetworkManager`).
/// - systemd-networkd: `/run/systemd/netif/links/INDEX` names a `.network` file and is not `unmanaged` (`sd-network`, links).
/// - netplan: that file is one that netplan has written.
pub(super) fn by_index(sysfs: &Sysfs) -> HashMap<u32, Vec<&'static str>> {
    let mut tools: HashMap<u32, Vec<&'static str>> = HashMap::new();
    for name in sysfs.names("/run/NetworkManager/devices") {
        let managed = sysfs
            .text(&format!("/run/NetworkManager/devices/{name}"))
            .is_some_and(|text| text.lines().any(|line| line == "managed=true"));
        if let (Ok(index), true) = (name.parse(), managed) {
            tools.entry(index).or_default().push("NetworkManager");
        }
    }
    let netplan: Vec<String> = sysfs
        .names("/run/systemd/network")
        .into_iter()
        .filter(|name| name.contains("netplan"))
        .collect();
    for name in sysfs.names("/run/systemd/netif/links") {
        let text = sysfs
            .text(&format!("/run/systemd/netif/links/{name}"))
            .unwrap_or_default();
        let value = |key: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
        };
        let Ok(index) = name.parse() else { continue };
        let file = value("NETWORK_FILE").unwrap_or_default();
        if !file.is_empty() && value("ADMIN_STATE") != Some("unmanaged") {
            let found = tools.entry(index).or_default();
            found.push("systemd-networkd");
            if netplan.iter().any(|name| file.ends_with(name.as_str())) {
                found.push("netplan");
            }
        }
    }
    tools
}

/// The tools that manage a PCI function.
///
/// - driverctl: `/etc/driverctl.d/pci-ADDRESS` keeps the driver that it binds at every start (`man 8 driverctl`).
/// - SR-IOV network operator: `/etc/sriov-operator/pci/ADDRESS` keeps what it has applied to a PF.
pub(super) fn of_function(sysfs: &Sysfs, address: PciAddress) -> Vec<&'static str> {
    let places = [
        ("driverctl", format!("/etc/driverctl.d/pci-{address}")),
        (
            "SR-IOV network operator",
            format!("/etc/sriov-operator/pci/{address}"),
        ),
    ];
    places
        .into_iter()
        .filter(|(_, place)| sysfs.exists(place))
        .map(|(tool, _)| tool)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linux::fixture::Tree;

    #[test]
    fn what_each_tool_leaves_is_found() {
        let root = Tree::empty();
        root.file("/run/NetworkManager/devices/2", "[device]\nmanaged=true\n");
        root.file("/run/NetworkManager/devices/3", "[device]\nmanaged=false\n");
        root.file("/run/systemd/network/10-netplan-eno1.network", "");
        root.file(
            "/run/systemd/netif/links/4",
            "ADMIN_STATE=configured\nNETWORK_FILE=/run/systemd/network/10-netplan-eno1.network\n",
        );
        root.file(
            "/run/systemd/netif/links/5",
            "ADMIN_STATE=unmanaged\nNETWORK_FILE=/etc/systemd/network/a.network\n",
        );
        let tools = by_index(&root.sysfs());
        assert_eq!(tools.get(&2), Some(&vec!["NetworkManager"]));
        assert_eq!(tools.get(&3), None);
        assert_eq!(tools.get(&4), Some(&vec!["systemd-networkd", "netplan"]));
        assert_eq!(tools.get(&5), None);
    }

    #[test]
    fn what_is_kept_for_a_function_is_found() {
        let root = Tree::empty();
        root.file("/etc/driverctl.d/pci-0000:01:00.0", "vfio-pci\n");
        root.file("/etc/sriov-operator/pci/0000:01:00.1", "{}");
        let of = |text: &str| of_function(&root.sysfs(), text.parse().unwrap());
        assert_eq!(of("0000:01:00.0"), ["driverctl"]);
        assert_eq!(of("0000:01:00.1"), ["SR-IOV network operator"]);
        assert!(of("0000:02:00.0").is_empty());
    }
}
