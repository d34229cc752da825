//! A host at the other end of a connection: it does what the same host does here, and whatever happens to the connection, nothing is
//! lost and nothing is half done.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "simulated/plans.rs"]
mod plans;

use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use iovsh::backend::commit::{NoObserver, recover};
use iovsh::backend::host::remote::frame;
use iovsh::backend::host::remote::protocol::{Hello, Reply, Request, ToFar, ToNear, VERSION};
use iovsh::backend::host::{LocalHost, serve};
use iovsh::backend::policy::Intent;
use iovsh::backend::policy::vm::Stop;
use iovsh::backend::sim::SimMachine;
use iovsh::backend::{Host as _, Machine as _, Scope, State};
use rustix::process::{Pid, Signal, kill_process_group};

use plans::{assert_sound, busy_host, state};

/// A folder with a far host: a program that stands for ssh and runs what it is given here.
struct Far {
    folder: tempfile::TempDir,
}

impl Far {
    fn new() -> Self {
        let far = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir(far.path("bin")).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_iovsh"), far.path("bin/iovsh")).unwrap();
        // Whoever runs the tests is root at the far end: nothing is asked of sudo.
        far.program("bin/id", "echo 0");
        far.ssh("exec sh -c \"$last\"");
        far
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn program(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// What ssh does, with what it is to run in `$last`.
    fn ssh(&self, does: &str) {
        let folder = self.folder.path().display();
        self.program(
            "ssh",
            &format!(
                "for last; do :; done\necho \"$@\" >> {folder}/asked\necho Welcome to hv1\n\
                 export PATH={folder}/bin:$PATH IOVSH_HOST=sim XDG_STATE_HOME={folder}/far\n{does}"
            ),
        );
    }

    fn run(&self, host: &str, text: &str) -> Output {
        self.command(host, text).output().unwrap()
    }

    fn command(&self, host: &str, text: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iovsh"));
        command
            .args(["--host", host, "-Command", text])
            .env("IOVSH_SSH", self.path("ssh"))
            .env("XDG_STATE_HOME", self.path("near"))
            .env("NO_COLOR", "1")
            .env_remove("IOVSH_HOST")
            .stdin(Stdio::null());
        command
    }
}

fn text_of(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// Lines that read, change, refuse and warn; each goes on where the one before it stopped.
const LINES: &[&str] = &[
    "Get-VM | Format-Table Name, State",
    "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Format-List Name, IovEnabled, IovSupport",
    "Get-VM | Get-VMNetworkAdapter | Connect-VMNetworkAdapter -SwitchName lan",
    "Set-VMNetworkAdapter web1 -IovWeight 100 -WhatIf",
    "Get-VM web* | Set-VMNetworkAdapter -IovWeight 100 -Passthru | Format-Table VMName, IovWeight",
    "Start-VM web1 -Verbose",
    "Get-VMNetworkAdapter web1 | Format-List IovUsage, Status, IovReason",
    "Get-NetAdapterSriovVf | Format-Table Name, FunctionID, VMFriendlyName",
    "Set-NetAdapterSriov enp1s0f0 -NumVFs 2",
    "Start-VM nobody",
    "New-VM other -MemoryStartupBytes 64MB -VHDPath /there/is/no.qcow2",
    "Repair-IovshState | Format-List Problem",
    "(Get-WinEvent).Count -gt 3",
    "Stop-VM web1 -TurnOff -Force; (Get-VM web1).State",
];

#[test]
fn a_far_host_does_what_it_does_here() {
    let (far, near) = (Far::new(), Far::new());
    for line in LINES {
        let (there, here) = (far.run("ssh://hv1", line), near.run("sim", line));
        // What switches are called by nature differs from one to the next.
        let plain = |output: &Output| {
            let (out, errors) = text_of(output);
            let without_ids = |text: String| {
                let is_id = |word: &str| word.len() == 36 && word.matches('-').count() == 4;
                let words = text.split(['"', '\'', ' ', '\n']);
                let words = words.filter(|word| !is_id(word));
                words.collect::<Vec<_>>().join(" ")
            };
            (output.status.code(), without_ids(out), without_ids(errors))
        };
        assert_eq!(plain(&there), plain(&here), "{line}");
    }
}

#[test]
fn one_command_is_one_connection_and_the_words_of_ssh_are_ours() {
    let far = Far::new();
    far.run("ssh://root@hv1:2222", "Get-VM; Start-VM web1; Get-VM web1");
    let asked = std::fs::read_to_string(far.path("asked")).unwrap();
    assert_eq!(asked.lines().count(), 1, "{asked}");
    assert!(
        asked.starts_with("-T -o ServerAliveInterval=15 -l root -p 2222 -- hv1 sh -c '"),
        "{asked}"
    );
}

#[test]
fn why_a_host_cannot_be_had_is_an_error_with_a_next_step() {
    let far = Far::new();
    for (does, id) in [
        (
            "echo 'ssh: Could not resolve hostname hv1: Name or service not known' >&2; exit 255",
            "Host.NameUnknown",
        ),
        (
            "echo 'Host key verification failed.' >&2; exit 255",
            "Host.KeyUnknown",
        ),
        (
            "echo 'root@hv1: Permission denied (publickey).' >&2; exit 255",
            "Host.AccessDenied",
        ),
        ("exit 255", "Host.Unreachable"),
        ("kill -9 $$", "Host.Unreachable"),
        ("echo 'no frames, but words'; exit 0", "Host.Unreachable"),
        (
            "rm $(command -v iovsh); PATH=/usr/bin:/bin; exec sh -c \"$last\"",
            "Host.NoIovsh",
        ),
    ] {
        far.ssh(does);
        let output = far.run("ssh://hv1", "Get-VM");
        let (out, errors) = text_of(&output);
        assert_eq!(
            (output.status.code(), out.as_str()),
            (Some(1), ""),
            "{does}: {errors}"
        );
        assert!(errors.contains(&format!("id: {id},")), "{does}: {errors}");
        assert!(errors.contains("help: "), "{does}: {errors}");
    }
    for name in [
        "ssh://-oProxyCommand=touch",
        "ssh://",
        "ssh://a b",
        "ssh://$(x)",
    ] {
        let output = far.run(name, "Get-VM");
        assert_eq!(output.status.code(), Some(2), "{name}");
    }
}

#[test]
fn what_is_said_at_the_far_end_is_data() {
    let far = Far::new();
    far.ssh("printf '\\033]0;mine\\007\\033[31mssh: strange\\n' >&2; exit 255");
    let (_, errors) = text_of(&far.run("ssh://hv1", "Get-VM"));
    assert!(
        !errors.contains('\u{1b}') && errors.contains("strange"),
        "{errors:?}"
    );
}

#[test]
fn another_version_is_refused_with_both_named() {
    let far = Far::new();
    let mut hello = Vec::new();
    frame::begin(&mut hello).unwrap();
    let greeting = Hello {
        protocol: (VERSION.0 + 1, 0),
        program: "9.9".to_owned(),
        host: "hv1".to_owned(),
    };
    frame::write(&mut hello, &greeting).unwrap();
    std::fs::write(far.path("hello"), hello).unwrap();
    far.ssh(&format!(
        "cat {}; exec sleep 60",
        far.path("hello").display()
    ));
    let (_, errors) = text_of(&far.run("ssh://hv1", "Get-VM"));
    assert!(
        errors.contains("Host.OtherVersion") && errors.contains("9.9"),
        "{errors}"
    );
}

#[test]
fn only_a_host_that_is_here_is_served_or_followed() {
    for words in [
        &["serve"][..],
        &["serve", "--json"],
        &["--agent"],
        &["--restore"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iovsh"));
        let output = command
            .args(["--host", "ssh://hv1"])
            .args(words)
            .stdin(Stdio::null())
            .output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(text_of(&output).1.contains("'hv1' is not"), "{output:?}");
    }
}

/// The near end's half of a connection that is read by the far end: it gives what is sent, and ends when nobody sends any more.
struct Line {
    bytes: Receiver<Vec<u8>>,
    rest: Vec<u8>,
}

impl Read for Line {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match self.bytes.recv() {
                Ok(bytes) => self.rest = bytes,
                Err(_) => return Ok(0),
            }
        }
        let count = into.len().min(self.rest.len());
        into[..count].copy_from_slice(&self.rest[..count]);
        self.rest.drain(..count);
        Ok(count)
    }
}

/// What the far end writes to: cut, with the other half, after so many messages.
struct Cut {
    left: usize,
    written: Arc<Mutex<Vec<u8>>>,
    sender: Option<Sender<Vec<u8>>>,
}

impl Write for Cut {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.sender.is_none() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.written.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // Each message ends with a flush.
        match self.left.checked_sub(1) {
            Some(left) => self.left = left,
            None => self.sender = None,
        }
        Ok(())
    }
}

/// Asks a far host for a change over a connection that is cut after `messages`; gives what came of it.
fn cut_after(machine: &Arc<SimMachine>, intents: &[Intent], messages: usize) -> Vec<ToNear> {
    let (sender, bytes) = mpsc::channel();
    let mut ask = Vec::new();
    let request = Request::Transact {
        scope: Scope::PLAN,
        intents: intents.to_vec(),
        patience: Duration::from_secs(60),
        stops_at_first_failure: false,
    };
    let request = Box::new(request);
    frame::write(&mut ask, &ToFar::Ask { id: 1, request }).unwrap();
    sender.send(ask).unwrap();
    let written = Arc::new(Mutex::new(Vec::new()));
    let to = Cut {
        left: messages,
        written: Arc::clone(&written),
        sender: Some(sender),
    };
    let from = Line {
        bytes,
        rest: Vec::new(),
    };
    // The one that is never cut ends when its answer has been written.
    let served = serve(&LocalHost::new(machine.clone()), "test", None, from, to);
    assert!(served.is_err() || messages > 0);
    let written = written.lock().unwrap();
    let mut read = written.as_slice();
    let mut messages = Vec::new();
    if frame::find_begin(&mut read).is_ok()
        && frame::read::<Hello>(&mut read).is_ok_and(|h| h.is_some())
    {
        while let Ok(Some(message)) = frame::read(&mut read) {
            messages.push(message);
        }
    }
    messages
}

/// What of a state is changed by those who change it.
fn face(state: &State) -> String {
    format!("{:?} {:?} {:?}", state.vms, state.functions, state.desired)
}

#[test]
fn a_connection_that_is_cut_anywhere_leaves_the_host_before_or_after() {
    let name = "web1".to_owned();
    for intent in [
        Intent::StopVm {
            vm: name.clone().into(),
            how: Stop::TurnOff,
        },
        Intent::StartVm { vm: name.into() },
    ] {
        let ready = || {
            let machine = Arc::new(busy_host());
            if matches!(intent, Intent::StartVm { .. }) {
                let stop = Intent::StopVm {
                    vm: "web1".into(),
                    how: Stop::TurnOff,
                };
                let local = LocalHost::new(machine.clone());
                let mut silent = NoObserver;
                let mut options = iovsh::backend::commit::Options::new(&mut silent);
                local.transact(&Scope::PLAN, &[stop], &mut options).unwrap();
            }
            machine
        };
        let intents = std::slice::from_ref(&intent);
        let (mut undone, mut finished) = (0, 0);
        for messages in 0.. {
            let machine = ready();
            let before = face(&state(&*machine));
            let told = cut_after(&machine, intents, messages);
            // Nobody has the lock, and there is nothing for the next one to undo.
            machine.store().lock(Duration::ZERO, &mut |_| {}).unwrap();
            assert_eq!(recover(&*machine, &mut NoObserver).unwrap(), None);
            assert_sound(
                &*machine,
                &format!("{intent:?} cut after {messages} messages"),
            );
            if face(&state(&*machine)) == before {
                undone += 1;
            } else {
                finished += 1;
            }
            if let Some(ToNear::Done(_, reply)) = told.last() {
                assert!(matches!(reply, Ok(Reply::Transact(_))));
                break;
            }
            assert!(messages < 500, "it never ends");
        }
        assert!(
            undone > 2 && finished > 0,
            "{undone} undone, {finished} finished"
        );
    }
}

/// A VM that is off and asks for a VF.
const SETUP: &str = "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null; Connect-VMNetworkAdapter web1 -SwitchName lan; Set-VMNetworkAdapter web1 -IovWeight 100";

#[test]
fn a_far_end_that_is_killed_is_named_and_leaves_nothing_behind() {
    let far = Far::new();
    assert_eq!(far.run("ssh://hv1", SETUP).status.code(), Some(0));
    // Both ends of ssh are killed in the middle of a message.
    for bytes in [400, 2000, 6000, 12_000] {
        far.program(
            "bin/cut",
            &format!("sh -c \"$1\" | {{ dd bs=1 count={bytes} 2>/dev/null; kill -9 0; }}"),
        );
        far.ssh("exec setsid cut \"$last\"");
        let output = far.run("ssh://hv1", "Start-VM web1");
        let (_, errors) = text_of(&output);
        if output.status.code() != Some(0) {
            assert!(errors.contains("Host.ConnectionLost"), "{bytes}: {errors}");
            assert!(errors.contains("help: "), "{bytes}: {errors}");
        }
        far.ssh("exec sh -c \"$last\"");
        let look = "Get-VM web1 | % { \"$($_.State)\" }; Get-VMNetworkAdapter web1 | % { \"$($_.IovUsage)\" }; Stop-VM web1 -TurnOff -Force 3>$null";
        let (out, errors) = text_of(&far.run("ssh://hv1", look));
        let state: Vec<&str> = out.split_whitespace().collect();
        assert!(
            matches!(state.as_slice(), ["Off", "0"] | ["Running", "0" | "1"]),
            "{bytes}: {out} {errors}"
        );
    }
    assert!(Path::new(&far.path("asked")).exists());
}

#[test]
fn ctrl_c_ends_a_change_at_the_far_end_and_not_the_connection() {
    let far = Far::new();
    assert_eq!(far.run("ssh://hv1", SETUP).status.code(), Some(0));
    // From now on each step takes its time.
    let state = far.path("far/iovsh/sim-default/world.json");
    let text = std::fs::read_to_string(&state).unwrap();
    let mut world: serde_json::Value = serde_json::from_str(&text).unwrap();
    world["faults"] = serde_json::json!([{ "delay_ms": 300 }]);
    std::fs::write(&state, world.to_string()).unwrap();
    let mut near = far.command("ssh://hv1", "Start-VM web1");
    // In a group of its own, as the foreground job of a terminal is: all of it gets the signal.
    let near = near
        .process_group(0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let group = Pid::from_child(&near);
    let began = || std::fs::exists(far.path("far/iovsh/sim-default/intent.json")).unwrap();
    while !began() {
        std::thread::sleep(Duration::from_millis(5));
    }
    kill_process_group(group, Signal::INT).unwrap();
    let output = near.wait_with_output().unwrap();
    let (_, errors) = text_of(&output);
    assert!(!errors.contains("Host.ConnectionLost"), "{errors}");
    assert!(!began(), "something is left to be undone");
    let (out, errors) = text_of(&far.run("ssh://hv1", "(Get-VM web1).State"));
    assert_eq!(out.trim(), "Off", "{errors}");
}

/// What is asked of a far host after its greeting, and what is asked before: the ways there and back that a command takes.
#[test]
fn a_command_takes_two_ways_there_and_back_at_the_most() {
    let far = Far::new();
    assert_eq!(far.run("ssh://hv1", SETUP).status.code(), Some(0));
    let sent = far.path("sent");
    far.ssh(&format!("tee {} | sh -c \"$last\"", sent.display()));
    for (line, most) in [
        ("Get-VM", 1),
        ("Get-VM web1", 1),
        ("Get-VMHost", 1),
        ("Get-VMSwitch", 1),
        ("Get-NetAdapterSriov", 1),
        ("Get-VM | Out-Null; Get-VM", 2),
        ("Get-WinEvent -MaxEvents 1", 1),
        ("Set-VMNetworkAdapter web1 -IovWeight 50", 2),
        ("Start-VM web1", 2),
        ("Stop-VM web1 -TurnOff -Force", 2),
        ("Rename-VMNetworkAdapter web1 -NewName n", 2),
        ("Rename-VMNetworkAdapter web1 -NewName m -WhatIf", 2),
        ("New-VM other -MemoryStartupBytes 64MB", 2),
        ("Remove-VM other -Force", 2),
        ("New-VMSwitch inner -SwitchType Private", 2),
        ("Remove-VMSwitch inner -Force", 2),
        ("Set-NetAdapterSriov enp1s0f1 -NumVFs 2", 2),
    ] {
        let output = far.run("ssh://hv1", line);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{line}: {:?}",
            text_of(&output)
        );
        let bytes = std::fs::read(&sent).unwrap();
        let mut from = bytes.as_slice();
        let mut asked = Vec::new();
        while let Ok(Some(ToFar::Ask { request, .. })) = frame::read(&mut from) {
            let text = format!("{request:?}");
            asked.push(text.split(['(', ' ']).next().unwrap_or_default().to_owned());
        }
        // This one does not wait for the greeting: both are on their way at the same time.
        assert_eq!(asked.first().map(String::as_str), Some("Recover"), "{line}");
        assert!(asked.len() - 1 <= most, "{line}: {asked:?}");
    }
}
