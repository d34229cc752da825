//! Runs a program of Pacemaker: within a time, with an answer of a bounded size.

use std::io::{ErrorKind, Read, Write as _};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use iovsh_base::interrupt;

use super::no_cluster;
use crate::{Category, CauseSource, HostError, programs};

/// A program has this long. Those that change something wait for the cluster's coordinator.
const WITHIN: Duration = Duration::from_secs(30);
/// The largest answer: a CIB of thousands of resources has a few MiB.
pub(super) const LARGEST: u64 = 64 << 20;
/// The end of the log that is looked at.
const LOG_TAIL: u64 = 4 << 20;
/// Where the engine writes what it does, unless it is told otherwise.
const LOG: &str = "/var/log/pacemaker/pacemaker.log";
/// "Not connected", of Pacemaker's own codes.
const NOT_CONNECTED: i32 = 102;
/// "No such object".
const NO_SUCH_OBJECT: i32 = 105;

/// What a program answers.
pub(super) fn read(host: &str, program: &str, arguments: &[&str]) -> Result<String, HostError> {
    let argv: Vec<String> = std::iter::once(program)
        .chain(arguments.iter().copied())
        .map(str::to_owned)
        .collect();
    run(host, &argv, None)
}

/// Has a program change something.
pub(super) fn change(host: &str, argv: &[String], input: Option<&str>) -> Result<(), HostError> {
    run(host, argv, input).map(drop)
}

struct Ended {
    code: Option<i32>,
    out: Vec<u8>,
    errors: Vec<u8>,
}

fn run(host: &str, argv: &[String], input: Option<&str>) -> Result<String, HostError> {
    let Some((program, arguments)) = argv.split_first() else {
        return Ok(String::new());
    };
    let spawned = programs::command(program)
        .args(arguments)
        .stdin(if input.is_some() {
            Stdio::piped()
        } else {
            Stdio::null()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(no_cluster(host)),
        Err(error) => {
            return Err(refused(host, program).because_io(CauseSource::Kernel, &error));
        }
    };
    let given = input.map(str::to_owned);
    let ended = wait(&mut child, given);
    let ended = ended
        .map_err(|error| refused(host, program).because_io(CauseSource::Kernel, &error))?
        .ok_or_else(|| too_long(host, program))?;
    let words = String::from_utf8_lossy(&ended.errors);
    let words = words.trim();
    match ended.code {
        Some(0) => Ok(String::from_utf8_lossy(&ended.out).into_owned()),
        Some(NOT_CONNECTED) => Err(no_cluster(host)),
        Some(NO_SUCH_OBJECT) => Err(HostError::new(
            "Cluster.NotFound",
            Category::ObjectNotFound,
            format!("The cluster of {host} does not have it."),
        )
        .target(host)
        .because(CauseSource::Pacemaker, words, None)
        .next_step("See what there is: Get-ClusterGroup, Get-ClusterNode")),
        code => {
            let words = match (words.is_empty(), code) {
                (false, _) => words.to_owned(),
                (true, Some(code)) => format!("it ended with {code}"),
                (true, None) => "it was killed".to_owned(),
            };
            Err(refused(host, program).because(CauseSource::Pacemaker, words, None))
        }
    }
}

/// Waits for a program, reading what it says meanwhile. `None`: it took too long, or Ctrl+C ended it.
fn wait(child: &mut Child, given: Option<String>) -> std::io::Result<Option<Ended>> {
    let (to, out, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if let (Some(mut to), Some(given)) = (to, given) {
                // It may end before it has read everything; its code says so.
                let _ = to.write_all(given.as_bytes());
            }
        });
        let out = scope.spawn(move || bounded(out));
        let errors = scope.spawn(move || bounded(errors));
        let until = Instant::now() + WITHIN;
        let mut nap = Duration::from_millis(1);
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break Some(status);
            }
            if Instant::now() >= until || interrupt::is_requested() {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
            std::thread::sleep(nap);
            nap = nap.saturating_mul(2).min(Duration::from_millis(50));
        };
        let out = out.join().unwrap_or_default();
        let errors = errors.join().unwrap_or_default();
        Ok(status.map(|status| Ended {
            code: status.code(),
            out,
            errors,
        }))
    })
}

fn bounded(from: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        // What cannot be read is missed in the answer, which then says that it is broken.
        let _ = from.take(LARGEST).read_to_end(&mut bytes);
    }
    bytes
}

/// The last lines of the engine's log.
pub(super) fn log(host: &str, lines: usize) -> Result<Vec<String>, HostError> {
    use std::io::{Seek as _, SeekFrom};
    let path = Path::new(LOG);
    let read = || -> std::io::Result<Vec<u8>> {
        let mut file = std::fs::File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(LOG_TAIL)))?;
        let mut bytes = Vec::new();
        file.take(LOG_TAIL).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = match read() {
        Ok(bytes) => bytes,
        Err(error) => {
            return Err(HostError::new(
                "Cluster.NoLog",
                Category::ReadError,
                format!("{host} has no log of its cluster that can be read: {LOG}."),
            )
            .target(LOG)
            .because_io(CauseSource::File, &error)
            .next_step("See journalctl -u pacemaker there; members of the group haclient may read the log."));
        }
    };
    let text = String::from_utf8_lossy(&bytes);
    let all: Vec<&str> = text.lines().collect();
    let first = all.len().saturating_sub(lines);
    Ok(all.into_iter().skip(first).map(str::to_owned).collect())
}

fn refused(host: &str, program: &str) -> HostError {
    HostError::new(
        "Cluster.Failed",
        Category::InvalidOperation,
        format!("The cluster of {host} refused it: {program} failed."),
    )
    .target(host)
    .next_step("See Get-ClusterLog, and whether the coordinator is there: Get-ClusterNode")
}

fn too_long(host: &str, program: &str) -> HostError {
    HostError::new(
        "Cluster.Timeout",
        Category::OperationTimeout,
        format!(
            "The cluster of {host} did not answer: {program} took longer than {} s, or was called off.",
            WITHIN.as_secs()
        ),
    )
    .target(host)
    .next_step("See whether a coordinator is elected: crm_mon -1")
}
