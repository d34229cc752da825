//! Addresses and routes of the host's own interfaces.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::model::{Cidr, InterfaceAddress, InterfaceName, NetAdapter, Route, RouteOrigin, State};
use crate::plan::{AddressSpec, IpChange, PlanBuilder, RouteSpec};
use crate::policy::focus::Focus;
use crate::policy::network::host_adapter::addresses;
use crate::policy::word::word;
use crate::{Category, HostError};

/// An address that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAddress {
    /// The interface.
    pub interface: InterfaceName,
    /// The address.
    pub cidr: Cidr,
    /// A default route is made by way of it.
    pub gateway: Option<IpAddr>,
    /// Seconds that it is valid; `None` for good.
    pub valid: Option<u32>,
    /// Seconds that it is taken for new connections; `None` for good.
    pub preferred: Option<u32>,
    /// Whoever asks knows that it lasts until the host starts again.
    pub active_only: bool,
}

/// What is to be changed of an address; `None` leaves a setting alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressChanges {
    /// Bits of its prefix.
    pub prefix: Option<u8>,
    /// Seconds that it is valid; `Some(None)` for good.
    pub valid: Option<Option<u32>>,
    /// Seconds that it is taken for new connections; `Some(None)` for good.
    pub preferred: Option<Option<u32>>,
}

/// Gives an interface an address, and a default route where a gateway is named.
///
/// # Errors
/// `NetAdapter.NotFound`, `IpAddress.Invalid`, `IpAddress.Exists`, `Route.GatewayUnreachable`, `Route.Exists`.
pub(in crate::policy) fn add(
    state: &State,
    plan: &mut PlanBuilder,
    new: &NewAddress,
) -> Result<Focus, HostError> {
    let link = interface(state, &new.interface)?;
    plan.about(
        format!("Give {} the address {}", link.name, new.cidr),
        new.cidr.address.to_string(),
    );
    let address = new.cidr.address;
    if address.is_unspecified() || address.is_multicast() {
        return Err(refused(
            "IpAddress.Invalid",
            Category::InvalidArgument,
            format!("{address} is not an address that an interface can have."),
            address.to_string(),
            "Choose the address of one host.",
        ));
    }
    let has_it = |known: &&InterfaceAddress| known.cidr.address == address;
    if let Some(known) = state.ip.addresses.iter().find(has_it) {
        return Err(refused(
            "IpAddress.Exists",
            Category::ResourceExists,
            format!("'{}' has the address {address} already.", known.interface),
            address.to_string(),
            &format!(
                "Change it with Set-NetIPAddress, or remove it first: Remove-NetIPAddress {address}."
            ),
        ));
    }
    if let Some(master) = &link.master {
        plan.warn(
            "IpAddress.OnPort",
            format!(
                "'{}' is part of '{master}', which takes its frames: an address belongs there.",
                link.shown()
            ),
        );
    }
    plan.step(
        format!("Add {} to {}", new.cidr, link.name),
        IpChange::AddAddress {
            address: AddressSpec {
                interface: link.name.clone(),
                cidr: new.cidr,
                valid: new.valid,
                preferred: new.preferred,
            },
        },
    );
    if let Some(gateway) = new.gateway {
        let everything = Cidr {
            address: match gateway {
                IpAddr::V4(_) => IpAddr::from([0; 4]),
                IpAddr::V6(_) => IpAddr::from([0; 16]),
            },
            prefix: 0,
        };
        let route = RouteSpec {
            destination: everything,
            gateway: Some(gateway),
            interface: link.name.clone(),
            metric: None,
        };
        let route = beside_defaults(state, plan, route);
        step_route(state, plan, link, route.clone(), Some(new.cidr))?;
        if !new.active_only {
            addresses::keep_route(plan, &route);
        }
    }
    if !new.active_only {
        let for_good = new.valid.is_none() && new.preferred.is_none();
        if !for_good || !addresses::keep_address(plan, &link.name, new.cidr) {
            not_persistent(plan, &format!("The address {address}"));
        }
    }
    Ok(Focus::on_records())
}

/// Changes an address: it goes, and comes back as it is to be, with the routes through its interface that would go with it.
///
/// # Errors
/// `IpAddress.NotFound`, `NetAdapter.ManagementPath`.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    name: &InterfaceName,
    address: IpAddr,
    changes: &AddressChanges,
    force: bool,
) -> Result<Focus, HostError> {
    let link = interface(state, name)?;
    let known = address_of(state, link, address)?;
    plan.about(
        format!("Change the address {address} of {}", link.name),
        address.to_string(),
    );
    let wanted = AddressSpec {
        interface: link.name.clone(),
        cidr: Cidr {
            address,
            prefix: changes.prefix.unwrap_or(known.cidr.prefix),
        },
        valid: changes.valid.unwrap_or(known.valid),
        preferred: changes.preferred.unwrap_or(known.preferred),
    };
    if wanted.cidr == known.cidr
        && wanted.valid == known.valid
        && wanted.preferred == known.preferred
    {
        return Ok(Focus::on_records());
    }
    may_go(link, known, force)?;
    let routes = take(state, plan, link, known);
    plan.step(
        format!("Add {} to {}", wanted.cidr, link.name),
        IpChange::AddAddress {
            address: wanted.clone(),
        },
    );
    for route in routes {
        let route = RouteSpec::of(route);
        plan.step(
            format!("Make the route to {} again", route.destination),
            IpChange::AddRoute { route },
        );
    }
    let for_good = wanted.valid.is_none() && wanted.preferred.is_none();
    let kept = match for_good {
        true => addresses::keep_address(plan, &link.name, wanted.cidr),
        false => {
            addresses::forget_address(plan, &link.name, wanted.cidr);
            false
        }
    };
    if !kept {
        not_persistent(plan, &format!("The change of {address}"));
    }
    Ok(Focus::on_records())
}

/// Takes an address from an interface.
///
/// # Errors
/// `IpAddress.NotFound`, `NetAdapter.ManagementPath`.
pub(in crate::policy) fn remove(
    state: &State,
    plan: &mut PlanBuilder,
    name: &InterfaceName,
    address: IpAddr,
    force: bool,
) -> Result<Focus, HostError> {
    let link = interface(state, name)?;
    let known = address_of(state, link, address)?;
    plan.about(
        format!("Remove the address {address} of {}", link.name),
        address.to_string(),
    );
    may_go(link, known, force)?;
    let lost = take(state, plan, link, known);
    addresses::forget_address(plan, &link.name, known.cidr);
    if !lost.is_empty() {
        let to: Vec<String> = lost
            .iter()
            .map(|route| route.destination.to_string())
            .collect();
        plan.warn(
            "IpAddress.RoutesGo",
            format!(
                "It is the last address of its family on '{}': the routes to {} go with it.",
                link.shown(),
                to.join(", ")
            ),
        );
    }
    Ok(Focus::on_records())
}

/// Removes an address, and before it the routes that the kernel would take with it, so that each can be put back. Those are the answer.
fn take<'s>(
    state: &'s State,
    plan: &mut PlanBuilder,
    link: &NetAdapter,
    known: &InterfaceAddress,
) -> Vec<&'s Route> {
    let is_v4 = known.cidr.address.is_ipv4();
    let is_other = |other: &&InterfaceAddress| {
        other.interface == link.name
            && other.cidr.address.is_ipv4() == is_v4
            && other.cidr != known.cidr
    };
    let is_last = !state.ip.addresses.iter().any(|other| is_other(&other));
    let through = state.ip.routes.iter().filter(|route| {
        is_last
            && route.interface == link.name
            && route.destination.address.is_ipv4() == is_v4
            && route.origin != RouteOrigin::Address
    });
    // What goes by a gateway goes first: the way to the gateway may be one of the others.
    let mut through: Vec<&Route> = through.collect();
    through.sort_by_key(|route| route.gateway.is_none());
    for route in &through {
        plan.step(
            format!("Remove the route to {}", route.destination),
            IpChange::RemoveRoute {
                route: RouteSpec::of(route),
            },
        );
    }
    plan.step(
        format!("Remove {} from {}", known.cidr, link.name),
        IpChange::RemoveAddress {
            address: AddressSpec {
                interface: link.name.clone(),
                cidr: known.cidr,
                valid: known.valid,
                preferred: known.preferred,
            },
        },
    );
    through.reverse();
    through
}

/// Takes all addresses from an interface that is about to go, so that each can be put back.
pub(in crate::policy) fn take_all(state: &State, plan: &mut PlanBuilder, link: &NetAdapter) {
    let own = state.ip.addresses.iter();
    for known in own.filter(|known| known.interface == link.name && known.cidr.is_global()) {
        let now = plan.state().clone();
        take(&now, plan, link, known);
    }
}

/// Makes a route.
///
/// # Errors
/// `NetAdapter.NotFound`, `Route.Exists`, `Route.GatewayUnreachable`.
pub(in crate::policy) fn add_route(
    state: &State,
    plan: &mut PlanBuilder,
    route: &RouteSpec,
    active_only: bool,
) -> Result<Focus, HostError> {
    let link = interface(state, &route.interface)?;
    plan.about(
        format!("Make a route to {}", route.destination),
        route.destination.to_string(),
    );
    let route = RouteSpec {
        destination: route.destination.network(),
        ..route.clone()
    };
    let destination = route.destination;
    let route = beside_defaults(state, plan, route);
    step_route(state, plan, link, route.clone(), None)?;
    if !active_only && !addresses::keep_route(plan, &route) {
        not_persistent(plan, &format!("The route to {destination}"));
    }
    Ok(Focus::on_records())
}

/// Removes a route.
///
/// # Errors
/// `Route.NotFound`, `NetAdapter.ManagementPath`.
pub(in crate::policy) fn remove_route(
    state: &State,
    plan: &mut PlanBuilder,
    route: &RouteSpec,
    force: bool,
) -> Result<Focus, HostError> {
    let link = interface(state, &route.interface)?;
    plan.about(
        format!("Remove the route to {}", route.destination),
        route.destination.to_string(),
    );
    let known = state.ip.routes.iter().find(|known| route.is(known));
    let known = known.ok_or_else(|| {
        refused(
            "Route.NotFound",
            Category::ObjectNotFound,
            format!("There is no such route to {}.", route.destination),
            route.destination.to_string(),
            "List them with Get-NetRoute.",
        )
    })?;
    if !force && known.is_default() && link.default_route {
        return Err(needed(
            link,
            format!(
                "The route to {} is the host's default route.",
                known.destination
            ),
        ));
    }
    plan.step(
        format!("Remove the route to {}", known.destination),
        IpChange::RemoveRoute {
            route: RouteSpec::of(known),
        },
    );
    addresses::forget_route(plan, &RouteSpec::of(known));
    Ok(Focus::on_records())
}

/// A default route that comes beside others gives way to them, unless it has a metric that says otherwise: the host stays reachable by
/// the way that it has.
fn beside_defaults(state: &State, plan: &mut PlanBuilder, route: RouteSpec) -> RouteSpec {
    let is_beside = |known: &&Route| {
        route.destination.prefix == 0
            && known.destination == route.destination
            && (known.gateway, &known.interface) != (route.gateway, &route.interface)
    };
    let others: Vec<&Route> = state.ip.routes.iter().filter(is_beside).collect();
    match route.metric {
        None => {
            let Some(last) = others.iter().max_by_key(|known| known.metric) else {
                return route;
            };
            let metric = last.metric.saturating_add(1);
            plan.warn(
                "Route.MetricChosen",
                format!(
                    "The host has a default route through '{}' already. The one through '{}' gets the metric {metric}, so that it is used when the other is gone; New-NetRoute -RouteMetric gives another.",
                    last.interface, route.interface
                ),
            );
            RouteSpec {
                metric: Some(metric),
                ..route
            }
        }
        Some(metric) => {
            let first = others.iter().min_by_key(|known| known.metric);
            if let Some(first) = first.filter(|known| metric < known.metric) {
                plan.warn(
                    "Route.TakesOver",
                    format!(
                        "The default route through '{}' has the metric {}: from now on the one through '{}' is taken, whose metric {metric} is lower.",
                        first.interface, first.metric, route.interface
                    ),
                );
            }
            route
        }
    }
}

fn step_route(
    state: &State,
    plan: &mut PlanBuilder,
    link: &NetAdapter,
    route: RouteSpec,
    new: Option<Cidr>,
) -> Result<(), HostError> {
    let metric = route.metric.unwrap_or_default();
    let taken = state.ip.routes.iter().find(|known| {
        known.destination == route.destination && (known.metric == metric || route.is(known))
    });
    let destination = route.destination;
    if let Some(known) = taken {
        return Err(refused(
            "Route.Exists",
            Category::ResourceExists,
            format!(
                "There is a route to {destination} with the metric {} already, through '{}'.",
                known.metric, known.interface
            ),
            destination.to_string(),
            "Give another -RouteMetric, or remove that one first: Remove-NetRoute.",
        ));
    }
    let own = state.ip.addresses.iter();
    let own = own
        .filter(|known| known.interface == link.name)
        .map(|known| known.cidr);
    let mut networks = own.chain(new);
    if let Some(gateway) = route.gateway
        && !networks.any(|network| network.has(gateway))
        && !matches!(gateway, IpAddr::V6(address) if address.is_unicast_link_local())
    {
        return Err(refused(
            "Route.GatewayUnreachable",
            Category::InvalidArgument,
            format!(
                "The gateway {gateway} is in no network of '{}'.",
                link.shown()
            ),
            gateway.to_string(),
            &format!(
                "See which there are: Get-NetIPAddress -InterfaceAlias {}.",
                word(link.name.as_str())
            ),
        ));
    }
    plan.step(
        format!("Make the route to {destination}"),
        IpChange::AddRoute { route },
    );
    Ok(())
}

/// Refuses to take what somebody is at the host by, unless `force`.
fn may_go(link: &NetAdapter, known: &InterfaceAddress, force: bool) -> Result<(), HostError> {
    let address = known.cidr.address;
    if force {
        return Ok(());
    }
    if link.session {
        return Err(needed(
            link,
            format!(
                "Your ssh session is on '{}', which has {address}.",
                link.shown()
            ),
        ));
    }
    if link.default_route {
        return Err(needed(
            link,
            format!(
                "'{}', which has {address}, carries the host's default route.",
                link.shown()
            ),
        ));
    }
    Ok(())
}

fn needed(link: &NetAdapter, message: String) -> HostError {
    refused(
        "NetAdapter.ManagementPath",
        Category::SecurityError,
        message,
        link.shown().to_owned(),
        "Add -Force when you can reach the host another way.",
    )
}

pub(super) fn interface<'s>(
    state: &'s State,
    name: &InterfaceName,
) -> Result<&'s NetAdapter, HostError> {
    crate::policy::guard::nic_named(state, name.as_str())
}

fn address_of<'s>(
    state: &'s State,
    link: &NetAdapter,
    address: IpAddr,
) -> Result<&'s InterfaceAddress, HostError> {
    let mut all = state.ip.addresses.iter();
    let found = all.find(|known| known.interface == link.name && known.cidr.address == address);
    found.ok_or_else(|| {
        refused(
            "IpAddress.NotFound",
            Category::ObjectNotFound,
            format!("'{}' has no address {address}.", link.shown()),
            address.to_string(),
            "List them with Get-NetIPAddress.",
        )
    })
}

pub(super) fn not_persistent(plan: &mut PlanBuilder, what: &str) {
    plan.warn(
        "NetAdapter.NotPersistent",
        format!(
            "{what} lasts until the host starts again; write it into the files of the tool that brings the network up to keep it."
        ),
    );
}

pub(super) fn refused(
    id: &'static str,
    category: Category,
    message: String,
    target: String,
    step: &str,
) -> HostError {
    HostError::new(id, category, message)
        .target(target)
        .next_step(step)
}
