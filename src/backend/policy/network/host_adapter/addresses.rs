//! Addresses and routes of the host's network adapters are written down: no other tool knows those devices, so that iovsh gives them
//! their addresses again at every start of the host.

use crate::model::{Cidr, InterfaceName};
use crate::plan::{PlanBuilder, RouteSpec};
use crate::policy::network::host_adapter::record::remember;
use crate::state::{DesiredHostAdapter, HostRoute};

/// Changes what is written down of the adapter behind an interface. `false`: there is none, and nothing was written.
fn edit(
    plan: &mut PlanBuilder,
    device: &InterfaceName,
    change: impl FnOnce(&mut DesiredHostAdapter),
) -> bool {
    let Some(own) = plan.state().desired.host_adapter_at(device) else {
        return false;
    };
    let mut changed = own.clone();
    change(&mut changed);
    if changed != own {
        let what = format!("Remember the addresses of '{}'", own.settings.name);
        remember(plan, what, changed);
    }
    true
}

/// An address stays. `false`: it is on no adapter of the host.
pub(in crate::policy) fn keep_address(
    plan: &mut PlanBuilder,
    device: &InterfaceName,
    cidr: Cidr,
) -> bool {
    edit(plan, device, |own| {
        own.addresses.retain(|known| known.address != cidr.address);
        own.addresses.push(cidr);
    })
}

/// An address does not come back, and with the last of its family no route of that family.
pub(in crate::policy) fn forget_address(
    plan: &mut PlanBuilder,
    device: &InterfaceName,
    cidr: Cidr,
) -> bool {
    edit(plan, device, |own| {
        own.addresses.retain(|known| known.address != cidr.address);
        let is_v4 = cidr.address.is_ipv4();
        let is_other = |known: &Cidr| known.address.is_ipv4() == is_v4;
        if !own.addresses.iter().any(is_other) {
            own.routes
                .retain(|route| route.destination.address.is_ipv4() != is_v4);
        }
    })
}

/// A route stays.
pub(in crate::policy) fn keep_route(plan: &mut PlanBuilder, route: &RouteSpec) -> bool {
    let kept = HostRoute {
        destination: route.destination,
        gateway: route.gateway,
        metric: route.metric,
    };
    edit(plan, &route.interface, |own| {
        own.routes.retain(|known| !is_same(known, route));
        own.routes.push(kept);
    })
}

/// A route does not come back.
pub(in crate::policy) fn forget_route(plan: &mut PlanBuilder, route: &RouteSpec) -> bool {
    edit(plan, &route.interface, |own| {
        own.routes.retain(|known| !is_same(known, route));
    })
}

fn is_same(known: &HostRoute, route: &RouteSpec) -> bool {
    (known.destination, known.gateway) == (route.destination, route.gateway)
}
