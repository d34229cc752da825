//! Running guests: a VF that comes, goes and comes again.

use iovsh::backend::model::{
    AdapterAlias, AdapterVlan, IovReason, PortVlans, State, VlanId, Vm, VmState,
};
use iovsh::backend::plan::{BridgeChange, DomainChange, StopMode};
use iovsh::backend::policy::Intent;
use iovsh::backend::policy::adapter::{Changes, MacChoice, NewAdapter};
use iovsh::backend::policy::{self, AdapterStatus, adapter_status};

use crate::bench::Bench;

fn status(state: &State, vm: &str, alias: &AdapterAlias) -> AdapterStatus {
    let vm = state.vm_named(vm).expect("the VM");
    adapter_status(state, vm, vm.adapter(alias).expect("the adapter"))
}

pub fn weigh(bench: &Bench, vm: &Vm, alias: &AdapterAlias, weight: u8) {
    let changes = Changes {
        iov_weight: Some(weight),
        ..Changes::default()
    };
    bench.run(|s| {
        policy::Intent::SetAdapter {
            vm: vm.id,
            adapter: alias.clone(),
            changes: Box::new(changes.clone()),
        }
        .plan(s)
    });
}

/// Waits until the guest uses its VF, and the repairs that follow are done.
pub fn on_vf(bench: &Bench, vm: &str, alias: &AdapterAlias) {
    bench.wait("the guest uses its VF", |state| {
        status(state, vm, alias).vf_data_path_active
    });
    bench.settle();
    let state = bench.state();
    let found = status(&state, vm, alias);
    assert_eq!(
        (found.iov_usage, found.reason),
        (1, None),
        "{}",
        found.explanation
    );
    assert_eq!(found.description(), "OK (SR-IOV active)");
    let mac = state
        .vm_named(vm)
        .expect("the VM")
        .adapter(alias)
        .expect("the adapter")
        .mac;
    assert!(
        !state.fdb.iter().any(|e| e.mac == mac),
        "the PF no longer claims the address"
    );
}

/// Checks that the adapter is on the paravirtual path, and that the NIC knows it.
fn on_virtio(bench: &Bench, vm: &str, alias: &AdapterAlias) -> AdapterStatus {
    bench.settle();
    let state = bench.state();
    let found = status(&state, vm, alias);
    assert_eq!(
        (found.iov_usage, found.vf_data_path_active),
        (0, false),
        "{}",
        found.explanation
    );
    let adapter = state
        .vm_named(vm)
        .expect("the VM")
        .adapter(alias)
        .expect("the adapter")
        .clone();
    let behind_vfs = adapter.bridge.is_some() && bench.function().num_vfs > 0;
    assert_eq!(
        state.fdb.iter().any(|e| e.mac == adapter.mac),
        behind_vfs,
        "the PF claims the address"
    );
    found
}

pub fn life_of_a_vf(bench: &Bench) {
    let nic = bench.nic.clone();
    bench.make_switch("ct-iov", true);
    let vm = bench.make_vm("ct-a", Some("ct-iov"));
    let alias = vm.adapters[0].alias.clone();
    let mac = vm.adapters[0].mac;
    weigh(bench, &vm, &alias, 100);

    let (plan, report) = bench.run(|s| policy::Intent::StartVm { vm: "ct-a".into() }.plan(s));
    assert!(
        plan.warnings.is_empty() && report.warnings.is_empty(),
        "{:?} {:?}",
        plan.warnings,
        report.warnings
    );
    on_vf(bench, "ct-a", &alias);
    let function = bench.function();
    let vf = function
        .vfs
        .iter()
        .find(|v| v.owner.is_some())
        .expect("a VF in use");
    assert_eq!(vf.driver.as_deref(), Some("vfio-pci"));
    assert_eq!(vf.admin.expect("VF facts").mac, mac);
    assert_eq!(vf.owner.as_ref().map(|o| o.vm_name.as_str()), Some("ct-a"));

    // What would hurt the guest is refused while it uses the VF.
    assert_eq!(
        bench.no_plan(|s| policy::Intent::SetVfCount {
            nic: nic.to_string(),
            count: 3,
            force: false
        }
        .plan(s)),
        "Iov.VfInUse"
    );
    assert_eq!(
        bench.no_plan(|s| policy::Intent::RemoveSwitch {
            name: "ct-iov".to_owned()
        }
        .plan(s)),
        "Switch.InUse"
    );
    assert_eq!(
        bench.no_plan(|s| policy::Intent::RemoveVm { vm: "ct-a".into() }.plan(s)),
        "Vm.Running"
    );

    // Weight to nought and back, on the running VM.
    weigh(bench, &vm, &alias, 0);
    assert_eq!(on_virtio(bench, "ct-a", &alias).reason, None);
    assert!(
        bench.function().vfs.iter().all(|v| v.driver.is_none()),
        "the VF was put back"
    );
    weigh(bench, &vm, &alias, 1);
    on_vf(bench, "ct-a", &alias);

    // The cable pulled and plugged in again.
    // On no switch there is no VF to be had, and the adapter still asks for one.
    bench.run(|s| {
        policy::Intent::DisconnectAdapter {
            vm: vm.id,
            adapter: alias.clone(),
        }
        .plan(s)
    });
    assert_eq!(
        on_virtio(bench, "ct-a", &alias).reason,
        Some(IovReason::IovNoAvailResources)
    );
    bench.run(|s| {
        policy::Intent::ConnectAdapter {
            vm: vm.id,
            adapter: alias.clone(),
            switch: "ct-iov".to_owned(),
        }
        .plan(s)
    });
    on_vf(bench, "ct-a", &alias);

    // SR-IOV off and on at the NIC.
    bench.run(|s| {
        policy::Intent::DisableSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
    assert_eq!(
        on_virtio(bench, "ct-a", &alias).reason,
        Some(IovReason::IovNoAvailResources)
    );
    bench.run(|s| {
        policy::Intent::EnableSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
    on_vf(bench, "ct-a", &alias);

    // Another number of VFs, by force.
    bench.run(|s| {
        policy::Intent::SetVfCount {
            nic: nic.to_string(),
            count: 2,
            force: true,
        }
        .plan(s)
    });
    assert_eq!(bench.function().num_vfs, 2);
    on_vf(bench, "ct-a", &alias);

    // A policy that a VF cannot keep.
    let guard = |on| Changes {
        dhcp_guard: Some(on),
        ..Changes::default()
    };
    bench.run(|s| {
        policy::Intent::SetAdapter {
            vm: vm.id,
            adapter: alias.clone(),
            changes: Box::new(guard(true)),
        }
        .plan(s)
    });
    let blocked = on_virtio(bench, "ct-a", &alias);
    assert_eq!(blocked.reason, Some(IovReason::IovBlockedByPolicy));
    assert!(blocked.explanation.contains("DhcpGuard"));
    bench.run(|s| {
        policy::Intent::SetAdapter {
            vm: vm.id,
            adapter: alias.clone(),
            changes: Box::new(guard(false)),
        }
        .plan(s)
    });
    on_vf(bench, "ct-a", &alias);

    bench.drop_vm("ct-a");
    assert!(
        bench
            .function()
            .vfs
            .iter()
            .all(|v| v.driver.is_none() && v.owner.is_none())
    );
    assert!(bench.state().desired.claims.is_empty());
    bench.run(|s| {
        policy::Intent::ResetSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
    bench.drop_switch("ct-iov");
}

pub fn two_vms_and_one_vf(bench: &Bench) {
    let nic = bench.nic.clone();
    bench.run(|s| {
        policy::Intent::SetVfCount {
            nic: nic.to_string(),
            count: 1,
            force: false,
        }
        .plan(s)
    });
    bench.make_switch("ct-iov", true);
    let first = bench.make_vm("ct-a", Some("ct-iov"));
    let second = bench.make_vm("ct-b", Some("ct-iov"));
    let (a, b) = (
        first.adapters[0].alias.clone(),
        second.adapters[0].alias.clone(),
    );
    assert_ne!(first.adapters[0].mac, second.adapters[0].mac);
    weigh(bench, &first, &a, 50);
    weigh(bench, &second, &b, 100);

    bench.run(|s| policy::Intent::StartVm { vm: "ct-a".into() }.plan(s));
    on_vf(bench, "ct-a", &a);
    // It starts all the same, and says why it has no VF. The lighter one that runs keeps its VF.
    let (plan, _) = bench.run(|s| policy::Intent::StartVm { vm: "ct-b".into() }.plan(s));
    let reasons: Vec<_> = plan.warnings.iter().map(|w| w.id.as_str()).collect();
    assert_eq!(reasons, ["IovNoAvailResources"]);
    assert_eq!(
        on_virtio(bench, "ct-b", &b).reason,
        Some(IovReason::IovNoAvailResources)
    );
    assert_eq!(status(&bench.state(), "ct-a", &a).iov_usage, 1);

    // The first one leaves, and the one that waits gets the VF.
    bench.run(|s| {
        policy::Intent::StopVm {
            vm: "ct-a".into(),
            how: policy::vm::Stop::TurnOff,
        }
        .plan(s)
    });
    bench.settle();
    on_vf(bench, "ct-b", &b);

    bench.run(|s| policy::Intent::RemoveVm { vm: "ct-a".into() }.plan(s));
    bench.drop_vm("ct-b");
    bench.drop_switch("ct-iov");
    bench.run(|s| {
        policy::Intent::ResetSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
}

/// With the host's consent a VF goes from a running VM to one of higher weight, and back when that one leaves.
pub fn the_heavier_takes_with_consent(bench: &Bench) {
    let nic = bench.nic.clone();
    let consent = |on| policy::host::Changes {
        preemption: Some(on),
        ..policy::host::Changes::default()
    };
    bench.run(|s| {
        policy::Intent::SetVfCount {
            nic: nic.to_string(),
            count: 1,
            force: false,
        }
        .plan(s)
    });
    bench.make_switch("ct-iov", true);
    let (light, heavy) = (
        bench.make_vm("ct-a", Some("ct-iov")),
        bench.make_vm("ct-b", Some("ct-iov")),
    );
    let (a, b) = (
        light.adapters[0].alias.clone(),
        heavy.adapters[0].alias.clone(),
    );
    weigh(bench, &light, &a, 50);
    weigh(bench, &heavy, &b, 51);
    bench.run(|s| policy::Intent::StartVm { vm: "ct-a".into() }.plan(s));
    on_vf(bench, "ct-a", &a);
    bench.run(|s| policy::Intent::StartVm { vm: "ct-b".into() }.plan(s));
    assert_eq!(status(&bench.state(), "ct-a", &a).iov_usage, 1);

    let (plan, _) = bench.run(|s| policy::Intent::SetHost(consent(true)).plan(s));
    let said: Vec<_> = plan.warnings.iter().map(|w| w.id.as_str()).collect();
    assert_eq!(said, ["Iov.VfTakenOver"]);
    on_vf(bench, "ct-b", &b);
    assert_eq!(
        on_virtio(bench, "ct-a", &a).reason,
        Some(IovReason::IovNoAvailResources)
    );
    // Equals do not take from each other: nothing goes back and forth.
    weigh(bench, &light, &a, 51);
    bench.settle();
    assert_eq!(status(&bench.state(), "ct-b", &b).iov_usage, 1);

    bench.run(|s| {
        policy::Intent::StopVm {
            vm: "ct-b".into(),
            how: policy::vm::Stop::TurnOff,
        }
        .plan(s)
    });
    bench.settle();
    on_vf(bench, "ct-a", &a);

    bench.run(|s| policy::Intent::SetHost(consent(false)).plan(s));
    bench.run(|s| policy::Intent::RemoveVm { vm: "ct-b".into() }.plan(s));
    bench.drop_vm("ct-a");
    bench.drop_switch("ct-iov");
    bench.run(|s| {
        policy::Intent::ResetSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
}

/// Two adapters of a guest's team on one NIC: a second VF there would protect from nothing, and somebody else may need it.
pub fn a_team_has_one_vf_of_a_nic(bench: &Bench) {
    bench.make_switch("ct-iov", true);
    let vm = bench.make_vm("ct-a", Some("ct-iov"));
    let new = NewAdapter {
        vm: vm.id,
        id: iovsh::backend::model::Uuid::random(),
        name: "second".to_owned(),
        switch: Some("ct-iov".to_owned()),
        mac: MacChoice::Dynamic,
        emulated: false,
    };
    bench.run(|s| policy::Intent::AddAdapter(new.clone()).plan(s));
    let both: Vec<_> = bench
        .vm("ct-a")
        .adapters
        .iter()
        .map(|a| a.alias.clone())
        .collect();
    let team = |on| Changes {
        iov_weight: Some(50),
        allow_teaming: Some(on),
        ..Changes::default()
    };
    for alias in &both {
        bench.run(|s| {
            policy::Intent::SetAdapter {
                vm: vm.id,
                adapter: alias.clone(),
                changes: Box::new(team(true)),
            }
            .plan(s)
        });
    }
    bench.run(|s| policy::Intent::StartVm { vm: "ct-a".into() }.plan(s));
    on_vf(bench, "ct-a", &both[0]);
    let other = on_virtio(bench, "ct-a", &both[1]);
    assert_eq!(other.reason, Some(IovReason::IovNoAvailResources));
    assert!(other.explanation.contains("team"), "{}", other.explanation);

    // No team any more: it gets its own.
    bench.run(|s| {
        policy::Intent::SetAdapter {
            vm: vm.id,
            adapter: both[1].clone(),
            changes: Box::new(team(false)),
        }
        .plan(s)
    });
    on_vf(bench, "ct-a", &both[1]);
    bench.drop_vm("ct-a");
    bench.drop_switch("ct-iov");
}

pub fn adapters_come_and_go(bench: &Bench) {
    bench.make_switch("ct-iov", true);
    let vm = bench.make_vm("ct-a", None);
    bench.run(|s| policy::Intent::StartVm { vm: "ct-a".into() }.plan(s));
    let new = NewAdapter {
        vm: vm.id,
        id: iovsh::backend::model::Uuid::random(),
        name: "hot".to_owned(),
        switch: Some("ct-iov".to_owned()),
        mac: MacChoice::Dynamic,
        emulated: false,
    };
    bench.run(|s| policy::Intent::AddAdapter(new.clone()).plan(s));
    let hot = policy::adapter_named(&bench.vm("ct-a"), "hot")
        .expect("the adapter")
        .clone();
    assert!(hot.bridge.is_some() && hot.tap.is_some());
    on_virtio(bench, "ct-a", &hot.alias);
    let changes = Changes {
        mac: Some(MacChoice::Static(hot.mac)),
        ..Changes::default()
    };
    bench.run(|s| {
        policy::Intent::SetAdapter {
            vm: vm.id,
            adapter: hot.alias.clone(),
            changes: Box::new(changes.clone()),
        }
        .plan(s)
    });
    let other = iovsh::backend::model::MacAddress([0x00, 0x15, 0x5d, 0xfe, 0, 9]);
    let changes = Changes {
        mac: Some(MacChoice::Static(other)),
        ..Changes::default()
    };
    let id = bench.no_plan(|s| {
        policy::Intent::SetAdapter {
            vm: vm.id,
            adapter: hot.alias.clone(),
            changes: Box::new(changes.clone()),
        }
        .plan(s)
    });
    assert_eq!(id, "Adapter.RunningMacChange");
    // The guest has to be up before it can let a device go.
    weigh(bench, &vm, &hot.alias, 10);
    on_vf(bench, "ct-a", &hot.alias);
    bench.run(|s| {
        policy::Intent::RemoveAdapter {
            vm: vm.id,
            adapter: hot.alias.clone(),
        }
        .plan(s)
    });
    assert_eq!(bench.vm("ct-a").adapters.len(), 1);
    assert!(bench.state().desired.claims.is_empty());
    bench.drop_vm("ct-a");
    bench.drop_switch("ct-iov");
}

pub fn a_vm_that_was_stopped_by_others(bench: &Bench) {
    bench.make_switch("ct-iov", true);
    let vm = bench.make_vm("ct-a", Some("ct-iov"));
    let alias = vm.adapters[0].alias.clone();
    weigh(bench, &vm, &alias, 100);
    bench.run(|s| policy::Intent::StartVm { vm: "ct-a".into() }.plan(s));
    on_vf(bench, "ct-a", &alias);
    bench.apply(DomainChange::Stop {
        vm: vm.id,
        mode: StopMode::TurnOff,
    });
    assert_eq!(
        bench.state().desired.claims.len(),
        1,
        "nobody has taken the VF back yet"
    );
    bench.settle();
    assert_eq!(bench.state().desired.claims, []);
    assert!(bench.function().vfs.iter().all(|v| v.driver.is_none()));

    // Started by others: it runs on the paravirtual path, and the next repair gives it its VF.
    bench.apply(DomainChange::Start {
        vm: vm.id,
        paused: false,
    });
    assert_eq!(status(&bench.state(), "ct-a", &alias).iov_usage, 0);
    bench.settle();
    on_vf(bench, "ct-a", &alias);
    bench.drop_vm("ct-a");
    bench.drop_switch("ct-iov");
}

/// A VLAN is the same on both paths: the port VLAN of the VF, and the VLAN of the tap on a bridge that lets it out.
pub fn a_vlan_on_both_paths(bench: &Bench) {
    bench.make_switch("ct-iov", true);
    let vm = bench.make_vm("ct-a", Some("ct-iov"));
    let alias = vm.adapters[0].alias.clone();
    let id = |number: u16| VlanId::try_from(number).expect("a VLAN");
    let put = |vlan| {
        let changes = Changes {
            vlan: Some(vlan),
            ..Changes::default()
        };
        bench.run(|s| {
            policy::Intent::SetAdapter {
                vm: vm.id,
                adapter: alias.clone(),
                changes: Box::new(changes.clone()),
            }
            .plan(s)
        });
    };
    let on_bridge = || {
        let state = bench.state();
        let adapter = state.vm(vm.id).expect("the VM").adapter(&alias).cloned();
        let tap = adapter.and_then(|a| a.tap).expect("a tap");
        let switch = state.desired.switch_named("ct-iov").expect("the switch");
        let bridge = state.bridge(&switch.bridge).expect("the bridge");
        assert!(bridge.vlan_filtering);
        (
            bridge.vlans_of(&tap),
            bridge.vlans_of(&bench.link().name).tagged.to_string(),
        )
    };
    let on_vf_now = || {
        let function = bench.function();
        let vf = function.vfs.iter().find(|v| v.owner.is_some());
        vf.expect("a VF in use").admin.expect("VF facts").vlan.id
    };

    // Chosen while the VM is off: the switch is ready before it starts.
    weigh(bench, &vm, &alias, 100);
    put(AdapterVlan::Access(id(42)));
    bench.run(|s| policy::Intent::StartVm { vm: "ct-a".into() }.plan(s));
    on_vf(bench, "ct-a", &alias);
    assert_eq!(on_vf_now(), Some(id(42)));
    assert_eq!(
        on_bridge(),
        (AdapterVlan::Access(id(42)).port(), "42".to_owned())
    );

    // Another one on the running VM, which keeps its VF.
    put(AdapterVlan::Access(id(7)));
    assert_eq!(on_vf_now(), Some(id(7)));
    assert_eq!(
        on_bridge(),
        (AdapterVlan::Access(id(7)).port(), "7".to_owned())
    );

    // A VF cannot be held to a list.
    let trunk = AdapterVlan::Trunk {
        native: Some(id(5)),
        allowed: "10-12".parse().expect("VLANs"),
    };
    put(trunk.clone());
    let blocked = on_virtio(bench, "ct-a", &alias);
    assert_eq!(blocked.reason, Some(IovReason::IovBlockedByPolicy));
    assert!(blocked.explanation.contains("AllowedVlanIdList"));
    assert_eq!(on_bridge(), (trunk.port(), "5,10-12".to_owned()));

    put(AdapterVlan::Untagged);
    on_vf(bench, "ct-a", &alias);
    assert_eq!(on_vf_now(), None);
    assert_eq!(on_bridge(), (PortVlans::default(), String::new()));

    // What another tool changes is put right.
    let tap = bench.vm("ct-a").adapters[0].tap.clone().expect("a tap");
    bench.apply(BridgeChange::SetPortVlans {
        port: tap,
        vlans: AdapterVlan::Access(id(9)).port(),
    });
    bench.settle();
    assert_eq!(on_bridge().0, PortVlans::default());

    bench.drop_vm("ct-a");
    bench.drop_switch("ct-iov");
}

/// A VM that is paused, saved and reset: on its VF before, and on one again after.
pub fn a_vm_is_paused_saved_and_reset(bench: &Bench) {
    bench.make_switch("ct-iov", true);
    let vm = bench.make_vm("ct-a", Some("ct-iov"));
    let alias = vm.adapters[0].alias.clone();
    let state_of = || bench.vm("ct-a").state;
    weigh(bench, &vm, &alias, 100);
    let name = || "ct-a".to_owned();
    for intent in [
        Intent::PauseVm { vm: name().into() },
        Intent::SaveVm { vm: name().into() },
        Intent::ResetVm { vm: name().into() },
    ] {
        assert_eq!(bench.no_plan(|s| intent.plan(s)), "Vm.InvalidState");
    }
    bench.run(|s| policy::Intent::StartVm { vm: "ct-a".into() }.plan(s));
    on_vf(bench, "ct-a", &alias);

    // Paused it keeps the VF, and nothing asks its guest for anything.
    bench.run(|s| policy::Intent::PauseVm { vm: "ct-a".into() }.plan(s));
    assert_eq!(state_of(), VmState::Paused);
    assert_eq!(status(&bench.state(), "ct-a", &alias).iov_usage, 1);
    for id in [
        bench.no_plan(|s| {
            policy::Intent::DisconnectAdapter {
                vm: vm.id,
                adapter: alias.clone(),
            }
            .plan(s)
        }),
        bench.no_plan(|s| {
            policy::Intent::RemoveAdapter {
                vm: vm.id,
                adapter: alias.clone(),
            }
            .plan(s)
        }),
        bench.no_plan(|s| {
            policy::Intent::DisableSriov {
                nic: bench.nic.to_string(),
                force: false,
            }
            .plan(s)
        }),
    ] {
        assert_eq!(id, "Vm.InvalidState");
    }
    let nought = Changes {
        iov_weight: Some(0),
        ..Changes::default()
    };
    let (plan, _) = bench.run(|s| {
        policy::Intent::SetAdapter {
            vm: vm.id,
            adapter: alias.clone(),
            changes: Box::new(nought.clone()),
        }
        .plan(s)
    });
    assert_eq!(plan.warnings[0].id, "Vm.Paused");
    bench.settle();
    assert_eq!(status(&bench.state(), "ct-a", &alias).iov_usage, 1);
    bench.run(|s| policy::Intent::ResumeVm { vm: "ct-a".into() }.plan(s));
    on_virtio(bench, "ct-a", &alias);
    weigh(bench, &vm, &alias, 100);
    on_vf(bench, "ct-a", &alias);

    // Saved it has none, and cannot be changed.
    bench.run(|s| policy::Intent::SaveVm { vm: "ct-a".into() }.plan(s));
    assert_eq!(state_of(), VmState::Saved);
    assert!(bench.state().desired.claims.is_empty());
    assert_eq!(
        bench.no_plan(|s| policy::Intent::DisconnectAdapter {
            vm: vm.id,
            adapter: alias.clone()
        }
        .plan(s)),
        "Vm.InvalidState"
    );
    assert_eq!(
        bench.no_plan(|s| policy::Intent::RemoveSwitch {
            name: "ct-iov".to_owned()
        }
        .plan(s)),
        "Switch.InUse"
    );
    bench.run(|s| policy::Intent::StartVm { vm: "ct-a".into() }.plan(s));
    assert_eq!(state_of(), VmState::Running);
    on_vf(bench, "ct-a", &alias);

    bench.run(|s| policy::Intent::ResetVm { vm: "ct-a".into() }.plan(s));
    on_vf(bench, "ct-a", &alias);

    bench.run(|s| policy::Intent::SaveVm { vm: "ct-a".into() }.plan(s));
    bench.run(|s| policy::Intent::DiscardSavedState { vm: "ct-a".into() }.plan(s));
    assert_eq!(state_of(), VmState::Off);
    bench.run(|s| policy::Intent::RemoveVm { vm: "ct-a".into() }.plan(s));
    bench.drop_switch("ct-iov");
}
