//! Putting a plan together: every step is made against the state that the steps before it lead to.

use super::shell_line::render;
use super::{Change, Handout, Plan, Step, Warning};
use crate::HostError;
use crate::model::State;

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

    /// Adds a step, unless it is known to change nothing.
    pub fn step(&mut self, what: impl Into<String>, change: impl Into<Change>) {
        let change = change.into();
        if change.is_satisfied(&self.state) == Some(true) {
            return;
        }
        let undo = change.inverse(&self.state);
        let equivalent = render(&change.equivalent(&self.state));
        change.effect(&mut self.state);
        self.plan.steps.push(Step {
            what: what.into(),
            change,
            undo,
            equivalent,
            target: self.target,
            group: self.group,
        });
    }

    /// Adds the steps of a best-effort group: when one of them fails they are undone together and the plan goes on.
    pub fn best_effort(&mut self, steps: impl FnOnce(&mut Self)) {
        let outer = self.group.replace(self.groups);
        self.groups = self.groups.saturating_add(1);
        steps(self);
        self.group = outer;
    }

    /// The same for the steps that hand out a VF: what refuses it is kept with the adapter.
    pub fn hand_out(&mut self, handout: Handout, steps: impl FnOnce(&mut Self)) {
        self.plan.handouts.insert(self.groups, handout);
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
        self.target = Some(target);
        let outcome = steps(self);
        self.target = None;
        if outcome.is_ok() {
            let title = std::mem::take(&mut self.plan.title);
            self.plan.titles.insert(target, title);
        } else {
            self.group = None;
            self.plan.warnings.truncate(told);
            if self.plan.steps.len() > known {
                self.plan.steps.truncate(known);
                self.state = start.clone();
                for step in &self.plan.steps {
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
        });
    }

    /// The plan. One for several targets is called after the first of them.
    #[must_use]
    pub fn finish(mut self) -> Plan {
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
