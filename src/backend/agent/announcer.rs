//! Which member carries the frames of each team, to see when another one does: then the wire is told where the addresses behind it are.

use std::collections::HashMap;

use crate::model::{InterfaceName, PortFilter, State};
use crate::policy;

/// The member of each team under a switch that carried its frames when it was last seen, and what was sent by others.
#[derive(Debug, Default)]
pub(super) struct Announcer {
    carried: HashMap<InterfaceName, (InterfaceName, Vec<PortFilter>)>,
}

impl Announcer {
    /// The teams whose frames go by another member than at the last look, and that somebody sends by.
    pub(super) fn look(&mut self, state: &State) -> Vec<InterfaceName> {
        let of_switches = state.desired.switches.iter();
        let names: Vec<&InterfaceName> = of_switches.filter_map(|s| s.team.as_ref()).collect();
        self.carried.retain(|team, _| names.contains(&team));
        let mut moved = Vec::new();
        for name in names {
            let active = state.team(name).and_then(|team| team.active.clone());
            // While no member carries anything, the last one that did is what the wire knows.
            let Some(active) = active else { continue };
            let now = (active, state.filters_of(name).to_vec());
            let before = self.carried.insert(name.clone(), now.clone());
            if before.is_some_and(|before| before != now) && !policy::behind(state, name).is_empty()
            {
                moved.push(name.clone());
            }
        }
        moved
    }
}
