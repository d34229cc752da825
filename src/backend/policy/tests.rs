//! Decisions on the embedded hosts.

use super::adapter::Changes;
use super::switch::NewSwitch;
use super::*;
use crate::commit::{NoObserver, Options, transact};
use crate::model::{
    FdbPlace, HostReason, InterfaceName, IovReason, LinkKind, MacAddress, SriovSupport, State,
    SwitchType, Uuid,
};
use crate::plan::{Change, DomainChange, VfChange};
use crate::sim::{DataPath, SimMachine, fixture};
use crate::{HostError, Machine, Plan, Scope};

fn host(name: &str) -> SimMachine {
    SimMachine::in_memory(fixture(name).unwrap())
}

fn state(host: &SimMachine) -> State {
    host.snapshot(&Scope::REMOVE).unwrap()
}

fn run(host: &SimMachine, planner: impl Fn(&State) -> Result<Plan, HostError>) -> Plan {
    let mut planner = |state: &State| planner(state);
    let mut silent = NoObserver;
    let result = transact(
        host,
        &Scope::REMOVE,
        &mut planner,
        &mut Options::new(&mut silent),
    );
    result.unwrap().0
}

fn iov_switch(nic: &str) -> NewSwitch {
    NewSwitch {
        id: Uuid::random(),
        name: "lan".to_owned(),
        switch_type: SwitchType::External,
        uplinks: vec![nic.parse().unwrap()],
        iov_enabled: true,
        allow_management_os: true,
        notes: String::new(),
        persist: None,
        teaming: false,
        force: false,
        settings: Default::default(),
    }
}

/// Connects a VM to a switch, asks for a VF, starts it.
fn up(host: &SimMachine, vm: &str, weight: u8) -> Plan {
    let found = state(host).vm_named(vm).unwrap().clone();
    let alias = found.adapters[0].alias.clone();
    let changes = Changes {
        iov_weight: Some(weight),
        ..Changes::default()
    };
    run(host, |s| {
        Intent::ConnectAdapter {
            vm: found.id,
            adapter: alias.clone(),
            switch: "lan".to_owned(),
        }
        .plan(s)
    });
    run(host, |s| {
        Intent::SetAdapter {
            vm: found.id,
            adapter: alias.clone(),
            changes: Box::new(changes.clone()),
        }
        .plan(s)
    });
    let plan = run(host, |s| {
        Intent::StartVm {
            vm: vm.to_string().into(),
        }
        .plan(s)
    });
    run(host, |s| Ok(reconcile(s)));
    plan
}

fn status(host: &SimMachine, vm: &str) -> AdapterStatus {
    let state = state(host);
    let vm = state.vm_named(vm).unwrap();
    adapter_status(&state, vm, &vm.adapters[0])
}

#[test]
fn a_good_host_has_no_reasons() {
    let state = state(&host("default"));
    assert_eq!(host_reasons(&state), []);
    let nics = nics_sriov(&state);
    assert_eq!(
        nics.iter()
            .map(|n| n.interface.as_str())
            .collect::<Vec<_>>(),
        ["enp1s0f0", "enp1s0f1"]
    );
    assert!(
        nics.iter()
            .all(|n| n.support == SriovSupport::Supported && n.enabled && n.num_vfs == 7)
    );
}

#[test]
fn every_missing_fact_of_the_platform_has_its_reason() {
    type Spoil = fn(&mut State);
    let cases: [(Spoil, HostReason); 11] = [
        (|s| s.host.slat = Some(false), HostReason::NoSlat),
        (
            |s| s.iommu.interrupt_remapping = Some(false),
            HostReason::NoInterruptRemapping,
        ),
        (|s| s.iommu.units.clear(), HostReason::NoDmaRemapping),
        (
            |s| {
                s.iommu.units.clear();
                s.iommu.firmware_table = Some(false);
            },
            HostReason::NotEnabledInFirmware,
        ),
        (
            |s| {
                s.iommu.units.clear();
                s.iommu.disabled_on_command_line = true;
            },
            HostReason::RemappingDisabled,
        ),
        (
            |s| {
                s.iommu.units.clear();
                s.iommu.firmware_table = None;
            },
            HostReason::NoDmaRemapping,
        ),
        (
            |s| s.iommu.firmware_broken = Some(true),
            HostReason::FirmwareTablesWrong,
        ),
        (
            |s| s.iommu.pci_express = Some(false),
            HostReason::NoPciExpress,
        ),
        (
            |s| s.iommu.osc_denied = Some(true),
            HostReason::NoOscControl,
        ),
        (|s| s.iommu.acs = Some(false), HostReason::NoAcsAtRootPort),
        (|s| s.iommu.vfio_pci = Some(false), HostReason::NoVfioDriver),
    ];
    for (spoil, reason) in cases {
        let mut state = state(&host("default"));
        spoil(&mut state);
        assert_eq!(host_reasons(&state), [reason]);
        assert!(!reason.text().is_empty() && !reason.next_step().is_empty());
        let support = adapter_support(&state, &state.functions[0]);
        let wanted = match reason {
            HostReason::NoOscControl => SriovSupport::NoOscSupport,
            _ => SriovSupport::NoIoMmuSupport,
        };
        assert_eq!(support, wanted, "{reason:?}");
    }
    let mut accepted = state(&host("default"));
    accepted.iommu.interrupt_remapping = Some(false);
    accepted.iommu.unsafe_interrupts_allowed = true;
    assert_eq!(host_reasons(&accepted), []);
}

#[test]
fn every_missing_fact_of_a_nic_has_its_reason() {
    type Spoil = fn(&mut crate::model::PhysicalFunction);
    let cases: [(Spoil, SriovSupport); 7] = [
        (|f| f.driver = None, SriovSupport::MissingPfDriver),
        (
            |f| f.driver = Some("e1000e".to_owned()),
            SriovSupport::MissingPfDriver,
        ),
        (
            |f| f.driver = Some("vfio-pci".to_owned()),
            SriovSupport::PfOnVfio,
        ),
        (|f| f.total_vfs = 0, SriovSupport::FirmwareVfLimit),
        (|f| f.isolated = Some(false), SriovSupport::MissingAcs),
        (
            |f| (f.bus_numbers, f.vf_offset) = (Some(false), 256),
            SriovSupport::NoBusResources,
        ),
        (|f| f.vf_bar_space = Some(false), SriovSupport::NoVfBarSpace),
    ];
    for (spoil, support) in cases {
        let mut state = state(&host("default"));
        spoil(&mut state.functions[0]);
        assert_eq!(adapter_support(&state, &state.functions[0]), support);
    }
}

#[test]
fn a_switch_is_made_where_sriov_cannot_work_and_says_so() {
    for (name, nic, reason) in [
        ("no-iommu", "enp1s0f0", IovReason::NoIommu),
        ("no-sriov", "enp2s0", IovReason::NoIovSupportInNic),
        ("no-sriov", "enp1s0f0", IovReason::NoIovSupportInNic),
    ] {
        let host = host(name);
        let plan = run(&host, |s| Intent::CreateSwitch(iov_switch(nic)).plan(s));
        assert_eq!(plan.warnings[0].id, "Iov.NotSupported", "{name}");
        assert!(
            !plan
                .steps
                .iter()
                .any(|s| matches!(s.change, Change::Vf(VfChange::SetCount { .. })))
        );
        let view = switches(&state(&host)).remove(0);
        assert!(view.iov_enabled && !view.iov_support && !view.reasons().is_empty());
        let plan = up(&host, "web1", 100);
        assert_eq!(plan.warnings[0].id, reason.name());
        let status = status(&host, "web1");
        assert_eq!(status.reason, Some(reason), "{name} {nic}");
        assert_eq!(status.description(), "Degraded (SR-IOV not operational)");
    }
}

#[test]
fn a_guest_without_a_driver_is_told_apart() {
    let host = host("default");
    run(&host, |s| {
        Intent::CreateSwitch(iov_switch("enp1s0f0")).plan(s)
    });
    up(&host, "legacy1", 5);
    let status = status(&host, "legacy1");
    assert_eq!(
        (status.iov_usage, status.reason),
        (1, Some(IovReason::IovGuestDriversNeeded))
    );
    assert_eq!(
        vm_status(&state(&host), state(&host).vm_named("legacy1").unwrap()),
        [IovReason::IovGuestDriversNeeded]
    );
}

#[test]
fn no_weight_no_reason() {
    let host = host("default");
    run(&host, |s| {
        Intent::CreateSwitch(iov_switch("enp1s0f0")).plan(s)
    });
    let plan = up(&host, "web1", 0);
    assert!(plan.warnings.is_empty());
    assert_eq!(status(&host, "web1").reason, None);
    assert_eq!(status(&host, "web1").description(), "OK");
    assert_eq!(
        status(&host, "web2").explanation,
        "The virtual machine is off."
    );
}

#[test]
fn frames_pass_between_every_pair_of_paths() {
    let host = host("default");
    run(&host, |s| {
        Intent::CreateSwitch(iov_switch("enp1s0f0")).plan(s)
    });
    up(&host, "web1", 100);
    up(&host, "web2", 0);
    let state = state(&host);
    let adapter = |vm: &str| {
        let vm = state.vm_named(vm).unwrap();
        (vm.id, vm.adapters[0].alias.clone())
    };
    let (a, b) = (adapter("web1"), adapter("web2"));
    let talk =
        || host.reachable((a.0, &a.1), (b.0, &b.1)) && host.reachable((b.0, &b.1), (a.0, &a.1));
    assert_eq!(host.path(a.0, &a.1), Some(DataPath::Vf));
    assert_eq!(host.path(b.0, &b.1), Some(DataPath::Paravirtual));
    assert!(talk());
    // What keeps them together is the entry in the PF's filter.
    host.edit_world(|world| world.state.fdb.clear()).unwrap();
    assert!(!talk());
    run(&host, |s| Ok(reconcile(s)));
    assert!(talk());
    let weight = |weight| Changes {
        iov_weight: Some(weight),
        ..Changes::default()
    };
    run(&host, |s| {
        Intent::SetAdapter {
            vm: a.0,
            adapter: a.1.clone(),
            changes: Box::new(weight(0)),
        }
        .plan(s)
    });
    assert_eq!(host.path(a.0, &a.1), Some(DataPath::Paravirtual));
    assert!(talk());
}

#[test]
fn idle_vfs_of_the_host_give_way_and_come_back() {
    let host = host("default");
    let make = Change::Vf(VfChange::SetCount {
        pf: "0000:01:00.0".parse().unwrap(),
        count: 2,
    });
    host.apply(&make).unwrap();
    // One of them is in use by the host: it has an address.
    host.edit_world(|world| {
        let link = world
            .state
            .links
            .iter_mut()
            .find(|l| l.kind == LinkKind::VirtualFunction)
            .unwrap();
        link.addresses.push("192.0.2.77/24".to_owned());
    })
    .unwrap();
    let before = state(&host);
    run(&host, |s| {
        Intent::CreateSwitch(iov_switch("enp1s0f0")).plan(s)
    });
    assert_eq!(
        state(&host).functions[0].num_vfs,
        2,
        "VFs that were there are left as they are"
    );
    up(&host, "web1", 100);
    let status_of_web1 = status(&host, "web1");
    assert_eq!(status_of_web1.function_id, Some(1));
    let plan = up(&host, "web2", 100);
    assert_eq!(plan.warnings[0].id, "IovNoAvailResources");
    assert!(
        plan.warnings[0]
            .message
            .contains("1 is in use by the host itself"),
        "{}",
        plan.warnings[0].message
    );
    for vm in ["web1", "web2"] {
        run(&host, |s| {
            Intent::StopVm {
                vm: vm.to_string().into(),
                how: vm::Stop::TurnOff,
            }
            .plan(s)
        });
    }
    run(&host, |s| {
        Intent::RemoveSwitch {
            name: "lan".to_owned(),
        }
        .plan(s)
    });
    let after = state(&host);
    assert_eq!(after.functions[0].vfs[1].driver.as_deref(), Some("igbvf"));
    assert_eq!(
        after.functions[0].vfs[1].interface,
        before.functions[0].vfs[1].interface
    );
}

#[test]
fn dynamic_addresses_come_from_the_pool_and_never_twice() {
    let host = host("default");
    let mut state = state(&host);
    let first = free_mac(&state, &[]).unwrap();
    assert_eq!(first, state.host.mac_pool.minimum);
    assert_eq!(
        free_mac(&state, &[first]).unwrap().to_u64(),
        first.to_u64() + 1
    );
    state.host.mac_pool.maximum = first;
    assert_eq!(
        free_mac(&state, &[first]).unwrap_err().id,
        "Host.MacPoolExhausted"
    );
    let taken: MacAddress = state.vms[0].adapters[0].mac;
    assert!(mac_owner(&state, taken, None).is_some());
    assert!(
        mac_owner(&state, state.links[0].mac, None)
            .unwrap()
            .contains("eno1")
    );
}

#[test]
fn a_wrong_name_is_answered_with_the_nearest_one() {
    let state = state(&host("default"));
    let error = nic_named(&state, "enp1s0fo").unwrap_err();
    assert!(error.next_step.as_ref().unwrap().contains("'enp1s0f0'"));
    let error = vm_named(&state, "wbe1").unwrap_err();
    assert!(error.next_step.as_ref().unwrap().contains("'web1'"));
    let error = vm_named(&state, "something else entirely").unwrap_err();
    // No name is near: all are listed, with the command that lists them.
    let step = error.next_step.clone().unwrap();
    assert!(
        step.contains("'legacy1', 'web1', 'web2'") && step.contains("Get-VM"),
        "{step}"
    );
}

#[test]
fn the_bridge_of_a_switch_has_a_name_that_the_kernel_takes() {
    let state = state(&host("default"));
    for (switch, bridge) in [
        ("lan", "vs-lan"),
        ("My Switch", "vs-my-switch"),
        ("Übergroßes Netzwerk Nummer 12", "vs-bergroes-net"),
        ("日本", "vs-switch"),
        ("- -", "vs-switch"),
    ] {
        assert_eq!(guard::bridge_name(&state, switch).unwrap().as_str(), bridge);
    }
    let host = host("default");
    run(&host, |s| {
        Intent::CreateSwitch(iov_switch("enp1s0f0")).plan(s)
    });
    let state = super::tests::state(&host);
    let name: InterfaceName = "vs-lan-2".parse().unwrap();
    assert_eq!(guard::bridge_name(&state, "LAN").unwrap(), name);
}

#[test]
fn a_large_host_gives_every_vf_once() {
    let host = host("large");
    run(&host, |s| {
        Intent::CreateSwitch(iov_switch("ens3f0np0")).plan(s)
    });
    host.edit_world(|world| {
        for vm in &mut world.state.vms {
            let bridge = "vs-lan".parse().ok();
            let mut settings = vm.settings();
            for adapter in &mut vm.adapters {
                adapter.bridge.clone_from(&bridge);
                adapter.settings.iov_weight = 1;
                settings.put(&adapter.alias, adapter.settings.clone());
            }
            vm.settings = Some(settings);
        }
        let all: Vec<_> = world.state.vms.iter().map(|v| v.id).collect();
        for vm in all {
            world
                .apply(&Change::Domain(DomainChange::Start { vm, paused: false }))
                .unwrap();
        }
    })
    .unwrap();
    let plan = run(&host, |s| Ok(reconcile(s)));
    assert!(plan.steps.len() > 1000);
    let after = state(&host);
    assert_eq!(after.desired.claims.len(), 256);
    assert_eq!(
        after.functions[0]
            .vfs
            .iter()
            .filter(|v| v.owner.is_some())
            .count(),
        256
    );
    run(&host, |s| Ok(reconcile(s)));
    assert!(reconcile(&state(&host)).is_empty());
}

#[test]
fn other_tools_on_a_nic_are_named_with_the_way_to_hand_it_over() {
    let host = host("default");
    let mut state = state(&host);
    let nic = state
        .links
        .iter_mut()
        .find(|l| l.name.as_str() == "enp1s0f0")
        .unwrap();
    nic.managed_by = ["NetworkManager", "driverctl", "somebody"]
        .map(str::to_owned)
        .to_vec();
    let address = nic.pci.unwrap();
    let said = |plan: &Plan| -> Vec<String> {
        let warnings = plan.warnings.iter();
        warnings
            .filter(|w| w.id == "NetAdapter.ManagedByOther")
            .map(|w| w.message.clone())
            .collect()
    };
    let of_switch = said(
        &Intent::CreateSwitch(iov_switch("enp1s0f0"))
            .plan(&state)
            .unwrap(),
    );
    assert_eq!(of_switch.len(), 3);
    assert!(of_switch[0].contains("nmcli device set ifname enp1s0f0 managed no"));
    assert!(of_switch[1].contains(&format!("driverctl unset-override {address}")));
    let of_count = said(
        &Intent::SetVfCount {
            nic: "enp1s0f0".to_owned(),
            count: 2,
            force: false,
        }
        .plan(&state)
        .unwrap(),
    );
    assert_eq!(of_count, of_switch);
}

#[test]
fn a_nic_that_leads_to_disks_is_not_taken_by_accident() {
    let mut state = state(&host("default"));
    let nic: InterfaceName = "enp1s0f0".parse().unwrap();
    for link in state.links.iter_mut().filter(|l| l.name == nic) {
        link.storage = true;
    }
    let refused = Intent::CreateSwitch(iov_switch("enp1s0f0"))
        .plan(&state)
        .unwrap_err();
    assert_eq!(refused.id, "NetAdapter.ManagementPath");
    let meant = NewSwitch {
        force: true,
        ..iov_switch("enp1s0f0")
    };
    assert!(Intent::CreateSwitch(meant.clone()).plan(&state).is_ok());
}

#[test]
fn a_pool_of_libvirt_on_the_same_nic_is_told() {
    let mut state = state(&host("default"));
    let pool = |active| crate::model::LibvirtNetwork {
        name: "pool".to_owned(),
        id: Uuid::random(),
        bridge: None,
        pool: vec!["enp1s0f0".parse().unwrap()],
        active,
        autostart: true,
    };
    for (active, said) in [(true, 1), (false, 0)] {
        state.networks = vec![pool(active)];
        let plan = Intent::CreateSwitch(iov_switch("enp1s0f0"))
            .plan(&state)
            .unwrap();
        let found = plan
            .warnings
            .iter()
            .filter(|w| w.message.contains("'pool'"));
        assert_eq!(found.count(), said, "{:?}", plan.warnings);
    }
}

#[test]
fn a_dismounted_device_is_held_again_after_a_start() {
    let host = host("default");
    let scope = Scope::REMOVE.union(&Scope::ASSIGN);
    let mut silent = NoObserver;
    let mut dismount = |s: &State| {
        Intent::DismountDevice {
            device: "0000:02:00.0".to_owned(),
            force: true,
        }
        .plan(s)
    };
    let mut options = Options::new(&mut silent);
    transact(&host, &scope, &mut dismount, &mut options).unwrap();
    let settled = host.snapshot(&Scope::BOOT).unwrap();
    assert!(
        Intent::Restore.plan(&settled).unwrap().is_empty(),
        "nothing to do while it is held"
    );

    // The host has started: its driver has the device.
    let mut started = settled.clone();
    for device in started
        .pci
        .iter_mut()
        .filter(|d| d.driver.as_deref() == Some("vfio-pci"))
    {
        device.driver = Some("nvme".to_owned());
    }
    let plan = Intent::Restore.plan(&started).unwrap();
    let done: Vec<&str> = plan.steps.iter().map(|s| s.change.name()).collect();
    assert_eq!(done, ["UnbindDriver", "BindDriver"]);

    let gone = State {
        pci: Vec::new(),
        ..settled
    };
    let plan = Intent::Restore.plan(&gone).unwrap();
    assert!(plan.is_empty());
    assert_eq!(plan.warnings[0].id, "Pci.Missing");
}

/// A switch on both ports, three VMs on it: two ask for a VF, one does not.
fn team_of_three() -> SimMachine {
    let host = host("default");
    let uplinks = ["enp1s0f0", "enp1s0f1"].map(|name| name.parse().unwrap());
    let new = NewSwitch {
        uplinks: uplinks.to_vec(),
        ..iov_switch("enp1s0f0")
    };
    run(&host, |s| Intent::CreateSwitch(new.clone()).plan(s));
    up(&host, "web1", 100);
    up(&host, "web2", 100);
    up(&host, "legacy1", 0);
    host
}

fn port_of(host: &SimMachine, vm: &str) -> Option<String> {
    let state = state(host);
    let adapter = &state.vm_named(vm).unwrap().adapters[0];
    let vf = state.vf(adapter.vf.as_ref()?.address)?;
    Some(state.function(vf.pf)?.interface.as_ref()?.to_string())
}

fn all_talk(host: &SimMachine) -> bool {
    let state = state(host);
    let ends = ["web1", "web2", "legacy1"].map(|name| {
        let vm = state.vm_named(name).unwrap();
        (vm.id, vm.adapters[0].alias.clone())
    });
    let mut pairs = ends.iter().flat_map(|a| ends.iter().map(move |b| (a, b)));
    pairs.all(|(a, b)| a.0 == b.0 || host.reachable((a.0, &a.1), (b.0, &b.1)))
}

fn filtered_on(host: &SimMachine, mac: MacAddress) -> Vec<String> {
    let entries = state(host).fdb.into_iter();
    entries
        .filter(|e| e.place == FdbPlace::Filter && e.mac == mac)
        .map(|e| e.device.to_string())
        .collect()
}

#[test]
fn a_team_spreads_vfs_and_follows_the_links() {
    let host = team_of_three();
    let nic = |name: &str| name.parse::<InterfaceName>().unwrap();
    let mac = state(&host).vm_named("legacy1").unwrap().adapters[0].mac;
    let bridge = state(&host).bridges[0].mac;
    assert_eq!(port_of(&host, "web1").as_deref(), Some("enp1s0f0"));
    assert_eq!(port_of(&host, "web2").as_deref(), Some("enp1s0f1"));
    assert!(all_talk(&host));
    assert_eq!(filtered_on(&host, mac), ["enp1s0f0"]);
    assert_eq!(filtered_on(&host, bridge), [""; 0]);

    // The first port loses its link: its VF is given up for one of the port that is left, which is told who is behind it.
    host.edit_world(|world| world.set_carrier(&nic("enp1s0f0"), false))
        .unwrap();
    assert!(!all_talk(&host));
    run(&host, |s| Ok(reconcile(s)));
    assert_eq!(port_of(&host, "web1").as_deref(), Some("enp1s0f1"));
    assert_eq!(port_of(&host, "web2").as_deref(), Some("enp1s0f1"));
    assert_eq!(filtered_on(&host, mac), ["enp1s0f1"]);
    assert_eq!(filtered_on(&host, bridge), ["enp1s0f1"]);
    assert!(all_talk(&host));
    // The guest has taken its VF by now; then there is nothing left to do.
    run(&host, |s| Ok(reconcile(s)));
    assert!(run(&host, |s| Ok(reconcile(s))).is_empty());

    // It comes back: the paravirtual traffic returns, nobody's VF is moved.
    host.edit_world(|world| world.set_carrier(&nic("enp1s0f0"), true))
        .unwrap();
    run(&host, |s| Ok(reconcile(s)));
    assert_eq!(port_of(&host, "web1").as_deref(), Some("enp1s0f1"));
    assert_eq!(filtered_on(&host, mac), ["enp1s0f0"]);
    assert_eq!(filtered_on(&host, bridge), [""; 0]);
    assert!(all_talk(&host));

    // No port has a link: VFs stay where they are, as under a switch with one NIC.
    for name in ["enp1s0f0", "enp1s0f1"] {
        host.edit_world(|world| world.set_carrier(&nic(name), false))
            .unwrap();
    }
    run(&host, |s| Ok(reconcile(s)));
    assert_eq!(port_of(&host, "web1").as_deref(), Some("enp1s0f1"));
}

#[test]
fn a_nic_with_vfs_in_use_joins_no_team() {
    let host = host("default");
    run(&host, |s| {
        Intent::CreateSwitch(iov_switch("enp1s0f0")).plan(s)
    });
    up(&host, "web1", 100);
    let mut now = state(&host);
    now.desired.switches.clear();
    let new = NewSwitch {
        name: "other".to_owned(),
        force: true,
        teaming: true,
        ..iov_switch("enp1s0f0")
    };
    let refused = Intent::CreateSwitch(new.clone()).plan(&now).unwrap_err();
    assert_eq!(refused.id, "Switch.MemberInUse");
}

#[test]
fn an_adapter_has_the_vf_of_the_member_that_it_is_kept_to() {
    let host = team_of_three();
    let keep = |nic: Option<&str>| {
        let found = state(&host).vm_named("web1").unwrap().clone();
        let changes = Changes {
            team_mapping: Some(nic.map(|name| name.parse().unwrap())),
            ..Changes::default()
        };
        run(&host, |s| {
            Intent::SetAdapter {
                vm: found.id,
                adapter: found.adapters[0].alias.clone(),
                changes: Box::new(changes.clone()),
            }
            .plan(s)
        });
    };
    let cable = |works| {
        let nic = "enp1s0f1".parse().unwrap();
        host.edit_world(|world| world.set_carrier(&nic, works))
            .unwrap();
        run(&host, |s| Ok(reconcile(s)));
    };
    keep(Some("enp1s0f1"));
    assert_eq!(port_of(&host, "web1").as_deref(), Some("enp1s0f1"));
    cable(false);
    assert_eq!(port_of(&host, "web1").as_deref(), Some("enp1s0f0"));
    cable(true);
    assert_eq!(port_of(&host, "web1").as_deref(), Some("enp1s0f1"));
    // Without a mapping nothing is moved.
    keep(None);
    run(&host, |s| Ok(reconcile(s)));
    assert_eq!(port_of(&host, "web1").as_deref(), Some("enp1s0f1"));
}

/// What somebody else wrote into a VF that a VM uses is put back.
#[test]
fn a_vf_that_others_program_is_programmed_again() {
    let host = host("default");
    run(&host, |s| {
        Intent::CreateSwitch(iov_switch("enp1s0f0")).plan(s)
    });
    up(&host, "web1", 100);
    let before = state(&host);
    let address = before.vm_named("web1").unwrap().adapters[0]
        .vf
        .as_ref()
        .unwrap()
        .address;
    let admin = before.vf(address).unwrap().admin;
    host.edit_world(|world| {
        let mut vfs = world.state.functions.iter_mut().flat_map(|f| &mut f.vfs);
        let vf = vfs.find(|vf| vf.address == address).unwrap();
        let admin = vf.admin.as_mut().unwrap();
        admin.spoof_check = admin.spoof_check.map(|on| !on);
        admin.rate.maximum = 7;
        admin.trust = Some(true);
    })
    .unwrap();
    assert_ne!(state(&host).vf(address).unwrap().admin, admin);
    run(&host, |state| Ok(reconcile(state)));
    assert_eq!(state(&host).vf(address).unwrap().admin, admin);
}

/// What another switch lost is repaired along the way, and no command about this one fails by it.
#[test]
fn a_command_does_not_depend_on_the_repair_of_another_switch() {
    let host = host("default");
    for (name, nic) in [("lan", "enp1s0f0"), ("other", "enp1s0f1")] {
        let new = NewSwitch {
            name: name.to_owned(),
            ..iov_switch(nic)
        };
        run(&host, |s| Intent::CreateSwitch(new.clone()).plan(s));
    }
    let lost = state(&host).desired.switch_named("other").unwrap().clone();
    host.edit_world(|world| {
        let state = &mut world.state;
        state.bridges.retain(|b| b.name != lost.bridge);
        state.links.retain(|l| l.name != lost.bridge);
        state.networks.retain(|n| n.name != "other");
        for link in &mut state.links {
            link.master.take_if(|master| *master == lost.bridge);
        }
    })
    .unwrap();
    let lan = || "lan".to_owned();
    let nic = || "enp1s0f0".to_owned();
    for intent in [
        Intent::SetSwitch {
            name: lan(),
            settings: switch::SetSwitch {
                notes: Some("new".to_owned()),
                ..switch::SetSwitch::default()
            },
        },
        Intent::RenameSwitch {
            name: lan(),
            new_name: "renamed".to_owned(),
        },
        Intent::RemoveSwitch { name: lan() },
        Intent::SetVfCount {
            nic: nic(),
            count: 2,
            force: false,
        },
        Intent::DisableSriov {
            nic: nic(),
            force: false,
        },
    ] {
        let plan = intent.plan(&state(&host)).unwrap();
        let of_lost = |step: &&crate::Step| {
            step.what.contains(lost.bridge.as_str()) || step.what.contains("'other'")
        };
        let repairs: Vec<_> = plan.steps.iter().filter(of_lost).collect();
        assert!(!repairs.is_empty(), "{intent:?}");
        assert!(
            repairs.iter().all(|step| step.group.is_some()),
            "{intent:?}: {repairs:#?}"
        );
    }
}

/// Two machines change names between the first look and the lock: the one whose id was given is meant, not the one that has the name.
#[test]
fn a_verb_means_the_machine_whose_id_was_given() {
    let host = host("default");
    let web1 = state(&host).vm_named("web1").unwrap().id;
    let rename = |vm: Uuid, name: &str| {
        let mut changes = vm::settings::Changes::default();
        changes.hardware.name = Some(name.to_owned());
        run(&host, |s| {
            Intent::SetVm {
                vm: vm.into(),
                changes: Box::new(changes.clone()),
            }
            .plan(s)
        });
    };
    let web2 = state(&host).vm_named("web2").unwrap().id;
    rename(web1, "first");
    rename(web2, "web1");
    run(&host, |s| Intent::StartVm { vm: web1.into() }.plan(s));
    let now = state(&host);
    assert!(now.vm(web1).unwrap().state.is_active());
    assert!(!now.vm(web2).unwrap().state.is_active());
    let gone = Intent::ResetVm {
        vm: Uuid::random().into(),
    };
    assert_eq!(gone.plan(&now).unwrap_err().id, "Vm.NotFound");
}
