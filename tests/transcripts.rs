//! Whole sessions on the simulated host: prompt lines and what is shown. `IOVSH_BLESS=1 cargo test --test transcripts`
//! records them anew; read the difference before it is committed.

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

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts")
}

/// The simulated host of a transcript: `# host: NAME` in its first line.
fn fixture(text: &str) -> &str {
    text.lines()
        .next()
        .and_then(|line| line.strip_prefix("# host: "))
        .map_or("default", str::trim)
}

#[test]
fn sessions_are_as_recorded() {
    let bless = std::env::var_os("IOVSH_BLESS").is_some();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "iovts"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = Vec::new();
    for path in files {
        let recorded = std::fs::read_to_string(&path).expect("a transcript");
        let played = paper::play_on(&recorded, fixture(&recorded));
        // Empty lines separate the blocks for the reader; they are no part of the record.
        let played = without_new_ids(&spaced(&played), &recorded);
        if played == recorded {
            continue;
        }
        if bless {
            std::fs::write(&path, &played).expect("to write");
        } else {
            wrong.push(format!(
                "{}:\n{}",
                path.display(),
                difference(&recorded, &played)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The text with one word for ids that are new each time; those that the record knows, and those of the simulated host's own
/// VMs, stay.
fn without_new_ids(text: &str, recorded: &str) -> String {
    let is_id = |word: &str| {
        word.len() == 36
            && !word.contains("-0000-4000-8000-")
            && word.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let length = match rest.get(..36) {
            Some(word) if is_id(word) && !recorded.contains(word) => {
                out.push_str("A-NEW-ID");
                36
            }
            _ => {
                out.push(next);
                next.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    out
}

/// An empty line before each prompt that follows output, and before comments.
fn spaced(text: &str) -> String {
    let mut spaced = String::new();
    let mut before = "#";
    for line in text.lines() {
        let begins = line.starts_with("PS> ") || line.starts_with("# ");
        let follows = !before.starts_with('#') && !spaced.is_empty();
        if begins && follows && !(line.starts_with("PS> ") && before.starts_with("PS> ")) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        before = line;
    }
    spaced
}

/// The first lines that differ, with what stands before them.
fn difference(recorded: &str, played: &str) -> String {
    let (a, b): (Vec<_>, Vec<_>) = (recorded.lines().collect(), played.lines().collect());
    let at = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let mut text = String::new();
    for line in &a[at.saturating_sub(3)..at.min(a.len())] {
        text.push_str(&format!("   {line}\n"));
    }
    for (sign, lines) in [('-', &a), ('+', &b)] {
        for line in lines.iter().skip(at).take(12) {
            text.push_str(&format!("{sign}  {line}\n"));
        }
    }
    text
}
