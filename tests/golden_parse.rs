//! The parser against what PowerShell's own parser answered: error ids with their places, the incomplete flag, tokens,
//! and the outline of the tree.
//!
//! Rows listed in `golden/passes/parse.txt` must pass. With `IOVSH_BLESS=1` the list is written anew; the environment
//! variable `IOVSH_GOLDEN` set to a row's id prints what differs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use iovsh::shell::syntax::outline::outline;
use iovsh::shell::syntax::{Parsed, parse};
use serde_json::{Value, json};

const AREAS: [&str; 2] = ["parse-errors", "parse-cursor"];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// What our parser says about a text, in the shape of the golden rows.
fn answer(text: &str, parsed: &Parsed) -> Value {
    let source = &parsed.ast.source;
    let at = |offset| source.utf16_offset(offset);
    let errors: Vec<Value> = parsed
        .errors
        .iter()
        .map(|error| json!({"id": error.id, "start": at(error.span.start), "end": at(error.span.end)}))
        .collect();
    let tokens: Vec<Value> = parsed
        .tokens
        .iter()
        .map(|token| {
            json!({
                "kind": token.kind.name(),
                "start": at(token.span.start),
                "end": at(token.span.end),
                "flags": token.flags.to_string(),
            })
        })
        .collect();
    let ast: Vec<Value> = outline(&parsed.ast)
        .iter()
        .map(|row| {
            json!({
                "depth": row.depth,
                "node": row.node,
                "start": at(row.span.start),
                "end": at(row.span.end),
                "text": row.text,
            })
        })
        .collect();
    json!({"in": text, "errors": errors, "incomplete": parsed.incomplete, "tokens": tokens, "ast": ast})
}

/// The fields of `row` in which our answer differs.
fn differences(row: &Value, ours: &Value) -> Vec<String> {
    let mut fields = Vec::new();
    for field in ["errors", "incomplete", "tokens", "ast"] {
        if row.get(field).is_some_and(|wanted| *wanted != ours[field]) {
            fields.push(field.to_owned());
        }
    }
    fields
}

fn show(row: &Value, ours: &Value, field: &str) {
    let lines = |value: &Value| match value.as_array() {
        Some(items) => items
            .iter()
            .map(|item| format!("    {item}"))
            .collect::<Vec<_>>()
            .join("\n"),
        None => format!("    {value}"),
    };
    println!(
        "  {field}, wanted:\n{}\n  {field}, got:\n{}",
        lines(&row[field]),
        lines(&ours[field])
    );
}

#[test]
fn golden_rows() {
    let wanted_row = std::env::var("IOVSH_GOLDEN").unwrap_or_default();
    let mut passes = BTreeSet::new();
    for area in AREAS {
        let text = fs::read_to_string(folder().join(format!("language/{area}.jsonl"))).unwrap();
        let (mut count, mut passed) = (0, 0);
        for line in text.lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            let id = row["id"].as_str().unwrap().to_owned();
            let text = row["in"].as_str().unwrap();
            let ours = answer(text, &parse(text));
            let fields = differences(&row, &ours);
            count += 1;
            if fields.is_empty() {
                passed += 1;
                passes.insert(id);
            } else {
                println!(
                    "{id} differs in {}: {:?}",
                    fields.join(", "),
                    row["in"].as_str().unwrap()
                );
                if wanted_row == id || wanted_row == "all" {
                    fields.iter().for_each(|field| show(&row, &ours, field));
                }
            }
        }
        println!(
            "{area}: {passed} of {count} rows pass ({:.1} %)",
            100.0 * f64::from(passed) / f64::from(count)
        );
    }
    let list = folder().join("passes/parse.txt");
    if std::env::var_os("IOVSH_BLESS").is_some() {
        let lines: String = passes.iter().map(|id| format!("{id}\n")).collect();
        fs::write(&list, lines).unwrap();
        return;
    }
    let listed: BTreeSet<String> = fs::read_to_string(&list)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    for id in passes.difference(&listed) {
        println!("{id} passes now: list it (IOVSH_BLESS=1)");
    }
    let lost: Vec<&String> = listed.difference(&passes).collect();
    assert!(
        lost.is_empty(),
        "rows that passed before fail now: {lost:?}"
    );
}
