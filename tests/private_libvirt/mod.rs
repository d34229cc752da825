//! A libvirt daemon of our own, which cannot touch the host's.

#![allow(dead_code, reason = "each test and bench uses its own part")]

use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use iovsh::backend::linux::libvirt::{Client, Endpoint};

const SOON: Duration = Duration::from_secs(60);
/// The user and the group that a daemon runs as when it is started by root.
const NOBODY: u32 = 65534;

/// A daemon of our own; it and its folder go with this value.
pub struct Daemon {
    process: Child,
    folder: tempfile::TempDir,
}

impl Daemon {
    /// Starts one, or says why the test is skipped.
    pub fn start() -> Option<Self> {
        let Some(program) = ["/usr/sbin/libvirtd", "/usr/bin/libvirtd", "/sbin/libvirtd"]
            .iter()
            .map(Path::new)
            .find(|path| path.exists())
        else {
            eprintln!("SKIPPED: libvirtd is not installed");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        // What the daemon learns about QEMU's abilities takes a minute; it is kept from run to run.
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("libvirt-cache");
        std::fs::create_dir_all(&cache).unwrap();
        let mut command = Command::new(program);
        // An ordinary user's daemon keeps everything below these folders and cannot touch the host's own libvirt.
        if folder.path().metadata().unwrap().uid() == 0 {
            for path in [folder.path(), cache.as_path()] {
                chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
            }
            command.uid(NOBODY).gid(NOBODY);
        }
        let process = command
            .args(["--timeout", "60"])
            .env("HOME", folder.path())
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("XDG_CONFIG_HOME", folder.path())
            .env("XDG_DATA_HOME", folder.path())
            .env("XDG_CACHE_HOME", &cache)
            .env(
                "LIBVIRT_LOG_OUTPUTS",
                format!("3:file:{}/log", folder.path().display()),
            )
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut daemon = Self { process, folder };
        let deadline = Instant::now() + SOON;
        while std::os::unix::net::UnixStream::connect(daemon.socket()).is_err() {
            if let Some(status) = daemon.process.try_wait().unwrap() {
                let log = std::fs::read_to_string(daemon.folder.path().join("log"));
                eprintln!("SKIPPED: a private libvirtd does not start here ({status}): {log:?}");
                return None;
            }
            assert!(
                Instant::now() < deadline,
                "the private daemon never listened"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(daemon)
    }

    /// Its socket.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("libvirt/libvirt-sock")
    }

    /// A folder that goes with the daemon.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where a client finds it.
    pub fn endpoint(&self, uri: &str) -> Endpoint {
        Endpoint::at(&self.socket(), uri)
    }

    /// Ends the daemon; its folder stays until this value goes.
    pub fn stop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// A client of libvirt's built-in test driver. What is defined there lives as long as one client of it is connected.
    pub fn client(&self) -> Client {
        Client::new(self.endpoint("test:///default"))
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.stop();
    }
}
