//! The host itself.

mod get_vm_host;
mod reset_simulated_host;
mod set_vm_host;

use crate::shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_vm_host::GetVmHost::SPEC,
    reset_simulated_host::ResetSimulatedHost::SPEC,
    set_vm_host::SetVmHost::SPEC,
];
