//! Forwarding entries: addresses in a device's own filter.

use netlink_packet_route::neighbour::{
    NeighbourAttribute, NeighbourFlags, NeighbourMessage, NeighbourState,
};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};

use crate::model::MacAddress;

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

    /// Pins an address to a port of a bridge, whatever port its frames come from (`bridge fdb replace MAC dev PORT master static
    /// sticky`; Linux 4.20), in every VLAN that the port is in.
    ///
    /// # Errors
    /// EOPNOTSUPP when it is no port, ...
    pub fn pin(&self, port: u32, mac: MacAddress) -> Result<()> {
        let what = format!("pinning {mac} to port {port}");
        self.change(&what, |handle| {
            handle
                .neighbours()
                .add_bridge(port, &mac.0)
                .state(NeighbourState::Noarp)
                .flags(NeighbourFlags::Controller | NeighbourFlags::Sticky)
                .replace()
                .execute()
        })
    }

    /// Takes such an address back.
    ///
    /// # Errors
    /// ENOENT, ...
    pub fn unpin(&self, port: u32, mac: MacAddress) -> Result<()> {
        let what = format!("unpinning {mac} from port {port}");
        let mut message = of_device(port);
        message.header.flags = NeighbourFlags::Controller;
        message
            .attributes
            .push(NeighbourAttribute::LinkLayerAddress(mac.0.to_vec()));
        self.change(&what, |handle| handle.neighbours().del(message).execute())
    }

    /// All pinned addresses of all ports: (index of the port, address), sorted.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn pinned(&self) -> Result<Vec<(u32, MacAddress)>> {
        let request = RouteNetlinkMessage::GetNeighbour(of_device(0));
        let mut entries: Vec<(u32, MacAddress)> = self
            .dump(
                "listing the tables of bridges",
                &request,
                |answer| match answer {
                    RouteNetlinkMessage::NewNeighbour(entry)
                        if entry.header.flags.contains(NeighbourFlags::Sticky) =>
                    {
                        Some(entry)
                    }
                    _ => None,
                },
            )?
            .into_iter()
            .flat_map(|entry| {
                let port = entry.header.ifindex;
                entry
                    .attributes
                    .into_iter()
                    .filter_map(move |attribute| match attribute {
                        NeighbourAttribute::LinkLayerAddress(bytes) => {
                            Some((port, MacAddress(bytes.try_into().ok()?)))
                        }
                        _ => None,
                    })
            })
            .collect();
        entries.sort_unstable();
        entries.dedup();
        Ok(entries)
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
