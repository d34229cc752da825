//! `mkdir`.

use iovsh_derive::Cmdlet;

use super::new_item::directory_exists;
use super::paths::{self, below};
use super::provider::own_storage::{self, Side};
use super::{output, targets};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::location::ProviderKind;
use iovsh_shell::os_text;

/// Makes directories, with those above, and hands them on.
///
/// It takes the options of the program of the same name too: `mkdir -p a/b`, `mkdir -m 700 a`.
///
/// # Examples
/// ```iovsh
/// PS> (mkdir images/web1).Name
/// web1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    name = "mkdir",
    module = "Microsoft.PowerShell.Core",
    class = "mkdir",
    alias = "md",
    default_set = "pathSet",
    impact = Medium,
    output = "System.IO.DirectoryInfo"
)]
pub struct MakeDirectory {
    /// Where: the directory itself, or the one that it is made in when -Name is given.
    #[param(
        set = "pathSet",
        position = 0,
        mandatory,
        by_property_name,
        from_pipeline,
        remaining
    )]
    #[param(set = "nameSet", position = 0, by_property_name)]
    path: Vec<String>,
    /// The name of the new directory.
    #[param(set = "nameSet", mandatory, by_property_name)]
    name: Option<String>,
    /// Keeps a directory that is there.
    #[param(alias("p", "Parents"))]
    force: bool,
    /// The mode in octal digits (Linux only).
    #[param(alias = "m")]
    mode: Option<String>,
}

fn mode(text: &str) -> Result<u32, ShellError> {
    u32::from_str_radix(text, 8)
        .ok()
        .filter(|mode| *mode <= 0o7777)
        .ok_or_else(|| {
            ShellError::new(
                "InvalidMode",
                ErrorCategory::InvalidArgument,
                format!("'{text}' is no mode: three or four octal digits are, as in 750."),
            )
            .exception("System.ArgumentException")
            .target(text)
        })
}

impl Cmdlet for MakeDirectory {
    fn process(&mut self, cx: &mut Context) -> Flow {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = self.mode.as_deref().map(mode).transpose()?;
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
            let text = at.text();
            if at.drive.provider != ProviderKind::FileSystem {
                cx.error(super::provider::not_supported(&at, "made"))?;
                continue;
            }
            let side = own_storage::side(cx.session(), &at);
            if let Side::Nothing(path) = &side {
                if own_storage::make_folder(cx, path)? {
                    output::emit(cx, &at)?;
                }
                continue;
            }
            if !cx.should_process(&format!("Destination: {text}"), "Create Directory")? {
                continue;
            }
            let (is_there, is_folder) = match &side {
                Side::Host(found) => (true, found.length.is_none()),
                _ => at.native().map_or((false, false), |path| {
                    (std::fs::symlink_metadata(&path).is_ok(), path.is_dir())
                }),
            };
            if is_there && !(self.force && is_folder) {
                cx.error(directory_exists(&text))?;
                continue;
            }
            if matches!(side, Side::Host(_)) {
                output::emit(cx, &at)?;
                continue;
            }
            let path = match own_storage::to_change(cx, &at)? {
                Ok(path) => path,
                Err(error) => {
                    cx.error(error)?;
                    continue;
                }
            };
            let made = std::fs::create_dir_all(&path).and_then(|()| match mode {
                Some(mode) => {
                    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode))
                }
                None => Ok(()),
            });
            if let Err(error) = made {
                cx.error(super::provider::io_error(
                    &error,
                    "CreateDirectoryIOError",
                    "CreateDirectoryUnauthorizedAccessError",
                    &os_text::text_of(&path),
                ))?;
                continue;
            }
            output::emit(cx, &at)?;
        }
        Ok(())
    }
}
