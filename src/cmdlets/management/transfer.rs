//! Copying and moving files and directories.

use std::fs;
use std::path::{Path, PathBuf};

use super::content_writer::make_writable;
use super::paths::{Selection, below, leaf};
use super::provider::{io_error, path_not_found};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::location::{Location, ProviderKind};
use iovsh_shell::os_text;

/// Where a thing ends up: in the destination when that is a directory, else as the destination.
pub fn landing(source: &Location, destination: &Location) -> Location {
    match destination.native() {
        Some(path) if path.is_dir() => below(destination, leaf(source)),
        _ => destination.clone(),
    }
}

/// The native paths of two locations.
///
/// # Errors
/// One of them is on a drive that has no files.
pub fn natives(source: &Location, target: &Location) -> Result<(PathBuf, PathBuf), ShellError> {
    let native = |at: &Location| {
        at.native().ok_or_else(|| {
            ShellError::new(
                "NotSupported",
                ErrorCategory::NotImplemented,
                format!(
                    "Items of the provider {} cannot be copied or moved: '{}'.",
                    at.drive.provider.name(),
                    at.text()
                ),
            )
            .exception("System.Management.Automation.PSNotSupportedException")
            .target(at.text())
        })
    };
    Ok((native(source)?, native(target)?))
}

/// How things are copied.
#[derive(Clone, Debug)]
pub struct Copying {
    /// With what is in directories.
    pub recurse: bool,
    /// Over read-only files too.
    pub force: bool,
    /// Which of the things in directories.
    pub selection: Selection,
}

impl Copying {
    /// Copies one item, after having asked. Gives back where it is now, `None` when it was not copied.
    pub fn copy(
        &self,
        cx: &mut Context,
        source: &Location,
        target: &Location,
    ) -> Flow<Option<Location>> {
        let (from, to) = natives(source, target)?;
        let what = format!("Item: {} Destination: {}", source.text(), target.text());
        if from.is_dir() {
            if !cx.should_process(&what, "Copy Directory")? {
                return Ok(None);
            }
            return match self.directory(cx, &from, &to)? {
                Ok(()) => Ok(Some(target.clone())),
                Err(error) => {
                    cx.error(error)?;
                    Ok(None)
                }
            };
        }
        if !cx.should_process(&what, "Copy File")? {
            return Ok(None);
        }
        match self.file(&from, &to) {
            Ok(()) => Ok(Some(target.clone())),
            Err(error) => {
                cx.error(error)?;
                Ok(None)
            }
        }
    }

    fn file(&self, from: &Path, to: &Path) -> Result<(), ShellError> {
        let text = os_text::text_of(to);
        if same(from, to) {
            return Err(ShellError::new(
                "CopyError",
                ErrorCategory::WriteError,
                format!("Cannot overwrite the item {text} with itself."),
            )
            .exception("System.IO.IOException")
            .target(&*text));
        }
        if to.parent().is_some_and(|parent| !parent.is_dir()) {
            return Err(missing_directory(&text));
        }
        if self.force {
            make_writable(to);
        }
        fs::copy(from, to).map(drop).map_err(|error| {
            io_error(
                &error,
                "CopyFileInfoItemIOError",
                "CopyFileInfoItemUnauthorizedAccessError",
                &text,
            )
        })
    }

    fn directory(&self, cx: &mut Context, from: &Path, to: &Path) -> Flow<Result<(), ShellError>> {
        let text = os_text::text_of(to);
        if to.is_file() {
            return Ok(Err(ShellError::new(
                "CopyContainerItemToLeafError",
                ErrorCategory::InvalidArgument,
                format!("Container cannot be copied onto existing leaf item: '{text}'."),
            )
            .exception("System.Management.Automation.PSArgumentException")
            .target(text)));
        }
        // The tree is read before anything is made in it: a directory may be copied into itself.
        let mut tree = Vec::new();
        if self.recurse {
            walk(from, &PathBuf::new(), &mut tree, 0);
        }
        if let Err(error) = fs::create_dir_all(to) {
            return Ok(Err(io_error(
                &error,
                "CopyDirectoryInfoItemIOError",
                "CopyDirectoryInfoItemUnauthorizedAccessError",
                &text,
            )));
        }
        for relative in tree {
            if cx.is_cancelled() {
                return Err(iovsh_shell::error::Interrupt::Cancelled);
            }
            let (source, target) = (from.join(&relative), to.join(&relative));
            let name = relative
                .file_name()
                .map(os_text::text_of)
                .unwrap_or_default();
            let copied = if source.is_dir() {
                fs::create_dir_all(&target).map_err(|error| {
                    io_error(
                        &error,
                        "CopyDirectoryInfoItemIOError",
                        "CopyDirectoryInfoItemUnauthorizedAccessError",
                        &os_text::text_of(target),
                    )
                })
            } else if self.selection.takes(&name) {
                self.file(&source, &target)
            } else {
                Ok(())
            };
            if let Err(error) = copied {
                cx.error(error)?;
            }
        }
        Ok(Ok(()))
    }
}

/// How deep a tree is copied.
const MAX_LEVEL: u32 = 500;

/// Everything below a directory, containers before what is in them.
fn walk(root: &Path, below: &Path, found: &mut Vec<PathBuf>, level: u32) {
    let Ok(entries) = fs::read_dir(root.join(below)) else {
        return;
    };
    let mut names: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.file_name()))
        .collect();
    names.sort();
    for name in names {
        let relative = below.join(name);
        let full = root.join(&relative);
        let descend = fs::symlink_metadata(&full).is_ok_and(|facts| facts.is_dir());
        found.push(relative.clone());
        if descend && level < MAX_LEVEL {
            walk(root, &relative, found, level + 1);
        }
    }
}

fn same(a: &Path, b: &Path) -> bool {
    a == b || matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

fn missing_directory(text: &str) -> ShellError {
    ShellError::new(
        "System.IO.DirectoryNotFoundException",
        ErrorCategory::NotSpecified,
        format!("Could not find a part of the path '{text}'."),
    )
    .exception("System.IO.DirectoryNotFoundException")
    .target(text)
}

/// Moves a file or directory.
///
/// # Errors
/// There is something at the target and it may not be replaced, or the operating system refuses.
pub fn move_item(source: &Location, target: &Location, force: bool) -> Result<(), ShellError> {
    let (from, to) = natives(source, target)?;
    let text = target.text();
    let directory = from.is_dir();
    let (failed, denied) = if directory {
        (
            "MoveDirectoryItemIOError",
            "MoveDirectoryItemUnauthorizedAccessError",
        )
    } else {
        (
            "MoveFileInfoItemIOError",
            "MoveFileInfoItemUnauthorizedAccessError",
        )
    };
    if fs::symlink_metadata(&from).is_err() {
        return Err(path_not_found(&source.text()));
    }
    let taken = fs::symlink_metadata(&to).is_ok() && !same(&from, &to);
    if taken && (directory || !force) {
        return Err(ShellError::new(
            failed,
            ErrorCategory::WriteError,
            "Cannot create a file when that file already exists.",
        )
        .exception("System.IO.IOException")
        .target(source.text())
        .help("-Force replaces a file that is there."));
    }
    match fs::rename(&from, &to) {
        Ok(()) => Ok(()),
        // Another file system: copy, then remove.
        Err(error) if error.kind() == std::io::ErrorKind::CrossesDevices => {
            across(&from, &to).map_err(|error| io_error(&error, failed, denied, &text))
        }
        Err(error) => {
            let mut error = io_error(&error, failed, denied, &text);
            if &*error.id == failed {
                error.category = ErrorCategory::WriteError;
            }
            Err(error)
        }
    }
}

fn across(from: &Path, to: &Path) -> std::io::Result<()> {
    if !from.is_dir() {
        fs::copy(from, to)?;
        return fs::remove_file(from);
    }
    let mut tree = Vec::new();
    walk(from, &PathBuf::new(), &mut tree, 0);
    fs::create_dir_all(to)?;
    for relative in tree {
        let (source, target) = (from.join(&relative), to.join(&relative));
        if source.is_dir() {
            fs::create_dir_all(target)?;
        } else {
            fs::copy(source, target)?;
        }
    }
    fs::remove_dir_all(from)
}

/// Whether items of this kind can be copied and moved.
pub fn is_file_system(at: &Location) -> bool {
    at.drive.provider == ProviderKind::FileSystem
}
