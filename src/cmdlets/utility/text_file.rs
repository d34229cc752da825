//! A file that formatted objects are written to, line by line.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, ErrorKind, Write};

use crate::data::files;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_write;
use iovsh_shell::format::Output;
use iovsh_shell::value::Value;

/// A file that is open for writing, and the formatter before it.
pub struct TextFile {
    file: BufWriter<File>,
    path: String,
    output: Output,
    /// Whether lines are written without line ends.
    pub no_new_line: bool,
}

impl TextFile {
    /// Opens a file.
    ///
    /// # Errors
    /// `NoClobber` when it exists and must not be replaced, `FileOpenFailure` when it cannot be opened.
    pub fn open(
        cx: &mut Context,
        path: &str,
        append: bool,
        no_clobber: bool,
        force: bool,
    ) -> Flow<Self> {
        let native = files::native(cx, path)?;
        let must_be_new = no_clobber && !append;
        if force
            && !must_be_new
            && let Ok(facts) = native.metadata()
        {
            let mut permissions = facts.permissions();
            if permissions.readonly() {
                super::make_writable(&mut permissions);
                let _ = std::fs::set_permissions(&native, permissions);
            }
        }
        let mut options = OpenOptions::new();
        options
            .create(true)
            .create_new(must_be_new)
            .append(append)
            .write(true)
            .truncate(!append);
        let file = file_write::open(&mut options, &native);
        match file {
            Ok(file) => {
                let limit = super::enumeration_limit(cx);
                let width = cx.output().width();
                Ok(Self {
                    file: BufWriter::new(file),
                    path: native.display().to_string(),
                    output: Output::whole(width, crate::views(), limit),
                    no_new_line: false,
                })
            }
            Err(error) if must_be_new && error.kind() == ErrorKind::AlreadyExists => {
                Err(files::open_failure(&error, &native, true).into())
            }
            Err(error) => Err(failed(&native.display().to_string(), &error).into()),
        }
    }

    /// Replaces the formatter's width.
    pub fn set_width(&mut self, cx: &mut Context, width: usize) {
        self.output = Output::whole(width, crate::views(), super::enumeration_limit(cx));
    }

    /// Formats an object into the file.
    pub fn object(&mut self, cx: &mut Context, value: &Value) -> Flow {
        self.output.push(value, cx)?;
        self.flush_lines()
    }

    /// Writes a line as it is.
    pub fn line(&mut self, line: &str) -> Flow {
        let end = if self.no_new_line { "" } else { "\n" };
        self.file
            .write_all(line.as_bytes())
            .and_then(|()| self.file.write_all(end.as_bytes()))
            .map_err(|error| failed(&self.path, &error).into())
    }

    fn flush_lines(&mut self) -> Flow {
        for line in self.output.take_lines() {
            self.line(&line)?;
        }
        Ok(())
    }

    /// Writes what is held back, and closes.
    pub fn end(&mut self, _cx: &mut Context) -> Flow {
        self.output.finish()?;
        self.flush_lines()?;
        self.file
            .flush()
            .map_err(|error| failed(&self.path, &error).into())
    }
}

fn failed(path: &str, error: &std::io::Error) -> ShellError {
    ShellError::new(
        "FileOpenFailure",
        ErrorCategory::OpenError,
        match error.kind() {
            std::io::ErrorKind::NotFound => format!("Could not find a part of the path '{path}'."),
            std::io::ErrorKind::PermissionDenied => {
                format!("Access to the path '{path}' is denied.")
            }
            _ => format!("Could not write '{path}'."),
        },
    )
    .exception(match error.kind() {
        std::io::ErrorKind::NotFound => "System.IO.DirectoryNotFoundException",
        std::io::ErrorKind::PermissionDenied => "System.UnauthorizedAccessException",
        _ => "System.IO.IOException",
    })
    .cause(error.to_string())
    .target(path)
}
