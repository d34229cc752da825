//! `New-NetIPAddress`.

use super::get_net_ip_address::SCOPE;
use super::parse;
use super::query::{Common, by_number_or_name};
use crate::complete;
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::invalid;
use crate::types::{AddressFamily, AddressType, NetIpAddress};
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::ip::NewAddress;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Ticks;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gives an interface of the host an IP address, and a default route where -DefaultGateway is given.
///
/// Both last until the host starts again, which a warning says unless -PolicyStore ActiveStore is given.
///
/// # Examples
/// ```iovsh
/// PS> New-NetIPAddress 198.51.100.7 -InterfaceAlias enp1s0f0 -PrefixLength 24 -PolicyStore ActiveStore | Format-Table IPAddress, PrefixLength, InterfaceAlias
/// IPAddress    PrefixLength InterfaceAlias
/// ---------    ------------ --------------
/// 198.51.100.7           24 enp1s0f0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetIPAddress 198.51.100.7 -InterfaceAlias enp1s0f0 -PrefixLength 24 -PolicyStore ActiveStore -WhatIf
/// What if: Performing the operation "New-NetIPAddress" on target "198.51.100.7".
///   # Add 198.51.100.7/24 to enp1s0f0
///     ip address add 198.51.100.7/24 dev enp1s0f0
/// ```
/// On every network adapter that is up and has none:
/// ```iovsh
/// PS> $last = 7
/// PS> Get-NetAdapter enp1s0f* | ForEach-Object { New-NetIPAddress "198.51.100.$last" -InterfaceAlias $_.Name -PrefixLength 32 -PolicyStore ActiveStore | Out-Null; $last++ }
/// PS> (Get-NetIPAddress 198.51.100.*).IPAddress
/// 198.51.100.7
/// 198.51.100.8
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "New", noun = "NetIPAddress", module = "NetTCPIP", default_set = "ByInterfaceAlias", impact = Medium, output = NetIpAddress)]
pub struct NewNetIpAddress {
    /// The family, which follows from the address; another one is an error.
    address_family: Option<AddressFamily>,
    /// The next hop of a default route that is made too.
    default_gateway: Option<String>,
    /// The address.
    #[param(
        name = "IPAddress",
        position = 0,
        mandatory,
        by_property_name,
        alias("LocalAddress")
    )]
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
    /// ActiveStore: it is known that the address lasts until the host starts again.
    policy_store: Option<String>,
    /// How long the address is taken for new connections; at most as long as it is valid.
    preferred_lifetime: Option<Ticks>,
    /// Bits of the network's prefix; without it the address is a network of its own.
    #[param(range = 0..=128)]
    prefix_length: Option<u8>,
    /// The host itself begins no connections with it.
    skip_as_source: Option<bool>,
    /// Unicast.
    #[param(name = "Type")]
    kind: Option<AddressType>,
    /// How long the address is valid.
    valid_lifetime: Option<Ticks>,
    #[flatten]
    common: Common,
}

impl Cmdlet for NewNetIpAddress {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let cidr = parse::with_prefix(parse::address(&self.ip_address)?, self.prefix_length)?;
        parse::is_of_family(
            self.address_family,
            AddressFamily::of(cidr),
            &format!("{} is no address", cidr.address),
        )?;
        if self.kind == Some(AddressType::Anycast) {
            return Err(invalid::parameter(
                "Linux makes anycast addresses by itself, of each network that it forwards for.",
                "Leave -Type out.",
            )
            .into());
        }
        let gateway = self
            .default_gateway
            .as_deref()
            .map(parse::address)
            .transpose()?;
        if gateway.is_some_and(|gateway| gateway.is_ipv4() != cidr.address.is_ipv4()) {
            return Err(invalid::parameter(
                "The gateway is no address of the same family.",
                "Give -DefaultGateway an address of the network of -IPAddress.",
            )
            .into());
        }
        let valid = self
            .valid_lifetime
            .map(parse::seconds)
            .transpose()?
            .flatten();
        let preferred = self
            .preferred_lifetime
            .map(parse::seconds)
            .transpose()?
            .flatten();
        let preferred = match self.skip_as_source {
            Some(true) => Some(0),
            _ => preferred,
        };
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
            let intent = Intent::AddIpAddress(NewAddress {
                interface: interface.clone(),
                cidr,
                gateway,
                valid,
                preferred,
                active_only,
            });
            let then = move |cx: &mut Context, outcomes: &[Outcome]| {
                if !outcomes.iter().all(|outcome| outcome.is_done()) {
                    return Ok(());
                }
                let state = cx.snapshot(&SCOPE)?;
                let computer = computer_name(cx)?;
                let mut known = state.ip.addresses.iter();
                match known.find(|known| known.interface == interface && known.cidr == cidr) {
                    Some(known) => {
                        cx.emit(NetIpAddress::new(&state, known, &computer).into_value())
                    }
                    None => Ok(()),
                }
            };
            cx.change_all(&Scope::IP, false, vec![intent], Box::new(then))?;
        }
        Ok(())
    }
}
