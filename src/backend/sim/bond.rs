//! Bonds of the simulated machine, as `drivers/net/bonding/bond_main.c` refuses and carries out.

use super::link::existing;
use super::refusal::{EBUSY, EEXIST, EOPNOTSUPP, EPERM, kernel};
use super::world::World;
use crate::HostError;
use crate::model::{InterfaceName, LinkKind, NetAdapter, State, Team};
use crate::plan::BondChange;

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &BondChange) -> Result<(), HostError> {
    match change {
        BondChange::Create { name, primary } => create(world, name, primary),
        BondChange::Delete { name } => delete(world, name),
        BondChange::AddMember { bond, member } => add_member(world, bond, member),
        BondChange::RemoveMember { bond, member } => {
            let found = existing(&world.state, member)?;
            // It is no member of this bond: as wished.
            if found.master.as_ref() == Some(bond) {
                world.leave_bond(member);
            }
            Ok(())
        }
    }
}

fn team<'s>(state: &'s State, name: &InterfaceName) -> Result<&'s Team, HostError> {
    existing(state, name)?;
    let found = state.team(name);
    found.ok_or_else(|| kernel(EOPNOTSUPP, name.as_str(), ""))
}

fn create(
    world: &mut World,
    name: &InterfaceName,
    primary: &InterfaceName,
) -> Result<(), HostError> {
    let mac = existing(&world.state, primary)?.mac;
    if world.state.link(name).is_some() {
        return Err(kernel(EEXIST, name.as_str(), ""));
    }
    let teams = &mut world.state.teams;
    let at = teams.partition_point(|t| t.name < *name);
    let made = Team {
        name: name.clone(),
        members: Vec::new(),
        mode: Team::ACTIVE_BACKUP.to_owned(),
        primary: Some(primary.clone()),
        active: None,
        carrier: false,
    };
    teams.insert(at, made);
    world.add_interface(NetAdapter {
        name: name.clone(),
        mac,
        kind: LinkKind::Bond,
        up: true,
        ..NetAdapter::default()
    });
    Ok(())
}

fn delete(world: &mut World, name: &InterfaceName) -> Result<(), HostError> {
    let members = team(&world.state, name)?.members.clone();
    for member in &members {
        world.leave_bond(member);
    }
    world.remove_interface(name);
    world.state.teams.retain(|t| t.name != *name);
    Ok(())
}

fn add_member(
    world: &mut World,
    bond: &InterfaceName,
    member: &InterfaceName,
) -> Result<(), HostError> {
    team(&world.state, bond)?;
    let found = existing(&world.state, member)?;
    match &found.master {
        Some(master) if master == bond => return Ok(()),
        Some(_) => return Err(kernel(EBUSY, member.as_str(), "")),
        None if found.up => {
            let words = "Device can not be enslaved while up";
            return Err(kernel(EPERM, member.as_str(), words));
        }
        None => {}
    }
    let mtu = existing(&world.state, bond)?.mtu;
    if let Some(link) = world.link_mut(member) {
        // The driver opens the member, and gives it the bond's MTU.
        (link.master, link.up, link.mtu) = (Some(bond.clone()), true, mtu);
    }
    let mut teams = world.state.teams.iter_mut();
    if let Some(team) = teams.find(|t| t.name == *bond)
        && let Err(at) = team.members.binary_search(member)
    {
        team.members.insert(at, member.clone());
    }
    Ok(())
}

impl World {
    /// Takes a member out of its bond, which closes it.
    pub(super) fn leave_bond(&mut self, member: &InterfaceName) {
        for team in &mut self.state.teams {
            team.members.retain(|name| name != member);
        }
        if let Some(link) = self.link_mut(member) {
            (link.master, link.up) = (None, false);
        }
    }
}
