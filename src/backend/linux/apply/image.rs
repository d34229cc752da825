//! Disk images: by this program where a call of the kernel is enough, by libvirt for what a running domain has, and otherwise by `qemu-img`
//! and `qemu-nbd`, as libvirt has no call for files outside of its storage pools.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::model::{ImageFormat, Uuid};
use crate::plan::{ImageChange, NewImage};
use crate::{Category, CauseSource, HostError, programs};

use super::super::libvirt::Hypervisor;
use super::super::machine::LinuxMachine;
use super::domain::{domain, refused};

/// So long the kernel may take to show or to forget a block device.
const DEVICE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &ImageChange) -> Result<(), HostError> {
    match change {
        ImageChange::Create { path, image } => create(change, path, image),
        ImageChange::Seed { path, seed } => write(path, &seed.disc()),
        ImageChange::Delete { path } => delete(path),
        ImageChange::Resize {
            size,
            running: Some((vm, target)),
            ..
        } => resize_running(host, *vm, target, *size),
        ImageChange::Resize {
            path,
            format: ImageFormat::Raw,
            size,
            ..
        } => set_length(path, *size),
        ImageChange::Copy { to, .. } => {
            is_free(to)?;
            qemu_img(change, to).inspect_err(|_| remove_quietly(to))
        }
        ImageChange::Compact { path, format } => compact(path, *format),
        ImageChange::Connect { path, device, .. } => {
            run("qemu-nbd", &change.arguments().unwrap_or_default(), path)?;
            wait_for_device(host, device, true)
        }
        ImageChange::Disconnect { path, device, .. } => {
            run("qemu-nbd", &change.arguments().unwrap_or_default(), path)?;
            wait_for_device(host, device, false)
        }
        ImageChange::Resize { path, .. }
        | ImageChange::Merge { path, .. }
        | ImageChange::Rebase { path, .. } => qemu_img(change, path),
    }
}

fn failed(path: &str, error: &io::Error) -> HostError {
    let category = match error.kind() {
        io::ErrorKind::AlreadyExists => Category::ResourceExists,
        io::ErrorKind::NotFound => Category::ObjectNotFound,
        io::ErrorKind::PermissionDenied => Category::PermissionDenied,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Category::ResourceUnavailable,
        _ => Category::WriteError,
    };
    HostError::new(
        "Vhd.WriteFailed",
        category,
        format!("The image '{path}' cannot be written."),
    )
    .target(path)
    .because_io(CauseSource::File, error)
    .advised()
}

/// Nothing is there: `qemu-img` would write over it.
fn is_free(path: &str) -> Result<(), HostError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(path, &error)),
        Ok(_) => Err(failed(path, &io::ErrorKind::AlreadyExists.into())),
    }
}

fn remove_quietly(path: &str) {
    let _ = fs::remove_file(path);
}

fn create(change: &ImageChange, path: &str, image: &NewImage) -> Result<(), HostError> {
    if image.format != ImageFormat::Raw {
        is_free(path)?;
        return qemu_img(change, path).inspect_err(|_| remove_quietly(path));
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    let file = options.open(path).map_err(|error| failed(path, &error))?;
    let made = if image.fixed {
        rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, image.size)
            .map_err(io::Error::from)
    } else {
        file.set_len(image.size)
    };
    made.map_err(|error| {
        remove_quietly(path);
        failed(path, &error)
    })
}

/// Writes a small image, for nobody else to read: there may be passwords in it.
fn write(path: &str, bytes: &[u8]) -> Result<(), HostError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    let mut file = options.open(path).map_err(|error| failed(path, &error))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|error| {
        remove_quietly(path);
        failed(path, &error)
    })
}

fn delete(path: &str) -> Result<(), HostError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(path, &error)),
        _ => Ok(()),
    }
}

fn set_length(path: &str, size: u64) -> Result<(), HostError> {
    let file = fs::OpenOptions::new().write(true).open(path);
    file.and_then(|file| file.set_len(size))
        .map_err(|error| failed(path, &error))
}

fn resize_running(host: &LinuxMachine, vm: Uuid, target: &str, size: u64) -> Result<(), HostError> {
    let domain = domain(host, vm)?;
    host.libvirt
        .resize_disk(&domain, target, size)
        .map_err(refused(&domain.name))
}

/// A copy beside it without what is empty takes its place.
fn compact(path: &str, format: ImageFormat) -> Result<(), HostError> {
    let copy = beside(path);
    let about = fs::metadata(path).map_err(|error| failed(path, &error))?;
    is_free(&copy)?;
    let name = format.name();
    let arguments = [
        "convert",
        "-q",
        "-f",
        name,
        "-O",
        name,
        "--",
        path,
        copy.as_str(),
    ];
    let arguments = arguments.map(str::to_owned);
    let replaced = run("qemu-img", &arguments, path).and_then(|()| {
        let kept = fs::set_permissions(&copy, about.permissions())
            .and_then(|()| std::os::unix::fs::chown(&copy, Some(about.uid()), Some(about.gid())))
            .and_then(|()| fs::File::open(&copy)?.sync_all())
            .and_then(|()| fs::rename(&copy, path));
        kept.map_err(|error| failed(path, &error))
    });
    replaced.inspect_err(|_| remove_quietly(&copy))
}

/// The name of the copy that is to take the place of an image.
fn beside(path: &str) -> String {
    let mut name = PathBuf::from(path).into_os_string();
    name.push(".compact");
    Path::new(&name).display().to_string()
}

fn qemu_img(change: &ImageChange, path: &str) -> Result<(), HostError> {
    run("qemu-img", &change.arguments().unwrap_or_default(), path)
}

fn run(program: &'static str, arguments: &[String], path: &str) -> Result<(), HostError> {
    let refuse = |category, words: String| {
        HostError::new(
            "Vhd.ToolFailed",
            category,
            format!("{program} refused what was asked for '{path}'."),
        )
        .target(path)
        .because(CauseSource::File, words, None)
        .next_step(format!(
            "What is the matter with it: qemu-img info {0}; qemu-img check {0}",
            crate::plan::quote(path)
        ))
    };
    match programs::command(program).args(arguments).output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            let words = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            let category = if words.contains("No space left") {
                Category::ResourceUnavailable
            } else if words.contains("lock") {
                Category::ResourceBusy
            } else {
                Category::InvalidOperation
            };
            Err(refuse(category, words))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(HostError::new(
            "Vhd.ToolMissing",
            Category::NotInstalled,
            format!("'{path}' is not changed: {program} is not installed, and nothing else can do it."),
        )
        .target(path)
        .next_step("Install it: the package is qemu-utils on Debian and Ubuntu, qemu-img on Fedora, RHEL and SUSE. Raw images need it for nothing but Convert-VHD.")),
        Err(error) => Err(refuse(Category::DeviceError, error.to_string())),
    }
}

/// The kernel shows a disk behind a device, or none any more, a moment after the program has ended.
fn wait_for_device(host: &LinuxMachine, device: &str, there: bool) -> Result<(), HostError> {
    let name = device.trim_start_matches("/dev/");
    let file = format!("/sys/block/{name}/pid");
    let until = Instant::now() + DEVICE;
    while host.sysfs.text(&file).is_some() != there {
        if Instant::now() > until {
            return Err(HostError::new(
                "Vhd.DeviceSilent",
                Category::OperationTimeout,
                format!("The kernel did not follow for {device}."),
            )
            .target(device)
            .next_step("See what the kernel says: journalctl -k -n 20."));
        }
        std::thread::sleep(PAUSE);
    }
    Ok(())
}
