//! Virtual machines between two hosts: they arrive with a VF where there is one, stay where they are when anything fails, and never run
//! twice.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says no by panicking"
)]

#[path = "migration/agents.rs"]
mod agents;
#[path = "migration/chaos.rs"]
mod chaos;
#[path = "migration/cut.rs"]
mod cut;
#[path = "migration/fleet.rs"]
mod fleet;
#[path = "migration/scenarios.rs"]
mod scenarios;

use fleet::{Fleet, Told};
use iovsh::backend::host::migrate::Compared;
use iovsh::backend::model::{Presence, Uuid, VmState};
use iovsh::backend::policy::Intent;
use iovsh::backend::policy::vm::Stop;
use iovsh::backend::{Host as _, Machine as _, Scope};

#[test]
fn a_running_vm_goes_from_vf_to_vf_and_back() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 100);
    fleet.start("hv1", vm);
    assert!(fleet.has_vf("hv1", vm), "{:#?}", fleet.state("hv1").vms);
    for (from, to) in [("hv1", "hv2"), ("hv2", "hv1"), ("hv1", "hv2")] {
        fleet.migrate(vm, from, to).unwrap();
        let state = fleet.state(to);
        let found = state.vm(vm).expect("it has arrived");
        assert_eq!(found.state, VmState::Running);
        assert!(fleet.has_vf(to, vm), "{to}");
        fleet.is_clean_of(from, vm);
        fleet.is_settled();
        let switch = state.desired.switch_named("lan").unwrap();
        let adapter = &found.adapters[0];
        assert_eq!(adapter.bridge.as_ref(), Some(&switch.bridge));
        assert_eq!(adapter.settings.switch, Some(switch.id));
    }
}

#[test]
fn where_there_is_no_vf_it_runs_on_without_one() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 100);
    fleet.start("hv1", vm);
    for to in ["hv3", "hv4"] {
        fleet.migrate(vm, "hv1", to).unwrap();
        let state = fleet.state(to);
        assert_eq!(state.vm(vm).unwrap().state, VmState::Running, "{to}");
        assert!(!fleet.has_vf(to, vm), "{to}");
        fleet.migrate(vm, to, "hv1").unwrap();
        assert!(fleet.has_vf("hv1", vm), "from {to}");
        fleet.is_settled();
    }
}

#[test]
fn one_that_is_off_paused_or_saved_goes_as_it_is() {
    let fleet = Fleet::new();
    for state in [VmState::Off, VmState::Paused, VmState::Saved] {
        let name = format!("vm-{state:?}");
        let vm = fleet.vm("hv1", &name, 0);
        if state != VmState::Off {
            fleet.start("hv1", vm);
            fleet.act(
                "hv1",
                match state {
                    VmState::Paused => Intent::PauseVm { vm: name.into() },
                    _ => Intent::SaveVm { vm: name.into() },
                },
            );
        }
        fleet.migrate(vm, "hv1", "hv2").unwrap();
        assert_eq!(fleet.state("hv2").vm(vm).unwrap().state, state);
        fleet.is_clean_of("hv1", vm);
        fleet.is_settled();
    }
    let departed = fleet.state("hv1").desired.departed;
    assert_eq!(
        departed.len(),
        3,
        "each has an address of its own: {departed:?}"
    );
}

/// The numbers of what is against a migration.
fn ids_of(compared: &Compared) -> Vec<u32> {
    let all = compared.answer.incompatibilities.iter();
    all.map(|found| found.id).collect()
}

/// QEMU has the time of a guest only from processors that have run in its process.
#[test]
fn one_that_has_not_run_since_it_came_is_not_written_down_again() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    fleet.start("hv1", vm);
    fleet.act("hv1", Intent::PauseVm { vm: "app".into() });
    fleet.migrate(vm, "hv1", "hv2").unwrap();
    let before = fleet.snapshot();
    assert_eq!(
        fleet.migrate(vm, "hv2", "hv1").unwrap_err().id,
        "Migration.Incompatible"
    );
    let compared = fleet.compare(vm, "hv2", "hv1").unwrap();
    assert_eq!(ids_of(&compared), [90017]);
    let save = Intent::SaveVm { vm: "app".into() };
    assert_eq!(
        fleet.try_act("hv2", save.clone()).unwrap_err().id,
        "Vm.NotRun"
    );
    assert_eq!(fleet.snapshot(), before);
    fleet.act("hv2", Intent::ResumeVm { vm: "app".into() });
    fleet.act("hv2", Intent::PauseVm { vm: "app".into() });
    fleet.migrate(vm, "hv2", "hv1").unwrap();
    fleet.act("hv1", Intent::ResumeVm { vm: "app".into() });
    fleet.act("hv1", save);
    fleet.is_settled();
}

#[test]
fn what_is_against_it_is_said_and_nothing_is_changed() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 100);
    fleet.start("hv1", vm);
    let before = fleet.snapshot();
    fleet.act(
        "hv2",
        Intent::RemoveSwitch {
            name: "lan".to_owned(),
        },
    );
    let without = fleet.snapshot();
    let error = fleet.migrate(vm, "hv1", "hv2").unwrap_err();
    assert_eq!(error.id, "Migration.Incompatible");
    assert!(
        error
            .message
            .contains("Could not find Ethernet switch 'lan'"),
        "{error}"
    );
    assert_eq!(fleet.snapshot(), without);
    assert_ne!(before, without);
    let compared = fleet.compare(vm, "hv1", "hv2").unwrap();
    assert_eq!(ids_of(&compared)[0], 33012);
    let source = &compared.answer.incompatibilities[0].adapter;
    assert_eq!(source.as_ref(), Some(&compared.guest.vm.adapters[0].alias));
}

#[test]
fn every_phase_that_fails_leaves_it_where_it_was_with_its_vf() {
    for phase in ["MigratePrepare", "MigratePerform", "MigrateFinish"] {
        let fleet = Fleet::new();
        let vm = fleet.vm("hv1", "app", 100);
        fleet.start("hv1", vm);
        let host = if phase == "MigratePerform" {
            "hv1"
        } else {
            "hv2"
        };
        fleet.fault(host, phase, 5);
        let error = fleet.migrate(vm, "hv1", "hv2").unwrap_err();
        assert_eq!(error.id, "Migration.Failed", "{phase}: {error}");
        assert_eq!(fleet.presence("hv1", vm), Presence::Running, "{phase}");
        assert_eq!(fleet.presence("hv2", vm), Presence::Absent, "{phase}");
        assert!(fleet.has_vf("hv1", vm), "{phase}");
        fleet.is_settled();
    }
}

/// The saved memory gets its place at the target last, and is thrown away at the source after that: whatever fails, one of them has it.
#[test]
fn saved_memory_is_never_at_neither_host() {
    for (host, phase) in [("hv2", "MigratePrepare"), ("hv2", "MigrateMemory")] {
        let fleet = Fleet::new();
        let vm = fleet.vm("hv1", "app", 100);
        fleet.start("hv1", vm);
        fleet.act("hv1", Intent::SaveVm { vm: "app".into() });
        fleet.fault(host, phase, 28);
        let error = fleet.migrate(vm, "hv1", "hv2").unwrap_err();
        assert_eq!(error.id, "Migration.Failed", "{phase}: {error}");
        assert_eq!(fleet.presence("hv1", vm), Presence::Saved, "{phase}");
        assert_eq!(fleet.presence("hv2", vm), Presence::Absent, "{phase}");
        fleet.is_settled();
        fleet.migrate(vm, "hv1", "hv2").unwrap();
        assert_eq!(fleet.presence("hv2", vm), Presence::Saved, "{phase}");
        fleet.start("hv2", vm);
        assert!(fleet.has_vf("hv2", vm), "{phase}");
        fleet.is_settled();
    }
    // Ctrl+C while it is copied.
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    fleet.start("hv1", vm);
    fleet.act("hv1", Intent::SaveVm { vm: "app".into() });
    let mut told = Told {
        stops_at: Some(50),
        ..Told::default()
    };
    let error = fleet.migrate_telling(vm, "hv1", "hv2", &mut told);
    assert_eq!(error.unwrap_err().id, "Migration.Cancelled");
    fleet.is_on_one(vm, VmState::Saved, "called off");
    assert_eq!(fleet.presence("hv1", vm), Presence::Saved);
    fleet.is_settled();
}

#[test]
fn a_host_takes_as_many_as_it_allows() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    fleet.settings("hv2", |settings| settings.maximum = Some(0));
    let error = fleet.migrate(vm, "hv1", "hv2").unwrap_err();
    assert_eq!(error.id, "Migration.LimitReached");
    fleet.settings("hv2", |settings| {
        settings.maximum = Some(1);
        settings.enabled = Some(false);
    });
    let error = fleet.migrate(vm, "hv1", "hv2").unwrap_err();
    assert_eq!(error.id, "Migration.Disabled");
    assert!(
        error
            .next_step
            .as_deref()
            .unwrap()
            .contains("Enable-VMMigration")
    );
    fleet.is_settled();
}

/// What only iovsh writes down is changed on a look at the host that knows no VMs: nothing may follow from what is not known.
#[test]
fn settings_of_a_host_take_no_vf_from_anybody() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 100);
    fleet.start("hv1", vm);
    let claims = fleet.state("hv1").desired.claims;
    assert_eq!(claims.len(), 1);
    let addresses = iovsh::backend::policy::host::Changes {
        mac_minimum: Some("00:15:5d:40:00:00".parse().unwrap()),
        mac_maximum: Some("00:15:5d:40:00:ff".parse().unwrap()),
        ..Default::default()
    };
    for intent in [
        Intent::SetMigration(iovsh::backend::policy::migration::settings::Changes {
            maximum: Some(5),
            ..Default::default()
        }),
        Intent::SetHost(addresses),
    ] {
        let scope = iovsh::backend::Scope::HOST;
        let steps = fleet.act_knowing("hv1", &scope, intent);
        assert_eq!(steps.unwrap(), 1);
        assert_eq!(fleet.state("hv1").desired.claims, claims);
        assert!(fleet.has_vf("hv1", vm));
    }
}

#[test]
fn stopped_on_its_way_it_runs_on_where_it_was() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 100);
    fleet.start("hv1", vm);
    for percent in [0, 50, 90] {
        let mut told = Told {
            stops_at: Some(percent),
            ..Told::default()
        };
        let error = fleet
            .migrate_telling(vm, "hv1", "hv2", &mut told)
            .unwrap_err();
        assert_eq!(error.id, "Migration.Cancelled", "{percent}");
        assert_eq!(fleet.presence("hv1", vm), Presence::Running);
        assert!(fleet.has_vf("hv1", vm));
        fleet.is_settled();
    }
}

#[test]
fn its_checkpoints_go_with_it() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 100);
    fleet.start("hv1", vm);
    for name in ["first", "second", "third"] {
        fleet.checkpoint("hv1", vm, name);
    }
    let label = {
        let state = fleet.machine("hv1").snapshot(&Scope::CHECKPOINTS).unwrap();
        let mut all = state.checkpoints_of(vm);
        all.find(|c| c.name == "first").unwrap().label.clone()
    };
    fleet
        .act_knowing(
            "hv1",
            &Scope::CHECKPOINTS,
            Intent::RestoreCheckpoint { vm, label },
        )
        .unwrap();
    fleet.checkpoint("hv1", vm, "branch");
    let before = fleet.checkpoints("hv1", vm);
    assert_eq!(
        before,
        ["/first", "first/branch*", "first/second", "second/third"]
    );
    for (from, to) in [("hv1", "hv2"), ("hv2", "hv3"), ("hv3", "hv1")] {
        fleet.migrate(vm, from, to).unwrap();
        assert_eq!(fleet.checkpoints(to, vm), before, "{to}");
        assert!(fleet.checkpoints(from, vm).is_empty(), "{from}");
        fleet.is_settled();
    }
    // One that fails takes nothing.
    fleet.fault("hv2", "MigrateFinish", 5);
    fleet.migrate(vm, "hv1", "hv2").unwrap_err();
    assert_eq!(fleet.checkpoints("hv1", vm), before);
    fleet.is_settled();
}

/// A process that is killed between its writes of the two hosts has written at the source first.
#[test]
fn one_that_has_begun_at_the_source_alone_stays_there() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    fleet.start("hv1", vm);
    let nobody = u32::MAX;
    let begun = serde_json::json!({
        "comes": false, "driver": [nobody, 1], "sending": {
            "id": Uuid::random(), "vm": vm, "name": "app", "to": "sim:hv2", "connections": [], "disks": [],
            "performance": "Tcpip", "daemon": "",
        },
    });
    let begun = serde_json::from_value(begun).unwrap();
    fleet
        .machine("hv1")
        .edit_world(|world| world.guests.entry(vm).or_default().moving = Some(begun))
        .unwrap();
    assert_eq!(fleet.presence("hv1", vm), Presence::Running);
    assert_eq!(fleet.presence("hv2", vm), Presence::Absent);
    fleet.migrate(vm, "hv1", "hv2").unwrap();
    assert_eq!(fleet.presence("hv2", vm), Presence::Running);
}

/// A copied disk has not what its checkpoints need.
#[test]
fn one_with_checkpoints_goes_with_no_copied_disk() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    fleet.start("hv1", vm);
    fleet.checkpoint("hv1", vm, "first");
    let mut guest = fleet.host("hv1").describe(vm).unwrap();
    let disk = iovsh::backend::model::MigratingDisk {
        path: "/srv/app.qcow2".to_owned(),
        destination: "/srv/app.qcow2".to_owned(),
        target: "vda".to_owned(),
        size: None,
        allocated: None,
        reach: iovsh::backend::model::DiskReach::Local,
        read_only: false,
        format: "qcow2".to_owned(),
        builds_on_another: false,
        copied: true,
    };
    guest.disks.push(disk);
    let answer = fleet.host("hv2").compare(&guest).unwrap();
    let found = answer.incompatibilities.iter().find(|i| i.id == 90010);
    let found = found.unwrap_or_else(|| panic!("{answer:?}"));
    assert!(
        found
            .next_step
            .as_ref()
            .unwrap()
            .contains("Remove-VMSnapshot")
    );
}

/// Wherever the process dies that moves a VM, whoever looks next puts both ends right: exactly one of them has it, and with a VF.
#[test]
fn a_death_at_any_step_is_put_right_from_either_end() {
    for state in [
        VmState::Running,
        VmState::Off,
        VmState::Saved,
        VmState::Paused,
    ] {
        let mut deaths = 0;
        for step in 0..200 {
            let mut ended = 0;
            for settles_at in ["hv1", "hv2"] {
                let fleet = Fleet::new();
                // A guest that stands still lets no VF go.
                let weight = if state == VmState::Paused { 0 } else { 100 };
                let vm = fleet.vm("hv1", "app", weight);
                fleet.start("hv1", vm);
                fleet.checkpoint("hv1", vm, "first");
                fleet.checkpoint("hv1", vm, "second");
                let name = "app".into();
                match state {
                    VmState::Off => fleet.act(
                        "hv1",
                        Intent::StopVm {
                            vm: name,
                            how: Stop::TurnOff,
                        },
                    ),
                    VmState::Saved => fleet.act("hv1", Intent::SaveVm { vm: name }),
                    VmState::Paused => fleet.act("hv1", Intent::PauseVm { vm: name }),
                    _ => {}
                }
                if fleet.migrate_dying_at(vm, "hv1", "hv2", step) {
                    ended += 1;
                } else {
                    deaths += 1;
                    fleet.recover();
                    fleet.settle(settles_at);
                    let other = if settles_at == "hv1" { "hv2" } else { "hv1" };
                    // Where only the other end has a record, it is settled from there.
                    fleet.settle(other);
                    fleet.repair();
                }
                let case = format!("{state:?}, step {step}, from {settles_at}");
                fleet.is_on_one(vm, state, &case);
                fleet.is_settled();
                let known: Vec<String> = ["hv1", "hv2"]
                    .iter()
                    .flat_map(|host| fleet.checkpoints(host, vm))
                    .collect();
                assert_eq!(known, ["/first", "first/second*"], "{case}");
            }
            if ended == 2 {
                break;
            }
        }
        assert!(deaths > 10, "{state:?}: {deaths}");
    }
}

/// The process died when the target had written down what is to come, and the source had not: the virtual machine is free to go
/// elsewhere, and the record keeps it only from coming there.
#[test]
fn one_that_never_began_is_forgotten_wherever_the_vm_has_gone() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 100);
    fleet.start("hv1", vm);
    let begun = |host: &str| fleet.state(host).desired.migrations.len();
    let step = (0..200).find(|step| {
        if begun("hv2") == 1 && begun("hv1") == 0 {
            return true;
        }
        assert!(!fleet.migrate_dying_at(vm, "hv1", "hv2", *step));
        fleet.recover();
        false
    });
    assert!(step.is_some());
    fleet.migrate(vm, "hv1", "hv4").unwrap();
    let error = fleet.migrate(vm, "hv4", "hv2").unwrap_err();
    assert_eq!(error.id, "Migration.Incompatible");
    assert!(error.message.contains("from hv1"), "{error}");
    let settled = fleet.try_settle("hv2");
    assert_eq!(settled.len(), 1);
    assert_eq!(settled[0].1, Ok(iovsh::backend::state::Side::Source));
    fleet.is_settled();
    fleet.migrate(vm, "hv4", "hv2").unwrap();
    assert!(fleet.has_vf("hv2", vm));
}

/// Somebody removed it with virsh while its migration was cut off: that is said once, and keeps nobody from anything afterwards.
#[test]
fn one_that_is_on_neither_host_is_said_to_be_lost_and_forgotten() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    let step = (0..200).find(|step| {
        assert!(!fleet.migrate_dying_at(vm, "hv1", "hv2", *step));
        fleet.recover();
        let left = !fleet.state("hv1").desired.migrations.is_empty();
        if !left {
            fleet.settle("hv2");
        }
        left
    });
    assert!(step.is_some());
    let undefine = |world: &mut iovsh::backend::sim::World| {
        world.state.vms.retain(|known| known.id != vm);
    };
    fleet.machine("hv1").edit_world(undefine).unwrap();
    fleet.machine("hv2").edit_world(undefine).unwrap();
    let settled = fleet.try_settle("hv1");
    let error = settled[0].1.as_ref().unwrap_err();
    assert_eq!(error.id, "Migration.Lost");
    fleet.is_settled();
}

/// A process that could not settle its migration does not keep it: its own next command, or another's, settles it.
#[test]
fn what_could_not_be_settled_is_let_go() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    fleet.start("hv1", vm);
    fleet.fault("hv2", "ResumeDomain", 5);
    let (source, target) = (fleet.host("hv1"), fleet.host("hv2"));
    let error = fleet
        .between(&source, &target, vm, "hv1", "hv2", &mut Told::default())
        .unwrap_err();
    assert_eq!(error.id, "Migration.Unsettled", "{error}");
    assert_eq!(fleet.try_settle("hv1").len(), 1);
    fleet.is_on_one(vm, VmState::Running, "settled");
    fleet.is_settled();
}
