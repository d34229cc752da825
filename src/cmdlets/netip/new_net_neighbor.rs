//! `New-NetNeighbor`.

use super::neighbors::SCOPE;
use super::parse;
use super::query::{Common, by_number_or_name};
use crate::complete;
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::invalid;
use crate::types::{AddressFamily, NeighborState, NetNeighbor};
use iovsh_backend::Scope;
use iovsh_backend::plan::NeighborSpec;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::neighbor::NewNeighbor;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Names the adapter of a neighbour for good, so that the host asks nobody who has the address.
///
/// What the host has found by itself gives way. It lasts until the host starts again, which a warning says unless -PolicyStore ActiveStore is
/// given.
///
/// # Examples
/// ```iovsh
/// PS> New-NetNeighbor 192.0.2.77 -InterfaceAlias eno1 -LinkLayerAddress 02-00-00-00-00-77 -PolicyStore ActiveStore
/// ifIndex IPAddress  LinkLayerAddress  State     PolicyStore
/// ------- ---------  ----------------  -----     -----------
/// 2       192.0.2.77 02-00-00-00-00-77 Permanent ActiveStore
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetNeighbor 192.0.2.77 -InterfaceAlias eno1 -LinkLayerAddress 02-00-00-00-00-77 -PolicyStore ActiveStore -WhatIf
/// What if: Performing the operation "New-NetNeighbor" on target "192.0.2.77".
///   # Name 02:00:00:00:00:77 as the neighbour 192.0.2.77 of eno1
///     ip neigh replace 192.0.2.77 dev eno1 lladdr 02:00:00:00:00:77 nud permanent
/// ```
/// A neighbour that the host knows already stays what it is, whoever answers for its address:
/// ```iovsh
/// PS> $known = Get-NetNeighbor 192.0.2.20
/// PS> New-NetNeighbor $known.IPAddress -InterfaceIndex $known.ifIndex -LinkLayerAddress $known.LinkLayerAddress -PolicyStore ActiveStore | ForEach-Object State
/// Permanent
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "New", noun = "NetNeighbor", module = "NetTCPIP", default_set = "ByInterfaceAlias", impact = Medium, output = NetNeighbor)]
pub struct NewNetNeighbor {
    /// The family, which follows from the address; another one is an error.
    address_family: Option<AddressFamily>,
    /// The neighbour's IP address.
    #[param(name = "IPAddress", position = 0, mandatory, by_property_name)]
    ip_address: String,
    /// The interface's name.
    #[param(set = "ByInterfaceAlias", mandatory, by_property_name, alias = "ifAlias", complete = complete::nics)]
    interface_alias: String,
    /// The interface's number.
    #[param(
        set = "ByInterfaceIndex",
        mandatory,
        by_property_name,
        alias = "ifIndex"
    )]
    interface_index: Option<u32>,
    /// The address of the neighbour's adapter, in any of the usual notations.
    link_layer_address: Option<String>,
    /// ActiveStore: it is known that the neighbour is named until the host starts again.
    policy_store: Option<String>,
    /// Permanent; the other states are what the kernel finds out by itself.
    state: Option<NeighborState>,
    #[flatten]
    common: Common,
}

impl Cmdlet for NewNetNeighbor {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let address = parse::address(&self.ip_address)?;
        parse::is_of_family(
            self.address_family,
            AddressFamily::of_address(address),
            &format!("{address} is no address"),
        )?;
        if self
            .state
            .is_some_and(|state| state != NeighborState::Permanent)
        {
            return Err(invalid::parameter(
                "How a neighbour is reached that nobody named the kernel finds out by itself: only a permanent one can be made.",
                "Give -State Permanent, or leave -State out.",
            )
            .into());
        }
        let Some(adapter) = self.link_layer_address.as_deref() else {
            return Err(invalid::parameter(
                format!("It is not said which adapter has {address}."),
                "Give -LinkLayerAddress, for example 00-15-5D-01-02-03.",
            )
            .into());
        };
        let mac = invalid::mac(adapter)?;
        let state = cx.snapshot(&SCOPE)?;
        let found = by_number_or_name(
            cx,
            &state,
            self.interface_index,
            std::slice::from_ref(&self.interface_alias),
        )?;
        let active_only = parse::is_active_store(self.policy_store.as_deref())?;
        for link in found {
            let interface = link.name.clone();
            let intent = Intent::AddNeighbor(NewNeighbor {
                neighbor: NeighborSpec {
                    interface: interface.clone(),
                    address,
                    mac,
                },
                active_only,
            });
            let then = move |cx: &mut Context, outcomes: &[Outcome]| {
                if !outcomes.iter().all(|outcome| outcome.is_done()) {
                    return Ok(());
                }
                let state = cx.snapshot(&SCOPE)?;
                let computer = computer_name(cx)?;
                let mut known = state.neighbors.iter();
                match known.find(|known| known.is_at(&interface, address)) {
                    Some(known) => cx.emit(NetNeighbor::new(&state, known, &computer).into_value()),
                    None => Ok(()),
                }
            };
            cx.change_all(&Scope::NEIGHBORS, false, vec![intent], Box::new(then))?;
        }
        Ok(())
    }
}
