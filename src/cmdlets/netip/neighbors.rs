//! What the cmdlets of neighbours have in common.

use super::query::{Interfaces, fits, report_absent};
use crate::types::{AddressFamily, NeighborState, NetNeighbor};
use iovsh_backend::model::{MacAddress, Neighbor};
use iovsh_backend::{Scope, State};
use iovsh_derive::Parameters;
use iovsh_shell::argument::Given;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// The neighbours of the host.
pub const SCOPE: Scope = Scope {
    neighbors: true,
    ..Scope::LINKS
};

/// Which neighbours are meant, beside their IP addresses.
#[derive(Parameters)]
pub struct Neighbors {
    /// The addresses of their adapters, in any of the usual notations. Wildcards are allowed.
    #[param(not_null)]
    link_layer_address: Given<Vec<String>>,
    /// How they are reached.
    #[param(not_null)]
    state: Given<Vec<NeighborState>>,
    #[flatten]
    interfaces: Interfaces,
}

impl Neighbors {
    /// The parameters that say which are meant.
    pub const CHOOSE: [&str; 6] = [
        "IPAddress",
        "LinkLayerAddress",
        "State",
        "InterfaceAlias",
        "InterfaceIndex",
        "AddressFamily",
    ];

    /// Those that are meant and have one of these addresses, each with its object. An address that is written and that nobody has is an
    /// error.
    pub fn found<'s>(
        &self,
        cx: &mut Context,
        state: &'s State,
        computer: &str,
        addresses: Option<&[String]>,
    ) -> Flow<Vec<(&'s Neighbor, NetNeighbor)>> {
        self.interfaces.check(cx, state)?;
        let of_interfaces = state.neighbors.iter().filter(|known| {
            let family = AddressFamily::of_address(known.address);
            self.interfaces
                .mean(state, &known.interface, known.index, family)
        });
        let mut found: Vec<(&Neighbor, NetNeighbor)> = of_interfaces
            .map(|known| (known, NetNeighbor::new(state, known, computer)))
            .collect();
        report_absent(cx, "IPAddress", addresses, "Get-NetNeighbor", |text| {
            let mut all = found.iter();
            all.any(|(_, object)| object.ip_address.eq_ignore_ascii_case(text))
        })?;
        found.retain(|(known, object)| {
            addresses.is_none_or(|names| fits(names, &object.ip_address))
                && self.wants_adapter(known.mac)
                && self
                    .state
                    .as_ref()
                    .is_none_or(|wanted| wanted.contains(&object.state))
        });
        Ok(found)
    }

    fn wants_adapter(&self, mac: Option<MacAddress>) -> bool {
        let Some(wanted) = self.link_layer_address.as_deref() else {
            return true;
        };
        let Some(mac) = mac else { return false };
        let is_it = |text: &String| text.parse().is_ok_and(|other: MacAddress| other == mac);
        wanted.iter().any(is_it) || fits(wanted, &mac.hyphenated())
    }
}
