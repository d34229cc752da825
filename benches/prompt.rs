//! The prompt as it feels: from the start to the prompt, from a key to the screen that shows it in a buffer of 200 lines, and from Tab to the
//! list among 10,000 virtual machines; beside bash, zsh, fish and nushell, in turns, in terminals of their own.
//!
//! `cargo bench --bench prompt`. Peers that are not installed are named and left out. `IOVSH_PROGRAM` is another iovsh than the one that
//! was built.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench says what it expects, and stops where it is not so"
)]

mod common;

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

const ROUNDS: usize = 15;
const KEYS: usize = 40;
/// A terminal that has shown nothing for so long has shown all.
const QUIET: Duration = Duration::from_millis(120);
/// A shell that has not come to its prompt by then does not.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the shells that let one choose have as their prompt.
const PROMPT: &str = "ready> ";

/// A shell, and how it is started with a known prompt.
struct Shell {
    name: &'static str,
    program: PathBuf,
    arguments: Vec<String>,
    prompt: &'static str,
}

fn found(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

fn shells(iovsh: &Path) -> Vec<Shell> {
    let mut shells = vec![Shell {
        name: "iovsh (sim)",
        program: iovsh.to_owned(),
        arguments: vec!["--host".to_owned(), "sim".to_owned()],
        prompt: "PS sim /> ",
    }];
    let fish =
        format!("function fish_prompt; echo -n '{PROMPT}'; end; function fish_greeting; end");
    let nu = format!(
        "$env.PROMPT_COMMAND = {{|| ''}}; $env.PROMPT_COMMAND_RIGHT = {{|| ''}}; $env.PROMPT_INDICATOR = '{PROMPT}'"
    );
    for (name, program, arguments) in [
        ("bash", "bash", vec!["--norc", "--noprofile", "-i"]),
        ("zsh", "zsh", vec!["-f", "-i"]),
        ("fish", "fish", vec!["--no-config", "-i", "-C", &fish]),
        ("nushell", "nu", vec!["-n", "--execute", &nu]),
    ] {
        match found(program) {
            Some(program) => shells.push(Shell {
                name,
                program,
                arguments: arguments.into_iter().map(str::to_owned).collect(),
                prompt: PROMPT,
            }),
            None => println!("left out: {name} (not installed)"),
        }
    }
    shells
}

/// A shell in a terminal of 200 columns and 50 rows.
struct Terminal {
    master: File,
    child: Child,
}

impl Terminal {
    fn start(shell: &Shell, home: &Path) -> Self {
        let master =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let slave = File::from(rustix::fs::open(&*name, flags, Mode::empty()).unwrap());
        let size = Winsize {
            ws_row: 50,
            ws_col: 200,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&slave, size).unwrap();
        let end = || Stdio::from(slave.try_clone().unwrap());
        let child = Command::new("setsid")
            .arg("--ctty")
            .arg(&shell.program)
            .args(&shell.arguments)
            .current_dir("/")
            .env("HOME", home)
            .env("XDG_STATE_HOME", home)
            .env("XDG_CONFIG_HOME", home)
            .env("XDG_DATA_HOME", home)
            .env("TERM", "xterm-256color")
            .env("PS1", PROMPT)
            .env("PROMPT", PROMPT)
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .unwrap();
        Self {
            master: File::from(master),
            child,
        }
    }

    /// Reads until `text` has been seen (where there is one) and nothing has come for a while. Gives what was seen, and how long it took
    /// until the text was there, or until the last of it came. Questions of the shell to its terminal are answered at once.
    fn shows(&mut self, text: Option<&str>) -> (String, Duration) {
        let start = Instant::now();
        let mut seen = String::new();
        let mut last = Duration::ZERO;
        let mut arrived = None;
        let wait = Timespec::try_from(QUIET).unwrap();
        let mut chunk = [0; 65536];
        loop {
            let mut ends = [PollFd::new(&self.master, PollFlags::IN)];
            if poll(&mut ends, Some(&wait)).unwrap() == 0 {
                match (text, arrived) {
                    (None, _) => return (seen, last),
                    (Some(_), Some(time)) => return (seen, time),
                    _ => assert!(start.elapsed() < PATIENCE, "no {text:?} in {seen:?}"),
                }
                continue;
            }
            let Ok(count @ 1..) = self.master.read(&mut chunk) else {
                panic!("the shell has ended: {seen:?}");
            };
            last = start.elapsed();
            let piece = String::from_utf8_lossy(&chunk[..count]).into_owned();
            seen.push_str(&piece);
            for (asked, answer) in [
                ("\x1b[6n", "\x1b[1;1R"),
                ("\x1b[c", "\x1b[?62c"),
                ("\x1b[?u", ""),
            ] {
                for _ in piece.matches(asked) {
                    self.master.write_all(answer.as_bytes()).unwrap();
                }
            }
            if arrived.is_none() && text.is_some_and(|text| plain(&seen).contains(text)) {
                arrived = Some(last);
            }
        }
    }

    fn keys(&mut self, text: &str) {
        let mut rest = text.as_bytes();
        // A terminal takes no more at once than its shell has read: what is shown is read meanwhile.
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(1024));
            self.master.write_all(now).unwrap();
            rest = later;
            if !rest.is_empty() {
                self.shows(None);
            }
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A text without escape sequences.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\x1b' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('[') => while chars.next().is_some_and(|c| !('@'..='~').contains(&c)) {},
            Some(']') => while chars.next().is_some_and(|c| c != '\x07' && c != '\\') {},
            _ => {}
        }
    }
    out
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A statement of 200 lines that every one of these shells takes for text in one string, which is still open.
fn buffer() -> String {
    let lines: Vec<String> = (1..=200)
        .map(|line| format!("line {line} of what is typed"))
        .collect();
    format!("echo '{}", lines.join("\n"))
}

/// From a key to the last byte of the screen that shows it.
fn keys(shell: &Shell, home: &Path) -> Vec<f64> {
    let mut terminal = Terminal::start(shell, home);
    terminal.shows(Some(shell.prompt));
    terminal.keys(&format!("\x1b[200~{}\x1b[201~", buffer()));
    terminal.shows(None);
    let mut times = Vec::new();
    for _ in 0..KEYS {
        terminal.keys("x");
        let (_, time) = terminal.shows(None);
        times.push(milliseconds(time));
    }
    times
}

/// A host of 10,000 virtual machines.
fn large(home: &Path) -> PathBuf {
    let text = include_str!("../src/backend/sim/fixtures/default.json");
    let mut fixture: serde_json::Value = serde_json::from_str(text).unwrap();
    let first = fixture["vm_templates"][0].clone();
    let machines = (0..10_000_u32).map(|number| {
        let mut machine = first.clone();
        machine["name"] = format!("vm{number:05}").into();
        machine["seed"] = (5000 + number).into();
        machine
    });
    fixture["vm_templates"] = machines.collect();
    let path = home.join("large.json");
    std::fs::write(&path, fixture.to_string()).unwrap();
    path
}

/// From Tab to the list: the first time, and then when names are known.
fn completion(iovsh: &Path, home: &Path) -> (f64, Vec<f64>) {
    let shell = Shell {
        name: "",
        program: iovsh.to_owned(),
        arguments: vec![
            "--host".to_owned(),
            format!("sim:{}", large(home).display()),
        ],
        prompt: "PS ",
    };
    let mut terminal = Terminal::start(&shell, home);
    terminal.shows(Some(shell.prompt));
    let mut times = Vec::new();
    // There are ten thousand: vm00000 to vm09999.
    for number in (0..=ROUNDS).map(|round| round % 10) {
        terminal.keys(&format!("Get-VM vm{number:02}9"));
        terminal.shows(None);
        terminal.keys("\t");
        let (_, time) = terminal.shows(Some(&format!("vm{number:02}901")));
        times.push(milliseconds(time));
        terminal.keys("\x1b");
        terminal.shows(None);
        terminal.keys("\x03");
        terminal.shows(None);
    }
    let first = times.remove(0);
    (first, times)
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let iovsh = std::env::var_os("IOVSH_PROGRAM")
        .map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_iovsh")), PathBuf::from);
    let shells = shells(&iovsh);
    let mut starts: Vec<Vec<f64>> = vec![Vec::new(); shells.len()];
    for _ in 0..ROUNDS {
        for (shell, times) in shells.iter().zip(&mut starts) {
            let mut terminal = Terminal::start(shell, home);
            times.push(milliseconds(terminal.shows(Some(shell.prompt)).1));
        }
    }
    let mut rows = Vec::new();
    let mut base = None;
    for (shell, times) in shells.iter().zip(starts) {
        let start = common::median(times);
        let key = common::median(keys(shell, home));
        let size = std::fs::metadata(&shell.program).map_or(0, |facts| facts.len());
        let (base_start, base_key) = *base.get_or_insert((start, key));
        rows.push(vec![
            shell.name.to_owned(),
            format!("{start:.1} ms"),
            format!("{:.2}", start / base_start),
            format!("{key:.2} ms"),
            format!("{:.2}", key / base_key),
            format!("{:.1} MB", size as f64 / 1e6),
        ]);
    }
    let heading = [
        "shell",
        "start to prompt",
        "x iovsh",
        "key in 200 lines",
        "x iovsh",
        "program",
    ];
    println!("{}", common::table(&heading, &rows));
    let (first, known) = completion(&iovsh, home);
    println!(
        "\nTab among 10,000 virtual machines: {first:.1} ms the first time, {:.1} ms then (median of {})",
        common::median(known.clone()),
        known.len()
    );
}
