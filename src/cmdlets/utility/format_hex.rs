//! `Format-Hex`.

use iovsh_derive::Cmdlet;

use crate::data::files;
use crate::management::encoding::Encoding;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::os_text;
use iovsh_shell::types::type_of;
use iovsh_shell::value::{MemberKind, PsObject, Value};

/// So many bytes stand in a row.
const ROW: usize = 16;

/// Shows files, text and numbers byte by byte.
///
/// # Examples
/// ```iovsh
/// PS> ('lan' | Format-Hex).HexBytes
/// 6C 61 6E
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Format",
    noun = "Hex",
    module = "Microsoft.PowerShell.Utility",
    alias = "fhx",
    default_set = "Path",
    output = "Microsoft.PowerShell.Commands.ByteCollection"
)]
pub struct FormatHex {
    /// The files. Wildcards are allowed.
    #[param(set = "Path", position = 0, mandatory)]
    path: Vec<String>,
    /// The files, by names that are taken as they are.
    #[param(set = "LiteralPath", mandatory, alias("PSPath", "LP"))]
    literal_path: Vec<String>,
    /// Text, numbers, or lists of them. Bytes that follow each other are one list.
    #[param(set = "ByInputObject", mandatory, from_pipeline)]
    input_object: Option<Value>,
    /// How text is written in bytes.
    #[param(value = Encoding::Utf8, default = "utf8NoBOM")]
    encoding: Encoding,
    /// No more bytes than this.
    #[param(range = 1..=9223372036854775807)]
    count: Option<i64>,
    /// So many bytes are left out first.
    #[param(range = 0..=9223372036854775807)]
    offset: Option<i64>,
    /// Does nothing: numbers are shown with all their bytes anyway.
    raw: bool,
    /// What of the pipeline was not shown yet: the type of the values, and their bytes.
    #[state]
    waiting: Option<(String, Vec<u8>)>,
    #[state]
    shown: u32,
}

impl FormatHex {
    fn show(&mut self, cx: &mut Context, label: &str, path: Option<&str>, bytes: &[u8]) -> Flow {
        let from = usize::try_from(self.offset.unwrap_or(0)).unwrap_or(usize::MAX);
        let most = usize::try_from(self.count.unwrap_or(i64::MAX)).unwrap_or(usize::MAX);
        let bytes = bytes.get(from..).unwrap_or(&[]);
        let bytes = bytes.get(..most.min(bytes.len())).unwrap_or(bytes);
        for (row, part) in bytes.chunks(ROW).enumerate() {
            let offset = from + row * ROW;
            let hex: Vec<String> = part.iter().map(|byte| format!("{byte:02X}")).collect();
            let ascii: String = part.iter().map(|byte| shown(*byte)).collect();
            let made = PsObject::of(&[
                "Microsoft.PowerShell.Commands.ByteCollection",
                "System.Object",
            ]);
            let list = part.iter().map(|byte| Value::Byte(*byte)).collect();
            for (name, value) in [
                ("Offset64", Value::ULong(offset as u64)),
                (
                    "Offset",
                    Value::UInt32(u32::try_from(offset).unwrap_or(u32::MAX)),
                ),
                ("HexOffset", Value::from(format!("{offset:016X}"))),
                ("Bytes", Value::typed_array("System.Byte", list)),
                ("HexBytes", Value::from(hex.join(" "))),
                ("Ascii", Value::from(ascii)),
                ("Path", path.map_or(Value::Null, Value::from)),
                ("Label", Value::from(label)),
            ] {
                made.push(name, MemberKind::Property(value));
            }
            cx.emit(Value::object(made))?;
        }
        Ok(())
    }

    fn flush(&mut self, cx: &mut Context) -> Flow {
        let Some((name, bytes)) = self.waiting.take() else {
            return Ok(());
        };
        self.shown += 1;
        let short = name.rsplit('.').next().unwrap_or(&name).to_owned();
        let label = format!("{short} ({name}) <{:08X}>", self.shown);
        self.show(cx, &label, None, &bytes)
    }

    /// Adds a value of the pipeline to what waits.
    fn take(&mut self, cx: &mut Context, value: &Value) -> Flow {
        if let Some(items) = iovsh_shell::value::members::enumerate(value) {
            for item in &items {
                self.take(cx, item)?;
            }
            return Ok(());
        }
        let base = value.base();
        let name = type_of(base).full_name().to_string();
        let Some(bytes) = self.bytes_of(base) else {
            return cx.error(
                ShellError::new(
                    "FormatHexTypeNotSupported",
                    ErrorCategory::InvalidArgument,
                    format!("Cannot display the value because the type '{name}' is not supported."),
                )
                .exception("System.ArgumentException")
                .target(value.clone())
                .help("Text, numbers, truth values and lists of them are shown; Out-String makes text of anything."),
            );
        };
        match &mut self.waiting {
            // Each text is one of its own.
            Some((known, all)) if *known == name && !matches!(base, Value::Str(_)) => {
                all.extend(bytes);
            }
            _ => {
                self.flush(cx)?;
                self.waiting = Some((name, bytes));
            }
        }
        Ok(())
    }

    fn bytes_of(&self, value: &Value) -> Option<Vec<u8>> {
        Some(match value {
            Value::Str(text) => self.encoding.encode(text),
            Value::Char(c) => (u32::from(*c) as u16).to_le_bytes().to_vec(),
            Value::Bool(yes) => vec![u8::from(*yes)],
            Value::SByte(n) => n.to_le_bytes().to_vec(),
            Value::Byte(n) => vec![*n],
            Value::Int16(n) => n.to_le_bytes().to_vec(),
            Value::UInt16(n) => n.to_le_bytes().to_vec(),
            Value::Int(n) => n.to_le_bytes().to_vec(),
            Value::UInt32(n) => n.to_le_bytes().to_vec(),
            Value::Long(n) => n.to_le_bytes().to_vec(),
            Value::ULong(n) => n.to_le_bytes().to_vec(),
            Value::Single(n) => n.to_le_bytes().to_vec(),
            Value::Double(n) => n.to_le_bytes().to_vec(),
            Value::Enum(member) => i32::try_from(member.number).map_or_else(
                |_| member.number.to_le_bytes().to_vec(),
                |n| n.to_le_bytes().to_vec(),
            ),
            _ => return None,
        })
    }
}

/// A byte as a character: a blank for zero, a mark for what moves the cursor, itself otherwise.
fn shown(byte: u8) -> char {
    match char::from(byte) {
        '\0' => ' ',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

impl Cmdlet for FormatHex {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if let Some(value) = self.input_object.clone() {
            return self.take(cx, &value);
        }
        for path in files::readable(cx, &self.path.clone(), &self.literal_path.clone())? {
            let text = os_text::text_of(&path);
            match iovsh_shell::file_read::bytes(&path) {
                Ok(bytes) => self.show(cx, &text, Some(&text), &bytes)?,
                Err(error) => cx.error(
                    ShellError::new(
                        "FormatHexIOError",
                        ErrorCategory::ReadError,
                        format!("The file '{text}' cannot be read: {error}"),
                    )
                    .exception("System.IO.IOException")
                    .target(text),
                )?,
            }
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        self.flush(cx)
    }
}
