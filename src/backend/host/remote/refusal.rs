//! Why a far host cannot be had: what `ssh` said, as an error with a next step.

use std::io;

use crate::{Category, CauseSource, HostError};

/// What ssh says, the error that it is, and what can be done. The first that fits counts.
const SAID: &[(&str, &str, Category, &str, &str)] = &[
    (
        "REMOTE HOST IDENTIFICATION HAS CHANGED",
        "Host.KeyChanged",
        Category::SecurityError,
        "The key of '{}' is another than the one that is known.",
        "Find out whether the host was installed anew. If so, forget the old key: ssh-keygen -R {}",
    ),
    (
        "Host key verification failed",
        "Host.KeyUnknown",
        Category::SecurityError,
        "The key of '{}' is not known, and nobody confirmed it.",
        "Connect once at a terminal and compare the key: ssh {}",
    ),
    (
        "Could not resolve hostname",
        "Host.NameUnknown",
        Category::ObjectNotFound,
        "There is no host '{}'.",
        "Look at the name, and at ~/.ssh/config; this shows what ssh makes of it: ssh -G {}",
    ),
    (
        "Permission denied",
        "Host.AccessDenied",
        Category::AuthenticationError,
        "'{}' does not let this user in.",
        "Give ssh a key that it accepts (ssh-copy-id {}), or name another user: ssh://USER@{}",
    ),
    (
        "timed out",
        "Host.Timeout",
        Category::OperationTimeout,
        "'{}' does not answer.",
        "See whether it is up and reachable: ssh {} true",
    ),
    (
        "sudo:",
        "Host.SudoRefused",
        Category::PermissionDenied,
        "'{}' does not let this user run iovsh as root without a password.",
        "Connect as root (ssh://root@{}), or allow it there with a line of sudoers: USER ALL=(root) NOPASSWD: /usr/bin/iovsh serve",
    ),
    (
        "not found",
        "Host.NoIovsh",
        Category::NotInstalled,
        "iovsh is not installed on '{}'.",
        "Install it there, where the login shell finds it: ssh {} 'command -v iovsh'",
    ),
];

/// Why the far end did not say hello. `said` is what ssh wrote to its standard error.
pub fn refused(name: &str, said: &str) -> HostError {
    let found = SAID.iter().find(|(words, ..)| said.contains(words));
    let (id, category, message, step) = match found {
        Some((_, id, category, message, step)) => (*id, *category, *message, *step),
        None => (
            "Host.Unreachable",
            Category::ConnectionError,
            "'{}' cannot be reached.",
            "See what ssh says of it: ssh -v {} true",
        ),
    };
    let error = HostError::new(id, category, message.replace("{}", name))
        .target(name)
        .next_step(step.replace("{}", name));
    match last_lines(said) {
        None => error,
        Some(words) => error.because(CauseSource::Ssh, words, None),
    }
}

/// The connection ended while an answer was waited for.
pub fn lost(name: &str, doing: &str, why: Option<&io::Error>, said: &str) -> HostError {
    let error = HostError::new(
        "Host.ConnectionLost",
        Category::ConnectionError,
        format!("The connection to '{name}' was lost {doing}."),
    )
    .target(name)
    .next_step("Run the command again: it connects anew.");
    match (last_lines(said), why) {
        (Some(words), _) => error.because(CauseSource::Ssh, words, None),
        (None, Some(why)) => error.because_io(CauseSource::Ssh, why),
        (None, None) => error,
    }
}

/// The far end speaks another version.
pub fn other_version(name: &str, theirs: (u32, u32), ours: (u32, u32), program: &str) -> HostError {
    HostError::new(
        "Host.OtherVersion",
        Category::ConnectionError,
        format!(
            "iovsh {program} on '{name}' speaks version {}.{} of the protocol, and this one speaks {}.{}.",
            theirs.0, theirs.1, ours.0, ours.1
        ),
    )
    .target(name)
    .next_step("Install the same version of iovsh on both ends.")
}

fn last_lines(said: &str) -> Option<String> {
    let lines: Vec<&str> = said
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let last = lines.get(lines.len().saturating_sub(3)..)?.join(" ");
    (!last.is_empty()).then_some(last)
}

/// A host answered something else than was asked.
pub fn bad_answer(name: &str) -> HostError {
    HostError::new(
        "Host.BadAnswer",
        Category::InvalidData,
        format!("'{name}' answered something else than was asked."),
    )
    .target(name)
    .next_step("Install the same version of iovsh on both ends.")
}

#[cfg(test)]
mod tests {
    use super::refused;

    #[test]
    fn what_ssh_says_becomes_an_error_with_its_words_and_a_step() {
        for (said, id) in [
            (
                "ssh: Could not resolve hostname hv9: Name or service not known\r\n",
                "Host.NameUnknown",
            ),
            (
                "root@hv9: Permission denied (publickey,password).\r\n",
                "Host.AccessDenied",
            ),
            (
                "@@@\n@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\n@@@\nHost key verification failed.",
                "Host.KeyChanged",
            ),
            ("Host key verification failed.", "Host.KeyUnknown"),
            (
                "ssh: connect to host hv9 port 22: Connection timed out",
                "Host.Timeout",
            ),
            (
                "ssh: connect to host hv9 port 22: Connection refused",
                "Host.Unreachable",
            ),
            ("sudo: a password is required", "Host.SudoRefused"),
            ("sh: 1: exec: iovsh: not found", "Host.NoIovsh"),
            ("", "Host.Unreachable"),
        ] {
            let error = refused("hv9", said);
            assert_eq!(error.id, id, "{said}");
            assert!(
                error
                    .next_step
                    .as_ref()
                    .is_some_and(|step| step.contains("hv9"))
            );
            let last = said.lines().last().unwrap_or_default().trim();
            assert!(error.to_string().contains(last), "{error}");
        }
    }
}
