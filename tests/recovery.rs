//! A commit is killed with SIGKILL at every point of its way. The next start must find the host as it was before or as it
//! was to be, with nothing half done, and doing the same again must lead to the end that an undisturbed run leads to.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "simulated/plans.rs"]
mod plans;

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use iovsh::backend::commit::{NoObserver, Options, Progress, Recovery, commit, recover};
use iovsh::backend::plan::{DomainChange, LinkChange, StopMode};
use iovsh::backend::sim::SimMachine;
use iovsh::backend::{Change, Machine};
use plans::{Point, assert_same, assert_sound, busy_host, cases, connect, picture, settle, state};

const SIGKILL: i32 = 9;
/// Tells a child which case to run, in which directory, and at which of its reports to die.
const CASE: &str = "IOVSH_RECOVERY_CASE";
const DIRECTORY: &str = "IOVSH_RECOVERY_DIRECTORY";
const POINT: &str = "IOVSH_RECOVERY_POINT";

/// Cases that between them use every kind of step.
const CHOSEN: &[&str] = &[
    "create an IOV switch",
    "remove a switch",
    "rename a switch",
    "add an adapter of the host",
    "make the bridge an adapter of the host",
    "put an adapter of the host into a VLAN",
    "remove an adapter of the host",
    "remove an adapter of the host that has everything",
    "set the VF count by force",
    "make a VM",
    "start a VM",
    "turn a VM off",
    "remove a VM",
    "weight to nought",
    "weight from nought",
    "connect to another switch",
    "create a switch on a team",
    "remove a switch on a team",
    "hand a VF on in a repair",
    "add an adapter",
    "remove an adapter",
    "export",
    "import a copy",
    "repair",
];

/// The host of a case, kept in a directory.
fn keep(point: &Point, directory: &Path) -> SimMachine {
    let host = SimMachine::open("default", directory).expect("the host");
    host.edit_world(|world| *world = point.world.clone())
        .expect("saved");
    host.store().save(&point.desired).expect("saved");
    host
}

/// Runs the case in a child that dies at its `point`-th report.
fn child_dies_at(case: &str, directory: &Path, point: usize) -> ExitStatus {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "the_child", "--nocapture", "--test-threads=1"])
        .env(CASE, case)
        .env(DIRECTORY, directory)
        .env(POINT, point.to_string())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .expect("the child ran")
}

/// Not a test of its own: what a child does. Without the environment that makes it one, it does nothing.
#[test]
fn the_child() {
    let (Ok(case), Ok(directory), Ok(point)) = (
        std::env::var(CASE),
        std::env::var(DIRECTORY),
        std::env::var(POINT),
    ) else {
        return;
    };
    let point: usize = point.parse().expect("a number");
    let (_, _, planner) = cases()
        .into_iter()
        .chain([
            plans::two_targets(),
            plans::two_disks(false),
            plans::two_disks(true),
        ])
        .find(|(name, ..)| *name == case)
        .expect("the case");
    let host = SimMachine::open("default", &PathBuf::from(directory)).expect("the host");
    let plan = planner(&state(&host)).expect("a plan");
    let mut reports = 0;
    let mut observer = |_: &Progress<'_>| {
        if reports == point {
            die();
        }
        reports += 1;
    };
    let _ = commit(&host, &plan, &mut Options::new(&mut observer));
}

/// SIGKILL to oneself: no destructor, no flush, no unlock.
fn die() {
    let _ = Command::new("sh")
        .args(["-c", &format!("kill -9 {}", std::process::id())])
        .status();
    loop {
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
}

#[test]
fn killing_a_commit_anywhere_loses_nothing() {
    for (name, point, planner) in cases()
        .into_iter()
        .filter(|(name, ..)| CHOSEN.contains(name))
    {
        let point = point();
        let before = picture(&point.host());
        let (committed, undisturbed) = {
            let host = point.host();
            plans::run(&host, &planner);
            let committed = picture(&host);
            settle(&host);
            (committed, picture(&host))
        };
        let (mut finished, mut undone) = (0, 0);
        for at in 0.. {
            let what = format!("{name}, killed at report {at}");
            let directory = tempfile::tempdir().expect("a directory");
            drop(keep(&point, directory.path()));
            let status = child_dies_at(name, directory.path(), at);
            if status.success() {
                assert!(at > 5, "{what}: the child reported too little");
                break;
            }
            assert_eq!(status.signal(), Some(SIGKILL), "{what}: {status}");
            let host = SimMachine::open("default", directory.path()).expect("the host");
            match recover(&host, &mut NoObserver).unwrap_or_else(|e| panic!("{what}: {e}")) {
                // No record: it was not begun, or all of it is done.
                None => {
                    let expected = if at < 3 { &before } else { &committed };
                    assert_same(&picture(&host), expected, &what);
                }
                Some(Recovery::Undone { .. }) => {
                    undone += 1;
                    assert_same(&picture(&host), &before, &what);
                }
                Some(Recovery::Finished { .. }) => finished += 1,
            }
            assert_sound(&host, &what);
            // The same again, as an admin would: where it was undone it is done now, where it stands it is refused or empty.
            if let Ok(plan) = planner(&state(&host)) {
                let report = commit(&host, &plan, &mut Options::new(&mut NoObserver))
                    .unwrap_or_else(|e| panic!("{what}: {e}"));
                assert!(report.warnings.is_empty(), "{what}: {:?}", report.warnings);
            }
            settle(&host);
            assert_same(&picture(&host), &undisturbed, &what);
        }
        assert!(
            finished > 0,
            "{name}: no kill came late enough to be finished ({undone} were undone)"
        );
    }
}

/// Of a command with several targets the one that was under way is undone; those before it stand.
#[test]
fn killing_a_commit_of_two_targets_anywhere_loses_nothing() {
    let (name, point, planner) = plans::two_targets();
    let point = point();
    let undisturbed = {
        let host = point.host();
        plans::run(&host, &planner);
        settle(&host);
        picture(&host)
    };
    let mut only_the_first_stood = 0;
    for at in 0.. {
        let what = format!("{name}, killed at report {at}");
        let directory = tempfile::tempdir().expect("a directory");
        drop(keep(&point, directory.path()));
        let status = child_dies_at(name, directory.path(), at);
        if status.success() {
            assert!(at > 5, "{what}: the child reported too little");
            break;
        }
        let host = SimMachine::open("default", directory.path()).expect("the host");
        recover(&host, &mut NoObserver).unwrap_or_else(|e| panic!("{what}: {e}"));
        assert_sound(&host, &what);
        let now = state(&host);
        let runs = ["web1", "web2"].map(|name| now.vm_named(name).unwrap().state.is_active());
        assert_ne!(
            runs,
            [false, true],
            "{what}: the first was undone after the second was begun"
        );
        only_the_first_stood += usize::from(runs == [true, false]);
        plans::run(&host, &planner);
        settle(&host);
        assert_same(&picture(&host), &undisturbed, &what);
    }
    assert!(only_the_first_stood > 0, "no kill came between the two");
}

/// Wherever it is cut off, each disk is whole at the place that the VM names, and when it stands none of the old images is missed.
#[test]
fn killing_a_move_of_disks_anywhere_loses_no_disk() {
    for runs in [false, true] {
        let (name, point, planner) = plans::two_disks(runs);
        let point = point();
        let mut finished = 0;
        for at in 0.. {
            let what = format!("{name}, killed at report {at}");
            let directory = tempfile::tempdir().expect("a directory");
            drop(keep(&point, directory.path()));
            let status = child_dies_at(name, directory.path(), at);
            let host = SimMachine::open("default", directory.path()).expect("the host");
            let found = recover(&host, &mut NoObserver).unwrap_or_else(|e| panic!("{what}: {e}"));
            plans::assert_no_disk_lost(&host, &what);
            finished += usize::from(matches!(found, Some(Recovery::Finished { .. })));
            if status.success() {
                assert!(at > 10, "{what}: the child reported too little");
                break;
            }
            // The same again: done now where it was undone, and refused where it stands.
            if let Ok(plan) = planner(&state(&host)) {
                let done = commit(&host, &plan, &mut Options::new(&mut NoObserver));
                done.unwrap_or_else(|e| panic!("{what}: {e}"));
            }
            plans::assert_no_disk_lost(&host, &what);
            let drives = state(&host).vm_named("web1").unwrap().facts.drives.clone();
            let at = |to: &str| drives.iter().any(|d| d.path.as_deref() == Some(to));
            assert!(plans::MOVED.iter().all(|(_, to)| at(to)), "{what}");
        }
        assert!(finished > 1, "{name}: no kill came between the removals");
    }
}

#[test]
fn killing_an_undo_anywhere_loses_nothing() {
    let (name, point, _) = cases()
        .into_iter()
        .find(|(name, ..)| *name == "create an IOV switch")
        .expect("the case");
    let point = point();
    let mut failing = Point {
        world: point.world.clone(),
        desired: point.desired.clone(),
    };
    let fault = iovsh::backend::sim::Fault {
        change: "DefineNetwork".to_owned(),
        errno: 5,
        ..Default::default()
    };
    failing.world.faults.push(fault);
    let before = picture(&failing.host());
    for at in 0.. {
        let what = format!("a failing '{name}', killed at report {at}");
        let directory = tempfile::tempdir().expect("a directory");
        drop(keep(&failing, directory.path()));
        let status = child_dies_at(name, directory.path(), at);
        let host = SimMachine::open("default", directory.path()).expect("the host");
        recover(&host, &mut NoObserver).unwrap_or_else(|e| panic!("{what}: {e}"));
        assert_same(&picture(&host), &before, &what);
        assert_sound(&host, &what);
        if status.success() {
            assert!(at > 15, "{what}: the undo was not reported");
            break;
        }
    }
}

#[test]
fn a_record_from_before_a_reboot_is_undone_whatever_its_progress_says() {
    let (name, point, _) = cases()
        .into_iter()
        .find(|(name, ..)| *name == "create an IOV switch")
        .expect("the case");
    let point = point();
    let directory = tempfile::tempdir().expect("a directory");
    drop(keep(&point, directory.path()));
    // Killed in the middle; then the machine goes down: the record stays, its progress and the devices do not.
    assert_eq!(
        child_dies_at(name, directory.path(), 12).signal(),
        Some(SIGKILL)
    );
    let home = directory.path().join("sim-default");
    let record = fs::read_to_string(home.join("intent.json")).expect("a record");
    let (front, back) = record.split_once("\"boot\":\"").expect("the boot's id");
    let (_, back) = back.split_once('"').expect("its end");
    fs::write(
        home.join("intent.json"),
        format!("{front}\"boot\":\"another\"{back}").replace("another\"\"", "another\""),
    )
    .expect("written");
    let _ = fs::remove_file(home.join("intent.progress"));
    let host = SimMachine::open("default", directory.path()).expect("the host");
    host.edit_world(|world| *world = point.world.clone())
        .expect("saved");
    assert!(
        !state(&host).desired.switches.is_empty(),
        "the desired state was written before the crash"
    );
    assert!(matches!(
        recover(&host, &mut NoObserver),
        Ok(Some(Recovery::Undone { .. }))
    ));
    assert_same(&picture(&host), &picture(&point.host()), "after the reboot");
}

/// A command that connects a running VM elsewhere dies, and the VM is stopped by somebody before iovsh comes back: its taps are
/// gone, and what was to be undone about them with them.
#[test]
fn a_vm_may_go_before_the_recovery() {
    for point in 0.. {
        let host = busy_host();
        let vm = state(&host).vm_named("web1").unwrap().id;
        let plan = connect("web1", "other")(&state(&host)).unwrap();
        let mut left = point;
        let mut observer = |_: &Progress<'_>| {
            if left == 0 {
                resume_unwind(Box::new("killed"));
            }
            left -= 1;
        };
        let work = || commit(&host, &plan, &mut Options::new(&mut observer)).is_ok();
        let died = catch_unwind(AssertUnwindSafe(work)).is_err();
        let stop = Change::Domain(DomainChange::Stop {
            vm,
            mode: StopMode::TurnOff,
        });
        host.edit_world(|world| world.apply(&stop))
            .unwrap()
            .unwrap();
        let recovered = recover(&host, &mut NoObserver);
        assert!(recovered.is_ok(), "point {point}: {recovered:?}");
        settle(&host);
        assert_sound(&host, &format!("point {point}"));
        if !died {
            assert!(point > 5, "it died nowhere");
            break;
        }
    }
}

#[test]
fn a_damaged_record_is_kept_aside_and_said_once() {
    let directory = tempfile::tempdir().expect("a directory");
    let host = SimMachine::open("default", directory.path()).expect("the host");
    host.store().write_intent(b"{ not json").expect("written");
    assert_eq!(
        recover(&host, &mut NoObserver)
            .expect_err("it is damaged")
            .id,
        "State.Corrupt"
    );
    assert!(
        directory
            .path()
            .join("sim-default/intent.json.corrupt-1")
            .exists()
    );
    assert_eq!(
        recover(&host, &mut NoObserver).expect("nothing is left"),
        None
    );
}

#[test]
fn a_living_commit_is_left_alone() {
    let directory = tempfile::tempdir().expect("a directory");
    let host = SimMachine::open("default", directory.path()).expect("the host");
    let other = SimMachine::open("default", directory.path()).expect("the host");
    let plan = {
        let mut plan =
            iovsh::backend::plan::PlanBuilder::new("Bring a port down", "port", &state(&host));
        let interface = "enp1s0f0".parse().expect("a name");
        plan.step(
            "Bring it down",
            LinkChange::Set {
                interface,
                up: false,
            },
        );
        plan.finish()
    };
    let mut looked = 0;
    let mut observer = |progress: &Progress<'_>| {
        if matches!(progress, Progress::StepBegun { .. }) {
            assert_eq!(recover(&other, &mut NoObserver).expect("no error"), None);
            looked += 1;
        }
    };
    commit(&host, &plan, &mut Options::new(&mut observer)).expect("done");
    assert_eq!(looked, 1);
}
