use std::fs::OpenOptions;
use std::path::Path;

use iovsh_derive::Cmdlet;

use super::content_writer::make_writable;
use super::paths::Selection;
use super::provider::{self, io_error, own_storage};
use super::targets;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_write;
use iovsh_shell::location::{Location, ProviderKind};
use iovsh_shell::value::Value;

/// Empties a file and keeps it.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content log.txt 'old'
/// PS> Clear-Content log.txt
/// PS> (Get-Item log.txt).Length
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "Content",
    module = "Microsoft.PowerShell.Management",
    alias = "clc",
    default_set = "Path",
    impact = Medium
)]
pub struct ClearContent {
    /// The files. Wildcards are allowed.
    #[param(set = "Path", position = 0, mandatory, by_property_name)]
    path: Vec<String>,
    /// The files, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// Only files whose names match, with regard to case.
    filter: Option<String>,
    /// Only files whose names match one of these patterns.
    include: Vec<String>,
    /// No files whose names match one of these patterns.
    exclude: Vec<String>,
    /// Read-only files too.
    force: bool,
}

impl Cmdlet for ClearContent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let selection = Selection::new(
            &self.include,
            &self.exclude,
            self.filter.as_deref(),
            self.force,
        );
        for at in targets::items(cx, &self.path, &self.literal_path, &selection)? {
            if !cx.should_process(&format!("Item: {}", at.text()), "Clear Content")? {
                continue;
            }
            if at.drive.provider != ProviderKind::FileSystem {
                let cleared = provider::of(at.drive.provider).set(cx.session(), &at, &Value::Null);
                if let Err(error) = cleared {
                    cx.error(error)?;
                }
                continue;
            }
            let cleared = match own_storage::to_change(cx, &at)? {
                Ok(path) => clear(&at, &path, self.force),
                Err(error) => Err(error),
            };
            if let Err(error) = cleared {
                cx.error(error)?;
            }
        }
        Ok(())
    }
}

fn clear(at: &Location, path: &Path, force: bool) -> Result<(), ShellError> {
    let text = at.text();
    if path.is_dir() {
        return Err(ShellError::new(
            "ClearContainerContentException",
            ErrorCategory::InvalidOperation,
            format!("Unable to clear content because it is a directory: '{text}'."),
        )
        .exception("System.InvalidOperationException"));
    }
    if force {
        make_writable(path);
    }
    file_write::open(OpenOptions::new().write(true).truncate(true), path)
        .map(drop)
        .map_err(|error| {
            io_error(
                &error,
                "ClearContentIOError",
                "ClearContentUnauthorizedAccessError",
                &text,
            )
        })
}
