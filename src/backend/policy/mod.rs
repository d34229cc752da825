//! Pure decisions: the observed state and a wish in, a plan out.
//!
//! Nothing here touches a machine, so the same decisions serve the simulated host, Linux, `-WhatIf` and the tests. Every
//! function takes a [`State`](super::State) that [`Machine::snapshot`](super::Machine::snapshot) made with
//! [`Scope::PLAN`](super::Scope::PLAN) (or [`Scope::REMOVE`](super::Scope::REMOVE) where a domain is undefined), refuses
//! with a stable id, or gives a [`Plan`](super::Plan). A plan for what is already so is empty.

mod converge;
pub mod diagnosis;
pub mod export;
mod focus;
mod guard;
pub mod host;
mod intent;
mod iov_override;
mod losses;
pub mod migration;
mod network;
mod nic;
mod pci;
pub mod placement;
mod repair;
mod several;
pub mod storage;
#[cfg(test)]
mod tests;
pub mod topology;
pub mod vf;
pub mod vm;
mod word;

pub use guard::{adapter_named, free_mac, free_nics, mac_owner, nic_named, switch_named, vm_named};
pub use intent::Intent;
pub(crate) use network::announce::behind;
pub use network::filters::{metered, metered_on_host};
pub use network::qos::QosAct;
pub use network::{
    acl, host_adapter, host_team, ip, link, members, nat, neighbor, persist, switch,
};
pub use pci::assign;
pub use repair::{reconcile, reconcile_after};
pub use several::{Planned, in_order, plan};
pub use vf::status::{
    AdapterStatus, adapter_status, blocking_policies, depends_on_nics, vm_status,
};
pub use vf::support::{
    NicSriov, adapter_support, host_reasons, lacks_sriov, link_support, nic_sriov, nics_sriov,
    switch_view, switches,
};
pub use vm::adapter;
pub(crate) use word::{pattern, word};
