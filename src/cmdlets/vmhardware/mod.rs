//! What virtual machines are made of: processors, memory, firmware, serial ports, displays, TPM.

mod com_ports;
mod disable_vm_console_support;
mod disable_vm_tpm;
mod enable_vm_console_support;
mod enable_vm_tpm;
mod get_vm_bios;
mod get_vm_com_port;
mod get_vm_firmware;
mod get_vm_key_protector;
mod get_vm_memory;
mod get_vm_processor;
mod get_vm_security;
mod get_vm_video;
mod set_vm_bios;
mod set_vm_com_port;
mod set_vm_firmware;
mod set_vm_key_protector;
mod set_vm_memory;
mod set_vm_processor;
mod set_vm_security;
mod set_vm_video;
mod sizes;
pub(crate) mod targets;
mod views;

pub use sizes::size;
pub use views::VIEWS;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    disable_vm_console_support::DisableVmConsoleSupport::SPEC,
    enable_vm_console_support::EnableVmConsoleSupport::SPEC,
    disable_vm_tpm::DisableVmTpm::SPEC,
    enable_vm_tpm::EnableVmTpm::SPEC,
    get_vm_bios::GetVmBios::SPEC,
    get_vm_com_port::GetVmComPort::SPEC,
    get_vm_firmware::GetVmFirmware::SPEC,
    get_vm_key_protector::GetVmKeyProtector::SPEC,
    get_vm_memory::GetVmMemory::SPEC,
    get_vm_processor::GetVmProcessor::SPEC,
    get_vm_security::GetVmSecurity::SPEC,
    get_vm_video::GetVmVideo::SPEC,
    set_vm_bios::SetVmBios::SPEC,
    set_vm_com_port::SetVmComPort::SPEC,
    set_vm_firmware::SetVmFirmware::SPEC,
    set_vm_key_protector::SetVmKeyProtector::SPEC,
    set_vm_memory::SetVmMemory::SPEC,
    set_vm_processor::SetVmProcessor::SPEC,
    set_vm_security::SetVmSecurity::SPEC,
    set_vm_video::SetVmVideo::SPEC,
];
