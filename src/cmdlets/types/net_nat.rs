//! `MSFT_NetNat` and `MSFT_NetNatStaticMapping`: address translation of the host.

use iovsh_backend::State;
use iovsh_backend::model::{self, Nat, NatMapping};
use iovsh_derive::{PsEnum, PsObject};
use iovsh_shell::value::Value;

/// A protocol that has ports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PsEnum)]
#[psenum(
    type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetNatStaticMapping.Protocol"
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum NatProtocol {
    #[default]
    #[psenum(name = "TCP")]
    Tcp = 6,
    #[psenum(name = "UDP")]
    Udp = 17,
}

impl From<NatProtocol> for model::PortProtocol {
    fn from(protocol: NatProtocol) -> Self {
        match protocol {
            NatProtocol::Tcp => Self::Tcp,
            NatProtocol::Udp => Self::Udp,
        }
    }
}

/// A network whose addresses are translated.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetNat")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetNat {
    #[then("ExternalIPInterfaceAddressPrefix" = Value::Null)]
    pub name: String,
    #[property(name = "InternalIPInterfaceAddressPrefix")]
    #[then(
        "IcmpQueryTimeout" = Value::Null,
        "TcpEstablishedConnectionTimeout" = Value::Null,
        "TcpTransientConnectionTimeout" = Value::Null,
        "TcpFilteringBehavior" = Value::Null,
        "UdpFilteringBehavior" = Value::Null,
        "UdpIdleSessionTimeout" = Value::Null,
        "UdpInboundRefresh" = Value::Null,
        "Store" = "Local"
    )]
    pub internal_prefix: String,
    /// Its rules are in effect; `$null` where that cannot be told.
    pub active: Option<bool>,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
}

impl NetNat {
    /// The object for a network.
    pub fn new(state: &State, nat: &Nat, computer: &str) -> Self {
        Self {
            name: nat.name.clone(),
            internal_prefix: nat.inside.to_string(),
            active: in_effect(state, nat).map(|found| found.is_some()),
            computer_name: computer.to_owned(),
        }
    }
}

/// The network as the host translates it, where it hands packets on at all; `None` where neither can be told.
fn in_effect<'s>(state: &'s State, nat: &Nat) -> Option<Option<&'s Nat>> {
    if state.nat.forwarding == Some(false) {
        return Some(None);
    }
    let mut all = state.nat.known()?.iter();
    let found = all.find(|known| known.name == nat.name && known.inside == nat.inside);
    // Rules that are not there are not in effect, whatever is handed on.
    (found.is_none() || state.nat.forwarding.is_some()).then_some(found)
}

/// A port of the host behind which a machine is.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetNatStaticMapping")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetNatStaticMapping {
    #[property(name = "StaticMappingID")]
    pub static_mapping_id: u32,
    pub nat_name: String,
    #[then("RemoteExternalIPAddressPrefix" = Value::Null)]
    pub protocol: NatProtocol,
    #[property(name = "ExternalIPAddress")]
    pub external_address: String,
    pub external_port: u16,
    #[property(name = "InternalIPAddress")]
    pub internal_address: String,
    #[then("InternalRoutingDomainId" = Value::Null)]
    pub internal_port: u16,
    /// Its rule is in effect; `$null` where that cannot be told.
    pub active: Option<bool>,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
}

impl NetNatStaticMapping {
    /// The object for a mapping.
    pub fn new(state: &State, nat: &Nat, mapping: &NatMapping, computer: &str) -> Self {
        let outside = mapping.outside.map(|address| address.to_string());
        Self {
            static_mapping_id: mapping.number,
            nat_name: nat.name.clone(),
            protocol: match mapping.protocol {
                model::PortProtocol::Tcp => NatProtocol::Tcp,
                model::PortProtocol::Udp => NatProtocol::Udp,
            },
            external_address: outside.unwrap_or_else(|| "0.0.0.0".to_owned()),
            external_port: mapping.outside_port,
            internal_address: mapping.inside.to_string(),
            internal_port: mapping.inside_port,
            active: in_effect(state, nat)
                .map(|found| found.is_some_and(|known| known.mappings.contains(mapping))),
            computer_name: computer.to_owned(),
        }
    }
}
