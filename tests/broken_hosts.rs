//! Hosts on which something is the matter, and nobody to ask but `Test-VMHostIov` and `Get-Help`: what is named first leads to the repair by the
//! commands that it prints, or says why no command repairs it.
//!
//! `IOVSH_BLESS=1 cargo test --test broken_hosts` records the walks in `tests/broken-hosts.txt`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "truth/session.rs"]
mod session;

use std::fmt::Write as _;
use std::sync::Arc;

use iovsh::backend::model::{Ari, MemoryWindow, NetAdapter, VfMemory};
use iovsh::backend::plan::VethChange;
use iovsh::backend::sim::{SimMachine, World, fixture};
use iovsh::cmdlets::Services;
use iovsh::shell::stack::with_large_stack;
use session::{run, session};

/// A host on which a machine is on its virtual function.
const WORKS: &str = "
    New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
    Connect-VMNetworkAdapter web1 -SwitchName lan
    Set-VMNetworkAdapter web1 -IovWeight 100
    Start-VM web1";

/// What breaks it.
enum Break {
    /// Somebody types this.
    Typed(&'static str),
    /// It happens to the machine itself.
    Befalls(fn(&mut World)),
}

use Break::{Befalls, Typed};

/// What is the matter, how it came about, and whether a command repairs it.
const HOSTS: &[(&str, Break, bool)] = &[
    (
        "SR-IOV was switched off on the card",
        Typed("Disable-NetAdapterSriov enp1s0f0 -Confirm:$false -WarningAction Ignore"),
        true,
    ),
    (
        "the card was taken down",
        Typed("Disable-NetAdapter enp1s0f0 -Confirm:$false -WarningAction Ignore"),
        true,
    ),
    (
        "there are no virtual functions",
        Typed(
            "Set-VMNetworkAdapter web1 -IovWeight 0
             Set-NetAdapterSriov enp1s0f0 -NumVFs 0
             Set-VMNetworkAdapter web1 -IovWeight 50 -WarningAction Ignore",
        ),
        true,
    ),
    (
        "the adapter was taken off its switch",
        Typed("Disconnect-VMNetworkAdapter web1 -WarningAction Ignore"),
        true,
    ),
    (
        "the adapter was put on a switch without a network adapter",
        Typed(
            "New-VMSwitch inside -SwitchType Private | Out-Null
             Connect-VMNetworkAdapter web1 -SwitchName inside -WarningAction Ignore",
        ),
        true,
    ),
    (
        "a guard was set that no virtual function keeps",
        Typed("Set-VMNetworkAdapter web1 -DhcpGuard On -WarningAction Ignore"),
        true,
    ),
    (
        "a rule was set that no virtual function keeps",
        Typed(
            "Add-VMNetworkAdapterAcl web1 -RemoteIPAddress 10.0.0.0/8 -Direction Both -Action Deny -WarningAction Ignore",
        ),
        true,
    ),
    (
        "there is one virtual function, and two machines ask",
        Typed(
            "Set-VMNetworkAdapter web1 -IovWeight 0
             Set-NetAdapterSriov enp1s0f0 -NumVFs 1
             Set-VMNetworkAdapter web1 -IovWeight 100
             Connect-VMNetworkAdapter web2 -SwitchName lan
             Set-VMNetworkAdapter web2 -IovWeight 50
             Start-VM web2 -WarningAction Ignore",
        ),
        true,
    ),
    (
        "another tool took the pair of an adapter of the host away",
        Befalls(|w| {
            let is_pair = |l: &&NetAdapter| l.peer.is_some();
            let pair: Vec<_> = w.state.links.iter().filter(is_pair).collect();
            let [one, other] = pair.as_slice() else {
                panic!("one pair: {pair:?}");
            };
            let (name, port) = match one.master {
                None => (one.name.clone(), other.name.clone()),
                Some(_) => (other.name.clone(), one.name.clone()),
            };
            w.apply(&VethChange::Delete { name, port }.into()).unwrap();
        }),
        true,
    ),
    (
        "nothing remaps interrupts, and all virtual machines are trusted",
        Befalls(|w| w.state.iommu.interrupt_remapping = Some(false)),
        true,
    ),
    (
        "VT-d is off in the firmware",
        Befalls(|w| {
            w.state.iommu.units.clear();
            w.state.iommu.firmware_table = Some(false);
        }),
        false,
    ),
    (
        "the kernel was told to leave the IOMMU alone",
        Befalls(|w| {
            w.state.iommu.units.clear();
            w.state.iommu.disabled_on_command_line = true;
        }),
        false,
    ),
    (
        "the card's own firmware allows no virtual functions",
        Befalls(|w| w.state.functions[1].total_vfs = 0),
        false,
    ),
    (
        "the window of the port above is too small",
        Befalls(|w| {
            w.state.functions[1].vf_bar_space = Some(false);
            w.state.functions[1].vf_memory = Some(VfMemory {
                needed: Some(0x1c_0000),
                port: Some("0000:00:02.0".parse().unwrap()),
                window: Some(MemoryWindow {
                    first: 0xfe80_0000,
                    last: 0xfe8f_ffff,
                    free: 0x8_0000,
                }),
                ..VfMemory::default()
            });
        }),
        false,
    ),
    (
        "the port above forwards nothing beyond the eighth function",
        Befalls(|w| {
            w.state.functions[0].ari = Some(Ari {
                device: Some(true),
                port: Some("0000:00:01.0".parse().unwrap()),
                port_can: Some(false),
                forwards: Some(false),
            });
        }),
        false,
    ),
    (
        "the cable is out",
        Befalls(|w| {
            w.set_carrier(&"enp1s0f0".parse().unwrap(), false);
        }),
        false,
    ),
];

/// What a line shows on a host.
fn shown(machine: &SimMachine, line: &str) -> String {
    let (machine, line) = (machine.clone(), line.to_owned());
    with_large_stack(move || {
        let mut session = session(Services::of(Arc::new(machine)));
        let answer = run(&mut session, &line);
        assert!(answer.errors.is_empty(), "{line}: {:?}", answer.errors);
        answer.text()
    })
    .expect("a thread")
}

/// What `Test-VMHostIov` names first.
struct First {
    result: String,
    code: String,
    problem: String,
    next_step: String,
    menu: String,
    why_no_fix: String,
}

fn first(machine: &SimMachine) -> First {
    let line = "$found = (Test-VMHostIov)[0]
        foreach ($name in 'Result', 'Code', 'Problem', 'NextStep', 'FirmwareMenu', 'WhyNoFix') { \"$($found.$name)\" }";
    let text = shown(machine, line);
    let mut lines = text.split('\n').map(str::to_owned);
    let mut next = || lines.next().unwrap_or_default();
    First {
        result: next(),
        code: next(),
        problem: next(),
        next_step: next(),
        menu: next(),
        why_no_fix: next(),
    }
}

/// The command of a next step that changes something: the whole step, or what stands in quotes in it. A command that only looks repairs
/// nothing.
fn command(step: &str) -> Option<&str> {
    let changes = |text: &&str| {
        let name = text.split_whitespace().next().unwrap_or_default();
        let looks = ["Get-", "Test-", "Show-", "Measure-", "Compare-"];
        let is_known = iovsh::cmdlets::all().iter().any(|spec| spec.name == name);
        let repairs = *text == "Test-VMHostIov -Fix";
        is_known && (repairs || !looks.iter().any(|verb| name.starts_with(verb)))
    };
    let quoted = step.split('\'').skip(1).step_by(2);
    std::iter::once(step).chain(quoted).find(changes)
}

/// Goes from what is named first to its repair, for as long as something is; writes down what was seen and typed.
fn walk(machine: &SimMachine, walk: &mut String) -> Result<bool, String> {
    for _ in 0..6 {
        let found = first(machine);
        if found.result != "Obstacle" {
            writeln!(walk, "  {}: {}", found.result, found.code).unwrap();
            return Ok(true);
        }
        writeln!(walk, "  {}: {}", found.code, found.problem).unwrap();
        // Each code has a page of its own.
        let help = shown(machine, &format!("Get-Help {}", found.code));
        if help.lines().count() < 4 {
            return Err(format!("Get-Help {} says little: {help}", found.code));
        }
        let Some(command) = command(&found.next_step) else {
            writeln!(walk, "  by hand: {}", found.next_step).unwrap();
            if !found.menu.is_empty() {
                writeln!(walk, "  in the firmware: {}", found.menu).unwrap();
            }
            writeln!(walk, "  why: {}", found.why_no_fix).unwrap();
            let is_explained = !found.next_step.is_empty() && !found.why_no_fix.is_empty();
            return match is_explained {
                true => Ok(false),
                false => Err(format!("{} is not explained", found.code)),
            };
        };
        writeln!(walk, "  PS> {command}").unwrap();
        shown(
            machine,
            &format!(
                "$ConfirmPreference = 'None'; $WarningPreference = 'Ignore'; {command} | Out-Null"
            ),
        );
    }
    Err("it does not come to an end".to_owned())
}

#[test]
fn what_is_named_first_leads_to_the_repair_or_says_why_there_is_none() {
    let mut record = String::new();
    let mut wrong = Vec::new();
    for (name, breaks, repaired) in HOSTS {
        let machine = SimMachine::in_memory(fixture("default").unwrap());
        shown(&machine, WORKS);
        match breaks {
            Typed(line) => {
                shown(&machine, line);
            }
            Befalls(edit) => {
                if name.contains("adapter of the host") {
                    shown(
                        &machine,
                        "Add-VMNetworkAdapter -ManagementOS -SwitchName lan -Name Storage",
                    );
                }
                machine.edit_world(edit).unwrap();
            }
        }
        writeln!(record, "{name}").unwrap();
        match walk(&machine, &mut record) {
            Ok(ended) if ended == *repaired => {}
            Ok(_) => wrong.push(format!("{name}: it was to be repaired: {repaired}")),
            Err(why) => wrong.push(format!("{name}: {why}")),
        }
        record.push('\n');
    }
    assert!(wrong.is_empty(), "{}\n{record}", wrong.join("\n"));
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/broken-hosts.txt");
    if std::env::var_os("IOVSH_BLESS").is_some() {
        std::fs::write(file, &record).unwrap();
    }
    let recorded = std::fs::read_to_string(file).expect("IOVSH_BLESS=1 records the walks");
    assert_eq!(recorded, record);
}
