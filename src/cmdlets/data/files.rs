//! Files that conversions read and write as a whole.

use std::path::{Path, PathBuf};

use crate::management::paths::{self, Selection};
use crate::management::provider::{not_supported, own_storage};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::os_text;
use iovsh_shell::wildcard::unescape;

/// The one path of `-Path` and `-LiteralPath`, of which exactly one is given.
///
/// # Errors
/// `CannotSpecifyPathAndLiteralPath`.
pub fn one_path(path: Option<&str>, literal_path: Option<&str>) -> Result<String, ShellError> {
    match (path, literal_path) {
        (Some(path), None) => Ok(unescape(path)),
        (None, Some(path)) => Ok(path.to_owned()),
        _ => Err(ShellError::new(
            "CannotSpecifyPathAndLiteralPath",
            ErrorCategory::InvalidData,
            "You must specify either the -Path or -LiteralPath parameters, but not both.",
        )
        .exception("System.InvalidOperationException")),
    }
}

/// Where a path is in the file system.
///
/// # Errors
/// `DriveNotFound`, or the drive has no files; `SimulatedFile`.
pub fn native(cx: &mut Context, text: &str) -> Flow<PathBuf> {
    let at = paths::locate(&cx.session().locations, text)?;
    at.native().ok_or_else(|| not_supported(&at, "opened"))?;
    Ok(own_storage::of_this_computer(cx.session(), &at)?)
}

/// The files that paths mean. What leads nowhere is given as it is, so that opening it says why.
///
/// # Errors
/// `DriveNotFound`.
pub fn readable(cx: &mut Context, path: &[String], literal_path: &[String]) -> Flow<Vec<PathBuf>> {
    let mut found = Vec::new();
    for text in literal_path {
        found.push(native(cx, text)?);
    }
    for text in path {
        match paths::resolve(cx.session(), text, false, &Selection::all(false)) {
            Ok(items) => {
                for at in items.iter().filter(|at| at.native().is_some()) {
                    match own_storage::of_this_computer(cx.session(), at) {
                        Ok(path) => found.push(path),
                        Err(error) => cx.error(error)?,
                    }
                }
            }
            Err(error) if &*error.id == "PathNotFound" => found.push(native(cx, text)?),
            Err(error) => cx.error(error)?,
        }
    }
    Ok(found)
}

/// Takes the rights of others from a regular file whose content may hold secrets. What an umask forbids to its owner is given back.
///
/// # Errors
/// The file is somebody else's.
pub fn for_owner_only(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let facts = file.metadata()?;
    if !facts.is_file() || facts.permissions().mode() & 0o7777 == 0o600 {
        return Ok(());
    }
    file.set_permissions(std::fs::Permissions::from_mode(0o600))
}

/// A file that cannot be opened.
pub fn open_failure(error: &std::io::Error, path: &Path, no_clobber: bool) -> ShellError {
    use std::io::ErrorKind as K;
    let text = os_text::text_of(path);
    if no_clobber && error.kind() == K::AlreadyExists {
        return ShellError::new(
            "NoClobber",
            ErrorCategory::ResourceExists,
            format!("The file '{text}' already exists."),
        )
        .exception("System.IO.IOException")
        .target(&*text)
        .help("Leave out -NoClobber to replace it.");
    }
    let parent_is_there = path.parent().is_some_and(Path::is_dir);
    let (exception, message) = match error.kind() {
        K::NotFound if parent_is_there => (
            "System.IO.FileNotFoundException",
            format!("Could not find file '{text}'."),
        ),
        K::NotFound => (
            "System.IO.DirectoryNotFoundException",
            format!("Could not find a part of the path '{text}'."),
        ),
        K::PermissionDenied => (
            "System.UnauthorizedAccessException",
            format!("Access to the path '{text}' is denied."),
        ),
        _ => ("System.IO.IOException", format!("'{text}': {error}.")),
    };
    let mut failure = ShellError::new("FileOpenFailure", ErrorCategory::OpenError, message)
        .exception(exception)
        .cause(error.to_string());
    if error.kind() == K::NotFound {
        failure.help = crate::missing_file::beside(&text);
    }
    failure
}

/// A file that cannot be written to its end.
pub fn write_failure(error: &std::io::Error, path: &Path) -> ShellError {
    ShellError::new(
        "FileWriteFailure",
        ErrorCategory::WriteError,
        format!("Writing '{}' failed: {error}.", os_text::text_of(path)),
    )
    .exception("System.IO.IOException")
    .cause(error.to_string())
}
