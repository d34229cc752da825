//! Sockets of the target that ssh makes reachable here, for as long as a migration lasts.

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::model::{Sending, Uuid};
use crate::policy::word;
use crate::ssh::{SshAddress, program, without_ctrl_c};
use crate::state::MigrationPerformance;
use crate::{Category, CauseSource, HostError};

use super::carrier::{self, Carrier};
use super::{FOLDER, of_migration, short, socket};

/// How long ssh may take to connect.
const CONNECTS_WITHIN: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(20);

/// The ssh that leads to the target, in the network that was chosen for migrations, and the words that name it there.
///
/// # Errors
/// `Migration.Unreachable`: it is not reached by ssh; there is no ssh here.
pub(super) fn ssh_to(sending: &Sending) -> Result<(Command, SshAddress), HostError> {
    let address = sending
        .to
        .strip_prefix("ssh://")
        .ok_or_else(|| unreachable(sending, "it is not reached by ssh"))?;
    let address = SshAddress::parse(address)?;
    let mut ssh = without_ctrl_c(&program(&address.name)?);
    ssh.arg("-T");
    for option in [
        "BatchMode=yes",
        "ServerAliveInterval=5",
        "ServerAliveCountMax=3",
        "ControlPath=none",
    ] {
        ssh.args(["-o", option]);
    }
    if sending.performance == MigrationPerformance::Compression {
        ssh.arg("-C");
    }
    if let Some(at) = &sending.reached_at {
        ssh.args(["-o", &format!("HostName={at}")]);
        ssh.args(["-o", &format!("HostKeyAlias={}", address.name)]);
    }
    Ok((ssh, address))
}

/// A running ssh that carries the sockets.
pub(super) struct Forward {
    carrier: Carrier,
    sockets: Vec<String>,
}

impl Forward {
    /// Connects to the target and makes its sockets reachable: libvirt's daemon, and those at which QEMU there will listen for memory and
    /// for disks, unless it listens for those itself, under TLS.
    ///
    /// # Errors
    /// `Migration.Unreachable`: ssh does not get there, with its own words.
    pub(super) fn open(sending: &Sending, memory: bool, disks: bool) -> Result<Self, HostError> {
        // The target says this. A colon would make another forward of it.
        if !sending.daemon.starts_with('/') || sending.daemon.contains(':') {
            let words = format!("its libvirt is said to be at '{}'", sending.daemon);
            return Err(unreachable(sending, &words));
        }
        let daemon = Self::daemon_socket(sending.id);
        let mut pairs = vec![(daemon.clone(), sending.daemon.clone())];
        let mut same = |what| {
            let path = socket(sending.id, what, &sending.name);
            pairs.push((path.clone(), path));
        };
        let by_ssh = sending.certificate.is_none();
        if memory && by_ssh {
            same("mem");
        }
        if disks && by_ssh {
            same("nbd");
        }
        let (mut ssh, address) = ssh_to(sending)?;
        ssh.arg("-N");
        for option in [
            "ExitOnForwardFailure=yes",
            "StreamLocalBindUnlink=yes",
            // QEMU itself connects to the sockets of disks; the folder is closed to everybody else.
            "StreamLocalBindMask=0111",
            "ClearAllForwardings=no",
        ] {
            ssh.args(["-o", option]);
        }
        for (here, there) in &pairs {
            ssh.args(["-L", &format!("{here}:{there}")]);
        }
        ssh.args(address.words());
        ssh.stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let carrier = Carrier::start(sending.id, &mut ssh, &address.name)?;
        let mut forward = Self {
            carrier,
            sockets: pairs.into_iter().map(|(here, _)| here).collect(),
        };
        forward.wait_for(&daemon, sending)?;
        Ok(forward)
    }

    /// The URI by which the daemon here reaches the one there.
    pub(super) fn daemon_uri(sending: &Sending) -> String {
        let socket = Self::daemon_socket(sending.id);
        format!("qemu+unix:///system?socket={socket}")
    }

    /// The socket by which the daemon there is reached from here.
    pub(super) fn daemon_socket(migration: Uuid) -> String {
        format!("{}-daemon", of_migration(migration))
    }

    fn wait_for(&mut self, daemon: &str, sending: &Sending) -> Result<(), HostError> {
        let deadline = Instant::now() + CONNECTS_WITHIN;
        loop {
            if Path::new(daemon).exists() && UnixStream::connect(daemon).is_ok() {
                return Ok(());
            }
            let ended = self.carrier.ssh.try_wait().ok().flatten();
            if ended.is_some() {
                let said = self.carrier.said();
                return Err(unreachable(sending, &said));
            }
            if Instant::now() >= deadline {
                return Err(unreachable(sending, "it did not connect in time"));
            }
            std::thread::sleep(PAUSE);
        }
    }
}

/// Takes away what a process that died has left of a migration that is over: its ssh, and the sockets.
pub(in crate::linux) fn sweep(id: Uuid) {
    carrier::sweep(id);
    let Ok(names) = std::fs::read_dir(FOLDER) else {
        return;
    };
    let id = short(id);
    for entry in names.flatten() {
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.starts_with(&*id)) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

impl Drop for Forward {
    fn drop(&mut self) {
        for socket in &self.sockets {
            let _ = std::fs::remove_file(socket);
        }
    }
}

pub(super) fn unreachable(sending: &Sending, words: &str) -> HostError {
    HostError::new(
        "Migration.Unreachable",
        Category::ConnectionError,
        format!(
            "The host of '{}' does not reach {} by ssh.",
            sending.name, sending.to
        ),
    )
    .target(sending.to.clone())
    .because(CauseSource::Ssh, words, None)
    .next_step(format!(
        "Log in there once from the host of the virtual machine, without a password: ssh {}",
        word(&sending.to)
    ))
}
