//! The program from outside: ways in, exit codes, and what goes to which stream.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What one run gave.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

fn iovsh(state: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iovsh"));
    command
        .env("IOVSH_STATE_DIR", state)
        .env("IOVSH_HOST", "sim")
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS")
        .stdin(Stdio::null());
    command
}

fn run(state: &Path, arguments: &[&str]) -> Run {
    iovsh(state)
        .args(arguments)
        .output()
        .expect("iovsh starts")
        .into()
}

fn run_with_input(state: &Path, arguments: &[&str], input: &str) -> Run {
    let mut child = iovsh(state)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("iovsh starts");
    let mut stdin = child.stdin.take().expect("its input");
    // One that refuses its arguments may have ended before it reads anything.
    match stdin.write_all(input.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => panic!("{error}"),
        _ => drop(stdin),
    }
    child.wait_with_output().expect("iovsh ends").into()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn a_line_of_script() {
    let state = folder();
    let run = run(state.path(), &["-Command", "1 + 1; 'two words'"]);
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (Some(0), "2\ntwo words\n", "")
    );
}

#[test]
fn a_script_with_arguments_and_its_exit_code() {
    let state = folder();
    let script = state.path().join("add.ps1");
    std::fs::write(&script, "param([int]$A, [int]$B)\n$A + $B\nexit 7\n").expect("a script");
    let run = run(
        state.path(),
        &[script.to_str().expect("a path"), "-A", "40", "2"],
    );
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (Some(7), "42\n", "")
    );
}

/// A script that is asked for help does not run, unless what is asked may mean something to it.
#[test]
fn a_script_that_is_asked_for_help_shows_it_and_does_not_run() {
    let state = folder();
    let script = |name: &str, text: &str| {
        let path = state.path().join(name);
        std::fs::write(&path, text).expect("a script");
        path.to_string_lossy().into_owned()
    };
    let described = "<#\n.SYNOPSIS\nMakes what is needed.\n#>\nparam($Name)\n'ran'\n";
    let described = script("described.ps1", described);
    let plain = script("plain.ps1", "'ran'\n");
    let declared = script("declared.ps1", "param([switch]$Fast)\n'ran'\n");
    let own = script("own.ps1", "'ran', $args\n");
    let rest = "param([Parameter(ValueFromRemainingArguments)]$Rest)\n'ran', $Rest\n";
    let rest = script("rest.ps1", rest);
    let runs = |path: &str, word: &str| {
        let line = format!("& '{path}' {word}");
        let ways: [&[&str]; 3] = [&[path, word], &["-File", path, word], &["-Command", &line]];
        let ran = ways.map(|way| run(state.path(), way));
        for one in &ran {
            assert_eq!((one.code, one.err.as_str()), (Some(0), ""), "{path} {word}");
        }
        let first = ran[0].out.contains("ran\n");
        assert!(
            ran.iter().all(|one| one.out.contains("ran\n") == first),
            "{path} {word}: the same however it is called"
        );
        (first, ran[0].out.clone())
    };
    for path in [&described, &plain, &declared] {
        for word in ["--help", "-?"] {
            let (ran, shown) = runs(path, word);
            assert!(!ran && shown.contains(".ps1"), "{path} {word}: {shown}");
        }
    }
    assert!(runs(&described, "-?").1.contains("Makes what is needed."));
    let page = runs(&declared, "--help").1;
    assert!(page.contains("[-Fast]"), "{page}");
    // What the page says of more help can be typed.
    let more = page.split_once("Get-Help ").map(|(_, line)| line);
    let named = more.and_then(|line| line.split_whitespace().next());
    assert_eq!(named, Some(&*declared), "{page}");
    for path in [&own, &rest] {
        assert_eq!(runs(path, "--help"), (true, "ran\n--help\n".to_owned()));
        assert!(!runs(path, "-?").0, "{path}");
    }
    let spaced = script("with a blank.ps1", "param($Colour)\n'ran'\n");
    let page = run(state.path(), &[&spaced, "-?"]).out;
    let line = page.lines().find(|line| line.contains("-Detailed"));
    let line = line.and_then(|line| line.find("Get-Help").map(|at| &line[at..]));
    let line = line
        .and_then(|line| line.split_once(','))
        .expect("a line")
        .0;
    let detailed = run(state.path(), &["-Command", line]);
    assert!(detailed.out.contains("-Colour"), "{line}: {}", detailed.err);
    let behind_dashes = run(state.path(), &[&own, "--", "-?"]);
    assert!(behind_dashes.out.contains("ran\n"), "{}", behind_dashes.out);
}

#[test]
fn what_a_script_requires_is_looked_at_before_it_runs() {
    let state = folder();
    let write = |name: &str, text: &str| {
        let path = state.path().join(name);
        std::fs::write(&path, text).expect("a script");
        path.to_string_lossy().into_owned()
    };
    for (requires, why, id) in [
        (
            "-Version 99",
            "The script 'wants.ps1' cannot be run because it contained a \"#requires\" statement for PowerShell 99.0.",
            "ScriptRequiresUnmatchedPSVersion",
        ),
        (
            "-PSEdition Desktop",
            "a \"#requires\" statement for PowerShell editions 'Desktop'.",
            "ScriptRequiresUnmatchedPSEdition",
        ),
        (
            "-Modules Hyper-V, NoSuchModule, @{ ModuleName = 'Other'; ModuleVersion = '1.0' }",
            "statements of the script are missing: NoSuchModule, Other.",
            "ScriptRequiresMissingModules",
        ),
    ] {
        let script = write("wants.ps1", &format!("#Requires {requires}\n'ran'\n"));
        let refused = run(state.path(), &[&script]);
        assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""));
        let said = refused.err.replace("\n  │ ", " ");
        assert!(said.contains(why) && said.contains(id), "{said}");
    }
    for requires in [
        "-Version 5.1",
        "-Version 7.2",
        "-Version 7.4.0",
        "-Version 3 -Modules Hyper-V, @{ ModuleName = 'NetAdapter'; ModuleVersion = '2.0.0.0' }",
        "-PSEdition Core",
    ] {
        let script = write("has.ps1", &format!("#Requires {requires}\n'ran'\n"));
        let ran = run(state.path(), &[&script]);
        assert_eq!(ran.out, "ran\n", "{requires}: {}", ran.err);
    }

    // Modules are beside the script, wherever it is called from.
    write(
        "tools.psm1",
        "function Get-Twice($x) { $x * 2 }\nfunction hidden { 1 }\nExport-ModuleMember Get-Twice\n",
    );
    let user = write(
        "user.ps1",
        "using module ./tools.psm1\nGet-Twice 21\nGet-Command hidden -ErrorAction Ignore\n",
    );
    let used = run(state.path(), &[&user]);
    assert_eq!(used.out, "42\n", "{}", used.err);
    let broken = write("broken.ps1", "using module ./nosuch.psm1\n'ran'\n");
    let refused = run(state.path(), &[&broken]);
    assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""));
}

/// Of nothing in a pipe nothing is made, as in a pipeline; without a pipe a name that is missing is an error.
#[test]
fn a_pipe_that_brings_nothing_is_no_error() {
    let state = folder();
    for cmdlet in [
        "Stop-VM",
        "Start-VM",
        "Remove-VMSwitch",
        "Remove-VMNetworkAdapter",
    ] {
        let piped = run_with_input(state.path(), &[cmdlet], "");
        assert_eq!(
            (piped.code, piped.out.as_str(), piped.err.as_str()),
            (Some(0), "", "")
        );
        let alone = run(state.path(), &[cmdlet]);
        assert_eq!(alone.code, Some(2), "{}", alone.err);
    }
}

#[test]
fn a_script_from_standard_input() {
    let state = folder();
    let run = run_with_input(
        state.path(),
        &["-"],
        "$x = 20\nif ($x -gt 1) {\n  $x * 2\n}\n",
    );
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (Some(0), "40\n", "")
    );
}

#[test]
fn streams_go_where_pipes_want_them() {
    let state = folder();
    let line = "'object'; Write-Host 'host'; Write-Warning 'careful'; Write-Verbose 'how' -Verbose; Write-Error 'bad'";
    let run = run(state.path(), &["-Command", line]);
    assert_eq!(run.out, "object\nhost\n");
    for part in ["careful", "how", "bad"] {
        assert!(run.err.contains(part), "{part} is missing in {}", run.err);
    }
}

#[test]
fn rows_come_before_what_is_shown_after_them() {
    let state = folder();
    let run = run(
        state.path(),
        &["-Command", "Get-VM web1; Write-Host between; Get-VM web2"],
    );
    let firsts: Vec<&str> = run
        .out
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(firsts, ["Name", "----", "web1", "between", "web2"]);
}

#[test]
fn nobody_is_asked_without_a_terminal() {
    let state = folder();
    let run = run_with_input(
        state.path(),
        &["-Command", "Read-Host 'Name'; 'after'"],
        "an answer\n",
    );
    assert!(run.err.contains("InvalidOperation"), "{}", run.err);
    assert!(run.err.contains("Name"), "{}", run.err);
}

#[test]
fn exit_codes() {
    let state = folder();
    let code = |arguments: &[&str]| run(state.path(), arguments).code;
    assert_eq!(code(&["-Command", "throw 'x'"]), Some(1));
    assert_eq!(code(&["-Command", "Get-VM no-such-vm"]), Some(1));
    assert_eq!(code(&["Get-VM", "no-such-vm"]), Some(1));
    assert_eq!(code(&["-Command", "exit 5"]), Some(5));
    assert_eq!(code(&["-Command", "if (1) {"]), Some(2));
    assert_eq!(code(&["--hots", "sim"]), Some(2));
    assert_eq!(code(&["Get-VN"]), Some(2));
    assert_eq!(code(&["Get-VM", "-Nmae", "x"]), Some(2));
    assert_eq!(code(&["--host", "nowhere", "Get-VM"]), Some(2));
    assert_eq!(code(&["no-such-file.ps1"]), Some(2));
    assert_eq!(code(&["--help"]), Some(0));
    assert_eq!(code(&["--version"]), Some(0));
}

#[test]
fn a_wrong_name_gets_the_nearest() {
    let state = folder();
    let wrong_command = run(state.path(), &["Get-VN"]);
    assert!(
        wrong_command.err.contains("Get-VM"),
        "{}",
        wrong_command.err
    );
    assert!(
        wrong_command.err.contains("CommandNotFoundException"),
        "{}",
        wrong_command.err
    );
    let wrong_parameter = run(state.path(), &["Get-VM", "-Nmae", "x"]);
    assert!(
        wrong_parameter.err.contains("-Name"),
        "{}",
        wrong_parameter.err
    );
    assert!(
        wrong_parameter.err.contains("NamedParameterNotFound"),
        "{}",
        wrong_parameter.err
    );
}

#[test]
fn no_can_be_said_where_the_calling_shell_makes_nothing_of_false() {
    let state = folder();
    // Without an answer the VM would stay: nobody is there to be asked.
    for answer in ["-Confirm:false", "-Confirm:0", "--confirm=no", "-Force"] {
        let removed = run(state.path(), &["Remove-VM", "web1", answer]);
        assert_eq!(removed.code, Some(0), "{answer}: {}", removed.err);
        let gone = run(state.path(), &["Get-VM", "web1"]);
        assert_eq!(gone.code, Some(1), "{answer}");
        let again = run(state.path(), &["Reset-SimulatedHost", "-Confirm:false"]);
        assert_eq!(again.code, Some(0), "{}", again.err);
    }
    // `-Confirm:$false` as bash hands it on.
    let nothing = run(state.path(), &["Remove-VM", "web1", "-Confirm:"]);
    assert_eq!(nothing.code, Some(2), "{}", nothing.err);
    for advice in ["-Confirm:false", "-Force"] {
        assert!(nothing.err.contains(advice), "{}", nothing.err);
    }
    let unanswered = run(state.path(), &["Remove-VM", "web1"]);
    assert!(
        unanswered.err.contains("-Confirm:false"),
        "{}",
        unanswered.err
    );
}

#[test]
fn every_adapter_that_goes_is_named() {
    let state = folder();
    let line = "Add-VMNetworkAdapter web1 -Name backup; Remove-VMNetworkAdapter web1 -WhatIf";
    let told = run(state.path(), &["-Command", line]);
    for name in ["Network Adapter", "backup"] {
        let target = format!("on target \"web1: {name}\"");
        assert!(told.out.contains(&target), "{target}: {}", told.out);
    }
}

/// What is typed out of habit from another shell is answered with what it is here.
#[test]
fn habits_of_other_shells_get_a_next_step() {
    let state = folder();
    std::fs::write(state.path().join("prov.ps1"), "'ran'\n").expect("a script");
    std::fs::write(state.path().join("my prov.ps1"), "'ran'\n").expect("a script");
    std::fs::write(state.path().join("notes"), "text\n").expect("a file");
    let in_folder = |line: &str| -> Run {
        let mut command = iovsh(state.path());
        command.current_dir(state.path()).args(["-Command", line]);
        command.output().expect("iovsh starts").into()
    };
    for (line, wanted) in [
        ("prov.ps1", "./prov.ps1"),
        ("prov", "./prov.ps1"),
        ("& 'my prov.ps1'", "& './my prov.ps1'"),
        ("q", "exit"),
        ("quit", "exit"),
        ("export X=1", "$env:X = '1'"),
        ("Set-VMNetworkAdapter web1 -IovWeight=50", "-IovWeight 50"),
        ("Enable-NetAdapterSriov foo", "'enp1s0f0', 'enp1s0f1'"),
        ("Enable-NetAdapterSriov eno1", "enp1s0f0, enp1s0f1"),
        ("Get-NetAdapterSriov enp1s0f9", "'enp1s0f0'"),
    ] {
        let answer = in_folder(line).err;
        let help = answer.lines().find(|text| text.contains("help: "));
        assert!(
            help.is_some_and(|help| help.contains(wanted)),
            "{line}: {answer}"
        );
        assert!(!answer.contains("'eno1',"), "{line}: {answer}");
    }
    let file = in_folder("notes").err;
    assert!(!file.contains("./notes"), "it is no program: {file}");
    assert_eq!(in_folder("./prov.ps1").out, "ran\n");

    // The same words from bash.
    for (words, wanted) in [
        (&["sh"][..], "iovsh -Command 'sh ...'"),
        (
            &["Set-VMNetworkAdapter", "web1", "-IovWeight=50"],
            "-IovWeight 50",
        ),
        (&["Set-VMNetworkAdapter", "web1,web2"], "'web1','web2' |"),
        (&["Get-VM", "--output"], "markdown"),
        (&["Get-VM", "-o", "json"], "iovsh Get-VM --output json"),
        (&["list"], "iovsh Get-VM"),
        (&["--hots", "sim"], "did you mean '--host'?"),
        (&["./prvo.ps1"], "Get-ChildItem"),
        (&["Get-VM", "-oyaml"], "iovsh Get-VM --output yaml"),
        (
            &["Get-VM", "-o", "name"],
            "iovsh -Command 'Get-VM | ForEach-Object Name'",
        ),
        (&["Get-VM", "--host"], "sim"),
    ] {
        let answer = run(state.path(), words);
        assert_ne!(answer.code, Some(0), "{words:?}");
        assert!(answer.err.contains(wanted), "{words:?}: {}", answer.err);
    }
}

/// What finds no place, or is not there, is answered with what to type.
#[test]
fn what_cannot_be_bound_or_found_has_a_next_step() {
    let state = folder();
    std::fs::write(state.path().join("notes"), "text\n").expect("a file");
    for (line, wanted) in [
        ("Get-VM -o json", "Get-VM | ConvertTo-Json"),
        ("Get-VM -Output yaml", "iovsh Get-VM --output yaml"),
        ("Get-VMSwitch -o wide", "Get-VMSwitch | Format-List *"),
        ("Get-NetAdapter -csv", "Get-NetAdapter | ConvertTo-Csv"),
        ("Get-VM --json", "ConvertTo-Json"),
        ("Get-VM --output json", "Get-VM | ConvertTo-Json"),
        ("Set-VMNetworkAdapter --vm-name web1", "-VMName"),
        (
            "New-VMSwitch x -NetAdapterName enp1s0f0 -SwitchType Internal",
            "-SwitchType and -NetAdapterName do not go together",
        ),
        ("Import-Module nope", "Get-Module -ListAvailable"),
        ("'x' > ./no/such", "New-Item -ItemType Directory"),
        ("Register-ScheduledTask", "systemd-run"),
        ("Set-VMProcessor web1 4", "-Count 4"),
        (
            "Add-VMSwitchTeamMember set enp1s0f1",
            "-NetAdapterName enp1s0f1",
        ),
        ("Get-Help about_Operators", "about_Language"),
        ("Get-Content ./noets", "notes"),
        ("Set-Location ./no/such/folder", "Get-ChildItem"),
        (
            "Get-VM | Where-Object { $_.State = 'Off' }",
            "write -eq in place of =",
        ),
        ("$l = @(); $l.Add(@{ a = 1, 2 })", "brackets of its own"),
    ] {
        let mut command = iovsh(state.path());
        command.current_dir(state.path()).args(["-Command", line]);
        let answer = Run::from(command.output().expect("iovsh starts")).err;
        let help = answer.split_once("help: ").map_or("", |(_, help)| help);
        let words: Vec<&str> = help.split_whitespace().collect();
        assert!(words.join(" ").contains(wanted), "{line}: {answer}");
    }
}

/// What is missing at the end of a line has a place too.
#[test]
fn a_caret_stands_where_something_is_missing() {
    let state = folder();
    for line in ["Get-VM |", "Get-VM | ", "1 +", "if (1) { Get-VM | }"] {
        let shown = run(state.path(), &["-Command", line]);
        assert_eq!(shown.code, Some(2), "{line}");
        let caret = shown.err.lines().find(|text| text.contains('·'));
        assert!(
            caret.is_some_and(|caret| caret.contains(['─', '▲'])),
            "{line}: {}",
            shown.err
        );
    }
}

#[test]
fn help_of_a_keyword_is_the_keyword_s() {
    let state = folder();
    for keyword in ["if", "while", "switch", "try", "param", "function"] {
        let page = run(state.path(), &["Get-Help", keyword]).out;
        assert!(
            page.starts_with(&format!("KEYWORD\n    {keyword}\n")),
            "{page}"
        );
    }
    let words = run(state.path(), &["Get-Help", "vlan"]).out;
    assert!(words.contains("Set-VMNetworkAdapterVlan"), "{words}");
}

#[test]
fn objects_as_json() {
    let state = folder();
    let none = run(state.path(), &["Get-VM", "--json"]);
    let names: serde_json::Value = serde_json::from_str(&none.out).expect("JSON");
    assert!(names.is_array(), "{}", none.out);
    let adapters = run(state.path(), &["Get-NetAdapter", "--json"]);
    let adapters: serde_json::Value = serde_json::from_str(&adapters.out).expect("JSON");
    assert!(
        adapters[0]["Name"].is_string() && adapters[0]["MacAddress"].is_string(),
        "{adapters}"
    );
}

#[test]
fn objects_as_tables_of_markdown() {
    let state = folder();
    let adapters = run(state.path(), &["Get-NetAdapter", "--output", "markdown"]);
    assert_eq!(adapters.code, Some(0), "{}", adapters.err);
    let lines: Vec<&str> = adapters
        .out
        .lines()
        .filter(|line| !line.is_empty())
        .collect();
    let cells = |line: &str| line.matches('|').count();
    assert!(
        lines.len() > 2 && lines[0].starts_with("| Name"),
        "{}",
        adapters.out
    );
    assert!(lines[1].starts_with("|--"), "{}", adapters.out);
    assert!(
        lines.iter().all(|line| cells(line) == cells(lines[0])),
        "{}",
        adapters.out
    );
    assert!(!adapters.out.contains('\u{1b}'), "{}", adapters.out);
    // A name is whole, however narrow the screen, and what a Format- command made stays as that says.
    let text = "[pscustomobject]@{ A = 'x' * 300; B = 1 }; 'plain | text'; [pscustomobject]@{ A = 1 } | Format-List";
    let mixed = run(state.path(), &["--output", "markdown", "-Command", text]);
    assert!(mixed.out.contains(&"x".repeat(300)), "{}", mixed.out);
    assert!(mixed.out.contains("\nplain | text\n"), "{}", mixed.out);
    assert!(mixed.out.contains("\nA : 1\n"), "{}", mixed.out);
    assert_eq!(
        run(state.path(), &["Get-VM", "--output", "xml"]).code,
        Some(2)
    );
}

#[test]
fn a_table_of_nics_has_what_their_list_has() {
    let state = folder();
    let table = run(
        state.path(),
        &["Get-NetAdapterSriov", "--output", "markdown"],
    );
    for heading in ["Name", "Enabled", "SriovSupport", "SwitchName", "NumVFs"] {
        assert!(
            table.out.contains(&format!("| {heading} ")),
            "{}",
            table.out
        );
    }
}

#[test]
fn the_simulated_host_keeps_its_state_between_commands() {
    let state = folder();
    let made = run(
        state.path(),
        &["New-VMSwitch", "inner", "-SwitchType", "Internal"],
    );
    assert_eq!(made.code, Some(0), "{}", made.err);
    let listed = run(
        state.path(),
        &["-Command", "(Get-VMSwitch inner).SwitchType.ToString()"],
    );
    assert_eq!(listed.out, "Internal\n");
    let other = folder();
    assert_eq!(run(other.path(), &["Get-VMSwitch", "inner"]).code, Some(1));
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let state = folder();
    let binary = env!("CARGO_BIN_EXE_iovsh");
    let output: Run = Command::new("sh")
        .args([
            "-c",
            &format!("{binary} --host sim -Command '1..1000000' | head -n 2"),
        ])
        .env("IOVSH_STATE_DIR", state.path())
        .output()
        .expect("a shell")
        .into();
    assert_eq!((output.out.as_str(), output.err.as_str()), ("1\n2\n", ""));
}

/// What a line of sh wrote, `iovsh` being the program that is tested.
fn in_sh(state: &Path, line: &str) -> Run {
    let folder = Path::new(env!("CARGO_BIN_EXE_iovsh")).parent();
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new("sh")
        .args(["-c", line])
        .env("IOVSH_STATE_DIR", state)
        .env("IOVSH_HOST", "sim")
        .env("NO_COLOR", "1")
        .env(
            "PATH",
            format!("{}:{path}", folder.expect("a folder").display()),
        )
        .stdin(Stdio::null())
        .output()
        .expect("a shell")
        .into()
}

#[test]
fn every_cmdlet_has_two_spellings() {
    let state = folder();
    for words in [
        &["Set-VMNetworkAdapter", "-VMName", "web1", "-IovWeight", "7"][..],
        &[
            "set-vm-network-adapter",
            "--vm-name",
            "web1",
            "--iov-weight=7",
        ],
        &["SET-VM-NETWORK-ADAPTER", "web1", "-IovWeight:7"],
    ] {
        run(
            state.path(),
            &["Set-VMNetworkAdapter", "web1", "-IovWeight", "0"],
        );
        let changed = run(state.path(), words);
        assert_eq!((changed.code, &*changed.err), (Some(0), ""), "{words:?}");
        let weight = run(
            state.path(),
            &["-Command", "(Get-VMNetworkAdapter web1).IovWeight"],
        );
        assert_eq!(weight.out, "7\n", "{words:?}");
    }
    let help = run(state.path(), &["get-net-adapter-sriov", "--help"]);
    assert!(help.out.contains("Get-NetAdapterSriov"), "{}", help.out);
    assert_eq!(run(state.path(), &["get-v-m"]).code, Some(2));
    assert_eq!(run(state.path(), &["getvm"]).code, Some(2));
}

#[test]
fn several_values_need_no_commas() {
    let state = folder();
    let names = |words: &[&str]| -> Vec<String> {
        let found = run(state.path(), &[words, &["--output", "jsonl"]].concat());
        let lines = found.out.lines().map(|line| {
            let object: serde_json::Value = serde_json::from_str(line).expect("JSON");
            object["Name"].as_str().expect("a name").to_owned()
        });
        lines.collect()
    };
    assert_eq!(names(&["Get-VM", "web1", "web2"]), ["web1", "web2"]);
    assert_eq!(
        names(&["Get-VM", "-Name", "web1", "legacy1,web2"]),
        ["web1", "legacy1", "web2"]
    );
    assert_eq!(
        names(&["start-vm", "web1", "web2", "--passthru"]),
        ["web1", "web2"]
    );
    // The second word has a parameter of its own here.
    let other = run(state.path(), &["New-VMSwitch", "a", "b"]);
    assert_ne!(other.code, Some(0));
}

#[test]
fn objects_go_from_one_cmdlet_to_the_next() {
    let state = folder();
    run(state.path(), &["Start-VM", "web1"]);
    let stopped = in_sh(
        state.path(),
        "iovsh Get-VM | iovsh Where-Object State -eq Running | iovsh Stop-VM -Force -Passthru | iovsh Select-Object Name",
    );
    assert_eq!(stopped.err, "");
    assert!(
        stopped.out.contains("web1") && !stopped.out.contains("web2"),
        "{}",
        stopped.out
    );
    let states = run(state.path(), &["-Command", "(Get-VM web1).State"]);
    assert_eq!(states.out, "Off\n");
    // An adapter, by a program in between that knows nothing of iovsh.
    let changed = in_sh(
        state.path(),
        "iovsh Get-VMNetworkAdapter '*' --output jsonl | grep web2 | iovsh set-vm-network-adapter --iov-weight 9; iovsh -c '(Get-VMNetworkAdapter web2).IovWeight'",
    );
    assert_eq!((&*changed.out, &*changed.err), ("9\n", ""));
    // A view, at the end of it.
    let shown = in_sh(
        state.path(),
        "iovsh Get-VM | iovsh Where-Object Name -eq web1",
    );
    assert!(
        shown.out.contains("MemoryAssigned") && shown.out.contains("00:00:00"),
        "{}",
        shown.out
    );
}

#[test]
fn other_programs_get_the_text_of_the_screen() {
    let state = folder();
    let table = in_sh(state.path(), "iovsh Get-VM | grep web1");
    assert!(table.out.starts_with("web1 "), "{}", table.out);
    let lines = in_sh(
        state.path(),
        "iovsh Get-VM | while read -r line; do echo \"<$line>\"; done",
    );
    assert!(lines.out.contains("<web1 "), "{}", lines.out);
    let script = in_sh(
        state.path(),
        "iovsh Get-VM | iovsh -c '$input | ? { $_ -match \"^web1 \" } | measure | % Count'",
    );
    assert_eq!(script.out, "1\n");
    let texts = in_sh(
        state.path(),
        "iovsh -c '\"a\", 1' | iovsh ForEach-Object '{ \"<$_>\" }'",
    );
    assert_eq!(texts.out, "<a>\n<1>\n");
}

#[test]
fn an_object_that_the_host_does_not_have_is_an_error() {
    let state = folder();
    let line = in_sh(
        state.path(),
        "iovsh Get-VM web1 --output jsonl > \"$IOVSH_STATE_DIR/line\"; iovsh Remove-VM web1 -Force; iovsh Start-VM < \"$IOVSH_STATE_DIR/line\"",
    );
    assert_eq!(line.code, Some(1));
    assert!(line.err.contains("ReceivedObjectNotFound"), "{}", line.err);
}

/// A list of `--json` is read as one: its objects go on, and a cmdlet that has to know what they are says once what is missing.
#[test]
fn a_list_of_json_is_no_text() {
    let state = folder();
    let found = in_sh(
        state.path(),
        "iovsh Get-VM --json | iovsh Where-Object Name -like 'web*' | iovsh ForEach-Object '{ $_.Name }'",
    );
    assert_eq!((&*found.out, &*found.err), ("web1\nweb2\n", ""));
    let started = in_sh(state.path(), "iovsh Get-VM --json | iovsh Start-VM");
    assert_eq!(started.code, Some(1));
    assert_eq!(started.err.matches("ReceivedObjectUntyped").count(), 1);
    assert!(started.err.contains("--output jsonl"), "{}", started.err);
}

#[test]
fn objects_as_rows_and_yaml() {
    let state = folder();
    let rows = run(
        state.path(),
        &[
            "--output",
            "csv",
            "-Command",
            "Get-VM | select Name, State, Notes",
        ],
    );
    assert_eq!(
        rows.out,
        "Name,State,Notes\nlegacy1,Off,\nweb1,Off,\nweb2,Off,\n"
    );
    let odd = run(
        state.path(),
        &[
            "--output",
            "csv",
            "-Command",
            "[pscustomobject]@{ a = 'x, y'; b = 'say \"z\"' }",
        ],
    );
    assert_eq!(odd.out, "a,b\n\"x, y\",\"say \"\"z\"\"\"\n");
    let yaml = run(
        state.path(),
        &[
            "--output",
            "yaml",
            "-Command",
            "[pscustomobject]@{ Name = 'web1'; State = 'off'; L = 1, 2 }; 'x'",
        ],
    );
    assert_eq!(
        yaml.out,
        "- Name: web1\n  State: \"off\"\n  L:\n    - 1\n    - 2\n- x\n"
    );
    assert_eq!(
        run(state.path(), &["Get-VM", "nope*", "--output", "yaml"]).out,
        "[]\n"
    );
    let list = run(state.path(), &["Get-VM", "web1", "--output", "list"]);
    assert!(list.out.contains("\nName "), "{}", list.out);
    let table = run(
        state.path(),
        &[
            "--output",
            "table",
            "-Command",
            "[pscustomobject]@{a=1;b=2;c=3;d=4;e=5;f=6}",
        ],
    );
    assert!(table.out.contains("a b c d e f"), "{}", table.out);
    for format in ["jsonl", "csv", "yaml"] {
        let formatted = run(
            state.path(),
            &["--output", format, "-Command", "Get-VM | ft"],
        );
        assert!(
            formatted.err.contains("FormattedObjectsAsJson"),
            "{format}: {}",
            formatted.err
        );
    }
}

#[test]
fn the_version_is_the_first_line_and_the_computer_below_it() {
    let state = folder();
    for word in ["--version", "-Version", "-V"] {
        let said = run(state.path(), &[word]);
        let mut lines = said.out.lines();
        assert_eq!(
            lines.next(),
            Some(concat!("iovsh ", env!("CARGO_PKG_VERSION"))),
            "{word}"
        );
        let names: Vec<&str> = lines
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert_eq!(
            names,
            ["host", "kernel", "system", "libvirt", "iommu", "sr-iov"]
        );
    }
}

#[test]
fn completion_answers_live_names() {
    let state = folder();
    run(
        state.path(),
        &["New-VMSwitch", "lan-one", "-SwitchType", "Private"],
    );
    let answer = run(
        state.path(),
        &["--complete", "get-vmswitch", "-name", "LAN"],
    );
    assert_eq!(answer.code, Some(0));
    assert!(
        answer.out.lines().any(|line| line.starts_with("lan-one")),
        "{}",
        answer.out
    );
}

#[test]
fn bash_completion_offers_cmdlets_parameters_values_and_live_names() {
    let state = folder();
    run(
        state.path(),
        &["New-VMSwitch", "lan-one", "-SwitchType", "Private"],
    );
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/iovsh.bash");
    let folder_of_binary = Path::new(env!("CARGO_BIN_EXE_iovsh"))
        .parent()
        .expect("a folder");
    let complete = |words: &[&str]| {
        let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        let text = format!(
            "source '{}'; COMP_WORDS=({}); COMP_CWORD={}; _iovsh; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            script.display(),
            quoted.join(" "),
            words.len() - 1
        );
        let output: Run = Command::new("bash")
            .args(["--norc", "-c", &text])
            .env("IOVSH_STATE_DIR", state.path())
            .env(
                "PATH",
                format!(
                    "{}:{}",
                    folder_of_binary.display(),
                    std::env::var("PATH").unwrap_or_default()
                ),
            )
            .output()
            .expect("bash")
            .into();
        assert_eq!(output.err, "", "for {words:?}");
        output.out
    };
    assert!(complete(&["iovsh", "get-vmsw"]).contains("Get-VMSwitch"));
    assert!(complete(&["iovsh", "set-vm-net"]).contains("set-vm-network-adapter\n"));
    assert!(complete(&["iovsh", "set-vm-network-adapter", "--iov-w"]).contains("--iov-weight"));
    assert!(
        complete(&["iovsh", "--host", "sim", "get-vm-switch", "--name", "la"]).contains("lan-one")
    );
    assert!(complete(&["iovsh", "Set-VMNetworkAdapter", "-Iov"]).contains("-IovWeight"));
    assert!(complete(&["iovsh", "New-VMSwitch", "-SwitchType", "i"]).contains("Internal"));
    assert!(complete(&["iovsh", "Format-Table", "-Style", "ro"]).contains("Rounded"));
    for words in [
        &["iovsh", "--output", "m"][..],
        &["iovsh", "Get-VM", "--output", "m"],
        &["iovsh", "--output", "text", "Get-VM", "--output", ""],
    ] {
        assert!(complete(words).contains("markdown"), "{words:?}");
    }
    assert!(complete(&["iovsh", "Get-VM", "--ou"]).contains("--output"));
    // Every option that the help has.
    let help = run(state.path(), &["--help"]).out;
    let offered = complete(&["iovsh", "-"]);
    let options = help.split_whitespace().filter_map(|word| {
        let word = word.trim_end_matches([',', '.', ')', ';']);
        (word.starts_with("--") && word.len() > 2).then_some(word)
    });
    for option in options.filter(|option| !option.contains('=')) {
        let is_offered = offered.lines().any(|known| known == option);
        assert!(is_offered, "{option} is not in {offered}");
    }
    // A list: what was typed stands, and what it has is not offered again.
    let listed = |words: &[&str]| {
        let mut words = complete(words)
            .lines()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        words.sort();
        words
    };
    let sim = ["iovsh", "--host", "sim", "Stop-VM"];
    for typed in ["web1,", "WEB1,"] {
        let left = [format!("{typed}legacy1"), format!("{typed}web2")];
        assert_eq!(listed(&[&sim[..], &[typed]].concat()), left);
        assert_eq!(listed(&[&sim[..], &["-Name", typed]].concat()), left);
    }
    assert_eq!(
        listed(&[&sim[..], &["web1,legacy1,w"]].concat()),
        ["web1,legacy1,web2"]
    );
    assert!(
        complete(&["iovsh", "--host", "sim", "Get-VMSwitch", "-Name", "la"]).contains("lan-one")
    );
    assert!(complete(&["iovsh", "--host", "sim", "Get-VMSwitch", "la"]).contains("lan-one"));
}

/// Behind a script, the option that names the host would be an argument, and the work be done on another host.
#[test]
fn options_of_iovsh_behind_a_script_are_refused_and_nothing_runs() {
    let state = folder();
    let script = state.path().join("provision.ps1");
    std::fs::write(&script, "\"ran $args\"\n").expect("a script");
    let path = script.to_str().expect("a path");
    for (words, before) in [
        (
            &[path, "--host", "sim:no-sriov"][..],
            "iovsh --host sim:no-sriov ",
        ),
        (&["-File", path, "-A", "--json"], "iovsh --json "),
        (
            &["-Command", "'ran'", "--non-interactive"],
            "iovsh --non-interactive -Command",
        ),
        (&["-", "--host=sim"], "iovsh --host=sim -"),
    ] {
        let run = run_with_input(state.path(), words, "'ran'\n");
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{words:?}");
        assert!(run.err.contains(before), "{words:?}: {}", run.err);
    }
    let own = run(state.path(), &[path, "--", "--host", "x"]);
    assert_eq!((own.code, own.out.as_str()), (Some(0), "ran --host x\n"));
    let own = run(state.path(), &[path, "-Host", "x"]);
    assert_eq!((own.code, own.out.as_str()), (Some(0), "ran -Host x\n"));
}

#[test]
fn a_script_from_standard_input_has_arguments() {
    let state = folder();
    let script = "param([int]$A, [int]$B)\n$A + $B\n";
    let run = run_with_input(state.path(), &["-", "-A", "40", "2"], script);
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (Some(0), "42\n", "")
    );
    let run = run_with_input(state.path(), &["-", "a", "b"], "\"$args\"\n");
    assert_eq!((run.code, run.out.as_str()), (Some(0), "a b\n"));
}

#[test]
fn a_program_that_acts_on_this_computer_is_warned_of_once_on_a_simulated_host() {
    use std::os::unix::fs::PermissionsExt;
    let state = folder();
    for name in ["ip", "other", "shutdown"] {
        let program = state.path().join(name);
        std::fs::write(&program, "#!/bin/sh\necho ran\n").expect("a program");
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&program, mode).expect("to be run");
    }
    let with_path = |host: &str, text: &str| -> Run {
        let path = format!("{}:/usr/bin:/bin", state.path().display());
        iovsh(state.path())
            .args(["--host", host, "-Command", text])
            .env("PATH", path)
            .output()
            .expect("iovsh starts")
            .into()
    };
    let warned = with_path("sim", "ip; ip");
    assert_eq!(warned.out, "ran\nran\n");
    assert_eq!(
        warned.err,
        "WARNING: 'ip' runs on this computer, not on the simulated host.\n"
    );
    assert_eq!(with_path("sim", "other").err, "");
    let ending = with_path("sim", "shutdown /r");
    assert_eq!(ending.out, "", "it is not run");
    assert!(ending.err.contains("Reset-SimulatedHost"), "{}", ending.err);
    let path = format!("{}/shutdown", state.path().display());
    assert_eq!(with_path("sim", &path).out, "ran\n");
    assert_eq!(with_path("local", "shutdown").out, "ran\n");
    assert_eq!(with_path("local", "ip").err, "");
}

#[test]
fn a_loop_that_waits_for_a_machine_ends_when_somebody_else_starts_it() {
    let state = folder();
    let text = format!(
        "$vm = Get-VM web1; $vm.State; & '{}' --host sim Start-VM web1
         $n = 0; while ($vm.State -ne 'Running' -and $n++ -lt 300) {{ Start-Sleep -Milliseconds 100 }}; $vm.State",
        env!("CARGO_BIN_EXE_iovsh")
    );
    let run: Run = iovsh(state.path())
        .args(["--host", "sim", "-Command", &text])
        .output()
        .expect("iovsh starts")
        .into();
    assert_eq!((run.out.as_str(), run.err.as_str()), ("Off\nRunning\n", ""));
}

/// A job of the session changes the host as the session does.
#[test]
fn an_object_follows_what_a_job_of_the_session_did() {
    let state = folder();
    let text = "Start-VM web2; $vm = Get-VM web2; $vm.State
        Stop-VM web2 -TurnOff -AsJob | Wait-Job | Out-Null; $vm.State
        Start-Job { Start-VM web2 } | Wait-Job | Out-Null; $vm.State";
    let run: Run = iovsh(state.path())
        .args(["--host", "sim", "-Command", text])
        .output()
        .expect("iovsh starts")
        .into();
    assert_eq!(
        (run.out.as_str(), run.err.as_str()),
        ("Running\nOff\nRunning\n", "")
    );
}

/// Whoever reads a property of an object that was read before a change reads it as it is now, by whatever way.
#[test]
fn every_reader_of_an_object_sees_the_machine_as_it_is() {
    for reader in [
        "$v.State",
        "$v[0].State",
        "\"$($v[0].State)\"",
        "[string]$v[0].State",
        "foreach ($vm in $v) { $vm.State }",
        "switch ($v[0].State) { 'Running' { 'Running' } }",
        "[pscustomobject]@{ S = $v[0].State }",
        "$v[0].PSObject.Properties['State'].Value",
        "$v[0].PSObject.Properties | Where-Object Name -eq State | ForEach-Object Value",
        "$v.ForEach('State')",
        "$v.Where({ $_.State -eq 'Running' }).State",
        "$v | ForEach-Object State",
        "$v | ForEach-Object { $_.State }",
        "$v | Where-Object State -eq Running | ForEach-Object { 'Running' }",
        "$v | Where-Object { $_.State -eq 'Running' } | ForEach-Object { 'Running' }",
        "$v | Select-Object State",
        "$v | Select-Object St*",
        "$v | Select-Object *",
        "$v | Select-Object { $_.State }",
        "$v | Select-Object @{ n = 'a'; e = 'State' }",
        "$v | Select-Object @{ n = 'a'; e = { $_.State } }",
        "$v | Select-Object -ExpandProperty State",
        "$v | Select-Object -Unique State",
        "$v | Select-Object -ExcludeProperty Name",
        "$v | Group-Object State -NoElement",
        "$v | Group-Object State -AsHashTable -AsString | ForEach-Object Keys",
        "$v | Group-Object { $_.State } | ForEach-Object Name",
        "$v | Sort-Object State | Select-Object -First 1 | ForEach-Object { \"$($_.Name -replace 'web1', 'Running')\" }",
        "$v | Measure-Object State -Minimum | ForEach-Object Minimum",
        "$v | Format-Table",
        "$v | Format-Table State",
        "$v | Format-Table @{ n = 'a'; e = { $_.State } }",
        "$v | Format-Table Name -GroupBy State",
        "$v | Format-List State",
        "$v | Format-List *",
        "$v | Format-Wide State",
        "$v | Format-Custom State",
        "$v | Out-String",
        "$v",
        "$v | ConvertTo-Csv",
        "$v | Select-Object State | ConvertTo-Json -EnumsAsStrings",
        "$v | ConvertTo-Json -Depth 1 -EnumsAsStrings -WarningAction Ignore",
        "$v | ConvertTo-Html -Property State",
        "$v | ConvertTo-Xml -As String -Depth 1",
        "$v | Tee-Object -Variable t | ForEach-Object State",
        "$v | Add-Member more 1 -PassThru | ForEach-Object State",
        "Compare-Object $v[1] $v[0] -Property State | ForEach-Object State",
        "$v | Join-String -Property State -Separator ' '",
        "'{0}' -f $v[0].State",
        "function f { param([Parameter(ValueFromPipelineByPropertyName)] $State) process { $State } } $v | f",
        "$v[0].PSObject.Copy().State",
    ] {
        let state = folder();
        let script = format!("$v = @(Get-VM web1, web2); Start-VM web1; {reader}");
        let said = run(state.path(), &["--host", "sim", "-Command", &script]);
        assert!(
            said.out.contains("Running"),
            "{reader}: {}{}",
            said.out,
            said.err
        );
    }
}

/// A reader of standard output takes an empty list for an answer.
#[test]
fn what_was_refused_has_no_answer() {
    let state = folder();
    for output in ["json", "yaml"] {
        let refused = run(
            state.path(),
            &["--output", output, "Get-VM", "--filter", "x"],
        );
        assert_eq!(
            (refused.code, refused.out.as_str()),
            (Some(2), ""),
            "{output}"
        );
        let none = run(state.path(), &["--output", output, "Get-VM", "nobody*"]);
        assert_eq!(
            (none.code, none.out.as_str()),
            (Some(0), "[]\n"),
            "{output}"
        );
    }
}

#[test]
fn a_column_without_room_is_said_to_be_missing() {
    let state = folder();
    let shown = |text: &str| -> Run {
        iovsh(state.path())
            .args(["--host", "sim", "-Command", text])
            .output()
            .expect("iovsh starts")
            .into()
    };
    // The widest gives room first.
    let wide = shown("[pscustomobject]@{ Text = 'x' * 300; Last = 7 } | Format-Table Text, Last");
    assert!(
        wide.out.contains("Last") && wide.out.contains('7'),
        "{}",
        wide.out
    );
    assert_eq!(wide.err, "");
    let many = "$o = [ordered]@{}; 1..40 | % { $o[\"Column$_\"] = $_ }; [pscustomobject]$o | Format-Table (1..40 | % { \"Column$_\" })";
    let narrow = shown(many);
    assert!(
        narrow.err.contains("WARNING: There was no room for:"),
        "{}",
        narrow.err
    );
    assert!(narrow.err.contains("Column40"), "{}", narrow.err);
    let quiet = shown(&format!("$WarningPreference = 'SilentlyContinue'; {many}"));
    assert_eq!((quiet.out, quiet.err.as_str()), (narrow.out, ""));
}

#[test]
fn who_did_it_is_not_what_the_environment_says() {
    let state = folder();
    let mut command = iovsh(state.path());
    for name in ["USER", "LOGNAME", "SUDO_USER"] {
        command.env(name, "mallory");
    }
    let text = "New-VMSwitch lan -SwitchType Private | Out-Null; (Get-WinEvent iovsh/Operational)[0].UserId";
    let run: Run = command
        .args(["-Command", text])
        .output()
        .expect("iovsh starts")
        .into();
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert!(!run.out.contains("mallory"), "{}", run.out);
    assert!(!run.out.trim().is_empty());
}

#[test]
fn commands_are_found_by_their_parameters() {
    let state = folder();
    let names = |text: &str| run(state.path(), &["-Command", text]).out;
    assert_eq!(
        names("(Get-Command -ParameterName IovW* -CommandType Cmdlet).Name"),
        "Set-VMNetworkAdapter\n"
    );
    // By another name of the parameter, and with the name of the command.
    assert_eq!(
        names("(Get-Command *-NetAdapterSriov -ParameterName Vf).Name"),
        "Set-NetAdapterSriov\n"
    );
    assert_eq!(
        names("function f { param([guid]$Id) }; (Get-Command f, Get-VM -ParameterType *guid).Name"),
        "f\nGet-VM\n"
    );
    assert_eq!(
        names("@(Get-Command -ParameterName NoSuchOne).Count"),
        "0\n"
    );
}

/// Standard output has the array of objects and nothing else.
#[test]
fn what_is_no_object_is_not_among_the_json() {
    let state = folder();
    let text = "Write-Host note; New-VMSwitch lan -SwitchType Private -WhatIf; 1";
    let mixed = run(state.path(), &["--json", "-Command", text]);
    assert_eq!((mixed.code, mixed.out.as_str()), (Some(0), "[\n  1\n]\n"));
    assert!(mixed.err.contains("note\n"), "{}", mixed.err);
    assert!(mixed.err.contains("What if: "), "{}", mixed.err);
    let formatted = run(state.path(), &["--json", "-Command", "Get-VM | ft Name"]);
    assert_eq!((formatted.code, formatted.out.as_str()), (Some(1), "[]\n"));
    assert!(
        formatted.err.contains("FormattedObjectsAsJson"),
        "{}",
        formatted.err
    );
}

/// The setting of an adapter leads back to the adapter, which is not written a second time.
#[test]
fn an_object_inside_of_itself_is_json_once() {
    let state = folder();
    let run = run(state.path(), &["Get-VMNetworkAdapter", "web1", "--json"]);
    let adapters: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let setting = &adapters[0]["VlanSetting"];
    assert_eq!(setting["OperationMode"], "Untagged");
    assert!(setting["ParentAdapter"].is_string(), "{setting}");
}

#[test]
fn a_word_is_found_in_the_help_of_parameters() {
    let state = folder();
    for (word, cmdlet, parameter) in [
        ("mirroring", "Set-VMNetworkAdapter", "-PortMirroring"),
        ("spoofing", "Set-VMNetworkAdapter", "-MacAddressSpoofing"),
    ] {
        let text = format!("Get-Help {word} | ForEach-Object {{ \"$($_.Name) $($_.Synopsis)\" }}");
        let run = run(state.path(), &["-Command", &text]);
        let found = format!("{cmdlet} {parameter}: ");
        assert!(
            run.out.lines().any(|line| line.starts_with(&found)),
            "{word}: {}",
            run.out
        );
        assert!(run.out.lines().count() < 30, "{word}: {}", run.out);
    }
}

#[test]
fn how_many_virtual_functions_exist_is_shown_always() {
    let state = folder();
    run(
        state.path(),
        &["Set-NetAdapterSriov", "enp1s0f0", "-NumVFs", "7"],
    );
    let list = run(state.path(), &["Get-NetAdapterSriov", "enp1s0f0"]);
    assert!(
        list.out.contains("CurrentNumVFs        : 7"),
        "{}",
        list.out
    );
    let table = run(state.path(), &["-c", "Get-NetAdapterSriov | ft"]);
    assert!(table.out.contains("CurrentNumVFs"), "{}", table.out);
}

/// Who agrees to it must know whom it concerns, and the remedy names what it takes away.
#[test]
fn what_takes_something_away_names_it_first() {
    let state = folder();
    let text = "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
        Connect-VMNetworkAdapter web1 -SwitchName lan
        Set-VMNetworkAdapter web1 -IovWeight 100
        Start-VM web1
        Disable-NetAdapterSriov enp1s0f0 -WhatIf";
    let asked = run(state.path(), &["-Command", text]);
    let first = asked.out.lines().find(|line| line.starts_with("What if: "));
    assert!(
        first.is_some_and(|line| line.contains("web1")),
        "{}{}",
        asked.out,
        asked.err
    );
    let text =
        "Add-VMNetworkAdapterAcl web1 -Action Meter -Direction Both -RemoteIPAddress 10.0.0.0/8
        Add-VMNetworkAdapterAcl web1 -Action Deny -Direction Outbound -RemoteIPAddress 192.0.2.7
        $step = (Get-VMNetworkAdapter web1).IovNextStep; $step
        Invoke-Expression $step
        @(Get-VMNetworkAdapterAcl web1).Count";
    let remedy = run(state.path(), &["-Command", text]);
    let wanted = "Remove-VMNetworkAdapterAcl -VMName web1 -Action Meter -Direction Both -RemoteIPAddress '10.0.0.0/8'; \
                  Remove-VMNetworkAdapterAcl -VMName web1 -Action Deny -Direction Outbound -RemoteIPAddress '192.0.2.7'\n0\n";
    assert_eq!(remedy.out, wanted, "{}", remedy.err);
}

#[test]
fn names_of_windows_programs_and_stray_answers_are_answered() {
    let state = folder();
    for (name, here) in [
        ("Get-HotFix KB5000001", "uname -r"),
        ("ipconfig", "ip addr"),
        ("systeminfo", "Get-VMHost"),
        ("Enter-VMSession", "vmconnect web1"),
        ("y", "this line did nothing"),
    ] {
        let run = run(state.path(), &["-Command", name]);
        assert!(run.err.contains(here), "{name}: {}", run.err);
        assert!(!run.err.contains("Did you mean"), "{name}: {}", run.err);
    }
}

#[test]
fn the_fleet_is_named_where_hosts_are() {
    let state = folder();
    assert!(run(state.path(), &["--help"]).out.contains("sim:fleet"));
    for shell in ["bash", "zsh"] {
        let script = run(state.path(), &["--generate", shell]).out;
        assert!(script.contains("sim:large sim:fleet"), "{shell}");
    }
}

/// A table or list of what came from other hosts says of each row which host it is of.
#[test]
fn what_comes_from_other_hosts_shows_its_host() {
    let state = folder();
    for (shape, wanted) in [("ft", "hv2"), ("fl", "PSComputerName")] {
        let text =
            format!("Invoke-Command -ComputerName hv1, hv2 {{ Get-VMSwitch; Get-VM }} | {shape}");
        let run = run(state.path(), &["--host", "sim:fleet", "-Command", &text]);
        assert!(run.out.contains("PSComputerName"), "{}{}", run.out, run.err);
        assert!(run.out.contains(wanted), "{}", run.out);
    }
    let nics = "Get-NetAdapterSriov -CimSession hv1, hv2 | Select-Object -Property Name, PSComputerName | ConvertTo-Csv";
    let nics = run(state.path(), &["--host", "sim:fleet", "-Command", nics]);
    assert!(nics.out.contains("\"enp1s0f0\",\"hv1\""), "{}", nics.out);
    assert!(nics.out.contains("\"hv2\""), "{}", nics.out);
    for line in ["Get-VM", "Get-NetAdapter"] {
        let own = run(state.path(), &["-Command", line]);
        assert!(!own.out.contains("PSComputerName"), "{}", own.out);
    }
}
