//! What Set-, Enable- and Disable-NetAdapterSriov have in common.

use super::reading::{SCOPE, choose, sriov_object};
use crate::backend::Scope;
use crate::backend::model::PciAddress;
use crate::backend::policy::{persist, vf_count};
use crate::cmdlets::door::{Hosts, computer_name};
use crate::cmdlets::types::PersistIn;
use crate::shell::cmdlet::Emit;
use crate::shell::error::{ErrorCategory, Flow, ShellError};
use crate::shell::eval::Context;

/// What is to be changed.
pub struct SriovChange {
    /// Whether SR-IOV may be used.
    pub enabled: Option<bool>,
    /// How many VFs there are to be.
    pub num_vfs: Option<u32>,
    /// The tool in whose files it is described too.
    pub persist: Option<PersistIn>,
    /// Also when VFs are in use.
    pub force: bool,
}

/// Carries the change out on each of the adapters.
pub fn change(
    cx: &mut Context,
    names: &[String],
    by_description: bool,
    wanted: &SriovChange,
    pass_thru: bool,
) -> Flow {
    let state = cx.snapshot(&SCOPE)?;
    let addresses: Vec<_> = choose(cx, &state, names, by_description)?
        .into_iter()
        .map(|(pf, _)| pf.address)
        .collect();
    for address in addresses {
        let Some(name) = state.function(address).and_then(|pf| pf.interface.clone()) else {
            cx.error(without_interface(address))?;
            continue;
        };
        let mut done = true;
        if let Some(enabled) = wanted.enabled {
            done &= cx
                .change(&Scope::PLAN, &mut |state| {
                    if enabled {
                        vf_count::enable(state, name.as_str())
                    } else {
                        vf_count::disable(state, name.as_str())
                    }
                })?
                .is_done();
        }
        if let Some(count) = wanted.num_vfs {
            done &= cx
                .change(&Scope::PLAN, &mut |state| {
                    vf_count::set_num_vfs(state, name.as_str(), count, wanted.force)
                })?
                .is_done();
        }
        if let Some(persist) = wanted.persist {
            done &= cx
                .change(&Scope::PLAN, &mut |state| {
                    persist::set(state, name.as_str(), persist.tool())
                })?
                .is_done();
        }
        if pass_thru && done {
            let state = cx.snapshot(&SCOPE)?;
            let computer = computer_name(cx)?;
            if let Some(pf) = state.function(address) {
                cx.emit(sriov_object(&state, pf, &computer).into_value())?;
            }
        }
    }
    Ok(())
}

/// The error for a physical function that no network driver has.
fn without_interface(address: PciAddress) -> ShellError {
    ShellError::new(
        "Iov.NoInterface",
        ErrorCategory::InvalidOperation,
        format!("The physical function {address} has no network interface, so its driver cannot be asked for virtual functions."),
    )
    .target(address.to_string())
    .help("Give it back to its own driver; 'Get-NetAdapterSriov' says which driver it has.")
}
