//! Where copies of disks may be made at the target of a migration.

use std::collections::BTreeMap;

use crate::model::{Incompatibility, MigratingVm};
use crate::policy::migration::ids;
use crate::policy::word::{pattern, word};

/// What is at a path of the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// Nothing.
    Nothing,
    /// A folder.
    Folder,
    /// A file, or something else that is no folder.
    File,
}

/// What is against the copies of a virtual machine's disks on a host of this name: a place that is taken, and one where no folder can be.
/// `at` says what is at a path there.
#[must_use]
pub fn copies(
    guest: &MigratingVm,
    there: &str,
    at: &dyn Fn(&str) -> At,
    free: &dyn Fn(&str) -> Option<u64>,
) -> Vec<Incompatibility> {
    let mut all = Vec::new();
    let mut places: Vec<&str> = Vec::new();
    for disk in guest.disks.iter().filter(|disk| disk.copied) {
        let (from, to) = (&disk.path, disk.destination.as_str());
        let folder = folder_of(to);
        let against = if disk.builds_on_another && !guest.vm.state.is_active() {
            Some((
                format!(
                    "The disk '{from}' builds on another image, which a copy of it would not have."
                ),
                "Move the machine while it runs: then the copy is whole.".to_owned(),
            ))
        } else if !to.starts_with('/') {
            let message =
                format!("The disk '{from}' cannot be copied to '{to}': that is no whole path.");
            Some((message, "Write it from the root on: /srv/vms.".to_owned()))
        } else if at(to) != At::Nothing {
            Some((
                format!(
                    "There is a file '{to}' on {there} already, where the disk would be copied to."
                ),
                format!(
                    "Remove it, if nothing needs it: Invoke-Command -ComputerName {} {{ Remove-Item {} }}; or name another folder: -DestinationStoragePath FOLDER.",
                    word(there),
                    pattern(to)
                ),
            ))
        } else if at(nearest(folder, at)) != At::Folder {
            Some((
                format!(
                    "'{}' on {there} is no folder, and the disk '{from}' would be copied to '{to}'.",
                    nearest(folder, at)
                ),
                format!(
                    "Name a folder that {} has: -DestinationStoragePath FOLDER.",
                    word(there)
                ),
            ))
        } else if places.contains(&to) {
            Some((
                format!("Two disks would be copied to '{to}' on {there}."),
                "Give each a place of its own: -Vhds @{ SourceFilePath = ...; DestinationFilePath = ... }.".to_owned(),
            ))
        } else {
            None
        };
        places.push(to);
        all.extend(against.map(|(message, next_step)| Incompatibility {
            id: ids::DISK,
            message,
            adapter: None,
            next_step: Some(next_step),
        }));
    }
    if all.is_empty() {
        all.extend(room(guest, there, at, free));
    }
    all
}

/// The folder that is there of a folder and those above it: what is missing below it is made.
fn nearest<'p>(folder: &'p str, at: &dyn Fn(&str) -> At) -> &'p str {
    let mut there = folder;
    while there.len() > 1 && at(there) == At::Nothing {
        there = folder_of(there);
    }
    there
}

fn folder_of(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
        None => "",
    }
}

/// Folders whose file systems have no room for what would be copied there.
fn room(
    guest: &MigratingVm,
    there: &str,
    at: &dyn Fn(&str) -> At,
    free: &dyn Fn(&str) -> Option<u64>,
) -> Vec<Incompatibility> {
    let mut folders: BTreeMap<&str, u64> = BTreeMap::new();
    let disks = guest.disks.iter().filter(|disk| disk.copied);
    let disks = disks.map(|disk| (disk.destination.as_str(), disk.allocated.unwrap_or(0)));
    let files = guest
        .files
        .iter()
        .map(|file| (file.path.as_str(), file.size));
    for (path, bytes) in disks.chain(files) {
        let sum = folders.entry(nearest(folder_of(path), at)).or_default();
        *sum = sum.saturating_add(bytes);
    }
    let short = folders.into_iter().filter_map(|(folder, needed)| {
        let free = free(folder)?;
        (needed > free).then(|| Incompatibility {
            id: ids::DISK,
            message: format!(
                "What would be copied to '{folder}' on {there} takes {} MiB, and {} MiB are free there.",
                needed.div_ceil(1 << 20),
                free >> 20
            ),
            adapter: None,
            next_step: Some(format!(
                "Make room there, or name another folder: -DestinationStoragePath FOLDER. See how much is free: ssh {} df -h",
                word(there)
            )),
        })
    });
    short.collect()
}
