//! Zip archives: the cmdlets of `Microsoft.PowerShell.Archive`.

mod compress_archive;
mod expand_archive;
mod tree;

use std::path::Path;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};
use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::os_text;

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[
    <compress_archive::CompressArchive as Declared>::SPEC,
    <expand_archive::ExpandArchive as Declared>::SPEC,
];

fn failed(id: &'static str, path: &Path, message: String) -> ShellError {
    ShellError::new(id, ErrorCategory::InvalidArgument, message)
        .exception("System.InvalidOperationException")
        .target(os_text::text_of(path).as_str())
}

/// A path that leads nowhere.
fn not_there(path: &Path) -> ShellError {
    failed(
        "ArchiveCmdletPathNotFound",
        path,
        format!(
            "The path '{}' either does not exist or is not a valid file system path.",
            path.display()
        ),
    )
}

/// What the library or the system says of an archive.
fn unreadable(path: &Path, cause: impl std::fmt::Display) -> ShellError {
    failed(
        "ArchiveUnusable",
        path,
        format!(
            "'{}' cannot be read or written as a zip archive.",
            path.display()
        ),
    )
    .cause(cause.to_string())
}

fn is_zip(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

fn wrong_kind(path: &Path) -> ShellError {
    let extension = path
        .extension()
        .map(|extension| format!(".{}", extension.to_string_lossy()))
        .unwrap_or_default();
    failed(
        "NotSupportedArchiveFileExtension",
        path,
        format!(
            "{extension} is not a supported archive file format. .zip is the only supported archive file format."
        ),
    )
    .help("Other archives are unpacked by programs: tar -xf FILE -C FOLDER")
}
