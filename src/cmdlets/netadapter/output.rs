//! The objects of physical functions that cmdlets hand on.

use crate::elsewhere;
use crate::types::{NetAdapterSriov, SriovFacts};
use iovsh_backend::model::PhysicalFunction;
use iovsh_backend::{State, policy};
use iovsh_shell::eval::Context;

/// The object with a next step as it is typed at the host of the session.
pub fn told(cx: &mut Context, mut object: NetAdapterSriov) -> NetAdapterSriov {
    let step = object.sriov_support_next_step.take();
    object.sriov_support_next_step = step.map(|step| elsewhere::step(cx, &step));
    object
}

/// The object for a physical function.
pub fn sriov_object(
    state: &State,
    pf: &PhysicalFunction,
    computer: &str,
    owners_known: bool,
) -> NetAdapterSriov {
    let known = policy::nic_sriov(state, pf);
    let support = policy::adapter_support(state, pf);
    let switch = state.desired.switch_using(&pf.identity);
    NetAdapterSriov::new(
        pf,
        &SriovFacts {
            support,
            enabled: known.as_ref().is_some_and(|nic| nic.enabled),
            wanted: known.as_ref().map_or(pf.num_vfs, |nic| nic.num_vfs),
            switch: switch.map(|switch| switch.name.as_str()),
            description: known.as_ref().map_or("", |nic| nic.description.as_str()),
            computer,
            owners_known,
        },
    )
}
