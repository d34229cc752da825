//! `Remove-NetRoute`.

use std::sync::Arc;

use super::get_net_ip_address::SCOPE;
use super::query::{Common, Interfaces, absent, fits, report_absent};
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::types::{AddressFamily, NetRoute};
use iovsh_backend::Scope;
use iovsh_backend::model::Route;
use iovsh_backend::plan::RouteSpec;
use iovsh_backend::policy::Intent;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Removes routes of the kernel's main table.
///
/// # Examples
/// ```iovsh
/// PS> New-NetRoute 203.0.113.0/24 -InterfaceAlias eno1 -NextHop 192.0.2.1 -PolicyStore ActiveStore | Out-Null
/// PS> Remove-NetRoute 203.0.113.0/24 -Confirm:$false
/// PS> @(Get-NetRoute 203.0.113.*).Count
/// 0
/// ```
/// Through the pipeline:
/// ```iovsh
/// PS> New-NetRoute 203.0.113.0/24 -InterfaceAlias eno1 -NextHop 192.0.2.1 -PolicyStore ActiveStore | Out-Null
/// PS> Get-NetRoute 203.0.113.* | Remove-NetRoute -Confirm:$false
/// PS> @(Get-NetRoute 203.0.113.*).Count
/// 0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetRoute 203.0.113.0/24 -InterfaceAlias eno1 -NextHop 192.0.2.1 -PolicyStore ActiveStore | Out-Null
/// PS> Remove-NetRoute 203.0.113.0/24 -WhatIf
/// What if: Performing the operation "Remove-NetRoute" on target "203.0.113.0/24".
///   # Remove the route to 203.0.113.0/24
///     ip route del 203.0.113.0/24 via 192.0.2.1 dev eno1 metric 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "NetRoute", module = "NetTCPIP", default_set = "Query (cdxml)", impact = High, output = NetRoute)]
pub struct RemoveNetRoute {
    /// The networks that they lead to. Wildcards are allowed.
    #[param(set = "Query (cdxml)", position = 0, by_property_name, not_null)]
    destination_prefix: Given<Vec<String>>,
    /// Linux only: go on although it is the host's default route, without a question.
    force: bool,
    /// Routes that Get-NetRoute gave.
    #[param(set = "InputObject (cdxml)", mandatory, from_pipeline, not_null)]
    input_object: Vec<Arc<NetRoute>>,
    /// Next hops. Wildcards are allowed.
    #[param(set = "Query (cdxml)", by_property_name, not_null)]
    next_hop: Given<Vec<String>>,
    /// Hands on the object that was removed.
    pass_thru: bool,
    /// Metrics.
    #[param(set = "Query (cdxml)", not_null)]
    route_metric: Given<Vec<u32>>,
    #[flatten(set = "Query (cdxml)")]
    interfaces: Interfaces,
    #[flatten]
    common: Common,
}

impl Cmdlet for RemoveNetRoute {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let found = self.found(cx)?;
        let force = self.force;
        let intents = found.iter().map(|route| Intent::RemoveRoute {
            route: RouteSpec::of(route),
            force,
        });
        let intents = intents.collect();
        let pass_thru = self.pass_thru;
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            if !pass_thru {
                return Ok(());
            }
            let state = cx.snapshot(&SCOPE)?;
            let computer = computer_name(cx)?;
            for (route, outcome) in found.iter().zip(outcomes) {
                if outcome.is_done() {
                    cx.emit(NetRoute::new(&state, route, &computer).into_value())?;
                }
            }
            Ok(())
        };
        cx.change_all(&Scope::IP, force, intents, Box::new(then))
    }
}

impl RemoveNetRoute {
    fn found(&self, cx: &mut Context) -> Flow<Vec<Route>> {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        let shown = state
            .ip
            .routes
            .iter()
            .map(|route| (route, NetRoute::new(&state, route, &computer)));
        let shown: Vec<(&Route, NetRoute)> = shown.collect();
        if !self.input_object.is_empty() {
            let mut found = Vec::new();
            for object in &self.input_object {
                let is_it = |known: &NetRoute| {
                    known.destination_prefix == object.destination_prefix
                        && known.next_hop == object.next_hop
                        && known.interface_index == object.interface_index
                        && known.route_metric == object.route_metric
                };
                match shown.iter().find(|(_, known)| is_it(known)) {
                    Some((route, _)) => found.push((*route).clone()),
                    None => {
                        let wanted = &object.destination_prefix;
                        cx.error(absent("DestinationPrefix", wanted, "Get-NetRoute"))?;
                    }
                }
            }
            return Ok(found);
        }
        let chooses = [
            "DestinationPrefix",
            "NextHop",
            "InterfaceAlias",
            "InterfaceIndex",
            "AddressFamily",
            "RouteMetric",
        ];
        if !chooses.iter().any(|name| cx.is_bound(name)) {
            return Err(ShellError::new(
                "NothingChosen",
                ErrorCategory::InvalidArgument,
                "It is not said which routes are meant.",
            )
            .help("Give -DestinationPrefix, -NextHop or -InterfaceAlias; Get-NetRoute lists them.")
            .into());
        }
        self.interfaces.check(cx, &state)?;
        let named = self.destination_prefix.as_deref();
        report_absent(cx, "DestinationPrefix", named, "Get-NetRoute", |text| {
            shown
                .iter()
                .any(|(_, known)| known.destination_prefix.eq_ignore_ascii_case(text))
        })?;
        let meant = shown.iter().filter(|(route, known)| {
            let family = AddressFamily::of(route.destination);
            self.interfaces
                .mean(&state, &route.interface, route.index, family)
                && named.is_none_or(|names| fits(names, &known.destination_prefix))
                && self
                    .next_hop
                    .as_deref()
                    .is_none_or(|names| fits(names, &known.next_hop))
                && self
                    .route_metric
                    .as_ref()
                    .is_none_or(|all| all.contains(&route.metric))
        });
        Ok(meant.map(|(route, _)| (*route).clone()).collect())
    }
}
