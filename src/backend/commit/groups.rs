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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Change, LinkChange};

    /// A step on the interface with this name, of a target and a group.
    fn step(interface: &str, target: Option<u32>, group: Option<u32>) -> Step {
        Step {
            what: interface.to_owned(),
            change: Change::Link(LinkChange::Set {
                interface: interface.parse().unwrap(),
                up: true,
            }),
            undo: None,
            equivalent: String::new(),
            target,
            group,
        }
    }

    fn lost(steps: &[Step], unit: Unit) -> Vec<Unit> {
        let mut lost: Vec<Unit> = with_those_that_build_on(steps, unit).into_iter().collect();
        lost.sort();
        lost
    }

    #[test]
    fn who_goes_with_a_unit_that_fails() {
        use Unit::{Group, Target};
        let of_target = |name, target| step(name, Some(target), None);
        let cases: [(&str, Vec<Step>, Unit, &[Unit]); 7] = [
            (
                "two groups with nothing in common",
                vec![step("a", None, Some(0)), step("b", None, Some(1))],
                Group(0),
                &[Group(0)],
            ),
            (
                "a group that changes the same later",
                vec![step("a", None, Some(0)), step("a", None, Some(1))],
                Group(0),
                &[Group(0), Group(1)],
            ),
            (
                "a group that changed the same before",
                vec![step("a", None, Some(0)), step("a", None, Some(1))],
                Group(1),
                &[Group(1)],
            ),
            (
                "one that builds on one that builds on it",
                vec![
                    step("a", None, Some(0)),
                    step("a", None, Some(1)),
                    step("b", None, Some(1)),
                    step("b", None, Some(2)),
                ],
                Group(0),
                &[Group(0), Group(1), Group(2)],
            ),
            (
                "the target around a group",
                vec![step("a", Some(0), Some(0)), of_target("a", 0)],
                Group(0),
                &[Group(0)],
            ),
            (
                "a target that builds on a target, and one that does not",
                vec![of_target("a", 0), of_target("a", 1), of_target("b", 2)],
                Target(0),
                &[Target(0), Target(1)],
            ),
            (
                "a group of another target",
                vec![
                    of_target("a", 0),
                    of_target("b", 1),
                    step("a", Some(1), Some(0)),
                ],
                Target(0),
                &[Target(0), Group(0)],
            ),
        ];
        for (what, steps, unit, wanted) in cases {
            assert_eq!(lost(&steps, unit), wanted, "{what}");
        }
    }

    #[test]
    fn a_target_takes_its_groups_along() {
        let of_group = step("a", Some(3), Some(7));
        assert!(is_in_any(&of_group, &HashSet::from([Unit::Target(3)])));
        assert!(is_in_any(&of_group, &HashSet::from([Unit::Group(7)])));
        assert!(!is_in_any(&of_group, &HashSet::from([Unit::Target(7)])));
        assert!(!is_in_any(
            &step("a", Some(3), None),
            &HashSet::from([Unit::Group(7)])
        ));
    }
}
