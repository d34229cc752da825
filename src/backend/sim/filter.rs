//! Filters of the simulated machine's ports.

use super::link::existing;
use super::world::World;
use crate::HostError;
use crate::model::{FilterAction, InterfaceName, PortFilter, PortFilters};
use crate::plan::FilterChange;

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &FilterChange) -> Result<(), HostError> {
    match change {
        FilterChange::Set { port, filters } => set(world, port, filters),
    }
}

fn set(world: &mut World, port: &InterfaceName, filters: &[PortFilter]) -> Result<(), HostError> {
    existing(&world.state, port)?;
    for filter in filters {
        // `act_mirred` wants a device that is there.
        if let FilterAction::Copy(to) = &filter.action {
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
