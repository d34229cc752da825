//! The language beside nushell: whole processes that do the same work, taken in turns in one run, with their peak memory.
//!
//! `cargo bench --bench language`. nushell is found as `nu` on the PATH, or where `IOVSH_BENCH_NU` says (the npm package
//! `@nushell/linux-x64` holds one); without it the rows have no ratio, and that is said.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench says what it expects, and prints what it finds"
)]

mod common;

use std::path::{Path, PathBuf};

use common::{Run, median, run, table};

/// How often each is run; the first time warms the caches and does not count.
const ROUNDS: usize = 8;

/// Work that both can do, in their own words.
struct Row {
    name: &'static str,
    ours: &'static str,
    theirs: &'static str,
}

const ROWS: &[Row] = &[
    Row {
        name: "nothing (start and end)",
        ours: "1",
        theirs: "1",
    },
    Row {
        name: "1..100000, where, sort descending, sum",
        ours: "1..100000 | Where-Object { $_ % 3 -eq 0 } | Sort-Object -Descending | Measure-Object -Sum",
        theirs: "1..100000 | where {|x| $x mod 3 == 0 } | sort --reverse | math sum",
    },
    Row {
        name: "a loop of 1,000,000",
        ours: "$s = 0; for ($i = 0; $i -lt 1000000; $i++) { $s += $i }; $s",
        theirs: "mut s = 0; mut i = 0; while $i < 1000000 { $s += $i; $i += 1 }; $s",
    },
    Row {
        name: "10,000 function calls",
        ours: "function f($a, $b) { $a + $b }; $s = 0; for ($i = 0; $i -lt 10000; $i++) { $s = f $s $i }; $s",
        theirs: "def f [a: int, b: int] { $a + $b }; mut s = 0; mut i = 0; while $i < 10000 { $s = (f $s $i); $i += 1 }; $s",
    },
    Row {
        name: "100,000 objects, select",
        ours: "1..100000 | ForEach-Object { [pscustomobject]@{ Id = $_; Rest = $_ % 7; Name = \"vm$_\" } } | Select-Object Id, Name | Measure-Object | ForEach-Object Count",
        theirs: "1..100000 | each {|x| { Id: $x, Rest: ($x mod 7), Name: $\"vm($x)\" } } | select Id Name | length",
    },
    Row {
        name: "100,000 objects, group",
        ours: "1..100000 | ForEach-Object { [pscustomobject]@{ Id = $_; Rest = $_ % 7; Name = \"vm$_\" } } | Group-Object Rest | Measure-Object | ForEach-Object Count",
        theirs: "1..100000 | each {|x| { Id: $x, Rest: ($x mod 7), Name: $\"vm($x)\" } } | group-by Rest | columns | length",
    },
    Row {
        name: "100,000 objects, as a table",
        ours: "1..100000 | ForEach-Object { [pscustomobject]@{ Id = $_; Rest = $_ % 7; Name = \"vm$_\" } } | Format-Table | Out-String | ForEach-Object Length",
        theirs: "1..100000 | each {|x| { Id: $x, Rest: ($x mod 7), Name: $\"vm($x)\" } } | table --expand | str length",
    },
    Row {
        name: "100,000 objects, as JSON",
        ours: "1..100000 | ForEach-Object { [pscustomobject]@{ Id = $_; Rest = $_ % 7; Name = \"vm$_\" } } | ConvertTo-Json | ForEach-Object Length",
        theirs: "1..100000 | each {|x| { Id: $x, Rest: ($x mod 7), Name: $\"vm($x)\" } } | to json | str length",
    },
];

fn nushell() -> Option<PathBuf> {
    let named = std::env::var_os("IOVSH_BENCH_NU").map(PathBuf::from);
    let on_path = std::env::var_os("PATH").and_then(|path| {
        std::env::split_paths(&path)
            .map(|folder| folder.join("nu"))
            .find(|program| program.is_file())
    });
    named.or(on_path).filter(|program| program.is_file())
}

fn main() {
    let iovsh = Path::new(env!("CARGO_BIN_EXE_iovsh"));
    let peer = nushell();
    if peer.is_none() {
        println!(
            "left out: nushell is not on the PATH, and IOVSH_BENCH_NU does not name it; no ratios"
        );
    }
    let state = tempfile::tempdir().expect("a temporary folder");
    let variables = [("IOVSH_STATE_DIR", state.path())];
    let mut lines = Vec::new();
    for row in ROWS {
        let (mut ours, mut theirs): (Vec<Run>, Vec<Run>) = (Vec::new(), Vec::new());
        for round in 0..=ROUNDS {
            let mine = run(iovsh, &["--host", "sim", "-Command", row.ours], &variables);
            let other = peer
                .as_deref()
                .and_then(|nu| run(nu, &["--no-config-file", "--commands", row.theirs], &[]));
            if round > 0 {
                ours.extend(mine);
                theirs.extend(other);
            }
        }
        if ours.is_empty() || (peer.is_some() && theirs.is_empty()) {
            println!("{}: failed", row.name);
        }
        let time = |runs: &[Run]| median(runs.iter().map(|run| run.milliseconds).collect());
        let memory = |runs: &[Run]| median(runs.iter().map(|run| run.mebibytes).collect());
        lines.push(vec![
            row.name.to_owned(),
            format!("{:.1} ms", time(&ours)),
            format!("{:.1} ms", time(&theirs)),
            format!("{:.1}", time(&theirs) / time(&ours)),
            format!("{:.0} MiB", memory(&ours)),
            format!("{:.0} MiB", memory(&theirs)),
        ]);
    }
    println!(
        "{}",
        table(
            &[
                "what",
                "iovsh",
                "nushell",
                "nushell : iovsh",
                "peak iovsh",
                "peak nushell",
            ],
            &lines,
        )
    );
}
