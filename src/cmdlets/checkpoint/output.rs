//! The objects of checkpoints that cmdlets hand on.

use super::targets::{CHECKPOINTS, Target};
use crate::host_access::{HostAccess, computer_name};
use crate::reader::Reader;
use crate::types::VmSnapshot;
use iovsh_shell::cmdlet::Emit;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// These checkpoints as they are now, from one look at the host. One that is gone is left out.
pub fn objects(cx: &mut Context, targets: &[Target]) -> Flow<Vec<VmSnapshot>> {
    if targets.is_empty() {
        return Ok(Vec::new());
    }
    let state = cx.snapshot(&CHECKPOINTS)?;
    let reader = Reader::new(&state, computer_name(cx)?).told_in(cx);
    let found = targets
        .iter()
        .filter_map(|target| state.checkpoint(target.vm, &target.label));
    Ok(found
        .filter_map(|checkpoint| reader.checkpoint(checkpoint))
        .collect())
}

/// Emits these checkpoints as they are now.
pub fn emit(cx: &mut Context, targets: &[Target]) -> Flow {
    let mut objects = objects(cx, targets)?.into_iter();
    objects.try_for_each(|checkpoint| cx.emit(checkpoint.into_value()))
}
