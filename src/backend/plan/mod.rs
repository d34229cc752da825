//! Changes, steps and plans: what will be done, what undoes it, and the command line that would do the same.

mod builder;
pub mod change;
mod shell_line;
mod tc;
mod virsh;

use serde::{Deserialize, Serialize};

pub use builder::PlanBuilder;
pub use change::{
    BondChange, BridgeChange, Change, DesiredChange, Device, DeviceChange, DomainChange, FdbChange,
    FileChange, FilterChange, Lifetime, LinkChange, NetworkChange, PciChange, StopMode, Subject,
    VfChange,
};
pub(crate) use change::{Names, restorable_mac};
pub use shell_line::{ShellLine, quote, render};

/// One change with its inverse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is done, as a sentence without a full stop: `Create 7 VFs on enp1s0f0`.
    pub what: String,
    /// The change.
    pub change: Change,
    /// What puts things back; `None` when there is nothing to put back (a reset).
    pub undo: Option<Change>,
    /// The `ip`, `bridge`, `virsh` or sysfs line that does the same, as it can be pasted into a shell; empty for what iovsh only
    /// writes down for itself.
    pub equivalent: String,
    /// Steps that share a number are one wish (a VF for one adapter): when one of them fails they are undone together,
    /// the failure becomes a warning, and the plan goes on. `None`: the step must succeed.
    pub wish: Option<u32>,
}

impl Step {
    /// Whether it is only about iovsh's own records: nothing on the host changes, and no other tool can do it.
    #[must_use]
    pub fn is_bookkeeping(&self) -> bool {
        matches!(self.change, Change::Desired(_))
    }

    /// What is done, marked when it is about iovsh's own records.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.is_bookkeeping() {
            format!("{} (in iovsh's own records)", self.what)
        } else {
            self.what.clone()
        }
    }
}

/// Something that is done although there is a catch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Stable id, for example `Iov.NoVfAvailable`.
    pub id: String,
    /// One sentence.
    pub message: String,
}

/// What will be done, in order. An empty plan means that everything is as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// What the plan is for, as a sentence without a full stop: `Create the switch lan`.
    pub title: String,
    /// What ShouldProcess shows as the target: `web1`, `web1: Network Adapter`, `lan`.
    pub target: String,
    /// The steps.
    pub steps: Vec<Step>,
    /// What the admin should know.
    pub warnings: Vec<Warning>,
}

impl Plan {
    /// True when nothing has to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Appends another plan's steps and warnings; its wishes stay apart from those of `self`.
    pub fn append(&mut self, other: Plan) {
        let base = self
            .steps
            .iter()
            .filter_map(|s| s.wish)
            .max()
            .map_or(0, |w| w.saturating_add(1));
        self.steps.extend(other.steps.into_iter().map(|mut step| {
            step.wish = step.wish.map(|w| w.saturating_add(base));
            step
        }));
        self.warnings.extend(other.warnings);
    }
}
