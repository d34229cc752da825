//! Members of teams that fail and work again: the journal says so, as no command has done it.

use std::collections::HashMap;

use crate::journal::{Entry, catalog};
use crate::model::{InterfaceName, State, Team};

/// How each member was when it was last seen.
#[derive(Debug, Default)]
pub(super) struct Teammates {
    seen: HashMap<(InterfaceName, InterfaceName), Seen>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Working,
    /// It was not seen to work since it came: that is what a command made of it, or it was so before the agent came.
    Idle,
    /// It worked, and was said to have failed.
    Failed,
}

impl Teammates {
    /// What there is to say since the last look.
    pub(super) fn look(&mut self, state: &State) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut now = HashMap::new();
        for team in &state.teams {
            let Some(place) = Place::of(state, team) else {
                continue;
            };
            for member in &team.states {
                let key = (team.name.clone(), member.name.clone());
                let before = self.seen.get(&key).copied();
                let fault = fault(state, &member.name, member.works);
                let seen = match (before, fault) {
                    (Some(Seen::Failed), None) => {
                        entries.push(place.works_again(&member.name));
                        Seen::Working
                    }
                    (_, None) => Seen::Working,
                    (Some(Seen::Working), Some(why)) => {
                        entries.push(place.failed(&member.name, why));
                        Seen::Failed
                    }
                    (before, Some(_)) => before.unwrap_or(Seen::Idle),
                };
                now.insert(key, seen);
            }
        }
        self.seen = now;
        entries
    }
}

/// Why a member carries nothing; `None`: it can.
fn fault(state: &State, member: &InterfaceName, works: bool) -> Option<&'static str> {
    let link = state.link(member)?;
    match () {
        () if !link.up => Some("somebody took it down"),
        () if !link.carrier => Some("it has no carrier"),
        () if !works => Some("nothing comes back by it, or its link is not steady yet"),
        () => None,
    }
}

/// Which team it is.
struct Place {
    /// As it stands in a sentence.
    team: String,
    switch: Option<String>,
    /// The kinds of entry: a member has failed, a member works.
    kinds: (u32, u32),
}

impl Place {
    /// That of a team that iovsh looks after.
    fn of(state: &State, team: &Team) -> Option<Self> {
        let mut switches = state.desired.switches.iter();
        let own = switches.find(|s| s.team.as_ref() == Some(&team.name) && !s.on_host_team);
        if let Some(switch) = own {
            return Some(Self {
                team: format!("the team of the switch '{}'", switch.name),
                switch: Some(switch.name.clone()),
                kinds: (catalog::SWITCH_MEMBER_FAILED, catalog::SWITCH_MEMBER_WORKS),
            });
        }
        let team = state.desired.team_on(&team.name)?;
        Some(Self {
            team: format!("the team '{}'", team.shown()),
            switch: None,
            kinds: (catalog::TEAM_MEMBER_FAILED, catalog::TEAM_MEMBER_WORKS),
        })
    }

    fn failed(&self, member: &InterfaceName, why: &str) -> Entry {
        let message = format!(
            "{member} carries nothing for {} any more: {why}.",
            self.team
        );
        self.entry(self.kinds.0, member, message)
    }

    fn works_again(&self, member: &InterfaceName) -> Entry {
        let message = format!("{member} works again in {}.", self.team);
        self.entry(self.kinds.1, member, message)
    }

    fn entry(&self, id: u32, member: &InterfaceName, message: String) -> Entry {
        Entry {
            nic: Some(member.to_string()),
            switch: self.switch.clone(),
            ..Entry::of(id, message, "the wire")
        }
    }
}
