//! The rows that a real engine answered, run one by one: output, types, errors, other streams.
//!
//! `IOVSH_GOLDEN=area|id` runs only those and prints what differs; `IOVSH_BLESS=1` rewrites the lists of passing rows.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use iovsh::cmdlets::{self, Services};
use iovsh::shell::error::Flow;
use iovsh::shell::error_record::ErrorRecord;
use iovsh::shell::eval::{
    InformationRecord, Interpreter, Outcome, Output, Session, TextRecord, TextStream,
};
use iovsh::shell::format;
use iovsh::shell::stack::with_large_stack;
use iovsh::shell::types::type_names;
use iovsh::shell::value::Value;

/// How long a row may run: far more than any needs, on a machine that has much else to do as well. It only ends rows that would
/// never end.
const LIMIT: std::time::Duration = std::time::Duration::from_secs(120);

/// A row of the tables.
#[derive(Clone, Debug, serde::Deserialize)]
struct Row {
    id: String,
    area: String,
    #[serde(rename = "in")]
    script: String,
    out: String,
    #[serde(default)]
    width: Option<usize>,
    #[serde(default)]
    types: Vec<Option<String>>,
    #[serde(default)]
    errors: Vec<String>,
    #[serde(default)]
    terminating: bool,
    #[serde(default)]
    other: BTreeMap<String, serde_json::Value>,
}

/// What a run of a row gave.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    out: String,
    types: Vec<String>,
    errors: Vec<String>,
    terminating: bool,
    other: BTreeMap<String, Vec<String>>,
}

#[derive(Default)]
struct Capture {
    objects: Vec<Value>,
    other: BTreeMap<String, Vec<String>>,
    host: Vec<String>,
}

impl Capture {
    fn note(&mut self, stream: &str, text: &str) {
        self.other
            .entry(stream.to_owned())
            .or_default()
            .push(text.to_owned());
    }
}

impl Output for Capture {
    fn object(&mut self, _session: &mut Session, value: Value) -> Flow {
        self.objects.push(value);
        Ok(())
    }
    fn error(&mut self, _session: &mut Session, _record: &Rc<ErrorRecord>) {}
    fn text(&mut self, record: &TextRecord) {
        let stream = match record.stream {
            TextStream::Warning => "warning",
            TextStream::Verbose => "verbose",
            TextStream::Debug => "debug",
        };
        self.note(stream, &record.message);
    }
    fn information(&mut self, record: &InformationRecord) {
        self.note("information", &record.text);
    }
    fn quiet_information(&mut self, record: &InformationRecord) {
        self.information(record);
    }
    fn host_line(&mut self, text: &str) {
        self.host.push(text.to_owned());
    }
}

/// Rows of our own (`tests/language/`): kinds that failed once, with what PowerShell answers. All of them must pass. They
/// hold no types, and `*` stands for any error id.
#[test]
fn own_rows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language");
    let results = run_rows(rows_in(&folder), |row, seen| {
        let want = wanted(row);
        let alike = |(seen, want): (&String, &String)| want == "*" || seen == want;
        let errors = seen.errors.len() == want.errors.len()
            && seen.errors.iter().zip(&want.errors).all(alike);
        let passes = seen.out == want.out
            && errors
            && seen.terminating == want.terminating
            && (want.other.is_empty() || seen.other == want.other);
        (!passes).then(|| format!("  seen: {seen:?}\n  want: {want:?}\n"))
    });
    let wrong: Vec<String> = results
        .into_iter()
        .filter_map(|(_, _, differs)| differs)
        .collect();
    assert!(
        wrong.is_empty(),
        "{} rows fail:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_page_says_how_many_rows_do_not_pass() {
    let (mut all, mut passing) = (0, 0);
    for table in ["language", "cmdlets"] {
        all += rows(table).len();
        let list = tables().join("passes").join(format!("{table}.txt"));
        passing += std::fs::read_to_string(list)
            .expect("the list")
            .lines()
            .count();
    }
    let (thousands, rest) = (all / 1000, all % 1000);
    let says = format!(
        "{} of the {thousands},{rest:03} rows of the language and the cmdlets do not pass",
        all - passing
    );
    let page = include_str!("../docs/language.md");
    assert!(
        page.contains(&says),
        "docs/language.md does not say: {says}"
    );
}

fn tables() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn rows(table: &str) -> Vec<Row> {
    rows_in(&tables().join(table))
}

fn rows_in(folder: &Path) -> Vec<Row> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the table's folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .filter(|path| {
            !path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with("parse-"))
        })
        .collect();
    files.sort();
    let mut found = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(&file).expect("a table").lines() {
            if line.trim().is_empty() {
                continue;
            }
            match serde_json::from_str(line) {
                Ok(row) => found.push(row),
                Err(error) => panic!("{}: {error}: {line}", file.display()),
            }
        }
    }
    found
}

/// Runs one row in a session of its own.
fn run(row: &Row) -> Seen {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut session = cmdlets::session(Services::in_memory("default").expect("a simulated host"));
    let home = folder.path().to_string_lossy().into_owned();
    session.locations = iovsh::shell::location::Locations::starting_at(Path::new(&home));
    let mut capture = Capture::default();
    // A row that does not end is stopped as Ctrl+C would stop it, and fails.
    let flag = session.cancel_flag();
    let (done, ended) = std::sync::mpsc::channel::<()>();
    let watch = std::thread::spawn(move || {
        if ended.recv_timeout(LIMIT).is_err() {
            flag.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    });
    let outcome = session.run_text(&row.script, None, &mut capture);
    let _ = done.send(());
    watch.join().expect("the watch");
    let width = row.width.unwrap_or(120);
    let objects = std::mem::take(&mut capture.objects);
    let errors: Vec<String> = session
        .errors()
        .items
        .borrow()
        .iter()
        .rev()
        .map(|item| match item {
            Value::Native(native) => native
                .as_any()
                .downcast_ref::<ErrorRecord>()
                .map_or_else(|| "?".to_owned(), |record| record.full_id.to_string()),
            _ => "?".to_owned(),
        })
        .collect();
    let types = objects
        .iter()
        .take(20)
        .map(|value| match value {
            Value::Null => "<null>".to_owned(),
            value => type_names(value)
                .first()
                .map_or_else(String::new, ToString::to_string),
        })
        .collect();
    let out = {
        let views = Rc::clone(&session.views);
        let limit = session.enumeration_limit();
        let mut door = iovsh::shell::eval::Door(&mut capture);
        let mut interpreter = Interpreter::new(&mut session, &mut door);
        format::render(&objects, width, views, limit, &mut interpreter)
            .map_or_else(|error| format!("<{error:?}>"), |lines| lines.join("\n"))
    };
    let mut other = capture.other;
    if !capture.host.is_empty() {
        other.insert("host".to_owned(), capture.host);
    }
    Seen {
        out: trim_end_lines(&out),
        types,
        errors,
        terminating: outcome == Outcome::Failed,
        other,
    }
}

fn trim_end_lines(text: &str) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    lines.join("\n")
}

fn wanted(row: &Row) -> Seen {
    Seen {
        out: trim_end_lines(&row.out),
        types: row
            .types
            .iter()
            .map(|name| name.clone().unwrap_or_else(|| "<null>".to_owned()))
            .map(|name| {
                if name == "null" {
                    "<null>".to_owned()
                } else {
                    name
                }
            })
            .collect(),
        errors: row.errors.clone(),
        terminating: row.terminating,
        other: row
            .other
            .iter()
            .map(|(stream, value)| {
                let lines = match value {
                    serde_json::Value::Array(items) => items
                        .iter()
                        .map(|item| match item {
                            serde_json::Value::String(text) => text.clone(),
                            other => other.to_string(),
                        })
                        .collect(),
                    serde_json::Value::String(text) => vec![text.clone()],
                    other => vec![other.to_string()],
                };
                (stream.clone(), lines)
            })
            .collect(),
    }
}

/// What differs, as text; `None` when the row passes.
fn difference(row: &Row, seen: &Seen) -> Option<String> {
    let want = wanted(row);
    let mut text = String::new();
    if seen.out != want.out {
        let _ = write!(text, "  out:  {:?}\n  want: {:?}\n", seen.out, want.out);
    }
    let formatted = want
        .types
        .iter()
        .any(|name| name.contains("Internal.Format"));
    if seen.types != want.types && !formatted {
        let _ = write!(
            text,
            "  types: {:?}\n  want:  {:?}\n",
            seen.types, want.types
        );
    }
    if seen.errors != want.errors {
        let _ = write!(
            text,
            "  errors: {:?}\n  want:   {:?}\n",
            seen.errors, want.errors
        );
    }
    if seen.terminating != want.terminating {
        let _ = writeln!(
            text,
            "  terminating: {}, want {}",
            seen.terminating, want.terminating
        );
    }
    // The language rows do not hold the other streams.
    if seen.other != want.other && row.id.starts_with("cmd-") {
        let _ = write!(
            text,
            "  other: {:?}\n  want:  {:?}\n",
            seen.other, want.other
        );
    }
    (!text.is_empty()).then_some(text)
}

/// Runs all rows of a table; id, area and what differs for each.
fn run_all(table: &'static str) -> Vec<(String, String, Option<String>)> {
    run_rows(rows(table), difference)
}

/// Runs rows, those that `IOVSH_GOLDEN` names when it is set, and judges each by `judge`.
fn run_rows(
    rows: Vec<Row>,
    judge: fn(&Row, &Seen) -> Option<String>,
) -> Vec<(String, String, Option<String>)> {
    let filter = std::env::var("IOVSH_GOLDEN").ok();
    let queue: Vec<Row> = rows
        .into_iter()
        .filter(|row| {
            filter.as_deref().is_none_or(|filter| {
                filter.split(',').any(|part| {
                    row.id == part || row.area == part || row.id.starts_with(&format!("{part}-"))
                })
            })
        })
        .collect();
    let queue = Arc::new(Mutex::new(
        queue.into_iter().enumerate().rev().collect::<Vec<_>>(),
    ));
    let results = Arc::new(Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            let queue = Arc::clone(&queue);
            let results = Arc::clone(&results);
            scope.spawn(move || {
                let work = move || {
                    loop {
                        let next = queue.lock().expect("the queue").pop();
                        let Some((at, row)) = next else { break };
                        if std::env::var_os("IOVSH_GOLDEN_TRACE").is_some() {
                            use std::io::Write;
                            let _ = writeln!(std::io::stderr(), "{}", row.id);
                        }
                        let seen = run(&row);
                        let differs = judge(&row, &seen)
                            .map(|text| format!("{}\n  in:   {:?}\n{text}", row.id, row.script));
                        results
                            .lock()
                            .expect("the results")
                            .push((at, (row.id, row.area, differs)));
                    }
                };
                with_large_stack(work).expect("a worker");
            });
        }
    });
    let mut results = std::mem::take(&mut *results.lock().expect("the results"));
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

fn check(table: &'static str) {
    let results = run_all(table);
    let mut areas: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (_, area, differs) in &results {
        let entry = areas.entry(area).or_default();
        entry.1 += 1;
        if differs.is_none() {
            entry.0 += 1;
        }
    }
    let mut report = String::new();
    let (mut passed, mut all) = (0, 0);
    for (area, (good, count)) in &areas {
        let _ = writeln!(
            report,
            "{area:<14} {good:>4} of {count:>4}  {:>5.1} %",
            100.0 * *good as f64 / *count as f64
        );
        passed += good;
        all += count;
    }
    let _ = writeln!(
        report,
        "{:<14} {passed:>4} of {all:>4}  {:>5.1} %",
        table,
        100.0 * passed as f64 / all.max(1) as f64
    );
    show(&report);
    if std::env::var_os("IOVSH_GOLDEN").is_some() {
        for (_, _, differs) in &results {
            if let Some(text) = differs {
                show(text);
            }
        }
        return;
    }
    let list = tables().join("passes").join(format!("{table}.txt"));
    let passing: Vec<&str> = results
        .iter()
        .filter(|(_, _, differs)| differs.is_none())
        .map(|(id, _, _)| id.as_str())
        .collect();
    if std::env::var_os("IOVSH_BLESS").is_some() {
        std::fs::create_dir_all(tables().join("passes")).expect("the folder");
        std::fs::write(&list, passing.join("\n") + "\n").expect("the list");
        return;
    }
    let known = std::fs::read_to_string(&list).expect("the list of passing rows");
    let lost: Vec<&String> = results
        .iter()
        .filter(|(id, _, differs)| differs.is_some() && known.lines().any(|line| line == id))
        .filter_map(|(_, _, differs)| differs.as_ref())
        .collect();
    assert!(
        lost.is_empty(),
        "{} rows that passed before fail now:\n{}",
        lost.len(),
        lost.iter()
            .map(|text| text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    );
}

fn show(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{text}");
}

#[test]
fn language() {
    check("language");
}

#[test]
fn cmdlets_table() {
    check("cmdlets");
}
