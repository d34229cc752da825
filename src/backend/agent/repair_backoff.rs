//! Which repairs have proved hopeless: whoever undoes them again and again has the last word.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::Plan;
use crate::plan::Step;

/// So many times in a row a repair is tried.
pub const TRIES: u32 = 3;

/// A repair that is needed again so soon after it was carried out did not hold.
pub const HOLDS_AFTER: Duration = Duration::from_secs(10);

/// After this time a hopeless repair is tried once more.
pub const REST: Duration = Duration::from_mins(10);

#[derive(Debug, Clone, Copy)]
struct Attempt {
    tries: u32,
    last: Instant,
}

/// A memory of repairs. A repair is what the steps of one best-effort group change, whenever it was planned.
#[derive(Debug, Default)]
pub struct RepairBackoff {
    attempts: HashMap<String, Attempt>,
}

impl RepairBackoff {
    /// The plan without the groups that are given up. Steps that stand by themselves stay.
    #[must_use]
    pub fn without_hopeless(&self, plan: &Plan) -> Plan {
        let hopeless: Vec<Option<u32>> = repairs(plan)
            .into_iter()
            .filter(|(key, ..)| self.is_hopeless(key))
            .map(|(_, group, _)| group)
            .collect();
        let mut rest = plan.clone();
        rest.steps.retain(|step| !hopeless.contains(&step.group));
        rest
    }

    fn is_hopeless(&self, key: &str) -> bool {
        self.attempts
            .get(key)
            .is_some_and(|a| a.tries >= TRIES && a.last.elapsed() < REST)
    }

    /// Remembers that the repairs of `plan` were tried; gives those that are hopeless from now on, in words.
    pub fn tried(&mut self, plan: &Plan, now: Instant) -> Vec<String> {
        let mut given_up = Vec::new();
        for (key, _, said) in repairs(plan) {
            let attempt = self.attempts.entry(key).or_insert(Attempt {
                tries: 0,
                last: now,
            });
            let soon = now.saturating_duration_since(attempt.last) < HOLDS_AFTER;
            attempt.tries = if soon || attempt.tries >= TRIES {
                attempt.tries.saturating_add(1)
            } else {
                1
            };
            attempt.last = now;
            if attempt.tries == TRIES {
                given_up.push(said);
            }
        }
        given_up
    }

    /// Forgets repairs that are no longer needed and have held long enough.
    pub fn forget_all_but(&mut self, plan: &Plan) {
        let needed: Vec<String> = repairs(plan).into_iter().map(|(key, ..)| key).collect();
        self.attempts
            .retain(|key, a| needed.contains(key) || a.last.elapsed() < HOLDS_AFTER);
    }
}

/// The repairs of a plan: a key for what each changes, its group, and its first step in words.
fn repairs(plan: &Plan) -> Vec<(String, Option<u32>, String)> {
    let mut found: Vec<(String, Option<u32>, String)> = Vec::new();
    for Step {
        what,
        change,
        group,
        ..
    } in &plan.steps
    {
        let text = format!("{change:?};");
        match found.iter_mut().find(|(_, g, _)| g == group) {
            Some((key, ..)) => key.push_str(&text),
            None => found.push((text, *group, what.clone())),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Change, LinkChange};

    fn repair(names: &[&str]) -> Plan {
        let step = |(group, name): (usize, &&str)| Step {
            what: format!("Bring {name} up"),
            change: Change::Link(LinkChange::Set {
                interface: name.parse().unwrap(),
                up: true,
            }),
            undo: None,
            equivalent: String::new(),
            target: None,
            group: u32::try_from(group).ok(),
        };
        Plan {
            steps: names.iter().enumerate().map(step).collect(),
            ..Plan::default()
        }
    }

    #[test]
    fn the_third_failure_is_the_last_and_the_others_go_on() {
        let mut repair_backoff = RepairBackoff::default();
        let (bad, both) = (repair(&["eth0"]), repair(&["eth1", "eth0"]));
        let now = Instant::now();
        assert!(repair_backoff.tried(&bad, now).is_empty());
        assert!(repair_backoff.tried(&bad, now).is_empty());
        assert_eq!(repair_backoff.without_hopeless(&both), both);
        assert_eq!(repair_backoff.tried(&bad, now), ["Bring eth0 up"]);
        let left = repair_backoff.without_hopeless(&both);
        assert_eq!(left.steps.len(), 1);
        assert_eq!(left.steps[0].what, "Bring eth1 up");
    }

    #[test]
    fn a_repair_that_held_is_not_counted() {
        let mut repair_backoff = RepairBackoff::default();
        let plan = repair(&["eth0"]);
        let mut now = Instant::now();
        for _ in 0..10 {
            assert!(repair_backoff.tried(&plan, now).is_empty());
            now += HOLDS_AFTER;
        }
        assert_eq!(repair_backoff.without_hopeless(&plan), plan);
    }
}
