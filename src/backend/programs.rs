//! Programs of the system that iovsh runs, by where they are: never by the caller's `PATH`, which another user may have chosen.

use std::io::{self, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use iovsh_base::interrupt;

/// Where distributions keep their programs; NixOS has the last.
const FOLDERS: [&str; 5] = [
    "/usr/sbin",
    "/usr/bin",
    "/sbin",
    "/bin",
    "/run/current-system/sw/bin",
];

/// A command that runs this program of the system. One that is not there fails when it is run, as `NotFound`.
#[must_use]
pub fn command(name: &str) -> Command {
    Command::new(place_of(name, |path| path.is_file()))
}

/// Runs a command to its end, and gives its status and what it wrote to standard error; `None` when `stop` became true before: it was
/// killed then.
///
/// # Errors
/// It cannot be started.
pub fn output_unless(command: &mut Command, stop: impl Fn() -> bool) -> io::Result<Option<Output>> {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    finish(command, &[], stop)
}

/// The same with what it wrote to standard output, for a program that reads `input`.
///
/// # Errors
/// It cannot be started.
pub fn answer_unless(
    command: &mut Command,
    input: &[u8],
    stop: impl Fn() -> bool,
) -> io::Result<Option<Output>> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    finish(command, input, stop)
}

/// What ends a program that should answer at once: this time, or that the command is to end.
pub fn patience(longest: Duration) -> impl Fn() -> bool {
    let start = Instant::now();
    move || start.elapsed() >= longest || interrupt::is_requested() || interrupt::is_step_to_stop()
}

fn finish(
    command: &mut Command,
    input: &[u8],
    stop: impl Fn() -> bool,
) -> io::Result<Option<Output>> {
    const LONGEST: Duration = Duration::from_millis(100);
    // Ctrl+C at the terminal is for us: whether the program is to end, `stop` says.
    command.stderr(Stdio::piped()).process_group(0);
    let mut child = command.spawn()?;
    // Whoever writes much waits until somebody reads it, and whoever reads until somebody writes.
    let errors = child.stderr.take().map(read_all);
    let answer = child.stdout.take().map(read_all);
    let writer = child.stdin.take().map(|mut to| {
        let input = input.to_vec();
        // A program that reads no more says why.
        std::thread::spawn(move || drop(to.write_all(&input)))
    });
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            let text = |reader: Option<JoinHandle<Vec<u8>>>| reader.and_then(|r| r.join().ok());
            drop(writer.map(JoinHandle::join));
            return Ok(Some(Output {
                status,
                stdout: text(answer).unwrap_or_default(),
                stderr: text(errors).unwrap_or_default(),
            }));
        }
        if stop() {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = LONGEST.min(pause.saturating_mul(2));
    }
}

/// Reads to the end, beside the rest.
fn read_all(mut from: impl io::Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut all = Vec::new();
        let _ = from.read_to_end(&mut all);
        all
    })
}

fn place_of(name: &str, there: impl Fn(&Path) -> bool) -> PathBuf {
    let all = || FOLDERS.iter().map(|folder| Path::new(folder).join(name));
    let first = || Path::new(FOLDERS[0]).join(name);
    all().find(|path| there(path)).unwrap_or_else(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_the_caller_decides_nothing() {
        let place = place_of("ping", |path| path == Path::new("/bin/ping"));
        assert_eq!(place, Path::new("/bin/ping"));
        let nowhere = place_of("ping", |_| false);
        assert!(nowhere.is_absolute());
        let error = command("there-is-no-such-program").output().unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    }

    #[test]
    fn a_program_is_waited_for_or_killed() {
        let sh = |text: &str| {
            let mut command = command("sh");
            command.args(["-c", text]);
            command
        };
        let output = output_unless(&mut sh("echo no >&2; exit 3"), || false);
        let output = output.unwrap().unwrap();
        assert_eq!(
            (output.status.code(), &*output.stderr),
            (Some(3), &b"no\n"[..])
        );
        // More than a pipe holds.
        let much = "i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done";
        let output = output_unless(&mut sh(much), || false).unwrap().unwrap();
        assert_eq!(output.stderr.len(), 3000 * 41);
        let stopped = output_unless(&mut sh("exec sleep 1000"), || true);
        assert!(stopped.unwrap().is_none());
        // More than pipes hold, in both directions.
        let input = vec![b'x'; 300_000];
        let output = answer_unless(&mut sh("cat; echo done >&2"), &input, || false);
        let output = output.unwrap().unwrap();
        assert!(output.stdout == input);
        assert_eq!(&*output.stderr, b"done\n");
        // One that reads nothing.
        let output = answer_unless(&mut sh("exec true"), &input, || false);
        assert!(output.unwrap().unwrap().status.success());
        let stopped = answer_unless(&mut sh("exec sleep 1000"), &[], patience(Duration::ZERO));
        assert!(stopped.unwrap().is_none());
    }
}
