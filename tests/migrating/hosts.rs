//! A simulated fleet, and far hosts behind a program that stands for ssh, for a shell with several hosts.

#![allow(dead_code, reason = "each test target uses a part of it")]

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use iovsh::backend::sim::SimMachine;

/// Hosts: a simulated fleet, and far hosts behind a program that stands for ssh. What is done to one stays until the end.
pub struct Hosts {
    folder: tempfile::TempDir,
}

impl Hosts {
    pub fn new() -> Self {
        let hosts = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir(hosts.path("bin")).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_iovsh"), hosts.path("bin/iovsh")).unwrap();
        hosts.program("bin/id", "echo 0");
        let folder = hosts.folder.path().display();
        // The name stands between `--` and the command. A host whose name begins with `no` is not there.
        hosts.program(
            "ssh",
            &format!(
                "echo \"$@\" >> {folder}/asked\nwhile [ \"$1\" != -- ]; do shift; done\nname=$2 last=$3\n\
                 case $name in no*) echo \"ssh: Could not resolve hostname $name: Name or service not known\" >&2; exit 255;; esac\n\
                 export PATH={folder}/bin:$PATH IOVSH_HOST=sim IOVSH_STATE_DIR={folder}/far-$name\nexec sh -c \"$last\""
            ),
        );
        hosts
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn program(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// The program that runs a text on a host.
    pub fn command(&self, host: &str, text: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iovsh"));
        command
            .args(["--host", host, "--command", text])
            .env("IOVSH_SSH", self.path("ssh"))
            .env("IOVSH_STATE_DIR", self.path("near"))
            .env("HOME", self.folder.path())
            .env("NO_COLOR", "1")
            .env_remove("IOVSH_HOST")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// A host of the fleet, for what is done to it from outside.
    pub fn machine(&self, name: &str) -> SimMachine {
        SimMachine::open(&format!("fleet/{name}"), &self.path("near")).unwrap()
    }

    /// What a text writes on a host: standard output, then standard error.
    pub fn run(&self, host: &str, text: &str) -> (String, String) {
        let output = self.command(host, text).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (text(&output.stdout), text(&output.stderr))
    }

    /// The same on the fleet, where nothing may go wrong.
    pub fn fleet(&self, text: &str) -> Vec<String> {
        let (shown, wrong) = self.run("sim:fleet", text);
        assert_eq!(wrong, "", "{text}");
        shown
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect()
    }
}
