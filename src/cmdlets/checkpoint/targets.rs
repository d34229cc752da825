//! Which checkpoints a user means.

use std::sync::Arc;

use crate::selection;
use crate::types::{VirtualMachine, VmSnapshot, uuid};
use iovsh_backend::model::{Checkpoint, Uuid, Vm, VmDetail};
use iovsh_backend::{Scope, State};
use iovsh_base::names::NameExt as _;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_argument;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// What finding and showing checkpoints takes.
pub const CHECKPOINTS: Scope = Scope {
    vms: VmDetail::Full,
    checkpoints: true,
    ..Scope::NOTHING
};

/// A checkpoint, by what does not change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its virtual machine.
    pub vm: Uuid,
    /// libvirt's name of it.
    pub label: String,
}

impl Target {
    /// The checkpoint of the model.
    pub fn of(checkpoint: &Checkpoint) -> Self {
        Self {
            vm: checkpoint.vm,
            label: checkpoint.label.clone(),
        }
    }

    /// The checkpoint behind an object.
    pub fn behind(object: &VmSnapshot) -> Self {
        Self {
            vm: uuid(object.vm_id),
            label: object.label.clone(),
        }
    }
}

/// The virtual machines with these names, or behind these objects.
pub fn machines<'s>(
    cx: &mut Context,
    state: &'s State,
    names: &[String],
    objects: &[Arc<VirtualMachine>],
) -> Flow<Vec<&'s Vm>> {
    match objects {
        [] => selection::by_name(cx, &state.vms, names),
        objects => crate::adapters::of_objects(cx, state, objects),
    }
}

/// The machine of one checkpoint that is named, or that an object is of. The checkpoint comes first in these cmdlets, as in Hyper-V: who wrote
/// the machine first is told so.
pub fn machine_of_one<'s>(
    cx: &mut Context,
    state: &'s State,
    name: Option<&str>,
    checkpoint: Option<&str>,
    object: Option<&Arc<VirtualMachine>>,
) -> Flow<Vec<&'s Vm>> {
    if let (Some(name), Some(checkpoint), None) = (name, checkpoint, object)
        && state.vm_named(name).is_none()
        && let Some(vm) = state.vm_named(checkpoint)
    {
        let error = selection::missing(
            "Vm.NotFound",
            "virtual machine",
            name,
            state.vms.iter().map(|vm| vm.name.as_str()),
        );
        let quoted = |text: &str| quote_argument(text).into_owned();
        cx.error(error.help(format!(
            "The checkpoint's name comes first, then that of the machine. With names: -VMName {} -Name {}",
            quoted(&vm.name),
            quoted(name)
        )))?;
        return Ok(Vec::new());
    }
    let names: Vec<String> = name.iter().map(|name| (*name).to_owned()).collect();
    let objects: Vec<_> = object.into_iter().cloned().collect();
    machines(cx, state, &names, &objects)
}

/// The checkpoints of these machines whose name fits, all when there is none. A name without wildcards that none has is an error that is
/// written.
pub fn named<'s>(
    cx: &mut Context,
    state: &'s State,
    machines: &[&Vm],
    name: Option<&str>,
) -> Flow<Vec<&'s Checkpoint>> {
    let pattern = name.map(WildcardPattern::new);
    let fits = |c: &Checkpoint| pattern.as_ref().is_none_or(|p| p.is_match(&c.name));
    let mut found = Vec::new();
    for vm in machines {
        let before = found.len();
        // A name may have brackets in it, which are wildcards too.
        let exact = |c: &&Checkpoint| name.is_some_and(|name| c.name.is_same_name(name));
        found.extend(state.checkpoints_of(vm.id).filter(exact));
        if found.len() == before {
            found.extend(state.checkpoints_of(vm.id).filter(|c| fits(c)));
        }
        if let Some(name) = name.filter(|name| found.len() == before && !has_wildcards(name)) {
            cx.error(missing(state, vm, name))?;
        }
    }
    Ok(found)
}

/// The one checkpoint of a machine with this name, without wildcards.
pub fn one(cx: &mut Context, state: &State, vm: &Vm, name: &str) -> Flow<Option<Target>> {
    let found: Vec<&Checkpoint> = state
        .checkpoints_of(vm.id)
        .filter(|c| c.name.is_same_name(name))
        .collect();
    match found.as_slice() {
        [one] => Ok(Some(Target::of(one))),
        [] => cx.error(missing(state, vm, name)).map(|()| None),
        several => {
            let message = format!(
                "'{}' has {} checkpoints with the name '{name}'.",
                vm.name,
                several.len()
            );
            let error = ShellError::new(
                "Checkpoint.Ambiguous",
                ErrorCategory::InvalidArgument,
                message,
            )
            .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
            .target(name)
            .help("Say which by its id: Get-VMSnapshot -Id ID | Restore-VMSnapshot, for example.");
            cx.error(error).map(|()| None)
        }
    }
}

fn missing(state: &State, vm: &Vm, name: &str) -> ShellError {
    let known = state.checkpoints_of(vm.id).map(|c| c.name.as_str());
    let mut error = selection::missing("Checkpoint.NotFound", "checkpoint", name, known);
    error.message = format!("'{}' has no checkpoint with the name '{name}'.", vm.name);
    error
}
