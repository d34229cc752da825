//! Switches and their uplinks, teams, VLANs, filters and forwarding entries.

pub mod acl;
pub mod announce;
pub(super) mod bare;
pub(super) mod fdb;
pub(super) mod filters;
pub(super) mod guest_team;
pub mod host_adapter;
pub mod host_team;
pub mod ip;
pub mod link;
pub mod members;
pub(super) mod mtu;
pub(super) mod name_servers;
pub mod nat;
pub(super) mod nic_settings;
pub mod persist;
pub(in crate::policy) mod pins;
pub(super) mod ports;
pub mod qos;
pub(in crate::policy) mod renaming;
pub(super) mod representor;
pub(super) mod shares;
pub mod switch;
pub(in crate::policy) mod targets;
pub(super) mod team;
pub(super) mod uplink;
pub(super) mod vlan;
