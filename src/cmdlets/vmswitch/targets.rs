//! Which switches a user means.

use std::sync::Arc;

use crate::selection;
use crate::types::{VmSwitch, uuid};
use iovsh_backend::model::{Switch, Uuid, VfDetail, VmDetail};
use iovsh_backend::{Scope, State, policy};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// The facts that they need: functions and VMs tell how many VFs are in use.
pub const SCOPE: Scope = Scope {
    host: true,
    links: true,
    functions: VfDetail::Inventory,
    bridges: true,
    networks: false,
    vms: VmDetail::Full,
    ..Scope::NOTHING
};

/// The ids of the switches with these names, or behind these objects.
pub fn chosen(
    cx: &mut Context,
    state: &State,
    names: &[String],
    objects: &[Arc<VmSwitch>],
) -> Flow<Vec<Uuid>> {
    if !objects.is_empty() {
        return Ok(objects.iter().map(|object| uuid(object.id)).collect());
    }
    let all: Vec<Switch> = policy::switches(state);
    let found = selection::by_name(cx, &all, names)?;
    Ok(found.into_iter().map(|switch| switch.id).collect())
}

/// The name that a switch has now; its id as text when it is gone, which nothing is called.
pub fn name_of(state: &State, id: Uuid) -> String {
    state
        .desired
        .switch(id)
        .map_or_else(|| id.to_string(), |switch| switch.name.clone())
}
