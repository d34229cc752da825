//! Virtual machines.

mod changing;
mod get_vm;
mod new_vm;
mod remove_vm;
mod start_vm;
mod stop_vm;

use crate::shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_vm::GetVm::SPEC,
    new_vm::NewVm::SPEC,
    start_vm::StartVm::SPEC,
    stop_vm::StopVm::SPEC,
    remove_vm::RemoveVm::SPEC,
];
