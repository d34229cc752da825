//! Whose processors, memory, firmware or devices a user means, and one change of each.

use std::sync::Arc;

use crate::complete;
use crate::host_access::{HostAccess, computer_name};
use crate::reader::{self, Reader};
use crate::remote::Remote;
use crate::types::{Owner, VirtualMachine, VmFirmware, VmSnapshot, uuid};
use crate::vm::{change_as_wanted, each, found};
use iovsh_backend::model::{Uuid, VmDetail};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_backend::{Scope, State};
use iovsh_derive::Parameters;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_argument;
use iovsh_shell::value::Value;

/// What finding machines and showing their parts takes.
pub const MACHINES: Scope = Scope {
    vms: VmDetail::Full,
    ..Scope::NOTHING
};

/// Virtual machines whose parts are meant.
#[derive(Parameters)]
pub struct Owners {
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    #[flatten(set = "VMName")]
    remote: Remote,
}

impl Owners {
    /// The ids of the machines, or of those that these objects are of.
    pub fn ids(
        &self,
        cx: &mut Context,
        objects: impl Iterator<Item = Result<Uuid, ShellError>>,
    ) -> Flow<Vec<Uuid>> {
        let of_objects = objects.collect::<Result<Vec<Uuid>, _>>()?;
        if of_objects.is_empty() {
            return each(cx, &self.vm_name, &self.vm);
        }
        Ok(of_objects)
    }

    /// The machines, as they are now.
    pub fn now(&self, cx: &mut Context) -> Flow<Vec<Owner>> {
        let state = cx.snapshot(&MACHINES)?;
        let found = found(cx, &state, &self.vm_name, &self.vm)?;
        let computer = computer_name(cx)?;
        let of = |vm: &iovsh_backend::model::Vm| Owner {
            vm: vm.clone(),
            checkpoint: None,
            computer: computer.clone(),
        };
        Ok(found.into_iter().map(of).collect())
    }

    /// The machines as they are now, or the one that this checkpoint is of, as it was put down.
    pub fn or_checkpoint(
        &self,
        cx: &mut Context,
        checkpoint: Option<&Arc<VmSnapshot>>,
    ) -> Flow<Vec<Owner>> {
        let Some(object) = checkpoint else {
            return self.now(cx);
        };
        let scope = Scope {
            checkpoints: true,
            ..MACHINES
        };
        let state = cx.snapshot(&scope)?;
        let found = state.checkpoint(uuid(object.vm_id), &object.label);
        if found.is_none() {
            cx.error(checkpoint_gone(object))?;
        }
        let computer = computer_name(cx)?;
        let of = |checkpoint: &iovsh_backend::model::Checkpoint| Owner {
            vm: (*checkpoint.machine).clone(),
            checkpoint: Some((checkpoint.id, checkpoint.name.clone())),
            computer: computer.clone(),
        };
        Ok(found.into_iter().map(of).collect())
    }
}

/// The firmware of each of these machines, with the devices that they boot from: adapters of a machine as they are now, of a checkpoint as
/// it has them.
pub fn firmware(
    cx: &mut Context,
    owners: &[Owner],
    checkpoint: Option<&Arc<VmSnapshot>>,
) -> Flow<Vec<VmFirmware>> {
    if let Some(checkpoint) = checkpoint {
        let adapters = &checkpoint.network_adapters;
        let of = |owner| VmFirmware::new(owner, adapters);
        return Ok(owners.iter().map(of).collect());
    }
    if owners.is_empty() {
        return Ok(Vec::new());
    }
    let state = reader::look(cx)?;
    let reader = Reader::new(&state, computer_name(cx)?).told_in(cx);
    let of = |owner: &Owner| {
        let vm = state.vm(owner.vm.id).unwrap_or(&owner.vm);
        let adapters: Vec<_> = vm.adapters.iter().map(|a| reader.adapter(vm, a)).collect();
        VmFirmware::new(owner, &adapters)
    };
    Ok(owners.iter().map(of).collect())
}

/// Emits a part of each of these machines.
pub fn emit(cx: &mut Context, owners: &[Owner], show: impl Fn(&Owner) -> Vec<Value>) -> Flow {
    let mut objects = owners.iter().flat_map(show);
    objects.try_for_each(|object| cx.emit(object))
}

/// Changes each of these machines in the same way, and emits the part of those where it was done, when that was asked for.
pub fn change(
    cx: &mut Context,
    machines: Vec<Uuid>,
    changes: &Changes,
    passthru: bool,
    show: fn(&Owner) -> Vec<Value>,
) -> Flow {
    change_then(cx, machines, changes, passthru, move |cx, owners| {
        emit(cx, owners, show)
    })
}

/// Changes each of these machines in the same way, and calls `then` with those where it was done, when that was asked for.
pub fn change_then(
    cx: &mut Context,
    machines: Vec<Uuid>,
    changes: &Changes,
    passthru: bool,
    then: impl FnOnce(&mut Context, &[Owner]) -> Flow + 'static,
) -> Flow {
    let wanted = machines.into_iter().map(|id| (id, changes.clone()));
    change_as_wanted(cx, wanted.collect(), false, set_vm, move |cx, done| {
        if !passthru {
            return Ok(());
        }
        let owners = owners_of(cx, done)?;
        then(cx, &owners)
    })
}

/// Changes parts of machines, those of one machine together, and emits just these where it was done, when that was asked for.
pub fn change_parts<P: Copy + PartialEq + 'static>(
    cx: &mut Context,
    parts: impl IntoIterator<Item = (Uuid, P)>,
    changes: impl Fn(&[P]) -> Changes,
    passthru: bool,
    show: fn(&Owner, P) -> Value,
) -> Flow {
    let mut by_machine: Vec<(Uuid, Vec<P>)> = Vec::new();
    for (id, part) in parts {
        match by_machine.iter_mut().find(|(known, _)| *known == id) {
            Some((_, parts)) if parts.contains(&part) => {}
            Some((_, parts)) => parts.push(part),
            None => by_machine.push((id, vec![part])),
        }
    }
    let wanted = by_machine.iter().map(|(id, parts)| (*id, changes(parts)));
    let wanted = wanted.collect();
    change_as_wanted(cx, wanted, false, set_vm, move |cx, done| {
        if !passthru {
            return Ok(());
        }
        let owners = owners_of(cx, done)?;
        emit(cx, &owners, |owner| {
            let own = by_machine.iter().filter(|(id, _)| *id == owner.vm.id);
            own.flat_map(|(_, parts)| parts)
                .map(|part| show(owner, *part))
                .collect()
        })
    })
}

fn set_vm(vm: Uuid, changes: Changes) -> Intent {
    Intent::SetVm {
        vm: vm.into(),
        changes: Box::new(changes),
    }
}

/// The error for a checkpoint that is not there any more.
fn checkpoint_gone(object: &VmSnapshot) -> ShellError {
    let message = format!(
        "'{}' has no checkpoint '{}' any more.",
        object.vm_name, object.name
    );
    ShellError::new(
        "Checkpoint.NotFound",
        ErrorCategory::ObjectNotFound,
        message,
    )
    .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
    .target(object.name.as_str())
    .help(format!(
        "See what there is: Get-VMSnapshot {}.",
        quote_argument(&object.vm_name)
    ))
}

/// These machines as they are now; one that is gone is left out.
fn owners_of(cx: &mut Context, ids: &[Uuid]) -> Flow<Vec<Owner>> {
    let state: Arc<State> = cx.snapshot(&MACHINES)?;
    let computer = computer_name(cx)?;
    let found = ids.iter().filter_map(|id| state.vm(*id));
    Ok(found
        .map(|vm| Owner {
            vm: vm.clone(),
            checkpoint: None,
            computer: computer.clone(),
        })
        .collect())
}
