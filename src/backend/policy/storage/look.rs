//! What is known of a path, and what is refused because of it: before anything is changed, and with the path.

use std::borrow::Cow;
use std::path::Path;

use crate::model::{Image, ImagePlace, State, Vm, VmState};
use crate::plan::{PlanBuilder, Subject};
use crate::policy::word::{pattern, word};
use crate::{Category, HostError};

/// How paths are written.
pub const PATHS: &str = "Name it from the root on: /var/lib/libvirt/images/data.qcow2.";

/// A path from the root on, that names a file.
pub(in crate::policy) fn named(path: &str) -> Result<(), HostError> {
    if path.starts_with('/') && !path.ends_with('/') && !path.contains(['\n', '\r', '\0']) {
        return Ok(());
    }
    let error = HostError::new(
        "Vhd.PathInvalid",
        Category::InvalidArgument,
        format!("'{path}' names no image on the host."),
    );
    Err(error.target(path).next_step(PATHS))
}

fn place<'s>(state: &'s State, path: &str) -> Result<&'s ImagePlace, HostError> {
    named(path)?;
    state.images.get(path).ok_or_else(|| {
        HostError::new(
            "Vhd.NotLookedAt",
            Category::InvalidOperation,
            format!("'{path}' was not looked at on the host."),
        )
        .target(path)
        .next_step("Run the command again; if it says so again, that is a fault of iovsh.")
    })
}

/// The image at a path.
///
/// # Errors
/// `Vhd.NotFound`, with what there is instead; `Vhd.Unreadable`, `Vhd.Damaged`.
pub(in crate::policy) fn image<'s>(
    state: &'s State,
    path: &str,
) -> Result<Cow<'s, Image>, HostError> {
    let place = place(state, path)?;
    if let Some(why) = &place.unreadable {
        let error = HostError::new(
            "Vhd.Unreadable",
            Category::ReadError,
            format!("'{path}' cannot be read as a disk image: {why}."),
        );
        return Err(error.target(path).next_step(format!(
            "See what is there, and who may read it: Get-Item {} | Format-List *",
            word(path)
        )));
    }
    let Some(image) = state.image(path) else {
        return Err(missing(place, path));
    };
    if let Some(why) = &image.damaged {
        let error = HostError::new(
            "Vhd.Damaged",
            Category::InvalidData,
            format!("The image '{path}' is damaged: {why}."),
        );
        return Err(error.target(path).next_step(format!(
            "Test-VHD {} says more, where qemu-img is installed.",
            word(path)
        )));
    }
    Ok(image)
}

fn missing(place: &ImagePlace, path: &str) -> HostError {
    let what = match place.folder {
        Some(_) => format!("There is no file '{path}' on the host."),
        None => format!("There is no file '{path}' on the host, and no folder for it either."),
    };
    let folder = folder_of(path);
    HostError::new("Vhd.NotFound", Category::ObjectNotFound, what)
        .target(path)
        .next_step(match place.folder {
            Some(_) if path.to_ascii_lowercase().ends_with(".iso") => {
                format!("See what there is: Get-ChildItem {}", word(folder))
            }
            Some(_) => format!(
                "See what there is: Get-ChildItem {}; or make it: New-VHD {} -SizeBytes 40GB",
                word(folder),
                word(path)
            ),
            None => {
                "Name a file that is there. Where the machines have theirs: Get-VM | Get-VMHardDiskDrive"
                    .to_owned()
            }
        })
}

/// Refuses a place for a new file where something is, at this point of the plan, or that has not got the room: `now` bytes are written at
/// once, and the image may grow to `most`.
///
/// # Errors
/// `Vhd.Exists`, `Vhd.FolderNotFound`, `Vhd.NoSpace`.
pub(in crate::policy) fn free_place(
    plan: &mut PlanBuilder,
    path: &str,
    now: u64,
    most: u64,
) -> Result<(), HostError> {
    let place = place(plan.state(), path)?;
    // What is removed at the end of the plan is there until then.
    let is_doomed = plan.is_doomed(&Subject::Image(path.to_owned()));
    if place.image.is_some() || place.unreadable.is_some() || is_doomed {
        let error = HostError::new(
            "Vhd.Exists",
            Category::ResourceExists,
            format!("There is something at '{path}' already, which is not written over."),
        );
        return Err(error.target(path).next_step(format!(
            "Choose another name, or remove what is there: Remove-Item {}",
            word(path)
        )));
    }
    if place.folder.is_none() {
        let folder = folder_of(path);
        let error = HostError::new(
            "Vhd.FolderNotFound",
            Category::ObjectNotFound,
            format!("There is no folder '{folder}' for '{path}'."),
        );
        return Err(error.target(path).next_step(format!(
            "Make it first: New-Item -ItemType Directory {}",
            word(folder)
        )));
    }
    has_room(plan, path, now, most)
}

/// The folder of a path from the root on.
fn folder_of(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) | None => "/",
        Some((folder, _)) => folder,
    }
}

/// So little is left on a file system that counts as full.
const FULL: u64 = 1 << 20;

/// Refuses what a file system has no room for: `now` bytes are written at once, and the image may grow to `most`. What earlier steps of
/// the plan take is taken.
///
/// # Errors
/// `Vhd.NoSpace`. That an image may outgrow its file system is a warning.
pub(in crate::policy) fn has_room(
    plan: &mut PlanBuilder,
    path: &str,
    now: u64,
    most: u64,
) -> Result<(), HostError> {
    let Some(free) = plan.room(path) else {
        return Ok(());
    };
    if now > free || free < FULL {
        let text = if free < FULL {
            format!("The file system of '{path}' is full.")
        } else {
            format!(
                "'{path}' would take {} at once, and {} are free on its file system.",
                size(now),
                size(free)
            )
        };
        let error = HostError::new("Vhd.NoSpace", Category::ResourceUnavailable, text);
        return Err(error
            .target(path)
            .next_step("Make room, choose a folder on another file system (df -h), or a disk that grows: -Dynamic."));
    }
    if most > free {
        plan.warn(
            "Vhd.MayOutgrow",
            format!(
                "'{path}' may grow to {}, and {} are free on its file system: when that is full, virtual machines on it stand still.",
                size(most),
                size(free)
            ),
        );
    }
    plan.take_room(path, now);
    Ok(())
}

/// Bytes for a sentence.
pub(in crate::policy) fn size(bytes: u64) -> String {
    const UNITS: [(&str, u32); 4] = [("TB", 40), ("GB", 30), ("MB", 20), ("KB", 10)];
    let unit = UNITS.iter().find(|(_, bits)| bytes >> bits > 0);
    match unit {
        None => format!("{bytes} bytes"),
        Some((name, bits)) => {
            let tenths = (bytes >> (bits - 4)).saturating_mul(10) >> 4;
            match (tenths / 10, tenths % 10) {
                (whole, 0) => format!("{whole} {name}"),
                (whole, tenth) => format!("{whole}.{tenth} {name}"),
            }
        }
    }
}

/// Refuses to write to an image that somebody writes to: a running or saved VM, or the host itself.
///
/// # Errors
/// `Vhd.InUse`.
pub(in crate::policy) fn is_at_rest(state: &State, path: &str) -> Result<(), HostError> {
    let busy = |vm: &&Vm| vm.state != VmState::Off;
    if let Some(vm) = state.users_of_image(path).find(busy) {
        return Err(in_use(
            path,
            format!("'{}', which is {:?}, has it", vm.name, vm.state),
            format!("Stop it first: Stop-VM {}", pattern(&vm.name)),
        ));
    }
    is_not_shown(state, path)
}

/// Refuses an image that the host shows as a block device.
pub(in crate::policy) fn is_not_shown(state: &State, path: &str) -> Result<(), HostError> {
    let Some(device) = state.image(path).and_then(|image| image.attached.clone()) else {
        return Ok(());
    };
    Err(in_use(
        path,
        format!("the host shows it as {device}"),
        format!("Dismount it first: Dismount-VHD {}", word(path)),
    ))
}

pub(in crate::policy) fn in_use(path: &str, who: String, step: impl Into<String>) -> HostError {
    let text = format!("The image '{path}' is in use: {who}.");
    HostError::new("Vhd.InUse", Category::ResourceBusy, text)
        .target(path)
        .next_step(step)
}

/// Refuses a format that libvirt cannot give to a VM.
pub(in crate::policy) fn fits_a_vm(path: &str, image: &Image) -> Result<(), HostError> {
    if image.format.fits_a_vm() {
        return Ok(());
    }
    Err(no_vhdx(path))
}

/// libvirt gives no VHDX to a VM.
pub(in crate::policy) fn no_vhdx(path: &str) -> HostError {
    let error = HostError::new(
        "Vhd.FormatUnsupported",
        Category::NotEnabled,
        format!("'{path}' is a VHDX image, and libvirt gives none to a virtual machine."),
    );
    error.target(path).next_step(format!(
        "Convert it: Convert-VHD {} {}",
        word(path),
        word(&with_end(path, "qcow2"))
    ))
}

/// A path with another end of its last name.
pub(in crate::policy) fn with_end(path: &str, end: &str) -> String {
    Path::new(path).with_extension(end).display().to_string()
}

/// Says that a header is not believed: who has made the image knows which of the two it is.
pub(in crate::policy) fn doubt(plan: &mut PlanBuilder, path: &str, image: &Image) {
    if let Some(claimed) = image.claims {
        plan.warn(
            "Vhd.HeaderNotBelieved",
            format!(
                "'{path}' begins like a {} image, and is taken as raw, as its name, a machine's definition or its being a device says: a guest could have written that. If it is one, give it a name that ends so.",
                claimed.name()
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(512), "512 bytes");
        assert_eq!(size(40 << 30), "40 GB");
        assert_eq!(size(3 << 29), "1.5 GB");
        assert_eq!(size(u64::MAX), "16777215.9 TB");
    }
}
