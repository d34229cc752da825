//! What somebody meets who uses the program for the first time, from the README on: advice leads somewhere, and what is said is true.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "first_steps/files.rs"]
mod files;
#[path = "migrating/hosts.rs"]
mod hosts;
#[path = "first_steps/machines.rs"]
mod machines;

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
        // A folder that is missing is made, as Hyper-V does.
        (
            "-IncludeStorage -DestinationStoragePath /srv/new/er",
            "/srv/new/er/app1.qcow2",
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
fn a_disk_is_copied_to_no_place_that_is_no_folder_and_over_no_file() {
    let hosts = Hosts::new();
    hosts.fleet(PREPARED);
    for (order, why) in [
        (
            "-IncludeStorage -DestinationStoragePath /var/lib/libvirt/images/debian-13.iso/a",
            "'/var/lib/libvirt/images/debian-13.iso' on hv2 is no folder",
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
        "$a = Get-VMNetworkAdapter x1 -ComputerName hv4; $a.IovNextStep; $a.IovReasonDescription; $a.StatusDescription
         (Get-VM x1 -ComputerName hv4).SecondaryStatusDescription
         (Get-WinEvent -ComputerName hv4).Message | Where-Object { $_ -match 'Next step' } | Select-Object -First 1";
    let shown = hosts.fleet(shown);
    assert!(
        shown.len() == 5 && shown.iter().all(|line| line.contains(" -CimSession hv4")),
        "{shown:?}"
    );
    let wrong = said(
        &hosts,
        "sim:fleet",
        "Set-VMSwitch nothing -Notes x -ComputerName hv4; Start-VM nothing -ComputerName hv4",
    );
    assert!(!wrong.contains("Get-VMSwitch."), "{wrong}");
    let bare = said(
        &hosts,
        "sim:fleet",
        "Get-VMNetworkAdapter db1 -ComputerName hv4",
    );
    assert!(
        bare.contains("virtual functions as PCI devices")
            && bare.contains("Get-NetAdapterSriovVf -CimSession hv4"),
        "{bare}"
    );
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

/// The files of a simulated host are its own, and the cmdlets for files reach them at its prompt.
#[test]
fn the_files_of_the_simulated_host_are_listed_tested_made_and_removed() {
    const IMAGES: &str = "/var/lib/libvirt/images";
    let hosts = Hosts::new();
    for (text, shows) in [
        ("Test-Path IMAGES/web1.qcow2; Test-Path IMAGES/none.qcow2", "True False"),
        (
            "(Get-ChildItem IMAGES -Filter *.iso).Name; (dir IMAGES/web*).Length -gt 0",
            "debian-13.iso windows-2025.iso True",
        ),
        (
            "(Get-Item IMAGES/web1.qcow2).BaseName; Resolve-Path IMAGES/debian-13.i* | % Path",
            "web1 IMAGES/debian-13.iso",
        ),
        (
            "New-VM a -MemoryStartupBytes 64MB -NewVHDPath a.qcow2 -NewVHDSizeBytes 1GB | Out-Null; Remove-VM a -Force 3> $null
             Remove-Item IMAGES/a.qcow2; Test-Path IMAGES/a.qcow2
             (New-VM a -MemoryStartupBytes 64MB -NewVHDPath a.qcow2 -NewVHDSizeBytes 1GB).Name",
            "False a",
        ),
        (
            "(New-Item -ItemType Directory /srv/vms/new/er).Name; mkdir /srv/vms/other | Out-Null
             (New-VHD /srv/vms/new/er/x.qcow2 -SizeBytes 1GB).Path; Remove-Item /srv/vms/new -Recurse; Test-Path /srv/vms/new; (dir /srv/vms).Name",
            "er /srv/vms/new/er/x.qcow2 False other",
        ),
        // What only this computer has stays seen beside it.
        ("(dir /).Name -contains 'srv'; (dir /).Name -contains 'proc'", "True True"),
    ] {
        let wanted = shows.replace("IMAGES", IMAGES);
        assert_eq!(said(&hosts, "sim", &text.replace("IMAGES", IMAGES)), wanted, "{text}");
    }
    let said_of = |text: &str| said(&hosts, "sim", &text.replace("IMAGES", IMAGES));
    let what_if =
        said_of("Remove-Item IMAGES/debian-13.iso -WhatIf; Test-Path IMAGES/debian-13.iso");
    assert!(
        what_if.contains("What if") && what_if.contains(" True"),
        "{what_if}"
    );
    let busy = said_of("Start-VM web1; Remove-Item IMAGES/web1.qcow2; Test-Path IMAGES/web1.qcow2");
    assert!(
        busy.contains("Stop-VM web1") && busy.contains("Vhd.InUse"),
        "{busy}"
    );
    assert!(busy.contains("True"), "{busy}");
    let kept = said_of("Remove-Item IMAGES/web2.qcow2; Test-Path IMAGES/web2.qcow2");
    assert!(
        kept.contains("'web2' has") && kept.contains("True"),
        "{kept}"
    );
    let gone = said_of(
        "Get-VMHardDiskDrive web2 | Remove-VMHardDiskDrive; Remove-Item IMAGES/web2.qcow2; Test-Path IMAGES/web2.qcow2",
    );
    assert_eq!(gone, "False");
    let folder = said_of("Remove-Item /srv -Recurse; Test-Path /srv/vms");
    assert!(
        folder.contains("SimulatedFile") && folder.contains("True"),
        "{folder}"
    );
    // What is in a file nobody knows, and what is written elsewhere is not written here.
    for text in [
        "Get-Content IMAGES/web1.qcow2",
        "Set-Content IMAGES/x.txt 1",
        "Copy-Item IMAGES/web1.qcow2 ./x.qcow2",
        "Copy-Item /etc/passwd IMAGES/passwd",
        "Get-FileHash IMAGES/web1.qcow2",
        "'x' | Out-File IMAGES/x.txt",
        "New-Item IMAGES/x.txt",
        "Clear-Content IMAGES/web1.qcow2",
    ] {
        let told = said_of(text);
        assert!(
            told.contains("SimulatedFile") && told.contains("help:"),
            "{text}: {told}"
        );
    }
    assert!(!std::path::Path::new(IMAGES).join("x.txt").exists());
    // A host of a fleet has files of its own.
    assert_eq!(
        hosts.fleet(&format!("Invoke-Command hv2 {{ Test-Path {IMAGES}/build1.qcow2 }}; Test-Path {IMAGES}/build1.qcow2")),
        ["True", "False"]
    );
}

/// What a simulated host advises to do with files works at its prompt, as it is written.
#[test]
fn what_the_simulated_host_advises_about_files_works() {
    let hosts = Hosts::new();
    for (text, step) in [
        (
            "Get-VHD /var/lib/libvirt/images/nope.qcow2",
            "Get-ChildItem ",
        ),
        (
            "Set-VMHardDiskDrive web2 -Path /var/lib/libvirt/images/nope.qcow2",
            "Get-ChildItem ",
        ),
        (
            "New-VHD /srv/vms/deep/a.qcow2 -SizeBytes 1GB",
            "New-Item -ItemType Directory ",
        ),
        (
            "New-VHD /var/lib/libvirt/images/debian-13.qcow2 -SizeBytes 1GB",
            "Remove-Item ",
        ),
    ] {
        let told = said(&hosts, "sim", text);
        let at = told.find(step).unwrap_or_else(|| panic!("{text}: {told}"));
        let command = told[at..].split(" id:").next().unwrap();
        let command = command.split(';').next().unwrap();
        let done = said(&hosts, "sim", &format!("{command} | Out-Null"));
        assert!(!done.contains("id:"), "{command}: {done}");
    }
    for text in [
        "New-VHD /nowhere/a.qcow2 -SizeBytes 1GB",
        "New-VM x -MemoryStartupBytes 64MB -NewVHDPath /nowhere/x.qcow2 -NewVHDSizeBytes 1GB",
    ] {
        let told = said(&hosts, "sim", text);
        assert!(!told.contains("Directory /nowhere"), "{text}: {told}");
        assert!(told.contains("/srv/vms"), "{text}: {told}");
    }
    let told = said(&hosts, "sim", "Add-VMDvdDrive web1 -Path /iso/debian.iso");
    assert!(
        told.contains("/var/lib/libvirt/images/debian-13.iso"),
        "{told}"
    );
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

/// A machine that has moved away is gone from its host, until it comes back.
#[test]
fn an_object_of_a_machine_that_comes_back_is_one_again() {
    let hosts = Hosts::new();
    hosts.fleet(PREPARED);
    let said = hosts.fleet(
        "$WarningPreference = 'SilentlyContinue'; $vm = Get-VM app1; $vm.IsDeleted
         Move-VM app1 hv2 -IncludeStorage -DestinationStoragePath /srv/vms; $vm.IsDeleted
         Move-VM app1 hv1 -ComputerName hv2 -IncludeStorage -DestinationStoragePath /srv/vms; $vm.IsDeleted",
    );
    assert_eq!(said, ["False", "True", "False"]);
}

/// What leads from an interface to its parts comes as an object or by the name of a property, as with Microsoft's cmdlets.
#[test]
fn a_property_with_the_name_of_an_interface_leads_to_what_it_has() {
    let hosts = Hosts::new();
    for command in [
        "Get-NetIPAddress",
        "Get-NetRoute",
        "Get-NetIPInterface",
        "Get-NetNeighbor",
    ] {
        let by_property = said(
            &hosts,
            "sim",
            &format!(
                "[pscustomobject]@{{ InterfaceAlias = 'eno1' }} | {command} | ForEach-Object ifIndex"
            ),
        );
        let by_name = said(
            &hosts,
            "sim",
            &format!("{command} -InterfaceAlias eno1 | ForEach-Object ifIndex"),
        );
        assert!(by_name.starts_with('2'), "{command}: {by_name}");
        assert_eq!(by_property, by_name, "{command}");
    }
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

/// The way on that a refusal names is the way on.
#[test]
fn a_machine_goes_back_to_where_its_old_disk_lies() {
    let hosts = Hosts::new();
    hosts.fleet("Enable-VMMigration -ComputerName hv1, hv2");
    let there = "Move-VM app1 hv2 -IncludeStorage -RetainVhdCopiesOnSource";
    assert_eq!(said(&hosts, "sim:fleet", there), "");
    let back = "Move-VM app1 hv1 -IncludeStorage -ComputerName hv2 -RetainVhdCopiesOnSource";
    let told = said(&hosts, "sim:fleet", back);
    let (_, step) = told
        .split_once("Remove it, if nothing needs it: ")
        .unwrap_or_else(|| panic!("{told}"));
    let (step, _) = step.split_once("; or ").unwrap_or_else(|| panic!("{told}"));
    assert_eq!(said(&hosts, "sim:fleet", step), "");
    assert_eq!(said(&hosts, "sim:fleet", back), "");
    assert_eq!(hosts.fleet("(Get-VM app1).Name"), ["app1"]);
    // What stays behind has a command, too.
    let told = said(
        &hosts,
        "sim:fleet",
        "Move-VM app1 hv2 -IncludeStorage -DestinationStoragePath /srv/vms",
    );
    let (_, step) = told
        .split_once("When you are sure: ")
        .unwrap_or_else(|| panic!("{told}"));
    assert_eq!(said(&hosts, "sim:fleet", step), "");
    assert_eq!(
        hosts.fleet("Test-Path /var/lib/libvirt/images/app1.qcow2"),
        ["False"]
    );
}

#[test]
fn a_rate_above_the_link_has_one_reason_before_and_after_the_start() {
    let hosts = Hosts::new();
    let why = "MaximumBandwidth (500000 Mbit/s; enp1s0f0 has 1000)";
    let text = "New-VMSwitch fast -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
        Connect-VMNetworkAdapter web1 -SwitchName fast; Set-VMNetworkAdapter web1 -IovWeight 100; Start-VM web1
        Set-VMNetworkAdapter web1 -MaximumBandwidth 500000000000";
    let told = said(&hosts, "sim", text);
    assert!(
        told.contains(why)
            && told.contains("Set-VMNetworkAdapter -VMName web1 -MaximumBandwidth 0"),
        "{told}"
    );
    assert!(!told.contains("kernel"), "{told}");
    let now = "(Get-VMNetworkAdapter web1).IovUsage; Stop-VM web1 -Force; Set-VMNetworkAdapter web1 -MaximumBandwidth 500000000000
        Start-VM web1 3> $null; (Get-VMNetworkAdapter web1).IovReasonDescription";
    let told = said(&hosts, "sim", now);
    assert!(told.starts_with("1 ") && told.contains(why), "{told}");
    for (rate, becomes) in [
        ("500000", Some("1 Mbit/s")),
        ("1500000", Some("2 Mbit/s")),
        ("2000000", None),
    ] {
        let told = said(
            &hosts,
            "sim",
            &format!("Set-VMNetworkAdapter web2 -MaximumBandwidth {rate}"),
        );
        assert_eq!(becomes.is_some(), told.contains("WARNING"), "{told}");
        assert!(told.contains(becomes.unwrap_or_default()), "{told}");
    }
}

/// A job's errors are where somebody wrote something.
#[test]
fn an_error_of_a_job_stands_at_the_line_that_was_written() {
    let hosts = Hosts::new();
    for (text, place) in [
        (
            "Start-VM nix -AsJob | Receive-Job -Wait",
            "Start-VM nix -AsJob",
        ),
        ("Start-Job { Get-VM nix } | Receive-Job -Wait", "Get-VM nix"),
        (
            "Get-VM web1 | Resume-VM -AsJob | Receive-Job -Wait",
            "Resume-VM -AsJob",
        ),
    ] {
        let told = said(&hosts, "sim", text);
        assert!(
            told.contains(place) && !told.contains("$cmdlet"),
            "{text}: {told}"
        );
    }
}

/// What came from a job or from another host is told as if it had happened here: which command it was, and the finer id.
#[test]
fn an_error_from_elsewhere_is_told_as_one_from_here() {
    let hosts = Hosts::new();
    for text in [
        "Get-VM nix",
        "Get-VM nix -ComputerName hv2",
        "Invoke-Command -ComputerName hv2 { Get-VM nix }",
        "$s = New-PSSession hv2; Invoke-Command $s { Get-VM nix }",
        "Start-Job { Get-VM nix } | Receive-Job -Wait",
        "Start-ThreadJob { Get-VM nix } | Receive-Job -Wait",
        "1 | ForEach-Object -Parallel { Get-VM nix }",
    ] {
        let told = said(&hosts, "sim:fleet", text);
        assert!(told.starts_with("× Get-VM"), "{text}: {told}");
        assert!(told.contains("GetVM (Vm.NotFound)"), "{text}: {told}");
        let own = hosts.fleet(&format!(
            "{text} 2> $null; $Error[0].Exception.Data['IovshErrorId']"
        ));
        assert_eq!(own, ["Vm.NotFound"], "{text}");
    }
}

/// Objects of CIM name the host where several are asked, or another one; at home no table has a column for it.
#[test]
fn what_comes_from_this_host_does_not_name_it() {
    let hosts = Hosts::new();
    for text in [
        "Get-NetIPAddress",
        "Get-NetRoute",
        "Get-NetNeighbor",
        "Get-NetIPInterface",
        "Get-DnsClientServerAddress",
        "Get-Disk",
        "Get-PhysicalDisk",
        "Get-Partition",
        "Get-Volume",
        "Get-NetAdapter",
        "Get-NetAdapterSriov",
    ] {
        let home = hosts.fleet(text).join("\n");
        assert!(
            !home.is_empty() && !home.contains("PSComputerName"),
            "{text}: {home}"
        );
        let named = hosts.fleet(&format!("@({text} | Where-Object PSComputerName).Count"));
        assert_eq!(named, ["0"], "{text}");
        let far = format!("{text} -CimSession hv2");
        assert!(
            hosts.fleet(&far).join("\n").contains("PSComputerName"),
            "{far}"
        );
        // Also behind a command of the language, which hands on what it gets, and from a script at the other host.
        let passed = hosts.fleet(&format!(
            "({far} | Where-Object {{ $true }}).PSComputerName | Select-Object -Unique
             (Invoke-Command -ComputerName hv2 {{ {text} }}).PSComputerName | Select-Object -Unique"
        ));
        assert!(
            passed.len() == 2 && passed.iter().all(|name| name.eq_ignore_ascii_case("hv2")),
            "{text}: {passed:?}"
        );
    }
}

#[test]
fn the_module_that_a_script_asks_for_is_handed_on() {
    let hosts = Hosts::new();
    assert_eq!(
        hosts.fleet("(Import-Module Hyper-V, netadapter -PassThru).Name"),
        ["Hyper-V", "NetAdapter"]
    );
}

/// A list of machines or of network adapters has the lines that it has on Hyper-V; `*` asks for all.
#[test]
fn a_list_without_a_wish_is_as_short_as_the_known_one() {
    let hosts = Hosts::new();
    let list = |text: &str| -> Vec<String> {
        let lines = hosts.fleet(text);
        let named = lines.iter().filter_map(|line| line.split_once(" :"));
        named.map(|(name, _)| name.trim_end().to_owned()).collect()
    };
    assert_eq!(
        list("Get-VM app1 | Format-List"),
        [
            "Name",
            "State",
            "CpuUsage",
            "MemoryAssigned",
            "MemoryDemand",
            "MemoryStatus",
            "Uptime",
            "Status",
            "ReplicationState",
            "Generation"
        ]
    );
    assert!(list("Get-VM app1 | Format-List *").len() > 60);
    let nic =
        hosts.fleet("$nic = (Get-NetAdapterSriov)[0].Name; Get-NetAdapter $nic | Format-List");
    assert!(
        nic.contains(&"InterfaceOperationalStatus : Up".to_owned())
            && nic.contains(&"LinkSpeed(Gbps)            : 1".to_owned()),
        "{nic:?}"
    );
    let names = "Name InterfaceDescription InterfaceIndex MacAddress MediaType PhysicalMediaType InterfaceOperationalStatus \
                 AdminStatus LinkSpeed(Gbps) MediaConnectionState ConnectorPresent DriverInformation";
    assert_eq!(
        list("Get-NetAdapter (Get-NetAdapterSriov)[0].Name | Format-List").join(" "),
        names
    );
}

/// An adapter that is not there is one error, not one more for each thing of it that was named.
#[test]
fn a_setting_of_no_adapter_is_one_error() {
    let hosts = Hosts::new();
    let told = said(
        &hosts,
        "sim",
        "Set-NetAdapterAdvancedProperty nix -DisplayName 'Jumbo Packet' -DisplayValue '9014 Bytes'",
    );
    assert_eq!(told.matches("id: ").count(), 1, "{told}");
    assert!(told.contains("'nix'"), "{told}");
    let told = said(
        &hosts,
        "sim",
        "Set-NetAdapterAdvancedProperty enp1s0f0 -DisplayName Nix -DisplayValue 1",
    );
    assert_eq!(told.matches("id: ").count(), 1, "{told}");
}

#[test]
fn what_hinders_a_start_names_who_and_what() {
    let hosts = Hosts::new();
    let told = said(
        &hosts,
        "sim",
        "New-VM n1 -MemoryStartupBytes 64MB -VHDPath /var/lib/libvirt/images/web1.qcow2 3> $null | Out-Null; Start-VM web1; Start-VM n1",
    );
    assert!(
        told.contains("Stop-VM web1") && told.contains("'web1', which is Running, has it"),
        "{told}"
    );
    let told = said(
        &hosts,
        "sim",
        "Add-VMHardDiskDrive web2 -Path /var/lib/libvirt/images/web1.qcow2",
    );
    assert!(told.contains("Stop-VM web1"), "{told}");
    for text in [
        "Set-VMProcessor web2 -Count 40",
        "Set-VM web2 -ProcessorCount 41",
        "New-VM p -MemoryStartupBytes 64MB -ProcessorCount 42 -NoVHD | Out-Null",
        "Start-VM web2",
    ] {
        let told = said(&hosts, "sim", text);
        assert!(told.contains("the host has 16"), "{text}: {told}");
    }
    let told = said(&hosts, "sim", "Set-VMProcessor p -Count 900; Start-VM p");
    assert!(told.contains("Set-VMProcessor p -Count"), "{told}");
    let told = said(&hosts, "sim", "Wait-VM legacy1 -Timeout 0");
    assert!(
        told.contains("WARNING: 'legacy1' is Off") && told.contains("Start-VM legacy1"),
        "{told}"
    );
}

/// No mistake of somebody who comes from Hyper-V is answered without a word on what to type instead.
#[test]
fn mistakes_in_a_line_have_a_next_step() {
    let hosts = Hosts::new();
    for (text, says) in [
        ("Get-VM | ? { $_.State -eq Running }", "'Running'"),
        ("Set-VMNetworkAdapter IovWeight 100 web1", "-IovWeight"),
        (
            "Add-VMNetworkAdapter web1 -IovWeight 100",
            "Set-VMNetworkAdapter has -IovWeight",
        ),
        (
            "Copy-VMFile web2 C:\\a.txt C:\\b.txt -FileSource Host",
            "begin with '/'",
        ),
        ("Clear-EventLog -LogName System", "journalctl"),
        ("Set-VMProcessor web1 -Count many", "takes a number"),
        ("Set-VMMemory web1 -StartupBytes much", "-StartupBytes 2GB"),
        (
            "Set-VMNetworkAdapter web1 -RouterGuard Yes",
            "Write -RouterGuard On.",
        ),
        (
            "Set-VMNetworkAdapter web1 -DhcpGuard $false",
            "Write -DhcpGuard Off.",
        ),
        (
            "Set-VMNetworkAdapter web1 -MacAddressSpoofing Perhaps",
            "-MacAddressSpoofing On or -MacAddressSpoofing Off",
        ),
        (
            "Add-VMNetworkAdapter web1; Set-VMFirmware web1 -FirstBootDevice (Get-VMNetworkAdapter web1)",
            "(Get-VMNetworkAdapter web1)[0]",
        ),
        ("Restore-VMSnapshot web1 -Name a", "-VMName web1"),
        ("Rename-VMSnapshot web1 a b", "-Name"),
        ("Restore-VMSnapshot a web9 -Confirm:$false", "web1"),
        (
            "Checkpoint-VM web1 -SnapshotName a; Restore-VMSnapshot web1 a",
            "-VMName web1 -Name a",
        ),
        ("Export-VMSnapshot web1 a /tmp/x", "-Name, then -Path"),
        ("Get-VM web1 | Stop-VM -Name x", "leave one of them out"),
        ("Get-VM web1 | Set-VM -Name x", "-NewVMName"),
        (
            "New-VMSwitch q -SwitchType Private | Get-VMNetworkAdapter",
            "Where-Object SwitchName -eq",
        ),
        (
            "Add-VMHardDiskDrive web1 -NewVHDSizeBytes 10GB",
            "NewVHDSizeBytes",
        ),
        ("New-VMSwitch n -SwitchType NAT", "New-NetNat"),
        ("Revert-VMSnapshot web1", "Restore-VMSnapshot"),
        ("start .", "Get-ChildItem"),
        ("sc query", "Get-Service"),
        ("Get-NetConnectionProfile", "Get-NetIPConfiguration"),
        ("Get-VMSwitch -ComputerName *", "one by one"),
        ("'x' | Out-File C:\\x.txt", "begin with '/'"),
        ("else { 2 }", "} else { }"),
        ("(Get-VM web1).Start()", "Start-VM does it"),
        ("(Get-VM web1).Delete()", "Remove-VM does it"),
        ("$x = 5; if ($x == 5) { 1 }", "-eq"),
        ("New-VM a -MemoryStartupBytes 1G", "1GB"),
        ("Set-VM web1 -MemoryStartupBytes '512 MiB'", "512MB"),
        (
            "New-VMSwitch a -SwitchType External",
            "use -NetAdapterName enp1s0f0",
        ),
        ("New-VMSwitch a", "use -NetAdapterName enp1s0f0"),
        ("Get VM", "Get-VM"),
        ("$x = (if ($true) { 1 })", "$(if"),
        ("Write-Output (switch (1) { 1 { 'a' } })", "$(switch ...)"),
        ("$x = (foreach ($i in 1..2) { $i })", "$(foreach ...)"),
        (
            "foreach ($i in 1..3) { $i } | Measure-Object",
            "& { foreach",
        ),
        ("@{ a = 1 b = 2 }", "semicolon"),
        ("@{ a = 1, b = 2 }", "semicolon"),
        ("$true and $false", "-and"),
        ("not $true", "-not $x"),
        ("A=1", "$A = 1."),
        ("NAME=x", "$NAME = 'x'."),
        (
            "Get-VM web1 | Connect-VMNetworkAdapter -SwitchName a",
            "| Get-VMNetworkAdapter | Connect-VMNetworkAdapter",
        ),
    ] {
        let told = said(&hosts, "sim", text);
        assert!(
            told.contains("help: ") && told.contains(says),
            "{text}: {told}"
        );
    }
}

#[test]
fn a_simulated_host_that_is_not_there_opens_no_prompt() {
    for words in [&[][..], &["Get-VM"], &["-Command", "1"]] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_iovsh"));
        let output = command
            .args(["--host", "sim:nix"])
            .args(words)
            .output()
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}: {told}");
        assert!(told.contains("sim:nix") || told.contains("'nix'"), "{told}");
        assert!(
            told.contains("no-iommu") && told.contains("fleet"),
            "{told}"
        );
    }
}
