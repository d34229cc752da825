//! The kept inputs of the fuzz targets, run once each: what was found before is not found again.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects, and fails where it is not so"
)]

#[path = "../fuzz/checks/mod.rs"]
mod checks;

use std::path::Path;

fn each(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/seeds")
        .join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).expect("the seeds") {
        let data = std::fs::read(entry.expect("an entry").path()).expect("a seed");
        check(&data);
        count += 1;
    }
    assert!(count > 0, "there are no seeds in {}", folder.display());
}

#[test]
fn parser() {
    each("parser", checks::parser::check);
}

#[test]
fn interpreter() {
    each("interpreter", checks::interpreter::check);
}

#[test]
fn binder() {
    each("binder", checks::binder::check);
}

#[test]
fn arguments() {
    each("arguments", checks::arguments::check);
}

#[test]
fn completion() {
    each("completion", checks::completion::check);
}

#[test]
fn formatter() {
    each("formatter", checks::formatter::check);
}

#[test]
fn door() {
    each("door", checks::door::check);
}

/// Not a check: `IOVSH_FUZZ_CORPUS=1 cargo test --test fuzz_seeds corpus` gives the fuzzers the scripts of the other
/// tests to begin with.
#[test]
fn corpus() {
    if std::env::var_os("IOVSH_FUZZ_CORPUS").is_none() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts: Vec<String> = Vec::new();
    let mut folders = vec![root.join("tests/golden"), root.join("tests/scripts")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let ending = path
                .extension()
                .map(|ending| ending.to_string_lossy().into_owned());
            match ending.as_deref() {
                _ if path.is_dir() => folders.push(path),
                Some("ps1" | "psm1") => {
                    texts.push(std::fs::read_to_string(path).expect("a script"))
                }
                Some("jsonl") => texts.extend(
                    std::fs::read_to_string(path)
                        .expect("a table")
                        .lines()
                        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
                        .filter_map(|row| row["in"].as_str().map(str::to_owned)),
                ),
                _ => {}
            }
        }
    }
    assert!(texts.len() > 1000);
    let cmdlets = checks::binder::names();
    for (number, text) in texts.iter().enumerate() {
        for target in ["parser", "interpreter"] {
            let folder = root.join("fuzz/corpus").join(target);
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(folder.join(format!("row-{number}")), text).expect("a seed");
        }
        // A command line of a script is a seed for the binder: the number of its cmdlet, and its arguments.
        let folder = root.join("fuzz/corpus/binder");
        std::fs::create_dir_all(&folder).expect("a folder");
        for (place, line) in text.lines().enumerate() {
            let (name, arguments) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
            if let Some(at) = cmdlets
                .iter()
                .position(|known| known.eq_ignore_ascii_case(name))
            {
                let mut seed = u16::try_from(at)
                    .expect("few cmdlets")
                    .to_le_bytes()
                    .to_vec();
                seed.extend_from_slice(arguments.as_bytes());
                std::fs::write(folder.join(format!("row-{number}-{place}")), seed).expect("a seed");
            }
        }
    }
}
