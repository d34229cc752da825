//! What the cmdlets that change teams of the host share.

use super::targets::{SCOPE, host_teams, named, names_of_nic, names_of_team};
use crate::host_access::{HostAccess, Outcome};
use crate::types::{CimSession, Instance, NetLbfoTeam, NetLbfoTeamMember, NetLbfoTeamNic};
use crate::types::{team_members, team_nics};
use iovsh_backend::model::Team;
use iovsh_backend::policy::Intent;
use iovsh_backend::{Scope, State};
use iovsh_derive::Parameters;
use iovsh_shell::argument::mismatch;
use iovsh_shell::cmdlet::{Argument, Emit, ParameterType};
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::escape;

/// How the command runs.
#[derive(Parameters)]
pub struct Run {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    throttle_limit: Option<i32>,
}

/// A name with wildcards in it, as Microsoft's cmdlets take it for network adapters that are to join a team.
#[derive(Clone, Debug, Default)]
pub struct Pattern(pub String);

impl Argument for Pattern {
    const TYPE: ParameterType =
        ParameterType::Opaque("System.Management.Automation.WildcardPattern");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        let text = String::from_value(value);
        text.map(Self)
            .map_err(|_| mismatch(value, "System.Management.Automation.WildcardPattern"))
    }
}

/// Carries intents out, each about a thing; `then` gets the things of which it was done.
pub fn carry_out<T: 'static>(
    cx: &mut Context,
    force: bool,
    wanted: Vec<(Intent, T)>,
    then: impl FnOnce(&mut Context, Vec<T>) -> Flow + 'static,
) -> Flow {
    if wanted.is_empty() {
        return Ok(());
    }
    let (intents, things): (Vec<Intent>, Vec<T>) = wanted.into_iter().unzip();
    let then = move |cx: &mut Context, outcomes: &[Outcome]| {
        let both = things.into_iter().zip(outcomes);
        let done = both.filter(|(_, outcome)| outcome.is_done());
        then(cx, done.map(|(thing, _)| thing).collect())
    };
    cx.change_all(&Scope::PLAN, force, intents, Box::new(then))
}

/// The devices of the teams that are meant: those of objects, else those with one of these names (`None`: all).
pub fn teams(
    cx: &mut Context,
    state: &State,
    objects: &[String],
    names: Option<&[String]>,
) -> Flow<Vec<String>> {
    let exact: Vec<String> = objects.iter().map(|name| escape(name)).collect();
    let names = if exact.is_empty() {
        names
    } else {
        Some(exact.as_slice())
    };
    let called = |team: &&Team| names_of_team(team, state);
    let found = named(cx, "team", host_teams(state), called, names)?;
    Ok(found.iter().map(|team| team.name.to_string()).collect())
}

/// The members that are meant: objects, else those of these teams with one of these names (`None`: all).
pub fn members(
    cx: &mut Context,
    objects: &[Instance<NetLbfoTeamMember>],
    names: Option<&[String]>,
    of_teams: Option<&[String]>,
) -> Flow<Vec<NetLbfoTeamMember>> {
    let parts: Parts<_> = |team, state| team_members(team, state).collect();
    parts_of(
        cx,
        objects,
        (names, of_teams),
        ("team member", parts),
        |member, _| vec![member.name.clone()],
    )
}

/// The interfaces that are meant, in the same way.
pub fn nics(
    cx: &mut Context,
    objects: &[Instance<NetLbfoTeamNic>],
    names: Option<&[String]>,
    of_teams: Option<&[String]>,
) -> Flow<Vec<NetLbfoTeamNic>> {
    let parts: Parts<_> = |team, state| team_nics(team, state).collect();
    parts_of(
        cx,
        objects,
        (names, of_teams),
        ("team interface", parts),
        names_of_nic,
    )
}

/// What there is of one kind in a team.
type Parts<T> = fn(&Team, &State) -> Vec<T>;

/// The parts of teams that are meant: objects, else those of `of_teams` with one of `names`.
fn parts_of<T: Clone>(
    cx: &mut Context,
    objects: &[Instance<T>],
    (names, of_teams): (Option<&[String]>, Option<&[String]>),
    (kind, parts): (&str, Parts<T>),
    names_of: fn(&T, &State) -> Vec<String>,
) -> Flow<Vec<T>> {
    if !objects.is_empty() {
        return Ok(objects.iter().map(|o| (*o.0).clone()).collect());
    }
    let state = cx.snapshot(&SCOPE)?;
    let called = |team: &&Team| names_of_team(team, &state);
    let teams = named(cx, "team", host_teams(&state), called, of_teams)?;
    let all = teams.iter().flat_map(|team| parts(team, &state));
    named(cx, kind, all.collect(), |one| names_of(one, &state), names)
}

/// Emits teams as they are now.
pub fn emit_teams(cx: &mut Context, names: &[String]) -> Flow {
    let state = cx.snapshot(&SCOPE)?;
    for team in host_teams(&state) {
        let called = names_of_team(team, &state);
        if names.iter().any(|name| called.contains(name)) {
            cx.emit(NetLbfoTeam::new(team, &state).into_value())?;
        }
    }
    Ok(())
}

/// Emits members of teams, given by their names, as they are now.
pub fn emit_members(cx: &mut Context, names: &[String]) -> Flow {
    let state = cx.snapshot(&SCOPE)?;
    let teams = host_teams(&state);
    for member in teams.iter().flat_map(|team| team_members(team, &state)) {
        if names.contains(&member.name) {
            cx.emit(member.into_value())?;
        }
    }
    Ok(())
}

/// Emits interfaces of a team that are `wanted`, as they are now.
pub fn emit_nics(cx: &mut Context, wanted: impl Fn(&NetLbfoTeamNic) -> bool) -> Flow {
    let state = cx.snapshot(&SCOPE)?;
    let teams = host_teams(&state);
    for nic in teams.iter().flat_map(|team| team_nics(team, &state)) {
        if wanted(&nic) {
            cx.emit(nic.into_value())?;
        }
    }
    Ok(())
}
