//! Pure decisions: the observed state and a wish in, a plan out.
//!
//! Nothing here touches a machine, so the same decisions serve the simulated host, Linux, `-WhatIf` and the tests. Every
//! function takes a [`State`](super::State) that [`Host::snapshot`](super::Host::snapshot) made with
//! [`Scope::PLAN`](super::Scope::PLAN) (or [`Scope::REMOVE`](super::Scope::REMOVE) where a domain is undefined), refuses
//! with a stable id, or gives a [`Plan`](super::Plan). A plan for what is already so is empty.

pub mod acl;
pub mod adapter;
pub mod assign;
pub mod choose;
mod fdb;
mod filters;
mod guard;
mod handout;
mod hindrance;
pub mod host;
pub mod persist;
mod ports;
mod reconcile;
mod representor;
mod status;
mod support;
pub mod switch;
mod team;
#[cfg(test)]
mod tests;
pub mod vf_count;
mod vlan;
pub mod vm;

pub use filters::metered;
pub use guard::{adapter_named, free_mac, free_nics, mac_owner, nic_named, switch_named, vm_named};
pub use reconcile::{reconcile, restore};
pub use status::{AdapterStatus, adapter_status, blocking_policies, vm_status};
pub use support::{
    NicSriov, adapter_support, host_reasons, nic_sriov, nics_sriov, switch_view, switches,
};
