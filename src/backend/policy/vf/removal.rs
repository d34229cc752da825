//! VFs of a NIC that are taken away.

use crate::model::{InterfaceName, driver_traits};
use crate::plan::{PlanBuilder, VfChange};
use crate::policy::losses;

/// Takes away the VFs of a NIC that its driver would keep out of a bridge or bond with them; they are made again when it is part of
/// that. VFs that anybody uses stay, and the kernel then refuses.
pub(in crate::policy) fn make_way_to_join(plan: &mut PlanBuilder, nic: &InterfaceName) {
    let state = plan.state();
    let Some(function) = state.function_of(nic).filter(|f| f.num_vfs > 0) else {
        return;
    };
    let traits = function.driver.as_deref().map(driver_traits);
    let joins = traits.is_none_or(|traits| traits.joins_with_vfs(&state.host.kernel));
    let in_use = function.vfs.iter().any(|vf| {
        vf.owner.is_some() || state.desired.claim(&function.identity, vf.index).is_some()
    });
    if !joins && !in_use && losses::vfs_of_host(state, function).is_empty() {
        drop_vfs(plan, nic, 0);
    }
}

/// Takes the NIC's VFs away, or back to the number that it had.
pub(in crate::policy) fn drop_vfs(plan: &mut PlanBuilder, nic: &InterfaceName, original: u32) {
    let Some(function) = plan.state().function_of(nic) else {
        return;
    };
    let (pf, existing) = (function.address, function.num_vfs);
    if existing == original {
        return;
    }
    if existing > 0 {
        plan.step(
            format!("Remove the VFs of {nic}"),
            VfChange::SetCount { pf, count: 0 },
        );
    }
    if original > 0 {
        plan.step(
            format!("Create {original} VFs on {nic}"),
            VfChange::SetCount {
                pf,
                count: original,
            },
        );
    }
}
