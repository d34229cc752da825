//! The cmdlets, one file each, and what they share: the only place that knows both the shell and the hosts.

pub mod complete;
pub mod door;
pub mod inspect;
pub mod management;
pub mod reader;
pub mod remote;
pub mod selection;
pub mod services;
pub mod types;
pub mod unsupported;
pub mod views;

mod host;
mod netadapter;
mod vm;
mod vmnetworkadapter;
mod vmswitch;

use crate::shell::cmdlet::CmdletSpec;

/// All cmdlets, by family.
pub static FAMILIES: &[&[&CmdletSpec]] = &[
    host::SPECS,
    netadapter::SPECS,
    vmswitch::SPECS,
    vm::SPECS,
    vmnetworkadapter::SPECS,
    management::SPECS,
];

/// All cmdlets.
pub fn all() -> impl Iterator<Item = &'static CmdletSpec> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}
