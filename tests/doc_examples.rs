//! The examples in the help of every cmdlet run, each on a fresh simulated host, and show what the help says.
//! `IOVSH_BLESS=1 cargo test --test doc_examples` writes what they show into the doc comments.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

mod paper;

use std::path::{Path, PathBuf};

#[test]
fn examples_show_what_the_help_says() {
    let bless = std::env::var_os("IOVSH_BLESS").is_some();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for spec in iovsh::cmdlets::all() {
        for example in spec.examples {
            seen += 1;
            let played = paper::play_on(example.transcript, "default");
            let (played, recorded) = (played.trim_end(), example.transcript.trim_end());
            if full(played) == full(recorded) {
                continue;
            }
            if bless {
                record(recorded, played);
            } else {
                wrong.push(format!(
                    "{}:\n--- in the help\n{recorded}\n--- shown\n{played}\n",
                    spec.name
                ));
            }
        }
    }
    assert!(seen > 0);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The lines that are not empty: whether a table has an empty line above it is not what an example is about.
fn full(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .collect()
}

/// The families in which every cmdlet has an example.
const WITH_EXAMPLES: &[&str] = &["Hyper-V", "NetAdapter"];

#[test]
fn every_cmdlet_of_the_workflow_has_an_example() {
    for spec in iovsh::cmdlets::all()
        .iter()
        .filter(|spec| WITH_EXAMPLES.contains(&spec.module))
        // There is nothing to show of what only says why it cannot be.
        .filter(|spec| spec.supported)
    {
        assert!(!spec.examples.is_empty(), "{} has no example", spec.name);
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Writes a transcript into the doc comment that has the old one.
fn record(old: &str, new: &str) {
    let comment = |text: &str| {
        text.lines()
            .map(|line| format!("/// {line}").trim_end().to_owned() + "\n")
            .collect::<String>()
    };
    let (old, new) = (
        format!("/// ```iovsh\n{}/// ```\n", comment(old)),
        format!("/// ```iovsh\n{}/// ```\n", comment(new)),
    );
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cmdlets"),
        &mut files,
    );
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a source file");
        if text.contains(&old) {
            std::fs::write(&path, text.replace(&old, &new)).expect("to write");
            return;
        }
    }
}
