//! How a refusal of the simulated kernel or libvirt is told: with their numbers and words.

use crate::error::not_started;
use crate::plan::Change;
use crate::{Category, CauseSource, HostError};

pub(super) const EPERM: i32 = 1;
pub(super) const ENOENT: i32 = 2;
pub(super) const EIO: i32 = 5;
pub(super) const ENOMEM: i32 = 12;
pub(super) const EACCES: i32 = 13;
pub(super) const EBUSY: i32 = 16;
pub(super) const EEXIST: i32 = 17;
pub(super) const ENOTDIR: i32 = 20;
pub(super) const EISDIR: i32 = 21;
pub(super) const ENODEV: i32 = 19;
pub(super) const EINVAL: i32 = 22;
pub(super) const ENOTTY: i32 = 25;
pub(super) const ERANGE: i32 = 34;
pub(super) const ENOTEMPTY: i32 = 39;
pub(super) const ELOOP: i32 = 40;
pub(super) const EOPNOTSUPP: i32 = 95;
pub(super) const EADDRNOTAVAIL: i32 = 99;
pub(super) const ENETDOWN: i32 = 100;
pub(super) const ESRCH: i32 = 3;
pub(super) const ENETUNREACH: i32 = 101;

/// The refusal that a test or a fixture asked for.
pub(super) fn injected_error(change: &Change, errno: i32) -> HostError {
    kernel(errno, change.name(), "injected fault")
}

/// The kernel's refusal: errno and its text, and what it said beyond that.
pub(super) fn kernel(errno: i32, target: &str, extended: &str) -> HostError {
    let (category, text) = match errno {
        EPERM => (Category::PermissionDenied, "Operation not permitted"),
        ENOENT => (Category::ObjectNotFound, "No such file or directory"),
        5 => (Category::DeviceError, "Input/output error"),
        11 => (Category::ResourceBusy, "Resource temporarily unavailable"),
        ENOMEM => (Category::ResourceUnavailable, "Cannot allocate memory"),
        13 => (Category::PermissionDenied, "Permission denied"),
        EBUSY => (Category::ResourceBusy, "Device or resource busy"),
        EEXIST => (Category::ResourceExists, "File exists"),
        ENOTDIR => (Category::InvalidOperation, "Not a directory"),
        EISDIR => (Category::InvalidOperation, "Is a directory"),
        ENODEV => (Category::ObjectNotFound, "No such device"),
        EINVAL => (Category::InvalidArgument, "Invalid argument"),
        ENOTTY => (Category::InvalidOperation, "Inappropriate ioctl for device"),
        28 => (Category::ResourceUnavailable, "No space left on device"),
        ERANGE => (Category::LimitsExceeded, "Numerical result out of range"),
        ELOOP => (
            Category::InvalidOperation,
            "Too many levels of symbolic links",
        ),
        ENOTEMPTY => (Category::InvalidOperation, "Directory not empty"),
        EOPNOTSUPP => (Category::InvalidOperation, "Operation not supported"),
        ESRCH => (Category::ObjectNotFound, "No such process"),
        EADDRNOTAVAIL => (Category::InvalidArgument, "Cannot assign requested address"),
        ENETDOWN => (Category::InvalidOperation, "Network is down"),
        ENETUNREACH => (Category::InvalidArgument, "Network is unreachable"),
        110 => (Category::OperationTimeout, "Connection timed out"),
        _ => (Category::DeviceError, "Unknown error"),
    };
    let text = if extended.is_empty() {
        text.to_owned()
    } else {
        format!("{text}: {extended}")
    };
    HostError::new(
        "Host.KernelRefused",
        category,
        format!("The kernel refused a change of {target}."),
    )
    .target(target)
    .because(CauseSource::Kernel, text, Some(errno))
    .advised()
}

/// The same of a start, in Hyper-V's words.
pub(super) fn start(category: Category, target: &str, text: impl Into<String>) -> HostError {
    let error = libvirt(category, target, text);
    let words = not_started(target, error.cause.as_ref());
    error.with_message(words)
}

/// libvirt's refusal, in its own words.
pub(super) fn libvirt(category: Category, target: &str, text: impl Into<String>) -> HostError {
    HostError::new(
        "Host.LibvirtRefused",
        category,
        format!("libvirt refused a change of {target}."),
    )
    .target(target)
    .because(CauseSource::Libvirt, text, None)
    .advised()
}
