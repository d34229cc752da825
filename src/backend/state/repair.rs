//! What an admin can decide about a desired state that is damaged or gone.

use serde::{Deserialize, Serialize};

use super::desired::Desired;
use super::store::{BACKUP, DESIRED, Store, parse};
use crate::{Category, HostError};

/// What the desired state is to be from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RepairSource {
    /// The last good copy.
    Backup,
    /// The file as it stands: somebody has edited it by hand, and it can be understood.
    File,
    /// Nothing: what is on the host is left as it is, and is no longer followed.
    Empty,
}

/// What there is to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The path of the state file.
    pub file: String,
    /// What the last good copy says, when there is one.
    pub backup: Option<Desired>,
    /// What the file itself says, when it can be understood although its checksum does not fit.
    pub edited: Option<Desired>,
}

impl Assessment {
    /// What is to be used when nobody says what.
    ///
    /// # Errors
    /// `State.NothingToUse`: only the empty state is left, which has to be asked for by name.
    pub fn best(&self) -> Result<RepairSource, HostError> {
        if self.backup.is_some() {
            return Ok(RepairSource::Backup);
        }
        let next = match &self.edited {
            Some(_) => {
                "Run 'Repair-IovshState -Source File' to use the file as it stands, or with '-Source Empty' to start with nothing."
            }
            None => {
                "Mend the file, or run 'Repair-IovshState -Source Empty': running VMs and switches stay as they are, and are no longer followed."
            }
        };
        Err(self
            .nothing("There is no good copy of the desired state.")
            .next_step(next))
    }

    /// What the desired state becomes with this source.
    ///
    /// # Errors
    /// `State.NothingToUse`: there is no such copy.
    pub fn desired(&self, source: RepairSource) -> Result<Desired, HostError> {
        let (found, missing) = match source {
            RepairSource::Empty => return Ok(Desired::default()),
            RepairSource::Backup => (&self.backup, "There is no good copy of the desired state."),
            RepairSource::File => (
                &self.edited,
                "The state file cannot be understood as it stands.",
            ),
        };
        found.clone().ok_or_else(|| {
            self.nothing(missing)
                .next_step("Choose another -Source: Backup, File or Empty.")
        })
    }

    fn nothing(&self, message: &str) -> HostError {
        HostError::new("State.NothingToUse", Category::ObjectNotFound, message).target(&*self.file)
    }
}

impl Store {
    /// Looks at what could be used instead of a desired state that is damaged or gone.
    #[must_use]
    pub fn assess(&self) -> Assessment {
        let edited = self.files.read(DESIRED).ok().flatten();
        Assessment {
            file: self.path(DESIRED),
            backup: self.copy(BACKUP).ok().flatten(),
            edited: edited.and_then(|bytes| without_checksum(&bytes)),
        }
    }

    /// Makes `desired` what is asked for. A damaged file is kept beside it; gives its new path. Needs the lock.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn repair(&self, desired: &Desired) -> Result<Option<String>, HostError> {
        let damaged = match self.files.read(DESIRED) {
            Ok(Some(bytes)) => parse(&bytes).is_err(),
            Ok(None) => false,
            Err(error) => {
                return Err(self.failed("State.ReadFailed", "cannot be read", DESIRED, error));
            }
        };
        let kept = damaged
            .then(|| self.keep_aside(DESIRED, "corrupt"))
            .transpose()?;
        self.save(desired)?;
        Ok(kept)
    }
}

/// The desired state that a file says, whatever its checksum.
fn without_checksum(bytes: &[u8]) -> Option<Desired> {
    let mut object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(bytes).ok()?;
    object.remove("checksum");
    let desired: Desired = serde_json::from_value(object.into()).ok()?;
    (desired.version == super::desired::VERSION).then_some(desired)
}
