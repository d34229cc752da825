//! What Tab offers at the prompt, asked of a session on a simulated host.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::rc::Rc;

use iovsh::cmdlets::{self, Services, type_facts};
use iovsh::shell::cmdlet::{Candidate, Completer};
use iovsh::shell::complete::{Given, complete};
use iovsh::shell::error::Flow;
use iovsh::shell::error_record::ErrorRecord;
use iovsh::shell::eval::{InformationRecord, Output, Session, TextRecord};
use iovsh::shell::repl::Snapshot;
use iovsh::shell::stack::with_large_stack;
use iovsh::shell::value::Value;

/// A screen that nobody looks at.
struct Nowhere;

impl Output for Nowhere {
    fn object(&mut self, _session: &mut Session, _value: Value) -> Flow {
        Ok(())
    }
    fn error(&mut self, _session: &mut Session, record: &Rc<ErrorRecord>) {
        panic!("{}", record.error.message);
    }
    fn text(&mut self, _record: &TextRecord) {}
    fn information(&mut self, _record: &InformationRecord) {}
    fn host_line(&mut self, _text: &str) {}
}

fn live(completer: Completer, word: &str, given: &[Given]) -> Vec<Candidate> {
    Services::in_memory("default")
        .unwrap()
        .ask(completer, word, given)
}

/// What is offered at the end of each line, in a session in which `script` was run.
fn offered(script: &'static str, lines: &'static [&'static str]) -> Vec<Vec<String>> {
    with_large_stack(move || {
        let mut session = cmdlets::session(Services::in_memory("default").unwrap());
        session.run_text(script, None, &mut Nowhere);
        let snapshot = Snapshot::of(&session, live, type_facts::FACTS);
        let texts = |line: &&str| {
            let answer = complete(line, line.len(), &snapshot);
            answer
                .candidates
                .into_iter()
                .map(|candidate| candidate.text)
                .collect()
        };
        lines.iter().map(texts).collect()
    })
    .unwrap()
}

#[test]
fn each_place_has_its_candidates() {
    const SCRIPT: &str = "$vm = Get-VM web1; $vms = Get-VM; $table = @{ Colour = 1 }; function Get-Mine { param($Depth) }";
    const PLACES: &[(&str, &str)] = &[
        ("Get-Help Set-VMN", "Set-VMNetworkAdapter"),
        ("Get-Help about_S", "about_SR-IOV"),
        ("Get-Command -Noun VMSw", "VMSwitch"),
        ("Get-Command Get-VMSw", "Get-VMSwitch"),
        ("Get-Alias gc", "gcm"),
        ("Get-WinEvent -LogName ", "iovsh/Operational"),
        ("Import-Module ", "Hyper-V"),
        ("func", "function"),
        ("fore", "foreach"),
        ("Get-VM | fore", "foreach"),
        ("$Host.Na", "Name"),
        ("$PWD.Pa", "Path"),
        (
            "Set-NetAdapterAdvancedProperty enp1s0f0 -DisplayName Jum",
            "'Jumbo Packet'",
        ),
        (
            "Get-NetAdapterAdvancedProperty -RegistryKeyword *SR",
            "'`*SRIOV'",
        ),
        ("$env:PAT", "$env:PATH"),
        ("$global:vm", "$global:vms"),
        (
            "[Microsoft.HyperV.PowerShell.VMSt",
            "Microsoft.HyperV.PowerShell.VMState",
        ),
        ("[System.IO.Pa", "System.IO.Path"),
        ("$x = [datet", "datetime"),
        ("foreach ($v in Get-V", "Get-VM"),
        ("\"$(Get-V", "Get-VM"),
        ("Write-Host \"a $(Get-VM | ? Sta", "State"),
        ("Write-Host \"a $v", "$vm"),
        ("$vm.Net", "NetworkAdapters"),
        ("$vm.NetworkAdapters.Io", "IovWeight"),
        ("$vm.NetworkAdapters[0].Io", "IovWeight"),
        ("$vms[0].NetworkAdapters[0].VlanSetting.Op", "OperationMode"),
        ("$vm.Name.Tr", "Trim("),
        ("$vm.Name.Len", "Length"),
        ("$table.Co", "Colour"),
        ("(Get-VM web1).NetworkAdapters.Io", "IovWeight"),
        ("Get-VM | % { $_.NetworkAdapters.Io", "IovWeight"),
        ("Get-VM | ? State -eq Off | % { $_.Sta", "State"),
        ("$vm | select ", "Name"),
        ("$vm.NetworkAdapters | select Iov", "IovWeight"),
        ("Get-VM | ? State -eq Running | sort ", "Name"),
        ("Get-NetAdapter | ? Status -eq ", "Up"),
        ("Get-VM | ? State -eq ", "Running"),
        ("Get-VM | Where-Object -Property State -EQ Ru", "Running"),
        ("Get-VM | ? { $_.State -eq ", "'Running'"),
        ("$vms | ? { $_.State -eq 'Ru", "'Running'"),
        ("Get-VMSwitch | ? IovEnabled -eq ", "$true"),
        ("New-VMSwitch x -EnableIov ", "$true"),
        ("New-VMSwitch x -EnableIov $", "$true"),
        ("Get-VM | Format-Table -Style Ro", "Rounded"),
        ("Get-Mine -De", "-Depth"),
        ("Get-Help Set-VMNetworkAdapter -Parameter ", "IovWeight"),
        ("help New-VM -Parameter Mem", "MemoryStartupBytes"),
        ("Get-VM*Adap", "Get-VMNetworkAdapter"),
        ("Get-VM -Na*", "-Name"),
        ("Set-VMNetworkAdapter -*Weight", "-IovWeight"),
        ("Get-VM *2", "web2"),
        ("Stop-VM web1, ", "web2"),
        ("sh", "sh"),
    ];
    const LINES: [&str; PLACES.len()] = {
        let mut lines = [""; PLACES.len()];
        let mut at = 0;
        while at < lines.len() {
            lines[at] = PLACES[at].0;
            at += 1;
        }
        lines
    };
    for ((line, wanted), found) in PLACES.iter().zip(offered(SCRIPT, &LINES)) {
        assert!(
            found.iter().any(|text| text == wanted),
            "{line}: {wanted} is not in {found:?}"
        );
    }
}

/// The word that the cursor stands in ends where it ends, not at the cursor.
#[test]
fn a_word_is_replaced_to_its_end() {
    for (before, rest, behind) in [
        ("Get-VMS", "wi", " web1"),
        ("Set-VMNetworkAdapter web1 -IovW", "eig", " 5"),
        ("Get-VM we", "b9", " | ft"),
        ("Get-VM 'we", "b9'", " | ft"),
        ("Get-VM 'we", "", " and more'"),
        ("$hom", "ely", ".Length"),
        ("Get-VM ", "", "web1"),
        ("(Get-VM web1).Sta", "tus", ".Length"),
    ] {
        let line = format!("{before}{rest}{behind}");
        let ends = with_large_stack(move || {
            let session = cmdlets::session(Services::in_memory("default").unwrap());
            let snapshot = Snapshot::of(&session, live, type_facts::FACTS);
            complete(&line, before.len(), &snapshot).end
        });
        assert_eq!(ends.unwrap(), before.len() + rest.len(), "{before}|{rest}");
    }
}

#[test]
fn nothing_is_offered_where_nothing_fits() {
    const LINES: &[&str] = &[
        "Connect-VMNetworkAdapter web1 -SwitchName ",
        "Get-VM nosuch",
        "Get-VM | ? Name -eq ",
        "'$(Get-V",
    ];
    for (line, found) in LINES.iter().zip(offered("", LINES)) {
        assert!(found.is_empty(), "{line}: {found:?}");
    }
}

/// Each line, what is offered there, and what is not: it is bound already, or belongs to sets that what is typed rules out.
#[test]
fn what_is_typed_rules_out_what_cannot_follow() {
    const PLACES: &[(&str, &[&str], &[&str])] = &[
        ("Get-VM -", &["-Name", "-Id"], &[]),
        ("Get-VM web1 -", &["-ComputerName"], &["-Name", "-Id"]),
        ("Get-VM -Id 1 -", &["-ComputerName"], &["-Name", "-Id"]),
        (
            "Connect-VMNetworkAdapter web1 -",
            &["-Name", "-SwitchName", "-UseAutomaticConnection"],
            &["-VMName", "-VMNetworkAdapter"],
        ),
        (
            "Connect-VMNetworkAdapter -VMName web1 -UseAutomaticConnection -",
            &["-Name"],
            &["-VMName", "-SwitchName", "-VMSwitch", "-VMNetworkAdapter"],
        ),
        // What a variable holds may be an object: nothing is ruled out but what has that place.
        (
            "Connect-VMNetworkAdapter $x -",
            &["-SwitchName", "-VMSwitch"],
            &["-VMNetworkAdapter", "-VMName"],
        ),
        // A call that no set allows is not narrowed further.
        (
            "Get-VM -Name a -Id 1 -",
            &["-ComputerName"],
            &["-Name", "-Id"],
        ),
        ("Stop-VM web1, ", &["legacy1"], &["web1"]),
        (
            "Stop-VM -Name web1, 'web2', ",
            &["legacy1"],
            &["web1", "web2"],
        ),
    ];
    const LINES: [&str; PLACES.len()] = {
        let mut lines = [""; PLACES.len()];
        let mut at = 0;
        while at < lines.len() {
            lines[at] = PLACES[at].0;
            at += 1;
        }
        lines
    };
    for ((line, wanted, unwanted), found) in PLACES.iter().zip(offered("", &LINES)) {
        for name in *wanted {
            assert!(
                found.iter().any(|text| text == name),
                "{line}: {name} is not in {found:?}"
            );
        }
        for name in *unwanted {
            assert!(
                found.iter().all(|text| text != name),
                "{line}: {name} is in {found:?}"
            );
        }
    }
}

#[test]
fn the_first_candidates_are_the_likely_ones() {
    const LINES: &[&str] = &[
        "Get-VM | select ",
        "New-VMSwitch x -EnableIov $",
        "Set-VMNetworkAdapter -",
        "Get-VM | ? State -eq ",
        "Get-VM | Where-Object State -ne ",
        "Get-VM | ? { $_.State -eq ",
    ];
    let found = offered("$vm = 1", LINES);
    for states in &found[3..] {
        let states: Vec<&str> = states.iter().map(|text| text.trim_matches('\'')).collect();
        assert!(
            states.starts_with(&["Running", "Off", "Saved", "Paused"]) && states.len() > 20,
            "{states:?}"
        );
    }
    assert_eq!(found[0].first().map(String::as_str), Some("Name"));
    assert_eq!(found[1], ["$true", "$false"]);
    let place = |name: &str| found[2].iter().position(|text| text == name);
    assert!(place("-IovWeight").unwrap() < place("-IovQueuePairsRequested").unwrap());
    let own: Vec<&str> = found[2]
        .iter()
        .map(String::as_str)
        .filter(|name| !matches!(*name, "-WhatIf" | "-Confirm"))
        .collect();
    assert!(
        own.ends_with(&["-CimSession", "-ComputerName", "-Credential"]),
        "{own:?}"
    );
}

/// A script's own parameters, and their values: read, and not run.
#[test]
fn the_parameters_of_a_script_file_are_offered() {
    const SCRIPT: &str = "param(
        [Parameter(Mandatory)][string]$Name,
        [ValidateSet('fast', 'slow', 3)][Alias('Way')]$Mode,
        [Microsoft.HyperV.PowerShell.VMState]$State,
        [bool]$Quiet,
        [switch]$Really)
        throw 'this must not run'";
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| format!("{}/{name}", folder.path().display());
    std::fs::write(path("prov.ps1"), SCRIPT).unwrap();
    std::fs::write(path("a b.ps1"), SCRIPT).unwrap();
    std::fs::write(path("wide.ps1"), utf16(SCRIPT)).unwrap();
    std::fs::write(path("broken.ps1"), "param($Name").unwrap();
    std::fs::write(path("bytes.ps1"), [0xff, 0, 0x28, 0x7b, 0xfe]).unwrap();
    let huge = format!("param($Name)\n#{}", "x".repeat(2 << 20));
    std::fs::write(path("huge.ps1"), huge).unwrap();
    std::fs::create_dir(path("folder.ps1")).unwrap();
    std::os::unix::fs::symlink(path("nowhere"), path("gone.ps1")).unwrap();
    let pipe = path("pipe.ps1");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());

    for call in ["", "& ", ". "] {
        for name in ["prov.ps1", "prov", "wide.ps1"] {
            let start = format!("{call}{} ", path(name));
            let all = offered_here(&format!("{start}-"));
            for parameter in ["-Name", "-Mode", "-State", "-Quiet", "-Really"] {
                assert!(all.iter().any(|text| text == parameter), "{start}: {all:?}");
            }
            assert!(!all.contains(&"-Verbose".to_owned()), "{all:?}");
            assert_eq!(offered_here(&format!("{start}-Verb")), ["-Verbose"]);
            assert_eq!(
                offered_here(&format!("{start}-Mode ")),
                ["fast", "slow", "'3'"]
            );
            assert_eq!(offered_here(&format!("{start}-Way f")), ["fast"]);
            assert_eq!(offered_here(&format!("{start}x s")), ["slow"]);
            assert_eq!(
                offered_here(&format!("{start}-Quiet ")),
                ["$true", "$false"]
            );
            assert!(offered_here(&format!("{start}-State Ru")).contains(&"Running".to_owned()));
            let left = offered_here(&format!("{start}-Really -Name x -"));
            assert!(!left.contains(&"-Name".to_owned()), "{left:?}");
        }
    }
    let quoted = offered_here(&format!("& '{}' -Mo", path("a b.ps1")));
    assert_eq!(quoted, ["-Mode"]);
    for name in [
        "broken.ps1",
        "bytes.ps1",
        "huge.ps1",
        "folder.ps1",
        "gone.ps1",
        "pipe.ps1",
        "none.ps1",
    ] {
        let found = offered_here(&format!("{} -", path(name)));
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

/// Where only a folder can be meant, only folders are offered.
#[test]
fn a_place_to_go_to_is_a_folder() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("images")).unwrap();
    std::fs::create_dir(root.path().join("a b")).unwrap();
    std::fs::write(root.path().join("file.txt"), "").unwrap();
    let root = root.path().display();
    for command in [
        "cd",
        "Set-Location -Path",
        "Set-Location -LiteralPath",
        "pushd",
    ] {
        let found = offered_here(&format!("{command} {root}/"));
        assert_eq!(found, [format!("'{root}/a b/'"), format!("{root}/images/")]);
        let found = offered_here(&format!("{command} {root}/f"));
        assert!(found.is_empty(), "{command}: {found:?}");
    }
    let found = offered_here(&format!("Get-Content {root}/f"));
    assert_eq!(found, [format!("{root}/file.txt")]);
}

/// What a function declares is offered as what a script does.
#[test]
fn the_values_of_a_function_s_parameters_are_offered() {
    const LINES: &[&str] = &[
        "Set-It -Mode ",
        "Set-It ",
        "Set-It -On -",
        "Set-It -Mode fast -D",
    ];
    let script = "function Set-It { [CmdletBinding()]param([ValidateSet('fast','slow')]$Mode, [switch]$On) }";
    let found = offered(script, LINES);
    assert_eq!(found[0], ["fast", "slow"]);
    assert_eq!(found[1], ["fast", "slow"]);
    assert_eq!(found[2], ["-Mode"]);
    assert_eq!(found[3], ["-Debug"]);
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// What is offered at the end of a line in a new session.
fn offered_here(line: &str) -> Vec<String> {
    let line = line.to_owned();
    with_large_stack(move || {
        let session = cmdlets::session(Services::in_memory("default").unwrap());
        let snapshot = Snapshot::of(&session, live, type_facts::FACTS);
        let candidates = complete(&line, line.len(), &snapshot).candidates;
        candidates.into_iter().map(|found| found.text).collect()
    })
    .unwrap()
}

#[test]
fn what_is_there_at_the_host_that_the_line_names_is_offered() {
    thread_local! {
        static FLEET: Services = Services::from_address(
            iovsh::backend::host::HostAddress::Simulated("fleet".to_owned()),
            std::sync::Arc::new(|_| {
                let world = iovsh::backend::sim::fixture("fleet")?;
                let machine = iovsh::backend::sim::SimMachine::in_memory(world);
                Ok(std::sync::Arc::new(iovsh::backend::host::LocalHost::new(std::sync::Arc::new(machine))))
            }),
        );
    }
    fn of_fleet(completer: Completer, word: &str, given: &[Given]) -> Vec<Candidate> {
        FLEET.with(|services| services.ask(completer, word, given))
    }
    let offered = with_large_stack(|| {
        let session = cmdlets::session(Services::in_memory("default").unwrap());
        let snapshot = Snapshot::of(&session, of_fleet, type_facts::FACTS);
        let texts = |line: &str| -> Vec<String> {
            let found = complete(line, line.len(), &snapshot).candidates;
            found.into_iter().map(|candidate| candidate.text).collect()
        };
        [
            "Get-VM ",
            "Get-VM -ComputerName hv2 ",
            "Get-VM -ComputerName 'HV4' -Name ",
            "Get-VM -ComputerName hv3, hv2 ",
            "Start-VM -comp hv2 -Name b",
            "Get-VM -ComputerName nowhere ",
            "Get-VM -ComputerName ",
        ]
        .map(texts)
    })
    .unwrap();
    let wanted: [&[&str]; 7] = [
        &["app1", "app2"],
        &["build1"],
        &["db1", "db2", "spare1"],
        &["mail1"],
        &["build1"],
        &[],
        &["hv1", "hv2", "hv3", "hv4"],
    ];
    assert_eq!(offered.each_ref().map(Vec::as_slice), wanted);
}

/// What completion knows of types that have no declaration is what their objects have.
#[test]
fn the_properties_that_are_offered_are_there() {
    const SCRIPT: &str = "$group = 1 | group { 1 }; $sum = 1 | measure; $process = Get-Process -Id $PID; \
        $file = Get-Item /etc/passwd";
    const LINES: &[&str] = &[
        "$group.",
        "(1 | group { 1 }).",
        "$sum.",
        "(1 | measure).",
        "$process.",
        "(Get-Process).",
        "$file.",
        "(Get-ChildItem).",
    ];
    let mut found = offered(SCRIPT, LINES).into_iter();
    while let (Some(real), Some(known)) = (found.next(), found.next()) {
        let properties = |names: Vec<String>| -> Vec<String> {
            let mut names: Vec<String> = names
                .into_iter()
                .filter(|name| !name.ends_with('('))
                .collect();
            names.sort();
            names
        };
        assert!(real.len() > 3);
        assert_eq!(properties(real), properties(known));
    }
}

/// The longest list that the table shows whole, and what it shows of a longer one: a new cmdlet does not change the table.
const WHOLE: usize = 10;
const SHOWN: usize = 3;

/// The row of the table for a line in which `¦` is the cursor and `⏎` a line break: what is offered, in its order.
fn row(line: &str, snapshot: &Snapshot) -> String {
    let typed = line.replace('⏎', "\n");
    let cursor = typed.find('¦').expect("a cursor");
    let typed = typed.replace('¦', "");
    let found = complete(&typed, cursor, snapshot).candidates;
    let mut row = line.to_owned();
    let shown = if found.len() > WHOLE { SHOWN } else { WHOLE };
    for candidate in found.iter().take(shown) {
        row.push('\t');
        row.push_str(&candidate.text);
    }
    if found.len() > WHOLE {
        row.push_str("\t…");
    }
    row
}

/// Each line of `data/completion.tsv` is offered what the table says, in that order, and nothing else. `IOVSH_BLESS=1` writes the table
/// anew; what has changed in it is then to be read.
#[test]
fn the_table_of_completions() {
    const SCRIPT: &str = "$vm = Get-VM web1; $vms = Get-VM; $table = @{ Colour = 1; Size = 2 }; $text = 'a'; $n = 5; \
        $list = [System.Collections.Generic.List[string]]::new(); $list.Add('x'); $date = Get-Date; $hash = @{ a = 1 }; \
        $env:IOVSHTEST = 'x'; function Get-Mine { param($Depth, [ValidateSet('fast', 'slow')]$Mode) }";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/completion.tsv");
    let table = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<String> = table
        .lines()
        .map(|row| row.split('\t').next().unwrap_or_default().to_owned())
        .collect();
    assert!(lines.len() >= 250, "{} rows", lines.len());
    let made = with_large_stack(move || {
        let mut session = cmdlets::session(Services::in_memory("default").unwrap());
        session.run_text(SCRIPT, None, &mut Nowhere);
        let snapshot = Snapshot::of(&session, live, type_facts::FACTS);
        let rows: Vec<String> = lines.iter().map(|line| row(line, &snapshot)).collect();
        rows.join("\n") + "\n"
    })
    .unwrap();
    if std::env::var_os("IOVSH_BLESS").is_some() {
        std::fs::write(&path, made).unwrap();
        return;
    }
    let differing: Vec<String> = table
        .lines()
        .zip(made.lines())
        .filter(|(wanted, found)| wanted != found)
        .map(|(wanted, found)| format!("wanted: {wanted}\n found: {found}"))
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
