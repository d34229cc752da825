//! VLANs of the ports of a bridge that filters by VLAN.

use netlink_packet_route::link::{
    AfSpecBridge, BridgeVlanInfo, BridgeVlanInfoFlags as Flags, LinkAttribute, LinkExtentMask,
    LinkMessage,
};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};
use rtnetlink::{LinkBridge, LinkBridgeVlan, LinkMessageBuilder};
use std::collections::HashMap;

use crate::model::{InterfaceName, PortVlans, VlanId, VlanSet};

use super::{Netlink, Result};

/// The VLAN that a bridge puts a port in unless it is told otherwise (`vlan_default_pvid`).
const DEFAULT: u16 = 1;

/// What the kernel says of one port.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PortVlan {
    /// Untagged frames that come in belong to it; `None`: they are dropped.
    pub pvid: Option<u16>,
    /// All VLANs that it is in.
    pub members: Vec<VlanId>,
    /// Those whose frames go out without tag.
    pub untagged: Vec<VlanId>,
}

impl PortVlan {
    fn of(entries: &[BridgeVlanInfo]) -> Self {
        let mut port = Self::default();
        let mut first = None;
        for entry in entries {
            if entry.flags.contains(Flags::RangeBegin) {
                first = Some(entry.vid);
                continue;
            }
            let from = first
                .take()
                .filter(|_| entry.flags.contains(Flags::RangeEnd));
            let ids = (from.unwrap_or(entry.vid)..=entry.vid).filter_map(|id| id.try_into().ok());
            if entry.flags.contains(Flags::Pvid) {
                port.pvid = Some(entry.vid);
            }
            for id in ids {
                port.members.push(id);
                if entry.flags.contains(Flags::Untagged) {
                    port.untagged.push(id);
                }
            }
        }
        port
    }

    /// In the words of the model.
    #[must_use]
    pub fn vlans(&self) -> PortVlans {
        let tagged = |id: &&VlanId| !self.untagged.contains(id);
        PortVlans {
            untagged: self
                .pvid
                .filter(|id| *id != DEFAULT)
                .and_then(|id| id.try_into().ok()),
            tagged: self.members.iter().filter(tagged).copied().collect(),
        }
    }
}

impl Netlink {
    /// The VLANs of every port of every bridge, by the port's index: one request, however many ports there are.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn port_vlans(&self) -> Result<HashMap<u32, PortVlan>> {
        let mut message = LinkMessage::default();
        message.header.interface_family = AddressFamily::Bridge;
        message.attributes.push(LinkAttribute::ExtMask(vec![
            LinkExtentMask::BrvlanCompressed,
        ]));
        let request = RouteNetlinkMessage::GetLink(message);
        let links = self.dump(
            "listing the VLANs of bridge ports",
            &request,
            |answer| match answer {
                RouteNetlinkMessage::NewLink(link) => Some(link),
                _ => None,
            },
        )?;
        let entries = |link: &LinkMessage| -> Vec<BridgeVlanInfo> {
            let specs = link
                .attributes
                .iter()
                .filter_map(|attribute| match attribute {
                    LinkAttribute::AfSpecBridge(specs) => Some(specs),
                    _ => None,
                });
            specs
                .flatten()
                .filter_map(|spec| match spec {
                    AfSpecBridge::VlanInfo(vlan) => Some(*vlan),
                    _ => None,
                })
                .collect()
        };
        Ok(links
            .iter()
            .map(|link| (link.header.index, PortVlan::of(&entries(link))))
            .collect())
    }

    /// Puts a port into these VLANs, and out of all others. `is_bridge`: it is the bridge itself, as the host's own port on it.
    ///
    /// # Errors
    /// EOPNOTSUPP from a kernel without VLAN filtering, ...
    pub fn set_port_vlans(&self, index: u32, is_bridge: bool, vlans: &PortVlans) -> Result<()> {
        let what = format!("setting the VLANs of port {index}");
        let untagged = vlans.untagged.map_or(DEFAULT, VlanId::get);
        let before = self.port_vlans()?.remove(&index).unwrap_or_default();
        // First: a port has one such VLAN, and whatever was it before is an ordinary member after this.
        let into = request(index, is_bridge).vlan(untagged, Flags::Pvid | Flags::Untagged);
        self.change(&what, |handle| handle.link().set(into.build()).execute())?;
        for range in vlans.tagged.ranges() {
            let into = members(request(index, is_bridge), *range);
            self.change(&what, |handle| handle.link().set(into).execute())?;
        }
        let stays = |id: &VlanId| id.get() == untagged || vlans.tagged.contains(*id);
        let others: VlanSet = before.members.into_iter().filter(|id| !stays(id)).collect();
        for range in others.ranges() {
            let out_of = members(request(index, is_bridge), *range);
            self.change(&what, |handle| {
                handle.link().del_with_message(out_of).execute()
            })?;
        }
        Ok(())
    }

    /// Makes a bridge tell VLANs apart, or treat all frames alike.
    ///
    /// # Errors
    /// EOPNOTSUPP from a kernel without VLAN filtering, ...
    pub fn set_vlan_filtering(&self, bridge: &InterfaceName, on: bool) -> Result<()> {
        let change = LinkMessageBuilder::<LinkBridge>::new(bridge.as_str()).vlan_filtering(on);
        self.change(&format!("setting VLAN filtering of {bridge}"), |handle| {
            handle.link().change(change.build()).execute()
        })
    }
}

/// A request about VLANs of a port, or of a bridge itself (`self` in the words of `bridge vlan`).
fn request(index: u32, is_bridge: bool) -> LinkMessageBuilder<LinkBridgeVlan> {
    let request = LinkBridgeVlan::new(index);
    if is_bridge {
        request.bridge_self()
    } else {
        request
    }
}

/// A request about a range of VLANs whose frames are tagged.
fn members(
    request: LinkMessageBuilder<LinkBridgeVlan>,
    (first, last): (VlanId, VlanId),
) -> LinkMessage {
    let none = Flags::empty();
    if first == last {
        return request.vlan(first.get(), none).build();
    }
    request
        .vlan_range_start(first.get(), none)
        .vlan_range_end(last.get(), none)
        .build()
}

#[cfg(test)]
mod tests {
    use super::{BridgeVlanInfo, Flags, PortVlan};

    #[test]
    fn ranges_are_unfolded() {
        let entry = |vid, flags| BridgeVlanInfo { vid, flags };
        let port = PortVlan::of(&[
            entry(7, Flags::Pvid | Flags::Untagged),
            entry(10, Flags::RangeBegin),
            entry(12, Flags::RangeEnd),
            entry(99, Flags::empty()),
        ]);
        let vlans = port.vlans();
        assert_eq!(vlans.untagged.map(u16::from), Some(7));
        assert_eq!(vlans.tagged.to_string(), "10-12,99");
        let plain = PortVlan::of(&[entry(1, Flags::Pvid | Flags::Untagged)]);
        assert_eq!(plain.vlans(), super::PortVlans::default());
        let broken = PortVlan::of(&[entry(9, Flags::RangeEnd), entry(5, Flags::RangeBegin)]);
        assert_eq!(broken.vlans().tagged.to_string(), "9");
    }
}
