//! Virtual machines as folders on the simulated host: what is written, what comes of it, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod paper;

use std::sync::Arc;

use iovsh::backend::Machine as _;
use iovsh::backend::model::{Scope, State};
use iovsh::backend::sim::{Fault, SimMachine, World, fixture};
use iovsh::cmdlets::Services;

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

fn edit_world(host: &SimMachine, change: impl FnOnce(&mut World)) {
    host.edit_world(change).expect("the world");
}

fn state(host: &SimMachine) -> State {
    let mut state = host
        .snapshot(&Scope {
            images: Some(Vec::new()),
            ..Scope::REMOVE
        })
        .expect("a snapshot");
    for vm in &mut state.vms {
        vm.uptime = 0;
        vm.facts.cpu_usage = None;
    }
    state
}

/// Everything that is stored.
fn stored(host: &SimMachine) -> String {
    let storage = host
        .edit_world(|world| world.storage.clone())
        .expect("storage");
    let mut folders = storage.folders.clone();
    folders.sort();
    folders.dedup();
    format!("{folders:?} {:?} {:?}", storage.images, storage.texts)
}

/// `web1` on the switch lan, with a VLAN and a wish for a VF, and a second disk.
fn made() -> SimMachine {
    let host = host();
    let text = shown(
        &host,
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
         Connect-VMNetworkAdapter web1 -SwitchName lan
         Set-VMNetworkAdapter web1 -IovWeight 70
         Set-VMNetworkAdapterVlan web1 -Access -VlanId 12
         Set-VM web1 -Notes 'a note'
         New-VHD /srv/vms/data.raw -SizeBytes 1GB | Out-Null
         Add-VMHardDiskDrive web1 -Path /srv/vms/data.raw",
    );
    assert_eq!(text, "");
    host
}

const EXPORT: &str = "Export-VM web1 /srv/vms/out/today";

/// What is to be the same of a machine that went away and came back.
fn portrait(host: &SimMachine, name: &str) -> String {
    shown(
        host,
        &format!(
            "$vm = Get-VM {name}; $vm.Notes, $vm.MemoryStartup, $vm.ProcessorCount, $vm.Generation -join ' '
             $vm.NetworkAdapters | ForEach-Object {{ $_.Name, $_.SwitchName, $_.IovWeight, $_.VlanSetting.AccessVlanId -join ' ' }}
             Get-VMHardDiskDrive {name} | ForEach-Object {{ $_.ControllerType, $_.ControllerLocation, ($_.Path -split '/')[-1] -join ' ' }}"
        ),
    )
}

/// The sessions that docs/exports.md shows, each on a fresh host: what they write is what stands there.
#[test]
fn the_documentation_shows_what_is_shown() {
    let text = include_str!("../docs/exports.md");
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

#[test]
fn what_is_exported_and_removed_comes_back_the_same() {
    let host = made();
    let (before, id) = (portrait(&host, "web1"), shown(&host, "(Get-VM web1).Id"));
    assert_eq!(shown(&host, EXPORT), "");
    shown(&host, "Remove-VM web1 -Force 3> $null");
    assert_eq!(
        shown(&host, "(Import-VM /srv/vms/out/today/web1).Name"),
        "web1"
    );
    assert_eq!(portrait(&host, "web1"), before);
    assert_eq!(shown(&host, "(Get-VM web1).Id"), id);
    let paths = shown(&host, "Get-VMHardDiskDrive web1 | ForEach-Object Path");
    assert!(
        paths
            .lines()
            .all(|path| path.starts_with("/srv/vms/out/today/web1/Virtual Hard Disks/")),
        "{paths}"
    );
    assert_eq!(
        shown(&host, "Start-VM web1; (Get-VM web1).State"),
        "Running"
    );
    assert_eq!(shown(&host, "(Get-VMNetworkAdapter web1).IovUsage"), "1");
}

#[test]
fn another_host_has_the_same_machine() {
    let first = made();
    shown(&first, EXPORT);
    let (texts, images) = first
        .edit_world(|world| (world.storage.texts.clone(), world.storage.images.clone()))
        .unwrap();
    let second = host();
    edit_world(&second, |world| {
        world.storage.texts = texts;
        let exported = images
            .into_iter()
            .filter(|(path, _)| path.contains("/out/"));
        world.storage.images.extend(exported);
        world.state.vms.retain(|vm| vm.name != "web1");
        world
            .storage
            .images
            .remove("/var/lib/libvirt/images/web1.qcow2");
    });
    shown(
        &second,
        "New-VMSwitch lan -NetAdapterName enp1s0f1 -EnableIov $true | Out-Null",
    );
    assert_eq!(
        shown(&second, "(Import-VM /srv/vms/out/today/web1 -Copy).Name"),
        "web1"
    );
    assert_eq!(portrait(&second, "web1"), portrait(&first, "web1"));
    assert_eq!(
        shown(&second, "(Get-VMHardDiskDrive web1)[0].Path"),
        "/var/lib/libvirt/images/web1.qcow2"
    );
}

#[test]
fn a_copy_stands_beside_the_first() {
    let host = made();
    shown(&host, EXPORT);
    let line =
        "Import-VM /srv/vms/out/today/web1 -Copy -GenerateNewId -VhdDestinationPath /srv/vms/new";
    assert_eq!(refused(&host, line), "Import.Incompatible");
    assert_eq!(
        shown(&host, &format!("({line} -NewName web9).Name")),
        "web9"
    );
    let differ = shown(
        &host,
        "$a = Get-VMNetworkAdapter web1; $b = Get-VMNetworkAdapter web9
         $a.MacAddress -ne $b.MacAddress; $a.Id -ne $b.Id; (Get-VM web1).Id -ne (Get-VM web9).Id; $b.SwitchName; $b.IovWeight",
    );
    assert_eq!(differ, "True\nTrue\nTrue\nlan\n70");
    let started = shown(
        &host,
        "Start-VM web1, web9; (Get-VM web1, web9).State -join ' '",
    );
    assert_eq!(started, "Running Running");
}

#[test]
fn what_is_against_it_is_said_and_can_be_mended() {
    let host = made();
    shown(&host, EXPORT);
    shown(
        &host,
        "Remove-VM web1 -Force 3> $null; Rename-VMSwitch lan -NewName wan",
    );
    let line = "/srv/vms/out/today/web1";
    assert_eq!(
        refused(&host, &format!("Import-VM {line}")),
        "Import.Incompatible"
    );
    let report = shown(
        &host,
        &format!(
            "$report = Compare-VM -Path {line}
             $report.Incompatibilities | ForEach-Object {{ \"$($_.MessageId) $($_.Message)\" }}
             $report.OperationType, $report.VM.Name, $report.Incompatibilities[0].Source.Name -join ' '
             $report.Incompatibilities[0].Source | Connect-VMNetworkAdapter -SwitchName wan
             (Compare-VM -CompatibilityReport $report).Incompatibilities.Count
             (Import-VM -CompatibilityReport $report).Name
             (Get-VMNetworkAdapter web1).SwitchName"
        ),
    );
    assert_eq!(
        report,
        "33012 Could not find Ethernet switch 'lan'.\nImportVirtualMachine web1 Network Adapter\n0\nweb1\nwan"
    );
    // The same once more: name and id are taken, and so are the disks.
    let again = shown(
        &host,
        &format!("(Compare-VM -Path {line}).Incompatibilities | ForEach-Object MessageId"),
    );
    assert!(
        again.contains("90004") && again.contains("90008"),
        "{again}"
    );
}

#[test]
fn a_running_machine_stands_still_and_goes_on() {
    let host = made();
    shown(&host, "Start-VM web1");
    for (state, id) in [
        ("CaptureSavedState", "Export.LiveState"),
        ("CaptureDataConsistentState", "Export.LiveState"),
    ] {
        assert_eq!(
            refused(&host, &format!("{EXPORT} -CaptureLiveState {state}")),
            id
        );
    }
    let text = shown(&host, &format!("{EXPORT} -Verbose 3>&1 4>&1"));
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
    assert!(at("virsh suspend") < at("qemu-img convert -q -U"));
    assert!(at("qemu-img convert -q -U") < at("virsh resume"));
    assert!(text.contains("stands still"), "{text}");
    assert_eq!(shown(&host, "(Get-VM web1).State"), "Running");
    assert_eq!(shown(&host, "(Get-VMNetworkAdapter web1).IovUsage"), "1");
}

#[test]
fn a_step_that_fails_leaves_nothing_behind() {
    for runs in [false, true] {
        for change in [
            "MakeFolder",
            "PauseDomain",
            "CopyImage",
            "ResumeDomain",
            "WriteText",
        ] {
            let host = made();
            if runs {
                shown(&host, "Start-VM web1");
            } else if change.ends_with("Domain") {
                continue;
            }
            let before = (format!("{:?}", state(&host)), stored(&host));
            edit_world(&host, |world| {
                world.faults.push(Fault {
                    change: change.to_owned(),
                    times: 1,
                    errno: 5,
                    ..Fault::default()
                });
            });
            let text = shown(&host, EXPORT);
            assert!(text.contains("errno 5"), "{change}: {text}");
            assert_eq!(
                (format!("{:?}", state(&host)), stored(&host)),
                before,
                "{change}, running: {runs}"
            );
        }
    }
}

#[test]
fn what_cannot_be_exported_is_told_before() {
    let host = made();
    shown(
        &host,
        "New-VHD '/tmp/large.raw' -SizeBytes 1GB -Fixed | Out-Null",
    );
    assert_eq!(
        refused(&host, "Export-VM web1 /srv/vms/data.raw"),
        "Export.NotAFolder"
    );
    shown(&host, EXPORT);
    assert_eq!(refused(&host, EXPORT), "Export.Exists");
    edit_world(&host, |world| {
        world.storage.filesystems.get_mut("/").unwrap().used = 100 << 30;
    });
    assert_eq!(refused(&host, "Export-VM web1 /tmp/out"), "Vhd.NoSpace");
    assert_eq!(refused(&host, "Export-VM none /tmp/out"), "Vm.NotFound");
    shown(&host, "Start-VM web1; Save-VM web1");
    assert_eq!(
        refused(&host, "Export-VM web1 /srv/vms/other"),
        "Vm.InvalidState"
    );
    assert_eq!(refused(&host, "Import-VM /srv/vms/none"), "Export.NotFound");
    let hyper_v = shown(
        &host,
        "try { Import-VM '/srv/Virtual Machines/1.vmcx' -ErrorAction Stop } catch { $_.Exception.Message }",
    );
    assert!(hyper_v.contains("of Hyper-V"), "{hyper_v}");
}

/// What somebody wrote into an export: nothing of the host is touched by it, and a reason is given.
#[test]
fn an_export_of_somebody_else_is_read_with_care() {
    let manifest = "/srv/vms/out/today/web1/export.json";
    type Meddled = fn(&mut serde_json::Value);
    let cases: [(&str, &str, Meddled); 7] = [
        ("a path as a file", "Export.Unreadable", |value| {
            value["disks"][0]["file"] = "../../../../etc/shadow".into();
        }),
        ("a path from the root on", "Export.Unreadable", |value| {
            value["disks"][0]["file"] = "/etc/shadow".into();
        }),
        (
            "a name that acts on a terminal",
            "Vm.NameInvalid",
            |value| {
                value["vm"]["name"] = "a\u{1b}[2Jb".into();
            },
        ),
        ("a name that is a path", "Vm.NameInvalid", |value| {
            value["vm"]["name"] = "../web1".into();
        }),
        ("another layout", "Export.Unreadable", |value| {
            value["version"] = 2.into();
        }),
        ("another format", "Import.Incompatible", |value| {
            value["disks"][0]["format"] = "Vhd".into();
        }),
        ("a file that is not there", "Import.Incompatible", |value| {
            value["disks"][0]["file"] = "none.qcow2".into();
        }),
    ];
    for (what, id, edited) in cases {
        let host = made();
        shown(&host, EXPORT);
        shown(&host, "Remove-VM web1 -Force 3> $null");
        edit_world(&host, |world| {
            let text = world.storage.texts.get_mut(manifest).unwrap();
            let mut value = serde_json::from_str(text).unwrap();
            edited(&mut value);
            *text = value.to_string();
        });
        let before = (format!("{:?}", state(&host)), stored(&host));
        assert_eq!(
            refused(&host, "Import-VM /srv/vms/out/today/web1"),
            id,
            "{what}"
        );
        assert_eq!(
            (format!("{:?}", state(&host)), stored(&host)),
            before,
            "{what}"
        );
    }
}

#[test]
fn an_image_that_builds_on_another_one_is_not_taken_over() {
    let host = made();
    shown(&host, EXPORT);
    shown(&host, "Remove-VM web1 -Force 3> $null");
    edit_world(&host, |world| {
        let path = "/srv/vms/out/today/web1/Virtual Hard Disks/web1.qcow2";
        world.storage.images.get_mut(path).unwrap().backing =
            Some(iovsh::backend::model::Backing {
                path: "/var/lib/libvirt/images/web2.qcow2".to_owned(),
                format: None,
            });
    });
    let text = shown(&host, "Import-VM /srv/vms/out/today/web1");
    assert!(text.contains("builds on"), "{text}");
    assert_eq!(refused(&host, "Get-VM web1"), "Vm.NotFound");
}

/// A disk that builds on others is whole in an export.
#[test]
fn a_differencing_disk_is_exported_whole() {
    let host = made();
    shown(
        &host,
        "New-VHD /srv/vms/diff.qcow2 -ParentPath /var/lib/libvirt/images/web2.qcow2 -Differencing | Out-Null
         New-VM diff -VHDPath /srv/vms/diff.qcow2 -MemoryStartupBytes 512MB | Out-Null
         Export-VM diff /srv/vms/out",
    );
    let parent = shown(
        &host,
        "(Get-VHD '/srv/vms/out/diff/Virtual Hard Disks/diff.qcow2').ParentPath",
    );
    assert_eq!(parent, "");
}

#[test]
fn a_job_exports_and_hands_on_the_machine() {
    let host = made();
    let name = shown(
        &host,
        &format!("({EXPORT} -Passthru -AsJob | Receive-Job -Wait).Name"),
    );
    assert_eq!(name, "web1");
    assert_eq!(
        shown(
            &host,
            "Export-VM web1 /srv/vms/second -WhatIf 6> $null; Import-VM /srv/vms/second/web1 2>&1 | ForEach-Object { $_.Exception.Data['IovshErrorId'] ?? $_.FullyQualifiedErrorId.Split(',')[0] }"
        ),
        shown(
            &host,
            "Export-VM web1 /srv/vms/second -WhatIf; 'Export.NotFound'"
        )
    );
}
