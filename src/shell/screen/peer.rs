//! Who reads what this process writes, when standard output is a pipe between two commands of a shell.
//!
//! `iovsh Get-VM | iovsh Stop-VM` hands on objects as two cmdlets of one line do, and `iovsh Get-VM | grep web` text. The pipe
//! itself does not say who reads it, but the kernel lists the open files of each process of the same user.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::time::Duration;

/// How long a shell that has made the pipe may take to start the reader.
const STEP: Duration = Duration::from_millis(3);
const STEPS: u32 = 20;

/// At how many looks in a row a process must sleep, to be one that will not become another program.
const ASLEEP: u32 = 4;
/// At how many looks in a row the parent must sleep, to be one that reads by itself, as for `$(iovsh Get-VM)`. One that is about to start
/// the reader works, or waits for a processor.
const PARENT_ASLEEP: u32 = 2;

/// Set in the flags of a process that has been forked and has not become another program yet (`PF_FORKNOEXEC`).
const NOT_YET_ITSELF: u64 = 0x40;

/// What one look finds at the other end of the pipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    /// A process that may become the reader; whether it sleeps.
    Forked(bool),
    /// The reader.
    Program(u32),
    /// The parent alone, which may start the reader; whether it sleeps.
    Parent(bool),
    /// Nobody.
    Nobody,
}

/// Looks until it is clear who reads, and sleeps for a moment between two looks.
fn reader_by(mut look: impl FnMut() -> Seen, sleep: impl Fn()) -> Option<u32> {
    let (mut forked, mut parent) = (0, 0);
    for _ in 0..STEPS {
        match look() {
            Seen::Program(process) => return Some(process),
            Seen::Nobody => return None,
            Seen::Forked(sleeps) => (forked, parent) = (if sleeps { forked + 1 } else { 0 }, 0),
            Seen::Parent(sleeps) => (forked, parent) = (0, if sleeps { parent + 1 } else { 0 }),
        }
        // The shell itself reads: `| while read line`, or `$(...)`.
        if forked >= ASLEEP || parent >= PARENT_ASLEEP {
            return None;
        }
        sleep();
    }
    None
}

/// The command line of the process that reads this one's standard output, when that is a pipe and the reader the same program
/// as this one. `None` also when that cannot be known: a reader of another user, as behind `sudo`.
pub fn reader_of_output() -> Option<Vec<OsString>> {
    let own = "/proc/self";
    let pipe = fs::read_link(format!("{own}/fd/1")).ok()?;
    pipe.to_str().filter(|link| link.starts_with("pipe:"))?;
    let program = fs::read_link(format!("{own}/exe")).ok()?;
    let look = || match reader(&pipe) {
        Some(process) if is_forked(process) => Seen::Forked(is_asleep(process)),
        Some(process) => Seen::Program(process),
        // The shell has not come to it yet as long as it holds the pipe for it.
        None => {
            holding_parent(&pipe).map_or(Seen::Nobody, |parent| Seen::Parent(is_asleep(parent)))
        }
    };
    let process = reader_by(look, || std::thread::sleep(STEP))?;
    let same = fs::read_link(format!("/proc/{process}/exe"))
        .is_ok_and(|other| other.file_name() == program.file_name());
    same.then(|| command_line(process)).flatten()
}

/// The process whose standard input the pipe is. A shell starts it right behind this one, so it is looked for there first.
fn reader(pipe: &PathBuf) -> Option<u32> {
    let own = std::process::id();
    let reads = |process: &u32| {
        *process != own
            && fs::read_link(format!("/proc/{process}/fd/0")).is_ok_and(|link| link == *pipe)
    };
    let near = own.saturating_add(1)..own.saturating_add(9);
    near.into_iter().find(reads).or_else(|| {
        let entries = fs::read_dir("/proc").ok()?.flatten();
        entries
            .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
            .find(reads)
    })
}

/// The parent, where it holds the pipe.
fn holding_parent(pipe: &PathBuf) -> Option<u32> {
    let parent = rustix::process::getppid()?.as_raw_nonzero();
    let mut files = fs::read_dir(format!("/proc/{parent}/fd")).ok()?.flatten();
    files
        .any(|file| fs::read_link(file.path()).is_ok_and(|link| link == *pipe))
        .then(|| u32::try_from(parent.get()).ok())
        .flatten()
}

/// The fields of `/proc/PID/stat` behind the name, which may hold anything: the state is the first.
fn stat(process: u32) -> Option<Vec<String>> {
    let text = fs::read(format!("/proc/{process}/stat")).ok()?;
    let text = String::from_utf8_lossy(&text).into_owned();
    let (_, fields) = text.rsplit_once(')')?;
    Some(fields.split_whitespace().map(str::to_owned).collect())
}

fn is_forked(process: u32) -> bool {
    let flags = stat(process).and_then(|fields| fields.get(6)?.parse::<u64>().ok());
    flags.is_some_and(|flags| flags & NOT_YET_ITSELF != 0)
}

fn is_asleep(process: u32) -> bool {
    stat(process).is_some_and(|fields| fields.first().is_some_and(|state| state == "S"))
}

fn command_line(process: u32) -> Option<Vec<OsString>> {
    let mut bytes = fs::read(format!("/proc/{process}/cmdline")).ok()?;
    if bytes.last() == Some(&0) {
        bytes.pop();
    }
    let words = bytes.split(|byte| *byte == 0);
    Some(
        words
            .map(|word| OsString::from_vec(word.to_vec()))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// Who reads, and after how many looks that is known.
    fn told(seen: &[Seen]) -> (Option<u32>, usize) {
        let looks = Cell::new(0);
        let look = || {
            let at = looks.get();
            looks.set(at + 1);
            seen.get(at).or(seen.last()).copied().unwrap()
        };
        (reader_by(look, || ()), looks.get())
    }

    #[test]
    fn a_parent_that_waits_for_the_output_is_not_waited_for() {
        assert_eq!(told(&[Seen::Parent(true)]), (None, 2));
        assert_eq!(told(&[Seen::Nobody]), (None, 1));
    }

    #[test]
    fn a_shell_that_is_at_work_may_still_start_the_reader() {
        let works = [
            Seen::Parent(true),
            Seen::Parent(false),
            Seen::Parent(true),
            Seen::Forked(true),
            Seen::Forked(false),
            Seen::Program(7),
        ];
        assert_eq!(told(&works), (Some(7), 6));
        // Under load it may take long to come to it, and at last nobody waits any more.
        assert_eq!(told(&[Seen::Parent(false)]), (None, STEPS as usize));
    }

    #[test]
    fn a_shell_that_reads_by_itself_is_known_by_its_sleep() {
        assert_eq!(told(&[Seen::Forked(true)]), (None, ASLEEP as usize));
    }
}
