//! Migrations that were cut off and that an admin decides to forget at this host: the other one will not come back.

use crate::host_access::{HostAccess, Outcome};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::migration::Ending;
use iovsh_backend::state::{Migration, Side};
use iovsh_backend::{Scope, State};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Forgets the migrations of the machines that `means` picks, each here alone, where nobody is at them. One whose machine is here goes
/// on here; of one that was only expected nothing is left. Gives those that were not forgotten because `-WhatIf` was in force, the
/// user said no, or the host refused.
pub fn forget_migrations(
    cx: &mut Context,
    means: &dyn Fn(&State, &Migration) -> bool,
) -> Flow<Vec<Migration>> {
    let state = cx.snapshot(&Scope::PLAN)?;
    let mut known = state.desired.migrations.iter();
    if !known.any(|migration| means(&state, migration)) {
        return Ok(Vec::new());
    }
    let host = cx.host()?;
    let adopted = match host.adopt() {
        Ok(adopted) => adopted,
        Err(error) => {
            cx.refuse(&error)?;
            return Ok(state.desired.migrations.clone());
        }
    };
    let mut kept = Vec::new();
    let mut flow = Ok(());
    for migration in adopted.iter().filter(|m| means(&state, m)) {
        match forget(cx, &state, migration) {
            Ok(Outcome::Done) => {}
            Ok(_) => kept.push(migration.clone()),
            Err(interrupt) => {
                flow = Err(interrupt);
                break;
            }
        }
    }
    let ids: Vec<_> = adopted.iter().map(|migration| migration.id).collect();
    host.let_go(&ids);
    flow.map(|()| kept)
}

fn forget(cx: &mut Context, state: &State, migration: &Migration) -> Flow<Outcome> {
    let is_here = state.vm(migration.vm).is_some();
    let intent = Intent::EndMigration(Ending {
        id: migration.id,
        stays: is_here || migration.side == Side::Source,
        forgets: true,
        lost: !is_here,
        blackout: None,
    });
    let outcome = cx.change_forced(&Scope::PLAN, true, &intent)?;
    if outcome.is_done() {
        let (name, other) = (&migration.name, &migration.other);
        cx.warning(if is_here {
            format!("The migration of '{name}' is forgotten here. {other} must not run it.")
        } else {
            format!("'{name}' was expected from {other}, and is expected no longer.")
        })?;
    }
    Ok(outcome)
}
