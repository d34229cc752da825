//! How many public scripts find all their commands here: those of Hyper-V and NetAdapter, and those of any module that have a meaning on Linux.
//!
//! `data/script-cmdlets.tsv` says of each such cmdlet how many of 185 public scripts use it. Which scripts these are it does not say, so a
//! cmdlet that is missing is counted as if it were the only one that its scripts lack: the true number is at least the one here.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what it expects, and fails where it is not so"
)]

const USED: &str = include_str!("data/script-cmdlets.tsv");
const SCRIPTS: u32 = 185;
/// So many find all of them at least. It only grows.
const AT_LEAST: u32 = 168;

fn is_there(cmdlet: &str) -> bool {
    let all = iovsh::cmdlets::all().iter();
    let mut names =
        all.flat_map(|spec| std::iter::once(spec.name).chain(spec.aliases.iter().copied()));
    names.any(|name| name.eq_ignore_ascii_case(cmdlet))
}

#[test]
fn most_public_scripts_find_all_their_cmdlets() {
    let mut missing: Vec<(u32, &str)> = Vec::new();
    let mut known = 0;
    for row in USED.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [cmdlet, _, scripts] = columns.as_slice() else {
            panic!("a row has three columns: {row}");
        };
        let scripts = scripts.parse().expect("a number of scripts");
        match is_there(cmdlet) {
            true => known += 1,
            false => missing.push((scripts, cmdlet)),
        }
    }
    missing.sort_unstable_by_key(|(scripts, cmdlet)| (std::cmp::Reverse(*scripts), *cmdlet));
    let without = missing.iter().map(|(scripts, _)| scripts).sum::<u32>();
    println!("{known} cmdlets are here; missing, by scripts: {missing:?}");
    let whole = SCRIPTS.saturating_sub(without);
    assert!(known > 90, "the table is there: {known}");
    assert!(
        whole >= AT_LEAST,
        "at least {whole} of {SCRIPTS} scripts find all their cmdlets; missing: {missing:?}"
    );
}

/// Every command of the scripts, of any module: how many scripts use it, and whether Linux has the thing that it is about.
const COMMANDS: &str = include_str!("data/script-commands.tsv");

/// So many scripts miss none of those that have a meaning on Linux, as far as counts can say. It only grows.
const EXPECTED_WHOLE: f64 = 80.0;

/// Programs that every Linux has, which scripts call by the names that are aliases on Windows.
const PROGRAMS: &[&str] = &["cat", "ls", "rm", "sleep", "wget"];

/// The table says how many scripts use a command, not which ones. So three numbers are given: at most so many scripts miss nothing (all that is missing is
/// missed by the same ones), at least so many (no two are missed by the same one), and the number where one command is missed regardless of the others. Commands
/// of one kind are used by the same scripts, so the true number is above the last.
#[test]
fn scripts_that_miss_no_command_with_a_meaning_on_linux() {
    let session = iovsh::cmdlets::session(
        iovsh::cmdlets::Services::in_memory("default").expect("a simulated host"),
    );
    let is_function =
        |name: &str| session.find_function(name).is_some() || session.find_alias(name).is_some();
    let mut missing: Vec<(u32, &str)> = Vec::new();
    let mut meant = 0;
    for row in COMMANDS.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [command, _, scripts, on_linux] = columns.as_slice() else {
            panic!("a row has four columns: {row}");
        };
        if *on_linux != "yes" {
            continue;
        }
        meant += 1;
        if !is_there(command) && !is_function(command) && !PROGRAMS.contains(command) {
            missing.push((scripts.parse().expect("a number of scripts"), command));
        }
    }
    missing.sort_unstable_by_key(|(scripts, command)| (std::cmp::Reverse(*scripts), *command));
    let sum: u32 = missing.iter().map(|(scripts, _)| scripts).sum();
    let most = SCRIPTS - missing.first().map_or(0, |(scripts, _)| *scripts);
    let whole = missing
        .iter()
        .fold(f64::from(SCRIPTS), |whole, (scripts, _)| {
            whole * (1.0 - f64::from(*scripts) / f64::from(SCRIPTS))
        });
    println!(
        "of {SCRIPTS} scripts at least {}, at most {most}, by chance {whole:.0} miss no command; of {meant} commands {} are missing: {missing:?}",
        SCRIPTS.saturating_sub(sum),
        missing.len()
    );
    assert!(meant > 300, "the table is there: {meant}");
    assert!(whole >= EXPECTED_WHOLE, "{whole:.1}; missing: {missing:?}");
}
