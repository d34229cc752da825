//! Files that `Set-Content` and `Add-Content` write.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::Path;

use iovsh_derive::Parameters;

use super::encoding::Encoding;
use super::paths::Selection;
use super::provider::{self, io_error, own_storage};
use super::targets;
use crate::inspect;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_write;
use iovsh_shell::location::{Location, ProviderKind};
use iovsh_shell::syntax::quote::quote_argument;
use iovsh_shell::value::Value;

/// What is written to which files.
#[derive(Parameters)]
pub struct Content {
    /// The files. Wildcards are allowed; a file that is not there is made.
    #[param(set = "Path", position = 0, mandatory, by_property_name)]
    path: Vec<String>,
    /// The files, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// What is written, each value as a line.
    #[param(
        position = 1,
        mandatory,
        from_pipeline,
        by_property_name,
        allow_null,
        allow_empty_string,
        allow_empty_collection
    )]
    value: Value,
    /// Hands on what was written.
    pass_thru: bool,
    /// Only files whose names match, with regard to case.
    filter: Option<String>,
    /// Only files whose names match one of these patterns.
    include: Vec<String>,
    /// No files whose names match one of these patterns.
    exclude: Vec<String>,
    /// Read-only files too.
    force: bool,
    /// No line end after each value.
    no_newline: bool,
    /// How text becomes bytes.
    encoding: Option<Encoding>,
    /// The values are bytes.
    as_byte_stream: bool,
    #[state]
    writers: Option<Writers>,
}

impl Content {
    /// Writes the values that came, behind what is there or in its place. The first time opens the files.
    pub fn write(&mut self, cx: &mut Context, append: bool) -> Flow {
        let manner = Manner {
            append,
            bytes: self.as_byte_stream,
            no_newline: self.no_newline,
            encoding: self.encoding,
            force: self.force,
        };
        let mut writers = match self.writers.take() {
            Some(open) => open,
            None => {
                let selection = Selection::new(
                    &self.include,
                    &self.exclude,
                    self.filter.as_deref(),
                    self.force,
                );
                Writers::open(cx, &self.path, &self.literal_path, &selection, manner)?
            }
        };
        let values = match inspect::elements(&self.value) {
            Some(values) => values,
            None if self.value.is_null() => Vec::new(),
            None => vec![self.value.clone()],
        };
        writers.write(cx, &values, manner)?;
        self.writers = Some(writers);
        if self.pass_thru {
            cx.emit(Value::array(values))?;
        }
        Ok(())
    }

    /// Ends all files.
    pub fn close(&mut self, cx: &mut Context) -> Flow {
        match self.writers.take() {
            Some(writers) => writers.close(cx),
            None => Ok(()),
        }
    }
}

/// How content is written.
#[derive(Clone, Copy, Debug, Default)]
struct Manner {
    /// Behind what is there, instead of in its place.
    append: bool,
    /// Bytes instead of lines.
    bytes: bool,
    /// Without a line end after each value.
    no_newline: bool,
    /// How text becomes bytes. `None`: as the file is already written, or UTF-8.
    encoding: Option<Encoding>,
    /// Read-only files too.
    force: bool,
}

/// The items that are being written to.
#[derive(Debug, Default)]
struct Writers {
    open: Vec<Writer>,
}

#[derive(Debug)]
enum Writer {
    File {
        at: Location,
        file: BufWriter<File>,
        encoding: Encoding,
    },
    /// An item that has a value instead of content: it is set when everything has come.
    Item { at: Location, values: Vec<Value> },
}

impl Writers {
    /// Opens what the paths mean, after having asked for each.
    fn open(
        cx: &mut Context,
        path: &[String],
        literal_path: &[String],
        selection: &Selection,
        manner: Manner,
    ) -> Flow<Self> {
        let mut open = Vec::new();
        let action = if manner.append {
            "Add Content"
        } else {
            "Set Content"
        };
        for at in targets::content_items(cx, path, literal_path, selection, true)? {
            let text = at.text();
            if !cx.should_process(&format!("Path: {text}"), action)? {
                continue;
            }
            if at.drive.provider != ProviderKind::FileSystem {
                let values = if manner.append {
                    provider::of(at.drive.provider)
                        .content(cx.session(), &at)
                        .unwrap_or_default()
                } else {
                    Vec::new()
                };
                open.push(Writer::Item { at, values });
                continue;
            }
            let opened = match own_storage::to_change(cx, &at)? {
                Ok(path) => open_file(&at, &path, manner),
                Err(error) => Err(error),
            };
            match opened {
                Ok(writer) => open.push(writer),
                Err(error) => cx.error(error)?,
            }
        }
        Ok(Self { open })
    }

    /// Writes a value: each element of a collection by itself.
    fn write(&mut self, cx: &mut Context, values: &[Value], manner: Manner) -> Flow {
        for writer in &mut self.open {
            for value in values {
                match writer {
                    Writer::Item { values, .. } => values.push(value.clone()),
                    Writer::File { at, file, encoding } => {
                        let bytes = if manner.bytes {
                            vec![byte(value)?]
                        } else {
                            let mut line = inspect::display(value).to_string();
                            if !manner.no_newline {
                                line.push('\n');
                            }
                            encoding.encode(&line)
                        };
                        if let Err(error) = file.write_all(&bytes) {
                            let text = at.text();
                            cx.error(io_error(
                                &error,
                                "WriteContentIOError",
                                "WriteContentUnauthorizedAccessError",
                                &text,
                            ))?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Makes sure that everything is in the files.
    fn close(self, cx: &mut Context) -> Flow {
        for writer in self.open {
            let done = match writer {
                Writer::File { at, mut file, .. } => file.flush().map_err(|error| {
                    io_error(
                        &error,
                        "WriteContentIOError",
                        "WriteContentUnauthorizedAccessError",
                        &at.text(),
                    )
                }),
                Writer::Item { at, values } => {
                    let value = match values.as_slice() {
                        [one] => one.clone(),
                        _ => Value::array(values),
                    };
                    provider::of(at.drive.provider).set(cx.session(), &at, &value)
                }
            };
            if let Err(error) = done {
                cx.error(error)?;
            }
        }
        Ok(())
    }
}

fn open_file(at: &Location, path: &Path, manner: Manner) -> Result<Writer, ShellError> {
    let text = at.text();
    if path.is_dir() {
        return Err(ShellError::new(
            "WriteContainerContentException",
            ErrorCategory::InvalidOperation,
            format!("Unable to write content because it is a directory: '{text}'."),
        )
        .exception("System.InvalidOperationException"));
    }
    if path.parent().is_some_and(|parent| !parent.is_dir()) {
        return Err(ShellError::new(
            "GetContentWriterDirectoryNotFoundError",
            ErrorCategory::ObjectNotFound,
            format!("Could not find a part of the path '{text}'."),
        )
        .exception("System.IO.DirectoryNotFoundException")
        .target(text.as_str())
        .help(format!(
            "Make it with the folders above it first: New-Item -Path {} -Force",
            quote_argument(&text)
        )));
    }
    if manner.force
        && let Ok(facts) = fs::metadata(path)
        && facts.permissions().readonly()
    {
        make_writable(path);
    }
    let failed = |error: std::io::Error| {
        io_error(
            &error,
            "GetContentWriterIOError",
            "GetContentWriterUnauthorizedAccessError",
            &text,
        )
    };
    let mut options = OpenOptions::new();
    options.create(true);
    if manner.append {
        options.append(true);
    } else {
        options.write(true).truncate(true);
    }
    let mut file = file_write::open(&mut options, path).map_err(failed)?;
    let encoding = manner.encoding.unwrap_or_default();
    let fresh = file.metadata().map_err(failed)?.len() == 0;
    if fresh && !manner.bytes {
        file.write_all(encoding.mark()).map_err(failed)?;
    }
    Ok(Writer::File {
        at: at.clone(),
        file: BufWriter::new(file),
        encoding,
    })
}

/// Lets the owner write to a file.
pub fn make_writable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    if let Ok(facts) = fs::metadata(path) {
        let mut permissions = facts.permissions();
        permissions.set_mode(permissions.mode() | 0o200);
        // When this fails the change itself fails right after, with the real reason.
        let _ = fs::set_permissions(path, permissions);
    }
}

fn byte(value: &Value) -> Result<u8, ShellError> {
    let number = match value.base() {
        Value::Byte(number) => Some(*number),
        other => inspect::text(other).trim().parse().ok(),
    };
    number.ok_or_else(|| {
        ShellError::new(
            "InvalidCast",
            ErrorCategory::InvalidArgument,
            format!(
                "With -AsByteStream every value is a number from 0 to 255, not '{}'.",
                inspect::text(value)
            ),
        )
        .exception("System.InvalidCastException")
        .target(value.clone())
    })
}
