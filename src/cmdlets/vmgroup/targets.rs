//! Which groups a user means, and what is done with one.

use std::sync::Arc;

use crate::host_access::{HostAccess, computer_name};
use crate::reader::{Reader, look};
use crate::selection::{self, Named, not_found};
use crate::types::{VmGroup, uuid};
use iovsh_backend::Scope;
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::group::Act;
use iovsh_backend::state::Group;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

impl Named for Group {
    const KIND: &'static str = "group";
    const NOT_FOUND: &'static str = "Group.NotFound";
    fn name(&self) -> &str {
        &self.name
    }
}

/// The ids of the groups with these names, this id, or behind these objects; all when nothing is said. A name without wildcards that no
/// group has is an error that is written.
pub fn chosen(
    cx: &mut Context,
    names: Option<&[String]>,
    id: Option<Guid>,
    objects: &[Arc<VmGroup>],
) -> Flow<Vec<Uuid>> {
    if !objects.is_empty() {
        return Ok(objects
            .iter()
            .map(|group| uuid(group.instance_id))
            .collect());
    }
    let state = cx.snapshot(&Scope::NOTHING)?;
    let groups = &state.desired.groups;
    if let Some(id) = id {
        let found = groups.iter().find(|group| group.id == uuid(id));
        if found.is_none() {
            let known = groups.iter().map(|group| group.name.as_str());
            cx.error(not_found::<Group>(&uuid(id).to_string(), known))?;
        }
        return Ok(found.map(|group| group.id).into_iter().collect());
    }
    let Some(names) = names else {
        return Ok(groups.iter().map(|group| group.id).collect());
    };
    let found = selection::by_name(cx, groups, names)?;
    Ok(found.into_iter().map(|group| group.id).collect())
}

/// Emits groups as they are now.
pub fn emit(cx: &mut Context, ids: &[Uuid]) -> Flow {
    let state = look(cx)?;
    let computer = computer_name(cx)?;
    let reader = Reader::new(&state, computer.clone()).told_in(cx);
    let groups = &state.desired.groups;
    let machines = |group: &Group| {
        let own = state.vms.iter().filter(|vm| group.members.contains(&vm.id));
        own.map(|vm| reader.vm(vm)).collect()
    };
    for group in groups.iter().filter(|group| ids.contains(&group.id)) {
        cx.emit(VmGroup::new(group, groups, &machines, &computer).into_value())?;
    }
    Ok(())
}

/// Does this with each of the groups, and emits them when that was asked for.
pub fn act(cx: &mut Context, ids: Vec<Uuid>, act: &Act, force: bool, passthru: bool) -> Flow {
    for id in ids {
        let intent = Intent::EditGroup {
            id,
            act: act.clone(),
        };
        let outcome = cx.change_forced(&Scope::PLAN, force, &intent)?;
        if passthru && outcome.is_done() {
            emit(cx, &[id])?;
        }
    }
    Ok(())
}
