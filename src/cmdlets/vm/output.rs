//! The objects of virtual machines that cmdlets hand on.

use crate::host_access::computer_name;
use crate::reader::{Reader, look_with_checkpoints};
use crate::types::VirtualMachine;
use iovsh_backend::model::Uuid;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// These machines as they are now, from one look at the host. One that is gone is left out.
pub fn objects(cx: &mut Context, ids: &[Uuid]) -> Flow<Vec<VirtualMachine>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let state = look_with_checkpoints(cx)?;
    let reader = Reader::new(&state, computer_name(cx)?).told_in(cx);
    let found = ids.iter().filter_map(|id| state.vm(*id));
    Ok(found.map(|vm| reader.vm(vm)).collect())
}

/// Emits these machines as they are now.
pub fn emit(cx: &mut Context, ids: &[Uuid]) -> Flow {
    let mut objects = objects(cx, ids)?.into_iter();
    objects.try_for_each(|vm| cx.emit(vm.into_value()))
}
