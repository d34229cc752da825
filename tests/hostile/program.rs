//! The program, run in a state of its own.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};

/// How long a run may take: a hang is a failure, not a wait for the night.
const LIMIT: std::time::Duration = std::time::Duration::from_secs(60);

/// A place for the state of some runs.
pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// A command with nothing but what it needs from the environment of the test.
    pub fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iovsh"));
        command
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("XDG_STATE_HOME", self.path("state"))
            .env("TERM", "xterm-256color")
            .current_dir(self.folder.path());
        command
    }

    /// Runs the program with this standard input.
    pub fn run(&self, arguments: &[impl AsRef<OsStr>], input: &[u8]) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a process");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_vec();
        // Who does not read its input closes it.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let (sender, receiver) = std::sync::mpsc::channel();
        let id = child.id();
        let waiter = std::thread::spawn(move || {
            let output = child.wait_with_output();
            let _ = sender.send(());
            output
        });
        if receiver.recv_timeout(LIMIT).is_err() {
            let pid = rustix::process::Pid::from_raw(i32::try_from(id).expect("a number"));
            let _ = rustix::process::kill_process(
                pid.expect("a process"),
                rustix::process::Signal::KILL,
            );
            panic!("no end after {LIMIT:?}");
        }
        writer.join().expect("a thread");
        waiter.join().expect("a thread").expect("an output")
    }

    /// What the program sends to a terminal of its own, both streams together.
    pub fn on_terminal(&self, arguments: &[impl AsRef<OsStr>]) -> Vec<u8> {
        use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&master).expect("a terminal");
        unlockpt(&master).expect("a terminal");
        let name = ptsname(&master, Vec::new()).expect("a name");
        let slave = std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(name.to_str().expect("a path"))
            .expect("the other end");
        let mut child = self
            .command(arguments)
            .stdin(Stdio::null())
            .stdout(slave.try_clone().expect("a copy"))
            .stderr(slave)
            .spawn()
            .expect("a process");
        let mut sent = Vec::new();
        let mut reader = std::fs::File::from(master);
        let mut bytes = [0; 4096];
        // The terminal answers EIO when nobody holds its other end any more.
        while let Ok(count) = reader.read(&mut bytes) {
            if count == 0 {
                break;
            }
            sent.extend_from_slice(&bytes[..count]);
        }
        child.wait().expect("its end");
        sent
    }
}
