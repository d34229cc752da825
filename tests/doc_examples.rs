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
                if shown != said || fails && !example.title.contains(REFUSED) {
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

/// Pages whose examples are played, each on a fresh host.
const PAGES: &[&str] = &["docs/debugging.md", "docs/nics.md", "docs/teaming.md"];

#[test]
fn pages_show_what_a_host_shows() {
    let mut wrong = Vec::new();
    for page in PAGES {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page));
        let text = text.expect("a page");
        let examples = text.split("```iovsh\n").skip(1);
        let examples = examples
            .filter_map(|rest| rest.split_once("```"))
            .map(|(example, _)| example);
        let mut seen = 0;
        for example in examples {
            seen += 1;
            let played = paper::play_on(example, "default");
            if full(&played) != full(example) || shows_an_error(&played) {
                wrong.push(format!(
                    "{page}:\n--- on the page\n{example}\n--- shown\n{played}\n"
                ));
            }
        }
        assert!(seen > 0, "{page} has no examples");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
