//! What has to be there before a VM comes: a folder for the sockets, and images for the disks that are copied.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};

use crate::model::{MigratingDisk, MigratingVm, Uuid};
use crate::state::Store;
use crate::{Category, CauseSource, HostError, programs};

use super::{FOLDER, OF_QEMU};

/// Makes ready. Nothing that is there is written over. What was made is taken away again when something cannot be made.
pub(in crate::linux) fn receive(
    store: &Store,
    migration: Uuid,
    guest: &MigratingVm,
) -> Result<(), HostError> {
    folder(&guest.vm.name)?;
    let mut made = Vec::new();
    let mut copied = guest.disks.iter().filter(|disk| disk.copied);
    let outcome = copied.try_for_each(|disk| {
        claim(disk)?;
        made.push(disk.destination.clone());
        store.note_images(migration, &made)?;
        fill(disk)
    });
    if outcome.is_err() {
        // The last one may not have been noted.
        remove(&made);
        let _ = store.forget_images(migration);
    }
    outcome
}

/// Takes away the images of a migration that is over, where the VM has not come.
pub(in crate::linux) fn sweep_images(store: &Store, migration: Uuid, is_here: bool) {
    let images = store.images(migration);
    if images.is_empty() {
        return;
    }
    if !is_here {
        remove(&images);
    }
    // What stays is a list that nobody reads any more.
    let _ = store.forget_images(migration);
}

fn remove(images: &[String]) {
    for image in images {
        // One that is gone already needs nothing.
        let _ = fs::remove_file(image);
    }
}

/// The folder of the sockets, which belongs to the user that QEMU runs as. The same is made at both ends.
pub(super) fn folder(vm: &str) -> Result<(), HostError> {
    let failed = |error: io::Error| {
        HostError::new(
            "Migration.NoFolder",
            Category::WriteError,
            format!("The folder {FOLDER} of the sockets of migrations cannot be made."),
        )
        .target(vm)
        .because_io(CauseSource::File, &error)
        .next_step("iovsh has to run as root at both ends of a migration.")
    };
    let owner = fs::metadata(OF_QEMU).map_err(failed)?;
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(FOLDER);
    made.map_err(failed)?;
    let facts = fs::symlink_metadata(FOLDER).map_err(failed)?;
    if !facts.is_dir() {
        return Err(failed(io::ErrorKind::NotADirectory.into()));
    }
    if (facts.uid(), facts.gid()) != (owner.uid(), owner.gid()) {
        std::os::unix::fs::lchown(FOLDER, Some(owner.uid()), Some(owner.gid())).map_err(failed)?;
    }
    Ok(())
}

/// Takes the name of an image: an empty file that nobody else may read, where none was.
fn claim(disk: &MigratingDisk) -> Result<(), HostError> {
    let made = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&disk.destination);
    made.map(drop)
        .map_err(|error| failed(disk, error.to_string()))
}

/// Makes it an empty image of the same size: libvirt fills it.
fn fill(disk: &MigratingDisk) -> Result<(), HostError> {
    let Some(size) = disk.size else {
        return Err(failed(disk, "its size is not known".to_owned()));
    };
    if disk.format == "raw" {
        let file = fs::OpenOptions::new().write(true).open(&disk.destination);
        let made = file.and_then(|file| file.set_len(size));
        return made.map_err(|error| failed(disk, error.to_string()));
    }
    let made = programs::command("qemu-img")
        .args(["create", "-q", "-f", &disk.format, "--"])
        .arg(&disk.destination)
        .arg(size.to_string())
        .output();
    match made {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(failed(
            disk,
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        )),
        Err(error) => Err(failed(disk, format!("qemu-img: {error}"))),
    }
}

fn failed(disk: &MigratingDisk, words: String) -> HostError {
    HostError::new(
        "Migration.NoImage",
        Category::WriteError,
        format!("The image {} cannot be made.", disk.destination),
    )
    .target(disk.destination.clone())
    .because(CauseSource::File, words, None)
    .next_step("See whether its folder is there and has room; or name another one with -DestinationStoragePath.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DiskReach;

    fn disk(path: &std::path::Path, size: Option<u64>) -> MigratingDisk {
        let path = path.to_string_lossy().into_owned();
        MigratingDisk {
            path: path.clone(),
            destination: path,
            target: "vda".to_owned(),
            size,
            reach: DiskReach::Local,
            read_only: false,
            format: "raw".to_owned(),
            copied: true,
        }
    }

    #[test]
    fn an_image_is_nobody_elses_to_read_and_never_one_that_was_there() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let new = disk(&folder.path().join("new.raw"), Some(4096));
        claim(&new).unwrap();
        fill(&new).unwrap();
        let facts = fs::metadata(&new.destination).unwrap();
        assert_eq!(
            (facts.len(), facts.permissions().mode() & 0o777),
            (4096, 0o600)
        );
        assert_eq!(claim(&new).unwrap_err().id, "Migration.NoImage");
    }

    #[test]
    fn images_of_a_vm_that_did_not_come_go_and_those_of_one_that_did_stay() {
        for is_here in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::in_directory(folder.path().join("state"));
            let id = Uuid::random();
            let image = disk(&folder.path().join("a.raw"), Some(1));
            claim(&image).unwrap();
            store
                .note_images(id, std::slice::from_ref(&image.destination))
                .unwrap();
            sweep_images(&store, id, is_here);
            assert_eq!(std::path::Path::new(&image.destination).exists(), is_here);
            assert!(store.images(id).is_empty());
            // Another migration of the same VM later removes nothing.
            sweep_images(&store, id, false);
            assert_eq!(std::path::Path::new(&image.destination).exists(), is_here);
        }
    }
}
