//! ethtool by generic netlink: the queues of a NIC, and how it spreads over them what it receives.

use crate::model::{InterfaceName, Queues, Spreading};

use super::Result;
use super::generic::{Generic, long, nest, text, value};
use netlink_packet_core::DefaultNla;

const FAMILY: &str = "ethtool";
pub(super) const CHANNELS_GET: u8 = 17;
const RSS_GET: u8 = 38;
/// Since Linux 6.17 (`ETHTOOL_MSG_RSS_SET`).
const RSS_SET: u8 = 48;

/// Of every request: which interface.
const HEADER: u16 = 1;
const HEADER_DEVICE_NAME: u16 = 2;

pub(super) const RX_MAX: u16 = 2;
pub(super) const COMBINED_MAX: u16 = 5;
pub(super) const RX_COUNT: u16 = 6;
pub(super) const COMBINED_COUNT: u16 = 9;

const HASH_FUNCTION: u16 = 3;
const INDIRECTION: u16 = 4;
const HASH_KEY: u16 = 5;
/// The first bit of the hash functions (`ETH_RSS_HASH_TOP`).
const TOEPLITZ: u32 = 1;

/// Which interface a request is about.
fn header(name: &InterfaceName) -> DefaultNla {
    nest(HEADER, &[text(HEADER_DEVICE_NAME, name.as_str())])
}

/// ethtool's end of generic netlink.
#[derive(Debug, Default)]
pub struct Ethtool {
    generic: Generic,
}

impl Ethtool {
    /// The queues of a NIC.
    ///
    /// # Errors
    /// The kernel's refusal: EOPNOTSUPP from a driver that does not tell.
    pub fn queues(&self, name: &InterfaceName) -> Result<Queues> {
        let answers = self.ask("the queues", CHANNELS_GET, name)?;
        let count = |kind| long(&answers, kind).unwrap_or_default();
        Ok(Queues {
            receive: count(RX_COUNT).saturating_add(count(COMBINED_COUNT)),
            most: count(RX_MAX).saturating_add(count(COMBINED_MAX)),
        })
    }

    /// How a NIC spreads what it receives.
    ///
    /// # Errors
    /// The kernel's refusal: EOPNOTSUPP from a driver that does not tell, and from a kernel before 6.3.
    pub fn spreading(&self, name: &InterfaceName) -> Result<Spreading> {
        let answers = self.ask("the receive side scaling", RSS_GET, name)?;
        let table = value(&answers, INDIRECTION).unwrap_or_default();
        let table = table
            .chunks_exact(4)
            .filter_map(|bytes| bytes.first_chunk());
        let key = value(&answers, HASH_KEY).map_or(0, <[u8]>::len);
        Ok(Spreading {
            table: table.map(|bytes| u32::from_ne_bytes(*bytes)).collect(),
            key_bytes: u16::try_from(key).unwrap_or(u16::MAX),
            toeplitz: long(&answers, HASH_FUNCTION).map(|functions| functions & TOEPLITZ != 0),
        })
    }

    /// Sets the queue of each entry of the indirection table.
    ///
    /// # Errors
    /// The kernel's refusal: EOPNOTSUPP from a kernel before 6.17, and from a driver with a fixed table.
    pub fn set_indirection(&self, name: &InterfaceName, table: &[u32]) -> Result<()> {
        let entries = table.iter().flat_map(|queue| queue.to_ne_bytes());
        let table = DefaultNla::new(INDIRECTION, entries.collect());
        self.tell("the indirection table", RSS_SET, name, vec![table])
    }

    /// What the driver of a NIC answers to a question.
    pub(super) fn ask(
        &self,
        what: &str,
        command: u8,
        name: &InterfaceName,
    ) -> Result<Vec<Vec<u8>>> {
        let what = format!("reading {what} of {name}");
        let attributes = vec![header(name)];
        self.generic.ask(&what, FAMILY, command, attributes)
    }

    /// Changes something of a NIC.
    pub(super) fn tell(
        &self,
        what: &str,
        command: u8,
        name: &InterfaceName,
        changes: Vec<DefaultNla>,
    ) -> Result<()> {
        let what = format!("setting {what} of {name}");
        let mut attributes = vec![header(name)];
        attributes.extend(changes);
        self.generic
            .ask(&what, FAMILY, command, attributes)
            .map(|_| ())
    }
}
