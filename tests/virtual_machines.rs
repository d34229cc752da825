//! What virtual machines are made of, on the simulated host: what changes while they run, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod paper;

use std::sync::Arc;

use iovsh::backend::Machine;
use iovsh::backend::model::Scope;
use iovsh::backend::sim::{SimMachine, fixture};
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

/// The sessions that docs/virtual-machines.md shows, each on a fresh host: what they write is what stands there.
#[test]
fn the_documentation_shows_what_is_shown() {
    let text = include_str!("../docs/virtual-machines.md");
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
fn what_needs_a_stop_is_refused_while_it_runs_and_done_when_it_is_off() {
    let changes = [
        "Set-VMProcessor web1 -Count 1",
        "Set-VMProcessor web1 -Count 12",
        "Set-VMProcessor web1 -ExposeVirtualizationExtensions $false",
        "Set-VMMemory web1 -StartupBytes 8GB",
        "Set-VMMemory web1 -DynamicMemoryEnabled $true",
        "Set-VMFirmware web1 -EnableSecureBoot On",
        "Enable-VMTPM web1",
        "Set-VMComPort web1 2 /run/x.sock",
        "Set-VMVideo web1 -ResolutionType Default",
        "Rename-VM web1 other1",
    ];
    for change in changes {
        let host = host();
        shown(&host, "Start-VM web1");
        assert_eq!(refused(&host, change), "Vm.InvalidState", "{change}");
        assert_eq!(
            shown(&host, &format!("Stop-VM web1 -TurnOff; {change}")),
            "",
            "{change}"
        );
        assert_eq!(
            shown(
                &host,
                "Start-VM web1, other1 -ErrorAction Ignore; Save-VM web1, other1 -ErrorAction Ignore; (Get-VM web1, other1 -ErrorAction Ignore).State"
            ),
            "Saved"
        );
    }
}

#[test]
fn what_can_change_while_it_runs_does() {
    let host = host();
    let made = shown(
        &host,
        "Set-VMProcessor web1 -Count 2 -MaximumCount 6; Start-VM web1",
    );
    assert_eq!(made, "");
    for (change, property, wanted) in [
        (
            "Set-VMProcessor web1 -Count 5",
            "(Get-VM web1).ProcessorCount",
            "5",
        ),
        (
            "Set-VMProcessor web1 -Maximum 50 -RelativeWeight 7",
            "Get-VMProcessor web1 | % { \"$($_.Maximum) $($_.RelativeWeight)\" }",
            "50 7",
        ),
        (
            "Set-VMMemory web1 -StartupBytes 1GB",
            "(Get-VM web1).MemoryAssigned / 1GB",
            "1",
        ),
        (
            "Set-VM web1 -AutomaticStartAction StartIfRunning -AutomaticStartDelay 20 -AutomaticStopAction ShutDown",
            "Get-VM web1 | % { \"$($_.AutomaticStartAction) $($_.AutomaticStartDelay) $($_.AutomaticStopAction)\" }",
            "StartIfRunning 20 ShutDown",
        ),
    ] {
        assert_eq!(shown(&host, change), "", "{change}");
        assert_eq!(shown(&host, property), wanted, "{change}");
    }
}

/// More than the host has is made all the same, and said: a host may get more, and its processors are shared.
#[test]
fn more_than_the_host_has_is_said_whoever_asks_for_it() {
    for line in [
        "New-VM big -MemoryStartupBytes 4TB -NoVHD",
        "New-VM big -MemoryStartupBytes 1GB -NoVHD | Set-VMMemory -StartupBytes 4TB",
        "New-VM big -MemoryStartupBytes 1GB -NoVHD | Set-VMProcessor -Count 500",
    ] {
        let told = shown(&host(), &format!("({line} 3>&1) -join ' '"));
        assert!(told.contains("the host has"), "{line}: {told}");
    }
    let told = shown(
        &host(),
        "New-VM small -MemoryStartupBytes 1GB -NoVHD 3>&1 | ForEach-Object GetType | ForEach-Object Name",
    );
    assert_eq!(told, "VirtualMachine");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let host = host();
    for (script, id) in [
        ("Rename-VM web1 web2", "Vm.NameInUse"),
        ("Rename-VM web1 a/b", "Vm.NameInvalid"),
        ("Set-VMProcessor web1 -Count 0", "InvalidParameter"),
        (
            "Set-VMProcessor web1 -Count 4 -MaximumCount 2",
            "Vm.ProcessorsInvalid",
        ),
        ("Set-VMMemory web1 -StartupBytes 1000", "Vm.MemoryInvalid"),
        ("Set-VMMemory web1 -MaximumBytes 4GB", "Vm.MemoryInvalid"),
        ("Set-VMMemory web1 -StartupBytes 31MB", "Vm.MemoryInvalid"),
        ("Set-VM web1 -MemoryStartupBytes 1MB", "Vm.MemoryInvalid"),
        ("Set-VMMemory web1 -StartupBytes 13TB", "Vm.MemoryInvalid"),
        (
            "Set-VMMemory web1 -DynamicMemoryEnabled $true -MinimumBytes 1MB -StartupBytes 1GB",
            "Vm.MemoryInvalid",
        ),
        (
            "Set-VM web1 -DynamicMemory -MemoryMaximumBytes 13TB",
            "Vm.MemoryInvalid",
        ),
        (
            "Set-VMMemory web1 -DynamicMemoryEnabled $true -MinimumBytes 2GB -StartupBytes 1GB",
            "Vm.MemoryInvalid",
        ),
        (
            "Set-VMFirmware web1 -FirstBootDevice (Get-VMNetworkAdapter web2)",
            "Vm.FirmwareInvalid",
        ),
        ("Set-VMComPort web1 1 '\\\\.\\pipe\\x'", "Vm.PathInvalid"),
        ("Set-VMComPort web1 3 /run/x", "InvalidParameter"),
        ("Set-VMComPort web1, web2 1 /run/x", "Vm.PathInvalid"),
        (
            "Get-VMComPort web1 | Set-VMComPort -Path /run/x",
            "Vm.PathInvalid",
        ),
        ("Get-VMBios web1", "Vm.WrongGeneration"),
        ("Set-VMBios web1 -StartupOrder CD", "Vm.WrongGeneration"),
        (
            "Set-VMBios web1 -EnableNumLock -WarningAction Ignore",
            "Vm.WrongGeneration",
        ),
        (
            "Set-VMFirmware web2 -FirstBootDevice (Get-VMHardDiskDrive web1)[0]",
            "Vm.FirmwareInvalid",
        ),
        (
            "Set-VMFirmware web1 -EnableSecureBoot On; Set-VMFirmware web1 -Uefi $false",
            "Vm.FirmwareInvalid",
        ),
        ("Set-VMMemory web1 -Priority 101", "InvalidParameter"),
        ("Set-VMMemory web1 -Priority -1", "InvalidParameter"),
        ("Set-VMMemory web1 -Buffer 4", "InvalidParameter"),
        ("Set-VMMemory web1 -Buffer 2001", "InvalidParameter"),
        ("Set-VM web1 -AutomaticStartDelay -1", "InvalidParameter"),
        ("Set-VM web1 -ProcessorCount 0", "InvalidParameter"),
        ("Set-VMVideo web1 Single 0 0", "InvalidParameter"),
        ("Set-VMVideo web1 Single 1024 65535", "InvalidParameter"),
        (
            "Set-VM web1 -DynamicMemory -StaticMemory",
            "InvalidParameter",
        ),
    ] {
        assert_eq!(refused(&host, script), id, "{script}");
    }
}

/// A machine of generation 1 has a BIOS, and whatever is said of UEFI is refused.
#[test]
fn firmware_is_changed_by_the_cmdlet_of_its_generation() {
    let host = host();
    shown(
        &host,
        "New-VM old1 -MemoryStartupBytes 1GB -Generation 1 -WarningAction SilentlyContinue | Out-Null",
    );
    for (script, id) in [
        (
            "Set-VMFirmware old1 -EnableSecureBoot On",
            "Vm.WrongGeneration",
        ),
        ("Set-VMFirmware old1 -Uefi $true", "Vm.WrongGeneration"),
        (
            "Set-VMFirmware old1 -FirstBootDevice (Get-VMNetworkAdapter old1)",
            "Vm.WrongGeneration",
        ),
        ("Set-VMBios old1 -StartupOrder CD", ""),
    ] {
        assert_eq!(refused(&host, script), id, "{script}");
    }
}

#[test]
fn keys_that_have_no_effect_are_told_of() {
    let host = host();
    let warns = |words: &str| {
        shown(
            &host,
            &format!(
                "Set-VMFirmware web1 {words} -WarningVariable w -WarningAction SilentlyContinue; $w.Count"
            ),
        )
    };
    let template = "-SecureBootTemplate MicrosoftUEFICertificateAuthority";
    assert_eq!(warns(template), "1");
    assert_eq!(warns(&format!("{template} -EnableSecureBoot On")), "0");
    assert_eq!(warns(template), "0");
    assert_eq!(warns("-SecureBootTemplate MicrosoftWindows"), "1");
    assert_eq!(
        refused(
            &host,
            "Set-VMFirmware web1 -SecureBootTemplate MicrosoftWindows -SecureBootTemplateId 272e7447-90a4-4563-a4b9-8e4ab00526ce"
        ),
        "NotSupported"
    );
}

#[test]
fn a_change_of_parts_is_handed_on_as_those_parts() {
    let host = host();
    let ports = "@(Get-VMComPort web1 2; Get-VMComPort web2 1) | Set-VMComPort -Path '' -Passthru | % { \"$($_.VMName) $($_.Name)\" }";
    assert_eq!(shown(&host, ports), "web1 COM 2\nweb2 COM 1");
    let services = "Enable-VMIntegrationService 'Guest Service Interface', VSS web1, web2 -Passthru | % { \"$($_.VMName) $($_.Name)\" }";
    assert_eq!(
        shown(&host, services),
        "web1 Guest Service Interface\nweb1 VSS\nweb2 Guest Service Interface\nweb2 VSS"
    );
    // What is behind a port comes back to the same one.
    let again = "Set-VMComPort web1 2 /run/two.sock; Set-VMComPort web1 2 /run/two.sock; (Get-VMComPort web1 2).Path";
    assert_eq!(shown(&host, again), "/run/two.sock");
}

/// What is not there any more is an error wherever its object is used, and nothing else is made of it.
#[test]
fn what_is_gone_is_an_error() {
    let made = "$gone = Get-VM web2; Checkpoint-VM web1 one; $was = Get-VMSnapshot web1 one; \
        Remove-VMSnapshot web1 one; Remove-VM web2 -Force -WarningAction SilentlyContinue";
    for (script, id) in [
        ("Wait-VM -VM $gone -Timeout 30", "Vm.NotFound"),
        ("Measure-VM -VM $gone", "Vm.NotFound"),
        ("Set-VMProcessor -VM $gone -Count 1", "Vm.NotFound"),
        ("Get-VMProcessor -VM $gone", "Vm.NotFound"),
        ("Start-VM -VM $gone", "Vm.NotFound"),
        ("Enable-VMResourceMetering -VM $gone", "Vm.NotFound"),
        ("Get-VMProcessor -VMSnapshot $was", "Checkpoint.NotFound"),
        ("Get-VMFirmware -VMSnapshot $was", "Checkpoint.NotFound"),
    ] {
        let host = host();
        assert_eq!(refused(&host, &format!("{made}; {script}")), id, "{script}");
    }
}

#[test]
fn a_renamed_machine_keeps_its_adapters_their_switch_and_their_wish() {
    let host = host();
    let made = shown(
        &host,
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
         Connect-VMNetworkAdapter web1 -SwitchName lan
         Set-VMNetworkAdapter web1 -IovWeight 100
         Rename-VM web1 shop1
         Start-VM shop1",
    );
    assert_eq!(made, "");
    let adapter =
        "Get-VMNetworkAdapter shop1 | % { \"$($_.SwitchName) $($_.IovWeight) $($_.IovUsage)\" }";
    assert_eq!(shown(&host, adapter), "lan 100 1");
}

#[test]
fn a_guest_is_asked_by_its_agent() {
    let host = host();
    assert_eq!(
        refused(&host, "Invoke-Command -VMName web2 { hostname }"),
        "Vm.InvalidState"
    );
    shown(&host, "Start-VM web1, web2");
    assert_eq!(
        shown(&host, "Invoke-Command -VMName web2 { hostname }"),
        "web2"
    );
    assert_eq!(
        refused(&host, "Invoke-Command -VMName web2 { nonsense }"),
        "Guest.ScriptFailed"
    );
    // Only the guest of web2 has an agent.
    assert_eq!(
        refused(&host, "Invoke-Command -VMName web1 { hostname }"),
        "Guest.NoAgent"
    );
    assert_eq!(refused(&host, "Wait-VM web1 -Timeout 0"), "Vm.WaitTimeout");
    assert_eq!(
        shown(
            &host,
            "Wait-VM web2 -For IPAddress -Timeout 0 -ErrorAction SilentlyContinue; (Get-VM web2).Heartbeat"
        ),
        "OkApplicationsUnknown"
    );
    assert_eq!(
        shown(&host, "(Get-VM web2).GuestSystem -like '*Linux*'"),
        "True"
    );
}

#[test]
fn a_service_that_is_off_does_nothing() {
    let host = host();
    shown(
        &host,
        "Start-VM web2; Set-Content /tmp/iovsh-copied.txt 'x'",
    );
    let copy = "Copy-VMFile web2 /tmp/iovsh-copied.txt /root/x -FileSource Host";
    assert_eq!(refused(&host, copy), "Guest.ServiceDisabled");
    shown(
        &host,
        "Enable-VMIntegrationService 'Guest Service Interface' web2",
    );
    assert_eq!(shown(&host, copy), "");
    assert_eq!(refused(&host, copy), "Guest.FileExists");
    assert_eq!(shown(&host, &format!("{copy} -Force")), "");
    shown(
        &host,
        "Disable-VMIntegrationService Shutdown, Heartbeat, 'Key-Value*' web2",
    );
    assert_eq!(refused(&host, "Stop-VM web2"), "Guest.ServiceDisabled");
    assert_eq!(
        shown(
            &host,
            "\"$((Get-VM web2).Heartbeat) $((Get-VM web2).GuestSystem)\""
        ),
        "Disabled"
    );
    assert_eq!(
        shown(
            &host,
            "Stop-VM web2 -Force -WarningAction SilentlyContinue; (Get-VM web2).State"
        ),
        "Off"
    );
    assert_eq!(
        refused(&host, "Enable-VMIntegrationService Nothing web2"),
        "Guest.ServiceNotFound"
    );
}

#[test]
fn an_address_comes_with_the_switch() {
    let host = host();
    shown(
        &host,
        "New-VMSwitch lan -NetAdapterName enp1s0f0 | Out-Null; Connect-VMNetworkAdapter web1 -SwitchName lan; Start-VM web1",
    );
    assert_eq!(shown(&host, "Wait-VM web1 -For IPAddress -Timeout 0; (Get-VMNetworkAdapter web1).IPAddresses -like '198.18.*'").lines().count(), 1);
}

#[test]
fn groups_hold_machines_or_groups_and_never_themselves() {
    let host = host();
    let made = shown(
        &host,
        "New-VMGroup web VMCollectionType | Out-Null; New-VMGroup all ManagementCollectionType | Out-Null
         Add-VMGroupMember web -VM (Get-VM web1, web2)
         Add-VMGroupMember all -VMGroupMember (Get-VMGroup web)",
    );
    assert_eq!(made, "");
    assert_eq!(
        shown(
            &host,
            "(Get-VMGroup all).VMGroupMembers.VMMembers.Name -join ','"
        ),
        "web1,web2"
    );
    assert_eq!(
        refused(&host, "New-VMGroup WEB VMCollectionType"),
        "Group.NameInUse"
    );
    assert_eq!(
        refused(&host, "Add-VMGroupMember all -VM (Get-VM web1)"),
        "Group.WrongKind"
    );
    assert_eq!(
        refused(
            &host,
            "Add-VMGroupMember all -VMGroupMember (Get-VMGroup all)"
        ),
        "Group.Circle"
    );
    assert_eq!(refused(&host, "Remove-VMGroup nobody"), "Group.NotFound");
    shown(&host, "Remove-VM web1 -Force; Rename-VM web2 shop");
    assert_eq!(
        shown(&host, "(Get-VMGroup web).VMMembers.Name -join ','"),
        "shop"
    );
    // Who is removed leaves its groups, with its id.
    let members = |host: &SimMachine| -> Vec<usize> {
        let state = host.snapshot(&Scope::PLAN).unwrap();
        let groups = state.desired.groups.iter();
        groups.map(|group| group.members.len()).collect()
    };
    assert_eq!(members(&host), [1, 1]);
    assert_eq!(
        refused(&host, "Remove-VMGroupMember web -VM (Get-VM legacy1)"),
        "Group.NotMember"
    );
    assert_eq!(
        refused(
            &host,
            "$gone = Get-VM legacy1; Remove-VM legacy1 -Force -WarningAction Ignore; Add-VMGroupMember web -VM $gone"
        ),
        "Vm.NotFound"
    );
    assert_eq!(
        refused(
            &host,
            "New-VMGroup none VMCollectionType | Out-Null; $gone = Get-VMGroup none; Remove-VMGroup none -Force; Add-VMGroupMember all -VMGroupMember $gone"
        ),
        "Group.NotFound"
    );
    assert_eq!(
        shown(
            &host,
            "(Get-VM shop).Groups.Name; $null -eq (Get-VM shop).Groups[0].VMMembers"
        ),
        "web\nTrue"
    );
    shown(&host, "Remove-VMGroup web -Force");
    assert_eq!(members(&host), [0]);
}

/// Each of twelve groups is in both of the next two: there are thousands of ways down, and as many objects would be made.
#[test]
fn groups_that_are_in_many_groups_are_shown_to_an_end() {
    let host = host();
    let made = shown(
        &host,
        "0..12 | % { foreach ($side in 'a', 'b') { New-VMGroup \"$side$_\" ManagementCollectionType | Out-Null } }
         1..12 | % { foreach ($side in 'a', 'b') { Add-VMGroupMember \"$side$_\" -VMGroupMember (Get-VMGroup \"a$($_ - 1)\", \"b$($_ - 1)\") } }",
    );
    assert_eq!(made, "");
    let count = "function Count($g) { $n = 1; foreach ($m in $g.VMGroupMembers) { $n += Count $m }; $n }; (Count (Get-VMGroup a12)) -le 1001";
    assert_eq!(shown(&host, count), "True");
}

/// What stands in an object of a machine is what the cmdlet of its part says.
#[test]
fn a_machine_and_its_checkpoint_have_their_parts() {
    let host = host();
    shown(
        &host,
        "Set-VMComPort web1 2 /run/two.sock
         Set-VMMemory web1 -DynamicMemoryEnabled $true -MinimumBytes 1GB -StartupBytes 2GB -MaximumBytes 4GB
         Enable-VMIntegrationService 'Guest Service Interface' web1
         Checkpoint-VM web1 one
         Set-VMComPort web1 2 ''",
    );
    let parts = "% { \"$($_.ComPort2.Path) $($_.DynamicMemoryEnabled) $($_.MemoryMinimum / 1GB) $($_.MemoryStartup / 1GB) $($_.MemoryMaximum / 1GB) \
        $(($_.VMIntegrationService | ? Enabled).Count)\" }";
    assert_eq!(
        shown(&host, &format!("Get-VMSnapshot web1 | {parts}")),
        "/run/two.sock True 1 2 4 6"
    );
    assert_eq!(
        shown(&host, &format!("Get-VM web1 | {parts}")),
        " True 1 2 4 6"
    );
}

#[test]
fn the_service_starts_and_stops_machines_as_they_were_told() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/guests.ps1");
    let host = host();
    let made = shown(
        &host,
        "New-VM late -MemoryStartupBytes 1GB | Out-Null
         Set-VM late -AutomaticStartAction Start -AutomaticStartDelay 1
         Set-VM web1 -AutomaticStartAction StartIfRunning -AutomaticStopAction ShutDown
         Set-VM web2 -AutomaticStartAction StartIfRunning -AutomaticStopAction Save
         Start-VM web1",
    );
    assert_eq!(made, "");
    assert_eq!(
        shown(&host, &format!("& '{script}' Stop; (Get-VM web1).State")),
        "Off"
    );
    assert_eq!(
        shown(
            &host,
            &format!(
                "& '{script}' Start; Get-VM late, web1, web2 | % {{ \"$($_.Name) $($_.State) $($_.RanAtShutdown)\" }}"
            )
        ),
        "late Running False\nweb1 Running False\nweb2 Off False"
    );
    // libvirt starts what has no delay, and nothing else.
    let by_libvirt = |host: &SimMachine| {
        let scope = iovsh::backend::Scope {
            vms: iovsh::backend::VmDetail::Full,
            ..iovsh::backend::Scope::NOTHING
        };
        let state = iovsh::backend::Machine::observe(host, &scope).unwrap();
        state
            .vms
            .iter()
            .filter(|vm| vm.autostart)
            .map(|vm| vm.name.clone())
            .collect::<Vec<_>>()
    };
    assert!(by_libvirt(&host).is_empty());
    shown(&host, "Set-VM late -AutomaticStartDelay 0");
    assert_eq!(by_libvirt(&host), ["late"]);
}

/// A machine may be called what another one's name matches, and nothing is done to that other one.
#[test]
fn the_service_takes_no_name_for_a_pattern() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/guests.ps1");
    let host = host();
    let made = shown(
        &host,
        "New-VM '*' -MemoryStartupBytes 1GB | Out-Null
         $all = Get-VM | ? Name -eq '*'
         Set-VM -VM $all -AutomaticStopAction TurnOff -AutomaticStartAction StartIfRunning
         Start-VM -VM $all; Start-VM web2",
    );
    assert_eq!(made, "");
    let seen = "Get-VM | ? Name -in '*', web1, web2 | % { \"$($_.Name) $($_.State) $($_.RanAtShutdown)\" }";
    assert_eq!(
        shown(&host, &format!("& '{script}' Stop; {seen}")),
        "* Off True\nweb1 Off False\nweb2 Running True"
    );
    assert_eq!(
        shown(&host, &format!("& '{script}' Start; {seen}")),
        "* Running False\nweb1 Off False\nweb2 Running False"
    );
}

#[test]
fn the_service_lets_a_paused_machine_go_on_and_shut_down() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/guests.ps1");
    let host = host();
    let made = "Set-VM web1 -AutomaticStopAction ShutDown; Start-VM web1; Suspend-VM web1";
    assert_eq!(shown(&host, made), "");
    assert_eq!(
        shown(&host, &format!("& '{script}' Stop; (Get-VM web1).State")),
        "Off"
    );
}

#[test]
fn force_turns_a_paused_machine_off() {
    let host = host();
    shown(&host, "Start-VM web1; Suspend-VM web1");
    assert_eq!(refused(&host, "Stop-VM web1"), "Vm.InvalidState");
    let said = shown(&host, "Stop-VM web1 -Force; (Get-VM web1).State");
    assert!(
        said.contains("paused guest cannot shut down") && said.ends_with("Off"),
        "{said}"
    );
}

/// What the unit files promise, and systemd would not: nobody stops all machines or takes their VFs by an upgrade of a package, no limit of time cuts
/// off what ends by itself, and nothing that waits is part of the host's start.
#[test]
fn units_that_act_when_the_host_goes_down_act_then_only() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging");
    let mut checked = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|end| end != "service") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let has = |line: &str| text.lines().any(|other| other == line);
        let name = path.display();
        if text.contains("\nExecStop=") {
            assert!(has("RefuseManualStop=yes"), "{name}");
            assert!(has("TimeoutStopSec=infinity"), "{name}");
            // One that is still being started is not asked to stop.
            assert!(has("ExecStart=/bin/true"), "{name}");
            checked += 1;
        }
        if text.contains("guests.ps1 Start") {
            assert!(has("Type=exec") && has("Restart=on-failure"), "{name}");
            checked += 1;
        }
    }
    assert_eq!(checked, 3);
}

#[test]
fn what_a_machine_uses_is_counted_with_its_virtual_function() {
    let host = host();
    assert_eq!(refused(&host, "Measure-VM web1"), "Vm.NotMetered");
    assert_eq!(
        refused(&host, "Reset-VMResourceMetering web1"),
        "Vm.NotMetered"
    );
    // What is not counted does not keep the others.
    let others = "Enable-VMResourceMetering web2; Reset-VMResourceMetering web1, web2 -ErrorVariable e -ErrorAction SilentlyContinue; $e.Count";
    assert_eq!(shown(&host, others), "1");
    shown(
        &host,
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
         Connect-VMNetworkAdapter web1 -SwitchName lan; Set-VMNetworkAdapter web1 -IovWeight 100
         Start-VM web1; Enable-VMResourceMetering web1",
    );
    // Time passes with what is done.
    shown(&host, "1..40 | % { Set-VM web2 -Notes \"$_\" }");
    host.edit_world(|world| {
        for vf in world.state.functions.iter_mut().flat_map(|f| &mut f.vfs) {
            vf.counters = Some(iovsh::backend::model::VfCounters {
                rx_bytes: 700 << 20,
                ..Default::default()
            });
        }
    })
    .unwrap();
    let report = shown(
        &host,
        "(Measure-VM web1).NetworkMeteredTrafficReport | % { \"$($_.Direction) $($_.TotalTraffic -ge 700)\" }",
    );
    assert_eq!(report, "Inbound True\nOutbound False");
    // What is counted already goes on; only Reset- begins anew.
    let traffic = "(Measure-VM web1).NetworkMeteredTrafficReport[0].TotalTraffic -ge 700";
    assert_eq!(
        shown(&host, &format!("Enable-VMResourceMetering web1; {traffic}")),
        "True"
    );
    assert_eq!(
        shown(
            &host,
            "(Measure-VM web1).AggregatedNormalizedIOCount -ge 100"
        ),
        "True"
    );
    assert_eq!(
        shown(
            &host,
            "Disable-VMResourceMetering web1; (Get-VM web1).ResourceMeteringEnabled"
        ),
        "False"
    );
}

#[test]
fn an_emulated_adapter_is_there_and_never_gets_a_virtual_function() {
    let host = host();
    shown(
        &host,
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
         Add-VMNetworkAdapter web1 -Name old -IsLegacy $true -SwitchName lan
         Set-VMNetworkAdapter web1 -Name old -IovWeight 100
         Start-VM web1 -WarningAction SilentlyContinue",
    );
    let adapter = "Get-VMNetworkAdapter web1 -Name old | % { \"$($_.IsLegacy) $($_.IovUsage) $($_.IPAddresses.Count)\" }";
    assert_eq!(shown(&host, adapter), "True 0 1");
    let why = shown(
        &host,
        "(Get-VM web1).SecondaryOperationalStatus; (Get-VM web1).SecondaryStatusDescription",
    );
    assert!(
        why.contains("IovBlockedByPolicy") && why.contains("emulated model"),
        "{why}"
    );
    // It keeps its kind when it is changed.
    shown(
        &host,
        "Disconnect-VMNetworkAdapter web1 old; Connect-VMNetworkAdapter web1 old -SwitchName lan",
    );
    assert_eq!(
        shown(&host, "(Get-VMNetworkAdapter web1 -Name old).IsLegacy"),
        "True"
    );
}

/// Hyper-V's objects follow what they show: scripts keep one in a variable and wait for what it says.
#[test]
fn an_object_of_a_machine_says_how_it_is_when_it_is_asked() {
    let host = host();
    let said = shown(
        &host,
        "$vm = Get-VM web1; $nic = Get-VMNetworkAdapter web1; $vm | Add-Member Mine 7
         \"$($vm.State) $($nic.IovUsage)\"
         New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
         Connect-VMNetworkAdapter web1 -SwitchName lan
         Set-VMNetworkAdapter web1 -IovWeight 100
         Start-VM $vm
         \"$($vm.State) $($nic.IovUsage) $($vm.NetworkAdapters[0].IovUsage) $($nic.SwitchName) $($vm.Mine)\"
         ($vm | Where-Object State -eq Running).Name
         ($vm | Format-Table State -HideTableHeaders | Out-String).Trim()
         Stop-VM web1 -TurnOff
         Rename-VM web1 front
         \"$($vm.Name) $($nic.VMName)\"
         \"$($vm.State) $($vm.IsDeleted)\"
         Remove-VM front -Force -WarningAction Ignore
         \"$($vm.Name) $($vm.IsDeleted) $($nic.IsDeleted)\"",
    );
    let wanted = [
        "Off 0",
        "Running 1 1 lan 7",
        "web1",
        "Running",
        "front front",
        "Off False",
        "front True True",
    ];
    assert_eq!(said, wanted.join("\n"));
}

/// As in Hyper-V, where the type of a switch without a NIC follows from whether the host is on it.
#[test]
fn a_switch_is_internal_when_the_host_is_on_it_and_private_when_not() {
    let host = host();
    let said = shown(
        &host,
        "$kind = { \"$((Get-VMSwitch own).SwitchType) $((Get-VMSwitch own).AllowManagementOS) $(@(Get-VMNetworkAdapter -ManagementOS | ? SwitchName -eq own).Count)\" }
         New-VMSwitch own -SwitchType Private | Out-Null; & $kind
         Set-VMSwitch own -AllowManagementOS $true; & $kind
         Set-VMSwitch own -AllowManagementOS $false; & $kind
         Set-VMSwitch own -SwitchType Internal; & $kind
         Set-VMSwitch own -SwitchType Private; & $kind",
    );
    let wanted = [
        "Private False 0",
        "Internal True 1",
        "Private False 0",
        "Internal True 1",
        "Private False 0",
    ];
    assert_eq!(said, wanted.join("\n"));
    for (command, id) in [
        ("Set-VMSwitch own -SwitchType External", "InvalidParameter"),
        (
            "Set-VMSwitch own -SwitchType Private -AllowManagementOS $true",
            "InvalidParameter",
        ),
        (
            "New-VMSwitch lan -NetAdapterName enp1s0f0 | Out-Null; Set-VMSwitch lan -SwitchType Private",
            "Switch.KeepsNic",
        ),
    ] {
        assert_eq!(refused(&host, command), id, "{command}");
    }
    let already = "Set-VMSwitch lan -SwitchType External; (Get-VMSwitch lan).SwitchType";
    assert_eq!(shown(&host, already), "External");
}

/// What was put down at a checkpoint stays as it was.
#[test]
fn an_adapter_of_a_checkpoint_does_not_follow_the_machine() {
    let said = shown(
        &host(),
        "$s = Checkpoint-VM web1 -Passthru; $nic = Get-VMNetworkAdapter -VMSnapshot $s
         Rename-VMNetworkAdapter web1 -NewName other; $nic.Name; (Get-VMNetworkAdapter web1).Name",
    );
    assert_eq!(said, "Network Adapter\nother");
}

/// Where the drives of a machine are, and what it boots by.
const MADE: &str = "$d = @(Get-VMHardDiskDrive m) + @(Get-VMDvdDrive m) | % { \"$($_.ControllerType) $($_.ControllerNumber):$($_.ControllerLocation) $($_.Path -replace '^.*/')\".Trim() }; $d; (Get-VM m).Generation";

#[test]
fn the_generation_is_a_difference() {
    let new = |words: &str| {
        let line = format!(
            "New-VM m -MemoryStartupBytes 512MB -NewVHDPath m.qcow2 -NewVHDSizeBytes 8GB {words} | Out-Null; {MADE}"
        );
        shown(&host(), &line)
    };
    assert_eq!(new("-Generation 1"), "IDE 0:0 m.qcow2\nIDE 1:0\n1");
    assert_eq!(new("-Generation 2"), "SCSI 0:0 m.qcow2\n2");
    assert_eq!(new(""), "SCSI 0:0 m.qcow2\n2");
    let kind = |words: &str| {
        shown(
            &host(),
            &format!("New-VM m -NoVHD {words} | Out-Null; (Get-VMFirmware m).Kind"),
        )
    };
    assert_eq!(kind("-Generation 2"), "UEFI");
    assert_eq!(kind(""), "BIOS");
    assert_eq!(kind("-Generation 2 -Kernel /boot/vmlinuz"), "BIOS");
    // A virtual function is for both.
    let vf = "New-VMSwitch f -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null; New-VM m -NoVHD -Generation 1 -SwitchName f | Out-Null; \
              Set-VMNetworkAdapter m -IovWeight 100; Start-VM m; (Get-VMNetworkAdapter m).IovUsage";
    assert_eq!(shown(&host(), vf), "1");
}

const CLOUD: &str = "New-VM c -MemoryStartupBytes 1GB -VHDPath /var/lib/libvirt/images/debian-13.qcow2 -Differencing";

#[test]
fn machines_of_one_cloud_image_have_disks_of_their_own() {
    let host = host();
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("id.pub");
    std::fs::write(&key, "# a comment\nssh-ed25519 AAAA me\n").unwrap();
    let line = format!(
        "{CLOUD} -VHDSizeBytes 20GB -Path /srv/vms -SshKey '{}' -UserData \"#cloud-config`nruncmd: [id]\" | Out-Null; $v = Get-VHD (Get-VMHardDiskDrive c).Path; \
         $v.Path; $v.ParentPath; $v.Size / 1GB; (Get-VMDvdDrive c).Path; Get-VMDvdDrive c | % {{ $_.ControllerType }}",
        key.display()
    );
    assert_eq!(
        shown(&host, &line),
        "/srv/vms/c.qcow2\n/var/lib/libvirt/images/debian-13.qcow2\n20\n/srv/vms/c.seed.iso\nIDE"
    );
    // The second one beside it; what is there is not written over.
    let again = CLOUD
        .replace("-VM c", "-VM c2")
        .replace("New-VM c ", "New-VM c2 ");
    assert_eq!(
        shown(&host, &format!("{again} -Path /srv/vms | % Name")),
        "c2"
    );
    assert_eq!(
        refused(
            &host,
            &format!("Remove-VM c -Force 3> $null; {CLOUD} -Path /srv/vms")
        ),
        "Vhd.Exists"
    );
    assert_eq!(shown(&host, "@(Get-VM c -ErrorAction Ignore).Count"), "0");
    // Only what is one is taken for a key, for user data, for a size.
    let nothing = folder.path().join("none");
    std::fs::write(&nothing, "hello\n").unwrap();
    for (words, id) in [
        (
            format!("-SshKey '{}'", nothing.display()),
            "InvalidParameter",
        ),
        (
            format!("-UserData '{}'", nothing.display()),
            "InvalidParameter",
        ),
        ("-UserData /no/such/file".to_owned(), "FileReadError"),
    ] {
        assert_eq!(
            refused(
                &host,
                &format!("{CLOUD} {words}").replace("New-VM c ", "New-VM c9 ")
            ),
            id,
            "{words}"
        );
    }
    assert_eq!(
        refused(
            &host,
            "New-VM x -VHDPath /var/lib/libvirt/images/web1.qcow2 -VHDSizeBytes 9GB"
        ),
        "InvalidParameter"
    );
}

#[test]
fn disks_are_removed_with_their_machine_only_when_that_is_asked_for_and_nobody_has_them() {
    let host = host();
    let there = "Test-VHD /var/lib/libvirt/images/debian-13.qcow2; Test-VHD /var/lib/libvirt/images/c.qcow2 -ErrorAction Ignore";
    shown(
        &host,
        &format!("{CLOUD} -SshKey 'ssh-ed25519 A' | Out-Null"),
    );
    assert_eq!(shown(&host, there), "True\nTrue");
    // -WhatIf names them, and nothing is done.
    let what_if = shown(&host, "Remove-VM c -RemoveDisks -WhatIf");
    assert!(
        what_if.contains("c.qcow2") && what_if.contains("c.seed.iso"),
        "{what_if}"
    );
    assert_eq!(shown(&host, there), "True\nTrue");
    // One that another machine's disk builds on.
    shown(
        &host,
        "New-VHD -ParentPath /var/lib/libvirt/images/c.qcow2 -Path /srv/vms/child.qcow2 | Out-Null; New-VM child -VHDPath /srv/vms/child.qcow2 | Out-Null",
    );
    assert_eq!(
        refused(&host, "Remove-VM c -RemoveDisks -Force"),
        "Vhd.InUse"
    );
    assert_eq!(shown(&host, "(Get-VM c).Name"), "c");
    shown(&host, "Remove-VM child -RemoveDisks -Force");
    // One with checkpoints.
    shown(&host, "Checkpoint-VM c -SnapshotName s");
    assert_eq!(
        refused(&host, "Remove-VM c -RemoveDisks -Force"),
        "Vm.HasCheckpoints"
    );
    shown(
        &host,
        "Remove-VMSnapshot c; Remove-VM c -RemoveDisks -Force",
    );
    assert_eq!(shown(&host, there), "True\nFalse");
    assert_eq!(
        shown(
            &host,
            "Test-VHD /var/lib/libvirt/images/c.seed.iso -ErrorAction Ignore"
        ),
        "False"
    );
}

#[test]
fn a_restart_waits_for_what_comes_after_it() {
    let host = host();
    // Nobody answers in web1, however long somebody waits; the machine was restarted all the same.
    shown(&host, "Start-VM web1, web2");
    assert_eq!(
        refused(
            &host,
            "Restart-VM web1 -Force -Wait -For Heartbeat -Timeout 1"
        ),
        "Vm.WaitTimeout"
    );
    assert_eq!(
        shown(
            &host,
            "Restart-VM web1, web2 -Force -Wait -Timeout 1 -Passthru -ErrorAction SilentlyContinue | % Name"
        ),
        "web2"
    );
    assert_eq!(
        shown(&host, "Restart-VM web2 -Force -Wait -WhatIf -Passthru"),
        shown(&host, "Restart-VM web2 -Force -WhatIf")
    );
}

#[test]
fn a_console_is_opened_where_it_is_and_else_the_way_is_told() {
    let host = host();
    assert_eq!(refused(&host, "vmconnect web1"), "Vm.InvalidState");
    assert_eq!(refused(&host, "vmconnect nosuch"), "Vm.NotFound");
    shown(&host, "Start-VM web1");
    assert_eq!(refused(&host, "vmconnect localhost web1"), "Vm.NoConsole");
    assert_eq!(refused(&host, "vmconnect hv9 web1"), "Vm.NoConsole");
    assert_eq!(
        shown(&host, "vmconnect.exe localhost web1 -Address"),
        shown(&host, "(Get-VM web1).Console")
    );
}

#[test]
fn the_paths_of_an_adapter_stand_side_by_side_and_a_model_says_that_it_is_one() {
    let host = host();
    assert_eq!(
        refused(&host, "Measure-VMNetworkAdapter web1"),
        "Vm.InvalidState"
    );
    shown(
        &host,
        "New-VMSwitch f -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null; Connect-VMNetworkAdapter web1 -SwitchName f; \
         Set-VMNetworkAdapter web1 -IovWeight 70; Add-VMNetworkAdapter web1 -Name old -IsLegacy $true; Start-VM web1",
    );
    let rows = "| % { \"$($_.Name): $($_.Path) $($_.Source) $($_.Bar.Length)\" }";
    assert_eq!(
        shown(&host, &format!("Measure-VMNetworkAdapter web1 {rows}")),
        "Network Adapter: VirtualFunction Model 15\nold: Emulated Model 16"
    );
    assert_eq!(
        shown(
            &host,
            &format!("Measure-VMNetworkAdapter web1 -Name 'Network*' -EachPath {rows}")
        ),
        "Network Adapter: VirtualFunction Model 16\nNetwork Adapter: Paravirtual Model 16"
    );
    assert_eq!(
        shown(
            &host,
            "(Get-VMNetworkAdapter web1 -Name 'Network Adapter').IovWeight"
        ),
        "70"
    );
}

#[test]
fn a_checkpoint_is_exported_as_the_machine_that_it_was() {
    let host = host();
    shown(
        &host,
        "Set-VM web1 -Notes before; Checkpoint-VM web1 -SnapshotName one; Set-VM web1 -Notes after -ProcessorCount 4; Start-VM web1",
    );
    assert_eq!(
        refused(
            &host,
            "Export-VMSnapshot two -VMName web1 -Path /srv/vms/out"
        ),
        "Checkpoint.NotFound"
    );
    assert_eq!(
        shown(
            &host,
            "Export-VMSnapshot one -VMName web1 -Path /srv/vms/out -Passthru | % Name; (Get-VM web1).State"
        ),
        "one\nRunning"
    );
    assert_eq!(
        refused(
            &host,
            "Get-VMSnapshot web1 | Export-VMSnapshot -Path /srv/vms/out"
        ),
        "Export.Exists"
    );
    assert_eq!(
        shown(
            &host,
            "$i = Import-VM /srv/vms/out/web1 -Copy -GenerateNewId -NewName web9 -VhdDestinationPath /srv/vms/web9; $i.Notes; $i.ProcessorCount; $i.State"
        ),
        "before\n2\nOff"
    );
}

#[test]
fn what_scripts_ask_of_key_protectors_and_extensions_is_answered() {
    let host = host();
    assert_eq!(
        shown(&host, "(Get-VMKeyProtector web1) -join ' '"),
        "0 0 0 4"
    );
    assert_eq!(
        shown(
            &host,
            "Set-VMKeyProtector web1 -NewLocalKeyProtector 3> $null; Enable-VMTPM web1; (Get-VMSecurity web1).TpmEnabled"
        ),
        "True"
    );
    assert_eq!(refused(&host, "Set-VMKeyProtector web1"), "NotSupported");
    assert_eq!(
        refused(&host, "Set-VMKeyProtector web1 -KeyProtector 1, 2"),
        "NotSupported"
    );
    shown(&host, "New-VMSwitch s -SwitchType Private | Out-Null");
    assert_eq!(
        shown(&host, "@(Get-VMSwitch s | Get-VMSwitchExtension).Count"),
        "0"
    );
    assert_eq!(
        refused(
            &host,
            "Get-VMSwitchExtension s -Name 'Microsoft NDIS Capture'"
        ),
        "Switch.ExtensionNotFound"
    );
    assert_eq!(
        refused(&host, "Get-VMSwitchExtension nosuch"),
        "Switch.NotFound"
    );
}

/// What a new machine boots from first is what its firmware shows, of both generations; a legacy adapter to boot from is one.
#[test]
fn a_new_machine_boots_from_what_was_asked_for() {
    let host = host();
    for (device, first) in [
        ("VHD", "IDE"),
        ("CD", "CD"),
        ("NetworkAdapter", "LegacyNetworkAdapter"),
        ("LegacyNetworkAdapter", "LegacyNetworkAdapter"),
    ] {
        let old = format!("old-{device}");
        assert_eq!(
            shown(
                &host,
                &format!(
                    "New-VM {old} -MemoryStartupBytes 1GB -Generation 1 -NoVHD -BootDevice {device} | Out-Null; (Get-VMBios {old}).StartupOrder[0]; (Get-VMNetworkAdapter {old}).IsLegacy"
                )
            ),
            format!("{first}\n{}", is_true(device == "LegacyNetworkAdapter")),
            "{device}"
        );
    }
    for (device, first) in [
        ("VHD", "Drive"),
        ("CD", "DvdDrive"),
        ("NetworkAdapter", "VMNetworkAdapter"),
    ] {
        let new = format!("new-{device}");
        let kind = shown(
            &host,
            &format!(
                "New-VM {new} -MemoryStartupBytes 1GB -Generation 2 -NewVHDPath {new}.qcow2 -NewVHDSizeBytes 1GB -BootDevice {device} | Out-Null; (Get-VMFirmware {new}).BootOrder[0].Device.GetType().Name"
            ),
        );
        assert!(kind.ends_with(first), "{device}: {kind}");
    }
    let warned = shown(
        &host,
        "New-VM last -MemoryStartupBytes 1GB -Generation 2 -NoVHD -BootDevice LegacyNetworkAdapter -WarningVariable w -WarningAction SilentlyContinue | Out-Null; $w.Count; (Get-VMNetworkAdapter last).IsLegacy",
    );
    assert_eq!(warned, "1\nFalse");
}

fn is_true(yes: bool) -> &'static str {
    if yes { "True" } else { "False" }
}

/// What a machine boots from are the objects of its drives and adapters, and the cmdlets that take such objects take them back.
#[test]
fn the_order_of_booting_is_made_of_devices() {
    let host = host();
    let made = "New-VM db1 -MemoryStartupBytes 1GB -Generation 2 -NewVHDPath db1.qcow2 -NewVHDSizeBytes 1GB -BootDevice CD | Out-Null;";
    assert_eq!(
        shown(
            &host,
            &format!(
                "{made} $order = (Get-VMFirmware db1).BootOrder; $order.Device.Name; $order[1].Device.Path; $order[2].Device.MacAddress -eq (Get-VMNetworkAdapter db1).MacAddress"
            )
        ),
        "DVD Drive on SCSI controller number 0 at location 1\nHard Drive on SCSI controller number 0 at location 0\nNetwork Adapter\n/var/lib/libvirt/images/db1.qcow2\nTrue"
    );
    for first in 0..3 {
        assert_eq!(
            shown(
                &host,
                &format!(
                    "$order = (Get-VMFirmware db1).BootOrder; $wanted = $order[{first}].Device; Set-VMFirmware db1 -FirstBootDevice $wanted; (Get-VMFirmware db1).BootOrder[0].Device.Id -eq $wanted.Id; (Get-VMFirmware db1).BootOrder.Count"
                )
            ),
            "True\n3"
        );
    }
    assert_eq!(
        shown(
            &host,
            "$order = (Get-VMFirmware db1).BootOrder.Device[2..0]; (Set-VMFirmware db1 -BootOrder $order -Passthru).BootOrder.Device.Id -join ' ' -eq ($order.Id -join ' ')"
        ),
        "True"
    );
    // Of a checkpoint they are those of the checkpoint, which nobody changes.
    assert_eq!(
        shown(
            &host,
            "Checkpoint-VM web1 one -WarningAction SilentlyContinue; $s = Get-VMSnapshot web1; @((Get-VMFirmware -VMSnapshot $s).BootOrder.Device | ? VMSnapshotName -eq one).Count"
        ),
        "2"
    );
}

/// A number that stands on the line is a version as it was written.
#[test]
fn a_version_is_taken_as_it_was_written() {
    let host = host();
    for version in ["5.0", "10.0", "'9.10'"] {
        assert_eq!(
            shown(
                &host,
                &format!(
                    "New-VM v1 -Version {version} -NoVHD -MemoryStartupBytes 1GB -WarningAction SilentlyContinue | % Name; Remove-VM v1 -Force"
                )
            ),
            "v1",
            "{version}"
        );
    }
}

/// A guest has the folders of a system, and those that were made in it.
#[test]
fn a_file_needs_a_folder_in_the_guest() {
    let host = host();
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("note.txt");
    std::fs::write(&note, "hello").unwrap();
    shown(
        &host,
        "Start-VM web2; Enable-VMIntegrationService 'Guest Service Interface' web2",
    );
    let copy = format!(
        "Copy-VMFile web2 '{}' -FileSource Host -DestinationPath",
        note.display()
    );
    assert_eq!(shown(&host, &format!("{copy} /var/tmp/a")), "");
    assert_eq!(
        refused(&host, &format!("{copy} /srv/deep/down/a")),
        "Guest.FolderMissing"
    );
    assert_eq!(
        shown(&host, &format!("{copy} /srv/deep/down/a -CreateFullPath")),
        ""
    );
    for made in ["/srv/deep/down/b", "/srv/deep/b"] {
        assert_eq!(shown(&host, &format!("{copy} {made}")), "", "{made}");
    }
    assert_eq!(
        refused(&host, &format!("{copy} /srv/other/a")),
        "Guest.FolderMissing"
    );
}

/// Who told the addresses of an adapter stands beside them.
#[test]
fn addresses_say_who_told_them() {
    let host = host();
    shown(
        &host,
        "New-VMSwitch lan -NetAdapterName enp1s0f0 | Out-Null; Connect-VMNetworkAdapter web1, web2 -SwitchName lan; Start-VM web1, web2",
    );
    let sources =
        "Get-VMNetworkAdapter web1, web2 | % { \"$($_.IPAddresses.Count) $($_.IPAddressSource)\" }";
    // web1 has no agent.
    assert_eq!(shown(&host, sources), "1 Neighbour\n1 Agent");
    // What only the agent knows nobody else tells.
    assert_eq!(
        shown(
            &host,
            "Get-VMNetworkAdapter web1, web2 | % { \"[$($_.GuestDefaultRoute)]\" }; Add-VMNetworkAdapter web2 -Name second -SwitchName lan; (Get-VMNetworkAdapter web2).GuestDefaultRoute -join ' '"
        ),
        "[]\n[True]\nTrue False"
    );
    shown(&host, "Remove-VMNetworkAdapter web2 -Name second");
    let inside = "Get-VMNetworkAdapter web1, web2 | % { \"[$($_.GuestDefaultRoutePath)] [$($_.GuestVFDriver)]\" }";
    assert_eq!(shown(&host, inside), "[] []\n[Paravirtual] []");
    shown(&host, "Disable-VMIntegrationService 'Key-Value*' web2");
    assert_eq!(shown(&host, sources), "1 Neighbour\n1 Neighbour");
    assert_eq!(
        shown(
            &host,
            "Stop-VM web2 -TurnOff; $null -eq (Get-VMNetworkAdapter web2).IPAddressSource"
        ),
        "True"
    );
}

/// Which driver has the VF in the guest, and which path its default route takes, the guest says itself.
#[test]
fn a_guest_says_who_drives_its_vf_and_which_way_it_sends() {
    let host = host();
    shown(
        &host,
        "New-VMSwitch fast -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null; Connect-VMNetworkAdapter web1, web2 -SwitchName fast
         'web1', 'web2' | % { Set-VMNetworkAdapter $_ -IovWeight 100 }; Start-VM web1, web2",
    );
    let inside = "Get-VMNetworkAdapter web1, web2 | % { \"$($_.IovUsage) [$($_.GuestDefaultRoutePath)] [$($_.GuestVFDriver)]\" }";
    let driver = shown(
        &host,
        "(Get-NetAdapter enp1s0f0).DriverFileName -replace '\\..*'",
    );
    let said = shown(&host, inside);
    // web1 has no agent: nobody knows.
    let web2 = said
        .strip_prefix("1 [] []\n1 [VirtualFunction] [")
        .unwrap_or_else(|| panic!("{said} {driver}"));
    assert!(web2.len() > 1 && web2.ends_with(']'), "{said}");
    shown(&host, "Set-VMNetworkAdapter web2 -IovWeight 0");
    assert_eq!(shown(&host, inside), "1 [] []\n0 [Paravirtual] []");
    shown(
        &host,
        "Set-VMNetworkAdapter web2 -IovWeight 100; Disable-VMIntegrationService 'Key-Value*' web2",
    );
    assert_eq!(shown(&host, inside), "1 [] []\n1 [] []");
}

/// Machines are named by their ids too, and arguments stand behind the script.
#[test]
fn a_script_runs_in_the_guest_with_this_id() {
    let host = host();
    shown(&host, "Start-VM web2");
    let said = "$id = (Get-VM web2).Id; Invoke-Command -VMId $id { echo $1 $2 } -ArgumentList one, two; Invoke-Command -VMId $id { hostname }";
    assert_eq!(shown(&host, said), "one two\nweb2");
    assert_eq!(
        refused(
            &host,
            "Invoke-Command -VMId ([guid]::NewGuid()) { hostname }"
        ),
        "Vm.NotFound"
    );
    for line in [
        "New-PSSession -VMName web2",
        "New-PSSession -VMId (Get-VM web2).Id",
        "Enter-PSSession -VMId (Get-VM web2).Id",
    ] {
        assert_eq!(refused(&host, line), "NotSupported", "{line}");
    }
}

/// What disks take is told for each and for all.
#[test]
fn the_report_of_a_machine_has_its_disks() {
    let host = host();
    shown(
        &host,
        "New-VHD /srv/vms/more.qcow2 -SizeBytes 3GB | Out-Null; Add-VMHardDiskDrive web1 -Path /srv/vms/more.qcow2; Enable-VMResourceMetering web1, web2; Start-VM web1",
    );
    let sizes = "$report = Measure-VM web1; ";
    assert_eq!(
        shown(
            &host,
            &format!(
                "{sizes} $report.TotalDiskAllocation -eq ((Get-VMHardDiskDrive web1 | Get-VHD | Measure-Object Size -Sum).Sum / 1MB); $report.HardDiskMetrics.VirtualHardDisk.Path -join ' '"
            )
        ),
        "True\n/var/lib/libvirt/images/web1.qcow2 /srv/vms/more.qcow2"
    );
    host.edit_world(|world| world.clock += 3600).unwrap();
    assert_eq!(
        shown(
            &host,
            &format!(
                "{sizes} $disks = $report.HardDiskMetrics; $disks[0].DataRead -gt 100; $disks[0].DataRead -eq $report.AggregatedDiskDataRead; $disks[1].NormalizedIOCount; $null -eq $disks[1].AverageLatency"
            )
        ),
        "True\nTrue\n0\nTrue"
    );
    // Nothing is told of a disk that cannot be read, and no figures of a machine that does not run.
    assert_eq!(
        shown(
            &host,
            "$report = Measure-VM web2; $report.HardDiskMetrics.Count; $null -eq $report.HardDiskMetrics[0].DataRead; $report.TotalDiskAllocation -gt 0"
        ),
        "1\nTrue\nTrue"
    );
    host.edit_world(|world| world.storage.images.remove("/srv/vms/more.qcow2"))
        .unwrap();
    assert_eq!(
        shown(&host, "$null -eq (Measure-VM web1).TotalDiskAllocation"),
        "True"
    );
}

/// The host says which versions of machines it runs, and which keys its firmware can trust.
#[test]
fn the_host_knows_its_versions_and_templates() {
    assert_eq!(
        shown(
            &host(),
            "(Get-VMHost).SupportedVmVersions -join ' ' -eq ((Get-VMHostSupportedVersion).Version -join ' '); (Get-VMHost).SecureBootTemplates.Name -contains 'MicrosoftUEFICertificateAuthority'; (Get-VMHost).SupportedVmVersions[0]"
        ),
        "True\nTrue\n7.2"
    );
}

/// Who has a team of two below its switch gets a virtual function of the other one, and is warned when there is none left.
#[test]
fn without_one_member_of_a_team_the_other_one_gives_virtual_functions() {
    let host = host();
    let said = shown(
        &host,
        "New-VMSwitch t -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
         Connect-VMNetworkAdapter web1 -SwitchName t; Set-VMNetworkAdapter web1 -IovWeight 100; Start-VM web1
         foreach ($nic in 'enp1s0f0', 'enp1s0f1') {
             Disable-NetAdapterSriov $nic -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
             \"$($warned.Count) $((Get-VMNetworkAdapter web1).IovUsage)\"
         }",
    );
    assert_eq!(said, "0 1\n1 0");
}

/// SR-IOV that goes off and on, or a number of virtual functions that is forgotten, takes no member from a team of the host, nor what is known of
/// how it was found: without its team it is as before.
#[test]
fn a_member_of_a_team_is_as_it_was_when_the_team_goes_whatever_became_of_its_virtual_functions() {
    for act in [
        "Disable-NetAdapterSriov enp1s0f1 -Confirm:$false -WarningAction Ignore; Enable-NetAdapterSriov enp1s0f1 -Confirm:$false",
        "Set-NetAdapterSriov enp1s0f1 -NumVFs 3 -Confirm:$false -WarningAction Ignore; Set-NetAdapterSriov enp1s0f1 -Reset -Confirm:$false -WarningAction Ignore",
    ] {
        let list = "Get-NetAdapter enp1s0f* | ForEach-Object { \"$($_.Name) $($_.Status) $((Get-NetAdapterSriov $_.Name).NumVFs)\" }";
        let host = host();
        let before = shown(&host, list);
        let made = format!(
            "New-NetLbfoTeam t1 enp1s0f0, enp1s0f1 -Confirm:$false | Out-Null; {act}; \"$((Get-NetLbfoTeam t1).Members)\""
        );
        assert_eq!(shown(&host, &made), "enp1s0f0 enp1s0f1", "{act}");
        let after = format!("Remove-NetLbfoTeam t1 -Confirm:$false; {list}");
        assert_eq!(shown(&host, &after), before, "{act}");
        assert!(before.contains("enp1s0f1 Up"), "{before}");
    }
}
