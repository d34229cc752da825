//! Guests of the simulated machine: a small Linux with an agent, an address, a name, files, and a few programs.

use std::collections::BTreeMap;

use iovsh_base::base64::{base64, from_base64};

use super::domain::{end_process, find};
use super::refusal::libvirt;
use super::world::{SimDeed, SimGuest, World};
use crate::model::{
    Adapter, DiskUsage, GuestAnswer, GuestFacts, GuestQuestion, Usage, Uuid, Vm, VmState,
};
use crate::policy::vm::guest::{file_exists, folder_missing};
use crate::{Category, CauseSource, GuestDeed, HostError};

/// What the guests run.
const SYSTEM: &str = "Debian GNU/Linux 13 (trixie)";
const KERNEL: &str = "6.12.38-amd64";

/// What a guest says of itself.
pub(super) fn facts() -> GuestFacts {
    GuestFacts {
        system: Some(SYSTEM.to_owned()),
        kernel: Some(KERNEL.to_owned()),
    }
}

/// The address that a guest gets where its adapter is connected, made of its MAC so that it is the same each time. MAC addresses that
/// differ in their last two bytes, as all that one host's pool gives, have addresses that differ.
pub(super) fn address(adapter: &Adapter) -> Option<String> {
    adapter.bridge.as_ref().filter(|_| adapter.link_up)?;
    let [.., third, fourth] = adapter.mac.0;
    // The net of the documentation that is large enough, 198.18.0.0/15. No host ends in 0 or 255: those have the place of a host of the
    // first half, which has its own in the second.
    Some(match fourth {
        0 => format!("198.18.{third}.1"),
        255 => format!("198.18.{third}.254"),
        1 | 254 => format!("198.19.{third}.{fourth}"),
        _ => format!("198.18.{third}.{fourth}"),
    })
}

/// What a guest has used that was started so many seconds ago: it idles, and writes its log on its first disk.
pub(super) fn usage(vm: &Vm) -> Usage {
    let uptime = vm.uptime;
    let mut disks = vm.facts.drives.iter().filter(|drive| drive.is_disk());
    let system = disks.next().map(|drive| DiskUsage {
        target: drive.target.clone(),
        read: uptime.saturating_mul(64 << 10),
        written: uptime.saturating_mul(16 << 10),
        operations: uptime.saturating_mul(5),
        waited: uptime.saturating_mul(1_000_000),
    });
    let others = disks.map(|drive| DiskUsage {
        target: drive.target.clone(),
        ..DiskUsage::default()
    });
    let busy = system.clone().unwrap_or_default();
    Usage {
        processor: uptime.saturating_mul(20_000_000),
        read: Some(busy.read),
        written: Some(busy.written),
        operations: Some(busy.operations),
        waited: Some(busy.waited),
        received: uptime.saturating_mul(128 << 10),
        sent: uptime.saturating_mul(32 << 10),
        disks: system.into_iter().chain(others).collect(),
    }
}

/// Asks a guest.
pub(super) fn ask(
    world: &mut World,
    id: Uuid,
    question: &GuestQuestion,
) -> Result<GuestAnswer, HostError> {
    let vm = find(world, id)?.clone();
    if vm.facts.agent != Some(true) || !vm.state.is_active() {
        let text = "Guest agent is not responding: QEMU guest agent is not connected";
        return Err(libvirt(Category::ResourceUnavailable, &vm.name, text));
    }
    let guest = world.guests.entry(id).or_default();
    match question {
        GuestQuestion::Run {
            program, arguments, ..
        } => {
            if let Some(deed) = deed(program, arguments) {
                does(world, &vm, deed);
                return Ok(ran_well());
            }
            Ok(run(&vm, &mut guest.files, program, arguments))
        }
        GuestQuestion::Write {
            path,
            data,
            append,
            folders,
            replace,
        } => {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            if *folders {
                let ends = path.match_indices('/').skip(1);
                let made = ends.filter_map(|(at, _)| path.get(..at));
                guest.folders.extend(made.map(str::to_owned));
            } else if !has_folder(guest, folder) {
                return Err(folder_missing(&vm.name, path).because(
                    CauseSource::Libvirt,
                    format!(
                        "internal error: unable to execute QEMU agent command 'guest-file-open': failed to open file '{path}' (mode: 'wb'): No such file or directory"
                    ),
                    None,
                ));
            }
            let present = guest.files.get(path);
            if present.is_some() && !append && !replace {
                return Err(file_exists(&vm.name, path));
            }
            let before = present
                .filter(|_| *append)
                .and_then(|text| from_base64(text));
            let mut bytes = before.unwrap_or_default();
            bytes.extend(from_base64(data).unwrap_or_default());
            guest.files.insert(path.clone(), base64(&bytes));
            Ok(GuestAnswer::Written)
        }
    }
}

/// Folders that the guests have from the beginning.
const FOLDERS: &[&str] = &[
    "",
    "/boot",
    "/etc",
    "/home",
    "/mnt",
    "/opt",
    "/root",
    "/run",
    "/srv",
    "/tmp",
    "/usr",
    "/usr/bin",
    "/usr/local",
    "/usr/local/bin",
    "/var",
    "/var/lib",
    "/var/log",
    "/var/tmp",
];

/// Whether a guest has a folder: from the beginning, since it was made, or because a file lies in it.
fn has_folder(guest: &SimGuest, folder: &str) -> bool {
    let holds = |path: &String| {
        let rest = path.strip_prefix(folder);
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    FOLDERS.contains(&folder) || guest.folders.contains(folder) || guest.files.keys().any(holds)
}

/// So many of the last deeds are kept.
const DEEDS: usize = 16;

/// What a program does to the machine as a whole.
fn deed(program: &str, arguments: &[String]) -> Option<GuestDeed> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let name = program.rsplit('/').next().unwrap_or(program);
    match (name, words.as_slice()) {
        ("sh" | "bash", ["-c", line]) => {
            let mut parts = line.split_whitespace().map(str::to_owned);
            let first = parts.next()?;
            deed(&first, &parts.collect::<Vec<_>>())
        }
        ("poweroff", _) | ("shutdown", ["-h" | "-P", ..]) | ("systemctl", ["poweroff"]) => {
            Some(GuestDeed::ShutDown)
        }
        ("reboot", _) | ("shutdown", ["-r", ..]) | ("systemctl", ["reboot"]) => {
            Some(GuestDeed::Reset)
        }
        ("echo", ["c", ">", "/proc/sysrq-trigger"]) => Some(GuestDeed::Crashed),
        _ => None,
    }
}

/// A guest does something to its machine. One that crashed is ended, as libvirt does it where `<on_crash>` says nothing.
fn does(world: &mut World, vm: &Vm, deed: GuestDeed) {
    let number = world
        .deeds
        .last()
        .map_or(1, |last| last.number.saturating_add(1));
    world.deeds.push(SimDeed {
        number,
        vm: vm.id,
        name: vm.name.clone(),
        deed,
    });
    let superfluous = world.deeds.len().saturating_sub(DEEDS);
    world.deeds.drain(..superfluous);
    match deed {
        GuestDeed::ShutDown | GuestDeed::Crashed => end_process(world, vm.id, VmState::Off),
        GuestDeed::Reset => {}
    }
}

fn ran_well() -> GuestAnswer {
    GuestAnswer::Ran {
        exit: Some(0),
        output: String::new(),
        errors: String::new(),
    }
}

fn run(
    vm: &Vm,
    files: &mut BTreeMap<String, String>,
    program: &str,
    arguments: &[String],
) -> GuestAnswer {
    let ran = |exit: i32, output: String, errors: String| GuestAnswer::Ran {
        exit: Some(exit),
        output,
        errors,
    };
    let said = |output: String| ran(0, output, String::new());
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let name = program.rsplit('/').next().unwrap_or(program);
    match (name, words.as_slice()) {
        // A shell: its one simple command, split at blanks.
        ("sh" | "bash", ["-c", line, given @ ..]) => {
            // What is given stands behind what the shell calls itself.
            let word = |word: &str| {
                let number = word.trim_matches('"').strip_prefix('$');
                let number = number.and_then(|number| number.parse::<usize>().ok());
                let given = number.map(|number| given.get(number).copied().unwrap_or(""));
                given.unwrap_or(word).to_owned()
            };
            let mut parts = line.split_whitespace().map(word);
            match parts.next() {
                Some(first) => run(vm, files, &first, &parts.collect::<Vec<_>>()),
                None => said(String::new()),
            }
        }
        ("true", _) => said(String::new()),
        ("false", _) => ran(1, String::new(), String::new()),
        ("hostname", []) => said(format!("{}\n", vm.name)),
        ("uname", ["-r"]) => said(format!("{KERNEL}\n")),
        ("uname", _) => said("Linux\n".to_owned()),
        ("nproc", []) => said(format!("{}\n", vm.vcpus)),
        ("echo", words) => said(format!("{}\n", words.join(" "))),
        ("cat", [path]) => match files.get(*path).and_then(|text| from_base64(text)) {
            Some(bytes) => said(String::from_utf8_lossy(&bytes).into_owned()),
            None => {
                let text = format!("cat: {path}: No such file or directory\n");
                ran(1, String::new(), text)
            }
        },
        ("rm", ["-f", "--", path]) => {
            files.remove(*path);
            said(String::new())
        }
        ("ls", [folder]) => {
            let own = files.keys().filter_map(|path| {
                let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
                rest.strip_prefix('/').filter(|name| !name.contains('/'))
            });
            said(own.map(|name| format!("{name}\n")).collect())
        }
        _ => ran(127, String::new(), format!("sh: 1: {program}: not found\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::address;
    use crate::model::{Adapter, MacAddress};
    use crate::sim::fixture;

    #[test]
    fn no_two_adapters_of_a_pool_have_one_address() {
        let world = fixture("default").expect("a fixture");
        let known = &world.state.vms[0].adapters[0];
        let mut seen = std::collections::BTreeSet::new();
        for last in 0..=u16::MAX {
            let [high, low] = last.to_be_bytes();
            let adapter = Adapter {
                mac: MacAddress([0, 0x15, 0x5d, 10, high, low]),
                bridge: "vs-lan".parse().ok(),
                link_up: true,
                ..known.clone()
            };
            let own = address(&adapter).expect("it is connected");
            let [.., fourth] = own
                .parse::<std::net::Ipv4Addr>()
                .expect("an address")
                .octets();
            assert!((1..=254).contains(&fourth), "{own}");
            assert!(seen.insert(own), "{last}");
        }
    }
}
