//! The README's lines, as they stand there.

use std::path::Path;
use std::sync::Arc;

use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::cmdlets::Services;
use iovsh::shell::stack::with_large_stack;

use crate::session::{run, session};

const README: &str = include_str!("../../README.md");

/// The blocks of the page that are typed at the prompt.
fn blocks() -> Vec<&'static str> {
    let parts: Vec<&str> = README.split("```powershell\n").skip(1).collect();
    parts
        .into_iter()
        .map(|part| part.split("```").next().expect("an end"))
        .collect()
}

/// Types the lines of these blocks into one session on a fresh host, and a question after them. What was complained of, and the
/// answer.
fn typed(blocks: Vec<&'static str>, question: &'static str) -> (Vec<String>, String) {
    with_large_stack(move || {
        let host = SimMachine::in_memory(fixture("default").expect("a fixture"));
        let mut session = session(Services::of(Arc::new(host)));
        let mut complaints = Vec::new();
        for line in blocks.iter().flat_map(|block| block.lines()) {
            let done = run(&mut session, line);
            let errors = done.errors.iter().map(|(id, text)| format!("{id}: {text}"));
            complaints.extend(
                errors
                    .chain(done.warnings)
                    .map(|complaint| format!("{line}: {complaint}")),
            );
        }
        (complaints, run(&mut session, question).text())
    })
    .expect("a thread")
}

const ON_A_VF: &str =
    "(Get-VM | Get-VMNetworkAdapter | Where-Object IovUsage -gt 0).VMName -join ','";

#[test]
fn its_lines_work_one_after_the_other_from_an_empty_state() {
    let all = blocks();
    assert!(all.len() >= 2, "only {} blocks were found", all.len());
    let (complaints, on_a_vf) = typed(all, ON_A_VF);
    assert_eq!(complaints, Vec::<String>::new());
    assert_eq!(on_a_vf, "app1,web1");
}

#[test]
fn each_block_works_by_itself() {
    for block in blocks() {
        let starts = block.contains("Start-VM");
        let (complaints, on_a_vf) = typed(vec![block], ON_A_VF);
        assert_eq!(complaints, Vec::<String>::new(), "{block}");
        assert_eq!(on_a_vf.is_empty(), !starts, "{block}");
    }
}

#[test]
fn it_says_how_to_install() {
    let says = |words: &str| README.contains(words);
    assert!(says("To install it") && says("install -m 755"));
}

/// Tables whose rows were taken away one by one until none was left.
#[test]
fn no_table_of_the_documentation_is_empty() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = std::fs::read_dir(root.join("docs")).expect("a folder");
    let pages = pages.map(|entry| entry.expect("an entry").path());
    let mut seen = 0;
    for page in pages.chain([root.join("README.md"), root.join("CONTRIBUTING.md")]) {
        if page.extension().is_none_or(|end| end != "md") {
            continue;
        }
        let text = std::fs::read_to_string(&page).expect("a page");
        let lines: Vec<&str> = text.lines().chain([""]).collect();
        for pair in lines.windows(2) {
            let is_rule = pair[0].starts_with("| ---");
            seen += usize::from(is_rule);
            assert!(
                !is_rule || pair[1].starts_with('|'),
                "{}: a table without rows",
                page.display()
            );
        }
    }
    assert!(seen > 20, "{seen}");
}

/// The lines for bash, as they stand there: each does what is said behind it.
#[test]
fn its_lines_for_bash_work() {
    let block = README
        .split("```\n")
        .find(|block| block.starts_with("iovsh                "))
        .expect("the block");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("bin")).expect("a folder");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_iovsh"), folder.path().join("bin/iovsh"))
        .expect("a link");
    std::fs::write(
        folder.path().join("provision.ps1"),
        "param([int]$Count = 1) 1..$Count | ForEach-Object { \"made $_\" }",
    )
    .expect("a script");
    let run = |typed: &str| {
        let output = std::process::Command::new("sh")
            .args(["-c", &format!("PATH=\"$PWD/bin:$PATH\"; {typed}")])
            .env("IOVSH_HOST", "sim")
            .env("IOVSH_STATE_DIR", folder.path().join("state"))
            .env("NO_COLOR", "1")
            .current_dir(folder.path())
            .stdin(std::process::Stdio::null())
            .output()
            .expect("it runs");
        let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            (output.status.code(), wrong.as_str()),
            (Some(0), ""),
            "{typed}"
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run("iovsh New-VMSwitch lan -NetAdapterName enp1s0f1 -EnableIov true; iovsh Start-VM web1");
    let mut seen = 0;
    for line in block.lines() {
        let (typed, _) = line.split_once("   ").unwrap_or((line, ""));
        let shown = match typed {
            // Both are for a terminal.
            "iovsh" | "iovsh manager" => continue,
            typed => run(typed),
        };
        let wanted = match typed {
            typed if typed.contains("-Count 4") => "made 4",
            typed if typed.contains("provision") => "made 1",
            typed if typed.contains("Running") => "web1 Running",
            typed if typed.contains("--json") => "\"Name\": \"lan\"",
            typed if typed.contains("markdown") => "| web1 ",
            _ => "lan  External",
        };
        assert!(shown.contains(wanted), "{typed}: no {wanted} in {shown}");
        seen += 1;
    }
    assert!(seen >= 6, "{seen}");
}
