//! What is said of a command that does not exist: the sentence of one that Microsoft's modules have and iovsh does not,
//! or the names that may have been meant. Nothing here runs before a command was not found.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::rc::Rc;

use crate::utility::is_approved;
use iovsh_shell::eval::Session;
use iovsh_shell::syntax::quote::{quote_command, quote_literal};

/// Name, module and what to do instead, a cmdlet a line.
const ABSENT: &str = include_str!("absent.tsv");

/// Verbs that take something away, end it or undo it. One of them is never offered for another verb.
const DESTRUCTIVE: &[&str] = &[
    "Clear",
    "Close",
    "Deny",
    "Disable",
    "Disconnect",
    "Dismount",
    "Exit",
    "Remove",
    "Reset",
    "Restart",
    "Restore",
    "Revoke",
    "Save",
    "Stop",
    "Suspend",
    "Undo",
    "Uninstall",
    "Unpublish",
    "Unregister",
];

/// Verbs under which somebody may look for a command, and those that mean the same here. None of these ends or removes anything.
const SYNONYMS: &[(&str, &[&str])] = &[
    ("Attach", &["Add", "Connect", "Mount"]),
    ("Boot", &["Start"]),
    ("Change", &["Set"]),
    ("Create", &["New", "Add"]),
    ("Display", &["Get", "Show"]),
    ("Edit", &["Set"]),
    ("List", &["Get"]),
    ("Make", &["New", "Add"]),
    ("Migrate", &["Move"]),
    ("Modify", &["Set"]),
    ("Revert", &["Restore"]),
    ("Run", &["Start", "Invoke"]),
    ("Update", &["Set"]),
    ("View", &["Get", "Show"]),
];

/// How many names are offered.
const MOST: usize = 3;

/// What other shells call something, and how it is said here.
const ELSEWHERE: &[(&[&str], &str)] = &[
    (
        &["q", "quit", "logout", "bye"],
        "exit leaves the shell; so does Ctrl+D on an empty line.",
    ),
    (
        &["export", "setenv"],
        "A variable of the environment is set like this: $env:X = '1'",
    ),
    (
        &["unset", "unsetenv"],
        "A variable is taken away like this: Remove-Item env:X, or Remove-Variable x",
    ),
    (
        &["source"],
        "A script runs in this scope behind a dot: . ./FILE.ps1",
    ),
    (
        &["which", "whereis"],
        "Get-Command NAME says what a name calls.",
    ),
    (
        &["ipconfig", "ipconfig.exe"],
        "The addresses of this host: ip addr; those of VMs: Get-VMNetworkAdapter * | Format-Table VMName, IPAddresses",
    ),
    (
        &["schtasks", "schtasks.exe"],
        "A timer of systemd runs a script: systemd-run --on-calendar=daily iovsh FILE.ps1 (or cron)",
    ),
    (
        &["systeminfo", "systeminfo.exe"],
        "Of the host: Get-VMHost | Format-List; of its system: hostnamectl",
    ),
    (
        &["mmc", "mmc.exe", "virtmgmt.msc", "virtmgmt", "manager"],
        "The manager of this host is a screen of its own: Show-VMHost, or iovsh manager",
    ),
    (
        &["vmms", "services.msc"],
        "Services are listed by Get-Service; libvirt's are virtqemud and libvirtd, iovsh's is iovsh-agent.",
    ),
    (
        &[
            "eventvwr",
            "eventvwr.exe",
            "eventvwr.msc",
            "wevtutil",
            "wevtutil.exe",
        ],
        "The events of this host: Get-WinEvent; of its system: journalctl",
    ),
    (
        &["ncpa.cpl", "netsh", "netsh.exe"],
        "Network adapters: Get-NetAdapter, Get-NetIPAddress, Set-NetIPAddress; of a switch: Get-VMSwitch",
    ),
    (
        &["devmgmt.msc", "devcon", "pnputil"],
        "PCI devices: Get-VMHostAssignableDevice, Get-NetAdapterHardwareInfo, or lspci -nnk",
    ),
    (
        &[
            "taskmgr",
            "taskmgr.exe",
            "tasklist",
            "tasklist.exe",
            "perfmon",
            "perfmon.exe",
        ],
        "Processes: Get-Process; figures of the host and its VMs: Get-Counter, Measure-VM",
    ),
    (
        &["taskkill", "taskkill.exe"],
        "Stop-Process -Id NUMBER, or Stop-Process -Name NAME",
    ),
    (
        &["findstr", "findstr.exe"],
        "Select-String TEXT FILE; of what a command writes: Get-VM | Select-String TEXT, or | grep TEXT",
    ),
    (
        &["ping", "ping.exe"],
        "Test-Connection NAME, or Test-NetConnection NAME -Port 22",
    ),
    (
        &["tracert", "tracert.exe", "pathping"],
        "Test-NetConnection NAME -TraceRoute, or tracepath NAME",
    ),
    (&["nslookup", "nslookup.exe"], "Resolve-DnsName NAME"),
    (
        &["net", "net.exe"],
        "Services: Start-Service, Stop-Service; shared folders: mount -t cifs; users: getent passwd",
    ),
    (&["where.exe"], "Get-Command NAME says what a name calls."),
    (
        &["notepad", "notepad.exe", "edit"],
        "An editor of the terminal: vi FILE, or nano FILE",
    ),
    (
        &["explorer", "explorer.exe"],
        "Invoke-Item . opens this folder on a desktop, Get-ChildItem lists it.",
    ),
    (
        &["cmd", "cmd.exe", "powershell", "powershell.exe", "pwsh"],
        "This is the shell already. A program is run by its name, and bash by: bash",
    ),
    (
        &["diskpart", "diskpart.exe"],
        "Images of disks: Get-VHD, Resize-VHD; disks of the host: lsblk, parted",
    ),
    (
        &["regedit", "regedit.exe", "reg", "reg.exe"],
        "There is no registry; the settings of iovsh: Get-IovshOption",
    ),
    (
        &["gpupdate", "gpupdate.exe", "gpedit.msc"],
        "There are no group policies.",
    ),
    (
        &["sc"],
        "Windows PowerShell's short name of Set-Content; PowerShell 7 has none. Services are listed by Get-Service.",
    ),
    (
        &["Enter-VMSession"],
        "A session in a VM needs its console or its network: vmconnect web1, or ssh USER@ADDRESS (Get-VMNetworkAdapter web1 shows IPAddresses)",
    ),
    (
        &["PS>"],
        "'PS>' is the prompt of an example: leave it out, and what stands below the command.",
    ),
    (
        &["y", "n", "no"],
        "An answer, but nothing is asked: this line did nothing. What was done before it stands.",
    ),
    (
        &["version", "ver"],
        "The program's own version, and what it found on this computer: iovsh --version. That of the language: $PSVersionTable",
    ),
    (
        &["Send-MailMessage"],
        "A mail is sent by a program of the host: mail, or sendmail.",
    ),
    (
        &["Show-Command"],
        "There are no windows: Get-Help NAME shows the parameters, and Tab offers them while a line is typed.",
    ),
    (
        &["Out-Printer"],
        "Text is printed by a program of the host: ... | lp",
    ),
    (
        &["="],
        "'==' compares nothing here: -eq does. '=' alone gives a variable its value.",
    ),
    (
        &["if", "try", "while", "do", "for", "switch"],
        "Plain brackets hold a command; what a statement writes is had with a dollar sign before them: $(if ($x) { 1 } else { 2 })",
    ),
    (
        &["not"],
        "What is not so is asked with -not, or with an exclamation mark: -not $x, !$x",
    ),
    (
        &["else", "elseif", "catch", "finally"],
        "It belongs to the block before it: write it on the line of the closing brace, } else { }, or paste the whole.",
    ),
];

/// How something is said here that another shell has a command for.
fn from_elsewhere(name: &str) -> Option<String> {
    let row = ELSEWHERE
        .iter()
        .find(|(names, _)| names.iter().any(|known| known.eq_ignore_ascii_case(name)));
    row.map(|(_, here)| (*here).to_owned())
}

/// How a script or program of the current folder is called, when a name is that of one: by its path.
fn of_this_folder(session: &Session, name: &str) -> Option<String> {
    if name.contains(['/', '\\', '$']) || name.starts_with('~') {
        return None;
    }
    let with_end = format!("{name}.ps1");
    let is_here = |file: &&str| session.locations.native(file).is_file();
    let is_program = |file: &str| {
        let data = session.locations.native(file).metadata();
        data.is_ok_and(|data| data.permissions().mode() & 0o111 != 0)
    };
    let file = [name, &with_end].into_iter().find(is_here)?;
    (file.to_ascii_lowercase().ends_with(".ps1") || is_program(file)).then(|| {
        let path = format!("./{file}");
        let path = quote_command(&path).into_owned();
        format!(
            "'{file}' is in this folder, where no name is looked for. Call it by its path: {path}"
        )
    })
}

/// How a command is named, where only its verb was written: `Get VM`.
fn verb_alone(name: &str) -> Option<String> {
    is_approved(name).then(|| {
        let (first, rest) = name.split_at_checked(1).unwrap_or((name, ""));
        let verb = format!("{}{}", first.to_uppercase(), rest.to_lowercase());
        format!("A command is one word, of a verb and a noun: {verb}-VM, say. Get-Command -Verb {verb} lists those with this verb.")
    })
}

/// How a variable is set, where it is written as in bash: `A=1`.
fn variable(name: &str) -> Option<String> {
    let (variable, value) = name.split_once('=')?;
    let is_name = variable.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && variable.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_name.then(|| {
        let value = match value.parse::<f64>() {
            Ok(_) => value.to_owned(),
            Err(_) => quote_literal(value),
        };
        format!("A variable begins with a dollar sign: ${variable} = {value}. One of the environment is set like this: $env:{variable} = {value}")
    })
}

/// The rows of the list of absent cmdlets: name, module, and what to do instead (a command behind `$ `, or a reason).
fn absent() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    ABSENT
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut parts = line.splitn(3, '\t');
            Some((parts.next()?, parts.next()?, parts.next()?))
        })
}

/// The sentence about a cmdlet that Microsoft's modules have and iovsh does not, with what does the same on Linux.
pub fn sentence(name: &str) -> Option<String> {
    let plain = name.rsplit('\\').next().unwrap_or(name);
    let plain = match plain {
        short if short.eq_ignore_ascii_case("ogv") => "Out-GridView",
        other => other,
    };
    let (name, module, instead) =
        absent().find(|(known, _, _)| known.eq_ignore_ascii_case(plain))?;
    let whose = match module {
        "Hyper-V" => "Hyper-V's".to_owned(),
        module => format!("of Microsoft's module {module}"),
    };
    Some(match instead.strip_prefix("$ ") {
        Some(command) => {
            format!("{name} is {whose}; iovsh does not have it. On this host: {command}")
        }
        None => format!("{name} is {whose}; iovsh does not have it: {instead}."),
    })
}

/// The names of absent cmdlets that `fits` accepts.
pub fn absent_names(fits: impl Fn(&str) -> bool) -> Vec<&'static str> {
    absent()
        .map(|(name, _, _)| name)
        .filter(|name| fits(name))
        .collect()
}

/// The page of what is absent: `docs/absent-cmdlets.md`.
#[must_use]
pub fn page() -> String {
    let mut modules: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (name, module, instead) in absent() {
        modules.entry(module).or_default().push((name, instead));
    }
    let mut page = PAGE.to_owned();
    for (module, mut rows) in modules {
        rows.sort_unstable();
        page.push_str(&format!(
            "\n## {module}\n\n| on Hyper-V | today, on this host |\n| --- | --- |\n"
        ));
        for (name, instead) in rows {
            let instead = instead.replace('|', "\\|");
            let command = instead.strip_prefix("$ ");
            let instead = match command.map(|text| text.split_once(" (").unwrap_or((text, ""))) {
                Some((command, "")) => format!("`{command}`"),
                Some((command, remark)) => format!("`{command}` ({remark}"),
                None => format!("not here: {instead}"),
            };
            page.push_str(&format!("| `{name}` | {instead} |\n"));
        }
    }
    page
}

const PAGE: &str = "<!-- Generated from src/cmdlets/absent.tsv; do not edit. -->
# Cmdlets that are not here

Cmdlets of Microsoft's modules that scripts name and iovsh does not have, and what does the same on this host today. Who types one of
them is told so, `Get-Command` and `Get-Help` say it too; a script asks first: `if (Get-Command NAME -ErrorAction Ignore) { ... }`.
";

/// What to say of a command that does not exist: what [`Session::advice`] is set to.
pub fn of(session: &Session, name: &str) -> Option<String> {
    let known = sentence(name)
        .or_else(|| of_this_folder(session, name))
        .or_else(|| from_elsewhere(name))
        .or_else(|| verb_alone(name))
        .or_else(|| variable(name));
    if known.is_some() {
        return known;
    }
    if let Some(same) = of_same_meaning(session, name) {
        return Some(format!("Did you mean {same}?"));
    }
    let near = nearest(session, name);
    if !near.is_empty() {
        return Some(format!("Did you mean {}?", near.join(", ")));
    }
    let (_, noun) = name.split_once('-')?;
    let known = |spec: &&&iovsh_shell::cmdlet::CmdletSpec| {
        spec.name
            .split_once('-')
            .is_some_and(|(_, other)| other.eq_ignore_ascii_case(noun))
    };
    let spec = session.registry().iter().find(known)?;
    let noun = spec.name.split_once('-').map_or(noun, |(_, noun)| noun);
    Some(format!(
        "Get-Command -Noun {noun} lists what can be done with it."
    ))
}

/// The cmdlet with the same noun and a verb that means the same: `Revert-VMSnapshot` is `Restore-VMSnapshot`.
fn of_same_meaning(session: &Session, name: &str) -> Option<&'static str> {
    let (verb, noun) = name.split_once('-')?;
    let (_, same) = SYNONYMS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(verb))?;
    let called = |wanted: &str| {
        let mut all = session.registry().iter();
        all.find(|spec| spec.name.eq_ignore_ascii_case(wanted))
    };
    let spec = same
        .iter()
        .find_map(|verb| called(&format!("{verb}-{noun}")))?;
    Some(spec.name)
}

/// The verb and the noun of a name; a name without a dash is a noun.
fn parts(name: &str) -> (&str, &str) {
    name.split_once('-').unwrap_or(("", name))
}

/// The names nearest to one that was not found, those with the same noun first.
pub fn nearest(session: &Session, name: &str) -> Vec<Rc<str>> {
    let wanted = name.to_lowercase();
    // Everything is near to one letter.
    let limit = match wanted.chars().count() {
        0..=1 => return Vec::new(),
        letters => (letters / 3).clamp(1, 4),
    };
    let (verb, noun) = parts(&wanted);
    let mut near: Vec<(bool, usize, Rc<str>)> = Vec::new();
    // `means` is the command that the name stands for: of an alias, another one.
    let mut consider = |candidate: Rc<str>, means: &str| {
        if candidate.len().abs_diff(name.len()) > limit {
            return;
        }
        let lower = candidate.to_lowercase();
        let distance = strsim::damerau_levenshtein(&wanted, &lower);
        if distance <= limit && may_stand_for(verb, parts(means).0) {
            near.push((parts(&lower).1 != noun, distance, candidate));
        }
    };
    for spec in session.registry() {
        consider(spec.name.into(), spec.name);
    }
    for function in session.functions() {
        consider(Rc::clone(&function.name), &function.name);
    }
    for alias in session.aliases() {
        consider(alias.name.shared(), &alias.definition);
    }
    near.sort();
    near.dedup();
    near.into_iter()
        .take(MOST)
        .map(|(_, _, name)| name)
        .collect()
}

/// Whether a command with the verb `offered` may be offered to one who typed `typed`: a verb that takes something away
/// only for itself or for a slip of the fingers, and never for a verb that means something else.
fn may_stand_for(typed: &str, offered: &str) -> bool {
    let destructive = DESTRUCTIVE
        .iter()
        .any(|verb| verb.eq_ignore_ascii_case(offered));
    if !destructive || typed.eq_ignore_ascii_case(offered) {
        return true;
    }
    let slips = if offered.len() < 6 { 1 } else { 2 };
    !is_approved(typed)
        && strsim::damerau_levenshtein(typed, &offered.to_lowercase()) <= slips
        && typed.chars().next() == offered.to_lowercase().chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Services;

    fn session() -> Session {
        crate::session(Services::in_memory("default").unwrap())
    }

    fn is_destructive(session: &Session, name: &str) -> bool {
        let name = session
            .find_alias(name)
            .map_or_else(|| name.to_owned(), |alias| alias.definition.to_string());
        DESTRUCTIVE
            .iter()
            .any(|verb| parts(&name).0.eq_ignore_ascii_case(verb))
    }

    #[test]
    fn what_is_absent_is_absent_and_each_has_its_sentence() {
        let session = session();
        let mut seen = std::collections::HashSet::new();
        for (name, module, instead) in absent() {
            assert!(seen.insert(name), "{name} stands there twice");
            assert!(
                session.find_cmdlet(name).is_none() && session.find_alias(name).is_none(),
                "{name} exists: take it out of absent.tsv"
            );
            assert!(
                !module.is_empty() && !instead.is_empty() && !instead.ends_with('.'),
                "{name}"
            );
            let advice = of(&session, name).unwrap();
            assert!(
                advice.starts_with(name) && !advice.contains("Did you mean"),
                "{advice}"
            );
        }
        assert!(seen.len() > 120);
    }

    #[test]
    fn no_name_is_answered_with_one_that_takes_something_away() {
        let session = session();
        let ours = |module: &str| matches!(module, "Hyper-V" | "NetAdapter");
        let nouns = session
            .registry()
            .iter()
            .filter(|spec| ours(spec.module))
            .map(|spec| parts(spec.name).1);
        let nouns: std::collections::BTreeSet<&str> = nouns.collect();
        for verb in ["Move", "Rename", "Restore", "Set", "Start", "Mount"] {
            for noun in &nouns {
                let name = format!("{verb}-{noun}");
                for offered in nearest(&session, &name) {
                    let same = parts(&offered).0.eq_ignore_ascii_case(verb);
                    assert!(
                        same || !is_destructive(&session, &offered),
                        "{name}: {offered}"
                    );
                }
            }
        }
        for (name, _, _) in absent() {
            for offered in nearest(&session, name) {
                let same = parts(&offered).0.eq_ignore_ascii_case(parts(name).0);
                assert!(
                    same || !is_destructive(&session, &offered),
                    "{name}: {offered}"
                );
            }
        }
        for short in ["rn", "dl", "kil", "stp", "rmm"] {
            for offered in nearest(&session, short) {
                assert!(!is_destructive(&session, &offered), "{short}: {offered}");
            }
        }
    }

    #[test]
    fn what_other_shells_have_is_answered_and_not_here() {
        let session = session();
        for (name, here) in ELSEWHERE
            .iter()
            .flat_map(|(names, here)| names.iter().map(move |name| (*name, *here)))
        {
            assert!(
                session.find_cmdlet(name).is_none() && session.find_alias(name).is_none(),
                "{name} exists"
            );
            assert_eq!(of(&session, name).as_deref(), Some(here));
        }
    }

    #[test]
    fn a_slip_of_the_fingers_is_answered() {
        let session = session();
        for (typed, meant) in [
            ("Remvoe-VM", "Remove-VM"),
            ("Get-VMSwich", "Get-VMSwitch"),
            ("Sotp-VM", "Stop-VM"),
            ("Remove-VMNetworkAdaptor", "Remove-VMNetworkAdapter"),
            ("Disable-NetAdapterSrov", "Disable-NetAdapterSriov"),
        ] {
            assert_eq!(
                nearest(&session, typed).first().map(|name| &**name),
                Some(meant),
                "{typed}"
            );
        }
        let advice = of(&session, "Shutdown-VM").unwrap();
        assert!(advice.contains("Get-Command -Noun VM"), "{advice}");
    }
}
