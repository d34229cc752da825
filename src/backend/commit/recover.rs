//! What becomes of a commit whose process died: it is finished where everything that matters took effect, else undone.

use std::collections::HashSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::groups::{is_in_any, last_of_each_subject, with_those_that_build_on};
use super::record::Record;
use super::undo::undo_steps;
use super::{Exclusive, Observer, scope_of_steps};
use crate::model::State;
use crate::plan::{Change, Step, Unit};
use crate::state::MadeFile;
use crate::{Category, HostError, Machine};
use iovsh_base::interrupt;

/// What was found, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recovery {
    /// Everything had taken effect; only the record was left.
    Finished {
        /// The plan's title.
        title: String,
    },
    /// It had not come that far and was undone.
    Undone {
        /// The plan's title.
        title: String,
    },
}

/// Looks for the record of a commit that was not finished, and finishes or undoes it. Does nothing, quickly, when there is
/// none, when the lock shows that its process still lives, or when this process may not change the host.
///
/// # Errors
/// `Commit.RecoveryFailed`: some of it could not be undone; the record is set aside, so that this is said once. Where only the
/// disk was full it stays, and the next command tries again.
/// `Commit.RecoveryWaits`: this process may not undo all of it ([`Store::confine`](crate::state::Store::confine)); the record stays.
/// `State.Corrupt`: the record itself is damaged; it is set aside.
pub fn recover(
    machine: &dyn Machine,
    observer: &mut dyn Observer,
) -> Result<Option<Recovery>, HostError> {
    // Who may only look leaves it to those who may do something about it.
    if machine.store().may_change().is_err() || machine.store().read_intent()?.is_none() {
        return Ok(None);
    }
    // The record waits until an admin has decided what the desired state is; whoever looks at the host is told of that.
    if machine.store().load().distrust.is_some() {
        return Ok(None);
    }
    match machine.store().lock(Duration::ZERO, &mut |_| {}) {
        Ok(lock) => {
            let _lock = Exclusive::from(lock);
            under_lock(machine, observer)
        }
        Err(error) if error.id == "Commit.Locked" => Ok(None),
        Err(error) => Err(error),
    }
}

/// The same, for a caller that has the lock.
pub(super) fn under_lock(
    machine: &dyn Machine,
    observer: &mut dyn Observer,
) -> Result<Option<Recovery>, HostError> {
    let Some((record, begun)) = Record::found(machine.store())? else {
        return Ok(None);
    };
    let state = super::trusted(machine.snapshot(&scope_of_steps(record.steps.iter()))?)?;
    // A plan whose required steps all took effect stands, and so does a target: only the best-effort groups that were caught half way
    // are given back. That a VM was started is not undone because its VF was not attached yet.
    let mut units: HashSet<Unit> = record.steps.iter().map(Step::unit).collect();
    units.insert(Unit::Plan);
    // What destroys something begins when everything else was seen to have taken effect: there is nothing left to undo that with.
    let begun_steps = record.steps.iter().take(begun);
    let stands_for_good: HashSet<Unit> = begun_steps
        .filter(|step| step.change.destroys() && step.change.is_satisfied(&state) == Some(true))
        .map(|step| step.target.map_or(Unit::Plan, Unit::Target))
        .collect();
    let broken: HashSet<Unit> = units
        .into_iter()
        .filter(|unit| !came_true(&record.steps, begun, *unit, &state))
        .flat_map(|unit| with_those_that_build_on(&record.steps, unit))
        .filter(|unit| !stands_for_good.contains(unit))
        .collect();
    let required_done = !broken.contains(&Unit::Plan);
    let stands = !broken
        .iter()
        .any(|unit| matches!(unit, Unit::Plan | Unit::Target(_)));
    let made = machine.store().made()?;
    let to_undo: Vec<usize> = record
        .steps
        .iter()
        .enumerate()
        .take(begun)
        .filter(|(_, step)| !required_done || is_in_any(step, &broken))
        .filter(|(_, step)| !is_others_image(&step.change, &made, &state))
        .map(|(index, _)| index)
        .collect();
    for step in record.steps.iter().take(begun) {
        machine.tidy(&step.change);
    }
    // What is undone is undone whole, whatever Ctrl+C says meanwhile.
    let _held = interrupt::hold();
    let mut desired = state.desired;
    let failures = undo_steps(machine, &record.steps, &to_undo, &mut desired, observer);
    if failures.is_empty() {
        machine.store().drop_intent()?;
        let title = record.title;
        return Ok(Some(if stands {
            Recovery::Finished { title }
        } else {
            Recovery::Undone { title }
        }));
    }
    let causes = || failures.iter().flat_map(|failure| &failure.also);
    let cut_off = format!("'{}' ({}) was cut off", record.title, record.target);
    if machine.store().is_confined()
        && causes().any(|why| why.category == Category::PermissionDenied)
    {
        let error = HostError::new(
            "Commit.RecoveryWaits",
            Category::PermissionDenied,
            format!("{cut_off}, and this service may not undo all of it."),
        )
        .next_step("The next command of root does: Get-VM.");
        return Err(failures.into_iter().fold(error, HostError::and_also));
    }
    // A disk that is full does not stay so: the record waits for the next command.
    let kept = if causes().all(|why| why.id == "State.WriteFailed") {
        Ok(())
    } else {
        machine
            .store()
            .set_intent_aside("failed", "it could not be undone")
    };
    let error = HostError::new(
        "Commit.RecoveryFailed",
        Category::InvalidResult,
        format!("{cut_off}, and not all of it could be undone."),
    )
    .next_step(
        "The steps that are left are named here; the record was kept beside the state file.",
    );
    let error = failures.into_iter().fold(error, HostError::and_also);
    Err(match kept {
        Err(aside) if aside.cause.is_some() => error.and_also(aside),
        _ => error,
    })
}

/// Whether somebody else made the image that is now where a step was to make one: after a power cut nobody knows whether the step was
/// reached. One that was not noted was made by nobody of us, unless there is nothing in it yet: it is noted before anything is.
fn is_others_image(change: &Change, made: &[MadeFile], state: &State) -> bool {
    let Some(path) = change.makes_image() else {
        return false;
    };
    let Some(image) = state.image(path) else {
        return false;
    };
    let Some(identity) = &image.identity else {
        return false;
    };
    match made.iter().find(|made| made.path == path) {
        Some(noted) => noted.identity != *identity,
        None => image.length > 0,
    }
}

/// Whether the steps of a unit, without those of its groups, were all begun and took effect. What a later step has changed again is
/// that step's business.
fn came_true(steps: &[Step], begun: usize, unit: Unit, state: &State) -> bool {
    let all: Vec<usize> = (0..begun.min(steps.len())).collect();
    let all_begun = steps.iter().rposition(|s| s.unit() == unit) < Some(begun);
    all_begun
        && last_of_each_subject(steps, &all, state)
            .into_iter()
            .filter_map(|index| steps.get(index))
            .filter(|step| step.unit() == unit)
            .all(|step| step.change.is_satisfied(state) != Some(false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Image, ImageFormat, ImagePlace};
    use crate::plan::{ImageChange, NewImage};

    #[test]
    fn an_image_that_somebody_else_made_is_left_alone() {
        const PATH: &str = "/images/a.qcow2";
        let change = Change::from(ImageChange::Create {
            path: PATH.to_owned(),
            image: NewImage {
                format: ImageFormat::Qcow2,
                size: 1 << 30,
                fixed: false,
                backing: None,
                block_size: None,
            },
        });
        let seen = |identity: Option<&str>, length| {
            let mut state = State::default();
            change.effect(&mut state);
            let mut place = ImagePlace {
                image: Some(Image {
                    format: ImageFormat::Qcow2,
                    size: 1 << 30,
                    allocated: length,
                    length,
                    fixed: false,
                    backing: None,
                    block_size: None,
                    sectors: None,
                    device: false,
                    identity: None,
                    id: None,
                    attached: None,
                    shown_read_only: false,
                    damaged: None,
                    claims: None,
                }),
                ..ImagePlace::default()
            };
            if let Some(image) = &mut place.image {
                image.identity = identity.map(str::to_owned);
            }
            state.images.insert(PATH.to_owned(), place);
            state
        };
        let note = |identity: &str| MadeFile {
            path: PATH.to_owned(),
            identity: identity.to_owned(),
            displaces: false,
        };
        let is_others = |made: &[MadeFile], identity, length| {
            is_others_image(&change, made, &seen(identity, length))
        };
        assert!(!is_others(&[note("1:7")], Some("1:7"), 65536));
        assert!(is_others(&[note("1:7")], Some("1:8"), 65536));
        assert!(is_others(&[], Some("1:7"), 65536));
        // Made and not noted yet: there is nothing in it to lose.
        assert!(!is_others(&[], Some("1:7"), 0));
        assert!(!is_others(&[note("1:7")], None, 65536));
    }
}
