//! What virtual machines use.

mod disable_vm_resource_metering;
mod enable_vm_resource_metering;
mod measure_vm;
mod measure_vm_network_adapter;
mod measured;
mod reset_vm_resource_metering;
mod views;

pub use views::VIEWS;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    measure_vm::MeasureVm::SPEC,
    measure_vm_network_adapter::MeasureVmNetworkAdapter::SPEC,
    enable_vm_resource_metering::EnableVmResourceMetering::SPEC,
    disable_vm_resource_metering::DisableVmResourceMetering::SPEC,
    reset_vm_resource_metering::ResetVmResourceMetering::SPEC,
];
