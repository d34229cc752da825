//! `iovsh VERB-NOUN WORDS`: no word is more than a value.

use std::process::{Command, Output};

use proptest::prelude::*;

use crate::checks;

/// Ways to make a second statement of the text `Trip`.
fn payloads() -> Vec<String> {
    let mut found = Vec::new();
    for quote in [
        "'", "\"", "\u{2018}", "\u{2019}", "\u{201a}", "\u{201b}", "\u{201c}", "\u{201d}",
        "\u{201e}", "`",
    ] {
        for shape in [
            "xQ; Trip #",
            "Q; Trip; Q",
            "xQ+$(Trip)+Q",
            "QQ; Trip #",
            "x`Q; Trip #",
            "Q\n Trip\nQ",
            "-xQ;Trip #",
            "-Name:Q;Trip #",
        ] {
            found.push(shape.replace('Q', quote));
        }
    }
    let plain = [
        "$(Trip)",
        "@(Trip)",
        "(Trip)",
        "; Trip",
        "| Trip",
        "x;Trip",
        "x\nTrip",
        "x\rTrip",
        "x\u{2028}Trip",
        "x\u{85}Trip",
        "-Name:$(Trip)",
        "-Name:x;Trip",
        "-Name:(Trip)",
        "-Name;Trip",
        "-Name$(Trip)",
        "-a (Trip)",
        "--vm;Trip",
        "--vm=$(Trip)",
        "-Verbose:$(Trip)",
        "--%",
        "--",
        "-",
        "@{a=$(Trip)}",
        "$null;Trip",
        "> Trip",
        "&Trip",
        "#",
        "<#",
        "`",
        "x`\nTrip",
        "@\"\n$(Trip)\n\"@",
        "@'\n'@;Trip",
        "\u{2013}Name:$(Trip)",
        "\u{2013}a;Trip",
        "\u{2014}a$(Trip)",
        "%{Trip}",
        "1,2;Trip",
        "a,$(Trip)",
        "a,(Trip)",
        "$Trip",
        "@Trip",
        "Trip",
        "${x;Trip}",
        "\"$(Trip)\"",
    ];
    found.extend(plain.map(str::to_owned));
    found
}

/// Command lines around a word.
fn forms(word: &str) -> Vec<Vec<&str>> {
    vec![
        vec!["Get-VM", word],
        vec!["Get-VM", "-Name", word],
        vec!["Get-VM", "web1", word],
        vec!["New-VM", "-Name", word, "-WhatIf"],
        vec!["Set-VMNetworkAdapter", "web1", "-IovWeight", word],
        vec!["Set-VMNetworkAdapter", word, "-AllowTeaming", word],
        vec!["Write-Output", word],
        vec!["Write-Error", word],
        vec!["ConvertTo-Json", word],
        vec!["Sort-Object", word],
        vec!["Format-Table", word],
        vec!["Where-Object", "-FilterScript", word],
        vec!["Where-Object", word, "-eq", word],
        vec![
            "Add-VMNetworkAdapterAcl",
            "web1",
            "-RemoteIPAddress",
            word,
            "-Direction",
            "Inbound",
            "-Action",
            "Deny",
        ],
        vec!["Foo-Bar", word],
        vec![word],
        vec![word, "x"],
    ]
}

#[test]
fn no_word_is_script() {
    for word in payloads() {
        for form in forms(&word) {
            let words: Vec<String> = form[1..].iter().map(|word| (*word).to_owned()).collect();
            checks::arguments::holds(form[0], &words);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_words_are_script(
        command in any::<u16>(),
        words in prop::collection::vec(
            prop_oneof![
                prop::sample::select(payloads()),
                "[-–]{0,2}[A-Za-z]{0,4}[:=;$(]{0,2}(Trip)?[)'’\"`,;|&#]{0,3}",
            ],
            0..4,
        ),
    ) {
        let names = checks::binder::names();
        checks::arguments::holds(names[usize::from(command) % names.len()], &words);
    }
}

fn iovsh(words: &[&str]) -> Output {
    let state = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_iovsh"))
        .args(["--host", "sim"])
        .args(words)
        .env("IOVSH_STATE_DIR", state.path())
        .env("NO_COLOR", "1")
        .current_dir(state.path())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_first_word_is_a_name() {
    for word in [
        "Get-VM;1",
        "Get-VM | fl",
        "& Get-VM",
        "(Get-VM)",
        "$x",
        "%{1}",
        "1",
        "ls -l",
        "",
    ] {
        let output = iovsh(&[word]);
        assert_eq!(output.status.code(), Some(2), "{word:?}: {}", said(&output));
        assert!(output.stdout.is_empty(), "{word:?}");
    }
    let alias = iovsh(&["gcm", "Get-VM"]);
    assert_eq!(alias.status.code(), Some(0), "{}", said(&alias));
    // A program is not looked for.
    assert_eq!(iovsh(&["true"]).status.code(), Some(2));
}

#[test]
fn several_values_need_no_commas_where_no_parameter_can_be_meant() {
    let output = iovsh(&["Start-VM", "web1", "web2"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
}

#[test]
fn a_name_with_a_comma_or_a_wildcard_can_be_said() {
    let state = tempfile::tempdir().unwrap();
    let run = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_iovsh"))
            .args(words)
            .env("IOVSH_HOST", "sim")
            .env("IOVSH_STATE_DIR", state.path())
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    for name in ["a,b", "c[d]", "e*"] {
        run(&["New-VM", "-Name", name, "-MemoryStartupBytes", "64MB"]);
    }
    let names = |words: &[&str]| {
        let out = run(words);
        let rows: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["Name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(&["Get-VM", "a`,b,c`[d`],e`*", "--json"]),
        ["a,b", "c[d]", "e*"]
    );
}
