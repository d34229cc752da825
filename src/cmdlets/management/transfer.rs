//! Copying and moving files and directories.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::content_writer::make_writable;
use super::paths::{Selection, below, leaf};
use super::provider::own_storage::{self, Side};
use super::provider::{io_error, path_not_found};
use super::tree::{Links, Tree, move_across};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, Session};
use iovsh_shell::file_write;
use iovsh_shell::location::{Location, ProviderKind};
use iovsh_shell::os_text;
use iovsh_shell::syntax::quote::quote_argument;

/// Where a thing ends up: in the destination when that is a directory, else as the destination.
pub fn landing(session: &Session, source: &Location, destination: &Location) -> Location {
    let is_folder = destination.native().is_some()
        && match own_storage::side(session, destination) {
            Side::Computer(path) | Side::Both(path) => path.is_dir(),
            Side::Host(found) => found.length.is_none(),
            Side::Nothing(_) => false,
        };
    match is_folder {
        true => below(destination, leaf(source)),
        false => destination.clone(),
    }
}

/// The native paths of two locations, of which the second is to be changed, and the first too when it `goes`.
///
/// # Errors
/// One of them is on a drive that has no files, or a simulated host's.
fn natives(
    cx: &mut Context,
    source: &Location,
    target: &Location,
    goes: bool,
) -> Flow<Result<(PathBuf, PathBuf), ShellError>> {
    for at in [source, target] {
        if at.native().is_none() {
            return Ok(Err(ShellError::new(
                "NotSupported",
                ErrorCategory::NotImplemented,
                format!(
                    "Items of the provider {} cannot be copied or moved: '{}'.",
                    at.drive.provider.name(),
                    at.text()
                ),
            )
            .exception("System.Management.Automation.PSNotSupportedException")
            .target(at.text())));
        }
    }
    let from = match goes {
        true => own_storage::to_change(cx, source)?,
        false => own_storage::of_this_computer(cx.session(), source),
    };
    let from = match from {
        Ok(from) => from,
        Err(error) => return Ok(Err(error)),
    };
    Ok(own_storage::to_change(cx, target)?.map(|to| (from, to)))
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
        if let Some((from, to)) = own_storage::both_own(cx.session(), source, target) {
            let is_done = own_storage::copy(cx, from, to, false)?;
            return Ok(is_done.then(|| target.clone()));
        }
        let (from, to) = match natives(cx, source, target, false)? {
            Ok(both) => both,
            Err(error) => {
                cx.error(error)?;
                return Ok(None);
            }
        };
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
        file_write::copy(from, to).map(drop).map_err(|error| {
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
        let tree = self.recurse.then(|| Tree::of(from, Links::Follow));
        let (tree, unread) = tree.map_or_else(Default::default, |tree| (tree.found, tree.failed));
        let failed = |error: std::io::Error, path: &Path| {
            io_error(
                &error,
                "CopyDirectoryInfoItemIOError",
                "CopyDirectoryInfoItemUnauthorizedAccessError",
                &os_text::text_of(path),
            )
        };
        if let Err(error) = fs::create_dir_all(to) {
            return Ok(Err(failed(error, to)));
        }
        for (path, error) in unread {
            cx.error(failed(error, &path))?;
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
                fs::create_dir_all(&target).map_err(|error| failed(error, &target))
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

/// Whether two names lead to one file: by links of either kind.
fn same(a: &Path, b: &Path) -> bool {
    let id = |path| fs::metadata(path).map(|facts| (facts.dev(), facts.ino()));
    a == b || matches!((id(a), id(b)), (Ok(a), Ok(b)) if a == b)
}

/// Whether two paths are one name in one folder.
fn is_one_name(a: &Path, b: &Path) -> bool {
    let folder = |path: &Path| path.parent()?.canonicalize().ok();
    a == b || a.file_name() == b.file_name() && folder(a).is_some() && folder(a) == folder(b)
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
pub fn move_item(
    cx: &mut Context,
    source: &Location,
    target: &Location,
    force: bool,
) -> Flow<Result<(), ShellError>> {
    Ok(match natives(cx, source, target, true)? {
        Ok((from, to)) => moved(source, target, &from, &to, force),
        Err(error) => Err(error),
    })
}

fn moved(
    source: &Location,
    target: &Location,
    from: &Path,
    to: &Path,
    force: bool,
) -> Result<(), ShellError> {
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
    if fs::symlink_metadata(from).is_err() {
        return Err(path_not_found(&source.text()));
    }
    let taken = fs::symlink_metadata(to).is_ok() && !is_one_name(from, to);
    if taken && from.is_symlink() && same(from, to) {
        return Err(ShellError::new(
            failed,
            ErrorCategory::WriteError,
            format!(
                "'{}' is a link to '{text}': in its place it would be a link to itself.",
                source.text()
            ),
        )
        .exception("System.IO.IOException")
        .target(source.text())
        .help(format!(
            "Remove the link: Remove-Item {}",
            quote_argument(&source.text())
        )));
    }
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
    match fs::rename(from, to) {
        Ok(()) => Ok(()),
        // Another file system: copy, then remove.
        Err(error) if error.kind() == std::io::ErrorKind::CrossesDevices => {
            move_across(from, to).map_err(|error| io_error(&error, failed, denied, &text))
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

/// Whether items of this kind can be copied and moved.
pub fn is_file_system(at: &Location) -> bool {
    at.drive.provider == ProviderKind::FileSystem
}
