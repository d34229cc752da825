//! What the cmdlets that change addresses have in common.

use std::sync::Arc;

use super::get_net_ip_address::SCOPE;
use super::query::{Common, Interfaces, fits, report_absent};
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::types::{AddressFamily, NetIpAddress};
use iovsh_backend::Scope;
use iovsh_backend::model::InterfaceAddress;
use iovsh_backend::policy::Intent;
use iovsh_derive::Parameters;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// The addresses that are changed.
#[derive(Parameters)]
pub struct Addresses {
    /// Addresses that Get-NetIPAddress gave.
    #[param(set = "InputObject (cdxml)", mandatory, from_pipeline, not_null)]
    input_object: Vec<Arc<NetIpAddress>>,
    /// Addresses. Wildcards are allowed.
    #[param(
        set = "Query (cdxml)",
        name = "IPAddress",
        position = 0,
        by_property_name,
        alias("LocalAddress"),
        not_null
    )]
    ip_address: Given<Vec<String>>,
    /// Hands on the object that was changed.
    pub pass_thru: bool,
    #[flatten(set = "Query (cdxml)")]
    interfaces: Interfaces,
    #[flatten]
    common: Common,
}

impl Addresses {
    /// The addresses that are there. What says nothing of which are meant is an error: it would be all of them.
    pub fn found(&self, cx: &mut Context) -> Flow<Vec<InterfaceAddress>> {
        let state = cx.snapshot(&SCOPE)?;
        let all = || state.ip.addresses.iter();
        if !self.input_object.is_empty() {
            let mut found = Vec::new();
            for object in &self.input_object {
                let is_it = |known: &&InterfaceAddress| {
                    known.index == object.interface_index
                        && known.cidr.address.to_string() == object.ip_address
                };
                match all().find(is_it) {
                    Some(known) => found.push(known.clone()),
                    None => cx.error(super::query::absent(
                        "IPAddress",
                        &object.ip_address,
                        "Get-NetIPAddress",
                    ))?,
                }
            }
            return Ok(found);
        }
        let chooses = [
            "IPAddress",
            "InterfaceAlias",
            "InterfaceIndex",
            "AddressFamily",
        ];
        if !chooses.iter().any(|name| cx.is_bound(name)) {
            return Err(ShellError::new(
                "NothingChosen",
                ErrorCategory::InvalidArgument,
                "It is not said which addresses are meant.",
            )
            .help(
                "Give -IPAddress, -InterfaceAlias or -InterfaceIndex; Get-NetIPAddress lists them.",
            )
            .into());
        }
        self.interfaces.check(cx, &state)?;
        let of_interfaces = all().filter(|known| {
            let family = AddressFamily::of(known.cidr);
            self.interfaces
                .mean(&state, &known.interface, known.index, family)
        });
        let mut found: Vec<InterfaceAddress> = of_interfaces.cloned().collect();
        let named = self.ip_address.as_deref();
        report_absent(cx, "IPAddress", named, "Get-NetIPAddress", |text| {
            let mut known = found.iter();
            known.any(|known| known.cidr.address.to_string().eq_ignore_ascii_case(text))
        })?;
        found.retain(|known| {
            let text = known.cidr.address.to_string();
            named.is_none_or(|names| fits(names, &text))
        });
        Ok(found)
    }
}

/// Carries out an intent for each address, and hands them on as they are then, or, of those that are gone, as they were.
pub fn change(
    cx: &mut Context,
    addresses: &[InterfaceAddress],
    pass_thru: bool,
    force: bool,
    intent: &dyn Fn(&InterfaceAddress) -> Intent,
) -> Flow {
    let intents = addresses.iter().map(intent).collect();
    let before = addresses.to_vec();
    let then = move |cx: &mut Context, outcomes: &[Outcome]| {
        let done: Vec<InterfaceAddress> = before
            .into_iter()
            .zip(outcomes)
            .filter_map(|(known, outcome)| outcome.is_done().then_some(known))
            .collect();
        if !pass_thru || done.is_empty() {
            return Ok(());
        }
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        for known in done {
            let mut all = state.ip.addresses.iter();
            let now = all.find(|now| {
                now.interface == known.interface && now.cidr.address == known.cidr.address
            });
            cx.emit(NetIpAddress::new(&state, now.unwrap_or(&known), &computer).into_value())?;
        }
        Ok(())
    };
    cx.change_all(&Scope::IP, force, intents, Box::new(then))
}
