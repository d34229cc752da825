//! Which teams a user means.

use crate::selection;
use iovsh_backend::model::{Switch, Team};
use iovsh_backend::{Scope, State, policy};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// The facts that they need.
pub const SCOPE: Scope = Scope {
    links: true,
    bridges: true,
    ..Scope::NOTHING
};

/// What is not there, in the words of modules that are made of CIM classes.
const NOT_FOUND: &str = "CmdletizationQuery_NotFound_Name";

/// The bonds of the host that are not the teams of switches.
pub fn host_teams(state: &State) -> Vec<&Team> {
    let of_switch = |team: &Team| {
        let mut switches = state.desired.switches.iter();
        switches.any(|switch| switch.team.as_ref() == Some(&team.name) && !switch.on_host_team)
    };
    state.teams.iter().filter(|team| !of_switch(team)).collect()
}

/// The switches that have a team of their own.
pub fn switch_teams(state: &State) -> Vec<Switch> {
    let mut all = policy::switches(state);
    all.retain(Switch::has_own_team);
    all
}

/// Those of these things whose names were asked for; `None`: all. A name without wildcards that nothing has is an error that is
/// written.
pub fn named<T>(
    cx: &mut Context,
    kind: &str,
    all: Vec<T>,
    name_of: impl Fn(&T) -> &str,
    names: Option<&[String]>,
) -> Flow<Vec<T>> {
    let Some(names) = names else {
        return Ok(all);
    };
    for name in names.iter().filter(|name| !has_wildcards(name)) {
        let pattern = WildcardPattern::new(name);
        if !all.iter().any(|one| pattern.is_match(name_of(one))) {
            let known = all.iter().map(&name_of);
            cx.error(selection::missing(NOT_FOUND, kind, name, known))?;
        }
    }
    let patterns: Vec<_> = names
        .iter()
        .map(|name| WildcardPattern::new(name))
        .collect();
    let wanted = |one: &T| {
        patterns
            .iter()
            .any(|pattern| pattern.is_match(name_of(one)))
    };
    Ok(all.into_iter().filter(wanted).collect())
}
