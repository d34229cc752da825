//! Switches, VF counts and adapters of VMs that are off: what needs no running guest.

use iovsh::backend::commit::{NoObserver, Options, commit};
use iovsh::backend::model::{InterfaceName, MacAddress, SwitchType, Uuid};
use iovsh::backend::plan::{BridgeChange, LinkChange, PlanBuilder, VfChange};
use iovsh::backend::policy::adapter::{Changes, MacChoice, NewAdapter};
use iovsh::backend::policy::switch::{NewSwitch, SetSwitch, Uplink};
use iovsh::backend::policy::{self, nics_sriov, switches};
use std::time::Duration;

use crate::bench::Bench;

pub fn an_iov_switch_comes_and_goes(bench: &Bench) {
    let plan = bench.make_switch("ct-iov", true);
    assert!(plan.warnings.is_empty(), "{:?}", plan.warnings);
    assert!(
        plan.steps
            .iter()
            .all(|s| !s.what.is_empty() && s.equivalent.is_empty() == s.is_bookkeeping())
    );
    let state = bench.state();
    let all = switches(&state);
    let switch = all.iter().find(|s| s.name == "ct-iov").expect("the switch");
    let function = bench.function();
    assert!(
        switch.present && switch.iov_enabled && switch.iov_support,
        "{:?}",
        switch.reasons()
    );
    assert_eq!(switch.vf_count, function.total_vfs);
    assert_eq!(switch.uplinks, [bench.link().name]);
    assert!(
        !function.autoprobe
            && function
                .vfs
                .iter()
                .all(|v| v.driver.is_none() && v.interface.is_none())
    );
    assert!(
        state
            .bridge(&switch.bridge)
            .expect("the bridge")
            .ports
            .contains(&bench.link().name)
    );
    assert!(
        state
            .networks
            .iter()
            .any(|n| n.name == "ct-iov" && n.active)
    );
    bench.settle();
    bench.drop_switch("ct-iov");
}

pub fn a_switch_without_iov_makes_no_vfs(bench: &Bench) {
    bench.make_switch("ct-plain", false);
    let all = switches(&bench.state());
    let switch = all
        .iter()
        .find(|s| s.name == "ct-plain")
        .expect("the switch");
    assert!(!switch.iov_enabled && switch.vf_count == 0);
    bench.settle();
    bench.drop_switch("ct-plain");
}

pub fn internal_and_private_switches(bench: &Bench) {
    for (name, switch_type) in [
        ("ct-int", SwitchType::Internal),
        ("ct-priv", SwitchType::Private),
    ] {
        let new = NewSwitch {
            switch_type,
            uplinks: Vec::new(),
            ..bench.new_switch(name, false)
        };
        bench.run(|state| policy::Intent::CreateSwitch(new.clone()).plan(state));
        let all = switches(&bench.state());
        let switch = all.iter().find(|s| s.name == name).expect("the switch");
        assert!(switch.present && switch.uplinks.is_empty());
        let iov = NewSwitch {
            name: "ct-x".to_owned(),
            iov_enabled: true,
            ..new.clone()
        };
        assert_eq!(
            bench.no_plan(|s| policy::Intent::CreateSwitch(iov.clone()).plan(s)),
            "Switch.IovNeedsExternal"
        );
    }
    bench.settle();
    bench.drop_switch("ct-int");
    bench.drop_switch("ct-priv");
}

pub fn a_switch_is_renamed(bench: &Bench) {
    bench.make_switch("ct-old", true);
    let bridge = bench
        .state()
        .desired
        .switch_named("ct-old")
        .expect("the switch")
        .bridge
        .clone();
    bench.run(|state| {
        policy::Intent::RenameSwitch {
            name: "ct-old".to_owned(),
            new_name: "ct-new".to_owned(),
        }
        .plan(state)
    });
    let state = bench.state();
    assert!(state.desired.switch_named("ct-old").is_none());
    assert_eq!(
        state
            .desired
            .switch_named("ct-new")
            .expect("the switch")
            .bridge,
        bridge
    );
    assert!(
        state.networks.iter().any(|n| n.name == "ct-new")
            && !state.networks.iter().any(|n| n.name == "ct-old")
    );
    let set = SetSwitch {
        notes: Some("a note".to_owned()),
        ..SetSwitch::default()
    };
    bench.run(|state| {
        policy::Intent::SetSwitch {
            name: "ct-new".to_owned(),
            settings: set.clone(),
        }
        .plan(state)
    });
    assert_eq!(switches(&bench.state())[0].notes, "a note");
    bench.drop_switch("CT-NEW");
}

/// Another NIC comes under a switch, with its VFs, and the one that was there is as it was found.
pub fn another_nic_comes_under_a_switch(bench: &Bench) {
    let before = bench.fingerprint();
    bench.make_switch("ct-move", true);
    let other: InterfaceName = bench.other_nic().parse().expect("a name");
    let settings = SetSwitch {
        uplink: Some(Uplink {
            nic: other.clone(),
            force: false,
        }),
        ..SetSwitch::default()
    };
    bench.run(|state| {
        policy::Intent::SetSwitch {
            name: "ct-move".to_owned(),
            settings: settings.clone(),
        }
        .plan(state)
    });
    let state = bench.state();
    let switch = switches(&state)[0].clone();
    assert_eq!(switch.uplinks, std::slice::from_ref(&other));
    let bridge = state.bridge(&switch.bridge).expect("the bridge");
    assert_eq!(bridge.ports, [other]);
    assert!(switch.iov_support && switch.vf_count > 0);
    assert_eq!(bench.function().num_vfs, 0);
    bench.settle();
    bench.drop_switch("ct-move");
    assert_eq!(bench.fingerprint(), before);
}

pub fn wrong_wishes_are_refused(bench: &Bench) {
    bench.make_switch("ct-one", false);
    let base = bench.new_switch("ct-two", true);
    let of =
        |new: NewSwitch| bench.no_plan(move |s| policy::Intent::CreateSwitch(new.clone()).plan(s));
    assert_eq!(
        of(NewSwitch {
            name: "CT-ONE".to_owned(),
            ..base.clone()
        }),
        "Switch.NameInUse"
    );
    assert_eq!(
        of(NewSwitch {
            name: " ".to_owned(),
            ..base.clone()
        }),
        "Switch.NameInvalid"
    );
    assert_eq!(of(base.clone()), "Switch.NicInUse");
    assert_eq!(
        of(NewSwitch {
            uplinks: Vec::new(),
            ..base.clone()
        }),
        "Switch.NeedsNic"
    );
    let missing = vec!["ct-none".parse().expect("a name")];
    assert_eq!(
        of(NewSwitch {
            uplinks: missing,
            ..base.clone()
        }),
        "NetAdapter.NotFound"
    );
    let bridge = bench.state().desired.switches[0].bridge.clone();
    assert_eq!(
        of(NewSwitch {
            uplinks: vec![bridge],
            ..base.clone()
        }),
        "NetAdapter.NotPhysical"
    );
    let guarded = bench
        .state()
        .links
        .iter()
        .find(|l| l.session || l.default_route)
        .cloned();
    if let Some(link) = guarded {
        assert_eq!(
            of(NewSwitch {
                uplinks: vec![link.name],
                ..base
            }),
            "NetAdapter.ManagementPath"
        );
    }
    assert_eq!(
        bench.no_plan(|s| policy::Intent::RemoveSwitch {
            name: "ct-nowhere".to_owned()
        }
        .plan(s)),
        "Switch.NotFound"
    );
    assert_eq!(
        bench.no_plan(|s| policy::Intent::StartVm {
            vm: "ct-nowhere".into()
        }
        .plan(s)),
        "Vm.NotFound"
    );
    assert_eq!(
        bench.no_plan(|s| policy::Intent::SetVfCount {
            nic: "ct-none".to_owned(),
            count: 1,
            force: false
        }
        .plan(s)),
        "NetAdapter.NotFound"
    );
    bench.drop_switch("ct-one");
}

pub fn vf_counts_are_set_and_capped(bench: &Bench) {
    let nic = bench.nic.clone();
    let total = bench.function().total_vfs;
    let autoprobe = bench.function().autoprobe;
    assert_eq!(
        bench.no_plan(|s| policy::Intent::SetVfCount {
            nic: nic.to_string(),
            count: total + 1,
            force: false
        }
        .plan(s)),
        "Iov.TooManyVfs"
    );
    bench.run(|s| {
        policy::Intent::SetVfCount {
            nic: nic.to_string(),
            count: 2,
            force: false,
        }
        .plan(s)
    });
    assert_eq!(bench.function().num_vfs, 2);
    bench.run(|s| {
        policy::Intent::SetVfCount {
            nic: nic.to_string(),
            count: 1,
            force: false,
        }
        .plan(s)
    });
    assert_eq!(bench.function().num_vfs, 1);
    let (same, _) = bench.run(|s| {
        policy::Intent::SetVfCount {
            nic: nic.to_string(),
            count: 1,
            force: false,
        }
        .plan(s)
    });
    assert!(same.is_empty());
    let state = bench.state();
    let view = nics_sriov(&state)
        .into_iter()
        .find(|n| n.interface.as_str() == nic)
        .expect("the NIC");
    assert_eq!(
        (view.num_vfs, view.existing_vfs, view.enabled),
        (1, 1, true)
    );
    // A switch lives with the number that was asked for, and leaves it.
    bench.make_switch("ct-capped", true);
    assert_eq!(bench.function().num_vfs, 1);
    bench.drop_switch("ct-capped");
    assert_eq!(bench.function().num_vfs, 1);
    bench.run(|s| {
        policy::Intent::DisableSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
    assert_eq!(bench.function().num_vfs, 0);
    bench.run(|s| {
        policy::Intent::ResetSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
    assert_eq!(
        (bench.function().num_vfs, bench.function().autoprobe),
        (0, autoprobe)
    );
}

pub fn sriov_is_disabled_and_enabled(bench: &Bench) {
    let nic = bench.nic.clone();
    bench.run(|s| {
        policy::Intent::DisableSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
    bench.make_switch("ct-off", true);
    assert_eq!(bench.function().num_vfs, 0, "a disabled NIC gives no VFs");
    bench.settle();
    bench.run(|s| {
        policy::Intent::EnableSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
    assert_eq!(bench.function().num_vfs, bench.function().total_vfs);
    bench.run(|s| {
        policy::Intent::DisableSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
    assert_eq!(bench.function().num_vfs, 0);
    bench.drop_switch("ct-off");
    bench.run(|s| {
        policy::Intent::EnableSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
    let (again, _) = bench.run(|s| {
        policy::Intent::EnableSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
    assert!(again.is_empty());
}

pub fn a_failing_plan_leaves_nothing(bench: &Bench) {
    let before = bench.fingerprint();
    let state = bench.state();
    let mut plan = policy::Intent::CreateSwitch(bench.new_switch("ct-fails", true))
        .plan(&state)
        .expect("a plan");
    let mut bad = PlanBuilder::new("", "", &state);
    let interface = "ct-nowhere".parse().expect("a name");
    bad.step(
        "Bring a device up that is not there",
        LinkChange::Set {
            interface,
            up: true,
        },
    );
    plan.steps.extend(bad.finish().steps);
    let error = bench.commit(&plan).expect_err("the last step fails");
    assert_eq!(error.errno(), Some(19), "{error}");
    assert!(error.also.is_empty(), "{error}");
    assert_eq!(bench.fingerprint(), before);
}

pub fn only_one_at_a_time(bench: &Bench) {
    let lock = bench
        .machine()
        .store()
        .lock(Duration::ZERO, &mut |_| {})
        .expect("the lock");
    let plan = policy::Intent::CreateSwitch(bench.new_switch("ct-locked", false))
        .plan(&bench.state())
        .expect("a plan");
    let mut silent = NoObserver;
    let mut options = Options {
        patience: Duration::from_millis(20),
        ..Options::new(&mut silent)
    };
    let error = commit(&**bench.machine(), &plan, &mut options).expect_err("the host is locked");
    assert_eq!(error.id, "Commit.Locked");
    drop(lock);
}

pub fn a_lost_bridge_is_rebuilt(bench: &Bench) {
    bench.make_switch("ct-lost", true);
    let bridge = bench
        .state()
        .desired
        .switch_named("ct-lost")
        .expect("the switch")
        .bridge
        .clone();
    bench.apply(BridgeChange::Delete {
        name: bridge.clone(),
    });
    bench.apply(VfChange::SetCount {
        pf: bench.function().address,
        count: 0,
    });
    assert!(!switches(&bench.state())[0].present);
    bench.settle();
    let state = bench.state();
    assert!(
        state
            .bridge(&bridge)
            .expect("the bridge")
            .ports
            .contains(&bench.link().name)
    );
    assert_eq!(bench.function().num_vfs, bench.function().total_vfs);
    bench.drop_switch("ct-lost");
}

/// What a start of the host takes away is made again from the desired state alone, and a second time changes nothing.
pub fn a_start_of_the_host_is_made_good(bench: &Bench) {
    let nic = bench.nic.clone();
    bench.run(|s| {
        policy::Intent::SetVfCount {
            nic: nic.to_string(),
            count: 2,
            force: false,
        }
        .plan(s)
    });
    bench.make_switch("ct-boot", true);
    let bridge = bench.state().desired.switches[0].bridge.clone();
    let pf = bench.function().address;
    bench.apply(BridgeChange::Delete {
        name: bridge.clone(),
    });
    bench.apply(VfChange::SetCount { pf, count: 0 });
    bench.apply(VfChange::SetAutoprobe { pf, on: true });

    bench.run(|s| policy::Intent::Restore.plan(s));
    let function = bench.function();
    assert_eq!((function.num_vfs, function.autoprobe), (2, false));
    assert!(function.vfs.iter().all(|v| v.driver.is_none()));
    assert_eq!(bench.link().master, Some(bridge));
    let again = policy::Intent::Restore.plan(&bench.state());
    assert!(again.unwrap().is_empty());

    bench.drop_switch("ct-boot");
    bench.run(|s| {
        policy::Intent::ResetSriov {
            nic: nic.to_string(),
            force: false,
        }
        .plan(s)
    });
}

/// Dynamic addresses come from the pool that the admin chose, and a pool that makes no sense is refused.
pub fn the_mac_pool_is_chosen(bench: &Bench) {
    let own = bench.state().mac_pool();
    let pool = |first: &str, last: &str| policy::host::Changes {
        mac_minimum: Some(first.parse().unwrap()),
        mac_maximum: Some(last.parse().unwrap()),
        ..policy::host::Changes::default()
    };
    let wanted = pool("00155dfd0000", "00155dfd0001");
    bench.run(|s| policy::Intent::SetHost(wanted.clone()).plan(s));
    let free = |taken: &[MacAddress]| policy::free_mac(&bench.state(), taken);
    let (first, last) = (wanted.mac_minimum.unwrap(), wanted.mac_maximum.unwrap());
    assert_eq!(free(&[]), Ok(first));
    assert_eq!(free(&[first]), Ok(last));
    assert_eq!(
        free(&[first, last]).unwrap_err().id,
        "Host.MacPoolExhausted"
    );
    for (first, last) in [
        ("00155dfd0001", "00155dfd0000"),
        ("01155dfd0000", "01155dfd0001"),
    ] {
        let id = bench.no_plan(|s| policy::Intent::SetHost(pool(first, last)).plan(s));
        assert_eq!(id, "Host.MacPoolInvalid");
    }
    let back = pool(&own.minimum.plain(), &own.maximum.plain());
    bench.run(|s| policy::Intent::SetHost(back.clone()).plan(s));
    assert_eq!(bench.state().desired.mac_pool, None);
}

pub fn adapters_of_a_vm_that_is_off(bench: &Bench) {
    bench.make_switch("ct-net", true);
    let vm = bench.make_vm("ct-off", Some("ct-net"));
    let alias = vm.adapters[0].alias.clone();
    let bridge = bench
        .state()
        .desired
        .switch_named("ct-net")
        .expect("the switch")
        .bridge
        .clone();
    assert_eq!(vm.adapters[0].bridge.as_ref(), Some(&bridge));

    let adapter = || bench.vm("ct-off").adapters[0].clone();
    bench.run(|s| {
        policy::Intent::RenameAdapter {
            vm: vm.id,
            adapter: alias.clone(),
            new_name: "front".to_owned(),
        }
        .plan(s)
    });
    let mac = MacAddress([0x00, 0x15, 0x5d, 0xfe, 0x00, 0x07]);
    let changes = Changes {
        iov_weight: Some(70),
        iov_queue_pairs: Some(4),
        mac: Some(MacChoice::Static(mac)),
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
    assert_eq!(
        (
            adapter().mac,
            adapter().settings.iov_weight,
            adapter().settings.name
        ),
        (mac, 70, "front".to_owned())
    );
    let (again, _) = bench.run(|s| {
        policy::Intent::SetAdapter {
            vm: vm.id,
            adapter: alias.clone(),
            changes: Box::new(changes.clone()),
        }
        .plan(s)
    });
    assert!(again.is_empty());

    let second = NewAdapter {
        vm: vm.id,
        id: Uuid::random(),
        name: "back".to_owned(),
        switch: None,
        mac: MacChoice::Static(mac),
        emulated: false,
    };
    assert_eq!(
        bench.no_plan(|s| policy::Intent::AddAdapter(second.clone()).plan(s)),
        "Adapter.MacInUse"
    );
    let second = NewAdapter {
        mac: MacChoice::Dynamic,
        ..second
    };
    bench.run(|s| policy::Intent::AddAdapter(second.clone()).plan(s));
    let both = bench.vm("ct-off");
    assert_eq!(both.adapters.len(), 2);
    let back = policy::adapter_named(&both, "BACK")
        .expect("the adapter")
        .clone();
    bench.run(|s| {
        policy::Intent::ConnectAdapter {
            vm: vm.id,
            adapter: back.alias.clone(),
            switch: "ct-net".to_owned(),
        }
        .plan(s)
    });
    assert_eq!(
        bench
            .vm("ct-off")
            .adapter(&back.alias)
            .expect("the adapter")
            .bridge
            .as_ref(),
        Some(&bridge)
    );
    bench.run(|s| {
        policy::Intent::DisconnectAdapter {
            vm: vm.id,
            adapter: back.alias.clone(),
        }
        .plan(s)
    });
    assert_eq!(
        bench
            .vm("ct-off")
            .adapter(&back.alias)
            .expect("the adapter")
            .bridge,
        None
    );
    bench.run(|s| {
        policy::Intent::RemoveAdapter {
            vm: vm.id,
            adapter: back.alias.clone(),
        }
        .plan(s)
    });
    assert_eq!(bench.vm("ct-off").adapters.len(), 1);

    // A switch that goes takes its cable with it.
    bench.drop_switch("ct-net");
    assert_eq!(adapter().bridge, None);
    bench.run(|s| {
        policy::Intent::RemoveVm {
            vm: "ct-off".into(),
        }
        .plan(s)
    });
}
