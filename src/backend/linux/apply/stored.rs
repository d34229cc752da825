//! Folders and texts of exports, by the kernel.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;

use crate::HostError;
use crate::linux::refusal;
use crate::plan::StoredChange;

/// Carries the change out, or refuses it.
pub(super) fn apply(change: &StoredChange) -> Result<(), HostError> {
    let (path, done) = match change {
        StoredChange::MakeFolder { path } => (path, fs::create_dir(path)),
        StoredChange::RemoveFolder { path } => (path, gone(fs::remove_dir(path))),
        StoredChange::Write { path, text } => (path, write(path, text)),
        StoredChange::Remove { path } => (path, gone(fs::remove_file(path))),
    };
    done.map_err(|error| refusal::io_error(path, &error))
}

/// What is not there need not be removed.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Writes a file that was not there, for nobody else to read: a definition may have passwords of displays in it.
fn write(path: &str, text: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    written.inspect_err(|_| {
        let _ = fs::remove_file(path);
    })
}
