//! Clusters: the resource agent's codes in every state, and what the cluster of a simulated fleet does when a role is moved, a node
//! is drained, a process is killed or a node loses its power.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says no by panicking"
)]

#[path = "cluster/agent.rs"]
mod agent;
#[allow(dead_code, reason = "shared with the tests of migrations")]
#[path = "migration/fleet.rs"]
mod fleet;
#[path = "cluster/pacemaker.rs"]
mod pacemaker;
#[path = "cluster/program.rs"]
mod program;

use fleet::Fleet;
use iovsh::backend::cluster::{ClusterChange, ClusterRole, KeptVm, NewRole, wished_vfs};
use iovsh::backend::model::{Presence, Uuid, VmState};
use iovsh::backend::policy::Intent;
use iovsh::backend::policy::vm::Stop;
use iovsh::backend::{Host as _, Machine as _};

/// Makes a VM of a host a role.
fn add(fleet: &Fleet, at: &str, vm: Uuid) {
    let state = fleet.state(at);
    let known = state.vm(vm).unwrap();
    let host = fleet.host(at);
    let text = KeptVm::of(&state, known).expect("a definition");
    host.change_cluster(&ClusterChange::KeepDefinition { vm, text })
        .unwrap();
    host.change_cluster(&ClusterChange::AddRole(NewRole {
        id: known.name.clone(),
        name: known.name.clone(),
        vm,
        vm_name: known.name.clone(),
        wish: wished_vfs(known),
        wanted: known.state.is_active(),
    }))
    .unwrap();
}

fn role(fleet: &Fleet, id: &str) -> ClusterRole {
    let seen = fleet.host("hv2").cluster().unwrap();
    seen.role(id).expect("the role").clone()
}

/// Whether a VM runs there, and nowhere else.
fn runs_only_at(fleet: &Fleet, vm: Uuid, at: &str) {
    for name in fleet::HOSTS {
        let there = fleet.machine(name).presence(vm).unwrap();
        let runs = matches!(there, Presence::Running | Presence::Paused);
        assert_eq!(runs, name == at, "{name}: {there:?}");
    }
}

fn change(fleet: &Fleet, change: &ClusterChange) {
    fleet.host("hv1").change_cluster(change).unwrap();
}

#[test]
fn a_role_goes_where_it_is_told_and_stays_there() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 100);
    fleet.start("hv1", vm);
    add(&fleet, "hv1", vm);
    assert_eq!(role(&fleet, "app").running_on, ["hv1"]);
    let to = ClusterChange::Move {
        id: "app".to_owned(),
        node: "hv2".to_owned(),
    };
    change(&fleet, &to);
    let seen = fleet.host("hv1").cluster().unwrap();
    assert_eq!(to.is_satisfied(&seen), Some(true));
    runs_only_at(&fleet, vm, "hv2");
    assert!(fleet.has_vf("hv2", vm));
    let id = "app".to_owned();
    change(&fleet, &ClusterChange::EndMove { id });
    assert_eq!(role(&fleet, "app").running_on, ["hv2"]);
}

#[test]
fn a_node_that_is_drained_loses_its_roles_and_a_paused_one_keeps_them() {
    let fleet = Fleet::new();
    let vms = ["a", "b"].map(|name| fleet.vm("hv1", name, 100));
    for vm in vms {
        fleet.start("hv1", vm);
        add(&fleet, "hv1", vm);
    }
    let node = "hv1".to_owned();
    change(
        &fleet,
        &ClusterChange::SetPaused {
            node: node.clone(),
            on: true,
        },
    );
    assert_eq!(role(&fleet, "a").running_on, ["hv1"]);
    let drained = ClusterChange::SetStandby { node, on: true };
    change(&fleet, &drained);
    let seen = fleet.host("hv1").cluster().unwrap();
    assert_eq!(drained.is_satisfied(&seen), Some(true));
    // hv2 has the VFs that they wish for; the others have none.
    for (name, vm) in ["a", "b"].into_iter().zip(vms) {
        assert_eq!(role(&fleet, name).running_on, ["hv2"]);
        runs_only_at(&fleet, vm, "hv2");
    }
}

#[test]
fn where_no_vf_is_left_it_runs_all_the_same() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 100);
    fleet.start("hv1", vm);
    add(&fleet, "hv1", vm);
    change(
        &fleet,
        &ClusterChange::Bar {
            id: "app".to_owned(),
            nodes: vec!["hv1".to_owned(), "hv2".to_owned()],
            dropped: Vec::new(),
        },
    );
    assert_eq!(role(&fleet, "app").running_on, ["hv3"]);
    runs_only_at(&fleet, vm, "hv3");
    assert!(!fleet.has_vf("hv3", vm));
}

#[test]
fn a_machine_that_was_killed_is_started_where_it_was() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    fleet.start("hv1", vm);
    add(&fleet, "hv1", vm);
    assert_eq!(role(&fleet, "app").running_on, ["hv1"]);
    // Somebody stops it past the cluster: to that it is as one whose process is gone.
    fleet.act(
        "hv1",
        Intent::StopVm {
            vm: "app".into(),
            how: Stop::TurnOff,
        },
    );
    let seen = role(&fleet, "app");
    assert_eq!(
        (seen.running_on.as_slice(), seen.failures),
        (&["hv1".to_owned()][..], 1)
    );
    runs_only_at(&fleet, vm, "hv1");
}

#[test]
fn when_a_node_loses_its_power_its_machines_start_elsewhere() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 100);
    fleet.start("hv1", vm);
    add(&fleet, "hv1", vm);
    assert_eq!(role(&fleet, "app").running_on, ["hv1"]);
    // Nothing runs on a host without power, and nobody asks it.
    fleet.act(
        "hv1",
        Intent::StopVm {
            vm: "app".into(),
            how: Stop::TurnOff,
        },
    );
    let cut = |cluster: &mut iovsh::backend::sim::SimCluster| {
        cluster.without_power.insert("hv1".to_owned());
    };
    fleet.machine("hv1").edit_cluster(cut).unwrap();
    let seen = role(&fleet, "app");
    assert_eq!(seen.running_on, ["hv2"]);
    runs_only_at(&fleet, vm, "hv2");
    let state = fleet.state("hv2");
    let switch = state.desired.switch_named("lan").unwrap();
    assert_eq!(
        state.vm(vm).unwrap().adapters[0].bridge.as_ref(),
        Some(&switch.bridge),
        "its adapter is on the switch of the same name"
    );
    assert!(fleet.has_vf("hv2", vm));
    // The node comes back with a definition of its own, off, and the role can be sent there again.
    let back = |cluster: &mut iovsh::backend::sim::SimCluster| {
        cluster.without_power.clear();
    };
    fleet.machine("hv1").edit_cluster(back).unwrap();
    let old = fleet.state("hv1");
    let old = old.vm(vm).expect("its old definition");
    assert_eq!((old.state, old.facts.clustered), (VmState::Off, Some(true)));
    fleet.migrate(vm, "hv2", "hv1").unwrap();
    runs_only_at(&fleet, vm, "hv1");
    assert!(fleet.state("hv2").vm(vm).is_none(), "it has left");
    assert!(fleet.has_vf("hv1", vm));
}

/// What is no role is nobody's old definition: a machine of the same name and id is there for a reason.
#[test]
fn without_a_cluster_a_definition_of_the_same_machine_keeps_it_away() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    fleet.start("hv1", vm);
    let twin = fleet.state("hv1").vm(vm).cloned().unwrap();
    let put = |world: &mut iovsh::backend::sim::World| {
        let off = iovsh::backend::model::Vm {
            state: VmState::Off,
            ..twin.clone()
        };
        world.state.vms.push(off);
    };
    fleet.machine("hv2").edit_world(put).unwrap();
    let refused = fleet.migrate(vm, "hv1", "hv2").unwrap_err();
    assert!(refused.message.contains("already"), "{refused}");
    assert!(fleet.state("hv2").vm(vm).is_some(), "it is left alone");
}

#[test]
fn one_that_fails_too_often_on_a_node_goes_elsewhere_until_that_is_forgiven() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    fleet.start("hv1", vm);
    add(&fleet, "hv1", vm);
    for _ in 0..3 {
        let at = role(&fleet, "app").running_on[0].clone();
        assert_eq!(at, "hv1");
        fleet.act(
            "hv1",
            Intent::StopVm {
                vm: "app".into(),
                how: Stop::TurnOff,
            },
        );
    }
    let seen = role(&fleet, "app");
    assert_ne!(seen.running_on, ["hv1"]);
    assert!(!seen.running_on.is_empty());
    let id = "app".to_owned();
    change(&fleet, &ClusterChange::Forgive { id });
    assert_eq!(role(&fleet, "app").failures, 0);
}

#[test]
fn what_is_not_to_run_is_stopped_and_what_is_to_is_started_on_the_preferred_node() {
    let fleet = Fleet::new();
    let vm = fleet.vm("hv1", "app", 0);
    fleet.start("hv1", vm);
    add(&fleet, "hv1", vm);
    let wanted = |wanted| ClusterChange::SetWanted {
        id: "app".to_owned(),
        wanted,
    };
    change(&fleet, &wanted(false));
    assert!(role(&fleet, "app").running_on.is_empty());
    assert_eq!(fleet.machine("hv1").presence(vm), Ok(Presence::Off));
    change(
        &fleet,
        &ClusterChange::Prefer {
            id: "app".to_owned(),
            nodes: vec!["hv3".to_owned(), "hv2".to_owned()],
            dropped: Vec::new(),
        },
    );
    change(&fleet, &wanted(true));
    assert_eq!(role(&fleet, "app").running_on, ["hv3"]);
    runs_only_at(&fleet, vm, "hv3");
}
