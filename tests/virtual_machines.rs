//! What virtual machines are made of, on the simulated host: what changes while they run, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

mod paper;

use std::sync::Arc;

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
        ("Get-VMBios web1", "Vm.WrongGeneration"),
        (
            "Set-VM web1 -DynamicMemory -StaticMemory",
            "InvalidParameter",
        ),
    ] {
        assert_eq!(refused(&host, script), id, "{script}");
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
