//! Every place that prints, fed with names that act on a terminal: nothing of them is sent.

use super::program::Place;
use super::terminal::Terminal;
use iovsh::shell::visible::{is_hidden, without_colours};

/// Title, clipboard, link, clear, carriage return, C1, bidi and zero-width characters.
const EVIL: &str = "\x1b]0;OWNED\x07\x1b]52;c;eA==\x07\x1b]8;;http://evil/\x07x\x1b]8;;\x07\x1b[2J\rROOT\u{9b}31m\u{9d}0;C1\u{9c}\u{202e}gpj\u{200b}\u{2066}\u{e0041}\u{2028}";

/// A simulated host whose every text that a tenant, a driver or a file can choose is evil.
fn fixture(place: &Place) -> String {
    let text = include_str!("../../src/backend/sim/fixtures/default.json");
    let mut host: serde_json::Value = serde_json::from_str(text).expect("a fixture");
    for key in ["name", "fqdn", "kernel"] {
        host["state"]["host"][key] = format!("{key}{EVIL}").into();
    }
    for list in ["links", "pci"] {
        for item in host["state"][list].as_array_mut().expect("a list") {
            item["description"] = format!("description{EVIL}").into();
        }
    }
    host["vm_templates"][0]["name"] = format!("web{EVIL}").into();
    let path = place.path("fixture.json");
    std::fs::write(&path, host.to_string()).expect("a file");
    format!("sim:{}", path.display())
}

/// The hidden characters in what was sent, but for line ends and colours.
fn sent(bytes: &[u8]) -> Vec<char> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    // Progress is drawn over itself.
    let text = text.replace("\r\x1b[2K", "");
    without_colours(&text)
        .chars()
        .filter(|c| is_hidden(*c) && !matches!(c, '\n' | '\t'))
        .collect()
}

/// Lines that show what is not a string of the script: never raw, wherever it goes.
const SHOWN: &[&str] = &[
    "Get-VM",
    "Get-VM | fl *",
    "Get-VM | fw",
    "Get-VM | Format-Custom",
    "Get-VM | group Name",
    "Get-VMHost | fl *",
    "Get-NetAdapter",
    "Get-NetAdapter | fl *",
    "Get-NetAdapterSriov | fl *",
    "Get-VMNetworkAdapter *",
    "Get-VMNetworkAdapter * | fl *",
    "Get-VMHostAssignableDevice -All | fl *",
    "Get-VM \"a`e]0;x`ab\"",
    "throw \"a`e]0;x`ab\"",
    "Write-Error \"a`e[2Jb`u{202e}\"",
    "Write-Warning \"a`e[2J`u{9b}2J\"",
    "Write-Verbose -Verbose \"a`e[2J\"",
    "Write-Debug -Debug \"a`e[2J\"",
    "Get-VM | Remove-VM -WhatIf -Force",
    "Get-VM | Start-VM -WhatIf",
    "Get-VM | Start-VM -Verbose",
    "Get-WinEvent | fl *",
    "Get-VM | Set-VMNetworkAdapter -IovWeight 50 -WhatIf",
    "New-VMSwitch n1 -SwitchType Internal -Notes \"a`e]0;x`ab`e[2J\"; Get-VMSwitch n1 | fl Name,Notes",
    "Get-VM nosuch -EA SilentlyContinue; $error[0]; $error[0] | fl * -Force",
    "Write-Progress \"a`e]0;x`a\" \"b`e[2J\"",
    "Start-Job -Name \"a`e]0;x`a\" { throw \"`e[2J\" } | Out-Null; Get-Job; Get-Job | Receive-Job -Wait",
    "$x=\"a`e]0;x`a\"; Get-Variable x",
    "Set-Alias \"a`e]0;x`a\" Get-VM; Get-Alias a*",
    "[pscustomobject]@{ \"n`e]0;x`a\" = \"v`e[2J`r\" }",
    "[pscustomobject]@{ a=1; b=2; c=3; d=4; \"n`e]0;x`a\" = \"v`e[2J`r\" }",
    "@{ \"k`e[2J\" = \"v`u{202e}\" }",
    "Get-VM | Format-Table @{ n = \"x`e[2J\"; e = { \"y`e[31m\" } }",
    "Get-VM | Format-Table -GroupBy Name",
    "Get-ChildItem evil",
    "Get-ChildItem evil | fl *",
    "Select-String x evil/*",
    "Get-FileHash evil/*",
    ". ./bad.ps1",
    "\"{`e]0;x`a\" | ConvertFrom-Json",
    "[xml]\"<a`e]0;x`a\"",
    "[int]\"a`e]0;x`a\"",
    "[DayOfWeek]\"a`e]0;x`a\"",
    "& \"a`e]0;x`a\"",
    "Get-VM -Foo\"`e]0;x`a\"",
    "Stop-VM x -EA \"a`e]0;x`a\"",
    "Get-Item \"/a`e]0;x`a\"",
    "Get-VM | select Name | ConvertTo-Json",
    "Get-VM | Out-String",
    "Get-VM | Start-VM; Get-VM",
    "ls \"`e]0;x`a\"",
];

/// Strings of the script: raw into a pipe, with colours and nothing else to a terminal.
const STRINGS: &[&str] = &[
    "Get-VM | % Name",
    "Get-VM | select Name | ConvertTo-Csv",
    "Write-Host \"a`e]52;c;eA==`a`e[2J\"",
    "Write-Host -ForegroundColor Red \"a`e]0;x`a`e[31mb\"",
    "Get-Content evil/*",
    "[Console]::WriteLine(\"`e]0;x`a\")",
    "$Host.UI.WriteLine(\"`e]0;x`a\")",
    "\"a`r`u{9d}0;x`u{9c}\"",
];

#[test]
fn nothing_that_acts_is_sent() {
    let place = Place::new();
    let host = fixture(&place);
    let folder = place.path("evil");
    std::fs::create_dir(&folder).expect("a folder");
    let name = "file\x1b]0;x\x07name\u{202e}";
    std::fs::write(folder.join(name), "x\x1b]0;y\x07\r\u{202e}\u{9b}2J\n").expect("a file");
    std::fs::write(place.path("bad.ps1"), "if ( \"a\x1b]0;x\x07").expect("a file");
    let mut leaks = Vec::new();
    let mut look = |what: &str, where_to: &str, bytes: &[u8]| {
        let found = sent(bytes);
        if !found.is_empty() {
            leaks.push(format!("{where_to}: {what}: {found:?}"));
        }
    };
    for line in SHOWN {
        let arguments = ["--host", host.as_str(), "-Command", line];
        let output = place.run(&arguments, b"");
        look(line, "pipe", &output.stdout);
        look(line, "pipe, errors", &output.stderr);
        look(line, "terminal", &place.on_terminal(&arguments));
    }
    for line in STRINGS {
        let arguments = ["--host", host.as_str(), "-Command", line];
        look(line, "terminal", &place.on_terminal(&arguments));
    }
    let evil = format!("a{EVIL}");
    let script = format!("{evil}.ps1");
    let option = format!("--{evil}");
    for arguments in [
        &["--host", &host, &script][..],
        &["--host", &evil, "Get-VM"],
        &["--host", &host, "--json", "Get-VM"],
        &["--host", &host, "--complete", "Get-VM", "-Name", ""],
        &["--host", &host, "--complete", "Get-NetAdapter", "-Name", ""],
        &["--host", &host, &option],
        &["--host", &host, &evil],
        &["--host", &host, "Get-VM", &evil],
        &["--host", &format!("sim:/{evil}"), "Get-VM"],
        &["--generate", &evil],
    ] {
        let output = place.run(arguments, b"");
        let what = format!("{arguments:?}");
        look(&what, "pipe", &output.stdout);
        look(&what, "pipe, errors", &output.stderr);
        look(&what, "terminal", &place.on_terminal(arguments));
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

/// Whoever goes to a folder has its name in the prompt and in the title; a `prompt` of the user's own may name anything.
#[test]
fn a_prompt_sends_nothing_of_a_name() {
    let place = Place::new();
    let folder = place.path(&format!("d{}", EVIL.replace('/', "_")));
    std::fs::create_dir(&folder).expect("a folder");
    let terminal = Terminal::prompt(&place.path("state"));
    for (line, shows) in [
        (
            format!("Set-Location {}/d*", place.path("").display()),
            "OWNED␇",
        ),
        (
            format!(
                "function prompt {{ \"$((Get-Location).Path)\" }}; Set-Location {}/d*",
                place.path("").display()
            ),
            "OWNED␇",
        ),
        (
            "function prompt { \"o`u{202e}wn> \" }".to_owned(),
            "o\\u{202e}wn> ",
        ),
    ] {
        terminal.runs(&line, shows);
        terminal.rests();
        let seen = terminal.seen();
        for acts in ["\x1b]52", "OWNED\x07", "\u{9b}", "\u{202e}", "\u{200b}"] {
            assert!(!seen.contains(acts), "{line}: {acts:?} in {seen:?}");
        }
    }
}

#[test]
fn a_string_is_data_in_a_pipe_and_keeps_its_colours_on_a_terminal() {
    let place = Place::new();
    let arguments = ["--host", "sim", "-Command", "\"`e[31mred`e[0m`e[2J\""];
    assert_eq!(
        place.run(&arguments, b"").stdout,
        b"\x1b[31mred\x1b[0m\x1b[2J\n"
    );
    assert_eq!(
        String::from_utf8_lossy(&place.on_terminal(&arguments)),
        "\x1b[31mred\x1b[0m␛[2J\r\n"
    );
    let arguments = [
        "--host",
        "sim",
        "-Command",
        "Write-Host -ForegroundColor Green -BackgroundColor DarkBlue ok; Write-Host -NoNewline a; Write-Host b",
    ];
    assert_eq!(
        String::from_utf8_lossy(&place.on_terminal(&arguments)),
        "\x1b[44;92mok\x1b[0m\r\nab\r\n"
    );
    assert_eq!(place.run(&arguments, b"").stdout, b"ok\nab\n");
}

#[test]
fn a_name_that_hides_something_cannot_be_given() {
    let place = Place::new();
    for (line, id) in [
        (
            "New-VM \"a`u{202e}b\" -MemoryStartupBytes 64MB",
            "Vm.NameInvalid",
        ),
        (
            "New-VM \"web1`u{200b}\" -MemoryStartupBytes 64MB",
            "Vm.NameInvalid",
        ),
        ("New-VM ' web9' -MemoryStartupBytes 64MB", "Vm.NameInvalid"),
        (
            "New-VMSwitch \"a`u{feff}\" -SwitchType Internal",
            "Switch.NameInvalid",
        ),
        (
            "New-VMSwitch a -SwitchType Internal; Rename-VMSwitch a \"b`u{2028}\"",
            "Switch.NameInvalid",
        ),
        (
            "Add-VMNetworkAdapter web1 -Name \"n`u{2066}\"",
            "Adapter.NameInvalid",
        ),
        (
            "Rename-VMNetworkAdapter web1 -NewName \"n`e[2J\"",
            "Adapter.NameInvalid",
        ),
    ] {
        let line = format!("{line} | Out-Null; $error[0].Exception.Data['IovshErrorId']");
        let output = place.run(&["--host", "sim", "-Command", &line], b"");
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(shown.contains(id), "{line}: {shown}");
    }
}
