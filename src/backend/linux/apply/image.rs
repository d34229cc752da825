//! Disk images: by this program where a call of the kernel is enough, by libvirt for what a running domain has, and otherwise by `qemu-img`
//! and `qemu-nbd`, as libvirt has no call for files outside of its storage pools.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::{Duration, Instant};

use crate::model::{ImageFormat, Uuid};
use crate::plan::{ImageChange, NewImage};
use crate::state::MadeFile;
use crate::{Category, CauseSource, HostError, Machine as _, programs};
use iovsh_base::interrupt;

use super::super::image::identity;
use super::super::libvirt::Hypervisor;
use super::super::machine::LinuxMachine;
use super::domain::{domain, refused};
use super::kept;

/// So long the kernel may take to show or to forget a block device.
const DEVICE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &ImageChange) -> Result<(), HostError> {
    match change {
        ImageChange::Create { path, image } => create(host, change, path, image),
        ImageChange::Seed { path, seed } => write(host, path, &seed.disc()),
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
        ImageChange::Copy { from, to, .. } => copy(host, change, from, to),
        ImageChange::CopyFile {
            from, to, owner, ..
        } => kept::copy(host, from, to, *owner),
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

pub(super) fn failed(path: &str, error: &io::Error) -> HostError {
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

/// Makes an empty file where nothing is, for its owner alone: `qemu-img` would write over what is there, and let everybody read it. The
/// file is noted in the record of the commit: nobody takes another one for it.
pub(super) fn make_file(host: &LinuxMachine, path: &str) -> Result<fs::File, HostError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    let file = options.open(path).map_err(|error| failed(path, &error))?;
    let noted = file
        .metadata()
        .map_err(|error| failed(path, &error))
        .and_then(|about| {
            host.store().note_made(&MadeFile {
                path: path.to_owned(),
                identity: identity(&about),
                displaces: false,
            })
        });
    match noted {
        Ok(()) => Ok(file),
        Err(error) => {
            remove_quietly(path);
            Err(error)
        }
    }
}

fn remove_quietly(path: &str) {
    let _ = fs::remove_file(path);
}

fn create(
    host: &LinuxMachine,
    change: &ImageChange,
    path: &str,
    image: &NewImage,
) -> Result<(), HostError> {
    let file = make_file(host, path)?;
    let made = if image.format != ImageFormat::Raw {
        qemu_img(change, path)
    } else if image.fixed {
        rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, image.size)
            .map_err(|error| failed(path, &error.into()))
    } else {
        file.set_len(image.size)
            .map_err(|error| failed(path, &error))
    };
    made.inspect_err(|_| remove_quietly(path))
}

/// A copy has the time of what it was copied from: it is seen later whether one of the two was written to since.
fn copy(host: &LinuxMachine, change: &ImageChange, from: &str, to: &str) -> Result<(), HostError> {
    let before = fs::metadata(from).and_then(|about| about.modified()).ok();
    let file = make_file(host, to)?;
    let arguments = change.arguments().unwrap_or_default();
    run_stoppable("qemu-img", &arguments, to).inspect_err(|_| remove_quietly(to))?;
    if let Some(before) = before {
        // Where it cannot be set the copy is younger, which is true as well.
        let _ = file.set_modified(before);
    }
    Ok(())
}

/// Writes a small image, for nobody else to read: there may be passwords in it.
fn write(host: &LinuxMachine, path: &str, bytes: &[u8]) -> Result<(), HostError> {
    let mut file = make_file(host, path)?;
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

/// A copy beside it without what is empty takes its place. It is the file itself that is replaced, not a link to it.
fn compact(path: &str, format: ImageFormat) -> Result<(), HostError> {
    let wrong = |error: io::Error| failed(path, &error);
    let real = fs::canonicalize(path).map_err(wrong)?;
    let copy = beside(&real).display().to_string();
    let about = fs::metadata(&real).map_err(wrong)?;
    // An attempt that was cut off left it: no other program gives a file such a name.
    remove_quietly(&copy);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options.open(&copy).map_err(wrong)?;
    let name = format.name();
    let real = real.display().to_string();
    let arguments = [
        "convert",
        "-q",
        "-f",
        name,
        "-O",
        name,
        "--",
        real.as_str(),
        copy.as_str(),
    ];
    let arguments = arguments.map(str::to_owned);
    let replaced = run_stoppable("qemu-img", &arguments, path).and_then(|()| {
        std::os::unix::fs::chown(&copy, Some(about.uid()), Some(about.gid()))
            .and_then(|()| fs::set_permissions(&copy, about.permissions()))
            .and_then(|()| fs::File::open(&copy)?.sync_all())
            .and_then(|()| fs::rename(&copy, &real))
            .map_err(wrong)
    });
    replaced.inspect_err(|_| remove_quietly(&copy))
}

/// The copy that is to take the place of an image: hidden, and with the host's name in it, as the folder may be one of several hosts.
fn beside(image: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(image.file_name().unwrap_or_default());
    let host = rustix::system::uname();
    name.push(format!(
        ".{}.iovsh-compact",
        host.nodename().to_string_lossy().replace('/', "-")
    ));
    image.with_file_name(name)
}

/// Takes away what a change leaves behind whose process died in the middle.
pub(super) fn tidy(change: &ImageChange) {
    if let ImageChange::Compact { path, .. } = change
        && let Ok(real) = fs::canonicalize(path)
    {
        let _ = fs::remove_file(beside(&real));
    }
}

fn qemu_img(change: &ImageChange, path: &str) -> Result<(), HostError> {
    run("qemu-img", &change.arguments().unwrap_or_default(), path)
}

fn run(program: &'static str, arguments: &[String], path: &str) -> Result<(), HostError> {
    let mut command = programs::command(program);
    command.args(arguments);
    // Ctrl+C is for us: torn in the middle it would leave an image that is neither the old one nor the new one.
    let output = programs::output_unless(&mut command, || false);
    match output.transpose() {
        Some(output) => told(program, output, path),
        None => Ok(()),
    }
}

/// The same for what takes long and can be given up: it ends when the command is to end.
fn run_stoppable(program: &'static str, arguments: &[String], path: &str) -> Result<(), HostError> {
    let mut command = programs::command(program);
    command.args(arguments);
    let output = programs::output_unless(&mut command, interrupt::is_step_to_stop);
    match output.transpose() {
        Some(output) => told(program, output, path),
        None => Err(HostError::new(
            "Commit.Cancelled",
            Category::OperationStopped,
            format!("{program} was stopped while it copied to '{path}'."),
        )),
    }
}

/// What became of a program that was run.
fn told(program: &'static str, output: io::Result<Output>, path: &str) -> Result<(), HostError> {
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
    match output {
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
