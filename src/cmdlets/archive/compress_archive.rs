//! `Compress-Archive`.

use std::collections::BTreeSet;
use std::collections::hash_map::RandomState;
use std::fs::{self, File};
use std::hash::{BuildHasher as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

use iovsh_derive::{Cmdlet, PsEnum};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::tree::{Part, parts};
use super::{failed, is_zip, not_there, unreadable, wrong_kind};
use crate::data::files;
use crate::management::{emit_item, paths};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_read::Input;
use iovsh_shell::os_text;

/// How much work is put into making files small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "System.IO.Compression.CompressionLevel")]
#[allow(missing_docs)] // The names are .NET's own.
pub enum CompressionLevel {
    Optimal = 0,
    Fastest = 1,
    NoCompression = 2,
    SmallestSize = 3,
}

/// Packs files and folders into a zip archive.
///
/// A folder goes in under its own name; what is in it alone is `FOLDER/*`. The archive takes its place when all of it is written.
///
/// # Examples
/// ```iovsh
/// PS> New-Item -ItemType Directory logs | Out-Null; Set-Content logs/a.log 'x'
/// PS> Compress-Archive logs logs.zip
/// PS> Test-Path logs.zip
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Compress",
    noun = "Archive",
    module = "Microsoft.PowerShell.Archive",
    class = "Compress-Archive",
    default_set = "Path",
    impact = Medium,
    output = "System.IO.FileInfo"
)]
pub struct CompressArchive {
    /// Files and folders. Wildcards are allowed.
    #[param(
        set = "Path",
        set = "PathWithForce",
        set = "PathWithUpdate",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        not_null_or_empty
    )]
    path: Vec<String>,
    /// Files and folders, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        set = "LiteralPathWithForce",
        set = "LiteralPathWithUpdate",
        mandatory,
        by_property_name,
        alias = "PSPath",
        not_null_or_empty
    )]
    literal_path: Vec<String>,
    /// The archive. `.zip` is put to a name without it.
    #[param(position = 1, mandatory, not_null_or_empty)]
    destination_path: String,
    /// How much work is put into making files small.
    compression_level: Option<CompressionLevel>,
    /// Puts files to an archive that is there, and replaces those of the same name in it.
    #[param(set = "PathWithUpdate", set = "LiteralPathWithUpdate", mandatory)]
    update: bool,
    /// Replaces an archive that is there.
    #[param(set = "PathWithForce", set = "LiteralPathWithForce", mandatory)]
    force: bool,
    /// Hands on the archive.
    pass_thru: bool,
    #[state]
    found: Vec<PathBuf>,
    /// Something to be packed was not there.
    #[state]
    broken: bool,
}

impl Cmdlet for CompressArchive {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let paths = files::readable(cx, &self.path, &self.literal_path)?;
        for path in paths {
            if path.exists() {
                self.found.push(path);
            } else {
                self.broken = true;
                cx.error(not_there(&path))?;
            }
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        if self.found.is_empty() || self.broken {
            return Ok(());
        }
        let mut to = files::native(cx, &self.destination_path)?;
        if to.extension().is_none() {
            to.set_extension("zip");
        }
        if !is_zip(&to) {
            return cx.error(wrong_kind(&to));
        }
        if to.exists() && !self.update && !self.force {
            return cx.error(failed(
                "ArchiveFileExists",
                &to,
                format!(
                    "The archive file {} already exists. Use the -Update parameter to update the existing archive file or use the -Force parameter to overwrite the existing archive file.",
                    to.display()
                ),
            ));
        }
        let name = os_text::text_of(&to);
        if !cx.should_process(&name, "Compress-Archive")? {
            return Ok(());
        }
        if let Err(error) = self.pack(cx, &to)? {
            return cx.error(error);
        }
        if self.pass_thru {
            let at = paths::locate(&cx.session().locations, &name)?;
            emit_item(cx, &at)?;
        }
        Ok(())
    }
}

impl CompressArchive {
    fn options(&self) -> SimpleFileOptions {
        let plain = SimpleFileOptions::default();
        match self.compression_level {
            Some(CompressionLevel::NoCompression) => {
                plain.compression_method(CompressionMethod::Stored)
            }
            Some(CompressionLevel::Fastest) => plain
                .compression_method(CompressionMethod::Deflated)
                .compression_level(Some(1)),
            Some(CompressionLevel::SmallestSize) => plain
                .compression_method(CompressionMethod::Deflated)
                .compression_level(Some(9)),
            Some(CompressionLevel::Optimal) | None => {
                plain.compression_method(CompressionMethod::Deflated)
            }
        }
    }

    /// Writes the archive beside its place and puts it there when it is whole.
    fn pack(&self, cx: &mut Context, to: &Path) -> Flow<Result<(), ShellError>> {
        let mut all: Vec<Part> = Vec::new();
        for path in &self.found {
            match parts(path) {
                // The archive itself may stand among the files.
                Ok(found) => all.extend(found.into_iter().filter(|part| part.path != to)),
                Err(error) => return Ok(Err(unreadable(path, error))),
            }
        }
        // Nobody else can have put a link there: its name cannot be guessed, and it is made anew.
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        let part = to.with_file_name(format!(".{name}.{}", random_name()));
        let made = self.write(cx, to, &part, &all);
        let made = match made {
            Ok(Ok(())) => fs::rename(&part, to).map_err(|error| unreadable(to, error)),
            Ok(Err(error)) => Err(error),
            Err(interrupt) => {
                let _ = fs::remove_file(&part);
                return Err(interrupt);
            }
        };
        if made.is_err() {
            let _ = fs::remove_file(&part);
        }
        Ok(made)
    }

    fn write(
        &self,
        cx: &mut Context,
        to: &Path,
        part: &Path,
        all: &[Part],
    ) -> Flow<Result<(), ShellError>> {
        let file = match File::create_new(part) {
            Ok(file) => file,
            Err(error) => return Ok(Err(unreadable(to, error))),
        };
        let mut zip = ZipWriter::new(file);
        let names: BTreeSet<&str> = all.iter().map(|part| part.name.as_str()).collect();
        if self.update && to.exists() {
            match keep(&mut zip, to, &names) {
                Ok(()) => {}
                Err(error) => return Ok(Err(unreadable(to, error))),
            }
        }
        for part in all {
            cx.go_on()?;
            if let Err(error) = add(&mut zip, part, self.options()) {
                return Ok(Err(unreadable(&part.path, error)));
            }
        }
        Ok(zip
            .finish()
            .map(|_| ())
            .map_err(|error| unreadable(to, error)))
    }
}

/// A name that nobody can guess.
fn random_name() -> String {
    format!("{:016x}", RandomState::new().build_hasher().finish())
}

/// Copies what the archive has and nobody replaces.
fn keep(
    zip: &mut ZipWriter<File>,
    from: &Path,
    replaced: &BTreeSet<&str>,
) -> zip::result::ZipResult<()> {
    let mut old = ZipArchive::new(File::open(from)?)?;
    for at in 0..old.len() {
        let entry = old.by_index_raw(at)?;
        let goes = replaced.contains(&*entry.name()?);
        if !goes {
            zip.raw_copy_file(entry)?;
        }
    }
    Ok(())
}

fn add(
    zip: &mut ZipWriter<File>,
    part: &Part,
    options: SimpleFileOptions,
) -> zip::result::ZipResult<()> {
    use std::os::unix::fs::PermissionsExt as _;
    if part.name.ends_with('/') {
        return zip.add_directory(part.name.as_str(), options);
    }
    // A pipe that nobody writes to would be waited for, and a device has no end.
    let mut file = Input::open(&part.path)?;
    let data = file.file().metadata()?;
    if !data.is_file() {
        let error = io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is neither a file nor a folder",
        );
        return Err(error.into());
    }
    let large = data.len() >= u64::from(u32::MAX);
    let options = options
        .unix_permissions(data.permissions().mode())
        .large_file(large);
    zip.start_file(part.name.as_str(), options)?;
    io::copy(&mut file, zip)?;
    Ok(())
}
