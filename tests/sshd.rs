//! Hosts behind a real `sshd` on loopback: what the other tests do by a program that stands for ssh. Skipped, with the reason printed,
//! where ssh is not installed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "far/scripts.rs"]
mod scripts;
#[path = "far/sshd.rs"]
mod sshd;

use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use sshd::{Sshd, program};

#[test]
fn a_command_acts_at_the_hosts_that_are_named() {
    let Some(sshd) = Sshd::start() else { return };
    for (text, expected) in [
        (
            "Get-VM -ComputerName far2, shared | ForEach-Object { \"$($_.ComputerName) $($_.Name)\" }",
            "far2 legacy1 far2 web1 far2 web2 shared legacy1 shared web1 shared web2",
        ),
        (
            "Get-VM -ComputerName far1, far2 | Set-VMNetworkAdapter -IovWeight 30; Remove-VM web2 -Force -ComputerName far2 -WarningAction Ignore; \
             (Get-VM -ComputerName far1, far2 -Name web1 | Get-VMNetworkAdapter).IovWeight; \
             (Get-VM -ComputerName far1).Count; (Get-VM -ComputerName far2).Count; (Get-VM).Count",
            "30 30 3 2 3",
        ),
        (
            "(New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true -ComputerName far1).Name; (Get-VMSwitch -ComputerName far1, far2).ComputerName",
            "lan far1",
        ),
        (
            "(Get-NetAdapterSriov enp1s0f0 -CimSession far1, far2).NumVFs; (Get-WinEvent -ComputerName far1 -MaxEvents 1).MachineName",
            "7 7 far1",
        ),
        (
            "$vms = Get-VM -ComputerName far1, shared; (Start-VM -VM $vms[0, 3] -Passthru -WarningAction SilentlyContinue).ComputerName",
            "far1 shared",
        ),
        (
            "(Get-VM -ComputerName far1, far2, shared | Where-Object State -eq Running).Name; Stop-VM legacy1 -TurnOff -Force -ComputerName far1, shared",
            "legacy1 legacy1",
        ),
    ] {
        let (shown, wrong) = sshd.run("ssh://home", text);
        let shown: Vec<&str> = shown.split_whitespace().collect();
        assert_eq!(
            (shown.join(" ").as_str(), &*wrong),
            (expected, ""),
            "{text}"
        );
    }
    // A change that fails halfway is undone there.
    let state = sshd.path("far-far1/sim-default/world.json");
    let text = std::fs::read_to_string(&state).unwrap();
    let mut world: serde_json::Value = serde_json::from_str(&text).unwrap();
    world["faults"] = serde_json::json!([{ "errno": 5, "skip": 3, "times": 1 }]);
    std::fs::write(&state, world.to_string()).unwrap();
    let before =
        "(Get-VMSwitch -ComputerName far1).Name; (Get-NetAdapterSriov -CimSession far1).NumVFs";
    let (shown, _) = sshd.run("ssh://home", before);
    let (_, wrong) = sshd.run(
        "ssh://home",
        "Remove-VMSwitch lan -Force -ComputerName far1",
    );
    assert!(wrong.contains("Remove-VMSwitch [far1]: "), "{wrong}");
    assert_eq!(sshd.run("ssh://home", before).0, shown);
}

#[test]
fn tab_in_bash_and_zsh_offers_what_is_there() {
    let Some(sshd) = Sshd::shared() else { return };
    for (words, expected) in [
        (
            &["--host", "ssh://far2", "--complete", "Get-VM", "-Name", "w"][..],
            "web1 web2",
        ),
        (
            &[
                "--host",
                "ssh://home",
                "--complete",
                "Get-VM",
                "-Name",
                "a",
                "fleet",
            ],
            "app1 app2",
        ),
        // Nobody is asked for a password or about a key, and nothing is said: a line is being typed.
        (
            &[
                "--host",
                "ssh://locked",
                "--complete",
                "Get-VM",
                "-Name",
                "",
            ],
            "",
        ),
        (
            &[
                "--host",
                "ssh://home",
                "--complete",
                "Get-VM",
                "-Name",
                "",
                "strange",
            ],
            "",
        ),
        (
            &[
                "--host",
                "ssh://home",
                "--complete",
                "Get-VM",
                "-Name",
                "",
                "nowhere",
            ],
            "",
        ),
    ] {
        let output = sshd.words(words).output().unwrap();
        let shown = String::from_utf8(output.stdout).unwrap();
        let names: Vec<&str> = shown
            .lines()
            .filter_map(|line| line.split('\t').next())
            .collect();
        assert_eq!(names.join(" "), expected, "{words:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{words:?}");
    }
}

#[test]
fn scripts_run_there() {
    let Some(sshd) = Sshd::start() else { return };
    scripts::run_all("far1", "shared", |text| sshd.run("ssh://home", text));
    let (shown, wrong) = sshd.run(
        "ssh://home",
        "Invoke-Command -ComputerName far1, far2 { 'begun'; if ($env:IOVSH_STATE_DIR -like '*far1') { /bin/kill -9 $PID }; 'ended' }",
    );
    assert_eq!(shown, "begun\nbegun\nended\n", "{wrong}");
    assert!(wrong.contains("Host.ConnectionLost"), "{wrong}");
    // A fleet at the far end: a script there names its hosts.
    let (shown, wrong) = sshd.run(
        "ssh://home",
        "(Invoke-Command -ComputerName fleet { Get-VM -ComputerName hv3, hv2 }).Name",
    );
    assert_eq!((shown.as_str(), wrong.as_str()), ("mail1\nbuild1\n", ""));
}

#[test]
fn a_large_file_is_copied_there_and_back_and_one_that_is_cut_off_changes_nothing() {
    let Some(sshd) = Sshd::start() else { return };
    let bytes: Vec<u8> = (0_u32..5_000_001)
        .map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()[3])
        .collect();
    std::fs::write(sshd.path("large"), &bytes).unwrap();
    let there = sshd.path("there");
    let (shown, wrong) = sshd.run(
        "ssh://home",
        &format!(
            "$s = New-PSSession far1; Copy-Item ./large {0} -ToSession $s; Copy-Item {0} ./back -FromSession $s; (Get-Item {0}).Length",
            there.display()
        ),
    );
    assert_eq!((shown.as_str(), wrong.as_str()), ("5000001\n", ""));
    assert_eq!(std::fs::read(sshd.path("back")).unwrap(), bytes);
    assert_eq!(std::fs::read(&there).unwrap(), bytes);
    // The far end dies in the middle of it.
    program(
        &sshd.path("bin/id"),
        &format!("echo $PPID > {}; echo 0", sshd.path("far-pid").display()),
    );
    std::fs::write(&there, "before").unwrap();
    let text = format!(
        "$s = New-PSSession far1; Copy-Item ./large {} -ToSession $s",
        there.display()
    );
    let near = sshd
        .command("ssh://home", &text)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let has_begun = || {
        let entries = std::fs::read_dir(sshd.path("")).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name())
            .any(|name| name.to_string_lossy().ends_with(".part"))
    };
    while !has_begun() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let pid = std::fs::read_to_string(sshd.path("far-pid")).unwrap();
    let pid = Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
    kill_process(pid, Signal::KILL).unwrap();
    let output = near.wait_with_output().unwrap();
    let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(wrong.contains("Host.ConnectionLost"), "{wrong}");
    assert_eq!(std::fs::read(&there).unwrap(), b"before");
}

#[test]
fn why_a_host_cannot_be_had_is_an_error_with_a_next_step() {
    let Some(sshd) = Sshd::start() else { return };
    for (name, id) in [
        ("changed", "Host.KeyChanged"),
        ("strange", "Host.KeyUnknown"),
        ("locked", "Host.AccessDenied"),
        ("bare", "Host.NoIovsh"),
        ("closed", "Host.Unreachable"),
        ("nowhere", "Host.NameUnknown"),
    ] {
        for text in [
            format!("(Get-VM web1 -ComputerName {name}, far1).ComputerName"),
            format!("Invoke-Command -ComputerName {name}, far1 {{ 'far1' }}"),
        ] {
            let (shown, wrong) = sshd.run("ssh://home", &text);
            assert_eq!(shown, "far1\n", "{text}: {wrong}");
            assert!(wrong.contains(id), "{text}: {wrong}");
            assert!(
                wrong.contains("help: ") && wrong.contains(name),
                "{text}: {wrong}"
            );
        }
    }
}

/// A VM that is off and asks for a VF, on a host whose every step takes its time.
fn slow_start(sshd: &Sshd) {
    let (_, wrong) = sshd.run(
        "ssh://far1",
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null; Connect-VMNetworkAdapter web1 -SwitchName lan; Set-VMNetworkAdapter web1 -IovWeight 100",
    );
    assert_eq!(wrong, "");
    let state = sshd.path("far-far1/sim-default/world.json");
    let text = std::fs::read_to_string(&state).unwrap();
    let mut world: serde_json::Value = serde_json::from_str(&text).unwrap();
    world["faults"] = serde_json::json!([{ "delay_ms": 200 }]);
    std::fs::write(&state, world.to_string()).unwrap();
}

#[test]
fn a_connection_that_dies_in_the_middle_of_a_change_leaves_the_host_before_or_after() {
    let Some(sshd) = Sshd::start() else { return };
    program(
        &sshd.path("bin/id"),
        &format!("echo $PPID > {}; echo 0", sshd.path("far-pid").display()),
    );
    slow_start(&sshd);
    // The near end's ssh, the far end's iovsh, and the near end itself.
    for victim in ["near-pid", "far-pid", "near"] {
        let mut near = sshd.command("ssh://far1", "Start-VM web1");
        let mut near = near
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let began = || sshd.path("far-far1/sim-default/intent.json").exists();
        while !began() {
            assert!(
                near.try_wait().unwrap().is_none(),
                "it ended before it began"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        if victim == "near" {
            near.kill().unwrap();
        } else {
            let pid = std::fs::read_to_string(sshd.path(victim)).unwrap();
            let pid = Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
            kill_process(pid, Signal::KILL).unwrap();
        }
        let output = near.wait_with_output().unwrap();
        let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
        if victim != "near" {
            assert!(wrong.contains("Host.ConnectionLost"), "{victim}: {wrong}");
            assert!(
                wrong.contains("undoes what is not finished"),
                "{victim}: {wrong}"
            );
        }
        // The next command waits for the lock, and undoes what is left.
        let look = "Set-VMNetworkAdapter legacy1 -IovWeight 5 -WarningAction SilentlyContinue; (Get-VM web1).State.ToString(); (Get-VMNetworkAdapter web1).IovUsage; \
                    Stop-VM web1 -TurnOff -Force -WarningAction SilentlyContinue; (Get-NetAdapterSriovVf | Where-Object VMFriendlyName).Count";
        let (shown, wrong) = sshd.run("ssh://far1", look);
        let state: Vec<&str> = shown.split_whitespace().collect();
        assert!(
            matches!(
                state.as_slice(),
                ["Off", "0", "0"] | ["Running", "0" | "1", "0"]
            ),
            "{victim}: {shown} {wrong}"
        );
        assert!(!began(), "{victim}: something is left to be undone");
    }
}
