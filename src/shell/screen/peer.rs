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

/// Set in the flags of a process that has been forked and has not become another program yet (`PF_FORKNOEXEC`).
const NOT_YET_ITSELF: u64 = 0x40;

/// The command line of the process that reads this one's standard output, when that is a pipe and the reader the same program
/// as this one. `None` also when that cannot be known: a reader of another user, as behind `sudo`.
pub fn reader_of_output() -> Option<Vec<OsString>> {
    let own = "/proc/self";
    let pipe = fs::read_link(format!("{own}/fd/1")).ok()?;
    pipe.to_str().filter(|link| link.starts_with("pipe:"))?;
    let program = fs::read_link(format!("{own}/exe")).ok()?;
    let mut slept = 0;
    for _ in 0..STEPS {
        match reader(&pipe) {
            Some(process) if is_forked(process) => {
                slept = if is_asleep(process) { slept + 1 } else { 0 };
                // The shell itself reads: `| while read line`.
                if slept >= ASLEEP {
                    return None;
                }
            }
            Some(process) => {
                let same = fs::read_link(format!("/proc/{process}/exe"))
                    .is_ok_and(|other| other.file_name() == program.file_name());
                return same.then(|| command_line(process)).flatten();
            }
            // The shell has not come to it yet as long as it holds the pipe for it.
            None if !is_held_by_parent(&pipe) => return None,
            None => {}
        }
        std::thread::sleep(STEP);
    }
    None
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

fn is_held_by_parent(pipe: &PathBuf) -> bool {
    let Some(parent) = rustix::process::getppid() else {
        return false;
    };
    fs::read_dir(format!("/proc/{}/fd", parent.as_raw_nonzero())).is_ok_and(|files| {
        files
            .flatten()
            .any(|file| fs::read_link(file.path()).is_ok_and(|link| link == *pipe))
    })
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
