//! Putting a plan together: every step is made against the state that the steps before it lead to.

use super::shell_line::render;
use super::{Change, Plan, Step, Warning};
use crate::model::State;

/// Collects steps and leaves out those that would change nothing, so that a plan for a state that is already as wished is
/// empty.
#[derive(Debug)]
pub struct PlanBuilder {
    plan: Plan,
    state: State,
    wish: Option<u32>,
    wishes: u32,
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
            wish: None,
            wishes: 0,
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
            wish: self.wish,
        });
    }

    /// Adds the steps of one wish: when one of them fails they are undone together and the plan goes on.
    pub fn wish(&mut self, steps: impl FnOnce(&mut Self)) {
        let outer = self.wish.replace(self.wishes);
        self.wishes = self.wishes.saturating_add(1);
        steps(self);
        self.wish = outer;
    }

    /// Adds steps that must succeed, or else a best-effort group.
    pub fn required_if(&mut self, required: bool, steps: impl FnOnce(&mut Self)) {
        if required {
            steps(self);
        } else {
            self.wish(steps);
        }
    }

    /// Adds a warning.
    pub fn warn(&mut self, id: &str, message: impl Into<String>) {
        self.plan.warnings.push(Warning {
            id: id.to_owned(),
            message: message.into(),
        });
    }

    /// The plan.
    #[must_use]
    pub fn finish(self) -> Plan {
        self.plan
    }
}
