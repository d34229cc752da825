//! Text for the screen as it travels through the information stream, with its colours.

use std::any::Any;
use std::rc::Rc;

use nu_ansi_term::{Color, Style};

use super::declaration::{Argument, ParameterType};
use super::error::ShellError;
use super::types::enums::CONSOLE_COLOR;
use super::value::{EnumValue, Name, Native, Value};

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
    /// The terminal's colour.
    fn terminal(self) -> Option<Color> {
        // The console counts blue before green and red, terminals the other way round.
        const COLOURS: [Color; 16] = [
            Color::Black,
            Color::Blue,
            Color::Green,
            Color::Cyan,
            Color::Red,
            Color::Magenta,
            Color::Yellow,
            Color::White,
            Color::DarkGray,
            Color::LightBlue,
            Color::LightGreen,
            Color::LightCyan,
            Color::LightRed,
            Color::LightMagenta,
            Color::LightYellow,
            Color::LightGray,
        ];
        COLOURS.get(usize::from(self.0?)).copied()
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
    /// The colours as a style of the terminal.
    pub fn style(&self) -> Style {
        Style {
            foreground: self.foreground.terminal(),
            background: self.background.terminal(),
            ..Style::default()
        }
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
