//! What the journal says of teams: those of the host, and those in switches.

use super::Names;
use crate::journal::{Entry, catalog};
use crate::model::{NicIdentity, Uuid};
use crate::state::{DesiredSwitch, DesiredTeam};

/// What has become of members, by their identities.
struct Moves<'a> {
    joined: Vec<&'a NicIdentity>,
    left: Vec<&'a NicIdentity>,
}

impl<'a> Moves<'a> {
    fn between(before: &'a [NicIdentity], after: &'a [NicIdentity]) -> Self {
        let without = |all: &'a [NicIdentity], others: &[NicIdentity]| {
            let new = |one: &&NicIdentity| !others.iter().any(|other| other.matches(one));
            all.iter().filter(new).collect()
        };
        Self {
            joined: without(after, before),
            left: without(before, after),
        }
    }

    /// The entry about them; `None` where nobody came or went. `team`: as it stands in a sentence.
    fn entry(&self, names: &Names<'_>, team: &str, kinds: (u32, u32)) -> Option<Entry> {
        let called = |all: &[&NicIdentity]| {
            let all = all.iter().map(|nic| name_of(names, nic));
            all.collect::<Vec<_>>().join(", ")
        };
        let (id, first, message) = match (self.joined.first(), self.left.first()) {
            (None, None) => return None,
            (Some(first), None) => {
                let joined = called(&self.joined);
                (kinds.0, first, format!("{joined} joined {team}."))
            }
            (None, Some(first)) => {
                let left = called(&self.left);
                (kinds.1, first, format!("{left} left {team}."))
            }
            (Some(first), Some(_)) => {
                let (joined, left) = (called(&self.joined), called(&self.left));
                let message = format!("{joined} joined {team}, and {left} left it.");
                (kinds.0, first, message)
            }
        };
        Some(Entry {
            id,
            nic: Some(name_of(names, first)),
            message,
            ..Entry::default()
        })
    }
}

/// A team of the host was made or changed, or members came and went; `None` where it was only noted how a member is recognised.
pub(super) fn put(names: &Names<'_>, team: &DesiredTeam) -> Option<Entry> {
    let known = names.before.and_then(|state| {
        let mut teams = state.desired.teams.iter();
        teams.find(|known| known.id == team.id)
    });
    let shown = team.shown();
    let message = match known {
        None => {
            let members = team.members.iter().map(|nic| name_of(names, nic));
            let members = members.collect::<Vec<_>>().join(", ");
            format!("The team '{shown}' was made of {members}.")
        }
        Some(known) => {
            let moves = Moves::between(&known.members, &team.members);
            let kinds = (catalog::TEAM_JOINED, catalog::TEAM_LEFT);
            if let Some(entry) = moves.entry(names, &format!("the team '{shown}'"), kinds) {
                return Some(entry);
            }
            let same = DesiredTeam {
                members: known.members.clone(),
                standby: known.standby.clone(),
                ..team.clone()
            };
            let reserve = Moves::between(&known.standby, &team.standby);
            if same == *known && reserve.joined.is_empty() && reserve.left.is_empty() {
                return None;
            }
            match known.shown() {
                before if before != shown => {
                    format!("The team '{before}' was renamed to '{shown}'.")
                }
                _ => format!("The team '{shown}' was changed."),
            }
        }
    };
    Some(Entry {
        id: catalog::TEAM_SET,
        nic: Some(shown.to_owned()),
        message,
        ..Entry::default()
    })
}

/// A team of the host was removed.
pub(super) fn removed(names: &Names<'_>, id: Uuid) -> Option<Entry> {
    let mut teams = names.before?.desired.teams.iter();
    let known = teams.find(|known| known.id == id)?;
    Some(Entry {
        id: catalog::TEAM_REMOVED,
        nic: Some(known.shown().to_owned()),
        message: format!("The team '{}' was removed.", known.shown()),
        ..Entry::default()
    })
}

/// Members came to the team of a switch, or went; `None`: something else was changed of the switch.
pub(super) fn of_switch(
    names: &Names<'_>,
    known: &DesiredSwitch,
    switch: &DesiredSwitch,
) -> Option<Entry> {
    if known.team.is_none() || switch.team.is_none() || switch.on_host_team {
        return None;
    }
    let moves = Moves::between(&known.uplinks, &switch.uplinks);
    let kinds = (catalog::SWITCH_TEAM_JOINED, catalog::SWITCH_TEAM_LEFT);
    let team = format!("the team of the switch '{}'", switch.name);
    let entry = moves.entry(names, &team, kinds)?;
    Some(Entry {
        switch: Some(switch.name.clone()),
        ..entry
    })
}

fn name_of(names: &Names<'_>, nic: &NicIdentity) -> String {
    let known = names.interface_of(nic);
    known.unwrap_or_else(|| nic.permanent_mac.to_string())
}
