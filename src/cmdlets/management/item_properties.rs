//! What the item property cmdlets share.

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
