//! Checkpoints of virtual machines.

mod checkpoint_vm;
mod export_vm_snapshot;
mod get_vm_snapshot;
mod output;
mod remove_vm_snapshot;
mod rename_vm_snapshot;
mod restore_vm_snapshot;
mod targets;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    checkpoint_vm::CheckpointVm::SPEC,
    get_vm_snapshot::GetVmSnapshot::SPEC,
    restore_vm_snapshot::RestoreVmSnapshot::SPEC,
    remove_vm_snapshot::RemoveVmSnapshot::SPEC,
    rename_vm_snapshot::RenameVmSnapshot::SPEC,
    export_vm_snapshot::ExportVmSnapshot::SPEC,
];
