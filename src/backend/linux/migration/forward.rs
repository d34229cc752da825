//! Sockets of the target that ssh makes reachable here, for as long as a migration lasts.

use std::io::Read as _;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::model::{Sending, Uuid};
use crate::policy::word;
use crate::ssh::{SshAddress, no_ssh, program, without_ctrl_c};
use crate::state::MigrationPerformance;
use crate::{Category, CauseSource, HostError};

use super::{FOLDER, of_migration, short, socket};

/// How long ssh may take to connect.
const CONNECTS_WITHIN: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(20);
/// So much of what ssh says is kept.
pub(super) const MOST_SAID: u64 = 8 << 10;

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
    ssh: Child,
    sockets: Vec<String>,
}

impl Forward {
    /// Connects to the target and makes its sockets reachable: libvirt's daemon, and those at which QEMU there will listen.
    ///
    /// # Errors
    /// `Migration.Unreachable`: ssh does not get there, with its own words.
    pub(super) fn open(sending: &Sending, copies: bool) -> Result<Self, HostError> {
        // The target says this. A colon would make another forward of it.
        if !sending.daemon.starts_with('/') || sending.daemon.contains(':') {
            let words = format!("its libvirt is said to be at '{}'", sending.daemon);
            return Err(unreachable(sending, &words));
        }
        let daemon = daemon_socket(sending.id);
        let mut pairs = vec![(daemon.clone(), sending.daemon.clone())];
        let mut same = |what| {
            let path = socket(sending.id, what, &sending.name);
            pairs.push((path.clone(), path));
        };
        same("mem");
        if copies {
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
        let child = ssh.spawn().map_err(|error| no_ssh(&address.name, &error))?;
        let mut forward = Self {
            ssh: child,
            sockets: pairs.into_iter().map(|(here, _)| here).collect(),
        };
        // Whoever settles a migration whose process has died ends this ssh, and finds it here.
        let mark = format!("{}{MARK}", of_migration(sending.id));
        // Without it the ssh stays when this process dies, and nothing else is lost.
        let _ = std::fs::write(&mark, forward.ssh.id().to_string());
        forward.sockets.push(mark);
        forward.wait_for(&daemon, sending)?;
        Ok(forward)
    }

    /// The URI by which the daemon here reaches the one there.
    pub(super) fn daemon_uri(sending: &Sending) -> String {
        format!("qemu+unix:///system?socket={}", daemon_socket(sending.id))
    }

    fn wait_for(&mut self, daemon: &str, sending: &Sending) -> Result<(), HostError> {
        let deadline = Instant::now() + CONNECTS_WITHIN;
        loop {
            if Path::new(daemon).exists() && UnixStream::connect(daemon).is_ok() {
                return Ok(());
            }
            let ended = self.ssh.try_wait().ok().flatten();
            if ended.is_some() {
                let said = self.said();
                return Err(unreachable(sending, &said));
            }
            if Instant::now() >= deadline {
                return Err(unreachable(sending, "it did not connect in time"));
            }
            std::thread::sleep(PAUSE);
        }
    }

    fn said(&mut self) -> String {
        let mut said = String::new();
        if let Some(errors) = self.ssh.stderr.take() {
            // What cannot be read is not known.
            let _ = errors.take(MOST_SAID).read_to_string(&mut said);
        }
        said.trim().to_owned()
    }
}

/// What the file is called, behind the id of the migration, that has the number of its ssh.
const MARK: &str = "-ssh";

/// Takes away what a process that died has left of a migration that is over: its ssh, and the sockets.
pub(in crate::linux) fn sweep(id: Uuid) {
    let Ok(names) = std::fs::read_dir(FOLDER) else {
        return;
    };
    let id = short(id);
    for entry in names.flatten() {
        let name = entry.file_name();
        let Some(rest) = name.to_str().and_then(|name| name.strip_prefix(&*id)) else {
            continue;
        };
        if rest == MARK
            && let Ok(text) = std::fs::read_to_string(entry.path())
        {
            end(text.trim(), &id);
        }
        let _ = std::fs::remove_file(entry.path());
    }
}

/// Ends the ssh of this number, if it is still that of the migration: numbers are given again.
fn end(number: &str, id: &str) {
    let words = std::fs::read(format!("/proc/{number}/cmdline")).unwrap_or_default();
    let is_its = words.windows(id.len()).any(|part| part == id.as_bytes());
    let number = number.parse().ok().and_then(Pid::from_raw);
    if let Some(number) = number.filter(|_| is_its) {
        let _ = kill_process(number, Signal::TERM);
    }
}

impl Drop for Forward {
    fn drop(&mut self) {
        // It is only a carrier: what it carried has ended.
        let _ = self.ssh.kill();
        let _ = self.ssh.wait();
        for socket in &self.sockets {
            let _ = std::fs::remove_file(socket);
        }
    }
}

/// The socket by which the daemon here reaches the one at the target.
fn daemon_socket(id: Uuid) -> String {
    format!("{}-daemon", of_migration(id))
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
