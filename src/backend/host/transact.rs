//! What a host does for those who ask: several intents are one transaction, and what it makes possible is done under the same lock.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use crate::commit::{Options, Report, Transaction};
use crate::model::{Scope, State};
use crate::policy::{self, Intent, Planned};
use crate::state::AdapterRef;
use crate::{Category, HostError, Machine, Plan};
use serde::{Deserialize, Serialize};

/// What became of intents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What became of each, by its place in the list. One that is missing was not reached: one before it failed, or Ctrl+C was
    /// pressed.
    pub outcomes: BTreeMap<u32, Result<(), HostError>>,
    /// The plans that were carried out, and what came of them, in order. The last may be a repair that the others made possible.
    pub done: Vec<(Plan, Report)>,
    /// What could not be read of the host.
    pub unread: Vec<HostError>,
    /// Why what the others made possible was not done.
    pub repair: Option<HostError>,
    /// The host as it is; `None` when something was undone after the last look.
    pub after: Option<State>,
}

/// Carries intents out, one after another, under one lock: the host is looked at before and after, however many they are. One that
/// fails is undone and the others go on, unless the options say otherwise.
///
/// # Errors
/// `Commit.Locked`, and why the host or its desired state cannot be read: nothing was changed.
pub fn transact(
    machine: &dyn Machine,
    scope: &Scope,
    intents: &[Intent],
    options: &mut Options<'_>,
) -> Result<Answer, HostError> {
    let mut transaction = Transaction::begin(machine, scope, options)?;
    let mut answer = Answer {
        unread: transaction.state().unread.clone(),
        ..Answer::default()
    };
    let mut waiting: Vec<(u32, &Intent)> = (0..).zip(intents).collect();
    policy::in_order(transaction.state(), &mut waiting);
    let (mut changed, mut unfinished) = (false, false);
    // Once, as a rule. Those that were given up because they build on one that failed are tried again without it.
    while !waiting.is_empty() {
        let Planned { plan, refused } = policy::plan(
            transaction.state(),
            &waiting,
            options.stops_at_first_failure,
        );
        for error in refused.values() {
            transaction.note_refusal(error);
        }
        let reached = reached(&waiting, &refused, options);
        let report = transaction.carry_out(&plan, options);
        let mut again = Vec::new();
        match report {
            Ok(mut report) => {
                for (place, intent) in reached {
                    if report.given_up.contains(&place) {
                        again.push((place, intent));
                    } else {
                        let failed = report.failed.remove(&place);
                        answer.outcomes.insert(place, failed.map_or(Ok(()), Err));
                    }
                }
                changed |= !plan.is_empty();
                unfinished |= report.unfinished;
                answer.done.push((plan, report));
            }
            Err(error) => {
                let failed = reached.into_iter();
                let failed = failed.map(|(place, _)| (place, Err(error.clone())));
                answer.outcomes.extend(failed);
            }
        }
        let refused = refused.into_iter();
        answer
            .outcomes
            .extend(refused.map(|(place, error)| (place, Err(error))));
        let failed = answer.outcomes.values().any(Result::is_err);
        if is_cancelled(options) || (failed && options.stops_at_first_failure) {
            break;
        }
        // The record of what is left to be undone must not be written over, and a host that cannot be seen is not changed.
        let blocked = match unfinished {
            true => Some(undo_first()),
            false if again.is_empty() => None,
            false => transaction.look().err(),
        };
        if let Some(why) = blocked {
            let left = again.iter().map(|(place, _)| (*place, Err(why.clone())));
            answer.outcomes.extend(left);
            break;
        }
        waiting = again;
    }
    let is_followed_up = scope.covers(&Scope::PLAN) && intents.iter().all(Intent::is_followed_up);
    if changed && !unfinished && is_followed_up && !is_cancelled(options) {
        match repair(&mut transaction, &answer.done, options) {
            Ok(done) => answer.done.extend(done),
            Err(error) => answer.repair = Some(error),
        }
    }
    answer.after = transaction.into_state();
    Ok(answer)
}

/// Does what a change made possible: a VF that became free goes to the next adapter that waits for one.
///
/// What refused an adapter its VF a moment ago would refuse it again, and be told twice: that is left to the agent.
fn repair(
    transaction: &mut Transaction<'_>,
    done: &[(Plan, Report)],
    options: &mut Options<'_>,
) -> Result<Option<(Plan, Report)>, HostError> {
    transaction.look()?;
    let refused = done.iter().flat_map(|(_, report)| &report.refused);
    let refused: Vec<&AdapterRef> = refused.map(|refused| &refused.who).collect();
    let mut plan = policy::reconcile(transaction.state());
    plan.leave_out_allocations(|who| refused.contains(&who));
    if plan.is_empty() {
        return Ok(None);
    }
    let report = transaction.carry_out(&plan, options)?;
    Ok(Some((plan, report)))
}

/// Why a target that was undone with another one is not tried again.
fn undo_first() -> HostError {
    HostError::new(
        "Commit.Blocked",
        Category::ResourceBusy,
        "This was undone together with a target that failed, and that target could not be undone whole.",
    )
    .next_step("Run the command again: it undoes what is left first.")
}

/// Those that were planned.
fn reached<'i>(
    waiting: &[(u32, &'i Intent)],
    refused: &BTreeMap<u32, HostError>,
    options: &Options<'_>,
) -> Vec<(u32, &'i Intent)> {
    let is_refused = |place: &u32| refused.contains_key(place);
    let planned = waiting.iter().copied();
    planned
        .take_while(|(place, _)| !options.stops_at_first_failure || !is_refused(place))
        .filter(|(place, _)| !is_refused(place))
        .collect()
}

fn is_cancelled(options: &Options<'_>) -> bool {
    options
        .cancel
        .is_some_and(|flag| flag.load(Ordering::Relaxed))
}
