//! Access lists of an adapter: Hyper-V's port ACLs and extended port ACLs, as wishes.

use serde::{Deserialize, Serialize};

use super::{IpFamily, IpPrefix, MacAddress, PortRange};

/// Hyper-V's `VMNetworkAdapterAclAction`, with its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum AclAction {
    /// Passes.
    Allow = 1,
    /// Is dropped.
    Deny = 2,
    /// Is counted.
    Meter = 3,
}

/// Which way, seen from the guest: Hyper-V's `VMNetworkAdapterAclDirection`, with its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum AclDirection {
    /// To the guest.
    Inbound = 1,
    /// From the guest.
    Outbound = 2,
}

/// Whose address a port ACL is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AclSide {
    /// The guest's own.
    Local,
    /// That of whom it talks with.
    Remote,
}

/// The address of a port ACL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AclAddress {
    /// This address.
    Mac(MacAddress),
    /// These addresses.
    Ip(IpPrefix),
    /// Any MAC address: all frames.
    AnyMac,
    /// Any address of both versions of IP.
    AnyIp,
}

impl AclAddress {
    /// Bits that have to fit: the more, the earlier the ACL is looked at.
    #[must_use]
    pub fn precision(self) -> u8 {
        match self {
            // A MAC address is one machine, whatever it says of itself further inside.
            Self::Mac(_) => u8::MAX,
            // Of a kind with the other version's: 8 bits of 32 are as precise as 32 of 128.
            Self::Ip(prefix) => match prefix.family() {
                IpFamily::V4 => prefix.length().saturating_mul(4),
                IpFamily::V6 => prefix.length(),
            },
            Self::AnyMac | Self::AnyIp => 0,
        }
    }
}

/// A port ACL. The most precise one that fits decides, a denial before a permission; what fits none passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PortAcl {
    /// What becomes of what fits.
    pub action: AclAction,
    /// Which way.
    pub direction: AclDirection,
    /// Whose address.
    pub side: AclSide,
    /// The address.
    pub address: AclAddress,
}

/// An extended port ACL. The one with the highest weight that fits decides, before any port ACL.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ExtendedAcl {
    /// Allow or Deny.
    pub action: AclAction,
    /// Which way.
    pub direction: AclDirection,
    /// The guest's own addresses; `None` is any.
    #[serde(default)]
    pub local: Option<IpPrefix>,
    /// Addresses of those whom it talks with.
    #[serde(default)]
    pub remote: Option<IpPrefix>,
    /// The guest's own ports, of TCP or UDP.
    #[serde(default)]
    pub local_port: Option<PortRange>,
    /// Ports of those whom it talks with.
    #[serde(default)]
    pub remote_port: Option<PortRange>,
    /// IP's number of what is carried.
    #[serde(default)]
    pub protocol: Option<u8>,
    /// Unique among the adapter's ACLs of one direction; higher ones are looked at first.
    pub weight: u16,
}
