//! Giving PCI functions to drivers and resetting them.
//!
//! A function is bound through its `driver_override` and the driver's own `bind` file: no other function of the same kind is
//! touched, and the driver's own refusal comes back as the error number.

use std::io;
use std::time::Duration;

use crate::model::{PciAddress, VFIO_PCI};
use crate::plan::UNSAFE_INTERRUPTS;
use crate::programs;

use super::errno;
use super::sysfs::pci::PciFunction;
use super::sysfs::{Sysfs, WriteError, write_at};

/// How long a driver may take to take a function or to let go of it. A driver waits for the users of a device.
const DRIVER: Duration = Duration::from_secs(60);
/// The kernel itself waits up to 60 s for a device to come back from its reset.
const RESET: Duration = Duration::from_secs(90);

impl Sysfs {
    /// Binds a function that has no driver.
    ///
    /// # Errors
    /// EBUSY if it has one, ENODEV if the driver is not there and cannot be loaded, or the driver's refusal.
    pub fn bind(&self, address: PciAddress, driver: &str) -> Result<(), WriteError> {
        let function = self.pci_function(address);
        if function.driver().as_deref() == Some(driver) {
            return Ok(());
        }
        if function.driver().is_some() {
            return Err(refused(&function, "driver", driver, errno::BUSY));
        }
        self.load(driver);
        let bind = self.path(&format!("/sys/bus/pci/drivers/{driver}/bind"));
        if !bind.exists() {
            return Err(refused(&function, "driver", driver, errno::NO_DEVICE));
        }
        let choice = function.file("driver_override");
        write_at(&choice, driver, DRIVER)?;
        let bound = write_at(&bind, &address.to_string(), DRIVER);
        // VFIO keeps the choice, so that nothing else grabs the function. A host driver finds its own devices.
        if bound.is_err() || driver != VFIO_PCI {
            let cleared = write_at(&choice, "\n", DRIVER);
            bound?;
            return cleared;
        }
        bound
    }

    /// Unbinds a function from its driver, whatever it is, and clears `driver_override`.
    ///
    /// # Errors
    /// The kernel's refusal, or a time-out while the driver waits for the device's users.
    pub fn unbind(&self, address: PciAddress) -> Result<(), WriteError> {
        let function = self.pci_function(address);
        if function.driver().is_some() {
            write_at(
                &function.file("driver/unbind"),
                &address.to_string(),
                DRIVER,
            )?;
        }
        if function.driver_override().is_some() {
            write_at(&function.file("driver_override"), "\n", DRIVER)?;
        }
        Ok(())
    }

    /// Function level reset.
    ///
    /// # Errors
    /// EOPNOTSUPP if the function offers none: a reset of the whole bus would hit its siblings.
    pub fn reset(&self, address: PciAddress) -> Result<(), WriteError> {
        let function = self.pci_function(address);
        if function.offers_flr() != Some(true) {
            return Err(refused(&function, "reset", "1", errno::NOT_SUPPORTED));
        }
        write_at(&function.file("reset"), "1", RESET)
    }

    /// Has the container of VFIO take devices whose interrupts nothing remaps, or no longer.
    ///
    /// # Errors
    /// ENOENT if the kernel has no such container and cannot load it, or the kernel's refusal.
    pub fn allow_unsafe_interrupts(&self, on: bool) -> Result<(), WriteError> {
        if !self.exists(UNSAFE_INTERRUPTS) {
            self.modprobe("vfio_iommu_type1");
        }
        self.write(UNSAFE_INTERRUPTS, if on { "Y" } else { "N" }, DRIVER)
    }

    /// Loads a driver's module if the driver is not there. Whether it is there afterwards is what counts.
    fn load(&self, driver: &str) {
        if !self.exists(&format!("/sys/bus/pci/drivers/{driver}")) {
            self.modprobe(driver);
        }
    }

    /// Loads a module. In a tree of files that is not the machine's own nothing is loaded.
    fn modprobe(&self, module: &str) {
        if self == &Self::default() {
            let _ = programs::command("modprobe").arg("--").arg(module).output();
        }
    }
}

fn refused(function: &PciFunction, file: &str, value: &str, errno: i32) -> WriteError {
    WriteError {
        path: function.file(file),
        value: value.to_owned(),
        source: io::Error::from_raw_os_error(errno),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Tree;
    use super::*;
    use std::fs;

    fn vf() -> PciAddress {
        "0000:01:10.0".parse().unwrap()
    }

    #[test]
    fn binding_goes_by_override_and_bind() {
        let tree = Tree::two_ports(1);
        tree.file("/sys/bus/pci/drivers/vfio-pci/bind", "");
        tree.sysfs().bind(vf(), "vfio-pci").unwrap();
        let text = |path: &str| fs::read_to_string(tree.path(path)).unwrap();
        assert_eq!(text("/sys/bus/pci/drivers/vfio-pci/bind"), "0000:01:10.0");
        assert_eq!(
            text("/sys/bus/pci/devices/0000:01:10.0/driver_override")
                .trim_end_matches(char::is_control),
            "vfio-pci"
        );
    }

    #[test]
    fn a_function_with_another_driver_is_not_taken() {
        let tree = Tree::two_ports(1);
        tree.driver("0000:01:10.0", "igbvf");
        tree.file("/sys/bus/pci/drivers/vfio-pci/bind", "");
        let error = tree.sysfs().bind(vf(), "vfio-pci").unwrap_err();
        assert_eq!(error.errno(), Some(errno::BUSY));
        // The one it has is what was asked for: nothing to do.
        tree.sysfs().bind(vf(), "igbvf").unwrap();
    }

    #[test]
    fn the_risk_is_accepted_where_the_kernel_has_the_container() {
        let tree = Tree::empty();
        let error = tree.sysfs().allow_unsafe_interrupts(true).unwrap_err();
        assert_eq!(error.errno(), Some(2));
        tree.file(UNSAFE_INTERRUPTS, "N\n");
        for (on, value) in [(true, "Y"), (false, "N")] {
            tree.sysfs().allow_unsafe_interrupts(on).unwrap();
            let text = fs::read_to_string(tree.path(UNSAFE_INTERRUPTS)).unwrap();
            assert_eq!(text.trim(), value);
        }
    }

    #[test]
    fn a_driver_that_is_not_there_leaves_no_trace() {
        let tree = Tree::two_ports(1);
        let error = tree.sysfs().bind(vf(), "vfio-pci").unwrap_err();
        assert_eq!(error.errno(), Some(errno::NO_DEVICE));
        assert_eq!(tree.sysfs().pci_function(vf()).driver_override(), None);
    }

    #[test]
    fn only_a_function_level_reset_is_done() {
        let tree = Tree::two_ports(1);
        tree.sysfs().reset(vf()).unwrap();
        let reset = tree.path("/sys/bus/pci/devices/0000:01:10.0/reset");
        assert_eq!(fs::read_to_string(&reset).unwrap(), "1");
        fs::write(&reset, "").unwrap();
        tree.pci_file("0000:01:10.0", "reset_method", "pm bus\n");
        assert_eq!(
            tree.sysfs().reset(vf()).unwrap_err().errno(),
            Some(errno::NOT_SUPPORTED)
        );
        assert_eq!(fs::read_to_string(&reset).unwrap(), "");
    }
}
