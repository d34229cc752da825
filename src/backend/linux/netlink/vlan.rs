//! VLANs of the ports of a bridge that filters by VLAN.

use netlink_packet_route::link::{
    AfSpecBridge, BridgeVlanInfoFlags as Flags, LinkAttribute, LinkExtentMask, LinkMessage,
};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};
use rtnetlink::LinkBridgeVlan;

use crate::backend::model::VlanId;

use super::{Netlink, Result};

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

impl Netlink {
    /// The VLANs that a bridge's port is in.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn port_vlans(&self, index: u32) -> Result<Vec<PortVlan>> {
        let mut message = LinkMessage::default();
        message.header.interface_family = AddressFamily::Bridge;
        message
            .attributes
            .push(LinkAttribute::ExtMask(vec![LinkExtentMask::Brvlan]));
        let request = RouteNetlinkMessage::GetLink(message);
        let links = self.dump(
            "listing the VLANs of bridge ports",
            &request,
            |answer| match answer {
                RouteNetlinkMessage::NewLink(link) if link.header.index == index => Some(link),
                _ => None,
            },
        )?;
        Ok(links
            .into_iter()
            .flat_map(|link| link.attributes)
            .filter_map(|attribute| match attribute {
                LinkAttribute::AfSpecBridge(specs) => Some(specs),
                _ => None,
            })
            .flatten()
            .filter_map(|spec| match spec {
                AfSpecBridge::VlanInfo(vlan) => Some(PortVlan {
                    id: vlan.vid,
                    pvid: vlan.flags.contains(Flags::Pvid),
                    untagged: vlan.flags.contains(Flags::Untagged),
                }),
                _ => None,
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
        let request = |id, flags| LinkBridgeVlan::new(index).vlan(id, flags).build();
        let before = self.port_vlans(index)?;
        let into = request(id, Flags::Pvid | Flags::Untagged);
        self.change(&what, |handle| handle.link().set(into).execute())?;
        for other in before.iter().filter(|other| other.id != id) {
            let out_of = request(other.id, Flags::empty());
            self.change(&what, |handle| {
                handle.link().del_with_message(out_of).execute()
            })?;
        }
        Ok(())
    }
}
