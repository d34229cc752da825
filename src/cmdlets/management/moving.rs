//! What `Set-Location` and `Push-Location` share: finding the one container that a path means, and going there.

use super::path_info::PathInfo;
use super::paths::{self, Selection};
use super::provider::{self, path_not_found};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::location::Location;
use iovsh_shell::value::Value;

/// The one container that a path means.
///
/// # Errors
/// `PathNotFound` when there is none, `Argument` when there are several.
pub fn container(cx: &mut Context, text: &str, literal: bool) -> Result<Location, ShellError> {
    let found = paths::resolve(cx.session(), text, literal, &Selection::all(true))?;
    let mut containers = Vec::new();
    for at in found {
        if provider::of(at.drive.provider).is_container(cx.session(), &at) {
            containers.push(at);
        }
    }
    match containers.len() {
        1 => Ok(containers.swap_remove(0)),
        0 => {
            let at = paths::locate(&cx.session().locations, text)?;
            Err(path_not_found(&at.text()))
        }
        _ => Err(ShellError::new(
            "Argument",
            ErrorCategory::InvalidArgument,
            format!(
                "Cannot set the location because the path '{text}' resolved to multiple containers."
            ),
        )
        .exception("System.Management.Automation.PSArgumentException")
        .target(text)),
    }
}

/// A stack of locations that is not there.
pub fn stack_not_found(name: &str) -> ShellError {
    ShellError::new(
        "Argument",
        ErrorCategory::InvalidArgument,
        format!("Cannot find location stack '{name}'. It does not exist or it is not a container."),
    )
    .exception("System.Management.Automation.PSArgumentException")
    .target(name)
}

/// Emits where the session is.
pub fn emit_current(cx: &mut Context) -> Flow {
    let current = cx.session().locations.current().clone();
    cx.emit(Value::native(PathInfo(current)))
}
