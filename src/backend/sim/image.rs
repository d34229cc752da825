//! Disk images of the simulated machine, as `qemu-img`, the kernel and QEMU's locks refuse and carry out.

use super::domain::find;
use super::refusal::{EBUSY, ENOENT, kernel, libvirt};
use super::storage::plain;
use super::world::World;
use crate::model::{Image, ImageFormat, Uuid, Vm};
use crate::plan::{ImageChange, NewImage};
use crate::{Category, CauseSource, HostError};

/// Blocks of a VHD and a VHDX that were made without a word about it.
const VHD_BLOCK: u32 = 2 << 20;
const VHDX_BLOCK: u32 = 8 << 20;
const QCOW2_CLUSTER: u32 = 1 << 16;

/// Carries the change out, or refuses it.
pub(super) fn apply(world: &mut World, change: &ImageChange) -> Result<(), HostError> {
    match change {
        ImageChange::Create { path, image } => {
            if let Some(backing) = &image.backing {
                world.storage.image(&backing.path)?;
            }
            world.storage.add(path, made(image, 0))
        }
        ImageChange::Seed { path, seed } => {
            let length = u64::try_from(seed.disc().len()).unwrap_or(u64::MAX);
            let disc = Image {
                fixed: true,
                ..plain(ImageFormat::Raw, length, length)
            };
            world.storage.add(path, disc)
        }
        ImageChange::Delete { path } => {
            world.storage.images.remove(path);
            Ok(())
        }
        ImageChange::Resize {
            path,
            size,
            running: Some((vm, target)),
            ..
        } => resize_running(world, path, *size, *vm, target),
        ImageChange::Resize {
            path, format, size, ..
        } => resize(world, path, *format, *size),
        ImageChange::Copy {
            from,
            format,
            to,
            image,
            live,
        } => {
            if !live && held_by(world, from).is_some() {
                let words = "Failed to get shared \"write\" lock";
                return Err(kernel(EBUSY, from, words));
            }
            let taken = chain(world, from, *format)?
                .iter()
                .map(|image| image.allocated)
                .sum();
            world.storage.add(to, made(image, taken))
        }
        ImageChange::CopyFile { from, to, .. } => {
            let storage = world.storage_now();
            let length = storage.image(from)?.length;
            drop(storage);
            world
                .storage
                .add(to, plain(ImageFormat::Raw, length, length))
        }
        ImageChange::Compact { path, .. } => {
            may_write(world, path)?;
            let image = world.storage.image(path)?;
            // Nothing was written by anybody: a tenth of what it has is empty.
            let kept = image.allocated - image.allocated / 10;
            change_image(world, path, |image| {
                image.allocated = kept;
                image.length = kept;
            })
        }
        ImageChange::Merge { path, into, .. } => merge(world, path, into),
        ImageChange::Rebase { path, backing, .. } => {
            may_write(world, path)?;
            change_image(world, path, |image| image.backing = Some(backing.clone()))
        }
        ImageChange::Connect {
            path,
            device,
            read_only,
            ..
        } => {
            may_write(world, path)?;
            if !world.storage.free_devices().contains(device) {
                return Err(kernel(EBUSY, device, "Failed to set NBD socket"));
            }
            change_image(world, path, |image| {
                image.attached = Some(device.clone());
                image.shown_read_only = *read_only;
            })
        }
        ImageChange::Disconnect { path, .. } => change_image(world, path, |image| {
            image.attached = None;
            image.shown_read_only = false;
        }),
    }
}

/// What an empty image takes that grows: its header and tables, as qemu-img writes them, in whole blocks of the file system.
fn described(format: ImageFormat, size: u64) -> u64 {
    const BLOCK: u64 = 4096;
    // Clusters of 64 KiB that one entry of the first table is for: 512 MiB.
    const REACH: u64 = 512 << 20;
    let bytes = match format {
        ImageFormat::Raw => 0,
        ImageFormat::Qcow2 => 3 * u64::from(QCOW2_CLUSTER) + 8 * size.div_ceil(REACH),
        ImageFormat::Vhdx => 4 << 20,
        ImageFormat::Vhd => 2048 + 4 * size.div_ceil(u64::from(VHD_BLOCK)),
    };
    bytes.next_multiple_of(BLOCK)
}

/// An image that was just made, with so much in it.
fn made(new: &NewImage, taken: u64) -> Image {
    let allocated = match taken {
        _ if new.fixed => new.size,
        0 => described(new.format, new.size),
        taken => taken.min(new.size),
    };
    let own = match new.format {
        ImageFormat::Raw => None,
        ImageFormat::Qcow2 => Some(QCOW2_CLUSTER),
        ImageFormat::Vhdx => Some(VHDX_BLOCK),
        ImageFormat::Vhd => (!new.fixed).then_some(VHD_BLOCK),
    };
    let length = if new.format == ImageFormat::Raw {
        new.size
    } else {
        allocated
    };
    Image {
        length,
        fixed: new.fixed,
        backing: new.backing.clone(),
        block_size: own.and_then(|own| new.block_size.or(Some(own))),
        sectors: matches!(new.format, ImageFormat::Vhd | ImageFormat::Vhdx).then_some((512, 512)),
        ..plain(new.format, new.size, allocated)
    }
}

fn change_image(
    world: &mut World,
    path: &str,
    change: impl FnOnce(&mut Image),
) -> Result<(), HostError> {
    let found = world.storage.images.get_mut(path);
    found.map(change).ok_or_else(|| kernel(ENOENT, path, ""))
}

/// An image that is read as one of this format, and all that it builds on: QEMU reads no header of a raw one.
fn chain<'w>(
    world: &'w World,
    path: &str,
    format: ImageFormat,
) -> Result<Vec<&'w Image>, HostError> {
    let mut all = vec![world.storage.image(path)?];
    while let Some(backing) = all.last().and_then(|image| image.backing.as_ref()) {
        if all.len() == 1 && format == ImageFormat::Raw {
            break;
        }
        if all.len() > world.storage.images.len() {
            break;
        }
        all.push(world.storage.image(&backing.path)?);
    }
    Ok(all)
}

/// The running VM that has an image, or one that builds on it.
pub(super) fn held_by<'w>(world: &'w World, path: &str) -> Option<&'w Vm> {
    let active = world.state.vms.iter().filter(|vm| vm.state.is_active());
    let mut holders = active.filter(|vm| {
        vm.facts
            .drives
            .iter()
            .filter_map(|drive| drive.path.as_deref())
            .any(|own| {
                let mut next = Some(own);
                for _ in 0..=world.storage.images.len() {
                    let Some(at) = next else { break };
                    if at == path {
                        return true;
                    }
                    let image = world.storage.images.get(at);
                    next = image.and_then(|image| Some(image.backing.as_ref()?.path.as_str()));
                }
                false
            })
    });
    holders.next()
}

/// QEMU and its tools lock what they write to.
fn may_write(world: &World, path: &str) -> Result<(), HostError> {
    let image = world.storage.image(path)?;
    let shown = image.attached.is_some();
    if shown || held_by(world, path).is_some() {
        return Err(kernel(EBUSY, path, "Failed to get \"write\" lock"));
    }
    Ok(())
}

fn resize(world: &mut World, path: &str, format: ImageFormat, size: u64) -> Result<(), HostError> {
    may_write(world, path)?;
    if matches!(format, ImageFormat::Vhd | ImageFormat::Vhdx) {
        let error = HostError::new(
            "Vhd.ToolFailed",
            Category::InvalidOperation,
            format!("qemu-img refused what was asked for '{path}'."),
        );
        let words = "qemu-img: Image format driver does not support resize";
        return Err(error
            .target(path)
            .because(CauseSource::File, words, None)
            .advised());
    }
    let (was, fixed) = (
        world.storage.image(path)?.size,
        world.storage.image(path)?.fixed,
    );
    if fixed && size > was && format != ImageFormat::Raw {
        world.storage.grow(path, size - was)?;
    }
    change_image(world, path, |image| {
        image.size = size;
        image.allocated = image.allocated.min(size);
        if image.format == ImageFormat::Raw {
            image.length = size;
            image.fixed = image.allocated >= size;
        }
    })
}

fn resize_running(
    world: &mut World,
    path: &str,
    size: u64,
    vm: Uuid,
    target: &str,
) -> Result<(), HostError> {
    let vm = find(world, vm)?;
    let mut drives = vm.facts.drives.iter();
    let drive = drives.find(|drive| drive.target == target && drive.path.as_deref() == Some(path));
    if drive.is_none() || !vm.state.is_active() {
        let text = format!("invalid argument: disk '{target}' was not found in the domain config");
        return Err(libvirt(Category::InvalidArgument, &vm.name, text));
    }
    if size < world.storage.image(path)?.size {
        let text =
            "internal error: unable to execute QEMU command 'block_resize': Cannot shrink device";
        return Err(libvirt(Category::DeviceError, &vm.name, text));
    }
    change_image(world, path, |image| {
        image.size = size;
        if image.format == ImageFormat::Raw {
            image.length = size;
            image.fixed = image.allocated >= size;
        }
    })
}

fn merge(world: &mut World, path: &str, into: &str) -> Result<(), HostError> {
    may_write(world, path)?;
    may_write(world, into)?;
    let above = chain(world, path, ImageFormat::Qcow2)?;
    let size = above.first().map_or(0, |image| image.size);
    let mut taken = 0;
    let mut at = path.to_owned();
    while at != into {
        let image = world.storage.image(&at)?;
        taken += image.allocated;
        let Some(backing) = &image.backing else {
            return Err(kernel(ENOENT, into, "Did not find base in the chain"));
        };
        at.clone_from(&backing.path);
    }
    let room = world.storage.image(into)?;
    let by = taken.min(room.size.max(size).saturating_sub(room.allocated));
    world.storage.grow(into, by)?;
    change_image(world, into, |image| image.size = image.size.max(size))
}
