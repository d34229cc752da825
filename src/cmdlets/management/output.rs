//! The items that cmdlets hand on.

use super::provider;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::location::Location;

/// Emits the item at a place.
pub fn emit(cx: &mut Context, at: &Location) -> Flow {
    match provider::of(at.drive.provider).item(cx.session(), at) {
        Ok(item) => cx.emit(item),
        Err(error) => cx.error(error),
    }
}
