//! Bonds and their members.

use crate::HostError;
use crate::model::{InterfaceName, TeamMonitor, TeamSettings};
use crate::plan::BondChange;

use super::super::machine::LinuxMachine;
use super::super::netlink::link::LinkRead;
use super::super::refusal::{self, errno};
use super::link::{bring_up, clear_master, delete, link, refused, set_master};

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &BondChange) -> Result<(), HostError> {
    match change {
        BondChange::Create {
            name,
            primary,
            settings,
        } => create_bond(host, name, primary, settings),
        BondChange::Configure { name, settings } => {
            let bond = bond(host, name)?;
            let done = host.netlink.configure_bond(&bond, settings);
            done.map_err(refused(name))
        }
        BondChange::SetPrimary { name, primary } => {
            let bond = bond(host, name)?;
            let member = primary.as_ref().map(|member| link(host, member));
            let member = member.transpose()?.map(|member| member.index);
            let done = host.netlink.set_bond_primary(bond.index, member);
            done.map_err(refused(name))
        }
        BondChange::SetTargets {
            name,
            targets,
            monitor,
        } => {
            let bond = bond(host, name)?;
            let chosen = || TeamMonitor::of(targets);
            let monitor = monitor.clone().unwrap_or_else(chosen);
            let done = host.netlink.set_bond_targets(&bond, targets, &monitor);
            done.map_err(refused(name))
        }
        BondChange::Delete { name } => delete(host, name, "bond"),
        BondChange::AddMember { bond, member } => set_master(host, bond, member),
        BondChange::RemoveMember { bond, member } => clear_master(host, bond, member),
    }
}

/// The device of this name, which must be a bond.
fn bond(host: &LinuxMachine, name: &InterfaceName) -> Result<LinkRead, HostError> {
    let found = link(host, name)?;
    if found.kind.as_deref() == Some("bond") {
        return Ok(found);
    }
    let words = Some("it is not a bond");
    Err(refusal::kernel(errno::NOT_SUPPORTED, name.as_str(), words))
}

fn create_bond(
    host: &LinuxMachine,
    name: &InterfaceName,
    primary: &InterfaceName,
    settings: &TeamSettings,
) -> Result<(), HostError> {
    let primary = link(host, primary)?;
    host.netlink
        .create_bond(name, &primary, settings)
        .map_err(refused(name))?;
    bring_up(host, name)
}
