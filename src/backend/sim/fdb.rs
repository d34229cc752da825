//! Forwarding entries of the simulated machine.

use super::link::existing;
use super::refusal::{EEXIST, ENOENT, EOPNOTSUPP, kernel};
use super::world::World;
use crate::HostError;
use crate::model::{FdbEntry, FdbPlace};
use crate::plan::FdbChange;

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &FdbChange) -> Result<(), HostError> {
    match change {
        FdbChange::Add { entry } => add(world, entry),
        FdbChange::Remove { entry } => remove(world, entry),
    }
}

fn add(world: &mut World, entry: &FdbEntry) -> Result<(), HostError> {
    let device = existing(&world.state, &entry.device)?;
    let place = world.state.fdb.binary_search(entry);
    match (entry.place, place) {
        (FdbPlace::Filter, Ok(_)) => Err(kernel(EEXIST, entry.device.as_str(), "")),
        (FdbPlace::Bridge, _) if device.master.is_none() => {
            Err(kernel(EOPNOTSUPP, entry.device.as_str(), ""))
        }
        (FdbPlace::Bridge, Ok(_)) => Ok(()),
        (FdbPlace::Filter | FdbPlace::Bridge, Err(at)) => {
            world.state.fdb.insert(at, entry.clone());
            Ok(())
        }
    }
}

fn remove(world: &mut World, entry: &FdbEntry) -> Result<(), HostError> {
    existing(&world.state, &entry.device)?;
    let at = world.state.fdb.iter().position(|e| e == entry);
    let at = at.ok_or_else(|| kernel(ENOENT, entry.device.as_str(), ""))?;
    world.state.fdb.remove(at);
    Ok(())
}
