//! Network interfaces: listing them, and changing what every kind of them has.

use netlink_packet_route::RouteNetlinkMessage;
use netlink_packet_route::link::{
    BridgeStpState, InfoBridge, InfoData, InfoKind, InfoPortData, InfoVeth, InfoVlan,
    LinkAttribute, LinkExtentMask, LinkFlags, LinkInfo, LinkMessage, Prop,
};
use rtnetlink::{LinkBridge, LinkMessageBuilder, LinkUnspec, LinkVeth, LinkVlan};

use crate::model::{InterfaceName, MacAddress, PciAddress, VlanId};

use super::bond::{BondRead, MemberRead};
use super::{Netlink, NetlinkError, Result, errno};

/// An interface, as the kernel lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRead {
    /// Index.
    pub index: u32,
    /// Name.
    pub name: InterfaceName,
    /// Other names.
    pub alternative_names: Vec<String>,
    /// The kernel's word for a virtual device's kind (`bridge`, `bond`, `tun`, ...); none for hardware.
    pub kind: Option<String>,
    /// Administratively up.
    pub up: bool,
    /// The link works.
    pub carrier: bool,
    /// It is the loopback device.
    pub loopback: bool,
    /// Address.
    pub mac: MacAddress,
    /// The address burnt in, where there is one.
    pub permanent_mac: Option<MacAddress>,
    /// MTU in bytes.
    pub mtu: u32,
    /// The largest MTU that the driver takes (kernels before 4.20 do not say).
    pub max_mtu: Option<u32>,
    /// Index of the device that it is a port of.
    pub master: Option<u32>,
    /// Index of the device that it stands on: of a VLAN interface, a macvlan and their like (`IFLA_LINK`). The other end of a veth pair
    /// stands beside it.
    pub lower: Option<u32>,
    /// Of one end of a veth pair: index of the other end, where that is in the same network namespace.
    pub peer: Option<u32>,
    /// The text that is kept with it for people (`IFLA_IFALIAS`).
    pub note: Option<String>,
    /// How many want it to take in frames for all addresses (`IFLA_PROMISCUITY`).
    pub promiscuity: Option<u32>,
    /// `phys_port_name`.
    pub port_name: Option<String>,
    /// The PCI function behind it (kernels before 5.14 do not say).
    pub pci: Option<PciAddress>,
    /// Of a bridge: `vlan_filtering`.
    pub vlan_filtering: bool,
    /// Of a VLAN interface: the VLAN.
    pub vlan: Option<u16>,
    /// What is known of a bond.
    pub bond: BondRead,
    /// What is known of a member of a bond.
    pub member: Option<MemberRead>,
}

fn mac(bytes: Vec<u8>) -> Option<MacAddress> {
    bytes.try_into().ok().map(MacAddress)
}

fn read(message: LinkMessage) -> Option<LinkRead> {
    let flags = message.header.flags;
    let name = message.attributes.iter().find_map(|attribute| {
        if let LinkAttribute::IfName(name) = attribute {
            name.parse().ok()
        } else {
            None
        }
    })?;
    let mut link = LinkRead {
        index: message.header.index,
        name,
        alternative_names: Vec::new(),
        kind: None,
        up: flags.contains(LinkFlags::Up),
        carrier: flags.contains(LinkFlags::LowerUp),
        loopback: flags.contains(LinkFlags::Loopback),
        mac: MacAddress::default(),
        permanent_mac: None,
        mtu: 0,
        max_mtu: None,
        master: None,
        lower: None,
        peer: None,
        note: None,
        promiscuity: None,
        port_name: None,
        pci: None,
        vlan_filtering: false,
        vlan: None,
        bond: BondRead::default(),
        member: None,
    };
    let mut bus = String::new();
    let mut elsewhere = false;
    for attribute in message.attributes {
        match attribute {
            LinkAttribute::Address(bytes) => link.mac = mac(bytes).unwrap_or_default(),
            LinkAttribute::PermAddress(bytes) => {
                link.permanent_mac = mac(bytes).filter(|mac| mac.is_usable());
            }
            LinkAttribute::Mtu(mtu) => link.mtu = mtu,
            LinkAttribute::MaxMtu(mtu) => link.max_mtu = Some(mtu).filter(|mtu| *mtu > 0),
            LinkAttribute::Promiscuity(count) => link.promiscuity = Some(count),
            LinkAttribute::Link(index) => link.lower = Some(index),
            LinkAttribute::LinkNetNsId(_) => elsewhere = true,
            LinkAttribute::IfAlias(text) => link.note = Some(text).filter(|text| !text.is_empty()),
            LinkAttribute::Controller(index) => link.master = Some(index).filter(|i| *i != 0),
            LinkAttribute::PhysPortName(name) => {
                link.port_name = Some(name).filter(|name| !name.is_empty());
            }
            LinkAttribute::ParentDevName(parent) => link.pci = parent.parse().ok(),
            LinkAttribute::ParentDevBusName(name) => bus = name,
            LinkAttribute::PropList(properties) => {
                let names = properties
                    .into_iter()
                    .filter_map(|property| match property {
                        Prop::AltIfName(name) => Some(name),
                        _ => None,
                    });
                link.alternative_names.extend(names);
            }
            LinkAttribute::LinkInfo(infos) => infos
                .into_iter()
                .for_each(|info| read_info(&mut link, info)),
            _ => {}
        }
    }
    link.pci = link.pci.filter(|_| bus == "pci");
    let stands = link.kind.as_deref().is_some_and(|kind| kind != "veth");
    let other = link
        .lower
        .filter(|lower| *lower != 0 && *lower != link.index);
    link.lower = other.filter(|_| stands);
    link.peer = other.filter(|_| link.kind.as_deref() == Some("veth") && !elsewhere);
    Some(link)
}

fn read_info(link: &mut LinkRead, info: LinkInfo) {
    match info {
        LinkInfo::Kind(kind) => link.kind = Some(kind.to_string()),
        LinkInfo::Data(InfoData::Bridge(settings)) => {
            link.vlan_filtering = settings.contains(&InfoBridge::VlanFiltering(true));
        }
        LinkInfo::Data(InfoData::Vlan(settings)) => {
            link.vlan = settings.into_iter().find_map(|setting| match setting {
                InfoVlan::Id(id) => Some(id),
                _ => None,
            });
        }
        LinkInfo::Data(InfoData::Bond(settings)) => link.bond = BondRead::of(settings),
        LinkInfo::PortData(InfoPortData::BondPort(facts)) => {
            link.member = Some(MemberRead::of(facts));
        }
        _ => {}
    }
}

/// A request for links without what makes their answers long: VFs and statistics.
fn request(name: Option<&InterfaceName>) -> RouteNetlinkMessage {
    let mut message = LinkMessage::default();
    let name = name.map(|name| LinkAttribute::IfName(name.as_str().to_owned()));
    message.attributes.extend(name);
    message
        .attributes
        .push(LinkAttribute::ExtMask(vec![LinkExtentMask::SkipStats]));
    RouteNetlinkMessage::GetLink(message)
}

fn read_answer(answer: RouteNetlinkMessage) -> Option<LinkRead> {
    match answer {
        RouteNetlinkMessage::NewLink(message) => read(message),
        _ => None,
    }
}

impl Netlink {
    /// All interfaces of this network namespace, without VFs and without statistics, in order of index.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn links(&self) -> Result<Vec<LinkRead>> {
        let mut links = self.dump("listing interfaces", &request(None), read_answer)?;
        links.sort_by_key(|link| link.index);
        Ok(links)
    }

    /// The interface of this name.
    ///
    /// # Errors
    /// ENODEV if there is none.
    pub fn link(&self, name: &InterfaceName) -> Result<LinkRead> {
        let what = format!("looking for interface {name}");
        let answers = self.get(&what, request(Some(name)))?;
        answers
            .into_iter()
            .find_map(read_answer)
            .ok_or_else(|| NetlinkError::new(&what, errno::NO_DEVICE))
    }

    /// Changes an existing interface (`ip link set`).
    pub(super) fn change_link(
        &self,
        what: &str,
        change: LinkMessageBuilder<LinkUnspec>,
    ) -> Result<()> {
        self.change(what, |handle| {
            handle.link().change(change.build()).execute()
        })
    }

    /// Sets an interface administratively up or down.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn set_up(&self, index: u32, up: bool) -> Result<()> {
        let link = LinkUnspec::new_with_index(index);
        let (word, change) = match up {
            true => ("up", link.up()),
            false => ("down", link.down()),
        };
        self.change_link(&format!("setting interface {index} {word}"), change)
    }

    /// Sets an interface's MTU, in bytes.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn set_mtu(&self, index: u32, mtu: u32) -> Result<()> {
        let change = LinkUnspec::new_with_index(index).mtu(mtu);
        self.change_link(&format!("setting the MTU of interface {index}"), change)
    }

    /// Sets an interface's MAC address.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn set_mac(&self, index: u32, mac: MacAddress) -> Result<()> {
        let change = LinkUnspec::new_with_index(index).address(mac.0.to_vec());
        self.change_link(&format!("setting the address of interface {index}"), change)
    }

    /// Gives an interface another name. Kernels before 6.2 take only one that is down.
    ///
    /// # Errors
    /// EBUSY, EEXIST, EINVAL.
    pub fn rename(&self, index: u32, name: &InterfaceName) -> Result<()> {
        let change = LinkUnspec::new_with_index(index).name(name.as_str().to_owned());
        self.change_link(&format!("naming interface {index} {name}"), change)
    }

    /// Makes an interface a port of another (none: of nothing).
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn set_master(&self, index: u32, master: Option<u32>) -> Result<()> {
        let change = LinkUnspec::new_with_index(index).controller(master.unwrap_or(0));
        self.change_link(&format!("setting the master of interface {index}"), change)
    }

    /// Makes a bridge without spanning tree and without forward delay: a port forwards as soon as it is there.
    ///
    /// # Errors
    /// EEXIST, EOPNOTSUPP when the kernel has no VLAN filtering, ...
    pub fn create_bridge(
        &self,
        name: &InterfaceName,
        mac: MacAddress,
        vlan_filtering: bool,
    ) -> Result<()> {
        // Not `LinkBridge::new`, which also sets the bridge up.
        let mut bridge = LinkMessageBuilder::<LinkBridge>::new(name.as_str())
            .forward_delay(0)
            .stp_state(BridgeStpState::Disabled);
        if mac.is_usable() {
            bridge = bridge.address(mac.0.to_vec());
        }
        // A kernel without VLAN filtering refuses even to be told "off".
        if vlan_filtering {
            bridge = bridge.vlan_filtering(true);
        }
        self.change(&format!("creating bridge {name}"), |handle| {
            handle.link().add(bridge.build()).execute()
        })
    }

    /// Makes an interface for one VLAN of a device.
    ///
    /// # Errors
    /// EEXIST when the name or the VLAN is taken, EOPNOTSUPP when the kernel knows no VLAN interfaces, ...
    pub fn create_vlan(&self, name: &InterfaceName, lower: u32, vlan: VlanId) -> Result<()> {
        let made = LinkVlan::new(name.as_str(), lower, vlan.get());
        self.change(&format!("creating VLAN interface {name}"), |handle| {
            handle.link().add(made.build()).execute()
        })
    }

    /// Makes a pair of virtual Ethernet devices.
    ///
    /// # Errors
    /// EEXIST when a name is taken, EOPNOTSUPP when the kernel knows none.
    pub fn create_veth(
        &self,
        name: &InterfaceName,
        mac: MacAddress,
        peer: &InterfaceName,
        peer_mac: MacAddress,
    ) -> Result<()> {
        let mut other = LinkMessage::default();
        other.attributes = vec![
            LinkAttribute::IfName(peer.as_str().to_owned()),
            LinkAttribute::Address(peer_mac.0.to_vec()),
        ];
        let pair = LinkMessageBuilder::<LinkVeth>::new_with_info_kind(InfoKind::Veth)
            .name(name.as_str().to_owned())
            .address(mac.0.to_vec())
            .set_info_data(InfoData::Veth(InfoVeth::Peer(other)));
        self.change(&format!("creating the pair {name} and {peer}"), |handle| {
            handle.link().add(pair.build()).execute()
        })
    }

    /// Sets the text that is kept with an interface for people; an empty one takes it away.
    ///
    /// # Errors
    /// EINVAL of one that is too long.
    pub fn set_note(&self, index: u32, note: &str) -> Result<()> {
        let change = LinkUnspec::new_with_index(index)
            .append_extra_attribute(LinkAttribute::IfAlias(note.to_owned()));
        self.change_link(&format!("setting the alias of interface {index}"), change)
    }

    /// Deletes a virtual interface.
    ///
    /// # Errors
    /// EOPNOTSUPP for hardware, ENODEV, ...
    pub fn delete_link(&self, index: u32) -> Result<()> {
        self.change(&format!("deleting interface {index}"), |handle| {
            handle.link().del(index).execute()
        })
    }
}
