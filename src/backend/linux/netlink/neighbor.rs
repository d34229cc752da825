//! Neighbours: who has which IP address on the link of an interface, by ARP and NDP. The tables of bridges are [`super::fdb`]'s.

use std::collections::HashMap;
use std::net::IpAddr;

use netlink_packet_route::neighbour::{
    NeighbourAddress, NeighbourAttribute, NeighbourMessage, NeighbourState,
};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};

use super::{Netlink, Result};
use crate::linux::errno;
use crate::model::{InterfaceName, MacAddress, Neighbor, NeighborState};
use crate::plan::NeighborSpec;

/// A neighbour that was named for good, as the kernel listed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    address: IpAddr,
    /// The address of its adapter, which has other lengths on links other than Ethernet.
    link_layer: Vec<u8>,
}

/// The IP address of an entry, and the address of its adapter.
fn addresses(message: &NeighbourMessage) -> Option<(IpAddr, Option<&[u8]>)> {
    let (mut address, mut link_layer) = (None, None);
    for attribute in &message.attributes {
        match attribute {
            NeighbourAttribute::Destination(NeighbourAddress::Inet(ip)) => {
                address = Some(IpAddr::from(*ip));
            }
            NeighbourAttribute::Destination(NeighbourAddress::Inet6(ip)) => {
                address = Some(IpAddr::from(*ip));
            }
            NeighbourAttribute::LinkLayerAddress(bytes) => link_layer = Some(bytes.as_slice()),
            _ => {}
        }
    }
    Some((address?, link_layer))
}

fn mac(link_layer: &[u8]) -> Option<MacAddress> {
    link_layer.try_into().ok().map(MacAddress)
}

/// `None` for what `ip neigh` does not list either: nobody was asked, or nobody has to be.
fn state(state: NeighbourState) -> Option<NeighborState> {
    match state {
        NeighbourState::Failed => Some(NeighborState::Unreachable),
        NeighbourState::Incomplete => Some(NeighborState::Incomplete),
        NeighbourState::Probe => Some(NeighborState::Probe),
        NeighbourState::Delay => Some(NeighborState::Delay),
        NeighbourState::Stale => Some(NeighborState::Stale),
        NeighbourState::Reachable => Some(NeighborState::Reachable),
        NeighbourState::Permanent => Some(NeighborState::Permanent),
        _ => None,
    }
}

fn at(index: u32, address: IpAddr) -> NeighbourMessage {
    let mut message = NeighbourMessage::default();
    let (family, destination) = match address {
        IpAddr::V4(address) => (AddressFamily::Inet, NeighbourAddress::Inet(address)),
        IpAddr::V6(address) => (AddressFamily::Inet6, NeighbourAddress::Inet6(address)),
    };
    message.header.family = family;
    message.header.ifindex = index;
    message
        .attributes
        .push(NeighbourAttribute::Destination(destination));
    message
}

impl Netlink {
    /// The neighbours of both families on the links of the interfaces with these indexes.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn neighbors(&self, names: &HashMap<u32, InterfaceName>) -> Result<Vec<Neighbor>> {
        let entries = self.list_neighbors()?;
        let found = entries.iter().filter_map(|message| {
            let (address, link_layer) = addresses(message)?;
            let index = message.header.ifindex;
            Some(Neighbor {
                interface: names.get(&index)?.clone(),
                index,
                address,
                mac: link_layer.and_then(mac),
                state: state(message.header.state)?,
            })
        });
        Ok(found.collect())
    }

    /// The IP addresses that the host has resolved, of all interfaces: (address of the neighbour's adapter, IP address).
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn resolved(&self) -> Result<Vec<(MacAddress, String)>> {
        let entries = self.list_neighbors()?;
        let found = entries.iter().filter_map(|message| {
            let (address, link_layer) = addresses(message)?;
            Some((mac(link_layer?)?, address.to_string()))
        });
        Ok(found.collect())
    }

    /// Names the adapter of a neighbour for good, in place of what is known of it (`ip neigh replace ... nud permanent`).
    ///
    /// # Errors
    /// EINVAL where IPv6 is disabled, ...
    pub fn add_neighbor(&self, index: u32, wanted: &NeighborSpec) -> Result<()> {
        self.name_neighbor(index, wanted.address, &wanted.mac.0)
    }

    /// Forgets a neighbour. One that is not there is as wished: the kernel forgets those that it found itself at any time.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn remove_neighbor(&self, index: u32, address: IpAddr) -> Result<()> {
        let what = format!("removing the neighbour {address} of interface {index}");
        let message = at(index, address);
        match self.change(&what, |handle| handle.neighbours().del(message).execute()) {
            Err(error) if error.errno == errno::NOT_FOUND => Ok(()),
            other => other,
        }
    }

    /// The neighbours of an interface that were named for good: the kernel forgets them when the interface goes down, and when its own
    /// address changes.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn named_neighbors(&self, index: u32) -> Result<Vec<Named>> {
        let entries = self.list_neighbors()?;
        let own = entries.iter().filter(|message| {
            message.header.ifindex == index && message.header.state == NeighbourState::Permanent
        });
        let own = own.filter_map(|message| {
            let (address, link_layer) = addresses(message)?;
            Some(Named {
                address,
                link_layer: link_layer?.to_vec(),
            })
        });
        Ok(own.collect())
    }

    /// Names them again.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn name_neighbors(&self, index: u32, named: &[Named]) -> Result<()> {
        named
            .iter()
            .try_for_each(|known| self.name_neighbor(index, known.address, &known.link_layer))
    }

    /// Forgets them.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub(super) fn remove_neighbors(&self, index: u32, named: &[Named]) -> Result<()> {
        named
            .iter()
            .try_for_each(|known| self.remove_neighbor(index, known.address))
    }

    fn name_neighbor(&self, index: u32, address: IpAddr, link_layer: &[u8]) -> Result<()> {
        let what = format!("naming the neighbour {address} of interface {index}");
        self.change(&what, |handle| {
            handle
                .neighbours()
                .add(index, address)
                .link_layer_address(link_layer)
                .replace()
                .execute()
        })
    }

    fn list_neighbors(&self) -> Result<Vec<NeighbourMessage>> {
        let request = RouteNetlinkMessage::GetNeighbour(NeighbourMessage::default());
        self.dump("listing neighbours", &request, |answer| match answer {
            RouteNetlinkMessage::NewNeighbour(entry) => Some(entry),
            _ => None,
        })
    }
}
