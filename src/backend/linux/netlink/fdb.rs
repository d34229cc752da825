//! Forwarding entries: addresses in a device's own filter.

use netlink_packet_route::neighbour::{
    NeighbourAttribute, NeighbourFlags, NeighbourMessage, NeighbourState,
};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};

use crate::backend::model::MacAddress;

use super::{Netlink, Result};

fn of_device(index: u32) -> NeighbourMessage {
    let mut message = NeighbourMessage::default();
    message.header.family = AddressFamily::Bridge;
    message.header.ifindex = index;
    message
}

impl Netlink {
    /// Adds an address to a device's own filter (`bridge fdb add MAC dev DEVICE self permanent`).
    ///
    /// # Errors
    /// EEXIST, EOPNOTSUPP, ENOSPC when the filter is full, ...
    pub fn add_fdb(&self, index: u32, mac: MacAddress) -> Result<()> {
        let what = format!("adding {mac} to the filter of interface {index}");
        self.change(&what, |handle| {
            handle
                .neighbours()
                .add_bridge(index, &mac.0)
                .flags(NeighbourFlags::Own)
                .execute()
        })
    }

    /// Removes an address from a device's own filter.
    ///
    /// # Errors
    /// ENOENT, ...
    pub fn remove_fdb(&self, index: u32, mac: MacAddress) -> Result<()> {
        let what = format!("removing {mac} from the filter of interface {index}");
        let mut message = of_device(index);
        message.header.flags = NeighbourFlags::Own;
        // A device's own filter knows no other state, and refuses to remove one.
        message.header.state = NeighbourState::Permanent;
        message
            .attributes
            .push(NeighbourAttribute::LinkLayerAddress(mac.0.to_vec()));
        self.change(&what, |handle| handle.neighbours().del(message).execute())
    }

    /// The unicast addresses in a device's own filter, sorted, without the device's own.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn fdb(&self, index: u32) -> Result<Vec<MacAddress>> {
        let what = format!("listing the filter of interface {index}");
        let request = RouteNetlinkMessage::GetNeighbour(of_device(index));
        let mut entries: Vec<MacAddress> = self
            .dump(&what, &request, |answer| match answer {
                RouteNetlinkMessage::NewNeighbour(entry) => Some(entry),
                _ => None,
            })?
            .into_iter()
            .filter(|entry| {
                entry.header.ifindex == index && entry.header.flags.contains(NeighbourFlags::Own)
            })
            .flat_map(|entry| entry.attributes)
            .filter_map(|attribute| match attribute {
                NeighbourAttribute::LinkLayerAddress(bytes) => {
                    bytes.try_into().ok().map(MacAddress)
                }
                _ => None,
            })
            .filter(|mac| mac.is_usable())
            .collect();
        entries.sort_unstable();
        entries.dedup();
        Ok(entries)
    }
}
