//! How members come into teams of switches and go, and which team is meant.

use super::targets::{SCOPE, named, switch_teams};
use crate::host_access::HostAccess;
use crate::selection;
use iovsh_backend::Scope;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::members::MemberEdit;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// What becomes of the member.
#[derive(Clone, Copy)]
pub enum Edit {
    /// It comes.
    Add,
    /// It goes.
    Remove,
}

/// The name of the switch whose team is meant; none where an error was written.
pub fn team_named(cx: &mut Context, name: &str) -> Flow<Option<String>> {
    let state = cx.snapshot(&SCOPE)?;
    let names = [name.to_owned()];
    let found = named(
        cx,
        "switch team",
        switch_teams(&state),
        |s| vec![s.name.clone()],
        Some(&names),
    )?;
    Ok(found.into_iter().next().map(|switch| switch.name))
}

/// Changes the members of a switch's team.
pub fn change(cx: &mut Context, team: &str, nic: &str, edit: Edit) -> Flow {
    let Some(switch) = team_named(cx, team)? else {
        return Ok(());
    };
    let state = cx.snapshot(&SCOPE)?;
    let found = selection::nics(cx, &state, &[nic.to_owned()], false)?;
    let nics: Vec<_> = found.into_iter().map(|nic| nic.name.clone()).collect();
    if nics.is_empty() {
        return Ok(());
    }
    let edit = match edit {
        Edit::Add => MemberEdit::Add(nics),
        Edit::Remove => MemberEdit::Remove(nics),
    };
    let intent = Intent::ChangeTeamMembers {
        switch,
        edit,
        arp_targets: None,
        force: false,
    };
    cx.change(&Scope::PLAN, &intent).map(|_| ())
}
