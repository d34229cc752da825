//! The Part 5 script, and what happens when the kept state is damaged: on the simulated host, with the host itself as witness.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

mod paper;

use std::path::Path;
use std::sync::Arc;

use iovsh::backend::model::Scope;
use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::backend::{Machine, State};
use iovsh::cmdlets::Services;
use iovsh::shell::stack::with_large_stack;

/// Everything of a host that a workflow may change, without what the clock changes.
fn picture(host: &SimMachine) -> State {
    let mut state = host.observe(&Scope::PLAN).expect("to observe");
    for vm in &mut state.vms {
        vm.uptime = 0;
        vm.facts.cpu_usage = None;
    }
    state
}

/// What an admin sees of the NICs: the number that was asked for, the number that is there, and whether SR-IOV is on.
fn settings(host: &SimMachine) -> String {
    let question = "PS> Get-NetAdapterSriov | ForEach-Object { \"$($_.Name) $($_.NumVFs) $($_.CurrentNumVFs) $($_.Enabled)\" }";
    paper::play(question, Services::of(Arc::new(host.clone())))
}

#[test]
fn the_part_5_script_runs_and_leaves_the_host_as_it_was() {
    let (before, after, shown) = with_large_stack(|| {
        let host = SimMachine::in_memory(fixture("default").expect("a fixture"));
        let before = (picture(&host), settings(&host));
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples/part5.ps1");
        let line = format!("PS> & '{}'", script.display());
        let shown = paper::play(&line, Services::of(Arc::new(host.clone())));
        (before, (picture(&host), settings(&host)), shown)
    })
    .expect("a thread");
    for wanted in [
        "IovSupport        : True",
        "VFDataPathActive       : True",
        "IovNoAvailResources",
        "What if: Performing the operation \"Set-VMNetworkAdapter\" on target \"part5-first: Network Adapter\".",
    ] {
        assert!(shown.contains(wanted), "no '{wanted}' in\n{shown}");
    }
    assert!(!shown.contains(" × "), "{shown}");
    assert_eq!(before, after, "{shown}");
}

#[test]
fn a_damaged_state_file_refuses_changes_until_an_admin_has_decided() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || SimMachine::open("", folder.path()).expect("to open");
    let run = |line: &'static str| {
        let host = open();
        with_large_stack(move || paper::play(line, Services::of(Arc::new(host)))).expect("a thread")
    };
    let made = run("PS> New-VMSwitch lan -SwitchType Private | Out-Null");
    assert_eq!(made.lines().count(), 1, "{made}");
    let directory = open().store().directory().expect("on disk").to_owned();
    let file = directory.join("desired.json");
    std::fs::write(&file, "{ \"version\": 1, \"switches\": [").expect("to damage it");

    // The last good copy is shown, every time with a warning, and nothing is changed.
    for _ in 0..2 {
        let read = run("PS> Get-VMSwitch | ForEach-Object Name");
        assert!(
            read.contains("WARNING: ") && read.contains("is damaged"),
            "{read}"
        );
        assert!(read.contains("\nlan"), "{read}");
    }
    let refused = run("PS> New-VMSwitch other -SwitchType Private");
    assert!(refused.contains("State.Corrupt"), "{refused}");
    assert!(refused.contains("Repair-IovshState"), "{refused}");
    let what_if = run("PS> Repair-IovshState -WhatIf");
    assert!(
        what_if.contains("Use the last good copy: 1 switches"),
        "{what_if}"
    );
    let damaged = std::fs::read_to_string(&file).expect("the damaged file");
    assert_eq!(damaged, "{ \"version\": 1, \"switches\": [");

    let repaired = run("PS> Repair-IovshState -Force | Format-List Source, Switches");
    assert!(repaired.contains("Source   : Backup"), "{repaired}");
    let kept = directory.join("desired.json.corrupt-1");
    assert_eq!(std::fs::read_to_string(kept).expect("it is kept"), damaged);
    let after = run("PS> New-VMSwitch other -SwitchType Private | ForEach-Object Name");
    assert_eq!(after.lines().nth(1), Some("other"), "{after}");
    let events = run("PS> (Get-WinEvent -FilterHashtable @{ LogName = '*'; Id = 150 }).Count");
    assert_eq!(events.lines().nth(1), Some("1"), "{events}");
}
