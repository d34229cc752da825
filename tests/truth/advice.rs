//! Advice leads somewhere: what a message tells to type exists.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::cmdlets::Services;
use iovsh::shell::cmdlet::CmdletSpec;
use iovsh::shell::stack::with_large_stack;

use crate::session::{run, session};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The commands in a sentence: a cmdlet's name, and the parameters that follow it.
fn commands(sentence: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    let mut open = false;
    for word in sentence.split_whitespace() {
        let bare = word.trim_matches(|c: char| !(c.is_alphanumeric() || c == '-'));
        let is_cmdlet = bare.split_once('-').is_some_and(|(verb, noun)| {
            let upper = |text: &str| text.starts_with(|c: char| c.is_ascii_uppercase());
            upper(verb)
                && upper(noun)
                && verb.chars().all(|c| c.is_ascii_alphabetic())
                && noun.chars().all(|c| c.is_ascii_alphanumeric())
                && verb.len() > 2
        });
        if is_cmdlet {
            found.push((bare.to_owned(), Vec::new()));
            open = true;
        } else if open
            && word.starts_with('-')
            && bare.len() > 2
            && !bare.starts_with("--")
            && let Some((_, parameters)) = found.last_mut()
        {
            let name = bare.trim_start_matches('-');
            let end = name.find(|c: char| !c.is_alphanumeric());
            parameters.push(name[..end.unwrap_or(name.len())].to_owned());
        }
        if word.ends_with(['.', ';', ',', ':', ')', '|', '"']) {
            open = false;
        }
    }
    found
}

/// The literals of a source file that people read: lines of code with a text in quotes, without tests and comments.
fn sentences(text: &str) -> Vec<&str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//") && !line.trim_start().starts_with('#'))
        .filter(|line| line.contains('"') && line.contains(' '))
        .collect()
}

fn knows(spec: &CmdletSpec, parameter: &str) -> bool {
    const COMMON: &[&str] = &[
        "WhatIf",
        "Confirm",
        "Verbose",
        "ErrorAction",
        "WarningAction",
        "Debug",
    ];
    let same = |name: &str| name.eq_ignore_ascii_case(parameter);
    COMMON.iter().any(|name| same(name))
        || spec
            .parameters
            .iter()
            .any(|known| same(known.name) || known.aliases.iter().any(|alias| same(alias)))
}

/// Cmdlets of Microsoft's that messages name because they are not there.
const KNOWN_ABSENT: &[&str] = &["Set-VM"];

/// Words that look like cmdlets and are none.
const NO_CMDLETS: &[&str] = &["Key-Value", "AMD-Vi", "Hyper-V"];

#[test]
fn every_command_that_a_message_names_exists_with_its_parameters() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    for folder in [
        "backend",
        "cmdlets/netadapter",
        "cmdlets/vm",
        "cmdlets/vmswitch",
        "cmdlets/vmnetworkadapter",
        "cmdlets/portacl",
        "cmdlets/host",
        "cmdlets/assignable",
        "cmdlets/teammapping",
        "cmdlets/events",
        "cmdlets/unavailable",
    ] {
        sources(&root.join(folder), &mut files);
    }
    files.extend(
        [
            "cmdlets/host_access.rs",
            "cmdlets/remote.rs",
            "cmdlets/selection.rs",
            "cmdlets/services.rs",
            "cmdlets/unsupported.rs",
        ]
        .map(|file| root.join(file)),
    );
    let (mut wrong, mut count) = (Vec::new(), 0);
    for file in &files {
        let text = std::fs::read_to_string(file).expect("a file");
        for line in sentences(&text) {
            for (name, parameters) in commands(line) {
                if NO_CMDLETS.contains(&name.as_str()) {
                    continue;
                }
                count += 1;
                let spec = iovsh::cmdlets::all()
                    .iter()
                    .find(|spec| spec.name.eq_ignore_ascii_case(&name));
                let lacks: Vec<&String> = match spec {
                    Some(spec) => parameters.iter().filter(|p| !knows(spec, p)).collect(),
                    None if KNOWN_ABSENT.contains(&name.as_str()) => Vec::new(),
                    None => {
                        wrong.push(format!(
                            "{}: {name} does not exist: {}",
                            file.display(),
                            line.trim()
                        ));
                        continue;
                    }
                };
                if !lacks.is_empty() {
                    wrong.push(format!(
                        "{}: {name} has no {lacks:?}: {}",
                        file.display(),
                        line.trim()
                    ));
                }
            }
        }
    }
    assert!(count > 60, "only {count} were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Several cmdlets hand on what a host says, and not all have the same parameters: a parameter stands behind its command.
#[test]
fn no_sentence_of_a_host_begins_with_a_parameter() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/backend");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let begins = |line: &str| {
        let ends = [". -", ": -", "; -"];
        ends.iter().any(|end| {
            let mut found = line.match_indices(end);
            found.any(|(at, _)| {
                let rest = &line[at + end.len()..];
                let word = rest.split(|c: char| !c.is_alphanumeric()).next();
                let word = word.unwrap_or_default();
                let next = rest[word.len()..].trim_start();
                // `-Name web1` goes on with a value, a sentence with its verb.
                let mut verbs = next.split_whitespace().take(2);
                word.starts_with(|c: char| c.is_ascii_uppercase())
                    && verbs.any(|verb| {
                        ["makes", "takes", "gives", "does", "says", "removes", "sets"]
                            .contains(&verb)
                    })
            })
        })
    };
    assert!(begins("x. -Format vhdx makes a real one") && begins("x. -Force takes it"));
    let mut wrong = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file).expect("a file");
        let found = sentences(&text).into_iter().filter(|line| begins(line));
        wrong.extend(found.map(|line| format!("{}: {}", file.display(), line.trim())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_advised_about_a_wrong_name_can_be_chosen() {
    let shown = |line: &'static str| {
        with_large_stack(move || {
            let host = SimMachine::in_memory(fixture("default").expect("a fixture"));
            let mut session = session(Services::of(Arc::new(host)));
            run(
                &mut session,
                "New-VMSwitch s -SwitchType Private; New-VMSwitch lan -NetAdapterName enp1s0f1",
            );
            iovsh_help(&mut session, line)
        })
        .expect("a thread")
    };
    let help = shown("New-VMSwitch x -NetAdapterName nowhere");
    assert!(help.contains("'enp1s0f0'"), "{help}");
    for hidden in ["eno1", "enp1s0f1", "vs-s", "vs-lan"] {
        assert!(!help.contains(hidden), "{hidden} cannot be chosen: {help}");
    }
    let help = shown("New-VM x -SwitchName zzz");
    assert!(help.contains("'lan'") && help.contains("'s'"), "{help}");
    let help = shown("Get-VM -Id 00000000-0000-0000-0000-000000000000");
    assert!(!help.contains("There is no virtual machine"), "{help}");
    let help = shown("Get-VM -ComputerName hv02");
    assert!(
        help.contains("sim:fleet") && help.contains("ssh://hv02"),
        "{help}"
    );
    let help = shown("Invoke-Command -ComputerName hv01 { Get-VM }");
    assert!(help.contains("ssh://hv01"), "{help}");
    let unknown = Services::for_host("hv02").err().expect("an error");
    let step = unknown.next_step.clone().expect("a next step");
    assert!(
        step.contains("sim:no-iommu") && step.contains("ssh"),
        "{step}"
    );
}

/// The next step that an error shows at the prompt.
fn iovsh_help(session: &mut iovsh::shell::eval::Session, line: &str) -> String {
    run(session, line).help.join("\n")
}

#[test]
fn nothing_to_do_names_the_machine() {
    let warnings = with_large_stack(|| {
        let host = SimMachine::in_memory(fixture("default").expect("a fixture"));
        let mut session = session(Services::of(Arc::new(host)));
        run(&mut session, "Stop-VM *").warnings
    })
    .expect("a thread");
    assert_eq!(warnings.len(), 3);
    for name in ["legacy1", "web1", "web2"] {
        assert!(
            warnings.iter().any(|w| w.contains(&format!("'{name}'"))),
            "{warnings:?}"
        );
    }
}

#[test]
fn names_are_sorted_without_regard_to_case() {
    let names = with_large_stack(|| {
        let host = SimMachine::in_memory(fixture("default").expect("a fixture"));
        let mut session = session(Services::of(Arc::new(host)));
        run(&mut session, "New-VM Middle | Out-Null; New-VM ZED | Out-Null; New-VM about | Out-Null; (Get-VM).Name").objects
    })
    .expect("a thread");
    assert_eq!(names, ["about", "legacy1", "Middle", "web1", "web2", "ZED"]);
}

#[test]
fn events_say_what_happened_and_on_which_adapter() {
    let events = with_large_stack(|| {
        let host = SimMachine::in_memory(fixture("default").expect("a fixture"));
        let mut session = session(Services::of(Arc::new(host)));
        run(&mut session, "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true; Connect-VMNetworkAdapter web1 -SwitchName lan; Set-VMNetworkAdapter web1 -IovWeight 100; Start-VM web1; Stop-VM web1 -TurnOff -Force; Remove-VMSwitch lan -Force");
        run(&mut session, "Get-WinEvent -Oldest | ForEach-Object { \"$($_.Id) $($_.NetAdapterName): $($_.Message)\" }").objects
    })
    .expect("a thread");
    for wanted in [
        "12584 enp1s0f0: VF 0 of enp1s0f0 was allocated to 'web1'.",
        "12588 enp1s0f0: VF 0 of enp1s0f0 was attached to 'web1'.",
        "12586 enp1s0f0: VF 0 of enp1s0f0 was freed.",
        "18500 : 'web1' was started.",
        "18502 : 'web1' was turned off.",
        "100 enp1s0f0: The switch 'lan' was made.",
        "101 enp1s0f0: The switch 'lan' was removed.",
    ] {
        assert!(
            events.iter().any(|event| event == wanted),
            "no '{wanted}' in {events:#?}"
        );
    }
}

/// VFs, and adapters, that the act itself makes: nothing of them is known beforehand.
#[test]
fn events_name_what_the_same_act_made() {
    let events = with_large_stack(|| {
        let host = SimMachine::in_memory(fixture("default").expect("a fixture"));
        let mut session = session(Services::of(Arc::new(host)));
        run(&mut session, "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true; Connect-VMNetworkAdapter web1 -SwitchName lan; Set-VMNetworkAdapter web1 -IovWeight 100; Start-VM web1; Disable-NetAdapterSriov enp1s0f0; Enable-NetAdapterSriov enp1s0f0");
        run(&mut session, "Get-WinEvent | Where-Object { $_.Id -in 12584, 12586, 12588, 12590 } | ForEach-Object { \"$($_.Id) $($_.NetAdapterName): $($_.Message)\" }").objects
    })
    .expect("a thread");
    let attached = "12588 enp1s0f0: VF 0 of enp1s0f0 was attached to 'web1'.";
    let count = events.iter().filter(|event| *event == attached).count();
    assert_eq!(count, 2, "{events:#?}");
    for event in &events {
        assert!(event.contains(" enp1s0f0: "), "{event}");
    }
}

#[test]
fn lists_of_parts_name_the_parts() {
    let shown = with_large_stack(|| {
        let host = SimMachine::in_memory(fixture("default").expect("a fixture"));
        let mut session = session(Services::of(Arc::new(host)));
        run(&mut session, "New-VMSwitch lan -NetAdapterName enp1s0f0 | Out-Null; Connect-VMNetworkAdapter web1 -SwitchName lan; Checkpoint-VM web1");
        run(&mut session, "Get-VM web1 | Format-List * | Out-String -Width 300; Get-VMFirmware web1 | Format-List * | Out-String -Width 300; Get-VMHost | Format-List * | Out-String -Width 300; Get-VMSwitch | Format-List * | Out-String -Width 300; Get-VMNetworkAdapter web1 | Format-List * | Out-String -Width 300; Get-VMSnapshot web1 | Format-List * | Out-String -Width 300; Get-VMScsiController web1 | Format-List * | Out-String -Width 300; Get-NetAdapter | Format-List * | Out-String -Width 300").text()
    })
    .expect("a thread");
    for wanted in [
        "{Hard Drive on SCSI controller number 0 at location 0}",
        "{Guest Service Interface, Heartbeat, Key-Value Pair Exchange, Shutdown",
        "{Drive, Network}",
    ] {
        assert!(shown.contains(wanted), "no {wanted} in {shown}");
    }
    if let Some(at) = shown.find("{Microsoft.") {
        let from = shown.floor_char_boundary(at.saturating_sub(40));
        panic!("{}", &shown[from..shown.floor_char_boundary(at + 60)]);
    }
}

#[test]
fn enumerations_of_cim_compare_as_numbers_and_as_words() {
    let answers = with_large_stack(|| {
        let host = SimMachine::in_memory(fixture("default").expect("a fixture"));
        let mut session = session(Services::of(Arc::new(host)));
        run(&mut session, "$n = Get-NetAdapterSriov enp1s0f0; $n.SriovSupport -eq 1; $n.SriovSupport -eq 'Supported'; 'Supported' -eq $n.SriovSupport; [int]$n.SriovSupport; \"$($n.SriovSupport)\"; $n.HardwareCapabilities.MaxNumVFs; New-VMSwitch lan -NetAdapterName enp1s0f0 | Out-Null; $g = (Get-VMSwitch lan).NetAdapterInterfaceGuid; (Get-NetAdapter | ? { $g -contains [guid]$_.InterfaceGuid }).Name; (Get-VMNetworkAdapter web1).VlanSetting.ParentAdapter.VMName; (Get-VMHost).InternalNetworkAdapters.Name").objects
    })
    .expect("a thread");
    assert_eq!(
        answers,
        [
            "True",
            "True",
            "True",
            "1",
            "Supported",
            "7",
            "enp1s0f0",
            "web1",
            "lan"
        ]
    );
}

/// From the opening bracket at `from`, the place behind the one that closes it.
fn closed(text: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text[from..].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return from + at + 1;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// Every refusal of a host, of its policy and of its state says what to do next. What somebody asked to be ended needs no step, and
/// a function that only makes the beginning of an error (it returns one that is built on) is checked where it is called.
#[test]
fn every_refusal_of_a_host_has_a_next_step() {
    /// Beginnings of errors, by the file and the name of the function: each of its calls adds the step.
    const BEGINNINGS: &[(&str, &str)] = &[
        ("policy/network/acl.rs", "refused("),
        ("policy/pci/assign.rs", "refusal("),
        ("state/repair.rs", ".nothing("),
    ];
    let mut files = Vec::new();
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/backend"));
    sources(root, &mut files);
    let mut found = 0;
    let mut without = Vec::new();
    for file in files {
        let name = file
            .strip_prefix(root)
            .expect("inside")
            .display()
            .to_string();
        if name.contains("tests") || name == "error.rs" || name == "advice.rs" {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let beginning = BEGINNINGS.iter().find(|(file, _)| *file == name);
        let calls = [
            "HostError::new(",
            beginning.map_or("HostError::new(", |(_, call)| call),
        ];
        for call in calls {
            for (at, _) in code.match_indices(call) {
                let before = &code[..at];
                let is_declared = before.ends_with("fn ");
                let in_beginning = call == "HostError::new("
                    && beginning.is_some_and(|(_, call)| {
                        let function = format!("fn {}", call.trim_start_matches('.'));
                        before
                            .rfind("fn ")
                            .is_some_and(|begun| code[begun..].starts_with(&function))
                    });
                if is_declared || in_beginning {
                    continue;
                }
                found += 1;
                // The call and the chain of methods behind it, or what the closing of its block adds.
                let mut end = closed(code, at);
                loop {
                    let rest = code[end..]
                        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ')' | '}'));
                    let Some(open) = rest.strip_prefix('.').and_then(|rest| rest.find('(')) else {
                        break;
                    };
                    end = closed(code, code.len() - rest.len() + 1 + open);
                }
                // An error in a variable gets its step in the rest of the function.
                let chain = &code[at..end];
                let is_kept = before.trim_end().ends_with('=');
                let rest = code[end..].split("\n}").next().filter(|_| is_kept);
                let leads_on = [Some(chain), rest]
                    .into_iter()
                    .flatten()
                    .any(|text| text.contains("next_step(") || text.contains(".advised()"));
                if !leads_on && !chain.contains("Category::OperationStopped") {
                    let line = before.lines().count();
                    without.push(format!(
                        "{name}:{line}: {}",
                        chain.split_whitespace().collect::<Vec<_>>().join(" ")
                    ));
                }
            }
        }
    }
    assert!(found > 60, "only {found} were found");
    assert_eq!(without, Vec::<String>::new());
}
