//! `FileStream` and `MemoryStream`: bytes that are read, written and moved about in.

use std::any::Any;
use std::cell::RefCell;
use std::fs::{File, TryLockError};
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::rc::Rc;

use super::{Packed, closed, io_error};
use iovsh_base::interrupt;
use rustix::event::PollFlags;

use crate::error::ShellError;
use crate::file_write;
use crate::types::enums::{FILE_ACCESS, FILE_MODE, FILE_SHARE, SEEK_ORIGIN};
use crate::types::{TypeRef, members::out_of_range};
use crate::value::convert::{cast, raise, to_int, to_long};
use crate::value::members::enumerate;
use crate::value::{Name, Native, Value};

/// The longest array of bytes of .NET.
const LONGEST_IN_MEMORY: u64 = 1 << 31;

/// How a file is opened: `FileMode`, `FileAccess`, `FileShare`, as numbers of .NET.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// `FileMode`: 1 `CreateNew` to 6 `Append`.
    pub mode: i64,
    /// `FileAccess`: 1 `Read`, 2 `Write`, 3 both.
    pub access: i64,
    /// `FileShare`: 0 `None`, 1 `Read`, 2 `Write`, 3 both.
    pub share: i64,
}

impl Opening {
    /// A file that is there, for reading.
    pub const READ: Self = Self {
        mode: 3,
        access: 1,
        share: 1,
    };

    /// What the arguments behind the path ask for.
    ///
    /// # Errors
    /// An argument that is no member of its enumeration.
    pub fn of(arguments: &[Value]) -> Result<Self, ShellError> {
        let number = |at: usize, ty, other: i64| -> Result<i64, ShellError> {
            match arguments.get(at) {
                None => Ok(other),
                Some(value) => match cast(value, &TypeRef::Enum(ty))? {
                    Value::Enum(member) => Ok(member.number),
                    _ => Ok(other),
                },
            }
        };
        let mode = number(0, &FILE_MODE, 3)?;
        let access = number(1, &FILE_ACCESS, if mode == 6 { 2 } else { 3 })?;
        let share = number(2, &FILE_SHARE, 1)?;
        if mode == 6 && access & 1 != 0 {
            return Err(raise(
                "System.ArgumentException",
                "Append access can be requested only in write-only mode. (Parameter 'access')",
            ));
        }
        if access & 2 == 0 && mode != 3 && mode != 4 {
            return Err(raise(
                "System.ArgumentException",
                "Combining FileMode: and FileAccess: Read is invalid. (Parameter 'access')",
            ));
        }
        Ok(Self {
            mode,
            access,
            share,
        })
    }
}

#[derive(Debug)]
enum Body {
    File(File),
    Memory(Cursor<Vec<u8>>),
    Packed(Box<Packed>),
    Closed,
}

/// Bytes with a place where reading and writing goes on.
#[derive(Debug)]
pub struct ByteStream {
    name: String,
    body: RefCell<Body>,
    reads: bool,
    writes: bool,
    /// Whether a read or write may have to wait for somebody else, as at a pipe.
    waits: bool,
}

impl ByteStream {
    /// Opens a file; `text` is its name as it was written.
    ///
    /// # Errors
    /// What the system says, as `FileNotFoundException` and its like; a file that somebody holds for himself.
    pub fn open(path: &Path, text: &str, opening: Opening) -> Result<Self, ShellError> {
        let (reads, writes) = (opening.access & 1 != 0, opening.access & 2 != 0);
        let mut options = File::options();
        options.read(reads).write(writes);
        match opening.mode {
            1 => options.create_new(true),
            2 => options.create(true).truncate(true),
            4 => options.create(writes),
            5 => options.truncate(true),
            6 => options.create(true).append(true),
            _ => &mut options,
        };
        let file = file_write::open(&mut options, path).map_err(|error| {
            let parent_is_there = path.parent().is_none_or(Path::is_dir);
            if error.kind() == std::io::ErrorKind::NotFound && !parent_is_there {
                raise(
                    "System.IO.DirectoryNotFoundException",
                    format!("Could not find a part of the path '{text}'."),
                )
            } else {
                io_error(text, &error)
            }
        })?;
        // .NET on Linux asks for these locks, which bind those who ask too.
        let locked = match (opening.share, writes) {
            (0, _) => file.try_lock(),
            (1, false) => file.try_lock_shared(),
            _ => Ok(()),
        };
        if matches!(locked, Err(TryLockError::WouldBlock)) {
            return Err(raise(
                "System.IO.IOException",
                format!(
                    "The process cannot access the file '{text}' because it is being used by another process."
                ),
            ));
        }
        Ok(Self {
            name: text.to_owned(),
            waits: file_write::waits(&file),
            body: RefCell::new(Body::File(file)),
            reads,
            writes,
        })
    }

    /// A file or pipe that is open, for both ways.
    pub fn of_file(file: File, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            waits: file_write::waits(&file),
            body: RefCell::new(Body::File(file)),
            reads: true,
            writes: true,
        }
    }

    /// Bytes that are compressed on their way to a stream, or expanded on their way from one.
    pub fn packed(packed: Packed) -> Self {
        Self {
            name: packed.name().to_owned(),
            reads: packed.reads(),
            writes: !packed.reads(),
            waits: false,
            body: RefCell::new(Body::Packed(Box::new(packed))),
        }
    }

    /// Bytes in memory.
    pub fn memory(bytes: Vec<u8>) -> Self {
        Self {
            name: "MemoryStream".to_owned(),
            body: RefCell::new(Body::Memory(Cursor::new(bytes))),
            reads: true,
            writes: true,
            waits: false,
        }
    }

    fn with<T>(
        &self,
        f: impl FnOnce(&mut Body) -> std::io::Result<Option<T>>,
    ) -> Result<T, ShellError> {
        match f(&mut self.body.borrow_mut()) {
            Ok(Some(found)) => Ok(found),
            Ok(None) => Err(closed(&self.name)),
            Err(error) => Err(io_error(&self.name, &error)),
        }
    }

    /// Reads what is there, up to the length of `into`; 0 at the end.
    ///
    /// # Errors
    /// A stream that is closed or only written; what the system says.
    pub fn read(&self, into: &mut [u8]) -> Result<usize, ShellError> {
        if !self.reads {
            return Err(raise(
                "System.NotSupportedException",
                "Stream does not support reading.",
            ));
        }
        self.with(|body| {
            interrupt::check()?;
            Ok(Some(match body {
                Body::File(file) => {
                    if self.waits {
                        file_write::wait(file, PollFlags::IN)?;
                    }
                    file.read(into)?
                }
                Body::Memory(memory) => memory.read(into)?,
                Body::Packed(packed) => packed.read(into)?,
                Body::Closed => return Ok(None),
            }))
        })
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// A stream that is closed or only read; what the system says.
    pub fn write(&self, bytes: &[u8]) -> Result<(), ShellError> {
        if !self.writes {
            return Err(raise(
                "System.NotSupportedException",
                "Stream does not support writing.",
            ));
        }
        self.with(|body| {
            interrupt::check()?;
            match body {
                Body::File(file) if self.waits => file_write::write_all(file, bytes)?,
                Body::File(file) => file.write_all(bytes)?,
                Body::Memory(memory) => {
                    let end = memory.position().saturating_add(bytes.len() as u64);
                    if end > LONGEST_IN_MEMORY {
                        return Err(std::io::ErrorKind::OutOfMemory.into());
                    }
                    memory.write_all(bytes)?;
                }
                Body::Packed(packed) => packed.write_all(bytes)?,
                Body::Closed => return Ok(None),
            }
            Ok(Some(()))
        })
    }

    /// Moves to a place and says which it is.
    ///
    /// # Errors
    /// A place before the beginning, a closed stream.
    pub fn seek(&self, to: SeekFrom) -> Result<u64, ShellError> {
        self.with(|body| {
            Ok(Some(match body {
                Body::File(file) => file.seek(to)?,
                Body::Memory(memory) => memory.seek(to)?,
                Body::Packed(_) => return Err(no_place()),
                Body::Closed => return Ok(None),
            }))
        })
    }

    fn length(&self) -> Result<u64, ShellError> {
        self.with(|body| {
            Ok(Some(match body {
                Body::File(file) => file.metadata()?.len(),
                Body::Memory(memory) => memory.get_ref().len() as u64,
                Body::Packed(_) => return Err(no_place()),
                Body::Closed => return Ok(None),
            }))
        })
    }

    fn set_length(&self, length: u64) -> Result<(), ShellError> {
        self.with(|body| {
            match body {
                Body::File(file) => file.set_len(length)?,
                Body::Memory(memory) => {
                    let length = usize::try_from(length).unwrap_or(usize::MAX);
                    if length > memory.get_ref().len() && length as u64 > LONGEST_IN_MEMORY {
                        return Err(std::io::ErrorKind::OutOfMemory.into());
                    }
                    memory.get_mut().resize(length, 0);
                }
                Body::Packed(_) => return Err(no_place()),
                Body::Closed => return Ok(None),
            }
            Ok(Some(()))
        })
    }

    /// Closes it. Closing twice is no fault.
    ///
    /// # Errors
    /// What is still to be written of compressed bytes cannot be.
    pub fn close(&self) -> Result<(), ShellError> {
        let mut body = self.body.borrow_mut();
        if matches!(*body, Body::Memory(_)) {
            return Ok(());
        }
        match std::mem::replace(&mut *body, Body::Closed) {
            Body::Packed(packed) => packed.finish(),
            _ => Ok(()),
        }
    }

    /// Writes out what is held back.
    fn flush(&self) -> Result<(), ShellError> {
        self.with(|body| {
            match body {
                Body::Packed(packed) => packed.flush()?,
                Body::Closed => return Ok(None),
                Body::File(_) | Body::Memory(_) => {}
            }
            Ok(Some(()))
        })
    }

    /// .NET's names of the type, most derived first.
    fn type_names(&self) -> &'static [&'static str] {
        match &*self.body.borrow() {
            Body::Memory(_) => &[
                "System.IO.MemoryStream",
                "System.IO.Stream",
                "System.MarshalByRefObject",
                "System.Object",
            ],
            Body::Packed(packed) => packed.type_names(),
            _ => &[
                "System.IO.FileStream",
                "System.IO.Stream",
                "System.MarshalByRefObject",
                "System.Object",
            ],
        }
    }

    fn is_open(&self) -> bool {
        !matches!(*self.body.borrow(), Body::Closed)
    }

    fn is_packed(&self) -> bool {
        matches!(*self.body.borrow(), Body::Packed(_))
    }

    fn is_memory(&self) -> bool {
        matches!(*self.body.borrow(), Body::Memory(_))
    }

    /// All bytes of a stream in memory.
    fn all(&self) -> Vec<u8> {
        match &*self.body.borrow() {
            Body::Memory(memory) => memory.get_ref().clone(),
            _ => Vec::new(),
        }
    }
}

/// `System.IO.FileStream` and `System.IO.MemoryStream`.
#[derive(Clone, Debug)]
pub struct StreamValue(pub Rc<ByteStream>);

/// What a stream without places answers.
fn no_place() -> std::io::Error {
    std::io::Error::other("This operation is not supported.")
}

fn bytes_of(value: &Value) -> Result<Vec<u8>, ShellError> {
    enumerate(value)
        .unwrap_or_else(|| vec![value.clone()])
        .iter()
        .map(|item| {
            u8::try_from(to_int(item)?).map_err(|_| {
                raise(
                    "System.OverflowException",
                    "Value was either too large or too small for an unsigned byte.",
                )
            })
        })
        .collect()
}

fn number(value: u64) -> Value {
    Value::Long(i64::try_from(value).unwrap_or(i64::MAX))
}

impl StreamValue {
    fn range(args: &[Value], length: usize) -> Result<std::ops::Range<usize>, ShellError> {
        let at = |at: usize, other: usize, name: &str| match args.get(at) {
            None => Ok(other),
            Some(value) => usize::try_from(to_int(value)?).map_err(|_| out_of_range(name)),
        };
        let from = at(1, 0, "offset")?;
        let count = at(2, length.saturating_sub(from), "count")?;
        match from.checked_add(count) {
            Some(to) if to <= length => Ok(from..to),
            _ => Err(raise(
                "System.ArgumentException",
                "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
            )),
        }
    }

    fn read_into(&self, args: &[Value]) -> Result<Value, ShellError> {
        let Some(Value::Array(array)) = args.first().map(Value::base) else {
            return Err(raise(
                "System.ArgumentNullException",
                "Value cannot be null. (Parameter 'buffer')",
            ));
        };
        let range = Self::range(args, array.items.borrow().len())?;
        let mut bytes = vec![0; range.len()];
        let count = self.0.read(&mut bytes)?;
        let mut items = array.items.borrow_mut();
        for (item, byte) in items
            .iter_mut()
            .skip(range.start)
            .zip(bytes.iter().take(count))
        {
            *item = Value::Byte(*byte);
        }
        Ok(Value::Int(i32::try_from(count).unwrap_or(i32::MAX)))
    }

    fn copy_to(&self, args: &[Value]) -> Result<(), ShellError> {
        let Some(to) = args.first().and_then(|value| value.downcast::<Self>()) else {
            return Err(raise(
                "System.ArgumentNullException",
                "Value cannot be null. (Parameter 'destination')",
            ));
        };
        let mut bytes = vec![0; 1 << 16];
        loop {
            let count = self.0.read(&mut bytes)?;
            if count == 0 {
                return Ok(());
            }
            to.0.write(bytes.get(..count).unwrap_or_default())?;
        }
    }

    fn seek(&self, args: &[Value]) -> Result<Value, ShellError> {
        let offset = args.first().map_or(Ok(0), to_long)?;
        let origin = match args.get(1) {
            None => 0,
            Some(value) => match cast(value, &TypeRef::Enum(&SEEK_ORIGIN))? {
                Value::Enum(member) => member.number,
                _ => 0,
            },
        };
        let to = match origin {
            1 => SeekFrom::Current(offset),
            2 => SeekFrom::End(offset),
            _ => SeekFrom::Start(u64::try_from(offset).map_err(|_| {
                raise(
                    "System.IO.IOException",
                    "An attempt was made to move the position before the beginning of the stream.",
                )
            })?),
        };
        self.0.seek(to).map(number)
    }
}

impl Native for StreamValue {
    fn type_names(&self) -> &'static [&'static str] {
        self.0.type_names()
    }
    fn to_text(&self) -> String {
        self.type_names().first().copied().unwrap_or("").to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let open = self.0.is_open();
        Some(match name.to_ascii_lowercase().as_str() {
            "canread" => Value::Bool(open && self.0.reads),
            "canwrite" => Value::Bool(open && self.0.writes),
            "canseek" => Value::Bool(open && !self.0.is_packed()),
            "cantimeout" | "isasync" => Value::Bool(false),
            "length" => self.0.length().map_or(Value::Null, number),
            "position" => self
                .0
                .seek(SeekFrom::Current(0))
                .map_or(Value::Null, number),
            "name" if !self.0.is_memory() => Value::str(self.0.name.as_str()),
            "capacity" if self.0.is_memory() => self.0.length().map_or(Value::Null, number),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        let own = if self.0.is_memory() {
            "Capacity"
        } else {
            "Name"
        };
        [
            "CanRead",
            "CanSeek",
            "CanWrite",
            "CanTimeout",
            "Length",
            "Position",
            own,
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        if !name.eq_ignore_ascii_case("Position") {
            return Ok(false);
        }
        let place = u64::try_from(to_long(value)?).map_err(|_| out_of_range("value"))?;
        self.0.seek(SeekFrom::Start(place))?;
        Ok(true)
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        Some(match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("read", 1 | 3) => self.read_into(args).map(Some),
            ("readbyte", 0) => {
                let mut byte = [0];
                self.0.read(&mut byte).map(|count| {
                    Some(Value::Int(match (count, byte) {
                        (0, _) => -1,
                        (_, [byte]) => i32::from(byte),
                    }))
                })
            }
            ("write", 1 | 3) => bytes_of(args.first()?).and_then(|bytes| {
                let range = Self::range(args, bytes.len())?;
                self.0.write(bytes.get(range).unwrap_or_default())?;
                Ok(None)
            }),
            ("writebyte", 1) => bytes_of(args.first()?)
                .and_then(|bytes| self.0.write(&bytes))
                .map(|()| None),
            ("seek", 1 | 2) => self.seek(args).map(Some),
            ("setlength", 1) => to_long(args.first()?)
                .and_then(|length| u64::try_from(length).map_err(|_| out_of_range("value")))
                .and_then(|length| self.0.set_length(length))
                .map(|()| None),
            ("copyto", 1 | 2) => self.copy_to(args).map(|()| None),
            ("flush", 0 | 1) => self.0.flush().map(|()| None),
            ("close" | "dispose", 0) => self.0.close().map(|()| None),
            ("toarray" | "getbuffer", 0) if self.0.is_memory() => {
                let bytes = self.0.all().into_iter().map(Value::Byte).collect();
                Ok(Some(Value::typed_array("System.Byte", bytes)))
            }
            _ => return None,
        })
    }
    fn methods(&self) -> &'static [&'static str] {
        const ALL: &[&str] = &[
            "Read",
            "ReadByte",
            "Write",
            "WriteByte",
            "Seek",
            "SetLength",
            "CopyTo",
            "Flush",
            "Close",
            "Dispose",
            "ToArray",
            "GetBuffer",
        ];
        if self.0.is_memory() {
            ALL
        } else {
            ALL.get(..10).unwrap_or(ALL)
        }
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
