//! `MSFT_NetNeighbor`: who has which IP address on the links of the host.

use iovsh_derive::{PsEnum, PsObject};

use iovsh_backend::State;
use iovsh_backend::model::{self, Neighbor};
use iovsh_shell::value::PsObject;
use iovsh_shell::value::convert::to_text;

use super::AddressFamily;

/// How a neighbour is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(
    type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetNeighbor.State",
    mirrors = model::NeighborState
)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum NeighborState {
    Unreachable = 0,
    Incomplete = 1,
    Probe = 2,
    Delay = 3,
    Stale = 4,
    Reachable = 5,
    Permanent = 6,
}

/// A neighbour as it stands in a list of them: its address.
fn address_text(object: &PsObject) -> String {
    let value = object.get("IPAddress");
    value
        .map(|value| to_text(&value).to_string())
        .unwrap_or_default()
}

/// A neighbour on the link of an interface.
#[derive(Clone, Debug, PsObject)]
#[psobject(cim = "MSFT_NetNeighbor", text = address_text)]
#[allow(missing_docs)] // The names are Microsoft's own.
pub struct NetNeighbor {
    #[property(name = "IPAddress")]
    pub ip_address: String,
    #[property(alias = "ifIndex")]
    pub interface_index: u32,
    #[property(alias = "ifAlias")]
    pub interface_alias: String,
    /// `$null` where it has not answered, and on links whose addresses are no MAC addresses.
    pub link_layer_address: Option<String>,
    #[then("PolicyStore" = "ActiveStore")]
    pub state: NeighborState,
    pub address_family: AddressFamily,
    #[property(name = "PSComputerName")]
    pub computer_name: String,
}

impl NetNeighbor {
    /// The object for a neighbour.
    pub fn new(state: &State, known: &Neighbor, computer: &str) -> Self {
        Self {
            ip_address: known.address.to_string(),
            interface_index: known.index,
            interface_alias: state.shown(&known.interface),
            link_layer_address: known.mac.map(model::MacAddress::hyphenated),
            state: known.state.into(),
            address_family: AddressFamily::of_address(known.address),
            computer_name: computer.to_owned(),
        }
    }
}
