//! A VF's life, by the troubles that users of SR-IOV on Linux report: what the plans must never do, and must always do in this
//! order.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "simulated/plans.rs"]
mod plans;

use iovsh::backend::Change;
use iovsh::backend::commit::{NoObserver, Options, commit};
use iovsh::backend::model::{IovReason, PciAddress, VfAttributes, VfVlan};
use iovsh::backend::plan::{
    DesiredChange, Device, DeviceChange, DomainChange, LinkChange, PciChange, Plan, StopMode,
    VfChange,
};
use iovsh::backend::policy::Intent;
use iovsh::backend::policy::{self, adapter_status};
use iovsh::backend::sim::SimMachine;
use iovsh::backend::state::DesiredEdit;
use plans::{
    Planner, assert_sound, bind_switch, busy_host, half_busy_host, run, settle, start, state, weigh,
};

const NIC: &str = "enp1s0f0";

/// What a plan does to one VF, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Claim,
    Bind,
    Reset,
    Set,
    Attach,
    Detach,
    Unbind,
    Free,
}

fn acts(plan: &Plan, vf: PciAddress, index: u32) -> Vec<Act> {
    let mut acts = Vec::new();
    for step in &plan.steps {
        acts.extend(match &step.change {
            Change::Desired(DesiredChange::Set {
                edit: DesiredEdit::PutClaim(claim),
            }) if claim.address == vf => Some(Act::Claim),
            Change::Desired(DesiredChange::Set {
                edit: DesiredEdit::RemoveClaim { index: i, .. },
            }) if *i == index => Some(Act::Free),
            Change::Pci(PciChange::Bind { address, .. }) if *address == vf => Some(Act::Bind),
            Change::Pci(PciChange::Unbind { address, .. }) if *address == vf => Some(Act::Unbind),
            Change::Vf(VfChange::Reset { address }) if *address == vf => Some(Act::Reset),
            Change::Vf(VfChange::Set { index: i, .. }) if *i == index => Some(Act::Set),
            Change::Device(DeviceChange::Attach {
                device: Device::Vf(device),
                ..
            }) if device.address == vf => Some(Act::Attach),
            Change::Device(DeviceChange::Detach {
                device: Device::Vf(device),
                ..
            }) if device.address == vf => Some(Act::Detach),
            _ => None,
        });
    }
    acts
}

fn vf_of(host: &SimMachine, vm: &str) -> (PciAddress, u32) {
    let state = state(host);
    let adapter = &state.vm_named(vm).unwrap().adapters[0];
    let vf = state
        .vf(adapter.vf.as_ref().expect("a VF").address)
        .unwrap();
    (vf.address, vf.index)
}

fn go(host: &SimMachine, planner: Planner) {
    run(host, &planner);
}

fn elsewhere(host: &SimMachine, change: &Change) {
    let done = host.edit_world(|world| world.apply(change)).expect("kept");
    done.expect("not refused");
}

fn one_vf() -> SimMachine {
    let host = busy_host();
    go(
        &host,
        Box::new(|s| {
            policy::Intent::SetVfCount {
                nic: NIC.to_string(),
                count: 1,
                force: true,
            }
            .plan(s)
        }),
    );
    host
}

/// The VF's link stays down for the next VM after a crash (stale mailbox and queues): a reset before every hand-out, and the
/// settings after it, because a reset takes them away.
#[test]
fn a_vf_is_reset_before_it_is_set_and_set_before_it_is_attached() {
    let host = busy_host();
    let (vf, index) = vf_of(&host, "web1");
    go(&host, weigh("web1", 0));
    let plan = weigh("web1", 100)(&state(&host)).unwrap();
    assert_eq!(
        acts(&plan, vf, index),
        [Act::Claim, Act::Bind, Act::Reset, Act::Set, Act::Attach]
    );
}

/// A switch that gets another NIC takes its machines along: each goes on with a VF of the new one, and nothing is left on the old.
#[test]
fn machines_go_with_their_switch_to_another_nic() {
    let host = half_busy_host();
    let before = state(&host);
    let functions = |now: &iovsh::backend::State| {
        [NIC, "enp1s0f1"].map(|nic| now.function_of(&nic.parse().unwrap()).unwrap().clone())
    };
    let held = |now: &iovsh::backend::State| {
        functions(now).map(|f| f.vfs.iter().filter(|vf| vf.owner.is_some()).count())
    };
    assert_eq!(held(&before), [2, 0]);
    go(&host, bind_switch("lan", "enp1s0f1"));
    let now = state(&host);
    assert_eq!(held(&now), [0, 2]);
    assert_eq!(functions(&now).map(|f| f.num_vfs), [0, 7]);
    let bridge = &now.desired.switch_named("lan").unwrap().bridge;
    let ports = &now.bridge(bridge).unwrap().ports;
    let has = |nic: &str| ports.iter().any(|port| port.as_str() == nic);
    assert_eq!((has(NIC), has("enp1s0f1")), (false, true));
    settle(&host);
    // There and back again.
    go(&host, bind_switch("lan", NIC));
    assert_eq!(held(&state(&host)), [2, 0]);
    for (switch, nic, id) in [
        ("lan", "eno1", "NetAdapter.ManagementPath"),
        ("lan", "enp9s9", "NetAdapter.NotFound"),
        ("LAM", NIC, "Switch.NotFound"),
    ] {
        let refused = bind_switch(switch, nic)(&state(&host)).unwrap_err();
        assert_eq!(refused.id, id);
    }
    let busy = state(&busy_host());
    let taken = bind_switch("lan", "enp1s0f1")(&busy).unwrap_err();
    assert_eq!(taken.id, "Switch.NicInUse");
}

/// VLAN, rate, spoof check and trust remain on a freed VF: everything goes back to how the VF was found.
#[test]
fn a_vf_is_taken_back_with_everything_put_back() {
    let host = busy_host();
    let (vf, index) = vf_of(&host, "web1");
    let pf = state(&host).vf(vf).unwrap().pf;
    let vlan = Some(VfVlan {
        id: 9.try_into().ok(),
        qos: 0,
        ..VfVlan::default()
    });
    elsewhere(
        &host,
        &Change::Vf(VfChange::Set {
            pf,
            index,
            attributes: VfAttributes {
                vlan,
                trust: Some(true),
                ..VfAttributes::default()
            },
        }),
    );
    let plan = weigh("web1", 0)(&state(&host)).unwrap();
    assert_eq!(
        acts(&plan, vf, index),
        [Act::Detach, Act::Reset, Act::Set, Act::Unbind, Act::Free]
    );
    go(&host, weigh("web1", 0));
    let now = state(&host);
    let admin = now.vf(vf).unwrap().admin.unwrap();
    assert_eq!((admin.vlan, admin.trust), (VfVlan::default(), Some(false)));
    assert!(admin.mac.is_zero());
}

/// A fresh VM's VF loses its settings a second after the start, because the clean-up for the owner before comes late: there is
/// none. One plan, under one lock, ends with the old owner before it begins with the new one.
#[test]
fn a_late_clean_up_cannot_hit_the_next_owner() {
    let host = one_vf();
    let holder = ["web1", "web2"].into_iter().find(|vm| {
        let state = state(&host);
        state.vm_named(vm).unwrap().adapters[0].vf.is_some()
    });
    let (first, second) = match holder {
        Some("web1") => ("web1", "web2"),
        _ => ("web2", "web1"),
    };
    let (vf, index) = vf_of(&host, first);
    let vm = state(&host).vm_named(first).unwrap().id;
    elsewhere(
        &host,
        &Change::Domain(DomainChange::Stop {
            vm,
            mode: StopMode::TurnOff,
        }),
    );
    let plan = policy::reconcile(&state(&host));
    let acts = acts(&plan, vf, index);
    let handed_over = acts
        .iter()
        .position(|act| *act == Act::Claim)
        .expect("a new owner");
    let freed = acts
        .iter()
        .position(|act| *act == Act::Free)
        .expect("an end");
    assert!(freed < handed_over, "{acts:?}");
    assert!(!acts[handed_over..].contains(&Act::Free), "{acts:?}");
    settle(&host);
    assert_eq!(vf_of(&host, second), (vf, index));
    // The first one comes back, and takes nothing from the second.
    go(
        &host,
        match first {
            "web1" => start("web1"),
            _ => start("web2"),
        },
    );
    settle(&host);
    assert_eq!(vf_of(&host, second), (vf, index));
}

/// A VF without a function level reset could only be reset with its whole bus, the PF and all siblings with it: it is not
/// allocated.
#[test]
fn a_vf_that_cannot_be_reset_alone_is_not_handed_out() {
    let host = busy_host();
    go(&host, weigh("web1", 0));
    host.edit_world(|world| {
        for vf in world.state.functions.iter_mut().flat_map(|f| &mut f.vfs) {
            if vf.owner.is_none() {
                vf.flr = Some(false);
            }
        }
    })
    .unwrap();
    let plan = weigh("web1", 100)(&state(&host)).unwrap();
    assert!(
        !plan
            .steps
            .iter()
            .any(|s| matches!(s.change, Change::Vf(VfChange::Reset { .. })))
    );
    assert_eq!(plan.warnings[0].id, IovReason::IovNoAvailResources.name());
}

/// A VF that its guest never gets to work (a driver that resets it for ever): the VM has its paravirtual path, the NIC lets it
/// through, and the reason is told.
#[test]
fn a_vf_that_does_not_come_up_costs_nobody_the_connection() {
    let host = busy_host();
    let (vf, _) = vf_of(&host, "web1");
    host.edit_world(|world| {
        for found in world.state.functions.iter_mut().flat_map(|f| &mut f.vfs) {
            if found.address == vf {
                found.driven = Some(false);
            }
        }
    })
    .unwrap();
    settle(&host);
    let now = state(&host);
    let (one, two) = (now.vm_named("web1").unwrap(), now.vm_named("web2").unwrap());
    let status = adapter_status(&now, one, &one.adapters[0]);
    assert_eq!(status.reason, Some(IovReason::IovGuestDriversNeeded));
    assert!(host.reachable(
        (one.id, &one.adapters[0].alias),
        (two.id, &two.adapters[0].alias)
    ));
}

/// A PF whose VFs are in use loses neither its driver nor its VFs, whatever is asked.
#[test]
fn a_pf_with_vfs_in_use_is_never_rebound() {
    let host = busy_host();
    let now = state(&host);
    let pf = now
        .function_of(&NIC.parse().unwrap())
        .unwrap()
        .address
        .to_string();
    let refused = |planner: &dyn Fn() -> Result<Plan, iovsh::backend::HostError>| {
        planner().expect_err("a refusal").id.to_string()
    };
    assert_eq!(
        refused(&|| Intent::DismountDevice {
            device: pf.to_string(),
            force: true
        }
        .plan(&now)),
        "Pci.NotAssignable"
    );
    assert_eq!(
        refused(&|| policy::Intent::SetVfCount {
            nic: NIC.to_string(),
            count: 3,
            force: false
        }
        .plan(&now)),
        "Iov.VfInUse"
    );
    assert_eq!(
        refused(&|| policy::Intent::RemoveSwitch {
            name: "lan".to_owned()
        }
        .plan(&now)),
        "Switch.InUse"
    );
    for plan in [
        policy::reconcile(&now),
        policy::Intent::Restore.plan(&now).unwrap(),
        policy::Intent::DisableSriov {
            nic: NIC.to_string(),
            force: false,
        }
        .plan(&now)
        .unwrap(),
    ] {
        let touches = |change: &Change| match change {
            Change::Pci(PciChange::Bind { address, .. } | PciChange::Unbind { address, .. }) => {
                address.to_string() == pf
            }
            _ => false,
        };
        assert!(
            !plan.steps.iter().any(|s| touches(&s.change)),
            "{}",
            plan.title
        );
    }
}

/// One VM gives its VF up and another gets it, in one repair. Whichever change fails: the VF has one owner, who has claimed it.
#[test]
fn a_vf_that_is_not_given_up_is_not_handed_on() {
    for fails in 0..24 {
        let host = one_vf();
        let holder = ["web1", "web2"].into_iter().find(|vm| {
            let state = state(&host);
            state.vm_named(vm).unwrap().adapters[0].vf.is_some()
        });
        let holder = holder.expect("a VM with a VF");
        let (vm, alias) = plans::first_alias(&state(&host), holder);
        let mut settings = state(&host).vm(vm).unwrap().settings();
        let mut wish = settings.adapter(&alias).unwrap().clone();
        wish.iov_weight = 0;
        settings.put(&alias, wish);
        elsewhere(
            &host,
            &Change::Domain(DomainChange::SetMetadata {
                vm,
                settings: Some(settings),
            }),
        );
        let plan = policy::reconcile(&state(&host));
        let changes = |s: &&iovsh::backend::plan::Step| {
            !matches!(s.change, Change::Desired(DesiredChange::Set { .. }))
        };
        if fails >= plan.steps.iter().filter(changes).count() {
            return;
        }
        host.fail_after(fails, 5);
        let mut silent = NoObserver;
        commit(&host, &plan, &mut Options::new(&mut silent)).expect("best-effort groups only");
        host.fail_after(usize::MAX, 0);
        assert_sound(&host, &format!("change {fails} fails"));
        settle(&host);
        let now = state(&host);
        assert!(now.vm(vm).unwrap().adapters[0].vf.is_none());
        assert_eq!(now.desired.claims.len(), 1, "change {fails} failed");
    }
    panic!("the plan is longer than the test thinks");
}

/// A guest that takes its VF and does not let it go again, while the rest of the plan fails: the VF stays claimed.
#[test]
fn a_vf_that_cannot_be_taken_back_stays_claimed() {
    let host = busy_host();
    go(&host, weigh("web1", 0));
    let vm = state(&host).vm_named("web1").unwrap().id;
    let mut plan = weigh("web1", 100)(&state(&host)).unwrap();
    let mut last = iovsh::backend::plan::PlanBuilder::new("", "", &state(&host));
    last.step(
        "A step that fails",
        LinkChange::Set {
            interface: "nowhere".parse().unwrap(),
            up: true,
        },
    );
    let mut bad = last.finish().steps;
    let at = plan
        .steps
        .iter()
        .rposition(|s| matches!(s.change, Change::Device(DeviceChange::Attach { .. })))
        .unwrap();
    plan.steps.insert(at + 1, bad.remove(0));
    host.edit_world(|world| world.guests.entry(vm).or_default().releases_devices = false)
        .unwrap();
    let group_of_attach = plan.steps[at].group;
    plan.steps[at + 1].group = group_of_attach;
    let mut silent = NoObserver;
    let report =
        commit(&host, &plan, &mut Options::new(&mut silent)).expect("best-effort groups only");
    assert!(!report.warnings.is_empty());
    let now = state(&host);
    let vf = now.vm(vm).unwrap().adapters[0].vf.clone().expect("the VF");
    assert!(
        now.desired
            .claims
            .iter()
            .any(|c| c.vm == vm && c.address == vf.address)
    );
    assert_eq!(
        now.vf(vf.address).unwrap().driver.as_deref(),
        Some("vfio-pci")
    );
}

/// The VF goes from one VM to another in one plan, and the two set different knobs of it: that is no change of the host.
#[test]
fn a_vf_is_handed_on_whatever_its_owners_set() {
    let host = one_vf();
    let vlan = iovsh::backend::policy::adapter::Changes {
        vlan: Some(iovsh::backend::model::AdapterVlan::Access(
            7.try_into().unwrap(),
        )),
        ..Default::default()
    };
    go(&host, plans::changes("web1", vlan));
    settle(&host);
    let (vf, _) = vf_of(&host, "web1");
    let vm = state(&host).vm_named("web1").unwrap().id;
    elsewhere(
        &host,
        &Change::Domain(DomainChange::Stop {
            vm,
            mode: StopMode::TurnOff,
        }),
    );
    settle(&host);
    assert_eq!(vf_of(&host, "web2").0, vf);
}
