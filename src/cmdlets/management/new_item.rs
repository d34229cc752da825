use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;

use iovsh_derive::Cmdlet;

use super::paths::{self, below};
use super::provider::own_storage::{self, Side};
use super::provider::{self, io_error};
use super::{output, targets};
use crate::inspect;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_write;
use iovsh_shell::location::{Location, ProviderKind};
use iovsh_shell::os_text;
use iovsh_shell::value::Value;

/// Makes a file, a directory, a link, a variable.
///
/// # Examples
/// ```iovsh
/// PS> (New-Item -ItemType Directory images/web1).Name
/// web1
/// PS> Test-Path images
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    alias = "ni",
    default_set = "pathSet",
    impact = Medium,
    output = "System.IO.FileInfo",
    output = "System.IO.DirectoryInfo"
)]
pub struct NewItem {
    /// Where: the item itself, or the directory that it is made in when -Name is given.
    #[param(set = "pathSet", position = 0, mandatory, by_property_name)]
    #[param(set = "nameSet", position = 0, by_property_name)]
    path: Vec<String>,
    /// The name of the new item.
    #[param(
        set = "nameSet",
        mandatory,
        by_property_name,
        allow_null,
        allow_empty_string
    )]
    name: Option<String>,
    /// `File`, `Directory`, `SymbolicLink` or `HardLink`; a file when left out.
    #[param(by_property_name, alias = "Type")]
    item_type: Option<String>,
    /// The content of a file, the target of a link, the value of a variable.
    #[param(from_pipeline, by_property_name, alias = "Target")]
    value: Value,
    /// Replaces a file that is there, keeps a directory that is there, and makes the directories above.
    force: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Directory,
    SymbolicLink,
    HardLink,
}

/// The kind whose name begins with the text.
fn kind(text: &str) -> Option<Kind> {
    let text = text.to_lowercase();
    [
        ("directory", Kind::Directory),
        ("container", Kind::Directory),
        ("file", Kind::File),
        ("symboliclink", Kind::SymbolicLink),
        ("junction", Kind::SymbolicLink),
        ("hardlink", Kind::HardLink),
    ]
    .into_iter()
    .find(|(name, _)| name.starts_with(&text))
    .map(|(_, kind)| kind)
}

impl Cmdlet for NewItem {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut texts = self.path.clone();
        if texts.is_empty() {
            texts.push(".".to_owned());
        }
        for text in texts {
            let mut at = targets::destination(cx, &text)?;
            if let Some(name) = self.name.as_deref().filter(|name| !name.is_empty()) {
                let full = below(&at, name);
                at = paths::locate(&cx.session().locations, &full.text())?;
            }
            if at.drive.provider != ProviderKind::FileSystem {
                self.session_item(cx, &at)?;
                continue;
            }
            let kind = match self.item_type.as_deref() {
                None | Some("") => Some(Kind::File),
                Some(text) => kind(text),
            };
            let Some(kind) = kind else {
                cx.error(
                    ShellError::new(
                        "Argument",
                        ErrorCategory::InvalidArgument,
                        "The type is not a known type for the file system. Only \"file\", \"directory\" or \
                         \"symboliclink\" can be specified.",
                    )
                    .exception("System.Management.Automation.PSArgumentException"),
                )?;
                continue;
            };
            let action = match kind {
                Kind::File => "Create File",
                Kind::Directory => "Create Directory",
                Kind::SymbolicLink => "Create Symbolic Link",
                Kind::HardLink => "Create Hard Link",
            };
            let side = own_storage::side(cx.session(), &at);
            if let Side::Nothing(path) = &side
                && kind == Kind::Directory
            {
                if own_storage::make_folder(cx, path)? {
                    output::emit(cx, &at)?;
                }
                continue;
            }
            if !cx.should_process(&format!("Destination: {}", at.text()), action)? {
                continue;
            }
            let made = match (kind, side) {
                (Kind::Directory, Side::Host(found)) if self.force && found.length.is_none() => {
                    output::emit(cx, &at)?;
                    continue;
                }
                (Kind::Directory, Side::Host(_)) => Err(directory_exists(&at.text())),
                _ => own_storage::to_change(cx, &at)?,
            };
            let made = match made {
                Ok(path) => self.make(cx, &at, &path, kind),
                Err(error) => Err(error),
            };
            match made {
                Ok(()) => output::emit(cx, &at)?,
                Err(error) => cx.error(error)?,
            }
        }
        Ok(())
    }
}

impl NewItem {
    fn session_item(&self, cx: &mut Context, at: &Location) -> Flow {
        let source = provider::of(at.drive.provider);
        if source.exists(cx.session(), at) && !self.force {
            return cx.error(
                ShellError::new(
                    "Argument",
                    ErrorCategory::InvalidArgument,
                    format!(
                        "'{}' is there already; use -Force to replace it.",
                        at.text()
                    ),
                )
                .exception("System.Management.Automation.PSArgumentException")
                .target(at.text()),
            );
        }
        if !cx.should_process(&format!("Item: {}", at.text()), "New Item")? {
            return Ok(());
        }
        match source.set(cx.session(), at, &self.value) {
            Ok(()) => output::emit(cx, at),
            Err(error) => cx.error(error),
        }
    }

    fn make(
        &self,
        cx: &mut Context,
        at: &Location,
        path: &Path,
        kind: Kind,
    ) -> Result<(), ShellError> {
        let text = at.text();
        match kind {
            Kind::Directory => self.directory(path, &text),
            Kind::File => self.file(path, &text),
            Kind::SymbolicLink | Kind::HardLink => {
                let target = inspect::text(&self.value);
                if target.is_empty() {
                    return Err(ShellError::new(
                        "ArgumentNull",
                        ErrorCategory::InvalidArgument,
                        "A link needs what it leads to: give it with -Target.",
                    )
                    .exception("System.ArgumentNullException"));
                }
                self.replace(path)?;
                let made = if kind == Kind::SymbolicLink {
                    std::os::unix::fs::symlink(&*target, path)
                } else {
                    let to = cx.session().locations.native(&target);
                    fs::hard_link(to, path)
                };
                made.map_err(|error| failed(&error, &text))
            }
        }
    }

    fn replace(&self, path: &Path) -> Result<(), ShellError> {
        if self.force && fs::symlink_metadata(path).is_ok_and(|facts| !facts.is_dir()) {
            fs::remove_file(path).map_err(|error| failed(&error, &os_text::text_of(path)))?;
        }
        Ok(())
    }

    fn directory(&self, path: &Path, text: &str) -> Result<(), ShellError> {
        if fs::symlink_metadata(path).is_ok() {
            if self.force && path.is_dir() {
                return Ok(());
            }
            return Err(directory_exists(text));
        }
        fs::create_dir_all(path).map_err(|error| {
            io_error(
                &error,
                "CreateDirectoryIOError",
                "CreateDirectoryUnauthorizedAccessError",
                text,
            )
        })
    }

    fn file(&self, path: &Path, text: &str) -> Result<(), ShellError> {
        if self.force
            && let Some(parent) = path.parent()
        {
            fs::create_dir_all(parent).map_err(|error| failed(&error, text))?;
        }
        let mut options = OpenOptions::new();
        options.write(true);
        if self.force {
            options.create(true).truncate(true);
        } else {
            options.create_new(true);
        }
        let mut file: File =
            file_write::open(&mut options, path).map_err(|error| failed(&error, text))?;
        if !self.value.is_null() {
            file.write_all(inspect::display(&self.value).as_bytes())
                .map_err(|error| failed(&error, text))?;
        }
        Ok(())
    }
}

/// Something is where a directory is to be.
pub(super) fn directory_exists(text: &str) -> ShellError {
    ShellError::new(
        "DirectoryExist",
        ErrorCategory::ResourceExists,
        format!("An item with the specified name {text} already exists."),
    )
    .exception("System.IO.IOException")
    .target(text)
}

fn failed(error: &std::io::Error, text: &str) -> ShellError {
    let mut error = io_error(
        error,
        "NewItemIOError",
        "NewItemUnauthorizedAccessError",
        text,
    );
    if &*error.id == "NewItemIOError" {
        error.category = ErrorCategory::WriteError;
        if &*error.exception == "System.IO.FileNotFoundException" {
            error.exception = "System.IO.DirectoryNotFoundException".into();
        }
    }
    error
}
