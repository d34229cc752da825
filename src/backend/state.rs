//! Desired state on disk: what was asked for, atomically replaced, versioned, and never overwritten when it is broken.

mod desired;
mod journal_file;
mod store;

pub use desired::{
    Desired, DesiredEdit, DesiredNic, DesiredSwitch, DismountedDevice, NicOriginals, VfClaim,
    VfOriginals,
};
pub use store::{IntentFile, Lock, Store};
pub(crate) use store::{replace, replace_unsynced, set_aside};

use std::path::PathBuf;

/// Where a user's state lives: `$IOVSH_STATE_DIR`, else `$XDG_STATE_HOME/iovsh`, else `~/.local/state/iovsh`, else a
/// directory under the system's temporary one. Hosts keep theirs in subdirectories.
#[must_use]
pub fn user_directory() -> PathBuf {
    let set = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(directory) = set("IOVSH_STATE_DIR") {
        return directory;
    }
    let base = set("XDG_STATE_HOME").or_else(|| set("HOME").map(|home| home.join(".local/state")));
    base.unwrap_or_else(std::env::temp_dir).join("iovsh")
}
