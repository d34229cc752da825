//! Paths of disk images, their objects, and one change of each of several images.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use super::IMAGES;
use crate::host_access::{HostAccess, Outcome, computer_name, shell_error};
use crate::management::paths::{drive_not_found, locate};
use crate::types::VirtualHardDisk;
use iovsh_backend::model::{Image, VmDetail, device_of_shown_image};
use iovsh_backend::policy::Intent;
use iovsh_backend::{Category, HostError, Scope, State};
use iovsh_shell::cmdlet::Emit as _;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_argument;

/// A path of the host's as a parameter gives it: from the root on, or from where the session is.
///
/// # Errors
/// `DriveNotFound` for a path of Windows, when no drive of the session has that letter.
pub fn host_path(cx: &mut Context, path: &str) -> Flow<String> {
    let locations = &cx.session().locations;
    let on_drive = windows_root(path)
        .and_then(|root| locations.drive(root))
        .is_some();
    let whole = match on_drive {
        // A drive that New-PSDrive made is a folder.
        true => locate(locations, path)?.native(),
        false => {
            refuse_windows_path(path)?;
            Some(locations.native(path))
        }
    };
    let whole = whole.ok_or_else(|| drive_not_found(windows_root(path).unwrap_or_default()))?;
    let mut clean = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    Ok(clean.display().to_string())
}

/// The drive or server that a path begins with as scripts for Windows write it.
fn windows_root(path: &str) -> Option<&str> {
    match path.as_bytes() {
        [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic() => path.get(..1),
        [b'\\', b'\\', ..] => path.split('\\').nth(2),
        _ => None,
    }
}

/// Whether a path is one of Windows: `C:\VMs\web1.vhdx`, `\\server\share\web1.vhdx`.
pub fn is_windows_path(path: &str) -> bool {
    windows_root(path).is_some()
}

fn refuse_windows_path(path: &str) -> Flow {
    let Some(root) = windows_root(path) else {
        return Ok(());
    };
    let file = path.rsplit(['\\', '/']).next().unwrap_or_default();
    let here = format!("{IMAGES}/{file}");
    let here = quote_argument(&here);
    let error = drive_not_found(root).target(path).help(format!(
        "'{path}' is a path of Windows. Here paths begin at '/': {here}"
    ));
    Err(error.into())
}

/// The same for several.
///
/// # Errors
/// The same.
pub fn host_paths(cx: &mut Context, paths: &[String]) -> Flow<Vec<String>> {
    paths.iter().map(|path| host_path(cx, path)).collect()
}

/// What showing images takes.
pub fn scope(paths: Vec<String>) -> Scope {
    Scope {
        vms: VmDetail::Full,
        images: Some(paths),
        ..Scope::NOTHING
    }
}

/// The object for the image at a path.
pub fn object(state: &State, path: &str, computer: &str) -> Result<VirtualHardDisk, HostError> {
    let image = image(state, path)?;
    let used = state.users_of_image(path).any(|vm| vm.state.is_active());
    Ok(VirtualHardDisk::new(path, &image, used, computer))
}

/// The image at a path, damaged or not.
fn image<'s>(state: &'s State, path: &str) -> Result<Cow<'s, Image>, HostError> {
    state.image(path).ok_or_else(|| {
        let place = state.images.get(path);
        let why = place.and_then(|place| place.unreadable.clone());
        let (id, category, text) = match why {
            Some(why) => (
                "Vhd.Unreadable",
                Category::ReadError,
                format!("'{path}' cannot be read as a disk image: {why}."),
            ),
            None => (
                "Vhd.NotFound",
                Category::ObjectNotFound,
                format!("There is no file '{path}' on the host."),
            ),
        };
        let folder = Path::new(path).parent().unwrap_or(Path::new("/"));
        HostError::new(id, category, text)
            .target(path)
            .next_step(format!(
                "See what there is: Get-ChildItem {}",
                iovsh_shell::syntax::quote::quote_literal(&folder.to_string_lossy())
            ))
    })
}

/// Emits the images at these paths as they are now; one that is not there is an error that is written.
pub fn emit(cx: &mut Context, paths: &[String]) -> Flow {
    if paths.is_empty() {
        return Ok(());
    }
    let state = cx.snapshot(&scope(paths.to_vec()))?;
    let computer = computer_name(cx)?;
    for path in paths {
        match object(&state, path, &computer) {
            Ok(object) => cx.emit(object.into_value())?,
            Err(error) => cx.error(shell_error(&error))?,
        }
    }
    Ok(())
}

/// Carries out an intent for each image, and hands on those at the paths of `shown` where it was done.
pub fn change_each(
    cx: &mut Context,
    looked_at: Vec<String>,
    intents: Vec<Intent>,
    force: bool,
    shown: Vec<String>,
) -> Flow {
    let scope = Scope {
        checkpoints: false,
        ..Scope::with_images(looked_at)
    };
    let then = move |cx: &mut Context, outcomes: &[Outcome]| {
        let done = shown.into_iter().zip(outcomes);
        let done: Vec<String> = done
            .filter_map(|(path, o)| o.is_done().then_some(path))
            .collect();
        emit(cx, &done)
    };
    cx.change_all(&scope, force, intents, Box::new(then))
}

/// The image that the block device with this number shows; an error is written where there is none.
pub fn shown_as(cx: &mut Context, number: u32) -> Flow<Option<String>> {
    let state = cx.snapshot(&scope(Vec::new()))?;
    let device = device_of_shown_image(number);
    let mut all = state.images.iter();
    let found = all.find(|(_, place)| {
        let image = place.image.as_ref();
        device.is_some() && image.is_some_and(|image| image.attached == device)
    });
    if let Some((path, _)) = found {
        return Ok(Some(path.clone()));
    }
    let text = format!("No image that is known is shown as disk {number}.");
    let error = HostError::new("Vhd.NotMounted", Category::ObjectNotFound, text);
    let error = error.target(number.to_string());
    cx.error(shell_error(
        &error.next_step("Name the image: Get-VHD -Path."),
    ))?;
    Ok(None)
}
