//! Files of the simulated machine.

use super::world::World;
use crate::HostError;
use crate::plan::FileChange;

/// Carries the change out. The disk has room.
pub(super) fn apply(world: &mut World, change: &FileChange) -> Result<(), HostError> {
    let FileChange::Set { path, text } = change;
    match text {
        Some(text) => {
            world.state.files.insert(path.clone(), text.clone());
        }
        None => {
            world.state.files.remove(path);
        }
    }
    Ok(())
}
