//! Cases of migrations that are known to go wrong elsewhere, one test each. Microsoft's own test plans are in `tests/test_plans.rs`.

use std::sync::atomic::AtomicBool;

use super::agents::{Running, neighbours, within};
use super::cut::Cut;
use super::fleet::{Fleet, HOSTS, Told};
use iovsh::backend::host::migrate::{self, Ends};
use iovsh::backend::journal::catalog;
use iovsh::backend::model::{MigratingDisk, MigratingVm, Presence, Sending, Uuid, VmState};
use iovsh::backend::plan::DomainChange;
use iovsh::backend::policy::Intent;
use iovsh::backend::policy::adapter::Changes;
use iovsh::backend::policy::migration::ids;
use iovsh::backend::policy::vm::Stop;
use iovsh::backend::{Change, Host as _, HostError, Machine as _, Scope};

/// So many VMs that ask for a VF, running on hv1.
fn running(fleet: &Fleet, count: usize) -> Vec<Uuid> {
    (0..count)
        .map(|number| {
            let vm = fleet.vm("hv1", &format!("vm{number}"), 100);
            fleet.start("hv1", vm);
            assert!(fleet.has_vf("hv1", vm));
            vm
        })
        .collect()
}

/// All of them go at once.
fn all_go(fleet: &Fleet, vms: &[Uuid], from: &str, to: &str) {
    for host in [from, to] {
        fleet.settings(host, |settings| settings.maximum = Some(8));
    }
    std::thread::scope(|threads| {
        for vm in vms {
            threads.spawn(move || fleet.migrate(*vm, from, to).unwrap());
        }
    });
    for vm in vms {
        assert_eq!(fleet.presence(to, *vm), Presence::Running);
        fleet.is_clean_of(from, *vm);
    }
    fleet.is_settled();
}

/// What is against it, by number.
fn against(fleet: &Fleet, vm: Uuid, edit: &dyn Fn(&mut MigratingVm)) -> Vec<u32> {
    let (source, target) = (fleet.host("hv1"), fleet.host("hv2"));
    let ends = Ends {
        source: &source,
        target: &target,
        to: "sim:hv2",
        from: "sim:hv1",
    };
    let compared = migrate::compare(ends, vm, edit).unwrap();
    compared.against().map(|reason| reason.id).collect()
}

#[test]
fn several_go_at_once_each_to_a_vf_of_its_own() {
    let fleet = Fleet::new();
    let vms = running(&fleet, 3);
    for (from, to) in [("hv1", "hv2"), ("hv2", "hv1")] {
        all_go(&fleet, &vms, from, to);
        assert!(vms.iter().all(|vm| fleet.has_vf(to, *vm)), "{to}");
    }
    all_go(&fleet, &vms, "hv1", "hv3");
    assert!(!vms.iter().any(|vm| fleet.has_vf("hv3", *vm)));
    all_go(&fleet, &vms, "hv3", "hv1");
    assert!(vms.iter().all(|vm| fleet.has_vf("hv1", *vm)));
}

/// The VFs of the target are all in use: it goes there all the same, and gets the first that is given up.
#[test]
fn a_target_whose_vfs_are_in_use_gives_one_later() {
    let fleet = Fleet::new();
    let vm = running(&fleet, 1)[0];
    let mut others = Vec::new();
    // However many it has.
    loop {
        let name = format!("other{}", others.len());
        let other = fleet.vm("hv2", &name, 100);
        fleet.start("hv2", other);
        others.push((other, name));
        if !fleet.has_vf("hv2", other) {
            break;
        }
        assert!(others.len() < 300);
    }
    let compared = fleet.compare(vm, "hv1", "hv2").unwrap();
    let mut notes = compared.answer.incompatibilities.iter();
    assert!(notes.any(|note| note.id == ids::NO_VF));
    assert_eq!(compared.against().count(), 0, "a note keeps nobody");
    fleet.migrate(vm, "hv1", "hv2").unwrap();
    assert!(!fleet.has_vf("hv2", vm));
    for (_, name) in others {
        fleet.act(
            "hv2",
            Intent::StopVm {
                vm: name.into(),
                how: Stop::TurnOff,
            },
        );
    }
    fleet.repair();
    assert!(fleet.has_vf("hv2", vm));
}

#[test]
fn a_name_that_is_taken_is_said() {
    let fleet = Fleet::new();
    let vm = running(&fleet, 1)[0];
    fleet.vm("hv2", "vm0", 0);
    // The one there has the same name; the address is another one's.
    assert_eq!(against(&fleet, vm, &|_| {}), [ids::NAME_IN_USE]);
}

#[test]
fn a_processor_that_is_unlike_is_said() {
    let fleet = Fleet::new();
    let vm = running(&fleet, 1)[0];
    let other = |world: &mut iovsh::backend::sim::World| {
        world.processor = Some("another one".to_owned());
    };
    fleet.machine("hv2").edit_world(other).unwrap();
    let unlike = |guest: &mut MigratingVm| guest.host_processor = Some("this one".to_owned());
    assert_eq!(against(&fleet, vm, &unlike), [ids::PROCESSOR]);
}

#[test]
fn too_little_memory_is_said() {
    let fleet = Fleet::new();
    let vm = running(&fleet, 1)[0];
    let large = |guest: &mut MigratingVm| guest.vm.memory = u64::MAX;
    assert_eq!(against(&fleet, vm, &large), [ids::MEMORY]);
    // One that is off needs none until it is started.
    let off = |guest: &mut MigratingVm| {
        large(guest);
        guest.vm.state = VmState::Off;
    };
    assert_eq!(against(&fleet, vm, &off), [] as [u32; 0]);
}

/// What is copied has to fit where it goes: by what it takes, not by what the guest sees.
#[test]
fn a_target_without_room_for_the_copies_is_said() {
    let fleet = Fleet::new();
    let vm = running(&fleet, 1)[0];
    let disk = |allocated: u64| MigratingDisk {
        path: "/tmp/large.qcow2".to_owned(),
        destination: "/srv/vms/large.qcow2".to_owned(),
        target: "vda".to_owned(),
        size: Some(1 << 50),
        allocated: Some(allocated),
        format: "qcow2".to_owned(),
        copied: true,
        ..MigratingDisk::default()
    };
    let with = |count: usize, allocated: u64| {
        against(&fleet, vm, &move |guest| {
            guest.disks = (0..count).map(|_| disk(allocated)).collect();
            for (number, disk) in guest.disks.iter_mut().enumerate() {
                disk.destination = format!("/srv/vms/large{number}.qcow2");
            }
        })
    };
    assert_eq!(with(1, 1 << 30), [] as [u32; 0]);
    assert_eq!(with(1, 1 << 49), [ids::DISK]);
    // Each fits, and both together do not.
    assert_eq!(with(1, 600 << 30), [] as [u32; 0]);
    assert_eq!(with(2, 600 << 30), [ids::DISK]);
}

/// One that another tool connected to a bridge of its own.
#[test]
fn an_adapter_on_a_bridge_that_is_no_switch_stays_connected() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    let bridge: iovsh::backend::model::InterfaceName = "virbr7".parse().unwrap();
    let name = bridge.clone();
    let connect = move |world: &mut iovsh::backend::sim::World| {
        let mut vms = world.state.vms.iter_mut();
        let own = vms.find(|known| known.id == vm).unwrap();
        for adapter in &mut own.adapters {
            adapter.bridge = Some(name.clone());
            adapter.settings.switch = None;
        }
    };
    fleet.machine("hv1").edit_world(connect).unwrap();
    fleet.migrate(vm, "hv1", "hv2").unwrap();
    let state = fleet.machine("hv2").snapshot(&Scope::PLAN).unwrap();
    assert_eq!(state.vm(vm).unwrap().adapters[0].bridge, Some(bridge));
    // One that runs needs its bridge when it arrives.
    let runs = |guest: &mut MigratingVm| {
        guest.vm.state = VmState::Running;
        guest.vm.id = Uuid::random();
        guest.vm.name = "other".to_owned();
        guest.vm.adapters[0].mac = "00:15:5d:00:00:99".parse().unwrap();
    };
    let mut guest = fleet.host("hv2").describe(vm).unwrap();
    runs(&mut guest);
    let answer = fleet.host("hv1").compare(&guest).unwrap();
    let first = &answer.incompatibilities[0];
    assert_eq!(first.id, ids::SWITCH_MISSING);
    assert!(first.message.contains("virbr7"), "{first:?}");
    assert_eq!(first.adapter, Some(guest.vm.adapters[0].alias.clone()));
    // Connected to a switch in the report.
    guest.switches = vec![(guest.vm.adapters[0].alias.clone(), "lan".to_owned())];
    let answer = fleet.host("hv1").compare(&guest).unwrap();
    assert_eq!(answer.incompatibilities, []);
}

/// A target that asks for TLS gets memory only from a host with certificates, and only if it has some itself; both are said.
#[test]
fn certificates_that_are_missing_are_said_for_each_end() {
    use iovsh::backend::state::MigrationAuthentication::{CredSsp, Kerberos};
    let fleet = Fleet::new();
    let vm = running(&fleet, 1)[0];
    let by = |how| fleet.settings("hv2", |settings| settings.authentication = Some(how));
    let has = |host: &str, has: bool| {
        let set = |world: &mut iovsh::backend::sim::World| world.certificates = has;
        fleet.machine(host).edit_world(set).unwrap();
    };
    by(Kerberos);
    for (source, target, found) in [
        (true, true, 0),
        (false, true, 1),
        (true, false, 1),
        (false, false, 2),
    ] {
        has("hv1", source);
        has("hv2", target);
        let reasons = against(&fleet, vm, &|_| {});
        assert_eq!(reasons, vec![ids::CERTIFICATE; found]);
    }
    let error = fleet.migrate(vm, "hv1", "hv2").unwrap_err();
    assert_eq!(error.id, "Migration.Incompatible");
    let step = error.next_step.clone().unwrap();
    assert!(step.contains("-ComputerName hv2"), "{step}");
    // What does not run has no memory to send.
    let off = |guest: &mut MigratingVm| guest.vm.state = VmState::Off;
    assert_eq!(against(&fleet, vm, &off), [] as [u32; 0]);
    by(CredSsp);
    fleet.migrate(vm, "hv1", "hv2").unwrap();
    assert!(fleet.has_vf("hv2", vm));
}

/// Wherever the wire to either end is cut, done or not done at that moment: one of them has it, and the next commands settle it.
#[test]
fn a_wire_that_is_cut_at_any_call_is_put_right() {
    let mut cuts = 0;
    for state in [VmState::Running, VmState::Saved] {
        for far in ["hv1", "hv2"] {
            for does_the_last in [true, false] {
                for calls in 1.. {
                    let fleet = Fleet::new();
                    let vm = running(&fleet, 1)[0];
                    if state == VmState::Saved {
                        let vm = "vm0".into();
                        fleet.act("hv1", Intent::SaveVm { vm });
                    }
                    let case = format!("{state:?}, {far} after {calls}, {does_the_last}");
                    let (near, cut) = match far {
                        "hv1" => ("hv2", Cut::after(fleet.host("hv1"), calls, does_the_last)),
                        _ => ("hv1", Cut::after(fleet.host("hv2"), calls, does_the_last)),
                    };
                    let other = fleet.host(near);
                    let outcome: Result<(), HostError> = match far {
                        "hv1" => {
                            fleet.between(&cut, &other, vm, "hv1", "hv2", &mut Told::default())
                        }
                        _ => fleet.between(&other, &cut, vm, "hv1", "hv2", &mut Told::default()),
                    };
                    if !cut.is_cut() {
                        outcome.unwrap();
                        break;
                    }
                    cuts += 1;
                    assert!(outcome.is_err(), "{case}");
                    let known = HOSTS.iter().any(|host| fleet.state(host).vm(vm).is_some());
                    assert!(known, "{case}: it is lost");
                    // The far process ends with its connection.
                    drop((cut, other));
                    fleet.recover();
                    for host in ["hv1", "hv2"] {
                        fleet.settle(host);
                    }
                    fleet.repair();
                    fleet.is_on_one(vm, state, &case);
                    fleet.is_settled();
                }
            }
        }
    }
    assert!(cuts > 20, "{cuts}");
}

/// libvirt at either end does not answer for a while, at any moment: the same command sees to it that all is settled, and nothing is left for
/// the next one.
#[test]
fn a_daemon_that_is_silent_for_a_while_is_waited_for() {
    for far in ["hv1", "hv2"] {
        let mut moved = 0;
        for calls in 0.. {
            let fleet = Fleet::new();
            let vm = running(&fleet, 1)[0];
            let near = fleet.host(if far == "hv1" { "hv2" } else { "hv1" });
            let silent = Cut::silent(fleet.host(far), calls, 1);
            let mut told = Told::default();
            let outcome = match far {
                "hv1" => fleet.between(&silent, &near, vm, "hv1", "hv2", &mut told),
                _ => fleet.between(&near, &silent, vm, "hv1", "hv2", &mut told),
            };
            let case = format!("{far} is silent after {calls}: {outcome:?}");
            let on = if outcome.is_ok() { "hv2" } else { "hv1" };
            assert_eq!(fleet.presence(on, vm), Presence::Running, "{case}");
            fleet.is_on_one(vm, VmState::Running, &case);
            fleet.is_settled();
            if !silent.is_cut() {
                break;
            }
            moved += usize::from(outcome.is_ok());
        }
        assert!(moved >= 2, "{far}: it was silent while it was settled");
    }
}

/// Its switch at the target has no link: it goes there, as before it was told that it would lose its network, and the target alone has
/// the event, once it runs there.
#[test]
fn an_adapter_that_loses_its_network_by_the_migration_is_an_event_of_the_target() {
    let fleet = Fleet::new();
    let vm = running(&fleet, 1)[0];
    let link = |host: &str, works: bool| {
        let nic = fleet.state(host).functions[0].interface.clone().unwrap();
        let edit = |world: &mut iovsh::backend::sim::World| world.set_carrier(&nic, works);
        fleet.machine(host).edit_world(edit).unwrap();
    };
    let notes = |from: &str, to: &str| {
        let compared = fleet.compare(vm, from, to).unwrap();
        assert_eq!(compared.against().count(), 0, "a note keeps nobody");
        let all = compared.answer.incompatibilities.iter();
        all.filter(|note| note.id == ids::NO_LINK).count()
    };
    let events = |host: &str| -> Vec<u32> {
        let entries = fleet.host(host).journal().unwrap().entries;
        let of_migrations = entries.iter().map(|entry| entry.id);
        of_migrations
            .filter(|id| [catalog::MIGRATED, catalog::MIGRATION_NETWORK_LOST].contains(id))
            .collect()
    };
    link("hv2", false);
    assert_eq!(notes("hv1", "hv2"), 1);
    // One that fails has lost nothing.
    fleet.fault("hv2", "MigratePrepare", 5);
    assert!(fleet.migrate(vm, "hv1", "hv2").is_err());
    assert_eq!((events("hv1"), events("hv2")), (vec![], vec![]));
    let mut told = Told::default();
    fleet.migrate_telling(vm, "hv1", "hv2", &mut told).unwrap();
    let lost = |text: &&String| text.contains("has lost its network");
    assert_eq!(told.warnings.iter().filter(lost).count(), 1, "{told:?}");
    assert_eq!(events("hv1"), [catalog::MIGRATED]);
    assert_eq!(
        events("hv2"),
        [catalog::MIGRATED, catalog::MIGRATION_NETWORK_LOST]
    );
    let entries = fleet.host("hv2").journal().unwrap().entries;
    let entry = entries
        .iter()
        .rfind(|e| e.id == catalog::MIGRATION_NETWORK_LOST);
    let entry = entry.unwrap();
    assert_eq!(entry.vm.as_deref(), Some(vm.to_string().as_str()));
    assert_eq!(entry.adapter.as_deref(), Some("Network Adapter"));
    // It had no network there, and has none here: this migration has taken none.
    link("hv1", false);
    assert_eq!(notes("hv2", "hv1"), 0);
    fleet.migrate(vm, "hv2", "hv1").unwrap();
    assert_eq!(events("hv1"), [catalog::MIGRATED, catalog::MIGRATED]);
    // One that is off uses no network.
    link("hv1", true);
    let name = "vm0".into();
    let how = Stop::TurnOff;
    fleet.act("hv1", Intent::StopVm { vm: name, how });
    assert_eq!(notes("hv1", "hv2"), 0);
    fleet.migrate(vm, "hv1", "hv2").unwrap();
    let last = events("hv2");
    assert_eq!(last.last(), Some(&catalog::MIGRATED), "{last:?}");
}

/// Both hosts are asked for what they have of it, and neither has been told of anything.
#[test]
fn a_comparison_changes_nothing_at_either_end() {
    let fleet = Fleet::new();
    let vm = running(&fleet, 1)[0];
    let before = fleet.snapshot();
    let journals = |fleet: &Fleet| -> Vec<usize> {
        let entries = HOSTS.map(|host| fleet.host(host).journal().unwrap().entries.len());
        entries.to_vec()
    };
    let told = journals(&fleet);
    fleet.compare(vm, "hv1", "hv2").unwrap();
    assert_eq!(fleet.snapshot(), before);
    assert_eq!(journals(&fleet), told);
}

/// Somebody moves one with `virsh migrate`, which knows of no switches and writes nothing down: where it is now it gets a VF when it asks
/// for one, and the agent of the host that it has left takes from the NIC there what that was told of it.
#[test]
fn one_that_virsh_moved_is_made_right_at_both_ends() {
    let fleet = Fleet::new();
    let vm = running(&fleet, 1)[0];
    let weight = |host: &str, weight: u8| {
        let adapter = fleet.state(host).vm(vm).unwrap().adapters[0].alias.clone();
        let changes = Changes {
            iov_weight: Some(weight),
            ..Changes::default()
        };
        fleet.act(
            host,
            Intent::SetAdapter {
                vm,
                adapter,
                changes: Box::new(changes),
            },
        );
    };
    let _agent = Running::on(&fleet, "hv1", neighbours(&fleet));
    // libvirt moves none that has a VF.
    weight("hv1", 0);
    assert!(!fleet.has_vf("hv1", vm));
    let mac = fleet.state("hv1").vm(vm).unwrap().adapters[0].mac;
    let told = |fleet: &Fleet| {
        let entries = fleet.state("hv1").fdb;
        entries.iter().any(|entry| entry.mac == mac)
    };
    assert!(told(&fleet), "the NIC takes frames for it");
    let sending = serde_json::json!({
        "id": Uuid::random(), "vm": vm, "name": "vm0", "to": "sim:hv2",
        "connections": [], "disks": [], "performance": "Tcpip",
    });
    let sending: Sending = serde_json::from_value(sending).unwrap();
    let (machine, goes_on) = (fleet.machine("hv1"), AtomicBool::new(false));
    machine.send(&sending, &mut |_| {}, &goes_on).unwrap();
    let resume = Change::Domain(DomainChange::Resume { vm });
    fleet.machine("hv2").apply(&resume).unwrap();
    within("the NIC of hv1 is told", || !told(&fleet));
    fleet.repair();
    fleet.is_clean_of("hv1", vm);
    assert_eq!(fleet.presence("hv2", vm), Presence::Running);
    weight("hv2", 100);
    assert!(fleet.has_vf("hv2", vm));
    fleet.is_settled();
    // It goes back by iovsh as any other.
    fleet.migrate(vm, "hv2", "hv1").unwrap();
    assert!(fleet.has_vf("hv1", vm));
    fleet.is_settled();
}
