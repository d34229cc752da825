use std::fs;

use iovsh_derive::Cmdlet;

use super::paths::{self, Selection, above, below};
use super::provider::{self, io_error, own_storage};
use super::{output, targets};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::location::{Location, ProviderKind};
use iovsh_shell::value::Value;

/// Gives a file, directory or variable another name.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content old.txt 'x'
/// PS> Rename-Item old.txt new.txt
/// PS> Test-Path new.txt
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Rename",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    alias("rni", "ren"),
    default_set = "ByPath",
    impact = Medium
)]
pub struct RenameItem {
    /// The item.
    #[param(
        set = "ByPath",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    path: Option<String>,
    /// The item, by a name that is taken as it is.
    #[param(
        set = "ByLiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Option<String>,
    /// The new name, without a directory.
    #[param(position = 1, mandatory, by_property_name)]
    new_name: String,
    /// Read-only items too.
    force: bool,
    /// Hands on the item.
    pass_thru: bool,
}

impl Cmdlet for RenameItem {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let literal = self.literal_path.is_some();
        let text = self
            .literal_path
            .clone()
            .or_else(|| self.path.clone())
            .unwrap_or_default();
        let found = match paths::resolve(cx.session(), &text, literal, &Selection::all(true)) {
            Ok(found) => found,
            Err(error) => return cx.error(error),
        };
        let [source] = found.as_slice() else {
            return cx.error(
                ShellError::new(
                    "InvalidOperation",
                    ErrorCategory::InvalidOperation,
                    format!("'{text}' stands for {} items; one is needed.", found.len()),
                )
                .exception("System.Management.Automation.PSInvalidOperationException")
                .target(text),
            );
        };
        let target = match self.target(cx, source)? {
            Ok(target) => target,
            Err(error) => return cx.error(error),
        };
        if let Some((from, to)) = own_storage::both_own(cx.session(), source, &target) {
            if own_storage::copy(cx, from, to, true)? && self.pass_thru {
                output::emit(cx, &target)?;
            }
            return Ok(());
        }
        let what = format!("Item: {} Destination: {}", source.text(), target.text());
        let action = match source.native() {
            Some(path) if path.is_dir() => "Rename Directory",
            Some(_) => "Rename File",
            None => "Rename Item",
        };
        if !cx.should_process(&what, action)? {
            return Ok(());
        }
        if source.drive.provider == ProviderKind::FileSystem {
            for at in [source, &target] {
                if let Err(error) = own_storage::to_change(cx, at)? {
                    return cx.error(error);
                }
            }
        }
        match self.rename(cx, source, &target) {
            Ok(()) if self.pass_thru => output::emit(cx, &target),
            Ok(()) => Ok(()),
            Err(error) => cx.error(error),
        }
    }
}

impl RenameItem {
    /// The new place: beside the old one.
    fn target(&self, cx: &mut Context, source: &Location) -> Flow<Result<Location, ShellError>> {
        let parent = above(source).unwrap_or_else(|| source.clone());
        let name = self.new_name.replace('\\', "/");
        let name = name.strip_prefix("./").unwrap_or(&name).to_owned();
        if !name.contains('/') {
            return Ok(Ok(below(&parent, &name)));
        }
        // A whole path is taken when it stays in the same directory.
        let full = targets::destination(cx, &name)?;
        Ok(if above(&full).as_ref() == Some(&parent) {
            Ok(full)
        } else {
            Err(ShellError::new(
                "Argument",
                ErrorCategory::InvalidArgument,
                "Cannot rename the specified target, because it represents a path or device name.",
            )
            .exception("System.Management.Automation.PSArgumentException")
            .target(self.new_name.as_str())
            .help("Move-Item moves an item to another directory."))
        })
    }

    fn rename(
        &self,
        cx: &mut Context,
        source: &Location,
        target: &Location,
    ) -> Result<(), ShellError> {
        if source.drive.provider != ProviderKind::FileSystem {
            let items = provider::of(source.drive.provider);
            let mut values = items.content(cx.session(), source)?;
            let value = match values.len() {
                1 => values.swap_remove(0),
                _ => Value::array(values),
            };
            items.remove(cx.session(), source, self.force)?;
            return items.set(cx.session(), target, &value);
        }
        let from = source.native().unwrap_or_default();
        let to = target.native().unwrap_or_default();
        if fs::symlink_metadata(&to).is_ok() && from != to {
            return Err(ShellError::new(
                "RenameItemIOError",
                ErrorCategory::WriteError,
                "Cannot create a file when that file already exists.",
            )
            .exception("System.IO.IOException")
            .target(source.text()));
        }
        fs::rename(&from, &to).map_err(|error| {
            io_error(
                &error,
                "RenameItemIOError",
                "RenameItemUnauthorizedAccessError",
                &target.text(),
            )
        })
    }
}
