//! What a port loses with its bridge, and a device with itself: whatever is made anew in an undo is as new, so that each of these is
//! taken away beforehand by a step of its own, which has an inverse.

use crate::model::{Bridge, FdbPlace, InterfaceName, PortVlans};
use crate::plan::{BridgeChange, FdbChange, LinkChange, PlanBuilder};

/// Takes the pinned addresses and the VLANs of a port, or the VLANs of a bridge's own port.
pub(in crate::policy) fn make_bare(plan: &mut PlanBuilder, port: &InterfaceName) {
    unpin(plan, port);
    let in_one = |bridge: &Bridge| bridge.port_vlans.iter().any(|(name, _)| name == port);
    if plan.state().bridges.iter().any(in_one) {
        plan.step(
            format!("Take {port} out of its VLANs"),
            BridgeChange::SetPortVlans {
                port: port.clone(),
                vlans: PortVlans::default(),
            },
        );
    }
}

/// Takes the addresses away that are pinned to a port.
pub(in crate::policy) fn unpin(plan: &mut PlanBuilder, port: &InterfaceName) {
    let pinned = plan.state().fdb.iter();
    let pinned: Vec<_> = pinned
        .filter(|e| e.place == FdbPlace::Bridge && e.device == *port)
        .cloned()
        .collect();
    for entry in pinned {
        plan.step(
            format!("Unpin {} from {port}", entry.mac),
            FdbChange::Remove { entry },
        );
    }
}

/// Takes the text away that the kernel keeps with a device for people.
pub(in crate::policy) fn take_note(plan: &mut PlanBuilder, device: &InterfaceName) {
    if plan.state().link(device).is_none() {
        return;
    }
    plan.step(
        format!("Forget what {device} is called"),
        LinkChange::SetNote {
            interface: device.clone(),
            note: None,
        },
    );
}
