//! Putting a plan together: every step is made against the state that the steps before it lead to.

use std::collections::BTreeMap;

use super::shell_line::render;
use super::{AllocationGroup, Change, Plan, Step, Subject, Warning};
use crate::HostError;
use crate::model::State;
use crate::state::AdapterRef;

/// Collects steps and leaves out those that would change nothing, so that a plan for a state that is already as wished is
/// empty.
#[derive(Debug)]
pub struct PlanBuilder {
    plan: Plan,
    state: State,
    /// The target that the next steps are for.
    target: Option<u32>,
    /// The best-effort group that they belong to.
    group: Option<u32>,
    /// How many groups there are.
    groups: u32,
    /// Steps that destroy something. They wait for the end of the plan.
    last: Vec<Step>,
    /// Bytes that the steps so far take, by file system.
    taken: BTreeMap<String, u64>,
}

impl PlanBuilder {
    /// A plan that starts from `state`.
    #[must_use]
    pub fn new(title: impl Into<String>, target: impl Into<String>, state: &State) -> Self {
        let plan = Plan {
            title: title.into(),
            target: target.into(),
            ..Plan::default()
        };
        Self {
            plan,
            state: state.clone(),
            target: None,
            group: None,
            groups: 0,
            last: Vec::new(),
            taken: BTreeMap::new(),
        }
    }

    /// Says what the plan is for, and on what it works.
    pub fn about(&mut self, title: impl Into<String>, target: impl Into<String>) {
        self.plan.title = title.into();
        self.plan.target = target.into();
    }

    /// The state that the steps so far lead to.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Adds a step, unless it is known to change nothing. One that destroys something goes to the end of the plan, and is a best-effort
    /// group of its own: by then everything else has taken effect, and nothing of that is undone because something old stays.
    pub fn step(&mut self, what: impl Into<String>, change: impl Into<Change>) {
        let change = change.into();
        if change.is_satisfied(&self.state) == Some(true) {
            return;
        }
        let undo = change.inverse(&self.state);
        let equivalent = render(&change.equivalent(&self.state));
        change.effect(&mut self.state);
        let destroys = change.destroys();
        let group = if destroys {
            Some(self.next_group())
        } else {
            self.group
        };
        let steps = if destroys {
            &mut self.last
        } else {
            &mut self.plan.steps
        };
        steps.push(Step {
            what: what.into(),
            change,
            undo,
            equivalent,
            target: self.target,
            group,
        });
    }

    /// Whether something about this is destroyed at the end of the plan: until then it is there.
    #[must_use]
    pub fn is_doomed(&self, subject: &Subject) -> bool {
        let mut last = self.last.iter();
        last.any(|step| step.change.subject() == *subject)
    }

    /// Bytes that are free on the file system of an image after the steps so far; `None` where there is no folder for it.
    #[must_use]
    pub fn room(&self, path: &str) -> Option<u64> {
        let folder = self.state.images.get(path)?.folder.as_ref()?;
        let taken = self.taken.get(&folder.filesystem).copied();
        Some(folder.free.saturating_sub(taken.unwrap_or(0)))
    }

    /// Says that the next step takes so many bytes there.
    pub fn take_room(&mut self, path: &str, bytes: u64) {
        let place = self.state.images.get(path);
        if let Some(folder) = place.and_then(|place| place.folder.as_ref()) {
            let taken = self.taken.entry(folder.filesystem.clone()).or_default();
            *taken = taken.saturating_add(bytes);
        }
    }

    fn next_group(&mut self) -> u32 {
        let group = self.groups;
        self.groups = self.groups.saturating_add(1);
        group
    }

    /// Adds the steps of a best-effort group: when one of them fails they are undone together and the plan goes on.
    pub fn best_effort(&mut self, steps: impl FnOnce(&mut Self)) {
        let group = self.next_group();
        let outer = self.group.replace(group);
        steps(self);
        self.group = outer;
    }

    /// The same for the steps that allocate a VF: what refuses it is kept with the adapter.
    pub fn allocate(&mut self, allocation: AllocationGroup, steps: impl FnOnce(&mut Self)) {
        self.plan.allocations.insert(self.groups, allocation);
        self.best_effort(steps);
    }

    /// Adds the steps for one of several targets. A target that is refused adds nothing, and the builder is as it was.
    ///
    /// # Errors
    /// Those of `steps`.
    pub fn for_target(
        &mut self,
        target: u32,
        start: &State,
        steps: impl FnOnce(&mut Self) -> Result<(), HostError>,
    ) -> Result<(), HostError> {
        let (known, told) = (self.plan.steps.len(), self.plan.warnings.len());
        let doomed = self.last.len();
        let groups = self.groups;
        let taken = self.taken.clone();
        self.target = Some(target);
        let outcome = steps(self);
        self.target = None;
        if outcome.is_ok() {
            let title = std::mem::take(&mut self.plan.title);
            self.plan.titles.insert(target, title);
        } else {
            self.group = None;
            self.plan.warnings.truncate(told);
            self.taken = taken;
            let _ = self.plan.allocations.split_off(&groups);
            if self.plan.steps.len() > known || self.last.len() > doomed {
                self.plan.steps.truncate(known);
                self.last.truncate(doomed);
                self.state = start.clone();
                for step in self.plan.steps.iter().chain(&self.last) {
                    step.change.effect(&mut self.state);
                }
            }
        }
        outcome
    }

    /// Adds steps that must succeed, or else a best-effort group.
    pub fn required_if(&mut self, required: bool, steps: impl FnOnce(&mut Self)) {
        if required {
            steps(self);
        } else {
            self.best_effort(steps);
        }
    }

    /// Adds a warning.
    pub fn warn(&mut self, id: &str, message: impl Into<String>) {
        self.plan.warnings.push(Warning {
            id: id.to_owned(),
            message: message.into(),
            about: None,
        });
    }

    /// The same, about an adapter.
    pub fn warn_about(&mut self, who: AdapterRef, id: &str, message: impl Into<String>) {
        self.warn(id, message);
        if let Some(warning) = self.plan.warnings.last_mut() {
            warning.about = Some(who);
        }
    }

    /// The plan. One for several targets is called after the first of them.
    #[must_use]
    pub fn finish(mut self) -> Plan {
        self.plan.steps.append(&mut self.last);
        let mut titles = self.plan.titles.values();
        if let Some(first) = titles.next() {
            let more = titles.filter(|title| *title != first).count();
            self.plan.title = match more {
                0 => first.clone(),
                more => format!("{first}, and {more} more"),
            };
        }
        self.plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Category;
    use crate::state::AdapterRef;

    #[test]
    fn a_refused_target_leaves_no_allocation_behind() {
        let allocation = || AllocationGroup {
            who: AdapterRef {
                vm: "6b0e4b1c-0b4e-4b0a-9d0e-000000000001".parse().unwrap(),
                adapter: "ua-5f0c91d2".parse().unwrap(),
            },
            name: "web1".to_owned(),
        };
        let state = State::default();
        let mut plan = PlanBuilder::new("", "", &state);
        let kept = plan.for_target(0, &state, |plan| {
            plan.allocate(allocation(), |_| {});
            Ok(())
        });
        let refused = plan.for_target(1, &state, |plan| {
            plan.allocate(allocation(), |_| {});
            Err(HostError::new("A.B", Category::InvalidOperation, "no"))
        });
        assert!(kept.is_ok() && refused.is_err());
        let plan = plan.finish();
        assert_eq!(plan.allocations.len(), 1);
    }
}
