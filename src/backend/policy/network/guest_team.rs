//! Teams inside guests: where an adapter may be part of one (`AllowTeaming`), a physical link that fails takes the adapter's link
//! down, so that the guest's team uses another adapter, and up again when the link works. The kernel does so for a VF (its
//! link follows the PF's); a bridge does not for its ports.

use crate::model::{Adapter, NicSpec, State, SwitchType, Uuid, Vm};
use crate::plan::{DeviceChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::network::team;
use crate::policy::vf::status::switch_of;

/// The adapters of guests' teams have the link that their switch has to the wire. Of a VM that is off they have one, so that it
/// starts with it.
pub(in crate::policy) fn sync(plan: &mut PlanBuilder, focus: &Focus) {
    let state = plan.state();
    if state.links.is_empty() {
        // Nobody looked.
        return;
    }
    let mut wrong = Vec::new();
    for vm in state.vms.iter().filter(|vm| vm.unreadable.is_none()) {
        for adapter in vm.adapters.iter().filter(|a| a.settings.allow_teaming) {
            let Some(works) = wanted(state, vm, adapter) else {
                continue;
            };
            if adapter.link_up != works {
                wrong.push((vm.id, vm.state.is_active(), adapter.clone(), works));
            }
        }
    }
    for (vm, live, adapter, works) in wrong {
        plan.required_if(focus.vms.contains(&vm), |plan| {
            set_link(plan, vm, live, &adapter, works);
        });
    }
}

/// Whether an adapter's link is to be up; `None`: that is none of our business.
fn wanted(state: &State, vm: &Vm, adapter: &Adapter) -> Option<bool> {
    let switch = switch_of(state, adapter)?;
    if switch.switch_type != SwitchType::External {
        return None;
    }
    if !vm.state.has_devices() {
        return Some(true);
    }
    if !vm.state.is_active() {
        // A saved one goes on as it was saved.
        return None;
    }
    Some(team::reaches_wire(state, switch))
}

/// An adapter that is no part of a team any more has the link of every adapter that is connected.
pub(in crate::policy) fn leave(plan: &mut PlanBuilder, vm: &Vm, adapter: &Adapter) {
    if adapter.bridge.is_some() && !adapter.link_up {
        set_link(plan, vm.id, vm.state.is_active(), adapter, true);
    }
}

fn set_link(plan: &mut PlanBuilder, vm: Uuid, live: bool, adapter: &Adapter, up: bool) {
    let name = &adapter.settings.name;
    let what = match up {
        true => format!("Bring the link of '{name}' up, as that of its switch"),
        false => format!("Take the link of '{name}' down, as that of its switch"),
    };
    let nic = NicSpec {
        link_up: up,
        ..adapter.spec()
    };
    plan.step(what, DeviceChange::Update { vm, nic, live });
}
