//! The lines that send a virtual machine as [`crate::Machine::send`] does. They are steps of no plan: they span two hosts.

use super::shell_line::{ShellLine, render, words};
use super::virsh::{domain_word, virsh_words};
use crate::model::{MigratingDisk, MigratingVm};

/// What is done, in order: sentences without a full stop, and the lines that do the same.
#[must_use]
pub fn sending(guest: &MigratingVm, target: &str) -> Vec<(String, String)> {
    let vm = &guest.vm;
    let active = vm.state.is_active();
    let copied: Vec<&MigratingDisk> = guest.disks.iter().filter(|disk| disk.copied).collect();
    let moved: Vec<&MigratingDisk> = guest
        .disks
        .iter()
        .filter(|disk| disk.destination != disk.path)
        .collect();
    let name = domain_word(&vm.name, vm.id);
    let mut steps: Vec<(String, String)> = copied
        .iter()
        .map(|disk| match active {
            true => made(disk, target),
            false => copy(disk, target),
        })
        .collect();
    let mut options = words("--persistent --undefinesource --p2p");
    options.push(if active { "--live" } else { "--offline" }.to_owned());
    if active {
        // It is let go when it is known that it runs nowhere else.
        options.push("--suspend".to_owned());
    }
    if active && !copied.is_empty() {
        options.push("--copy-storage-all".to_owned());
        let targets: Vec<&str> = copied.iter().map(|disk| disk.target.as_str()).collect();
        options.extend(["--migrate-disks".to_owned(), targets.join(",")]);
    }
    if !moved.is_empty() {
        let places: Vec<String> = moved
            .iter()
            .map(|disk| format!("'{}' instead of '{}'", disk.destination, disk.path))
            .collect();
        let line = ShellLine::run(virsh_words("dumpxml", words("--migratable"), &name, &[]));
        steps.push((
            format!("Make FILE of its definition, with {}", places.join(" and ")),
            render(&[line]),
        ));
        options.extend(words("--xml FILE"));
    }
    let uri = format!("qemu+ssh://{target}/system");
    let line = ShellLine::run(virsh_words("migrate", options, &name, &[&uri]));
    let what = match (active, copied.is_empty()) {
        (true, true) => format!("Send '{}' to {target} with its memory", vm.name),
        (true, false) => format!(
            "Send '{}' to {target} with its memory and what its disks hold",
            vm.name
        ),
        (false, _) => format!("Send the definition of '{}' to {target}", vm.name),
    };
    steps.push((what, render(&[line])));
    steps
}

/// An empty image that libvirt fills while the machine runs.
fn made(disk: &MigratingDisk, target: &str) -> (String, String) {
    let format = match disk.format.as_str() {
        "" => "raw",
        format => format,
    };
    let size = disk.size.unwrap_or_default().to_string();
    let far = [
        "qemu-img",
        "create",
        "-q",
        "-f",
        format,
        "--",
        &disk.destination,
        &size,
    ];
    // The shell at the other end takes the line apart once more.
    let line = ShellLine::run(["ssh", "--", target, &render(&[ShellLine::run(far)])]);
    (
        format!(
            "Make the image '{}' at {target}, for what '{}' holds",
            disk.destination, disk.path
        ),
        render(&[line]),
    )
}

/// The image of a machine that is off, which nobody writes to.
fn copy(disk: &MigratingDisk, target: &str) -> (String, String) {
    let to = format!("{target}:{}", disk.destination);
    (
        format!("Copy '{}' to '{}' at {target}", disk.path, disk.destination),
        render(&[ShellLine::run(["scp", "-q", "--", &disk.path, &to])]),
    )
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
        let mut guest = MigratingVm {
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
        let (_, line) = sending(&guest, "b").remove(0);
        assert!(
            line.contains(
                "--live --suspend 00000000-0000-4000-8000-000000000001 qemu+ssh://b/system"
            ),
            "{line}"
        );
        // A disk that goes along stands in what is shown, with its place, whether the machine runs or not.
        let disk = MigratingDisk {
            path: "/a/it's.qcow2".to_owned(),
            destination: "/b/it's.qcow2".to_owned(),
            target: "vda".to_owned(),
            size: Some(4096),
            format: "qcow2".to_owned(),
            copied: true,
            ..MigratingDisk::default()
        };
        guest.disks.push(disk);
        let running = sending(&guest, "b");
        guest.vm.state = crate::model::VmState::Off;
        let off = sending(&guest, "b");
        for steps in [&running, &off] {
            assert!(steps[0].0.contains("'/b/it's.qcow2'"), "{steps:?}");
            assert!(
                steps.last().unwrap().1.contains(" --xml FILE "),
                "{steps:?}"
            );
        }
        assert!(running[0].1.starts_with("ssh -- b "), "{running:?}");
        assert!(running[2].1.contains("--migrate-disks vda"), "{running:?}");
        assert!(off[0].1.starts_with("scp -q -- "), "{off:?}");
        assert!(off[0].1.contains("b:/b/it"), "{off:?}");
    }
}
