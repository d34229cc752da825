//! devlink by generic netlink: the mode of a NIC's embedded switch.

use crate::model::{EswitchMode, PciAddress};

use super::generic::{Generic, number, text};
use super::{Result, errno};

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
    /// How the embedded switch of this PF works. What has no modes is in legacy mode: a kernel without devlink, a device or a driver
    /// that does not take part in it.
    ///
    /// # Errors
    /// The kernel's refusal: EPERM for everybody but root.
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
        mode(self.generic.ask(&what, FAMILY, ESWITCH_GET, attributes))
    }
}

fn mode(answers: Result<Vec<Vec<u8>>>) -> Result<EswitchMode> {
    /// Without devlink, without an instance of the device, from a driver without modes.
    const NO_MODES: [i32; 3] = [errno::NOT_FOUND, errno::NO_DEVICE, errno::NOT_SUPPORTED];
    match answers {
        Ok(answers) if number(&answers, ESWITCH_MODE) == Some(1) => Ok(EswitchMode::Switchdev),
        Ok(_) => Ok(EswitchMode::Legacy),
        Err(error) if NO_MODES.contains(&error.errno) => Ok(EswitchMode::Legacy),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linux::netlink::NetlinkError;

    #[test]
    fn a_driver_without_modes_is_in_legacy_mode_and_a_refusal_tells_nothing() {
        let refused = |errno| mode(Err(NetlinkError::new("reading", errno)));
        for without in [errno::NOT_FOUND, errno::NO_DEVICE, errno::NOT_SUPPORTED] {
            assert_eq!(refused(without).ok(), Some(EswitchMode::Legacy));
        }
        assert_eq!(refused(errno::PERMISSION).ok(), None);
    }
}
