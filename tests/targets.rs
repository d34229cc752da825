//! Many targets of one command: how often the host is looked at, what becomes of the others when one fails, and what was accepted
//! before a pipeline failed.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

mod paper;

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use iovsh::backend::commit::{NoObserver, Options, recover};
use iovsh::backend::host::transact;
use iovsh::backend::model::{GuestAnswer, GuestQuestion, Scope, Uuid, VmState};
use iovsh::backend::plan::Change;
use iovsh::backend::policy::{self, Intent};
use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::backend::state::Store;
use iovsh::backend::{Category, Events, HostError, Machine, State};
use iovsh::cmdlets::Services;
use iovsh::shell::stack::with_large_stack;

/// A host that counts looks and commits, and that refuses one change.
struct Witness {
    host: SimMachine,
    looks: AtomicUsize,
    changes: AtomicUsize,
    /// The changes with these numbers, from 1, are refused.
    refused: Mutex<RangeInclusive<usize>>,
    /// At the look with this number, from 1, the machine with this name is gone.
    vanishes: Mutex<Option<(usize, &'static str)>>,
    /// Pieces of files that guests were sent, and the number of one that is refused.
    pieces: AtomicUsize,
    fails_at: AtomicUsize,
}

impl Witness {
    fn of(host: SimMachine) -> Arc<Self> {
        Arc::new(Self {
            host,
            looks: AtomicUsize::new(0),
            changes: AtomicUsize::new(0),
            refused: Mutex::new(0..=0),
            vanishes: Mutex::default(),
            pieces: AtomicUsize::new(0),
            fails_at: AtomicUsize::new(0),
        })
    }

    /// Counts changes anew, and refuses those with these numbers.
    fn refuse(&self, numbers: RangeInclusive<usize>) {
        self.changes.store(0, Ordering::Relaxed);
        *self.refused.lock().unwrap() = numbers;
    }

    /// Runs a line; gives what it shows, and how often it looked.
    ///
    /// What was seen of a host is believed for half a second: a machine that is slow looks once more for each of them, which does not count.
    fn run(self: &Arc<Self>, line: &str) -> (String, usize) {
        const BELIEVED: u128 = 500;
        self.looks.store(0, Ordering::Relaxed);
        let began = Instant::now();
        let (host, line) = (self.clone(), format!("PS> {line}"));
        let shown = with_large_stack(move || paper::play(&line, Services::of(host)));
        let shown = shown.expect("a thread");
        let aged = usize::try_from(began.elapsed().as_millis() / BELIEVED).expect("a short run");
        let looks = self.looks.load(Ordering::Relaxed);
        (shown, looks.saturating_sub(aged).max(looks.min(1)))
    }
}

impl Machine for Witness {
    fn name(&self) -> &str {
        self.host.name()
    }

    fn store(&self) -> &Store {
        self.host.store()
    }

    fn observe(&self, scope: &Scope) -> Result<State, HostError> {
        let look = self.looks.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some((at, name)) = *self.vanishes.lock().unwrap()
            && at == look
        {
            self.host
                .edit_world(|world| world.state.vms.retain(|vm| vm.name != name))?;
        }
        self.host.observe(scope)
    }

    fn apply(&self, change: &Change) -> Result<(), HostError> {
        let number = self.changes.fetch_add(1, Ordering::Relaxed) + 1;
        if self.refused.lock().unwrap().contains(&number) {
            return Err(HostError::new(
                "Test.Refused",
                Category::ResourceBusy,
                "The test refused this.",
            ));
        }
        self.host.apply(change)
    }

    fn ask_guest(&self, vm: Uuid, question: &GuestQuestion) -> Result<GuestAnswer, HostError> {
        let is_piece = matches!(question, GuestQuestion::Write { .. });
        let number = self
            .pieces
            .fetch_add(usize::from(is_piece), Ordering::Relaxed)
            + 1;
        if is_piece && number == self.fails_at.load(Ordering::Relaxed) {
            return Err(HostError::new(
                "Test.Refused",
                Category::ResourceBusy,
                "The agent of the test is gone.",
            ));
        }
        self.host.ask_guest(vm, question)
    }

    fn watch(&self, scope: &Scope) -> Result<Events, HostError> {
        self.host.watch(scope)
    }
}

fn fresh() -> Arc<Witness> {
    Witness::of(SimMachine::in_memory(
        fixture("default").expect("a fixture"),
    ))
}

/// Everything that a plan may change, without what the clock changes.
fn picture(host: &dyn Machine) -> State {
    let mut state = host.snapshot(&Scope::PLAN).expect("to observe");
    for vm in &mut state.vms {
        vm.uptime = 0;
        vm.facts.cpu_usage = None;
    }
    state
}

fn running(host: &dyn Machine) -> Vec<String> {
    let state = host.snapshot(&Scope::PLAN).expect("to observe");
    let running = state.vms.iter().filter(|vm| vm.state == VmState::Running);
    running.map(|vm| vm.name.clone()).collect()
}

/// A command looks at its targets, at the host under the lock, and at what became of it.
#[test]
fn a_command_looks_at_the_host_three_times() {
    /// Makes the switch and takes the machines there, not counted.
    const BEFORE: &str = "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null; \
         Get-VMNetworkAdapter web1 | Connect-VMNetworkAdapter -SwitchName lan";
    let counted = |line: &str| {
        let host = fresh();
        host.run(BEFORE);
        let (shown, looks) = host.run(line);
        assert!(!shown.contains(" × "), "{shown}");
        looks
    };
    for line in [
        "Get-VM | Out-Null",
        "Get-VMNetworkAdapter * | Out-Null",
        "Get-NetAdapterSriov | Out-Null",
    ] {
        assert_eq!(counted(line), 1, "{line}");
    }
    for line in [
        "Set-VMNetworkAdapter web1 -IovWeight 100",
        "Start-VM web1",
        "Set-NetAdapterSriov enp1s0f1 -NumVFs 4",
        "New-VMSwitch other -SwitchType Private | Out-Null",
        "Remove-VMSwitch lan -Force",
        "Rename-VMNetworkAdapter -VMName web1 -NewName front",
        // What is there already changes nothing, and needs no look back.
        "Set-VMNetworkAdapter web1 -IovWeight 0",
    ] {
        let looks = counted(line);
        assert!(looks <= 3, "{line}: {looks} looks");
    }
}

/// What Get-VM gives is looked up once for all that came at the same time, and not once for each.
#[test]
fn a_command_that_reads_looks_once_for_all_its_objects() {
    let host = fresh();
    let (made, _) = host.run(
        "1..60 | ForEach-Object { New-VM \"many$_\" -NoVHD -MemoryStartupBytes 32MB } | Out-Null; $vms = Get-VM many*",
    );
    assert!(!made.contains(" × "), "{made}");
    for reads in [
        "Get-VMProcessor",
        "Get-VMMemory",
        "Get-VMFirmware",
        "Get-VMComPort",
        "Get-VMIntegrationService",
        "Get-VMNetworkAdapter",
        "Get-VMHardDiskDrive",
        "Measure-VM -ErrorAction Ignore",
    ] {
        let line = format!("Get-VM many* | {reads} | Out-Null");
        let (shown, looks) = host.run(&line);
        assert!(!shown.contains(" × "), "{line}\n{shown}");
        // A look is good for half a second, which a busy machine may need for a part of them.
        assert!(looks <= 15, "{line}: {looks} looks");
    }
}

/// The host is looked at once for a file of many pieces, and one of which a piece is lost is not left in the guest.
#[test]
fn a_file_is_copied_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large");
    std::fs::write(&file, vec![b'x'; 3 << 20]).unwrap();
    let host = fresh();
    host.run("Start-VM web2; Enable-VMIntegrationService 'Guest Service Interface' web2");
    let copy = |name: &str| {
        host.run(&format!(
            "Copy-VMFile web2 '{}' /root/{name} -FileSource Host",
            file.display()
        ))
    };
    let (shown, looks) = copy("whole");
    assert_eq!(shown.lines().count(), 1, "{shown}");
    assert!(looks <= 3, "{looks} looks");
    let pieces = host.pieces.swap(0, Ordering::Relaxed);
    assert!(pieces > 4);
    host.fails_at.store(4, Ordering::Relaxed);
    let (shown, _) = copy("half");
    assert!(shown.contains("Test.Refused"), "{shown}");
    let (shown, _) = host.run("Invoke-Command -VMName web2 { ls /root }");
    assert!(
        shown.contains("whole") && !shown.contains("half"),
        "{shown}"
    );
}

#[test]
fn a_machine_that_goes_while_it_is_waited_for_has_not_come() {
    let host = fresh();
    *host.vanishes.lock().unwrap() = Some((3, "web2"));
    let (shown, _) = host.run("Wait-VM web2 -Timeout 60 -Passthru | ForEach-Object Name");
    assert!(shown.contains("Vm.NotFound"), "{shown}");
    assert!(!shown.lines().any(|line| line == "web2"), "{shown}");
}

#[test]
fn two_hundred_targets_are_looked_at_as_often_as_one() {
    let host = fresh();
    let (made, _) = host.run(
        "1..200 | ForEach-Object { New-VM \"many$_\" -NoVHD -MemoryStartupBytes 32MB } | Out-Null",
    );
    assert!(!made.contains(" × "), "{made}");
    for line in [
        "Get-VM many* | Set-VMNetworkAdapter -IovWeight 10",
        "Set-VMNetworkAdapter many* -IovWeight 20",
        "Get-VMNetworkAdapter many* | Set-VMNetworkAdapter -IovWeight 30 -Passthru | Out-Null",
        "$vms = Get-VM many*; $vms | Start-VM",
        "Get-VM many* | Where-Object State -eq Running | Stop-VM -TurnOff -Passthru | Out-Null",
        "Get-VM many* | Remove-VM -Force",
    ] {
        let (shown, looks) = host.run(line);
        assert!(!shown.contains(" × "), "{line}\n{shown}");
        // What comes before the first bar, or the first semicolon, is a command of its own. Get-VM looks at the machines, and at the
        // NICs where they have a part in it.
        let reads = 2 * usize::from(line.contains("Get-"));
        // What is handed on has addresses that only the guests know: they are asked when the lock is free again.
        let shows = usize::from(line.contains("-Passthru"));
        assert!(looks <= 3 + reads + shows, "{line}: {looks} looks");
    }
    assert!(
        picture(&*host)
            .vms
            .iter()
            .all(|vm| !vm.name.starts_with("many"))
    );
}

/// Rules of quality of service are targets too: many are changed and removed in as many looks as one.
#[test]
fn rules_of_quality_of_service_are_changed_in_one_transaction() {
    let host = fresh();
    let (made, _) = host.run(
        "1..6 | ForEach-Object { New-NetQosPolicy \"p$_\" -IPPort \"100$_\" -PriorityValue $_ | Out-Null; \
         New-NetQosTrafficClass \"c$_\" -Priority $_ -BandwidthPercentage 10 -Algorithm ETS | Out-Null }",
    );
    assert!(!made.contains(" × "), "{made}");
    for (line, left) in [
        ("Set-NetQosTrafficClass c* -BandwidthPercentage 5", "6 30 6"),
        (
            "Get-NetQosPolicy | Set-NetQosPolicy -PriorityValue 2",
            "6 30 1",
        ),
        ("Remove-NetQosPolicy p* -Confirm:$false", "0 30 1"),
        (
            "Get-NetQosTrafficClass | Remove-NetQosTrafficClass -Confirm:$false",
            "0 0 1",
        ),
    ] {
        let (shown, looks) = host.run(line);
        assert!(!shown.contains(" × "), "{line}\n{shown}");
        // A look for each disk or adapter would be more.
        assert!(looks < 7, "{line}: {looks} looks");
        let (now, _) = host.run(
            "$own = Get-NetQosTrafficClass | Where-Object Name -like c*; $policies = @(Get-NetQosPolicy); \
             \"$($policies.Count) $(0 + ($own | Measure-Object BandwidthPercentage -Sum).Sum) $(@($policies.PriorityValue | Select-Object -Unique).Count)\"",
        );
        assert!(now.lines().any(|shown| shown == left), "{line}: {now}");
    }
}

#[test]
fn a_target_that_is_refused_leaves_the_others_alone() {
    let host = fresh();
    let (shown, _) = host.run("'web1', 'nowhere', 'web2' | Start-VM");
    assert!(shown.contains("nowhere"), "{shown}");
    assert_eq!(shown.matches(" × ").count(), 1, "{shown}");
    let now = running(&*host);
    assert!(
        now.contains(&"web1".to_owned()) && now.contains(&"web2".to_owned()),
        "{now:?}"
    );
}

/// Whichever step fails, its target is as it was, and the others are as they would be without it.
#[test]
fn a_step_that_fails_undoes_its_own_target_only() {
    let names = ["web1", "web2", "legacy1"];
    let intents = |host: &Witness, left_out: Option<usize>| -> Vec<Intent> {
        let state = host.host.snapshot(&Scope::PLAN).expect("to observe");
        let mut intents = Vec::new();
        for (_, name) in names
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != left_out)
        {
            let vm = state.vm_named(name).expect("a VM of the fixture");
            intents.push(Intent::RenameAdapter {
                vm: vm.id,
                adapter: vm.adapters[0].alias.clone(),
                new_name: format!("of-{name}"),
            });
        }
        intents
    };
    let plain = fresh();
    let all = intents(&plain, None);
    let numbered: Vec<(u32, &Intent)> = (0..).zip(&all).collect();
    let state = plain.host.snapshot(&Scope::PLAN).expect("to observe");
    let planned = policy::plan(&state, &numbered, false);
    assert!(planned.refused.is_empty());
    assert!(planned.plan.steps.len() >= names.len());
    for (at, step) in planned.plan.steps.iter().enumerate() {
        let target = step.target.expect("a target");
        let host = fresh();
        host.refuse(at + 1..=at + 1);
        let answer = transact(
            &*host,
            &Scope::PLAN,
            &all,
            &mut Options::new(&mut NoObserver),
        );
        let answer = answer.expect("some of it");
        for (place, outcome) in &answer.outcomes {
            assert_eq!(
                outcome.is_err(),
                *place == target,
                "{}: {outcome:?}",
                step.what
            );
        }
        assert_eq!(answer.outcomes.len(), names.len());
        let without = fresh();
        let left = intents(&without, usize::try_from(target).ok());
        transact(
            &*without,
            &Scope::PLAN,
            &left,
            &mut Options::new(&mut NoObserver),
        )
        .expect("the rest");
        assert_eq!(picture(&*host), picture(&*without), "{}", step.what);
        assert!(recover(&*host, &mut NoObserver).expect("to look").is_none());
    }
}

/// What cannot be undone is not forgotten: the record stays, and the next command undoes it first.
#[test]
fn a_target_that_cannot_be_undone_is_undone_by_the_next_command() {
    let host = fresh();
    let (made, _) = host.run("New-VMSwitch lan -SwitchType Private | Out-Null");
    assert!(!made.contains(" × "), "{made}");
    let before = picture(&*host);
    let intent = |name: &str| {
        let vm = before.vm_named(name).expect("a VM of the fixture");
        Intent::ConnectAdapter {
            vm: vm.id,
            adapter: vm.adapters[0].alias.clone(),
            switch: "lan".to_owned(),
        }
    };
    let both = [intent("web1"), intent("web2")];
    // The second change fails, and what undoes the first does so too, both times that it is tried.
    host.refuse(2..=4);
    let answer = transact(
        &*host,
        &Scope::PLAN,
        &both,
        &mut Options::new(&mut NoObserver),
    );
    let answer = answer.expect("some of it");
    let failed = answer.outcomes[&0].as_ref().expect_err("refused");
    let also: Vec<&str> = failed.also.iter().map(|e| e.id.as_ref()).collect();
    assert_eq!(also, ["Commit.UndoFailed"], "{failed}");
    assert!(answer.outcomes[&1].is_ok());
    host.refuse(0..=0);
    assert!(
        recover(&*host, &mut NoObserver)
            .expect("to undo it")
            .is_some()
    );
    let without = fresh();
    without.run("New-VMSwitch lan -SwitchType Private | Out-Null");
    let (left, _) = without.run("Connect-VMNetworkAdapter web2 -SwitchName lan");
    assert!(!left.contains(" × "), "{left}");
    let connected = |host: &dyn Machine| -> Vec<bool> {
        let vms = picture(host).vms;
        let first = vms.iter().map(|vm| &vm.adapters[0]);
        first
            .map(|a| a.settings.switch.is_some() && a.bridge.is_some())
            .collect()
    };
    assert_eq!(connected(&*host), connected(&*without));
}

/// The second of two targets builds on what the first changed: when the first fails it is carried out without it.
#[test]
fn what_builds_on_a_failed_target_is_tried_again_without_it() {
    let host = fresh();
    let (made, _) = host.run("Add-VMNetworkAdapter web1 -Name second");
    assert!(!made.contains(" × "), "{made}");
    host.refuse(1..=1);
    let (shown, _) = host.run("Get-VMNetworkAdapter web1 | Set-VMNetworkAdapter -DhcpGuard On");
    assert_eq!(shown.matches(" × ").count(), 1, "{shown}");
    let state = picture(&*host);
    let vm = state.vm_named("web1").expect("the VM");
    let guarded = vm.adapters.iter().filter(|a| a.settings.dhcp_guard).count();
    assert_eq!(guarded, 1);
}

#[test]
fn error_action_stop_leaves_the_targets_behind_the_failure_alone() {
    let host = fresh();
    let (shown, _) = host.run("'web1', 'nowhere', 'web2' | Start-VM -ErrorAction Stop");
    assert_eq!(shown.matches(" × ").count(), 1, "{shown}");
    let now = running(&*host);
    assert!(now.contains(&"web1".to_owned()), "{now:?}");
    assert!(!now.contains(&"web2".to_owned()), "{now:?}");
}

/// PowerShell changes each object as it comes. What came before a failure upstream is changed here too.
#[test]
fn what_came_before_a_failure_upstream_is_done() {
    for line in [
        "& { 'web1'; throw 'no more' } | Start-VM",
        "foreach ($i in 1) { & { 'web1'; break } | Start-VM }",
        "'web1', 'web2' | ForEach-Object { if ($_ -eq 'web2') { throw 'no more' }; $_ } | Start-VM",
    ] {
        let host = fresh();
        host.run(line);
        let now = running(&*host);
        assert!(now.contains(&"web1".to_owned()), "{line}: {now:?}");
        assert!(!now.contains(&"web2".to_owned()), "{line}: {now:?}");
    }
}

/// A program that runs between two objects may have changed what was seen before.
#[test]
fn what_a_script_makes_on_the_way_is_found() {
    let host = fresh();
    let (shown, _) = host.run(
        "'one', 'two' | ForEach-Object { New-VM $_ -NoVHD | Out-Null; $_ } | Set-VMNetworkAdapter -IovWeight 5",
    );
    assert!(!shown.contains(" × "), "{shown}");
    let state = picture(&*host);
    for name in ["one", "two"] {
        let vm = state.vm_named(name).expect("the VM");
        assert_eq!(vm.adapters[0].settings.iov_weight, 5, "{name}");
    }
}

/// A machine with 7 adapters and 8 disks is changed as a whole by one command: three looks, and each change within one transaction, which is
/// undone when its last step fails.
#[test]
fn a_machine_with_seven_adapters_and_eight_disks_changes_in_one_transaction() {
    let host = fresh();
    let (made, _) = host.run(
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null; \
         New-VM big -MemoryStartupBytes 1GB -SwitchName lan -NoVHD | Out-Null; \
         2..7 | ForEach-Object { Add-VMNetworkAdapter big -Name \"Adapter $_\" -SwitchName lan }; \
         1..8 | ForEach-Object { New-VHD \"/srv/vms/big$_.qcow2\" -SizeBytes 1GB | Out-Null; Add-VMHardDiskDrive big -Path \"/srv/vms/big$_.qcow2\" }",
    );
    assert!(!made.contains(" × "), "{made}");
    let find = |host: &Arc<Witness>| {
        let state = picture(&**host);
        let big = state.vms.iter().find(|vm| vm.name == "big");
        big.expect("the machine").clone()
    };
    let big = find(&host);
    let disks = big.facts.drives.iter().filter(|drive| drive.is_disk());
    assert_eq!((big.adapters.len(), disks.count()), (7, 8));
    for line in [
        "Set-VMNetworkAdapter big -IovWeight 100",
        "Start-VM big",
        "Get-VMHardDiskDrive big | Set-VMHardDiskDrive -MaximumIOPS 500",
        "Get-VMNetworkAdapter big | Set-VMNetworkAdapterVlan -Access -VlanId 7",
        "Move-VMStorage big /tmp",
        "Stop-VM big -TurnOff",
    ] {
        let before = find(&host);
        let (shown, looks) = host.run(line);
        assert!(!shown.contains(" × "), "{line}\n{shown}");
        // A look for each disk or adapter would be more.
        assert!(looks < 7, "{line}: {looks} looks");
        assert_ne!(find(&host), before, "{line}");
    }
}

/// Its start gives it all its VFs, or leaves nothing of it: whichever of its steps fails.
#[test]
fn the_start_of_a_machine_with_seven_adapters_is_one_transaction() {
    let host = fresh();
    let (made, _) = host.run(
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null; \
         New-VM big -MemoryStartupBytes 1GB -SwitchName lan -NoVHD | Out-Null; \
         2..7 | ForEach-Object { Add-VMNetworkAdapter big -Name \"Adapter $_\" -SwitchName lan }; \
         Set-VMNetworkAdapter big -IovWeight 100",
    );
    assert!(!made.contains(" × "), "{made}");
    let before = picture(&*host);
    // The first step is the start itself.
    host.refuse(1..=1);
    let (shown, _) = host.run("Start-VM big");
    assert!(shown.contains("Test.Refused"), "{shown}");
    assert_eq!(picture(&*host), before);
    host.refuse(0..=0);
    let (shown, looks) = host.run("Start-VM big");
    assert!(!shown.contains(" × "), "{shown}");
    // No look for each adapter; the fourth is of the follow-up, as the guest drives its VFs at once: the addresses that were pinned to
    // its paravirtual ports until then are let go.
    assert!(looks <= 4, "{looks} looks");
    let state = picture(&*host);
    let big = state.vms.iter().find(|vm| vm.name == "big").expect("it");
    assert!(big.adapters.iter().all(|adapter| adapter.vf.is_some()));
}
