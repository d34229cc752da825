//! PCI devices that are neither bridges nor VFs.

use crate::model::{GroupPeer, PciDetail, PciDevice};

use super::super::machine::LinuxMachine;
use super::super::pci_ids;

/// All of them, sorted by address.
pub(super) fn observe(host: &LinuxMachine, detail: PciDetail) -> Vec<PciDevice> {
    let sysfs = &host.sysfs;
    let functions = sysfs.pci_functions();
    let whole = functions
        .iter()
        // In this order: VFs may be thousands, and one link tells.
        .filter(|function| function.physical_function().is_none() && !function.is_any_bridge());
    let mut devices: Vec<PciDevice> = whole
        .filter_map(|function| {
            let iommu_group = function.iommu_group();
            let peers = iommu_group.map(|group| sysfs.group_members(group));
            let others = peers
                .into_iter()
                .flatten()
                .filter(|peer| peer.address != function.address);
            Some(PciDevice {
                address: function.address,
                path: function.path_from_root().unwrap_or_default(),
                vendor: function.vendor()?,
                device: function.device()?,
                class: function.class()?,
                description: String::new(),
                driver: function.driver(),
                iommu_group,
                group_peers: others
                    .map(|peer| GroupPeer {
                        address: peer.address,
                        driver: peer.driver(),
                    })
                    .collect(),
                firmware_memory: iommu_group
                    .is_some_and(|group| sysfs.group_is_locked_by_firmware(group)),
                resets: function.offers_reset(),
            })
        })
        .collect();
    if detail < PciDetail::Named {
        return devices;
    }
    let products: Vec<(u16, u16)> = devices.iter().map(|d| (d.vendor, d.device)).collect();
    let names = pci_ids::names(sysfs, &products);
    for device in &mut devices {
        device.description = names
            .get(&(device.vendor, device.device))
            .cloned()
            .unwrap_or_else(|| format!("PCI device {:04x}:{:04x}", device.vendor, device.device));
    }
    devices
}
