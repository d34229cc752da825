//! Next steps of another host: what is typed here has to name it.

use iovsh_shell::cmdlet::CmdletSpec;
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_argument;

/// What stands before the commands in a sentence that says more than a step.
const MARK: &str = "Next step: ";

/// Programs of a next step that are run on the host itself.
const PROGRAMS: &[&str] = &[
    "apt",
    "bridge",
    "cat",
    "connmanctl",
    "devlink",
    "dhclient",
    "dhcpcd",
    "dmesg",
    "dnf",
    "echo",
    "ethtool",
    "getenforce",
    "head",
    "ip",
    "journalctl",
    "ls",
    "lsmod",
    "lspci",
    "mkdir",
    "modprobe",
    "mount",
    "netconfig",
    "nft",
    "nmcli",
    "qemu-img",
    "resolvconf",
    "resolvectl",
    "rm",
    "sysctl",
    "systemctl",
    "tc",
    "virsh",
];

/// A next step as it is typed here, for the host that the running command acts on: the step itself where it acts at home.
pub fn step(cx: &mut Context, text: &str) -> String {
    match cx.session().place_name.clone() {
        Some(host) => step_of(&host, text),
        None => text.to_owned(),
    }
}

/// The same for a sentence, which may have a next step at its end.
pub fn told(cx: &mut Context, text: &str) -> String {
    match &cx.session().place_name {
        Some(host) => sentence(host, text),
        None => text.to_owned(),
    }
}

/// A sentence of this host, as it is said here: the commands in it name the host.
pub fn sentence(host: &str, text: &str) -> String {
    match text.split_once(MARK) {
        Some((before, step)) => format!("{}{MARK}{}", named(host, before).0, step_of(host, step)),
        None => named(host, text).0,
    }
}

/// A next step of this host: each command in it names the host, if it can and does not do so already; for programs the sentence says
/// where they are run.
pub fn step_of(host: &str, text: &str) -> String {
    let (out, is_local) = named(host, text);
    let prefix = format!("On {host}: ");
    match is_local && !out.starts_with(&prefix) {
        true => prefix + &out,
        false => out,
    }
}

/// A text with each command that can name its host naming this one; and whether it has a command for the host itself and none that names it.
fn named(host: &str, text: &str) -> (String, bool) {
    let mut out = String::with_capacity(text.len().saturating_add(32));
    let seen = without_quoted(text);
    let (mut rest, mut named, mut local) = (text, false, false);
    while let Some((before, word, after)) = next_word(rest, &seen) {
        out.push_str(before);
        out.push_str(word);
        rest = after;
        let after = tail(&seen, after.len());
        let is_place = before.is_empty() || before.ends_with([' ', '(', ',']);
        let Some(spec) = spec_of(word).filter(|_| is_place) else {
            local |= PROGRAMS.contains(&word) && (after.starts_with(' ') || after.is_empty());
            continue;
        };
        let before = out
            .get(..out.len().saturating_sub(word.len()))
            .unwrap_or_default()
            .trim_end();
        // What comes through a pipeline knows its host.
        if before.ends_with('|') || before.ends_with("Get-Help") {
            continue;
        }
        let end = after.find([';', '|', '\n']).unwrap_or(after.len());
        let own = after.get(..end).unwrap_or(after);
        if own
            .split(' ')
            .any(|word| matches!(word, "-ComputerName" | "-CimSession"))
        {
            named = true;
            continue;
        }
        match parameter_of(spec) {
            Some(parameter) => {
                // A step that is a command ends where the command does. In a sentence nothing tells where that is.
                let is_command = out.len() == word.len() && !text.trim_end().ends_with('.');
                if is_command {
                    let arguments;
                    (arguments, rest) = rest
                        .split_at_checked(own.trim_end().len())
                        .unwrap_or((rest, ""));
                    out.push_str(arguments);
                }
                out.push_str(&format!(" -{parameter} {}", quote_argument(host)));
                named = true;
            }
            None => local |= spec.module == "Microsoft.PowerShell.Management",
        }
    }
    out.push_str(rest);
    (out, local && !named)
}

/// The text with a `_` for each byte that stands in quotes: names of machines and files are no commands.
fn without_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        // An apostrophe within a word opens nothing.
        let opens =
            c == '\'' && (out.is_empty() || out.ends_with([' ', '(', '[', ',', '=', ':', ';']));
        let length = opens.then(|| quoted(rest)).flatten();
        let (taken, after) = rest.split_at(length.unwrap_or(c.len_utf8()));
        match length {
            Some(length) => out.push_str(&"_".repeat(length)),
            None => out.push_str(taken),
        }
        rest = after;
    }
    out
}

/// How many bytes the quoted text at the beginning has, with its quotes; two of them within it are one.
fn quoted(text: &str) -> Option<usize> {
    let mut quotes = text
        .match_indices('\'')
        .skip(1)
        .map(|(at, _)| at)
        .peekable();
    while let Some(at) = quotes.next() {
        match quotes.peek() {
            Some(next) if *next == at + 1 => drop(quotes.next()),
            _ => return Some(at + 1),
        }
    }
    None
}

/// The last so many bytes.
fn tail(text: &str, length: usize) -> &str {
    let from = text.len().saturating_sub(length);
    text.get(from..).unwrap_or_default()
}

/// What stands before the next word of letters, digits and hyphens, the word, and the rest. `seen` is the whole text without what is in quotes.
fn next_word<'t>(text: &'t str, seen: &str) -> Option<(&'t str, &'t str, &'t str)> {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let seen = tail(seen, text.len());
    let start = seen.find(is_of_word)?;
    let length = seen.get(start..)?.find(|c| !is_of_word(c));
    let (before, from) = text.split_at_checked(start)?;
    let (word, after) = from.split_at_checked(length.unwrap_or(from.len()))?;
    Some((before, word, after))
}

fn spec_of(word: &str) -> Option<&'static CmdletSpec> {
    if !word.contains('-') {
        return None;
    }
    let mut all = crate::all().iter();
    all.find(|spec| spec.name == word).copied()
}

/// The parameter that names hosts by their names: a session of CIM may be named, too.
fn parameter_of(spec: &CmdletSpec) -> Option<&'static str> {
    let has = |name: &str| spec.parameters.iter().any(|p| p.name == name);
    ["ComputerName", "CimSession"]
        .into_iter()
        .find(|name| has(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use iovsh_backend::model::HostReason;

    #[test]
    fn each_command_names_the_host_once() {
        for (text, there) in [
            (
                "Get-NetAdapterSriovVf enp1s0f0",
                "Get-NetAdapterSriovVf enp1s0f0 -CimSession hv4",
            ),
            (
                "New-VMSwitch iov -NetAdapterName enp1s0f0 -EnableIov $true",
                "New-VMSwitch iov -NetAdapterName enp1s0f0 -EnableIov $true -ComputerName hv4",
            ),
            (
                "Allow it: Enable-VMMigration -ComputerName hv4",
                "Allow it: Enable-VMMigration -ComputerName hv4",
            ),
            (
                "Stop-VM -Name 'my (Get-VM; x'",
                "Stop-VM -Name 'my (Get-VM; x' -ComputerName hv4",
            ),
            (
                "Stop-VM -Name x-ComputerName",
                "Stop-VM -Name x-ComputerName -ComputerName hv4",
            ),
            (
                "See the guest's console: vmconnect 'it''s Get-VM'",
                "See the guest's console: vmconnect 'it''s Get-VM'",
            ),
            (
                "See Get-VM web1; then stop it: Get-VM web1 | Stop-VM",
                "See Get-VM -ComputerName hv4 web1; then stop it: Get-VM -ComputerName hv4 web1 | Stop-VM",
            ),
            (
                "Load it: modprobe vfio-pci",
                "On hv4: Load it: modprobe vfio-pci",
            ),
            (
                "Read about it: Get-Help Get-VM",
                "Read about it: Get-Help Get-VM",
            ),
            ("Write it as ADDRESS/LENGTH.", "Write it as ADDRESS/LENGTH."),
        ] {
            assert_eq!(step_of("hv4", text), there);
            assert_eq!(step_of("hv4", there), there, "once is enough");
        }
        assert_eq!(step_of("a b", "Get-VM"), "Get-VM -ComputerName 'a b'");
        assert_eq!(
            sentence("hv4", "Nothing runs. Next step: Get-VM web*"),
            "Nothing runs. Next step: Get-VM web* -ComputerName hv4"
        );
        assert_eq!(
            sentence("hv4", "No VF is left. Set-NetAdapterSriov makes more."),
            "No VF is left. Set-NetAdapterSriov -CimSession hv4 makes more."
        );
        for text in [
            "Its driver is igb: ip link shows it.",
            "No command is in this.",
        ] {
            assert_eq!(sentence("hv4", text), text);
        }
    }

    /// No reason for the lack of SR-IOV sends whoever reads it to the wrong host.
    #[test]
    fn no_reason_of_a_host_is_left_without_it() {
        for reason in HostReason::ALL {
            let text = reason.next_step();
            let there = step_of("hv4", text);
            let commands = crate::all().iter().filter(|spec| {
                parameter_of(spec).is_some()
                    && text.split([' ', ':', '.']).any(|word| word == spec.name)
            });
            for spec in commands {
                let named = there.contains("-ComputerName") || there.contains("-CimSession");
                assert!(named, "{}: {there}", spec.name);
            }
        }
    }
}
