//! Which teams a user means.

use crate::selection;
use crate::types::NetLbfoTeamNic;
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

/// What a team is called: by its users, and its device.
pub fn names_of_team(team: &Team, state: &State) -> Vec<String> {
    vec![state.shown(&team.name), team.name.to_string()]
}

/// What the team with this name, or this device, is called.
pub fn shown(state: &State, name: &str) -> String {
    let mut teams = host_teams(state).into_iter();
    let team = teams.find(|team| {
        let mut names = names_of_team(team, state).into_iter();
        names.any(|called| called.eq_ignore_ascii_case(name))
    });
    team.map_or_else(|| name.to_owned(), |team| state.shown(&team.name))
}

/// What an interface of a team is called: by its users, its device, and as Windows calls one for a VLAN, `Team1 - VLAN 42`.
pub fn names_of_nic(nic: &NetLbfoTeamNic, state: &State) -> Vec<String> {
    let mut links = state.links.iter();
    let device = links.find(|link| link.shown() == nic.name);
    let device = device.map(|link| link.name.to_string());
    let of_windows = nic.vlan.map(|vlan| format!("{} - VLAN {vlan}", nic.team));
    let names = [Some(nic.name.clone()), device, of_windows];
    names.into_iter().flatten().collect()
}

/// Those of these things that are called as was asked for; `None`: all. A name without wildcards that nothing has is an error that is
/// written, with the first of the names of each.
pub fn named<T>(
    cx: &mut Context,
    kind: &str,
    all: Vec<T>,
    names_of: impl Fn(&T) -> Vec<String>,
    names: Option<&[String]>,
) -> Flow<Vec<T>> {
    let Some(names) = names else {
        return Ok(all);
    };
    let patterns: Vec<_> = names
        .iter()
        .map(|name| WildcardPattern::new(name))
        .collect();
    let is_one = |called: &[String], name: &str, pattern: &WildcardPattern| {
        let mut called = called.iter();
        called.any(|called| called.eq_ignore_ascii_case(name) || pattern.is_match(called))
    };
    let called: Vec<Vec<String>> = all.iter().map(&names_of).collect();
    for (name, pattern) in names.iter().zip(&patterns) {
        let known = called.iter().any(|called| is_one(called, name, pattern));
        if !has_wildcards(name) && !known {
            let shown = called.iter().filter_map(|called| called.first());
            let shown = shown.map(String::as_str);
            cx.error(selection::missing(NOT_FOUND, kind, name, shown))?;
        }
    }
    let wanted = called.iter().map(|called| {
        let mut each = names.iter().zip(&patterns);
        each.any(|(name, pattern)| is_one(called, name, pattern))
    });
    let wanted: Vec<bool> = wanted.collect();
    let both = all.into_iter().zip(wanted);
    Ok(both
        .filter(|(_, wanted)| *wanted)
        .map(|(one, _)| one)
        .collect())
}
