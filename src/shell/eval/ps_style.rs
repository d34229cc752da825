//! `$PSStyle`: what makes text bold or coloured, by name.

use std::rc::Rc;

use super::session::Session;
use crate::syntax;
use crate::value::{MemberKind, PsObject, ScriptBlock, Value};

/// The colours of a terminal, in the order of their numbers.
const COLOURS: [&str; 16] = [
    "Black",
    "Red",
    "Green",
    "Yellow",
    "Blue",
    "Magenta",
    "Cyan",
    "White",
    "BrightBlack",
    "BrightRed",
    "BrightGreen",
    "BrightYellow",
    "BrightBlue",
    "BrightMagenta",
    "BrightCyan",
    "BrightWhite",
];

/// What else text can be, with the numbers that begin and end it.
const STYLES: [(&str, &str); 17] = [
    ("Reset", "0"),
    ("BlinkOff", "25"),
    ("Blink", "5"),
    ("BoldOff", "22"),
    ("Bold", "1"),
    ("DimOff", "22"),
    ("Dim", "2"),
    ("Hidden", "8"),
    ("HiddenOff", "28"),
    ("Reverse", "7"),
    ("ReverseOff", "27"),
    ("ItalicOff", "23"),
    ("Italic", "3"),
    ("UnderlineOff", "24"),
    ("Underline", "4"),
    ("StrikethroughOff", "29"),
    ("Strikethrough", "9"),
];

/// How PowerShell colours what it shows itself.
const FORMATTING: [(&str, &str); 11] = [
    ("FormatAccent", "32;1"),
    ("TableHeader", "32;1"),
    ("CustomTableHeaderLabel", "32;1;3"),
    ("ErrorAccent", "36;1"),
    ("Error", "31;1"),
    ("Warning", "33;1"),
    ("Verbose", "33;1"),
    ("Debug", "33;1"),
    ("FeedbackName", "33"),
    ("FeedbackText", "96"),
    ("FeedbackAction", "97"),
];

fn escape(numbers: &str) -> Value {
    Value::from(format!("\x1b[{numbers}m"))
}

fn method(object: &PsObject, name: &'static str, text: &str) {
    let block = ScriptBlock {
        ast: syntax::parse_script(text, None).ast,
        scope: None,
    };
    object.push(name, MemberKind::Method(Rc::new(block)));
}

/// The colours of letters (`first` is 30, code 38) or of what is behind them (40, 48).
fn colours(type_names: &'static [&'static str], first: usize) -> Value {
    let object = PsObject::of(type_names);
    for (number, name) in COLOURS.into_iter().enumerate() {
        // The bright ones are 60 further on.
        let code = first + number % 8 + if number < 8 { 0 } else { 60 };
        object.push(name, MemberKind::Property(escape(&code.to_string())));
    }
    let code = first + 8;
    method(
        &object,
        "FromRgb",
        &format!(
            "param($red, $green, $blue) \
             if ($null -eq $green) {{ $red, $green, $blue = (($red -shr 16) -band 255), (($red -shr 8) -band 255), ($red -band 255) }} \
             \"$([char]27)[{code};2;$red;$green;${{blue}}m\""
        ),
    );
    Value::object(object)
}

/// The value of `$PSStyle`.
pub(super) fn ps_style() -> Value {
    let style = PsObject::of(&["System.Management.Automation.PSStyle", "System.Object"]);
    for (name, numbers) in STYLES {
        style.push(name, MemberKind::Property(escape(numbers)));
    }
    style.push("OutputRendering", MemberKind::Note(Value::from(HOST)));
    let formatting = PsObject::of(&[
        "System.Management.Automation.PSStyle+FormattingData",
        "System.Object",
    ]);
    for (name, numbers) in FORMATTING {
        formatting.push(name, MemberKind::Property(escape(numbers)));
    }
    style.push(
        "Formatting",
        MemberKind::Property(Value::object(formatting)),
    );
    let foreground = colours(
        &[
            "System.Management.Automation.PSStyle+ForegroundColor",
            "System.Object",
        ],
        30,
    );
    style.push("Foreground", MemberKind::Property(foreground));
    let background = colours(
        &[
            "System.Management.Automation.PSStyle+BackgroundColor",
            "System.Object",
        ],
        40,
    );
    style.push("Background", MemberKind::Property(background));
    method(
        &style,
        "FormatHyperlink",
        "param($text, $link) \"$([char]27)]8;;$link$([char]27)\\$text$([char]27)]8;;$([char]27)\\\"",
    );
    Value::object(style)
}

/// Colours where there is a terminal.
const HOST: &str = "Host";

impl Session {
    /// Whether colours are to be left out everywhere: `$PSStyle.OutputRendering` is `PlainText`.
    pub fn wants_plain_text(&self) -> bool {
        let Some(Value::Object(style)) = self.ps_style.get() else {
            return false;
        };
        let rendering = style.get("OutputRendering");
        matches!(rendering, Some(Value::Str(text)) if text.eq_ignore_ascii_case("PlainText"))
    }
}
