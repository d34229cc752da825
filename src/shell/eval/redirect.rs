//! Redirections of one command: streams into the output, into files, or away.

use std::fs::File;
use std::io::Write;

use std::rc::Rc;

use super::interpreter::Interpreter;
use super::output::{Record, TextStream};
use super::session::Session;
use super::sink::Sink;
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::file_write;
use crate::format;
use crate::os_text;
use crate::syntax::quote::quote_argument;
use crate::value::Value;

/// Where a stream goes.
pub(super) enum Target<'a> {
    /// Into the output.
    Output,
    /// Into a file.
    File(&'a mut FileTarget),
    /// Away.
    Nothing,
}

impl Target<'_> {
    pub(super) fn write(self, session: &mut Session, value: Value) -> Flow {
        match self {
            Target::Output | Target::Nothing => Ok(()),
            Target::File(file) => file.write(session, value),
        }
    }
}

/// A file that a stream is written to. Objects are formatted when it is closed, so that tables keep together.
pub(super) struct FileTarget {
    file: File,
    path: String,
    held: Vec<Value>,
}

impl FileTarget {
    /// Opens a file; `append` keeps what is in it.
    pub(super) fn open(path: &std::path::Path, append: bool) -> Result<Self, ShellError> {
        let mut options = std::fs::OpenOptions::new();
        options
            .write(true)
            .create(true)
            .append(append)
            .truncate(!append);
        let file = file_write::open(&mut options, path).map_err(|error| {
            let (id, exception) = match error.kind() {
                std::io::ErrorKind::NotFound => {
                    ("FileOpenFailure", "System.IO.DirectoryNotFoundException")
                }
                std::io::ErrorKind::PermissionDenied => {
                    ("FileOpenFailure", "System.UnauthorizedAccessException")
                }
                _ => ("FileOpenFailure", "System.IO.IOException"),
            };
            let path = os_text::normal(path);
            let mut failure = ShellError::new(
                id,
                ErrorCategory::OpenError,
                format!(
                    "Could not open the file '{}' to write to it.",
                    path.display()
                ),
            )
            .exception(exception)
            .cause(error.to_string());
            if let (std::io::ErrorKind::NotFound, Some(folder)) = (error.kind(), path.parent()) {
                failure = failure.help(format!(
                    "Make its folder first: New-Item -ItemType Directory {}",
                    quote_argument(&os_text::text_of(folder))
                ));
            }
            failure
        })?;
        Ok(FileTarget {
            file,
            path: path.display().to_string(),
            held: Vec::new(),
        })
    }

    pub(super) fn write(&mut self, _session: &mut Session, value: Value) -> Flow {
        self.held.push(value);
        Ok(())
    }

    fn flush(&mut self, session: &mut Session, out: &mut dyn Sink) -> Flow {
        let held = std::mem::take(&mut self.held);
        let views = Rc::clone(&session.views);
        let limit = session.enumeration_limit();
        let mut text = String::new();
        for line in format::render(
            &held,
            120,
            views,
            limit,
            &mut Interpreter::new(session, out),
        )? {
            text.push_str(&line);
            text.push('\n');
        }
        self.file.write_all(text.as_bytes()).map_err(|error| {
            ShellError::new(
                "FileWriteFailure",
                ErrorCategory::WriteError,
                format!("Could not write to the file '{}'.", self.path),
            )
            .exception("System.IO.IOException")
            .cause(error.to_string())
            .into()
        })
    }
}

/// What a redirection does with one stream.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    /// As usual.
    Keep,
    /// Into the output.
    Merge,
    /// Away.
    Drop,
    /// Into the file with this number.
    File(usize),
}

/// All redirections of one command.
pub(super) struct Redirections {
    routes: [Route; 6],
    files: Vec<FileTarget>,
}

impl Redirections {
    pub(super) fn new() -> Self {
        Redirections {
            routes: [Route::Keep; 6],
            files: Vec::new(),
        }
    }

    /// Sets the route of a stream, numbered from 1; 0 stands for all.
    pub(super) fn set(&mut self, stream: usize, route: Route) {
        if stream == 0 {
            for slot in &mut self.routes {
                *slot = route;
            }
            if route == Route::Merge
                && let Some(output) = self.routes.first_mut()
            {
                *output = Route::Keep;
            }
        } else if let Some(slot) = self.routes.get_mut(stream - 1) {
            *slot = route;
        }
    }

    pub(super) fn add_file(&mut self, file: FileTarget) -> Route {
        self.files.push(file);
        Route::File(self.files.len() - 1)
    }

    /// Where success output goes, when it does not go on.
    pub(super) fn output(&mut self) -> Option<Target<'_>> {
        match self.routes.first().copied().unwrap_or(Route::Keep) {
            Route::Keep | Route::Merge => None,
            Route::Drop => Some(Target::Nothing),
            Route::File(at) => self.files.get_mut(at).map(Target::File),
        }
    }

    /// Where a record goes, when it does not go on.
    pub(super) fn target(&mut self, record: &Record) -> Option<Target<'_>> {
        let stream = match record {
            Record::Error { .. } => 1,
            Record::Text { record, .. } => match record.stream {
                TextStream::Warning => 2,
                TextStream::Verbose => 3,
                TextStream::Debug => 4,
            },
            Record::Information { .. } => 5,
            Record::Progress(_) => return None,
        };
        match self.routes.get(stream).copied().unwrap_or(Route::Keep) {
            Route::Keep => None,
            Route::Merge => Some(Target::Output),
            Route::Drop => Some(Target::Nothing),
            Route::File(at) => self.files.get_mut(at).map(Target::File),
        }
    }

    /// Whether errors go the way of the output: `2>&1`.
    pub(super) fn merges_errors(&self) -> bool {
        self.routes.get(1) == Some(&Route::Merge)
    }

    /// Whether that is all that is redirected.
    pub(super) fn only_merges_errors(&self) -> bool {
        self.files.is_empty()
            && self
                .routes
                .iter()
                .enumerate()
                .all(|(at, route)| *route == Route::Keep || (at == 1 && *route == Route::Merge))
    }

    /// The file that output goes to, for a program that writes into it by itself.
    pub(super) fn output_file(&self) -> Option<File> {
        match self.routes.first() {
            Some(Route::File(at)) => self.files.get(*at)?.file.try_clone().ok(),
            _ => None,
        }
    }

    /// Writes what is held back.
    pub(super) fn close(&mut self, session: &mut Session, out: &mut dyn Sink) {
        for file in &mut self.files {
            if let Err(crate::error::Interrupt::Error(error)) = file.flush(session, out) {
                let record = session.record_error(*error);
                out.output().error(session, &record);
            }
        }
    }
}
