//! Addresses in a PF's filter, or pinned to a port of a bridge.

use crate::HostError;
use crate::model::{FdbEntry, FdbPlace};
use crate::plan::FdbChange;

use super::super::machine::LinuxMachine;
use super::link::{link, refused};

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &FdbChange) -> Result<(), HostError> {
    match change {
        FdbChange::Add { entry } => add_fdb(host, entry),
        FdbChange::Remove { entry } => remove_fdb(host, entry),
    }
}

fn add_fdb(host: &LinuxMachine, entry: &FdbEntry) -> Result<(), HostError> {
    let found = link(host, &entry.device)?;
    let added = match entry.place {
        FdbPlace::Filter => host.netlink.add_fdb(found.index, entry.mac),
        FdbPlace::Bridge => host.netlink.pin(found.index, entry.mac),
    };
    added.map_err(refused(&entry.device))
}

fn remove_fdb(host: &LinuxMachine, entry: &FdbEntry) -> Result<(), HostError> {
    let found = link(host, &entry.device)?;
    let removed = match entry.place {
        FdbPlace::Filter => host.netlink.remove_fdb(found.index, entry.mac),
        FdbPlace::Bridge => host.netlink.unpin(found.index, entry.mac),
    };
    removed.map_err(refused(&entry.device))
}
