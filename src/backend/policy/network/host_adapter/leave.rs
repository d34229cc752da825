//! A network adapter of the host goes with its devices.

use crate::model::{InterfaceName, MacAddress, NetAdapter, State};
use crate::plan::{DesiredChange, LinkChange, PlanBuilder, VethChange};
use crate::policy::losses::{self, Deed};
use crate::policy::network::{bare, filters, ip, team};
use crate::policy::word::pattern;
use crate::state::{DesiredEdit, DesiredHostAdapter};
use crate::{Category, HostError};

/// Refuses to take an adapter away by which the host is reached, or reaches the world or its disks. Plain addresses may go. Those of a
/// bridge would go to the network adapter below, which stays a port of the switch: nobody would reach them there.
///
/// # Errors
/// `NetAdapter.ManagementPath`.
pub(in crate::policy) fn may_remove(
    state: &State,
    own: &DesiredHostAdapter,
) -> Result<(), HostError> {
    let Some(link) = state.link(&own.device) else {
        return Ok(());
    };
    let kept = if own.is_bridge() {
        // What stands on the bridge besides stays on it.
        match losses::carried_by(link) {
            Some(what) => Err(format!("'{}' carries {what}.", own.shown())),
            None => Ok(()),
        }
    } else {
        losses::host_stays_reachable(state, link, Deed::Take).map_err(|error| error.message.clone())
    };
    kept.map_err(|message| {
        let alias = own.shown();
        HostError::new(
            "NetAdapter.ManagementPath",
            Category::SecurityError,
            message,
        )
        .target(alias.clone())
        .next_step(format!(
            "Give the host another way first; then take the addresses away with -Force and try again: Get-NetIPAddress -InterfaceAlias {} | Remove-NetIPAddress -Force.",
            pattern(&alias)
        ))
    })
}

/// Takes a pair of devices away and forgets the adapter; the address that nobody has then. Of a bridge only what was written down goes.
pub(in crate::policy) fn take_away(
    plan: &mut PlanBuilder,
    own: &DesiredHostAdapter,
) -> Option<MacAddress> {
    let state = plan.state().clone();
    let mut gone = None;
    if let Some(port) = &own.port
        && let Some(link) = state.link(&own.device)
        && link.peer.as_ref() == Some(port)
    {
        gone = Some(link.mac);
        if !link.addresses.is_empty() {
            plan.warn(
                "HostAdapter.AddressesGo",
                format!(
                    "What '{}' has goes with it: {}.",
                    own.shown(),
                    link.addresses.join(", ")
                ),
            );
        }
        ip::take_all(&state, plan, link);
        filters::block_all(plan, port);
        strip(plan, &own.device, port);
        plan.step(
            format!("Delete the pair {} and {port}", own.device),
            VethChange::Delete {
                name: own.device.clone(),
                port: port.clone(),
            },
        );
    }
    plan.step(
        format!("Forget the network adapter '{}'", own.settings.name),
        DesiredChange::Set {
            edit: DesiredEdit::RemoveHostAdapter(own.id()),
        },
    );
    gone
}

/// Takes away what a pair that is made anew would not have, each with an inverse.
fn strip(plan: &mut PlanBuilder, device: &InterfaceName, port: &InterfaceName) {
    // Between one VLAN and none nothing passes.
    team::set_link(plan, port, false);
    if let Some(master) = plan.state().link(port).and_then(|l| l.master.clone()) {
        team::leave(plan, port, &master);
    }
    bare::take_note(plan, device);
    let plain = NetAdapter::default().mtu;
    for end in [port, device] {
        plan.step(
            format!("Give {end} the MTU of a new pair"),
            LinkChange::SetMtu {
                interface: end.clone(),
                mtu: plain,
            },
        );
    }
}

/// The same of a bridge that the host is to lose, with all its ports.
pub(in crate::policy) fn bare_bridge(plan: &mut PlanBuilder, bridge: &InterfaceName) {
    filters::block_all(plan, bridge);
    bare::make_bare(plan, bridge);
    bare::take_note(plan, bridge);
}
