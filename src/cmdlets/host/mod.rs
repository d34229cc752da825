//! The host itself.

mod disable_vm_host_iov_override;
mod enable_vm_host_iov_override;
mod export_vm_host_state;
mod get_vm_host;
mod get_vm_host_supported_version;
mod output;
mod repair_iovsh_state;
mod reset_simulated_host;
mod set_vm_host;
mod show_vm_host;
mod test_vm_host_iov;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

pub use output::emit;

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    disable_vm_host_iov_override::DisableVmHostIovOverride::SPEC,
    enable_vm_host_iov_override::EnableVmHostIovOverride::SPEC,
    export_vm_host_state::ExportVmHostState::SPEC,
    get_vm_host_supported_version::GetVmHostSupportedVersion::SPEC,
    get_vm_host::GetVmHost::SPEC,
    repair_iovsh_state::RepairIovshState::SPEC,
    reset_simulated_host::ResetSimulatedHost::SPEC,
    set_vm_host::SetVmHost::SPEC,
    show_vm_host::ShowVmHost::SPEC,
    test_vm_host_iov::TestVmHostIov::SPEC,
];
