//! `Get-NetRoute`.

use super::get_net_ip_address::SCOPE;
use super::query::{Common, Interfaces, IpInterface, fits, report_absent};
use crate::host_access::{HostAccess, computer_name};
use crate::types::{AddressFamily, NetRoute};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the routes of the host.
///
/// They are those of the kernel's main table. `Protocol` says who made one: `Local` the kernel, of an address; `NetMgmt` an admin or a
/// tool; `Dhcp` and `RouterAdvertisement` the network.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetRoute -DestinationPrefix 0.0.0.0/0 | Format-Table DestinationPrefix, NextHop, RouteMetric, InterfaceAlias
/// DestinationPrefix NextHop   RouteMetric InterfaceAlias
/// ----------------- -------   ----------- --------------
/// 0.0.0.0/0         192.0.2.1         100 eno1
/// ```
/// Those through a network adapter:
/// ```iovsh
/// PS> (Get-NetAdapter eno1 | Get-NetRoute -ErrorAction Stop).DestinationPrefix
/// 0.0.0.0/0
/// 192.0.2.0/24
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetRoute", module = "NetTCPIP", default_set = "ByQuery", output = NetRoute)]
pub struct GetNetRoute {
    /// An interface of Get-NetIPInterface, or a network adapter of Get-NetAdapter.
    #[param(
        set = "AssociatedIPInterface",
        mandatory,
        from_pipeline,
        name = "AssociatedIPInterface"
    )]
    associated_ip_interface: Option<IpInterface>,
    /// The networks that they lead to. Wildcards are allowed.
    #[param(set = "ByQuery", position = 0, by_property_name, not_null)]
    destination_prefix: Given<Vec<String>>,
    /// Next hops: 0.0.0.0 or :: where the network is on the link. Wildcards are allowed.
    #[param(set = "ByQuery", by_property_name, not_null)]
    next_hop: Given<Vec<String>>,
    /// Who made them. Wildcards are allowed.
    #[param(set = "ByQuery", not_null)]
    protocol: Given<Vec<String>>,
    /// Metrics.
    #[param(set = "ByQuery", not_null)]
    route_metric: Given<Vec<u32>>,
    #[flatten(set = "ByQuery")]
    interfaces: Interfaces,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetNetRoute {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        self.interfaces.check(cx, &state)?;
        let object = self.associated_ip_interface.as_ref();
        let known = state.ip.routes.iter();
        let known = known.filter(|route| {
            let family = AddressFamily::of(route.destination);
            self.interfaces
                .mean(&state, &route.interface, route.index, family)
                && IpInterface::has(object, route.index, family)
        });
        let all: Vec<NetRoute> = known
            .map(|route| NetRoute::new(&state, route, &computer))
            .collect();
        let named = self.destination_prefix.as_deref();
        report_absent(cx, "DestinationPrefix", named, "Get-NetRoute", |text| {
            all.iter()
                .any(|route| route.destination_prefix.eq_ignore_ascii_case(text))
        })?;
        for route in all.into_iter().filter(|route| self.wants(route)) {
            cx.emit(route.into_value())?;
        }
        Ok(())
    }
}

impl GetNetRoute {
    fn wants(&self, route: &NetRoute) -> bool {
        let text = |given: &Given<Vec<String>>, value: &str| {
            given.as_deref().is_none_or(|names| fits(names, value))
        };
        text(&self.destination_prefix, &route.destination_prefix)
            && text(&self.next_hop, &route.next_hop)
            && text(&self.protocol, route.protocol)
            && self
                .route_metric
                .as_ref()
                .is_none_or(|metrics| metrics.contains(&route.route_metric))
    }
}
