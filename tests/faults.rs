//! Every step of every plan is made to fail, one after the other: the host must then be as it was before, or, where only a
//! wish failed, as it would be without that wish.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "simulated/plans.rs"]
mod plans;

use std::sync::atomic::{AtomicBool, Ordering};

use iovsh::backend::commit::{NoObserver, Options, Progress, commit};
use iovsh::backend::journal::catalog;
use iovsh::backend::plan::{DesiredChange, LinkChange};
use iovsh::backend::policy;
use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::backend::state::{DesiredEdit, Store};
use iovsh::backend::{Change, Events, HostError, Machine, Plan, Scope, State};
use plans::{
    Planner, Point, assert_same, assert_sound, busy_host, cases, picture, run, settle, state, weigh,
};

/// Device or resource busy.
const EBUSY: i32 = 16;

#[test]
fn failing_any_step_leaves_the_host_as_it_was() {
    for (name, point, planner) in cases() {
        let point = point();
        let before = picture(&point.host());
        let plan = planner(&state(&point.host())).unwrap_or_else(|e| panic!("{name}: {}", e.id));
        assert!(!plan.is_empty(), "{name}: the plan is empty");
        for step in 0..plan.steps.len() {
            let what = format!("{name}, step {step} ({})", plan.steps[step].what);
            let host = Stored::of(&point);
            let reached = match fail_step(&host, &plan, step) {
                Outcome::Failed(error) => {
                    assert!(
                        plan.steps[step].group.is_none(),
                        "{what}: a best-effort group failed the plan: {error}"
                    );
                    assert!(error.also.is_empty(), "{what}: {error}");
                    assert_same(&picture(&host), &before, &what);
                    true
                }
                Outcome::Warned(warnings) => {
                    assert!(
                        plan.steps[step].group.is_some(),
                        "{what}: a required step was passed over"
                    );
                    assert_eq!(warnings, 1, "{what}");
                    let now = state(&host);
                    for required in plan.steps.iter().filter(|s| s.group.is_none()) {
                        let subject = required.change.subject();
                        let carriers = required.change.depends_on(&now);
                        let last = plan.steps.iter().rfind(|s| {
                            let other = s.change.subject();
                            other == subject || carriers.contains(&other)
                        });
                        if last == Some(required) {
                            assert_ne!(
                                required.change.is_satisfied(&now),
                                Some(false),
                                "{what}: {}",
                                required.what
                            );
                        }
                    }
                    true
                }
                Outcome::Untouched => false,
            };
            assert!(reached, "{what}: the fault was not met");
            assert_sound(&host, &what);
            settle(&host);
        }
    }
}

/// Whatever fails while disks are moved, each disk is whole at the place that the VM names. The old images go last: one that cannot be
/// removed is a warning.
#[test]
fn moving_disks_loses_none_whatever_fails() {
    for runs in [false, true] {
        let (name, point, planner) = plans::two_disks(runs);
        let point = point();
        let plan = planner(&state(&point.host())).expect("a plan");
        let last = plan.steps.len() - 2;
        let removes = |step: &iovsh::backend::plan::Step| step.change.name() == "DeleteImage";
        assert_eq!(plan.steps.iter().position(removes), Some(last), "{name}");
        for step in 0..plan.steps.len() {
            let what = format!("{name}, step {step} ({})", plan.steps[step].what);
            let host = Stored::of(&point);
            match fail_step(&host, &plan, step) {
                Outcome::Failed(error) => {
                    assert!(step < last && error.also.is_empty(), "{what}: {error}");
                    let images = host.host.edit_world(|world| world.storage.images.clone());
                    assert_eq!(images.unwrap(), point.world.storage.images, "{what}");
                }
                Outcome::Warned(warnings) => assert_eq!((step >= last, warnings), (true, 1)),
                Outcome::Untouched => panic!("{what}: the fault was not met"),
            }
            plans::assert_no_disk_lost(&host.host, &what);
        }
        // The second disk does not move, and then the first does not move back: its copy is its only place now.
        let host = point.host();
        host.edit_world(|world| {
            world.faults.push(iovsh::backend::sim::Fault {
                change: "MoveDrive".to_owned(),
                skip: 1,
                errno: EBUSY,
                ..Default::default()
            });
        })
        .unwrap();
        let error = commit(&host, &plan, &mut Options::new(&mut NoObserver)).expect_err("refused");
        let also: Vec<_> = error.also.iter().map(|error| &error.id).collect();
        assert!(!also.is_empty(), "{error}");
        plans::assert_no_disk_lost(&host, "an undo that fails");
    }
}

/// What appeared at the place of a copy after the plan was made is somebody else's.
#[test]
fn a_file_that_came_in_between_is_not_removed_by_an_undo() {
    let (_, point, planner) = plans::two_disks(false);
    let host = point().host();
    let plan = planner(&state(&host)).expect("a plan");
    let theirs = plans::MOVED[1].1;
    let mut observer = |progress: &Progress<'_>| {
        if matches!(progress, Progress::StepBegun { step, .. } if step.what.contains(&format!("Copy '{}'", plans::MOVED[1].0)))
        {
            host.edit_world(|world| {
                let image = world.storage.images[plans::MOVED[0].0].clone();
                world.storage.images.insert(theirs.to_owned(), image);
            })
            .unwrap();
        }
    };
    commit(&host, &plan, &mut Options::new(&mut observer)).expect_err("it is there");
    plans::assert_no_disk_lost(&host, "a file in between");
    assert!(
        host.edit_world(|world| world.storage.images.contains_key(theirs))
            .unwrap()
    );
}

enum Outcome {
    Failed(HostError),
    Warned(usize),
    Untouched,
}

/// The simulated host with its desired state in a directory, where writing can be made to fail.
struct Stored {
    host: SimMachine,
    store: Store,
    directory: tempfile::TempDir,
}

impl Stored {
    fn of(point: &Point) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let store = Store::in_directory(directory.path());
        store.save(&point.desired).expect("the desired state");
        Self {
            host: point.host(),
            store,
            directory,
        }
    }

    /// While this is on, the file cannot be replaced: a directory stands in its place.
    fn refuse_saving(&self, on: bool) {
        let path = self.directory.path().join("desired.json");
        let away = self.directory.path().join("desired.json.away");
        let done = if on {
            std::fs::rename(&path, away).and_then(|()| std::fs::create_dir(path))
        } else {
            std::fs::remove_dir(&path).and_then(|()| std::fs::rename(away, path))
        };
        done.expect("the obstacle");
    }
}

impl Machine for Stored {
    fn name(&self) -> &str {
        self.host.name()
    }
    fn store(&self) -> &Store {
        &self.store
    }
    fn observe(&self, scope: &Scope) -> Result<State, HostError> {
        self.host.observe(scope)
    }
    fn apply(&self, change: &Change) -> Result<(), HostError> {
        self.host.apply(change)
    }
    fn watch(&self, scope: &Scope) -> Result<Events, HostError> {
        self.host.watch(scope)
    }
}

/// Carries the plan out on a host where this one step fails: by the host's refusal, or, for what the store does, by a
/// store that cannot be written.
fn fail_step(host: &Stored, plan: &Plan, step: usize) -> Outcome {
    let of_store = matches!(
        plan.steps[step].change,
        Change::Desired(DesiredChange::Set { .. })
    );
    let mut observer = |progress: &Progress<'_>| match progress {
        Progress::StepBegun { index, .. } if *index == step && of_store => host.refuse_saving(true),
        Progress::StepBegun { index, .. } if *index == step => host.host.fail_after(0, EBUSY),
        Progress::StepFailed { index, .. } if *index == step && of_store => {
            host.refuse_saving(false)
        }
        _ => {}
    };
    match commit(host, plan, &mut Options::new(&mut observer)) {
        Err(error) => Outcome::Failed(error),
        Ok(report) if report.warnings.is_empty() => Outcome::Untouched,
        Ok(report) => Outcome::Warned(report.warnings.len()),
    }
}

#[test]
fn cancelling_between_any_two_steps_leaves_the_host_as_it_was() {
    for (name, point, planner) in cases() {
        let point = point();
        let before = picture(&point.host());
        let plan = planner(&state(&point.host())).expect("a plan");
        for step in 0..plan.steps.len() - 1 {
            let host = point.host();
            let entries = host.journal().expect("a journal").entries.len();
            let cancel = AtomicBool::new(false);
            let mut observer = |progress: &Progress<'_>| {
                if matches!(progress, Progress::StepDone { index, .. } if *index == step) {
                    cancel.store(true, Ordering::SeqCst);
                }
            };
            let mut options = Options::new(&mut observer).cancelled_by(&cancel);
            let what = format!("{name}, cancelled after step {step}");
            let required_ahead = plan.steps[step + 1..].iter().any(|s| s.group.is_none());
            match commit(&host, &plan, &mut options) {
                Err(error) => {
                    assert_eq!(error.id, "Commit.Cancelled", "{what}");
                    assert_same(&picture(&host), &before, &what);
                }
                Ok(report) => {
                    // What had to be done is done: that stands, and the wishes that were left are given up.
                    assert!(!required_ahead, "{what}");
                    assert_eq!(
                        report
                            .warnings
                            .iter()
                            .filter(|w| w.id == "Commit.Cancelled")
                            .count(),
                        1,
                        "{what}"
                    );
                    // What is written about is what was done, and no more.
                    let stands = report.applied.iter().map(|at| &plan.steps[*at].change);
                    let claims = stands.filter(|change| {
                        matches!(
                            change,
                            Change::Desired(DesiredChange::Set {
                                edit: DesiredEdit::PutClaim(_)
                            })
                        )
                    });
                    let written = host.journal().expect("a journal").entries;
                    let allocated = written.iter().skip(entries);
                    assert_eq!(
                        allocated.filter(|e| e.id == catalog::VF_ALLOCATED).count(),
                        claims.count(),
                        "{what}"
                    );
                }
            }
            assert_sound(&host, &what);
            settle(&host);
        }
    }
}

#[test]
fn a_plan_for_another_state_changes_nothing() {
    let host = busy_host();
    let plan = policy::Intent::DisableSriov {
        nic: "enp1s0f0".to_owned(),
        force: false,
    }
    .plan(&state(&host))
    .expect("a plan");
    run(&host, &weigh("web1", 0));
    let before = picture(&host);
    let error = commit(&host, &plan, &mut Options::new(&mut NoObserver))
        .expect_err("the state has changed");
    assert_eq!(error.id, "Commit.StateChanged");
    assert_same(&picture(&host), &before, "an outdated plan");
}

#[test]
fn the_claim_of_a_vf_that_came_back_is_not_forgotten() {
    let host = busy_host();
    let as_it_was = state(&host);
    let vm = |s: &State| s.vms.iter().position(|v| v.name == "web1").expect("it");
    let vf = as_it_was.vms[vm(&as_it_was)].adapters[0].vf.clone();
    assert!(vf.is_some(), "web1 is on a VF");
    let put = |vf| {
        host.edit_world(|world| {
            let at = vm(&world.state);
            world.state.vms[at].adapters[0].vf = vf;
        })
        .expect("saved");
    };
    put(None);
    let plan = policy::Intent::DisableSriov {
        nic: "enp1s0f0".to_owned(),
        force: false,
    }
    .plan(&state(&host))
    .expect("a plan");
    put(vf);
    let before = picture(&host);
    let error =
        commit(&host, &plan, &mut Options::new(&mut NoObserver)).expect_err("the VF is back");
    assert_eq!(error.id, "Commit.StateChanged");
    assert_same(
        &picture(&host),
        &before,
        "a plan from before the VF came back",
    );
}

#[test]
fn what_was_accepted_but_did_not_happen_is_undone() {
    // bnxt_en accepts a VF count while its port is down, and makes no VFs.
    let host = SimMachine::in_memory(fixture("default").expect("the fixture"));
    host.edit_world(|world| {
        for function in &mut world.state.functions {
            function.driver = Some("bnxt_en".to_owned());
        }
        for link in &mut world.state.links {
            link.up = link.name.as_str() == "eno1";
            link.carrier = link.up;
        }
    })
    .expect("saved");
    let before = picture(&host);
    let now = state(&host);
    let mut plan = policy::Intent::SetVfCount {
        nic: "enp1s0f0".to_owned(),
        count: 2,
        force: false,
    }
    .plan(&now)
    .expect("a plan");
    plan.steps
        .retain(|s| !matches!(s.change, Change::Link(LinkChange::Set { .. })));
    let error = commit(&host, &plan, &mut Options::new(&mut NoObserver))
        .expect_err("it did not take effect");
    assert_eq!(error.id, "Commit.NotVerified");
    assert_same(&picture(&host), &before, "an unverified plan");
    // The policy knows this driver, and brings the port up first.
    run(
        &host,
        &(Box::new(|s: &State| {
            policy::Intent::SetVfCount {
                nic: "enp1s0f0".to_owned(),
                count: 2,
                force: false,
            }
            .plan(s)
        }) as Planner),
    );
    assert_eq!(state(&host).functions[0].num_vfs, 2);
}

#[test]
fn a_guest_that_does_not_let_go_keeps_its_vf() {
    let host = busy_host();
    let vm = state(&host).vm_named("web1").expect("the VM").id;
    host.edit_world(|world| world.guests.entry(vm).or_default().releases_devices = false)
        .expect("saved");
    let before = picture(&host);
    let plan = weigh("web1", 0)(&state(&host)).expect("a plan");
    let error =
        commit(&host, &plan, &mut Options::new(&mut NoObserver)).expect_err("the guest holds on");
    assert_eq!(error.id, "Vm.DetachTimeout");
    assert_same(&picture(&host), &before, "a guest that holds on");
}
