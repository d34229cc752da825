//! Files as .NET's readers and writers have them: `StreamReader`, `StreamWriter`.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use crate::error::ShellError;
use crate::value::convert::{raise, to_text};
use crate::value::{Name, Native, Value};

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
        std::io::ErrorKind::PermissionDenied => raise(
            "System.UnauthorizedAccessException",
            format!("Access to the path '{path}' is denied."),
        ),
        _ => raise("System.IO.IOException", format!("{error} : '{path}'")),
    }
}

/// `System.IO.StreamReader`: a file that is read as UTF-8, line by line.
#[derive(Debug)]
pub struct StreamReaderValue {
    path: String,
    file: RefCell<Option<BufReader<File>>>,
}

impl StreamReaderValue {
    /// Opens a file; `text` is its name as it was written.
    ///
    /// # Errors
    /// What the system says, as `FileNotFoundException` and its like.
    pub fn open(path: &Path, text: &str) -> Result<Self, ShellError> {
        let file = File::open(path).map_err(|error| io_error(text, &error))?;
        let mut file = BufReader::new(file);
        // A mark is no text.
        if file
            .fill_buf()
            .is_ok_and(|start| start.starts_with(&[0xEF, 0xBB, 0xBF]))
        {
            file.consume(3);
        }
        Ok(Self {
            path: text.to_owned(),
            file: RefCell::new(Some(file)),
        })
    }

    fn with<T>(
        &self,
        f: impl FnOnce(&mut BufReader<File>) -> std::io::Result<T>,
    ) -> Result<T, ShellError> {
        let mut file = self.file.borrow_mut();
        let file = file.as_mut().ok_or_else(|| closed(&self.path))?;
        f(file).map_err(|error| io_error(&self.path, &error))
    }

    fn line(&self) -> Result<Value, ShellError> {
        let mut bytes = Vec::new();
        if self.with(|file| file.read_until(b'\n', &mut bytes))? == 0 {
            return Ok(Value::Null);
        }
        let text = String::from_utf8_lossy(&bytes);
        let line = text.strip_suffix('\n').unwrap_or(&text);
        Ok(Value::str(line.strip_suffix('\r').unwrap_or(line)))
    }

    fn is_at_end(&self) -> Result<bool, ShellError> {
        self.with(|file| Ok(file.fill_buf()?.is_empty()))
    }

    /// The next character, which is taken if `take`; -1 at the end.
    fn character(&self, take: bool) -> Result<Value, ShellError> {
        self.with(|file| {
            let start = file.fill_buf()?;
            let Some(&first) = start.first() else {
                return Ok(Value::Int(-1));
            };
            let length = match first {
                0xF0.. => 4,
                0xE0.. => 3,
                0xC0.. => 2,
                _ => 1,
            };
            let bytes: Vec<u8> = start.iter().take(length).copied().collect();
            if take {
                file.consume(bytes.len());
            }
            let text = String::from_utf8_lossy(&bytes);
            let number = text.chars().next().map_or(0xFFFD, u32::from);
            Ok(Value::Int(i32::try_from(number).unwrap_or(0xFFFD)))
        })
    }
}

impl Native for StreamReaderValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.IO.StreamReader",
            "System.IO.TextReader",
            "System.MarshalByRefObject",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.IO.StreamReader".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "endofstream" => Some(Value::Bool(self.is_at_end().unwrap_or(true))),
            "currentencoding" => Some(Value::native(super::rarities::EncodingValue::Utf8)),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["CurrentEncoding", "EndOfStream"]
            .map(Name::Static)
            .to_vec()
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        Some(match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("readline", 0) => self.line().map(Some),
            ("readtoend", 0) => {
                let mut bytes = Vec::new();
                self.with(|file| file.read_to_end(&mut bytes))
                    .map(|_| Some(Value::str(String::from_utf8_lossy(&bytes))))
            }
            ("read", 0) => self.character(true).map(Some),
            ("peek", 0) => self.character(false).map(Some),
            ("close" | "dispose", 0) => {
                *self.file.borrow_mut() = None;
                Ok(None)
            }
            _ => return None,
        })
    }
    fn methods(&self) -> &'static [&'static str] {
        &["ReadLine", "ReadToEnd", "Read", "Peek", "Close", "Dispose"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.IO.StreamWriter`: a file that is written as UTF-8.
#[derive(Debug)]
pub struct StreamWriterValue {
    path: String,
    file: RefCell<Option<std::io::BufWriter<File>>>,
    flushes: Cell<bool>,
    line_end: RefCell<String>,
}

impl StreamWriterValue {
    /// Opens a file for writing: at its end if `append`, else it is emptied.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(path: &Path, text: &str, append: bool) -> Result<Self, ShellError> {
        let mut options = File::options();
        options.create(true).write(true);
        if append {
            options.append(true);
        } else {
            options.truncate(true);
        }
        let file = options.open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => raise(
                "System.IO.DirectoryNotFoundException",
                format!("Could not find a part of the path '{text}'."),
            ),
            _ => io_error(text, &error),
        })?;
        Ok(Self {
            path: text.to_owned(),
            file: RefCell::new(Some(std::io::BufWriter::new(file))),
            flushes: Cell::new(false),
            line_end: RefCell::new("\n".to_owned()),
        })
    }

    fn write(&self, text: &str) -> Result<Option<Value>, ShellError> {
        let mut file = self.file.borrow_mut();
        let file = file.as_mut().ok_or_else(|| closed(&self.path))?;
        let written = file.write_all(text.as_bytes());
        let written = written.and_then(|()| {
            if self.flushes.get() {
                file.flush()
            } else {
                Ok(())
            }
        });
        written
            .map(|()| None)
            .map_err(|error| io_error(&self.path, &error))
    }
}

impl Native for StreamWriterValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.IO.StreamWriter",
            "System.IO.TextWriter",
            "System.MarshalByRefObject",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.IO.StreamWriter".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "autoflush" => Some(Value::Bool(self.flushes.get())),
            "newline" => Some(Value::str(self.line_end.borrow().as_str())),
            "encoding" => Some(Value::native(super::rarities::EncodingValue::Utf8)),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["AutoFlush", "Encoding", "NewLine"]
            .map(Name::Static)
            .to_vec()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        match name.to_ascii_lowercase().as_str() {
            "autoflush" => self.flushes.set(crate::value::convert::to_bool(value)),
            "newline" => *self.line_end.borrow_mut() = to_text(value).to_string(),
            _ => return Ok(false),
        }
        Ok(true)
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        let text = || {
            args.first()
                .map(|value| to_text(value).to_string())
                .unwrap_or_default()
        };
        Some(match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("write", 1) => self.write(&text()),
            ("writeline", 0 | 1) => {
                let line = format!("{}{}", text(), self.line_end.borrow());
                self.write(&line)
            }
            ("flush", 0) => {
                let mut file = self.file.borrow_mut();
                match file.as_mut() {
                    Some(file) => file
                        .flush()
                        .map(|()| None)
                        .map_err(|error| io_error(&self.path, &error)),
                    None => Err(closed(&self.path)),
                }
            }
            ("close" | "dispose", 0) => match self.file.borrow_mut().take() {
                Some(mut file) => file
                    .flush()
                    .map(|()| None)
                    .map_err(|error| io_error(&self.path, &error)),
                None => Ok(None),
            },
            _ => return None,
        })
    }
    fn methods(&self) -> &'static [&'static str] {
        &["Write", "WriteLine", "Flush", "Close", "Dispose"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
