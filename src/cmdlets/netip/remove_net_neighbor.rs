//! `Remove-NetNeighbor`.

use std::sync::Arc;

use super::neighbors::{Neighbors, SCOPE};
use super::query::{Common, absent};
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::types::NetNeighbor;
use iovsh_backend::Scope;
use iovsh_backend::model::Neighbor;
use iovsh_backend::plan::NeighborRef;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Forgets neighbours of the host: those that somebody named, and those that the kernel found by itself.
///
/// Whoever the host speaks with is found anew, and is listed again then.
///
/// # Examples
/// ```iovsh
/// PS> New-NetNeighbor 192.0.2.77 -InterfaceAlias eno1 -LinkLayerAddress 02-00-00-00-00-77 -PolicyStore ActiveStore | Out-Null
/// PS> Remove-NetNeighbor 192.0.2.77 -Confirm:$false
/// PS> @(Get-NetNeighbor 192.0.2.7*).Count
/// 0
/// ```
/// Through the pipeline, all that answered some time ago:
/// ```iovsh
/// PS> Get-NetNeighbor -State Stale | Remove-NetNeighbor -Confirm:$false
/// PS> @(Get-NetNeighbor -State Stale).Count
/// 0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Remove-NetNeighbor 192.0.2.20 -WhatIf
/// What if: Performing the operation "Remove-NetNeighbor" on target "192.0.2.20".
///   # Forget the neighbour 192.0.2.20 of eno1
///     ip neigh del 192.0.2.20 dev eno1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "NetNeighbor", module = "NetTCPIP", default_set = "Query (cdxml)", impact = High, output = NetNeighbor)]
pub struct RemoveNetNeighbor {
    /// Neighbours that Get-NetNeighbor gave.
    #[param(set = "InputObject (cdxml)", mandatory, from_pipeline, not_null)]
    input_object: Vec<Arc<NetNeighbor>>,
    /// Their IP addresses. Wildcards are allowed.
    #[param(
        set = "Query (cdxml)",
        name = "IPAddress",
        position = 0,
        by_property_name,
        not_null
    )]
    ip_address: Given<Vec<String>>,
    /// Hands on the object that was removed.
    pass_thru: bool,
    #[flatten(set = "Query (cdxml)")]
    neighbors: Neighbors,
    #[flatten]
    common: Common,
}

impl Cmdlet for RemoveNetNeighbor {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let found = self.found(cx)?;
        let intents = found.iter().map(|known| {
            Intent::RemoveNeighbor(NeighborRef {
                interface: known.interface.clone(),
                address: known.address,
            })
        });
        let intents = intents.collect();
        let pass_thru = self.pass_thru;
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            if !pass_thru {
                return Ok(());
            }
            let state = cx.snapshot(&SCOPE)?;
            let computer = computer_name(cx)?;
            for (known, outcome) in found.iter().zip(outcomes) {
                if outcome.is_done() {
                    cx.emit(NetNeighbor::new(&state, known, &computer).into_value())?;
                }
            }
            Ok(())
        };
        cx.change_all(&Scope::NEIGHBORS, false, intents, Box::new(then))
    }
}

impl RemoveNetNeighbor {
    /// The neighbours that are there. What says nothing of which are meant is an error: it would be all of them.
    fn found(&self, cx: &mut Context) -> Flow<Vec<Neighbor>> {
        let state = cx.snapshot(&SCOPE)?;
        if !self.input_object.is_empty() {
            let mut found = Vec::new();
            for object in &self.input_object {
                let is_it = |known: &&Neighbor| {
                    known.index == object.interface_index
                        && known.address.to_string() == object.ip_address
                };
                match state.neighbors.iter().find(is_it) {
                    Some(known) => found.push(known.clone()),
                    None => cx.error(absent("IPAddress", &object.ip_address, "Get-NetNeighbor"))?,
                }
            }
            return Ok(found);
        }
        if !Neighbors::CHOOSE.iter().any(|name| cx.is_bound(name)) {
            return Err(ShellError::new(
                "NothingChosen",
                ErrorCategory::InvalidArgument,
                "It is not said which neighbours are meant.",
            )
            .help("Give -IPAddress, -InterfaceAlias or -State; Get-NetNeighbor lists them.")
            .into());
        }
        let computer = computer_name(cx)?;
        let addresses = self.ip_address.as_deref();
        let found = self.neighbors.found(cx, &state, &computer, addresses)?;
        Ok(found.into_iter().map(|(known, _)| known.clone()).collect())
    }
}
