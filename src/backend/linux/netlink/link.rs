//! Network interfaces: listing them, and changing what every kind of them has.

use crate::backend::model::{InterfaceName, MacAddress, PciAddress};

use super::codec::{Message, Reply, attributes, find, read_text, read_u32};
use super::{CREATE, EXCLUSIVE, Netlink, Result};

/// RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK and RTM_SETLINK.
pub(super) const NEW: u16 = 16;
pub(super) const DELETE: u16 = 17;
pub(super) const GET: u16 = 18;
pub(super) const SET: u16 = 19;

/// Attributes of a link (`IFLA_...`).
pub(super) mod attribute {
    pub const ADDRESS: u16 = 1;
    pub const NAME: u16 = 3;
    pub const MTU: u16 = 4;
    pub const MASTER: u16 = 10;
    pub const INFO: u16 = 18;
    pub const VF_LIST: u16 = 22;
    pub const AF_SPEC: u16 = 26;
    pub const EXTENT: u16 = 29;
    pub const PORT_NAME: u16 = 38;
    pub const PROPERTIES: u16 = 52;
    pub const ALTERNATIVE_NAME: u16 = 53;
    pub const PERMANENT_ADDRESS: u16 = 54;
    pub const PARENT: u16 = 56;
    pub const PARENT_BUS: u16 = 57;
    pub const INFO_KIND: u16 = 1;
    pub const INFO_DATA: u16 = 2;
}

/// What a request for links also wants, or does not (`RTEXT_FILTER_...`).
pub(super) mod extent {
    pub const VFS: u32 = 1;
    pub const BRIDGE_VLANS: u32 = 2;
    pub const NO_STATISTICS: u32 = 8;
}

const UP: u32 = 1;
const LOOPBACK: u32 = 8;
const LOWER_UP: u32 = 0x1_0000;
const BRIDGE_VLAN_FILTERING: u16 = 7;
const BRIDGE_FORWARD_DELAY: u16 = 1;
const BRIDGE_STP: u16 = 5;
const BOND_MODE: u16 = 1;

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
    /// Index of the device that it is a port of.
    pub master: Option<u32>,
    /// `phys_port_name`.
    pub port_name: Option<String>,
    /// The PCI function behind it (kernels before 5.14 do not say).
    pub pci: Option<PciAddress>,
    /// Of a bridge: `vlan_filtering`.
    pub vlan_filtering: bool,
    /// Of a bond: the number of its mode.
    pub bond_mode: Option<u8>,
}

/// The kernel's name of a bonding mode.
pub fn bond_mode_name(mode: u8) -> &'static str {
    match mode {
        0 => "balance-rr",
        1 => "active-backup",
        2 => "balance-xor",
        3 => "broadcast",
        4 => "802.3ad",
        5 => "balance-tlb",
        6 => "balance-alb",
        _ => "unknown",
    }
}

/// The fixed part of a link message.
pub(super) fn fixed(family: u8, index: u32, flags: u32, change: u32) -> [u8; 16] {
    let mut bytes = [0u8; 16];
    let fields = [
        index.to_ne_bytes(),
        flags.to_ne_bytes(),
        change.to_ne_bytes(),
    ];
    bytes[0] = family;
    for (place, field) in bytes.iter_mut().skip(4).zip(fields.as_flattened()) {
        *place = *field;
    }
    bytes
}

/// The attributes of a link message, after its fixed part.
pub(super) fn attributes_of(reply: &Reply) -> &[u8] {
    reply.body.get(16..).unwrap_or(&[])
}

fn mac(bytes: &[u8]) -> Option<MacAddress> {
    <[u8; 6]>::try_from(bytes).ok().map(MacAddress)
}

fn read(reply: &Reply) -> Option<LinkRead> {
    let index = reply.body.get(4..).and_then(read_u32)?;
    let flags = reply.body.get(8..).and_then(read_u32)?;
    let all = attributes_of(reply);
    let text = |kind| find(all, kind).map(read_text);
    let info = find(all, attribute::INFO);
    let kind = info
        .and_then(|info| find(info, attribute::INFO_KIND))
        .map(read_text);
    let data = |kind| {
        find(info?, attribute::INFO_DATA)
            .and_then(|data| find(data, kind))
            .and_then(|value| value.first().copied())
    };
    let pci = (text(attribute::PARENT_BUS).as_deref() == Some("pci"))
        .then(|| text(attribute::PARENT)?.parse().ok())
        .flatten();
    Some(LinkRead {
        index,
        name: text(attribute::NAME)?.parse().ok()?,
        alternative_names: find(all, attribute::PROPERTIES)
            .into_iter()
            .flat_map(attributes)
            .filter(|(kind, _)| *kind == attribute::ALTERNATIVE_NAME)
            .map(|(_, value)| read_text(value))
            .collect(),
        vlan_filtering: kind.as_deref() == Some("bridge") && data(BRIDGE_VLAN_FILTERING) == Some(1),
        bond_mode: (kind.as_deref() == Some("bond"))
            .then(|| data(BOND_MODE))
            .flatten(),
        kind,
        up: flags & UP != 0,
        carrier: flags & LOWER_UP != 0,
        loopback: flags & LOOPBACK != 0,
        mac: find(all, attribute::ADDRESS)
            .and_then(mac)
            .unwrap_or_default(),
        permanent_mac: find(all, attribute::PERMANENT_ADDRESS)
            .and_then(mac)
            .filter(|mac| mac.is_usable()),
        mtu: find(all, attribute::MTU).and_then(read_u32).unwrap_or(0),
        master: find(all, attribute::MASTER)
            .and_then(read_u32)
            .filter(|index| *index != 0),
        port_name: text(attribute::PORT_NAME).filter(|name| !name.is_empty()),
        pci,
    })
}

impl Netlink {
    /// All interfaces of this network namespace, without VFs and without statistics, in order of index.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn links(&self) -> Result<Vec<LinkRead>> {
        let message =
            Message::new(&fixed(0, 0, 0, 0)).u32(attribute::EXTENT, extent::NO_STATISTICS);
        let replies = self.dump("listing interfaces", GET, &message)?;
        let mut links: Vec<LinkRead> = replies.iter().filter_map(read).collect();
        links.sort_by_key(|link| link.index);
        Ok(links)
    }

    /// The interface of this name.
    ///
    /// # Errors
    /// ENODEV if there is none.
    pub fn link(&self, name: &InterfaceName) -> Result<LinkRead> {
        let what = format!("looking for interface {name}");
        let message = Message::new(&fixed(0, 0, 0, 0))
            .text(attribute::NAME, name.as_str())
            .u32(attribute::EXTENT, extent::NO_STATISTICS);
        let replies = self.get(&what, GET, message)?;
        replies.iter().find_map(read).ok_or(super::NetlinkError {
            what,
            errno: 19,
            text: None,
        })
    }

    /// Sets an interface administratively up or down.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn set_up(&self, index: u32, up: bool) -> Result<()> {
        let what = format!(
            "setting interface {index} {}",
            if up { "up" } else { "down" }
        );
        let message = Message::new(&fixed(0, index, if up { UP } else { 0 }, UP));
        self.change(&what, SET, 0, message)
    }

    /// Sets an interface's MTU, in bytes.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn set_mtu(&self, index: u32, mtu: u32) -> Result<()> {
        let message = Message::new(&fixed(0, index, 0, 0)).u32(attribute::MTU, mtu);
        self.change(
            &format!("setting the MTU of interface {index}"),
            SET,
            0,
            message,
        )
    }

    /// Sets an interface's MAC address.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn set_mac(&self, index: u32, mac: MacAddress) -> Result<()> {
        let message = Message::new(&fixed(0, index, 0, 0)).bytes(attribute::ADDRESS, &mac.0);
        self.change(
            &format!("setting the address of interface {index}"),
            SET,
            0,
            message,
        )
    }

    /// Makes an interface a port of another (none: of nothing).
    ///
    /// # Errors
    /// The kernel's refusal.
    pub fn set_master(&self, index: u32, master: Option<u32>) -> Result<()> {
        let message =
            Message::new(&fixed(0, index, 0, 0)).u32(attribute::MASTER, master.unwrap_or(0));
        self.change(
            &format!("setting the master of interface {index}"),
            SET,
            0,
            message,
        )
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
        let message = Message::new(&fixed(0, 0, 0, 0)).text(attribute::NAME, name.as_str());
        let message = if mac.is_usable() {
            message.bytes(attribute::ADDRESS, &mac.0)
        } else {
            message
        };
        let message = message.nest(attribute::INFO, |message| {
            message
                .text(attribute::INFO_KIND, "bridge")
                .nest(attribute::INFO_DATA, |message| {
                    let message = message.u32(BRIDGE_FORWARD_DELAY, 0).u32(BRIDGE_STP, 0);
                    // A kernel without VLAN filtering refuses even to be told "off".
                    if vlan_filtering {
                        message.u8(BRIDGE_VLAN_FILTERING, 1)
                    } else {
                        message
                    }
                })
        });
        self.change(
            &format!("creating bridge {name}"),
            NEW,
            CREATE | EXCLUSIVE,
            message,
        )
    }

    /// Deletes a virtual interface.
    ///
    /// # Errors
    /// EOPNOTSUPP for hardware, ENODEV, ...
    pub fn delete_link(&self, index: u32) -> Result<()> {
        let message = Message::new(&fixed(0, index, 0, 0));
        self.change(&format!("deleting interface {index}"), DELETE, 0, message)
    }
}
