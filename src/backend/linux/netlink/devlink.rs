//! devlink by generic netlink: the mode of a NIC's embedded switch.

use crate::model::{EswitchMode, PciAddress};

use super::Result;
use super::generic::{Generic, number, text};

const FAMILY: &str = "devlink";
const ESWITCH_GET: u8 = 29;
const BUS_NAME: u16 = 1;
const DEVICE_NAME: u16 = 2;
const ESWITCH_MODE: u16 = 25;

/// devlink's end of generic netlink.
#[derive(Debug, Default)]
pub struct Devlink {
    generic: Generic,
}

impl Devlink {
    /// How the embedded switch of this PF works. A driver without devlink is in legacy mode.
    ///
    /// # Errors
    /// The kernel's refusal: ENOENT without devlink, ENODEV without an instance of this device, EOPNOTSUPP from a driver
    /// without modes.
    pub fn eswitch_mode(&self, pf: PciAddress) -> Result<EswitchMode> {
        self.eswitch_mode_of("pci", &pf.to_string())
    }

    /// The same of a device on any bus.
    ///
    /// # Errors
    /// As [`Devlink::eswitch_mode`].
    pub fn eswitch_mode_of(&self, bus: &str, device: &str) -> Result<EswitchMode> {
        let what = format!("reading the switch mode of {device}");
        let attributes = vec![text(BUS_NAME, bus), text(DEVICE_NAME, device)];
        let answers = self.generic.ask(&what, FAMILY, ESWITCH_GET, attributes)?;
        Ok(match number(&answers, ESWITCH_MODE) {
            Some(1) => EswitchMode::Switchdev,
            _ => EswitchMode::Legacy,
        })
    }
}
