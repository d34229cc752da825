//! Generic netlink: families of the kernel by their names, and short requests to them.
//!
//! `rtnetlink` speaks one protocol, and no library of its family speaks these.

use netlink_packet_core::{DefaultNla, Emitable, NetlinkSerializable};
use rtnetlink::sys::protocols::NETLINK_GENERIC;

use super::raw::{Raw, find};
use super::{NetlinkError, Result, errno};

const CONTROL_FAMILY: u16 = 0x10;
const CONTROL_GET_FAMILY: u8 = 3;
const CONTROL_ID: u16 = 1;
const CONTROL_NAME: u16 = 2;

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

/// An attribute that is a text.
pub(super) fn text(kind: u16, value: &str) -> DefaultNla {
    let mut bytes = value.as_bytes().to_vec();
    bytes.push(0);
    DefaultNla::new(kind, bytes)
}

/// An attribute that holds others.
pub(super) fn nest(kind: u16, inner: &[DefaultNla]) -> DefaultNla {
    const NESTED: u16 = 0x8000;
    let mut bytes = vec![0; inner.buffer_len()];
    inner.emit(&mut bytes);
    DefaultNla::new(kind | NESTED, bytes)
}

/// The number of 16 bits in the first answer that has this attribute.
pub(super) fn number(answers: &[Vec<u8>], kind: u16) -> Option<u16> {
    value(answers, kind)?
        .first_chunk()
        .map(|bytes| u16::from_ne_bytes(*bytes))
}

/// The byte in the first answer that has this attribute.
pub(super) fn byte(answers: &[Vec<u8>], kind: u16) -> Option<u8> {
    value(answers, kind)?.first().copied()
}

/// The number of 32 bits in the first answer that has this attribute.
pub(super) fn long(answers: &[Vec<u8>], kind: u16) -> Option<u32> {
    value(answers, kind)?
        .first_chunk()
        .map(|bytes| u32::from_ne_bytes(*bytes))
}

/// The bytes in the first answer that has this attribute.
pub(super) fn value(answers: &[Vec<u8>], kind: u16) -> Option<&[u8]> {
    answers
        .iter()
        .find_map(|body| find(body.get(FIXED..)?, kind))
}

/// One end of generic netlink.
#[derive(Debug)]
pub(super) struct Generic {
    raw: Raw,
}

impl Default for Generic {
    fn default() -> Self {
        Self {
            raw: Raw::of(NETLINK_GENERIC),
        }
    }
}

impl Generic {
    /// What a family answers to a command.
    ///
    /// # Errors
    /// The kernel's refusal: ENOENT without the family.
    pub(super) fn ask(
        &self,
        what: &str,
        family: &str,
        command: u8,
        attributes: Vec<DefaultNla>,
    ) -> Result<Vec<Vec<u8>>> {
        let family = self.family(family)?;
        let request = Request {
            family,
            command,
            attributes,
        };
        self.raw.get(what, request)
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
