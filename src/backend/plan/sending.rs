//! The lines that send a virtual machine as [`crate::Machine::send`] does. They are steps of no plan: they span two hosts.

use super::shell_line::{ShellLine, render, render_reading, words};
use super::virsh::{domain_word, virsh_words};
use crate::model::{Along, MigratingDisk, MigratingFile, MigratingVm, Uuid, VmState};

/// What is done in the migration with this id, in order: sentences without a full stop, and the lines that do the same. `certificate` is
/// the name in the target's, where memory travels under TLS.
#[must_use]
pub fn sending(
    guest: &MigratingVm,
    target: &str,
    migration: Uuid,
    certificate: Option<&str>,
) -> Vec<(String, String)> {
    let vm = &guest.vm;
    let active = vm.state.is_active();
    let copied: Vec<&MigratingDisk> = guest.disks.iter().filter(|disk| disk.copied).collect();
    let moved: Vec<&MigratingDisk> = guest
        .disks
        .iter()
        .filter(|disk| disk.destination != disk.path)
        .collect();
    let name = domain_word(&vm.name, vm.id);
    let mut steps: Vec<(String, String)> = Vec::new();
    for disk in &copied {
        steps.push(made(disk, target));
        if !active {
            steps.push(copy(disk, target));
        }
    }
    for file in &guest.files {
        steps.extend(along(file, target, migration));
    }
    let of = |what| guest.files.iter().filter(move |file| file.what == what);
    for file in of(Along::Variables) {
        let lines = putting_in_place(file, migration);
        steps.push((
            format!("Give the variables of its firmware their place at {target}"),
            at(target, &lines),
        ));
    }
    let mut options = words("--persistent");
    if vm.state != VmState::Saved {
        // It is there when its saved memory is; until then it is here.
        options.push("--undefinesource".to_owned());
    }
    options.push("--p2p".to_owned());
    options.push(if active { "--live" } else { "--offline" }.to_owned());
    if active {
        // It is let go when it is known that it runs nowhere else.
        options.push("--suspend".to_owned());
        if let Some(name) = certificate {
            options.extend(["--tls", "--tls-destination", name].map(str::to_owned));
        }
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
    for file in of(Along::Memory) {
        let dump = ["virsh", "save-image-dumpxml", "--security-info", &file.path];
        steps.push((
            "Make FILE of what stands before its saved memory, with its switches and disks as they are there".to_owned(),
            render(&[ShellLine::run(dump)]),
        ));
        let there = file.arriving(migration);
        let define = ["virsh", "-c", &uri, "save-image-define", &there, "FILE"];
        steps.push((
            format!("Put it before the saved memory at {target}"),
            render(&[ShellLine::run(define)]),
        ));
        steps.push((
            format!("Give its saved memory its place at {target}"),
            at(target, &putting_in_place(file, migration)),
        ));
    }
    steps
}

/// Lines that the target runs. The shell there takes them apart once more.
fn at(target: &str, lines: &[ShellLine]) -> String {
    let far = render(lines);
    render(&[ShellLine::run(["ssh", "--", target, &far])])
}

/// An empty image: libvirt fills it while the machine runs, a copy fills it otherwise.
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
    (
        format!(
            "Make the image '{}' at {target}, for what '{}' holds",
            disk.destination, disk.path
        ),
        at(target, &[ShellLine::run(far)]),
    )
}

/// The image of a machine that does not run, which nobody writes to.
fn copy(disk: &MigratingDisk, target: &str) -> (String, String) {
    (
        format!("Copy '{}' to '{}' at {target}", disk.path, disk.destination),
        sent(target, &disk.path, &disk.destination),
    )
}

/// A file goes into one that is there already.
fn sent(target: &str, from: &str, to: &str) -> String {
    let far = render(&[ShellLine::run(image_writer(to))]);
    render_reading(["ssh", "--", target, &far], from)
}

/// Writes what it reads into the file that is there (one that was removed meanwhile is not made again), leaves holes where there is
/// nothing, and ends when all of it is on the disk: the source may remove its own afterwards.
pub(crate) fn image_writer(path: &str) -> [String; 6] {
    [
        "dd".to_owned(),
        format!("of={path}"),
        "bs=1M".to_owned(),
        "iflag=fullblock".to_owned(),
        "conv=sparse,nocreat,fsync".to_owned(),
        "status=none".to_owned(),
    ]
}

/// What the name of a file ends with that stood where a machine's own came.
pub(crate) const BEFORE: &str = ".before";

/// What goes along gets its place. Saved memory never takes the place of another machine's; what the firmware of this machine left
/// here when it was here before is kept beside.
pub(crate) fn putting_in_place(file: &MigratingFile, migration: Uuid) -> Vec<ShellLine> {
    let (from, to) = (file.arriving(migration), file.path.as_str());
    let folder = to.rsplit_once('/').map_or("/", |(folder, _)| folder);
    let synced = |path: &str| ShellLine::run(["sync", "--", path]);
    match file.what {
        Along::Memory => vec![
            synced(&from),
            ShellLine::run(["mv", "-T", "-n", "--", &from, to]),
            ShellLine::run(["test", "!", "-e", &from]),
            synced(folder),
        ],
        Along::Variables => vec![
            ShellLine::run([
                "mv",
                "-T",
                "--backup=simple",
                &format!("--suffix={BEFORE}"),
                "--",
                &from,
                to,
            ]),
            synced(folder),
        ],
    }
}

/// A file goes along, into one beside its place.
fn along(file: &MigratingFile, target: &str, migration: Uuid) -> [(String, String); 2] {
    let what = match file.what {
        Along::Memory => "its saved memory",
        Along::Variables => "the variables of its firmware",
    };
    let to = file.arriving(migration);
    let empty = ShellLine::run(["install", "-m", "600", "/dev/null", &to]);
    [
        (
            format!("Make a file for {what} at {target}"),
            at(target, &[empty]),
        ),
        (
            format!("Copy {what} to {target}"),
            sent(target, &file.path, &to),
        ),
    ]
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
            wired: Vec::new(),
            host: "a".to_owned(),
            processor: None,
            host_processor: None,
            passes_processor: false,
            disks: Vec::new(),
            files: Vec::new(),
            lacks: Vec::new(),
            checkpoints: Vec::new(),
            blockers: Vec::new(),
        };
        let id = Uuid::of_text("m");
        let (_, line) = sending(&guest, "b", id, None).remove(0);
        assert!(
            line.contains(
                "--live --suspend 00000000-0000-4000-8000-000000000001 qemu+ssh://b/system"
            ),
            "{line}"
        );
        let (_, line) = sending(&guest, "b", id, Some("b.example")).remove(0);
        assert!(
            line.contains("--tls --tls-destination b.example "),
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
        let running = sending(&guest, "b", id, None);
        guest.vm.state = crate::model::VmState::Off;
        let off = sending(&guest, "b", id, None);
        for steps in [&running, &off] {
            assert!(steps[0].0.contains("'/b/it's.qcow2'"), "{steps:?}");
            assert!(
                steps.last().unwrap().1.contains(" --xml FILE "),
                "{steps:?}"
            );
        }
        assert!(running[0].1.starts_with("ssh -- b "), "{running:?}");
        assert!(running[2].1.contains("--migrate-disks vda"), "{running:?}");
        assert!(off[0].1.starts_with("ssh -- b "), "{off:?}");
        assert!(off[1].1.contains("conv=sparse,nocreat,fsync"), "{off:?}");
        assert!(off[1].1.ends_with(r" < /a/'it'\''s.qcow2'"), "{off:?}");
    }

    /// The source is left as it is until the saved memory has its place, which it gets last.
    #[test]
    fn saved_memory_goes_along_and_gets_its_place_last() {
        let vm: Vm = serde_json::from_value(serde_json::json!({
            "name": "web1",
            "id": "00000000-0000-4000-8000-000000000001",
            "memory": 1, "vcpus": 1, "state": "Saved"
        }))
        .unwrap();
        let file = |what, path: &str| MigratingFile {
            what,
            path: path.to_owned(),
            size: 1,
        };
        let guest: MigratingVm = serde_json::from_value(serde_json::json!({
            "vm": vm, "host": "a",
            "files": [
                file(Along::Memory, "/s/web1.save"),
                file(Along::Variables, "/n/web1_VARS.fd"),
            ],
        }))
        .unwrap();
        let steps = sending(&guest, "b", Uuid::of_text("m"), None);
        let place = |what: &str| {
            let found = steps.iter().position(|(_, line)| line.contains(what));
            found.unwrap_or_else(|| panic!("{what}: {steps:#?}"))
        };
        let order = [
            place("< /s/web1.save"),
            place("< /n/web1_VARS.fd"),
            place("/n/web1_VARS.fd &&"),
            place("migrate --persistent --p2p --offline web1"),
            place("save-image-define"),
            place("mv -T -n -- /s/web1.save."),
        ];
        assert!(order.is_sorted(), "{steps:#?}");
        assert_eq!(order.last(), Some(&(steps.len() - 1)));
        assert!(
            !steps
                .iter()
                .any(|(_, line)| line.contains("undefinesource"))
        );
    }
}
