//! What is generated from the declarations is committed, and must be fresh.
//!
//! `IOVSH_BLESS=1 cargo test --test generated` writes it anew.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use iovsh::cmdlets;
use iovsh::shell::cli::{completions, fish, proxy, reference};
use iovsh::shell::syntax;

/// Every generated file: its path in the repository, and what it must hold.
fn generated() -> BTreeMap<PathBuf, String> {
    let all = cmdlets::all();
    let mut files = BTreeMap::from([
        (
            PathBuf::from("completions/iovsh.bash"),
            completions::bash(all),
        ),
        (PathBuf::from("completions/_iovsh"), completions::zsh(all)),
        (PathBuf::from("completions/iovsh.fish"), fish::fish(all)),
        (
            PathBuf::from("packaging/powershell/Iovsh.psd1"),
            proxy::manifest(all),
        ),
        (
            PathBuf::from("packaging/powershell/Iovsh.psm1"),
            proxy::module(all),
        ),
        (PathBuf::from("packaging/iovsh.1"), reference::man(all)),
        (
            PathBuf::from("docs/SUMMARY.md"),
            cmdlets::help::topics::summary(all),
        ),
        (
            PathBuf::from("docs/reasons.md"),
            cmdlets::help::reasons::page(),
        ),
        (
            PathBuf::from("docs/cmdlets/index.md"),
            reference::index(all),
        ),
        (
            PathBuf::from("docs/absent-cmdlets.md"),
            cmdlets::advice::page(),
        ),
    ]);
    for spec in all {
        files.insert(
            PathBuf::from(format!("docs/cmdlets/{}.md", spec.name)),
            reference::page(spec),
        );
    }
    files
}

#[test]
fn generated_files_are_fresh() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = generated();
    let bless = std::env::var_os("IOVSH_BLESS").is_some();
    let mut stale = Vec::new();
    for (path, text) in &files {
        let target = root.join(path);
        if fs::read_to_string(&target).ok().as_ref() == Some(text) {
            continue;
        }
        if bless {
            fs::create_dir_all(target.parent().expect("a folder"))
                .expect("a folder for the generated file");
            fs::write(&target, text).expect("a written file");
        } else {
            stale.push(path.display().to_string());
        }
    }
    // Pages of cmdlets that are no more.
    for entry in fs::read_dir(root.join("docs/cmdlets"))
        .into_iter()
        .flatten()
        .flatten()
    {
        let path = PathBuf::from("docs/cmdlets").join(entry.file_name());
        if !files.contains_key(&path) {
            if bless {
                fs::remove_file(root.join(&path)).expect("a removed page");
            } else {
                stale.push(format!("{} (no such cmdlet)", path.display()));
            }
        }
    }
    assert!(
        stale.is_empty(),
        "write anew with IOVSH_BLESS=1:\n{}",
        stale.join("\n")
    );
}

/// The pages below a folder, by their paths in it.
fn pages(folder: &Path, below: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder.join(below)).expect("a folder of pages") {
        let path = below.join(entry.expect("an entry").file_name());
        if folder.join(&path).is_dir() {
            pages(folder, &path, found);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            found.push(path);
        }
    }
}

/// Where the links of a page lead. What stands in code is none.
fn links(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut is_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            let words = line.split('`').step_by(2);
            let starts = words.flat_map(|part| part.split("](").skip(1));
            found.extend(starts.filter_map(|rest| rest.split_once(')').map(|(link, _)| link)));
        }
    }
    found
}

/// The name that a heading is reached by.
fn anchor(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The book can be made of the pages: each is in it, and each link leads to a page and a heading that is there, and not out of the book.
#[test]
fn the_book_has_every_page_and_no_link_leads_nowhere() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut all = Vec::new();
    pages(&folder, Path::new(""), &mut all);
    let read = |path: &Path| fs::read_to_string(folder.join(path)).expect("a page");
    let summary = cmdlets::help::topics::summary(cmdlets::all());
    let in_book: Vec<&str> = links(&summary);
    let mut wrong = Vec::new();
    for page in &all {
        let name = page.to_string_lossy();
        if name != "SUMMARY.md" && !in_book.contains(&&*name) {
            wrong.push(format!("{name} is not in the book"));
        }
        let text = read(page);
        for link in links(&text) {
            if link.contains("://") {
                continue;
            }
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let mut target = page.parent().unwrap_or(Path::new("")).to_owned();
            for part in file.split('/') {
                match part {
                    ".." => {
                        if !target.pop() {
                            wrong.push(format!("{name}: {link} leads out of the book"));
                        }
                    }
                    part => target.push(part),
                }
            }
            if file.is_empty() {
                target.clone_from(page);
            }
            if !folder.join(&target).is_file() {
                wrong.push(format!("{name}: {link} leads nowhere"));
            } else if !heading.is_empty() {
                let text = read(&target);
                let mut headings = text.lines().filter(|line| line.starts_with('#'));
                if !headings.any(|line| anchor(line) == heading) {
                    wrong.push(format!("{name}: {link} has no such heading"));
                }
            }
        }
    }
    assert!(all.len() > 300 && wrong.is_empty(), "{wrong:#?}");
}

/// The module for PowerShell is what this language accepts, and exports what it has.
#[test]
fn the_module_for_powershell_parses_and_exports_its_functions() {
    let all = cmdlets::all();
    let module = proxy::module(all);
    let manifest = proxy::manifest(all);
    for text in [&module, &manifest] {
        let parsed = syntax::parse(text);
        assert!(parsed.errors.is_empty(), "{:?}", parsed.errors.first());
    }
    let exported: Vec<&str> = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("        '"))
        .map(|line| line.trim_end_matches(['\'', ',']))
        .collect();
    assert!(exported.len() > 150, "{}", exported.len());
    for name in &exported {
        assert!(
            module.contains(&format!("\nfunction {name} {{\n")),
            "{name}"
        );
    }
    assert!(exported.contains(&"Get-VM") && !exported.contains(&"Get-Content"));
}
