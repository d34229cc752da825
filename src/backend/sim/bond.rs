//! Bonds of the simulated machine, as `drivers/net/bonding/bond_main.c` refuses and carries out.

use std::net::Ipv4Addr;

use super::bridge::joins_with_vfs;
use super::link::existing;
use super::refusal::{EACCES, EBUSY, EEXIST, EINVAL, EIO, ENOTEMPTY, EOPNOTSUPP, EPERM, kernel};
use super::world::World;
use crate::HostError;
use crate::model::{
    InterfaceName, LinkKind, NetAdapter, State, Team, TeamMode, TeamMonitor, TeamSettings,
};
use crate::plan::BondChange;

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &BondChange) -> Result<(), HostError> {
    match change {
        BondChange::Create {
            name,
            primary,
            settings,
        } => create(world, name, primary, settings),
        BondChange::Configure { name, settings } => configure(world, name, settings),
        BondChange::SetPrimary { name, primary } => {
            team(&world.state, name)?;
            if let Some(member) = primary {
                existing(&world.state, member)?;
            }
            let mut teams = world.state.teams.iter_mut();
            if let Some(team) = teams.find(|t| t.name == *name) {
                if !TeamMode::of_word(&team.mode).is_some_and(TeamMode::has_primary) {
                    return Err(kernel(
                        EACCES,
                        name.as_str(),
                        "option not valid in this mode",
                    ));
                }
                team.primary.clone_from(primary);
            }
            Ok(())
        }
        BondChange::SetTargets {
            name,
            targets,
            monitor,
        } => set_targets(world, name, targets, monitor.as_ref()),
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
    settings: &TeamSettings,
) -> Result<(), HostError> {
    let mac = existing(&world.state, primary)?.mac;
    if world.state.link(name).is_some() {
        return Err(kernel(EEXIST, name.as_str(), ""));
    }
    let teams = &mut world.state.teams;
    let at = teams.partition_point(|t| t.name < *name);
    let mut made = Team::new(name.clone(), settings);
    if settings.mode.has_primary() {
        made.primary = Some(primary.clone());
    }
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

/// The kernel changes the hash at any time, the rest only while the bond is down and without members.
fn configure(
    world: &mut World,
    name: &InterfaceName,
    settings: &TeamSettings,
) -> Result<(), HostError> {
    let found = team(&world.state, name)?;
    let is_now = found.settings();
    let hash_only = is_now.is_some_and(|now| now.differ_in_hash_only(settings));
    if !hash_only {
        if !found.members.is_empty() {
            let words = "unable to update mode because bond has slaves";
            return Err(kernel(ENOTEMPTY, name.as_str(), words));
        }
        if existing(&world.state, name)?.up {
            let words = "unable to update mode because interface is up";
            return Err(kernel(EIO, name.as_str(), words));
        }
    }
    let mut teams = world.state.teams.iter_mut();
    if let Some(team) = teams.find(|t| t.name == *name) {
        team.set(settings);
        if !settings.mode.has_primary() {
            team.primary = None;
        }
        // "mode is incompatible with arp monitoring, start mii monitoring"
        if !asks(&team.mode) {
            team.ask(&[], None);
        }
    }
    Ok(())
}

/// The modes in which a bond can ask, of `bond_options.c`.
fn asks(mode: &str) -> bool {
    !matches!(mode, "802.3ad" | "balance-tlb" | "balance-alb")
}

fn set_targets(
    world: &mut World,
    name: &InterfaceName,
    targets: &[Ipv4Addr],
    monitor: Option<&TeamMonitor>,
) -> Result<(), HostError> {
    let found = team(&world.state, name)?;
    if !targets.is_empty() && !asks(&found.mode) {
        let words = "option not valid in this mode";
        return Err(kernel(EACCES, name.as_str(), words));
    }
    let twice = |at: usize| {
        targets
            .iter()
            .skip(at + 1)
            .any(|other| targets.get(at) == Some(other))
    };
    let bad = |target: &Ipv4Addr| target.is_unspecified() || target.is_broadcast();
    if targets.len() > Team::MOST_TARGETS
        || targets.iter().any(bad)
        || (0..targets.len()).any(twice)
    {
        return Err(kernel(EINVAL, name.as_str(), "invalid ARP target"));
    }
    let mut teams = world.state.teams.iter_mut();
    if let Some(team) = teams.find(|t| t.name == *name) {
        team.ask(targets, monitor);
    }
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
        None => joins_with_vfs(world, member)?,
    }
    let device = existing(&world.state, bond)?;
    let (mtu, mac) = (device.mtu, device.mac);
    let shared = shares_address(&world.state, bond);
    if let Some(link) = world.link_mut(member) {
        // The driver opens the member, and gives it the bond's MTU, and unless told otherwise the bond's address.
        (link.master, link.up, link.mtu) = (Some(bond.clone()), true, mtu);
        if shared {
            link.mac = mac;
        }
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
        let link = self.state.link(member);
        let bond = link.and_then(|link| link.master.clone());
        let shared = bond.is_some_and(|bond| shares_address(&self.state, &bond));
        for team in &mut self.state.teams {
            team.members.retain(|name| name != member);
        }
        if let Some(link) = self.link_mut(member) {
            (link.master, link.up) = (None, false);
            if shared {
                link.mac = link.identity.permanent_mac;
            }
        }
    }
}

/// In most modes all members have the address of the bond.
fn shares_address(state: &State, bond: &InterfaceName) -> bool {
    let found = state.team(bond);
    found.is_some_and(|team| match team.mode.as_str() {
        "balance-tlb" => false,
        Team::ACTIVE_BACKUP => team.own_addresses == Some(false),
        _ => true,
    })
}
