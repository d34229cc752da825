//! What the parameters `-Path`, `-LiteralPath`, `-Include`, `-Exclude`, `-Filter` and `-Force` together mean.

use super::paths::{self, Selection};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::location::Location;
use iovsh_shell::wildcard::has_wildcards;

/// The paths that were given, and whether wildcards in them mean something.
pub fn given(path: &[String], literal_path: &[String]) -> (Vec<String>, bool) {
    if literal_path.is_empty() {
        (path.to_vec(), false)
    } else {
        (literal_path.to_vec(), true)
    }
}

/// The items that the paths mean. A path that leads nowhere is an error of its own, and the others go on.
pub fn items(
    cx: &mut Context,
    path: &[String],
    literal_path: &[String],
    selection: &Selection,
) -> Flow<Vec<Location>> {
    let (texts, literal) = given(path, literal_path);
    let mut found = Vec::new();
    for text in texts {
        match paths::resolve(cx.session(), &text, literal, selection) {
            Ok(items) => found.extend(items),
            Err(error) => cx.error(error)?,
        }
    }
    Ok(found)
}

/// The same for cmdlets that read or write content: a pattern that matches nothing is an error, and a file that will be
/// made need not be there yet.
pub fn content_items(
    cx: &mut Context,
    path: &[String],
    literal_path: &[String],
    selection: &Selection,
    make: bool,
) -> Flow<Vec<Location>> {
    let (texts, literal) = given(path, literal_path);
    let mut found = Vec::new();
    for text in texts {
        let pattern = !literal && has_wildcards(&text);
        match paths::resolve(cx.session(), &text, literal, selection) {
            Ok(items) if items.is_empty() && pattern => {
                let at = paths::locate(&cx.session().locations, &text)?;
                cx.error(item_not_found(&at.text()))?;
            }
            Ok(items) => found.extend(items),
            Err(error) if make && !pattern && &*error.id == "PathNotFound" => {
                found.push(paths::locate(&cx.session().locations, &text)?);
            }
            Err(error) => cx.error(error)?,
        }
    }
    Ok(found)
}

/// A pattern without a match, where something was needed.
fn item_not_found(text: &str) -> ShellError {
    ShellError::new(
        "ItemNotFound",
        ErrorCategory::ObjectNotFound,
        format!("An object at the specified path {text} does not exist, or has been filtered by the -Include or -Exclude parameter."),
    )
    .exception("System.Exception")
    .target(text)
}

/// Where something new will be, which need not exist.
///
/// # Errors
/// `DriveNotFound`.
pub fn destination(cx: &mut Context, text: &str) -> Flow<Location> {
    Ok(paths::locate(&cx.session().locations, text)?)
}
