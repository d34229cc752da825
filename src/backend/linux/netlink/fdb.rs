//! Forwarding entries: addresses in a device's own filter.

use crate::backend::model::MacAddress;

use super::codec::{Message, find};
use super::link;
use super::{CREATE, EXCLUSIVE, Netlink, Result};

const NEW: u16 = 28;
const DELETE: u16 = 29;
const GET: u16 = 30;
const AF_BRIDGE: u8 = 7;
const ADDRESS: u16 = 2;
const PERMANENT: u16 = 0x80;
const SELF: u8 = 2;

/// The fixed part of a neighbour message for an entry of a device's own filter.
fn fixed(index: u32) -> [u8; 12] {
    let [a, b, c, d] = index.to_ne_bytes();
    let [e, f] = PERMANENT.to_ne_bytes();
    [AF_BRIDGE, 0, 0, 0, a, b, c, d, e, f, SELF, 0]
}

impl Netlink {
    /// Adds an address to a device's own filter (`bridge fdb add MAC dev DEVICE self permanent`).
    ///
    /// # Errors
    /// EEXIST, EOPNOTSUPP, ENOSPC when the filter is full, ...
    pub fn add_fdb(&self, index: u32, mac: MacAddress) -> Result<()> {
        let message = Message::new(&fixed(index)).bytes(ADDRESS, &mac.0);
        self.change(
            &format!("adding {mac} to the filter of interface {index}"),
            NEW,
            CREATE | EXCLUSIVE,
            message,
        )
    }

    /// Removes an address from a device's own filter.
    ///
    /// # Errors
    /// ENOENT, ...
    pub fn remove_fdb(&self, index: u32, mac: MacAddress) -> Result<()> {
        let message = Message::new(&fixed(index)).bytes(ADDRESS, &mac.0);
        self.change(
            &format!("removing {mac} from the filter of interface {index}"),
            DELETE,
            0,
            message,
        )
    }

    /// The unicast addresses in a device's own filter, sorted, without the device's own.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn fdb(&self, index: u32) -> Result<Vec<MacAddress>> {
        // The old form of this request, a link's fixed part: every kernel takes it.
        let message = Message::new(&link::fixed(AF_BRIDGE, index, 0, 0));
        let what = format!("listing the filter of interface {index}");
        let replies = self.dump(&what, GET, &message)?;
        let mut entries: Vec<MacAddress> = replies
            .iter()
            .filter(|reply| {
                let number = reply.body.get(4..8);
                let flags = reply.body.get(10).copied().unwrap_or(0);
                number == Some(index.to_ne_bytes().as_slice()) && flags & SELF != 0
            })
            .filter_map(|reply| {
                let address = find(reply.body.get(12..)?, ADDRESS)?;
                <[u8; 6]>::try_from(address).ok().map(MacAddress)
            })
            .filter(|mac| mac.is_usable())
            .collect();
        entries.sort_unstable();
        entries.dedup();
        Ok(entries)
    }
}
