//! Standard input of the process as text: `$input` of a script or of `-Command`, and `[Console]::In`.
//!
//! Nothing is read before somebody asks: a program that the script starts inherits standard input, and has it whole. The
//! wait for input looks at the cancel flag.

use std::cell::RefCell;
use std::io::{Read as _, stdin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::FileType;

use super::script_file::decode;
use crate::error::ShellError;
use crate::os_text;
use crate::value::{Name, Native, Value};

/// Standard input, read as far as somebody asked for.
pub struct StandardInput {
    reader: RefCell<Reader>,
    cancel: Arc<AtomicBool>,
}

#[derive(Default)]
struct Reader {
    /// What was read and not yet handed out, from `from` on.
    held: Vec<u8>,
    from: usize,
    begun: bool,
    ended: bool,
    /// The line that `MoveNext` came to.
    current: Value,
}

impl std::fmt::Debug for StandardInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StandardInput")
    }
}

impl StandardInput {
    /// Standard input; waits for it end when the flag is set.
    pub(super) fn new(cancel: Arc<AtomicBool>) -> Self {
        Self {
            reader: RefCell::default(),
            cancel,
        }
    }

    /// Whether another program writes to it, or has.
    pub(super) fn is_a_pipe(&self) -> bool {
        rustix::fs::fstat(stdin())
            .is_ok_and(|status| FileType::from_raw_mode(status.st_mode) == FileType::Fifo)
    }

    /// The next line without its end; `None` when there is no more, or the wait was cancelled.
    pub fn line(&self) -> Option<String> {
        let mut reader = self.reader.borrow_mut();
        let mut searched = 0;
        loop {
            let held = reader.held.get(reader.from..).unwrap_or(&[]);
            let end = held
                .get(searched..)
                .and_then(|rest| rest.iter().position(|b| *b == b'\n'))
                .map(|at| at + searched);
            match end {
                Some(end) => {
                    let line = text_of(held.get(..end).unwrap_or(&[]));
                    reader.from += end + 1;
                    return Some(line);
                }
                None if reader.ended && held.is_empty() => return None,
                None if reader.ended => {
                    let line = text_of(held);
                    reader.from = reader.held.len();
                    return Some(line);
                }
                None => {
                    searched = held.len();
                    if !reader.more(&self.cancel) {
                        return None;
                    }
                }
            }
        }
    }

    /// Everything that is left.
    pub fn rest(&self) -> String {
        let mut reader = self.reader.borrow_mut();
        while !reader.ended && reader.more(&self.cancel) {}
        let from = std::mem::replace(&mut reader.from, 0);
        let held = std::mem::take(&mut reader.held);
        os_text::from_bytes(held.get(from..).unwrap_or(&[])).into_owned()
    }

    /// The lines that are left, which stay: whoever asks again gets them again.
    fn lines(&self) -> Vec<Value> {
        let mut reader = self.reader.borrow_mut();
        while !reader.ended && reader.more(&self.cancel) {}
        let held = reader.held.get(reader.from..).unwrap_or(&[]);
        let mut lines: Vec<&[u8]> = held.split(|b| *b == b'\n').collect();
        // What is behind the last line end is a line only when something is there.
        if lines.last().is_some_and(|last| last.is_empty()) {
            lines.pop();
        }
        lines
            .into_iter()
            .map(|line| Value::from(text_of(line)))
            .collect()
    }
}

/// A line as text: bytes that are no UTF-8 are kept (see [`os_text`]).
fn text_of(line: &[u8]) -> String {
    os_text::from_bytes(line.strip_suffix(b"\r").unwrap_or(line)).into_owned()
}

impl Reader {
    /// Waits for more; `false` when the wait was cancelled.
    fn more(&mut self, cancel: &AtomicBool) -> bool {
        const SLICE: Timespec = Timespec {
            tv_sec: 0,
            tv_nsec: 100_000_000,
        };
        let input = stdin();
        loop {
            if cancel.load(Ordering::Relaxed) {
                return false;
            }
            // What cannot be waited for (an error) is read, which then says what is wrong.
            match poll(&mut [PollFd::new(&input, PollFlags::IN)], Some(&SLICE)) {
                Ok(0) | Err(rustix::io::Errno::INTR) => {}
                _ => break,
            }
        }
        if self.from > 0 {
            self.held.drain(..self.from);
            self.from = 0;
        }
        let mut bytes = vec![0; 64 * 1024];
        match input.lock().read(&mut bytes) {
            Ok(count) if count > 0 => {
                self.held
                    .extend_from_slice(bytes.get(..count).unwrap_or(&[]));
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => return true,
            // A directory, a device that broke: there is no more text.
            Ok(_) | Err(_) => self.ended = true,
        }
        self.look_for_mark(cancel)
    }

    /// At the beginning of the input: a mark of UTF-8 is taken away, UTF-16 is turned into UTF-8.
    fn look_for_mark(&mut self, cancel: &AtomicBool) -> bool {
        if self.begun || (self.held.len() < 3 && !self.ended) {
            return true;
        }
        self.begun = true;
        match self.held.as_slice() {
            [0xef, 0xbb, 0xbf, ..] => {
                self.held.drain(..3);
            }
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
                while !self.ended {
                    if !self.more(cancel) {
                        return false;
                    }
                }
                self.held = decode(&self.held).into_bytes();
            }
            _ => {}
        }
        true
    }
}

/// `$input` of a script or of `-Command`: the lines of standard input.
#[derive(Debug)]
pub struct InputLines(pub Rc<StandardInput>);

impl Native for InputLines {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Collections.IEnumerator", "System.Object"]
    }
    fn to_text(&self) -> String {
        self.0.rest().lines().collect::<Vec<_>>().join(" ")
    }
    fn property(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Current")
            .then(|| self.0.reader.borrow().current.clone())
    }
    fn property_names(&self) -> Vec<Name> {
        vec!["Current".into()]
    }
    fn items(&self) -> Option<Vec<Value>> {
        Some(self.0.lines())
    }
    fn call(&self, name: &str, _args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        match name.to_ascii_lowercase().as_str() {
            "movenext" => {
                let line = self.0.line();
                let moved = Value::Bool(line.is_some());
                self.0.reader.borrow_mut().current = line.map_or(Value::Null, Value::from);
                Some(Ok(Some(moved)))
            }
            // What was read from a pipe cannot be read again.
            "reset" => Some(Ok(None)),
            _ => None,
        }
    }
    fn methods(&self) -> &'static [&'static str] {
        &["MoveNext", "Reset"]
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

/// `[Console]::In`.
#[derive(Debug)]
pub(super) struct ConsoleReader(pub Rc<StandardInput>);

impl Native for ConsoleReader {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.IO.TextReader",
            "System.MarshalByRefObject",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.IO.TextReader".to_owned()
    }
    fn property(&self, _name: &str) -> Option<Value> {
        None
    }
    fn property_names(&self) -> Vec<Name> {
        Vec::new()
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        if !args.is_empty() {
            return None;
        }
        match name.to_ascii_lowercase().as_str() {
            "readline" => Some(Ok(Some(self.0.line().map_or(Value::Null, Value::from)))),
            "readtoend" => Some(Ok(Some(Value::from(self.0.rest())))),
            "close" | "dispose" => Some(Ok(None)),
            _ => None,
        }
    }
    fn methods(&self) -> &'static [&'static str] {
        &["ReadLine", "ReadToEnd"]
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}
