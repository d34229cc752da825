//! The guests of virtual machines, seen from the host.

mod copy_vm_file;
mod disable_vm_integration_service;
mod enable_vm_integration_service;
mod get_vm_integration_service;
mod services;
mod vmconnect;
mod wait_vm;
mod waiting;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

pub use waiting::Waiting;

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_vm_integration_service::GetVmIntegrationService::SPEC,
    enable_vm_integration_service::EnableVmIntegrationService::SPEC,
    disable_vm_integration_service::DisableVmIntegrationService::SPEC,
    vmconnect::VmConnect::SPEC,
    wait_vm::WaitVm::SPEC,
    copy_vm_file::CopyVmFile::SPEC,
];
