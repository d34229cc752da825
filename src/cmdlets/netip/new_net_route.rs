//! `New-NetRoute`.

use super::get_net_ip_address::SCOPE;
use super::parse;
use super::query::{Common, by_number_or_name};
use crate::complete;
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::types::{AddressFamily, NetRoute};
use iovsh_backend::Scope;
use iovsh_backend::plan::RouteSpec;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Ticks;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes a route in the kernel's main table.
///
/// It lasts until the host starts again, which a warning says unless -PolicyStore ActiveStore is given.
///
/// # Examples
/// ```iovsh
/// PS> New-NetRoute 203.0.113.0/24 -InterfaceAlias eno1 -NextHop 192.0.2.1 -PolicyStore ActiveStore | Format-Table DestinationPrefix, NextHop, InterfaceAlias
/// DestinationPrefix NextHop   InterfaceAlias
/// ----------------- -------   --------------
/// 203.0.113.0/24    192.0.2.1 eno1
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetRoute 203.0.113.0/24 -InterfaceAlias eno1 -NextHop 192.0.2.1 -PolicyStore ActiveStore -WhatIf
/// What if: Performing the operation "New-NetRoute" on target "203.0.113.0/24".
///   # Make the route to 203.0.113.0/24
///     ip route add 203.0.113.0/24 via 192.0.2.1 dev eno1
/// ```
/// With a metric, so that another route to the same place goes first:
/// ```iovsh
/// PS> New-NetRoute 203.0.113.0/24 -InterfaceAlias eno1 -NextHop 192.0.2.1 -RouteMetric 500 -PolicyStore ActiveStore | ForEach-Object RouteMetric
/// 500
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "New", noun = "NetRoute", module = "NetTCPIP", default_set = "ByInterfaceAlias", impact = Medium, output = NetRoute)]
pub struct NewNetRoute {
    /// The family, which follows from the network; another one is an error.
    address_family: Option<AddressFamily>,
    /// The network that it leads to.
    #[param(position = 0, mandatory, by_property_name)]
    destination_prefix: String,
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
    /// The next hop; without it, and with 0.0.0.0 or ::, the network is on the link.
    #[param(by_property_name)]
    next_hop: Option<String>,
    /// ActiveStore: it is known that the route lasts until the host starts again.
    policy_store: Option<String>,
    #[param(refused = "routes that end by themselves are made by routers here.")]
    preferred_lifetime: Option<Ticks>,
    #[param(no_effect = "this host announces no routes.")]
    publish: Option<String>,
    /// Of two routes to one network the one with the lower metric is taken.
    route_metric: Option<u16>,
    #[param(refused = "routes that end by themselves are made by routers here.")]
    valid_lifetime: Option<Ticks>,
    #[flatten]
    common: Common,
}

impl Cmdlet for NewNetRoute {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let destination = parse::network(&self.destination_prefix)?;
        parse::is_of_family(
            self.address_family,
            AddressFamily::of(destination),
            &format!("{destination} is no network"),
        )?;
        let gateway = self.next_hop.as_deref().map(parse::address).transpose()?;
        let gateway = gateway.filter(|gateway| !gateway.is_unspecified());
        let state = cx.snapshot(&SCOPE)?;
        let found = by_number_or_name(
            cx,
            &state,
            self.interface_index,
            std::slice::from_ref(&self.interface_alias),
        )?;
        let active_only = parse::is_active_store(self.policy_store.as_deref())?;
        for link in found {
            let route = RouteSpec {
                destination: destination.network(),
                gateway,
                interface: link.name.clone(),
                metric: self.route_metric.map(u32::from),
            };
            let intent = Intent::AddRoute {
                route: route.clone(),
                active_only,
            };
            let then = move |cx: &mut Context, outcomes: &[Outcome]| {
                if !outcomes.iter().all(|outcome| outcome.is_done()) {
                    return Ok(());
                }
                let state = cx.snapshot(&SCOPE)?;
                let computer = computer_name(cx)?;
                match state.ip.routes.iter().find(|known| route.is(known)) {
                    Some(known) => cx.emit(NetRoute::new(&state, known, &computer).into_value()),
                    None => Ok(()),
                }
            };
            cx.change_all(&Scope::IP, false, vec![intent], Box::new(then))?;
        }
        Ok(())
    }
}
