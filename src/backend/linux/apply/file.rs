//! iovsh's files in the folders of the tools that configure the network, and of modprobe.

use std::fs;
use std::io::ErrorKind;
use std::os::fd::AsFd as _;
use std::path::Path;

use rustix::fs::Mode;

use crate::linux::machine::LinuxMachine;
use crate::linux::refusal;
use crate::model::{NetworkTool, OVERRIDE_FILE};
use crate::plan::FileChange;
use crate::state::{Durability, Rights, replace_in};
use crate::{Category, HostError};

/// Carries the change out, or refuses it.
pub(super) fn apply(host: &LinuxMachine, change: &FileChange) -> Result<(), HostError> {
    match change {
        FileChange::Set { path, text } => set(host, path, text.as_deref()),
    }
}

/// Writes a file as a whole, with the permissions that its tool wants, or removes it.
fn set(host: &LinuxMachine, path: &str, text: Option<&str>) -> Result<(), HostError> {
    let mode = NetworkTool::of(path).map(NetworkTool::mode);
    let Some(mode) = mode.or((path == OVERRIDE_FILE).then_some(0o644)) else {
        return Err(HostError::new(
            "Persist.NotOurs",
            Category::PermissionDenied,
            format!("{path} is no file of iovsh's."),
        )
        .next_step("Report this: iovsh writes only files whose names it has chosen."));
    };
    let place = host.sysfs.path(path);
    let done = match text {
        Some(text) => replace(&place, text.as_bytes(), Mode::from_raw_mode(mode)),
        None => match fs::remove_file(&place) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            other => other,
        },
    };
    done.map_err(|error| refusal::io_error(path, &error))
}

/// Writes the file as a whole, with these rights from the start: some hold keys of other connections in the same folder.
pub(super) fn replace(place: &Path, bytes: &[u8], mode: Mode) -> std::io::Result<()> {
    let (Some(folder), Some(name)) = (place.parent(), place.file_name().and_then(|n| n.to_str()))
    else {
        return Err(ErrorKind::InvalidInput.into());
    };
    fs::create_dir_all(folder)?;
    let folder = fs::File::open(folder)?;
    let rights = Rights::just(mode);
    replace_in(folder.as_fd(), name, bytes, rights, Durability::PowerCut)
}
