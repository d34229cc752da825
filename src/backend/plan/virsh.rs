//! The words of `virsh`.

use super::shell_line::{ShellLine, words};
use crate::model::{State, Uuid};

/// The file that a program is told to read what is given to it.
pub(super) const INPUT: &str = "/dev/stdin";

/// A subcommand of `virsh` for the domain or network of this name.
pub(super) fn virsh(verb: &str, options: &str, name: &str) -> ShellLine {
    ShellLine::run(virsh_words(verb, words(options), name, &[]))
}

/// The words of a subcommand of `virsh`: its options, the name, and what stands behind that. Behind `--` nothing is an option,
/// whatever it begins with.
pub(super) fn virsh_words(
    verb: &str,
    options: Vec<String>,
    name: &str,
    rest: &[&str],
) -> Vec<String> {
    let mut argv = vec!["virsh".to_owned(), verb.to_owned()];
    argv.extend(options);
    if name.starts_with('-') {
        argv.push("--".to_owned());
    }
    argv.push(name.to_owned());
    argv.extend(rest.iter().map(|word| (*word).to_owned()));
    argv
}

/// How a domain is called so that `virsh` finds this one: it takes a number for the id of a running domain, and 32 digits for a
/// UUID, before it looks for a name.
pub(super) fn domain_word(name: &str, id: Uuid) -> String {
    let number = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    if number || name.parse::<Uuid>().is_ok() {
        id.to_string()
    } else {
        name.to_owned()
    }
}

/// The same for a domain of a host.
pub(super) fn vm_word(state: &State, id: Uuid) -> String {
    state
        .vm(id)
        .map_or_else(|| id.to_string(), |vm| domain_word(&vm.name, id))
}
