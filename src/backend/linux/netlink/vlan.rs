//! VLANs of the ports of a bridge that filters by VLAN.

use crate::backend::model::VlanId;

use super::codec::{Message, attributes, find, read_u16};
use super::link::{self, attribute, attributes_of, extent};
use super::{Netlink, Result};

const AF_BRIDGE: u8 = 7;
const VLAN_INFO: u16 = 2;
const PVID: u16 = 2;
const UNTAGGED: u16 = 4;

/// A VLAN that a port is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortVlan {
    /// The VLAN.
    pub id: u16,
    /// Untagged frames that come in belong to it.
    pub pvid: bool,
    /// Its frames go out without tag.
    pub untagged: bool,
}

fn request(index: u32, id: u16, flags: u16) -> Message {
    let [a, b] = flags.to_ne_bytes();
    let [c, d] = id.to_ne_bytes();
    Message::new(&link::fixed(AF_BRIDGE, index, 0, 0)).nest(attribute::AF_SPEC, |message| {
        message.bytes(VLAN_INFO, &[a, b, c, d])
    })
}

impl Netlink {
    /// The VLANs that a bridge's port is in.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn port_vlans(&self, index: u32) -> Result<Vec<PortVlan>> {
        let message = Message::new(&link::fixed(AF_BRIDGE, 0, 0, 0))
            .u32(attribute::EXTENT, extent::BRIDGE_VLANS);
        let replies = self.dump("listing the VLANs of bridge ports", link::GET, &message)?;
        let wanted = index.to_ne_bytes();
        Ok(replies
            .iter()
            .filter(|reply| reply.body.get(4..8) == Some(wanted.as_slice()))
            .filter_map(|reply| find(attributes_of(reply), attribute::AF_SPEC))
            .flat_map(attributes)
            .filter(|(kind, _)| *kind == VLAN_INFO)
            .filter_map(|(_, info)| {
                let (flags, id) = (read_u16(info)?, read_u16(info.get(2..)?)?);
                Some(PortVlan {
                    id,
                    pvid: flags & PVID != 0,
                    untagged: flags & UNTAGGED != 0,
                })
            })
            .collect())
    }

    /// Puts a port into one VLAN, untagged, and out of all others; none is VLAN 1, the bridge's own default.
    ///
    /// # Errors
    /// EOPNOTSUPP from a kernel without VLAN filtering, ...
    pub fn set_port_vlan(&self, index: u32, vlan: Option<VlanId>) -> Result<()> {
        let id = vlan.map_or(1, VlanId::get);
        let what = format!("setting the VLAN of port {index}");
        let before = self.port_vlans(index)?;
        self.change(&what, link::SET, 0, request(index, id, PVID | UNTAGGED))?;
        for other in before.iter().filter(|other| other.id != id) {
            self.change(&what, link::DELETE, 0, request(index, other.id, 0))?;
        }
        Ok(())
    }
}
