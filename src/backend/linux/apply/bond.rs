//! Bonds and their members.

use crate::HostError;
use crate::model::InterfaceName;
use crate::plan::BondChange;

use super::super::machine::LinuxMachine;
use super::link::{bring_up, clear_master, delete, link, refused, set_master};

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &BondChange) -> Result<(), HostError> {
    match change {
        BondChange::Create { name, primary } => create_bond(host, name, primary),
        BondChange::Delete { name } => delete(host, name, "bond"),
        BondChange::AddMember { bond, member } => set_master(host, bond, member),
        BondChange::RemoveMember { bond, member } => clear_master(host, bond, member),
    }
}

fn create_bond(
    host: &LinuxMachine,
    name: &InterfaceName,
    primary: &InterfaceName,
) -> Result<(), HostError> {
    let primary = link(host, primary)?;
    host.netlink
        .create_bond(name, primary.index)
        .map_err(refused(name))?;
    bring_up(host, name)
}
