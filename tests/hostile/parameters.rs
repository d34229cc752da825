//! Parameters keep their word: what was given has its effect, or a warning or an error says why not.

use iovsh::cmdlets::Services;

use crate::paper;

/// What a script shows on a fresh simulated host.
fn shows(script: &str) -> String {
    paper::shown(
        script,
        Services::in_memory("default").expect("the default host"),
    )
}

/// The script's own words at the end of a line each, and nothing else.
fn ends_in(script: &str, wanted: &[&str]) {
    let shown = shows(script);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines, wanted, "{script}");
}

/// The id that a line is refused with, and iovsh's own.
fn refused(script: &str, id: &str, own: &str) {
    let caught = format!(
        "try {{ & {{ $ErrorActionPreference = 'Stop'; {script} }} | Out-Null }} catch {{
             $_.FullyQualifiedErrorId.Split(',')[0]
             \"$($_.Exception.Data['IovshErrorId'])\"
         }}"
    );
    let shown = shows(&caught);
    let (word, finer) = shown.split_once('\n').unwrap_or((&shown, ""));
    assert_eq!((word, finer.trim()), (id, own), "{script}");
}

#[test]
fn contradictions_are_errors() {
    for script in [
        "Stop-VM web1 -Save -TurnOff",
        "Set-VMNetworkAdapter web1 -StaticMacAddress 00155D010203 -DynamicMacAddress",
        "Add-VMNetworkAdapter web1 -StaticMacAddress 00155D010203 -DynamicMacAddress",
        "Set-NetAdapterSriov enp1s0f0 -Enabled $false -NumVFs 3",
    ] {
        refused(script, "InvalidParameter", "");
    }
}

#[test]
fn what_has_no_effect_says_so() {
    for (script, parameter) in [
        (
            "Set-VMNetworkAdapter web1 -IovInterruptModeration High",
            "IovInterruptModeration",
        ),
        (
            "Set-VMNetworkAdapter web1 -IovQueuePairsRequested 4",
            "IovQueuePairsRequested",
        ),
        ("Set-VMNetworkAdapter web1 -VmqWeight 0", "VmqWeight"),
        ("Enable-NetAdapterSriov enp1s0f0 -NoRestart", "NoRestart"),
        ("Disable-NetAdapterSriov enp1s0f0 -NoRestart", "NoRestart"),
        (
            "Set-NetAdapterSriov enp1s0f0 -NumVFs 7 -NoRestart",
            "NoRestart",
        ),
        (
            "Get-NetAdapterSriov -IncludeHidden | Out-Null",
            "IncludeHidden",
        ),
        (
            "$c = [pscredential]::new('u', (ConvertTo-SecureString x -AsPlainText -Force)); Get-VM web1 -Credential $c | Out-Null",
            "Credential",
        ),
    ] {
        let shown = shows(script);
        let said = shown.lines().filter(|line| {
            line.starts_with("WARNING: ") && line.contains(&format!("-{parameter}"))
        });
        assert_eq!(said.count(), 1, "{script}\n{shown}");
    }
    // Once for a command, however many objects it has.
    let shown = shows("Get-VM | Set-VMNetworkAdapter -VmqWeight 0");
    assert_eq!(shown.matches("WARNING").count(), 1, "{shown}");
    // A switch that is off asks for nothing.
    ends_in("Enable-NetAdapterSriov enp1s0f0 -NoRestart:$false", &[]);
}

#[test]
fn a_bandwidth_reads_back_as_it_was_given() {
    ends_in(
        "Set-VMNetworkAdapter web1 -MaximumBandwidth 100MB
         (Get-VMNetworkAdapter web1).BandwidthSetting.MaximumBandwidth
         Set-VMNetworkAdapter web1 -MaximumBandwidth 500 -WarningAction Ignore
         (Get-VMNetworkAdapter web1).BandwidthSetting.MaximumBandwidth",
        &["104857600", "500"],
    );
    let shown = shows("Set-VMNetworkAdapter web1 -MaximumBandwidth 1500000 -Verbose");
    assert!(shown.contains("2 Mbit/s"), "{shown}");
    // What is far from what was asked is said unasked.
    let shown = shows("Set-VMNetworkAdapter web1 -MaximumBandwidth 500000");
    assert!(shown.contains("is 1 Mbit/s"), "{shown}");
}

#[test]
fn only_what_was_named_is_taken() {
    refused(
        "New-VMSwitch x -NetAdapterInterfaceDescription 'Intel(R) I350 Gigabit Network Connection'",
        "InvalidParameter",
        "Switch.AdapterAmbiguous",
    );
    refused(
        "New-VMSwitch x -NetAdapterName enp1s0f*",
        "InvalidParameter",
        "Switch.AdapterAmbiguous",
    );
    refused(
        "New-VMSwitch x -NetAdapterName none",
        "ObjectNotFound",
        "NetAdapter.NotFound",
    );
    refused(
        "New-VM v -VHDPath /nope/none.qcow2",
        "ObjectNotFound",
        "Vm.DiskNotFound",
    );
    refused(
        "New-VMSwitch x -SwitchType External",
        "ParameterArgumentValidationError",
        "",
    );
    ends_in(
        "(New-VM v -NewVHDPath /var/lib/libvirt/images/v.qcow2 -NewVHDSizeBytes 1GB).Name
         (New-VMSwitch x -NetAdapterName enp1s0f0, enp1s0f1).Name",
        &["v", "x"],
    );
}

#[test]
fn the_hosts_own_adapters_are_what_they_are() {
    let switch = "New-VMSwitch lan -NetAdapterName enp1s0f0 | Out-Null;";
    let bare = "New-VMSwitch lan -NetAdapterName enp1s0f0 -AllowManagementOS $false | Out-Null;";
    let add = "Add-VMNetworkAdapter -ManagementOS";
    refused(
        &format!("{switch} {add} -SwitchName lan"),
        "Adapter.NameInUse",
        "",
    );
    for (script, address) in [
        ("-StaticMacAddress 02155D010203", "02155D010203"),
        ("-DynamicMacAddress", "00155D0A3200"),
    ] {
        ends_in(
            &format!("{bare} ({add} -SwitchName lan -Name mgmt {script} -Passthru).MacAddress"),
            &[address],
        );
    }
    refused(
        "New-VMSwitch p -SwitchType Private | Out-Null; Add-VMNetworkAdapter -ManagementOS -SwitchName p",
        "HostAdapter.PrivateSwitch",
        "",
    );
    ends_in(
        &format!(
            "{bare} ({add} -SwitchName lan -Name lan -Passthru).Name; (Get-VMNetworkAdapter -ManagementOS).Name"
        ),
        &["lan", "lan"],
    );
    let remove = "Remove-VMNetworkAdapter -ManagementOS";
    for script in [
        "-Name Other -SwitchName lan",
        "-Name Other",
        "-SwitchName other",
    ] {
        refused(
            &format!("{switch} {remove} {script}"),
            "ObjectNotFound",
            "Adapter.NotFound",
        );
    }
    ends_in(
        &format!(
            "{switch} ({remove} -SwitchName lan -Passthru).Name; @(Get-VMNetworkAdapter -ManagementOS).Count"
        ),
        &["lan", "0"],
    );
}

#[test]
fn virtual_functions_are_not_taken_from_running_machines_without_a_word() {
    let running = "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
        Connect-VMNetworkAdapter web1 -SwitchName lan
        Set-VMNetworkAdapter web1 -IovWeight 100
        Start-VM web1";
    refused(
        &format!(
            "{running}
 Set-NetAdapterSriov enp1s0f0 -NumVFs 3"
        ),
        "Iov.VfInUse",
        "",
    );
    let shown = shows(&format!(
        "{running}\n Disable-NetAdapterSriov enp1s0f0\n (Get-VMNetworkAdapter web1).IovUsage"
    ));
    assert!(
        shown.contains("WARNING: ") && shown.contains("web1"),
        "{shown}"
    );
    assert!(shown.ends_with('0'), "{shown}");
}

#[test]
fn no_parameter_is_blamed_that_nobody_wrote() {
    for (script, parameter) in [
        ("Get-VMNetworkAdapter ''", "VMName"),
        ("Get-VM ''", "Name"),
        ("Set-VMNetworkAdapter web1, web2 -IovWeight 1", "VMName"),
        ("Start-VM ''", "Name"),
        ("Get-VMNetworkAdapterVlan ''", "VMName"),
    ] {
        let shown = shows(script);
        assert!(
            shown.contains(&format!("'{parameter}'")),
            "{script}\n{shown}"
        );
    }
}

#[test]
fn ids_are_those_that_scripts_for_hyperv_test() {
    for (script, id, own) in [
        ("Get-VM none", "InvalidParameter", "Vm.NotFound"),
        ("Start-VM none", "ObjectNotFound", "Vm.NotFound"),
        (
            "Set-VMNetworkAdapter none -IovWeight 1",
            "ObjectNotFound",
            "Vm.NotFound",
        ),
        (
            "Connect-VMNetworkAdapter web1 -Name none -SwitchName lan",
            "ObjectNotFound",
            "Switch.NotFound",
        ),
        (
            "Get-VMNetworkAdapter web1 -Name none",
            "ObjectNotFound",
            "Adapter.NotFound",
        ),
        ("Save-VM web1", "InvalidState", "Vm.InvalidState"),
        (
            "Start-VM web1; Remove-VM web1 -Force",
            "InvalidState",
            "Vm.Running",
        ),
        ("New-VM web1 -NoVHD", "Vm.NameInUse", ""),
        (
            "Get-NetAdapter none",
            "CmdletizationQuery_NotFound_Name",
            "",
        ),
    ] {
        refused(script, id, own);
    }
    ends_in(
        "try { Start-VM none -ErrorAction Stop } catch { $_.FullyQualifiedErrorId; $_.CategoryInfo.Category; $_.Exception.GetType().FullName }",
        &[
            "ObjectNotFound,Microsoft.HyperV.PowerShell.Commands.StartVM",
            "ObjectNotFound",
            "Microsoft.HyperV.PowerShell.VirtualizationException",
        ],
    );
}

#[test]
fn objects_of_a_host_show_and_are_not_set() {
    for (script, cmdlet) in [
        ("$vm = Get-VM web1; $vm.MemoryStartup = 4GB", "Set-VM"),
        ("$vm = Get-VM web1; $vm.Notes = 'a'", "Set-VM -Notes"),
        (
            "$a = Get-VMNetworkAdapter web1; $a.IovWeight = 100",
            "Set-VMNetworkAdapter -IovWeight",
        ),
        (
            "$a = Get-VMNetworkAdapter web1; $a.PSObject.Properties['IovWeight'].Value = 100",
            "",
        ),
        (
            "$n = Get-NetAdapterSriov enp1s0f0; $n.NumVFs++",
            "Set-NetAdapterSriov -NumVFs",
        ),
        (
            "$n = New-VMSwitch p -SwitchType Private; $n.Name = 'q'",
            "Rename-VMSwitch -NewName",
        ),
        (
            "(Get-VMHost).MacAddressMinimum = '00155D000000'",
            "Set-VMHost -MacAddressMinimum",
        ),
    ] {
        let shown = shows(script);
        assert!(
            shown.contains("ReadOnly property") && shown.contains(cmdlet),
            "{script}\n{shown}"
        );
    }
    ends_in(
        "$vm = Get-VM web1
         try { $vm.MemoryStartup = 4GB } catch { $_.FullyQualifiedErrorId }
         (Get-VM web1 | Get-Member MemoryStartup).Definition
         ($vm | Add-Member Mine 5 -PassThru).Mine
         $vm.Mine = 6; $vm.Mine",
        &[
            "PropertyAssignmentException",
            "long MemoryStartup {get;}",
            "5",
            "6",
        ],
    );
}

#[test]
fn types_are_those_that_reflection_shows() {
    ends_in(
        "(Get-Command Get-VM).Parameters.CimSession.ParameterType.FullName
         (Get-Command Get-VM).Parameters.Credential.ParameterType.FullName
         (Get-Command New-VM).Parameters.Version.ParameterType.FullName
         (Get-Command Remove-VM).Parameters.VM.ParameterType.FullName",
        &[
            "Microsoft.Management.Infrastructure.CimSession[]",
            "System.Management.Automation.PSCredential[]",
            "System.Version",
            "Microsoft.HyperV.PowerShell.VirtualMachine[]",
        ],
    );
}
