//! `StreamWriter` and `StringWriter`.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::{ByteStream, StreamValue, closed};
use crate::error::ShellError;
use crate::types::rarities::EncodingValue;
use crate::value::convert::{raise, to_bool, to_text};
use crate::value::{Name, Native, NoEngine, Value, format_string};

/// How much is held back before it is written, in bytes.
const PART: usize = 1 << 13;

/// `System.IO.StreamWriter` over a stream, or `System.IO.StringWriter`, which keeps its text.
#[derive(Debug)]
pub struct TextWriterValue {
    stream: Option<Rc<ByteStream>>,
    encoding: EncodingValue,
    held: RefCell<String>,
    flushes: Cell<bool>,
    line_end: RefCell<String>,
    is_closed: Cell<bool>,
}

impl TextWriterValue {
    /// A writer to a stream, or to a text of its own.
    pub fn new(stream: Option<Rc<ByteStream>>, encoding: EncodingValue) -> Self {
        Self {
            stream,
            encoding,
            held: RefCell::default(),
            flushes: Cell::new(false),
            line_end: RefCell::new("\n".to_owned()),
            is_closed: Cell::new(false),
        }
    }

    /// Holds nothing back from now on.
    pub fn flushes_always(&self) {
        self.flushes.set(true);
    }

    fn write(&self, text: &str) -> Result<Option<Value>, ShellError> {
        if self.is_closed.get() {
            return Err(if self.stream.is_some() {
                raise(
                    "System.ObjectDisposedException",
                    "Cannot write to a closed TextWriter.",
                )
            } else {
                closed("StringWriter")
            });
        }
        let full = {
            let mut held = self.held.borrow_mut();
            held.push_str(text);
            self.flushes.get() || held.len() > PART
        };
        if full && self.stream.is_some() {
            self.flush()?;
        }
        Ok(None)
    }

    fn flush(&self) -> Result<(), ShellError> {
        if let Some(stream) = &self.stream {
            let text = std::mem::take(&mut *self.held.borrow_mut());
            if !text.is_empty() {
                stream.write(&self.encoding.encode(&text))?;
            }
        }
        Ok(())
    }

    fn close(&self) -> Result<(), ShellError> {
        if self.is_closed.replace(true) {
            return Ok(());
        }
        self.flush()?;
        if let Some(stream) = &self.stream {
            stream.close()?;
        }
        Ok(())
    }
}

impl Drop for TextWriterValue {
    fn drop(&mut self) {
        // What was written and never closed is not lost.
        let _ = self.close();
    }
}

/// What is written for the arguments: a value, or a template with values.
fn text_of(args: &[Value]) -> Result<String, ShellError> {
    let Some(first) = args.first() else {
        return Ok(String::new());
    };
    // An array of characters is a text.
    if let Value::Array(array) = first.base()
        && &*array.element == "System.Char"
    {
        return Ok(array
            .items
            .borrow()
            .iter()
            .map(|c| to_text(c).to_string())
            .collect());
    }
    let text = to_text(first).to_string();
    match args.get(1..) {
        Some(rest) if !rest.is_empty() => {
            match format_string::composite(&text, rest, &mut NoEngine) {
                Ok(Ok(text)) => Ok(text),
                Ok(Err(reason)) => Err(raise("System.FormatException", reason)),
                Err(crate::error::Interrupt::Error(error)) => Err(*error),
                Err(_) => Ok(text),
            }
        }
        _ => Ok(text),
    }
}

impl Native for TextWriterValue {
    fn type_names(&self) -> &'static [&'static str] {
        if self.stream.is_some() {
            &[
                "System.IO.StreamWriter",
                "System.IO.TextWriter",
                "System.MarshalByRefObject",
                "System.Object",
            ]
        } else {
            &[
                "System.IO.StringWriter",
                "System.IO.TextWriter",
                "System.MarshalByRefObject",
                "System.Object",
            ]
        }
    }
    fn to_text(&self) -> String {
        if self.stream.is_some() {
            "System.IO.StreamWriter".to_owned()
        } else {
            self.held.borrow().clone()
        }
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "newline" => Value::str(self.line_end.borrow().as_str()),
            "encoding" => Value::native(self.encoding),
            "autoflush" if self.stream.is_some() => Value::Bool(self.flushes.get()),
            "basestream" => Value::native(StreamValue(Rc::clone(self.stream.as_ref()?))),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        let own: &[&'static str] = if self.stream.is_some() {
            &["AutoFlush", "BaseStream", "Encoding", "NewLine"]
        } else {
            &["Encoding", "NewLine"]
        };
        own.iter().copied().map(Name::Static).collect()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        match name.to_ascii_lowercase().as_str() {
            "autoflush" if self.stream.is_some() => {
                self.flushes.set(to_bool(value));
                if self.flushes.get() {
                    self.flush()?;
                }
            }
            "newline" => *self.line_end.borrow_mut() = to_text(value).to_string(),
            _ => return Ok(false),
        }
        Ok(true)
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        Some(match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("write", 1..) => text_of(args).and_then(|text| self.write(&text)),
            ("writeline", _) => text_of(args)
                .and_then(|text| self.write(&format!("{text}{}", self.line_end.borrow()))),
            ("flush", 0) => {
                if self.is_closed.get() {
                    Err(closed(self.type_names().first().copied().unwrap_or("")))
                } else {
                    self.flush().map(|()| None)
                }
            }
            ("close" | "dispose", 0) => self.close().map(|()| None),
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
