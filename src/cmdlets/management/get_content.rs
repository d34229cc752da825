use std::io::{BufRead, BufReader, Seek, SeekFrom};
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use iovsh_derive::Cmdlet;

use super::encoding::Encoding;
use super::paths::{self, Selection};
use super::provider::{self, io_error, own_storage};
use super::targets;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_read::{self, Input};
use iovsh_shell::location::{Location, ProviderKind};
use iovsh_shell::value::{MemberKind, PsObject, Value};

/// Gets the content of an item: the lines of a file, the text of a function, the value of a variable.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content notes.txt 'first', 'second', 'third'
/// PS> Get-Content notes.txt -Tail 1
/// third
/// PS> (Get-Content notes.txt -Raw).Length
/// 19
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Content",
    module = "Microsoft.PowerShell.Management",
    alias("gc", "type"),
    default_set = "Path",
    output = "System.String"
)]
pub struct GetContent {
    /// The files. Wildcards are allowed.
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
    /// How many lines are handed on together as an array; 0 means all of them.
    #[param(by_property_name, value = 1)]
    read_count: i64,
    /// Only so many lines from the beginning.
    #[param(by_property_name, alias("First", "Head"), range = 0..=i64::MAX)]
    total_count: Option<i64>,
    /// Only so many lines from the end.
    #[param(by_property_name, alias = "Last", range = 0..=i32::MAX)]
    tail: Option<i32>,
    /// Only files whose names match, with regard to case.
    filter: Option<String>,
    /// Only files whose names match one of these patterns.
    include: Vec<String>,
    /// No files whose names match one of these patterns.
    exclude: Vec<String>,
    /// Hidden files too.
    force: bool,
    /// What ends a line.
    delimiter: Option<String>,
    /// Stays, and hands on what is written to the file from now on, until Ctrl+C.
    wait: bool,
    /// The whole file as one text.
    raw: bool,
    /// How the file is written.
    encoding: Option<Encoding>,
    /// Bytes instead of lines.
    as_byte_stream: bool,
}

impl Cmdlet for GetContent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.tail.is_some() && self.total_count.is_some() {
            return Err(ShellError::new(
                "TailAndHeadCannotCoexist",
                ErrorCategory::InvalidOperation,
                "The parameters TotalCount and Tail cannot be used in the same command.",
            )
            .exception("System.InvalidOperationException")
            .into());
        }
        let selection = Selection::new(
            &self.include,
            &self.exclude,
            self.filter.as_deref(),
            self.force,
        );
        let found = targets::content_items(cx, &self.path, &self.literal_path, &selection, false)?;
        for at in found {
            if at.drive.provider == ProviderKind::FileSystem {
                self.file(cx, &at)?;
            } else {
                match provider::of(at.drive.provider).content(cx.session(), &at) {
                    Ok(values) => cx.emit_all(values)?,
                    Err(error) => cx.error(error)?,
                }
            }
        }
        Ok(())
    }
}

/// How often `-Wait` looks whether the file has grown.
const POLL: Duration = Duration::from_millis(200);

impl GetContent {
    fn file(&self, cx: &mut Context, at: &Location) -> Flow {
        let path = match own_storage::of_this_computer(cx.session(), at) {
            Ok(path) => path,
            Err(error) => return cx.error(error),
        };
        if path.is_dir() {
            return cx.error(
                ShellError::new(
                    "GetContainerContentException",
                    ErrorCategory::InvalidOperation,
                    format!(
                        "Unable to get content because it is a directory: '{}'. Please use 'Get-ChildItem' instead.",
                        at.text()
                    ),
                )
                .exception("System.InvalidOperationException"),
            );
        }
        let refused = |error: std::io::Error| {
            io_error(
                &error,
                "GetContentReaderIOError",
                "GetContentReaderUnauthorizedAccessError",
                &at.text(),
            )
        };
        let read = if self.raw || self.as_byte_stream || self.tail.is_some() || self.wait {
            self.whole(cx, at, &path)
        } else {
            self.stream(cx, at, &path)
        };
        match read {
            Ok(done) => done,
            Err(error) => cx.error(refused(error)),
        }
    }

    /// Line by line, so that `Select-Object -First 1` of a long file is quick. The outer result is the file's, the inner
    /// one the pipeline's.
    fn stream(&self, cx: &mut Context, at: &Location, path: &Path) -> std::io::Result<Flow> {
        let encoding = self.encoding.unwrap_or_default();
        let mut reader = BufReader::with_capacity(1 << 16, Input::open(path)?);
        let marked = matches!(
            reader.fill_buf()?,
            [0xEF | 0xFE | 0xFF, ..] | [0, 0, 0xFE, 0xFF, ..]
        );
        let plain = matches!(encoding, Encoding::Utf8 | Encoding::Ascii) && !marked;
        if !plain || self.delimiter.is_some() {
            return self.whole(cx, at, path);
        }
        let mut lines = Lines::new(self, at);
        let mut bytes = Vec::new();
        loop {
            if lines.is_full() {
                break;
            }
            bytes.clear();
            if file_read::line(&mut reader, &mut bytes)? == 0 {
                break;
            }
            if bytes.last() == Some(&b'\n') {
                bytes.pop();
                if bytes.last() == Some(&b'\r') {
                    bytes.pop();
                }
            }
            // A lone carriage return ends a line as well.
            for part in bytes.split(|b| *b == b'\r') {
                if let Err(stop) = lines.push(cx, encoding.decode(part)) {
                    return Ok(Err(stop));
                }
            }
        }
        Ok(lines.finish(cx))
    }

    fn whole(&self, cx: &mut Context, at: &Location, path: &Path) -> std::io::Result<Flow> {
        let mut file = Input::open(path)?;
        let mut bytes = file.rest()?;
        let first = self.emit_whole(cx, at, &bytes);
        if !self.wait || first.is_err() {
            return Ok(first);
        }
        let mut seen = bytes.len() as u64;
        loop {
            if let Err(interrupt) = cx.pause(POLL) {
                return Ok(Err(interrupt));
            }
            let length = std::fs::metadata(path)?.len();
            if length < seen {
                // The file was replaced or cut off: begin again.
                seen = 0;
            }
            if length == seen {
                continue;
            }
            let mut file = Input::open(path)?;
            file.file().seek(SeekFrom::Start(seen))?;
            bytes = file.rest()?;
            seen = seen.saturating_add(bytes.len() as u64);
            let more = self.emit_whole(cx, at, &bytes);
            if more.is_err() {
                return Ok(more);
            }
        }
    }

    fn emit_whole(&self, cx: &mut Context, at: &Location, bytes: &[u8]) -> Flow {
        if self.as_byte_stream {
            return self.emit_bytes(cx, bytes);
        }
        let text = self.encoding.unwrap_or_default().decode(bytes);
        if self.raw {
            if text.is_empty() {
                return Ok(());
            }
            return cx.emit(with_notes(text, at, 1));
        }
        let mut all = match self.delimiter.as_deref().filter(|d| !d.is_empty()) {
            Some(delimiter) => split_after(&text, delimiter),
            None => split_lines(&text),
        };
        if let Some(tail) = self.tail {
            let keep = usize::try_from(tail).unwrap_or(0);
            all.drain(..all.len().saturating_sub(keep));
        }
        let mut lines = Lines::new(self, at);
        for line in all {
            if lines.is_full() {
                break;
            }
            lines.push(cx, line)?;
        }
        lines.finish(cx)
    }

    fn emit_bytes(&self, cx: &mut Context, bytes: &[u8]) -> Flow {
        let bytes = match (self.total_count, self.tail) {
            (Some(count), _) => {
                let count = usize::try_from(count).unwrap_or(usize::MAX);
                bytes.get(..count.min(bytes.len())).unwrap_or(bytes)
            }
            (None, Some(tail)) => {
                let keep = usize::try_from(tail).unwrap_or(0);
                bytes
                    .get(bytes.len().saturating_sub(keep)..)
                    .unwrap_or(bytes)
            }
            (None, None) => bytes,
        };
        let values = || bytes.iter().map(|b| Value::Byte(*b));
        if self.raw {
            return cx.emit(Value::typed_array("System.Byte", values().collect()));
        }
        cx.emit_all(values())
    }
}

/// Lines on their way to the pipeline, alone or in batches.
struct Lines<'a> {
    at: &'a Location,
    count: i64,
    batch: Vec<Value>,
    size: i64,
    limit: i64,
}

impl<'a> Lines<'a> {
    fn new(cmdlet: &GetContent, at: &'a Location) -> Self {
        Self {
            at,
            count: 0,
            batch: Vec::new(),
            size: cmdlet.read_count,
            limit: cmdlet.total_count.unwrap_or(i64::MAX),
        }
    }

    fn is_full(&self) -> bool {
        self.count >= self.limit
    }

    fn push(&mut self, cx: &mut Context, line: String) -> Flow {
        if self.is_full() {
            return Ok(());
        }
        self.count = self.count.saturating_add(1);
        if self.size == 1 {
            return cx.emit(with_notes(line, self.at, self.count));
        }
        self.batch.push(Value::from(line));
        if self.size > 0 && self.batch.len() as i64 >= self.size {
            return self.hand_on(cx);
        }
        Ok(())
    }

    fn hand_on(&mut self, cx: &mut Context) -> Flow {
        let batch = std::mem::take(&mut self.batch);
        match batch.len() {
            0 => Ok(()),
            _ => cx.emit(Value::array(batch)),
        }
    }

    fn finish(mut self, cx: &mut Context) -> Flow {
        self.hand_on(cx)
    }
}

/// A line with the properties that say where it came from.
fn with_notes(line: String, at: &Location, count: i64) -> Value {
    let mut object = PsObject::custom();
    object.base = Some(Value::from(line));
    let native = at.native().unwrap_or_default();
    let parent = native
        .parent()
        .map(provider::provider_path)
        .unwrap_or_default();
    let note = |value: Value| MemberKind::Note(value);
    object.push("PSPath", note(provider::provider_path(&native).into()));
    object.push("PSParentPath", note(parent.into()));
    object.push("PSChildName", note(paths::leaf(at).into()));
    object.push("PSDrive", note(Value::Str(Rc::clone(&at.drive.name))));
    object.push(
        "PSProvider",
        note(r"Microsoft.PowerShell.Core\FileSystem".into()),
    );
    object.push("ReadCount", note(Value::Long(count)));
    Value::object(object)
}

/// Lines end with `\n`, `\r\n` or `\r`; what is after the last end is a line when it is not empty.
fn split_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        lines.push(rest.get(..at).unwrap_or_default().to_owned());
        let tail = rest.get(at..).unwrap_or_default();
        rest = tail
            .strip_prefix("\r\n")
            .or_else(|| tail.get(1..))
            .unwrap_or_default();
    }
    if !rest.is_empty() {
        lines.push(rest.to_owned());
    }
    lines
}

/// The parts of a text, cut after each delimiter, which is not part of them.
fn split_after(text: &str, delimiter: &str) -> Vec<String> {
    let mut parts: Vec<String> = text.split(delimiter).map(str::to_owned).collect();
    if parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_ends_a_line() {
        assert_eq!(split_lines("a\nb\r\nc\rd"), ["a", "b", "c", "d"]);
        assert_eq!(split_lines("\n"), [""]);
        assert!(split_lines("").is_empty());
        assert_eq!(split_after("a;b;c", ";"), ["a", "b", "c"]);
    }
}
