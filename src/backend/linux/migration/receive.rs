//! What has to be there before a VM comes: a folder for the sockets, and images for the disks that are copied.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::Path;

use crate::model::{MigratingDisk, MigratingVm};
use crate::{Category, CauseSource, HostError, programs};

use super::{FOLDER, OF_QEMU};

/// Makes ready. Nothing that is there is written over.
pub(in crate::linux) fn receive(guest: &MigratingVm) -> Result<(), HostError> {
    folder(&guest.vm.name)?;
    let copied = guest.disks.iter().filter(|disk| disk.copied);
    for disk in copied {
        image(disk)?;
    }
    Ok(())
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

/// An empty image of the same size: libvirt fills it.
fn image(disk: &MigratingDisk) -> Result<(), HostError> {
    let path = Path::new(&disk.destination);
    let failed = |words: String| {
        HostError::new(
            "Migration.NoImage",
            Category::WriteError,
            format!("The image {} cannot be made.", disk.destination),
        )
        .target(disk.destination.clone())
        .because(CauseSource::File, words, None)
        .next_step("See whether its folder is there and has room; or name another one with -DestinationStoragePath.")
    };
    let Some(size) = disk.size else {
        return Err(failed("its size is not known".to_owned()));
    };
    if disk.format == "raw" {
        let file = fs::File::create_new(path).map_err(|error| failed(error.to_string()))?;
        return file
            .set_len(size)
            .map_err(|error| failed(error.to_string()));
    }
    if path.exists() {
        return Err(failed("there is a file of that name".to_owned()));
    }
    let made = programs::command("qemu-img")
        .args(["create", "-q", "-f", &disk.format, "--"])
        .arg(path)
        .arg(size.to_string())
        .output();
    match made {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(failed(
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        )),
        Err(error) => Err(failed(format!("qemu-img: {error}"))),
    }
}
