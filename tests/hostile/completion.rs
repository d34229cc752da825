//! Tab at iovsh's prompt: whatever things are called, what is inserted is a word.

use proptest::prelude::*;

use crate::checks::completion::holds;

fn name() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        '\'', '\u{2018}', '\u{2019}', '\u{201b}', '"', '\u{201c}', '\u{201e}', '`', '$', '(', ')',
        '{', '}', '@', '#', ';', '|', '&', ',', '\n', '\r', '\t', '\u{1b}', '\u{85}', '\u{202e}',
        '-', '\u{2013}', ' ', '[', ']', '*', '?', '<', '>', '%', '.', '/', ':', '\\', 'a', '0',
        'é',
    ]);
    let chars = prop::collection::vec(prop_oneof![5 => nasty, 1 => any::<char>()], 1..8);
    chars.prop_map(|chars| chars.into_iter().filter(|c| *c != '\0').collect())
}

const LINES: &[&str] = &[
    "Get-Thing ",
    "Get-Thing -Name ",
    "Get-Thing -Name '",
    "Get-Thing -Name \u{2018}",
    "Get-Thing -Name \"",
    "Get-Thing -Name \u{201e}",
    "Get-Thing -Name a,",
    "Get-Thing x ",
    "Get-Thing x '",
    "Get-Thing x y ",
    "Get-Thing x y z ",
    "Get-Thing -",
    "Get-Thing | Get-Thing x y z ",
    "git add ",
    "git add \"",
    "git --% ",
    "",
    "& ",
    "& '",
    ". ",
    "./",
    "1; ",
    "$",
    "${",
    "$x.",
    "$x.'",
    "[math]::",
    "Get-Thing | ForEach-Object { $_.",
    "if ($x) { Get-Thing -Name ",
    "end ",
    "function f { process ",
    "if ($x) { } else ",
    "try ",
];

proptest! {
    #[test]
    fn what_is_inserted_is_a_name(names in prop::collection::vec(name(), 1..4), line in prop::sample::select(LINES)) {
        let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
        holds(line, &names);
        // And what has been typed of it.
        for name in &names {
            let typed: String = name.chars().take(1).filter(|c| c.is_alphanumeric()).collect();
            holds(&format!("{line}{typed}"), &names);
        }
    }
}
