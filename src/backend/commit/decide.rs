//! Carrying out what an admin has decided about a desired state that is damaged or gone.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::journal::{Entry, catalog};
use crate::state::{Desired, RepairSource};
use crate::{HostError, Machine};

/// What was decided, and what became of the damaged file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What is asked for from now on.
    pub desired: Desired,
    /// Where the damaged file is kept; `None` when there was none.
    pub kept: Option<String>,
    /// Why nothing was written about it.
    pub unrecorded: Option<HostError>,
}

/// Makes the copy that `source` names the desired state, under the host's lock. Nothing else on the host is changed.
///
/// # Errors
/// `Commit.Locked`, `State.NothingToUse`, `State.WriteFailed`.
pub fn decide(machine: &dyn Machine, source: RepairSource) -> Result<Decided, HostError> {
    let store = machine.store();
    let _lock = store.lock(Duration::from_mins(1), &mut |_| {})?;
    let desired = store.assess().desired(source)?;
    let kept = store.repair(&desired)?;
    let from = match source {
        RepairSource::Backup => "its last good copy",
        RepairSource::File => "the file as it was edited",
        RepairSource::Empty => "an empty state",
    };
    let recorded = machine.append_journal(&mut [Entry::of(
        catalog::STATE_REPAIRED,
        format!(
            "The desired state is {from} now: {} switches, {} network adapters, {} VFs allocated.",
            desired.switches.len(),
            desired.nics.len(),
            desired.claims.len()
        ),
        "Repair-IovshState",
    )]);
    Ok(Decided {
        desired,
        kept,
        unrecorded: recorded.err(),
    })
}
