//! Carrying a plan out: lock, look again, check, record, apply, verify, and undo in reverse when a step fails.
//!
//! The order is what makes it safe. Nothing is changed before the record of what will be changed is on the disk; nothing
//! counts as done before it was seen; and whoever finds a record knows from the host itself which steps were taken.

mod decide;
mod groups;
mod operation;
mod preflight;
mod record;
mod recover;
mod run;
mod undo;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

pub use decide::{Decided, decide};
use operation::{Operation, Outcome};
pub use recover::{Recovery, recover};
use run::Commit;

use iovsh_base::signals::{self, Deferred};

use super::model::{Scope, State};
use super::plan::{Change, DesiredChange, Plan, Step};
use super::state::{Desired, Lock, Refused};
use super::{HostError, Machine};

/// What happens during a commit, in order; for `-Verbose`, progress bars and the journal.
#[derive(Debug)]
pub enum Progress<'a> {
    /// Someone else has the host's lock.
    Waiting {
        /// Who, for example `process 4711`.
        holder: &'a str,
    },
    /// The lock is held.
    Locked,
    /// The host is still as the plan was made for.
    Checked,
    /// The record of what will be changed is on the disk.
    Recorded,
    /// A step begins.
    StepBegun {
        /// Position in the plan, from 0.
        index: usize,
        /// Steps in the plan.
        total: usize,
        /// The step.
        step: &'a Step,
        /// What its plan is about, for people.
        target: &'a str,
    },
    /// A step was carried out.
    StepDone {
        /// Position in the plan, from 0.
        index: usize,
        /// Steps in the plan.
        total: usize,
        /// The step.
        step: &'a Step,
    },
    /// A step was refused.
    StepFailed {
        /// Position in the plan, from 0.
        index: usize,
        /// The step.
        step: &'a Step,
        /// Why.
        error: &'a HostError,
    },
    /// A step is being undone.
    Undo {
        /// Position in the plan, from 0.
        index: usize,
        /// The step.
        step: &'a Step,
    },
    /// Everything was seen to be as planned.
    Verified,
    /// The record is gone: the commit is over.
    Finished,
}

/// Who is told what happens during a commit.
pub trait Observer {
    /// Called for every [`Progress`].
    fn on(&mut self, progress: &Progress<'_>);
}

/// Tells nobody.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoObserver;

impl Observer for NoObserver {
    fn on(&mut self, _progress: &Progress<'_>) {}
}

impl<F: FnMut(&Progress<'_>)> Observer for F {
    fn on(&mut self, progress: &Progress<'_>) {
        self(progress);
    }
}

/// How a commit is to be carried out.
pub struct Options<'a> {
    /// How long to wait for the host's lock.
    pub patience: Duration,
    /// When this becomes true, what was done is undone after the step that is under way.
    pub cancel: Option<&'a AtomicBool>,
    /// Whether a record of what will be changed is written first, so that a commit that is cut off can be undone. Without one the
    /// record of an earlier commit that was cut off stays as it is; that is for plans that the same look at the host finds again.
    pub recorded: bool,
    /// Whether the targets behind one that failed are left alone.
    pub stops_at_first_failure: bool,
    /// Who is told.
    pub observer: &'a mut dyn Observer,
}

impl<'a> Options<'a> {
    /// The usual patience of one minute, no cancellation.
    pub fn new(observer: &'a mut dyn Observer) -> Self {
        Self {
            patience: Duration::from_mins(1),
            cancel: None,
            recorded: true,
            stops_at_first_failure: false,
            observer,
        }
    }

    /// Without a record, beside that of an earlier commit.
    #[must_use]
    pub fn unrecorded(mut self) -> Self {
        self.recorded = false;
        self
    }

    /// Leaves the targets behind one that failed alone.
    #[must_use]
    pub fn stopping_at_first_failure(mut self, stops: bool) -> Self {
        self.stops_at_first_failure = stops;
        self
    }

    /// With a flag that stops the commit between two steps.
    #[must_use]
    pub fn cancelled_by(mut self, flag: &'a AtomicBool) -> Self {
        self.cancel = Some(flag);
        self
    }
}

/// What a commit that succeeded did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The positions in the plan of the steps that were carried out and stand.
    pub applied: Vec<usize>,
    /// Why best-effort groups failed; their steps were undone.
    pub warnings: Vec<HostError>,
    /// Why targets failed; what was done for them was undone.
    pub failed: BTreeMap<u32, HostError>,
    /// Targets whose steps were undone because they build on what failed. Nothing is wrong with them by themselves.
    pub given_up: BTreeSet<u32>,
    /// What was found unfinished from an earlier commit, and what became of it.
    pub recovered: Option<Recovery>,
    /// What was done for a target that failed could not be undone: the record of the plan stays, and the next start tries once more.
    pub unfinished: bool,
    /// Adapters that were to get a VF and got none, and what refused it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Refused>,
}

/// Carries out a plan that was made from an earlier snapshot.
///
/// # Errors
/// - `Commit.Locked`: someone else is changing the host.
/// - `State.Corrupt`, `State.Missing`, `State.Unsafe`, `State.Version`, `State.ReadFailed`: what was asked for is not known for
///   sure; nothing was changed.
/// - `Commit.StateChanged`: the host is no longer as it was when the plan was made; nothing was changed.
/// - `Host.Interrupted`: Ctrl+C was pressed before anything was changed.
/// - `Commit.NotVerified`: a change was accepted but cannot be seen; everything was undone.
/// - `Commit.Cancelled`: the flag was set while required steps were ahead; everything was undone. (Set later, it is a
///   warning: what had to be done stands, and the best-effort groups that were left are given up.)
/// - The error of the step that failed; everything was undone. Undo steps that failed are in [`super::error::Details::also`].
pub fn commit(
    machine: &dyn Machine,
    plan: &Plan,
    options: &mut Options<'_>,
) -> Result<Report, HostError> {
    if plan.is_empty() {
        return Ok(Report::default());
    }
    let scope = scope_of_steps(plan.steps.iter());
    let mut transaction = Transaction::begin(machine, &scope, options)?;
    preflight::preflight(&plan.steps, transaction.state())
        .inspect_err(|error| transaction.note_refusal(error))?;
    transaction.carry_out(plan, options)
}

/// The host while this process has its lock: nobody can come in between its looks and its plans.
pub struct Transaction<'h> {
    machine: &'h dyn Machine,
    scope: Scope,
    state: State,
    /// Whether nothing was changed since the host was seen as `state`.
    is_seen: bool,
    recovered: Option<Recovery>,
    began: Instant,
    _lock: Exclusive,
}

impl<'h> Transaction<'h> {
    /// Takes the lock, finishes or undoes what an earlier commit left, and looks at the host.
    ///
    /// # Errors
    /// `Commit.Locked`, those of [`recover`] and of [`Machine::snapshot`], and why the desired state cannot be relied upon.
    pub fn begin(
        machine: &'h dyn Machine,
        scope: &Scope,
        options: &mut Options<'_>,
    ) -> Result<Self, HostError> {
        let began = Instant::now();
        let lock = lock(machine, options)?;
        let recovered = if options.recorded {
            recover::under_lock(machine, options.observer)?
        } else {
            None
        };
        Ok(Self {
            machine,
            scope: scope.clone(),
            state: trusted(machine.snapshot(scope)?)?,
            is_seen: true,
            recovered,
            began,
            _lock: lock,
        })
    }

    /// The host as it was seen last.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Ends it; gives the host as it is, if it was seen so.
    #[must_use]
    pub fn into_state(self) -> Option<State> {
        self.is_seen.then_some(self.state)
    }

    /// Writes about a plan that was refused.
    pub fn note_refusal(&self, error: &HostError) {
        journal_refusal(self.machine, Some(&self.state), error, self.began.elapsed());
    }

    /// Carries a plan out that was made from [`Transaction::state`], and writes about it.
    ///
    /// # Errors
    /// Those of [`commit`].
    pub fn carry_out(
        &mut self,
        plan: &Plan,
        options: &mut Options<'_>,
    ) -> Result<Report, HostError> {
        let recovered = self.recovered.take();
        if plan.is_empty() {
            return Ok(Report {
                recovered,
                ..Report::default()
            });
        }
        self.is_seen = false;
        let mut commit = Commit::new(self.machine, plan, options);
        let (mut result, after) = match commit.run(&self.state, &self.scope) {
            Ok((report, after)) => (
                Ok(Report {
                    recovered,
                    ..report
                }),
                after,
            ),
            Err(error) => (Err(error), None),
        };
        let operation = Operation {
            plan: Some(plan),
            stands: &commit.applied,
            before: Some(&self.state),
            after: after.as_ref(),
            outcome: match &result {
                Ok(report) => Outcome::Done(report),
                Err(error) => Outcome::Failed(error),
            },
            took: self.began.elapsed(),
        };
        let kept = journal_operation(self.machine, &operation);
        match (&mut result, kept) {
            (Ok(report), Err(error)) => report.warnings.push(error),
            (Err(error), Err(other)) => *error = error.clone().and_also(other),
            (_, Ok(())) => {}
        }
        self.began = Instant::now();
        if let Some(after) = after {
            self.state = after;
            self.is_seen = true;
        }
        result
    }

    /// Looks at the host again, if something was changed or undone since the last look.
    ///
    /// # Errors
    /// Those of [`Machine::snapshot`], and why the desired state cannot be relied upon.
    pub fn look(&mut self) -> Result<(), HostError> {
        if !self.is_seen {
            self.state = trusted(self.machine.snapshot(&self.scope)?)?;
            self.is_seen = true;
        }
        Ok(())
    }
}

/// Writes about an operation. Needs the lock.
fn journal_operation(machine: &dyn Machine, operation: &Operation<'_>) -> Result<(), HostError> {
    let mut entries = operation.entries();
    if entries.is_empty() {
        return Ok(());
    }
    machine.append_journal(&mut entries)
}

/// Makes a plan from a snapshot that is taken under the lock, and carries it out: nobody can come in between. The host is looked
/// at twice, before and after.
///
/// # Errors
/// Those of `planner`, of [`Machine::snapshot`] and of [`commit`], `Commit.StateChanged` excepted.
pub fn transact(
    machine: &dyn Machine,
    scope: &Scope,
    planner: &mut dyn FnMut(&State) -> Result<Plan, HostError>,
    options: &mut Options<'_>,
) -> Result<(Plan, Report), HostError> {
    let mut transaction = Transaction::begin(machine, scope, options)?;
    let plan = planner(transaction.state()).inspect_err(|error| transaction.note_refusal(error))?;
    let report = transaction.carry_out(&plan, options)?;
    Ok((plan, report))
}

/// Lets no change through that would be made by a desired state that is damaged or gone.
fn trusted(state: State) -> Result<State, HostError> {
    match &state.distrust {
        Some(why) => Err(why.clone()),
        None => Ok(state),
    }
}

/// Writes about an operation that was refused before its plan could be carried out. When somebody else is changing the host,
/// nobody waits for that: the refusal is not written about.
pub fn note_refusal(machine: &dyn Machine, error: &HostError) {
    let Ok(lock) = machine
        .store()
        .lock(Duration::from_millis(200), &mut |_| {})
    else {
        return;
    };
    let _lock = Exclusive::from(lock);
    journal_refusal(machine, None, error, Duration::ZERO);
}

/// Writes about a refusal. One that cannot be written about is a refusal all the same. Needs the lock.
fn journal_refusal(
    machine: &dyn Machine,
    before: Option<&State>,
    error: &HostError,
    took: Duration,
) {
    let operation = Operation {
        plan: None,
        stands: &[],
        before,
        after: None,
        outcome: Outcome::Failed(error),
        took,
    };
    let _ = journal_operation(machine, &operation);
}

/// The host's lock, with Ctrl+Z kept waiting: a process that is stopped would keep everybody else from the host.
struct Exclusive {
    /// Goes first: a process that stops afterwards does not have it.
    _lock: Lock,
    _deferred: Deferred,
}

impl From<Lock> for Exclusive {
    fn from(lock: Lock) -> Self {
        Self {
            _lock: lock,
            _deferred: signals::defer(signals::OF_A_COMMIT),
        }
    }
}

fn lock(machine: &dyn Machine, options: &mut Options<'_>) -> Result<Exclusive, HostError> {
    let observer = &mut *options.observer;
    let lock = machine.store().lock(options.patience, &mut |holder| {
        observer.on(&Progress::Waiting { holder })
    })?;
    options.observer.on(&Progress::Locked);
    Ok(lock.into())
}

/// Carries out one change: the desired state is written here, everything else by the host.
fn apply(machine: &dyn Machine, change: &Change, desired: &mut Desired) -> Result<(), HostError> {
    let Change::Desired(DesiredChange::Set { edit }) = change else {
        return machine.apply(change);
    };
    let mut next = desired.clone();
    next.edit(edit);
    machine.store().save(&next)?;
    *desired = next;
    Ok(())
}

fn scope_of_steps<'s>(steps: impl Iterator<Item = &'s Step>) -> Scope {
    steps.fold(Scope::default(), |scope, step| {
        scope.union(&step.change.scope())
    })
}
