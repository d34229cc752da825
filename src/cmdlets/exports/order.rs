//! What is against an import, as an object, and what carrying it out takes.

use crate::host_access::{HostAccess, computer_name};
use crate::reader::{Reader, SCOPE};
use crate::types::{
    ImportOrder, OperationType, Order, VmCompatibilityError, VmCompatibilityReport,
};
use iovsh_backend::model::Uuid;
use iovsh_backend::policy::export::{Import, compare, first_look, manifest, scope};
use iovsh_backend::{HostError, Scope};
use iovsh_shell::cmdlet::Emit as _;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// An import, and what carrying it out takes.
pub struct Looked {
    /// It, with what was changed in its report.
    pub import: Import,
    /// The id of the machine that comes of it.
    pub id: Uuid,
    /// What has to be seen of the host.
    pub scope: Scope,
}

/// The import with what was changed in its report, and what has to be seen of the host for it.
pub fn looked_at(cx: &mut Context, order: &ImportOrder) -> Flow<Result<Looked, HostError>> {
    let mut import = order.import.clone();
    import.connections = order.reconnections.all();
    let first = cx.snapshot(&first_look(&import.path))?;
    let export = match manifest(&first, &import.path) {
        Ok(export) => export,
        Err(error) => return Ok(Err(error)),
    };
    let scope = scope(&import, &export);
    let id = import.id.unwrap_or(export.vm.id);
    Ok(Ok(Looked { import, id, scope }))
}

/// Compares, and hands on what comes of it.
pub fn emit_report(cx: &mut Context, order: ImportOrder) -> Flow {
    let Looked { import, scope, .. } = match looked_at(cx, &order)? {
        Ok(looked) => looked,
        Err(error) => return cx.refuse(&error),
    };
    let state = cx.snapshot(&scope.union(&SCOPE))?;
    let (vm, found) = match compare(&state, &import) {
        Ok(compared) => compared,
        Err(error) => return cx.refuse(&error),
    };
    let computer = computer_name(cx)?;
    let vm = Reader::new(&state, computer).told_in(cx).vm(&vm);
    let found = found.iter();
    let found = found.map(|one| VmCompatibilityError::new(one, &vm, &order.reconnections));
    let report = VmCompatibilityReport {
        operation_type: OperationType::ImportVirtualMachine,
        destination: vm.computer_name.to_uppercase(),
        path: import.path.clone(),
        snapshot_path: import.snapshot_folder.clone().unwrap_or_default(),
        vhd_destination_path: import.copy.clone().unwrap_or_default(),
        vhd_source_path: import.source.clone().unwrap_or_default(),
        incompatibilities: found.collect(),
        vm,
        order: Order::Import(order),
    };
    cx.emit(report.into_value())
}
