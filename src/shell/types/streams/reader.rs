//! `StreamReader` and `StringReader`: text, character by character and line by line.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::{ByteStream, StreamValue, closed};
use crate::error::ShellError;
use crate::types::rarities::EncodingValue;
use crate::value::convert::{raise, to_int};
use crate::value::{Name, Native, Value};

/// How much is read at a time, in bytes.
const PART: usize = 1 << 13;

/// What has been read and decoded and not yet handed out.
#[derive(Debug, Default)]
struct Held {
    /// Characters, from `from` on.
    text: String,
    from: usize,
    /// Bytes that are the beginning of a character.
    rest: Vec<u8>,
    begun: bool,
}

impl Held {
    fn left(&self) -> &str {
        self.text.get(self.from..).unwrap_or("")
    }
}

/// `System.IO.StreamReader` over a stream, or `System.IO.StringReader` over a text.
#[derive(Debug)]
pub struct TextReaderValue {
    /// The stream; `None` for a text.
    stream: Option<Rc<ByteStream>>,
    encoding: Cell<EncodingValue>,
    held: RefCell<Held>,
    is_closed: Cell<bool>,
}

impl TextReaderValue {
    /// A reader of a stream. A byte order mark at the beginning decides over `encoding`.
    pub fn of(stream: Rc<ByteStream>, encoding: EncodingValue) -> Self {
        Self {
            stream: Some(stream),
            encoding: Cell::new(encoding),
            held: RefCell::default(),
            is_closed: Cell::new(false),
        }
    }

    /// A reader of a text.
    pub fn of_text(text: &str) -> Self {
        Self {
            stream: None,
            encoding: Cell::new(EncodingValue::Unicode),
            held: RefCell::new(Held {
                text: text.to_owned(),
                ..Held::default()
            }),
            is_closed: Cell::new(false),
        }
    }

    /// Reads a part more; whether there was one.
    fn more(&self) -> Result<bool, ShellError> {
        if self.is_closed.get() {
            return Err(closed(self.to_text().as_str()));
        }
        let Some(stream) = &self.stream else {
            return Ok(false);
        };
        let mut held = self.held.borrow_mut();
        let mut part = vec![0; PART];
        let count = stream.read(&mut part)?;
        part.truncate(count);
        let mut bytes = std::mem::take(&mut held.rest);
        bytes.append(&mut part);
        if !held.begun && !bytes.is_empty() {
            held.begun = true;
            let marks: [(&[u8], EncodingValue); 3] = [
                (&[0xEF, 0xBB, 0xBF], EncodingValue::Utf8),
                (&[0xFF, 0xFE], EncodingValue::Unicode),
                (&[0xFE, 0xFF], EncodingValue::BigEndianUnicode),
            ];
            if let Some((mark, encoding)) = marks.iter().find(|(mark, _)| bytes.starts_with(mark)) {
                self.encoding.set(*encoding);
                bytes.drain(..mark.len());
            }
        }
        if count > 0 {
            held.rest = bytes.split_off(whole(self.encoding.get(), &bytes));
        }
        let text = self.encoding.get().decode(&bytes);
        let from = held.from;
        held.text.drain(..from);
        held.from = 0;
        held.text.push_str(&text);
        Ok(count > 0)
    }

    fn is_at_end(&self) -> Result<bool, ShellError> {
        while self.held.borrow().left().is_empty() {
            if !self.more()? {
                return Ok(self.held.borrow().left().is_empty());
            }
        }
        Ok(false)
    }

    fn check(&self) -> Result<(), ShellError> {
        if self.is_closed.get() {
            return Err(closed(self.to_text().as_str()));
        }
        Ok(())
    }

    fn line(&self) -> Result<Value, ShellError> {
        self.check()?;
        loop {
            {
                let mut held = self.held.borrow_mut();
                let left = held.left();
                let end = left.find(['\n', '\r']);
                // A carriage return at the very end may have its line feed still to come.
                let certain = end.filter(|end| {
                    left.as_bytes().get(*end) == Some(&b'\n') || end + 1 < left.len()
                });
                if let Some(end) = certain {
                    let line = left.get(..end).unwrap_or("").to_owned();
                    let width = if left.get(end..).is_some_and(|rest| rest.starts_with("\r\n")) {
                        2
                    } else {
                        1
                    };
                    held.from += end + width;
                    return Ok(Value::str(line));
                }
            }
            if !self.more()? {
                let mut held = self.held.borrow_mut();
                if held.left().is_empty() {
                    return Ok(Value::Null);
                }
                let line = held.left().trim_end_matches('\r').to_owned();
                held.from = held.text.len();
                return Ok(Value::str(line));
            }
        }
    }

    fn rest(&self) -> Result<Value, ShellError> {
        self.check()?;
        while self.more()? {
            crate::value::limits::text(self.held.borrow().text.len())?;
        }
        let mut held = self.held.borrow_mut();
        let rest = held.left().to_owned();
        held.from = held.text.len();
        Ok(Value::str(rest))
    }

    /// The next character, which is taken if `take`; -1 at the end.
    fn character(&self, take: bool) -> Result<Value, ShellError> {
        self.check()?;
        if self.is_at_end()? {
            return Ok(Value::Int(-1));
        }
        let mut held = self.held.borrow_mut();
        let Some(c) = held.left().chars().next() else {
            return Ok(Value::Int(-1));
        };
        if take {
            held.from += c.len_utf8();
        }
        Ok(Value::Int(i32::try_from(u32::from(c)).unwrap_or(0xFFFD)))
    }

    /// Characters into an array of them: `Read(buffer, index, count)`.
    fn read_into(&self, args: &[Value]) -> Result<Value, ShellError> {
        self.check()?;
        let (Some(Value::Array(array)), Some(from), Some(count)) =
            (args.first().map(Value::base), args.get(1), args.get(2))
        else {
            return Err(raise(
                "System.ArgumentNullException",
                "Value cannot be null. (Parameter 'buffer')",
            ));
        };
        let from = usize::try_from(to_int(from)?).unwrap_or(usize::MAX);
        let count = usize::try_from(to_int(count)?).unwrap_or(usize::MAX);
        let length = array.items.borrow().len();
        if from.checked_add(count).is_none_or(|to| to > length) {
            return Err(raise(
                "System.ArgumentException",
                "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
            ));
        }
        while self.held.borrow().left().chars().take(count).count() < count {
            if !self.more()? {
                break;
            }
        }
        let mut held = self.held.borrow_mut();
        let taken: Vec<char> = held.left().chars().take(count).collect();
        held.from += taken.iter().map(|c| c.len_utf8()).sum::<usize>();
        let mut items = array.items.borrow_mut();
        for (item, c) in items.iter_mut().skip(from).zip(&taken) {
            *item = Value::Char(*c);
        }
        Ok(Value::Int(i32::try_from(taken.len()).unwrap_or(i32::MAX)))
    }
}

/// How many of the bytes are whole characters.
fn whole(encoding: EncodingValue, bytes: &[u8]) -> usize {
    let length = bytes.len();
    match encoding {
        EncodingValue::Utf8 => match std::str::from_utf8(bytes) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => length,
        },
        EncodingValue::Unicode | EncodingValue::BigEndianUnicode => {
            let even = length - length % 2;
            let high = if encoding == EncodingValue::Unicode {
                even.checked_sub(1)
            } else {
                even.checked_sub(2)
            };
            match high.and_then(|at| bytes.get(at)) {
                // The first half of a pair waits for the other.
                Some(0xD8..=0xDB) => even - 2,
                _ => even,
            }
        }
        EncodingValue::Utf32 => length - length % 4,
        EncodingValue::Ascii | EncodingValue::Latin1 => length,
    }
}

impl Native for TextReaderValue {
    fn type_names(&self) -> &'static [&'static str] {
        if self.stream.is_some() {
            &[
                "System.IO.StreamReader",
                "System.IO.TextReader",
                "System.MarshalByRefObject",
                "System.Object",
            ]
        } else {
            &[
                "System.IO.StringReader",
                "System.IO.TextReader",
                "System.MarshalByRefObject",
                "System.Object",
            ]
        }
    }
    fn to_text(&self) -> String {
        self.type_names().first().copied().unwrap_or("").to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let stream = self.stream.as_ref()?;
        Some(match name.to_ascii_lowercase().as_str() {
            "basestream" => Value::native(StreamValue(Rc::clone(stream))),
            "currentencoding" => Value::native(self.encoding.get()),
            "endofstream" => Value::Bool(self.is_at_end().unwrap_or(true)),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        if self.stream.is_none() {
            return Vec::new();
        }
        ["CurrentEncoding", "BaseStream", "EndOfStream"]
            .map(Name::Static)
            .to_vec()
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        Some(match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("readline", 0) => self.line().map(Some),
            ("readtoend", 0) => self.rest().map(Some),
            ("read", 0) => self.character(true).map(Some),
            ("peek", 0) => self.character(false).map(Some),
            ("read" | "readblock", 3) => self.read_into(args).map(Some),
            ("discardbuffereddata", 0) if self.stream.is_some() => {
                *self.held.borrow_mut() = Held {
                    begun: true,
                    ..Held::default()
                };
                Ok(None)
            }
            ("close" | "dispose", 0) => {
                self.is_closed.set(true);
                if let Some(stream) = &self.stream {
                    return Some(stream.close().map(|()| None));
                }
                Ok(None)
            }
            _ => return None,
        })
    }
    fn methods(&self) -> &'static [&'static str] {
        const ALL: &[&str] = &[
            "ReadLine",
            "ReadToEnd",
            "Read",
            "ReadBlock",
            "Peek",
            "Close",
            "Dispose",
            "DiscardBufferedData",
        ];
        if self.stream.is_some() {
            ALL
        } else {
            ALL.get(..7).unwrap_or(ALL)
        }
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
