//! Whether a plan that was made earlier still fits the host.

use std::collections::HashSet;

use crate::model::State;
use crate::plan::{Change, Step};
use crate::{Category, HostError};

/// The plan is still valid if, for the first step on each subject, the step's inverse already is satisfied, and if no step forgets
/// what is in use when its turn comes.
pub(super) fn preflight(steps: &[Step], state: &State) -> Result<(), HostError> {
    let mut seen = HashSet::new();
    let mut ahead = state.clone();
    for step in steps {
        if !step.change.is_safe_in(&ahead) {
            return Err(state_changed(step));
        }
        step.change.effect(&mut ahead);
        if !seen.insert(step.change.subject()) {
            continue;
        }
        // The plan knows the subject as it is after an earlier step that it depends on.
        let mut carriers = step.change.depends_on(state).into_iter();
        if carriers.any(|subject| seen.contains(&subject)) {
            continue;
        }
        // An inverse that is not satisfied does not prove by itself that the host changed: a MAC of zero, which some drivers
        // refuse, is given back as another one.
        let moved = |undo: &Change| {
            undo.is_satisfied(state) == Some(false)
                && step.change.inverse(state).as_ref() != Some(undo)
        };
        if step.undo.as_ref().is_some_and(moved) {
            return Err(state_changed(step));
        }
    }
    Ok(())
}

fn state_changed(step: &Step) -> HostError {
    HostError::new(
        "Commit.StateChanged",
        Category::ResourceBusy,
        format!(
            "The host changed since the plan was made: '{}' no longer fits.",
            step.what
        ),
    )
    .next_step("Nothing was changed. Run the command again.")
}
