//! What two ends say to each other.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::files::{FileReply, FileWork};
use super::script::{ScriptAnswer, ScriptEnding, ScriptItem, ScriptWork};
use crate::cluster::{ClusterChange, ClusterState};
use crate::commit::{Decided, Progress, Recovery};
use crate::host::{Answer, Comparison, Preview, Trust};
use crate::journal::Entry;
use crate::model::{
    GuestAnswer, GuestQuestion, MigratingVm, Presence, Scope, Sending, Sent, Service, State, Uuid,
};
use crate::plan::Step;
use crate::policy::Intent;
use crate::state::{JournalRead, Migration, RepairSource};
use crate::{Event, HostError};

/// The version that this program speaks. Ends with different first numbers do not understand each other; a higher second number adds
/// requests.
pub const VERSION: (u32, u32) = (1, 5);

/// The first message of the far end. What it holds stays readable in all versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The far end's [`VERSION`].
    pub protocol: (u32, u32),
    /// The version of the far end's program.
    pub program: String,
    /// The host's name.
    pub host: String,
}

/// What is asked of the far end: the methods of [`crate::Host`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// [`crate::Host::snapshot`].
    Snapshot(Scope),
    /// [`crate::Host::preview`].
    Preview(Scope, Intent),
    /// [`crate::Host::transact`].
    Transact {
        /// What is to be looked at.
        scope: Scope,
        /// What is asked for.
        intents: Vec<Intent>,
        /// How long to wait for the lock.
        patience: Duration,
        /// Whether the targets behind one that failed are left alone.
        stops_at_first_failure: bool,
    },
    /// [`crate::Host::recover`].
    Recover,
    /// [`crate::Host::note_refusal`].
    NoteRefusal(HostError),
    /// [`crate::Host::events`]: events follow until the connection ends.
    Events(Scope),
    /// [`crate::Host::journal`].
    Journal,
    /// [`crate::Host::newest_entries`] (since 1.5).
    NewestEntries(usize),
    /// [`crate::Host::has_file`].
    HasFile(PathBuf),
    /// [`crate::Host::ask_guest`] (since 1.3).
    AskGuest(Uuid, Option<Service>, Box<GuestQuestion>),
    /// [`crate::Host::trust`].
    Trust,
    /// [`crate::Host::decide`].
    Decide(RepairSource),
    /// [`crate::Host::describe`] (since 1.2).
    Describe(Uuid),
    /// [`crate::Host::compare`] (since 1.2).
    Compare(Box<MigratingVm>),
    /// [`crate::Host::presence`] (since 1.2).
    Presence(Uuid),
    /// [`crate::Host::send`] (since 1.2).
    Send(Box<Sending>),
    /// [`crate::Host::adopt`] (since 1.2).
    Adopt,
    /// [`crate::Host::let_go`] (since 1.2).
    LetGo(Vec<Uuid>),
    /// [`crate::Host::cluster`] (since 1.4).
    Cluster,
    /// [`crate::Host::change_cluster`] (since 1.4).
    ChangeCluster(Box<ClusterChange>),
    /// [`crate::Host::cluster_log`] (since 1.4).
    ClusterLog(usize),
    /// A script is to run there (since 1.1).
    Script(Box<ScriptWork>),
    /// Something of a file that is copied (since 1.2).
    File(FileWork),
}

/// The answer to a [`Request`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is what the request of that name gives")]
pub enum Reply {
    Snapshot(Box<State>),
    Preview(Box<Preview>),
    Transact(Box<Answer>),
    Recover(Option<Recovery>),
    NoteRefusal,
    Events,
    Journal(JournalRead),
    NewestEntries(Vec<Entry>),
    HasFile(bool),
    AskGuest(Box<GuestAnswer>),
    Trust(Box<Trust>),
    Decide(Box<Decided>),
    Describe(Box<MigratingVm>),
    Compare(Box<Comparison>),
    Presence(Presence),
    Send(Sent),
    Adopt(Vec<Migration>),
    LetGo,
    Cluster(Box<ClusterState>),
    ChangeCluster,
    ClusterLog(Vec<String>),
    Script(ScriptEnding),
    File(FileReply),
}

/// A message to the far end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToFar {
    /// Something is asked.
    Ask {
        /// The number of the request; each is larger than the one before.
        id: u64,
        /// What is asked.
        request: Box<Request>,
    },
    /// The request with this number is to end.
    Cancel(u64),
    /// The answer to the question of the script that the request with this number runs (since 1.4).
    Say(u64, ScriptAnswer),
}

/// A message to the near end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToNear {
    /// What happens while the request with this number is carried out.
    Progress(u64, Box<Told>),
    /// How far the migration is that the request with this number is about.
    Sent(u64, Sent),
    /// An event that the request with this number waits for.
    Event(u64, Result<Event, HostError>),
    /// What a script writes that the request with this number runs.
    Item(u64, Box<ScriptItem>),
    /// The request with this number is over.
    Done(u64, Result<Reply, HostError>),
}

/// A [`Progress`] that can be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "these are the cases of Progress")]
pub enum Told {
    Waiting {
        holder: String,
    },
    Locked,
    Checked,
    Recorded,
    StepBegun {
        index: usize,
        total: usize,
        step: Step,
        target: String,
    },
    StepDone {
        index: usize,
        total: usize,
        step: Step,
    },
    StepFailed {
        index: usize,
        step: Step,
        error: HostError,
    },
    Undo {
        index: usize,
        step: Step,
    },
    Verified,
    Finished,
}

impl From<&Progress<'_>> for Told {
    fn from(progress: &Progress<'_>) -> Self {
        match *progress {
            Progress::Waiting { holder } => Self::Waiting {
                holder: holder.to_owned(),
            },
            Progress::Locked => Self::Locked,
            Progress::Checked => Self::Checked,
            Progress::Recorded => Self::Recorded,
            Progress::StepBegun {
                index,
                total,
                step,
                target,
            } => Self::StepBegun {
                index,
                total,
                step: step.clone(),
                target: target.to_owned(),
            },
            Progress::StepDone { index, total, step } => Self::StepDone {
                index,
                total,
                step: step.clone(),
            },
            Progress::StepFailed { index, step, error } => Self::StepFailed {
                index,
                step: step.clone(),
                error: error.clone(),
            },
            Progress::Undo { index, step } => Self::Undo {
                index,
                step: step.clone(),
            },
            Progress::Verified => Self::Verified,
            Progress::Finished => Self::Finished,
        }
    }
}

impl Told {
    /// What was told.
    #[must_use]
    pub fn progress(&self) -> Progress<'_> {
        match self {
            Self::Waiting { holder } => Progress::Waiting { holder },
            Self::Locked => Progress::Locked,
            Self::Checked => Progress::Checked,
            Self::Recorded => Progress::Recorded,
            Self::StepBegun {
                index,
                total,
                step,
                target,
            } => Progress::StepBegun {
                index: *index,
                total: *total,
                step,
                target,
            },
            Self::StepDone { index, total, step } => Progress::StepDone {
                index: *index,
                total: *total,
                step,
            },
            Self::StepFailed { index, step, error } => Progress::StepFailed {
                index: *index,
                step,
                error,
            },
            Self::Undo { index, step } => Progress::Undo {
                index: *index,
                step,
            },
            Self::Verified => Progress::Verified,
            Self::Finished => Progress::Finished,
        }
    }
}
