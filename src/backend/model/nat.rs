//! Address translation (NAT): machines behind the host reach the outside under the host's own address.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::Cidr;

/// What the host translates. Filled with [`super::Scope::bridges`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NatState {
    /// The networks that are translated, sorted by name.
    pub nats: Vec<Nat>,
    /// Why it cannot be told what is translated; `nats` means nothing then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<String>,
    /// The host hands packets on from one interface to another (`net.ipv4.ip_forward`); `None` where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forwarding: Option<bool>,
}

impl NatState {
    /// The networks that are translated, where that can be told.
    #[must_use]
    pub fn known(&self) -> Option<&[Nat]> {
        self.unreadable.is_none().then_some(&self.nats)
    }
}

/// A network whose machines appear outside under the address of the interface that their packets leave through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nat {
    /// Its name.
    pub name: String,
    /// The network, of IPv4.
    pub inside: Cidr,
    /// What is reached from outside, sorted by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mappings: Vec<NatMapping>,
}

/// A port of the host behind which a machine is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NatMapping {
    /// Its number, from 1; no two of a host have the same.
    pub number: u32,
    /// The protocol.
    pub protocol: PortProtocol,
    /// The address that is asked for from outside; `None`: each one of the host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside: Option<Ipv4Addr>,
    /// The port that is asked for.
    pub outside_port: u16,
    /// The machine.
    pub inside: Ipv4Addr,
    /// Its port.
    pub inside_port: u16,
}

/// A protocol that has ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PortProtocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

impl PortProtocol {
    /// The word of `nft`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

impl Nat {
    /// Whether a name can be kept with a rule: nftables keeps 128 bytes of text that has no quotation mark.
    #[must_use]
    pub fn is_name(name: &str) -> bool {
        let is_plain =
            |c: char| !c.is_control() && !matches!(c, '"' | '\\') && !super::is_hidden(c);
        !name.trim().is_empty() && name.len() <= 100 && name.chars().all(is_plain)
    }
}
