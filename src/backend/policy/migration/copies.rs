//! Where copies of disks may be made at the target of a migration.

use crate::model::{Incompatibility, MigratingVm};
use crate::policy::migration::ids;
use crate::policy::word::word;

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

/// What is against the copies of a virtual machine's disks on a host of this name: a place that is taken, and one without its folder.
/// `at` says what is at a path there.
#[must_use]
pub fn copies(guest: &MigratingVm, there: &str, at: &dyn Fn(&str) -> At) -> Vec<Incompatibility> {
    let mut all = Vec::new();
    let mut places: Vec<&str> = Vec::new();
    for disk in guest.disks.iter().filter(|disk| disk.copied) {
        let (from, to) = (&disk.path, disk.destination.as_str());
        let folder = match to.rsplit_once('/') {
            Some(("", _)) => "/",
            Some((folder, _)) => folder,
            None => "",
        };
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
                "Name another folder: -DestinationStoragePath FOLDER.".to_owned(),
            ))
        } else if at(folder) != At::Folder {
            Some((
                format!(
                    "There is no folder '{folder}' on {there}, where the disk '{from}' would be copied to."
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
    all
}
