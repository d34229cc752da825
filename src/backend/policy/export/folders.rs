//! Folders that are needed on the way to a file, and the room in them.

use crate::model::{State, Stored};
use crate::plan::{PlanBuilder, StoredChange};
use crate::policy::storage::look;
use crate::policy::word::word;
use crate::{Category, HostError};

/// A path and all folders on the way to it.
#[must_use]
pub fn ways(path: &str) -> Vec<String> {
    let ends = path.match_indices('/').map(|(at, _)| at).skip(1);
    let mut all: Vec<String> = ends
        .filter_map(|at| path.get(..at))
        .map(str::to_owned)
        .collect();
    all.push(path.to_owned());
    all
}

/// Makes a folder, with those on the way to it that are missing.
///
/// # Errors
/// `Export.NotAFolder`, `Vhd.PathInvalid`.
pub(in crate::policy) fn make(
    state: &State,
    plan: &mut PlanBuilder,
    folder: &str,
) -> Result<(), HostError> {
    look::named(folder)?;
    for way in ways(folder) {
        let found = plan.state().stored.get(&way).or(state.stored.get(&way));
        match found {
            Some(found) if found.is_folder() => {}
            Some(Stored::Nothing) => plan.step(
                format!("Make the folder '{way}'"),
                StoredChange::MakeFolder { path: way },
            ),
            _ => {
                let error = HostError::new(
                    "Export.NotAFolder",
                    Category::InvalidArgument,
                    format!("'{way}' is no folder that something can be put into."),
                );
                return Err(error.target(way.clone()).next_step(format!(
                    "See what it is: ls -ld {}; or choose another folder.",
                    word(&way)
                )));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::ways;

    #[test]
    fn the_way_to_a_file_has_all_its_folders() {
        assert_eq!(ways("/a/b c/d"), ["/a", "/a/b c", "/a/b c/d"]);
        assert_eq!(ways("/a"), ["/a"]);
    }
}
