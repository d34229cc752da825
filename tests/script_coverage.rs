//! How many public scripts find all their cmdlets of Hyper-V and NetAdapter here.
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
