//! The devices of the host's network adapters: also what a repair and the start of the host put back.

use crate::model::{InterfaceName, NetAdapter};
use crate::plan::{
    AddressSpec, BridgeChange, IpChange, LinkChange, PlanBuilder, RouteSpec, VethChange,
};
use crate::policy::focus::Focus;
use crate::policy::network::{mtu, team};
use crate::state::{DesiredHostAdapter, DesiredSwitch};

/// Makes, or brings back, the devices of all adapters.
pub(in crate::policy) fn build_all(plan: &mut PlanBuilder, focus: &Focus) {
    for adapter in plan.state().desired.host_adapters.clone() {
        let switch = adapter.settings.switch;
        let Some(switch) = switch.and_then(|id| plan.state().desired.switch(id).cloned()) else {
            continue;
        };
        let required = focus.host_adapters.contains(&adapter.id()) || focus.must_build(switch.id);
        plan.required_if(required, |plan| build(plan, &adapter, &switch));
    }
}

fn build(plan: &mut PlanBuilder, adapter: &DesiredHostAdapter, switch: &DesiredSwitch) {
    let device = &adapter.device;
    let is_new = match &adapter.port {
        None => false,
        Some(port) => match make(plan, adapter, port) {
            Some(is_new) => is_new,
            None => return,
        },
    };
    if plan.state().link(device).is_none() {
        return;
    }
    if let Some(mac) = adapter.mac {
        plan.step(
            format!("Give {device} the address {mac}"),
            LinkChange::SetMac {
                interface: device.clone(),
                mac,
            },
        );
    }
    // A bridge that is called after its switch says so by its own name.
    if !adapter.is_bridge() || adapter.alias.is_some() || adapter.settings.name != switch.name {
        plan.step(
            format!("Note what {device} is called"),
            LinkChange::SetNote {
                interface: device.clone(),
                note: Some(adapter.shown()),
            },
        );
    }
    if let Some(port) = &adapter.port {
        if is_new {
            take_mtu(plan, switch, [port, device]);
        }
        let own = adapter.settings.mtu.filter(|mtu| *mtu > 0);
        if let Some(mtu) = own.or(switch.settings.mtu) {
            mtu::set(plan, port, mtu);
            mtu::set(plan, device, mtu);
        }
        connect(plan, switch, port);
    }
    put_addresses(plan, adapter);
}

/// The pair of devices. Whether it is new; `None` where something else has one of their names.
fn make(
    plan: &mut PlanBuilder,
    adapter: &DesiredHostAdapter,
    port: &InterfaceName,
) -> Option<bool> {
    let device = &adapter.device;
    let state = plan.state();
    let there = state.link(device);
    if there.is_some_and(|link| link.peer.as_ref() == Some(port)) {
        return Some(false);
    }
    let taken = there.or_else(|| state.link(port)).map(|link| &link.name);
    if let Some(taken) = taken.cloned() {
        plan.warn(
            "HostAdapter.DeviceTaken",
            format!(
                "Another device is called '{taken}', so that the host's network adapter '{}' is not there. Give that one another name.",
                adapter.settings.name
            ),
        );
        return None;
    }
    let mac = adapter.mac?;
    plan.step(
        format!("Create the pair {device} and {port}"),
        VethChange::Create {
            name: device.clone(),
            mac,
            port: port.clone(),
        },
    );
    Some(true)
}

/// A bridge has the smallest MTU of its ports, and a new pair must not make it smaller.
fn take_mtu(plan: &mut PlanBuilder, switch: &DesiredSwitch, ends: [&InterfaceName; 2]) {
    let state = plan.state();
    let wire = team::uplink_port(state, switch).unwrap_or(&switch.bridge);
    let Some(mtu) = state.link(wire).map(|link| link.mtu) else {
        return;
    };
    for end in ends {
        plan.step(
            format!("Give {end} the MTU of the switch"),
            LinkChange::SetMtu {
                interface: end.clone(),
                mtu,
            },
        );
    }
}

fn connect(plan: &mut PlanBuilder, switch: &DesiredSwitch, port: &InterfaceName) {
    if plan.state().bridge(&switch.bridge).is_none() {
        return;
    }
    team::leave_other(plan, port, &switch.bridge);
    plan.step(
        format!("Make {port} a port of {}", switch.bridge),
        BridgeChange::AddPort {
            bridge: switch.bridge.clone(),
            port: port.clone(),
        },
    );
}

/// Addresses that are missing come back, and with them the routes.
fn put_addresses(plan: &mut PlanBuilder, adapter: &DesiredHostAdapter) {
    let device = &adapter.device;
    let lacks = |link: &NetAdapter| {
        let mut wanted = adapter.addresses.iter();
        wanted.any(|cidr| !link.addresses.contains(&cidr.to_string()))
    };
    if !plan.state().link(device).is_some_and(lacks) {
        return;
    }
    for cidr in &adapter.addresses {
        let text = cidr.to_string();
        let has = |link: &NetAdapter| link.addresses.contains(&text);
        if plan.state().link(device).is_some_and(has) {
            continue;
        }
        plan.step(
            format!("Add {cidr} to {device}"),
            IpChange::AddAddress {
                address: AddressSpec {
                    interface: device.clone(),
                    cidr: *cidr,
                    valid: None,
                    preferred: None,
                },
            },
        );
    }
    for route in &adapter.routes {
        let route = RouteSpec {
            destination: route.destination,
            gateway: route.gateway,
            interface: device.clone(),
            metric: route.metric,
        };
        // One that somebody else has made meanwhile is as good.
        plan.best_effort(|plan| {
            plan.step(
                format!("Make the route to {}", route.destination),
                IpChange::AddRoute { route },
            );
        });
    }
}
