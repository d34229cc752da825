//! Virtual machines.

mod cloud;
mod clustered;
mod forget;
mod get_vm;
mod new_vm;
mod output;
mod remove_vm;
mod remove_vm_saved_state;
mod rename_vm;
mod restart_vm;
mod resume_vm;
mod save_vm;
mod set_vm;
mod start_vm;
mod stop_vm;
mod suspend_vm;
pub(super) mod targets;
mod update_vm_version;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

pub use crate::adapters::found;
pub use output::emit;
pub use targets::{change_as_wanted, change_each, each, names_of as named};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_vm::GetVm::SPEC,
    new_vm::NewVm::SPEC,
    start_vm::StartVm::SPEC,
    stop_vm::StopVm::SPEC,
    remove_vm::RemoveVm::SPEC,
    rename_vm::RenameVm::SPEC,
    restart_vm::RestartVm::SPEC,
    update_vm_version::UpdateVmVersion::SPEC,
    suspend_vm::SuspendVm::SPEC,
    resume_vm::ResumeVm::SPEC,
    save_vm::SaveVm::SPEC,
    set_vm::SetVm::SPEC,
    remove_vm_saved_state::RemoveVmSavedState::SPEC,
];
