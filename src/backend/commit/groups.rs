//! The units of a plan, its targets and best-effort groups: which steps go when one of them fails.

use std::collections::HashSet;

use crate::model::State;
use crate::plan::{Step, Unit};

/// A unit and all others that change later what it changes (a VF that one VM gives up and another gets): they were planned on
/// what it leads to. The target that a lost group belongs to stays, whatever it does with the same things.
pub(super) fn with_those_that_build_on(steps: &[Step], unit: Unit) -> HashSet<Unit> {
    let mut lost = HashSet::from([unit]);
    loop {
        let around: HashSet<Option<u32>> = steps
            .iter()
            .filter(|step| step.group.is_some_and(|g| lost.contains(&Unit::Group(g))))
            .map(|step| step.target)
            .collect();
        let mut changed = HashSet::new();
        let mut more = Vec::new();
        for step in steps {
            let subject = step.change.subject();
            if is_in_any(step, &lost) {
                changed.insert(subject);
                continue;
            }
            let stays = match step.unit() {
                Unit::Plan => true,
                Unit::Target(target) => around.contains(&Some(target)),
                Unit::Group(_) => false,
            };
            if !stays && changed.contains(&subject) {
                more.push(step.unit());
            }
        }
        let known = lost.len();
        lost.extend(more);
        if lost.len() == known {
            return lost;
        }
    }
}

/// Whether a step is undone when these fail.
pub(super) fn is_in_any(step: &Step, units: &HashSet<Unit>) -> bool {
    units.contains(&step.unit())
        || step
            .target
            .is_some_and(|target| units.contains(&Unit::Target(target)))
}

/// The positions after which nothing changes the same thing any more, nor anything that it depends on.
pub(super) fn last_of_each_subject(steps: &[Step], indices: &[usize], state: &State) -> Vec<usize> {
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
