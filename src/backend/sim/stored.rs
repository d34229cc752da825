//! Folders and texts of the simulated machine.

use super::refusal::{EISDIR, ENOTDIR, ENOTEMPTY, kernel};
use super::world::World;
use crate::HostError;
use crate::plan::StoredChange;

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &StoredChange) -> Result<(), HostError> {
    let storage = &mut world.storage;
    match change {
        StoredChange::MakeFolder { path } => {
            storage.is_free_for(path)?;
            storage.folders.push(path.clone());
        }
        StoredChange::RemoveFolder { path } => {
            if storage.is_full(path) {
                return Err(kernel(ENOTEMPTY, path, ""));
            }
            if storage.holds(path) && !storage.has_folder(path) {
                return Err(kernel(ENOTDIR, path, ""));
            }
            storage.folders.retain(|folder| folder != path);
        }
        StoredChange::Write { path, text } => {
            storage.is_free_for(path)?;
            storage.texts.insert(path.clone(), text.clone());
        }
        StoredChange::Remove { path } => {
            if storage.has_folder(path) {
                return Err(kernel(EISDIR, path, ""));
            }
            storage.texts.remove(path);
            storage.images.remove(path);
        }
    }
    Ok(())
}
