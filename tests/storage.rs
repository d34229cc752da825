//! Disks and images on the simulated host, and what docs/storage.md shows of them.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

mod paper;

use std::sync::Arc;

use iovsh::backend::Machine as _;
use iovsh::backend::model::Scope;
use iovsh::backend::sim::{Fault, SimMachine, World, fixture};
use iovsh::cmdlets::Services;

fn host(change: impl FnOnce(&mut World)) -> SimMachine {
    let mut world = fixture("default").unwrap();
    change(&mut world);
    SimMachine::in_memory(world)
}

/// What a line shows on a host.
fn shown(host: &SimMachine, line: &str) -> String {
    let played = paper::play(&format!("PS> {line}"), Services::of(Arc::new(host.clone())));
    let lines = played.lines().skip(1);
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The sessions that docs/storage.md shows, each on a fresh host: what they write is what stands there.
#[test]
fn the_documentation_shows_what_is_shown() {
    let text = include_str!("../docs/storage.md");
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

/// Everything that a command about disks may change.
fn picture(host: &SimMachine) -> String {
    let scope = Scope {
        images: Some(Vec::new()),
        ..Scope::PLAN
    };
    let mut state = host.observe(&scope).unwrap();
    for vm in &mut state.vms {
        vm.uptime = 0;
        vm.facts.cpu_usage = None;
    }
    let images = host
        .edit_world(|world| world.storage.images.clone())
        .unwrap();
    format!("{state:?}{images:?}")
}

/// Each step of a change fails in its turn: what was done before is undone, images included.
#[test]
fn a_step_that_fails_leaves_nothing_behind() {
    for (line, changes) in [
        (
            "New-VM db1 -NewVHDPath db1.qcow2 -NewVHDSizeBytes 1GB -BootDevice CD | Out-Null",
            &[
                "CreateImage",
                "DefineDomain",
                "AttachScsiController",
                "AttachDrive",
            ][..],
        ),
        (
            "Move-VMStorage web1 /srv/vms",
            &["CreateImage", "MoveDrive"][..],
        ),
        (
            "Add-VMHardDiskDrive web1 -Path /var/lib/libvirt/images/debian-13.iso",
            &["AttachScsiController", "AttachDrive"][..],
        ),
    ] {
        for change in changes {
            let host = host(|_| {});
            shown(&host, "Start-VM web1");
            let before = picture(&host);
            host.edit_world(|world| {
                world.faults.push(Fault {
                    change: (*change).to_owned(),
                    times: 1,
                    errno: 5,
                    ..Fault::default()
                });
            })
            .unwrap();
            let text = shown(&host, line);
            assert!(text.contains("errno 5"), "{line} with {change}: {text}");
            assert_eq!(picture(&host), before, "{line} with {change}");
        }
    }
}

#[test]
fn storage_moves_while_the_vf_stays() {
    let host = host(|_| {});
    shown(
        &host,
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null",
    );
    shown(&host, "Connect-VMNetworkAdapter web1 -SwitchName lan");
    shown(&host, "Set-VMNetworkAdapter web1 -IovWeight 100");
    shown(&host, "Start-VM web1");
    let vf = "(Get-VMNetworkAdapter web1).IovUsage";
    assert_eq!(shown(&host, vf), "1");
    assert_eq!(
        shown(
            &host,
            "Move-VMStorage web1 /srv/vms -Verbose 4>&1 | Select-String Detach"
        ),
        ""
    );
    assert_eq!(shown(&host, vf), "1");
    let has = |path: &str| {
        host.edit_world(|world| world.storage.images.contains_key(path))
            .unwrap()
    };
    assert!(has("/srv/vms/web1.qcow2") && !has("/var/lib/libvirt/images/web1.qcow2"));
}

#[test]
fn a_file_system_fills() {
    let host = host(|world| {
        let root = world.storage.filesystems.get_mut("/srv").unwrap();
        root.size = 3 << 30;
    });
    let text = shown(&host, "Move-VMStorage web1 /srv/vms");
    assert!(
        text.contains("Vhd.NoSpace") && text.contains("/srv/vms/web1.qcow2"),
        "{text}"
    );
    let text = shown(
        &host,
        "New-VHD /srv/vms/a.img -SizeBytes 3GB -Fixed | ForEach-Object VhdType",
    );
    assert_eq!(text, "Fixed");
    let text = shown(&host, "New-VHD /srv/vms/b.qcow2 -SizeBytes 1GB");
    assert!(text.contains("Vhd.NoSpace"), "{text}");
}

/// Disks move to a folder that is not there yet, as Hyper-V makes it; what is in its place is no folder.
#[test]
fn the_folder_that_disks_move_to_is_made() {
    for start in ["", "Start-VM web1; "] {
        let host = host(|_| {});
        let paths = shown(
            &host,
            &format!(
                "{start}Move-VMStorage web1 /srv/vms/new/deep; (Get-VMHardDiskDrive web1).Path; Test-Path /srv/vms/new/deep"
            ),
        );
        assert_eq!(paths, "/srv/vms/new/deep/web1.qcow2\nTrue", "{start}");
        let text = shown(&host, "Move-VMStorage web1 /srv/vms/new/deep/web1.qcow2/no");
        assert!(text.contains("Export.NotAFolder"), "{text}");
        let rehearsed = shown(
            &host,
            "Move-VMStorage web1 /srv/vms/other -WhatIf 6>&1 | Out-String -Width 500",
        );
        assert!(rehearsed.contains("/srv/vms/other"), "{rehearsed}");
        assert_eq!(shown(&host, "Test-Path /srv/vms/other"), "False");
    }
}

/// Two machines never write to one image, and none starts whose image has gone.
#[test]
fn an_image_has_one_writer() {
    let host = host(|_| {});
    let disk = "/var/lib/libvirt/images/web1.qcow2";
    let text = shown(&host, &format!("Add-VMHardDiskDrive web2 -Path {disk}"));
    assert!(text.contains("only one of them can run"), "{text}");
    shown(&host, "Start-VM web1");
    let text = shown(&host, "Start-VM web2");
    assert!(
        text.contains("is in use: 'web1', which is Running"),
        "{text}"
    );
    let text = shown(&host, &format!("Optimize-VHD {disk}"));
    assert!(text.contains("Vhd.InUse"), "{text}");
    host.edit_world(|world| {
        world
            .storage
            .images
            .remove("/var/lib/libvirt/images/legacy1.qcow2")
    })
    .unwrap();
    let text = shown(&host, "Start-VM legacy1");
    assert!(text.contains("No such file"), "{text}");
}

/// What is shown, without the ends of its lines.
fn in_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// What builds on an image and what writes to it do not run side by side; two that build on one do.
#[test]
fn nobody_writes_below_somebody_who_reads() {
    let host = host(|_| {});
    let run = |line: &str| shown(&host, line);
    let running = |name: &str| run(&format!("(Get-VM {name}).State.ToString()"));
    for name in ["a1", "a2"] {
        run(&format!(
            "New-VM {name} -VHDPath /var/lib/libvirt/images/web2.qcow2 -Differencing | Out-Null"
        ));
    }
    run("Start-VM a1");
    run("Start-VM a2");
    assert_eq!([running("a1"), running("a2")], ["Running", "Running"]);
    assert!(run("Start-VM web2").contains("lock"));
    assert_eq!(running("web2"), "Off");
    run("Stop-VM a1, a2 -TurnOff -Force");
    run("Start-VM web2");
    assert_eq!(running("web2"), "Running");
    assert!(run("Start-VM a1").contains("lock"));
    assert_eq!(running("a1"), "Off");
}

/// Who only reads an image minds a writer too, unless it is told to share: it would read what is half written.
#[test]
fn nobody_reads_what_another_writes_unless_it_shares() {
    let with = |shared: bool, optical: bool| {
        host(|world| {
            let drives_of = |world: &mut World, name: &str| {
                let vm = world.state.vms.iter_mut().find(|vm| vm.name == name);
                vm.map(|vm| std::mem::take(&mut vm.facts.drives)).unwrap()
            };
            let of_web1 = drives_of(world, "web1");
            let mut disk = of_web1
                .iter()
                .find(|drive| drive.is_disk())
                .unwrap()
                .clone();
            (disk.read_only, disk.shared, disk.optical) = (true, shared, optical);
            for vm in &mut world.state.vms {
                match vm.name.as_str() {
                    "web1" => vm.facts.drives.clone_from(&of_web1),
                    "web2" => vm.facts.drives = vec![disk.clone()],
                    _ => {}
                }
            }
        })
    };
    for optical in [false, true] {
        let host = with(false, optical);
        shown(&host, "Start-VM web1");
        let text = shown(&host, "Start-VM web2");
        assert!(
            in_one_line(&text).contains("Failed to get shared \"write\" lock"),
            "{text}"
        );
        // The one that reads is the first: then the one that writes minds.
        shown(&host, "Stop-VM web1 -TurnOff -Force; Start-VM web2");
        let text = shown(&host, "Start-VM web1");
        let text = in_one_line(&text);
        assert!(text.contains("Failed to get \"write\" lock"), "{text}");
    }
    let host = with(true, false);
    shown(&host, "Start-VM web1; Start-VM web2");
    let text = shown(&host, "(Get-VM web2).State.ToString()");
    assert_eq!(text, "Running");
}

#[test]
fn a_chain_is_merged_and_its_base_is_guarded() {
    let host = host(|_| {});
    for line in [
        "New-VHD /srv/vms/a.qcow2 -SizeBytes 1GB | Out-Null",
        "New-VHD -ParentPath /srv/vms/a.qcow2 -Path /srv/vms/b.qcow2 | Out-Null",
        "New-VHD -ParentPath /srv/vms/b.qcow2 -Path /srv/vms/c.qcow2 | Out-Null",
        "Add-VMHardDiskDrive web1 -Path /srv/vms/c.qcow2",
    ] {
        assert_eq!(shown(&host, line), "", "{line}");
    }
    let text = shown(&host, "Merge-VHD /srv/vms/b.qcow2 -Force");
    assert!(
        text.contains("Vhd.InUse") && text.contains("web1"),
        "{text}"
    );
    let text = shown(
        &host,
        "Resize-VHD /srv/vms/a.qcow2 2GB; Start-VM web1; Resize-VHD /srv/vms/a.qcow2 3GB",
    );
    assert!(text.contains("Vhd.InUse"), "{text}");
    shown(&host, "Stop-VM web1 -TurnOff -Force");
    shown(
        &host,
        "Get-VMHardDiskDrive web1 -ControllerLocation 1 | Remove-VMHardDiskDrive",
    );
    assert_eq!(
        shown(&host, "Merge-VHD /srv/vms/c.qcow2 /srv/vms/a.qcow2 -Force"),
        ""
    );
    let left = host.edit_world(|world| {
        let images = world.storage.images.keys();
        images
            .filter(|path| path.starts_with("/srv/vms"))
            .cloned()
            .collect::<Vec<_>>()
    });
    assert_eq!(left.unwrap(), ["/srv/vms/a.qcow2"]);
}

fn has(host: &SimMachine, path: &str) -> bool {
    host.edit_world(|world| world.storage.images.contains_key(path))
        .unwrap()
}

const DISK: &str = "/var/lib/libvirt/images/web1.qcow2";

/// A second disk that is given the place of the first would be lost: its copy is left out as already made, and its source removed.
#[test]
fn two_disks_do_not_get_one_place() {
    let host = host(|_| {});
    shown(
        &host,
        "New-VHD /srv/vms/data.qcow2 -SizeBytes 40GB | Out-Null",
    );
    shown(&host, "Add-VMHardDiskDrive web1 -Path /srv/vms/data.qcow2");
    let before = picture(&host);
    let text = shown(
        &host,
        &format!(
            "Move-VMStorage web1 -Vhds @{{SourceFilePath='{DISK}'; DestinationFilePath='/tmp/x.qcow2'}}, @{{SourceFilePath='/srv/vms/data.qcow2'; DestinationFilePath='/tmp/x.qcow2'}}"
        ),
    );
    assert!(text.contains("Vhd.Exists"), "{text}");
    assert_eq!(picture(&host), before);
    // Of a file that is to go nothing is made before it is gone.
    let text = shown(
        &host,
        &format!(
            "Move-VMStorage web1 -Vhds @{{SourceFilePath='{DISK}'; DestinationFilePath='/srv/vms/data.qcow2'}}, @{{SourceFilePath='/srv/vms/data.qcow2'; DestinationFilePath='{DISK}'}}"
        ),
    );
    assert!(text.contains("Vhd.Exists"), "{text}");
    assert_eq!(picture(&host), before);
}

/// A guest wrote the header of another format, which names a file of the host, to its raw disk.
#[test]
fn what_a_guest_wrote_to_a_raw_disk_is_not_read() {
    let host = host(|world| {
        let mut image = world.storage.images[DISK].clone();
        image.backing = Some(iovsh::backend::model::Backing {
            path: "/etc/shadow".to_owned(),
            format: None,
        });
        let images = &mut world.storage.images;
        images.insert("/srv/vms/guest.raw".to_owned(), image.clone());
        images.insert("/srv/vms/defined".to_owned(), image);
    });
    shown(
        &host,
        "Add-VMHardDiskDrive web1 -Path /srv/vms/defined -Format raw",
    );
    for path in ["/srv/vms/guest.raw", "/srv/vms/defined"] {
        let line = format!(
            "Convert-VHD {path} /srv/vms/copy.qcow2 -Verbose 4>&1 | Select-String 'qemu-img convert' | ForEach-Object Line"
        );
        let text = shown(&host, &line);
        assert!(text.contains("-f raw"), "{text}");
        host.edit_world(|world| world.storage.images.remove("/srv/vms/copy.qcow2"))
            .unwrap();
        let text = shown(&host, &format!("Convert-VHD {path} /srv/vms/copy.qcow2"));
        assert!(text.contains("taken as raw"), "{text}");
        host.edit_world(|world| world.storage.images.remove("/srv/vms/copy.qcow2"))
            .unwrap();
        let parent = shown(&host, &format!("(Get-VHD {path}).ParentPath"));
        assert_eq!(parent, "");
    }
    shown(&host, "Move-VMStorage web1 /tmp");
    let format = host.edit_world(|world| {
        let vm = world.state.vms.iter().find(|vm| vm.name == "web1").unwrap();
        let mut drives = vm.facts.drives.iter();
        let drive = drives.find(|d| d.path.as_deref() == Some("/tmp/defined"));
        drive.and_then(|drive| drive.format.clone())
    });
    assert_eq!(format.unwrap().as_deref(), Some("raw"));
}

/// libvirt gives the name of a disk that went to the next one: who chose the first one does not mean that.
#[test]
fn a_drive_that_is_another_one_now_is_left_alone() {
    let host = host(|_| {});
    shown(
        &host,
        "New-VHD /srv/vms/other.qcow2 -SizeBytes 1GB | Out-Null",
    );
    let text = shown(
        &host,
        "$first = Get-VMHardDiskDrive web1; $first | Set-VMHardDiskDrive -Path /srv/vms/other.qcow2; $first | Remove-VMHardDiskDrive",
    );
    assert!(text.contains("Drive.Changed"), "{text}");
    let line = "(Get-VMHardDiskDrive web1).Path";
    assert_eq!(shown(&host, line), "/srv/vms/other.qcow2");
    // One that moves keeps its name, so that it is found by it.
    let text = shown(
        &host,
        "$one = Get-VMHardDiskDrive web1; $one | Set-VMHardDiskDrive -ToControllerType SCSI -ToControllerLocation 9; $two = Get-VMHardDiskDrive web1; $two | Set-VMHardDiskDrive -ToControllerLocation 4; $two | Set-VMHardDiskDrive -MaximumIOPS 300; (Get-VMHardDiskDrive web1).MaximumIOPS",
    );
    assert_eq!(text, "300");
}

#[test]
fn what_a_checkpoint_shows_is_not_changed() {
    let host = host(|_| {});
    shown(&host, "Add-VMDvdDrive web1");
    shown(&host, "Checkpoint-VM web1 -SnapshotName old");
    let before = picture(&host);
    for line in [
        "(Get-VMSnapshot web1).HardDrives | Remove-VMHardDiskDrive",
        "(Get-VMSnapshot web1).HardDrives | Set-VMHardDiskDrive -MaximumIOPS 7",
        "(Get-VMSnapshot web1).DVDDrives | Remove-VMDvdDrive",
        "(Get-VMSnapshot web1).DVDDrives | Set-VMDvdDrive -ToControllerLocation 5",
        "(Get-VMSnapshot web1).NetworkAdapters | Set-VMNetworkAdapter -IovWeight 7",
        "Get-VMMemory -VMSnapshot (Get-VMSnapshot web1) | Set-VMMemory -StartupBytes 2GB",
        "Get-VMProcessor -VMSnapshot (Get-VMSnapshot web1) | Set-VMProcessor -Count 3",
        "Get-VMFirmware -VMSnapshot (Get-VMSnapshot web1) | Set-VMFirmware -EnableSecureBoot On",
        "Get-VMIntegrationService -VMSnapshot (Get-VMSnapshot web1) | Disable-VMIntegrationService",
    ] {
        let text = shown(&host, line);
        assert!(text.contains("Checkpoint.ReadOnly"), "{line}: {text}");
        assert_eq!(picture(&host), before, "{line}");
    }
}

/// Only the image changes of a disk that gets another one: it is never taken out, as libvirt's definition says more of it than is known here.
#[test]
fn another_image_is_put_into_the_disk_that_is_there() {
    let host = host(|_| {});
    shown(
        &host,
        "New-VHD /srv/vms/other.qcow2 -SizeBytes 1GB | Out-Null",
    );
    let text = shown(
        &host,
        "Set-VMHardDiskDrive web1 -Path /srv/vms/other.qcow2 -MaximumIOPS 50 -Verbose 4>&1 | Out-String",
    );
    assert!(!text.contains("detach"), "{text}");
    let line = "Get-VMHardDiskDrive web1 | ForEach-Object { \"$($_.Path) $($_.MaximumIOPS)\" }";
    assert_eq!(shown(&host, line), "/srv/vms/other.qcow2 50");
}

#[test]
fn several_machines_are_not_the_first_of_them() {
    let host = host(|_| {});
    let before = picture(&host);
    let text = shown(&host, "Set-VMHardDiskDrive web* -MaximumIOPS 5");
    assert!(
        text.contains("Drive.Ambiguous") && text.contains("web2"),
        "{text}"
    );
    assert_eq!(picture(&host), before);
    let text = shown(
        &host,
        "$c = Get-VMScsiController web2; Remove-VM web2 -Force; Add-VMHardDiskDrive $c -Path /srv/vms/no.qcow2",
    );
    assert!(text.contains("unable to find"), "{text}");
}

#[test]
fn images_do_not_build_on_each_other_in_a_circle() {
    let host = host(|_| {});
    for line in [
        "New-VHD /srv/vms/a.qcow2 -SizeBytes 1GB | Out-Null",
        "New-VHD -ParentPath /srv/vms/a.qcow2 -Path /srv/vms/b.qcow2 | Out-Null",
        "New-VHD -ParentPath /srv/vms/b.qcow2 -Path /srv/vms/c.qcow2 | Out-Null",
    ] {
        assert_eq!(shown(&host, line), "", "{line}");
    }
    for parent in ["b", "c"] {
        let line = format!("Set-VHD /srv/vms/b.qcow2 -ParentPath /srv/vms/{parent}.qcow2");
        let text = shown(&host, &line);
        assert!(text.contains("Vhd.Circle"), "{text}");
    }
}

#[test]
fn each_image_is_shown_as_a_device_of_its_own() {
    let host = host(|_| {});
    for name in ["a", "b"] {
        let line = format!("New-VHD /srv/vms/{name}.qcow2 -SizeBytes 1GB | Out-Null");
        shown(&host, &line);
    }
    let line = "'/srv/vms/a.qcow2', '/srv/vms/b.qcow2' | Mount-VHD";
    assert_eq!(shown(&host, line), "");
    let devices = host.edit_world(|world| {
        let attached = world
            .storage
            .images
            .values()
            .filter_map(|i| i.attached.clone());
        attached.collect::<std::collections::BTreeSet<_>>()
    });
    assert_eq!(devices.unwrap().len(), 2);
    // Nobody has them, and they are known by the number of the device all the same.
    let line = "1000, 1001 | ForEach-Object { (Get-VHD -DiskNumber $_).Path }";
    assert_eq!(shown(&host, line), "/srv/vms/a.qcow2\n/srv/vms/b.qcow2");
}

/// When a dismount is undone, what was shown for reading only is shown so again.
#[test]
fn an_undone_dismount_does_not_let_anybody_write() {
    let host = host(|_| {});
    shown(&host, "New-VHD /srv/vms/a.qcow2 -SizeBytes 1GB | Out-Null");
    shown(&host, "Mount-VHD /srv/vms/a.qcow2 -ReadOnly");
    let scope = Scope::with_images(["/srv/vms/a.qcow2".to_owned()]);
    let state = host.observe(&scope).unwrap();
    let intent = iovsh::backend::policy::Intent::DisconnectImage {
        path: "/srv/vms/a.qcow2".to_owned(),
    };
    let plan = intent.plan(&state).unwrap();
    let undo = serde_json::to_value(plan.steps[0].undo.as_ref().unwrap()).unwrap();
    assert_eq!(undo["ConnectImage"]["read_only"], true);
}

#[test]
fn room_is_given_away_once() {
    let host = host(|world| {
        let root = world.storage.filesystems.get_mut("/srv").unwrap();
        root.size = 3 << 30;
    });
    let text = shown(
        &host,
        "New-VHD /srv/vms/a.img, /srv/vms/b.img -SizeBytes 2GB -Fixed | ForEach-Object Path",
    );
    assert!(text.contains("Vhd.NoSpace"), "{text}");
    assert!(has(&host, "/srv/vms/a.img") && !has(&host, "/srv/vms/b.img"));
}

#[test]
fn an_image_that_has_grown_is_compacted() {
    let host = host(|world| {
        let image = world.storage.images.get_mut(DISK).unwrap();
        (image.allocated, image.fixed) = (image.size, true);
    });
    assert_eq!(shown(&host, &format!("Optimize-VHD {DISK}")), "");
}

#[test]
fn a_disc_drive_is_emptied_and_moved_at_once() {
    let host = host(|_| {});
    let disc = "/var/lib/libvirt/images/debian-13.iso";
    shown(&host, &format!("Add-VMDvdDrive web1 -Path {disc}"));
    let text = shown(
        &host,
        "Set-VMDvdDrive web1 -Path $null -ToControllerLocation 7; Get-VMDvdDrive web1 | ForEach-Object { \"$($_.ControllerLocation) $($_.DvdMediaType)\" }",
    );
    assert_eq!(text, "7 None");
}

#[test]
fn what_was_added_is_handed_on_once() {
    let host = host(|_| {});
    for name in ["a", "b"] {
        let line = format!("New-VHD /srv/vms/{name}.qcow2 -SizeBytes 1GB | Out-Null");
        shown(&host, &line);
    }
    let text = shown(
        &host,
        "'a', 'b' | ForEach-Object { Add-VMHardDiskDrive web1 -Path /srv/vms/$_.qcow2 -Passthru } | ForEach-Object Path",
    );
    assert_eq!(text, "/srv/vms/a.qcow2\n/srv/vms/b.qcow2");
    let text = shown(
        &host,
        "'web1', 'web1', 'web2' | Add-VMDvdDrive -Passthru -Path /var/lib/libvirt/images/debian-13.iso | ForEach-Object VMName",
    );
    let of = |name: &str| text.lines().filter(|line| *line == name).count();
    assert_eq!((of("web1"), of("web2")), (2, 1), "{text}");
}

#[test]
fn a_new_machine_has_no_floppy_and_says_what_its_folder_is_for() {
    let host = host(|_| {});
    let text = shown(&host, "New-VM db1 -BootDevice Floppy");
    assert!(text.contains("floppy"), "{text}");
    assert_eq!(shown(&host, "Get-VM db1 -ErrorAction SilentlyContinue"), "");
    let text = shown(&host, "New-VM db1 -Path /srv/vms | Out-Null");
    assert!(text.contains("-Path has no effect"), "{text}");
}

/// Scripts give a machine a folder of its own and put its disk there, without making the folder. What is elsewhere is a slip.
#[test]
fn the_folder_of_a_new_machine_is_made_and_no_other() {
    let host = host(|_| {});
    for (name, line) in [
        (
            "db1",
            "-Path /srv/vms/lab -NewVHDPath /srv/vms/lab/db1/disks/db1.qcow2",
        ),
        ("db2", "-Path /srv/vms/own -NewVHDPath db2.qcow2"),
    ] {
        let made = format!(
            "New-VM {name} -MemoryStartupBytes 1GB {line} -NewVHDSizeBytes 1GB | Out-Null; Test-Path (Get-VMHardDiskDrive {name}).Path"
        );
        assert_eq!(shown(&host, &made), "True", "{line}");
    }
    for line in [
        "-NewVHDPath /srv/vms/none/db3.qcow2",
        "-Path /srv/vms -NewVHDPath /srv/other/db3.qcow2",
        "-Path /srv/vms/la -NewVHDPath /srv/vms/lab2/db3.qcow2",
    ] {
        let text = shown(
            &host,
            &format!("New-VM db3 -MemoryStartupBytes 1GB {line} -NewVHDSizeBytes 1GB"),
        );
        assert!(text.contains("Vhd.FolderNotFound"), "{line}: {text}");
    }
}

/// A machine of generation 1 has a SCSI controller from the start, as in Hyper-V: drives come to it off and running.
#[test]
fn a_machine_of_generation_1_takes_disks_at_its_scsi_controller() {
    let host = host(|_| {});
    let made = "New-VM old1 -MemoryStartupBytes 1GB -Generation 1 -NoVHD | Out-Null; 'a', 'b', 'c' | % { New-VHD \"/srv/vms/$_.qcow2\" -SizeBytes 1GB | Out-Null }";
    assert_eq!(shown(&host, made), "");
    assert_eq!(
        shown(&host, "(Get-VMScsiController old1).ControllerNumber"),
        "0"
    );
    for line in [
        "Add-VMHardDiskDrive old1 -ControllerType SCSI -Path /srv/vms/a.qcow2",
        "Start-VM old1",
        "Add-VMHardDiskDrive old1 -Path /srv/vms/b.qcow2",
        "Add-VMDvdDrive old1",
        "Stop-VM old1 -TurnOff",
        "Add-VMHardDiskDrive old1 -Path /srv/vms/c.qcow2",
    ] {
        assert_eq!(shown(&host, line), "", "{line}");
    }
    assert_eq!(
        shown(
            &host,
            "Get-VMHardDiskDrive old1 | Sort-Object Path | % { \"$($_.ControllerType) $($_.ControllerNumber) $($_.ControllerLocation)\" }; Add-VMScsiController old1; (Get-VMScsiController old1).ControllerNumber -join ' '"
        ),
        "SCSI 0 0\nSCSI 0 1\nIDE 0 0\n0 1"
    );
}

/// From a folder to the disk and back, by the objects and by numbers.
#[test]
fn disks_partitions_and_file_systems_lead_to_each_other() {
    let host = SimMachine::in_memory(fixture("default").unwrap());
    for (line, wanted) in [
        (
            "(Get-Volume -FilePath /srv/vms/any | Get-Partition | Get-Disk).Path",
            "/dev/sda",
        ),
        (
            "(Get-Disk 1 | Get-Partition | Get-Volume).AccessPaths",
            "/srv",
        ),
        ("(Get-Disk 1 | Get-Volume).Path", "/dev/sda1"),
        ("(Get-Partition 0 1).Type", "System"),
        (
            "(Get-Disk | Where-Object IsBoot | Get-Partition | Where-Object IsBoot).AccessPaths",
            "/",
        ),
        ("(Get-PhysicalDisk).Count -eq (Get-Disk).Count", "True"),
        ("(Get-Disk).PartitionStyle | Select-Object -Unique", "GPT"),
        ("@(Get-PhysicalDisk -CanPool $true).Count", "0"),
        // An image is a disk and no drive, with a number that no drive has.
        (
            "Mount-VHD /var/lib/libvirt/images/web1.qcow2 -Passthru | Get-Disk | ForEach-Object Number",
            "1000",
        ),
        (
            "(Get-Disk 1000).ImagePath",
            "/var/lib/libvirt/images/web1.qcow2",
        ),
        (
            "(Get-VHD -DiskNumber 1000).Path",
            "/var/lib/libvirt/images/web1.qcow2",
        ),
        ("(Get-PhysicalDisk).Count -eq (Get-Disk).Count", "False"),
        (
            "Dismount-VHD -DiskNumber 1000; @(Get-Disk | Where-Object BusType -eq 'File Backed Virtual').Count",
            "0",
        ),
    ] {
        assert_eq!(shown(&host, line), wanted, "{line}");
    }
    // What takes room in an image takes it on the file system.
    let free = "(Get-Volume -FilePath /srv/vms).SizeRemaining";
    let before: u64 = shown(&host, free).parse().unwrap();
    shown(
        &host,
        "New-VHD /srv/vms/fixed.qcow2 -SizeBytes 10GB -Fixed | Out-Null",
    );
    let after: u64 = shown(&host, free).parse().unwrap();
    assert_eq!(before - after, 10 << 30);
}

#[test]
fn a_disk_that_is_not_there_is_an_error_and_a_pattern_is_none() {
    let host = SimMachine::in_memory(fixture("default").unwrap());
    let ids = |line: &str| {
        let line = format!(
            "{line} -ErrorVariable e -ErrorAction SilentlyContinue; $e.FullyQualifiedErrorId"
        );
        shown(&host, &line)
    };
    for (line, property) in [
        ("Get-Disk 77", "Number"),
        ("Get-Disk -FriendlyName nosuch", "FriendlyName"),
        ("Get-Disk -UniqueId nosuch", "UniqueId"),
        ("Get-Disk -SerialNumber nosuch", "SerialNumber"),
        ("Get-Disk -Path /dev/nosuch", "Path"),
        ("Get-PhysicalDisk -UniqueId nosuch", "UniqueId"),
        ("Get-PhysicalDisk -FriendlyName nosuch", "FriendlyName"),
        ("Get-PhysicalDisk -SerialNumber nosuch", "SerialNumber"),
        ("Get-PhysicalDisk -DeviceNumber 77", "DeviceNumber"),
        ("Get-PhysicalDisk -Manufacturer nosuch", "Manufacturer"),
        ("Get-PhysicalDisk -Model nosuch", "Model"),
        ("Get-Partition -DiskNumber 77", "DiskNumber"),
        ("Get-Partition -DiskId /dev/nosuch", "DiskId"),
        ("Get-Partition -UniqueId nosuch", "UniqueId"),
        ("Get-Volume -Path /dev/nosuch", "Path"),
        ("Get-Volume -UniqueId nosuch", "UniqueId"),
        ("Get-Volume -FileSystemLabel nosuch", "FileSystemLabel"),
    ] {
        let id = ids(line);
        assert!(
            id.starts_with(&format!("CmdletizationQuery_NotFound_{property}")),
            "{line}: {id}"
        );
    }
    assert_eq!(ids("Get-Disk -FriendlyName nosuch*"), "");
}
