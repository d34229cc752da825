//! The words of `virsh`.

use super::shell_line::{ShellLine, program, words};
use crate::model::{State, Uuid, Vm};

/// A value as `virt-xml` takes it among the parts of an option, which commas divide.
pub(super) fn virt_xml_value(value: &str) -> String {
    value.replace(',', ",,")
}

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
    if name.starts_with('-') || rest.iter().any(|word| word.starts_with('-')) {
        argv.push("--".to_owned());
    }
    argv.push(name.to_owned());
    argv.extend(rest.iter().map(|word| (*word).to_owned()));
    argv
}

/// How a domain is called so that `virsh` and `virt-xml` find this one: they take a number for the id of a running domain, 32 digits
/// for a UUID, and what begins with `-` for an option, before they look for a name.
pub(super) fn domain_word(name: &str, id: Uuid) -> String {
    let number = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    if number || name.starts_with('-') || name.parse::<Uuid>().is_ok() {
        id.to_string()
    } else {
        name.to_owned()
    }
}

/// A subcommand of `virsh` for the domain or network of this name, as text for a next step.
pub(crate) fn virsh_step(verb: &str, options: &str, name: &str, rest: &[&str]) -> String {
    program(virsh_words(verb, words(options), name, rest))
}

/// The same for a VM.
#[must_use]
pub fn virsh_vm_step(verb: &str, options: &str, vm: &Vm, rest: &[&str]) -> String {
    virsh_step(verb, options, &domain_word(&vm.name, vm.id), rest)
}

/// The same for a domain of a host.
pub(super) fn vm_word(state: &State, id: Uuid) -> String {
    state
        .vm(id)
        .map_or_else(|| id.to_string(), |vm| domain_word(&vm.name, id))
}
