//! Keys that were pressed, as .NET and PowerShell's host describe them to scripts.

use super::enums::{self, CONSOLE_KEY, CONSOLE_MODIFIERS, CONTROL_KEY_STATES};
use crate::chord::{Key, Stroke};
use crate::value::{MemberKind, PsObject, Value};

/// `System.ConsoleKeyInfo`: what `[Console]::ReadKey()` gives, and what the script of a key of the prompt gets.
pub fn console_key_info(stroke: Stroke) -> Value {
    let held = [(stroke.alt, 1), (stroke.shift, 2), (stroke.control, 4)];
    let info = PsObject::of(&["System.ConsoleKeyInfo", "System.ValueType", "System.Object"]);
    for (name, value) in [
        ("KeyChar", Value::Char(character(stroke))),
        ("Key", enums::value(&CONSOLE_KEY, number(stroke))),
        ("Modifiers", enums::value(&CONSOLE_MODIFIERS, sum(&held))),
    ] {
        info.push(name, MemberKind::Property(value));
    }
    Value::object(info)
}

/// `KeyInfo` of PowerShell's host: what `$Host.UI.RawUI.ReadKey()` gives. A terminal does not tell of locks, nor which of two
/// Ctrl keys it is.
pub fn host_key_info(stroke: Stroke) -> Value {
    let held = [(stroke.alt, 2), (stroke.control, 8), (stroke.shift, 16)];
    let code = i32::try_from(number(stroke)).unwrap_or_default();
    Value::object(
        PsObject::of(&[
            "System.Management.Automation.Host.KeyInfo",
            "System.ValueType",
            "System.Object",
        ])
        .with("VirtualKeyCode", code)
        .with("Character", Value::Char(character(stroke)))
        .with(
            "ControlKeyState",
            enums::value(&CONTROL_KEY_STATES, sum(&held)),
        )
        .with("KeyDown", true),
    )
}

fn sum(held: &[(bool, i64)]) -> i64 {
    held.iter()
        .filter(|(is, _)| *is)
        .map(|(_, flag)| flag)
        .sum()
}

/// The character that a key stands for; NUL for one that stands for none.
fn character(stroke: Stroke) -> char {
    match stroke.key {
        // What a terminal sends for Ctrl and a letter.
        Key::Letter(letter @ 'a'..='z') if stroke.control => {
            char::from_u32(u32::from(letter) & 0x1f).unwrap_or_default()
        }
        Key::Letter(letter) => letter,
        Key::Named("Enter") => '\r',
        Key::Named("Tab") => '\t',
        Key::Named("Backspace") => '\u{8}',
        Key::Named("Escape") => '\u{1b}',
        Key::Named("Spacebar") => ' ',
        Key::Named(_) | Key::Function(_) => '\0',
    }
}

/// The number of a key in `ConsoleKey`, which is the virtual-key code of Windows; 0 for a sign whose key the terminal does not tell.
fn number(stroke: Stroke) -> i64 {
    let name = match stroke.key {
        Key::Letter(letter) if letter.is_ascii_alphabetic() => letter.to_string(),
        Key::Letter(digit) if digit.is_ascii_digit() => format!("D{digit}"),
        Key::Letter(sign) => match sign {
            '+' => "Add",
            '-' => "Subtract",
            '*' => "Multiply",
            '/' => "Divide",
            ',' => "OemComma",
            '.' => "OemPeriod",
            '=' => "OemPlus",
            _ => "None",
        }
        .to_owned(),
        Key::Function(number) => format!("F{number}"),
        Key::Named(name) => name.to_owned(),
    };
    CONSOLE_KEY.number(&name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::convert::to_text;

    #[test]
    fn keys_have_the_numbers_and_characters_that_scripts_compare() {
        for (pressed, key, number, character, modifiers) in [
            ("y", "Y", 89, 'y', "None"),
            ("Y", "Y", 89, 'Y', "None"),
            ("7", "D7", 55, '7', "None"),
            ("Enter", "Enter", 13, '\r', "None"),
            ("Escape", "Escape", 27, '\u{1b}', "None"),
            ("Space", "Spacebar", 32, ' ', "None"),
            ("Up", "UpArrow", 38, '\0', "None"),
            ("F5", "F5", 116, '\0', "None"),
            ("Ctrl+c", "C", 67, '\u{3}', "Control"),
            ("Alt+Shift+F1", "F1", 112, '\0', "Alt, Shift"),
            ("%", "None", 0, '%', "None"),
        ] {
            let stroke = Stroke::parse(pressed).unwrap();
            let of = |info: &Value, name: &str| match info {
                Value::Object(object) => to_text(&object.get(name).unwrap()).to_string(),
                _ => panic!(),
            };
            let net = console_key_info(stroke);
            assert_eq!(of(&net, "Key"), key, "{pressed}");
            assert_eq!(of(&net, "KeyChar"), character.to_string(), "{pressed}");
            assert_eq!(of(&net, "Modifiers"), modifiers, "{pressed}");
            let host = host_key_info(stroke);
            assert_eq!(of(&host, "VirtualKeyCode"), number.to_string(), "{pressed}");
            assert_eq!(of(&host, "Character"), character.to_string(), "{pressed}");
        }
    }
}
