//! How those who send through a NIC share it: what each is sure to get, and how the rest is divided. On Linux it is the `htb`
//! queueing discipline at the NIC's root; a packet says which share is its own (`skb->priority`, set at the port that it came in).

use serde::{Deserialize, Serialize};

use super::InterfaceName;

/// One share of a NIC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Share {
    /// Which: the minor number of the kernel's class, 2 to [`Share::REST`].
    pub class: u16,
    /// What its packets are sure to get when the NIC is busy, in Mbit/s; 1 or more.
    pub minimum: u32,
    /// Bytes that it may send in its turn when what is left is divided: shares get of it as these numbers are to each other.
    pub quantum: u32,
}

impl Share {
    /// The first part of the names of our classes (`tc class show`: `105:2`), which tells them from those of others.
    pub const MAJOR: u16 = 0x105;
    /// The class above all shares, which they borrow from.
    pub const ROOT: u16 = 1;
    /// The share of all packets that say nothing.
    pub const REST: u16 = 0xfffe;
    /// The smallest turn: a segment that the NIC is to cut may have 64 KiB, and a turn that is shorter than a packet divides nothing.
    pub const SMALLEST_TURN: u32 = 65_536;
}

/// The shares of a NIC, by their classes. Filled by [`super::Scope::bridges`]; those that another tool made are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceShares {
    /// The NIC.
    pub device: InterfaceName,
    /// Its shares, one for each class, in the order of the classes.
    pub shares: Vec<Share>,
}
