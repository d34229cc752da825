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
            "CopyFile",
            "ResumeDomain",
            "WriteText",
        ] {
            let host = secured();
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
    let cases: [(&str, &str, Meddled); 9] = [
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
            value["version"] = 3.into();
        }),
        ("a file that is a path", "Export.Unreadable", |value| {
            value["files"] = serde_json::json!([{"what": "Tpm", "file": "../../x", "size": 1}]);
        }),
        ("a file of no length", "Import.Incompatible", |value| {
            value["vm"]["hardware"]["tpm"] = "2.0".into();
            value["files"] =
                serde_json::json!([{"what": "Tpm", "file": "../export.json", "size": 0}]);
            value["files"][0]["file"] =
                format!("{}.xml", value["vm"]["id"].as_str().unwrap()).into();
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

/// The texts of a command's warnings and errors, and what it writes.
fn told(host: &SimMachine, script: &str) -> String {
    shown(
        host,
        &format!("& {{ {script} }} 2>&1 3>&1 | Out-String -Width 1000"),
    )
}

fn files_of(host: &SimMachine, part: &str) -> Vec<String> {
    let all = host.edit_world(|world| world.storage.images.keys().cloned().collect::<Vec<_>>());
    let all = all.unwrap().into_iter();
    all.filter(|path| path.contains(part)).collect()
}

/// `web1` with UEFI and a TPM, which was started once.
fn secured() -> SimMachine {
    let host = made();
    let text = shown(
        &host,
        "Set-VMFirmware web1 -EnableSecureBoot On; Enable-VMTPM web1; Start-VM web1; Stop-VM web1 -TurnOff",
    );
    assert_eq!(text, "");
    host
}

#[test]
fn variables_of_the_firmware_and_what_a_tpm_holds_come_back() {
    let host = secured();
    let id = shown(&host, "\"$((Get-VM web1).Id)\"");
    assert_eq!(told(&host, EXPORT), "");
    let folder = "/srv/vms/out/today/web1/Virtual Machines";
    let in_it = files_of(&host, folder);
    let wanted = [
        format!("{folder}/{id}.tpm"),
        format!("{folder}/{id}_VARS.fd"),
    ];
    assert_eq!(in_it, wanted);
    shown(&host, "Remove-VM web1 -Force 3> $null");
    assert_eq!(
        files_of(&host, "/var/lib/libvirt/"),
        files_of(&host, "/var/lib/libvirt/images/"),
        "of a machine that was removed there are disks alone"
    );
    // What another tool left of a machine of this name is not the export's, and is not written over.
    edit_world(&host, |world| {
        let file = world.storage.images.values().next().unwrap().clone();
        let left = "/var/lib/libvirt/qemu/nvram/web1_VARS.fd".to_owned();
        world.storage.images.insert(left, file);
    });
    assert_eq!(
        shown(&host, "(Import-VM /srv/vms/out/today/web1).Name"),
        "web1"
    );
    let tpm = format!("/var/lib/libvirt/swtpm/{id}/tpm2/tpm2-00.permall");
    assert_eq!(files_of(&host, "/swtpm/"), [tpm]);
    let variables = files_of(&host, "/nvram/");
    assert_eq!(
        variables,
        ["web1-2_VARS.fd", "web1_VARS.fd"]
            .map(|name| format!("/var/lib/libvirt/qemu/nvram/{name}"))
    );
    let started = shown(
        &host,
        "Start-VM web1; Get-VM web1 | ForEach-Object State; (Get-VMSecurity web1).TpmEnabled; (Get-VMFirmware web1).SecureBoot",
    );
    assert_eq!(started, "Running\nTrue\nOn");
    assert_eq!(
        files_of(&host, "/nvram/"),
        variables,
        "it has its own, and needs no others"
    );
    // And out again, from where they are now.
    shown(
        &host,
        "Stop-VM web1 -TurnOff; Export-VM web1 /srv/vms/later",
    );
    assert_eq!(
        files_of(&host, "/srv/vms/later/web1/Virtual Machines").len(),
        2
    );
}

/// The guest would see what is in any file of the host that QEMU may read.
#[test]
fn variables_that_are_an_image_on_top_of_another_file_are_not_taken_over() {
    let host = secured();
    shown(&host, EXPORT);
    shown(&host, "Remove-VM web1 -Force 3> $null");
    let [variables] = &files_of(&host, "out/today/web1/Virtual Machines/")
        .into_iter()
        .filter(|path| path.ends_with("_VARS.fd"))
        .collect::<Vec<_>>()[..]
    else {
        panic!("the export has variables of a firmware");
    };
    edit_world(&host, |world| {
        world.storage.images.get_mut(variables).unwrap().backing =
            Some(iovsh::backend::model::Backing {
                path: "/var/lib/libvirt/images/web2.qcow2".to_owned(),
                format: None,
            });
    });
    let text = shown(&host, "Import-VM /srv/vms/out/today/web1");
    assert!(text.contains("_VARS.fd' builds on"), "{text}");
    assert_eq!(refused(&host, "Get-VM web1"), "Vm.NotFound");
}

#[test]
fn a_copy_with_an_id_of_its_own_has_a_tpm_of_its_own() {
    let host = secured();
    shown(&host, EXPORT);
    shown(
        &host,
        "Import-VM /srv/vms/out/today/web1 -Copy -GenerateNewId -NewName web9 -VhdDestinationPath /srv/vms/new | Out-Null",
    );
    let ids = shown(&host, "\"$((Get-VM web1).Id)\"; \"$((Get-VM web9).Id)\"");
    let tpms = files_of(&host, "/swtpm/");
    assert_eq!(tpms.len(), 2);
    for id in ids.lines() {
        assert!(tpms.iter().any(|path| path.contains(id)), "{id}: {tpms:?}");
    }
    assert_eq!(files_of(&host, "/nvram/web9_VARS.fd").len(), 1);
}

/// One that was never started has neither yet: there is nothing to say.
#[test]
fn what_was_never_made_is_not_missed() {
    let host = made();
    shown(
        &host,
        "Set-VMFirmware web1 -EnableSecureBoot On; Enable-VMTPM web1",
    );
    assert_eq!(told(&host, EXPORT), "");
    let manifest =
        host.edit_world(|world| world.storage.texts["/srv/vms/out/today/web1/export.json"].clone());
    assert!(manifest.unwrap().contains("\"version\": 1"));
}

/// `web1` saved, exported and removed, and the name of its saved memory in the export.
fn saved_away() -> (SimMachine, String) {
    let host = made();
    let id = shown(&host, "\"$((Get-VM web1).Id)\"");
    let text = told(&host, &format!("Start-VM web1; Save-VM web1; {EXPORT}"));
    assert_eq!(text, "");
    shown(&host, "Remove-VM web1 -Force 3> $null");
    (
        host,
        format!("/srv/vms/out/today/web1/Virtual Machines/{id}.save"),
    )
}

#[test]
fn a_saved_machine_comes_back_saved_and_goes_on() {
    for how in ["", "-Copy -VhdDestinationPath /srv/vms/new"] {
        let (host, memory) = saved_away();
        assert_eq!(
            files_of(&host, ".save"),
            [memory],
            "libvirt's own went with the machine"
        );
        let line = format!(
            "$vm = Import-VM /srv/vms/out/today/web1 {how}; $vm.State; $vm | Start-VM; $vm = Get-VM $vm.Name; $vm.State"
        );
        assert_eq!(shown(&host, &line), "Saved\nRunning", "{how}");
        assert_eq!(
            shown(&host, "(Get-VMNetworkAdapter web1).IovUsage"),
            "1",
            "{how}"
        );
        assert_eq!(
            files_of(&host, "/qemu/save/"),
            Vec::<String>::new(),
            "it is used up"
        );
    }
}

/// For the guest it would be another machine: what was saved is of no use for it.
#[test]
fn saved_memory_stays_behind_where_the_machine_is_another_one() {
    for how in [
        "-Copy -GenerateNewId -VhdDestinationPath /srv/vms/new",
        "-NewName web9",
    ] {
        let (host, _) = saved_away();
        let line = format!("(Import-VM /srv/vms/out/today/web1 {how}).State");
        let text = told(&host, &line);
        assert!(
            text.contains("saved memory stays in the export") && text.contains("Off"),
            "{text}"
        );
        assert_eq!(files_of(&host, "/qemu/save/"), Vec::<String>::new());
    }
}

#[test]
fn a_file_of_an_export_that_is_damaged_is_refused_and_one_that_is_gone_is_said() {
    let (host, memory) = saved_away();
    let compared = "(Compare-VM -Path /srv/vms/out/today/web1).Incompatibilities | ForEach-Object { \"$($_.MessageId) $($_.Message)\" }";
    assert_eq!(shown(&host, compared), "");
    edit_world(&host, |world| {
        world.storage.images.get_mut(&memory).unwrap().length -= 1
    });
    let text = shown(&host, compared);
    assert!(
        text.starts_with("90008") && text.contains("damaged"),
        "{text}"
    );
    let before = (format!("{:?}", state(&host)), stored(&host));
    assert_eq!(
        refused(&host, "Import-VM /srv/vms/out/today/web1"),
        "Import.Incompatible"
    );
    assert_eq!((format!("{:?}", state(&host)), stored(&host)), before);
    edit_world(&host, |world| {
        world.storage.images.remove(&memory);
    });
    let text = shown(&host, compared);
    assert!(
        text.starts_with("90903") && text.contains(&memory),
        "{text}"
    );
    assert_eq!(
        shown(&host, "(Import-VM /srv/vms/out/today/web1 3> $null).State"),
        "Off"
    );
}

#[test]
fn what_is_in_the_place_of_saved_memory_is_not_written_over() {
    let (host, _) = saved_away();
    edit_world(&host, |world| {
        let image = world.storage.images.values().next().unwrap().clone();
        world
            .storage
            .images
            .insert("/var/lib/libvirt/qemu/save/web1.save".to_owned(), image);
    });
    assert_eq!(
        refused(&host, "Import-VM /srv/vms/out/today/web1"),
        "Import.Incompatible"
    );
    assert_eq!(
        shown(
            &host,
            "(Import-VM /srv/vms/out/today/web1 -NewName web8 3> $null).State"
        ),
        "Off"
    );
}

#[test]
fn saved_memory_needs_room_at_both_ends() {
    let host = made();
    shown(&host, "Start-VM web1; Save-VM web1");
    let memory = 1 << 20;
    edit_world(&host, |world| {
        let own = world.storage.filesystems.get_mut("/srv").unwrap();
        own.used = own.size - (4 << 30) - memory;
    });
    assert_eq!(refused(&host, EXPORT), "Vhd.NoSpace");
    let (host, _) = saved_away();
    edit_world(&host, |world| {
        let root = world.storage.filesystems.get_mut("/").unwrap();
        root.used = root.size - memory;
    });
    let before = (format!("{:?}", state(&host)), stored(&host));
    assert_eq!(
        refused(&host, "Import-VM /srv/vms/out/today/web1"),
        "Vhd.NoSpace"
    );
    assert_eq!((format!("{:?}", state(&host)), stored(&host)), before);
}

#[test]
fn an_import_with_files_that_fails_leaves_nothing_behind() {
    for change in [
        "MakeFolder",
        "CopyFile",
        "CopyImage",
        "DefineDomain",
        "AdoptSavedState",
    ] {
        let host = secured();
        shown(
            &host,
            &format!("Start-VM web1; Save-VM web1; {EXPORT}; Remove-VM web1 -Force 3> $null"),
        );
        let before = (format!("{:?}", state(&host)), stored(&host));
        edit_world(&host, |world| {
            world.faults.push(Fault {
                change: change.to_owned(),
                times: 1,
                errno: 5,
                ..Fault::default()
            });
        });
        let text = shown(
            &host,
            "Import-VM /srv/vms/out/today/web1 -Copy -VhdDestinationPath /srv/vms/new",
        );
        assert!(text.contains("errno 5"), "{change}: {text}");
        assert_eq!(
            (format!("{:?}", state(&host)), stored(&host)),
            before,
            "{change}"
        );
    }
}

#[test]
fn an_export_of_a_checkpoint_of_disks_has_the_rest_as_it_is_now() {
    for runs in [false, true] {
        let host = secured();
        shown(&host, "Checkpoint-VM web1 -SnapshotName first");
        if runs {
            shown(&host, "Start-VM web1");
        }
        let text = told(
            &host,
            "Export-VMSnapshot first -VMName web1 -Path /srv/vms/out",
        );
        assert!(
            text.contains("TPM holds as now") && text.contains("variables of its firmware"),
            "{text}"
        );
        let before = shown(&host, "(Get-VM web1).State");
        assert_eq!(before, if runs { "Running" } else { "Off" });
        let files = files_of(&host, "/srv/vms/out/web1/Virtual Machines");
        assert_eq!(files.len(), 2, "{files:?}");
        shown(
            &host,
            "Stop-VM web1 -TurnOff -WarningAction SilentlyContinue; Remove-VM web1 -Force 3> $null",
        );
        let line = "$vm = Import-VM /srv/vms/out/web1; $vm.State; $vm | Start-VM; (Get-VMSecurity web1).TpmEnabled";
        assert_eq!(shown(&host, line), "Off\nTrue");
        assert_eq!(files_of(&host, "/swtpm/").len(), 1);
    }
}

/// A machine with a checkpoint that holds its memory.
fn with_memory() -> SimMachine {
    let host = secured();
    let text = told(
        &host,
        "Set-VM web1 -CheckpointType Standard; Start-VM web1; Checkpoint-VM web1 -SnapshotName awake",
    );
    assert_eq!(text, "");
    host
}

#[test]
fn an_export_of_a_checkpoint_with_memory_goes_on_where_it_was() {
    let host = with_memory();
    let export = "Export-VMSnapshot awake -VMName web1 -Path /srv/vms/out";
    assert_eq!(told(&host, export), "");
    assert_eq!(shown(&host, "(Get-VM web1).State"), "Running");
    let files = files_of(&host, "/srv/vms/out/web1/Virtual Machines");
    for end in ["_VARS.fd", ".save", ".tpm"] {
        assert!(
            files.iter().any(|file| file.ends_with(end)),
            "{end}: {files:?}"
        );
    }
    shown(
        &host,
        "Stop-VM web1 -TurnOff; Remove-VM web1 -Force 3> $null",
    );
    let line = "$vm = Import-VM /srv/vms/out/web1; $vm.State; $vm | Start-VM; (Get-VM web1).State; (Get-VMNetworkAdapter web1).IovUsage";
    assert_eq!(shown(&host, line), "Saved\nRunning\n1");
}

#[test]
fn memory_of_a_checkpoint_that_is_gone_is_said() {
    let host = with_memory();
    edit_world(&host, |world| {
        world
            .storage
            .images
            .retain(|path, _| !path.ends_with(".memory"));
    });
    let export = "Export-VMSnapshot awake -VMName web1 -Path /srv/vms/out";
    let text = told(&host, export);
    assert!(
        text.contains("has not its saved memory") && text.contains("as now"),
        "{text}"
    );
    assert_eq!(files_of(&host, ".save"), Vec::<String>::new());
}

/// Nothing of it is met by a later machine of the same name.
#[test]
fn a_machine_that_is_removed_leaves_its_disks_alone() {
    let host = with_memory();
    assert_eq!(files_of(&host, ".memory").len(), 1);
    let disks = files_of(&host, "/var/lib/libvirt/images/");
    shown(
        &host,
        "Stop-VM web1 -TurnOff; Remove-VM web1 -Force 3> $null",
    );
    assert_eq!(files_of(&host, "/var/lib/libvirt/"), disks);
    assert_eq!(files_of(&host, ".memory"), Vec::<String>::new());
}

/// Another machine may have been given the same file by another tool.
#[test]
fn variables_that_two_machines_share_stay() {
    let host = secured();
    let shared = "/var/lib/libvirt/qemu/nvram/web1_VARS.fd";
    edit_world(&host, |world| {
        let mut others = world.state.vms.iter_mut().filter(|vm| vm.name == "web2");
        let other = others.next().unwrap();
        other.hardware.firmware.uefi = true;
        other.facts.variables = Some(shared.to_owned());
    });
    shown(&host, "Remove-VM web1 -Force 3> $null");
    assert_eq!(files_of(&host, shared).len(), 1);
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

/// A machine is exported with its disks or without any, and in a rehearsal.
#[test]
fn a_machine_without_a_disk_is_exported_too() {
    let host = host();
    for (name, drive) in [("bare", "$null"), ("disc", "Add-VMDvdDrive disc")] {
        assert_eq!(
            shown(
                &host,
                &format!(
                    "New-VM {name} -MemoryStartupBytes 1GB -NoVHD | Out-Null; {drive}; Export-VM {name} /srv/vms/out -WarningAction SilentlyContinue; Remove-VM {name} -Force; (Import-VM /srv/vms/out/{name} -WarningAction SilentlyContinue).Name"
                )
            ),
            name
        );
    }
    let rehearsed = shown(
        &host,
        "Export-VM bare /srv/vms/other -WhatIf 6>&1 | Out-String -Width 500",
    );
    assert!(
        rehearsed.contains("/srv/vms/other/bare") && !rehearsed.contains(" × "),
        "{rehearsed}"
    );
}

/// Whoever names a folder without an export is told what makes one.
#[test]
fn where_there_is_no_export_it_is_said_what_makes_one() {
    let text = shown(&host(), "Import-VM /srv/vms/none");
    assert!(text.contains("Export-VM NAME"), "{text}");
    assert!(!text.contains("Get-VMHardDiskDrive"), "{text}");
}
