//! What can be done by itself about an adapter that asked for a VF and is not on one.

use crate::model::{Adapter, PhysicalFunction, State, Vm};
use crate::policy::intent::Intent;
use crate::policy::vf::hindrance::Hindrance;
use crate::policy::vf::obstacle::used_by_host;
use crate::policy::vf::support::switch_view;

/// What helps, or why nothing is done. Nothing is done that takes something from somebody: a protection that was asked for, another
/// network, a VF that a machine or the host has, or a machine's time.
pub(super) fn remedy(
    state: &State,
    vm: &Vm,
    adapter: &Adapter,
    hindrance: Option<&Hindrance>,
) -> Result<Vec<Intent>, &'static str> {
    let Some(hindrance) = hindrance else {
        return Err("It is done in the guest, where iovsh changes nothing.");
    };
    let intent = match hindrance {
        Hindrance::Unconnected => connect(state, vm, adapter)?,
        Hindrance::Disabled { nic } => Intent::EnableSriov {
            nic: nic.to_string(),
            force: false,
        },
        Hindrance::NoVfs { nic, most } => Intent::SetVfCount {
            nic: nic.to_string(),
            count: *most,
            force: false,
        },
        Hindrance::Exhausted {
            nic: Some(nic),
            most: Some(most),
            ..
        } if state
            .function_of(nic)
            .is_some_and(|function| is_idle(state, function)) =>
        {
            Intent::SetVfCount {
                nic: nic.to_string(),
                count: *most,
                force: false,
            }
        }
        Hindrance::Waiting | Hindrance::Refused(_) | Hindrance::Drift { .. } => Intent::Repair,
        Hindrance::Exhausted { most: Some(_), .. } => {
            return Err(
                "More can be made only when those that are there go away, and somebody uses them.",
            );
        }
        Hindrance::Exhausted { .. } => {
            return Err("Somebody else would have to give a virtual function up.");
        }
        Hindrance::OtherBridge | Hindrance::NoIovMode { .. } | Hindrance::TeamPartner => {
            return Err("The machine would be on another network.");
        }
        Hindrance::Emulated => return Err("The guest would see another device."),
        Hindrance::NoPair => return Err("The virtual machine would have to be stopped."),
        Hindrance::Policies(_) => {
            return Err("A setting that was asked for would be taken away.");
        }
        Hindrance::PathDead { .. } => {
            return Err("The fault is on the wire behind the network adapter.");
        }
        Hindrance::Host(_) | Hindrance::NicMissing | Hindrance::Nic { .. } => {
            return Err("The host or its network adapter lacks something, which is told there.");
        }
    };
    Ok(vec![intent])
}

/// The one switch that is meant.
fn connect(state: &State, vm: &Vm, adapter: &Adapter) -> Result<Intent, &'static str> {
    let able = state
        .desired
        .switches
        .iter()
        .filter(|switch| switch.iov_enabled && switch_view(state, switch).iov_support);
    let able: Vec<_> = able.collect();
    match able.as_slice() {
        [one] => Ok(Intent::ConnectAdapter {
            vm: vm.id,
            adapter: adapter.alias.clone(),
            switch: one.name.clone(),
        }),
        [] => Err("There is no switch on which it could have a virtual function."),
        _ => Err("Which of several switches is meant is for you to say."),
    }
}

/// Nobody has a VF of it, so that their number can be changed.
fn is_idle(state: &State, function: &PhysicalFunction) -> bool {
    let is_free = |vf: &crate::model::VirtualFunction| {
        let desired = &state.desired;
        vf.owner.is_none()
            && used_by_host(state, vf).is_none()
            && desired.claim(&function.identity, vf.index).is_none()
            && !desired.is_reserved(&function.identity, vf.index)
    };
    function.vfs.iter().all(is_free)
}
