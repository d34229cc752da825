//! What somebody meets who uses the program for the first time, from the README on: advice leads somewhere, and what is said is true.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "migrating/hosts.rs"]
mod hosts;

use hosts::Hosts;

/// What a text writes on a host, of both outputs, on one line: how it is wrapped is not looked at.
fn said(hosts: &Hosts, host: &str, text: &str) -> String {
    let (shown, wrong) = hosts.run(host, text);
    let words = shown.split_whitespace().chain(wrong.split_whitespace());
    let words: Vec<&str> = words.filter(|word| !matches!(*word, "│" | "·")).collect();
    words.join(" ")
}

const PREPARED: &str = "\
    Enable-VMMigration -ComputerName hv1, hv2
    Get-VM app1 | Get-VMHardDiskDrive | ForEach-Object Path";

#[test]
fn a_copied_disk_lies_where_it_was_told_to() {
    for (order, place) in [
        (
            "-IncludeStorage -DestinationStoragePath /srv/vms",
            "/srv/vms/app1.qcow2",
        ),
        (
            "-Vhds @{ SourceFilePath = '/var/lib/libvirt/images/app1.qcow2'; DestinationFilePath = '/tmp/other.qcow2' }",
            "/tmp/other.qcow2",
        ),
    ] {
        for starts in ["", "Start-VM app1; "] {
            let hosts = Hosts::new();
            hosts.fleet(PREPARED);
            hosts.fleet(&format!("{starts}Get-VM app1 | Out-Null"));
            let plan = said(
                &hosts,
                "sim:fleet",
                &format!("Move-VM app1 hv2 {order} -WhatIf"),
            );
            assert!(plan.contains(place), "{plan}");
            assert!(plan.contains("virsh migrate"), "{plan}");
            hosts.fleet(&format!(
                "Move-VM app1 hv2 {order} -RetainVhdCopiesOnSource"
            ));
            let there = "Get-VM app1 -ComputerName hv2 | Get-VMHardDiskDrive | ForEach-Object Path";
            assert_eq!(hosts.fleet(there), [place]);
            let image = format!("(Get-VHD {place} -ComputerName hv2).Size -gt 0");
            assert_eq!(hosts.fleet(&image), ["True"]);
        }
    }
}

#[test]
fn a_disk_is_copied_to_no_folder_that_is_not_there_and_over_no_file() {
    let hosts = Hosts::new();
    hosts.fleet(PREPARED);
    for (order, why) in [
        (
            "-IncludeStorage -DestinationStoragePath /srv/none",
            "There is no folder '/srv/none' on hv2",
        ),
        (
            "-IncludeStorage -DestinationStoragePath vms",
            "no whole path",
        ),
        (
            "-Vhds @{ SourceFilePath = '/var/lib/libvirt/images/app1.qcow2'; DestinationFilePath = '/var/lib/libvirt/images/debian-13.iso' }",
            "There is a file '/var/lib/libvirt/images/debian-13.iso' on hv2 already",
        ),
    ] {
        let wrong = said(&hosts, "sim:fleet", &format!("Move-VM app1 hv2 {order}"));
        assert!(wrong.contains(why), "{wrong}");
        assert_eq!(hosts.fleet("(Get-VM app1).Name"), ["app1"]);
    }
    let wrong = said(
        &hosts,
        "sim:fleet",
        "Move-VM app1 hv2 -Vhds @{ SourceFilePath = '/nobodys'; DestinationFilePath = '/tmp/a' } -WhatIf",
    );
    assert!(wrong.contains("'/nobodys' is no disk of 'app1'"), "{wrong}");
}

#[test]
fn a_next_step_of_another_host_names_it() {
    let hosts = Hosts::new();
    let finding = "(Test-VMHostIov -ComputerName hv4).NextStep";
    let steps = hosts.fleet(finding);
    assert!(
        steps[0].starts_with("New-VMSwitch ") && steps[0].ends_with(" -ComputerName hv4"),
        "{steps:?}"
    );
    // It does there what it says.
    hosts.fleet(&format!("{} | Out-Null", steps[0]));
    assert_eq!(
        hosts.fleet("(Get-VMSwitch -ComputerName hv4).Name"),
        ["iov"]
    );
    assert_eq!(hosts.fleet("Get-VMSwitch"), [""; 0]);
    // All its VFs are in use.
    let made = "\
        New-VM x1 -SwitchName iov -MemoryStartupBytes 256MB -ComputerName hv4 | Out-Null
        Set-VMNetworkAdapter x1 -IovWeight 50 -ComputerName hv4
        Start-VM x1 -ComputerName hv4";
    let warned = said(&hosts, "sim:fleet", made);
    let (_, step) = warned
        .split_once("Next step: ")
        .unwrap_or_else(|| panic!("{warned}"));
    assert!(step.contains(" -CimSession hv4"), "{warned}");
    let shown =
        "$a = Get-VMNetworkAdapter x1 -ComputerName hv4; $a.IovNextStep; $a.IovReasonDescription";
    let shown = hosts.fleet(shown);
    assert!(
        shown.len() == 2 && shown.iter().all(|line| line.contains(" -CimSession hv4")),
        "{shown:?}"
    );
    let wrong = said(
        &hosts,
        "sim:fleet",
        "Set-VMSwitch nothing -Notes x -ComputerName hv4; Start-VM nothing -ComputerName hv4",
    );
    assert!(!wrong.contains("Get-VMSwitch."), "{wrong}");
    // At home nothing is added.
    let home = hosts.fleet("(Test-VMHostIov).NextStep");
    assert!(!home.join(" ").contains("hv1"), "{home:?}");
}

#[test]
fn of_machines_that_one_command_starts_the_heaviest_wish_is_served() {
    for start in ["Start-VM n*", "Get-VM n* | Start-VM", "Start-VM n1, n2, n3"] {
        let hosts = Hosts::new();
        let text = format!(
            "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
             Set-NetAdapterSriov enp1s0f0 -NumVFs 2
             1..3 | ForEach-Object {{ New-VM \"n$_\" -SwitchName lan -MemoryStartupBytes 64MB | Out-Null; Set-VMNetworkAdapter \"n$_\" -IovWeight (10 * $_) }}
             {start} -WarningAction SilentlyContinue
             Get-VMNetworkAdapter n* | ForEach-Object {{ \"$($_.VMName) $($_.IovUsage)\" }}"
        );
        let (shown, wrong) = hosts.run("sim", &text);
        assert_eq!(wrong, "", "{start}");
        let shown: Vec<&str> = shown.lines().collect();
        assert_eq!(shown, ["n1 0", "n2 1", "n3 1"], "{start}");
    }
    // Also where one machine has a heavy wish and a light one.
    let hosts = Hosts::new();
    let text = "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
        Set-NetAdapterSriov enp1s0f0 -NumVFs 2
        'a', 'b' | ForEach-Object { New-VM $_ -SwitchName lan -MemoryStartupBytes 64MB | Out-Null }
        Add-VMNetworkAdapter a -Name light -SwitchName lan
        Set-VMNetworkAdapter a -IovWeight 100; Set-VMNetworkAdapter a -Name light -IovWeight 1; Set-VMNetworkAdapter b -IovWeight 50
        Start-VM a, b -WarningAction SilentlyContinue
        Get-VMNetworkAdapter a, b | ForEach-Object { \"$($_.VMName) $($_.IovWeight) $($_.IovUsage)\" }";
    let (shown, wrong) = hosts.run("sim", text);
    assert_eq!(wrong, "");
    let shown: Vec<&str> = shown.lines().collect();
    assert_eq!(shown, ["a 100 1", "a 1 0", "b 50 1"]);
}

#[test]
fn no_next_step_is_the_command_that_showed_it() {
    let hosts = Hosts::new();
    let text = "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
        Connect-VMNetworkAdapter -VMName legacy1 -SwitchName lan
        Set-VMNetworkAdapter legacy1 -IovWeight 1
        Start-VM legacy1
        (Get-VMNetworkAdapter legacy1).IovNextStep
        (Test-VMHostIov).NextStep";
    let (shown, wrong) = hosts.run("sim", text);
    assert_eq!(wrong, "");
    assert!(!shown.contains("Get-VMNetworkAdapter"), "{shown}");
    assert_eq!(
        shown
            .matches("In the guest of legacy1: lspci -k; modprobe igbvf")
            .count(),
        2,
        "{shown}"
    );
}

#[test]
fn an_adapter_is_sure_of_bits_or_of_a_part_and_not_of_both() {
    let hosts = Hosts::new();
    let make = "New-VMSwitch lan -NetAdapterName enp1s0f0 -AllowManagementOS $true | Out-Null; Connect-VMNetworkAdapter web1 -SwitchName lan";
    assert_eq!(said(&hosts, "sim", make), "");
    for (whose, read) in [
        ("web1", "(Get-VMNetworkAdapter web1).BandwidthSetting"),
        (
            "-ManagementOS",
            "(Get-VMNetworkAdapter -ManagementOS).BandwidthSetting",
        ),
    ] {
        let first = said(
            &hosts,
            "sim",
            &format!("Set-VMNetworkAdapter {whose} -MinimumBandwidthWeight 30"),
        );
        assert_eq!(first, "", "{whose}");
        let second = said(
            &hosts,
            "sim",
            &format!("Set-VMNetworkAdapter {whose} -MinimumBandwidthAbsolute 50MB"),
        );
        assert!(
            second.contains("MinimumBandwidthWeight 30") && second.contains("is gone"),
            "{second}"
        );
        let now = said(
            &hosts,
            "sim",
            &format!("{read}.MinimumBandwidthWeight; {read}.MinimumBandwidthAbsolute -gt 0"),
        );
        assert_eq!(now, "0 True", "{whose}");
        let both = format!(
            "Set-VMNetworkAdapter {whose} -MinimumBandwidthAbsolute 50MB -MinimumBandwidthWeight 30"
        );
        let both = said(&hosts, "sim", &both);
        assert!(both.contains("Adapter.TwoGuarantees"), "{both}");
    }
}

/// The files of a simulated host are its own: no advice sends anybody to files of this computer.
#[test]
fn the_simulated_host_sends_nobody_to_other_files() {
    let hosts = Hosts::new();
    for text in [
        "Move-VMStorage web2 /nowhere",
        "Get-VHD /var/lib/libvirt/images/nope.qcow2",
        "Get-VHD /nope/nope.qcow2",
        "Set-VMHardDiskDrive web2 -Path /var/lib/libvirt/images/nope.qcow2",
        "New-VHD /nowhere/a.qcow2 -SizeBytes 1GB",
        "New-VHD /var/lib/libvirt/images/web1.qcow2 -SizeBytes 1GB",
        "Export-VM web1 -Path /nowhere/at/all",
        "Import-VM /nowhere/at/all",
        "Remove-VM web2 -Force",
    ] {
        let told = said(&hosts, "sim", text);
        for cmdlet in ["New-Item", "Remove-Item", "Get-ChildItem"] {
            assert!(!told.contains(cmdlet), "{text}: {told}");
        }
    }
}

#[test]
fn a_file_that_is_missing_is_what_is_said_to_be_missing() {
    let hosts = Hosts::new();
    for text in [
        "Add-VMDvdDrive web1 -Path /iso/debian.iso",
        "New-VM y -MemoryStartupBytes 512MB -VHDPath /nope/x.qcow2",
    ] {
        let told = said(&hosts, "sim", text);
        assert!(told.contains("There is no file '/"), "{told}");
        assert!(!told.contains("Make the folder"), "{told}");
    }
}

/// The advice of a migration works as it is typed.
#[test]
fn the_switch_that_is_missing_there_is_made_as_it_is_said() {
    let hosts = Hosts::new();
    hosts.fleet(
        "Enable-VMMigration -ComputerName hv1, hv2
         New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -ComputerName hv1 | Out-Null
         New-VM job1 -MemoryStartupBytes 512MB -SwitchName lan -ComputerName hv1 | Out-Null",
    );
    let wrong = said(&hosts, "sim:fleet", "Move-VM job1 hv2");
    let (_, step) = wrong
        .split_once("Make it there: ")
        .unwrap_or_else(|| panic!("{wrong}"));
    let (step, _) = step.split_once(';').unwrap();
    hosts.fleet(&format!("{step} | Out-Null"));
    hosts.fleet("Move-VM job1 hv2");
    assert_eq!(
        hosts.fleet("(Get-VM job1 -ComputerName hv2).Name"),
        ["job1"]
    );
}

#[test]
fn a_move_that_is_refused_names_all_that_is_against_it() {
    let hosts = Hosts::new();
    hosts.fleet(
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -ComputerName hv1 | Out-Null
         Connect-VMNetworkAdapter app1 -SwitchName lan",
    );
    for what_if in ["", " -WhatIf"] {
        let wrong = said(&hosts, "sim:fleet", &format!("Move-VM app1 hv2{what_if}"));
        for part in [
            "may not come to hv2",
            "Could not find Ethernet switch 'lan'",
            "sees the disk",
            "Compare-VM",
        ] {
            assert!(wrong.contains(part), "{part}: {wrong}");
        }
    }
}

#[test]
fn no_path_of_the_model_carries_more_than_its_link() {
    let hosts = Hosts::new();
    let text = "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
        Connect-VMNetworkAdapter web1 -SwitchName lan; Set-VMNetworkAdapter web1 -IovWeight 1; Start-VM web1
        Measure-VMNetworkAdapter web1 -EachPath | ForEach-Object { $_.ReceivedMegabits -le 1000 -and $_.ReceivedMegabits -gt 0 }";
    let (shown, wrong) = hosts.run("sim", text);
    assert_eq!(wrong, "");
    assert!(
        shown.lines().count() >= 2 && shown.lines().all(|line| line == "True"),
        "{shown}"
    );
}

#[test]
fn the_copy_of_an_object_is_told_from_one_of_another_parameter() {
    let hosts = Hosts::new();
    let told = said(
        &hosts,
        "sim:fleet",
        "$x = Invoke-Command hv2 { Get-VM }; $x | Start-VM",
    );
    assert!(
        told.contains("Invoke-Command") && told.contains("-ComputerName HOST"),
        "{told}"
    );
    assert!(!told.contains("ForEach-Object Name"), "{told}");
}

#[test]
fn a_start_without_room_is_told_as_a_start() {
    let hosts = Hosts::new();
    let told = said(
        &hosts,
        "sim",
        "New-VM big -MemoryStartupBytes 900GB | Out-Null; Start-VM big",
    );
    assert!(
        told.contains("'big' failed to start. Not enough memory in the system"),
        "{told}"
    );
    assert!(told.contains("Set-VMMemory big -StartupBytes"), "{told}");
    assert!(!told.contains("virsh"), "{told}");
}

#[test]
fn the_version_says_whose_facts_follow() {
    let hosts = Hosts::new();
    let version = |host: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_iovsh"));
        let output = command.arg("--version").env("IOVSH_HOST", host).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    assert!(version("sim").contains("sim; the rest is of this computer"));
    assert!(!version("local").contains("the rest"));
    drop(hosts);
}

#[test]
fn what_is_removed_without_a_name_is_named() {
    let hosts = Hosts::new();
    let told = said(
        &hosts,
        "sim",
        "Add-VMNetworkAdapter web1 -Name second; Remove-VMNetworkAdapter web1",
    );
    assert!(
        told.contains("all network adapters are removed") && told.contains("'second'"),
        "{told}"
    );
    let told = said(
        &hosts,
        "sim",
        "Remove-VMNetworkAdapter web1 -Name x; Export-VMSnapshot -VMName web1 -Name x -Path /tmp",
    );
    assert!(!told.contains("on this host"), "{told}");
    assert_eq!(
        told.matches("There is none to choose from").count(),
        2,
        "{told}"
    );
}

#[test]
fn the_configuration_of_an_interface_shows_addresses() {
    let hosts = Hosts::new();
    let told = said(&hosts, "sim", "Get-NetIPConfiguration");
    assert!(
        !told.contains("MSFT_NetIPAddress") && !told.contains("MSFT_NetRoute"),
        "{told}"
    );
    assert!(
        told.contains("InterfaceAlias : eno1 ") && told.contains("IPv4Address : {"),
        "{told}"
    );
}

#[test]
fn a_list_of_names_has_each_once_and_ends_in_a_number() {
    let hosts = Hosts::new();
    let told = said(&hosts, "sim", "Get-NetAdapter -InterfaceDescription nope");
    assert_eq!(told.matches("'Intel(R) I350").count(), 1, "{told}");
    let told = said(
        &hosts,
        "sim",
        "1..12 | ForEach-Object { New-VM \"zz$_\" -NoVHD -MemoryStartupBytes 32MB } | Out-Null; Get-VM qqqqqqq",
    );
    assert!(told.contains(" more.") && !told.contains("..."), "{told}");
}
