//! PCI devices that could be given to a virtual machine as a whole.

use serde::{Deserialize, Serialize};

use super::{AdapterAlias, GroupPeer, PciAddress};

/// A PCI function that is neither a bridge nor a VF. Filled by [`super::Scope::pci`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PciDevice {
    /// Where it is now.
    pub address: PciAddress,
    /// Where it is, in a way that stays when bus numbers move: root bus, then device and function of every step, for example
    /// `0000:00/10.0/00.0`.
    pub path: String,
    /// Vendor id.
    pub vendor: u16,
    /// Device id.
    pub device: u16,
    /// Class, sub-class and programming interface, for example `0x030000` of a VGA controller.
    pub class: u32,
    /// Product name, or what the ids say.
    pub description: String,
    /// Bound driver.
    pub driver: Option<String>,
    /// IOMMU group; without one it cannot be given to anybody.
    pub iommu_group: Option<u32>,
    /// The group's other endpoints.
    #[serde(default)]
    pub group_peers: Vec<GroupPeer>,
    /// The firmware has memory of its own mapped for the group (RMRR, `direct` in `reserved_regions`).
    #[serde(default)]
    pub firmware_memory: bool,
    /// It can be reset by itself (`reset_method`); `None`: the kernel does not say.
    #[serde(default)]
    pub resets: Option<bool>,
}

impl PciDevice {
    /// Hyper-V's way of writing the place, for example `PCIROOT(0)#PCI(1000)#PCI(0000)`.
    #[must_use]
    pub fn location_path(&self) -> String {
        let mut parts = self.path.split('/');
        let root = parts.next().unwrap_or_default();
        let root = root.strip_prefix("0000:").unwrap_or(root);
        let plain = root.trim_start_matches('0').to_uppercase();
        let mut text = format!("PCIROOT({})", if plain.is_empty() { "0" } else { &plain });
        for part in parts {
            let (device, function) = part.split_once('.').unwrap_or((part, "0"));
            text.push_str(&format!(
                "#PCI({:0>2}{function:0>2})",
                device.to_uppercase()
            ));
        }
        text
    }

    /// Hyper-V's way of naming the instance, for example `PCI\VEN_8086&DEV_10C9\0000:01:00.0`; `PCIP` instead of `PCI` when no
    /// driver of the host has it.
    #[must_use]
    pub fn instance_id(&self, dismounted: bool) -> String {
        format!(
            "{}\\VEN_{:04X}&DEV_{:04X}\\{}",
            if dismounted { "PCIP" } else { "PCI" },
            self.vendor,
            self.device,
            self.address
        )
    }

    /// The first other endpoint of the group that a driver of the host has: nobody can use the group meanwhile.
    #[must_use]
    pub fn group_blocker(&self) -> Option<&GroupPeer> {
        self.group_peers.iter().find(|peer| peer.keeps_group())
    }
}

/// A PCI device that stands in a VM's definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignedDevice {
    /// The device.
    pub address: PciAddress,
    /// `<alias name='ua-dda-…'/>`.
    pub alias: AdapterAlias,
}

impl AssignedDevice {
    /// What the aliases of such devices begin with.
    pub const PREFIX: &'static str = "ua-dda-";

    /// The device at this address, as a VM gets it. `None` for an address that no alias can be made of (none is known).
    #[must_use]
    pub fn at(address: PciAddress) -> Option<Self> {
        let text = address.to_string().replace([':', '.'], "-");
        let alias = format!("{}{text}", Self::PREFIX).parse().ok()?;
        Some(Self { address, alias })
    }
}

#[cfg(test)]
mod tests {
    use super::{AssignedDevice, PciDevice};

    fn device(path: &str) -> PciDevice {
        PciDevice {
            address: "0000:01:00.0".parse().unwrap(),
            path: path.to_owned(),
            vendor: 0x8086,
            device: 0x10c9,
            class: 0x02_0000,
            description: String::new(),
            driver: None,
            iommu_group: Some(1),
            group_peers: Vec::new(),
            firmware_memory: false,
            resets: Some(true),
        }
    }

    #[test]
    fn a_place_is_written_as_hyper_v_writes_it() {
        for (path, wanted) in [
            ("0000:00/10.0/00.0", "PCIROOT(0)#PCI(1000)#PCI(0000)"),
            ("0000:40/1f.6", "PCIROOT(40)#PCI(1F06)"),
            ("0001:00/00.1", "PCIROOT(1:00)#PCI(0001)"),
        ] {
            assert_eq!(device(path).location_path(), wanted);
        }
        assert_eq!(
            device("").instance_id(true),
            "PCIP\\VEN_8086&DEV_10C9\\0000:01:00.0"
        );
    }

    #[test]
    fn an_alias_is_made_of_the_address() {
        let device = AssignedDevice::at("0000:01:00.0".parse().unwrap()).unwrap();
        assert_eq!(device.alias.as_str(), "ua-dda-0000-01-00-0");
    }
}
