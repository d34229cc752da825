//! devlink by generic netlink: the mode of a NIC's embedded switch.
//!
//! `rtnetlink` speaks one protocol, and no library of its family speaks devlink: two short requests of our own.

use netlink_packet_core::{DefaultNla, Emitable, NetlinkSerializable};
use rtnetlink::sys::protocols::NETLINK_GENERIC;

use crate::model::{EswitchMode, PciAddress};

use super::raw::{Raw, find};
use super::{NetlinkError, Result, errno};

const CONTROL_FAMILY: u16 = 0x10;
const CONTROL_GET_FAMILY: u8 = 3;
const CONTROL_ID: u16 = 1;
const CONTROL_NAME: u16 = 2;

const ESWITCH_GET: u8 = 29;
const BUS_NAME: u16 = 1;
const DEVICE_NAME: u16 = 2;
const ESWITCH_MODE: u16 = 25;

/// Bytes of the fixed part: command, version, nothing.
const FIXED: usize = 4;

/// A generic netlink request.
#[derive(Debug)]
struct Request {
    family: u16,
    command: u8,
    attributes: Vec<DefaultNla>,
}

impl NetlinkSerializable for Request {
    fn message_type(&self) -> u16 {
        self.family
    }

    fn buffer_len(&self) -> usize {
        FIXED.saturating_add(self.attributes.as_slice().buffer_len())
    }

    fn serialize(&self, buffer: &mut [u8]) {
        if let Some((fixed, attributes)) = buffer.split_first_chunk_mut::<FIXED>() {
            *fixed = [self.command, 1, 0, 0];
            self.attributes.as_slice().emit(attributes);
        }
    }
}

fn text(kind: u16, value: &str) -> DefaultNla {
    let mut bytes = value.as_bytes().to_vec();
    bytes.push(0);
    DefaultNla::new(kind, bytes)
}

/// The number in the first answer that has this attribute.
fn number(answers: &[Vec<u8>], kind: u16) -> Option<u16> {
    answers.iter().find_map(|body| {
        let value = find(body.get(FIXED..)?, kind)?;
        value.first_chunk().map(|bytes| u16::from_ne_bytes(*bytes))
    })
}

/// devlink's end of generic netlink.
#[derive(Debug)]
pub struct Devlink {
    raw: Raw,
}

impl Default for Devlink {
    fn default() -> Self {
        Self {
            raw: Raw::of(NETLINK_GENERIC),
        }
    }
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
        let request = Request {
            family: self.family("devlink")?,
            command: ESWITCH_GET,
            attributes: vec![text(BUS_NAME, bus), text(DEVICE_NAME, device)],
        };
        let what = format!("reading the switch mode of {device}");
        let answers = self.raw.get(&what, request)?;
        Ok(match number(&answers, ESWITCH_MODE) {
            Some(1) => EswitchMode::Switchdev,
            _ => EswitchMode::Legacy,
        })
    }

    fn family(&self, name: &str) -> Result<u16> {
        let request = Request {
            family: CONTROL_FAMILY,
            command: CONTROL_GET_FAMILY,
            attributes: vec![text(CONTROL_NAME, name)],
        };
        let what = format!("looking for {name}");
        let answers = self.raw.get(&what, request)?;
        number(&answers, CONTROL_ID).ok_or_else(|| NetlinkError::new(&what, errno::NOT_FOUND))
    }
}
