//! A VF's way into a VM and back: claimed, reset, programmed, attached; detached, reset, put back as it was found.

use std::time::Duration;

use crate::model::{
    Adapter, AdapterAlias, NicIdentity, PciAddress, State, Uuid, VFIO_PCI, VfDevice, Vm, VmState,
};
use crate::plan::{
    AllocationGroup, Change, DesiredChange, Device, DeviceChange, PciChange, PlanBuilder, VfChange,
};
use crate::policy::focus::Focus;
use crate::policy::network::fdb;
use crate::policy::network::representor;
use crate::policy::vf::assign::{Allocation, Candidate, Load, Request, assign_vfs, preempt};
use crate::policy::vf::status::{adapter_status, eligible_now, free_vfs, team_partners};
use crate::policy::vf::{queues, record};
use crate::state::{AdapterRef, DesiredEdit, VfClaim, VfOriginals};

/// How long a guest has to let go of its VF.
const DETACH_TIMEOUT: Duration = Duration::from_secs(30);

/// An adapter of a running VM that wants a VF, has none, and may have one.
struct Pending {
    vm: Uuid,
    vm_name: String,
    alias: AdapterAlias,
    name: String,
    request: Request,
}

impl Pending {
    fn allocation(&self) -> AllocationGroup {
        AllocationGroup {
            who: AdapterRef {
                vm: self.vm,
                adapter: self.alias.clone(),
            },
            name: format!("'{}' of '{}'", self.name, self.vm_name),
        }
    }
}

/// Adapters that wait for a VF, in the order of VMs and adapters.
fn pending(state: &State) -> Vec<Pending> {
    // One that is on its way to another host, or from one, gets its VFs where it arrives.
    let stays = |vm: &&Vm| vm.state.is_active() && state.desired.migration_of(vm.id).is_none();
    let staying = state.vms.iter().filter(stays);
    staying.flat_map(|vm| pending_of(state, vm)).collect()
}

/// Those of one VM.
fn pending_of(state: &State, vm: &Vm) -> Vec<Pending> {
    let waits = |a: &&Adapter| a.settings.iov_weight > 0 && a.vf.is_none();
    let waiting = vm.adapters.iter().filter(waits).filter_map(|adapter| {
        let functions = eligible_now(state, adapter).ok()?;
        Some(Pending {
            vm: vm.id,
            vm_name: vm.name.clone(),
            alias: adapter.alias.clone(),
            name: adapter.settings.name.clone(),
            request: Request {
                weight: adapter.settings.iov_weight,
                waiting: vm.uptime,
                functions,
                team: adapter.settings.allow_teaming.then_some(vm.id),
                avoid: team_partners(state, vm, adapter),
                numa: vm.numa,
            },
        })
    });
    waiting.collect()
}

/// The VFs that nobody has, and how many each PF has given out.
fn supply(state: &State) -> (Vec<Candidate>, Load) {
    let free = free_vfs(state).map(|v| Candidate {
        pf: v.pf,
        index: v.index,
        address: v.address,
        numa: state.function(v.pf).and_then(|f| f.numa),
    });
    let mut load = Load::new();
    for function in &state.functions {
        let used = function.vfs.iter().filter(|v| v.owner.is_some()).count();
        load.insert(function.address, used);
    }
    (free.collect(), load)
}

/// The VFs that the adapters of a VM would get if it ran here now: adapter, PF and index.
pub(in crate::policy) fn would_get(
    state: &State,
    vm: &Vm,
) -> Vec<(AdapterAlias, NicIdentity, u32)> {
    let waiting = pending_of(state, vm);
    let (free, load) = supply(state);
    let requests: Vec<Request> = waiting.iter().map(|p| p.request.clone()).collect();
    let chosen = assign_vfs(&requests, &free, &load);
    let got = waiting.into_iter().zip(chosen).filter_map(|(pending, vf)| {
        let vf = vf?;
        let function = state.function(vf.pf)?;
        Some((pending.alias, function.identity.clone(), vf.index))
    });
    got.collect()
}

/// Hands out VFs to the adapters that wait. For the VMs whose users are told, what cannot be had becomes a warning that names
/// the reason, never an error. What the upcoming will wish for when they run, which is soon, is kept free for them.
pub(in crate::policy) fn allocate(plan: &mut PlanBuilder, focus: &Focus) {
    let upcoming = &focus.upcoming;
    let state = plan.state();
    let mut waiting = pending(state);
    let running = waiting.len();
    let later = state.vms.iter().filter(|vm| upcoming.contains(&vm.id));
    let later = later.filter(|vm| !vm.state.is_active());
    waiting.extend(later.flat_map(|vm| pending_of(state, vm)));
    let (free, load) = supply(state);
    let requests: Vec<Request> = waiting.iter().map(|p| p.request.clone()).collect();
    let chosen = assign_vfs(&requests, &free, &load);
    let taken = if state.desired.preemption {
        preempt(&requests, &chosen, &held(state))
    } else {
        vec![None; requests.len()]
    };
    let served = waiting.iter().zip(chosen).zip(taken);
    for ((pending, candidate), taken) in served.take(running) {
        if let Some(Allocation { vf, .. }) = taken {
            preempt_for(plan, pending, vf);
        } else if let Some(candidate) = candidate {
            plan.allocate(pending.allocation(), |plan| {
                attach(
                    plan,
                    pending.vm,
                    &pending.vm_name,
                    &pending.alias,
                    candidate.address,
                )
            });
        }
    }
    warn_of_unmet(plan, focus);
}

/// The VFs that iovsh has allocated to adapters of running VMs. The taking of a paused VM's would hang: its guest cannot
/// let go.
fn held(state: &State) -> Vec<Allocation> {
    let running = state.vms.iter().filter(|v| v.state == VmState::Running);
    running
        .flat_map(|vm| vm.adapters.iter().map(move |a| (vm, a)))
        .filter_map(|(vm, adapter)| {
            let vf = state.vf(adapter.vf.as_ref()?.address)?;
            let function = state.function(vf.pf)?;
            let claim = state.desired.claim(&function.identity, vf.index)?;
            (claim.vm == vm.id && claim.adapter == adapter.alias).then_some(Allocation {
                vf: Candidate {
                    pf: vf.pf,
                    index: vf.index,
                    address: vf.address,
                    numa: function.numa,
                },
                weight: adapter.settings.iov_weight,
            })
        })
        .collect()
}

/// Gives an adapter the VF that a lighter one has: one best-effort group, so that the lighter one gets it back when it fails.
fn preempt_for(plan: &mut PlanBuilder, pending: &Pending, vf: Candidate) {
    let state = plan.state();
    let Some(claim) = state
        .function(vf.pf)
        .and_then(|f| state.desired.claim(&f.identity, vf.index))
        .cloned()
    else {
        return;
    };
    let loser = state
        .vm(claim.vm)
        .map_or_else(|| claim.vm.to_string(), |v| v.name.clone());
    plan.warn(
        "Iov.VfTakenOver",
        format!(
            "'{}' loses its virtual function to '{}', whose IovWeight is higher; it goes on without one.",
            loser, pending.vm_name
        ),
    );
    plan.allocate(pending.allocation(), |plan| {
        release(plan, &claim);
        attach(
            plan,
            pending.vm,
            &pending.vm_name,
            &pending.alias,
            vf.address,
        );
    });
}

/// Says for every adapter that the command is about, that asked for a VF and gets none, why that is so.
fn warn_of_unmet(plan: &mut PlanBuilder, focus: &Focus) {
    let state = plan.state();
    let mut warnings = Vec::new();
    for vm in state
        .vms
        .iter()
        .filter(|v| focus.told.contains(&v.id) && v.state.is_active())
    {
        for adapter in vm
            .adapters
            .iter()
            .filter(|a| a.settings.iov_weight > 0 && a.vf.is_none())
            .filter(|a| focus.is_about(vm.id, &a.alias))
        {
            let status = adapter_status(state, vm, adapter);
            if let Some(reason) = status.reason {
                let message = format!(
                    "{} of '{}' runs without a virtual function: {}",
                    called(vm, adapter),
                    vm.name,
                    status.sentence()
                );
                let who = AdapterRef {
                    vm: vm.id,
                    adapter: adapter.alias.clone(),
                };
                warnings.push((who, reason.name(), message));
            }
        }
    }
    for (who, id, message) in warnings {
        plan.warn_about(who, id, message);
    }
}

/// An adapter's name in words; with its address where the VM has another of that name.
fn called(vm: &Vm, adapter: &Adapter) -> String {
    let name = &adapter.settings.name;
    let mut others = vm
        .adapters
        .iter()
        .filter(|other| other.alias != adapter.alias);
    match others.any(|other| other.settings.name == *name) {
        true => format!("'{name}' ({})", adapter.mac.hyphenated()),
        false => format!("'{name}'"),
    }
}

/// The steps that give a VF to an adapter.
fn attach(
    plan: &mut PlanBuilder,
    vm: Uuid,
    vm_name: &str,
    alias: &AdapterAlias,
    address: PciAddress,
) {
    let state = plan.state();
    let (Some(adapter), Some(vf)) = (
        state.vm(vm).and_then(|v| v.adapter(alias)),
        state.vf(address),
    ) else {
        return;
    };
    let Some(function) = state.function(vf.pf) else {
        return;
    };
    let (pf, index, mac) = (vf.pf, vf.index, adapter.mac);
    let claim = VfClaim {
        pf: function.identity.clone(),
        index,
        address,
        vm,
        adapter: alias.clone(),
        queue_pairs: queues::to_give(function, adapter.settings.iov_queue_pairs)
            .map(|queues| queues.pairs),
        originals: VfOriginals {
            driver: vf.driver.clone(),
            admin: vf.admin,
        },
    };
    let asked = record::asked(adapter, function);
    let attributes = vf
        .admin
        .map_or(asked, |found| record::to_write(&asked, &found, true));
    // Interrupt vectors are given to a VF that no driver has.
    let queues = queues::to_give(function, adapter.settings.iov_queue_pairs);
    let is_ready = vf.driver.as_deref() == Some(VFIO_PCI) && queues.is_none();
    let (host_driver, bind) = (vf.driver.clone().filter(|_| !is_ready), !is_ready);
    let name = function
        .interface
        .as_ref()
        .map_or_else(|| pf.to_string(), ToString::to_string);
    let what = format!("VF {index} of {name}");
    let device = Device::Vf(VfDevice {
        address,
        alias: alias.of_vf(),
        persistent: alias.clone(),
        mac,
    });
    plan.step(
        format!("Claim {what} for '{vm_name}'"),
        DesiredChange::Set {
            edit: DesiredEdit::PutClaim(claim),
        },
    );
    if let Some(driver) = host_driver {
        plan.step(
            format!("Unbind {what} from {driver}"),
            PciChange::Unbind { address, driver },
        );
    }
    if let Some(queues) = queues {
        plan.step(
            format!("Give {what} {} queue pairs", queues.pairs),
            VfChange::SetVectors {
                address,
                count: queues.vectors,
            },
        );
    }
    if bind {
        plan.step(
            format!("Bind {what} to vfio-pci"),
            PciChange::Bind {
                address,
                driver: VFIO_PCI.to_owned(),
            },
        );
    }
    plan.step(format!("Reset {what}"), VfChange::Reset { address });
    if !attributes.is_empty() {
        plan.step(
            format!("Give {what} the address {mac}"),
            VfChange::Set {
                pf,
                index,
                attributes,
            },
        );
    }
    representor::join(plan, vm, alias, address);
    plan.step(
        format!("Attach {what} to '{vm_name}'"),
        DeviceChange::Attach {
            vm,
            device,
            live: true,
        },
    );
    plan.step(
        format!("Note that '{vm_name}' has {what}"),
        DesiredChange::Set {
            edit: DesiredEdit::RemoveRefused(AdapterRef {
                vm,
                adapter: alias.clone(),
            }),
        },
    );
}

/// What was once refused to an adapter that asks for nothing any more, or is gone, is of no interest.
pub(in crate::policy) fn forget_refusals(plan: &mut PlanBuilder) {
    let state = plan.state();
    let asks = |who: &AdapterRef| {
        let vm = state.vm(who.vm);
        let adapter = vm.and_then(|vm| vm.adapter(&who.adapter));
        vm.is_some_and(|vm| vm.unreadable.is_some())
            || adapter.is_some_and(|adapter| adapter.settings.iov_weight > 0)
    };
    let past = state.desired.refused.iter().map(|refused| &refused.who);
    let past: Vec<AdapterRef> = past.filter(|who| !asks(who)).cloned().collect();
    for who in past {
        plan.best_effort(|plan| {
            plan.step(
                "Forget why an adapter had no VF".to_owned(),
                DesiredChange::Set {
                    edit: DesiredEdit::RemoveRefused(who),
                },
            );
        });
    }
}

/// Changes the knobs of an attached VF to what the adapter's settings ask for.
pub(in crate::policy) fn reprogram(plan: &mut PlanBuilder, vm: Uuid, alias: &AdapterAlias) {
    let state = plan.state();
    let Some(vm) = state.vm(vm) else {
        return;
    };
    let Some(adapter) = vm.adapter(alias) else {
        return;
    };
    let Some(vf) = adapter.vf.as_ref().and_then(|v| state.vf(v.address)) else {
        return;
    };
    let attributes = record::drift(state, vm, adapter, vf);
    let (pf, index) = (vf.pf, vf.index);
    if !attributes.is_empty() {
        plan.step(
            format!("Change the settings of VF {index}"),
            VfChange::Set {
                pf,
                index,
                attributes,
            },
        );
    }
}

/// The steps that take a VF back: from the VM if it has it, and into the condition in which it was found.
pub(in crate::policy) fn release(plan: &mut PlanBuilder, claim: &VfClaim) {
    let state = plan.state();
    let function = claim.pf.best(&state.functions, |f| &f.identity);
    let vf = function.and_then(|f| f.vfs.iter().find(|v| v.index == claim.index));
    let forget = Change::Desired(DesiredChange::Set {
        edit: DesiredEdit::RemoveClaim {
            pf: claim.pf.clone(),
            index: claim.index,
        },
    });
    let (Some(function), Some(vf)) = (function, vf) else {
        plan.step(format!("Forget the claim on VF {}", claim.index), forget);
        return;
    };
    let (pf, address, driver) = (function.address, vf.address, vf.driver.clone());
    let name = function
        .interface
        .as_ref()
        .map_or_else(|| pf.to_string(), ToString::to_string);
    let what = format!("VF {} of {name}", claim.index);
    let user = state.vm(claim.vm).filter(|v| v.state.is_active());
    let attached = user.and_then(|v| Some((v, v.adapter(&claim.adapter)?)));
    let attached = attached.and_then(|(v, a)| {
        Some((
            v.name.clone(),
            a.mac,
            a.vf.clone().filter(|f| f.address == address)?,
        ))
    });
    if let Some((vm_name, mac, paired)) = attached {
        fdb::before_release(plan, pf, mac);
        let device = Device::Vf(VfDevice {
            address,
            alias: paired.alias,
            persistent: claim.adapter.clone(),
            mac,
        });
        plan.step(
            format!("Take {what} from '{vm_name}'"),
            DeviceChange::Detach {
                vm: claim.vm,
                device,
                live: true,
                timeout: DETACH_TIMEOUT,
            },
        );
    }
    representor::leave(plan, address);
    plan.step(format!("Reset {what}"), VfChange::Reset { address });
    let now = plan.state().vf(address).and_then(|v| v.admin);
    if let (Some(now), Some(mut original)) = (now, claim.originals.admin) {
        let pf_driver = plan.state().function(pf).and_then(|f| f.driver.clone());
        original.mac =
            crate::plan::restorable_mac(pf_driver.as_deref(), pf, claim.index, original.mac);
        let attributes = record::back_to(&original, &now);
        if !attributes.is_empty() {
            plan.step(
                format!("Put the settings of {what} back"),
                VfChange::Set {
                    pf,
                    index: claim.index,
                    attributes,
                },
            );
        }
    }
    let has_own_queues = claim.queue_pairs.is_some() && function_has_vectors(plan.state(), pf);
    if driver != claim.originals.driver || has_own_queues {
        if let Some(driver) = driver {
            plan.step(
                format!("Unbind {what} from {driver}"),
                PciChange::Unbind { address, driver },
            );
        }
        if has_own_queues {
            plan.step(
                format!("Give {what} the queue pairs that its driver gives"),
                VfChange::SetVectors { address, count: 0 },
            );
        }
        if let Some(driver) = claim.originals.driver.clone() {
            plan.step(
                format!("Bind {what} to {driver}"),
                PciChange::Bind { address, driver },
            );
        }
    }
    plan.step(format!("Note that {what} is free"), forget);
}

/// The PF's driver still has a say in the interrupt vectors of its VFs.
fn function_has_vectors(state: &State, pf: PciAddress) -> bool {
    state
        .function(pf)
        .is_some_and(|function| function.vector_pool.is_some())
}

/// Takes back the VF of one adapter, if it has one.
pub(in crate::policy) fn release_of(plan: &mut PlanBuilder, vm: Uuid, alias: &AdapterAlias) {
    if let Some(claim) = plan.state().desired.claim_of(vm, alias).cloned() {
        release(plan, &claim);
    }
}
