//! Machines, their names and adapters, and where their disks come to be.

use super::{PREPARED, said};
use crate::hosts::Hosts;

/// Of what was not asked about nothing is said again, and two adapters of one name are told apart.
#[test]
fn a_change_of_one_adapter_warns_of_that_one() {
    let hosts = Hosts::new();
    let make = "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -WarningAction Ignore | Out-Null
        Set-NetAdapterSriov enp1s0f0 -NumVFs 1
        New-VM t -SwitchName lan -MemoryStartupBytes 64MB | Out-Null
        Add-VMNetworkAdapter t -SwitchName lan; Add-VMNetworkAdapter t -Name n3 -SwitchName lan
        Set-VMNetworkAdapter t -IovWeight 50; Start-VM t -WarningAction Ignore";
    assert_eq!(said(&hosts, "sim", make), "");
    let all = said(
        &hosts,
        "sim",
        "Set-VMNetworkAdapterIsolation t -IsolationMode Vlan -DefaultIsolationID 5",
    );
    assert_eq!(all.matches("WARNING").count(), 2, "{all}");
    assert!(all.contains("'Network Adapter' (00-15-5D-"), "{all}");
    let one = said(
        &hosts,
        "sim",
        "Set-VMNetworkAdapterVlan t -VMNetworkAdapterName n3 -Access -VlanId 6",
    );
    assert_eq!(one.matches("WARNING").count(), 1, "{one}");
    assert!(one.contains("'n3' of 't'"), "{one}");
    let addresses = "(Get-VMNetworkAdapter t).IPAddresses | Sort-Object -Unique | Measure-Object | ForEach-Object Count";
    assert_eq!(said(&hosts, "sim", addresses), "3");
}

#[test]
fn a_machine_says_when_it_was_made_what_it_starts_with_and_what_it_can_have() {
    let hosts = Hosts::new();
    for (text, shows) in [
        (
            "$t = New-VM t -MemoryStartupBytes 64MB; $t.CreationTime -gt (Get-Date).AddMinutes(-5) -and $t.CreationTime -le (Get-Date)",
            "True",
        ),
        (
            "Rename-VM t u; Set-VM u -Notes x; (Get-VM u).CreationTime -gt (Get-Date).AddMinutes(-5)",
            "True",
        ),
        ("$null -eq (Get-VM web1).CreationTime", "True"),
        // One without -Generation has a BIOS, and may have what only machines with one have.
        (
            "Add-VMNetworkAdapter u -IsLegacy $true; @(Get-VMNetworkAdapter u -IsLegacy $true).Count",
            "1",
        ),
        (
            "New-VM g -Generation 2 -MemoryStartupBytes 64MB | Out-Null; New-VM old -Generation 1 -MemoryStartupBytes 64MB | Out-Null",
            "",
        ),
    ] {
        assert_eq!(said(&hosts, "sim", text), shows, "{text}");
    }
    let legacy = said(
        &hosts,
        "sim",
        "Add-VMNetworkAdapter g -IsLegacy $true; @(Get-VMNetworkAdapter g).Count",
    );
    assert!(
        legacy.contains("Vm.WrongGeneration") && legacy.starts_with('1'),
        "{legacy}"
    );
    for (machine, firmware, wrong) in [
        ("u", "a BIOS", "Get-VMBios"),
        ("g", "UEFI", "Get-VMBios"),
        ("old", "a BIOS", "Get-VMFirmware"),
    ] {
        let text = said(&hosts, "sim", &format!("{wrong} {machine}"));
        assert!(text.contains(&format!("has {firmware}")), "{text}");
    }
}

#[test]
fn names_are_the_same_whatever_their_case_in_any_alphabet_and_not_endless() {
    let hosts = Hosts::new();
    for (text, shows) in [
        (
            "New-VM café -MemoryStartupBytes 64MB | Out-Null; New-VMSwitch сеть -SwitchType Private | Out-Null",
            "",
        ),
        ("(Get-VM CAFÉ).Name", "café"),
        (
            "Connect-VMNetworkAdapter CafÉ -SwitchName СЕТЬ; (Get-VMNetworkAdapter café).SwitchName",
            "сеть",
        ),
        (
            "(New-VM ('x' * 100) -MemoryStartupBytes 64MB).Name.Length",
            "100",
        ),
    ] {
        assert_eq!(said(&hosts, "sim", text), shows, "{text}");
    }
    for (text, id) in [
        ("New-VM CAFÉ", "Vm.NameInUse"),
        ("New-VMSwitch СетЬ -SwitchType Private", "Switch.NameInUse"),
        ("New-VM ('x' * 101)", "Vm.NameInvalid"),
        ("Rename-VM web1 ('x' * 101)", "Vm.NameInvalid"),
        (
            "New-VMSwitch ('x' * 101) -SwitchType Private",
            "Switch.NameInvalid",
        ),
    ] {
        let wrong = said(&hosts, "sim", text);
        assert!(wrong.contains(id), "{text}: {wrong}");
    }
}

#[test]
fn two_checkpoints_of_one_machine_go_to_no_one_folder() {
    let hosts = Hosts::new();
    let make = "Checkpoint-VM web1 -SnapshotName d; Checkpoint-VM web1 -SnapshotName d; Checkpoint-VM web1 -SnapshotName e";
    assert_eq!(said(&hosts, "sim", make), "");
    for text in [
        "Export-VMSnapshot -VMName web1 -Name d -Path /srv/ex",
        "Export-VMSnapshot -VMName web1 -Name d, e -Path /srv/ex",
        "Get-VM web1 | Export-VMSnapshot -Name * -Path /srv/ex",
    ] {
        let wrong = said(&hosts, "sim", &format!("{text}; Test-Path /srv/ex"));
        assert!(
            wrong.contains("Checkpoint.Ambiguous") && wrong.starts_with("False"),
            "{wrong}"
        );
    }
    let one = "Export-VMSnapshot -VMName web1 -Name e -Path /srv/ex; Test-Path /srv/ex/web1";
    assert_eq!(said(&hosts, "sim", one), "True");
}

#[test]
fn a_migration_that_is_refused_is_written_down_at_both_ends() {
    let hosts = Hosts::new();
    hosts.fleet(PREPARED);
    let refused = said(&hosts, "sim:fleet", "Move-VM app1 hv2");
    assert!(refused.contains("Migration.Incompatible"), "{refused}");
    for host in ["hv1", "hv2"] {
        let events = format!(
            "Get-WinEvent -ComputerName {host} | Where-Object Id -eq 21502 | ForEach-Object {{ \"$($_.Id) $($_.VMName)\" }}"
        );
        assert_eq!(hosts.fleet(&events), ["21502 app1"], "{host}");
    }
}

#[test]
fn moved_disks_come_to_a_folder_that_is_made() {
    let hosts = Hosts::new();
    for (start, folder) in [("", "/srv/a/b"), ("Start-VM web1; ", "/srv/c")] {
        let text = format!("{start}Move-VMStorage web1 {folder}; (Get-VMHardDiskDrive web1).Path");
        let wanted = format!("{folder}/web1.qcow2");
        assert_eq!(said(&hosts, "sim", &text), wanted, "{text}");
    }
    let file = "Move-VMStorage web2 /var/lib/libvirt/images/debian-13.iso/x; (Get-VMHardDiskDrive web2).Path";
    let wrong = said(&hosts, "sim", file);
    assert!(
        wrong.contains("Export.NotAFolder") && wrong.contains("/images/web2.qcow2"),
        "{wrong}"
    );
}

#[test]
fn new_disks_that_name_no_folder_come_to_the_one_that_was_chosen() {
    let hosts = Hosts::new();
    for (text, shows) in [
        (
            "(Get-VMHost).VirtualHardDiskPath",
            "/var/lib/libvirt/images",
        ),
        (
            "Set-VMHost -VirtualHardDiskPath /srv/disks/; (Get-VMHost).VirtualHardDiskPath; Test-Path /srv/disks",
            "/srv/disks True",
        ),
        (
            "New-VM a -MemoryStartupBytes 64MB -NewVHDPath a.qcow2 -NewVHDSizeBytes 1GB | Out-Null; (Get-VMHardDiskDrive a).Path",
            "/srv/disks/a.qcow2",
        ),
        (
            "New-VM b -MemoryStartupBytes 64MB -Path /srv/vms -NewVHDPath b.qcow2 -NewVHDSizeBytes 1GB | Out-Null; (Get-VMHardDiskDrive b).Path",
            "/srv/vms/b.qcow2",
        ),
        (
            "Move-VMStorage a /srv/vms 3> $null; Export-VM a -Path /srv/ex; (Import-VM /srv/ex/a -Copy -GenerateNewId -NewName c -WarningAction Ignore | Get-VMHardDiskDrive).Path",
            "/srv/disks/a.qcow2",
        ),
        (
            "Set-VMHost -VirtualHardDiskPath /var/lib/libvirt/images; (Get-VMHost).VirtualHardDiskPath",
            "/var/lib/libvirt/images",
        ),
    ] {
        assert_eq!(said(&hosts, "sim", text), shows, "{text}");
    }
    let wrong = said(
        &hosts,
        "sim",
        "Set-VMHost -VirtualHardDiskPath /var/lib/libvirt/images/debian-13.iso",
    );
    assert!(wrong.contains("Export.NotAFolder"), "{wrong}");
}

/// One address for several adapters is refused as a whole: the first would have it, and the second be refused for that.
#[test]
fn one_address_is_not_given_to_several_adapters() {
    let hosts = Hosts::new();
    assert_eq!(
        said(&hosts, "sim", "Add-VMNetworkAdapter web1 -Name second"),
        ""
    );
    let addresses = "(Get-VMNetworkAdapter web1, web2).MacAddress -join ' '";
    let before = said(&hosts, "sim", addresses);
    for text in [
        "Set-VMNetworkAdapter web1 -StaticMacAddress 00155D112244",
        "Add-VMNetworkAdapter web1, web2 -Name third -StaticMacAddress 00155D112244",
    ] {
        let refused = said(&hosts, "sim", text);
        assert!(
            refused.contains("00-15-5D-11-22-44") || refused.contains("00:15:5d:11:22:44"),
            "{refused}"
        );
        assert_eq!(said(&hosts, "sim", addresses), before, "{text}");
    }
    let named = "Set-VMNetworkAdapter web1 -Name second -StaticMacAddress 00155D112244; (Get-VMNetworkAdapter web1 -Name second).MacAddress";
    assert_eq!(said(&hosts, "sim", named), "00155D112244");
}
