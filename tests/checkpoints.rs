//! Checkpoints of VMs on the simulated host: what is kept, where the VF is meanwhile, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod paper;

use std::sync::Arc;

use iovsh::backend::Machine;
use iovsh::backend::model::{Checkpoint, CheckpointContent, Scope, State, Uuid};
use iovsh::backend::sim::{Fault, SimMachine, World, fixture};
use iovsh::cmdlets::Services;
use proptest::prelude::*;

fn host() -> SimMachine {
    SimMachine::in_memory(fixture("default").expect("the fixture"))
}

fn shown(host: &SimMachine, script: &str) -> String {
    paper::shown(script, Services::of(Arc::new(host.clone())))
}

/// The id of the error that a script ends in.
fn refused(host: &SimMachine, script: &str) -> String {
    shown(
        host,
        &format!(
            "try {{ & {{ $ErrorActionPreference = 'Stop'; {script} }} }} catch {{ $_.Exception.Data['IovshErrorId'] ?? $_.FullyQualifiedErrorId.Split(',')[0] }}"
        ),
    )
}

fn state(host: &SimMachine) -> State {
    host.snapshot(&Scope::CHECKPOINTS).expect("a snapshot")
}

/// `web1` and `web2` on VFs; only the guest of `web2` has an agent.
fn on_vfs() -> SimMachine {
    let host = host();
    let made = shown(
        &host,
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
         Connect-VMNetworkAdapter web1, web2 -SwitchName lan
         Get-VM web* | Set-VMNetworkAdapter -IovWeight 100
         Start-VM web*",
    );
    assert_eq!(made, "");
    host
}

const USAGE: &str =
    "(Get-VMNetworkAdapter web1).IovUsage, (Get-VMNetworkAdapter web2).IovUsage -join ','";

#[test]
fn with_memory_the_vf_goes_and_comes_back() {
    let host = on_vfs();
    let plan = shown(
        &host,
        "Set-VM web1 -CheckpointType Standard; Checkpoint-VM web1 one -WhatIf",
    );
    let order: Vec<usize> = ["Take VF", "Make the checkpoint 'one'", "Attach VF"]
        .iter()
        .map(|what| plan.find(what).unwrap_or_else(|| panic!("{what}: {plan}")))
        .collect();
    assert!(order.is_sorted(), "{plan}");
    assert!(plan.contains("virsh snapshot-create --live"), "{plan}");
    assert_eq!(shown(&host, "Checkpoint-VM web1 one"), "");
    assert_eq!(shown(&host, USAGE), "1,1");
    let state = state(&host);
    let [made] = state.checkpoints.as_slice() else {
        panic!("{:?}", state.checkpoints);
    };
    assert_eq!(made.content, CheckpointContent::Memory);
    assert!(made.machine.adapters.iter().all(|a| a.vf.is_none()));
}

#[test]
fn a_checkpoint_that_fails_gives_the_vf_back() {
    let host = on_vfs();
    host.edit_world(|world| {
        world.faults.push(Fault {
            change: "CreateSnapshot".to_owned(),
            errno: 28,
            times: 1,
            ..Fault::default()
        });
    })
    .expect("saved");
    assert_eq!(
        refused(
            &host,
            "Checkpoint-VM web1 one -WarningAction SilentlyContinue"
        ),
        "Host.KernelRefused"
    );
    assert_eq!(shown(&host, USAGE), "1,1");
    assert!(state(&host).checkpoints.is_empty());
    assert_eq!(
        shown(
            &host,
            "Checkpoint-VM web1 two 3> $null; (Get-VMSnapshot web1).Name"
        ),
        "two"
    );
}

#[test]
fn with_an_agent_the_disks_alone_are_kept_and_the_vf_stays() {
    let host = on_vfs();
    let plan = shown(&host, "Checkpoint-VM web2 one -WhatIf");
    assert!(!plan.contains("VF"), "{plan}");
    assert!(plan.contains("--disk-only --quiesce --atomic"), "{plan}");
    let made = shown(
        &host,
        "Checkpoint-VM web2 one -Passthru | % { \"$($_.Name) $($_.State) $($_.HasMemory)\" }",
    );
    assert_eq!(made, "one Off False");
    assert_eq!(shown(&host, USAGE), "1,1");
    let state = state(&host);
    assert!(
        state.checkpoints[0]
            .machine
            .adapters
            .iter()
            .all(|a| a.vf.is_none())
    );
    // Put back to its disks it is off, and its VF is free.
    shown(
        &host,
        "Get-VMSnapshot web2 | Restore-VMSnapshot -Confirm:$false",
    );
    assert_eq!(
        shown(
            &host,
            "(Get-VM web2).State; (Get-VMNetworkAdapter web2).IovUsage"
        ),
        "Off\n0"
    );
}

#[test]
fn without_an_agent_production_says_that_it_keeps_the_memory() {
    let host = on_vfs();
    let said = shown(&host, "Checkpoint-VM web1 one");
    assert!(said.contains("no agent in its guest"), "{said}");
    for (script, id) in [
        (
            "Set-VM web1 -CheckpointType ProductionOnly; Checkpoint-VM web1",
            "Checkpoint.NotQuiesced",
        ),
        (
            "Set-VM web1 -CheckpointType Disabled; Checkpoint-VM web1",
            "Checkpoint.Disabled",
        ),
    ] {
        assert_eq!(refused(&host, script), id);
    }
    // Its guest holds still, so it cannot let its VF go.
    let paused = "Set-VM web1 -CheckpointType Standard; Suspend-VM web1; Checkpoint-VM web1";
    assert_eq!(refused(&host, paused), "Vm.InvalidState");
    assert_eq!(state(&host).checkpoints.len(), 1);
}

#[test]
fn whoever_is_put_back_gets_a_vf_that_is_free_now() {
    let host = on_vfs();
    let vf = |host: &SimMachine| {
        let state = state(host);
        let vm = state.vm_named("web1").expect("the VM");
        vm.adapters[0].vf.as_ref().map(|vf| vf.address)
    };
    shown(&host, "Checkpoint-VM web1 one 3> $null");
    let before = vf(&host).expect("a VF");
    // Meanwhile it is off, and another one takes what it had.
    shown(
        &host,
        "Stop-VM web1 -TurnOff; Connect-VMNetworkAdapter legacy1 -SwitchName lan
         Set-VMNetworkAdapter legacy1 -IovWeight 100; Start-VM legacy1",
    );
    shown(
        &host,
        "Restore-VMSnapshot -Name one -VMName web1 -Confirm:$false",
    );
    let after = vf(&host).expect("a VF again");
    assert_ne!(before, after);
    assert_eq!(shown(&host, "(Get-VM web1).State"), "Running");
}

#[test]
fn a_vm_that_was_saved_is_put_back_too() {
    let host = on_vfs();
    let script = "Checkpoint-VM web1 one 3> $null; Save-VM web1; (Get-VM web1).State
         Restore-VMSnapshot one web1 -Confirm:$false; (Get-VM web1).State
         Stop-VM web1 -TurnOff; (Get-VM web1).State";
    assert_eq!(shown(&host, script), "Saved\nRunning\nOff");
}

#[test]
fn checkpoints_are_found_by_every_set() {
    let host = host();
    let script = "Start-VM web1, web2 3> $null
         'first', 'second', 'third' | % { Checkpoint-VM web1 -CheckpointName $_ 3> $null }
         Restore-VMSnapshot first web1 -Confirm:$false
         Checkpoint-VM web1 branch 3> $null
         (Get-VMSnapshot web1).Name -join ','
         (Get-VMSnapshot web1 -Name s*).Name -join ','
         $first = Get-VMCheckpoint web1 -Name first
         (Get-VMSnapshot -ChildOf $first).Name -join ','
         (Get-VMSnapshot -ParentOf (Get-VM web1)).Name
         (Get-VMSnapshot -ParentOf (Get-VMSnapshot web1 third)).Name
         @(Get-VMSnapshot -ParentOf $first).Count
         ($first | Get-VMSnapshot).Name
         (Get-VMSnapshot -Id $first.Id).Name
         @(Get-VM web* | Get-VMSnapshot -SnapshotType Recovery).Count
         $vm = Get-VM web1
         \"$($vm.ParentSnapshotName) $($vm.ParentCheckpointName) $($vm.ParentSnapshotId -eq (Get-VMSnapshot web1 branch).Id)\"
         (Get-VMNetworkAdapter -VMSnapshot $first).VMSnapshotName
         $first.HardDrives[0].VMSnapshotId -eq $first.Id
         \"$first\".StartsWith(\"VMSnapshot (Name = 'first')\")";
    let wanted = [
        "first,second,third,branch",
        "second",
        "second,branch",
        "branch",
        "second",
        "0",
        "first",
        "first",
        "0",
        "branch branch True",
        "first",
        "True",
        "True",
    ];
    assert_eq!(shown(&host, script), wanted.join("\n"));
}

#[test]
fn checkpoints_are_removed_with_what_builds_on_them() {
    let host = host();
    let script = "Start-VM web1 3> $null
         1..4 | % { Checkpoint-VM web1 \"c$_\" 3> $null }
         Get-VMSnapshot web1 c3 | Remove-VMSnapshot -IncludeAllChildCheckpoints -Passthru | % Name
         (Get-VMSnapshot web1).Name -join ','
         (Get-VM web1).ParentSnapshotName
         Remove-VMCheckpoint web1
         @(Get-VMSnapshot web1).Count";
    assert_eq!(shown(&host, script), "c4\nc3\nc1,c2\nc2\n0");
    // Files that build on each other cannot be removed in every order, and libvirt says so.
    let script = "1..2 | % { Checkpoint-VM web1 \"d$_\" 3> $null }
         Restore-VMSnapshot d1 web1 -Confirm:$false; Remove-VMSnapshot web1 d1";
    assert_eq!(refused(&host, script), "Host.LibvirtRefused");
    assert_eq!(
        shown(&host, "(Get-VMSnapshot web1).Name -join ','"),
        "d1,d2"
    );
}

#[test]
fn what_another_tool_made_is_shown_and_keeps_its_name() {
    let host = host();
    host.edit_world(|world: &mut World| {
        let vm = world.state.vms.iter().find(|v| v.name == "web1").unwrap();
        let (id, name) = Checkpoint::identity(vm.id, "by hand", Some("of virsh"));
        let made = Checkpoint {
            vm: vm.id,
            label: "by hand".to_owned(),
            id,
            name,
            created: 1,
            parent: None,
            current: true,
            content: CheckpointContent::Disks,
            external: false,
            memory_file: None,
            stuck: None,
            machine: Checkpoint::machine_of(vm, CheckpointContent::Disks),
        };
        world.state.checkpoints.push(made);
    })
    .expect("saved");
    assert_eq!(shown(&host, "(Get-VMSnapshot web1).Name"), "by hand");
    assert_eq!(
        refused(&host, "Rename-VMSnapshot 'by hand' web1 other"),
        "Checkpoint.NameFixed"
    );
    // Both kinds are not mixed in one machine.
    shown(&host, "Checkpoint-VM web1 more");
    assert!(state(&host).checkpoints.iter().all(|c| !c.external));
}

#[test]
fn what_cannot_be_put_back_is_said_before_the_machine_stops() {
    let host = host();
    shown(&host, "Start-VM web1; Checkpoint-VM web1 one 3> $null");
    host.edit_world(|world| world.state.checkpoints[0].stuck = Some("it is too old".to_owned()))
        .expect("saved");
    let restore = "Restore-VMSnapshot one web1 -Confirm:$false";
    assert_eq!(refused(&host, restore), "Checkpoint.CannotRestore");
    assert_eq!(shown(&host, "(Get-VM web1).State"), "Running");
    let twice = "Checkpoint-VM web1 one 3> $null; Rename-VMSnapshot one web1 other";
    assert_eq!(refused(&host, twice), "Checkpoint.Ambiguous");
}

#[test]
fn the_default_name_has_the_time_and_a_job_makes_one() {
    let host = host();
    let script = "Start-VM web1 3> $null
         (Checkpoint-VM web1 -Passthru 3> $null).Name -match '^web1 - \\(\\d+/\\d+/\\d{4} - \\d+:\\d\\d:\\d\\d [AP]M\\)$'
         Checkpoint-VM web1 two -AsJob | Wait-Job | % State
         (Get-VMSnapshot web1).Count";
    assert_eq!(shown(&host, script), "True\nCompleted\n2");
}

#[test]
fn checkpoints_go_with_their_machine() {
    let host = host();
    let script = "Checkpoint-VM web1 one; Remove-VM web1 -Force 3> $null; @(Get-VM web1 -ErrorAction Ignore).Count";
    assert_eq!(shown(&host, script), "0");
    assert!(state(&host).checkpoints.is_empty());
}

#[test]
fn of_several_machines_each_stands_by_itself() {
    let host = host();
    let script = "Set-VM web2 -CheckpointType Disabled
         Get-VM web* | Checkpoint-VM -SnapshotName one -ErrorAction SilentlyContinue
         (Get-VM | Get-VMSnapshot).VMName -join ','";
    assert_eq!(shown(&host, script), "web1");
}

#[test]
fn every_parameter_of_set_vm_is_obeyed_or_answered() {
    let host = host();
    for parameter in [
        "-ProcessorCount 4",
        "-DynamicMemory",
        "-StaticMemory",
        "-MemoryStartupBytes 1GB",
        "-AutomaticStopAction Save",
        "-AutomaticStartDelay 5",
        "-NewVMName web1",
    ] {
        assert_eq!(
            shown(&host, &format!("Set-VM web1 {parameter}")),
            "",
            "{parameter}"
        );
    }
    for parameter in [
        "-AutomaticCheckpointsEnabled $true",
        "-LowMemoryMappedIoSpace 1GB",
        "-SmartPagingFilePath /srv",
    ] {
        let said = shown(&host, &format!("Set-VM web1 {parameter}"));
        assert!(
            said.contains("no effect") || said.contains("has no"),
            "{parameter}: {said}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// A name is any characters that can be seen, and comes back as it was given, in libvirt's text too.
    #[test]
    fn any_name_that_can_be_seen_is_kept(name in "[ -~äß€日]{1,40}") {
        prop_assume!(name.trim() == name && !name.is_empty());
        let host = host();
        let quoted = name.replace('\'', "''");
        shown(&host, &format!("Checkpoint-VM web1 -SnapshotName '{quoted}'"));
        prop_assert_eq!(&state(&host).checkpoints[0].name, &name);
        let label = &state(&host).checkpoints[0].label;
        prop_assert!(label.parse::<Uuid>().is_ok());
        let found = shown(&host, "(Get-VMSnapshot web1).Name");
        prop_assert_eq!(found, name);
    }
}

/// The sessions that docs/checkpoints.md shows, each on a fresh host: what they write is what stands there.
#[test]
fn the_documentation_shows_what_is_shown() {
    let text = include_str!("../docs/checkpoints.md");
    let sessions: Vec<&str> = text
        .split("```iovsh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert!(sessions.len() >= 2);
    for session in sessions {
        let played = paper::play_on(session, "default");
        let full = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            lines.map(|line| line.trim_end().to_owned()).collect()
        };
        assert_eq!(full(&played), full(session));
    }
}
