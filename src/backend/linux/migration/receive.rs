//! What has to be there before a VM comes: a folder for the sockets, and images for the disks that are copied.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};

use crate::model::{Along, MigratingDisk, MigratingFile, MigratingVm, Uuid};
use crate::plan::BEFORE;
use crate::state::{ImagesMade, MadeFile, Store};
use crate::{Category, CauseSource, HostError, programs};

use super::super::image::identity;
use super::{FOLDER, OF_QEMU};

/// Makes ready. Nothing that is there is written over. What was made is taken away again when something cannot be made.
pub(in crate::linux) fn receive(
    store: &Store,
    migration: Uuid,
    guest: &MigratingVm,
) -> Result<(), HostError> {
    folder(&guest.vm.name)?;
    let mut images = ImagesMade::default();
    let mut copied = guest.disks.iter().filter(|disk| disk.copied);
    let outcome = copied.try_for_each(|disk| {
        make(store, migration, &mut images, &disk.destination)?;
        fill(disk)
    });
    let outcome = outcome.and_then(|()| {
        let mut files = guest.files.iter();
        files.try_for_each(|file| make_beside(store, migration, &mut images, file))
    });
    if outcome.is_err() {
        remove(&mut images);
        let _ = store.forget_images(migration);
    }
    outcome
}

/// Makes an empty file. It is noted before it is there, so that a process that dies in between leaves none behind, and with its identity
/// before anything is in it, so that nobody takes another file for it.
fn make(
    store: &Store,
    migration: Uuid,
    images: &mut ImagesMade,
    path: &str,
) -> Result<(), HostError> {
    images.files.push(MadeFile {
        path: path.to_owned(),
        identity: String::new(),
        displaces: false,
    });
    store.note_images(migration, images)?;
    match claim(path) {
        Ok(identity) => {
            if let Some(last) = images.files.last_mut() {
                last.identity = identity;
            }
            store.note_images(migration, images)
        }
        Err(error) => {
            images.files.pop();
            store.note_images(migration, images)?;
            Err(error)
        }
    }
}

/// Makes an empty file beside the place that it gets when all of it is there. By its identity it is known there, too.
fn make_beside(
    store: &Store,
    migration: Uuid,
    images: &mut ImagesMade,
    file: &MigratingFile,
) -> Result<(), HostError> {
    make(store, migration, images, &file.arriving(migration))?;
    if let Some(made) = images.files.last().cloned() {
        images.files.push(MadeFile {
            path: file.path.clone(),
            displaces: file.what == Along::Variables,
            ..made
        });
    }
    store.note_images(migration, images)
}

/// Takes away the images of a migration that is over, where the VM has not come; and those of earlier ones that could not be taken away.
pub(in crate::linux) fn sweep_images(store: &Store, migration: Uuid, is_here: bool) {
    if is_here {
        // What stays is a list that nobody acts by.
        let _ = store.forget_images(migration);
    } else {
        let mut images = store.images(migration);
        images.doomed = true;
        take_away(store, migration, images);
    }
    for earlier in store.migrations_with_images() {
        let images = store.images(earlier);
        if earlier != migration && images.doomed {
            take_away(store, earlier, images);
        }
    }
}

/// Removes images; those that cannot be removed now (the file system is read-only, or its server is away) stay in the list.
fn take_away(store: &Store, migration: Uuid, mut images: ImagesMade) {
    remove(&mut images);
    let _ = if images.files.is_empty() {
        store.forget_images(migration)
    } else {
        store.note_images(migration, &images)
    };
}

/// Removes what is ours, and keeps in the list what could not be removed.
fn remove(images: &mut ImagesMade) {
    images.files.retain(|made| {
        let is_ours = match fs::symlink_metadata(&made.path) {
            Ok(about) if made.identity.is_empty() => about.is_file() && about.len() == 0,
            Ok(about) => identity(&about) == made.identity,
            Err(error) => return error.kind() != io::ErrorKind::NotFound,
        };
        if is_ours && fs::remove_file(&made.path).is_err() {
            return true;
        }
        let before = format!("{}{BEFORE}", made.path);
        if is_ours && made.displaces && fs::symlink_metadata(&before).is_ok() {
            return fs::rename(&before, &made.path).is_err();
        }
        false
    });
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

/// Takes the name of a file: an empty one that nobody else may read, where none was. Gives its identity.
fn claim(path: &str) -> Result<String, HostError> {
    let made = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    made.and_then(|file| file.metadata())
        .map(|about| identity(&about))
        .map_err(|error| failed(path, error.to_string()))
}

/// Makes it an empty image of the same size: libvirt fills it.
fn fill(disk: &MigratingDisk) -> Result<(), HostError> {
    let Some(size) = disk.size else {
        return Err(failed(
            &disk.destination,
            "its size is not known".to_owned(),
        ));
    };
    if disk.format == "raw" {
        let file = fs::OpenOptions::new().write(true).open(&disk.destination);
        let made = file.and_then(|file| file.set_len(size));
        return made.map_err(|error| failed(&disk.destination, error.to_string()));
    }
    let made = programs::command("qemu-img")
        .args(["create", "-q", "-f", &disk.format, "--"])
        .arg(&disk.destination)
        .arg(size.to_string())
        .output();
    match made {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(failed(
            &disk.destination,
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        )),
        Err(error) => Err(failed(&disk.destination, format!("qemu-img: {error}"))),
    }
}

fn failed(path: &str, words: String) -> HostError {
    HostError::new(
        "Migration.NoImage",
        Category::WriteError,
        format!("The image {path} cannot be made."),
    )
    .target(path)
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
            allocated: None,
            reach: DiskReach::Local,
            read_only: false,
            format: "raw".to_owned(),
            builds_on_another: false,
            copied: true,
        }
    }

    #[test]
    fn an_image_is_nobody_elses_to_read_and_never_one_that_was_there() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let new = disk(&folder.path().join("new.raw"), Some(4096));
        claim(&new.destination).unwrap();
        fill(&new).unwrap();
        let facts = fs::metadata(&new.destination).unwrap();
        assert_eq!(
            (facts.len(), facts.permissions().mode() & 0o777),
            (4096, 0o600)
        );
        assert_eq!(claim(&new.destination).unwrap_err().id, "Migration.NoImage");
    }

    #[test]
    fn images_of_a_vm_that_did_not_come_go_and_those_of_one_that_did_stay() {
        for is_here in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::in_directory(folder.path().join("state"));
            let id = Uuid::random();
            let image = disk(&folder.path().join("a.raw"), Some(1));
            let mut images = ImagesMade::default();
            make(&store, id, &mut images, &image.destination).unwrap();
            fill(&image).unwrap();
            sweep_images(&store, id, is_here);
            assert_eq!(std::path::Path::new(&image.destination).exists(), is_here);
            assert_eq!(store.images(id), ImagesMade::default());
            // Another migration of the same VM later removes nothing.
            sweep_images(&store, id, false);
            assert_eq!(std::path::Path::new(&image.destination).exists(), is_here);
        }
    }

    /// Saved memory of a VM that did not come goes, wherever it has got to, and nobody else's does.
    #[test]
    fn what_came_beside_its_place_goes_from_there_too() {
        for (is_placed, is_here) in [(false, false), (true, false), (true, true)] {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::in_directory(folder.path().join("state"));
            let id = Uuid::random();
            let file = MigratingFile {
                what: crate::model::Along::Memory,
                path: folder.path().join("a.save").display().to_string(),
                size: 4,
            };
            let mut images = ImagesMade::default();
            make_beside(&store, id, &mut images, &file).unwrap();
            let arriving = file.arriving(id);
            fs::write(&arriving, "data").unwrap();
            if is_placed {
                fs::rename(&arriving, &file.path).unwrap();
            } else {
                // Somebody else's is in its place.
                fs::write(&file.path, "data").unwrap();
            }
            sweep_images(&store, id, is_here);
            let there = |path: &str| std::path::Path::new(path).exists();
            let stays = !is_placed || is_here;
            assert_eq!(there(&file.path), stays, "{is_placed}, {is_here}");
            assert!(!there(&file.arriving(id)), "{is_placed}, {is_here}");
            assert!(store.migrations_with_images().is_empty());
        }
    }

    /// The variables that its firmware had here before are back when the machine has not come, and those that came are gone.
    #[test]
    fn what_was_put_aside_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_directory(folder.path().join("state"));
        let id = Uuid::random();
        let file = MigratingFile {
            what: crate::model::Along::Variables,
            path: folder.path().join("a_VARS.fd").display().to_string(),
            size: 3,
        };
        fs::write(&file.path, "old").unwrap();
        let mut images = ImagesMade::default();
        make_beside(&store, id, &mut images, &file).unwrap();
        fs::write(file.arriving(id), "new").unwrap();
        for line in crate::plan::putting_in_place(&file, id) {
            let done = std::process::Command::new("sh")
                .args(["-c", &crate::plan::render(&[line])])
                .status();
            assert!(done.unwrap().success());
        }
        assert_eq!(fs::read(&file.path).unwrap(), b"new");
        sweep_images(&store, id, false);
        assert_eq!(fs::read(&file.path).unwrap(), b"old");
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().collect();
        assert_eq!(left.len(), 2, "{left:?}");
    }

    /// A process died between its note and the file, or before it noted which file it was; or what is there is another one by now.
    #[test]
    fn only_what_was_made_is_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_directory(folder.path().join("state"));
        let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        let noted = |path: &str, identity: &str| MadeFile {
            path: path.to_owned(),
            identity: identity.to_owned(),
            displaces: false,
        };
        let (empty, others, other, gone) = (at("empty"), at("others"), at("other"), at("gone"));
        fs::write(&empty, "").unwrap();
        fs::write(&others, "data").unwrap();
        fs::write(&other, "data").unwrap();
        let id = Uuid::random();
        let images = ImagesMade {
            files: vec![
                noted(&empty, ""),
                noted(&others, ""),
                noted(&other, "0:0"),
                noted(&gone, "0:1"),
            ],
            doomed: false,
        };
        store.note_images(id, &images).unwrap();
        sweep_images(&store, id, false);
        let there = |path: &str| std::path::Path::new(path).exists();
        assert!(!there(&empty) && there(&others) && there(&other));
        assert!(store.migrations_with_images().is_empty());
    }

    /// What cannot be removed today is removed when the next migration ends.
    #[test]
    fn an_image_that_cannot_be_removed_is_not_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::in_directory(folder.path().join("state"));
        // Nothing removes a folder by the call for files.
        let stubborn = folder.path().join("stubborn");
        fs::create_dir(&stubborn).unwrap();
        let about = fs::symlink_metadata(&stubborn).unwrap();
        let images = ImagesMade {
            files: vec![MadeFile {
                path: stubborn.to_string_lossy().into_owned(),
                identity: identity(&about),
                displaces: false,
            }],
            doomed: false,
        };
        let id = Uuid::random();
        store.note_images(id, &images).unwrap();
        sweep_images(&store, id, false);
        assert_eq!(store.migrations_with_images(), [id]);
        assert!(store.images(id).doomed);
        fs::remove_dir(&stubborn).unwrap();
        sweep_images(&store, Uuid::random(), true);
        assert!(store.migrations_with_images().is_empty());
    }
}
