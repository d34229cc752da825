//! A person at a terminal: a pseudo-terminal with iovsh in it, what is typed, and what is seen.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr, tcgetwinsize, tcsetwinsize};

/// How long anything may take before a test gives up; nothing is asserted about how long it does take.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// Ctrl+C.
pub const INTERRUPT: &str = "\x03";

/// Waits until something holds.
pub fn within(what: &str, mut holds: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < until, "{what}: not within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A terminal with a program in it.
pub struct Terminal {
    /// The person's end; gone when the person has gone.
    master: Option<File>,
    /// The program's end, kept open to look at the terminal's mode.
    slave: Option<File>,
    child: Child,
    seen: Arc<Mutex<String>>,
    left: Arc<AtomicBool>,
    reader: Option<std::thread::JoinHandle<()>>,
}

impl Terminal {
    /// A prompt on the simulated host whose state is in `state`.
    pub fn prompt(state: &Path) -> Self {
        let terminal = Self::with(state, &[env!("CARGO_BIN_EXE_iovsh"), "--host", "sim"]);
        terminal.asks_again_after("");
        terminal.sees("PS sim /> ");
        terminal
    }

    /// A program in a terminal.
    pub fn with(state: &Path, words: &[&str]) -> Self {
        let master =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let slave = File::from(rustix::fs::open(&*name, flags, Mode::empty()).unwrap());
        let end = || Stdio::from(slave.try_clone().unwrap());
        // The terminal becomes the one that sends the program its signals.
        let child = Command::new("setsid")
            .arg("--ctty")
            // Under `nohup`, or behind the `&` of a script, the tests ignore signals, and so would all that they start.
            .args(["env", "--default-signal"])
            .args(words)
            .current_dir("/")
            .env("XDG_STATE_HOME", state)
            .env("HOME", state)
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .unwrap();
        let seen = Arc::new(Mutex::new(String::new()));
        let master = File::from(master);
        let (mut reads, mut answers) = (master.try_clone().unwrap(), master.try_clone().unwrap());
        let written = Arc::clone(&seen);
        let left = Arc::new(AtomicBool::new(false));
        let leaves = Arc::clone(&left);
        // Whoever types more than the terminal holds waits, and so does the answer behind it; what is shown is read meanwhile.
        let (asked, questions) = std::sync::mpsc::channel::<()>();
        std::thread::spawn(move || {
            for () in questions {
                let _ = answers.write_all(b"\x1b[1;1R");
            }
        });
        let reader = std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            // A question may come in two pieces.
            let mut unread = Vec::new();
            let piece = Timespec::try_from(Duration::from_millis(50)).unwrap();
            while !leaves.load(Ordering::SeqCst) {
                let mut ends = [PollFd::new(&reads, PollFlags::IN)];
                if !poll(&mut ends, Some(&piece)).is_ok_and(|ready| ready > 0) {
                    continue;
                }
                let Ok(count @ 1..) = reads.read(&mut chunk) else {
                    return;
                };
                let text = String::from_utf8_lossy(&chunk[..count]).into_owned();
                // The editor asks where the cursor is.
                unread.extend_from_slice(&chunk[..count]);
                while let Some(at) = unread.windows(4).position(|bytes| bytes == b"\x1b[6n") {
                    unread.drain(..at + 4);
                    let _ = asked.send(());
                }
                unread.drain(..unread.len().saturating_sub(3));
                written.lock().unwrap().push_str(&text);
            }
        });
        Self {
            master: Some(master),
            slave: Some(slave),
            child,
            seen,
            left,
            reader: Some(reader),
        }
    }

    /// Types text, without Enter.
    pub fn keys(&self, text: &str) {
        let mut master = self.master.as_ref().unwrap();
        master.write_all(text.as_bytes()).unwrap();
    }

    /// Forgets what has been seen.
    pub fn forget(&self) {
        self.seen.lock().unwrap().clear();
    }

    /// Waits until nothing has been seen for a moment.
    pub fn rests(&self) {
        let mut before = usize::MAX;
        while self.seen().len() != before {
            before = self.seen().len();
            std::thread::sleep(Duration::from_millis(300));
        }
    }

    /// The window gets another size, and the program is told.
    pub fn resizes(&self, columns: u16, rows: u16) {
        let slave = self.slave.as_ref().unwrap();
        let mut size = tcgetwinsize(slave).unwrap();
        (size.ws_col, size.ws_row) = (columns, rows);
        tcsetwinsize(slave, size).unwrap();
        self.rests();
    }

    /// Types a line; what was seen before it is forgotten.
    pub fn line(&self, text: &str) {
        self.forget();
        self.keys(&format!("{text}\r"));
    }

    /// What has been seen since the last line was typed.
    pub fn seen(&self) -> String {
        self.seen.lock().unwrap().clone()
    }

    /// Waits until a text is seen.
    pub fn sees(&self, text: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.seen().contains(text) {
            assert!(
                Instant::now() < until,
                "not seen: {text:?}; seen: {:?}",
                self.seen()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Types a line and waits until it has run.
    pub fn runs(&self, text: &str, until: &str) {
        self.line(text);
        self.sees(until);
    }

    /// Waits until the editor reads keys again after a line has written `text`.
    ///
    /// That the prompt is seen proves nothing: the editor draws it anew at every key. When it begins to read, it asks where the
    /// cursor is; a key before that belongs to the line that runs.
    pub fn asks_again_after(&self, text: &str) {
        self.sees(text);
        within("the next prompt", || {
            let seen = self.seen();
            seen.split_once(text)
                .is_some_and(|(_, after)| after.contains("\u{1b}[6n"))
        });
        self.rests();
    }

    /// Types a line, and waits until it has run and the editor reads again.
    pub fn runs_to_the_prompt(&self, text: &str, until: &str) {
        self.line(text);
        self.asks_again_after(until);
    }

    /// Presses Ctrl+C, and proves that the prompt is back by running a line.
    pub fn interrupts(&self) {
        self.seen.lock().unwrap().clear();
        self.keys(INTERRUPT);
        self.is_at_the_prompt();
    }

    /// Proves that the prompt is there: a line that is typed runs.
    pub fn is_at_the_prompt(&self) {
        self.sees("\u{1b}[6n");
        self.runs_to_the_prompt("'at the ' + 'prompt'", "at the prompt\r\n");
    }

    /// Whether what is typed is shown.
    pub fn echoes(&self) -> bool {
        let modes = tcgetattr(self.slave.as_ref().unwrap()).unwrap().local_modes;
        modes.contains(LocalModes::ECHO)
    }

    /// Sends a signal.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill")
            .args(["-s", name, &id])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// The person goes, and the terminal with them.
    pub fn leaves(&mut self) {
        self.left.store(true, Ordering::SeqCst);
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        self.master = None;
        self.slave = None;
    }

    /// Waits until the program ends.
    pub fn ends(&mut self) -> ExitStatus {
        let mut status = None;
        within("the program ends", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }

    /// The number of the signal that ended the program.
    pub fn ended_by(&mut self) -> Option<i32> {
        self.ends().signal()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
