//! Clusters of hosts: what is known of one, and what can be asked of one.
//!
//! The engine of a cluster is not part of iovsh. On Linux it is Pacemaker (`linux/cluster`), on a simulated fleet a scheduler with
//! physics of its own (`sim/cluster.rs`, `host/fleet_cluster.rs`). Both are reached as a host is: facts by
//! [`crate::Machine::cluster`], changes by [`crate::Machine::change_cluster`].

mod change;
mod commands;
mod state;

pub use change::{ClusterChange, NewRole};
pub(crate) use commands::{FREE_VFS, PAUSED, bar_id, prefer_id};
pub use state::{
    AGENT, ClusterFailure, ClusterNetwork, ClusterNode, ClusterRole, ClusterState, KeptVm,
    free_vfs, no_cluster, role_id, wished_vfs,
};
