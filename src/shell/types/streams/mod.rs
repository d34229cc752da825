//! Streams as .NET has them: bytes of files and of memory, and the readers and writers of text above them.

mod bytes;
mod packed;
mod reader;
mod writer;

pub use bytes::{ByteStream, Opening, StreamValue};
pub use packed::{Packed, Packing};
pub use reader::TextReaderValue;
pub use writer::TextWriterValue;

use crate::error::ShellError;
use crate::value::convert::raise;

/// What a closed stream answers.
fn closed(what: &str) -> ShellError {
    raise(
        "System.ObjectDisposedException",
        format!("Cannot access a closed file. ({what})"),
    )
}

/// What the system said of a file, as .NET's exceptions say it.
pub fn io_error(path: &str, error: &std::io::Error) -> ShellError {
    match error.kind() {
        std::io::ErrorKind::NotFound => raise(
            "System.IO.FileNotFoundException",
            format!("Could not find file '{path}'."),
        ),
        std::io::ErrorKind::AlreadyExists => raise(
            "System.IO.IOException",
            format!("The file '{path}' already exists."),
        ),
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::IsADirectory => raise(
            "System.UnauthorizedAccessException",
            format!("Access to the path '{path}' is denied."),
        ),
        _ => raise("System.IO.IOException", format!("{error} : '{path}'")),
    }
}
