//! Filters of a port: what a guest may send and get, how fast, and who gets a copy. On Linux they are filters of traffic control
//! (`tc filter`) at the tap's `clsact` hooks, so they go with the tap.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::address::{ParseError, as_text};
use super::{InterfaceName, MacAddress};

/// Addresses that begin with the same bits: `10.0.0.0/8`, `fd00::/8`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IpPrefix {
    address: IpAddr,
    length: u8,
}

impl IpPrefix {
    /// The first `length` bits of an address. A longer length than the address has is cut, and what follows it is zero.
    #[must_use]
    pub fn new(address: IpAddr, length: u8) -> Self {
        match address {
            IpAddr::V4(v4) => {
                let length = length.min(32);
                let mask = u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
                Self {
                    address: IpAddr::V4((u32::from(v4) & mask).into()),
                    length,
                }
            }
            IpAddr::V6(v6) => {
                let length = length.min(128);
                let mask = u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0);
                Self {
                    address: IpAddr::V6((u128::from(v6) & mask).into()),
                    length,
                }
            }
        }
    }

    /// The first address.
    #[must_use]
    pub fn address(self) -> IpAddr {
        self.address
    }

    /// Bits that count.
    #[must_use]
    pub fn length(self) -> u8 {
        self.length
    }

    /// Which of the two.
    #[must_use]
    pub fn family(self) -> IpFamily {
        match self.address {
            IpAddr::V4(_) => IpFamily::V4,
            IpAddr::V6(_) => IpFamily::V6,
        }
    }

    /// It is one address.
    fn is_single(self) -> bool {
        self.length
            == match self.family() {
                IpFamily::V4 => 32,
                IpFamily::V6 => 128,
            }
    }
}

impl fmt::Display for IpPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_single() {
            write!(f, "{}", self.address)
        } else {
            write!(f, "{}/{}", self.address, self.length)
        }
    }
}

impl FromStr for IpPrefix {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let wrong = || {
            ParseError::new(
                "an IP address, or one with a prefix length such as 10.0.0.0/8 or fd00::/8",
                text,
            )
        };
        let (address, length) = match text.trim().split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let all = if address.is_ipv4() { 32 } else { 128 };
        let length = match length {
            Some(length) => length.parse().map_err(|_| wrong())?,
            None => all,
        };
        if length > all {
            return Err(wrong());
        }
        Ok(Self::new(address, length))
    }
}

as_text!(IpPrefix);

/// The two versions of IP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum IpFamily {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl IpFamily {
    /// Both.
    pub const ALL: [Self; 2] = [Self::V4, Self::V6];

    /// Its number on Ethernet (`ETH_P_IP`, `ETH_P_IPV6`).
    #[must_use]
    pub fn ethertype(self) -> u16 {
        match self {
            Self::V4 => 0x0800,
            Self::V6 => 0x86dd,
        }
    }
}

/// Ports from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PortRange {
    /// First.
    pub first: u16,
    /// Last.
    pub last: u16,
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}-{}", self.first, self.last)
        }
    }
}

impl FromStr for PortRange {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let wrong =
            || ParseError::new("a port from 1 to 65535, or two with a hyphen between", text);
        let port = |text: &str| text.trim().parse::<u16>().ok().filter(|port| *port > 0);
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        match (port(first), port(last)) {
            (Some(first), Some(last)) if first <= last => Ok(Self { first, last }),
            _ => Err(wrong()),
        }
    }
}

as_text!(PortRange);

/// Which frames, by what is inside them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PacketMatch {
    /// The version of IP.
    pub family: IpFamily,
    /// Sent from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<IpPrefix>,
    /// Sent to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<IpPrefix>,
    /// IP's number of what it carries: 6 is TCP, 17 UDP, 1 ICMP, 58 ICMPv6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<u8>,
    /// TCP or UDP ports that it is sent from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_ports: Option<PortRange>,
    /// TCP or UDP ports that it is sent to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_ports: Option<PortRange>,
    /// The type of an ICMP or ICMPv6 message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icmp_type: Option<u8>,
}

impl PacketMatch {
    /// Everything of a version of IP.
    #[must_use]
    pub fn of(family: IpFamily) -> Self {
        Self {
            family,
            source: None,
            destination: None,
            protocol: None,
            source_ports: None,
            destination_ports: None,
            icmp_type: None,
        }
    }
}

/// Which frames. The default is all of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FrameMatch {
    /// Sent from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<MacAddress>,
    /// Sent to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<MacAddress>,
    /// Sent to a group: broadcast and multicast.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub group: bool,
    /// What is inside has to be an IP packet like this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packet: Option<PacketMatch>,
    /// The packet is behind a VLAN tag.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub tagged: bool,
    /// In front is a priority tag: a VLAN tag that names no VLAN (VLAN ID 0, IEEE 802.1Q 9.6).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub priority_tag: bool,
}

/// Which way a frame goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Direction {
    /// The guest sent it: into the tap, `ingress` for the kernel.
    FromGuest,
    /// The guest gets it: out of the tap, `egress` for the kernel.
    ToGuest,
}

/// What becomes of a frame.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FilterAction {
    /// It passes, and no later filter looks at it.
    Pass,
    /// It is dropped.
    Drop,
    /// Its bytes are counted; later filters look at it.
    Count,
    /// It is dropped when there are more of them than this many Mbit/s; else later filters look at it.
    Limit(u32),
    /// It is dropped when there are more of them in a second than this; else later filters look at it.
    LimitFrames(u32),
    /// Where it leaves by a NIC that is divided it counts for this [share](super::Share::class); later filters look at it.
    Share(u16),
    /// The tag in front is taken off; later filters look at it.
    Untag,
    /// The guest behind this tap gets a copy; later filters look at it.
    Copy(InterfaceName),
    /// It goes out by this device instead.
    Send(InterfaceName),
    /// It is taken as if it had come in by this device.
    Receive(InterfaceName),
}

impl FilterAction {
    /// The device that frames are handed to.
    #[must_use]
    pub fn to(&self) -> Option<&InterfaceName> {
        match self {
            Self::Copy(to) | Self::Send(to) | Self::Receive(to) => Some(to),
            Self::Pass
            | Self::Drop
            | Self::Count
            | Self::Limit(_)
            | Self::LimitFrames(_)
            | Self::Share(_)
            | Self::Untag => None,
        }
    }
}

/// One filter of a port.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PortFilter {
    /// Which way.
    pub direction: Direction,
    /// Which frames.
    #[serde(default)]
    pub frame: FrameMatch,
    /// What becomes of them.
    pub action: FilterAction,
}

/// The filters of a port, in their order. What matches none of them passes. Filled by [`super::Scope::bridges`]; filters that
/// another tool has put there are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortFilters {
    /// The port.
    pub device: InterfaceName,
    /// The filters.
    pub filters: Vec<PortFilter>,
    /// Bytes that each of them has seen so far.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bytes: Vec<u64>,
}

#[cfg(test)]
mod tests {
    use super::{IpPrefix, PortRange};
    use proptest::prelude::*;

    #[test]
    fn prefixes_are_read_and_written() {
        for (text, written) in [
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("192.168.1.1", "192.168.1.1"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("fd00::1/8", "fd00::/8"),
            ("::/0", "::/0"),
            ("FE80::1/128", "fe80::1"),
        ] {
            assert_eq!(text.parse::<IpPrefix>().unwrap().to_string(), written);
        }
        for wrong in [
            "",
            "10.0.0.0/33",
            "::/129",
            "10.0.0",
            "10.0.0.0/",
            "10.0.0.0/-1",
            "a",
        ] {
            assert!(wrong.parse::<IpPrefix>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn port_ranges_are_read() {
        assert_eq!("80".parse::<PortRange>().unwrap().to_string(), "80");
        assert_eq!("1 - 9".parse::<PortRange>().unwrap().to_string(), "1-9");
        for wrong in ["0", "9-1", "65536", "", "-", "1-2-3"] {
            assert!(wrong.parse::<PortRange>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(address in any::<std::net::IpAddr>(), length in any::<u8>()) {
            let prefix = IpPrefix::new(address, length);
            prop_assert_eq!(prefix.to_string().parse::<IpPrefix>().unwrap(), prefix);
        }
    }
}
