//! Carrying a plan out: lock, look again, check, record, apply, verify, and undo in reverse when a step fails.
//!
//! The order is what makes it safe. Nothing is changed before the record of what will be changed is on the disk; nothing
//! counts as done before it was seen; and whoever finds a record knows from the host itself which steps were taken.

mod chronicle;
mod decide;
mod record;
mod recover;

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chronicle::{Act, Outcome};
pub use decide::{Decided, decide};
use record::Record;
pub use recover::{Recovery, recover};

use iovsh_base::interrupt;
use iovsh_base::signals::{self, Deferred};

use super::model::{Scope, State};
use super::plan::{Change, DesiredChange, Plan, Step, Subject};
use super::state::{Desired, Lock};
use super::{Category, Host, HostError};

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
pub struct Silent;

impl Observer for Silent {
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
    /// Who is told.
    pub observer: &'a mut dyn Observer,
}

impl<'a> Options<'a> {
    /// The usual patience of one minute, no cancellation.
    pub fn new(observer: &'a mut dyn Observer) -> Self {
        Self {
            patience: Duration::from_mins(1),
            cancel: None,
            observer,
        }
    }

    /// With a flag that stops the commit between two steps.
    #[must_use]
    pub fn cancelled_by(mut self, flag: &'a AtomicBool) -> Self {
        self.cancel = Some(flag);
        self
    }
}

/// What a commit that succeeded did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The positions in the plan of the steps that were carried out and stand.
    pub applied: Vec<usize>,
    /// Wishes that could not be met; their steps were undone.
    pub warnings: Vec<HostError>,
    /// What was found unfinished from an earlier commit, and what became of it.
    pub recovered: Option<Recovery>,
    /// The host as it was seen when everything was done. None where something was undone after that look.
    pub after: Option<State>,
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
///   warning: what had to be done stands, and the wishes that were left are given up.)
/// - The error of the step that failed; everything was undone. Undo steps that failed are in [`super::error::Details::also`].
pub fn commit(
    host: &dyn Host,
    plan: &Plan,
    options: &mut Options<'_>,
) -> Result<Report, HostError> {
    if plan.is_empty() {
        return Ok(Report::default());
    }
    let began = Instant::now();
    let _lock = lock(host, options)?;
    let recovered = recover::under_lock(host, options.observer)?;
    let run = |commit: &mut Commit<'_, '_, '_>| commit.run_after_a_look();
    carry_out(host, plan, recovered, began, options, run)
}

/// Carries a plan out under the lock, and writes about it.
fn carry_out<'p, 'o, 'a>(
    host: &'p dyn Host,
    plan: &'p Plan,
    recovered: Option<Recovery>,
    began: Instant,
    options: &'o mut Options<'a>,
    run: impl FnOnce(&mut Commit<'p, 'o, 'a>) -> Result<Report, HostError>,
) -> Result<Report, HostError> {
    let mut commit = Commit::new(host, plan, options);
    let mut result = run(&mut commit);
    if let Ok(report) = &mut result {
        report.recovered = recovered;
    }
    let before = std::mem::take(&mut commit.before);
    let stands = std::mem::take(&mut commit.applied);
    let kept = chronicle(
        host,
        &Act {
            plan: Some(plan),
            stands: &stands,
            before: Some(&before),
            outcome: match &result {
                Ok(report) => Outcome::Done(report),
                Err(error) => Outcome::Failed(error),
            },
            took: began.elapsed(),
        },
    );
    match (&mut result, kept) {
        (Ok(report), Err(error)) => report.warnings.push(error),
        (Err(error), Err(other)) => *error = error.clone().and_also(other),
        (_, Ok(())) => {}
    }
    result
}

/// Writes about an act. Needs the lock.
fn chronicle(host: &dyn Host, act: &Act<'_>) -> Result<(), HostError> {
    let mut entries = act.entries();
    if entries.is_empty() {
        return Ok(());
    }
    host.keep(&mut entries)
}

/// Makes a plan from a snapshot that is taken under the lock, and carries it out: nobody can come in between. The host is looked
/// at twice, before and after.
///
/// # Errors
/// Those of `planner`, of [`Host::snapshot`] and of [`commit`], `Commit.StateChanged` excepted.
pub fn transact(
    host: &dyn Host,
    scope: &Scope,
    planner: &mut dyn FnMut(&State) -> Result<Plan, HostError>,
    options: &mut Options<'_>,
) -> Result<(Plan, Report), HostError> {
    let began = Instant::now();
    let _lock = lock(host, options)?;
    let recovered = recover::under_lock(host, options.observer)?;
    let before = trusted(host.snapshot(scope)?)?;
    let plan = planner(&before).inspect_err(|error| {
        // A refusal that cannot be written about is a refusal all the same.
        let _ = chronicle(
            host,
            &Act {
                plan: None,
                stands: &[],
                before: Some(&before),
                outcome: Outcome::Failed(error),
                took: began.elapsed(),
            },
        );
    })?;
    if plan.is_empty() {
        let report = Report {
            recovered,
            after: Some(before),
            ..Report::default()
        };
        return Ok((plan, report));
    }
    let run = |commit: &mut Commit<'_, '_, '_>| commit.run(before, scope);
    let report = carry_out(host, &plan, recovered, began, options, run)?;
    Ok((plan, report))
}

/// Lets no change through that would be made by a desired state that is damaged or gone.
fn trusted(state: State) -> Result<State, HostError> {
    match &state.distrust {
        Some(why) => Err(why.clone()),
        None => Ok(state),
    }
}

/// Writes about an act that was refused before its plan could be carried out. When somebody else is changing the host,
/// nobody waits for that: the refusal is not written about.
pub fn note_refusal(host: &dyn Host, error: &HostError) {
    let Ok(lock) = host.store().lock(Duration::from_millis(200), &mut |_| {}) else {
        return;
    };
    let _lock = Exclusive::from(lock);
    let _ = chronicle(
        host,
        &Act {
            plan: None,
            stands: &[],
            before: None,
            outcome: Outcome::Failed(error),
            took: Duration::ZERO,
        },
    );
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

fn lock(host: &dyn Host, options: &mut Options<'_>) -> Result<Exclusive, HostError> {
    let observer = &mut *options.observer;
    let lock = host.store().lock(options.patience, &mut |holder| {
        observer.on(&Progress::Waiting { holder })
    })?;
    options.observer.on(&Progress::Locked);
    Ok(lock.into())
}

/// One commit under way.
struct Commit<'p, 'o, 'a> {
    host: &'p dyn Host,
    plan: &'p Plan,
    options: &'o mut Options<'a>,
    /// The host as it was before.
    before: State,
    desired: Desired,
    /// Steps that were carried out and not undone.
    applied: Vec<usize>,
    /// Wishes that were given up.
    dropped: HashSet<u32>,
    warnings: Vec<HostError>,
}

impl<'p, 'o, 'a> Commit<'p, 'o, 'a> {
    fn new(host: &'p dyn Host, plan: &'p Plan, options: &'o mut Options<'a>) -> Self {
        Self {
            host,
            plan,
            options,
            before: State::default(),
            desired: Desired::default(),
            applied: Vec::new(),
            dropped: HashSet::new(),
            warnings: Vec::new(),
        }
    }

    /// Carries the plan out on the host as it is found now, if it still fits.
    fn run_after_a_look(&mut self) -> Result<Report, HostError> {
        let scope = scope_of_steps(&self.plan.steps);
        let before = trusted(self.host.snapshot(&scope)?)?;
        preflight(&self.plan.steps, &before)?;
        self.run(before, &scope)
    }

    /// Carries the plan out on the host as it was seen under this lock, `before`; looks at `scope` when it is done.
    fn run(&mut self, before: State, scope: &Scope) -> Result<Report, HostError> {
        self.desired = before.desired.clone();
        self.before = before;
        self.options.observer.on(&Progress::Checked);
        // From here on the host changes: Ctrl+C is looked for between the steps only, and no wait is cut short.
        let _held = interrupt::hold();
        let record = Record::of(self.plan);
        record.begin(self.host.store())?;
        self.options.observer.on(&Progress::Recorded);
        let scope = scope_of_steps(&self.plan.steps).union(scope);
        let seen = self.apply_all(&record).and_then(|()| self.verify(&scope));
        let after = match seen {
            Ok(after) => after,
            Err(error) => return Err(self.give_up(error)),
        };
        self.options.observer.on(&Progress::Verified);
        self.host.store().drop_intent()?;
        self.options.observer.on(&Progress::Finished);
        Ok(Report {
            applied: self.applied.clone(),
            warnings: std::mem::take(&mut self.warnings),
            recovered: None,
            after,
        })
    }

    fn apply_all(&mut self, record: &Record) -> Result<(), HostError> {
        let total = self.plan.steps.len();
        for (index, step) in self.plan.steps.iter().enumerate() {
            if self
                .options
                .cancel
                .is_some_and(|flag| flag.load(Ordering::Relaxed))
            {
                return self.cancelled(index);
            }
            if step.wish.is_some_and(|wish| self.dropped.contains(&wish)) {
                continue;
            }
            record.mark_begun(self.host.store(), index)?;
            self.options
                .observer
                .on(&Progress::StepBegun { index, total, step });
            match apply(self.host, &step.change, &mut self.desired) {
                Ok(()) => {
                    self.applied.push(index);
                    self.options
                        .observer
                        .on(&Progress::StepDone { index, total, step });
                }
                Err(error) => {
                    self.options.observer.on(&Progress::StepFailed {
                        index,
                        step,
                        error: &error,
                    });
                    let Some(wish) = step.wish else {
                        // The step may have been carried out in part (one knob of several): undo it by what is seen.
                        self.applied.push(index);
                        return Err(error);
                    };
                    self.applied.push(index);
                    self.drop_wish(wish, error);
                }
            }
        }
        Ok(())
    }

    /// Cancelled before the step at `index`. As long as something that must be done is ahead, everything is undone. After
    /// that only the wishes that are left are given up: nobody wants a machine that was stopped to be started again.
    fn cancelled(&mut self, index: usize) -> Result<(), HostError> {
        let title = &self.plan.title;
        let error =
            |text: String| HostError::new("Commit.Cancelled", Category::OperationStopped, text);
        let ahead = self.plan.steps.get(index..).unwrap_or_default();
        if self.applied.is_empty() || ahead.iter().any(|s| s.wish.is_none()) {
            return Err(error(format!(
                "'{title}' was cancelled; what had been done was undone."
            )));
        }
        let text = format!(
            "'{title}' was cancelled; what had to be done was done, and the rest was left."
        );
        let begun = index
            .checked_sub(1)
            .and_then(|last| self.plan.steps.get(last))
            .and_then(|s| s.wish);
        let unfinished = begun.filter(|wish| ahead.iter().any(|s| s.wish == Some(*wish)));
        self.dropped.extend(ahead.iter().filter_map(|s| s.wish));
        match unfinished {
            Some(wish) => self.drop_wish(wish, error(text)),
            None => self.warnings.push(error(text)),
        }
        Ok(())
    }

    /// Undoes one wish, and those that build on it, and keeps its failure as a warning.
    fn drop_wish(&mut self, wish: u32, error: HostError) {
        let steps = &self.plan.steps;
        let lost = with_those_that_build_on(steps, wish);
        let of_wish = |index: &usize| {
            let wish = steps.get(*index).and_then(|s| s.wish);
            wish.is_some_and(|wish| lost.contains(&wish))
        };
        self.dropped.extend(&lost);
        let (gone, kept): (Vec<usize>, Vec<usize>) =
            self.applied.iter().partition(|index| of_wish(index));
        self.applied = kept;
        let failures = undo_steps(
            self.host,
            steps,
            &gone,
            &mut self.desired,
            self.options.observer,
        );
        self.warnings
            .push(failures.into_iter().fold(error, HostError::and_also));
    }

    /// Looks whether everything came true. Gives what was seen, if nothing was undone after that.
    fn verify(&mut self, scope: &Scope) -> Result<Option<State>, HostError> {
        let after = self.host.snapshot(scope)?;
        let mut stands = true;
        for index in last_of_each_subject(&self.plan.steps, &self.applied, &after) {
            let Some(step) = self.plan.steps.get(index) else {
                continue;
            };
            let Some(wanted) = step.change.mismatch(&after) else {
                continue;
            };
            let error = HostError::new(
                "Commit.NotVerified",
                Category::InvalidResult,
                format!("'{}' was accepted but did not come true (wanted: {wanted}).", step.what),
            )
            .next_step("Something else on the host may work against it; look at the kernel log and run the command again.");
            match step.wish {
                None => return Err(error),
                Some(wish) if self.dropped.contains(&wish) => {}
                Some(wish) => {
                    stands = false;
                    self.drop_wish(wish, error);
                }
            }
        }
        Ok(stands.then_some(after))
    }

    /// Undoes everything, in reverse, and says what failed on the way.
    fn give_up(&mut self, error: HostError) -> HostError {
        let applied = std::mem::take(&mut self.applied);
        let failures = undo_steps(
            self.host,
            &self.plan.steps,
            &applied,
            &mut self.desired,
            self.options.observer,
        );
        let undone = failures.is_empty();
        let mut error = failures.into_iter().fold(error, HostError::and_also);
        if undone {
            if let Err(kept) = self.host.store().drop_intent() {
                error = error.and_also(kept);
            }
            self.options.observer.on(&Progress::Finished);
        }
        // With an undo that failed the record stays: the next start tries once more.
        error
    }
}

/// Carries out one change: the desired state is written here, everything else by the host.
fn apply(host: &dyn Host, change: &Change, desired: &mut Desired) -> Result<(), HostError> {
    let Change::Desired(DesiredChange::Set { edit }) = change else {
        return host.apply(change);
    };
    let mut next = desired.clone();
    next.edit(edit);
    host.store().save(&next)?;
    *desired = next;
    Ok(())
}

/// The plan is still valid if, for the first step on each subject, the step's inverse already is satisfied, and if no step forgets
/// what is in use when its turn comes.
fn preflight(steps: &[Step], state: &State) -> Result<(), HostError> {
    let mut seen = HashSet::new();
    let mut ahead = state.clone();
    for step in steps {
        if !step.change.is_safe_in(&ahead) {
            return Err(state_changed(step));
        }
        step.change.effect(&mut ahead);
        if !seen.insert(step.change.subject()) {
            continue;
        }
        // The plan knows the subject as it is after an earlier step that it depends on.
        let mut carriers = step.change.depends_on(state).into_iter();
        if carriers.any(|subject| seen.contains(&subject)) {
            continue;
        }
        // An inverse that is not satisfied does not prove by itself that the host changed: a MAC of zero, which some drivers
        // refuse, is given back as another one.
        let moved = |undo: &Change| {
            undo.is_satisfied(state) == Some(false)
                && step.change.inverse(state).as_ref() != Some(undo)
        };
        if step.undo.as_ref().is_some_and(moved) {
            return Err(state_changed(step));
        }
    }
    Ok(())
}

fn state_changed(step: &Step) -> HostError {
    HostError::new(
        "Commit.StateChanged",
        Category::ResourceBusy,
        format!(
            "The host changed since the plan was made: '{}' no longer fits.",
            step.what
        ),
    )
    .next_step("Nothing was changed. Run the command again.")
}

/// Undoes `indices` in reverse. Then looks at the host and repeats what did not come true; gives what is left.
fn undo_steps(
    host: &dyn Host,
    steps: &[Step],
    indices: &[usize],
    desired: &mut Desired,
    observer: &mut dyn Observer,
) -> Vec<HostError> {
    let chosen: Vec<(usize, &Step)> = indices
        .iter()
        .filter_map(|i| steps.get(*i).map(|s| (*i, s)))
        .collect();
    if chosen.is_empty() {
        return Vec::new();
    }
    let scope = chosen.iter().fold(Scope::default(), |scope, (_, s)| {
        scope.union(&s.change.scope())
    });
    let mut first_keys = HashSet::new();
    let firsts: HashSet<usize> = chosen
        .iter()
        .filter(|(_, s)| first_keys.insert(s.change.subject()))
        .map(|(index, _)| *index)
        .collect();
    let mut failed: HashMap<usize, HostError> = HashMap::new();
    let mut put_off: HashSet<usize> = HashSet::new();
    // Twice: the second round looks whether the first came true, and something that was busy because of a later step may
    // have become free.
    for round in 0..2 {
        let mut live = match host.snapshot(&scope) {
            Ok(state) => state,
            Err(error) => return vec![error],
        };
        // What a VF that stays is in the way of: those things, and the wishes that they belong to.
        let mut kept: HashSet<Subject> = HashSet::new();
        let mut behind: HashSet<u32> = HashSet::new();
        for (index, step) in chosen.iter().rev() {
            let Some(undo) = &step.undo else { continue };
            if undo.vanishes_with().is_some_and(|life| life.is_over(&live)) {
                failed.remove(index);
                continue;
            }
            let held = undo.is_satisfied(&live);
            // A VF that its guest does not let go keeps its settings and its claim: it still is that guest's, and does not go
            // back to whoever had it before.
            let stays = is_anchored(steps, step, &failed)
                || kept.contains(&step.change.subject())
                || step.wish.is_some_and(|wish| behind.contains(&wish));
            if stays && !failed.contains_key(index) {
                put_off.insert(*index);
                kept.insert(step.change.subject());
                behind.extend(step.wish);
                continue;
            }
            let again = failed.contains_key(index)
                || put_off.remove(index)
                || (firsts.contains(index) && held == Some(false));
            if held == Some(true) || (round > 0 && !again) {
                failed.remove(index);
                continue;
            }
            observer.on(&Progress::Undo {
                index: *index,
                step,
            });
            match apply(host, undo, desired) {
                Ok(()) => {
                    failed.remove(index);
                    undo.effect(&mut live);
                }
                Err(error) => {
                    failed.insert(*index, error);
                }
            }
        }
    }
    let mut left: Vec<(usize, HostError)> = failed.into_iter().collect();
    left.sort_by_key(|(index, _)| std::cmp::Reverse(*index));
    left.into_iter()
        .map(|(index, error)| {
            let what = steps.get(index).map_or("", |s| s.what.as_str());
            HostError::new(
                "Commit.UndoFailed",
                error.category,
                format!("'{what}' could not be undone."),
            )
            .and_also(error)
            .next_step("It is tried once more when iovsh is started next.")
        })
        .collect()
}

/// A wish and all later ones that change what it changes (a VF that one VM gives up and another gets): they were planned on
/// what it leads to.
fn with_those_that_build_on(steps: &[Step], wish: u32) -> HashSet<u32> {
    let mut lost = HashSet::from([wish]);
    let mut keys = HashSet::new();
    // Steps stand in order, so one pass meets every wish after those that it builds on.
    for step in steps {
        let Some(own) = step.wish.filter(|own| *own >= wish) else {
            continue;
        };
        if keys.contains(&step.change.subject()) {
            lost.insert(own);
        }
        if lost.contains(&own) {
            let of_own = steps.iter().filter(|s| s.wish == Some(own));
            keys.extend(of_own.map(|s| s.change.subject()));
        }
    }
    lost
}

/// Whether a step belongs to the wish of a step that keeps the others in place, and that could not be undone.
fn is_anchored(steps: &[Step], step: &Step, failed: &HashMap<usize, HostError>) -> bool {
    let anchors = |other: &Step| other.change.anchors_group() && other.wish == step.wish;
    step.wish.is_some() && failed.keys().filter_map(|i| steps.get(*i)).any(anchors)
}

/// The positions after which nothing changes the same thing any more, nor anything that it depends on.
fn last_of_each_subject(steps: &[Step], indices: &[usize], state: &State) -> Vec<usize> {
    let mut seen = HashSet::new();
    let mut last = Vec::new();
    for (index, step) in indices
        .iter()
        .rev()
        .filter_map(|i| Some((*i, steps.get(*i)?)))
    {
        let mut carriers = step.change.depends_on(state).into_iter();
        let taken_along = carriers.any(|subject| seen.contains(&subject));
        if seen.insert(step.change.subject()) && !taken_along {
            last.push(index);
        }
    }
    last.reverse();
    last
}

fn scope_of_steps(steps: &[Step]) -> Scope {
    steps.iter().fold(Scope::default(), |scope, step| {
        scope.union(&step.change.scope())
    })
}
