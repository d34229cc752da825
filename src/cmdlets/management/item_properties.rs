//! What the item property cmdlets share.

use super::paths::Selection;
use super::targets;
use crate::inspect;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::location::Location;
use iovsh_shell::value::Value;

/// A property that an item does not have.
pub fn no_such_property(name: &str, at: &Location) -> ShellError {
    ShellError::new(
        "System.Management.Automation.PSArgumentException",
        ErrorCategory::InvalidArgument,
        format!("Property {name} does not exist at path {}.", at.text()),
    )
    .exception("System.Management.Automation.PSArgumentException")
    .target(name)
}

/// The values of those properties that the item has.
pub fn read_all(
    cx: &mut Context,
    item: &Value,
    names: &[&'static str],
) -> Flow<Vec<(&'static str, Value)>> {
    let mut found = Vec::new();
    for name in names {
        if let Some(value) = inspect::property(cx, item, name)? {
            found.push((*name, value));
        }
    }
    Ok(found)
}

/// Says of each item that its provider keeps no properties of its own.
pub fn not_kept(cx: &mut Context, path: &[String], literal_path: &[String], name: &str) -> Flow {
    let everything = Selection::all(true);
    for at in targets::items(cx, path, literal_path, &everything)? {
        cx.error(
            ShellError::new(
                "NotSupported",
                ErrorCategory::NotImplemented,
                format!("Items of the provider {} keep no properties of their own: '{name}' of {}.", at.drive.provider.name(), at.text()),
            )
            .exception("System.Management.Automation.PSNotSupportedException")
            .target(name)
            .help("What Windows keeps in the registry is in files under /etc; a file itself has extended attributes: setfattr -n user.NAME -v VALUE FILE"),
        )?;
    }
    Ok(())
}
