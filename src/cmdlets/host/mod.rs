//! The host itself.

mod get_vm_host;
mod repair_iovsh_state;
mod reset_simulated_host;
mod set_vm_host;

use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::reader::Reader;
use crate::cmdlets::types::VmHost;
use crate::shell::cmdlet::{CmdletSpec, Declared, Emit};
use crate::shell::error::Flow;
use crate::shell::eval::Context;

/// Emits the host as it is now.
fn emit(cx: &mut Context) -> Flow {
    let state = cx.snapshot(&VmHost::SCOPE)?;
    let adapters = Reader::new(&state, computer_name(cx)?).host_adapters();
    cx.emit(VmHost::new(&state, adapters).into_value())
}

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[
    get_vm_host::GetVmHost::SPEC,
    repair_iovsh_state::RepairIovshState::SPEC,
    reset_simulated_host::ResetSimulatedHost::SPEC,
    set_vm_host::SetVmHost::SPEC,
];
