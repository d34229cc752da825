//! Virtual machines that go from one host to another.

mod add_vm_migration_network;
mod allow;
mod asked;
mod between;
mod compare_vm;
mod destination;
mod disable_vm_migration;
mod enable_vm_migration;
mod get_vm_migration_network;
mod move_vm;
mod move_vm_storage;
mod networks;
mod remove_vm_migration_network;
mod report;
mod set_vm_migration_network;
mod settle;
mod storage;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

pub use settle::settle_what_was_cut_off;

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    add_vm_migration_network::AddVmMigrationNetwork::SPEC,
    compare_vm::CompareVm::SPEC,
    disable_vm_migration::DisableVmMigration::SPEC,
    enable_vm_migration::EnableVmMigration::SPEC,
    get_vm_migration_network::GetVmMigrationNetwork::SPEC,
    move_vm::MoveVm::SPEC,
    move_vm_storage::MoveVmStorage::SPEC,
    remove_vm_migration_network::RemoveVmMigrationNetwork::SPEC,
    set_vm_migration_network::SetVmMigrationNetwork::SPEC,
];
