//! Start-up of whole commands, as ratios against a program that only says hello, taken in turns in one run.
//!
//! `cargo bench --bench startup`. Peers that are not installed are named and left out.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 60;

/// A command to time.
struct Row {
    name: String,
    program: PathBuf,
    arguments: Vec<String>,
    times: Vec<Duration>,
}

impl Row {
    fn new(name: &str, program: impl Into<PathBuf>, arguments: &[&str]) -> Self {
        let arguments = arguments
            .iter()
            .map(|argument| (*argument).to_owned())
            .collect();
        Self {
            name: name.to_owned(),
            program: program.into(),
            arguments,
            times: Vec::new(),
        }
    }

    fn run(&self, state: &Path) -> Option<Duration> {
        let start = Instant::now();
        let status = Command::new(&self.program)
            .args(&self.arguments)
            .env("IOVSH_STATE_DIR", state)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .ok()?;
        status.success().then(|| start.elapsed())
    }

    fn median(&mut self) -> f64 {
        self.times.sort();
        self.times
            .get(self.times.len() / 2)
            .map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }

    fn p90(&self) -> f64 {
        self.times
            .get(self.times.len() * 9 / 10)
            .map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }
}

/// Builds a Rust program that says hello, with iovsh's own release settings.
fn hello(folder: &Path) -> Option<PathBuf> {
    let source = folder.join("hello.rs");
    let binary = folder.join("hello");
    std::fs::write(&source, "fn main() { println!(\"hello\"); }").ok()?;
    let status = Command::new("rustc")
        .args(["-O", "-C", "panic=abort", "-C", "strip=symbols", "-o"])
        .arg(&binary)
        .arg(&source)
        .status()
        .ok()?;
    status.success().then_some(binary)
}

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let iovsh = env!("CARGO_BIN_EXE_iovsh");
    let state = folder.path().join("state");
    let mut rows = Vec::new();
    match hello(folder.path()) {
        Some(binary) => rows.push(Row::new("hello in Rust", binary, &[])),
        None => println!("left out: hello in Rust (no rustc)"),
    }
    rows.push(Row::new("iovsh --version", iovsh, &["--version"]));
    rows.push(Row::new(
        "iovsh -Command 1",
        iovsh,
        &["--host", "sim", "-Command", "1"],
    ));
    rows.push(Row::new(
        "iovsh Get-VM (sim)",
        iovsh,
        &["--host", "sim", "Get-VM"],
    ));
    rows.push(Row::new(
        "iovsh Get-NetAdapterSriovVf (sim)",
        iovsh,
        &["--host", "sim", "Get-NetAdapterSriovVf"],
    ));
    rows.push(Row::new(
        "iovsh Get-VM (sim:large, 200 VMs)",
        iovsh,
        &["--host", "sim:large", "Get-VM"],
    ));
    rows.push(Row::new(
        "1,000+ VFs Get | Where | Sort | Format-Table (sim:large)",
        iovsh,
        &[
            "--host",
            "sim:large",
            "-Command",
            "Get-NetAdapterSriovVf | ? FunctionID -ge 0 | sort FunctionID | ft",
        ],
    ));
    rows.push(Row::new(
        "completion of a VM name (sim:large)",
        iovsh,
        &["--host", "sim:large", "--complete", "Get-VM", "-Name", ""],
    ));
    for (name, program, arguments) in [
        ("bash --norc", "bash", &["--norc", "-c", ":"][..]),
        (
            "virsh (test driver) list",
            "virsh",
            &["-c", "test:///default", "list", "--all"][..],
        ),
    ] {
        let row = Row::new(name, program, arguments);
        match row.run(&state) {
            Some(_) => rows.push(row),
            None => println!("left out: {name} (not installed, or it failed)"),
        }
    }
    for row in &rows {
        // Warm: the simulated host's state file exists and the pages are in the cache.
        if row.run(&state).is_none() {
            println!("{}: failed", row.name);
        }
    }
    for _ in 0..ROUNDS {
        for row in &mut rows {
            if let Some(time) = row.run(&state) {
                row.times.push(time);
            }
        }
    }
    let base = rows.first_mut().map_or(f64::NAN, Row::median);
    let lines: Vec<Vec<String>> = rows
        .iter_mut()
        .map(|row| {
            let median = row.median();
            vec![
                row.name.clone(),
                format!("{median:.2} ms"),
                format!("{:.2} ms", row.p90()),
                format!("{:.2}", median / base),
            ]
        })
        .collect();
    let ratio = format!("x {}", rows[0].name);
    println!(
        "{}",
        common::table(&["command", "median", "p90", &ratio], &lines)
    );
}
