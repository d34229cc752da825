//! What holds for every input: no panic, always a tree, spans that fit, the same answer with and without tokens, and no
//! nesting that exhausts the stack.

use proptest::prelude::*;

use super::outline::outline;
use super::span::Span;
use super::{Parsed, parse, parse_script};

/// Pieces of the language; random rows of them reach far more of the parser than random characters.
const PIECES: [&str; 97] = [
    "if",
    "elseif",
    "else",
    "switch",
    "foreach",
    "for",
    "while",
    "do",
    "until",
    "try",
    "catch",
    "finally",
    "trap",
    "function f",
    "filter",
    "param",
    "begin",
    "process",
    "end",
    "dynamicparam",
    "clean",
    "return",
    "throw",
    "break",
    "exit",
    "class C",
    "enum E",
    "data",
    "using module",
    "in",
    "default",
    "Get-VM",
    "-Name",
    "-Name:",
    "-eq",
    "-and",
    "-not",
    "-f",
    "-join",
    "-is",
    "--",
    "--%",
    "$x",
    "${a b}",
    "$env:PATH",
    "$script:",
    "@x",
    "$_.Name",
    "$x[0]",
    "$using:y",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "@(",
    "@{",
    "$(",
    ";",
    ",",
    ".",
    "..",
    "::",
    ":",
    "?",
    "??",
    "?.",
    "&",
    "&&",
    "|",
    "||",
    "=",
    "+=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "++",
    "!",
    ">",
    "2>&1",
    "<",
    "\n",
    "\r\n",
    " ",
    "`\n",
    "`",
    "'s'",
    "\"d",
    "\"a $x $(1)\"",
    "@'\nh\n'@",
    "@\"\n$(",
    "# c\n",
    "<# c",
    "[int]",
];

const MORE: [&str; 12] = [
    "1",
    "0x1F",
    "2.5e3",
    "10GB",
    "1us",
    "[a(b=",
    "'",
    "\"",
    "é😀",
    "\u{2013}Name",
    "\u{201c}",
    "#requires -version 3\n",
];

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => proptest::sample::select(&PIECES[..]), 1 => proptest::sample::select(&MORE[..])];
    let glue = prop_oneof![3 => Just(" "), 1 => Just("")];
    proptest::collection::vec((piece, glue), 0..40).prop_map(|row| {
        row.into_iter()
            .flat_map(|(piece, glue)| [piece, glue])
            .collect()
    })
}

/// A script that uses most of the language, to be damaged.
const SCRIPT: &str = r#"#Requires -Version 5.1 -Modules Hyper-V
using namespace System.Text
[CmdletBinding(SupportsShouldProcess)]
param([Parameter(Mandatory)][ValidateSet('a', "b")][string[]]$Name = @('x'), [int]$Count = 4KB)
function global:Get-Thing([hashtable]$Options, $Rest) {
    begin { $sum = 0 }
    process {
        :outer foreach ($n in $Name | Where-Object { $_ -like "net*" }) {
            if ($n.Length -gt 3 -and -not $Options.ContainsKey($n)) { continue outer } elseif ($n) { $sum++ } else { break }
            for ($i = 0; $i -lt 10; $i += 2) { $text = "$n is ${i} of $($Options["k"].Count - 1) `u{1F600}" }
            do { $i-- } while ($i -gt 0)
        }
        switch -Regex -CaseSensitive ($text) { '^\d+$' { 1..3 } { $_ -eq 2 } { [math]::Max(1, $i) } default { } }
        try { & $cmd -Arg:$value @splat 2>&1 > out.txt } catch [IO.IOException], [Exception] { throw } finally { 'done' }
        trap [Exception] { Write-Error $_ ; continue }
    }
    end { @{ Sum = $sum; 'b c' = if ($sum) { 1 } else { 2 } }.GetEnumerator() | Sort-Object { $_.Name } -Descending }
}
$a, $b.c[1] = [List[Dictionary[string,int[]]]]::new(), $x?.y ?? ($z ? 'yes' : 'no')
Get-VM |
    Start-VM -Passthru && 'ok' || Write-Output --% %PATH% "x
$here = @"
  a $b $(Get-Date -Format 'o') "quoted"
"@ + @'
  raw $b
'@
.\run.ps1 a,b c:\dir\*.txt -Switch:$true; . $profile; ls > $null
"#;

fn in_bounds(text: &str, parsed: &Parsed) {
    let end = u32::try_from(text.len()).unwrap();
    for row in outline(&parsed.ast) {
        assert!(
            row.span.start <= row.span.end && row.span.end <= end,
            "{row:?} does not fit {text:?}"
        );
    }
    let mut at = 0;
    for token in &parsed.tokens {
        assert!(
            token.span.start >= at && token.span.end <= end,
            "{token:?} is out of place in {text:?}"
        );
        at = token.span.end;
    }
    for error in &parsed.errors {
        assert!(
            error.span.end <= end + 1,
            "{error:?} is too far out for {text:?}"
        );
        assert!(!error.message.is_empty());
    }
}

/// In a whole text every node lies in the node above it, but for empty blocks and the attributes before `param`.
fn nested(text: &str, parsed: &Parsed) {
    let mut above: Vec<Span> = Vec::new();
    for row in outline(&parsed.ast) {
        above.truncate(row.depth);
        let is_inside = above.last().is_none_or(|parent| parent.contains(row.span));
        let is_exempt = row.span.is_empty() || (row.depth > 0 && row.node == "AttributeAst");
        assert!(
            is_inside || is_exempt,
            "{row:?} is outside {:?} in {text:?}",
            above.last()
        );
        let span = if is_inside {
            row.span
        } else {
            Span::new(0, u32::MAX)
        };
        above.push(span);
    }
}

fn holds_for(text: &str) {
    let parsed = parse(text);
    in_bounds(text, &parsed);
    if parsed.errors.is_empty() {
        nested(text, &parsed);
    }
    let without_tokens = parse_script(text, None);
    assert_eq!(parsed.errors, without_tokens.errors, "{text:?}");
    assert_eq!(
        outline(&parsed.ast),
        outline(&without_tokens.ast),
        "{text:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_characters(text in any::<String>()) {
        holds_for(&text);
    }

    #[test]
    fn any_pieces(text in pieces()) {
        holds_for(&text);
    }

    #[test]
    fn damaged_scripts(at in 0..SCRIPT.len(), length in 0usize..30, insert in pieces()) {
        let start = (0..=at).rev().find(|at| SCRIPT.is_char_boundary(*at)).unwrap();
        let end = (start + length).min(SCRIPT.len());
        let end = (end..=SCRIPT.len()).find(|at| SCRIPT.is_char_boundary(*at)).unwrap();
        holds_for(&format!("{}{insert}{}", &SCRIPT[..start], &SCRIPT[end..]));
    }
}

#[test]
fn a_whole_script_has_no_errors() {
    let parsed = parse(SCRIPT);
    assert_eq!(parsed.errors, []);
    assert!(!parsed.incomplete);
}

#[test]
fn cut_off_anywhere() {
    for (at, _) in SCRIPT.char_indices() {
        holds_for(&SCRIPT[..at]);
        holds_for(&SCRIPT[at..]);
    }
}

/// Nothing nests so deep that a thread with 2 MiB of stack is exhausted; the tree is dropped there too.
#[test]
fn endless_nesting_is_refused() {
    const COUNT: usize = 20_000;
    let refused = [
        "(",
        "{",
        "if(1){",
        "[a[",
        "-not ",
        "[int]",
        "$a.b(",
        "@{a=",
        "$a=",
        "function f{",
        "$(",
        "@(",
        "[a({",
        "1?(",
        "switch(1){1{",
        "try{",
        "do{",
        "while(1){",
        "$a[",
        "a (",
        "a {",
        "& {",
        "a -b:(",
        "1+(",
        ",",
        "trap{",
        "$x|%{",
        "$a.b{",
        "for(;;){",
        "foreach($a in (",
        "if((",
        "return(",
        "begin{",
        "param($a=(",
        "'a',(",
        "$a::b(",
    ];
    for piece in refused {
        println!("{piece}");
        assert!(refuses(&piece.repeat(COUNT)), "{piece:?} nests without end");
    }
    for chain in ["+1", ".b", "[0]", " -eq 1", "::c", ".d()"] {
        assert!(
            refuses(&format!("$a{}", chain.repeat(COUNT))),
            "{chain:?} goes on without end"
        );
    }
    for flat in [
        ",1",
        ";1",
        "\n1",
        "|a",
        "&&a",
        " b",
        " elseif(1){}",
        " catch [x]{}",
    ] {
        let start = match flat {
            " elseif(1){}" => "if(1){}",
            " catch [x]{}" => "try{}",
            "|a" | "&&a" | " b" => "a",
            _ => "1",
        };
        assert!(
            !refuses(&format!("{start}{}", flat.repeat(COUNT / 10))),
            "{flat:?} does not nest"
        );
    }
    refuses(&"\"$(".repeat(COUNT / 10));
    refuses(&"\"$(\"\"".repeat(COUNT / 100));
}

/// Parses on a thread of its own and says whether the text nests too deep.
fn refuses(text: &str) -> bool {
    let text = text.to_owned();
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let work = move || {
        parse(&text)
            .errors
            .iter()
            .any(|error| error.id == "ScriptNestingTooDeep")
    };
    thread.spawn(work).unwrap().join().unwrap()
}
