//! Text for the screen as it travels through the information stream, with its colours.

use std::any::Any;
use std::rc::Rc;

use super::cmdlet::{Argument, ParameterType};
use super::error::ShellError;
use super::value::{EnumType, EnumValue, Name, Native, Value};

/// `System.ConsoleColor`.
pub static CONSOLE_COLOR: EnumType = EnumType {
    name: "System.ConsoleColor",
    members: &[
        ("Black", 0),
        ("DarkBlue", 1),
        ("DarkGreen", 2),
        ("DarkCyan", 3),
        ("DarkRed", 4),
        ("DarkMagenta", 5),
        ("DarkYellow", 6),
        ("Gray", 7),
        ("DarkGray", 8),
        ("Blue", 9),
        ("Green", 10),
        ("Cyan", 11),
        ("Red", 12),
        ("Magenta", 13),
        ("Yellow", 14),
        ("White", 15),
    ],
    flags: false,
};

/// A colour of text, or none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Colour(pub Option<u8>);

impl Argument for Colour {
    const TYPE: ParameterType = ParameterType::Enum(&CONSOLE_COLOR);
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value.base() {
            Value::Enum(member) => Ok(Self(u8::try_from(member.number).ok())),
            other => Err(super::argument::mismatch(other, CONSOLE_COLOR.name)),
        }
    }
}

impl Colour {
    /// The number of the terminal's colour: 30 to 37 and 90 to 97, for the foreground.
    pub fn sgr(self) -> Option<u8> {
        // The console counts blue before green and red, terminals the other way round.
        const BASE: [u8; 8] = [0, 4, 2, 6, 1, 5, 3, 7];
        let number = self.0?;
        let base = BASE.get(usize::from(number & 7)).copied()?;
        Some(if number >= 8 { 90 } else { 30 } + base)
    }

    fn value(self) -> Value {
        match self.0 {
            None => Value::Null,
            Some(number) => Value::Enum(Rc::new(EnumValue {
                ty: &CONSOLE_COLOR,
                number: i64::from(number),
            })),
        }
    }
}

/// `HostInformationMessage`: what `Write-Host` hands on as `MessageData`.
#[derive(Clone, Debug)]
pub struct HostMessage {
    /// The text.
    pub message: Rc<str>,
    /// Whether the line goes on.
    pub no_new_line: bool,
    /// The colour of the text.
    pub foreground: Colour,
    /// The colour behind it.
    pub background: Colour,
}

impl HostMessage {
    /// The text with the terminal's colour sequences around it.
    pub fn coloured(&self) -> String {
        let codes: Vec<String> = [
            self.foreground.sgr(),
            self.background.sgr().map(|code| code + 10),
        ]
        .into_iter()
        .flatten()
        .map(|code| code.to_string())
        .collect();
        if codes.is_empty() {
            return self.message.to_string();
        }
        format!("\x1b[{}m{}\x1b[0m", codes.join(";"), self.message)
    }
}

impl Native for HostMessage {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.HostInformationMessage",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        self.message.to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "message" => Some(Value::Str(self.message.clone())),
            "nonewline" => Some(Value::Bool(self.no_new_line)),
            "foregroundcolor" => Some(self.foreground.value()),
            "backgroundcolor" => Some(self.background.value()),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["Message", "NoNewLine", "ForegroundColor", "BackgroundColor"]
            .map(Name::Static)
            .to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
