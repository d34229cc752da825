//! Filters of the simulated machine's ports.

use super::link::existing;
use super::refusal::{EEXIST, EINVAL, kernel};
use super::world::World;
use crate::HostError;
use crate::model::{DeviceShares, InterfaceName, PortFilter, PortFilters, Share};
use crate::plan::FilterChange;

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &FilterChange) -> Result<(), HostError> {
    match change {
        FilterChange::Set { port, filters } => set(world, port, filters),
        FilterChange::Share { device, shares } => share(world, device, shares),
    }
}

/// `htb` takes a class once, and none without a rate.
fn share(world: &mut World, device: &InterfaceName, shares: &[Share]) -> Result<(), HostError> {
    existing(&world.state, device)?;
    let mut classes = std::collections::BTreeSet::from([Share::ROOT]);
    for share in shares {
        if share.minimum == 0 {
            return Err(kernel(EINVAL, device.as_str(), ""));
        }
        if !classes.insert(share.class) {
            return Err(kernel(EEXIST, device.as_str(), ""));
        }
    }
    let all = &mut world.state.shares;
    all.retain(|one| one.device != *device);
    if !shares.is_empty() {
        let mut shares = shares.to_vec();
        shares.sort_by_key(|share| share.class);
        let at = all.partition_point(|one| one.device < *device);
        let device = device.clone();
        all.insert(at, DeviceShares { device, shares });
    }
    Ok(())
}

fn set(world: &mut World, port: &InterfaceName, filters: &[PortFilter]) -> Result<(), HostError> {
    existing(&world.state, port)?;
    for filter in filters {
        // `act_mirred` wants a device that is there.
        if let Some(to) = filter.action.to() {
            existing(&world.state, to)?;
        }
    }
    let all = &mut world.state.filters;
    all.retain(|f| f.device != *port);
    if !filters.is_empty() {
        let at = all.partition_point(|f| f.device < *port);
        let own = PortFilters {
            device: port.clone(),
            filters: filters.to_vec(),
            bytes: Vec::new(),
        };
        all.insert(at, own);
    }
    Ok(())
}
