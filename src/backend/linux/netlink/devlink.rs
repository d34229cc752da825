//! devlink by generic netlink: the mode of a NIC's embedded switch.

use netlink_sys::protocols::NETLINK_GENERIC;

use crate::backend::model::{EswitchMode, PciAddress};

use super::codec::{Message, find, read_u16};
use super::{Netlink, Result};

const CONTROL_FAMILY: u16 = 0x10;
const CONTROL_GET_FAMILY: u8 = 3;
const CONTROL_ID: u16 = 1;
const CONTROL_NAME: u16 = 2;

const ESWITCH_GET: u8 = 29;
const BUS_NAME: u16 = 1;
const DEVICE_NAME: u16 = 2;
const ESWITCH_MODE: u16 = 25;

/// devlink's end of generic netlink.
#[derive(Debug)]
pub struct Devlink {
    line: Netlink,
}

impl Default for Devlink {
    fn default() -> Self {
        Self {
            line: Netlink::of(NETLINK_GENERIC),
        }
    }
}

/// The fixed part of a generic netlink message: command, version, nothing.
fn fixed(command: u8) -> [u8; 4] {
    [command, 1, 0, 0]
}

impl Devlink {
    /// How the embedded switch of this PF works. A driver without devlink is in legacy mode.
    ///
    /// # Errors
    /// The kernel's refusal: ENOENT without devlink, ENODEV without an instance of this device, EOPNOTSUPP from a driver
    /// without modes.
    pub fn eswitch_mode(&self, pf: PciAddress) -> Result<EswitchMode> {
        let family = self.family("devlink")?;
        let what = format!("reading the switch mode of {pf}");
        let message = Message::new(&fixed(ESWITCH_GET))
            .text(BUS_NAME, "pci")
            .text(DEVICE_NAME, &pf.to_string());
        let replies = self.line.get(&what, family, message)?;
        let mode = replies.iter().find_map(|reply| {
            let all = reply.body.get(4..)?;
            find(all, ESWITCH_MODE).and_then(read_u16)
        });
        Ok(match mode {
            Some(1) => EswitchMode::Switchdev,
            _ => EswitchMode::Legacy,
        })
    }

    fn family(&self, name: &str) -> Result<u16> {
        let message = Message::new(&fixed(CONTROL_GET_FAMILY)).text(CONTROL_NAME, name);
        let what = format!("looking for {name}");
        let replies = self.line.get(&what, CONTROL_FAMILY, message)?;
        replies
            .iter()
            .find_map(|reply| find(reply.body.get(4..)?, CONTROL_ID).and_then(read_u16))
            .ok_or(super::NetlinkError {
                what,
                errno: 2,
                text: None,
            })
    }
}
