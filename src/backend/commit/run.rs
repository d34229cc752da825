//! One commit under way: the steps, one after another, and what becomes of them.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::atomic::Ordering;

use super::groups::{is_in_any, last_of_each_subject, with_those_that_build_on};
use super::record::Record;
use super::undo::{in_use, undo_steps};
use super::{Options, Progress, Report, apply, scope_of_steps};
use crate::model::{Scope, State};
use crate::plan::{Change, DesiredChange, Plan, Step, Unit};
use crate::state::{Desired, DesiredEdit, Refused};
use crate::{Category, HostError, Machine};
use iovsh_base::interrupt;

/// One commit under way.
pub(super) struct Commit<'p, 'o, 'a> {
    machine: &'p dyn Machine,
    plan: &'p Plan,
    options: &'o mut Options<'a>,
    /// What is asked for, as far as it was written.
    desired: Desired,
    /// Steps that were carried out and not undone.
    pub applied: Vec<usize>,
    /// Units that were given up.
    dropped: HashSet<Unit>,
    warnings: Vec<HostError>,
    failed: BTreeMap<u32, HostError>,
    given_up: BTreeSet<u32>,
    /// What was done for a target that failed could not be undone.
    unfinished: bool,
    /// Adapters that got no VF, and what refused it.
    refused: Vec<Refused>,
}

impl<'p, 'o, 'a> Commit<'p, 'o, 'a> {
    pub fn new(machine: &'p dyn Machine, plan: &'p Plan, options: &'o mut Options<'a>) -> Self {
        Self {
            machine,
            plan,
            options,
            desired: Desired::default(),
            applied: Vec::new(),
            dropped: HashSet::new(),
            warnings: Vec::new(),
            failed: BTreeMap::new(),
            given_up: BTreeSet::new(),
            unfinished: false,
            refused: Vec::new(),
        }
    }

    /// Carries the plan out on the host as it was seen under this lock, `before`; looks at `scope` when it is done. Gives what was seen
    /// too, if nothing was undone after that.
    pub fn run(
        &mut self,
        before: &State,
        scope: &Scope,
    ) -> Result<(Report, Option<State>), HostError> {
        self.desired = before.desired.clone();
        self.options.observer.on(&Progress::Checked);
        // From here on the host changes: Ctrl+C is looked for between the steps only, and no wait is cut short.
        let _held = interrupt::hold();
        let record = Record::of(self.plan);
        if self.options.recorded {
            record.begin(self.machine.store())?;
            self.options.observer.on(&Progress::Recorded);
        }
        let scope = scope_of_steps(self.plan.steps.iter()).union(scope);
        let steps = &self.plan.steps;
        let last = steps.iter().position(|step| step.change.destroys());
        let last = last.unwrap_or(steps.len());
        let seen = self
            .apply_all(&record, 0..last)
            .and_then(|()| self.verify(&scope, 0));
        let mut after = match seen {
            Ok(after) => after,
            Err(error) => return Err(self.give_up(error)),
        };
        if last < steps.len() {
            after = self.destroy(&record, last, after, &scope);
        }
        self.keep_refusals(after.as_mut());
        self.options.observer.on(&Progress::Verified);
        // As long as something is left to be undone the record stays, and the next start tries once more.
        if self.options.recorded && !self.unfinished {
            self.machine.store().drop_intent()?;
        }
        self.options.observer.on(&Progress::Finished);
        let report = Report {
            applied: self.applied.clone(),
            warnings: std::mem::take(&mut self.warnings),
            failed: std::mem::take(&mut self.failed),
            given_up: std::mem::take(&mut self.given_up),
            unfinished: self.unfinished,
            refused: std::mem::take(&mut self.refused),
            recovered: None,
        };
        Ok((report, after))
    }

    /// Carries out the steps at the end of the plan that destroy something, now that all others took effect. Whatever fails here is a
    /// warning: from now on nothing is undone, as what it would be undone with may be gone.
    fn destroy(
        &mut self,
        record: &Record,
        first: usize,
        seen: Option<State>,
        scope: &Scope,
    ) -> Option<State> {
        // Something was undone after the look that was to prove the plan.
        let seen = seen.map_or_else(|| self.machine.snapshot(scope), Ok);
        let done = seen.and_then(|seen| {
            let steps = self.plan.steps.get(first..).unwrap_or_default();
            for step in steps.iter().filter(|step| !step.change.is_safe_in(&seen)) {
                if !is_in_any(step, &self.dropped) {
                    self.warnings.push(in_use(step));
                    self.dropped.insert(step.unit());
                }
            }
            self.apply_all(record, first..self.plan.steps.len())?;
            self.verify(scope, first)
        });
        done.unwrap_or_else(|error| {
            self.warnings.push(error);
            None
        })
    }

    fn apply_all(&mut self, record: &Record, which: Range<usize>) -> Result<(), HostError> {
        let total = self.plan.steps.len();
        let steps = self.plan.steps.iter().enumerate();
        for (index, step) in steps.skip(which.start).take(which.len()) {
            let cancel = self.options.cancel;
            if cancel.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
                return self.cancelled(index);
            }
            if is_in_any(step, &self.dropped) {
                continue;
            }
            if self.options.recorded {
                record.mark_begun(self.machine.store(), index)?;
            }
            let observer = &mut *self.options.observer;
            observer.on(&Progress::StepBegun {
                index,
                total,
                step,
                target: &self.plan.target,
            });
            let outcome = {
                let _stoppable = interrupt::stoppable();
                apply(self.machine, &step.change, &mut self.desired)
            };
            // A step that failed may have been carried out in part (one knob of several): it is undone by what is seen. But what was
            // there already when it was to be made is somebody else's, and an undo would destroy that.
            let is_others = |error: &HostError| {
                let undo = step.undo.as_ref();
                error.category == Category::ResourceExists && undo.is_some_and(Change::destroys)
            };
            if !outcome.as_ref().is_err_and(is_others) {
                self.applied.push(index);
            }
            match outcome {
                Ok(()) => observer.on(&Progress::StepDone { index, total, step }),
                Err(error) => {
                    observer.on(&Progress::StepFailed {
                        index,
                        step,
                        error: &error,
                    });
                    self.fail(step.unit(), error)?;
                }
            }
        }
        Ok(())
    }

    /// What a step belongs to has failed.
    ///
    /// # Errors
    /// It belongs to nothing smaller than the plan: all of it failed.
    fn fail(&mut self, unit: Unit, error: HostError) -> Result<(), HostError> {
        if unit == Unit::Plan {
            return Err(error);
        }
        let mut error = self.drop_unit(unit, error);
        let Unit::Target(target) = unit else {
            let error = self.refusal(unit, error);
            self.warnings.push(error);
            return Ok(());
        };
        if self.options.stops_at_first_failure {
            let steps = self.plan.steps.iter();
            let later: BTreeSet<u32> = steps
                .filter_map(|s| s.target)
                .filter(|t| *t > target)
                .collect();
            for target in later {
                error = self.drop_unit(Unit::Target(target), error);
            }
        }
        self.failed.insert(target, error);
        Ok(())
    }

    /// What a group met that was to allocate a VF is the reason of the adapter that has none now.
    fn refusal(&mut self, unit: Unit, error: HostError) -> HostError {
        let Unit::Group(group) = unit else {
            return error;
        };
        let Some(allocation) = self.plan.allocations.get(&group) else {
            return error;
        };
        self.refused
            .push(Refused::of(allocation.who.clone(), &error));
        let message = format!(
            "{} runs without a virtual function: {}",
            allocation.name, error.message
        );
        error.with_message(message)
    }

    /// Writes down why adapters got no VF. What cannot be written is told all the same, once.
    fn keep_refusals(&mut self, after: Option<&mut State>) {
        for refused in &self.refused {
            let edit = DesiredEdit::PutRefused(refused.clone());
            if self.desired.has(&edit) {
                continue;
            }
            let change = DesiredChange::Set { edit }.into();
            if let Err(error) = apply(self.machine, &change, &mut self.desired) {
                // A store that cannot be written may be what refused it.
                if !self.warnings.iter().any(|told| told.id == error.id) {
                    self.warnings.push(error);
                }
                break;
            }
        }
        if let Some(after) = after.filter(|_| !self.refused.is_empty()) {
            after.desired.refused.clone_from(&self.desired.refused);
        }
    }

    /// Undoes a unit, and those that build on it; gives the error with what could not be undone.
    fn drop_unit(&mut self, unit: Unit, error: HostError) -> HostError {
        let steps = &self.plan.steps;
        let lost = with_those_that_build_on(steps, unit);
        let is_lost = |index: &usize| steps.get(*index).is_some_and(|step| is_in_any(step, &lost));
        let (gone, kept): (Vec<usize>, Vec<usize>) =
            self.applied.iter().partition(|index| is_lost(index));
        self.applied = kept;
        let targets = lost.iter().filter_map(|lost| match lost {
            Unit::Target(target) if *lost != unit => Some(*target),
            _ => None,
        });
        let failed = &self.failed;
        self.given_up
            .extend(targets.filter(|target| !failed.contains_key(target)));
        self.dropped.extend(lost);
        let failures = undo_steps(
            self.machine,
            steps,
            &gone,
            &mut self.desired,
            self.options.observer,
        );
        self.unfinished |= matches!(unit, Unit::Target(_)) && !failures.is_empty();
        failures.into_iter().fold(error, HostError::and_also)
    }

    /// Cancelled before the step at `index`. As long as something that must be done is ahead, everything is undone, or, of several
    /// targets, what was done for those that are not done yet. After that only the best-effort groups that are left are given up:
    /// nobody wants a machine that was stopped to be started again.
    fn cancelled(&mut self, index: usize) -> Result<(), HostError> {
        let title = &self.plan.title;
        let error =
            |text: String| HostError::new("Commit.Cancelled", Category::OperationStopped, text);
        let undone = error(format!(
            "'{title}' was cancelled; what had been done was undone."
        ));
        let text = error(format!(
            "'{title}' was cancelled; what had to be done was done, and the rest was left."
        ));
        let ahead = self.plan.steps.get(index..).unwrap_or_default();
        let done_nothing = self.applied.is_empty() && ahead.iter().all(|s| s.target.is_none());
        if done_nothing || ahead.iter().any(|s| s.unit() == Unit::Plan) {
            return Err(undone);
        }
        let units: BTreeSet<Unit> = ahead.iter().map(Step::unit).collect();
        let mut told = false;
        // Targets come before groups: a group of a target that is not done goes with it.
        for unit in units {
            let is_begun = |i: &usize| self.plan.steps.get(*i).is_some_and(|step| unit.has(step));
            let begun = self.applied.iter().any(is_begun);
            match unit {
                Unit::Target(target) if !self.dropped.contains(&unit) => {
                    let error = self.drop_unit(unit, undone.clone());
                    self.given_up.remove(&target);
                    self.failed.insert(target, error);
                    told = true;
                }
                Unit::Group(_) if begun => {
                    let error = self.drop_unit(unit, text.clone());
                    self.warnings.push(error);
                    told = true;
                }
                _ => {
                    self.dropped.insert(unit);
                }
            }
        }
        if !told {
            self.warnings.push(text);
        }
        Ok(())
    }

    /// Looks whether everything from the step at `first` on took effect. Gives what was seen, if nothing was undone after that.
    fn verify(&mut self, scope: &Scope, first: usize) -> Result<Option<State>, HostError> {
        let after = self.machine.snapshot(scope)?;
        let mut stands = true;
        let proved = last_of_each_subject(&self.plan.steps, &self.applied, &after);
        for index in proved.into_iter().filter(|index| *index >= first) {
            let Some(step) = self.plan.steps.get(index) else {
                continue;
            };
            let Some(wanted) = step.change.mismatch(&after) else {
                continue;
            };
            if is_in_any(step, &self.dropped) {
                continue;
            }
            let error = HostError::new(
                "Commit.NotVerified",
                Category::InvalidResult,
                format!("'{}' was accepted but did not take effect (wanted: {wanted}).", step.what),
            )
            .next_step("Something else on the host may work against it; look at the kernel log and run the command again.");
            self.fail(step.unit(), error)?;
            stands = false;
        }
        Ok(stands.then_some(after))
    }

    /// Undoes everything, in reverse, and says what failed on the way.
    fn give_up(&mut self, error: HostError) -> HostError {
        let applied = std::mem::take(&mut self.applied);
        let failures = undo_steps(
            self.machine,
            &self.plan.steps,
            &applied,
            &mut self.desired,
            self.options.observer,
        );
        let undone = failures.is_empty();
        let mut error = failures.into_iter().fold(error, HostError::and_also);
        if undone {
            if self.options.recorded
                && let Err(kept) = self.machine.store().drop_intent()
            {
                error = error.and_also(kept);
            }
            self.options.observer.on(&Progress::Finished);
        }
        // With an undo that failed the record stays: the next start tries once more.
        error
    }
}
