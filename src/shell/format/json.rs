//! JSON as `ConvertTo-Json` writes it.

use std::rc::Rc;

use super::Access;
use crate::error::{ErrorCategory, ShellError};
use crate::os_text;
use crate::value::convert::double_shortest;
use crate::value::{DateTimeKind, Value};
use crate::visible::is_hidden;
use iovsh_base::interrupt;

/// Which characters are written as `\uXXXX`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Escape {
    /// Control characters only, DEL excepted, as PowerShell does.
    #[default]
    Default,
    /// Every control character: for JSON that is sent to a terminal.
    AllControls,
    /// Everything outside ASCII too.
    NonAscii,
    /// What means something in HTML too.
    Html,
}

/// How JSON is written.
#[derive(Clone, Copy, Debug)]
pub struct JsonOptions {
    /// How many levels of objects are written; what lies deeper is written as its text.
    pub depth: usize,
    /// Without blanks and line breaks.
    pub compress: bool,
    /// Enumerations by name instead of by number.
    pub enums_as_strings: bool,
    /// Which characters are escaped.
    pub escape: Escape,
    /// An object inside of one that is the same, as an adapter's setting that leads back to its adapter, is written as its text.
    pub no_way_back: bool,
    /// For lines that become objects again: the object itself has the name of its type before its properties, as
    /// [`TYPE_NAME`], and time spans are texts.
    pub says_type: bool,
}

/// The property of a written object that names its type: PowerShell's own word for it.
pub const TYPE_NAME: &str = "PSTypeName";

/// A value as JSON, and whether something lay deeper than the depth.
///
/// # Errors
/// `NonStringKeyInDictionary` for a dictionary with keys that are not strings.
pub fn to_json(
    value: &Value,
    options: JsonOptions,
    access: &mut dyn Access,
) -> Result<(String, bool), ShellError> {
    let mut writer = Writer {
        options,
        out: String::new(),
        truncated: false,
        open: Vec::new(),
    };
    writer.value(value, 0, true, access)?;
    Ok((writer.out, writer.truncated))
}

struct Writer {
    options: JsonOptions,
    out: String,
    truncated: bool,
    /// The objects that are being written, the outermost first.
    open: Vec<(Rc<str>, Value)>,
}

impl Writer {
    fn value(
        &mut self,
        value: &Value,
        depth: usize,
        top: bool,
        access: &mut dyn Access,
    ) -> Result<(), ShellError> {
        interrupt::check()?;
        match value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(true) => self.out.push_str("true"),
            Value::Bool(false) => self.out.push_str("false"),
            Value::Str(text) => self.text(text),
            Value::Char(c) => self.text(c.encode_utf8(&mut [0; 4])),
            Value::SByte(n) => self.plain(n),
            Value::Byte(n) => self.plain(n),
            Value::Int16(n) => self.plain(n),
            Value::UInt16(n) => self.plain(n),
            Value::Int(n) => self.plain(n),
            Value::UInt32(n) => self.plain(n),
            Value::Long(n) => self.plain(n),
            Value::ULong(n) => self.plain(n),
            Value::Double(n) => self.float(
                n.is_nan(),
                n.is_infinite().then_some(*n > 0.0),
                double_shortest(*n),
            ),
            Value::Single(n) => {
                let shown = crate::value::convert::single_shortest(*n);
                self.float(n.is_nan(), n.is_infinite().then_some(*n > 0.0), shown);
            }
            Value::Decimal(n) => self.float(false, None, n.to_string()),
            Value::Enum(member) if self.options.enums_as_strings => self.text(&member.text()),
            Value::Enum(member) => self.plain(&member.number),
            Value::DateTime(date) if top => {
                // Down the pipeline a date carries the property that PowerShell adds to all dates.
                let iso = iso_date(date);
                let shown = access.format(value, "F");
                self.object(
                    [
                        ("value".to_owned(), Value::from(iso)),
                        ("DateTime".to_owned(), Value::from(shown)),
                    ]
                    .into_iter(),
                    depth,
                    access,
                )?;
            }
            Value::DateTime(date) => {
                let iso = iso_date(date);
                self.text(&iso);
            }
            // A line is read again as an object, and a time span has a text of its own.
            Value::TimeSpan(_) if self.options.says_type => {
                let shown = access.text(value);
                self.text(&shown);
            }
            Value::Guid(_) => {
                let shown = access.text(value);
                self.text(&shown);
            }
            _ => self.composite(value, depth, access)?,
        }
        Ok(())
    }

    fn composite(
        &mut self,
        value: &Value,
        depth: usize,
        access: &mut dyn Access,
    ) -> Result<(), ShellError> {
        if is_text_like(value) {
            let shown = access.text(value);
            self.text(&shown);
            return Ok(());
        }
        if depth > self.options.depth {
            self.truncated = true;
            let shown = access.text(value);
            self.text(&shown);
            return Ok(());
        }
        match value {
            Value::Array(array) => {
                let items = array.items.borrow().clone();
                self.array(&items, depth, access)
            }
            Value::List(list) => {
                let items = list.items.borrow().clone();
                self.array(&items, depth, access)
            }
            Value::Hashtable(table) => {
                let mut entries = Vec::with_capacity(table.entries().len());
                for (key, value) in table.entries().iter() {
                    let Value::Str(key) = key.value() else {
                        return Err(ShellError::new(
                            "NonStringKeyInDictionary",
                            ErrorCategory::InvalidOperation,
                            "A dictionary with keys that are not strings cannot be written as JSON.",
                        )
                        .exception("System.InvalidOperationException"));
                    };
                    entries.push((key.to_string(), value.clone()));
                }
                self.object(entries.into_iter(), depth, access)
            }
            Value::Native(native) => match native.items() {
                Some(items) => self.array(&items, depth, access),
                None => self.once(value, depth, access),
            },
            other => self.once(other, depth, access),
        }
    }

    /// An object, or its text where it stands inside of itself and that is not wanted: objects of one type with one text are
    /// the same, as long as the text is more than the name of the type.
    fn once(
        &mut self,
        value: &Value,
        depth: usize,
        access: &mut dyn Access,
    ) -> Result<(), ShellError> {
        let name = type_of(value).filter(|_| self.options.no_way_back);
        let Some(name) = name else {
            return self.properties(value, depth, access);
        };
        let same_type = |open: &&(Rc<str>, Value)| open.0 == name;
        let alike: Vec<Value> = self
            .open
            .iter()
            .filter(same_type)
            .map(|(_, value)| value.clone())
            .collect();
        if !alike.is_empty() {
            let shown = access.text(value);
            if *shown != *name && alike.iter().any(|open| access.text(open) == shown) {
                self.text(&shown);
                return Ok(());
            }
        }
        self.open.push((name, value.clone()));
        let written = self.properties(value, depth, access);
        self.open.pop();
        written
    }

    fn properties(
        &mut self,
        value: &Value,
        depth: usize,
        access: &mut dyn Access,
    ) -> Result<(), ShellError> {
        if let Value::Object(object) = value
            && let Some(base) = &object.base
        {
            let mut entries = vec![("value".to_owned(), base.clone())];
            for member in object.members() {
                let note = access.property(value, &member.name).ok().flatten();
                entries.push((member.name.as_str().to_owned(), note.unwrap_or_default()));
            }
            // What PowerShell adds to all dates is written with what was added to this one.
            if entries.len() > 1 && matches!(base, Value::DateTime(_)) && !object.has("DateTime") {
                let shown = access.format(base, "F");
                entries.push(("DateTime".to_owned(), Value::from(shown)));
            }
            if entries.len() == 1 {
                let base = base.clone();
                return self.value(&base, depth, false, access);
            }
            return self.object(entries.into_iter(), depth, access);
        }
        let names = access.property_names(value);
        let mut entries = Vec::with_capacity(names.len() + 1);
        if let Some(name) = type_of(value).filter(|_| self.options.says_type && depth == 0) {
            entries.push((TYPE_NAME.to_owned(), Value::from(&*name)));
        }
        for name in names {
            let property = access.property(value, &name).ok().flatten();
            entries.push((name.as_str().to_owned(), property.unwrap_or_default()));
        }
        self.object(entries.into_iter(), depth, access)
    }

    fn array(
        &mut self,
        items: &[Value],
        depth: usize,
        access: &mut dyn Access,
    ) -> Result<(), ShellError> {
        if items.is_empty() {
            self.out.push_str("[]");
            return Ok(());
        }
        self.out.push('[');
        for (index, item) in items.iter().enumerate() {
            self.separate(index, depth + 1);
            self.value(item, depth + 1, false, access)?;
        }
        self.new_line(depth);
        self.out.push(']');
        Ok(())
    }

    fn object(
        &mut self,
        entries: impl ExactSizeIterator<Item = (String, Value)>,
        depth: usize,
        access: &mut dyn Access,
    ) -> Result<(), ShellError> {
        if entries.len() == 0 {
            self.out.push_str("{}");
            return Ok(());
        }
        self.out.push('{');
        for (index, (name, value)) in entries.enumerate() {
            self.separate(index, depth + 1);
            self.text(&name);
            self.out
                .push_str(if self.options.compress { ":" } else { ": " });
            self.value(&value, depth + 1, false, access)?;
        }
        self.new_line(depth);
        self.out.push('}');
        Ok(())
    }

    fn separate(&mut self, index: usize, depth: usize) {
        if index > 0 {
            self.out.push(',');
        }
        self.new_line(depth);
    }

    fn new_line(&mut self, depth: usize) {
        if !self.options.compress {
            self.out.push('\n');
            super::cells::blanks(&mut self.out, depth * 2);
        }
    }

    fn plain(&mut self, value: &impl std::fmt::Display) {
        use std::fmt::Write;
        let _ = write!(self.out, "{value}");
    }

    /// A number that always looks like one with a fraction.
    fn float(&mut self, nan: bool, infinite: Option<bool>, shown: String) {
        match (nan, infinite) {
            (true, _) => self.out.push_str("\"NaN\""),
            (_, Some(true)) => self.out.push_str("\"Infinity\""),
            (_, Some(false)) => self.out.push_str("\"-Infinity\""),
            _ => {
                self.out.push_str(&shown);
                if !shown.contains(['.', 'E', 'e']) {
                    self.out.push_str(".0");
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        use std::fmt::Write;
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' if self.options.escape == Escape::Html => self.out.push_str("\\u0022"),
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\u{8}' => self.out.push_str("\\b"),
                '\u{c}' => self.out.push_str("\\f"),
                c if self.must_escape(c) => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        let _ = write!(self.out, "\\u{unit:04x}");
                    }
                }
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }

    fn must_escape(&self, c: char) -> bool {
        // JSON is read by people too: what would act on a terminal or hide is written by its number.
        (is_hidden(c) && c != '\u{7f}')
            || os_text::byte_of(c).is_some()
            || match self.options.escape {
                Escape::Default => false,
                Escape::AllControls => c == '\u{7f}',
                Escape::NonAscii => u32::from(c) > 0x7e,
                Escape::Html => matches!(c, '<' | '>' | '&' | '\''),
            }
    }
}

/// The type that an object says it is of; none of one that a script has made up.
fn type_of(value: &Value) -> Option<Rc<str>> {
    match value {
        Value::Native(native) => native.type_names().first().map(|name| (*name).into()),
        Value::Object(object) if object.base.is_none() => {
            let names = object.type_names();
            let name = names.first();
            (name != "System.Management.Automation.PSCustomObject").then(|| name.into())
        }
        _ => None,
    }
}

/// Types that JSON holds as text although they have properties.
fn is_text_like(value: &Value) -> bool {
    match value {
        Value::Native(native) => native
            .type_names()
            .first()
            .is_some_and(|name| matches!(*name, "System.Uri" | "System.Net.IPAddress")),
        _ => false,
    }
}

/// A date in ISO 8601: with `Z` for universal time, with its offset for local time.
fn iso_date(date: &crate::value::DateTimeValue) -> String {
    let mut out = date.time.format("%Y-%m-%dT%H:%M:%S").to_string();
    let ticks = date.time.timestamp_subsec_nanos() / 100;
    if ticks > 0 {
        out.push_str(format!(".{ticks:07}").trim_end_matches('0'));
    }
    match date.kind {
        DateTimeKind::Unspecified => {}
        DateTimeKind::Utc => out.push('Z'),
        DateTimeKind::Local => out.push_str(&date.time.format("%:z").to_string()),
    }
    out
}
