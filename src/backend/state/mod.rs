//! Desired state on disk: what was asked for, atomically replaced, versioned, and never overwritten when it is broken.

mod desired;
mod directory;
mod files;
mod group;
mod holder;
mod host_adapter;
mod host_team;
mod journal_file;
mod memory;
mod migration;
mod nic_settings;
mod qos;
mod refused;
mod repair;
mod sealed;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use desired::IMAGES;
pub use desired::{
    BandwidthMode, Desired, DesiredEdit, DesiredNic, DesiredSwitch, DismountedDevice, NicOriginals,
    SwitchSettings, VfClaim, VfOriginals,
};
pub(crate) use directory::{Directory, FileVersion, Rights, replace_in};
pub(crate) use files::{Durability, FileError, Files, Held, LARGEST};
pub use group::{Group, GroupKind};
pub use host_adapter::{DesiredHostAdapter, HostRoute};
pub use host_team::{DesiredTeam, TeamAlgorithm, TeamNic, TeamingMode};
pub use journal_file::JournalRead;
pub use migration::{
    Migration, MigrationAuthentication, MigrationNetwork, MigrationPerformance, MigrationSettings,
    ReservedVf, Side,
};
pub use nic_settings::DesiredNicSettings;
pub use qos::{Qos, QosClass, QosMatch, QosPolicy};
pub use refused::{AdapterRef, Refused};
pub use repair::{Assessment, RepairSource};
pub(crate) use sealed::fingerprint;
pub(crate) use store::file_error;
pub use store::{ImagesMade, IntentFile, Loaded, Lock, MadeFile, Store};

use std::path::PathBuf;

use crate::{Category, HostError};

/// Where a user's state lives: `$IOVSH_STATE_DIR`, else `$XDG_STATE_HOME/iovsh`, else `~/.local/state/iovsh`. Hosts keep theirs
/// in subdirectories.
///
/// # Errors
/// `State.NoFolder`: none of the three is known. A folder that others can write to, such as the system's temporary one, is not
/// taken instead.
pub fn user_directory() -> Result<PathBuf, HostError> {
    let set = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(directory) = set("IOVSH_STATE_DIR") {
        return Ok(directory);
    }
    let base = set("XDG_STATE_HOME").or_else(|| set("HOME").map(|home| home.join(".local/state")));
    let base = base.ok_or_else(|| {
        HostError::new(
            "State.NoFolder",
            Category::ObjectNotFound,
            "There is no folder to keep state in: neither IOVSH_STATE_DIR, XDG_STATE_HOME nor HOME is set.",
        )
        .next_step("Set HOME, or IOVSH_STATE_DIR to a folder of your own.")
    })?;
    Ok(base.join("iovsh"))
}
