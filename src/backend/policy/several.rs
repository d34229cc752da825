//! Several intents at once: one plan for all of them, in the order in which they are best carried out.

use std::collections::BTreeMap;

use crate::HostError;
use crate::model::State;
use crate::plan::{Plan, PlanBuilder};
use crate::policy::converge::converge;
use crate::policy::intent::Intent;

/// A plan for several things that were asked for at once.
#[derive(Debug, Default)]
pub struct Planned {
    /// What is to be done. Each intent's steps have its place in the list as their target, unless there is only one.
    pub plan: Plan,
    /// The intents that cannot be had, by their places in the list; nothing is planned for them.
    pub refused: BTreeMap<u32, HostError>,
}

/// Plans these intents one after another, each on what the one before leads to; the numbers are their places in the list that the
/// caller has. What follows a refusal is left out when `stops`.
#[must_use]
pub fn plan(state: &State, intents: &[(u32, &Intent)], stops: bool) -> Planned {
    if let [(place, intent)] = intents {
        return match intent.plan(state) {
            Ok(plan) => Planned {
                plan,
                refused: BTreeMap::new(),
            },
            Err(error) => Planned {
                plan: Plan::default(),
                refused: BTreeMap::from([(*place, error)]),
            },
        };
    }
    let mut plan = PlanBuilder::new("", "", state);
    let mut refused = BTreeMap::new();
    for (at, (place, intent)) in intents.iter().enumerate() {
        let planned = plan.for_target(*place, state, |plan| {
            let now = plan.state().clone();
            let mut focus = intent.edit(&now, plan)?;
            let later = intents.get(at.saturating_add(1)..).unwrap_or_default();
            let starts = later.iter().map_while(|(_, intent)| intent.started(&now));
            focus.upcoming = starts.map(|vm| vm.id).collect();
            converge(plan, &focus);
            Ok(())
        });
        if let Err(error) = planned {
            refused.insert(*place, error);
            if stops {
                break;
            }
        }
    }
    Planned {
        plan: plan.finish(),
        refused,
    }
}

/// Intents in the order in which they are best carried out: of machines that are started one behind the other, that with the heaviest
/// wish for a VF goes first. Everything else stays where it is.
pub fn in_order(state: &State, intents: &mut [(u32, &Intent)]) {
    let wish = |intent: &Intent| {
        let adapters = intent.started(state).map(|vm| &vm.adapters);
        let weights = adapters.map(|all| all.iter().map(|a| a.settings.iov_weight).max());
        weights.map(Option::unwrap_or_default)
    };
    for run in intents.chunk_by_mut(|a, b| wish(a.1).is_some() && wish(b.1).is_some()) {
        run.sort_by_key(|(_, intent)| std::cmp::Reverse(wish(intent)));
    }
}
