//! What one host exports is another host on which the same can be seen, and nothing in it tells whose it was when that was asked for.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "truth/session.rs"]
mod session;

use std::sync::Arc;

use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::cmdlets::Services;
use iovsh::shell::stack::with_large_stack;
use session::{run, session};

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

const SETUP: &str = "
    New-VMSwitch secret-lan -NetAdapterName enp1s0f0 -EnableIov $true -Notes 'of the client' | Out-Null
    Connect-VMNetworkAdapter web1, web2 -SwitchName secret-lan
    Set-VMNetworkAdapter web1 -IovWeight 100
    Set-VMNetworkAdapter web2 -IovWeight 50 -DhcpGuard On -WarningAction SilentlyContinue
    Start-VM web1, web2 -WarningAction SilentlyContinue";

/// What an admin would look at, without names.
const LOOK: &str = "
    Get-VMSwitch | ForEach-Object { \"$($_.SwitchType) $($_.IovEnabled) $($_.IovSupport) $($_.IovVirtualFunctionCount) $($_.IovVirtualFunctionsInUse)\" }
    Get-VM | Get-VMNetworkAdapter | ForEach-Object { \"$($_.IovWeight) $($_.IovUsage) $($_.VFDataPathActive) $($_.SecondaryOperationalStatus)\" }
    Get-NetAdapterSriov | ForEach-Object { \"$($_.Name) $($_.SriovSupport) $($_.CurrentNumVFs)\" }
    (Test-VMHostIov).Code -join ','";

fn exported(options: &str) -> (String, String, String) {
    exported_after("", options)
}

fn exported_after(setup: &str, options: &str) -> (String, String, String) {
    let machine = SimMachine::in_memory(fixture("default").unwrap());
    shown(&machine, SETUP);
    shown(&machine, setup);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("host.json");
    shown(
        &machine,
        &format!("Export-VMHostState '{}' {options}", file.display()),
    );
    let text = std::fs::read_to_string(&file).unwrap();
    let other = SimMachine::open(file.to_str().unwrap(), &folder.path().join("state")).unwrap();
    let after = shown(&other, LOOK);
    // It is a host like another: things can be changed on it.
    shown(
        &other,
        "Get-VM | Stop-VM -TurnOff -Force; Get-VMSwitch | Remove-VMSwitch -Force",
    );
    (shown(&machine, LOOK), after, text)
}

#[test]
fn the_same_is_seen_on_the_host_that_starts_from_the_file() {
    let (before, after, _) = exported("");
    assert_eq!(before, after);
    assert!(before.contains("100 1 True"), "{before}");
}

#[test]
fn names_and_addresses_are_replaced_and_the_same_is_seen() {
    let (before, after, text) = exported("-Anonymous");
    assert_eq!(before, after);
    for name in [
        "secret-lan",
        "web1",
        "web2",
        "of the client",
        "192.0.2.10",
        "a0:36:9f:00:10:00",
        "sim.example",
    ] {
        assert!(!text.contains(name), "{name} is told");
    }
    assert!(text.contains("Intel(R) I350"), "products stay");
}

/// Everything that an admin can call by a name of his own, called so.
const NAMED: &str = "
    Add-VMNetworkAdapter -ManagementOS -Name secret-storage -SwitchName secret-lan
    Add-VMNetworkAdapter -ManagementOS -Name secret-backup -SwitchName secret-lan
    Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName secret-storage -Access -VlanId 20
    New-NetIPAddress -InterfaceAlias 'vEthernet (secret-storage)' -IPAddress 198.51.100.77 -PrefixLength 24 | Out-Null
    Rename-NetAdapter 'vEthernet (secret-backup)' secret-interface
    New-VMSwitch secret-inside -SwitchType Internal | Out-Null
    Rename-NetAdapter 'vEthernet (secret-inside)' secret-bridge
    New-VMGroup secret-group VMCollectionType | Out-Null
    Add-VMGroupMember secret-group -VM (Get-VM web1)
    Rename-VM legacy1 secret-vm
    Set-VM secret-vm -Notes 'secret note'
    Add-VMNetworkAdapter secret-vm -Name secret-adapter
    Checkpoint-VM secret-vm -SnapshotName secret-checkpoint
    New-NetLbfoTeam secret-team enp1s0f1 -Confirm:$false | Out-Null
    Add-NetLbfoTeamNic secret-team 30 -Confirm:$false | Out-Null";

#[test]
fn no_name_that_somebody_gave_is_told() {
    let (_, _, told) = exported_after(NAMED, "");
    for name in [
        "vEthernet (secret-storage)",
        "secret-interface",
        "secret-bridge",
        "secret-group",
        "secret-vm",
        "secret note",
        "secret-adapter",
        "secret-checkpoint",
        "secret-team",
        "198.51.100.77",
    ] {
        assert!(told.contains(name), "{name} is not there to be replaced");
    }
    let (before, after, text) = exported_after(NAMED, "-Anonymous");
    assert_eq!(before, after);
    let text = text.to_lowercase();
    for told in ["secret", "198.51.100.77"] {
        assert!(!text.contains(told), "{told} is told");
    }
}

/// What an export ends with, and the text of a file after it.
fn refused(file: &std::path::Path, options: &str) -> Vec<String> {
    let line = format!("Export-VMHostState '{}' {options}", file.display());
    with_large_stack(move || {
        let machine = SimMachine::in_memory(fixture("default").unwrap());
        let answer = run(&mut session(Services::of(Arc::new(machine))), &line);
        answer.errors.into_iter().map(|(id, _)| id).collect()
    })
    .expect("a thread")
}

/// What was there stays unless -Force says otherwise, and what a link leads to stays in any case.
#[test]
fn a_file_that_is_there_is_replaced_when_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let [file, link, own] = ["file", "link", "own"].map(|name| folder.path().join(name));
    std::fs::write(&own, "mine").unwrap();
    std::fs::write(&file, "old").unwrap();
    std::os::unix::fs::symlink(&own, &link).unwrap();
    for (path, options) in [(&file, ""), (&link, ""), (&link, "-Force")] {
        assert_eq!(
            refused(path, options).len(),
            1,
            "{} {options}",
            path.display()
        );
    }
    assert_eq!(std::fs::read_to_string(&own).unwrap(), "mine");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "old");
    assert_eq!(refused(&file, "-Force"), Vec::<String>::new());
    assert!(std::fs::read_to_string(&file).unwrap().contains("state"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
}
