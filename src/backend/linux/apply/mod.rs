//! Carrying out one primitive: each change goes to the file of its subject.

mod autostart;
mod bond;
mod bridge;
mod device;
mod disk;
mod domain;
mod fdb;
mod file;
mod filter;
mod hardware;
mod image;
mod ip;
mod kept;
mod link;
mod nat;
mod network;
mod nic;
mod pci;
mod snapshot;
mod stored;
mod veth;
mod vf;

use crate::HostError;
use crate::plan::Change;

use super::machine::LinuxMachine;

/// Takes away what a change leaves behind whose process died in the middle.
pub(super) fn tidy(change: &Change) {
    if let Change::Image(change) = change {
        image::tidy(change);
    }
}

/// Carries `change` out, or refuses it with the kernel's or libvirt's own words.
pub(super) fn apply(host: &LinuxMachine, change: &Change) -> Result<(), HostError> {
    match change {
        Change::Vf(change) => vf::apply(host, change),
        Change::Pci(change) => pci::apply(host, change),
        Change::Link(change) => link::apply(host, change),
        Change::Nic(change) => nic::apply(host, change),
        Change::Bridge(change) => bridge::apply(host, change),
        Change::Veth(change) => veth::apply(host, change),
        Change::Bond(change) => bond::apply(host, change),
        Change::Fdb(change) => fdb::apply(host, change),
        Change::Ip(change) => ip::apply(host, change),
        Change::Nat(change) => nat::apply(host, change),
        Change::Filter(change) => filter::apply(host, change),
        Change::Network(change) => network::apply(host, change),
        Change::Domain(change) => domain::apply(host, change),
        Change::Autostart(change) => autostart::apply(host, change),
        Change::Hardware(change) => hardware::apply(host, change),
        Change::Snapshot(change) => snapshot::apply(host, change),
        Change::Device(change) => device::apply(host, change),
        Change::Disk(change) => disk::apply(host, change),
        Change::Image(change) => image::apply(host, change),
        Change::File(change) => file::apply(host, change),
        Change::Stored(change) => stored::apply(change),
        // Never comes here; were it to, it would be nothing for a host to do.
        Change::Desired(_) => Ok(()),
    }
}
