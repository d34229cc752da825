//! Scripts as administrators write them, each run by the program on a fresh simulated host.
//!
//! A script says in comments what is expected of it:
//!
//! ```text
//! # args: web1 -Folder $TEMP      the arguments; $TEMP is a folder of this run
//! # host: sim:no-iommu            the host; `sim` when it does not say
//! # expect-exit: 0                the exit code
//! # expect: some text             a line of the output that contains it; the lines are looked for in this order
//! # expect-err: some text         the same for the error output, in any order
//! # expect-not: some text         no line of either contains it
//! ```

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use iovsh::shell::syntax;

/// What the comments of a script ask for.
#[derive(Default)]
struct Expected {
    arguments: String,
    host: Option<String>,
    exit: Option<i32>,
    lines: Vec<String>,
    error_lines: Vec<String>,
    never: Vec<String>,
}

impl Expected {
    fn read(text: &str) -> Self {
        let mut expected = Self::default();
        for line in text.lines() {
            let Some((key, value)) = line.strip_prefix("# ").and_then(|l| l.split_once(':')) else {
                continue;
            };
            let value = value.trim();
            match key {
                "args" => value.clone_into(&mut expected.arguments),
                "host" => expected.host = Some(value.to_owned()),
                "expect-exit" => expected.exit = value.parse().ok(),
                "expect" => expected.lines.push(value.to_owned()),
                "expect-err" => expected.error_lines.push(value.to_owned()),
                "expect-not" => expected.never.push(value.to_owned()),
                _ => {}
            }
        }
        expected
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts")
}

/// All files below `tests/scripts` that end so.
fn files(endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if endings
                .iter()
                .any(|ending| path.extension().is_some_and(|e| e == *ending))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Splits arguments at blanks, but for those between double quotes.
fn split(arguments: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for c in arguments.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// Runs one script and says what is not as expected.
fn run(script: &Path) -> Result<(), String> {
    let text = fs::read_to_string(script).expect("a readable script");
    let expected = Expected::read(&text);
    let Some(exit) = expected.exit else {
        return Err("it does not say '# expect-exit:'".to_owned());
    };
    let state = tempfile::tempdir().expect("a folder for the state");
    let work = tempfile::tempdir().expect("a folder to write to");
    let output = Command::new(env!("CARGO_BIN_EXE_iovsh"))
        .arg("--host")
        .arg(expected.host.as_deref().unwrap_or("sim"))
        .arg(script)
        .args(split(
            &expected
                .arguments
                .replace("$TEMP", &work.path().to_string_lossy()),
        ))
        .env("IOVSH_STATE_DIR", state.path())
        .env_remove("IOVSH_HOST")
        .env("NO_COLOR", "1")
        .current_dir(work.path())
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);

    let mut wrong = Vec::new();
    if output.status.code() != Some(exit) {
        wrong.push(format!(
            "exit code {:?} instead of {exit}",
            output.status.code()
        ));
    }
    let mut lines = out.lines();
    for wanted in &expected.lines {
        // A line that is missing must not hide those after it.
        let rest = lines.clone();
        if !lines.any(|line| line.contains(wanted.as_str())) {
            wrong.push(format!("no line (in order) with: {wanted}"));
            lines = rest;
        }
    }
    for wanted in &expected.error_lines {
        if !err.contains(wanted.as_str()) {
            wrong.push(format!("nothing on the error output with: {wanted}"));
        }
    }
    for unwanted in &expected.never {
        let both = out.lines().chain(err.lines());
        for line in both.filter(|line| line.contains(unwanted.as_str())) {
            wrong.push(format!("there is a line with '{unwanted}': {line}"));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}\n--- output\n{out}--- error output\n{err}",
        wrong.join("\n")
    ))
}

#[test]
fn every_script_parses() {
    let broken: Vec<String> = files(&["ps1", "psm1"])
        .into_iter()
        .filter_map(|path| {
            let text = fs::read_to_string(&path).expect("a readable script");
            let parsed = syntax::parse(&text);
            let first = parsed.errors.first()?;
            Some(format!("{}: {first:?}", path.display()))
        })
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn there_are_enough_scripts_of_a_real_size() {
    let scripts = files(&["ps1"]);
    let sized = scripts
        .iter()
        .filter(|path| {
            let text = fs::read_to_string(path).expect("a readable script");
            (60..=400).contains(&text.lines().count())
        })
        .count();
    assert!(sized >= 12, "{sized} of {} scripts", scripts.len());
}

/// Runs the scripts of one folder.
fn run_all(group: &str) {
    let prefix = folder().join(group);
    let scripts: Vec<PathBuf> = files(&["ps1"])
        .into_iter()
        .filter(|path| path.starts_with(&prefix))
        .collect();
    assert!(!scripts.is_empty(), "no scripts in {group}");
    let failures: Vec<String> = scripts
        .iter()
        .filter_map(|script| {
            let wrong = run(script).err()?;
            Some(format!("=== {}\n{wrong}", script.display()))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} scripts are not as expected\n{}",
        failures.len(),
        scripts.len(),
        failures.join("\n")
    );
}

#[test]
fn lab_tests_run() {
    run_all("lab");
}

#[test]
fn deployments_run() {
    run_all("deploy");
}

#[test]
fn admin_scripts_run() {
    run_all("admin");
}

#[test]
fn the_harness_runs_its_suite() {
    run_all("harness");
}

#[test]
fn everyday_scripts_run() {
    run_all("everyday");
}
