//! Files of the simulated host and of this computer, in a script that is rehearsed.

use super::said;
use crate::hosts::Hosts;

/// A rehearsal has no prompt, and is where a file of this computer is least expected to be changed.
#[test]
fn a_script_on_a_simulated_host_that_changes_files_of_this_computer_says_so() {
    let hosts = Hosts::new();
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().to_str().unwrap();
    for (host, text) in [
        ("sim", "New-Item -ItemType Directory HERE/a | Out-Null"),
        ("sim", "mkdir HERE/b | Out-Null"),
        ("sim", "Set-Content HERE/c x"),
        ("sim", "Copy-Item HERE/c HERE/d"),
        ("sim", "Move-Item HERE/d HERE/e"),
        ("sim", "Rename-Item HERE/e f"),
        (
            "sim:fleet",
            "Copy-Item HERE/c HERE/g -ToSession (New-PSSession hv2)",
        ),
        (
            "sim",
            "Remove-Item HERE/a, HERE/b, HERE/c, HERE/f, HERE/g -Recurse -Force",
        ),
    ] {
        let told = said(&hosts, host, &text.replace("HERE", here));
        let times = told.matches("this computer's, not the simulated").count();
        assert_eq!(times, 1, "{text}: {told}");
    }
    assert_eq!(std::fs::read_dir(here).unwrap().count(), 0);
    // What is looked at is not changed, and -WhatIf changes nothing.
    for text in [
        "Get-ChildItem HERE; Test-Path HERE/none",
        "Set-Content HERE/c x -WhatIf; Remove-Item HERE -WhatIf",
    ] {
        let told = said(&hosts, "sim", &text.replace("HERE", here));
        assert!(!told.contains("this computer's"), "{text}: {told}");
    }
}

#[test]
fn a_file_system_of_the_simulated_host_is_its_own_as_a_whole() {
    let hosts = Hosts::new();
    for (text, shows) in [
        (
            "New-Item -ItemType Directory /srv/new | Out-Null; (New-VHD /srv/new/a.vhdx -SizeBytes 1GB 3> $null).Path",
            "/srv/new/a.vhdx",
        ),
        // Nothing of this computer is called so, and an export makes its folders.
        (
            "Export-VM web1 -Path /no-such-backup; mkdir /no-such-backup/old | Out-Null; Remove-Item /no-such-backup -Recurse; Test-Path /no-such-backup",
            "False",
        ),
    ] {
        assert_eq!(said(&hosts, "sim", text), shows, "{text}");
    }
    assert!(!std::path::Path::new("/srv/new").exists());
    assert!(!std::path::Path::new("/no-such-backup").exists());
}

#[test]
fn a_template_disk_is_copied_moved_and_renamed_on_the_simulated_host() {
    const IMAGES: &str = "/var/lib/libvirt/images";
    let hosts = Hosts::new();
    for (text, shows) in [
        (
            "Copy-Item IMAGES/debian-13.qcow2 /srv/vms; Copy-Item IMAGES/debian-13.qcow2 /srv/vms/n1.qcow2; (dir /srv/vms).Name",
            "debian-13.qcow2 n1.qcow2",
        ),
        (
            "Move-Item /srv/vms/n1.qcow2 /srv/n2.qcow2; Rename-Item /srv/n2.qcow2 n3.qcow2; (dir /srv -File).Name; (dir /srv/vms).Name",
            "n3.qcow2 debian-13.qcow2",
        ),
        (
            "Copy-Item IMAGES/debian-13.iso /srv/d.iso; (Get-Item /srv/d.iso).Length -eq (Get-Item IMAGES/debian-13.iso).Length; (Get-VHD /srv/n3.qcow2).VhdFormat -eq (Get-VHD IMAGES/debian-13.qcow2).VhdFormat",
            "True True",
        ),
        (
            "New-VM t -MemoryStartupBytes 64MB -VHDPath /srv/n3.qcow2 | ForEach-Object Name",
            "t",
        ),
    ] {
        let wanted = shows.replace("IMAGES", IMAGES);
        assert_eq!(
            said(&hosts, "sim", &text.replace("IMAGES", IMAGES)),
            wanted,
            "{text}"
        );
    }
    for (text, id) in [
        (
            "Copy-Item IMAGES/debian-13.qcow2 /srv/n3.qcow2",
            "Vhd.Exists",
        ),
        ("Move-Item IMAGES/web1.qcow2 /srv/w.qcow2", "Vhd.InUse"),
        ("Rename-Item IMAGES/web1.qcow2 w.qcow2", "Vhd.InUse"),
        ("Remove-Item /srv -Recurse", "SimulatedFile"),
        (
            "Copy-Item IMAGES/debian-13.qcow2 /tmp/n1.qcow2",
            "SimulatedFile",
        ),
    ] {
        let wrong = said(&hosts, "sim", &text.replace("IMAGES", IMAGES));
        assert!(wrong.contains(id), "{text}: {wrong}");
        // What is refused suggests nothing that destroys.
        assert!(
            !text.starts_with("Copy") || !wrong.contains("; Remove-Item"),
            "{wrong}"
        );
    }
    let what_if = said(
        &hosts,
        "sim",
        "Copy-Item /srv/d.iso /srv/e.iso -WhatIf; Test-Path /srv/e.iso",
    );
    assert!(
        what_if.contains("What if") && what_if.contains("False"),
        "{what_if}"
    );
}

/// Scripts that clean up look at times, and `$null` is before every one.
#[test]
fn a_file_of_the_simulated_host_has_a_time_a_mode_and_an_owner() {
    let hosts = Hosts::new();
    for (text, shows) in [
        (
            "mkdir /srv/vms/new | Out-Null; New-VHD /srv/vms/a.qcow2 -SizeBytes 1GB | Out-Null; @(dir /srv/vms, /var/lib/libvirt/images | Where-Object LastWriteTime -lt (Get-Date).AddDays(-7)).Count",
            "0",
        ),
        (
            "(dir /srv/vms).UnixMode; (Get-Item /srv/vms/new).User",
            "drwxr-xr-x -rw-r--r-- root",
        ),
        // It does not go on with the clock.
        (
            "$a = (Get-Item /srv/vms/a.qcow2).LastWriteTime; Start-Sleep -Milliseconds 1100; mkdir /srv/vms/other | Out-Null; (Get-Item /srv/vms/a.qcow2).LastWriteTime -eq $a; (Get-Item /srv/vms).LastWriteTime -gt $a",
            "True True",
        ),
    ] {
        assert_eq!(said(&hosts, "sim", text), shows, "{text}");
    }
}
