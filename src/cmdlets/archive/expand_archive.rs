//! `Expand-Archive`.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use iovsh_derive::Cmdlet;
use zip::ZipArchive;

use super::{failed, is_zip, not_there, unreadable, wrong_kind};
use crate::data::files;
use crate::management::emit_item;
use crate::management::paths;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_read::Watched;
use iovsh_shell::os_text;

/// Unpacks zip archives into a folder.
///
/// Without -DestinationPath the folder has the name of the archive and is made where the prompt is. A file of the archive whose name
/// leads out of the folder is an error, and nothing of that archive is unpacked.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content notes.txt 'x'; Compress-Archive notes.txt pack.zip
/// PS> Expand-Archive pack.zip; Get-Content pack/notes.txt
/// x
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Expand",
    noun = "Archive",
    module = "Microsoft.PowerShell.Archive",
    class = "Expand-Archive",
    default_set = "Path",
    impact = Medium,
    output = "System.IO.FileSystemInfo"
)]
pub struct ExpandArchive {
    /// The archive.
    #[param(
        set = "Path",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        not_null_or_empty
    )]
    path: Option<String>,
    /// The archive, by a name that is taken as it is.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias = "PSPath",
        not_null_or_empty
    )]
    literal_path: Option<String>,
    /// The folder; it is made when it is not there.
    #[param(position = 1, not_null_or_empty)]
    destination_path: Option<String>,
    /// Replaces files that are there.
    force: bool,
    /// Hands on what was unpacked.
    pass_thru: bool,
}

impl Cmdlet for ExpandArchive {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let path: Vec<String> = self.path.iter().cloned().collect();
        let literal: Vec<String> = self.literal_path.iter().cloned().collect();
        for archive in files::readable(cx, &path, &literal)? {
            if let Err(error) = self.one(cx, &archive)? {
                cx.error(error)?;
            }
        }
        Ok(())
    }
}

impl ExpandArchive {
    fn one(&self, cx: &mut Context, archive: &Path) -> Flow<Result<(), ShellError>> {
        if !archive.is_file() {
            return Ok(Err(not_there(archive)));
        }
        if !is_zip(archive) {
            return Ok(Err(wrong_kind(archive)));
        }
        let folder = match &self.destination_path {
            Some(text) => files::native(cx, text)?,
            None => {
                let name = archive.file_stem().unwrap_or_default();
                files::native(cx, ".")?.join(name)
            }
        };
        let name = os_text::text_of(archive);
        if !cx.should_process(&name, "Expand-Archive")? {
            return Ok(Ok(()));
        }
        let made = match self.unpack(cx, archive, &folder)? {
            Ok(made) => made,
            Err(error) => return Ok(Err(error)),
        };
        if self.pass_thru {
            for path in made {
                let at = paths::locate(&cx.session().locations, &os_text::text_of(&path))?;
                emit_item(cx, &at)?;
            }
        }
        Ok(Ok(()))
    }

    /// Unpacks; gives what was made.
    fn unpack(
        &self,
        cx: &mut Context,
        archive: &Path,
        folder: &Path,
    ) -> Flow<Result<Vec<PathBuf>, ShellError>> {
        let opened = File::open(archive).map_err(zip::result::ZipError::from);
        let mut zip = match opened.and_then(ZipArchive::new) {
            Ok(zip) => zip,
            Err(error) => return Ok(Err(unreadable(archive, error))),
        };
        // All names are looked at before the first file is written.
        let mut wanted = Vec::new();
        for at in 0..zip.len() {
            let entry = match zip.by_index_raw(at) {
                Ok(entry) => entry,
                Err(error) => return Ok(Err(unreadable(archive, error))),
            };
            let Some(inside) = entry.enclosed_name() else {
                return Ok(Err(failed(
                    "ArchiveEntryOutside",
                    archive,
                    format!(
                        "'{}' in '{}' leads out of the folder. Nothing was unpacked.",
                        entry.name().unwrap_or_default(),
                        archive.display()
                    ),
                )));
            };
            let to = folder.join(inside);
            if !entry.is_dir() && to.exists() && !self.force {
                return Ok(Err(failed(
                    "ExpandArchiveFileExists",
                    &to,
                    format!(
                        "Failed to create file '{}' while expanding the archive file '{}' contents as the file '{}' already exists. Use the -Force parameter if you want to overwrite the existing directory '{}' contents when expanding the archive file.",
                        to.display(),
                        archive.display(),
                        to.display(),
                        folder.display()
                    ),
                )));
            }
            wanted.push((at, to, entry.is_dir(), entry.unix_mode()));
        }
        let written = |path: &Path, error: io::Error| {
            ShellError::new(
                "ArchiveWriteFailed",
                ErrorCategory::WriteError,
                format!("'{}' cannot be written.", path.display()),
            )
            .exception("System.IO.IOException")
            .target(os_text::text_of(path).as_str())
            .cause(error.to_string())
        };
        if let Err(error) = fs::create_dir_all(folder) {
            return Ok(Err(written(folder, error)));
        }
        let mut made = Vec::new();
        for (at, to, is_folder, mode) in wanted {
            cx.go_on()?;
            let done = if is_folder {
                fs::create_dir_all(&to)
            } else {
                let mut entry = match zip.by_index(at) {
                    Ok(entry) => entry,
                    Err(error) => return Ok(Err(unreadable(archive, error))),
                };
                copy(&mut entry, &to, mode)
            };
            if let Err(error) = done {
                return Ok(Err(written(&to, error)));
            }
            made.push(to);
        }
        Ok(Ok(made))
    }
}

fn copy(from: &mut impl io::Read, to: &Path, mode: Option<u32>) -> io::Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    // A link that stands there would lead the text elsewhere.
    if to.symlink_metadata().is_ok_and(|data| data.is_symlink()) {
        fs::remove_file(to)?;
    }
    let mut file = File::create(to)?;
    // A few bytes of an archive may stand for a file without end: it ends at Ctrl+C.
    io::copy(&mut Watched(from), &mut file)?;
    if let Some(mode) = mode.filter(|mode| mode & 0o111 != 0) {
        use std::os::unix::fs::PermissionsExt as _;
        // Programs stay programs; nobody gets the rights of another user by an archive.
        let own = file.metadata()?.permissions().mode();
        let runs = (mode & 0o111) & ((own & 0o444) >> 2);
        file.set_permissions(fs::Permissions::from_mode(own | runs))?;
    }
    Ok(())
}
