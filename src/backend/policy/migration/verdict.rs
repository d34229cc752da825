//! Where a virtual machine belongs after a migration was cut off, from what both ends see.

use serde::{Deserialize, Serialize};

use crate::model::Presence;

/// Where a virtual machine belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It did not leave.
    Source,
    /// It has arrived.
    Target,
    /// The daemons are still at it.
    Wait,
    /// It runs on both hosts: nobody can put that right but its owner.
    Both,
    /// It is on neither.
    Neither,
}

/// Where a virtual machine belongs. Whoever runs keeps it. Where it stands still at the target it has arrived: it was sent to stand
/// still there until it is known that it runs nowhere else.
///
/// What stands still at the source has been sent, or stood still before; then the target has it, if it is there.
#[must_use]
pub fn verdict(source: Presence, target: Presence) -> Verdict {
    use Presence::{Absent, Coming, Leaving, Off, Paused, Running, Saved};
    match (source, target) {
        (Leaving | Coming, _) | (_, Leaving | Coming) => Verdict::Wait,
        (Running, Running) => Verdict::Both,
        // What stands still there is a copy that was not let go.
        (Running, Paused | Off | Saved | Absent) => Verdict::Source,
        (Absent | Off | Saved | Paused, Running | Paused) => Verdict::Target,
        (Paused, Off | Saved | Absent) => Verdict::Source,
        // The configuration arrived, and is there still at the source: it was not removed yet.
        (Saved, Saved) | (Off, Off) => Verdict::Target,
        // Saved memory goes there last, and is thrown away here first.
        (Off, Saved) => Verdict::Target,
        (Off | Saved, Absent) | (Saved, Off) => Verdict::Source,
        (Absent, Off | Saved) => Verdict::Target,
        (Absent, Absent) => Verdict::Neither,
    }
}
