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
    let images = host.meddle(|world| world.storage.images.clone()).unwrap();
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
            host.meddle(|world| {
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
        host.meddle(|world| world.storage.images.contains_key(path))
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
        text.contains("Is another process using the image"),
        "{text}"
    );
    let text = shown(&host, &format!("Optimize-VHD {disk}"));
    assert!(text.contains("Vhd.InUse"), "{text}");
    host.meddle(|world| {
        world
            .storage
            .images
            .remove("/var/lib/libvirt/images/legacy1.qcow2")
    })
    .unwrap();
    let text = shown(&host, "Start-VM legacy1");
    assert!(text.contains("No such file"), "{text}");
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
    let left = host.meddle(|world| {
        let images = world.storage.images.keys();
        images
            .filter(|path| path.starts_with("/srv/vms"))
            .cloned()
            .collect::<Vec<_>>()
    });
    assert_eq!(left.unwrap(), ["/srv/vms/a.qcow2"]);
}
