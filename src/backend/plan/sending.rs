//! The line that sends a virtual machine as [`crate::Machine::send`] does. It is a step of no plan: it spans two hosts.

use super::shell_line::{ShellLine, render, words};
use super::virsh::{domain_word, virsh_words};
use crate::model::MigratingVm;

/// What is done, as a sentence without a full stop, and the `virsh` line that does the same.
#[must_use]
pub fn sending(guest: &MigratingVm, target: &str) -> (String, String) {
    let vm = &guest.vm;
    let active = vm.state.is_active();
    let mut options = words("--persistent --undefinesource --p2p");
    options.push(if active { "--live" } else { "--offline" }.to_owned());
    if active {
        // It is let go when it is known that it runs nowhere else.
        options.push("--suspend".to_owned());
    }
    if active && guest.disks.iter().any(|disk| disk.copied) {
        options.push("--copy-storage-all".to_owned());
    }
    let uri = format!("qemu+ssh://{target}/system");
    let name = domain_word(&vm.name, vm.id);
    let line = ShellLine::run(virsh_words("migrate", options, &name, &[&uri]));
    let what = match active {
        true => format!("Send '{}' to {target} with its memory", vm.name),
        false => format!("Send the definition of '{}' to {target}", vm.name),
    };
    (what, render(&[line]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Vm;

    #[test]
    fn a_name_is_an_argument_whatever_it_is() {
        let vm: Vm = serde_json::from_value(serde_json::json!({
            "name": "--help; reboot",
            "id": "00000000-0000-4000-8000-000000000001",
            "memory": 1, "vcpus": 1, "state": "Running"
        }))
        .unwrap();
        let guest = MigratingVm {
            vm,
            switches: Vec::new(),
            host: "a".to_owned(),
            processor: None,
            host_processor: None,
            passes_processor: false,
            disks: Vec::new(),
            checkpoints: Vec::new(),
            blockers: Vec::new(),
        };
        let (_, line) = sending(&guest, "b");
        assert!(
            line.contains(
                "--live --suspend 00000000-0000-4000-8000-000000000001 qemu+ssh://b/system"
            ),
            "{line}"
        );
    }
}
