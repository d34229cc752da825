//! Refusals of the kernel and of libvirt as [`HostError`]: their own words, a stable id, a category.

use std::io;

use crate::error::not_started;
use crate::{Category, CauseSource, HostError};

pub(super) use super::errno;
use super::libvirt::LibvirtError;
use super::libvirt::error::code;
use super::netlink::{NetlinkError, errno_text};
use super::sysfs::WriteError;

/// The kernel's refusal of a change of `target`, with its number and, where it had any, its words beyond that.
pub(super) fn kernel(number: i32, target: &str, words: Option<&str>) -> HostError {
    let message = format!("The kernel refused a change of {target}.");
    kernel_saying(number, target, words, message)
}

/// The same for one part of a change, named by `what`: "setting the rate of VF 1".
pub(super) fn part(target: &str, error: &NetlinkError) -> HostError {
    let message = format!("The kernel refused {}.", error.what);
    kernel_saying(error.errno, target, error.text.as_deref(), message)
}

fn kernel_saying(number: i32, target: &str, words: Option<&str>, message: String) -> HostError {
    let category = match number {
        errno::PERMISSION | errno::ACCESS | errno::READ_ONLY => Category::PermissionDenied,
        errno::NOT_FOUND | errno::NO_DEVICE => Category::ObjectNotFound,
        errno::AGAIN | errno::BUSY => Category::ResourceBusy,
        errno::NO_MEMORY | errno::NO_SPACE => Category::ResourceUnavailable,
        errno::EXISTS => Category::ResourceExists,
        errno::INVALID => Category::InvalidArgument,
        errno::RANGE => Category::LimitsExceeded,
        errno::NOT_SUPPORTED => Category::InvalidOperation,
        errno::TIMED_OUT => Category::OperationTimeout,
        _ => Category::DeviceError,
    };
    let text = match words {
        Some(words) => format!("{}: {words}", errno_text(number)),
        None => errno_text(number),
    };
    let permitted = category != Category::PermissionDenied;
    let id = if permitted {
        "Host.KernelRefused"
    } else {
        "Host.PermissionDenied"
    };
    HostError::new(id, category, message)
        .target(target)
        .because(CauseSource::Kernel, text, Some(number))
        .advised()
}

/// A netlink refusal.
pub(super) fn netlink(target: &str, error: &NetlinkError) -> HostError {
    kernel(error.errno, target, error.text.as_deref())
}

/// A netlink question that was not answered.
pub(super) fn unread(error: &NetlinkError) -> HostError {
    let refused = kernel(error.errno, &error.what, error.text.as_deref());
    if refused.category == Category::PermissionDenied {
        return refused;
    }
    HostError::new(
        "Host.BadAnswer",
        Category::ReadError,
        format!("The kernel could not be asked: {}.", error.what),
    )
    .because(CauseSource::Kernel, error.words(), Some(error.errno))
    .advised()
}

/// A write to sysfs that was refused or did not end.
pub(super) fn write(target: &str, error: &WriteError) -> HostError {
    match error.errno() {
        Some(number) => kernel(number, target, None),
        None => HostError::new(
            "Host.KernelRefused",
            Category::OperationTimeout,
            format!("The kernel did not finish a change of {target}."),
        )
        .target(target)
        .because(CauseSource::Kernel, error.source.to_string(), None)
        .next_step("Look for a process or a VM that still holds the device."),
    }
}

/// The same of a start, in Hyper-V's words.
pub(super) fn start(target: &str, error: &LibvirtError) -> HostError {
    let error = libvirt(target, error);
    if error.id != "Host.LibvirtRefused" {
        return error;
    }
    let words = not_started(target, error.cause.as_ref());
    error.with_message(words)
}

/// libvirt's refusal of a change of `target`.
pub(super) fn libvirt(target: &str, error: &LibvirtError) -> HostError {
    let message = || format!("libvirt refused a change of {target}.");
    match error {
        LibvirtError::NoDaemon { .. } => unavailable(error),
        LibvirtError::NotPermitted { .. } | LibvirtError::Authentication { .. } => HostError::new(
            "Host.PermissionDenied",
            Category::PermissionDenied,
            "This user may not use libvirt.",
        )
        .because(CauseSource::Libvirt, error.to_string(), None)
        .next_step("Run the command as root or as a member of the group 'libvirt'."),
        LibvirtError::Refused(refused) => {
            let category = match refused.code {
                code::NO_DOMAIN | code::NO_NETWORK | code::DEVICE_MISSING => {
                    Category::ObjectNotFound
                }
                code::OPERATION_INVALID | code::CONFIG_UNSUPPORTED | code::NO_SUPPORT => {
                    Category::InvalidOperation
                }
                code::OPERATION_UNSUPPORTED => Category::InvalidOperation,
                code::XML_ERROR | code::XML_DETAIL => Category::InvalidData,
                code::INVALID_ARG => Category::InvalidArgument,
                code::OPERATION_TIMEOUT | code::RESOURCE_BUSY => Category::ResourceBusy,
                code::OPERATION_DENIED => Category::PermissionDenied,
                _ if error.is_about_rights() => Category::PermissionDenied,
                _ => Category::DeviceError,
            };
            let id = if category == Category::PermissionDenied {
                "Host.PermissionDenied"
            } else {
                "Host.LibvirtRefused"
            };
            HostError::new(id, category, message())
                .target(target)
                .because(CauseSource::Libvirt, refused.message.clone(), refused.errno)
                .advised()
        }
        LibvirtError::TimedOut { .. } => HostError::new(
            "Host.LibvirtRefused",
            Category::OperationTimeout,
            format!("libvirt did not finish a change of {target}."),
        )
        .target(target)
        .because(CauseSource::Libvirt, error.to_string(), None)
        .advised(),
        LibvirtError::Silent { .. } => HostError::new(
            "Host.LibvirtSilent",
            Category::OperationTimeout,
            "libvirt's daemon is there but does not answer.",
        )
        .because(CauseSource::Libvirt, error.to_string(), None)
        .next_step("See what holds it up: journalctl -u libvirtd -u virtqemud; restart it if it hangs: systemctl restart virtqemud, or libvirtd on older systems."),
        LibvirtError::Interrupted => HostError::new(
            "Host.Interrupted",
            Category::OperationStopped,
            "The wait for libvirt was stopped.",
        ),
        LibvirtError::RemovalRefused { .. } => {
            HostError::new("Host.LibvirtRefused", Category::ResourceBusy, message())
                .target(target)
                .because(CauseSource::Libvirt, error.to_string(), None)
                .advised()
        }
        LibvirtError::Closed
        | LibvirtError::Io { .. }
        | LibvirtError::Malformed { .. }
        | LibvirtError::Foreign(_)
        | LibvirtError::EventsLost
        | LibvirtError::AnswerTooLong { .. }
        | LibvirtError::BadLength(_)
        | LibvirtError::TooLong(_)
        | LibvirtError::Xml { .. } => HostError::new(
            "Host.BadAnswer",
            Category::ProtocolError,
            "libvirt gave no usable answer.",
        )
        .target(target)
        .because(CauseSource::Libvirt, error.to_string(), None)
        .next_step("Look at the daemon's log: journalctl -u libvirtd -u virtqemud."),
    }
}

fn unavailable(error: &LibvirtError) -> HostError {
    HostError::new(
        "Host.LibvirtUnavailable",
        Category::ConnectionError,
        "libvirt does not answer, so there are no VMs to be seen.",
    )
    .because(CauseSource::Libvirt, error.to_string(), None)
    .next_step("Install and start it: systemctl start virtqemud.socket, or libvirtd.socket on older systems. To try things out without it: iovsh --host sim.")
}

/// Something that a change names and that is not there.
pub(super) fn absent(target: &str) -> HostError {
    kernel(errno::NO_DEVICE, target, None)
}

/// A file that could not be read at all.
pub(super) fn io_error(target: &str, error: &io::Error) -> HostError {
    kernel(error.raw_os_error().unwrap_or(0), target, None)
}
