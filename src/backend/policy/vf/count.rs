//! How many VFs a NIC has: `Set-`, `Enable-` and `Disable-NetAdapterSriov`, and the VFs that a switch in IOV mode needs.

use crate::model::{
    InterfaceName, LinkKind, NetAdapter, PhysicalFunction, SriovSupport, State, driver_traits,
};
use crate::plan::{BridgeChange, DesiredChange, LinkChange, PciChange, PlanBuilder, VfChange};
use crate::policy::focus::Focus;
use crate::policy::guard;
use crate::policy::losses::{self, Deed};
use crate::policy::network::team;
use crate::policy::nic::{record_of, wanted_vfs};
use crate::policy::vf::allocation;
use crate::policy::vf::obstacle::used_by_host;
use crate::policy::vf::removal::drop_vfs;
use crate::policy::vf::support;
use crate::state::{DesiredEdit, DesiredNic};
use crate::{Category, HostError};

/// The PF behind a NIC, if SR-IOV can be changed on it at all.
fn function_for<'s>(state: &'s State, nic: &NetAdapter) -> Result<&'s PhysicalFunction, HostError> {
    let refuse = |support: SriovSupport| {
        HostError::new(
            "Iov.NoSriov",
            Category::InvalidOperation,
            format!("'{}' cannot do SR-IOV. {}", nic.name, support.text()),
        )
        .target(nic.name.to_string())
        .next_step(support.next_step())
    };
    let function = state
        .function_of(&nic.name)
        .ok_or_else(|| refuse(support::link_support(state, nic)))?;
    match support::adapter_support(state, function) {
        support @ (SriovSupport::MissingPfDriver
        | SriovSupport::PfOnVfio
        | SriovSupport::FirmwareVfLimit
        | SriovSupport::NoBusResources) => Err(refuse(support)),
        _ => Ok(function),
    }
}

/// Refuses when VMs have VFs of the function, unless `force`.
fn may_interrupt(
    function: &PhysicalFunction,
    nic: &NetAdapter,
    force: bool,
) -> Result<(), HostError> {
    let mut users: Vec<&str> = function
        .vfs
        .iter()
        .filter_map(|v| v.owner.as_ref())
        .map(|o| o.vm_name.as_str())
        .collect();
    users.sort_unstable();
    users.dedup();
    if users.is_empty() || force {
        return Ok(());
    }
    Err(HostError::new(
        "Iov.VfInUse",
        Category::ResourceBusy,
        format!("Virtual functions of '{}' are in use by: {}.", nic.name, users.join(", ")),
    )
    .target(nic.name.to_string())
    .next_step("Add -Force to move these virtual machines to the paravirtual path meanwhile, or stop them first."))
}

/// Refuses what would take from the host itself a VF that it uses, or its own way to the network, unless `force`.
fn may_disturb_host(
    state: &State,
    function: &PhysicalFunction,
    nic: &NetAdapter,
    force: bool,
) -> Result<(), HostError> {
    if force {
        return Ok(());
    }
    losses::host_uses_no_vf(state, function, nic)?;
    losses::host_stays_reachable(state, nic, Deed::Interrupt)
}

/// VFs that belong to a VM without an adapter of ours (another tool gave them away) cannot be taken back by force.
fn no_foreign_users(
    function: &PhysicalFunction,
    nic: &NetAdapter,
    state: &State,
) -> Result<(), HostError> {
    let foreign = function
        .vfs
        .iter()
        .filter(|v| state.desired.claim(&function.identity, v.index).is_none())
        .find_map(|v| v.owner.as_ref().map(|o| (v, o)));
    match foreign {
        Some((vf, owner)) => Err(HostError::new(
            "Iov.VfNotOurs",
            Category::ResourceBusy,
            format!(
                "VF {} of '{}' was given to '{}' by another tool.",
                vf.index, nic.name, owner.vm_name
            ),
        )
        .target(nic.name.to_string())
        .next_step("Take it out of that virtual machine with the tool that put it in.")),
        None => Ok(()),
    }
}

/// Refuses while a paused VM has a VF of the NIC: its guest cannot let it go.
fn no_paused_users(state: &State, record: &DesiredNic) -> Result<(), HostError> {
    state
        .desired
        .claims_on(&record.identity)
        .iter()
        .filter_map(|claim| state.vm(claim.vm))
        .try_for_each(guard::guest_can_let_go)
}

/// Sets how many VFs a NIC has. With `force`, VMs that have one run on the paravirtual path meanwhile and get one again.
///
/// # Errors
/// `NetAdapter.NotFound`, `NetAdapter.ManagementPath`, `Iov.NoSriov`, `Iov.TooManyVfs`, `Iov.VfInUse`, `Iov.VfNotOurs`; `Vm.InvalidState` while a paused VM
/// has one.
pub(in crate::policy) fn set_num_vfs(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &str,
    count: u32,
    force: bool,
) -> Result<Focus, HostError> {
    let nic = guard::nic_named(state, nic)?;
    let function = function_for(state, nic)?;
    let most = function.most_vfs();
    if count > most {
        let why = if most < function.total_vfs {
            format!(
                " (its hardware has {}, but there are PCI bus numbers for no more)",
                function.total_vfs
            )
        } else {
            String::new()
        };
        return Err(HostError::new(
            "Iov.TooManyVfs",
            Category::LimitsExceeded,
            format!(
                "'{}' has at most {most} virtual functions{why}; {count} were asked for.",
                nic.name
            ),
        )
        .target(nic.name.to_string())
        .next_step(format!("Ask for 0 to {most}.")));
    }
    plan.about(
        format!("Set the number of VFs of {} to {count}", nic.name),
        nic.name.to_string(),
    );
    let record = state
        .desired
        .nic(&nic.identity)
        .cloned()
        .unwrap_or_else(|| record_of(state, nic));
    let enabled = record.sriov_enabled;
    let record = DesiredNic {
        num_vfs: Some(count),
        interface: nic.name.clone(),
        ..record
    };
    if enabled && count != function.num_vfs {
        may_interrupt(function, nic, force)?;
        may_disturb_host(state, function, nic, force)?;
        no_foreign_users(function, nic, state)?;
        no_paused_users(state, &record)?;
    }
    if state.desired.nic(&nic.identity).is_none() {
        guard::warn_of_other_tools(plan, nic);
    }
    plan.step(
        format!("Remember {count} VFs for {}", nic.name),
        DesiredChange::Set {
            edit: DesiredEdit::PutNic(record.clone()),
        },
    );
    if !enabled {
        plan.warn(
            "Iov.Disabled",
            format!(
                "SR-IOV is disabled on '{}'; the number takes effect with Enable-NetAdapterSriov.",
                nic.name
            ),
        );
        return Ok(Focus::on_network());
    }
    if count != function.num_vfs {
        for claim in state.desired.claims_on(&record.identity) {
            allocation::release(plan, &claim);
        }
        drop_vfs(plan, &nic.name, 0);
        make_vfs(plan, &nic.name);
    }
    // No VFs and no switch: nothing is left that needs the setting, so it is as it was found.
    if count == 0
        && state.desired.switch_using(&nic.identity).is_none()
        && let Some(on) = record.originals.autoprobe
        && on != function.autoprobe
    {
        plan.step(
            format!("Put the autoprobe setting of {} back", nic.name),
            VfChange::SetAutoprobe {
                pf: function.address,
                on,
            },
        );
    }
    Ok(Focus::on_network())
}

/// Switches SR-IOV off on a NIC, and the VFs go: every VM that has one falls back to the paravirtual path, with a warning, unless another
/// member of its switch's team has one for it.
///
/// # Errors
/// `NetAdapter.NotFound`, `Iov.NoSriov`, `Iov.VfNotOurs`; `Vm.InvalidState` while a paused VM has a VF of it.
pub(in crate::policy) fn disable(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &str,
    force: bool,
) -> Result<Focus, HostError> {
    let nic = guard::nic_named(state, nic)?;
    let function = function_for(state, nic)?;
    no_foreign_users(function, nic, state)?;
    if function.num_vfs > 0 {
        may_disturb_host(state, function, nic, force)?;
    }
    let record = state
        .desired
        .nic(&nic.identity)
        .cloned()
        .unwrap_or_else(|| record_of(state, nic));
    no_paused_users(state, &record)?;
    // Who agrees to it must know whom it concerns.
    let losers: Vec<&str> = state
        .desired
        .claims_on(&record.identity)
        .into_iter()
        .filter_map(|claim| state.vm(claim.vm))
        .filter(|vm| vm.state.is_active())
        .map(|vm| vm.name.as_str())
        .collect();
    let target = if losers.is_empty() {
        nic.name.to_string()
    } else {
        format!(
            "{} (running machines lose their virtual functions: {})",
            nic.name,
            losers.join(", ")
        )
    };
    plan.about(format!("Disable SR-IOV on {}", nic.name), target);
    let record = DesiredNic {
        sriov_enabled: false,
        interface: nic.name.clone(),
        ..record
    };
    plan.step(
        format!("Remember that SR-IOV is off on {}", nic.name),
        DesiredChange::Set {
            edit: DesiredEdit::PutNic(record.clone()),
        },
    );
    // A machine on a team of several gets a virtual function of another member, or is told why not.
    let switch = state.desired.switch_using(&record.identity);
    let is_one_of_several = switch.is_some_and(|switch| switch.uplinks.len() > 1);
    let mut focus = Focus::on_network();
    for claim in state.desired.claims_on(&record.identity) {
        if is_one_of_several {
            focus.told.insert(claim.vm);
        } else if let Some(vm) = state.vm(claim.vm) {
            plan.warn(
                "IovNoAvailResources",
                format!(
                    "'{}' runs without a virtual function of '{}' until Enable-NetAdapterSriov.",
                    vm.name, nic.name
                ),
            );
        }
        allocation::release(plan, &claim);
    }
    drop_vfs(plan, &nic.name, 0);
    Ok(focus)
}

/// Switches SR-IOV on again: the VFs come back, and VMs that asked for one get one.
///
/// # Errors
/// `NetAdapter.NotFound`, `Iov.NoSriov`.
pub(in crate::policy) fn enable(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &str,
    force: bool,
) -> Result<Focus, HostError> {
    let nic = guard::nic_named(state, nic)?;
    let function = function_for(state, nic)?;
    plan.about(
        format!("Enable SR-IOV on {}", nic.name),
        nic.name.to_string(),
    );
    let Some(record) = state
        .desired
        .nic(&nic.identity)
        .filter(|r| !r.sriov_enabled)
        .cloned()
    else {
        return Ok(Focus::on_network());
    };
    may_disturb_host(state, function, nic, force)?;
    let in_switch = state.desired.switch_using(&nic.identity).is_some();
    if record.num_vfs.is_none() && !in_switch {
        // Nothing but the switching-off was ever asked for.
        put_back(state, plan, nic, record);
        return Ok(Focus::on_network());
    }
    plan.step(
        format!("Remember that SR-IOV is on on {}", nic.name),
        DesiredChange::Set {
            edit: DesiredEdit::PutNic(DesiredNic {
                sriov_enabled: true,
                ..record
            }),
        },
    );
    make_vfs(plan, &nic.name);
    Ok(Focus::on_network())
}

/// Forgets what was asked for on a NIC: it goes back to how it was found, or to what its switch needs.
///
/// # Errors
/// `NetAdapter.NotFound`, `Iov.NoSriov`, `Iov.VfInUse`, `Iov.VfNotOurs`.
pub(in crate::policy) fn reset(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &str,
    force: bool,
) -> Result<Focus, HostError> {
    let nic = guard::nic_named(state, nic)?;
    let function = function_for(state, nic)?;
    plan.about(
        format!("Reset SR-IOV on {}", nic.name),
        nic.name.to_string(),
    );
    let Some(record) = state.desired.nic(&nic.identity).cloned() else {
        return Ok(Focus::on_network());
    };
    if state.desired.switch_using(&nic.identity).is_some() {
        plan.step(
            format!("Forget the number of VFs of {}", nic.name),
            DesiredChange::Set {
                edit: DesiredEdit::PutNic(DesiredNic {
                    num_vfs: None,
                    sriov_enabled: true,
                    ..record
                }),
            },
        );
        make_vfs(plan, &nic.name);
        return Ok(Focus::on_network());
    }
    may_interrupt(function, nic, force)?;
    if function.num_vfs != record.originals.num_vfs {
        may_disturb_host(state, function, nic, force)?;
    }
    no_foreign_users(function, nic, state)?;
    for claim in state.desired.claims_on(&record.identity) {
        allocation::release(plan, &claim);
    }
    put_back(state, plan, nic, record);
    Ok(Focus::on_network())
}

/// A NIC without a wish for VFs goes back to how it was found, and is forgotten. Of one that is in a team of the host only the VFs do: the team
/// needs the rest, and the record of how it was found, as long as it has it.
fn put_back(state: &State, plan: &mut PlanBuilder, nic: &NetAdapter, record: DesiredNic) {
    drop_vfs(plan, &nic.name, record.originals.num_vfs);
    let (what, edit) = match state.desired.team_using(&nic.identity) {
        Some(_) => (
            format!("Forget what was asked of the VFs of {}", nic.name),
            DesiredEdit::PutNic(DesiredNic {
                num_vfs: None,
                sriov_enabled: true,
                ..record
            }),
        ),
        None => {
            restore_nic(plan, &nic.name, &record, false);
            (
                format!("Let go of {}", nic.name),
                DesiredEdit::RemoveNic(nic.identity.clone()),
            )
        }
    };
    plan.step(what, DesiredChange::Set { edit });
}

/// Makes the VFs that the NIC should have, with autoprobe off, so that none shows up as a NIC of the host.
pub(in crate::policy) fn make_vfs(plan: &mut PlanBuilder, nic: &InterfaceName) {
    let Some(function) = plan.state().function_of(nic) else {
        return;
    };
    let (pf, existing) = (function.address, function.num_vfs);
    let wanted = wanted_vfs(plan.state(), function);
    let needs_up = function
        .driver
        .as_deref()
        .is_some_and(|d| driver_traits(d).needs_pf_up);
    if wanted == 0 {
        return;
    }
    if wanted == existing {
        keep_drivers_off(plan, nic);
        return;
    }
    if needs_up {
        plan.step(
            format!("Bring {nic} up"),
            LinkChange::Set {
                interface: nic.clone(),
                up: true,
            },
        );
    }
    if existing > 0 {
        plan.step(
            format!("Remove the VFs of {nic}"),
            VfChange::SetCount { pf, count: 0 },
        );
    }
    plan.step(
        format!("Keep host drivers off new VFs of {nic}"),
        VfChange::SetAutoprobe { pf, on: false },
    );
    plan.step(
        format!("Create {wanted} VFs on {nic}"),
        VfChange::SetCount { pf, count: wanted },
    );
}

/// VFs of iovsh's own that host drivers may have grabbed, because autoprobe was on when they were made: those that nobody uses
/// are taken from them.
fn keep_drivers_off(plan: &mut PlanBuilder, nic: &InterfaceName) {
    let state = plan.state();
    let Some(function) = state.function_of(nic).filter(|f| f.autoprobe) else {
        return;
    };
    let record = state.desired.nic(&function.identity);
    if record.is_none_or(|r| r.originals.num_vfs > 0) {
        return;
    }
    let pf = function.address;
    let idle: Vec<_> = function
        .vfs
        .iter()
        .filter(|vf| {
            vf.owner.is_none() && vf.interface.is_some() && used_by_host(state, vf).is_none()
        })
        .filter(|vf| state.desired.claim(&function.identity, vf.index).is_none())
        .filter_map(|vf| Some((vf.index, vf.address, vf.driver.clone()?)))
        .collect();
    plan.step(
        format!("Keep host drivers off new VFs of {nic}"),
        VfChange::SetAutoprobe { pf, on: false },
    );
    for (index, address, driver) in idle {
        plan.step(
            format!("Unbind VF {index} of {nic} from {driver}"),
            PciChange::Unbind { address, driver },
        );
    }
}

/// Puts back what was changed on a NIC beside its VFs.
pub(in crate::policy) fn restore_nic(
    plan: &mut PlanBuilder,
    nic: &InterfaceName,
    record: &DesiredNic,
    keeps_vfs: bool,
) {
    let function = plan.state().function_of(nic).map(|f| f.address);
    if let (Some(pf), Some(on), false) = (function, record.originals.autoprobe, keeps_vfs) {
        plan.step(
            format!("Put the autoprobe setting of {nic} back"),
            VfChange::SetAutoprobe { pf, on },
        );
    }
    if let Some(mtu) = record.originals.mtu {
        plan.step(
            format!("Put the MTU of {nic} back"),
            LinkChange::SetMtu {
                interface: nic.clone(),
                mtu,
            },
        );
    }
    if let Some(master) = record.originals.master.clone() {
        match plan.state().link(&master).map(|l| l.kind) {
            Some(LinkKind::Bridge) => plan.step(
                format!("Make {nic} a port of {master} again"),
                BridgeChange::AddPort {
                    bridge: master,
                    port: nic.clone(),
                },
            ),
            Some(LinkKind::Bond) => team::add_member(plan, &master, nic),
            _ => {}
        }
    }
    plan.step(
        format!("Put the link state of {nic} back"),
        LinkChange::Set {
            interface: nic.clone(),
            up: record.originals.up,
        },
    );
}
