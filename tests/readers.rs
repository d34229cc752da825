//! A group that may read: who is in it runs every cmdlet that looks, on this machine and without root, and changes nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test says no by panicking"
)]

#[path = "hostile/fake_libvirt.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod fake_libvirt;
#[path = "simulated/plans.rs"]
mod plans;
mod private_libvirt;

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use iovsh::backend::journal::Entry;
use iovsh::backend::linux::libvirt::{Client, Hypervisor as _, procedures as p};
use iovsh::backend::policy;
use iovsh::backend::state::{Desired, Store};
use iovsh::cmdlets;
use iovsh::shell::cmdlet::{CmdletSpec, SetMembership};

use fake_libvirt::{Behaviour, FakeDomain, FakeLibvirt};
use private_libvirt::Daemon;

/// A group that every system has, as libvirt looks it up: `users`.
const GROUP: u32 = 100;
/// Somebody who is no root.
const READER: u32 = 65534;

/// The state of a host in a folder that belongs to root and may be read by [`GROUP`], with what a host has after some work.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// `None`: only root can make one, and says so.
    fn new() -> Option<Self> {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        if fs::metadata(place.folder.path()).unwrap().uid() != 0 {
            eprintln!("SKIPPED: only root can give a folder to a group");
            return None;
        }
        fs::create_dir_all(place.state()).unwrap();
        for folder in [place.folder.path().to_owned(), place.base()] {
            fs::set_permissions(folder, Permissions::from_mode(0o755)).unwrap();
        }
        place.open_to_group(0o2750);
        // Where the program was built nobody else may be let in.
        let built = env!("CARGO_BIN_EXE_iovsh");
        fs::hard_link(built, place.program())
            .or_else(|_| fs::copy(built, place.program()).map(drop))
            .unwrap();
        Some(place)
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join("iovsh")
    }

    fn open_to_group(&self, mode: u32) {
        chown(self.state(), Some(0), Some(GROUP)).unwrap();
        fs::set_permissions(self.state(), Permissions::from_mode(mode)).unwrap();
    }

    fn base(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// The folder of this machine's files.
    fn state(&self) -> PathBuf {
        self.base().join("local")
    }

    fn store(&self) -> Store {
        Store::in_directory(self.state())
    }

    /// Everything that a host keeps, written by root.
    fn fill(&self) {
        self.store().save(&Desired::default()).unwrap();
        let entry = Entry {
            id: 100,
            message: "The switch 'lan' was made.".to_owned(),
            ..Entry::default()
        };
        self.store().append_journal(&mut [entry]).unwrap();
        self.store().write_intent(b"{}").unwrap();
        let lock = self.store().lock(Duration::ZERO, &mut |_| {});
        drop(lock.unwrap());
    }

    /// Mode and group of a file of the state.
    fn file(&self, name: &str) -> (u32, u32) {
        let facts = fs::symlink_metadata(self.state().join(name)).unwrap();
        (facts.mode() & 0o7777, facts.gid())
    }

    /// A socket of libvirt's that is closed to all but root, and beside it one through which this daemon may be read.
    fn closed_socket(&self, daemon: &Path) -> PathBuf {
        let socket = self.folder.path().join("libvirt-sock");
        let _ = fs::remove_file(&socket);
        drop(UnixListener::bind(&socket).unwrap());
        fs::set_permissions(&socket, Permissions::from_mode(0o600)).unwrap();
        let open = self.folder.path().join("libvirt-sock-ro");
        let _ = fs::remove_file(&open);
        symlink(daemon, open).unwrap();
        socket
    }

    /// What somebody in this group gets of a script.
    fn run_as(&self, user: u32, group: u32, libvirt: &Path, script: &str) -> Output {
        let mut command = Command::new(self.program());
        command
            .args(["--host", "local", "-Command", script])
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("HOME", "/nonexistent")
            .env("IOVSH_STATE_DIR", self.base())
            .env("IOVSH_LIBVIRT_SOCKET", libvirt)
            .env("IOVSH_LIBVIRT_URI", "test:///default")
            .current_dir("/")
            .stdin(Stdio::null());
        if user != 0 {
            command.uid(user).gid(group);
        }
        command.output().unwrap()
    }
}

fn out(done: &Output) -> String {
    String::from_utf8_lossy(&done.stdout).into_owned()
}

fn said(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}

#[test]
fn what_was_asked_for_and_done_is_the_groups_to_read_and_nothing_else() {
    let Some(place) = Place::new() else { return };
    for (folder, group) in [(0o2750, GROUP), (0o750, GROUP), (0o700, 0)] {
        for name in fs::read_dir(place.state()).unwrap() {
            fs::remove_file(name.unwrap().path()).unwrap();
        }
        place.open_to_group(folder);
        place.fill();
        let readable = if group == GROUP { 0o640 } else { 0o600 };
        for name in ["desired.json", "desired.json.bak", "journal.jsonl"] {
            let (mode, of) = place.file(name);
            assert_eq!(mode, readable, "{folder:o}: {name}");
            assert!(group == 0 || of == GROUP, "{folder:o}: {name} is of {of}");
        }
        for name in ["intent.json", "lock"] {
            assert_eq!(place.file(name).0, 0o600, "{folder:o}: {name}");
        }
        // What was made before the group might read follows with the next write.
        for name in ["desired.json", "journal.jsonl"] {
            let path = place.state().join(name);
            fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
            chown(path, None, Some(0)).unwrap();
        }
        place.store().drop_intent().unwrap();
        place.fill();
        for name in ["desired.json", "journal.jsonl"] {
            assert_eq!(place.file(name).0, readable, "{folder:o}: {name}");
        }
    }
}

/// A cmdlet that looks, with something for what it must be given; `None` where there is nothing that fits.
fn looking(cmdlet: &&CmdletSpec) -> Option<String> {
    let mut line = cmdlet.name.to_owned();
    for parameter in cmdlet.parameters {
        let of_set = |set: &&SetMembership| set.set == cmdlet.default_set;
        let membership = parameter.sets.iter().find(of_set);
        let membership = match parameter.sets {
            [] => Some(&parameter.everywhere),
            _ => membership,
        };
        if membership.is_some_and(|membership| membership.mandatory) {
            match parameter.name {
                "Name" | "VMName" | "SwitchName" => line += &format!(" -{} *", parameter.name),
                _ => return None,
            }
        }
    }
    Some(line)
}

/// Each cmdlet that looks at a host gives a member of the group what it gives root, and no error that root does not have.
#[test]
fn every_cmdlet_that_looks_runs_for_the_group_as_for_root() {
    const MODULES: [&str; 7] = [
        "DcbQos",
        "Hyper-V",
        "Iovsh",
        "NetAdapter",
        "NetLbfo",
        "NetQos",
        "NetTCPIP",
    ];
    let Some(place) = Place::new() else { return };
    let Some(daemon) = Daemon::start() else {
        return;
    };
    place.fill();
    place.store().drop_intent().unwrap();
    let lines: Vec<String> = cmdlets::all()
        .iter()
        .filter(|cmdlet| MODULES.contains(&cmdlet.module) && cmdlet.supported)
        .filter(|cmdlet| cmdlet.name.starts_with("Get-") || cmdlet.name == "Test-VMHostIov")
        .filter_map(looking)
        .collect();
    assert!(lines.len() > 60, "{}", lines.len());
    let script: String = lines
        .iter()
        .map(|line| {
            format!(
                "try {{ $o = @({line} -ErrorAction Stop); \"{line}: $($o.Count)\" }} catch {{ \"{line}: $($_.FullyQualifiedErrorId)\" }}\n"
            )
        })
        .collect();
    let roots = place.run_as(0, 0, &daemon.socket(), &script);
    let socket = place.closed_socket(&daemon.socket());
    let readers = place.run_as(READER, GROUP, &socket, &script);
    let (roots, readers) = (out(&roots), out(&readers));
    assert_eq!(readers.lines().count(), lines.len(), "{readers}");
    for (root, reader) in roots.lines().zip(readers.lines()) {
        assert_eq!(root, reader);
    }
    assert!(readers.contains("Get-VM: 1"), "{readers}");
    let events = place.run_as(READER, GROUP, &socket, "Get-WinEvent | % Message");
    assert!(
        out(&events).contains("The switch 'lan' was made."),
        "{}",
        said(&events)
    );
    // Somebody else is told what is missing, and to whom to turn.
    let stranger = place.run_as(READER, READER, &socket, "Get-VMSwitch");
    assert!(
        said(&stranger).contains("docs/security.md"),
        "{}",
        said(&stranger)
    );
}

/// Who may only look is refused every change with the reason, and nobody was asked anything before: neither the person nor libvirt.
#[test]
fn a_change_is_refused_before_anything_is_looked_at() {
    let Some(place) = Place::new() else { return };
    place.fill();
    let daemon = FakeLibvirt::with(vec![FakeDomain::running("web1")]);
    fs::set_permissions(daemon.folder(), Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(daemon.socket(), Permissions::from_mode(0o666)).unwrap();
    let socket = place.closed_socket(&daemon.socket());
    for change in [
        "New-VMSwitch x -SwitchType Private",
        "Set-VMSwitch nosuch -Notes x",
        "Set-VMNetworkAdapter web1 -IovWeight 100",
        "Stop-VM web1 -TurnOff",
        "Remove-VM web1 -Force",
        "Enable-NetAdapterSriov eth0",
        "Set-NetAdapter eth0 -MacAddress 02-00-00-00-00-01 -Confirm:$false",
        "Rename-NetAdapter eth0 -NewName eth1",
        "Checkpoint-VM web1",
        "Move-VM web1 elsewhere",
        "New-NetIPAddress -IPAddress 192.0.2.1 -InterfaceAlias eth0",
        "Repair-IovshState -Force",
        "Test-VMHostIov -Fix",
        "Export-VM web1 -Path /tmp",
    ] {
        let done = place.run_as(READER, GROUP, &socket, change);
        let said = said(&done);
        assert_eq!(done.status.code(), Some(1), "{change}: {said}");
        assert!(said.contains("Host.PermissionDenied"), "{change}: {said}");
        assert!(said.contains("sudo iovsh"), "{change}: {said}");
        assert_eq!(daemon.calls(), [0_u32; 0], "{change}");
    }
    // What would be done may be seen.
    let shown = place.run_as(
        READER,
        GROUP,
        &socket,
        "New-VMSwitch x -SwitchType Private -WhatIf",
    );
    assert!(shown.status.success(), "{}", said(&shown));
    assert!(!daemon.calls().is_empty());
    // The record of a change that was cut off is left to root, and in nobody's way.
    assert!(place.state().join("intent.json").exists());
    assert_eq!(place.file("intent.json").0, 0o600);
}

/// What only root can see is not said to be so or not.
#[test]
fn a_vf_whose_use_cannot_be_seen_is_no_fault() {
    let host = plans::busy_host();
    let mut seen = plans::state(&host);
    let mut vfs = seen
        .functions
        .iter_mut()
        .flat_map(|function| &mut function.vfs);
    let used = vfs.find(|vf| vf.owner.is_some()).unwrap();
    assert_eq!(used.driven, Some(true));
    used.driven = None;
    let owner = used.owner.clone().unwrap().vm;
    let vm = seen.vm(owner).unwrap();
    let adapter = vm.adapters.iter().find(|adapter| adapter.vf.is_some());
    let status = policy::adapter_status(&seen, vm, adapter.unwrap());
    assert!(status.vf_data_path_unseen && !status.vf_data_path_active);
    assert_eq!((status.reason, status.is_degraded()), (None, false));
    assert!(
        status.explanation.contains("only root"),
        "{}",
        status.explanation
    );
}

/// A daemon that accepts the connection and then does not let this user in is read through its other socket, and told so.
#[test]
fn where_libvirt_does_not_let_a_user_in_it_is_only_read() {
    for code in [45, 79, 88, 94] {
        let closed = FakeLibvirt::with(Vec::new()).at(
            p::CONNECT_OPEN.number,
            Behaviour::Refuse(code, "no agent is there".to_owned()),
        );
        let client = Client::new(closed.endpoint());
        assert_eq!(
            client.domains().unwrap_err().code(),
            Some(code),
            "there is no other socket"
        );
        let open = FakeLibvirt::with(vec![FakeDomain::running("web1")]);
        symlink(open.socket(), closed.folder().join("sock-ro")).unwrap();
        let domains = client.domains().unwrap();
        assert_eq!(domains.len(), 1, "{code}");
        assert_eq!(domains.first().unwrap().name, "web1");
    }
}
