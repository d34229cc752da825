//! An ssh that carries a part of a migration. Whoever settles a migration whose process has died finds it by its mark, and ends it.

use std::io::{self, Read as _};
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::HostError;
use crate::model::Uuid;
use crate::ssh::no_ssh;
use crate::state::{Directory, Durability, Files as _};

use super::short;

/// Between two looks at it.
const LOOK: Duration = Duration::from_millis(250);

/// So much of what ssh says is kept.
const MOST_SAID: u64 = 8 << 10;

/// Where the marks are: a folder of root's own, as what they name is ended. They are of no use after a start of the host.
const FOLDER: &str = "/run/iovsh";

/// What the files are called, behind the id of the migration and before the number of the process, that say which process it is.
const MARK: &str = "-ssh-";

/// A running ssh. It ends with this value.
pub(super) struct Carrier {
    /// The process.
    pub(super) ssh: Child,
    mark: String,
}

impl Carrier {
    /// Starts it; `name` is where it leads. What it says on its standard error is kept for [`Carrier::said`] if that is a pipe.
    ///
    /// # Errors
    /// `Host.NoSsh`.
    pub(super) fn start(migration: Uuid, ssh: &mut Command, name: &str) -> Result<Self, HostError> {
        let ssh = ssh.spawn().map_err(|error| no_ssh(name, &error))?;
        let mark = format!("{}{MARK}{}", short(migration), ssh.id());
        if let Some(began) = began(ssh.id()) {
            let text = format!("{} {began}", ssh.id());
            // Without it the ssh stays when this process dies, and nothing else is lost.
            let _ = marks().replace(&mark, text.as_bytes(), Durability::Process);
        }
        Ok(Self { ssh, mark })
    }

    /// Waits until it has ended; `None` when `cancel` became true before. `watch` is called meanwhile.
    pub(super) fn finish(
        &mut self,
        cancel: &AtomicBool,
        mut watch: impl FnMut(),
    ) -> io::Result<Option<ExitStatus>> {
        loop {
            if let Some(status) = self.ssh.try_wait()? {
                return Ok(Some(status));
            }
            if cancel.load(Ordering::Relaxed) {
                return Ok(None);
            }
            watch();
            std::thread::sleep(LOOK);
        }
    }

    /// What it has said, when it has ended.
    pub(super) fn said(&mut self) -> String {
        let mut said = String::new();
        if let Some(errors) = self.ssh.stderr.take() {
            // What cannot be read is not known.
            let _ = errors.take(MOST_SAID).read_to_string(&mut said);
        }
        said.trim().to_owned()
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        // It is only a carrier: what it carried has ended, or is given up.
        let _ = self.ssh.kill();
        let _ = self.ssh.wait();
        let _ = marks().remove(&self.mark);
    }
}

fn marks() -> Directory {
    Directory::new(FOLDER)
}

/// Ends what a process that died has left of a migration that is over.
pub(super) fn sweep(migration: Uuid) {
    let of_migration = format!("{}{MARK}", short(migration));
    let marks = marks();
    for name in marks.names().unwrap_or_default() {
        if !name.starts_with(&of_migration) {
            continue;
        }
        if let Ok(Some(text)) = marks.read(&name) {
            end(&String::from_utf8_lossy(&text));
        }
        let _ = marks.remove(&name);
    }
}

/// When a process began, in the kernel's clock ticks since it started (`proc_pid_stat(5)`, field 22).
fn began(number: u32) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
    // The name stands in parentheses, and may have more of them in it.
    let (_, behind) = text.rsplit_once(')')?;
    behind.split_whitespace().nth(19)?.parse().ok()
}

/// Ends the ssh that a mark names, if it is still that one: numbers of processes are given again.
fn end(mark: &str) {
    let mut words = mark.split_whitespace().map(str::parse::<u64>);
    let (Some(Ok(number)), Some(Ok(then))) = (words.next(), words.next()) else {
        return;
    };
    let Ok(number) = u32::try_from(number) else {
        return;
    };
    let process = i32::try_from(number).ok().and_then(Pid::from_raw);
    if let Some(process) = process.filter(|_| began(number) == Some(then)) {
        let _ = kill_process(process, Signal::TERM);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sleeper() -> Child {
        Command::new("sleep").arg("600").spawn().unwrap()
    }

    #[test]
    fn the_process_of_a_mark_is_ended_and_no_other_one() {
        let mut child = sleeper();
        let number = child.id();
        let then = began(number).unwrap();
        for other in [
            String::new(),
            format!("{number}"),
            format!("{number} {}", then + 1),
            format!("0 {then}"),
            format!("-1 {then}"),
            format!("{} {then}", u64::MAX),
            format!("ssh {then}"),
        ] {
            end(&other);
            assert!(child.try_wait().unwrap().is_none(), "{other}");
        }
        end(&format!("{number} {then}\n"));
        assert!(!child.wait().unwrap().success());
    }
}
