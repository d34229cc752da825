//! `Set-DnsClientServerAddress`.

use std::net::IpAddr;
use std::sync::Arc;

use super::get_net_ip_address::SCOPE;
use super::parse;
use super::query::{Common, by_number_or_name};
use crate::complete;
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::invalid::parameter;
use crate::types::{AddressFamily, DnsClientServerAddress};
use iovsh_backend::State;
use iovsh_backend::model::InterfaceName;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Sets the name servers of the host's interfaces.
///
/// With systemd-resolved each interface has its own, until it is brought up anew. Without it the host has one list, `/etc/resolv.conf`, which stays;
/// where another tool writes that file, the change is refused, as it would not last. The servers are asked in the order in which they are given.
///
/// # Examples
/// ```iovsh
/// PS> Set-DnsClientServerAddress -InterfaceAlias eno1 -ServerAddresses ("192.0.2.53", "2001:db8::53") -WarningAction SilentlyContinue
/// PS> (Get-DnsClientServerAddress -InterfaceAlias eno1).ServerAddresses
/// 192.0.2.53
/// 2001:db8::53
/// ```
/// Shown before it is done:
/// ```iovsh
/// PS> Set-DnsClientServerAddress eno1 -ServerAddresses 192.0.2.53 -WhatIf -WarningAction SilentlyContinue
/// What if: Performing the operation "Set-DnsClientServerAddress" on target "eno1".
///   # Set the name servers of eno1
///     resolvectl dns eno1 192.0.2.53
/// ```
/// None of its own any more:
/// ```iovsh
/// PS> Set-DnsClientServerAddress eno1 -ServerAddresses 192.0.2.53 -WarningAction SilentlyContinue
/// PS> Set-DnsClientServerAddress eno1 -ResetServerAddresses -WarningAction SilentlyContinue
/// PS> (Get-DnsClientServerAddress eno1 -AddressFamily IPv4).ServerAddresses.Count
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "DnsClientServerAddress", module = "DnsClient", default_set = "ByAlias", impact = Medium, output = DnsClientServerAddress)]
pub struct SetDnsClientServerAddress {
    /// Interfaces that Get-DnsClientServerAddress gave.
    #[param(set = "InputObject (cdxml)", mandatory, from_pipeline, not_null)]
    input_object: Vec<Arc<DnsClientServerAddress>>,
    /// Interface names. Wildcards are allowed.
    #[param(set = "ByAlias", position = 0, mandatory, by_property_name, alias = "ifAlias", complete = complete::nics, not_null)]
    interface_alias: Vec<String>,
    /// Numbers of interfaces.
    #[param(
        set = "ByIndex",
        mandatory,
        by_property_name,
        alias = "ifIndex",
        not_null
    )]
    interface_index: Vec<u32>,
    /// Hands on the interfaces.
    pass_thru: bool,
    /// The interface has no servers of its own any more; those of a lease come back when it is brought up anew.
    #[param(alias = "Reset")]
    reset_server_addresses: bool,
    /// The servers, in the order in which they are asked.
    #[param(alias = "Addresses", not_null_or_empty)]
    server_addresses: Vec<String>,
    #[param(
        no_effect = "the servers are not asked before they are set; 'Resolve-DnsName NAME' shows whether they answer."
    )]
    validate: bool,
    #[flatten]
    common: Common,
}

impl Cmdlet for SetDnsClientServerAddress {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.reset_server_addresses != self.server_addresses.is_empty() {
            let step = "Give -ServerAddresses 192.0.2.53, or -ResetServerAddresses for none.";
            return Err(parameter("It is not said which servers there are to be.", step).into());
        }
        let texts = self.server_addresses.iter();
        let servers: Vec<IpAddr> = texts
            .map(|text| parse::address(text))
            .collect::<Result<_, _>>()?;
        let state = cx.snapshot(&SCOPE)?;
        let names = self.names(cx, &state)?;
        let intents = names.iter().map(|interface| Intent::SetNameServers {
            interface: interface.clone(),
            servers: servers.clone(),
        });
        let intents = intents.collect();
        let pass_thru = self.pass_thru;
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            if !pass_thru {
                return Ok(());
            }
            let state = cx.snapshot(&SCOPE)?;
            let computer = computer_name(cx)?;
            let done = names
                .iter()
                .zip(outcomes)
                .filter(|(_, outcome)| outcome.is_done());
            for link in done.filter_map(|(name, _)| state.link(name)) {
                for family in [AddressFamily::V4, AddressFamily::V6] {
                    let found = DnsClientServerAddress::new(&state, link, family, &computer);
                    cx.emit(found.into_value())?;
                }
            }
            Ok(())
        };
        cx.change_all(&SCOPE, false, intents, Box::new(then))
    }
}

impl SetDnsClientServerAddress {
    /// The interfaces that are meant, each once.
    fn names(&self, cx: &mut Context, state: &State) -> Flow<Vec<InterfaceName>> {
        let mut names: Vec<InterfaceName> = Vec::new();
        let mut add = |name: &InterfaceName| {
            if !names.contains(name) {
                names.push(name.clone());
            }
        };
        let given = self
            .input_object
            .iter()
            .map(|object| object.interface_index);
        for number in self.interface_index.iter().copied().chain(given) {
            by_number_or_name(cx, state, Some(number), &[])?
                .iter()
                .for_each(|link| add(&link.name));
        }
        if !self.interface_alias.is_empty() {
            by_number_or_name(cx, state, None, &self.interface_alias)?
                .iter()
                .for_each(|link| add(&link.name));
        }
        Ok(names)
    }
}
