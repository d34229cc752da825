//! Starts and stops roles.

use super::asked::{Asked, Seen};
use super::targets;
use super::within::{Patience, carry_out, may};
use crate::types::ClusterGroup;
use iovsh_backend::cluster::ClusterChange;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Lets a role run, or not, and emits it.
pub fn set(
    cx: &mut Context,
    asked: &Asked,
    name: Option<&str>,
    wanted: bool,
    wait: Option<i32>,
) -> Flow {
    let mut seen: Seen = asked.look(cx)?;
    let found = targets::one(cx, &seen, name, None, &asked.input())?;
    let found: Vec<(String, String, Vec<ClusterChange>)> = found
        .into_iter()
        .filter_map(|group| {
            let first = *group.first()?;
            let id = first.group.clone().unwrap_or_else(|| first.id.clone());
            let mut changes = Vec::new();
            // One that failed too often is tried again only when that is forgiven.
            let failed = group.iter().filter(|role| wanted && role.failures > 0);
            changes.extend(failed.map(|role| ClusterChange::Forgive {
                id: role.id.clone(),
            }));
            let name = targets::name_of(&group);
            let wish = ClusterChange::SetWanted {
                id: id.clone(),
                wanted,
            };
            changes.push(wish);
            Some((name, id, changes))
        })
        .collect();
    for (name, id, changes) in found {
        if !may(cx, &name, &changes, false)? {
            continue;
        }
        if !carry_out(cx, &mut seen, &changes, Patience::seconds(wait))? {
            continue;
        }
        let roles: Vec<_> = seen
            .state
            .roles
            .iter()
            .filter(|role| role.id == id || role.group.as_ref() == Some(&id))
            .collect();
        if let Some(group) = ClusterGroup::new(&seen.state, &roles, seen.place) {
            cx.emit(group.into_value())?;
        }
    }
    Ok(())
}
