//! Migrations as they are typed: Move-VM, Compare-VM and how a host takes part, on the simulated fleet.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "migrating/hosts.rs"]
mod hosts;

use std::process::Stdio;
use std::time::{Duration, Instant};

use hosts::Hosts;
use iovsh::backend::sim::Fault;
use iovsh::backend::{Machine as _, Scope};

/// Two hosts with a switch each, and `job1` on the first, on a VF.
const PREPARED: &str = "\
    Enable-VMMigration -ComputerName hv1, hv2, hv3
    New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -ComputerName hv1 | Out-Null
    New-VMSwitch lan -NetAdapterName ens3f0np0 -EnableIov $true -ComputerName hv2 | Out-Null
    New-VM job1 -MemoryStartupBytes 512MB -SwitchName lan -ComputerName hv1 | Out-Null
    Set-VMNetworkAdapter job1 -IovWeight 100 -ComputerName hv1
    Start-VM job1 -ComputerName hv1";

/// Where job1 is, and how many VFs it has there.
const WHERE: &str = "Get-VM job1 -ComputerName hv1, hv2, hv3 -ErrorAction SilentlyContinue | ForEach-Object { \"$($_.ComputerName) $($_.State) $($_.NetworkAdapters[0].IovUsage)\" }";

fn prepared() -> Hosts {
    let hosts = Hosts::new();
    hosts.fleet(PREPARED);
    hosts
}

fn wrong(hosts: &Hosts, text: &str, id: &str) -> String {
    let (_, wrong) = hosts.run("sim:fleet", text);
    assert!(wrong.contains(id), "{text}: {wrong}");
    wrong
}

#[test]
fn a_vm_is_moved_by_its_name_its_object_and_in_a_job() {
    let hosts = prepared();
    hosts.fleet("Move-VM job1 hv2");
    assert_eq!(hosts.fleet(WHERE), ["HV2 Running 1"]);
    assert_eq!(
        hosts.fleet(
            "(Get-VM job1 -ComputerName hv2 | Move-VM -DestinationHost hv1 -Passthru).ComputerName"
        ),
        ["HV1"]
    );
    assert_eq!(hosts.fleet(WHERE), ["HV1 Running 1"]);
    assert_eq!(
        hosts.fleet("$job = Move-VM -VM (Get-VM job1) hv2 -AsJob; \"$(($job | Wait-Job).State)\"; Receive-Job $job"),
        ["Completed"]
    );
    assert_eq!(hosts.fleet(WHERE), ["HV2 Running 1"]);
    // An object goes where it is from, and is gone there afterwards.
    hosts.fleet("'job1' | Move-VM -DestinationHost hv1 -ComputerName hv2; Stop-VM job1 -TurnOff; Move-VM job1 hv2");
    assert_eq!(hosts.fleet(WHERE), ["HV2 Off 0"]);
}

#[test]
fn what_if_changes_nothing_at_either_end() {
    let hosts = prepared();
    let ends = ["hv1", "hv2"].map(|name| hosts.machine(name));
    let look = || {
        ends.each_ref().map(|end| {
            let mut state = end.snapshot(&Scope::REMOVE).unwrap();
            for vm in &mut state.vms {
                vm.uptime = 0;
            }
            (
                end.store().load().desired,
                state.vms,
                state.functions,
                state.fdb,
            )
        })
    };
    let before = look();
    let shown = hosts.fleet("Move-VM job1 hv2 -WhatIf").join("\n");
    for said in [
        "On hv2:",
        "On hv1:",
        "virsh migrate",
        "Take VF 0 of enp1s0f0 from 'job1'",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert_eq!(look(), before);
    assert_eq!(hosts.fleet(WHERE), ["HV1 Running 1"]);
}

#[test]
fn a_report_is_repaired_and_the_vm_itself_is_not_changed_by_that() {
    let hosts = prepared();
    hosts.fleet("Rename-VMSwitch lan wide -ComputerName hv2");
    wrong(&hosts, "Move-VM job1 hv2", "Migration.Incompatible");
    assert_eq!(
        hosts.fleet(
            "$report = Compare-VM job1 hv2; $report.Incompatibilities | ForEach-Object { \"$($_.MessageId) $($_.Source.VMName)\" }; \
             $report.Incompatibilities[0].Source | Connect-VMNetworkAdapter -SwitchName wide; \
             (Get-VMNetworkAdapter job1).SwitchName; \
             $again = Compare-VM -CompatibilityReport $report; $again.Incompatibilities.Count; \
             $again | Move-VM; (Get-VMNetworkAdapter job1 -ComputerName hv2).SwitchName"
        ),
        ["33012 job1", "lan", "0", "wide"]
    );
    assert_eq!(hosts.fleet(WHERE), ["HV2 Running 1"]);
    // The other way round: without a connection. That it has no VF then is said.
    assert_eq!(
        hosts.fleet(
            "$WarningPreference = 'SilentlyContinue'; $report = Compare-VM job1 hv1 -ComputerName hv2; $report.Incompatibilities[0].Source | Disconnect-VMNetworkAdapter; \
             (Get-VMNetworkAdapter job1 -ComputerName hv2).SwitchName; Move-VM -CompatibilityReport $report; \
             \"<$((Get-VMNetworkAdapter job1).SwitchName)>\""
        ),
        ["wide", "<>"]
    );
    assert_eq!(hosts.fleet(WHERE), ["HV1 Running 0"]);
}

#[test]
fn each_host_says_how_many_it_takes_part_in_and_whether() {
    let hosts = prepared();
    hosts.fleet("Set-VMHost -MaximumVirtualMachineMigrations 0 -ComputerName hv2");
    wrong(&hosts, "Move-VM job1 hv2", "Migration.LimitReached");
    hosts.fleet("Set-VMHost -MaximumVirtualMachineMigrations 1 -ComputerName hv2; Set-VMHost -MaximumVirtualMachineMigrations 0");
    wrong(&hosts, "Move-VM job1 hv2", "Migration.LimitReached");
    assert_eq!(
        hosts.fleet("Set-VMHost -MaximumVirtualMachineMigrations 3; (Get-VMHost).MaximumVirtualMachineMigrations; (Disable-VMMigration -ComputerName hv2 -Passthru).VirtualMachineMigrationEnabled"),
        ["3", "False"]
    );
    let said = wrong(&hosts, "Move-VM job1 hv2", "Migration.Disabled");
    assert!(
        said.contains("Enable-VMMigration -ComputerName hv2"),
        "{said}"
    );
    hosts.fleet("Enable-VMMigration -ComputerName hv2; Disable-VMMigration");
    wrong(&hosts, "Move-VM job1 hv2", "Migration.Disabled");
    assert_eq!(hosts.fleet(WHERE), ["HV1 Running 1"]);
    // What was refused or failed is an event.
    assert_eq!(
        hosts.fleet("(Get-WinEvent -ComputerName hv2 | Where-Object Id -eq 21501).Count -gt 0"),
        ["True"]
    );
}

/// How a host takes part is no matter of its virtual machines: they keep what they have.
#[test]
fn a_running_vm_keeps_its_vf_whatever_its_host_is_told() {
    let hosts = prepared();
    let claims = || hosts.machine("hv1").store().load().desired.claims;
    let before = claims();
    assert_eq!(before.len(), 1);
    for text in [
        "Enable-VMMigration",
        "Set-VMHost -MaximumVirtualMachineMigrations 4",
        "Set-VMHost -MacAddressMinimum 00155D010000 -MacAddressMaximum 00155D0100F0",
        "Add-VMMigrationNetwork 10.0.0.0/8; Remove-VMMigrationNetwork *",
        "Disable-VMMigration; Enable-VMMigration",
    ] {
        assert_eq!(hosts.fleet(text), [""; 0], "{text}");
        assert_eq!(claims(), before, "{text}");
    }
    assert_eq!(hosts.fleet(WHERE), ["HV1 Running 1"]);
}

/// Hosts and sessions stand in the same place: a text is the name of a host, whichever parameters stand beside it.
#[test]
fn a_name_in_the_place_of_a_destination_is_a_host() {
    let hosts = prepared();
    assert_eq!(
        hosts.fleet("Move-VM job1 hv2 -Vhds @{ SourceFilePath = '/a'; DestinationFilePath = '/b' } -VirtualMachinePath /srv -WarningAction SilentlyContinue"),
        Vec::<String>::new()
    );
    assert_eq!(hosts.fleet(WHERE), ["HV2 Running 1"]);
    assert_eq!(
        hosts.fleet("Move-VM job1 hv1 -Vhds @{ SourceFilePath = '/a'; DestinationFilePath = '/b' } -ComputerName hv2 -WarningAction SilentlyContinue; Move-VM job1 (New-CimSession hv2)"),
        Vec::<String>::new()
    );
    assert_eq!(hosts.fleet(WHERE), ["HV2 Running 1"]);
}

#[test]
fn networks_are_listed_changed_and_removed() {
    let hosts = Hosts::new();
    let list = "Get-VMMigrationNetwork | ForEach-Object { \"$($_.Subnet) <$($_.Priority)>\" }";
    hosts.fleet("Add-VMMigrationNetwork 10.1.2.3/8 -Priority 5; Add-VMMigrationNetwork 192.168.1.7; Add-VMMigrationNetwork fd00::/16");
    assert_eq!(
        hosts.fleet(list),
        ["10.0.0.0/8 <5>", "192.168.1.7 <>", "fd00::/16 <>"]
    );
    assert_eq!(
        hosts.fleet("(Get-VMMigrationNetwork 1*).Subnet"),
        ["10.0.0.0/8", "192.168.1.7"]
    );
    assert_eq!(hosts.fleet("(Get-VMMigrationNetwork x*).Count"), ["0"]);
    hosts.fleet("Set-VMMigrationNetwork 1* -NewPriority 7; Set-VMMigrationNetwork fd00::/16 -NewSubnet fd01::/16");
    assert_eq!(
        hosts.fleet(list),
        ["10.0.0.0/8 <7>", "192.168.1.7 <7>", "fd01::/16 <>"]
    );
    for (text, id) in [
        (
            "Add-VMMigrationNetwork nonsense",
            "Migration.NetworkInvalid",
        ),
        (
            "Add-VMMigrationNetwork 10.9.9.9/8",
            "Migration.NetworkInUse",
        ),
        (
            "Set-VMMigrationNetwork 10.0.0.0/8 -NewSubnet 192.168.1.7",
            "Migration.NetworkInUse",
        ),
        (
            "Set-VMMigrationNetwork 172.16.0.0/12 -NewPriority 1",
            "Migration.NetworkNotFound",
        ),
        (
            "Remove-VMMigrationNetwork 172.16.0.0/12",
            "Migration.NetworkNotFound",
        ),
    ] {
        wrong(&hosts, text, id);
    }
    hosts.fleet("Remove-VMMigrationNetwork fd*; Remove-VMMigrationNetwork x*; Add-VMMigrationNetwork 192.168.1.7 -ComputerName hv2; Get-VMMigrationNetwork 192* -ComputerName hv2 | Remove-VMMigrationNetwork");
    assert_eq!(hosts.fleet(list), ["10.0.0.0/8 <7>", "192.168.1.7 <7>"]);
    hosts.fleet("Get-VMMigrationNetwork 192* | Remove-VMMigrationNetwork");
    assert_eq!(hosts.fleet(list), ["10.0.0.0/8 <7>"]);
    assert_eq!(
        hosts.fleet("(Get-VMMigrationNetwork -ComputerName hv2).Count"),
        ["0"]
    );
    // A host that has no address in the networks that it has chosen takes none.
    hosts.fleet(PREPARED);
    hosts.fleet("Add-VMMigrationNetwork 203.0.113.0/24 -ComputerName hv2");
    let said = wrong(&hosts, "Move-VM job1 hv2", "Migration.Incompatible");
    assert!(said.contains("no address in the networks"), "{said}");
    hosts.fleet("Set-VMHost -UseAnyNetworkForMigration $true -ComputerName hv2; Move-VM job1 hv2");
    assert_eq!(hosts.fleet(WHERE), ["HV2 Running 1"]);
}

#[test]
fn a_destination_that_cannot_be_is_an_error_and_nothing_is_changed() {
    let hosts = prepared();
    for (text, id, words) in [
        ("Move-VM job1 hv9", "Host.NotInFleet", "hv1, hv2, hv3, hv4"),
        ("Move-VM job1 ''", "Move-VM", "DestinationHost"),
        (
            "Move-VM job1 hv1",
            "Migration.Incompatible",
            "is on hv1 already",
        ),
        (
            "Move-VM job1 hv3",
            "Migration.Incompatible",
            "New-VMSwitch lan",
        ),
        (
            "Move-VM job1 ssh://far1",
            "Migration.OtherKind",
            "real hosts",
        ),
        (
            "Move-VM job1 ssh://nowhere",
            "Host.NameUnknown",
            "ssh -G nowhere",
        ),
        ("Move-VM none hv2", "Vm.NotFound", "none"),
        (
            "Move-VM build1 hv1 -ComputerName hv3",
            "Vm.NotFound",
            "build1",
        ),
        (
            "Move-VM job1 -DestinationHost hv2 -Vhds @{ SourceFilePath = '/x' }",
            "Migration.VhdsInvalid",
            "DestinationFilePath",
        ),
    ] {
        let said = wrong(&hosts, text, id);
        assert!(said.contains(words), "{text}: {said}");
        assert_eq!(hosts.fleet(WHERE), ["HV1 Running 1"], "{text}");
    }
    // One of the same name is there.
    hosts.fleet("New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv2 | Out-Null");
    let said = wrong(&hosts, "Move-VM job1 hv2", "Migration.Incompatible");
    assert!(said.contains("with the same name"), "{said}");
}

#[test]
fn two_go_at_once_and_the_third_waits_for_its_turn() {
    let hosts = prepared();
    hosts.fleet(
        "foreach ($n in 'job2', 'job3') { New-VM $n -MemoryStartupBytes 512MB -SwitchName lan | Out-Null; Set-VMNetworkAdapter $n -IovWeight 100; Start-VM $n }",
    );
    hosts.fleet("$jobs = 'job1', 'job2' | ForEach-Object { Move-VM $_ hv2 -AsJob }; $jobs | Wait-Job | Receive-Job");
    assert_eq!(
        hosts.fleet("Get-VM -Name job* -ComputerName hv2 | ForEach-Object { \"$($_.Name) $($_.State) $($_.NetworkAdapters[0].IovUsage)\" }"),
        ["job1 Running 1", "job2 Running 1"]
    );
    hosts.fleet("'job3' | Move-VM -DestinationHost hv2; Get-VM -Name job* -ComputerName hv2 | Move-VM -DestinationHost hv1");
    assert_eq!(
        hosts.fleet("(Get-VM job* -ComputerName hv1).Count; (Get-VM job* -ComputerName hv2).Count"),
        ["3", "0"]
    );
}

/// A process that moves job1 and stands still where the target is asked to make ready.
fn on_its_way(hosts: &Hosts) -> std::process::Child {
    let slow = Fault {
        change: "MigratePrepare".to_owned(),
        delay_ms: 120_000,
        ..Fault::default()
    };
    let target = hosts.machine("hv2");
    target.edit_world(|world| world.faults.push(slow)).unwrap();
    let mover = hosts
        .command("sim:fleet", "Move-VM job1 hv2")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let source = hosts.machine("hv1");
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let state = source.snapshot(&Scope::REMOVE).unwrap();
        let vm = state.vm_named("job1").unwrap();
        let leaves = state.desired.migration_of(vm.id).is_some();
        let committed = source.store().read_intent().unwrap().is_none();
        if leaves && committed && vm.adapters[0].vf.is_none() {
            break;
        }
        assert!(Instant::now() < until, "it does not leave");
        std::thread::sleep(Duration::from_millis(20));
    }
    mover
}

/// It dies, and the target is as fast as ever.
fn dies(hosts: &Hosts, mut mover: std::process::Child) {
    mover.kill().unwrap();
    mover.wait().unwrap();
    let target = hosts.machine("hv2");
    target.edit_world(|world| world.faults.clear()).unwrap();
}

/// Who looks for it where it was is told where it is, until it comes back.
#[test]
fn one_that_has_left_is_looked_for_where_it_is() {
    let hosts = prepared();
    hosts.fleet("Move-VM job1 hv2");
    for text in ["Get-VM JOB1", "Stop-VM job1"] {
        let (_, said) = hosts.run("sim:fleet", text);
        let name = text.split(' ').next_back().unwrap();
        let step = format!("It was migrated to hv2: Get-VM {name} -ComputerName hv2");
        assert!(said.contains(&step), "{text}: {said}");
    }
    hosts.fleet(
        "Move-VM job1 hv1 -ComputerName hv2; Stop-VM job1 -TurnOff -Force; Remove-VM job1 -Force",
    );
    let (_, said) = hosts.run("sim:fleet", "Get-VM job1");
    assert!(!said.contains("migrated"), "{said}");
}

/// What is to be done about a machine of another host is typed here: it names the host.
#[test]
fn the_next_step_of_a_comparison_names_the_host_that_the_machine_is_on() {
    let hosts = prepared();
    let said = hosts.fleet(
        "Move-VM job1 hv2; Suspend-VM job1 -ComputerName hv2
         (Compare-VM job1 hv1 -ComputerName hv2).Incompatibilities | ForEach-Object { \"$($_.MessageId) $($_.NextStep)\" }",
    );
    assert_eq!(said.len(), 1, "{said:?}");
    let step = said[0].strip_prefix("90011 Resume it first: ").unwrap();
    hosts.fleet(step);
    assert_eq!(hosts.fleet(WHERE), ["HV2 Running 1"]);
}

#[test]
fn while_it_moves_it_says_so_and_nobody_else_changes_it() {
    let hosts = prepared();
    let mover = on_its_way(&hosts);
    assert_eq!(
        hosts.fleet("$vm = Get-VM job1; $vm.Status; \"$($vm.PrimaryOperationalStatus) $($vm.SecondaryOperationalStatus)\"; $vm.PrimaryStatusDescription"),
        ["Migrating to hv2", "InService MigratingVirtualMachine", "In service"]
    );
    for text in [
        "Stop-VM job1 -TurnOff -Force",
        "Suspend-VM job1",
        "Set-VMNetworkAdapter job1 -IovWeight 0",
        "Move-VM job1 hv3",
        "Remove-VM job1 -Force",
        // Somebody is at it: not even so.
        "Start-VM job1 -Force",
    ] {
        let said = wrong(&hosts, text, "Vm.Migrating");
        assert!(said.contains("migrates to hv2"), "{text}: {said}");
    }
    dies(&hosts, mover);
    // Whoever looks next puts it right, and says so.
    let (_, said) = hosts.run("sim:fleet", "Get-VM job1 | Out-Null");
    assert!(said.contains("was cut off: it did not leave hv1"), "{said}");
    assert_eq!(hosts.fleet(WHERE), ["HV1 Running 1"]);
    hosts.fleet("Move-VM job1 hv2");
    assert_eq!(hosts.fleet(WHERE), ["HV2 Running 1"]);
}

#[test]
fn one_that_was_cut_off_is_not_started_while_the_other_end_is_silent_unless_by_force() {
    let hosts = prepared();
    let mover = on_its_way(&hosts);
    dies(&hosts, mover);
    // The other host is gone: nothing of it can be read.
    let (world, away) = (
        hosts.path("near/sim-fleet-hv2/world.json"),
        hosts.path("away"),
    );
    std::fs::rename(&world, &away).unwrap();
    std::fs::write(&world, "no world").unwrap();
    let (shown, said) = hosts.run("sim:fleet", "(Get-VM job1).Status");
    assert_eq!(shown, "Migrating to hv2\n");
    assert!(
        said.contains("It is not known whether 'job1' has migrated"),
        "{said}"
    );
    let said = wrong(&hosts, "Start-VM job1", "Vm.Migrating");
    assert!(said.contains("Start-VM job1 -Force"), "{said}");
    let (shown, _) = hosts.run(
        "sim:fleet",
        "Start-VM job1 -Force -WhatIf; (Get-VM job1).Status",
    );
    assert!(shown.ends_with("Migrating to hv2\n"), "{shown}");
    let (shown, said) = hosts.run(
        "sim:fleet",
        "Start-VM job1 -Force; Get-VM job1 | ForEach-Object { \"$($_.Status) $($_.State) $($_.NetworkAdapters[0].IovUsage)\" }",
    );
    assert_eq!(shown, "Operating normally Running 1\n", "{said}");
    assert!(said.contains("hv2 must not run it"), "{said}");
    // It is back, and has not heard of that.
    std::fs::rename(&away, &world).unwrap();
    let (_, said) = hosts.run("sim:fleet", "Get-VM -ComputerName hv2 | Out-Null");
    assert!(said.contains("it did not leave hv1"), "{said}");
    hosts.fleet("Move-VM job1 hv2");
    assert_eq!(hosts.fleet(WHERE), ["HV2 Running 1"]);
}

#[test]
fn one_that_is_expected_and_will_not_come_is_forgotten_by_force() {
    let hosts = prepared();
    let mover = on_its_way(&hosts);
    dies(&hosts, mover);
    let world = hosts.path("near/sim-fleet-hv1/world.json");
    std::fs::write(&world, "no world").unwrap();
    let there = |text: &str| hosts.run("sim:fleet/hv2", text);
    let (_, said) = there("Start-VM job1 -Force");
    assert!(said.contains("is expected no longer"), "{said}");
    assert!(said.contains("Vm.NotFound"), "{said}");
    assert_eq!(there("Get-VM | Out-Null"), (String::new(), String::new()));
}

#[test]
fn hosts_behind_ssh_that_do_not_reach_each_other_stay_as_they_were() {
    let hosts = Hosts::new();
    let (_, said) = hosts.run(
        "ssh://home",
        "Enable-VMMigration -ComputerName far1, far2
         New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -ComputerName far1, far2 | Out-Null
         New-VM job1 -MemoryStartupBytes 512MB -SwitchName lan -ComputerName far1 | Out-Null
         Set-VMNetworkAdapter job1 -IovWeight 100 -ComputerName far1
         Start-VM job1 -ComputerName far1",
    );
    assert_eq!(said, "");
    // Both call themselves `sim`, and are two all the same.
    let (shown, said) = hosts.run(
        "ssh://home",
        "(Compare-VM job1 far2 -ComputerName far1).Incompatibilities.Count; Move-VM job1 far2 -ComputerName far1",
    );
    assert_eq!(shown, "0\n", "{said}");
    assert!(said.contains("far2"), "{said}");
    let (shown, said) = hosts.run(
        "ssh://home",
        "Get-VM job1 -ComputerName far1 | ForEach-Object { \"$($_.Status) $($_.State) $($_.NetworkAdapters[0].IovUsage)\" }; (Get-VM -Name job* -ComputerName far2).Count",
    );
    assert_eq!(shown, "Operating normally Running 1\n0\n", "{said}");
    assert_eq!(said, "");
}

/// The sessions that docs/migration.md shows, each on a fresh fleet: what they write is what stands there.
#[test]
fn the_documentation_shows_what_is_shown() {
    let text = include_str!("../docs/migration.md");
    let sessions: Vec<&str> = text
        .split("```iovsh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert!(sessions.len() >= 3);
    for session in sessions {
        let hosts = Hosts::new();
        let lines = session.lines().map(str::trim_end);
        let (typed, said): (Vec<&str>, Vec<&str>) = lines
            .filter(|line| !line.is_empty())
            .partition(|line| line.starts_with("PS> "));
        let typed: Vec<&str> = typed
            .iter()
            .filter_map(|line| line.strip_prefix("PS> "))
            .collect();
        assert_eq!(hosts.fleet(&typed.join("\n")), said);
    }
}

/// Every number that a report can have is explained.
#[test]
fn the_documentation_knows_every_message_id() {
    let ids = include_str!("../src/backend/policy/migration/compare.rs");
    let page = include_str!("../docs/migration.md");
    let numbers = ids
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub const "))
        .filter_map(|line| line.split(" = ").nth(1))
        .map(|number| number.trim_end_matches(';'))
        .filter(|number| *number != "90900");
    for number in numbers {
        assert!(page.contains(&format!("| {number} | ")), "{number}");
    }
}
