//! Trees of files that look like a machine's sysfs and procfs, built for tests.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use super::sysfs::Sysfs;

/// A tree in a folder of its own.
pub struct Tree {
    folder: tempfile::TempDir,
}

impl Tree {
    /// A tree with nothing in it.
    pub fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A machine with two igb ports behind a root port each, every function in its own group, and `vfs` VFs on the first.
    pub fn two_ports(vfs: u32) -> Self {
        let tree = Self::empty();
        for (port, bus, name) in [("00:10.0", 1, "enp1s0"), ("00:11.0", 2, "enp2s0")] {
            let port = format!("0000:{port}");
            let pf = format!("0000:{bus:02x}:00.0");
            tree.function(&port, &format!("pci0000:00/{port}"), 0x06_0400);
            let place = format!("pci0000:00/{port}/{pf}");
            tree.function(&pf, &place, 0x02_0000);
            tree.pci_file(&pf, "vendor", "0x8086\n");
            tree.pci_file(&pf, "device", "0x10c9\n");
            tree.pci_file(&pf, "sriov_totalvfs", "7\n");
            tree.pci_file(&pf, "sriov_numvfs", "0\n");
            tree.pci_file(&pf, "sriov_offset", "128\n");
            tree.pci_file(&pf, "sriov_stride", "2\n");
            tree.pci_file(&pf, "sriov_drivers_autoprobe", "1\n");
            let bar = "0x00000000fe840000 0x00000000fe85bfff 0x0000000000140204\n";
            tree.pci_file(&pf, "resource", &bar.repeat(13));
            tree.driver(&pf, "igb");
            tree.group(bus, &[&pf]);
            fs::create_dir_all(tree.path(&format!("/sys/devices/{place}/net/{name}"))).unwrap();
            tree.interface(name, Some(&format!("/sys/devices/{place}")));
        }
        for index in 0..vfs {
            tree.vf("0000:01:00.0", index);
        }
        if vfs > 0 {
            tree.pci_file("0000:01:00.0", "sriov_numvfs", &format!("{vfs}\n"));
        }
        tree
    }

    /// The tree as the program sees it.
    pub fn sysfs(&self) -> Sysfs {
        Sysfs::at(self.folder.path())
    }

    /// Where an absolute path lies.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path.trim_start_matches('/'))
    }

    /// Writes a file and the folders above it.
    pub fn file(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes a file of a PCI function.
    pub fn pci_file(&self, address: &str, name: &str, text: &str) {
        self.file(&format!("/sys/bus/pci/devices/{address}/{name}"), text);
    }

    /// Adds a PCI function.
    pub fn function(&self, address: &str, place: &str, class: u32) {
        let real = self.path(&format!("/sys/devices/{place}"));
        fs::create_dir_all(&real).unwrap();
        let devices = self.path("/sys/bus/pci/devices");
        fs::create_dir_all(&devices).unwrap();
        symlink(&real, devices.join(address)).unwrap();
        self.pci_file(address, "class", &format!("0x{class:06x}\n"));
        self.pci_file(address, "numa_node", "-1\n");
        self.pci_file(address, "driver_override", "(null)\n");
    }

    /// Binds a PCI function to a driver.
    pub fn driver(&self, address: &str, driver: &str) {
        let folder = self.path(&format!("/sys/bus/pci/drivers/{driver}"));
        fs::create_dir_all(&folder).unwrap();
        let link = self.path(&format!("/sys/bus/pci/devices/{address}/driver"));
        let _ = fs::remove_file(&link);
        symlink(folder, link).unwrap();
    }

    /// Puts PCI functions into a group.
    pub fn group(&self, group: u32, addresses: &[&str]) {
        let folder = self.path(&format!("/sys/kernel/iommu_groups/{group}"));
        fs::create_dir_all(folder.join("devices")).unwrap();
        for address in addresses {
            let device = self.path(&format!("/sys/bus/pci/devices/{address}"));
            symlink(&device, folder.join("devices").join(address)).unwrap();
            let link = device.join("iommu_group");
            let _ = fs::remove_file(&link);
            symlink(&folder, link).unwrap();
        }
    }

    /// Adds an interface; `device` is the folder of the hardware behind it.
    pub fn interface(&self, name: &str, device: Option<&str>) {
        let folder = self.path(&format!("/sys/class/net/{name}"));
        fs::create_dir_all(&folder).unwrap();
        if let Some(device) = device {
            symlink(self.path(device), folder.join("device")).unwrap();
        }
    }

    /// Adds a VF to a PF of [`Tree::two_ports`], in a group of its own and with a function level reset.
    pub fn vf(&self, pf: &str, index: u32) {
        let parent = fs::canonicalize(self.path(&format!("/sys/bus/pci/devices/{pf}"))).unwrap();
        let place = parent.parent().unwrap();
        let pf_address: crate::model::PciAddress = pf.parse().unwrap();
        let address = pf_address.offset_by(128 + 2 * index).unwrap().to_string();
        let devices = fs::canonicalize(self.path("/sys/devices")).unwrap();
        let inside = place.strip_prefix(devices).unwrap().display().to_string();
        self.function(&address, &format!("{inside}/{address}"), 0x02_0000);
        self.pci_file(&address, "vendor", "0x8086\n");
        self.pci_file(&address, "device", "0x10ca\n");
        self.pci_file(&address, "reset_method", "flr\n");
        self.pci_file(&address, "reset", "");
        self.group(20 + index, &[&address]);
        let vf = self.path(&format!("/sys/bus/pci/devices/{address}"));
        symlink(
            self.path(&format!("/sys/bus/pci/devices/{pf}")),
            vf.join("physfn"),
        )
        .unwrap();
        symlink(vf, parent.join(format!("virtfn{index}"))).unwrap();
    }
}
