//! The objects of physical functions that cmdlets hand on.

use crate::types::{NetAdapterSriov, SriovFacts};
use iovsh_backend::model::PhysicalFunction;
use iovsh_backend::{State, policy};

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
