//! Disk images: making, resizing, converting, compacting, merging and showing them.

use serde::{Deserialize, Serialize};

use crate::model::{Backing, Image, ImageFormat, State, Uuid, Vm, VmState};
use crate::plan::{ImageChange, NewImage, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::storage::look;
use crate::policy::word::{pattern, word};
use crate::{Category, HostError};

/// Sizes are counted in sectors.
const SECTOR: u64 = 512;
/// The largest disk in a VHD.
const MOST_IN_VHD: u64 = 2040 << 30;
/// The largest disk that any of the formats is used with here: as Hyper-V's.
const MOST: u64 = 64 << 40;
/// What an image takes before anything is written to it, with room to spare.
const HEADER: u64 = 4 << 20;

/// An image that is to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewVhd {
    /// Where.
    pub path: String,
    /// Its format; `None`: the one that its name says.
    pub format: Option<ImageFormat>,
    /// Size of the disk, in bytes; `None`: that of what it builds on.
    pub size: Option<u64>,
    /// All of it is taken at once.
    pub fixed: bool,
    /// The image that it builds on.
    pub parent: Option<String>,
    /// Size of the blocks that it grows by.
    pub block_size: Option<u32>,
}

/// The format of a new image. A name that ends as a VHDX does is one that scripts choose; what they want is a disk for a VM.
fn format_of(plan: &mut PlanBuilder, path: &str, chosen: Option<ImageFormat>) -> ImageFormat {
    if let Some(format) = chosen {
        return format;
    }
    match ImageFormat::of_name(path) {
        Some(ImageFormat::Vhdx) => {
            plan.warn(
                "Vhd.Qcow2Instead",
                format!(
                    "'{path}' is made as a qcow2 image: libvirt gives no VHDX to a virtual machine. New-VHD with -Format vhdx makes a real one, to be carried to Hyper-V."
                ),
            );
            ImageFormat::Qcow2
        }
        Some(format) => format,
        None => ImageFormat::Qcow2,
    }
}

fn check_size(path: &str, format: ImageFormat, size: u64) -> Result<(), HostError> {
    let most = if format == ImageFormat::Vhd {
        MOST_IN_VHD
    } else {
        MOST
    };
    if size > 0 && size.is_multiple_of(SECTOR) && size <= most {
        return Ok(());
    }
    let error = HostError::new(
        "Vhd.SizeInvalid",
        Category::InvalidArgument,
        format!(
            "{size} bytes is no size for '{path}': it is a multiple of {SECTOR}, and at most {}.",
            look::size(most)
        ),
    );
    Err(error
        .target(path)
        .next_step("Write it with its unit: -SizeBytes 40GB."))
}

/// Makes an image. Nothing that is there is written over.
///
/// # Errors
/// `Vhd.Exists`, `Vhd.FolderNotFound`, `Vhd.NoSpace`, `Vhd.SizeInvalid`, `Vhd.NotFound` of what it is to build on, `Vhd.NoDifferencing`.
pub(in crate::policy) fn create(
    state: &State,
    plan: &mut PlanBuilder,
    new: &NewVhd,
) -> Result<Focus, HostError> {
    plan.about(
        format!("Create the disk image '{}'", new.path),
        new.path.clone(),
    );
    make(state, plan, new)?;
    Ok(Focus::on_records())
}

/// The step that makes an image. Gives its format.
pub(in crate::policy) fn make(
    state: &State,
    plan: &mut PlanBuilder,
    new: &NewVhd,
) -> Result<ImageFormat, HostError> {
    let format = format_of(plan, &new.path, new.format);
    let parent = match &new.parent {
        Some(parent) => Some((parent, look::image(state, parent)?)),
        None => None,
    };
    if let Some((path, image)) = &parent {
        look::doubt(plan, path, image);
    }
    if parent.is_some() && format != ImageFormat::Qcow2 {
        let error = HostError::new(
            "Vhd.NoDifferencing",
            Category::InvalidOperation,
            format!(
                "'{}' cannot build on another image: only qcow2 images do.",
                new.path
            ),
        );
        return Err(error
            .target(new.path.clone())
            .next_step("Give it a name that ends with .qcow2."));
    }
    let size = match (new.size, &parent) {
        (Some(size), Some((path, image))) if size < image.size => {
            let error = HostError::new(
                "Vhd.SizeInvalid",
                Category::InvalidArgument,
                format!(
                    "'{}' would be smaller than '{path}', which it builds on.",
                    new.path
                ),
            );
            return Err(error
                .target(new.path.clone())
                .next_step("Leave -SizeBytes out: it is as large as that one."));
        }
        (Some(size), _) => size,
        (None, Some((_, image))) => image.size,
        (None, None) => 0,
    };
    check_size(&new.path, format, size)?;
    let now = if new.fixed { size } else { HEADER.min(size) };
    look::free_place(plan, &new.path, now, size)?;
    let image = NewImage {
        format,
        size,
        fixed: new.fixed,
        backing: parent.map(|(path, image)| Backing {
            path: path.clone(),
            format: Some(image.format),
        }),
        block_size: new.block_size,
    };
    plan.step(
        format!(
            "Create '{}', {} for {}",
            new.path,
            kind(format),
            look::size(size)
        ),
        ImageChange::Create {
            path: new.path.clone(),
            image,
        },
    );
    Ok(format)
}

fn kind(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Raw => "a raw image",
        ImageFormat::Qcow2 => "a qcow2 image",
        ImageFormat::Vhdx => "a VHDX image",
        ImageFormat::Vhd => "a VHD image",
    }
}

/// The running VM that has an image as a disk of its own, and libvirt's name of the disk there.
fn running_with(state: &State, path: &str) -> Option<(Uuid, String)> {
    let active = state.vms.iter().filter(|vm| vm.state.is_active());
    let mut found = active.filter_map(|vm| {
        let mut drives = vm.facts.drives.iter();
        let drive = drives.find(|drive| drive.path.as_deref() == Some(path))?;
        Some((vm.id, drive.target.clone()))
    });
    found.next()
}

/// Changes the size of the disk in an image, of a running VM too. A smaller one is for `force` alone: what is behind its end is lost.
///
/// # Errors
/// `Vhd.NotFound`, `Vhd.InUse`, `Vhd.NoSpace`, `Vhd.SizeInvalid`, `Vhd.WouldShrink`, `Vhd.CannotResize`.
pub(in crate::policy) fn resize(
    state: &State,
    plan: &mut PlanBuilder,
    path: &str,
    size: u64,
    shrinks: bool,
) -> Result<Focus, HostError> {
    let image = look::image(state, path)?;
    plan.about(format!("Resize '{path}' to {}", look::size(size)), path);
    check_size(path, image.format, size)?;
    let running = running_with(state, path);
    let refuse = |id, category, text: String, step: String| {
        Err(HostError::new(id, category, text)
            .target(path)
            .next_step(step))
    };
    if size < image.size && (running.is_some() || !shrinks) {
        return refuse(
            "Vhd.WouldShrink",
            Category::InvalidOperation,
            format!(
                "'{path}' has {}, and would become smaller: what is behind its new end would be lost.",
                look::size(image.size)
            ),
            "Make the partitions and file systems in it smaller first, and stop the machine; then: -AllowShrink.".to_owned(),
        );
    }
    if running.is_none() {
        look::is_at_rest(state, path)?;
        if matches!(image.format, ImageFormat::Vhd | ImageFormat::Vhdx) {
            return refuse(
                "Vhd.CannotResize",
                Category::NotEnabled,
                format!(
                    "'{path}' is {}, and qemu-img resizes none of these.",
                    kind(image.format)
                ),
                format!(
                    "Convert it, and resize the copy: Convert-VHD {} {}",
                    word(path),
                    word(&look::with_end(path, "qcow2"))
                ),
            );
        }
    }
    let more = size.saturating_sub(image.size);
    let is_taken = image.fixed && image.format != ImageFormat::Raw;
    look::has_room(plan, path, if is_taken { more } else { 0 }, more)?;
    if image.device {
        return refuse(
            "Vhd.CannotResize",
            Category::InvalidOperation,
            format!("'{path}' is a block device of the host."),
            "Resize it where it comes from, for example with lvextend.".to_owned(),
        );
    }
    plan.step(
        format!(
            "Resize '{path}' from {} to {}",
            look::size(image.size),
            look::size(size)
        ),
        ImageChange::Resize {
            path: path.to_owned(),
            format: image.format,
            size,
            running,
        },
    );
    Ok(Focus::on_records())
}

/// A copy in another format or place, with all that the image builds on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversion {
    /// The image.
    pub from: String,
    /// The copy.
    pub to: NewVhd,
    /// The image is removed when the copy is there.
    pub deletes_source: bool,
    /// The copy is of the same format and kind, whatever its name and `to` say.
    #[serde(default)]
    pub as_it_is: bool,
}

/// Makes a copy of an image in another format.
///
/// # Errors
/// Those of [`create`]; `Vhd.NotFound`, `Vhd.InUse`.
pub(in crate::policy) fn convert(
    state: &State,
    plan: &mut PlanBuilder,
    conversion: &Conversion,
) -> Result<Focus, HostError> {
    let Conversion {
        from,
        to,
        deletes_source,
        as_it_is,
    } = conversion;
    let image = look::image(state, from)?;
    let verb = match (as_it_is, deletes_source) {
        (false, _) => "Convert",
        (true, false) => "Copy",
        (true, true) => "Move",
    };
    plan.about(format!("{verb} '{from}' to '{}'", to.path), from.clone());
    let same;
    let to = if *as_it_is {
        if image.backing.is_some() {
            plan.warn(
                "Vhd.CopyIsWhole",
                format!(
                    "'{from}' builds on another image; '{}' holds all of the disk.",
                    to.path
                ),
            );
        }
        same = NewVhd {
            format: Some(image.format),
            fixed: image.fixed,
            block_size: image.block_size,
            ..to.clone()
        };
        &same
    } else {
        to
    };
    look::is_at_rest(state, from)?;
    if *deletes_source && let Some(vm) = state.users_of_image(from).next() {
        let step = format!(
            "Let the image stay, and give the machine a copy of it: Get-VMHardDiskDrive {} | Set-VMHardDiskDrive -Path {}",
            pattern(&vm.name),
            word(&to.path)
        );
        return Err(look::in_use(
            from,
            format!("'{}' has it, so it cannot be removed", vm.name),
            step,
        ));
    }
    copy(state, plan, from, &image, to)?;
    if *deletes_source {
        plan.step(
            format!("Remove '{from}'"),
            ImageChange::Delete { path: from.clone() },
        );
    }
    Ok(Focus::on_records())
}

/// Bytes that an image and all that it builds on take.
pub(in crate::policy) fn content(state: &State, path: &str) -> u64 {
    let chain = state.image_chain(path);
    let images = chain.into_iter().filter_map(|path| state.image(path));
    images.fold(0, |sum, image| sum.saturating_add(image.allocated))
}

/// The step that copies an image.
fn copy(
    state: &State,
    plan: &mut PlanBuilder,
    from: &str,
    image: &Image,
    to: &NewVhd,
) -> Result<(), HostError> {
    let format = match to.format {
        Some(format) => format,
        // Whoever converts says by the name what it is to be: also a VHDX.
        None => ImageFormat::of_name(&to.path).unwrap_or(ImageFormat::Qcow2),
    };
    check_size(&to.path, format, image.size)?;
    let now = if to.fixed {
        image.size
    } else {
        content(state, from).min(image.size)
    };
    look::free_place(plan, &to.path, now, image.size)?;
    look::doubt(plan, from, image);
    plan.step(
        format!("Copy '{from}' to '{}', {}", to.path, kind(format)),
        ImageChange::Copy {
            from: from.to_owned(),
            format: image.format,
            to: to.path.clone(),
            image: NewImage {
                format,
                size: image.size,
                fixed: to.fixed,
                backing: None,
                block_size: to.block_size,
            },
            live: false,
        },
    );
    Ok(())
}

/// Gives back to the file system what the disk in an image does not use.
///
/// # Errors
/// `Vhd.NotFound`, `Vhd.InUse`, `Vhd.NoSpace`, `Vhd.CannotCompact`.
pub(in crate::policy) fn compact(
    state: &State,
    plan: &mut PlanBuilder,
    path: &str,
) -> Result<Focus, HostError> {
    let image = look::image(state, path)?;
    plan.about(format!("Compact '{path}'"), path);
    look::is_at_rest(state, path)?;
    // One that grew until it was as large as its disk is no fixed one.
    let is_fixed = image.fixed && image.format != ImageFormat::Qcow2;
    if image.backing.is_some() || is_fixed || image.device {
        let why = if image.backing.is_some() {
            "it builds on another image"
        } else {
            "all of its size was taken when it was made"
        };
        let error = HostError::new(
            "Vhd.CannotCompact",
            Category::InvalidOperation,
            format!("'{path}' cannot be made smaller: {why}."),
        );
        return Err(error.target(path).next_step(format!(
            "Make a copy that grows: Convert-VHD {} COPY.qcow2 -VHDType Dynamic",
            word(path)
        )));
    }
    // The copy is there beside it for a while.
    look::has_room(plan, path, image.allocated, 0)?;
    plan.step(
        format!(
            "Compact '{path}', which takes {}",
            look::size(image.allocated)
        ),
        ImageChange::Compact {
            path: path.to_owned(),
            format: image.format,
        },
    );
    Ok(Focus::on_records())
}

/// Writes what an image has over one that it builds on, and removes it and those between.
///
/// # Errors
/// `Vhd.NotFound`, `Vhd.InUse`, `Vhd.NoSpace`, `Vhd.NoParent`.
pub(in crate::policy) fn merge(
    state: &State,
    plan: &mut PlanBuilder,
    path: &str,
    into: Option<&str>,
) -> Result<Focus, HostError> {
    let image = look::image(state, path)?;
    plan.about(format!("Merge '{path}'"), path);
    let chain = state.image_chain(path).split_off(1);
    for below in &chain {
        look::image(state, below)?;
    }
    let into = match into {
        Some(into) => into,
        None => chain.first().copied().unwrap_or_default(),
    };
    let Some(at) = chain.iter().position(|below| *below == into) else {
        let error = HostError::new(
            "Vhd.NoParent",
            Category::InvalidOperation,
            if into.is_empty() {
                format!("'{path}' builds on no other image: there is nothing to merge it into.")
            } else {
                format!("'{path}' does not build on '{into}'.")
            },
        );
        return Err(error.target(path).next_step(format!(
            "See what it builds on: Get-VHD {} | Format-List Path, ParentPath",
            word(path)
        )));
    };
    for touched in std::iter::once(path).chain(chain.iter().take(at + 1).copied()) {
        if let Some(vm) = state.users_of_image(touched).next() {
            return Err(look::in_use(
                touched,
                format!(
                    "'{}' has it, or a disk that builds on it, and would see other content",
                    vm.name
                ),
                format!(
                    "Take it from the machine first: Get-VMHardDiskDrive {} | Remove-VMHardDiskDrive; or remove its checkpoints, which libvirt merges itself.",
                    pattern(&vm.name)
                ),
            ));
        }
        look::is_not_shown(state, touched)?;
    }
    let below = look::image(state, into)?;
    let above = content(state, path).saturating_sub(content(state, into));
    let more = above.min(image.size.saturating_sub(below.allocated));
    look::has_room(plan, into, more, 0)?;
    plan.step(
        format!("Write what '{path}' has over '{into}'"),
        ImageChange::Merge {
            path: path.to_owned(),
            format: image.format,
            into: into.to_owned(),
        },
    );
    for gone in std::iter::once(path).chain(chain.iter().take(at).copied()) {
        plan.step(
            format!("Remove '{gone}'"),
            ImageChange::Delete {
                path: gone.to_owned(),
            },
        );
    }
    Ok(Focus::on_records())
}

/// Says anew what an image builds on. What is in it stays as it is.
///
/// # Errors
/// `Vhd.NotFound`, `Vhd.InUse`, `Vhd.NoParent`, `Vhd.Circle`, `Vhd.ParentDiffers` unless `anyway`.
pub(in crate::policy) fn rebase(
    state: &State,
    plan: &mut PlanBuilder,
    path: &str,
    parent: &str,
    anyway: bool,
) -> Result<Focus, HostError> {
    let image = look::image(state, path)?;
    plan.about(format!("Let '{path}' build on '{parent}'"), path);
    let refuse = |id, text: String, step: &str| {
        Err(HostError::new(id, Category::InvalidOperation, text)
            .target(path)
            .next_step(step.to_owned()))
    };
    if image.backing.is_none() {
        return refuse(
            "Vhd.NoParent",
            format!("'{path}' builds on no other image."),
            "Make one that does: New-VHD -ParentPath.",
        );
    }
    let below = look::image(state, parent)?;
    if state.builds_on(parent, path) {
        return refuse(
            "Vhd.Circle",
            format!("'{parent}' is '{path}', or builds on it: each would build on the other."),
            "Name the image that it was made from; Get-VHD shows what builds on what.",
        );
    }
    look::is_at_rest(state, path)?;
    if below.size != image.size && !anyway {
        return refuse(
            "Vhd.ParentDiffers",
            format!(
                "'{parent}' has {}, and '{path}' {}: it is hardly the one that it was made from.",
                look::size(below.size),
                look::size(image.size)
            ),
            "If it is all the same: -IgnoreIdMismatch.",
        );
    }
    plan.step(
        format!("Let '{path}' build on '{parent}'"),
        ImageChange::Rebase {
            path: path.to_owned(),
            format: image.format,
            backing: Backing {
                path: parent.to_owned(),
                format: Some(below.format),
            },
        },
    );
    Ok(Focus::on_records())
}

/// Shows the disk in an image as a block device of the host.
///
/// # Errors
/// `Vhd.NotFound`, `Vhd.InUse`, `Vhd.NoDevice`.
pub(in crate::policy) fn connect(
    state: &State,
    plan: &mut PlanBuilder,
    path: &str,
    read_only: bool,
) -> Result<Focus, HostError> {
    let image = look::image(state, path)?;
    plan.about(format!("Mount '{path}'"), path);
    if image.attached.is_some() {
        plan.warn(
            "Vhd.AlreadyMounted",
            format!("'{path}' is mounted already."),
        );
        return Ok(Focus::on_records());
    }
    let busy = |vm: &&Vm| vm.state != VmState::Off;
    if let Some(vm) = state.users_of_image(path).find(busy) {
        return Err(look::in_use(
            path,
            format!("'{}', which is {:?}, has it", vm.name, vm.state),
            format!("Stop it first: Stop-VM {}", pattern(&vm.name)),
        ));
    }
    let Some(device) = state.free_block_devices.first() else {
        let error = HostError::new(
            "Vhd.NoDevice",
            Category::ResourceUnavailable,
            format!("The kernel has no network block device left that could show '{path}'."),
        );
        return Err(error
            .target(path)
            .next_step("Load the driver, as root: modprobe nbd max_part=16"));
    };
    plan.step(
        format!("Show '{path}' as {device}"),
        ImageChange::Connect {
            path: path.to_owned(),
            format: image.format,
            device: device.clone(),
            read_only,
        },
    );
    Ok(Focus::on_records())
}

/// Ends that.
///
/// # Errors
/// `Vhd.NotFound`, `Vhd.NotMounted`.
pub(in crate::policy) fn disconnect(
    state: &State,
    plan: &mut PlanBuilder,
    path: &str,
) -> Result<Focus, HostError> {
    let image = look::image(state, path)?;
    plan.about(format!("Dismount '{path}'"), path);
    let Some(device) = &image.attached else {
        let error = HostError::new(
            "Vhd.NotMounted",
            Category::InvalidOperation,
            format!("'{path}' is not mounted."),
        );
        return Err(error
            .target(path)
            .next_step(format!("Mount-VHD {} mounts it.", word(path))));
    };
    plan.step(
        format!("Do not show '{path}' as {device} any more"),
        ImageChange::Disconnect {
            path: path.to_owned(),
            format: image.format,
            device: device.clone(),
            read_only: image.shown_read_only,
        },
    );
    Ok(Focus::on_records())
}

/// Gives a disk of a VM a copy of its image elsewhere. Gives the format of the copy.
pub(super) fn relocate(
    state: &State,
    plan: &mut PlanBuilder,
    from: &str,
    to: &str,
    running: bool,
) -> Result<ImageFormat, HostError> {
    let image = look::image(state, from)?;
    if image.device {
        let error = HostError::new(
            "Vhd.CannotMove",
            Category::InvalidOperation,
            format!("'{from}' is a block device of the host, which cannot be moved."),
        );
        return Err(error
            .target(from)
            .next_step("Leave it out: name the files that are to be moved with -Vhds."));
    }
    let new = NewVhd {
        path: to.to_owned(),
        format: Some(image.format),
        size: Some(image.size),
        fixed: image.fixed && image.format != ImageFormat::Raw,
        ..NewVhd::default()
    };
    if !running {
        copy(state, plan, from, &image, &new)?;
        return Ok(image.format);
    }
    // QEMU fills what is there; it takes as much in the end.
    let filled = content(state, from).min(image.size);
    let header = HEADER.min(image.size);
    look::has_room(plan, to, filled.saturating_sub(header), image.size)?;
    make(state, plan, &new)
}
