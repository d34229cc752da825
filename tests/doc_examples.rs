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
            if names_the_fleet(example.transcript) {
                let (shown, said) = on_the_fleet(example.transcript);
                let fails = shown.iter().any(|line| shows_an_error(line));
                if shown != said && bless && !fails {
                    let blessed = with_output(example.transcript, &shown);
                    record(example.transcript.trim_end(), blessed.trim_end());
                } else if shown != said || fails && !example.title.contains(REFUSED) {
                    wrong.push(format!(
                        "{}:\n--- in the help\n{}\n--- shown\n{}\n",
                        spec.name,
                        said.join("\n"),
                        shown.join("\n")
                    ));
                }
                continue;
            }
            let played = paper::play_on(example.transcript, "default");
            let (played, recorded) = (played.trim_end(), example.transcript.trim_end());
            if shows_an_error(played) && !example.title.contains(REFUSED) {
                wrong.push(format!(
                    "{}: an example shows an error, and its title does not say '{REFUSED}'\n{played}\n",
                    spec.name
                ));
                continue;
            }
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

/// Pages whose examples are played, each on a fresh host: the fleet where they name one of its hosts, else the one that the first
/// line names (`# host: no-iommu`).
const PAGES: &[&str] = &[
    "docs/debugging.md",
    "docs/hosts.md",
    "docs/nics.md",
    "docs/plans.md",
    "docs/sr-iov/1-why.md",
    "docs/sr-iov/2-hardware.md",
    "docs/sr-iov/3-drivers.md",
    "docs/sr-iov/4-firmware.md",
    "docs/sr-iov/5-configuration.md",
    "docs/sr-iov/6-migration.md",
    "docs/sr-iov/7-teaming.md",
    "docs/sr-iov/8-debugging.md",
    "docs/teaming.md",
];

/// The examples of a page, as they stand there.
fn examples(page: &str) -> (PathBuf, String, Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = std::fs::read_to_string(&path).expect("a page");
    let parts = text.split("```iovsh\n").skip(1);
    let examples = parts
        .filter_map(|rest| rest.split_once("```"))
        .map(|(example, _)| example.to_owned())
        .collect();
    (path, text, examples)
}

/// What an example shows on a fresh host, and whether that is what it says.
fn show(example: &str) -> (String, bool) {
    if names_the_fleet(example) {
        let (shown, said) = on_the_fleet(example);
        let right = shown == said;
        return (with_output(example, &shown), right);
    }
    let host = example
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("# host: "));
    let played = paper::play_on(example, host.map_or("default", str::trim));
    let right = full(&played) == full(example);
    (played, right)
}

/// The lines that are typed, and behind them what all of them show.
fn with_output(transcript: &str, shown: &[String]) -> String {
    let typed = transcript.lines().filter(|line| line.starts_with("PS> "));
    let lines: Vec<&str> = typed.chain(shown.iter().map(String::as_str)).collect();
    lines.join("\n") + "\n"
}

#[test]
fn pages_show_what_a_host_shows() {
    let bless = std::env::var_os("IOVSH_BLESS").is_some();
    let mut wrong = Vec::new();
    for page in PAGES {
        let (path, mut text, examples) = examples(page);
        assert!(!examples.is_empty(), "{page} has no examples");
        for example in examples {
            let (shown, right) = show(&example);
            if !right && bless && !shows_an_error(&shown) {
                let block = |example: &str| format!("```iovsh\n{example}```");
                text = text.replace(&block(&example), &block(&shown));
                std::fs::write(&path, &text).expect("to write");
            } else if !right || shows_an_error(&shown) {
                wrong.push(format!(
                    "{page}:\n--- on the page\n{example}\n--- shown\n{shown}\n"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The tour is one session from its first line to its last.
#[test]
fn the_tour_shows_what_a_host_shows() {
    let (path, text, examples) = examples("docs/tour.md");
    assert!(examples.len() > 8, "the tour has steps");
    let played = paper::play_on(&examples.join("# ---\n"), "default");
    assert!(!shows_an_error(&played), "{played}");
    let mut shown = text.clone();
    for (example, played) in examples.iter().zip(played.split("# ---\n")) {
        if full(example) != full(played) {
            shown = shown.replace(
                &format!("```iovsh\n{example}"),
                &format!("```iovsh\n{played}"),
            );
        }
    }
    if std::env::var_os("IOVSH_BLESS").is_some() {
        std::fs::write(&path, &shown).expect("to write");
    } else {
        assert_eq!(text, shown);
    }
}

#[test]
fn the_page_about_clusters_shows_what_a_fleet_shows() {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cluster.md"));
    let text = text.expect("a page");
    let examples = text.split("```iovsh\n").skip(1);
    let examples = examples
        .filter_map(|rest| rest.split_once("```"))
        .map(|(example, _)| example);
    let mut seen = 0;
    for example in examples {
        seen += 1;
        let (shown, said) = on_the_fleet(example);
        assert_eq!(shown, said, "docs/cluster.md: example {seen}");
    }
    assert!(seen > 1, "the page has examples");
}

/// What the title of an example says that is meant to show an error.
const REFUSED: &str = "refused";

/// Whether something was refused, or could not be understood.
fn shows_an_error(played: &str) -> bool {
    played.lines().any(|line| line.starts_with("  × "))
}

/// Whether an example is about several hosts: those of the simulated fleet have these names.
fn names_the_fleet(transcript: &str) -> bool {
    ["hv1", "hv2", "hv3", "hv4"]
        .iter()
        .any(|host| transcript.contains(host))
}

/// What a fresh fleet shows, run by the program itself, and what the help says, both without the lines that are typed.
fn on_the_fleet(transcript: &str) -> (Vec<String>, Vec<String>) {
    let state = tempfile::tempdir().expect("a folder");
    let typed: Vec<&str> = transcript
        .lines()
        .filter_map(|line| line.strip_prefix("PS> "))
        .collect();
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_iovsh"))
        .args(["--host", "sim:fleet", "--command", &typed.join("\n")])
        .env("IOVSH_STATE_DIR", state.path())
        .current_dir(state.path())
        .env("NO_COLOR", "1")
        .output()
        .expect("it runs");
    let shown = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
    let own = |text: &str| -> Vec<String> {
        full(text)
            .into_iter()
            .filter(|line| !line.starts_with("PS> "))
            .map(|line| line.trim_end().to_owned())
            .collect()
    };
    (own(&shown), own(transcript))
}

/// The lines that are not empty: whether a table has an empty line above it is not what an example is about. Ids that are new each
/// time count as equal.
fn full(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(without_new_ids)
        .collect()
}

/// A line with one word for all ids but those of the simulated host's own machines.
fn without_new_ids(line: &str) -> String {
    let is_id = |word: &str| {
        word.len() == 36
            && !word.contains("-0000-4000-8000-")
            && word.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
    };
    let (mut out, mut rest) = (String::new(), line);
    while let Some(next) = rest.chars().next() {
        let is_new = rest.get(..36).is_some_and(is_id);
        let taken = if is_new { 36 } else { next.len_utf8() };
        out.push_str(if is_new { "AN-ID" } else { &rest[..taken] });
        rest = &rest[taken..];
    }
    out
}

/// The families in which every cmdlet has an example, and one that changes something has three.
const WITH_EXAMPLES: &[&str] = &[
    "Hyper-V",
    "NetAdapter",
    "NetLbfo",
    "NetTCPIP",
    "FailoverClusters",
    "Iovsh",
];

#[test]
fn every_cmdlet_of_the_workflow_has_an_example() {
    for spec in iovsh::cmdlets::all()
        .iter()
        .filter(|spec| WITH_EXAMPLES.contains(&spec.module))
        // There is nothing to show of what only says why it cannot be.
        .filter(|spec| spec.supported)
    {
        let fewest = if spec.should_process { 3 } else { 1 };
        assert!(
            spec.examples.len() >= fewest,
            "{} has {} examples of {fewest}",
            spec.name,
            spec.examples.len()
        );
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
