//! What the benches share: whole processes, timed in turns with their peak memory, and tables that can be pasted.

#![allow(dead_code, reason = "each bench uses its own part")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tabled::builder::Builder;
use tabled::settings::Style;

/// What one run of a process took.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Milliseconds from start to end.
    pub milliseconds: f64,
    /// The most memory that it had, in MiB, as seen every two milliseconds.
    pub mebibytes: f64,
}

/// Runs a process to its end; `None` when it is not there, or fails.
pub fn run(program: &Path, arguments: &[&str], variables: &[(&str, &Path)]) -> Option<Run> {
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    loop {
        if let Some(ended) = child.try_wait().ok()? {
            let milliseconds = start.elapsed().as_secs_f64() * 1e3;
            return ended.success().then_some(Run {
                milliseconds,
                mebibytes: peak,
            });
        }
        peak = peak.max(peak_memory(&status).unwrap_or(0.0));
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn peak_memory(status: &str) -> Option<f64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes / 1024.0)
}

/// The value in the middle.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A table in Markdown, for docs/performance.md.
pub fn table(heading: &[&str], rows: &[Vec<String>]) -> String {
    let mut builder = Builder::default();
    builder.push_record(heading.iter().copied());
    for row in rows {
        builder.push_record(row);
    }
    builder.build().with(Style::markdown()).to_string()
}
