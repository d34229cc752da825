//! Undoing steps in reverse, and looking whether that took effect.

use std::collections::{HashMap, HashSet};

use super::{Observer, Progress, apply, scope_of_steps};
use crate::plan::{Step, Subject};
use crate::state::Desired;
use crate::{Category, HostError, Machine};

/// Undoes `indices` in reverse. Then looks at the host and repeats what did not take effect; gives what is left.
pub(super) fn undo_steps(
    machine: &dyn Machine,
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
    let scope = scope_of_steps(chosen.iter().map(|(_, step)| *step));
    let mut first_keys = HashSet::new();
    let firsts: HashSet<usize> = chosen
        .iter()
        .filter(|(_, s)| first_keys.insert(s.change.subject()))
        .map(|(index, _)| *index)
        .collect();
    let mut failed: HashMap<usize, HostError> = HashMap::new();
    let mut put_off: HashSet<usize> = HashSet::new();
    // Twice: the second round looks whether the first took effect, and something that was busy because of a later step may
    // have become free.
    for round in 0..2 {
        let mut live = match machine.snapshot(&scope) {
            Ok(state) => state,
            Err(error) => return vec![error],
        };
        // What a VF that stays is in the way of: those things, and the groups that they belong to.
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
                || step.group.is_some_and(|group| behind.contains(&group));
            if stays && !failed.contains_key(index) {
                put_off.insert(*index);
                kept.insert(step.change.subject());
                behind.extend(step.group);
                continue;
            }
            let again = failed.contains_key(index)
                || put_off.remove(index)
                || (firsts.contains(index) && held == Some(false));
            if held == Some(true) || (round > 0 && !again) {
                failed.remove(index);
                continue;
            }
            // What was made and is in use now, because whoever uses it could not be changed back, stays.
            if undo.destroys() && !undo.is_safe_in(&live) {
                failed.insert(*index, in_use(step));
                continue;
            }
            observer.on(&Progress::Undo {
                index: *index,
                step,
            });
            match apply(machine, undo, desired) {
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

/// What a step made, or is to remove, is in use.
pub(super) fn in_use(step: &Step) -> HostError {
    let text = format!(
        "'{}' has to do with what is in use, which is not removed.",
        step.what
    );
    HostError::new("Commit.StillInUse", Category::ResourceBusy, text)
        .next_step("See who uses it, and remove it when nobody does.")
}

/// Whether a step belongs to the group of a step that keeps the others in place, and that could not be undone.
fn is_anchored(steps: &[Step], step: &Step, failed: &HashMap<usize, HostError>) -> bool {
    let anchors = |other: &Step| other.change.anchors_group() && other.group == step.group;
    step.group.is_some() && failed.keys().filter_map(|i| steps.get(*i)).any(anchors)
}
