//! Changes, steps and plans: what will be done, what undoes it, and the command line that would do the same.

mod builder;
pub mod change;
pub mod nft;
mod sending;
mod shell_line;
mod tc;
pub mod virsh;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::state::AdapterRef;

pub use builder::PlanBuilder;
pub use change::{
    AddressSpec, AutostartChange, BondChange, BridgeChange, Change, Content, DesiredChange, Device,
    DeviceChange, DiskChange, DomainChange, FdbChange, FileChange, FilterChange, HardwareChange,
    ImageChange, IpChange, Lifetime, LinkChange, NatChange, NeighborRef, NeighborSpec,
    NetworkChange, NewImage, NewSnapshot, NicChange, Part, PartKind, PciChange, RouteSpec,
    SnapshotChange, SnapshotContent, StopMode, StoredChange, Subject, VethChange, VfChange,
    port_mac,
};
pub(crate) use change::{FORWARDING, Names, UNSAFE_INTERRUPTS, announcement, restorable_mac};
pub use sending::sending;
pub(crate) use sending::{BEFORE, image_writer, putting_in_place};
pub(crate) use shell_line::program;
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
    /// The target that it is for, by its place in the list of what was asked for; `None` when the plan is for one thing only. When a
    /// required step of a target fails, the steps of that target are undone, and the others go on.
    pub target: Option<u32>,
    /// Steps that share a number are a best-effort group (a VF for one adapter): when one of them fails they are undone together,
    /// the failure becomes a warning, and the plan goes on. `None`: the step is required.
    #[serde(alias = "wish")]
    pub group: Option<u32>,
}

/// What is undone as a whole when one of its steps fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Everything.
    Plan,
    /// What is done for one target.
    Target(u32),
    /// A best-effort group.
    Group(u32),
}

impl Unit {
    /// Whether a step is undone when this fails.
    #[must_use]
    pub fn has(self, step: &Step) -> bool {
        match self {
            Self::Plan => true,
            Self::Target(target) => step.target == Some(target),
            Self::Group(group) => step.group == Some(group),
        }
    }
}

impl Step {
    /// What fails when this step fails.
    #[must_use]
    pub fn unit(&self) -> Unit {
        match (self.group, self.target) {
            (Some(group), _) => Unit::Group(group),
            (None, Some(target)) => Unit::Target(target),
            (None, None) => Unit::Plan,
        }
    }

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
    /// The adapter that it is about, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<AdapterRef>,
}

/// What will be done, in order. An empty plan means that everything is as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// What the plan is for, as a sentence without a full stop: `Create the switch lan`.
    pub title: String,
    /// The titles of what is done for each of several targets.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub titles: BTreeMap<u32, String>,
    /// What ShouldProcess shows as the target: `web1`, `web1: Network Adapter`, `lan`.
    pub target: String,
    /// The steps.
    pub steps: Vec<Step>,
    /// What the admin should know.
    pub warnings: Vec<Warning>,
    /// The adapters that best-effort groups attach a VF to, by the number of the group.
    #[serde(
        default,
        skip_serializing_if = "BTreeMap::is_empty",
        alias = "handouts"
    )]
    pub allocations: BTreeMap<u32, AllocationGroup>,
}

/// For whom a best-effort group allocates a VF: what it meets when it fails is that adapter's reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllocationGroup {
    /// The adapter.
    pub who: AdapterRef,
    /// The adapter and its virtual machine, in words.
    pub name: String,
}

impl Plan {
    /// What a step is for, as a sentence without a full stop.
    #[must_use]
    pub fn title_of(&self, step: &Step) -> &str {
        let own = step.target.and_then(|target| self.titles.get(&target));
        own.unwrap_or(&self.title)
    }

    /// Takes the groups out that allocate a VF to these adapters.
    pub fn leave_out_allocations(&mut self, out: impl Fn(&AdapterRef) -> bool) {
        self.allocations.retain(|group, allocation| {
            let stays = !out(&allocation.who);
            if !stays {
                self.steps.retain(|step| step.group != Some(*group));
            }
            stays
        });
    }

    /// True when nothing has to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}
