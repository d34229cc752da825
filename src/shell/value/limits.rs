//! How large a value may get. What would go past it is an error before the memory is asked for, as .NET refuses texts and
//! arrays beyond its own bounds.

use super::convert::raise;
use crate::error::ShellError;

/// The longest text, in bytes.
pub const TEXT: usize = 256 * 1024 * 1024;
/// The most elements of an array or list.
pub const ITEMS: usize = 32 * 1024 * 1024;

/// `System.OutOfMemoryException`.
pub fn out_of_memory() -> ShellError {
    raise(
        "System.OutOfMemoryException",
        "Insufficient memory to continue the execution of the program.",
    )
}

/// Refuses a text of this many bytes when it is too long.
///
/// # Errors
/// `System.OutOfMemoryException`.
pub fn text(length: usize) -> Result<(), ShellError> {
    if length > TEXT {
        return Err(out_of_memory());
    }
    Ok(())
}

/// Refuses this many elements when they are too many.
///
/// # Errors
/// `System.OutOfMemoryException`.
pub fn items(count: usize) -> Result<(), ShellError> {
    if count > ITEMS {
        return Err(out_of_memory());
    }
    Ok(())
}
